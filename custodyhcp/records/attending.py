"""How long people waited for a health professional, against the suite's targets: counts and times.

Rules kept here (domain clinical 3.6, 7 rows 3 and 4): what custody asked for on arrival counts as
well as every later request; it had no urgency, so it is held to the routine target, and ends when
the first assessment, note or directions of the stay were recorded. Nothing clinical is opened for
it, so that whoever oversees the service reads the same figures as whoever gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.records import requests
from custodyhcp.records.notes import NOTE
from custodyhcp.records.requests import REQUEST_KINDS, Outcome, Priority
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

OPENED, CLOSED = "detention.opened", "detention.closed"
SEEN_KINDS = frozenset({"assessment.recorded", "directions.given", NOTE})
KINDS = frozenset({OPENED, CLOSED, *REQUEST_KINDS}) | SEEN_KINDS


@dataclass(frozen=True, slots=True)
class Attending:
    """One request and how long it waited: ``minutes`` until it ended, or until now; ``late_by``
    whole minutes past the target. ``first``: asked for on arrival. ``outcome`` None while open."""

    detention: str
    custody_ref: str
    cell: str
    first: bool
    priority: Priority
    asked_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    minutes: int
    late_by: int

    @property
    def open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many requests of one urgency there were, how many were late, and the longest wait."""

    asked: int = 0
    late: int = 0
    longest: int = 0


def read(desk: Desk, since: datetime) -> tuple[Attending, ...]:
    """Every request made since then, newest first."""
    now = desk.now()
    by_stay: dict[str, list[Entry]] = {}
    for entry in desk.read(kinds=KINDS, only=(Compartment.IDENTITY,)):
        if entry.header.detention and entry.believed:
            by_stay.setdefault(entry.header.detention, []).append(entry)
    found = [
        one
        for stay, entries in by_stay.items()
        for one in _of_stay(stay, entries, now)
        if one.asked_at >= since
    ]
    return tuple(sorted(found, key=lambda one: one.asked_at, reverse=True))


def kept(found: Iterable[Attending]) -> dict[Priority, Kept]:
    """By urgency, in its order; each urgency is there."""
    counted: dict[Priority, Kept] = {priority: Kept() for priority in Priority}
    for one in found:
        so_far = counted[one.priority]
        counted[one.priority] = Kept(
            so_far.asked + 1, so_far.late + (one.late_by > 0), max(so_far.longest, one.minutes)
        )
    return counted


def _of_stay(stay: str, entries: Sequence[Entry], now: datetime) -> Iterable[Attending]:
    opened = next((e.body(Compartment.IDENTITY) for e in entries if e.header.kind == OPENED), {})
    ref, cell = str(opened.get("custody_ref", "")), str(opened.get("cell", ""))
    left = next((e.at for e in entries if e.header.kind == CLOSED), None)
    asked = opened.get("requested_at")
    if asked:
        at = unstamp(asked)
        seen = next((e.at for e in entries if e.header.kind in SEEN_KINDS and e.at >= at), None)
        ended = seen if seen is not None else left
        outcome = None if ended is None else Outcome.ATTENDED if seen else Outcome.UNABLE
        yield _made(stay, ref, cell, True, Priority.ROUTINE, at, ended, outcome, now)
    for one in requests.fold(entries):
        ended = left if one.open else one.ended_at
        asking = one.asking
        yield _made(
            stay, ref, cell, False, asking.priority, asking.asked_at, ended, one.outcome, now
        )


def _made(
    stay: str,
    ref: str,
    cell: str,
    first: bool,
    priority: Priority,
    asked_at: datetime,
    ended_at: datetime | None,
    outcome: Outcome | None,
    now: datetime,
) -> Attending:
    until = now if ended_at is None else ended_at
    minutes = max(0, int((until - asked_at).total_seconds() // 60))
    late = max(0, minutes - int(requests.target(priority).total_seconds() // 60))
    return Attending(stay, ref, cell, first, priority, asked_at, ended_at, outcome, minutes, late)
