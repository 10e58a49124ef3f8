"""What was asked, of whom, and what was answered: one form, and what the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Decision,
    Ground,
    Method,
    Proxy,
    ReasonUnable,
    Relationship,
    Scope,
    ScrStatus,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.problem import Problem, needed


@dataclass(frozen=True, slots=True)
class Weighing:
    """The public-interest weighing (4.5), each part in words."""

    harm_to_patient: str = ""
    harm_to_others: str = ""
    benefit: str = ""
    views: str = ""
    minimum: str = ""


NOT_WEIGHED = Weighing()
NOT_TESTED = EmergencyTest()


@dataclass(frozen=True, slots=True)
class Asked:
    """One scope, asked once. ``age`` in whole years on the day; ``age_stated`` where nobody knows
    the date of birth and it rests on what was said and seen.

    ``answer`` is the proxy's where ``proxy`` is given. ``ask_again_at`` is when they will be asked
    or assessed again. Text is empty where it does not apply.
    """

    scope: Scope
    answer: Answer
    capacity: Capacity
    age: int
    age_stated: bool = False
    relationship: Relationship = Relationship.NONE
    scr_status: ScrStatus = ScrStatus.ASK
    limits: str = ""
    method: Method = Method.VERBAL
    interpreter: str = ""
    notice: str = ""
    not_asked_because: str = ""
    ask_again_at: datetime | None = None
    gillick: bool | None = None
    gillick_evidence: str = ""
    proxy: Proxy | None = None
    proxy_name: str = ""
    proxy_relationship: str = ""
    proxy_evidence: str = ""
    ground: Ground | None = None
    reason: str = ""
    reason_unable: ReasonUnable | None = None
    emergency: EmergencyTest = NOT_TESTED
    weighing: Weighing = NOT_WEIGHED
    adviser: str = ""
    statute: str = ""
    order_reference: str = ""
    order_scope: str = ""
    prior_capacitous_refusal: bool = False
    life_threatening: bool = False
    senior_adviser: str = ""


def decision_of(asked: Asked) -> Decision:
    """The word of the national-style list (8.3) for this answer."""
    match asked.answer:
        case Answer.YES:
            return Decision.GRANTED_LIMITED if asked.limits.strip() else Decision.GRANTED
        case Answer.NO:
            return Decision.REFUSED
        case Answer.UNABLE:
            return Decision.UNABLE
        case Answer.NOT_ASKED:
            return Decision.NOT_ASKED
        case Answer.WITHDRAWN:
            return Decision.WITHDRAWN


def asked_problems(asked: Asked, at: datetime) -> tuple[Problem, ...]:
    """What has to be put right before an answer can be recorded at all, allowed or not."""
    return (
        *_not_asked(asked),
        *_child(asked),
        *_again(asked, at),
    )


def _not_asked(asked: Asked) -> Iterable[Problem]:
    if asked.answer is Answer.NOT_ASKED and asked.ground is None:
        yield from needed("not_asked_because", asked.not_asked_because, "Say why nobody asked.")


def _child(asked: Asked) -> Iterable[Problem]:
    if asked.age < ADULT_FROM and asked.gillick is not None:
        yield from needed(
            "gillick_evidence",
            asked.gillick_evidence,
            "Say how you know whether they are competent for this decision.",
        )


def _again(asked: Asked, at: datetime) -> Iterable[Problem]:
    waits = asked.capacity is Capacity.UNDETERMINED and asked.ground is None
    if asked.answer is Answer.WITHDRAWN:
        return
    if asked.ask_again_at is None:
        if waits or asked.ground is Ground.COULD_NOT_ASK:
            yield Problem("ask_again_at", "Set a time to ask them again.")
    elif asked.ask_again_at <= at:
        yield Problem("ask_again_at", "Set a time to ask them again that is still to come.")
