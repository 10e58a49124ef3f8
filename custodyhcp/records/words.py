"""Words from people, made safe to keep: nothing visible is changed, nothing hidden is kept.

Control characters, direction overrides and halves of broken characters say nothing a person
meant, and can make one text look like another or break a printer, so they are left out. Letters
are kept as typed, in composed form (NFC), so that the same name is found again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HIDDEN = frozenset("\u200b\u200e\u200f\u2060\ufeff\u061c") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
LONGEST_NAME = 70
LONGEST_LINE = 200
LONGEST_TEXT = 20_000  # characters: some ten printed pages


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the field's name, and words that say what to do."""

    field: str
    words: str


def line(text: str) -> str:
    """One line: breaks and tabs become single spaces, ends are trimmed."""
    return re.sub(r"\s+", " ", paragraphs(text)).strip()


def paragraphs(text: str) -> str:
    """Several lines: breaks are kept as ``\\n``, hidden characters are left out."""
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(character for character in ended if _kept(character))
    return unicodedata.normalize("NFC", kept).strip()


def _kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _HIDDEN


def too_long(field: str, text: str, longest: int, name: str) -> tuple[Problem, ...]:
    """A problem where ``text`` has more than ``longest`` characters."""
    if len(text) <= longest:
        return ()
    words = f"{name} is {len(text):,} characters long: make it {longest:,} or fewer."
    return (Problem(field, words),)


def word_count(text: str) -> int:
    return len(text.split())
