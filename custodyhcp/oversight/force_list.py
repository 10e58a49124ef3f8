"""The list that goes to the force, and nothing else with it (domain consent 6.2).

Rules kept here:

* A line holds a check reference, the custody reference (where there is none: name and date of
  birth), the suite, the date and a time window. No clinical word, no NHS number, no reason, and
  nothing that tells which record was looked at or that anything was overridden.
* A cell that a spreadsheet would take for a formula is made harmless with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry
from custodyhcp.oversight.checks import Check, sampled
from custodyhcp.oversight.frame import Event
from custodyhcp.records import dates
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

COLUMNS = ("check_ref", "custody_ref", "suite", "date", "time_window", "reply")
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
KINDS = ("detention.opened", "person.added", "person.corrected", "deployment.founded")


@dataclass(frozen=True, slots=True)
class Line:
    check_ref: str
    custody_ref: str
    suite: str
    date: str
    time_window: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the list, and the events it stands for: a decision and the look it led to are
    one question to the force."""

    line: Line
    events: tuple[Event, ...]


@dataclass
class _Known:
    suite: str = ""
    references: dict[str | None, str] = field(default_factory=dict)
    people: dict[str | None, str | None] = field(default_factory=dict)
    names: dict[str | None, str] = field(default_factory=dict)


def lines(check: Check, events: Sequence[Event], entries: Iterable[Entry]) -> list[Line]:
    """One line a sampled event, in the order of the sample."""
    known = _read(entries)
    return [_line(check, event, known) for event in events]


def to_csv(questions: Iterable[Asked]) -> bytes:
    """The list as CSV (UTF-8 with a mark, CRLF), with an empty column for the reply."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in questions:
        line = question.line
        cells = (line.check_ref, line.custody_ref, line.suite, line.date, line.time_window, "")
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, on one line, with nothing in it unseen."""
    spaced = " ".join(cell.split())
    flat = "".join(c for c in spaced if not unicodedata.category(c).startswith("C")).strip()
    return f"'{flat}" if flat.startswith(FORMULA) else flat


def asked(events: Sequence[Event], lines: Sequence[Line]) -> list[Asked]:
    """The list without lines that ask the same of the force twice."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, line in enumerate(lines):
        question = (line.custody_ref, line.suite, line.date, line.time_window)
        groups.setdefault(question, []).append(place)
    return [
        Asked(lines[places[0]], tuple(events[place] for place in places))
        for places in groups.values()
    ]


def prepare(desk: Desk, check: Check) -> list[Asked]:
    """The list for a drawn check, read with this desk's keys."""
    events = sampled(desk, check)
    return asked(events, lines(check, events, desk.read(kinds=KINDS)))


def _read(entries: Iterable[Entry]) -> _Known:
    known = _Known()
    for entry in entries:
        header, body = entry.header, entry.body(Compartment.IDENTITY)
        if not entry.believed:
            continue
        if header.kind == "deployment.founded":
            known.suite = str(entry.body(Compartment.OPEN).get("suite", ""))
        elif header.kind == "detention.opened":
            known.references[header.detention] = str(body.get("custody_ref") or "").strip()
            known.people[header.detention] = header.person
        else:
            known.names[header.person] = _name(body)
    return known


def _name(body: Mapping[str, object]) -> str:
    family, given = str(body.get("family") or ""), str(body.get("given") or "")
    return f"{family.upper()}, {given} (born {body.get('dob') or 'not known'})"


def _line(check: Check, event: Event, known: _Known) -> Line:
    reference = known.references.get(event.detention, "")
    person = known.people.get(event.detention)
    local = dates.local(event.at)
    return Line(
        check_ref=check.check_ref(event.id),
        custody_ref=reference or known.names.get(person, "No reference: ask IG"),
        suite=known.suite,
        date=dates.cui_date(local.date()),
        time_window=_window(local),
    )


def _window(local: datetime) -> str:
    """Two hours that hold the time, without telling it."""
    start = local.replace(minute=0) - timedelta(hours=1 if local.minute < 30 else 0)
    return f"{start:%H:%M} to {start + timedelta(hours=2):%H:%M}"
