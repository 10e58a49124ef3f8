"""A sealed part of an entry: what one compartment may read of it.

Rules kept here (docs/formats/parts.md is the same in words, with a worked example):

* The key and a 32-byte commitment to it come together from HKDF-SHA-256 over the person key, a
  fresh 32-byte salt and the whole context. The commitment is checked first, in constant time, so
  one part never opens to two texts under two keys.
* A fresh key for every part: the nonce is never used twice with one key.
* Text is padded to a bucket (256, 512, 1024, 2048, 4096, then multiples of 4096 bytes), so that
  its length says almost nothing.
* Any part that differs from the sealed one in a single bit, or is moved to another entry, kind,
  compartment, person or generation, does not open.

Two forms, told apart by the first byte: ``1`` sealed under the person's key for the compartment,
``2`` under a key of its own which is sealed straight to the compartment (the author may write
there but not read back, or the entry is about nobody).
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.hpke import OVERHEAD, OpeningKey, SealingKey, Unopenable
from custodyhcp.vault.wire import framed

KEY_BYTES = 32
SALT_BYTES = 32
COMMITMENT_BYTES = 32
PERSON_FORM = 1
OWN_KEY_FORM = 2
HEAD_BYTES = 3  # form, generation (two bytes, big-endian)
OWN_KEY_BYTES = KEY_BYTES + OVERHEAD
LARGEST_BODY = 16 * 1024 * 1024  # a part is typed words or a small table; more is a mistake
_BUCKETS = (256, 512, 1024, 2048, 4096)
_STEP = 4096
_LENGTH_BYTES = 4
_SHA256 = SHA256()
_NONCE = bytes(12)  # the key is fresh for every part
_LABEL = b"custodyhcp part v1"
_OWN_LABEL = b"custodyhcp part own key v1"
_LABEL_AND_LENGTH = framed(_LABEL) + HEAD_BYTES.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class PartContext:
    """Where a part belongs. All of it is bound in."""

    entry: str
    kind: str
    compartment: Compartment
    person: str | None

    def framed(self) -> bytes:
        entry = self.entry.encode()
        where = _framed_place(self.kind, self.compartment, self.person)
        return len(entry).to_bytes(4, "big") + entry + where


@lru_cache(maxsize=4096)
def _framed_place(kind: str, compartment: Compartment, person: str | None) -> bytes:
    """Nothing secret: the same few kinds, compartments and persons come again and again."""
    who = b"" if person is None else b"\x01" + person.encode()
    return framed(kind.encode(), compartment.value.encode(), who)


def seal_under_person_key(
    key: bytes, generation: int, plaintext: bytes, context: PartContext
) -> bytes:
    """Form 1. ``key`` is the person's 32-byte key for this compartment and generation."""
    head = _head(PERSON_FORM, generation)
    return head + seal_committed(key, plaintext, _info(head, context))


def open_under_person_key(key: bytes, part: bytes, context: PartContext) -> bytes:
    head = part[:HEAD_BYTES]
    if len(head) != HEAD_BYTES or head[0] != PERSON_FORM:
        raise Unopenable
    return open_committed(key, part[HEAD_BYTES:], _info(head, context))


def seal_under_own_key(
    to: SealingKey, generation: int, plaintext: bytes, context: PartContext
) -> bytes:
    """Form 2. Anyone may write it; only a holder of the compartment's key opens it."""
    head = _head(OWN_KEY_FORM, generation)
    key = os.urandom(KEY_BYTES)
    sealed_key = to.seal(key, _OWN_LABEL, head, context.framed())
    return head + sealed_key + seal_committed(key, plaintext, _info(head, context))


def open_under_own_key(opening: OpeningKey, part: bytes, context: PartContext) -> bytes:
    head = part[:HEAD_BYTES]
    if len(head) != HEAD_BYTES or head[0] != OWN_KEY_FORM:
        raise Unopenable
    sealed_key = part[HEAD_BYTES : HEAD_BYTES + OWN_KEY_BYTES]
    key = opening.open(sealed_key, _OWN_LABEL, head, context.framed())
    return open_committed(key, part[HEAD_BYTES + OWN_KEY_BYTES :], _info(head, context))


def form_and_generation(part: bytes) -> tuple[int, int]:
    """The two facts in the head of a part. Raises ``Unopenable`` for a form not known here."""
    if len(part) < HEAD_BYTES or part[0] not in (PERSON_FORM, OWN_KEY_FORM):
        raise Unopenable
    return part[0], int.from_bytes(part[1:HEAD_BYTES], "big")


def padded_size(length: int) -> int:
    """The size of the bucket for ``length`` bytes of text and the four bytes that count them."""
    needed = length + _LENGTH_BYTES
    for bucket in _BUCKETS:
        if needed <= bucket:
            return bucket
    return -(-needed // _STEP) * _STEP


def _info(head: bytes, context: PartContext) -> bytes:
    return _LABEL_AND_LENGTH + head + context.framed()


def _head(form: int, generation: int) -> bytes:
    return bytes((form,)) + generation.to_bytes(2, "big")


def _pad(plaintext: bytes) -> bytes:
    if len(plaintext) > LARGEST_BODY:
        raise ValueError("a part this large is a mistake")
    counted = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    return counted.ljust(padded_size(len(plaintext)), b"\0")


def _unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    end = _LENGTH_BYTES + length
    if len(padded) != padded_size(length) or padded[end:].strip(b"\0"):
        raise Unopenable
    return padded[_LENGTH_BYTES:end]


def _key_and_commitment(key: bytes, salt: bytes, info: bytes) -> tuple[bytes, bytes]:
    """HKDF-SHA-256 (RFC 5869) to 64 bytes. Every part that is opened passes here."""
    both = HKDF(_SHA256, KEY_BYTES + COMMITMENT_BYTES, salt, info).derive(key)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def seal_committed(key: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Salt, commitment, padded AES-256-GCM. ``info`` is everything it is bound to."""
    salt = os.urandom(SALT_BYTES)
    message_key, commitment = _key_and_commitment(key, salt, info)
    return salt + commitment + AESGCM(message_key).encrypt(_NONCE, _pad(plaintext), None)


def open_committed(key: bytes, sealed: bytes, info: bytes) -> bytes:
    """The plaintext. Raises ``Unopenable`` unless key, context and every bit are right."""
    salt = sealed[:SALT_BYTES]
    shown = sealed[SALT_BYTES : SALT_BYTES + COMMITMENT_BYTES]
    message_key, commitment = _key_and_commitment(key, salt, info)
    if not hmac.compare_digest(commitment, shown):
        raise Unopenable
    try:
        padded = AESGCM(message_key).decrypt(_NONCE, sealed[SALT_BYTES + COMMITMENT_BYTES :], None)
    except (InvalidTag, ValueError):
        raise Unopenable from None
    return _unpad(padded)
