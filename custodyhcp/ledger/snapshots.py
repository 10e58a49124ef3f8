"""Checked copies of the store, and going back to the newest of them when the file is damaged.

Rules kept here:

* A copy is made by the backup API while others work, encrypted under the same keys, with the
  entries first and the keys after, so that no entry in it lacks its key.
* A copy counts only once it was opened again and its whole tree recomputed. An older one goes
  only after that.
* Going back deletes nothing: the damaged files are set aside beside the store. A keys file that
  still opens stays in use, so that an erased person's key does not come back.
* Whoever goes back is told exactly which entries are missing, and the ledger says so for ever: an
  entry ``ledger.restored`` with the checkpoint that was signed over them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from custodyhcp.errors import KnownError
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.faults import CannotWrite, StoreDamaged
from custodyhcp.ledger.keeping import Kept
from custodyhcp.ledger.ledger import RESTORED, Ledger
from custodyhcp.ledger.merkle import Frontier, peaks_of
from custodyhcp.ledger.note import Checkpoint, origin_of, read_checkpoint, sign_checkpoint
from custodyhcp.ledger.premises import (
    KEYS_FILE,
    LEDGER_FILE,
    SNAPSHOTS_FOLDER,
    Lock,
)
from custodyhcp.ledger.store import Store
from custodyhcp.ledger.verify import missing_words, verify_ledger
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.device import Device

KEPT_SNAPSHOTS = 3
EVERY = timedelta(hours=12)
_MAKING = ".making"
_NAMED = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-(\d{1,18})")
_WITH_WAL = ("", "-wal", "-shm")


class NoSnapshot(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The records file is damaged and no checked copy opens on this computer.",
            "Everything has been kept as it is. Tell IT: the files may still be mended elsewhere.",
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    folder: Path
    size: int  # entries


@dataclass(frozen=True, slots=True)
class Restored:
    """What going back came to. ``missing`` are entry numbers; ``words`` say it to a person."""

    snapshot: Snapshot
    missing: range
    set_aside: Path
    words: str


def take(ledger: Ledger, between: Callable[[], object] = lambda: None) -> Snapshot:
    """Makes a copy beside whoever is working, checks it, then lets the oldest go.

    ``between`` is called between steps and may raise to give up. Raises ``StoreDamaged`` if the
    copy is not whole; then the older ones stay."""
    home = ledger.folder / SNAPSHOTS_FOLDER
    making = home / _MAKING
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        ledger.store.copy_into(making, ledger.device.ledger_key, ledger.device.keys_key, between)
        size = _checked_size(making, ledger.device)
        if size is None:
            raise StoreDamaged("The copy of the records")
        made = home / f"{ledger.now():{_NAMED}}-{size}"
        if made.exists():
            shutil.rmtree(making)
        else:
            making.rename(made)
        _sync_folder(home)
    except OSError as error:
        raise CannotWrite from error
    for old in _newest_first(ledger.folder)[KEPT_SNAPSHOTS:]:
        shutil.rmtree(old, ignore_errors=True)
    return Snapshot(made, size)


def is_due(ledger: Ledger) -> bool:
    """True when the newest copy is older than ``EVERY``, or there is none."""
    newest = next(iter(_newest_first(ledger.folder)), None)
    if newest is None:
        return ledger.size > 0
    taken = datetime.strptime(newest.name.partition("-")[0], _NAMED).replace(tzinfo=UTC)
    return abs(ledger.now() - taken) >= EVERY


def open_whole(folder: Path, device: Device, clock: Callable[[], datetime], kept: Kept) -> Ledger:
    """``Ledger.open``; where a file is damaged, first goes back to the newest checked copy. What
    is missing then stands in the ledger's health, and in the ledger, for ever."""
    try:
        return Ledger.open(folder, device, clock, kept)
    except StoreDamaged as damaged:
        try:
            go_back(folder, device, clock, kept)
        except NoSnapshot:
            raise damaged from None
    return Ledger.open(folder, device, clock, kept)


def newest_checked(folder: Path, device: Device) -> Snapshot | None:
    """The newest copy that opens and whose whole tree holds."""
    for candidate in _newest_first(folder):
        size = _checked_size(candidate, device)
        if size is not None:
            return Snapshot(candidate, size)
    return None


