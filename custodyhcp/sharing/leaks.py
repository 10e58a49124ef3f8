"""Looks over the free text chosen for a briefing for what custody does not need (clinical 6.4).

A hit is a prompt, never proof, and no hit is no promise: the writer decides. The word list is data
in ``resources/sharing/leak_terms.json``, versioned, for the information governance lead to edit.
The patterns and lengths are here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from custodyhcp.records.directions import Directions, GivenBy
from custodyhcp.resources import load_json

MAX_WORDS_A_LINE = 20
MAX_WORDS_IN_ALL = 120


@dataclass(frozen=True, slots=True)
class Prompt:
    """``field``: the line. ``found``: the words, empty for a length. ``why``: what to do."""

    field: str
    found: str
    why: str


def _plain(text: str) -> str:
    """Lower case, accents off, full-width forms made ordinary, invisible characters gone."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    seen = (c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", "".join(seen))


def _term_pattern(term: str) -> str:
    stem = term.removesuffix("*")
    words = r"[\s\-]*".join(re.escape(word) for word in re.split(r"[\s\-]+", stem))
    return words + (r"\w*" if term.endswith("*") else r"\b")


@cache
def _terms() -> tuple[tuple[re.Pattern[str], str], ...]:
    groups = load_json("sharing/leak_terms.json")["groups"]
    return tuple(
        (re.compile(r"\b(?:" + "|".join(map(_term_pattern, g["terms"])) + ")"), str(g["why"]))
        for g in groups
    )


_SCORE = r"\b(?:news ?2?|ciwa(?:-?ar)?|cows|gcs|audit(?:-?c)?|4at|avpu)\b[\s:=]*\d"
_PATTERNS = (
    (_SCORE, "Scores stay in the clinical record. Say what to do."),
    (r"\d(?:\.\d+)? ?mmol", "Test results stay in the clinical record."),
    (r"\d ?%", "Measurements stay in the clinical record."),
    (
        r"\b\d{2,3} ?/ ?\d{2,3}\b(?! ?/)",
        "This looks like a blood pressure. Leave measurements out.",
    ),
    (r"\b[a-tv-z]\d{2}\.\d{1,2}\b", "This looks like a diagnosis code."),
    (r"\b\d{15,18}\b", "This looks like a diagnosis code."),
    (r"[\w.+-]+@[\w-]+\.\w+", "Email addresses do not belong in a briefing."),
    (r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b", "This looks like a postcode."),
)
_COMPILED = tuple((re.compile(pattern), why) for pattern, why in _PATTERNS)
_TEN_DIGITS = re.compile(r"(?<!\d)\d(?:[\s\-.]?\d){9}(?!\d)")


def looks_like_nhs_number(digits: str) -> bool:
    """Ten ASCII digits whose check digit is right by modulus 11 (ISB 0149)."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == int(digits[9])


def nhs_numbers_in(text: str) -> tuple[str, ...]:
    """Every NHS number in ``text``, in any spacing and any script's digits, as ten digits."""
    wide = unicodedata.normalize("NFKC", text)
    ascii_text = "".join(str(unicodedata.digit(c, c)) for c in wide)
    found = (re.sub(r"\D", "", m.group()) for m in _TEN_DIGITS.finditer(ascii_text))
    return tuple(digits for digits in found if looks_like_nhs_number(digits))


def prompts_for(fields: Mapping[str, str]) -> tuple[Prompt, ...]:
    """Every prompt for these texts, by field, then the total length."""
    found = [prompt for field, text in fields.items() for prompt in _in_field(field, text)]
    total = sum(len(text.split()) for text in fields.values())
    if total > MAX_WORDS_IN_ALL:
        why = f"{total} words in all. A briefing is read in 30 seconds: keep to {MAX_WORDS_IN_ALL}."
        found.append(Prompt("briefing", "", why))
    return tuple(found)


def _in_field(field: str, text: str) -> Iterator[Prompt]:
    plain = _plain(text)
    for number in nhs_numbers_in(text):
        yield Prompt(field, number, "An NHS number does not belong in a briefing.")
    for pattern, why in (*_terms(), *_COMPILED):
        for match in pattern.finditer(plain):
            yield Prompt(field, match.group().strip(), why)
    if len(text.split()) > MAX_WORDS_A_LINE:
        yield Prompt(field, "", f"More than {MAX_WORDS_A_LINE} words: say it shorter.")


def free_text(directions: Directions) -> dict[str, str]:
    """The words people typed into directions, by the label of the line they will stand in."""
    texts = {
        "Observe": directions.observation.reason,
        "Conditions": directions.conditions,
        "Call us if": ", ".join(directions.call_hcp_if),
        "Call 999 if": ", ".join(directions.call_999_if),
        "Next review": directions.review_if_missed,
        "Appropriate adult": directions.appropriate_adult_reason,
        "Talking": directions.communication,
        "Allergy": directions.allergy,
        "Food, drink": directions.food,
        "Self-harm": directions.self_harm_controls,
    }
    for number, medicine in enumerate(directions.medicines, start=1):
        named = medicine.label if medicine.given_by is GivenBy.CUSTODY else ""
        texts[f"Medicine {number}"] = f"{named} {medicine.instructions}".strip()
    return {field: text for field, text in texts.items() if text.strip()}


def prompts(directions: Directions) -> tuple[Prompt, ...]:
    """What the writer should look at again before this briefing is published."""
    return prompts_for(free_text(directions))
