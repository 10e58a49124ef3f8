"""The workstation: one 32-byte secret in the operating system's keyring, and all it gives.

Rules kept here:

* The device secret opens no record by itself, and is never the only copy of anything: two of the
  four recovery codes give it back (recovery.py).
* No keyring service, a locked one, or one that writes in the clear: a known error that leads to
  the recovery dialog. Never a fallback to a file.
* Each entry in the keyring is at most 1,280 characters, which is what Windows holds.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import keyring
import keyring.errors
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from custodyhcp.errors import KnownError
from custodyhcp.vault.signing import SigningKey, fingerprint

__all__ = [
    "Device",
    "DeviceSecrets",
    "KeyringBackend",
    "KeyringLocked",
    "NoKeyring",
    "SecretMissing",
]

SERVICE = "custodyhcp"
SECRET_BYTES = 32
LARGEST_ENTRY = 1280  # characters: the limit of the Windows credential store
OS_KEYRINGS = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)


class NoKeyring(KnownError):
    """There is nowhere on this machine to keep the device secret."""

    def __init__(self) -> None:
        super().__init__(
            "This computer has no keyring service that keeps secrets safe.",
            "Turn on the keyring (Windows Credential Manager, GNOME Keyring or KWallet) and "
            "start again. Anything already recorded stays, sealed.",
        )


class KeyringLocked(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The keyring on this computer is locked.",
            "Unlock it, or sign out of the computer and in again. Your records are still here.",
        )


class SecretMissing(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "This computer does not hold the key to this store.",
            "Two of the four recovery codes bring it back. Your records are still here, sealed.",
        )


class Device:
    """What the device secret gives, each by HKDF-SHA-256 with its own label and the store's id."""

    def __init__(self, store_id: str, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise ValueError("a device secret is 32 bytes")
        self.store_id = store_id
        self._secret = secret

    @classmethod
    def fresh(cls, store_id: str) -> Device:
        return cls(store_id, os.urandom(SECRET_BYTES))

    @property
    def secret(self) -> bytes:
        return self._secret

    @cached_property
    def id(self) -> str:
        """The author's name on what the workstation itself signs."""
        return f"device-{fingerprint(self.verify_key)[:24]}"

    @cached_property
    def ledger_key(self) -> bytes:
        return self._derive("ledger.db")

    @cached_property
    def keys_key(self) -> bytes:
        return self._derive("keys.db")

    @cached_property
    def downtime_key(self) -> bytes:
        return self._derive("downtime")

    @cached_property
    def _signing(self) -> SigningKey:
        return SigningKey(self._derive("sign"))

    @property
    def verify_key(self) -> bytes:
        return self._signing.public

    def sign(self, data: bytes) -> bytes:
        return self._signing.sign(data)

    def login_tag(self, login: str) -> str:
        """How a sign-in name is written in keyslots.json: says nothing without the device."""
        return hmac.digest(self._derive("login"), login.encode(), "sha256").hex()

    def mac(self, data: bytes) -> bytes:
        return hmac.digest(self._derive("keyslots"), data, "sha256")

    def mix(self, stretched: bytes, salt: bytes) -> bytes:
        """A passphrase, already stretched by Argon2id, made useless without this device."""
        return hkdf(stretched + self._secret, salt, b"custodyhcp passphrase and device v1")

    def _derive(self, label: str) -> bytes:
        return hkdf(self._secret, self.store_id.encode(), b"custodyhcp device v1 " + label.encode())


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


@dataclass(frozen=True, slots=True)
class Pinned:
    """What the keyring holds for a store: the secret, and whom this workstation trusts."""

    secret: bytes
    root: str  # fingerprint of the first administrator's signing key; "" before founding


class DeviceSecrets:
    """The two keyring entries of one store: ``<store id>:device`` and ``<store id>:checkpoint``."""

    def __init__(self, store_id: str, backend: KeyringBackend | None = None) -> None:
        """``backend`` only where the composition root names one; otherwise the system's own."""
        self.store_id = store_id
        self._backend = backend

    def must_be_there(self) -> None:
        """Raises ``NoKeyring`` where there is no keyring to keep anything in. Writes nothing."""
        self._ring()

    def create(self) -> Device:
        """A new device secret, already in the keyring when this returns."""
        device = Device.fresh(self.store_id)
        self.restore(device.secret, root="")
        return device

    def load(self) -> Device:
        """Raises ``NoKeyring``, ``KeyringLocked`` or ``SecretMissing``."""
        return Device(self.store_id, self._pinned().secret)

    def restore(self, secret: bytes, root: str) -> None:
        self._put("device", json.dumps({"v": 1, "secret": secret.hex(), "root": root}))
        if self._pinned() != Pinned(secret, root):
            raise NoKeyring

    @property
    def root(self) -> str:
        """The pinned fingerprint of the first administrator's signing key."""
        return self._pinned().root

    def pin_root(self, root: str) -> None:
        self.restore(self._pinned().secret, root)

    @property
    def checkpoint(self) -> str | None:
        """The last signed checkpoint (C2SP note text), or None where none was kept."""
        return self._get("checkpoint")

    @checkpoint.setter
    def checkpoint(self, note: str) -> None:
        self._put("checkpoint", note)

    def forget(self) -> None:
        """Takes this store's entries out of the keyring (a throw-away suite, or a failed start)."""
        for name in ("device", "checkpoint"):
            if self._get(name) is not None:
                self._delete(name)

    def _delete(self, name: str) -> None:
        ring = self._ring()
        _known(lambda: ring.delete_password(SERVICE, self._user(name)))

    def _pinned(self) -> Pinned:
        text = self._get("device")
        if text is None:
            raise SecretMissing
        try:
            return _read_pinned(json.loads(text))
        except (ValueError, KeyError, TypeError):
            raise SecretMissing from None

    def _user(self, name: str) -> str:
        return f"{self.store_id}:{name}"

    def _get(self, name: str) -> str | None:
        ring = self._ring()
        found = _known(lambda: ring.get_password(SERVICE, self._user(name)))
        return found if isinstance(found, str) else None

    def _put(self, name: str, text: str) -> None:
        if len(text) > LARGEST_ENTRY:
            raise ValueError("too long for the keyring")
        ring = self._ring()
        _known(lambda: ring.set_password(SERVICE, self._user(name), text))

    def _ring(self) -> KeyringBackend:
        return self._backend if self._backend is not None else _system_keyring()


def _read_pinned(found: Mapping[str, Any]) -> Pinned:
    secret = bytes.fromhex(found["secret"])
    root = found["root"]
    if found["v"] != 1 or len(secret) != SECRET_BYTES or not isinstance(root, str):
        raise ValueError("not a device entry")
    return Pinned(secret, root)


def _system_keyring() -> KeyringBackend:
    """The system's keyring. Raises ``NoKeyring`` unless it is one of the known safe ones."""
    ring: KeyringBackend = keyring.get_keyring()
    chained: list[KeyringBackend] = (
        list(ring.backends) if isinstance(ring, ChainerBackend) else [ring]
    )
    safe = [one for one in chained if _is_safe(one)]
    if not safe:
        raise NoKeyring
    return safe[0]


def _is_safe(ring: object) -> bool:
    return type(ring).__module__ in OS_KEYRINGS


def _known(ask: Any) -> Any:
    """Runs one call to the keyring; foreign exceptions become known errors here and only here."""
    try:
        return ask()
    except keyring.errors.KeyringLocked:
        raise KeyringLocked from None
    except (keyring.errors.KeyringError, RuntimeError, OSError):
        raise NoKeyring from None
