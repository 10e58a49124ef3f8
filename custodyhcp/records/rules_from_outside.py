"""What of this room may be asked from outside: NHS numbers and scales (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from custodyhcp.asking import Case, Rule
from custodyhcp.errors import KnownError
from custodyhcp.records.nhs_number import NotANumber, read
from custodyhcp.records.scales.rules_from_outside import RULES as SCALE_RULES

LONGEST = 200  # characters: a number with every kind of spacing is under 30


def answer_nhs_number(case: Case) -> Mapping[str, Any]:
    """The answer to one case; refuses a case whose ``text`` is missing or not words."""
    text = case.get("text")
    if not isinstance(text, str):
        raise KnownError("'text' must be given, as words in quotation marks.")
    if len(text) > LONGEST:
        return {"valid": False, "why": "It is too long: an NHS number has 10 digits."}
    number = read(text)
    if isinstance(number, NotANumber):
        return {"valid": False, "why": number.why}
    return {"valid": True, "normalised": number.digits, "display": number.display}


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "nhs_number": Rule(
            name="nhs_number",
            summary="Is this a valid NHS number, and how is it written?",
            fields=MappingProxyType({"text": "what was typed, with or without spaces or dashes"}),
            answer=answer_nhs_number,
        ),
        **SCALE_RULES,
    }
)
