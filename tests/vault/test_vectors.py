"""Published vectors through our own wrappers (cryptography-vectors).

Not put here, and why: HPKE with ML-KEM-768 + X25519 and AES-256-GCM has no published vector; the
KEM's are checked with the cipher they were published with, through our own key encoding. Our parts
use AES-256-GCM under a zero nonce with fresh keys only, a case that NIST's files do not have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import shake_256
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.bindings._rust import openssl as rust
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from custodyhcp.vault import keyslots, parts
from custodyhcp.vault.hpke import PRIVATE_BYTES, OpeningKey
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.signing import SigningKey, verify

X_WING = 0x647A
HKDF_SHA256, CHACHA20_POLY1305 = 1, 3


def vectors(name: str) -> str:
    return (
        Path(cryptography_vectors.__file__)
        .with_name(name.split("/")[0])
        .joinpath(*name.split("/")[1:])
        .read_text(encoding="utf-8")
    )


def records(name: str) -> Iterator[dict[str, str]]:
    for block in vectors(name).split("COUNT = ")[1:]:
        lines = [line.split("=", 1) for line in block.splitlines() if "=" in line]
        yield {key.strip(): value.strip() for key, value in lines}


def x_wing_vectors() -> list[dict]:
    found = json.loads(vectors("HPKE/hpke-pq-test-vectors.json"))
    return [one for one in found if one["kem_id"] == X_WING and one["kdf_id"] == HKDF_SHA256]


def test_our_private_key_encoding_is_x_wing_after_its_seed_is_expanded() -> None:
    (vector,) = x_wing_vectors()
    key = OpeningKey(shake_256(bytes.fromhex(vector["skRm"])).digest(PRIVATE_BYTES))
    assert key.public.hex() == vector["pkRm"]


def test_the_published_ciphertexts_open_with_our_key() -> None:
    (vector,) = x_wing_vectors()
    assert vector["aead_id"] == CHACHA20_POLY1305
    key = OpeningKey(shake_256(bytes.fromhex(vector["skRm"])).digest(PRIVATE_BYTES))
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    first = vector["encryptions"][0]
    opened = rust.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(vector["enc"] + first["ct"]),
        key._key,
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert opened.hex() == first["pt"]


def test_ed25519_signs_and_verifies_as_published() -> None:
    lines = vectors("asymmetric/Ed25519/sign.input").splitlines()
    for line in lines:
        secret, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        key, signature = SigningKey(secret[:32]), signed[:64]
        assert key.public == public
        assert key.sign(message) == signature
        assert verify(public, signature, message)
    assert len(lines) == 1024


@pytest.mark.parametrize("case", list(records("KDF/rfc-5869-HKDF-SHA256.txt")))
def test_the_parts_own_hkdf_is_the_published_one(case: dict[str, str]) -> None:
    key, commitment = parts._key_and_commitment(
        bytes.fromhex(case["IKM"]), bytes.fromhex(case["salt"]), bytes.fromhex(case["info"])
    )
    expected = bytes.fromhex(case["OKM"])[:64]
    assert (key + commitment)[: len(expected)] == expected


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in records("KDF/argon2id.txt")
        if "ad" not in case and "secret" not in case and case["length"] == "32"
    ],
)
def test_argon2id_stretches_as_published(case: dict[str, str]) -> None:
    kdf = KdfParams(int(case["memcost"]), int(case["iter"]), int(case["lanes"]))
    stretched = keyslots._stretch(bytes.fromhex(case["pass"]), bytes.fromhex(case["salt"]), kdf)
    assert stretched.hex() == case["output"]
