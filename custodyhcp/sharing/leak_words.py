"""How a text is read when it is searched for words: as somebody meant it, not as they spelt it.

Rules kept here: every letter that is compared keeps its place in the text as typed, so that a hit
can be shown; full-width, accented and look-alike letters count as what they look like; a word whose
letters stand apart ("h i v", "h.i.v") counts as the word; figures that stand for letters count as
the letters, inside a word. A word of seven letters may be one slip away from a term, one of ten
two; the words that are never taken for a slip are data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from custodyhcp.resources import load_json

SHORTEST_SLIP = 7  # letters of a term that may be misspelt once
TWO_SLIPS = 10


@dataclass(frozen=True, slots=True)
class Read:
    """``text`` as it is compared; ``places`` holds, for each letter of it, where it was typed."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in what was typed."""
        if start >= end:
            return (0, 0)
        return self.places[start], self.places[end - 1] + 1


@cache
def table() -> Mapping[str, object]:
    loaded: Mapping[str, object] = load_json("sharing/leak_terms.json")
    return loaded


@cache
def _letters(name: str) -> Mapping[str, str]:
    return {str(k): str(v) for k, v in dict(table()[name]).items()}  # type: ignore[call-overload]


def read(text: str) -> Read:
    """Lower case, accents off, look-alikes as what they look like, hidden characters gone."""
    kept: list[str] = []
    places: list[int] = []
    alike = _letters("look_alikes")
    for place, typed in enumerate(text):
        shape = alike.get(typed, typed)  # a capital may look like another letter than a small one
        for character in unicodedata.normalize("NFKD", shape).casefold():
            category = unicodedata.category(character)
            if category in ("Cf", "Cc", "Mn", "Me") and character not in "\t\n\r":
                continue
            digit = unicodedata.digit(character, None)
            shown = str(digit) if digit is not None else alike.get(character, character)
            for one in " " if character.isspace() else shown:
                kept.append(one)
                places.append(place)
    return Read("".join(kept), tuple(places))


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[\s.\-_*/]{1,2}[^\W\d_]){2,}(?![^\W_])")
_STOOD_IN = re.compile(r"(?<![\w@$!])(?=[\w@$!]*[^\W\d_][\w@$!]*)[\w@$!]*[0134579@$!][\w@$!]*")


def together(whole: Read) -> Iterator[tuple[str, int, int]]:
    """Words whose letters stand apart, or whose letters are figures, as the words they spell."""
    for match in _APART.finditer(whole.text):
        yield re.sub(r"[\W_]", "", match.group()), match.start(), match.end()
    for match in _STOOD_IN.finditer(whole.text):
        yield from _stood_in(match)


def _stood_in(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    stands = _letters("stand_ins")
    yield "".join(stands.get(c, c) for c in match.group()), match.start(), match.end()


def words(whole: Read) -> Iterator[tuple[str, int, int]]:
    """Every word with where it begins and ends in ``whole.text``."""
    for match in _WORD.finditer(whole.text):
        yield match.group(), match.start(), match.end()


def beside(whole: Read) -> Iterator[tuple[str, int, int]]:
    """Every two words that stand beside each other, as one word."""
    found = list(words(whole))
    for (one, start, _), (other, _, end) in pairwise(found):
        yield one + other, start, end


def slipped(word: str, term: str) -> bool:
    """Whether ``word`` is ``term`` with a slip of the keys; never where it is a word of its own."""
    if len(term) < SHORTEST_SLIP or word[:1] != term[:1] or word in _own_words():
        return False
    most = 2 if len(term) >= TWO_SLIPS else 1
    return word != term and abs(len(word) - len(term)) <= most and _distance(word, term) <= most


@cache
def _own_words() -> frozenset[str]:
    return frozenset(map(str, table()["never_a_misspelling"]))  # type: ignore[call-overload]


def _distance(one: str, other: str) -> int:
    """Letters added, left out, changed, or two beside each other exchanged."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row, older = row, [i], before
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]
