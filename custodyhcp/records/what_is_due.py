"""One thing that healthcare has to do, how urgent it is, and how it is told. Pure.

Rules kept here (domain clinical 7 and 8; design screens): NOT FIT before everything until the
transfer has started, and next a briefing of it that nobody has read; then what is late, longest
first; then what is due within half an hour; then whatever waits already (unread briefings, somebody
who asked to be seen, custody's questions), longest first; then the rest by when it is due, and last
what has no time. One minute late is late. Controls the hazard of a missed review (H-REVIEW).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from custodyhcp.records import dates

SOON = timedelta(minutes=30)
_MINUTE = timedelta(minutes=1)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


class Urgency(Enum):
    """In the order in which they must be seen to."""

    NOT_FIT = 0
    NOT_FIT_UNREAD = 1
    LATE = 2
    DUE = 3
    WAITING = 4
    REST = 5


class Task(Enum):
    """What there is to do."""

    HOSPITAL_TRANSFER = "Hospital transfer"
    FIRST_ASSESSMENT = "First assessment"
    REQUEST = "Attend request"
    REVIEW = "Review"
    OBSERVATIONS = "Observations"
    MEDICINE = "Medicine"
    ASK_AGAIN = "Ask again"
    NOTICE = "Privacy notice"
    BRIEFING = "Briefing not read"
    LETTER = "GP summary to answer for"
    HANDOVER = "Handover to accept"
    DRAFT = "Unfinished"
    QUERY = "Custody asks"
    PASTE = "Briefing not in the custody record"

    @property
    def section(self) -> str:
        """The section of the person's page in which it is done; empty for the suite's own."""
        return _SECTIONS[self]


_SECTIONS = {
    Task.HOSPITAL_TRANSFER: "briefing",
    Task.FIRST_ASSESSMENT: "assessment",
    Task.REQUEST: "requests",
    Task.REVIEW: "assessment",
    Task.OBSERVATIONS: "observations",
    Task.MEDICINE: "medicines",
    Task.ASK_AGAIN: "consent",
    Task.NOTICE: "notice",
    Task.BRIEFING: "briefing",
    Task.LETTER: "summary",
    Task.HANDOVER: "",
    Task.DRAFT: "",
    Task.QUERY: "briefing",
    Task.PASTE: "briefing",
}


@dataclass(frozen=True, slots=True)
class Escalation:
    """That something late was taken further: to whom, when, and what was said."""

    key: str
    at: datetime
    to: str
    who: str
    said: str
    author: str

    @property
    def to_words(self) -> str:
        return f"{self.to}, {self.who}" if self.who else self.to


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do. ``at`` is when it is due, None where it has no time; ``since`` is from when
    it has been waiting. ``about`` names the entry or the time it rests on: with the task and the
    stay it tells this one from the next of its kind. ``left_by`` is whose unfinished typing it is,
    empty for one's own. ``section`` where it is done, if not where its task is. ``under_way``: it
    has begun, and is not closed."""

    task: Task
    at: datetime | None = None
    since: datetime | None = None
    about: str = ""
    detail: str = ""
    detention: str = ""
    person: str = ""
    cell: str = ""
    name: str = ""
    section: str = ""
    left_by: str = ""
    under_way: bool = False
    escalated: tuple[Escalation, ...] = ()

    @property
    def key(self) -> str:
        return ":".join((self.task.name, self.detention, self.about))

    @property
    def where(self) -> str:
        return self.section or self.task.section

    def late_by(self, now: datetime) -> int:
        """Whole minutes past its time; 0 where it is not late."""
        return late_minutes(self.at, now)


