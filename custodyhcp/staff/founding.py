"""How a suite begins: one administrator, the compartments' first keys, and the recovery codes.

Everything is made in a folder beside, and takes its place by one rename when it is whole: a start
that fails, or a computer that stops in the middle of it, leaves no half-made suite.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger import Desk, Ledger
from custodyhcp.ledger.entry import NewEntry, new_id
from custodyhcp.ledger.faults import CannotWrite, StoreExists
from custodyhcp.staff.acceptable_use import acceptable_use
from custodyhcp.staff.keys import give
from custodyhcp.staff.rules import must_be_strong, sign_in_name, tidy
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import FIRST_GENERATION, Authority
from custodyhcp.vault.compartments import SEALED, Compartment, Role
from custodyhcp.vault.device import Device, DeviceSecrets, KeyringBackend
from custodyhcp.vault.hpke import OpeningKey
from custodyhcp.vault.keyslots import (
    FULL_KDF,
    KdfParams,
    Keyslots,
    SlotKind,
    StaffKeys,
    calibrated,
    seal_slot,
)
from custodyhcp.vault.recovery import Share, make_shares
from custodyhcp.vault.recovery_key import RECOVERY, RecoveryPublic
from custodyhcp.vault.session import Session
from custodyhcp.vault.signing import fingerprint
from custodyhcp.vault.wire import to_text

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Founding:
    """What the guided set-up asks for."""

    organisation: str
    suite: str
    phone: str
    admin_name: str
    officers: tuple[str, str, str]
    admin_login: str = ""
    demonstration: bool = False  # for invented people only: NHS numbers of the test range


@dataclass(frozen=True, slots=True)
class Founded:
    """The open suite, the administrator's desk, and four codes shown once and kept nowhere."""

    ledger: Ledger
    desk: Desk
    shares: tuple[Share, ...]
    login: str


def must_have_keyring(backend: KeyringBackend | None = None) -> None:
    """Raises ``NoKeyring`` where ``found`` would: asked before the questions are."""
    DeviceSecrets("", backend).must_be_there()


def found(
    folder: Path,
    founding: Founding,
    passphrase: str,
    clock: Clock,
    *,
    backend: KeyringBackend | None = None,
    kdf: KdfParams | None = None,
) -> Founded:
    """Makes the suite in an empty folder and signs its first administrator in. Slow.

    ``backend`` names a keyring other than the system's, and ``kdf`` a cost other than the full
    one, only for a suite that is thrown away. Raises ``KnownError`` before anything is written
    where particulars are missing or there is no keyring.
    """
    asked = _checked(founding)
    must_be_strong(passphrase)
    _must_be_free(folder)
    secrets = DeviceSecrets(os.urandom(16).hex(), backend)
    maker = _Maker(asked, clock, secrets, secrets.create(), kdf)
    making: Path | None = None
    try:
        making = _beside(folder)
        session, shares = maker.make(making, passphrase)
        _move(making, folder)
    except BaseException as error:
        secrets.forget()
        if making is not None:
            shutil.rmtree(making, ignore_errors=True)
        if isinstance(error, OSError):
            raise CannotWrite from error
        raise
    ledger = Ledger.open(folder, maker.device, clock, secrets)
    session.trust(ledger.authority)
    return Founded(ledger, ledger.desk(session), shares, asked.admin_login)


def _must_be_free(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise StoreExists


def _beside(folder: Path) -> Path:
    """A new, empty folder next to where the suite will be."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}.making-", dir=folder.parent))


def _move(making: Path, folder: Path) -> None:
    """The suite is there as a whole, or not at all."""
    if folder.exists():
        folder.rmdir()
    making.rename(folder)


def _checked(founding: Founding) -> Founding:
    first, second, third = (tidy(name) for name in founding.officers)
    asked = replace(
        founding,
        organisation=tidy(founding.organisation),
        suite=tidy(founding.suite),
        phone=tidy(founding.phone),
        admin_name=tidy(founding.admin_name),
        officers=(first, second, third),
        admin_login=sign_in_name(founding.admin_login or founding.admin_name),
    )
    for value, words in (
        (asked.organisation, "Enter the name of the organisation."),
        (asked.suite, "Enter the name of the custody suite."),
        (asked.phone, "Enter the suite's phone number."),
        (asked.admin_login, "Enter the first administrator's name."),
    ):
        if not value:
            raise KnownError(words)
    if not all(asked.officers):
        raise KnownError("Enter the names of three recovery officers.")
    return asked


@dataclass(frozen=True, slots=True)
class _Maker:
    asked: Founding
    clock: Clock
    secrets: DeviceSecrets
    device: Device
    kdf: KdfParams | None  # None: the full floor, and as much more as this machine bears

    def make(self, folder: Path, passphrase: str) -> tuple[Session, tuple[Share, ...]]:
        """The whole suite in ``folder``, closed again."""
        asked, device, floor = self.asked, self.device, self.kdf or FULL_KDF
        staff, keys = new_id(self.clock()), StaffKeys.fresh()
        root = fingerprint(keys.signing.public)
        self.secrets.pin_root(root)
        shares, pairs, recovery = make_shares(device, root, asked.officers)
        slot = seal_slot(
            device,
            asked.admin_login,
            staff,
            SlotKind.PASSPHRASE,
            passphrase,
            keys,
            self.kdf or calibrated(),
        )
        Keyslots(device.store_id, floor, (slot,), pairs).save(folder, device)
        ledger = Ledger.create(folder, device, self.clock, self.secrets)
        try:
            desk = ledger.desk(_session(staff, asked.admin_name, keys, Authority(root)))
            _first_entries(desk, asked, keys, recovery, device, floor)
        finally:
            ledger.close()
        return desk.session, shares


def _session(staff: str, name: str, keys: StaffKeys, authority: Authority) -> Session:
    return Session(
        staff=staff,
        name=name,
        role=Role.ADMIN,
        signing=keys.signing,
        opening=keys.opening,
        authority=authority,
    )


def _first_entries(
    desk: Desk,
    asked: Founding,
    keys: StaffKeys,
    recovery: RecoveryPublic,
    device: Device,
    floor: KdfParams,
) -> None:
    staff = desk.session.staff
    first = {compartment: OpeningKey.fresh() for compartment in SEALED}
    takers = {staff: keys.opening.public, RECOVERY: recovery.seal_key}
    grants = [
        give(desk, key.private, seal_key, taker, compartment, FIRST_GENERATION)
        for taker, seal_key in takers.items()
        for compartment, key in first.items()
    ]
    desk.append(_founded(staff, asked, keys, recovery, device, floor, first), *grants)


def _founded(
    staff: str,
    asked: Founding,
    keys: StaffKeys,
    recovery: RecoveryPublic,
    device: Device,
    floor: KdfParams,
    first: dict[Compartment, OpeningKey],
) -> NewEntry:
    body: dict[str, Any] = {
        "organisation": asked.organisation,
        "suite": asked.suite,
        "phone": asked.phone,
        "compartments": {c.value: to_text(key.public) for c, key in first.items()},
        "admin": {
            "staff": staff,
            "name": asked.admin_name,
            "login": asked.admin_login,
            "sign_key": to_text(keys.signing.public),
            "seal_key": to_text(keys.opening.public),
        },
        "device": {"id": device.id, "verify_key": to_text(device.verify_key)},
        "acceptable_use": {"version": acceptable_use().version},
        "recovery": {"officers": list(asked.officers), **recovery.to_json()},
        "kdf_floor": floor.to_json(),
    }
    if asked.demonstration:
        body["demonstration"] = True
    return NewEntry(rules.FOUNDED, {Compartment.OPEN: body})
