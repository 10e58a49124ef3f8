"""Opening the suite that lies in a folder, and bringing a lost device secret back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from custodyhcp.ledger import Ledger, NewEntry, snapshots
from custodyhcp.ledger.faults import NoStore
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.device import Device, DeviceSecrets, KeyringBackend, SecretMissing
from custodyhcp.vault.keyslots import (
    SECOND_COPY,
    Keyslots,
    KeyslotsDamaged,
    is_here,
    mend,
    read_before_recovery,
)
from custodyhcp.vault.recovery import CodesDoNotOpen, Recovered, restore

__all__ = ["is_here", "open_suite", "recover"]

MENDED = "keyslots.mended"


def open_suite(
    folder: Path, clock: Callable[[], datetime], *, backend: KeyringBackend | None = None
) -> Ledger:
    """The suite that lies in ``folder``, with nobody signed in. A damaged file gives way to the
    newest checked copy, and the ledger's health says what is missing.

    Raises ``NoKeyring``, ``KeyringLocked`` or ``SecretMissing`` (offer recovery),
    ``KeyslotsDamaged``, ``NoStore``, and what else ``Ledger.open`` raises.
    """
    secrets, device = _device(folder, backend)
    aside = f"keyslots.damaged-{clock():%Y%m%dT%H%M%S%fZ}.json"
    mended = mend(folder, device, aside)
    ledger = snapshots.open_whole(folder, device, clock, secrets)
    if mended:
        ledger.append_by_device(NewEntry(MENDED, {Compartment.OPEN: {"aside": aside}}))
    return ledger


def recover(folder: Path, typed: tuple[str, str], *, backend: KeyringBackend | None = None) -> None:
    """Puts the device secret back into the keyring from two recovery codes.

    Raises ``Mistyped``, ``SameCode``, ``CodesDoNotOpen``, ``NoKeyring`` or ``KeyringLocked``.
    """
    store_id, recovered = _restored(folder, typed)
    _must_be_authentic(folder, Device(store_id, recovered.secret))
    DeviceSecrets(store_id, backend).restore(recovered.secret, recovered.root)


def _device(folder: Path, backend: KeyringBackend | None) -> tuple[DeviceSecrets, Device]:
    """By the store id of either copy: one of the two may have been changed."""
    for found in _copies(folder):
        secrets = DeviceSecrets(found.store_id, backend)
        try:
            return secrets, secrets.load()
        except SecretMissing:
            continue
    raise SecretMissing


def _restored(folder: Path, typed: tuple[str, str]) -> tuple[str, Recovered]:
    for found in _copies(folder):
        try:
            return found.store_id, restore(found.store_id, found.recovery, typed)
        except CodesDoNotOpen:
            continue
    raise CodesDoNotOpen


def _must_be_authentic(folder: Path, device: Device) -> None:
    try:
        Keyslots.load(folder, device)
    except (FileNotFoundError, KeyslotsDamaged):
        try:
            Keyslots.load(folder, device, SECOND_COPY)
        except FileNotFoundError:
            raise KeyslotsDamaged from None


def _copies(folder: Path) -> list[Keyslots]:
    try:
        return read_before_recovery(folder)
    except FileNotFoundError:
        raise NoStore from None
