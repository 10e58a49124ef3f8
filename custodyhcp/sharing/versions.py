"""One version of a briefing and what was done about it; all versions of one stay. Values only.

Rules kept here (domain clinical 6.2 item 23, 7.1): a briefing is read only when somebody has
acknowledged that very version; NOT FIT stays open until all that ``records.briefing_state`` asks
for is there, also under a later version that says FIT. How long something has waited is counted
along the entries (``Stay.elapsed``), never taken as the difference of two readings of a clock that
may have been put back in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from custodyhcp.records.briefing_state import Missing, still_missing
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing.briefing import Briefing

SPOKEN = "briefing.spoken"
PUBLISHED = "briefing.published"
RECEIVED = "briefing.received"
ACKNOWLEDGED = "briefing.acknowledged"
TRANSFER = "transfer.started"
AMBULANCE = "ambulance.recorded"
OTHERWISE = "transfer.decided_otherwise"
ESCALATED = "briefing.escalated"
CLOCK_PUT_BACK = "briefing.clock_put_back"
ASKED = "query.asked"
ANSWERED = "query.answered"
KINDS = (
    SPOKEN,
    PUBLISHED,
    RECEIVED,
    ACKNOWLEDGED,
    TRANSFER,
    AMBULANCE,
    OTHERWISE,
    ESCALATED,
    CLOCK_PUT_BACK,
    ASKED,
    ANSWERED,
    "detention.opened",
    "detention.moved",
    "detention.closed",
)
_NONE = timedelta(0)


class State(Enum):
    """How one version stands, in the words that a person reads."""

    DRAFT = "draft"
    SPOKEN = "told aloud, not published"
    PUBLISHED = "published"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told aloud, before anything was acknowledged on screen."""

    to: str
    at: datetime
    read_back: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Whose screen it was opened on, and when."""

    at: datetime
    name: str
    rank_number: str
    staff: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who read it (name, rank and number), who told them, when, and whether they read it back.
    ``shift``: taken over from the sergeant before, with all that was current."""

    at: datetime
    name: str
    rank_number: str
    told_by: str
    told_at: datetime
    read_back: bool
    staff: str = ""
    shift: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Ambulance:
    """What is known of it so far: when it was called, who came, and when they took over."""

    called_at: datetime | None = None
    crew: str = ""
    handed_over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """That a doctor decided against the transfer, who, and what custody does instead. Why is in
    the clinical record."""

    at: datetime
    by: str
    do: str


@dataclass(frozen=True, slots=True)
class Escalated:
    """That a step was shown: its key, when it was due, and when it was shown."""

    key: str
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    entry: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What custody asked healthcare, and the answer once there is one."""

    entry: str
    detention: str
    person: str
    at: datetime
    by: str
    text: str
    answer: Answer | None = None
    since: timedelta = _NONE

    @property
    def open(self) -> bool:
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Published:
    """One version of one briefing, and what has been done about it. ``since`` is where it stands
    on its stay's own count of time."""

    entry: str
    detention: str
    person: str
    author: str
    at: datetime
    briefing: Briefing
    told: Told | None = None
    received: tuple[Received, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    transfer: Transfer | None = None
    ambulance: Ambulance = Ambulance()
    otherwise: Otherwise | None = None
    since: timedelta = _NONE

    @property
    def version(self) -> int:
        return self.briefing.header.version

    @property
    def unread(self) -> bool:
        return not self.acknowledged

    @property
    def by_999(self) -> bool:
        return self.briefing.fitness is FitToDetain.NOT_FIT_HOSPITAL_999

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What it waits for, were it the only version; a stay asks ``Stay.missing``."""
        return _missing(self, self) if self.briefing.not_fit else ()

    @property
    def not_fit_open(self) -> bool:
        return bool(self.missing)


def _missing(about: Published, current: Published) -> tuple[Missing, ...]:
    both = (about, current)
    return still_missing(
        told=any(one.told or one.acknowledged for one in both),
        read=any(one.acknowledged for one in both),
        called=about.ambulance.called_at is not None,
        needs_call=about.by_999,
        gone=about.transfer is not None,
        otherwise=any(one.otherwise is not None for one in both),
    )


@dataclass(frozen=True, slots=True)
class Stay:
    """All versions for one detention, oldest first, with where the person is now. ``counted`` is
    the time that had passed at the last entry, and ``anchor`` what the clock said then."""

    detention: str
    cell: str = ""
    custody_ref: str = ""
    closed: bool = False
    last_seq: int = -1
    versions: tuple[Published, ...] = ()
    spoken: Mapping[int, Told] | None = None
    queries: tuple[Query, ...] = ()
    escalated: tuple[Escalated, ...] = ()
    anchor: datetime | None = None
    counted: timedelta = _NONE

    @property
    def current(self) -> Published | None:
        return self.versions[-1] if self.versions else None

    @property
    def before(self) -> Published | None:
        """The version that the current one replaced."""
        return self.versions[-2] if len(self.versions) > 1 else None

    @property
    def not_fit(self) -> Published | None:
        """The NOT FIT version that is still open: the current one, or one before it that was
        replaced while it was open."""
        current, still = self.current, None
        for version in self.versions:
            if version.briefing.not_fit:
                still = version
            elif still is not None and not _missing(still, version):
                still = None
        if still is None or current is None or not _missing(still, current):
            return None
        return still

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What NOT FIT waits for; empty where there is none open."""
        about, current = self.not_fit, self.current
        return () if about is None or current is None else _missing(about, current)

    @property
    def not_fit_open(self) -> bool:
        return self.not_fit is not None

    def superseded(self, entry: str) -> bool:
        current = self.current
        return current is not None and current.entry != entry

    def state_of(self, version: Published) -> State:
        """How that version stands now."""
        if self.superseded(version.entry):
            return State.SUPERSEDED
        if version.acknowledged:
            return State.ACKNOWLEDGED
        return State.RECEIVED if version.received else State.PUBLISHED

    @property
    def told_ahead(self) -> Told | None:
        """Who was told aloud of the version that is not published yet."""
        coming = self.current.version + 1 if self.current else 1
        return (self.spoken or {}).get(coming)

    @property
    def shown(self) -> bool:
        """Whether custody still needs it: here, or NOT FIT and not closed."""
        return self.current is not None and (not self.closed or self.not_fit_open)

    @property
    def open_queries(self) -> tuple[Query, ...]:
        return tuple(query for query in self.queries if query.open)

    @property
    def name(self) -> str:
        return self.current.briefing.header.name if self.current else ""

    def elapsed(self, since: timedelta, now: datetime) -> timedelta:
        """How long ago ``since`` was on this stay's own count. A clock that was put back takes
        nothing away; it stands still until it passes its last entry."""
        ahead = _NONE if self.anchor is None else max(_NONE, now - self.anchor)
        return self.counted + ahead - since
