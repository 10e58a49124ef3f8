"""The rules of this room that can be asked from outside (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from custodyhcp.asking import Rule
from custodyhcp.errors import KnownError
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


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "recipient": Rule(
            "recipient",
            "How a care summary may be emailed to an address: SECURE (as it is), NEEDS_SECURE"
            " ([secure] in front of the subject), BLOCKED or INVALID, and why.",
            MappingProxyType({"address": "one email address, as text"}),
            _recipient,
        )
    }
)
