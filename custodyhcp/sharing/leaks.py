"""Looks over the free text chosen for a briefing for what custody does not need (clinical 6.4).

A hit is a prompt, never proof, and no hit is no promise: the writer decides. The word list is data
in ``resources/sharing/leak_terms.json``, with its version and its owner, for the information
governance lead to edit. The patterns and lengths are here; how a text is read is ``leak_words``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from custodyhcp.records.directing_items import LINE_WORDS, MOST_WORDS, free_text
from custodyhcp.records.directions import Directions
from custodyhcp.sharing.leak_words import Read, beside, read, slipped, table, together, words

MAX_WORDS_A_LINE = LINE_WORDS
MAX_WORDS_IN_ALL = MOST_WORDS


@dataclass(frozen=True, slots=True)
class Hit:
    """``start`` and ``end``: where it stands in the text; both 0 for a length."""

    kind: str
    start: int
    end: int
    say_instead: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """``field``: the line. ``found``: the words, empty for a length. ``why``: what to do."""

    field: str
    found: str
    why: str
    kind: str = ""


def notice() -> str:
    """What the checker says of itself."""
    return str(table()["notice"])


def list_version() -> tuple[int, str]:
    """The version of the word list, and who owns it."""
    known: Mapping[str, Any] = table()
    return int(known["version"]), str(known["owner"])


def hits(text: str, names: Iterable[str] = ()) -> tuple[Hit, ...]:
    """Every hit in one text, by place. ``names``: of other people, as the suite knows them."""
    whole = read(text)
    found = [
        *_number_hits(whole),
        *_pattern_hits(whole),
        *_not_allowed(whole, [*_term_hits(whole), *_slip_hits(whole)]),
        *_name_hits(whole, text, names),
    ]
    if len(text.split()) > MAX_WORDS_A_LINE:
        found.append(Hit("LENGTH", 0, 0, _say("LENGTH")))
    return _first_of_each(found)


def _first_of_each(found: Iterable[Hit]) -> tuple[Hit, ...]:
    """Of hits that lie on each other, the longest; in order of place."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        if hit.end == 0 or not any(hit.start < one.end and one.start < hit.end for one in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.end)))


def _not_allowed(whole: Read, found: Iterable[Hit]) -> Iterator[Hit]:
    """Those that do not stand within words which are never a hit, such as hearing aids."""
    known: Mapping[str, Any] = table()
    allowed = "|".join(re.escape(str(words)) for words in known["never_a_hit"])
    fine = [whole.span(m.start(), m.end()) for m in re.finditer(allowed, whole.text)]
    for hit in found:
        if not any(start <= hit.start and hit.end <= end for start, end in fine):
            yield hit


def _say(kind: str) -> str:
    known: Mapping[str, Any] = table()
    return str(known["say_instead"][kind])


# --- words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    kind: str
    say_instead: str
    pattern: re.Pattern[str]
    single: frozenset[str]
    stems: tuple[str, ...]
    long: tuple[str, ...]


def _term_pattern(term: str) -> str:
    stem = term.removesuffix("*")
    parts = r"[\s\-./_]*".join(re.escape(word) for word in re.split(r"[\s\-.]+", stem))
    return parts + (r"\w*" if term.endswith("*") else r"(?![^\W_])")


@cache
def _groups() -> tuple[_Group, ...]:
    known: Mapping[str, Any] = table()
    return tuple(_group(row) for row in known["groups"])


def _group(row: Mapping[str, Any]) -> _Group:
    terms = [str(term) for term in row["terms"]]
    whole = [re.sub(r"[\s\-.]", "", term) for term in terms if not term.endswith("*")]
    stems = tuple(term[:-1] for term in terms if term.endswith("*"))
    pattern = r"(?<![^\W_])(?:" + "|".join(map(_term_pattern, terms)) + ")"
    long = tuple(term for term in (*whole, *stems) if len(term) >= 7)
    kind, say = str(row["kind"]), str(row["say_instead"])
    return _Group(kind, say, re.compile(pattern), frozenset(whole), stems, long)


def _term_hits(whole: Read) -> Iterator[Hit]:
    for group in _groups():
        for match in group.pattern.finditer(whole.text):
            yield Hit(group.kind, *whole.span(match.start(), match.end()), group.say_instead)
        for word, start, end in together(whole):
            if word in group.single or any(map(word.startswith, group.stems)):
                yield Hit(group.kind, *whole.span(start, end), group.say_instead)


def _slip_hits(whole: Read) -> Iterator[Hit]:
    read_as = [*words(whole), *together(whole)]
    pairs = list(beside(whole))
    for group in _groups():
        for word, start, end in (*read_as, *pairs):
            if len(word) > 5 and any(slipped(word, term) for term in group.long):
                yield Hit(group.kind, *whole.span(start, end), group.say_instead)
        for word, start, end in pairs:
            if word in group.long:
                yield Hit(group.kind, *whole.span(start, end), group.say_instead)


# --- names of other people -----------------------------------------------------------------------


def _name_hits(whole: Read, typed: str, names: Iterable[str]) -> Iterator[Hit]:
    """A part of a name of three letters or more, where it was typed with a capital letter."""
    parts = {word for name in names for word, _, _ in words(read(name)) if len(word) > 2}
    for word, start, end in words(whole):
        first, last = whole.span(start, end)
        if word.removesuffix("'s").removesuffix("’s") in parts and typed[first].isupper():
            yield Hit("NAME", first, last, _say("NAME"))


