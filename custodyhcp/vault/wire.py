"""The two small encodings that every sealed or signed thing here is made of.

* ``framed`` joins fields with a four-byte big-endian length before each, so that no two different
  lists of fields ever give the same bytes.
* ``to_text`` and ``from_text`` are plain base64 (RFC 4648 section 4); anything else is refused.
"""

from __future__ import annotations

from base64 import b64decode, b64encode


def framed(*fields: bytes) -> bytes:
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


def to_text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def from_text(text: str) -> bytes:
    """The bytes of a base64 text. Raises ValueError for anything that is not exactly base64."""
    data = b64decode(text.encode("ascii"), validate=True)
    if to_text(data) != text:
        raise ValueError("not the one base64 form of these bytes")
    return data
