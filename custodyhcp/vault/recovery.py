"""Four shares, any two of which bring back the device secret and the recovery key: three officers'
and one in the safe.

Each share is a code that is printed once and kept nowhere. A key pair is made from each; for each
of the six pairs the secret is sealed to one and that sealed again to the other. No single code
opens anything, and the codes of another store, or older ones that were replaced, open nothing.

The device secret opens the outer shell and makes sign-in possible again. The recovery key opens
what every compartment's holders sealed to it, so that a compartment is not lost with the last
person who could open it. Two codes together with the store are therefore as much as a passphrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from custodyhcp.errors import KnownError
from custodyhcp.vault.codes import RECOVERY_GROUPS, fresh_code, read_code
from custodyhcp.vault.device import SECRET_BYTES, Device
from custodyhcp.vault.hpke import PRIVATE_BYTES, OpeningKey, SealingKey, Unopenable
from custodyhcp.vault.keyslots import RecoveryPair
from custodyhcp.vault.recovery_key import (
    PRINTED_KEY,
    RecoveryKey,
    RecoveryPublic,
    holders_of_codes,
)

__all__ = [
    "PRINTED_KEY",
    "CodesDoNotOpen",
    "Recovered",
    "SameCode",
    "Share",
    "check_one",
    "make_shares",
    "restore",
]

OFFICERS = 3
_LABEL = b"custodyhcp recovery v1"
_FINGERPRINT_BYTES = 32


class CodesDoNotOpen(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "These two codes do not open this store.",
            "Check that both were printed for this suite, and are the newest ones.",
        )


class SameCode(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The same code was typed twice.", "Two different people's codes are needed."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """One holder's code. Shown and printed once; kept nowhere."""

    holder: str
    code: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """What two codes give. Never to be kept: it goes with the function that asked for it."""

    secret: bytes = field(repr=False)
    root: str  # fingerprint of the pinned administrator's signing key
    key: RecoveryKey = field(repr=False)
    shares: tuple[int, int]  # whose codes they were: places among the holders, from 0


def make_shares(
    device: Device, root: str, officers: Sequence[str]
) -> tuple[tuple[Share, ...], tuple[RecoveryPair, ...], RecoveryPublic]:
    """Four fresh codes, what is kept in keyslots.json so that any two of them open it, and the
    public halves of a fresh recovery key, whose private half is nowhere but in there."""
    if len(officers) != OFFICERS or len({name.strip().casefold() for name in officers}) != OFFICERS:
        raise KnownError(
            "Three different recovery officers are needed.", "Give the names of three people."
        )
    shares = [Share(name, fresh_code(RECOVERY_GROUPS)) for name in holders_of_codes(officers)]
    keys = [_key(share.code, device.store_id) for share in shares]
    recovery = RecoveryKey.fresh()
    payload = device.secret + bytes.fromhex(root) + recovery.opening.private
    pairs = tuple(
        RecoveryPair(a, b, _seal(payload, keys[a], keys[b], _context(device.store_id, a, b)))
        for a, b in combinations(range(len(keys)), 2)
    )
    return tuple(shares), pairs, recovery.public


def restore(store_id: str, pairs: Sequence[RecoveryPair], typed: tuple[str, str]) -> Recovered:
    """The device secret and the recovery key from two codes, in either order.

    Raises ``codes.Mistyped`` (naming the group), ``SameCode`` or ``CodesDoNotOpen``.
    """
    codes = [read_code(text, RECOVERY_GROUPS) for text in typed]
    if codes[0] == codes[1]:
        raise SameCode
    keys = [_key(code, store_id) for code in codes]
    for pair in pairs:
        for first, second in permutations(keys):
            found = _try(pair, first, second, store_id)
            if found is not None:
                return found
    raise CodesDoNotOpen


def check_one(typed: str) -> str:
    """The code in its written form, so that a dialog can check each as it is left."""
    return read_code(typed, RECOVERY_GROUPS)


def _try(
    pair: RecoveryPair, first: OpeningKey, second: OpeningKey, store_id: str
) -> Recovered | None:
    context = _context(store_id, pair.first, pair.second)
    try:
        payload = first.open(second.open(pair.sealed, *context, b"outer"), *context, b"inner")
    except Unopenable:
        return None
    if len(payload) != SECRET_BYTES + _FINGERPRINT_BYTES + PRIVATE_BYTES:
        return None
    secret, rest = payload[:SECRET_BYTES], payload[SECRET_BYTES:]
    root, private = rest[:_FINGERPRINT_BYTES], rest[_FINGERPRINT_BYTES:]
    return Recovered(secret, root.hex(), RecoveryKey(private), (pair.first, pair.second))


def _seal(
    payload: bytes, first: OpeningKey, second: OpeningKey, context: tuple[bytes, ...]
) -> bytes:
    inner = SealingKey(first.public).seal(payload, *context, b"inner")
    return SealingKey(second.public).seal(inner, *context, b"outer")


def _context(store_id: str, first: int, second: int) -> tuple[bytes, ...]:
    return (_LABEL, store_id.encode(), bytes((first, second)))


def _key(code: str, store_id: str) -> OpeningKey:
    """140 random bits need no stretching: the key pair comes straight from them by HKDF."""
    derive = HKDF(SHA256(), PRIVATE_BYTES, store_id.encode(), _LABEL)
    return OpeningKey(derive.derive(code.encode("ascii")))
