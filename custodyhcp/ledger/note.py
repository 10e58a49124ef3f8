"""Checkpoints and proofs as text: C2SP signed-note, tlog-checkpoint and tlog-proof.

Pure: a signer comes in as a function. Rules kept here:

* A note is read strictly: one blank line before the signatures, canonical base64, no control
  characters, no leading zero in a number. Anything else is ``BadNote``.
* Signatures by keys we do not know are ignored, as the format demands; a note counts only with a
  good signature by a key we asked for.

    custodyhcp/<store id>                            origin, and the name of the key
    20852                                            how many entries
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     the root over them

    — custodyhcp/<store id> <base64 of four bytes of key id and the Ed25519 signature>
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from custodyhcp.ledger.merkle import HASH_BYTES
from custodyhcp.vault.signing import verify
from custodyhcp.vault.wire import from_text, to_text

ED25519 = 1  # the algorithm byte of signed-note
KEY_ID_BYTES = 4
LARGEST_NOTE = 64 * 1024
PROOF_HEAD = "c2sp.org/tlog-proof@v1"
MOST_PROOF_HASHES = 64
_DASH = "\u2014 "
_SHORT_BYTES = 10  # 80 bits of the root in a short code


class BadNote(ValueError):
    """This text is not a note, a checkpoint or a proof."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree's size and root, for one origin."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_text(self.root)}\n"

    def short_code(self) -> str:
        """Origin, size and 80 bits of the root, to be printed on paper: 16 hexadecimal pairs."""
        return f"{self.origin} {self.size} {self.root[:_SHORT_BYTES].hex()}"


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A tlog-proof: entry ``index`` is in the tree of ``note``."""

    index: int
    hashes: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def origin_of(store_id: str) -> str:
    return f"custodyhcp/{store_id}"


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes((ED25519,)) + public).digest()[:KEY_ID_BYTES]


def verifier_key(name: str, public: bytes) -> str:
    """The key as signed-note writes it: ``name+hex id+base64 of algorithm and key``."""
    packed = b64encode(bytes((ED25519,)) + public).decode("ascii")
    return f"{name}+{key_id(name, public).hex()}+{packed}"


def sign_checkpoint(checkpoint: Checkpoint, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    body = checkpoint.body()
    signed = key_id(checkpoint.origin, public) + sign(body.encode())
    return f"{body}\n{_DASH}{checkpoint.origin} {to_text(signed)}\n"


def split_note(note: str) -> tuple[str, list[Signature]]:
    """The signed text (with its last newline) and the signatures. Raises ``BadNote``."""
    if len(note) > LARGEST_NOTE or any(ord(c) < 0x20 and c != "\n" for c in note):
        raise BadNote("not a signed note")
    at = note.rfind("\n\n")
    if at < 0 or not note.endswith("\n"):
        raise BadNote("not a signed note")
    lines = note[at + 2 : -1].split("\n")
    return note[: at + 1], [_read_signature(line) for line in lines]


def _read_signature(line: str) -> Signature:
    name, space, packed = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not name or "+" in name:
        raise BadNote("not a signature line")
    raw = _bytes_of(packed)
    if len(raw) <= KEY_ID_BYTES:
        raise BadNote("not a signature line")
    return Signature(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def read_checkpoint(note: str) -> Checkpoint:
    """What the note says, whoever signed it. Raises ``BadNote``. Verify before believing it."""
    body, _ = split_note(note)
    lines = body[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise BadNote("not a checkpoint")
    root = _bytes_of(lines[2])
    if len(root) != HASH_BYTES:
        raise BadNote("not a checkpoint")
    return Checkpoint(lines[0], _number(lines[1]), root)


def open_checkpoint(note: str, origin: str, publics: Sequence[bytes]) -> Checkpoint:
    """The checkpoint, if one of these keys signed it for this origin. Raises ``BadNote``."""
    body, signatures = split_note(note)
    checkpoint = read_checkpoint(note)
    if checkpoint.origin != origin:
        raise BadNote("a checkpoint of another ledger")
    known = {key_id(origin, public): public for public in publics}
    for signature in signatures:
        public = known.get(signature.key_id)
        if public is None or signature.name != origin:
            continue
        if verify(public, signature.signature, body.encode()):
            return checkpoint
        raise BadNote("a signature that does not hold")
    raise BadNote("signed by nobody we know")


def write_proof(proof: Proof) -> str:
    extra = [] if proof.extra is None else [f"extra {to_text(proof.extra)}"]
    lines = [PROOF_HEAD, *extra, f"index {proof.index}", *map(to_text, proof.hashes)]
    return "\n".join(lines) + "\n\n" + proof.note


def read_proof(text: str) -> Proof:
    """Raises ``BadNote``. Proves nothing by itself: see ``merkle.verify_inclusion``."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != PROOF_HEAD or not lines:
        raise BadNote("not a proof")
    extra = None
    if lines[0].startswith("extra "):
        extra = _bytes_of(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index ") or len(lines) > MOST_PROOF_HASHES:
        raise BadNote("not a proof")
    index = _number(lines.pop(0).removeprefix("index "))
    hashes = tuple(map(_bytes_of, lines))
    if any(len(one) != HASH_BYTES for one in hashes):
        raise BadNote("not a proof")
    return Proof(index, hashes, note, extra)


def _number(text: str) -> int:
    """An ASCII decimal below 2**63 without leading zeroes."""
    if not text.isascii() or not text.isdigit() or len(text) > 19 or str(int(text)) != text:
        raise BadNote("not a number")
    if int(text) >= 1 << 63:
        raise BadNote("not a number")
    return int(text)


def _bytes_of(text: str) -> bytes:
    try:
        return from_text(text)
    except ValueError:
        raise BadNote("not base64") from None
