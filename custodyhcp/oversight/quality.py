"""Figures about how consent and review go, for the Guardian to think about (domain consent 6.2).

Pure. Rules kept here: only what is sealed to oversight is counted, so that no clinical word is
needed; the figures hold counts and times and nobody's name, staff or held; a rate of few asked is
not given at all, and a count of few is said to be few; a refusal rate near zero is not good news:
it may mean that people are not really being asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from statistics import median
from typing import Any, TypeVar

from custodyhcp import resources
from custodyhcp.consent.codes import ReasonNotAsked, Scope
from custodyhcp.consent.reasons import Fault
from custodyhcp.consent.recording import REASON_REFUSED
from custodyhcp.ledger.entry import Entry
from custodyhcp.oversight.alerts import Alert
from custodyhcp.oversight.frame import DECIDED, VIEW_SCOPES, VIEWED, is_override
from custodyhcp.vault.compartments import Compartment

WEEK = timedelta(days=7)
WEEKS = 8
KEPT = frozenset({"briefing.published", "query.answered", "transfer.decided_otherwise"})
KINDS = frozenset({DECIDED, REASON_REFUSED}) | VIEWED | KEPT
_REFUSED = {
    "GRANTED": False,
    "GRANTED_LIMITED": False,
    "REFUSED": True,
}
_BEFORE = {  # of entries written before the decision stood beside the outcome
    ("ALLOW", "PTV_GRANTED"): False,
    ("ALLOW", "PTV_PROXY"): False,
    ("BLOCK", "REFUSED"): True,
    ("BLOCK", "PROXY_REFUSED"): True,
}
Member = TypeVar("Member", ReasonNotAsked, Fault, Scope)


@dataclass(frozen=True, slots=True)
class Limits:
    """Data: ``near_zero`` refusals of a hundred; rates of fewer than ``least_asked`` say nothing;
    a count below ``least_counted`` is only said to be below it; ``waits`` in whole minutes.
    ``basis``: who set them, in words for the screen."""

    near_zero: int
    least_asked: int
    least_counted: int
    waits: tuple[int, ...]
    source: str
    basis: str


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.load_json("oversight/quality.json")
    return table


def limits() -> Limits:
    data = _table()
    return Limits(
        data["near_zero_of_100"],
        data["least_asked"],
        data["least_counted"],
        tuple(data["waits_minutes"]),
        data["source"],
        data["basis"],
    )


def fault_words(fault: Fault) -> str:
    said: str = _table()["faults"][fault.value]
    return said


def scope_words(scope: Scope) -> str:
    said: str = _table()["scopes"][scope.value]
    return said


@dataclass(frozen=True, slots=True)
class Week:
    """The seven days that begin at ``start``."""

    start: datetime
    views: int
    overrides: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How often somebody was really asked, and said no."""

    asked: int = 0
    refused: int = 0

    @property
    def too_few(self) -> bool:
        return self.asked < limits().least_asked

    @property
    def refusals_of_100(self) -> float | None:
        """None where so few were asked that it would say nothing."""
        return None if self.too_few else 100 * self.refused / self.asked

    @property
    def hardly_anybody_refuses(self) -> bool:
        rate = self.refusals_of_100
        return rate is not None and rate < limits().near_zero


