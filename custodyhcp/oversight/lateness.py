"""What was late, in whole minutes, for the audit export: reviews, requests, and what was taken
further (domain clinical 3.6, 7 rows 2 and 3, 8.7).

Pure but for ``read``. Rules kept here: times and codes only, no clinical word is opened for it; a
review is late from one whole minute past its time until new directions were given, the transfer to
hospital started or the person left; one that is late still is late by now. What does not say what
such an entry says is passed over, and stays in the ledger to be asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger.entry import Entry, stamp, unstamp
from custodyhcp.records import escalating, requests
from custodyhcp.records.what_is_due import Task, late_minutes
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

DIRECTED, CLOSED, TRANSFER = "directions.given", "detention.closed", "transfer.started"
KINDS = (DIRECTED, CLOSED, TRANSFER, *requests.REQUEST_KINDS, escalating.ESCALATED)


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that was not done in time. ``done`` None where it is not done yet; ``minutes`` late
    then, or now. ``seq``, ``entry`` and ``kind`` name the entry that set the time."""

    seq: int
    entry: str
    kind: str
    task: str
    detention: str
    due: datetime
    done: datetime | None
    minutes: int

    def to_line(self) -> dict[str, Any]:
        """As the export states it: codes and times."""
        return {
            "seq": self.seq,
            "id": self.entry,
            "kind": self.kind,
            "task": self.task,
            "due": stamp(self.due),
            "done": None if self.done is None else stamp(self.done),
            "minutes_late": self.minutes,
        }


def late(entries: Iterable[Entry], now: datetime) -> tuple[Late, ...]:
    """Every review and request that was late, in the order of their entries."""
    stays: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.believed and entry.header.detention:
            stays.setdefault(entry.header.detention, []).append(entry)
    found = [one for stay in stays.values() for one in (*_reviews(stay, now), *_asked(stay, now))]
    return tuple(sorted(found, key=lambda one: one.seq))


def _reviews(stay: Sequence[Entry], now: datetime) -> Iterable[Late]:
    for place, entry in enumerate(stay):
        due = _review_due(entry)
        if due is None:
            continue
        ends = (DIRECTED, CLOSED, TRANSFER)
        done = next((e.at for e in stay[place + 1 :] if e.header.kind in ends), None)
        minutes = late_minutes(due, done or now)
        if minutes:
            header = entry.header
            yield Late(
                header.seq, header.id, header.kind, Task.REVIEW.name, header.detention or "",
                due, done, minutes,
            )  # fmt: skip


def _review_due(entry: Entry) -> datetime | None:
    said = entry.body(Compartment.OVERSIGHT).get("next_review")
    if entry.header.kind != DIRECTED or not isinstance(said, str):
        return None
    try:
        due = unstamp(said)
    except ValueError:
        return None
    return due if due.tzinfo is not None else None


def _asked(stay: Sequence[Entry], now: datetime) -> Iterable[Late]:
    headers = {entry.header.id: entry.header for entry in stay}
    left = next((e.at for e in stay if e.header.kind == CLOSED), None)
    for one in requests.fold(stay):
        done = one.ended_at if not one.open else left
        minutes = late_minutes(one.due, done or now)
        if minutes:
            header = headers[one.entry]
            yield Late(
                header.seq, header.id, header.kind, Task.REQUEST.name, header.detention or "",
                one.due, done, minutes,
            )  # fmt: skip


def read(desk: Desk, now: datetime) -> tuple[Late, ...]:
    """With an officer's keys: what they open, and no more."""
    only = (Compartment.IDENTITY, Compartment.OVERSIGHT)
    return late(desk.read(kinds=KINDS, only=only), now)


def taken_further(entries: Iterable[Entry]) -> Iterable[dict[str, Any]]:
    """For the export: each escalation, which role was told and how late it was."""
    for entry in entries:
        body, header = entry.body(Compartment.OVERSIGHT), entry.header
        if header.kind != escalating.ESCALATED or not entry.believed:
            continue
        task, to, minutes = body.get("task"), body.get("to"), body.get("minutes_late")
        if task in Task.__members__ and to in escalating.recipients() and type(minutes) is int:
            yield {
                "seq": header.seq,
                "id": header.id,
                "kind": header.kind,
                "task": task,
                "to": to,
                "minutes_late": minutes,
            }
