"""The words of oversight, each meaning one thing (domain consent 1.7, 6.2).

The words that people read beside them, and the periods, are data in ``resources/oversight/``.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any

from custodyhcp import resources


class State(Enum):
    """The national states of an alert."""

    NEW = "NEW"
    UNDER_INVESTIGATION = "UNDER_INVESTIGATION"
    CLOSED = "CLOSED"


class Finding(Enum):
    """What a review came to, said when the alert is closed."""

    JUSTIFIED = "JUSTIFIED"
    JUSTIFIED_RECORDING_DEFECT = "JUSTIFIED_RECORDING_DEFECT"
    NOT_JUSTIFIED = "NOT_JUSTIFIED"
    IDENTITY_ERROR = "IDENTITY_ERROR"
    DUPLICATE = "DUPLICATE"
    UNRESOLVED_ESCALATED = "UNRESOLVED_ESCALATED"


class Escalation(Enum):
    CALDICOTT_GUARDIAN = "CALDICOTT_GUARDIAN"
    DPO = "DPO"
    SIRO = "SIRO"
    PROFESSIONAL_LEAD = "PROFESSIONAL_LEAD"
    HR = "HR"
    ICO = "ICO"


class Layer(Enum):
    """Where an event of the period stands in a spot check."""

    ALL = "ALL"  # the 100 % layer: always checked
    RANDOM = "RANDOM"  # one of those drawn from
    OUTSIDE = "OUTSIDE"  # a decision that was neither an override nor self-claimed


class WhyAll(Enum):
    """Why an event stands in the 100 % layer. A view under an override counts as one."""

    OVERRIDE = "OVERRIDE"
    VIEW_AFTER_REFUSAL = "VIEW_AFTER_REFUSAL"
    VIEW_WITHOUT_DECISION = "VIEW_WITHOUT_DECISION"
    VIEW_OUTSIDE_DETENTION = "VIEW_OUTSIDE_DETENTION"
    NO_CUSTODY_REFERENCE = "NO_CUSTODY_REFERENCE"


class Reply(Enum):
    """What the force answers about one line of its list."""

    HELD = "HELD"
    NOT_HELD = "NOT_HELD"
    CANNOT_CONFIRM = "CANNOT_CONFIRM"


@cache
def review_table() -> dict[str, Any]:
    table: dict[str, Any] = resources.load_json("oversight/review.json")
    return table


@cache
def spot_check_table() -> dict[str, Any]:
    table: dict[str, Any] = resources.load_json("oversight/spot-checks.json")
    return table


def words_for(code: State | Finding | Escalation | WhyAll | Reply) -> str:
    """The words that people read for one of the codes."""
    match code:
        case State():
            text: str = review_table()["states"][code.value]
        case Finding():
            text = review_table()["outcomes"][code.value]
        case Escalation():
            text = review_table()["escalations"][code.value]
        case WhyAll():
            text = spot_check_table()["why_all"][code.value]
        case Reply():
            text = spot_check_table()["replies"][code.value]
    return text


def why_words(code: str) -> str:
    """Why an alert was raised, in words without anything clinical in them."""
    text: str = review_table()["why"].get(code, code.replace("_", " ").capitalize())
    return text
