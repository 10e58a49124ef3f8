"""Whether this computer's clock was moved: against a clock that nobody can set, and at the start
against the newest entry. Pure but for the two clocks handed in.

Rules kept here (design security 5.18): times due are worked out from the wall clock, so a jump of a
minute or more is said and recorded; a change of the time zone moves no time that is kept, because
all are kept in UTC, but is said as well. A computer that slept is not a clock that was moved: the
second clock counts on while it sleeps, wherever the system has one that does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import NewEntry, stamp, unstamp
from custodyhcp.ledger.rows import quick_header
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.entry import Entry
    from custodyhcp.ledger.ledger import Ledger

CHANGED = "clock.changed"
LEAST = timedelta(minutes=1)
SAID_FOR = timedelta(hours=12)  # after a change it is said to whoever signs in


class How(Enum):
    """How a change was found."""

    RUNNING = "RUNNING"  # while the program ran
    START = "START"  # at the start: behind what was recorded
    ZONE = "ZONE"  # the time zone, or summer time, changed; the time itself did not


@dataclass(frozen=True, slots=True)
class Change:
    """``by`` is how far the clock moved, negative for back; ``at`` is what it says now."""

    how: How
    by: timedelta
    at: datetime

    @property
    def minutes(self) -> int:
        return max(1, int(abs(self.by).total_seconds() // 60))


def steady() -> float:
    """Seconds that no setting of the clock changes, and that count on while the computer sleeps
    where the system allows it."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


def zone() -> int:
    """How far the computer's own time zone is from UTC now, in seconds."""
    return time.localtime().tm_gmtoff


class ClockWatch:
    """``look()`` now and again. ``wall`` may be set by anybody, ``steady`` by nobody."""

    def __init__(
        self,
        wall: Callable[[], datetime],
        steady: Callable[[], float] = steady,
        zone: Callable[[], int] = zone,
    ) -> None:
        self._wall, self._steady, self._zone = wall, steady, zone
        self._then, self._since, self._was = wall(), steady(), zone()

    def look(self) -> Change | None:
        """What changed since the last look that found something; None where nothing did. Small
        corrections (a clock kept by the network) are not said, but do add up until they are."""
        now, gone, there = self._wall(), self._steady(), self._zone()
        by = now - self._then - timedelta(seconds=gone - self._since)
        if abs(by) >= LEAST:
            self._then, self._since, self._was = now, gone, there
            return Change(How.RUNNING, by, now)
        if there != self._was:
            moved = timedelta(seconds=there - self._was)
            self._was = there
            return Change(How.ZONE, moved, now)
        return None


def behind(ledger: Ledger) -> Change | None:
    """At the start: the clock is behind what was last recorded, so it was put back."""
    newest = ledger.store.rows(None, None, None, -1, None, 1)
    now = ledger.now()
    if not newest:
        return None
    by = now - unstamp(quick_header(newest[-1][1]).at)
    return Change(How.START, by, now) if by <= -LEAST else None


def record(ledger: Ledger, change: Change) -> Entry:
    """Write it, as the workstation itself: nothing in it is about anybody."""
    body = {
        "how": change.how.value,
        "by_seconds": int(change.by.total_seconds()),
        "at": stamp(change.at),
    }
    return ledger.append_by_device(NewEntry(CHANGED, {Compartment.OPEN: body}))[0]


def lately(ledger: Ledger, now: datetime) -> Change | None:
    """The last change of the last half day, for whoever signs in."""
    found = ledger.open_entries((CHANGED,))
    if not found:
        return None
    body = found[-1].body(Compartment.OPEN)
    change = Change(
        How(body["how"]), timedelta(seconds=int(body["by_seconds"])), unstamp(body["at"])
    )
    return change if abs(now - change.at) <= SAID_FOR else None