def late_minutes(due: datetime | None, now: datetime) -> int:
    """Whole minutes past ``due``; 0 where it is not late, or has no time."""
    return 0 if due is None else max(0, int((now - due).total_seconds() // 60))


def is_late(due: datetime | None, now: datetime) -> bool:
    """From one whole minute past its time."""
    return late_minutes(due, now) >= 1


def is_soon(due: datetime | None, now: datetime) -> bool:
    return due is not None and not is_late(due, now) and due - now <= SOON


def urgency(due: Due | None, now: datetime) -> Urgency:
    """How soon ``due`` must be seen to; ``REST`` where nothing is due."""
    if due is None:
        return Urgency.REST
    if due.task is Task.HOSPITAL_TRANSFER:
        return Urgency.NOT_FIT
    if due.task is Task.BRIEFING and due.detail == NOT_FIT:
        return Urgency.NOT_FIT_UNREAD
    if is_late(due.at, now):
        return Urgency.LATE
    if is_soon(due.at, now):
        return Urgency.DUE
    return Urgency.WAITING if due.task in _WAITS else Urgency.REST


NOT_FIT = "NOT FIT"  # what a briefing says, as the detail of the task that it be read
_WAITS = (Task.BRIEFING, Task.FIRST_ASSESSMENT, Task.REQUEST, Task.QUERY)


def is_pressing(due: Due, now: datetime) -> bool:
    """Late, or somebody not fit whose transfer has not begun."""
    return is_late(due.at, now) or urgency(due, now) is Urgency.NOT_FIT


def pressing_words(number: int) -> str:
    """``3 late or not fit``: the same words for the same number, wherever it is said."""
    return f"{number} late or not fit"


Order = tuple[int, int, datetime, str, str]


def order(due: Due | None, cell: str, now: datetime) -> Order:
    """A key to sort by: urgency, what has a time before what has none, the earliest time, then the
    cell. Typing that was never recorded has no time, however long it lies there; last of all stands
    what somebody must copy into the custody record."""
    if due is None:
        return Urgency.REST.value, 2, _FAR, cell.rjust(8), ""
    untimed = int(due.task in (Task.DRAFT, Task.LETTER) and due.at is None)
    untimed = 2 if due.task is Task.PASTE and due.at is None else untimed
    level = urgency(due, now)
    waits = level is Urgency.WAITING
    first = (due.since if waits else due.at) or due.at or due.since or _FAR
    return level.value, untimed, first, cell.rjust(8), due.key


def in_order(found: list[Due], now: datetime) -> tuple[Due, ...]:
    """Most urgent first."""
    return tuple(sorted(found, key=lambda due: order(due, due.cell, now)))


@dataclass(frozen=True, slots=True)
class Told:
    """A task as a line tells it: what, at what time, and how that stands to now."""

    task: str
    clock: str = ""
    relative: str = ""


def told(due: Due, now: datetime) -> Told:
    """``Review`` ``02:54`` ``18 min LATE``; ``First assessment`` with when it was asked for."""
    if due.task is Task.HOSPITAL_TRANSFER:
        said = "NOT FIT not closed" if due.under_way else "Hospital transfer not started"
        return Told(said, relative=_waited(due.since, now))
    if due.task in (Task.BRIEFING, Task.QUERY, Task.PASTE):
        return Told(due.task.value, relative=_waited(due.since, now))
    if due.task is Task.DRAFT:
        left = f", left by {due.left_by}" if due.left_by else ""
        since = "" if due.since is None else f"since {dates.cui_short(due.since, now)}"
        return Told(f"{due.task.value}: {due.detail}", relative=f"{since}{left}")
    if due.task is Task.FIRST_ASSESSMENT and due.since is not None and not is_late(due.at, now):
        return Told(due.task.value, relative=f"asked for {dates.cui_short(due.since, now)}")
    if due.at is not None:
        clock = dates.cui_short(due.at, now)
        relative = dates.relative(due.at, now)
        if due.task in _WAITED_FOR and due.since is not None:
            relative = f"{relative}, waiting {late_minutes(due.since, now)} min"
        return Told(due.task.value, clock, relative)
    return Told(due.task.value)


_WAITED_FOR = (Task.REQUEST, Task.FIRST_ASSESSMENT)


def _waited(since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    return "under 1 min" if now - since < _MINUTE else dates.spoken(now - since)
