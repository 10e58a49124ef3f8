"""What is late taken further: to whom, when, and what was said.

Rules kept here (domain clinical 7 row 3): each escalation has a name or number, a time and the
words, and stays beside what is late until that is done; it never settles it. What was said may be
clinical, so all of it is sealed for healthcare alone; oversight gets how late it was and which
role was told. The times are the suite's own table, not verified here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry, NewEntry, stamp, unstamp
from custodyhcp.records import words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.custody_rows import CLOCK_TOLERANCE
from custodyhcp.records.what_is_due import Due, Escalation, Task, late_minutes
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

ESCALATED = "due.escalated"


@dataclass(frozen=True, slots=True)
class Escalating:
    """What is typed. ``to`` is a key of ``recipients()``; ``who`` a name or number."""

    to: str
    who: str
    at: datetime
    said: str


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("records/escalation.json")
    return found


def recipients() -> Mapping[str, str]:
    """Whom it may be taken to, by key."""
    found: Mapping[str, str] = _table()["to"]
    return found


def minutes_until(task: Task) -> int | None:
    """How many minutes late it is to be taken further; None where the suite set no time."""
    found = _table()["minutes_late"].get(task.name)
    return None if found is None else int(found)


def _unread_minutes() -> int:
    """How long healthcare waits for a briefing to be read before it is taken to the sergeant: the
    minutes by which the sergeant's own screen tells of it."""
    return int(_table()["briefing_minutes"]["UNREAD"]["SERGEANT"])


def accepted_within() -> timedelta:
    """How long a handover may wait before it is late."""
    return timedelta(minutes=_table()["handover_accepted_within_minutes"])


def sound_again() -> timedelta:
    """How long the workstation is silent between two sounds while something is late."""
    return timedelta(minutes=_table()["sound_again_minutes"])


def to_escalate(due: Due, now: datetime) -> bool:
    """Late for as long as the suite allows, and nobody has been told since."""
    if due.escalated:
        return False
    if due.task is Task.BRIEFING:
        return late_minutes(due.since, now) >= _unread_minutes()
    if due.task is Task.HOSPITAL_TRANSFER:
        return True
    minutes = minutes_until(due.task)
    return minutes is not None and due.late_by(now) >= minutes


def may_escalate(due: Due, now: datetime) -> bool:
    """What is late, and what waits without a time that others must act on."""
    waits = due.task in (Task.BRIEFING, Task.HOSPITAL_TRANSFER, Task.FIRST_ASSESSMENT)
    return waits or due.late_by(now) >= 1


def problems(made: Escalating, due: Due, now: datetime) -> tuple[Problem, ...]:
    """What to put right before it can be written."""
    found = list(words.too_long("who", made.who, words.LONGEST_LINE, "Who was told"))
    found += words.too_long("said", made.said, words.LONGEST_TEXT, "What was said")
    if made.to not in recipients():
        found.append(Problem("to", "Choose whom you told."))
    if not made.who:
        found.append(Problem("who", "Give the name or number of whoever you told."))
    if not made.said:
        found.append(Problem("said", "Write what was said, and what they will do."))
    if made.at > now + CLOCK_TOLERANCE:
        found.append(Problem("at", "The time is in the future."))
    begun = due.at or due.since
    if begun is not None and made.at < begun.replace(second=0, microsecond=0):
        found.append(Problem("at", "The time is before it was due."))
    return tuple(found)


def escalate(desk: Desk, due: Due, made: Escalating) -> Entry:
    """Write that ``due`` was taken further. Raises ``NotComplete``."""
    clean = replace(made, who=words.line(made.who), said=words.paragraphs(made.said))
    insist(problems(clean, due, desk.now()))
    late = due.late_by(clean.at)
    clinical: Body = {
        "key": due.key,
        "task": due.task.name,
        "due": None if due.at is None else stamp(due.at),
        "to": clean.to,
        "who": clean.who,
        "at": stamp(clean.at),
        "said": clean.said,
    }
    oversight: Body = {"task": due.task.name, "to": clean.to, "minutes_late": late}
    parts = {Compartment.CLINICAL: clinical, Compartment.OVERSIGHT: oversight}
    new = NewEntry(ESCALATED, parts, person=due.person or None, detention=due.detention or None)
    return desk.append(new)[0]


def fold(entries: Iterable[Entry]) -> Mapping[str, tuple[Escalation, ...]]:
    """Each escalation under the key of what was late, oldest first. Unreadable ones are left
    out."""
    found: dict[str, tuple[Escalation, ...]] = {}
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if entry.header.kind != ESCALATED or not entry.believed or not body:
            continue
        key = str(body["key"])
        to = recipients().get(str(body["to"]), str(body["to"]))
        made = Escalation(
            key, unstamp(body["at"]), to, str(body["who"]), str(body["said"]), entry.header.author
        )
        found[key] = (*found.get(key, ()), made)
    return found


def happened(entry: Entry) -> tuple[str, str]:
    """For the timeline."""
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Taken further", ""
    known = Task.__members__.get(str(body["task"]))
    made = next(one for many in fold([entry]).values() for one in many) if entry.believed else None
    said = "" if made is None else f"{made.to_words}: {made.said}"
    return f"{known.value if known else 'Something'} late: taken further", said


legible.register(ESCALATED, Compartment.CLINICAL, happened)
