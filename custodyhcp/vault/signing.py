"""Ed25519 (RFC 8032): who wrote this. A key is named by the SHA-256 of its public bytes."""

from __future__ import annotations

import os
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

SEED_BYTES = 32


class SigningKey:
    """A private signing key, made from a 32-byte seed."""

    __slots__ = ("_key", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.seed = seed
        self.public: bytes = self._key.public_key().public_bytes_raw()

    @classmethod
    def fresh(cls) -> SigningKey:
        return cls(os.urandom(SEED_BYTES))

    def sign(self, data: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self._key.sign(data)


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """True only if ``signature`` over ``data`` was made with the key whose public half this is."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """The name of a public key: SHA-256 of its bytes, 64 hexadecimal digits."""
    return sha256(public).hexdigest()
