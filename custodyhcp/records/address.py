"""Postcodes and addresses. Pure.

Rules kept here (domain outputs 3.5): a postcode is written in capitals with one space before its
last three characters; one that does not look usual is warned of and kept, never refused, because
even the national file holds one; the pseudo postcodes that stand for no fixed abode or overseas
are shown as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_USUAL = re.compile(
    r"(?:GIR 0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]"
    r"|[A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2})"
)
_PSEUDO_WORDS = {
    "ZZ99 3VZ": "No fixed abode",
    "ZZ99 3WZ": "Address not known",
    "ZZ99 3CZ": "England, address not known",
}


@dataclass(frozen=True, slots=True)
class Postcode:
    """``text`` as written on an envelope; ``words`` where it stands for something else."""

    text: str
    words: str = ""
    warning: str = ""


def read_postcode(typed: str) -> Postcode:
    """Any text as a postcode, with a warning where it is not of the usual form."""
    packed = re.sub(r"\s+", "", typed).upper()
    text = f"{packed[:-3]} {packed[-3:]}" if len(packed) > 3 else packed
    if text.startswith("ZZ99 "):
        return Postcode(text, words=_PSEUDO_WORDS.get(text, "No usual address in England"))
    if not text or _USUAL.fullmatch(text):
        return Postcode(text)
    return Postcode(text, warning="This does not look like a UK postcode: check it.")


def one_line(lines: Sequence[str]) -> str:
    """An address across: empty lines left out, a comma and a space between the rest."""
    return ", ".join(line.strip() for line in lines if line.strip())


def phone(typed: str) -> str:
    """``07700900123`` as ``07700 900123``; ``02079460123`` as ``020 7946 0123``; else as typed."""
    digits = re.sub(r"[ \-()]", "", typed)
    if not re.fullmatch(r"0[0-9]{10}", digits, re.ASCII):
        return typed.strip()
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"
