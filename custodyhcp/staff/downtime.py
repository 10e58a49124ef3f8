"""Opening the downtime pack: keyslots, keyring and passphrase, and no ledger.

Rules kept here: it takes all that signing in takes; a wrong name and a wrong passphrase give the
same words after the same work; nothing is written anywhere. There is no ledger to record a try in,
so after three in a row each further one waits, for as long as this process lives.
"""

from __future__ import annotations

import time
from pathlib import Path

from custodyhcp.errors import KnownError
from custodyhcp.staff.rules import sign_in_name
from custodyhcp.vault.device import Device, DeviceSecrets, KeyringBackend, SecretMissing
from custodyhcp.vault.downtime_pack import LARGEST, NotForThem, Pack, open_pack
from custodyhcp.vault.hpke import Unopenable
from custodyhcp.vault.keyslots import (
    FILE_NAME,
    SECOND_COPY,
    Keyslots,
    KeyslotsDamaged,
    SlotKind,
    open_nothing,
    open_slot,
    read_before_recovery,
)

PACK = "downtime.pack"
FREE_TRIES = 3
_WAIT_SECONDS = 5.0


class NoPack(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "There is no copy for downtime in this folder.",
            "Use the printed briefings, and ring healthcare.",
        )


class PackRefused(KnownError):
    """The same words whether the name or the passphrase was wrong."""

    def __init__(self) -> None:
        super().__init__(
            "That name and passphrase do not open the copy.",
            "Check Caps Lock and try again. Only those who read briefings can open it.",
        )


class PackChanged(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The copy for downtime was changed, damaged, or is of another suite.",
            "Do not rely on it. Use the printed briefings, and ring healthcare.",
        )


class PackReader:
    """One attempt after another at the pack in ``folder``. ``backend`` only for tests and suites
    that are thrown away."""

    def __init__(self, folder: Path, *, backend: KeyringBackend | None = None) -> None:
        self._folder, self._backend = folder, backend
        self._refused = 0

    def open(self, login: str, passphrase: str) -> Pack:
        """Slow. Raises ``PackRefused``, ``NoPack``, ``PackChanged``, ``KeyslotsDamaged``,
        ``SecretMissing`` and what else the keyring raises."""
        file = self._file()
        if self._refused >= FREE_TRIES:
            time.sleep(_WAIT_SECONDS)
        keyslots, device = self._keyslots()
        slot = keyslots.find(device.login_tag(sign_in_name(login)), SlotKind.PASSPHRASE)
        try:
            if slot is None:
                cost = keyslots.slots[0].kdf if keyslots.slots else keyslots.floor
                open_nothing(device, passphrase, cost)
                raise Unopenable
            keys = open_slot(device, slot, passphrase)
        except Unopenable:
            self._refused += 1
            raise PackRefused from None
        self._refused = 0
        try:
            return open_pack(device, slot.staff, keys, file)
        except NotForThem:
            raise PackRefused from None
        except Unopenable:
            raise PackChanged from None

    def _file(self) -> bytes:
        try:
            with (self._folder / PACK).open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError:
            raise NoPack from None

    def _keyslots(self) -> tuple[Keyslots, Device]:
        """Whichever copy of the file is whole; each is checked with the device's own key."""
        try:
            stores = [found.store_id for found in read_before_recovery(self._folder)]
        except FileNotFoundError:
            raise NoPack from None
        missing: KnownError = SecretMissing()
        for store in stores:
            try:
                device = DeviceSecrets(store, self._backend).load()
            except SecretMissing:
                continue
            for name in (FILE_NAME, SECOND_COPY):
                try:
                    return Keyslots.load(self._folder, device, name), device
                except (FileNotFoundError, KeyslotsDamaged) as error:
                    missing = error if isinstance(error, KnownError) else KeyslotsDamaged()
        raise missing
