"""keyslots.json: how each member of staff gets at their own two private keys.

Rules kept here (docs/formats/keyslots.md is the same in words):

* The whole file is authenticated under a key of the device: version, store, floor, every slot's
  parameters. A file that was changed, or one with weaker parameters than the floor, is refused.
* A slot's key is Argon2id over the passphrase, mixed by HKDF with the device secret: the file
  alone, or the file and the databases, allow no guessing at all.
* The file is replaced whole: written beside, flushed to disk, renamed. A full disk costs nothing.
* There is a second copy: without the file nobody gets at their keys. When the first is damaged the
  second takes its place, the damaged one is kept, and the ledger says so.

What it does not do: tell an older authentic file from the newest. That somebody has left is
decided by the ledger, never by the lack of a slot.
"""

from __future__ import annotations

import hmac
import json
import os
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from custodyhcp.errors import KnownError
from custodyhcp.vault.device import Device
from custodyhcp.vault.hpke import PRIVATE_BYTES, OpeningKey, Unopenable
from custodyhcp.vault.parts import open_committed, seal_committed
from custodyhcp.vault.signing import SEED_BYTES, SigningKey
from custodyhcp.vault.wire import framed, from_text, to_text

FILE_NAME = "keyslots.json"
SECOND_COPY = "keyslots.second.json"
FORMAT = "custodyhcp keyslots 1"
SALT_BYTES = 16
LARGEST_FILE = 8 * 1024 * 1024
_LABEL = b"custodyhcp keyslot v1"


class KeyslotsDamaged(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The file that holds everybody's sign-in was changed or damaged.",
            "Put back keyslots.json from your own backup of this folder, and tell your "
            "information governance lead. Your records are still here, sealed.",
        )


class CannotKeep(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "This could not be saved: the computer's disk refused it. Nothing was changed.",
            "Free some space on this computer, or ask IT to, then try again.",
        )


class Downgraded(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "Somebody has made the protection of a passphrase weaker than this suite allows.",
            "Nothing was opened. Tell your information governance lead.",
        )


class SlotKind(Enum):
    PASSPHRASE = "PASSPHRASE"  # noqa: S105 - the kind of slot
    INVITE = "INVITE"


@dataclass(frozen=True, slots=True)
class KdfParams:
    """Argon2id's cost: memory in KiB, passes, lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def at_least(self, floor: KdfParams) -> bool:
        return self.memory_kib >= floor.memory_kib and self.passes >= floor.passes

    def to_json(self) -> dict[str, int]:
        return {"memory_kib": self.memory_kib, "passes": self.passes, "lanes": self.lanes}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> KdfParams:
        values = (found["memory_kib"], found["passes"], found["lanes"])
        if not all(type(value) is int and 0 < value <= 1 << 22 for value in values):
            raise ValueError("not Argon2id parameters")
        return cls(*values)


FULL_KDF = KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)
_TARGET_SECONDS = 0.4
_MOST_PASSES = 12


def calibrated(floor: KdfParams = FULL_KDF) -> KdfParams:
    """The floor, with as many more passes as take this machine about half a second. Slow."""
    started = time.perf_counter()
    _stretch(b"calibration", bytes(SALT_BYTES), floor)
    one_pass = max((time.perf_counter() - started) / floor.passes, 1e-6)
    passes = min(_MOST_PASSES, max(floor.passes, int(_TARGET_SECONDS / one_pass)))
    return replace(floor, passes=passes)


@dataclass(frozen=True, slots=True)
class StaffKeys:
    """One person's two private keys."""

    signing: SigningKey
    opening: OpeningKey

    @classmethod
    def fresh(cls) -> StaffKeys:
        return cls(SigningKey.fresh(), OpeningKey.fresh())

    def to_bytes(self) -> bytes:
        return self.signing.seed + self.opening.private

    @classmethod
    def from_bytes(cls, data: bytes) -> StaffKeys:
        if len(data) != SEED_BYTES + PRIVATE_BYTES:
            raise Unopenable
        return cls(SigningKey(data[:SEED_BYTES]), OpeningKey(data[SEED_BYTES:]))


