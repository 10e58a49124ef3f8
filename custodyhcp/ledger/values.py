"""The values that pass between a desk and its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from custodyhcp.ledger.entry import Body, leaf_hash, leaf_preimage


@dataclass(frozen=True, slots=True)
class Expect:
    """Refuse to append (``Moved``) if this detention has an entry newer than ``last_seq``."""

    detention: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """Typing that has not been recorded yet. ``body`` is None when this reader cannot open it."""

    key: str
    author: str
    person: str | None
    saved_at: datetime
    body: Body | None


@dataclass(frozen=True, slots=True)
class Health:
    """How the ledger is. ``problems`` are sentences for a person; empty when all is well."""

    size: int
    last_checkpoint: str | None  # a signed note, or None before the first
    verified_at: datetime | None  # when the whole ledger was last recomputed and found whole
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry exactly as its bytes lie in the store: what is hashed, signed and exported."""

    seq: int
    header: bytes
    parts: tuple[bytes, ...]
    signature: bytes

    def preimage(self) -> bytes:
        return leaf_preimage(self.header, [sha256(part).digest() for part in self.parts])

    def leaf(self) -> bytes:
        return leaf_hash(self.preimage())


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry whose parts are sealed; only its place in the ledger and signature are missing."""

    id: str
    at: str
    kind: str
    author: str
    role: str
    device: str
    person: str | None
    detention: str | None
    supersedes: str | None
    command: str
    compartments: tuple[str, ...]
    parts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the ledger found. ``first_bad`` is an entry number, None when whole."""

    whole: bool
    size: int
    checked: int
    first_bad: int | None
    words: str
