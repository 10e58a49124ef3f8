"""Sealing to a public key (RFC 9180 with ML-KEM-768 + X25519, HKDF-SHA-256, AES-256-GCM).

Rules kept here:

* Everything that says what a sealed thing is for goes into ``info``, length-prefixed, so that a
  blob moved to another place does not open there.
* HPKE says nothing about who sealed. Whoever opens must know from elsewhere that the sender was
  allowed: grants are signed entries, person keys carry a tag, parts lie in signed entries.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from custodyhcp.vault.wire import framed

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_SEED = 64
MLKEM_PUBLIC = 1184
PRIVATE_BYTES = MLKEM_SEED + 32
PUBLIC_BYTES = MLKEM_PUBLIC + 32
OVERHEAD = 1136  # the encapsulated key (1,088 + 32) and the tag (16)
_LABEL = b"custodyhcp hpke v1"


class Unopenable(Exception):
    """This key does not open this blob here: another key, another place, or damage."""


class SealingKey:
    """A public key to seal to. ``public`` is the ML-KEM-768 key and then the X25519 key."""

    __slots__ = ("_key", "public")

    def __init__(self, public: bytes) -> None:
        if len(public) != PUBLIC_BYTES:
            raise ValueError("a sealing key is 1,216 bytes")
        self._key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC:]),
        )
        self.public = public

    def seal(self, plaintext: bytes, *context: bytes) -> bytes:
        return SUITE.encrypt(plaintext, self._key, info=framed(_LABEL, *context))


class OpeningKey:
    """A private key, made from its 96 seed bytes (64 for ML-KEM-768, 32 for X25519)."""

    __slots__ = ("_key", "private", "public")

    def __init__(self, private: bytes) -> None:
        if len(private) != PRIVATE_BYTES:
            raise ValueError("an opening key is 96 bytes")
        lattice = MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED])
        curve = X25519PrivateKey.from_private_bytes(private[MLKEM_SEED:])
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self.private = private
        self.public: bytes = (
            lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    @classmethod
    def fresh(cls) -> OpeningKey:
        return cls(os.urandom(PRIVATE_BYTES))

    def open(self, sealed: bytes, *context: bytes) -> bytes:
        """The plaintext. Raises ``Unopenable`` and says no more than that."""
        try:
            return SUITE.decrypt(sealed, self._key, info=framed(_LABEL, *context))
        except (InvalidTag, ValueError):
            raise Unopenable from None
