"""Which characters our own fonts can draw, read from the fonts' ``cmap`` tables.

A PDF that is searchable and accessible may not hold a character that no font can draw. So that a
document never fails and never loses a word, what cannot be drawn is shown as its code point.

Source: OpenType specification, ``cmap`` formats 4 and 12.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from struct import unpack_from

import typst

from custodyhcp.resources import path
from custodyhcp.sharing.plain import code_point

FAMILIES = ("Inter", "DejaVu Sans")


@cache
def typst_fonts() -> typst.Fonts:
    """Our own fonts only: a document looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[path("fonts")]
    )


def _format_4(data: bytes, at: int) -> set[int]:
    segments = unpack_from(">H", data, at + 6)[0] // 2
    ends = unpack_from(f">{segments}H", data, at + 14)
    starts = unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
    return {c for s, e in zip(starts, ends, strict=True) for c in range(s, e + 1) if c != 0xFFFF}


def _format_12(data: bytes, at: int) -> set[int]:
    (groups,) = unpack_from(">I", data, at + 12)
    found: set[int] = set()
    for n in range(groups):
        start, end, _ = unpack_from(">III", data, at + 16 + 12 * n)
        found.update(range(start, end + 1))
    return found


def characters_in(font: Path) -> frozenset[int]:
    """The code points that ``font`` (TrueType or OpenType) maps to a glyph."""
    data = font.read_bytes()
    (tables,) = unpack_from(">H", data, 4)
    records = (unpack_from(">4sIII", data, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = unpack_from(">H", data, cmap + 2)
    found: set[int] = set()
    for n in range(count):
        platform, encoding, offset = unpack_from(">HHI", data, cmap + 4 + 8 * n)
        if (platform, encoding) not in ((0, 3), (0, 4), (3, 1), (3, 10)):
            continue
        (kind,) = unpack_from(">H", data, cmap + offset)
        if kind == 4:
            found |= _format_4(data, cmap + offset)
        elif kind == 12:
            found |= _format_12(data, cmap + offset)
    return frozenset(found)


@cache
def drawable() -> frozenset[int]:
    """What the family that covers most can draw; the other families only add."""
    return characters_in(path("fonts/DejaVuSans.ttf")) & characters_in(
        path("fonts/DejaVuSans-Bold.ttf")
    )


def drawable_text(text: str) -> str:
    """``text`` with each character that our fonts cannot draw shown as its code point."""
    known = drawable()
    return "".join(c if ord(c) in known or c in " \n" else code_point(c) for c in text)


def latin_text(text: str) -> str:
    """``text`` with everything beyond Latin shown as code points: the last resort."""
    return "".join(
        c if ord(c) < 0x250 or c in "\u2013\u2014\u2019\u2026" else code_point(c) for c in text
    )
