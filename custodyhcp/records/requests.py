"""Requests for a health professional: who asked, when, why, and what came of it.

Rules kept here (domain clinical 3.6, 7 rows 3 and 4): every request has an end that is recorded:
attended, declined by the person, or unable and why; the minutes until somebody attended are
counted against the suite's target for its urgency, which is data and not verified here; one minute
past it is late; an open request is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry, NewEntry, stamp, unstamp
from custodyhcp.records import words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.assessment import ReasonForCall
from custodyhcp.records.custody_rows import CLOCK_TOLERANCE
from custodyhcp.records.people import person_of
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

REQUESTED, ANSWERED = "hcp.requested", "hcp.answered"
REQUEST_KINDS = (REQUESTED, ANSWERED)


class By(Enum):
    """Who asked."""

    PERSON = "The person"
    CUSTODY = "Custody staff"
    INVESTIGATOR = "Investigating officer"
    FAMILY = "Family or friend"
    SOLICITOR = "Solicitor"
    ADULT = "Appropriate adult"
    COLLEAGUE = "Healthcare colleague"


class Priority(Enum):
    EMERGENCY = "Emergency"
    URGENT = "Urgent"
    ROUTINE = "Routine"


class Outcome(Enum):
    """How a request ended."""

    ATTENDED = "Attended"
    DECLINED = "The person declined"
    UNABLE = "Could not attend"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is typed: ``asked_at`` to the minute; ``why`` in words where the codes do not do."""

    by: By
    priority: Priority
    codes: tuple[ReasonForCall, ...]
    asked_at: datetime
    why: str = ""
    who: str = ""  # name or number of whoever asked


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it stands."""

    entry: str
    asking: Asking
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Unable is not an end: somebody must still come."""
        return self.outcome is None or self.outcome is Outcome.UNABLE

    @property
    def due(self) -> datetime:
        return self.asking.asked_at + target(self.asking.priority)

    def minutes(self, now: datetime) -> int:
        """From the request until it ended, or until now."""
        until = self.ended_at if not self.open and self.ended_at is not None else now
        return max(0, int((until - self.asking.asked_at).total_seconds() // 60))

    def late_by(self, now: datetime) -> int:
        """Whole minutes past the target; 0 where it was kept or is not over yet. A person who
        declined has had somebody offered in time or not, as well."""
        return max(0, self.minutes(now) - int(target(self.asking.priority).total_seconds() // 60))


@cache
def _targets() -> dict[str, int]:
    found = load_json("records/targets.json")
    return {name: int(minutes) for name, minutes in found["minutes"].items()}


def target(priority: Priority) -> timedelta:
    """The time to attend for that urgency, from the suite's table."""
    return timedelta(minutes=_targets()[priority.name])


def fold(entries: Iterable[Entry]) -> tuple[Request, ...]:
    """Every request of one stay, oldest first. Pure; unreadable ones are left out."""
    found: dict[str, Request] = {}
    for entry in entries:
        body = entry.body(Compartment.IDENTITY)
        if entry.header.kind not in REQUEST_KINDS or not entry.believed or not body:
            continue
        if entry.header.kind == REQUESTED:
            found[entry.header.id] = Request(entry.header.id, _asking(entry))
        elif body.get("request") in found:
            before = found[body["request"]]
            found[before.entry] = _ended(before, entry)
    return tuple(sorted(found.values(), key=lambda one: one.asking.asked_at))


def _asking(entry: Entry) -> Asking:
    body, clinical = entry.body(Compartment.IDENTITY), entry.body(Compartment.CLINICAL)
    return Asking(
        By[body["by"]],
        Priority[body["priority"]],
        tuple(ReasonForCall(code) for code in clinical.get("codes", ())),
        unstamp(body["asked_at"]),
        str(clinical.get("why", "")),
        str(body.get("who", "")),
    )


def _ended(before: Request, entry: Entry) -> Request:
    if before.outcome in (Outcome.ATTENDED, Outcome.DECLINED):
        return before  # the first end stands
    body, clinical = entry.body(Compartment.IDENTITY), entry.body(Compartment.CLINICAL)
    return replace(
        before,
        outcome=Outcome[body["outcome"]],
        ended_at=unstamp(body["at"]),
        reason=str(clinical.get("reason", "")),
    )


def problems(asking: Asking, now: datetime) -> tuple[Problem, ...]:
    """What to put right before it can be written."""
    found = list(words.too_long("who", asking.who, words.LONGEST_LINE, "Who asked"))
    found += words.too_long("why", asking.why, words.LONGEST_TEXT, "The reason")
    if not asking.codes and not asking.why:
        found.append(Problem("why", "Say why healthcare was asked for."))
    if asking.asked_at > now + CLOCK_TOLERANCE:
        found.append(Problem("asked_at", "The time of asking is in the future."))
    return tuple(found)


def request(desk: Desk, detention: str, asking: Asking) -> Entry:
    """Write that healthcare was asked for. Why is clinical; that and when are not."""
    clean = replace(asking, who=words.line(asking.who), why=words.paragraphs(asking.why))
    insist(problems(clean, desk.now()))
    identity = {
        "by": clean.by.name,
        "who": clean.who,
        "priority": clean.priority.name,
        "asked_at": stamp(clean.asked_at),
    }
    clinical = {"codes": [code.value for code in clean.codes], "why": clean.why}
    parts: Mapping[Compartment, Body] = {
        Compartment.IDENTITY: identity,
        Compartment.CLINICAL: clinical,
    }
    person = person_of(desk, detention)
    return desk.append(NewEntry(REQUESTED, parts, person=person, detention=detention))[0]


class NotOpen(KnownError):
    def __init__(self) -> None:
        super().__init__("This request has ended already.", "Read the list again.")


def answer(
    desk: Desk, detention: str, entry: str, outcome: Outcome, at: datetime, reason: str = ""
) -> Entry:
    """Write how a request ended, or that nobody could come and why. Raises ``NotOpen``."""
    said = words.paragraphs(reason)
    open_now = {one.entry: one for one in read(desk, detention) if one.open}
    if entry not in open_now:
        raise NotOpen
    insist(answer_problems(open_now[entry], outcome, at, said, desk.now()))
    identity = {"request": entry, "outcome": outcome.name, "at": stamp(at)}
    parts = {Compartment.IDENTITY: identity, Compartment.CLINICAL: {"reason": said}}
    person = person_of(desk, detention)
    return desk.append(NewEntry(ANSWERED, parts, person=person, detention=detention))[0]


def answer_problems(
    asked: Request, outcome: Outcome, at: datetime, reason: str, now: datetime
) -> tuple[Problem, ...]:
    found = list(words.too_long("reason", reason, words.LONGEST_TEXT, "The reason"))
    if outcome is not Outcome.ATTENDED and not reason:
        found.append(Problem("reason", "Say why."))
    if at > now + CLOCK_TOLERANCE:
        found.append(Problem("at", "The time is in the future."))
    elif at < asked.asking.asked_at.replace(second=0, microsecond=0):
        found.append(Problem("at", "The time is before healthcare was asked for."))
    return tuple(found)


def read(desk: Desk, detention: str) -> tuple[Request, ...]:
    return fold(desk.read(detention=detention, kinds=REQUEST_KINDS))


def _can_be_read(entry: Entry) -> object:
    return _asking(entry) if entry.header.kind == REQUESTED else _ended(_ANY, entry)


_THEN = "2000-01-01T00:00:00Z"
_ANY = Request("", Asking(By.CUSTODY, Priority.URGENT, (), unstamp(_THEN)))
legible.register(REQUEST_KINDS, Compartment.IDENTITY, _can_be_read)
