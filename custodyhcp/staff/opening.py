"""Opening the suite that lies in a folder, and bringing a lost device secret back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from custodyhcp.ledger import Ledger
from custodyhcp.ledger.faults import NoStore
from custodyhcp.vault.device import Device, DeviceSecrets, KeyringBackend
from custodyhcp.vault.keyslots import Keyslots, read_before_recovery
from custodyhcp.vault.recovery import restore


def open_suite(
    folder: Path, clock: Callable[[], datetime], *, backend: KeyringBackend | None = None
) -> Ledger:
    """The suite that lies in ``folder``, with nobody signed in.

    Raises ``NoKeyring``, ``KeyringLocked`` or ``SecretMissing`` (offer recovery),
    ``KeyslotsDamaged``, ``NoStore``, and what else ``Ledger.open`` raises.
    """
    secrets = DeviceSecrets(_found(folder).store_id, backend)
    device = secrets.load()
    Keyslots.load(folder, device)
    return Ledger.open(folder, device, clock, secrets)


def recover(folder: Path, typed: tuple[str, str], *, backend: KeyringBackend | None = None) -> None:
    """Puts the device secret back into the keyring from two recovery codes.

    Raises ``Mistyped``, ``SameCode``, ``CodesDoNotOpen``, ``NoKeyring`` or ``KeyringLocked``.
    """
    found = _found(folder)
    recovered = restore(found.store_id, found.recovery, typed)
    Keyslots.load(folder, Device(found.store_id, recovered.secret))
    DeviceSecrets(found.store_id, backend).restore(recovered.secret, recovered.root)


def _found(folder: Path) -> Keyslots:
    try:
        return read_before_recovery(folder)
    except FileNotFoundError:
        raise NoStore from None
