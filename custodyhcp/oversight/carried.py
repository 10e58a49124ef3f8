"""An entry as a bundle carries it, and the strict reading of a bundle's files. Pure.

Nothing is read leniently: JSON in any form but the canonical one is refused, so that what is shown
is what was signed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from custodyhcp.ledger.entry import Header, canonical, leaf_hash, leaf_preimage
from custodyhcp.ledger.rows import read_header
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.wire import from_text

MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
_OPEN = Compartment.OPEN.value


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry as the bundle carries it."""

    header: Header
    body: Mapping[str, Any]  # what is open
    leaf: bytes
    stated_leaf: bytes
    preimage: bytes
    signature: bytes
    body_fits: bool  # the open part has the hash that was signed

    @property
    def seq(self) -> int:
        return self.header.seq


def strict_json(data: bytes) -> Any:
    """The value of JSON in its one canonical form. Raises ValueError for any other bytes."""
    value = json.loads(data)
    if canonical(value) != data:
        raise ValueError("not the one form of this JSON")
    return value


def read_carried(line: bytes) -> Carried:
    """Raises one of ``MALFORMED`` for a line that is not written as an entry is."""
    found = strict_json(line)
    if set(found) != {"header", "leaf", "parts", "signature"}:
        raise ValueError("not an entry")
    raw = found["header"].encode("ascii")
    header = read_header(raw)
    _must_be_plain(header)
    hashes, body, fits = _parts(found["parts"])
    fits = fits and [part["compartment"] for part in found["parts"]] == list(header.parts)
    preimage = leaf_preimage(raw, hashes)
    return Carried(
        header=header,
        body=body,
        leaf=leaf_hash(preimage),
        stated_leaf=bytes.fromhex(found["leaf"]),
        preimage=preimage,
        signature=from_text(found["signature"]),
        body_fits=fits,
    )


def _must_be_plain(header: Header) -> None:
    texts = (header.id, header.kind, header.at, header.author, header.role)
    if type(header.seq) is not int or header.seq < 0:
        raise ValueError("not a number")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("not text")


def _parts(parts: Any) -> tuple[list[bytes], Mapping[str, Any], bool]:
    hashes: list[bytes] = []
    body: Mapping[str, Any] = {}
    fits = True
    for part in parts:
        digest = bytes.fromhex(part["sha256"])
        hashes.append(digest)
        fits = fits and len(digest) == len(sha256().digest())
        if part["compartment"] == _OPEN:
            text = part["body"].encode("utf-8")
            fits = fits and sha256(text).digest() == digest
            body = json.loads(text)
        elif set(part) != {"compartment", "sha256"}:
            raise ValueError("more than a hash")
    if not isinstance(body, dict):
        raise ValueError("not a body")
    return hashes, body, fits


def read_table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
