"""The suite's recovery key: one more taker of every compartment's key, whom only two codes wake.

Its private half lies only inside what the four recovery codes seal (recovery.py). Its two public
halves stand in the ledger: one that holders seal a compartment's key to, one that proves that a
key was brought back by somebody who had the private half, and not merely by an administrator.

Rule kept here: no session holds a ``RecoveryKey``. It is made from two codes inside one function
(staff/recovering.py) and goes when that returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.hpke import OpeningKey, SealingKey
from custodyhcp.vault.signing import SEED_BYTES, SigningKey, verify
from custodyhcp.vault.wire import framed, from_text, to_text

RECOVERY = "recovery"  # stands where a member's id stands in a grant; nobody's id may be this
PRINTED_KEY = "Printed key in the safe"
_PROOF = b"custodyhcp key brought back v1"


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a proof is over: which key, sealed to whom in which bytes, with whose codes."""

    staff: str
    compartment: Compartment
    generation: int
    seal_key: bytes
    sealed_sha256: str
    officers: tuple[str, ...]

    def to_bytes(self) -> bytes:
        return framed(
            _PROOF,
            self.staff.encode(),
            self.compartment.value.encode(),
            str(self.generation).encode(),
            self.seal_key,
            self.sealed_sha256.encode(),
            *(name.encode() for name in self.officers),
        )


@dataclass(frozen=True, slots=True)
class RecoveryPublic:
    """The two public halves, as the ledger names them."""

    seal_key: bytes
    verify_key: bytes

    def to_json(self) -> dict[str, str]:
        return {"seal_key": to_text(self.seal_key), "verify_key": to_text(self.verify_key)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> RecoveryPublic:
        """Raises KeyError or ValueError for anything that nobody could seal to."""
        seal_key = from_text(found["seal_key"])
        SealingKey(seal_key)
        return cls(seal_key, from_text(found["verify_key"]))

    def proves(self, what: BroughtBack, proof: bytes) -> bool:
        return verify(self.verify_key, proof, what.to_bytes())


class RecoveryKey:
    """The private half, from its 96 bytes. Raises ValueError for another length."""

    __slots__ = ("_signing", "opening", "public")

    def __init__(self, private: bytes) -> None:
        self.opening = OpeningKey(private)
        self._signing = SigningKey(HKDF(SHA256(), SEED_BYTES, b"", _PROOF).derive(private))
        self.public = RecoveryPublic(self.opening.public, self._signing.public)

    @classmethod
    def fresh(cls) -> RecoveryKey:
        return cls(OpeningKey.fresh().private)

    def prove(self, what: BroughtBack) -> bytes:
        return self._signing.sign(what.to_bytes())


def holders_of_codes(officers: Sequence[str]) -> tuple[str, ...]:
    """Who holds the codes, in the order of the shares."""
    return (*officers, PRINTED_KEY)
