"""Whose signature counts, as the ledger's own entries say: each is checked, then taken in.

The rules are the vault's (``vault.authority``); here they are fed with stored bytes. An entry
whose signature does not hold, or that claims a right its author has not, changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from custodyhcp.ledger.entry import SIGNING_PREFIX, Header
from custodyhcp.ledger.rows import read_header
from custodyhcp.ledger.values import Stored
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Authority, Fact
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.signing import verify

OPEN = Compartment.OPEN.value


def open_body(header: Header, parts: tuple[bytes, ...]) -> Mapping[str, Any]:
    """What the entry says bare, or nothing. Raises ValueError where it is not JSON."""
    if OPEN not in header.parts or len(parts) != len(header.parts):
        return {}
    found = json.loads(parts[header.parts.index(OPEN)])
    if not isinstance(found, dict):
        raise ValueError("not a body")
    return found


class Trust:
    """The authority so far. Feed it every entry, or only those of ``vault.authority.KINDS``."""

    def __init__(self, root: str) -> None:
        """``root`` is the pinned fingerprint, or "" where the first entry is to be trusted."""
        self.authority = Authority(root)

    def key_of(self, header: Header, body: Mapping[str, Any]) -> bytes | None:
        """The key that must have signed this entry; None where nobody may have."""
        if header.seq == 0 and header.kind == rules.FOUNDED:
            return rules.founding_key(body, self.authority.root)
        return self.authority.signing_key(header.author)

    def take(self, stored: Stored, *, check: bool = True) -> str | None:
        """Takes an entry in. Returns what is wrong with it in words, or None.
        ``check`` is False only for an entry this process has just signed itself."""
        try:
            header = read_header(stored.header)
            relevant = header.kind in rules.KINDS
            body = open_body(header, stored.parts) if relevant else {}
        except ValueError:
            return "it is not written as an entry is"
        if check:
            key = self.key_of(header, body)
            if key is None:
                return "its author had no right to write it"
            if not verify(key, stored.signature, SIGNING_PREFIX + stored.preimage()):
                return "its author's signature does not hold"
        if relevant:
            fact = Fact(header.seq, header.kind, header.author, header.role, body, header.at)
            self.authority = self.authority.after(fact)
        role = self.authority.role(header.author)
        if check and (role is None or role.value != header.role):
            return "its author did not have that role"
        return None
