"""The free-text rule (domain consent 8.3): a reason has to be a reason.

At least 20 characters that are not blank; not only stock phrases; not the same characters over and
over; not word for word what its author wrote the last time.
"""

from __future__ import annotations

import re
import unicodedata

from custodyhcp.consent.problem import Problem
from custodyhcp.consent.wording import canned_phrases

LEAST = 20  # characters that are not blank
LONGEST = 500  # characters: what the audit schema keeps (6.1)
LEAST_LETTERS = 6  # different ones: "aaaa" and "xyxyxy" are not reasons
LEAST_WORDS = 4  # different ones
LEAST_OWN = 12  # letters and digits left once stock phrases are taken out


def reason_problems(text: str, last: str = "", field: str = "reason") -> tuple[Problem, ...]:
    """Nothing where ``text`` can stand; otherwise one problem, in words. ``last`` is what the same
    author wrote the last time, or empty."""
    words = _fault(_visible(text), _plain(last))
    return () if words is None else (Problem(field, words),)


def _fault(text: str, last: str) -> str | None:
    if sum(not character.isspace() for character in text) < LEAST:
        return f"Say why in at least {LEAST} characters: what is wrong, and what you need to know."
    if len(text) > LONGEST:
        return f"Keep the reason to {LONGEST} characters; the rest belongs in the assessment."
    plain = _plain(text)
    if len(set(plain) - {" "}) < LEAST_LETTERS or len(set(plain.split())) < LEAST_WORDS:
        return "Say why in a sentence of your own, so that somebody else can follow it."
    if len(_without_stock(plain).replace(" ", "")) < LEAST_OWN:
        return "That is a stock phrase. Say what you saw, and what you need to know."
    if plain == last:
        return "That is what you wrote the last time. Say why for this person, now."
    return None


def _visible(text: str) -> str:
    """Without characters that show nothing: they are not a reason either."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character in "\n\t " or unicodedata.category(character)[0] != "C"
    ).strip()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", _visible(text).casefold()))


def _without_stock(plain: str) -> str:
    for phrase in canned_phrases():
        plain = re.sub(rf"\b{re.escape(_plain(phrase))}\b", " ", plain)
    return plain
