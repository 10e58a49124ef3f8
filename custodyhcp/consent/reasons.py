"""The free-text rule (domain consent 8.3): a reason has to be a reason.

At least 20 characters that are not blank; not only stock phrases; not the same characters over and
over; not word for word what its author wrote the last time.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from custodyhcp.consent.problem import Problem
from custodyhcp.consent.wording import canned_phrases

LEAST = 20  # characters that are not blank
LONGEST = 500  # characters: what the audit schema keeps (6.1)
LEAST_LETTERS = 6  # different ones: "aaaa" and "xyxyxy" are not reasons
LEAST_WORDS = 4  # different ones
LEAST_OWN = 12  # letters and digits left once stock phrases are taken out


class Fault(Enum):
    """Why a text is no reason: counted for quality, without the text."""

    SHORT = "SHORT"
    LONG = "LONG"
    FILLER = "FILLER"
    STOCK = "STOCK"
    REPEATED = "REPEATED"


_WORDS = {
    Fault.SHORT: f"Say why in at least {LEAST} characters: what is wrong, and what you need to"
    " know.",
    Fault.LONG: f"Keep the reason to {LONGEST} characters; the rest belongs in the assessment.",
    Fault.FILLER: "Say why in a sentence of your own, so that somebody else can follow it.",
    Fault.STOCK: "That is a stock phrase. Say what you saw, and what you need to know.",
    Fault.REPEATED: "That is what you wrote the last time. Say why for this person, now.",
}


def reason_problems(text: str, last: str = "", field: str = "reason") -> tuple[Problem, ...]:
    """Nothing where ``text`` can stand; otherwise one problem, in words. ``last`` is what the same
    author wrote the last time, or empty."""
    fault = reason_fault(text, last)
    return () if fault is None else (Problem(field, _WORDS[fault]),)


def reason_fault(text: str, last: str = "") -> Fault | None:
    """What keeps ``text`` from being a reason; None where it can stand."""
    shown = _visible(text)
    if sum(not character.isspace() for character in shown) < LEAST:
        return Fault.SHORT
    if len(shown) > LONGEST:
        return Fault.LONG
    plain = _plain(text)
    if len(set(plain) - {" "}) < LEAST_LETTERS or len(set(plain.split())) < LEAST_WORDS:
        return Fault.FILLER
    if len(_without_stock(plain).replace(" ", "")) < LEAST_OWN:
        return Fault.STOCK
    return Fault.REPEATED if plain == _plain(last) else None


def _visible(text: str) -> str:
    """Without characters that show nothing: they are not a reason either."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character in "\n\t " or unicodedata.category(character)[0] != "C"
    ).strip()


_ALIKE = str.maketrans(
    "авеіјклмнорѕстухһԁԛԝɡαεικνορτυχωϲ", "abeijklmhopsctyxhdqwgaeiknoptuxwc"
)  # letters of other alphabets that look like ours


def _plain(text: str) -> str:
    """As it is read aloud: without accents, lookalikes, or points between the letters of a word."""
    parted = unicodedata.normalize("NFKD", _visible(text).casefold()).translate(_ALIKE)
    shown = "".join(one for one in parted if unicodedata.category(one) != "Mn")
    words = " ".join(re.findall(r"[^\W_]+", shown))
    return re.sub(r"\b\w( \w)+\b", lambda run: run[0].replace(" ", ""), words)


def _without_stock(plain: str) -> str:
    for phrase in canned_phrases():
        plain = re.sub(rf"\b{re.escape(_plain(phrase))}\b", " ", plain)
    return plain
