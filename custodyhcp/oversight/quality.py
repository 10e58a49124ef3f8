"""Figures about how consent and review go, for the officer to think about (domain consent 6.2).

Pure. Counts and times only; nobody is named but members of staff. A refusal rate near zero is not
good news: it may mean that people are not really being asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from custodyhcp.ledger.entry import Entry
from custodyhcp.oversight.alerts import Alert
from custodyhcp.oversight.frame import DECIDED, VIEW_SCOPES, VIEWED, is_override
from custodyhcp.vault.compartments import Compartment

WEEK = timedelta(days=7)
WEEKS = 8
LEAST_ASKED = 20  # fewer than this says nothing about a rate
NEAR_ZERO = 2  # refusals of a hundred asked
_ASKED = {
    ("ALLOW", "PTV_GRANTED"): False,
    ("ALLOW", "PTV_PROXY"): False,
    ("BLOCK", "REFUSED"): True,
    ("BLOCK", "PROXY_REFUSED"): True,
}


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days that begin at ``start``."""

    start: datetime
    views: int
    overrides: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the last eight weeks. Rates are of a hundred; None where there is nothing to divide by."""

    views: int
    overrides: int
    asked: int
    refused: int
    weeks: tuple[Week, ...]
    closed: int
    median_to_close: timedelta | None
    overrides_by: Mapping[str, int]  # author to number
    views_by: Mapping[str, int]

    @property
    def overrides_of_100_views(self) -> float | None:
        return 100 * self.overrides / self.views if self.views else None

    @property
    def refusals_of_100_asked(self) -> float | None:
        return 100 * self.refused / self.asked if self.asked else None

    @property
    def hardly_anybody_refuses(self) -> bool:
        rate = self.refusals_of_100_asked
        return rate is not None and self.asked >= LEAST_ASKED and rate < NEAR_ZERO


def figures(entries: Iterable[Entry], alerts: Iterable[Alert], now: datetime) -> Figures:
    """Of decisions and views, read with the oversight key, and of the alerts."""
    start = now - WEEKS * WEEK
    recent = [entry for entry in entries if start <= entry.at <= now]
    views = [entry for entry in recent if entry.header.kind in VIEWED]
    overrides = [entry for entry in recent if _is_override(entry)]
    answers = [answer for entry in recent if (answer := _answer(entry)) is not None]
    waits = [a.closed_at - a.at for a in alerts if a.closed_at is not None and a.closed_at >= start]
    return Figures(
        views=len(views),
        overrides=len(overrides),
        asked=len(answers),
        refused=sum(answers),
        weeks=_weeks(views, overrides, start),
        closed=len(waits),
        median_to_close=_middle(waits),
        overrides_by=Counter(entry.header.author for entry in overrides),
        views_by=Counter(entry.header.author for entry in views),
    )


def _middle(waits: Sequence[timedelta]) -> timedelta | None:
    seconds = [wait.total_seconds() for wait in waits]
    return timedelta(seconds=median(seconds)) if seconds else None


def _is_override(entry: Entry) -> bool:
    body = entry.body(Compartment.OVERSIGHT)
    looks = entry.header.kind == DECIDED and str(body.get("scope")) in VIEW_SCOPES
    return looks and is_override(body.get("outcome"), body.get("code"))


def _answer(entry: Entry) -> bool | None:
    """True where somebody was asked and refused, False where they agreed, None where not asked."""
    body = entry.body(Compartment.OVERSIGHT)
    if entry.header.kind != DECIDED or str(body.get("scope")) not in VIEW_SCOPES:
        return None
    return _ASKED.get((str(body.get("outcome")), str(body.get("code"))))


def _weeks(views: Sequence[Entry], overrides: Sequence[Entry], start: datetime) -> tuple[Week, ...]:
    def count(entries: Sequence[Entry], begin: datetime) -> int:
        return sum(begin <= entry.at < begin + WEEK for entry in entries)

    begins = [start + number * WEEK for number in range(WEEKS)]
    return tuple(Week(at, count(views, at), count(overrides, at)) for at in begins)
