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
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from custodyhcp.errors import KnownError
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.faults import CannotWrite, StoreDamaged
from custodyhcp.ledger.keeping import Kept
from custodyhcp.ledger.ledger import Ledger
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
RESTORED = "ledger.restored"
_MAKING = ".making"
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
    """What going back came to: entries ``size`` to ``expected - 1`` are missing."""

    snapshot: Snapshot
    expected: int
    set_aside: Path
    words: str

    @property
    def missing(self) -> range:
        return range(self.snapshot.size, max(self.expected, self.snapshot.size))


def take(ledger: Ledger) -> Snapshot:
    """Makes a copy beside whoever is working, checks it, then lets the oldest go.
    Raises ``StoreDamaged`` if the copy is not whole; then the older ones stay."""
    home = ledger.folder / SNAPSHOTS_FOLDER
    making = home / _MAKING
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        ledger.store.copy_into(making, ledger.device.ledger_key, ledger.device.keys_key)
        size = _checked_size(making, ledger.device)
        if size is None:
            raise StoreDamaged("The copy of the records")
        made = home / f"{ledger.now():%Y%m%dT%H%M%S%fZ}-{size}"
        making.rename(made)
        _sync_folder(home)
    except OSError as error:
        raise CannotWrite from error
    for old in _newest_first(ledger.folder)[KEPT_SNAPSHOTS:]:
        shutil.rmtree(old, ignore_errors=True)
    return Snapshot(made, size)


def newest_checked(folder: Path, device: Device) -> Snapshot | None:
    """The newest copy that opens and whose whole tree holds."""
    for candidate in _newest_first(folder):
        size = _checked_size(candidate, device)
        if size is not None:
            return Snapshot(candidate, size)
    return None


def go_back(folder: Path, device: Device, clock: Callable[[], datetime], kept: Kept) -> Restored:
    """Puts the newest checked copy in the place of a damaged file. Raises ``NoSnapshot``."""
    lock = Lock(folder)
    try:
        snapshot = newest_checked(folder, device)
        if snapshot is None:
            raise NoSnapshot
        note = kept.checkpoint
        aside = _set_aside(folder, device, clock(), note)
        _put_in_place(snapshot, folder)
        kept.checkpoint = _signed_again(folder, device)
    except OSError as error:
        raise CannotWrite from error
    finally:
        lock.release()
    expected = read_checkpoint(note).size if note else snapshot.size
    whole = "Nothing is missing: every entry that was signed for is there."
    words = missing_words(snapshot.size, expected) if expected > snapshot.size else whole
    restored = Restored(snapshot, expected, aside, words)
    _say_so_for_ever(restored, note, folder, device, clock, kept)
    return restored


def _say_so_for_ever(
    restored: Restored,
    note: str | None,
    folder: Path,
    device: Device,
    clock: Callable[[], datetime],
    kept: Kept,
) -> None:
    body = {
        "first_missing": restored.snapshot.size,
        "expected": restored.expected,
        "checkpoint": note or "",
    }
    ledger = Ledger.open(folder, device, clock, kept)
    try:
        ledger.append_by_device(NewEntry(RESTORED, {Compartment.OPEN: body}))
    finally:
        ledger.close()


def _set_aside(folder: Path, device: Device, at: datetime, note: str | None) -> Path:
    """Moves the damaged files to a folder of their own. Nothing is deleted."""
    aside = folder / f"set-aside-{at:%Y%m%dT%H%M%S%fZ}"
    aside.mkdir(mode=0o700)
    keys_open = _opens(folder / KEYS_FILE, device.keys_key)
    for name in (LEDGER_FILE,) if keys_open else (LEDGER_FILE, KEYS_FILE):
        for end in _WITH_WAL:
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
    home = folder / SNAPSHOTS_FOLDER
    if not home.is_dir():
        return []
    return sorted(
        (one for one in home.iterdir() if one.is_dir() and one.name != _MAKING), reverse=True
    )


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
