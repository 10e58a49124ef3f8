"""What a line would say as an instruction to custody, offered for common situations. Pure.

Rules kept here (domain clinical 6.3): an offer is only words until somebody takes it; taking one
adds to what has been answered and changes no answer; it gives no basis, no level and no fitness,
which are always the health professional's. Data: ``resources/sharing/offers.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from custodyhcp.records.answers import Answers
from custodyhcp.records.custody_items import Caution, EmergencyLabel, Risk
from custodyhcp.records.item_table import item
from custodyhcp.resources import load_json

_KINDS: Mapping[str, Any] = MappingProxyType(
    {"risks": Risk, "labels": EmergencyLabel, "cautions": Caution}
)
_ITEM_OF = {"risks": "observe", "labels": "labels", "cautions": "cautions"}
_SIGNS = {"call_hcp_if": "Call us if", "call_999_if": "Call 999 if"}


@dataclass(frozen=True, slots=True)
class Offer:
    """``changes``: fields of ``Answers`` and what is added to each. ``then``: what is still to be
    answered by whoever takes it."""

    id: str
    situation: str
    changes: Mapping[str, Any]
    then: str

    @property
    def words(self) -> tuple[str, ...]:
        """What would be added, a line each, as custody would read it."""
        return tuple(_said(field, value) for field, value in self.changes.items())


def _said(field: str, value: Any) -> str:
    if field in _KINDS:
        row = item(_ITEM_OF[field])
        label = "Observe" if field == "risks" else row.label
        return f"{label}: {', '.join(row.words(_KINDS[field](name)) for name in value)}"
    if field in _SIGNS:
        return f"{_SIGNS[field]}: {', '.join(value)}"
    return f"{_LABELS[field]}: {value}"


_LABELS = {
    "reason": "Observe",
    "communication": "Talking",
    "appropriate_adult_reason": "Appropriate adult",
    "self_harm_controls": "Self-harm",
    "food": "Food, drink",
    "search_preference": "Who searches",
}


@cache
def offers() -> tuple[Offer, ...]:
    rows = load_json("sharing/offers.json")["offers"]
    return tuple(
        Offer(
            str(row["id"]),
            str(row["situation"]),
            MappingProxyType(dict(row["changes"])),
            str(row["then"]),
        )
        for row in rows
    )


def taken(offer: Offer, answers: Answers) -> Answers:
    """The answers with this added; what is there already stays and is not said twice."""
    changes = {field: _added(field, answers, value) for field, value in offer.changes.items()}
    return replace(answers, **changes)


def _added(field: str, answers: Answers, value: Any) -> Any:
    before = getattr(answers, field)
    if isinstance(before, str):
        return before if value in before else "; ".join(filter(None, (before, value)))
    more = map(_KINDS[field], value) if field in _KINDS else value
    return tuple(dict.fromkeys((*before, *more)))
