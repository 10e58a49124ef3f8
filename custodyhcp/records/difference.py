"""What was taken out of a text and what was put in, word by word. Pure.

``words("seen at ten", "seen at noon")`` gives the pieces in reading order. The marks are in the
text (``[-ten-] [+noon+]``), so that neither colour nor sight is needed to tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST = 2_000_000  # comparisons; where there are more, the whole middle is shown out and in
_TOKEN = re.compile(r"\s+|[^\s]+")


class Change(Enum):
    SAME = "SAME"
    OUT = "OUT"
    IN = "IN"


@dataclass(frozen=True, slots=True)
class Piece:
    change: Change
    text: str

    @property
    def marked(self) -> str:
        """With the marks that say what it is."""
        if self.change is Change.SAME:
            return self.text
        sign = "-" if self.change is Change.OUT else "+"
        return f"[{sign}{self.text}{sign}]"


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both; without those that went in they are ``before``, without those that went
    out ``after``, letter for letter."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [Piece(Change.SAME, "".join(old[:head])), *_middle(*middle)]
    found.append(Piece(Change.SAME, "".join(old[len(old) - tail :])))
    return _joined(piece for piece in found if piece.text)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Changes with only a space between them as one: easier to read than word by word."""
    found: list[Piece] = []
    out = put = gap = ""
    for piece in (*pieces, Piece(Change.SAME, "")):
        if piece.change is Change.SAME and piece.text and not piece.text.strip() and out and put:
            gap += piece.text
        elif piece.change is Change.SAME:
            changed = (Piece(Change.OUT, out), Piece(Change.IN, put))
            found += [one for one in (*changed, Piece(Change.SAME, gap), piece) if one.text]
            out = put = gap = ""
        elif piece.change is Change.OUT:
            out, put, gap = out + gap + piece.text, put + gap, ""
        else:
            out, put, gap = out + gap, put + gap + piece.text, ""
    return tuple(found)


def marked(before: str, after: str) -> str:
    """Both as one text with its marks."""
    return "".join(piece.marked for piece in words(before, after))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    if len(old) * len(new) > MOST:
        return [Piece(Change.OUT, "".join(old)), Piece(Change.IN, "".join(new))]
    found = []
    for tag, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.SAME, "".join(old[i:j])))
            continue
        found.append(Piece(Change.OUT, "".join(old[i:j])))
        found.append(Piece(Change.IN, "".join(new[k:end])))
    return found
