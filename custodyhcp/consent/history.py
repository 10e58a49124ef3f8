"""What was asked, answered and found about consent, in the order of time: one row for each. Pure.

Rules kept here (domain consent 3.6, 8.1): nothing that was ever answered is left out, and each row
says whether it still counts and, if not, why and from when. What was asked in an earlier detention
is shown as asked then; it gives no permission in another, ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from custodyhcp.consent.asked import decision_of, limits_of
from custodyhcp.consent.codes import Answer, Capacity, Decision, Scope, Surgery
from custodyhcp.consent.fold import (
    DETENTION_CLOSED,
    KINDS,
    Assessed,
    ConsentState,
    Decided,
    InterestsRecorded,
    SurgeryAnswered,
    fold,
)
from custodyhcp.consent.limits import NO_LIMITS, Limits
from custodyhcp.ledger.entry import Entry


class Kind(Enum):
    ANSWER = "ANSWER"
    CAPACITY = "CAPACITY"
    BEST_INTERESTS = "BEST_INTERESTS"
    SURGERY = "SURGERY"


class Stands(Enum):
    """Whether the row gives a permission now; if not, why."""

    IN_FORCE = "IN_FORCE"
    TAKEN_BACK = "TAKEN_BACK"
    ANSWERED_ANEW = "ANSWERED_ANEW"
    NOT_NOW = "NOT_NOW"  # its time is over, a key is missing, or it rested on incapacity
    STAY_OVER = "STAY_OVER"
    NOTHING_TO_STAND = "NOTHING_TO_STAND"  # it never gave one


@dataclass(frozen=True, slots=True)
class Row:
    """``until``: when it ended, or will; None where it has no end but the detention's."""

    entry: str
    seq: int
    at: datetime
    author: str
    kind: Kind
    scope: Scope
    decision: Decision | None = None
    outcome: str = ""
    code: str = ""
    capacity: Capacity | None = None
    surgery: Surgery | None = None
    limits: Limits = NO_LIMITS
    note: str = ""
    stands: Stands = Stands.NOTHING_TO_STAND
    until: datetime | None = None
    treatment: str = ""


@dataclass(frozen=True, slots=True)
class StayHistory:
    """One detention's rows, newest first. ``sealed``: something of it these keys do not open."""

    detention: str
    rows: tuple[Row, ...]
    closed_at: datetime | None
    sealed: bool = False


def history(entries: Iterable[Entry], detention: str, now: datetime) -> tuple[StayHistory, ...]:
    """The detention asked about first, then the person's others, newest first; those in which
    nothing was asked are left out. Give all entries of the person."""
    found = [e for e in entries if e.header.kind in KINDS and e.believed]
    newest: dict[str, int] = {}
    for entry in found:
        if entry.header.detention and entry.header.kind != DETENTION_CLOSED:
            newest[entry.header.detention] = entry.header.seq
    others = sorted((d for d in newest if d != detention), key=lambda d: -newest[d])
    stays = [_stay(fold(found, one), now) for one in (detention, *others)]
    return tuple(stay for stay in stays if stay.rows or stay.sealed)


def _stay(state: ConsentState, now: datetime) -> StayHistory:
    rows = sorted(_rows(state, now), key=lambda row: -row.seq)
    return StayHistory(state.detention, tuple(rows), state.closed_at, state.sealed)


def _rows(state: ConsentState, now: datetime) -> Iterator[Row]:
    yield from (_answer(one, state, now) for one in state.decisions)
    yield from map(_capacity, state.assessments)
    yield from map(_interests, state.interests)
    yield from map(_surgery, state.surgery)


def _answer(one: Decided, state: ConsentState, now: datetime) -> Row:
    row = Row(
        entry=one.entry,
        seq=one.seq,
        at=one.at,
        author=one.author,
        kind=Kind.ANSWER,
        scope=one.scope,
        decision=decision_of(one.asked),
        outcome=one.outcome,
        code=one.code,
        limits=limits_of(one.asked),
        note=one.asked.reason or one.asked.not_asked_because,
        treatment=one.asked.treatment,
        until=one.until,
    )
    stands, ended = _stands(one, state, now)
    return replace(row, stands=stands, until=ended or row.until)


def _stands(one: Decided, state: ConsentState, now: datetime) -> tuple[Stands, datetime | None]:
    """Why an answer counts, or does not any more, and from when not."""
    if one.outcome != "ALLOW" and one.asked.answer is not Answer.YES:
        return Stands.NOTHING_TO_STAND, None
    later = next((d for d in state.decisions if d.scope is one.scope and d.seq > one.seq), None)
    if later is not None:
        back = later.asked.answer is Answer.WITHDRAWN
        return (Stands.TAKEN_BACK if back else Stands.ANSWERED_ANEW), later.at
    if state.closed_at is not None:
        return Stands.STAY_OVER, state.closed_at
    if state.permission(one.scope, now) is not None:
        return Stands.IN_FORCE, None
    return Stands.NOT_NOW, None


def _capacity(one: Assessed) -> Row:
    scope = one.assessment.scope
    return Row(
        one.entry, one.seq, one.at, one.author, Kind.CAPACITY, scope, capacity=one.conclusion
    )


def _interests(one: InterestsRecorded) -> Row:
    return Row(one.entry, one.seq, one.at, one.author, Kind.BEST_INTERESTS, one.form.scope)


def _surgery(one: SurgeryAnswered) -> Row:
    said = one.answer
    note = ", ".join(part for part in (said.who, said.ods, said.reference) if part)
    return Row(
        one.entry,
        one.seq,
        one.at,
        one.author,
        Kind.SURGERY,
        Scope.VIEW_GP,
        surgery=said.surgery,
        limits=Limits(said.limits),
        note=note,
        until=said.until,
    )