@dataclass(frozen=True, slots=True)
class Slot:
    tag: str
    staff: str
    kind: SlotKind
    kdf: KdfParams
    salt: bytes
    sealed: bytes

    def to_json(self) -> dict[str, Any]:
        return {
            "tag": self.tag,
            "staff": self.staff,
            "kind": self.kind.value,
            "kdf": self.kdf.to_json(),
            "salt": to_text(self.salt),
            "sealed": to_text(self.sealed),
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Slot:
        return cls(
            tag=str(found["tag"]),
            staff=str(found["staff"]),
            kind=SlotKind(found["kind"]),
            kdf=KdfParams.from_json(found["kdf"]),
            salt=from_text(found["salt"]),
            sealed=from_text(found["sealed"]),
        )


@dataclass(frozen=True, slots=True)
class RecoveryPair:
    """What two codes give, sealed to holder ``first`` and then to holder ``second`` (from 0)."""

    first: int
    second: int
    sealed: bytes

    def to_json(self) -> dict[str, Any]:
        return {"pair": [self.first, self.second], "sealed": to_text(self.sealed)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> RecoveryPair:
        first, second = found["pair"]
        return cls(int(first), int(second), from_text(found["sealed"]))


@dataclass(frozen=True, slots=True)
class Keyslots:
    """The whole file, as a value."""

    store_id: str
    floor: KdfParams
    slots: tuple[Slot, ...] = ()
    recovery: tuple[RecoveryPair, ...] = ()

    def find(self, tag: str, kind: SlotKind) -> Slot | None:
        """The slot of that kind for a sign-in name's tag (``Device.login_tag``)."""
        return next((s for s in self.slots if s.tag == tag and s.kind is kind), None)

    def owner(self, tag: str) -> str | None:
        """The staff id that this sign-in name belongs to."""
        return next((slot.staff for slot in self.slots if slot.tag == tag), None)

    def with_slot(self, slot: Slot) -> Keyslots:
        """The same, with this slot in place of the person's slot of the same kind."""
        if not slot.kdf.at_least(self.floor):
            raise Downgraded
        return replace(self, slots=(*self.without(slot.staff, slot.kind).slots, slot))

    def without(self, staff: str, *kinds: SlotKind) -> Keyslots:
        """The same, without the person's slots of these kinds (of all kinds, if none is named)."""
        gone = kinds or tuple(SlotKind)
        kept = tuple(s for s in self.slots if s.staff != staff or s.kind not in gone)
        return replace(self, slots=kept)

    def with_recovery(self, recovery: tuple[RecoveryPair, ...]) -> Keyslots:
        """The same, with these recovery codes in place of the earlier ones."""
        return replace(self, recovery=recovery)

    def save(self, folder: Path, device: Device) -> None:
        """Replaces the file, and then its second copy. Raises ``CannotKeep``, with the old file
        whole, where the disk refuses."""
        content = self._content()
        data = _bytes({**content, "mac": device.mac(_bytes(content)).hex()})
        try:
            _replace(folder / FILE_NAME, data)
        except OSError as error:
            raise CannotKeep from error
        with suppress(OSError):  # the first is on the disk: what was asked for is done
            _replace(folder / SECOND_COPY, data)

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "store": self.store_id,
            "floor": self.floor.to_json(),
            "slots": [slot.to_json() for slot in self.slots],
            "recovery": [pair.to_json() for pair in self.recovery],
        }

    @classmethod
    def load(cls, folder: Path, device: Device, name: str = FILE_NAME) -> Keyslots:
        """Raises ``KeyslotsDamaged`` or ``Downgraded``; FileNotFoundError where there is none."""
        found = _parsed(folder / name)
        mac = found.pop("mac", "")
        if not isinstance(mac, str) or not hmac.compare_digest(
            mac.encode(), device.mac(_bytes(found)).hex().encode()
        ):
            raise KeyslotsDamaged
        keyslots = _from_content(found)
        if keyslots.store_id != device.store_id:
            raise KeyslotsDamaged
        if not all(slot.kdf.at_least(keyslots.floor) for slot in keyslots.slots):
            raise Downgraded
        return keyslots


def read_before_recovery(folder: Path) -> list[Keyslots]:
    """The file and its second copy as they lie there, *not* authenticated: only for their store
    id and recovery pairs. Raises ``KeyslotsDamaged`` where neither can be read at all, and
    FileNotFoundError where neither is there."""
    if not is_here(folder):
        raise FileNotFoundError(folder / FILE_NAME)
    found = list(_readable(folder))
    if not found:
        raise KeyslotsDamaged
    return found


def is_here(folder: Path) -> bool:
    """True if a suite was founded in this folder."""
    return any((folder / name).exists() for name in (FILE_NAME, SECOND_COPY))


def _readable(folder: Path) -> Iterator[Keyslots]:
    for name in (FILE_NAME, SECOND_COPY):
        with suppress(FileNotFoundError, KeyslotsDamaged):
            yield _from_content(_parsed(folder / name))


def mend(folder: Path, device: Device, aside: str) -> bool:
    """True if the file was missing or damaged and its second copy was put in its place. The
    damaged one is kept beside, under ``aside``. Raises ``KeyslotsDamaged`` if neither is whole."""
    try:
        Keyslots.load(folder, device)
        return False
    except (FileNotFoundError, KeyslotsDamaged):
        try:
            second = Keyslots.load(folder, device, SECOND_COPY)
        except FileNotFoundError:
            raise KeyslotsDamaged from None
    if (folder / FILE_NAME).exists():
        (folder / FILE_NAME).rename(folder / aside)
    second.save(folder, device)
    return True


def seal_slot(
    device: Device,
    login: str,
    staff: str,
    kind: SlotKind,
    secret: str,
    keys: StaffKeys,
    kdf: KdfParams,
) -> Slot:
    """A slot that ``secret`` (a passphrase or a one-time code) opens on this device. Slow."""
    salt = os.urandom(SALT_BYTES)
    tag = device.login_tag(login)
    key = _slot_key(device, secret, salt, kdf)
    sealed = seal_committed(key, keys.to_bytes(), _slot_info(device, tag, staff, kind, kdf))
    return Slot(tag, staff, kind, kdf, salt, sealed)


def open_slot(device: Device, slot: Slot, secret: str) -> StaffKeys:
    """The keys in the slot. Slow. Raises ``Unopenable`` for a wrong passphrase or code."""
    key = _slot_key(device, secret, slot.salt, slot.kdf)
    info = _slot_info(device, slot.tag, slot.staff, slot.kind, slot.kdf)
    return StaffKeys.from_bytes(open_committed(key, slot.sealed, info))


def open_nothing(device: Device, secret: str, kdf: KdfParams) -> None:
    """As slow as a real try, for a name that has no slot, so that time does not tell names."""
    _slot_key(device, secret, bytes(SALT_BYTES), kdf)


def _slot_key(device: Device, secret: str, salt: bytes, kdf: KdfParams) -> bytes:
    typed = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    return device.mix(_stretch(typed, salt, kdf), salt)


def _stretch(typed: bytes, salt: bytes, kdf: KdfParams) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(typed)


def _slot_info(device: Device, tag: str, staff: str, kind: SlotKind, kdf: KdfParams) -> bytes:
    return framed(
        _LABEL,
        device.store_id.encode(),
        tag.encode(),
        staff.encode(),
        kind.value.encode(),
        _bytes(kdf.to_json()),
    )


def _bytes(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def _parsed(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    try:
        if len(data) > LARGEST_FILE:
            raise ValueError("too large")
        found = json.loads(data.decode("ascii"), object_pairs_hook=_no_doubles)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise ValueError("not this format")
    except (ValueError, RecursionError):
        raise KeyslotsDamaged from None
    return found


def _no_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name twice")
    return made


def _from_content(found: Mapping[str, Any]) -> Keyslots:
    try:
        return Keyslots(
            store_id=str(found["store"]),
            floor=KdfParams.from_json(found["floor"]),
            slots=tuple(Slot.from_json(slot) for slot in found["slots"]),
            recovery=tuple(RecoveryPair.from_json(pair) for pair in found["recovery"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise KeyslotsDamaged from None


def _replace(path: Path, data: bytes) -> None:
    """Writes beside, flushes, renames: the old file or the new one, never half of one."""
    beside = path.with_name(path.name + ".new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
