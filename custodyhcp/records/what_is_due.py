"""Who comes first on the board. Pure.

Rules kept here (domain clinical 7 and 8; design screens): NOT FIT before everybody until the
transfer has started; then those whose review is late, longest first; then those due within half
an hour; then unread briefings, longest first; then the rest by when they are due.
One minute late is late. Controls the hazard of a missed review (H-REVIEW).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from custodyhcp.records import dates

SOON = timedelta(minutes=30)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


class Urgency(Enum):
    """In the order in which they must be seen to."""

    NOT_FIT = 0
    LATE = 1
    DUE = 2
    UNREAD = 3
    REST = 4


class Task(Enum):
    """What healthcare must do next for somebody."""

    HOSPITAL_TRANSFER = "Hospital transfer"
    FIRST_ASSESSMENT = "First assessment"
    REQUEST = "Attend request"
    REVIEW = "Review"
    MEDICINE = "Medicine"
    ASK_AGAIN = "Ask again"
    NOTICE = "Privacy notice"
    AT_HOSPITAL = "Gone to hospital"
    NOTHING = "Nothing due"


@dataclass(frozen=True, slots=True)
class Next:
    """The next task; ``due`` None where it has no time. ``since`` for what waits without one."""

    task: Task
    due: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What ordering the board needs to know of one person. ``not_fit``: and the transfer to
    hospital has not started."""

    next: Next
    not_fit: bool = False
    unread_since: datetime | None = None


def is_late(due: datetime | None, now: datetime) -> bool:
    """From one whole minute past its time."""
    return due is not None and now - due >= timedelta(minutes=1)


def is_soon(due: datetime | None, now: datetime) -> bool:
    return due is not None and not is_late(due, now) and due - now <= SOON


def urgency(situation: Situation, now: datetime) -> Urgency:
    if situation.not_fit:
        return Urgency.NOT_FIT
    if is_late(situation.next.due, now):
        return Urgency.LATE
    if is_soon(situation.next.due, now):
        return Urgency.DUE
    if situation.unread_since is not None:
        return Urgency.UNREAD
    return Urgency.REST


def order(situation: Situation, cell: str, now: datetime) -> tuple[int, datetime, str]:
    """A key to sort by: urgency, then the earliest time, then the cell."""
    level = urgency(situation, now)
    first = situation.next.due or situation.next.since or _FAR
    if level is Urgency.UNREAD and situation.unread_since is not None:
        first = situation.unread_since
    return level.value, first, cell.rjust(8)


@dataclass(frozen=True, slots=True)
class Told:
    """The next task as a line tells it: what, at what time, and how that stands to now."""

    task: str
    clock: str = ""
    relative: str = ""


def told(following: Next, now: datetime) -> Told:
    """``Review`` ``02:54`` ``18 min LATE``; ``First assessment`` with how long it has waited."""
    if following.task is Task.HOSPITAL_TRANSFER:
        waited = "" if following.since is None else dates.ago(following.since, now)
        return Told("Hospital transfer not started", relative=waited.removesuffix(" ago"))
    if following.due is not None:
        clock = dates.cui_short(following.due, now)
        relative = dates.relative(following.due, now)
        if following.since is not None:
            waited = max(0, int((now - following.since).total_seconds() // 60))
            relative = f"{relative}, waiting {waited} min"
        return Told(following.task.value, clock, relative)
    if following.since is not None:
        since = dates.cui_short(following.since, now)
        return Told(following.task.value, relative=f"asked for {since}")
    return Told(following.task.value)
