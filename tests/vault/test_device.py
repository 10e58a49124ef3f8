"""The device secret: kept by a real keyring or not at all."""

from __future__ import annotations

import json

import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from custodyhcp.vault.device import (
    LARGEST_ENTRY,
    SERVICE,
    Device,
    DeviceSecrets,
    KeyringLocked,
    NoKeyring,
    SecretMissing,
)
from custodyhcp.vault.signing import verify
from custodyhcp.vault.throwaway import MemoryKeyring


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked


class BrokenKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.InitError("no D-Bus")


class ForgetfulKeyring(MemoryKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch):
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_what_was_kept_is_found_again() -> None:
    ring = MemoryKeyring()
    made = DeviceSecrets("store-1", ring).create()
    found = DeviceSecrets("store-1", ring).load()
    assert found.secret == made.secret and found.id == made.id
    assert ring.get_password(SERVICE, "store-1:device")


def test_the_pin_and_the_checkpoint_stand_beside_it() -> None:
    ring = MemoryKeyring()
    secrets = DeviceSecrets("store-1", ring)
    secrets.create()
    assert secrets.checkpoint is None and secrets.root == ""
    secrets.pin_root("ab" * 32)
    secrets.checkpoint = "a note"
    again = DeviceSecrets("store-1", ring)
    assert again.root == "ab" * 32 and again.checkpoint == "a note"
    again.forget()
    with pytest.raises(SecretMissing):
        again.load()
    assert again.checkpoint is None


def test_stores_do_not_see_each_others_secret() -> None:
    ring = MemoryKeyring()
    DeviceSecrets("store-1", ring).create()
    with pytest.raises(SecretMissing):
        DeviceSecrets("store-2", ring).load()


def test_an_entry_never_grows_past_what_windows_holds() -> None:
    ring = MemoryKeyring()
    secrets = DeviceSecrets("store-1", ring)
    secrets.create()
    secrets.pin_root("ab" * 32)
    assert all(len(value) <= LARGEST_ENTRY for value in ring._held.values())
    with pytest.raises(ValueError, match="too long"):
        secrets.checkpoint = "x" * (LARGEST_ENTRY + 1)


@pytest.mark.parametrize("ring", [FailKeyring(), NullKeyring(), MemoryKeyring(), BrokenKeyring()])
def test_a_system_without_a_safe_keyring_is_told_so(ring: KeyringBackend, system) -> None:
    system(ring)
    with pytest.raises(NoKeyring):
        DeviceSecrets("store-1").create()
    with pytest.raises(NoKeyring):
        DeviceSecrets("store-1").load()


def test_a_locked_keyring_has_words_of_its_own() -> None:
    for ask in (
        DeviceSecrets("s", LockedKeyring()).load,
        DeviceSecrets("s", LockedKeyring()).create,
    ):
        with pytest.raises(KeyringLocked, match="locked"):
            ask()


def test_a_keyring_that_fails_or_forgets_is_no_keyring() -> None:
    with pytest.raises(NoKeyring):
        DeviceSecrets("s", BrokenKeyring()).load()
    with pytest.raises((NoKeyring, SecretMissing)):
        DeviceSecrets("s", ForgetfulKeyring()).create()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"v":1,"secret":"zz","root":""}',
        '{"v":2,"secret":"' + "00" * 32,
        json.dumps({"v": 1, "secret": "00" * 31, "root": ""}),
    ],
)
def test_a_strange_entry_leads_to_recovery(text: str) -> None:
    ring = MemoryKeyring()
    ring.set_password(SERVICE, "s:device", text)
    with pytest.raises(SecretMissing):
        DeviceSecrets("s", ring).load()


def test_every_key_of_a_device_is_its_own() -> None:
    device, other = Device("store-1", bytes(32)), Device("store-2", bytes(32))
    found = {
        key
        for one in (device, other)
        for key in (one.ledger_key, one.keys_key, one.verify_key, one.mac(b"x"), one.secret)
    }
    assert len(found) == 9  # the secret itself is the same
    assert device.login_tag("sam") != other.login_tag("sam")


def test_the_workstation_signs() -> None:
    device = Device.fresh("store-1")
    assert verify(device.verify_key, device.sign(b"note"), b"note")
    assert not verify(device.verify_key, device.sign(b"note"), b"notes")


def test_a_throw_away_keyring_goes_over_to_the_next_process() -> None:
    ring = MemoryKeyring()
    made = DeviceSecrets("s", ring).create()
    again = MemoryKeyring.from_text(ring.to_text())
    assert DeviceSecrets("s", again).load().secret == made.secret
