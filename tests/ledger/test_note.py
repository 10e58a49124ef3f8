"""C2SP signed notes, checkpoints and proofs: published examples, then what must be refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.ledger import note as notes
from custodyhcp.ledger.note import BadNote, Checkpoint, Proof
from custodyhcp.vault.signing import SigningKey

KEY = SigningKey(bytes(range(32)))
ORIGIN = notes.origin_of("01a20862")
CHECKPOINT = Checkpoint(ORIGIN, 20852, bytes(range(32)))
# Source: C2SP tlog-checkpoint, the example at its head.
PUBLISHED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
    "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
# Source: C2SP signed-note, its example key and note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)


def signed() -> str:
    return notes.sign_checkpoint(CHECKPOINT, KEY.public, KEY.sign)


def test_the_published_checkpoint_reads_and_writes_back() -> None:
    checkpoint = notes.read_checkpoint(PUBLISHED)
    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20852163
    assert PUBLISHED.startswith(checkpoint.body())


def test_the_published_signature_holds() -> None:
    from base64 import b64decode

    from custodyhcp.vault.signing import verify

    name, key_id, packed = PETER.split("+", 2)
    public = b64decode(packed)[1:]
    assert notes.key_id(name, public).hex() == key_id
    assert notes.verifier_key(name, public) == PETER
    body, (signature,) = notes.split_note(PETER_NOTE)
    assert signature.key_id.hex() == key_id
    assert verify(public, signature.signature, body.encode())


def test_a_checkpoint_opens_under_its_key_only() -> None:
    other = SigningKey(bytes(32))
    assert notes.open_checkpoint(signed(), ORIGIN, [other.public, KEY.public]) == CHECKPOINT
    with pytest.raises(BadNote, match="nobody"):
        notes.open_checkpoint(signed(), ORIGIN, [other.public])
    with pytest.raises(BadNote, match="another ledger"):
        notes.open_checkpoint(signed(), notes.origin_of("other"), [KEY.public])


def test_signatures_by_others_are_ignored() -> None:
    text = signed() + "— witness.example TnKKVHLXAAAA\n"
    assert notes.open_checkpoint(text, ORIGIN, [KEY.public]) == CHECKPOINT


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(signed()) - 1), st.characters())
def test_one_changed_character_is_never_accepted(at: int, put: str) -> None:
    text = signed()
    changed = text[:at] + put + text[at + 1 :]
    if changed == text:
        return
    with pytest.raises(BadNote):
        notes.open_checkpoint(changed, ORIGIN, [KEY.public])


@pytest.mark.parametrize(
    "body",
    [
        "origin\n",
        "origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n١\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n1\nCsUYapGGPo4dkMgIAUqom\n",
        "origin\n1\nAAAA\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ],
)
def test_what_is_not_a_checkpoint(body: str) -> None:
    tail = signed().rpartition("\n\n")[2]
    with pytest.raises(BadNote):
        notes.read_checkpoint(f"{body}\n{tail}")


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n\nb\n", "a\n\n— name\n", "a\n\n— name AAAA\n", "a\0\n\n— n AAAAAAAA\n"]
)
def test_what_is_not_a_note(text: str) -> None:
    with pytest.raises(BadNote):
        notes.split_note(text)


@pytest.mark.parametrize("extra", [None, b"", b"which bundle"])
def test_a_proof_reads_back(extra: bytes | None) -> None:
    proof = Proof(7, (bytes(32), bytes(range(32))), signed(), extra)
    assert notes.read_proof(notes.write_proof(proof)) == proof


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("@v1", "@v2"),
        lambda text: text.replace("index 7", "index 07"),
        lambda text: text.replace("index 7\n", ""),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("AAAA", "AA", 1),
    ],
)
def test_what_is_not_a_proof(spoil: object) -> None:
    text = notes.write_proof(Proof(7, (bytes(32),), signed()))
    with pytest.raises(BadNote):
        notes.read_proof(spoil(text))  # type: ignore[operator]


def test_the_short_code_for_paper() -> None:
    assert CHECKPOINT.short_code() == f"{ORIGIN} 20852 00010203040506070809"