# --- numbers -------------------------------------------------------------------------------------

_SCORE = r"(?:news[\s\-]?2?|ciwa(?:-?ar)?|cows|gcs|audit(?:-?c)?|4at|avpu|phq[\s\-]?9|gad[\s\-]?7)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_PATTERNS = (
    ("SCORE", rf"\b{_SCORE}(?:\s?(?:score|of|is|was|total))*[\s:=]*\d+"),
    ("SCORE", rf"\b(?:scored?|scoring)\s\d+|\b\d+\s?(?:on|/)\s?{_SCORE}"),
    ("MEASUREMENT", r"\d(?:\.\d+)? ?mmol\S*"),
    ("MEASUREMENT", r"\d+(?:\.\d+)? ?(?:%|percent\b|per cent\b)"),
    ("MEASUREMENT", r"\b\d{2,3} ?(?:/|over) ?\d{2,3}\b(?! ?/)"),
    ("MEASUREMENT", r"\b(?:bp|sats|spo2|pulse|hr|temp|bm|glucose|ketones)[\s:=]*\d+(?:\.\d+)?"),
    ("MEASUREMENT", r"\b\d{2}/40\b|\b\d{1,2} ?weeks? pregnant|\b\d{1,2}/40\b"),
    ("MEASUREMENT", r"\b\d+(?:\.\d+)? ?(?:kg|st|stone)\b"),
    ("DRUG_QUANTITY", r"\b\d+(?:\.\d+)? ?(?:l|litres?|pints?|bags?|wraps?|grams?|ml|mg|mcg)\b"),
    ("CODE", r"\b[a-tv-z]\d{2}\.\d{1,2}\b"),
    ("CODE", r"\b\d{15,18}\b"),
    ("CONTACT", r"[\w.+-]+ ?(?:@|\(at\)|\bat\b(?= ?\w+\.(?:com|org|co\b))) ?[\w-]+\.\w+"),
    ("CONTACT", r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b"),
    ("CONTACT", r"\b(?:\+44 ?7|07)\d(?:[\s\-]?\d){8}\b"),
    ("CONTACT", r"\b\d{1,3} [a-z]+ (?:street|road|avenue|lane|close|drive|terrace)\b"),
    ("DATE_OF_BIRTH", r"\b(?:d\.?o\.?b\.?|born|date of birth)\b[\s:.\-]*[\d\w]*(?:[/.\-]\d+)*"),
    ("DATE_OF_BIRTH", r"\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)?\d{2}\b"),
    ("DATE_OF_BIRTH", rf"\b\d{{1,2}}[\s\-]{_MONTH}[\s\-](?:19\d\d|20[01]\d)\b"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_SAY_AS = {"DRUG_QUANTITY": "MEASUREMENT"}
_TEN_DIGITS = re.compile(r"(?<!\d)\d(?:[\s\-./]*\d){9}(?!\d)")


def _pattern_hits(whole: Read) -> Iterator[Hit]:
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(whole.text):
            say = _say(_SAY_AS.get(kind, kind))
            yield Hit(kind, *whole.span(match.start(), match.end()), say)


def looks_like_nhs_number(digits: str) -> bool:
    """Ten ASCII digits whose check digit is right by modulus 11 (ISB 0149)."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == int(digits[9])


def _number_hits(whole: Read) -> Iterator[Hit]:
    for match in _TEN_DIGITS.finditer(whole.text):
        if looks_like_nhs_number(re.sub(r"\D", "", match.group())):
            place = whole.span(match.start(), match.end())
            yield Hit("NHS_NUMBER", *place, _say("NHS_NUMBER"))


def nhs_numbers_in(text: str) -> tuple[str, ...]:
    """Every NHS number in ``text``, in any spacing and any script's digits, as ten digits."""
    wide = unicodedata.normalize("NFKC", text)
    ascii_text = "".join(str(unicodedata.digit(c, c)) for c in wide)
    found = (re.sub(r"\D", "", m.group()) for m in _TEN_DIGITS.finditer(ascii_text))
    return tuple(digits for digits in found if looks_like_nhs_number(digits))


# --- a whole briefing ----------------------------------------------------------------------------


def prompts_for(fields: Mapping[str, str], names: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """Every prompt for these texts, by field, then the total length."""
    known = tuple(names)
    found = [
        Prompt(field, text[hit.start : hit.end].strip(), hit.say_instead, hit.kind)
        for field, text in fields.items()
        for hit in hits(text, known)
    ]
    total = sum(len(text.split()) for text in fields.values())
    if total > MAX_WORDS_IN_ALL:
        why = f"{total} words in all. A briefing is read in 30 seconds: keep to {MAX_WORDS_IN_ALL}."
        found.append(Prompt("briefing", "", why, "LENGTH"))
    return tuple(found)


def prompts(directions: Directions, names: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """What the writer should look at again before this briefing is published."""
    return prompts_for(_apart(directions), names)


def _apart(directions: Directions) -> dict[str, str]:
    """The free text, with each sign a line of its own, so that lists are not long lines."""
    texts = free_text(directions)
    for label, signs in (
        ("Call us if", directions.call_hcp_if),
        ("Call 999 if", directions.call_999_if),
    ):
        texts.pop(label, None)
        many = len(signs) > 1
        texts |= {f"{label} ({n})" if many else label: s for n, s in enumerate(signs, start=1)}
    return texts
