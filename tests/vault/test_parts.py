"""A part opens with its key, in its place, unchanged; and in no other case."""

from __future__ import annotations

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.vault import parts
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.hpke import OpeningKey, SealingKey, Unopenable
from custodyhcp.vault.parts import (
    PartContext,
    open_under_own_key,
    open_under_person_key,
    padded_size,
    seal_under_own_key,
    seal_under_person_key,
)

CONTEXT = PartContext("entry-1", "assessment.recorded", Compartment.CLINICAL, "person-1")
ELSEWHERE = (
    PartContext("entry-2", "assessment.recorded", Compartment.CLINICAL, "person-1"),
    PartContext("entry-1", "briefing.published", Compartment.CLINICAL, "person-1"),
    PartContext("entry-1", "assessment.recorded", Compartment.BRIEFING, "person-1"),
    PartContext("entry-1", "assessment.recorded", Compartment.CLINICAL, "person-2"),
    PartContext("entry-1", "assessment.recorded", Compartment.CLINICAL, None),
    PartContext("entry-1a", "ssessment.recorded", Compartment.CLINICAL, "person-1"),
)
KEY = bytes(range(32))
HOLDER = OpeningKey.fresh()


@settings(max_examples=60)
@given(st.binary(max_size=9000))
def test_what_was_sealed_opens(plaintext: bytes) -> None:
    part = seal_under_person_key(KEY, 1, plaintext, CONTEXT)
    assert open_under_person_key(KEY, part, CONTEXT) == plaintext


def test_a_part_sealed_straight_to_its_compartment_opens() -> None:
    part = seal_under_own_key(SealingKey(HOLDER.public), 3, b"a reason", CONTEXT)
    assert parts.form_and_generation(part) == (2, 3)
    assert open_under_own_key(HOLDER, part, CONTEXT) == b"a reason"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_part_moved_elsewhere_does_not_open(place: PartContext) -> None:
    with pytest.raises(Unopenable):
        open_under_person_key(KEY, seal_under_person_key(KEY, 1, b"text", CONTEXT), place)
    with pytest.raises(Unopenable):
        part = seal_under_own_key(SealingKey(HOLDER.public), 1, b"text", CONTEXT)
        open_under_own_key(HOLDER, part, place)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Unopenable):
        open_under_person_key(bytes(32), seal_under_person_key(KEY, 1, b"text", CONTEXT), CONTEXT)
    part = seal_under_own_key(SealingKey(HOLDER.public), 1, b"text", CONTEXT)
    with pytest.raises(Unopenable):
        open_under_own_key(OpeningKey.fresh(), part, CONTEXT)


def test_every_single_bit_flipped_is_found() -> None:
    part = seal_under_person_key(KEY, 1, b"Bipolar disorder", CONTEXT)
    for at in range(len(part) * 8):
        flipped = bytearray(part)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(Unopenable):
            open_under_person_key(KEY, bytes(flipped), CONTEXT)


def test_a_bit_in_every_byte_flipped_is_found_in_the_other_form() -> None:
    part = seal_under_own_key(SealingKey(HOLDER.public), 1, b"text", CONTEXT)
    for at in range(len(part)):
        flipped = bytearray(part)
        flipped[at] ^= 1 << at % 8
        with pytest.raises(Unopenable):
            open_under_own_key(HOLDER, bytes(flipped), CONTEXT)


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 34, 35, 66, 67, 68, 82, 83, 300])
def test_a_part_cut_short_or_grown_does_not_open(cut: int) -> None:
    part = seal_under_person_key(KEY, 1, b"text", CONTEXT)
    for wrong in (part[:cut], part + b"\0", b""):
        with pytest.raises(Unopenable):
            open_under_person_key(KEY, wrong, CONTEXT)
        with pytest.raises(Unopenable):
            open_under_own_key(HOLDER, wrong, CONTEXT)


def test_one_ciphertext_cannot_be_made_to_open_under_two_keys() -> None:
    """The commitment attack: whatever salt and ciphertext are crafted for two keys, the shown
    commitment can be that of one of them only."""
    salt, info = os.urandom(32), b"info"
    one, other = os.urandom(32), os.urandom(32)
    message_key, commitment = parts._key_and_commitment(one, salt, info)
    other_key, _ = parts._key_and_commitment(other, salt, info)
    crafted = salt + commitment + AESGCM(other_key).encrypt(bytes(12), parts._pad(b"lie"), None)
    for key in (one, other):
        with pytest.raises(Unopenable):
            parts.open_committed(key, crafted, info)
    honest = salt + commitment + AESGCM(message_key).encrypt(bytes(12), parts._pad(b"so"), None)
    assert parts.open_committed(one, honest, info) == b"so"


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 256),
        (252, 256),
        (253, 512),
        (508, 512),
        (1020, 1024),
        (2044, 2048),
        (2045, 4096),
        (4092, 4096),
        (4093, 8192),
        (8188, 8192),
        (8189, 12288),
    ],
)
def test_the_length_says_only_the_bucket(length: int, size: int) -> None:
    assert padded_size(length) == size
    part = seal_under_person_key(KEY, 1, b"x" * length, CONTEXT)
    assert len(part) == parts.HEAD_BYTES + 32 + 32 + size + 16


@pytest.mark.parametrize(
    "padded",
    [
        (5).to_bytes(4, "big") + b"five." + b"\0" * 246 + b"\x01",
        (5).to_bytes(4, "big") + b"five." + b"\0" * 247 + b"\0" * 256,
        (300).to_bytes(4, "big") + b"\0" * 252,
        (2**32 - 1).to_bytes(4, "big") + b"\0" * 252,
        b"",
        b"\0\0",
    ],
)
def test_padding_has_one_form(padded: bytes) -> None:
    salt = bytes(32)
    key, commitment = parts._key_and_commitment(KEY, salt, b"")
    sealed = salt + commitment + AESGCM(key).encrypt(bytes(12), padded, None)
    with pytest.raises(Unopenable):
        parts.open_committed(KEY, sealed, b"")


def test_two_sealings_of_the_same_text_share_no_block() -> None:
    one = seal_under_person_key(KEY, 1, b"same", CONTEXT)
    two = seal_under_person_key(KEY, 1, b"same", CONTEXT)
    blocks = {one[at : at + 16] for at in range(3, len(one) - 15, 16)}
    assert blocks.isdisjoint(two[at : at + 16] for at in range(3, len(two) - 15, 16))


def test_a_part_too_large_to_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="mistake"):
        seal_under_person_key(KEY, 1, bytes(parts.LARGEST_BODY + 1), CONTEXT)
