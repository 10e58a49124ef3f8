"""The verbs of this room. Each writes one entry and is on the disk when it returns.

    consent.decided         [CLINICAL] scope, decision, outcome, code, instead, until, alerts,
                                       evidence (entry ids), asked, situation
                            [OVERSIGHT] scope, decision, outcome, code, ground, reason, alerts,
                                       alert_words, relationship, until, not_asked, asked_again,
                                       minutes_since_arrival:
                                       no clinical text but the author's own reason
    consent.reason_refused  [OVERSIGHT] scope, ground, why: a code; no text, and nobody's name
    capacity.assessed       [CLINICAL] assessment, conclusion
    best_interests.recorded [CLINICAL] form
    gp.surgery_answered     [CLINICAL] answer

What the rule blocks is recorded as well as what it allows. A form with something missing is not:
``FormNotComplete`` says what, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from custodyhcp.consent.age import PERSON_KINDS, born_on_record
from custodyhcp.consent.asked import Asked, decision_of
from custodyhcp.consent.best_interests import BestInterests, best_interests_problems
from custodyhcp.consent.capacity import (
    CapacityAssessment,
    capacity_problems,
    conclude,
    wears_off,
)
from custodyhcp.consent.codes import Answer, Capacity, ReasonNotAsked, Scope
from custodyhcp.consent.considering import Considered, consider
from custodyhcp.consent.evidence import finding_problems
from custodyhcp.consent.fold import (
    BEST_INTERESTS_RECORDED,
    CAPACITY_ASSESSED,
    DECIDED,
    KINDS,
    SURGERY_ANSWERED,
    ConsentState,
    fold,
)
from custodyhcp.consent.outcome import (
    Allowed,
    Outcome,
    outcome_code,
    outcome_name,
)
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.problem import FormNotComplete, Problem
from custodyhcp.consent.reasons import reason_fault
from custodyhcp.consent.surgery import SurgeryAnswer, surgery_problems
from custodyhcp.consent.wording import notice_version
from custodyhcp.consent.written import to_body
from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, unstamp
from custodyhcp.ledger.one_person import about
from custodyhcp.vault.compartments import Compartment, Role

REASON_REFUSED = "consent.reason_refused"
DETENTION_OPENED = "detention.opened"
RECENT = 2_000  # entries looked back through for the author's last reason
RULE_VERSION = 1


class NotYours(KnownError):
    """Consent is recorded by a health professional."""

    def __init__(self) -> None:
        super().__init__(
            "Only a health professional can record this.", "Ask the one who is on duty."
        )


class DetentionClosed(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "This detention is closed, so nothing more can be agreed in it.",
            "If they are back in custody, open the new detention and ask again.",
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry written, and what the rule said. ``permission`` is None unless it allowed."""

    entry: str
    outcome: Outcome
    permission: Permission | None


def state_of(desk: Desk, person: str, detention: str) -> ConsentState:
    """Everything about consent for this detention, as the ledger stands now."""
    return fold(about(desk, person, kinds=KINDS | PERSON_KINDS), detention)


def last_reason(desk: Desk) -> str:
    """What the person at this desk wrote for their last override, or empty."""
    newest = desk.health().size
    entries = desk.read(kinds={DECIDED}, after=max(-1, newest - RECENT))
    return _last_reason(entries, desk.session.staff)


def _last_reason(entries: Iterable[Entry], author: str) -> str:
    for entry in reversed(list(entries)):
        body = entry.body(Compartment.CLINICAL)
        reason = body.get("asked", {}).get("reason", "")
        if entry.header.author == author and reason and body.get("outcome") == "ALLOW":
            return str(reason)  # not one that opened nothing: that may be tried again, completed
    return ""


