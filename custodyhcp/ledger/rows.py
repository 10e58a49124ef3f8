"""How an entry lies in its columns. Each part has its length before it: four bytes, big-endian."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from custodyhcp.ledger.entry import Header

_LENGTH = 4
_DECODER = json.JSONDecoder()


def parsed(data: bytes) -> Any:
    """The JSON value that ``data`` is, all of it, without space before or after: as ``canonical``
    writes it. Raises ValueError. Quicker than ``json.loads``, for what is read most."""
    text = data.decode()
    value, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("not one JSON value")
    return value


def join_parts(parts: Sequence[bytes]) -> bytes:
    return b"".join([len(part).to_bytes(_LENGTH, "big") + part for part in parts])


def split_parts(joined: bytes) -> tuple[bytes, ...]:
    """The parts. Bytes that are not parts come back as one part, so that no hash will fit them."""
    parts, at, end = [], 0, len(joined)
    while at < end:
        start = at + _LENGTH
        at = start + int.from_bytes(joined[at:start], "big")
        if at > end or start > end:
            return (joined,)
        parts.append(joined[start:at])
    return tuple(parts)


def part_hashes(parts: Sequence[bytes]) -> list[bytes]:
    return [sha256(part).digest() for part in parts]


def read_header(header: bytes) -> Header:
    """Raises ValueError unless these are the bytes that such a header is written as."""
    try:
        made = quick_header(header)
        same = made.to_bytes() == header
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a header") from error
    if not same:
        raise ValueError("not the one form of this header")
    return made


def quick_header(header: bytes) -> Header:
    """As ``read_header``, for bytes that are known to be this process's own."""
    found = parsed(header)
    return Header(
        found["id"],
        found["seq"],
        found["at"],
        found["kind"],
        found["author"],
        found["role"],
        found["device"],
        found["person"],
        found["detention"],
        found["supersedes"],
        found["command"],
        tuple(found["parts"]),
    )
