"""What an entry is, and the exact bytes that are hashed and signed.

An entry has a header, one part per compartment, and the author's signature. The header says who,
when and what kind, about which random person and detention id; nothing that identifies anybody.

    header bytes  = canonical JSON of the header (sorted keys, no spaces, ASCII)
    leaf preimage = header bytes || SHA-256(part) for each part, in the order the header names them
    leaf          = SHA-256(0x00 || leaf preimage)                          (RFC 6962)
    signature     = Ed25519 over b"custodyhcp entry v1\\n" || leaf preimage
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from custodyhcp.ledger.writers import may_write
from custodyhcp.vault.compartments import Compartment

SIGNING_PREFIX = b"custodyhcp entry v1\n"
Body = Mapping[str, Any]


def new_id(now: datetime) -> str:
    """A UUID version 7 (RFC 9562): sorts by time, random otherwise."""
    milliseconds = int(now.timestamp() * 1000)
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC to the millisecond, the one form in which times are kept."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def unstamp(text: str) -> datetime:
    """Raises ValueError where it is no time with its place on the globe, or of another age: such a
    one could be compared with no other."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year <= 2200:
        raise ValueError("not a time of this program")
    return at


def canonical(value: Any) -> bytes:
    """Sorted keys, no spaces, ASCII: the same bytes on every machine."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode("ascii")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What somebody asks to have written. ``command`` makes a retry harmless."""

    kind: str
    parts: Mapping[Compartment, Body]
    person: str | None = None
    detention: str | None = None
    supersedes: str | None = None
    command: str = field(default_factory=lambda: os.urandom(16).hex())


@dataclass(frozen=True, slots=True)
class Header:
    id: str
    seq: int
    at: str
    kind: str
    author: str
    role: str
    device: str
    person: str | None
    detention: str | None
    supersedes: str | None
    command: str
    parts: tuple[str, ...]  # compartment values, in the order of the part hashes

    def to_bytes(self) -> bytes:
        return canonical(
            {
                "at": self.at,
                "author": self.author,
                "command": self.command,
                "detention": self.detention,
                "device": self.device,
                "id": self.id,
                "kind": self.kind,
                "parts": list(self.parts),
                "person": self.person,
                "role": self.role,
                "seq": self.seq,
                "supersedes": self.supersedes,
                "v": 1,
            }
        )


def leaf_preimage(header: bytes, part_hashes: Sequence[bytes]) -> bytes:
    return header + b"".join(part_hashes)


def leaf_hash(preimage: bytes) -> bytes:
    return sha256(b"\x00" + preimage).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as one reader sees it: the header, and the bodies that reader's keys opened.
    ``crooked``: it opened, but says nothing that its kind can say (``ledger.legible``).
    ``unregistered``: its author is not on the register that its kind asks for."""

    header: Header
    bodies: Mapping[Compartment, Body]
    crooked: bool = False
    unregistered: bool = False

    def body(self, compartment: Compartment) -> Body:
        """The body for that compartment, or an empty mapping where this reader cannot open it."""
        return self.bodies.get(compartment, {})

    @property
    def at(self) -> datetime:
        return unstamp(self.header.at)

    @property
    def believed(self) -> bool:
        """False where its author's role does not write this kind, or where it cannot be read:
        then it says nothing."""
        said = not self.crooked and not self.unregistered
        return said and may_write(self.header.kind, self.header.role)