def record(desk: Desk, person: str, detention: str, asked: Asked) -> Recorded:
    """Decides what was asked and answered, and writes it. Raises ``FormNotComplete``,
    ``DetentionClosed``, ``NotYours``, and the ledger's own errors; then nothing was written."""
    _only_health_professionals(desk)
    at = desk.now()
    entries = about(desk, person, kinds=KINDS | PERSON_KINDS)
    state = fold(entries, detention)
    if state.closed_at is not None:
        raise DetentionClosed
    last = last_reason(desk) if asked.ground else ""
    born = born_on_record(entries)
    considered = consider(asked, state, at, last, born)
    _count_refused_reason(desk, considered, last)
    _refuse(considered.to_put_right())
    waited = None if asked.answer is Answer.NOT_ASKED else _since_arrival(desk, detention, at)
    (entry,) = desk.append(_decision_entry(person, detention, considered, state, waited))
    # handed out as it reads back from what was written, not as it was on the form
    permission = permission_for(asked.scope, [*entries, entry], detention, desk.now())
    return Recorded(entry.header.id, considered.outcome, permission)


def _since_arrival(desk: Desk, detention: str, at: datetime) -> int | None:
    """Whole minutes from their arrival; None where that is not known, or is said to be later."""
    opened = desk.read(detention=detention, kinds={DETENTION_OPENED})
    said = next((entry.body(Compartment.IDENTITY) for entry in opened if entry.believed), {})
    arrived = said.get("arrived_at")
    minutes = -1 if arrived is None else int((at - unstamp(arrived)).total_seconds() // 60)
    return None if minutes < 0 else minutes


def _count_refused_reason(desk: Desk, considered: Considered, last: str) -> None:
    """6.2: how often a reason was no reason, for the Guardian. One that was begun, not an empty
    box; without the words, and without whose."""
    asked = considered.asked
    refused = any(problem.field == "reason" for problem in considered.to_put_right())
    fault = reason_fault(asked.reason, last) if asked.reason.strip() else None
    if asked.ground is None or fault is None or not refused:
        return
    body = {"scope": asked.scope.value, "ground": asked.ground.value, "why": fault.value}
    desk.append(NewEntry(REASON_REFUSED, {Compartment.OVERSIGHT: body}))


def permission_for(
    scope: Scope, entries: Iterable[Entry], detention: str, now: datetime
) -> Permission | None:
    """The permission in force at ``now``, or None. ``entries`` are the person's."""
    return fold(entries, detention).permission(scope, now)


def withdraw(
    desk: Desk, person: str, detention: str, scopes: Iterable[Scope], *, age: int
) -> tuple[str, ...]:
    """The person takes their permission back, for each scope, at once (3.6). One entry each, all in
    one transaction; entry ids in order. Earlier answers and views stay. Never refused for want of
    a form: there is none."""
    _only_health_professionals(desk)
    at, state = desk.now(), state_of(desk, person, detention)
    new = [
        _decision_entry(
            person, detention, consider(_withdrawal(scope, state, age), state, at), state
        )
        for scope in scopes
    ]
    return tuple(entry.header.id for entry in desk.append(*new)) if new else ()


def _withdrawal(scope: Scope, state: ConsentState, age: int) -> Asked:
    before = state.latest(scope)
    return Asked(
        scope=scope,
        answer=Answer.WITHDRAWN,
        capacity=before.asked.capacity if before else Capacity.HAS,
        age=age,
        gillick=before.asked.gillick if before else None,
        proxy=before.asked.proxy if before else None,
        notice=notice_version(),
    )


def _decision_entry(
    person: str,
    detention: str,
    considered: Considered,
    state: ConsentState,
    waited: int | None = None,
) -> NewEntry:
    return NewEntry(
        kind=DECIDED,
        person=person,
        detention=detention,
        parts={
            Compartment.CLINICAL: _clinical(considered),
            Compartment.OVERSIGHT: _oversight(considered, state, waited),
        },
    )


def _clinical(considered: Considered) -> Mapping[str, Any]:
    outcome = considered.outcome
    return {
        "rule_version": RULE_VERSION,
        "scope": considered.asked.scope.value,
        "decision": decision_of(considered.asked).value,
        "method": to_body(considered.asked.method),
        "outcome": outcome_name(outcome),
        "code": outcome_code(outcome),
        "instead": "" if isinstance(outcome, Allowed) else outcome.instead,
        "until": to_body(considered.until),
        "alerts": _pairs(outcome),
        "evidence": list(considered.evidence),
        "asked": to_body(considered.asked),
        "situation": to_body(considered.situation),
    }


def _oversight(
    considered: Considered, state: ConsentState, waited: int | None
) -> Mapping[str, Any]:
    asked, outcome = considered.asked, considered.outcome
    alerts = outcome.alerts if isinstance(outcome, Allowed) else ()
    return {
        "scope": asked.scope.value,
        "outcome": outcome_name(outcome),
        "code": outcome_code(outcome),
        "decision": decision_of(asked).value,
        "ground": to_body(asked.ground),
        "until": to_body(considered.until),
        "not_asked": to_body(_not_asked(asked)),
        "asked_again": _asked_again(asked, state),
        "minutes_since_arrival": waited,
        "reason": asked.reason if asked.ground is not None else "",
        "relationship": asked.relationship.value,
        "alerts": _pairs(outcome),
        "alert_words": [
            {"type": alert.type_display, "reason": alert.reason_display} for alert in alerts
        ],
    }


def _not_asked(asked: Asked) -> ReasonNotAsked | None:
    if asked.answer is not Answer.NOT_ASKED:
        return None
    return asked.not_asked_reason or ReasonNotAsked.OTHER


def _asked_again(asked: Asked, state: ConsentState) -> bool:
    """Whether this is an answer after a no, or a withdrawal, in this detention (8.1)."""
    before = state.latest(asked.scope)
    said = (Answer.YES, Answer.NO)
    refused = (Answer.NO, Answer.WITHDRAWN)
    return before is not None and before.asked.answer in refused and asked.answer in said


def _pairs(outcome: Outcome) -> list[list[int]]:
    return [list(a.pair) for a in outcome.alerts] if isinstance(outcome, Allowed) else []


def record_capacity(desk: Desk, person: str, detention: str, assessment: CapacityAssessment) -> str:
    """Writes a finished capacity assessment; gives the entry's id. Raises ``FormNotComplete``."""
    _refuse(capacity_problems(assessment, desk.now()))
    concluded = conclude(assessment)
    body = {"assessment": to_body(assessment), "conclusion": to_body(concluded)}
    return _append(desk, person, detention, CAPACITY_ASSESSED, body)


def record_best_interests(desk: Desk, person: str, detention: str, form: BestInterests) -> str:
    """Writes a finished best-interests form; gives the entry's id. Raises ``FormNotComplete``."""
    state = state_of(desk, person, detention)
    finding = state.capacity_finding(form.scope)
    assessed = None if finding is None else finding.assessment
    _refuse(tuple(finding_problems(assessed, desk.now())))
    off = assessed is not None and wears_off(assessed)
    known = form.scope in state.refused_before
    _refuse(best_interests_problems(form, prior_refusal_known=known, wears_off=off))
    return _append(desk, person, detention, BEST_INTERESTS_RECORDED, {"form": to_body(form)})


def record_surgery_answer(desk: Desk, person: str, detention: str, answer: SurgeryAnswer) -> str:
    """Writes what the surgery said: key 2. Gives the entry's id. Raises ``FormNotComplete``."""
    _refuse(surgery_problems(answer, desk.now()))
    return _append(desk, person, detention, SURGERY_ANSWERED, {"answer": to_body(answer)})


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise FormNotComplete(problems)


def _append(desk: Desk, person: str, detention: str, kind: str, body: Mapping[str, Any]) -> str:
    _only_health_professionals(desk)
    (entry,) = desk.append(
        NewEntry(
            kind=kind,
            person=person,
            detention=detention,
            parts={Compartment.CLINICAL: body},
        )
    )
    return entry.header.id


def _only_health_professionals(desk: Desk) -> None:
    if desk.session.role is not Role.HCP:
        raise NotYours