@dataclass(frozen=True, slots=True)
class Waits:
    """From arrival until a person was first asked anything: minutes. ``counts`` has one more than
    ``limits().waits``: up to and with each, and longer than the last."""

    counts: tuple[int, ...]
    middle: timedelta | None

    @property
    def number(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Custody was told words that the leak check had pointed out: when, what kinds of hit, and the
    reason given. Never the words, and nobody's name."""

    at: datetime
    kinds: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the last eight weeks. Rates are of a hundred; None where there is nothing to divide by."""

    views: int
    overrides: int
    weeks: tuple[Week, ...]
    closed: int
    median_to_close: timedelta | None
    answers: Mapping[Scope, Answers]
    waits: Waits
    not_asked: Mapping[ReasonNotAsked, int]
    reasons_refused: Mapping[Fault, int]
    kept_words: tuple[KeptWords, ...] = ()  # newest first

    @property
    def overrides_of_100_views(self) -> float | None:
        return 100 * self.overrides / self.views if self.views else None

    @property
    def all_answers(self) -> Answers:
        every = self.answers.values()
        return Answers(sum(one.asked for one in every), sum(one.refused for one in every))

    @property
    def hardly_refused(self) -> tuple[Scope, ...]:
        """What hardly anybody says no to, of what enough people were asked."""
        return tuple(s for s, one in self.answers.items() if one.hardly_anybody_refuses)

    @property
    def is_empty(self) -> bool:
        asked, kept = self.all_answers.asked, len(self.kept_words)
        counted = (self.views, self.overrides, asked, self.waits.number, kept)
        return not any((*counted, *self.not_asked.values(), *self.reasons_refused.values()))


def figures(entries: Iterable[Entry], alerts: Iterable[Alert], now: datetime) -> Figures:
    """Of decisions, views and refused reasons, read with the oversight key, and of the alerts."""
    start = now - WEEKS * WEEK
    known = [entry for entry in entries if entry.believed and entry.at <= now]
    recent = [entry for entry in known if start <= entry.at]
    views = [entry for entry in recent if entry.header.kind in VIEWED]
    overrides = [entry for entry in recent if _is_override(entry)]
    closed = [
        a.closed_at - a.at for a in alerts if a.closed_at is not None and a.closed_at >= start
    ]
    return Figures(
        views=len(views),
        overrides=len(overrides),
        weeks=_weeks(views, overrides, start),
        closed=len(closed),
        median_to_close=_middle(closed),
        answers=_answers(recent),
        waits=_waits(_first_asked(known, start)),
        not_asked=_coded(recent, DECIDED, "not_asked", ReasonNotAsked),
        reasons_refused=_coded(recent, REASON_REFUSED, "why", Fault),
        kept_words=_kept_words(recent),
    )


def _kept_words(recent: Iterable[Entry]) -> tuple[KeptWords, ...]:
    found = []
    for entry in recent:
        body = entry.body(Compartment.OVERSIGHT)
        because, kinds = body.get("kept_because"), body.get("kept", [])
        if entry.header.kind in KEPT and isinstance(because, str) and because:
            listed = kinds if isinstance(kinds, list) else []
            found.append(KeptWords(entry.at, tuple(str(kind) for kind in listed), because))
    return tuple(reversed(found))


def _middle(waits: Sequence[timedelta]) -> timedelta | None:
    seconds = [wait.total_seconds() for wait in waits]
    return timedelta(seconds=median(seconds)) if seconds else None


def _is_override(entry: Entry) -> bool:
    body = entry.body(Compartment.OVERSIGHT)
    looks = entry.header.kind == DECIDED and str(body.get("scope")) in VIEW_SCOPES
    return looks and is_override(body.get("outcome"), body.get("code"))


def _refused(entry: Entry) -> bool | None:
    """True where somebody was asked and refused, False where they agreed, None where not asked."""
    body = entry.body(Compartment.OVERSIGHT)
    if entry.header.kind != DECIDED:
        return None
    if "decision" in body:
        return _REFUSED.get(str(body["decision"]))
    if str(body.get("scope")) not in VIEW_SCOPES:
        return None
    return _BEFORE.get((str(body.get("outcome")), str(body.get("code"))))


def _answers(recent: Iterable[Entry]) -> Mapping[Scope, Answers]:
    """In the order of the scopes; only those that came up."""
    asked: Counter[Scope] = Counter()
    refused: Counter[Scope] = Counter()
    for entry in recent:
        said = _refused(entry)
        scope = _member(Scope, entry.body(Compartment.OVERSIGHT).get("scope"))
        if said is not None and scope is not None:
            asked[scope] += 1
            refused[scope] += said
    return {scope: Answers(asked[scope], refused[scope]) for scope in Scope if asked[scope]}


def _first_asked(known: Iterable[Entry], start: datetime) -> list[int]:
    """Minutes from arrival, once for each stay whose first question was asked since ``start``."""
    first: dict[str, Entry] = {}
    for entry in sorted(known, key=lambda entry: entry.header.seq):
        if entry.header.detention is not None and _refused(entry) is not None:
            first.setdefault(entry.header.detention, entry)
    said = [
        entry.body(Compartment.OVERSIGHT).get("minutes_since_arrival")
        for entry in first.values()
        if entry.at >= start
    ]
    return [one for one in said if type(one) is int and one >= 0]


def _waits(minutes: Sequence[int]) -> Waits:
    edges = limits().waits
    places = [
        next((n for n, edge in enumerate(edges) if one <= edge), len(edges)) for one in minutes
    ]
    counts = tuple(places.count(place) for place in range(len(edges) + 1))
    return Waits(counts, timedelta(minutes=median(minutes)) if minutes else None)


def _coded(
    recent: Iterable[Entry], kind: str, key: str, codes: type[Member]
) -> Mapping[Member, int]:
    """How often each code stands in the entries of that kind; what is no code is passed over."""
    ours = (e.body(Compartment.OVERSIGHT).get(key) for e in recent if e.header.kind == kind)
    found = Counter(one for said in ours if (one := _member(codes, said)) is not None)
    return {code: found[code] for code in codes}


def _member(codes: type[Member], said: Any) -> Member | None:
    return next((one for one in codes if one.value == said), None)


def _weeks(views: Sequence[Entry], overrides: Sequence[Entry], start: datetime) -> tuple[Week, ...]:
    def count(entries: Sequence[Entry], begin: datetime) -> int:
        return sum(begin <= entry.at < begin + WEEK for entry in entries)

    begins = [start + number * WEEK for number in range(WEEKS)]
    return tuple(Week(at, count(views, at), count(overrides, at)) for at in begins)
