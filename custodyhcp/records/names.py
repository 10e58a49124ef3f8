"""A name as it is sought: without marks, in any script's letters, and as it sounds. Pure.

Rules kept here: every apostrophe and every dash there is joins or parts nothing, so O'Brien,
O’Brien and OBRIEN are one, and Smith-Jones is found by either half or by both; letters without
their marks (ł, ø, ß and the like are spelt out); people write names by ear, so two words that sound
alike share a code. The code is for finding only: nobody is ever taken to be somebody by it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPELT = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
    "þ": "th", "ħ": "h", "ŋ": "n", "ə": "e", "ĸ": "k", "ŧ": "t",
}  # fmt: skip
_SPELLING = str.maketrans(_SPELT)
_APOSTROPHES = "'’‘ʼʻʽ`´′ʹʿʾ＇‛"
_ALEFS = str.maketrans("أإآٱىةؤئک‌ی", "ااااي" + "ه" + "وي" + "ك" + " " + "ي")
_JOINS = re.compile(f"[{_APOSTROPHES}]")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Small letters without marks; apostrophes left out; whatever parts words is one space."""
    small = _JOINS.sub("", text.casefold()).translate(_SPELLING).translate(_ALEFS)
    bare = unicodedata.normalize("NFKD", small)
    kept = "".join(c for c in bare if not unicodedata.combining(c) and c != "ـ")
    return " ".join(_WORD.findall(_JOINS.sub("", kept).translate(_SPELLING)))


def words_of(text: str) -> frozenset[str]:
    """What a name is found by: its words; a word with an apostrophe also by its halves, and two
    parts joined by a dash also as one."""
    whole = plain(text).split()
    found = set(whole)
    for word in text.split():
        found.update(plain(_JOINS.sub(" ", word)).split())
        found.add(plain(word).replace(" ", ""))
    return frozenset(w for w in found if w)


_SOUNDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("^(mac|mc|mhac)", "mk"),
        ("^(gn|kn|pn)", "n"),
        ("^wr", "r"),
        ("^x", "s"),
        ("^(rh|hr)", "r"),
        ("^dd", "t"),
        ("^ll", "l"),
        ("^ff", "f"),
        ("^fitz", "fits"),
        ("(cz|tsch|tch|cs|tsh)", "c"),
        ("(sch|sz|sh|zh|ś)", "s"),
        ("(ss|zz)", "s"),
        ("(ght|dt|th|dd)", "t"),
        ("(ph|gh$)", "f"),
        ("gh", "g"),
        ("(wh)", "w"),
        ("(ch|kh|ck|q|x)", "k"),
        ("c(?=[eiy])", "s"),
        ("c$", "k"),
        ("c", "k"),
        ("g(?=[eiy])", "j"),
        ("mps", "ms"),
        ("v", "f"),
        ("w(?![aeiouy])", ""),
        ("z", "s"),
        ("d(?=t)|t(?=d)", ""),
    )
)
_OPENS = re.compile("^[aeiouyh]*[aeiouy]")
_SILENT = re.compile("[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The consonants of one plain word as an English ear takes them: ``katherine``, ``catryn`` and
    ``kathryn`` are ``ktrn``. Letters of other scripts stay as they are."""
    if not word.isascii():
        return word
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    begins = "a" if _OPENS.match(word) else ""
    rest = _SILENT.sub("", word)
    return begins + _TWICE.sub(r"\1", rest)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def one_slip(word: str) -> set[str]:
    """Every word that one letter left out, put in, changed or swapped with the next makes."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {left + right[1:] for left, right in halves if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    made |= {left + letter + right for left, right in halves for letter in _LETTERS}
    return made - {word}
