"""The rules of this room that can be asked from outside (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from custodyhcp.asking import Rule
from custodyhcp.errors import KnownError
from custodyhcp.sharing.leaks import hits
from custodyhcp.sharing.recipient import classify


def _recipient(case: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = sorted(set(case) - {"address"})
    if unknown:
        raise KnownError(f"Unknown field: {unknown[0]}.", "A case has one field, address.")
    address = case.get("address")
    if not isinstance(address, str):
        raise KnownError("The field address must be text.", 'For example {"address": "a@nhs.net"}.')
    answer = classify(address)
    return {"class": answer.klass.value, "why": answer.why}


def _leak(case: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = sorted(set(case) - {"text", "names"})
    if unknown:
        raise KnownError(f"Unknown field: {unknown[0]}.", "A case has text, and may have names.")
    text, names = case.get("text"), case.get("names", [])
    if not isinstance(text, str):
        raise KnownError("The field text must be text.", 'For example {"text": "on Biktarvy"}.')
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise KnownError("The field names must be a list of text.", "It may be left out.")
    return {
        "hits": [
            {"kind": hit.kind, "span": [hit.start, hit.end], "say_instead": hit.say_instead}
            for hit in hits(text, names)
        ]
    }


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "recipient": Rule(
            "recipient",
            "How a care summary may be emailed to an address: SECURE (as it is), NEEDS_SECURE"
            " ([secure] in front of the subject), BLOCKED or INVALID, and why.",
            MappingProxyType({"address": "one email address, as text"}),
            _recipient,
        ),
        "leak": Rule(
            "leak",
            "What one line of a briefing may say that custody does not need, where, and what to"
            " say instead. A prompt, not proof.",
            MappingProxyType(
                {
                    "text": "one line of a briefing, as text",
                    "names": "names of other people, as a list of text; may be left out",
                }
            ),
            _leak,
        ),
    }
)