def go_back(folder: Path, device: Device, clock: Callable[[], datetime], kept: Kept) -> Restored:
    """Puts the newest checked copy in the place of what is damaged (of the entries, where nothing
    is: somebody chose to). Raises ``NoSnapshot``."""
    lock = Lock(folder)
    try:
        snapshot = newest_checked(folder, device)
        if snapshot is None:
            raise NoSnapshot
        note = kept.checkpoint
        bad_keys = not _opens(folder / KEYS_FILE, device.keys_key)
        bad_entries = not bad_keys or not _opens(folder / LEDGER_FILE, device.ledger_key)
        aside = _set_aside(folder, clock(), note, bad_entries=bad_entries, bad_keys=bad_keys)
        _put_in_place(snapshot, folder)
        if bad_entries:
            kept.checkpoint = _signed_again(folder, device)
    except OSError as error:
        raise CannotWrite from error
    finally:
        lock.release()
    expected = read_checkpoint(note).size if note and bad_entries else snapshot.size
    missing = range(snapshot.size, max(expected, snapshot.size))
    restored = Restored(snapshot, missing, aside, _words(snapshot, missing, bad_keys=bad_keys))
    _say_so_for_ever(restored, note, folder, device, clock, kept)
    return restored


def _words(snapshot: Snapshot, missing: range, *, bad_keys: bool) -> str:
    said = "The records file was damaged, and a checked copy was put in its place. "
    if missing:
        said += missing_words(missing.start, missing.stop)
    else:
        said += "Nothing is missing: every entry that was signed for is there."
    if bad_keys:
        said += (
            f" The keys came from that copy too: people added after entry {snapshot.size - 1} "
            "may not open."
        )
    return said


def _say_so_for_ever(
    restored: Restored,
    note: str | None,
    folder: Path,
    device: Device,
    clock: Callable[[], datetime],
    kept: Kept,
) -> None:
    body = {
        "first_missing": restored.missing.start,
        "expected": restored.missing.stop,
        "checkpoint": note or "",
        "words": restored.words,
    }
    ledger = Ledger.open(folder, device, clock, kept)
    try:
        ledger.append_by_device(NewEntry(RESTORED, {Compartment.OPEN: body}))
    finally:
        ledger.close()


def _set_aside(
    folder: Path, at: datetime, note: str | None, *, bad_entries: bool, bad_keys: bool
) -> Path:
    """Moves damaged files to a folder of their own. Nothing is deleted."""
    aside = folder / f"set-aside-{at:{_NAMED}}"
    aside.mkdir(mode=0o700)
    for name, bad in ((LEDGER_FILE, bad_entries), (KEYS_FILE, bad_keys)):
        for end in _WITH_WAL if bad else ():
            if (folder / f"{name}{end}").exists():
                (folder / f"{name}{end}").rename(aside / f"{name}{end}")
    if note:
        (aside / "checkpoint.txt").write_text(note, encoding="utf-8")
    return aside


def _put_in_place(snapshot: Snapshot, folder: Path) -> None:
    for name in (KEYS_FILE, LEDGER_FILE):
        if not (folder / name).exists():
            copy = folder / f"{name}.copying"
            shutil.copyfile(snapshot.folder / name, copy)
            copy.chmod(0o600)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
            copy.rename(folder / name)
    _sync_folder(folder)


def _signed_again(folder: Path, device: Device) -> str:
    """A checkpoint over what is there now, so that the store can be stood on again."""
    store = Store.on_disk(folder, device.ledger_key, device.keys_key, ballast=False)
    try:
        size = store.size()
        nodes = store.nodes(peaks_of(size))
        tree = Frontier(size, [nodes[node] for node in peaks_of(size)])
        made = Checkpoint(origin_of(device.store_id), size, tree.root())
        return sign_checkpoint(made, device.verify_key, device.sign)
    finally:
        store.close()


def _checked_size(folder: Path, device: Device) -> int | None:
    """How many entries the copy holds, or None where it does not open or hold together."""
    if not _opens(folder / KEYS_FILE, device.keys_key):
        return None
    try:
        store = Store.on_disk(folder, device.ledger_key, device.keys_key, ballast=False)
    except KnownError:
        return None
    try:
        verdict = verify_ledger(store, root="", signatures=False)
        return verdict.size if verdict.whole else None
    except KnownError:
        return None
    finally:
        store.close()


def _opens(path: Path, key: bytes) -> bool:
    """True if every page of the file is whole under this key."""
    try:
        connection = open_sqlcipher(path, key)
    except KnownError:
        return False
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return not damaged and connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except connection.DatabaseError:
        return False
    finally:
        connection.close()


def _newest_first(folder: Path) -> list[Path]:
    """By how many entries they hold, which a clock set back does not change; then by time."""
    home = folder / SNAPSHOTS_FOLDER
    if not home.is_dir():
        return []
    taken = [(one, _NAME.fullmatch(one.name)) for one in home.iterdir() if one.is_dir()]
    return [
        one
        for one, _ in sorted(
            ((one, (int(named[2]), named[1])) for one, named in taken if named),
            key=lambda found: found[1],
            reverse=True,
        )
    ]


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
