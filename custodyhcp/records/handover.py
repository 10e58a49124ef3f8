"""One shift handing over to the next: what is outstanding, signed over and accepted.

Rules kept here (domain clinical 7 row 2; 2.4): the list is kept as it was at the moment of signing,
each person's part in an entry of its own, sealed for healthcare under that person's key; only
another health professional, signed in as themselves, accepts it; until somebody has, it is due.
A later handover that was accepted covers the earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry, NewEntry, new_id, stamp, unstamp
from custodyhcp.records import dates, escalating, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.what_is_due import Due, Task
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

GIVEN, PERSON, ACCEPTED = "handover.given", "handover.person", "handover.accepted"
SUITE_KINDS = (GIVEN, ACCEPTED)
LONGEST_NOTE = 2_000
NOT_FIT = f"{Task.HOSPITAL_TRANSFER.value} not started (NOT FIT)"


class CannotAccept(KnownError):
    """The handover may not be accepted like this. Nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing outstanding as it stood then. ``late`` in whole minutes."""

    task: str
    detail: str
    at: datetime | None
    since: datetime | None
    late: int
    escalated: tuple[str, ...] = ()

    @property
    def pressing(self) -> bool:
        """Late, or not fit with no transfer begun."""
        return self.late > 0 or self.task == NOT_FIT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's part of a handover."""

    detention: str
    person: str
    items: tuple[Item, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover as it stands. ``id`` ties its parts together; ``accepted_by`` a staff id."""

    id: str
    entry: str
    seq: int
    at: datetime
    author: str
    people: int
    due: int
    late: int
    accepted_by: str = ""
    accepted_at: datetime | None = None

    @property
    def accepted(self) -> bool:
        return self.accepted_at is not None


@dataclass(frozen=True, slots=True)
class About:
    """Somebody who is handed over: the ids of the stay and the person, and the note."""

    detention: str
    person: str
    note: str = ""


def problems(about: Iterable[About]) -> tuple[Problem, ...]:
    """What to put right before it can be signed; the field is the stay's id."""
    return tuple(
        problem
        for one in about
        for problem in words.too_long(one.detention, one.note, LONGEST_NOTE, "The note")
    )


def sheets(due: Sequence[Due], about: Iterable[About], now: datetime) -> tuple[Sheet, ...]:
    """What is outstanding for each, in the order of the most urgent thing; whoever has nothing
    due and no note is left out. Pure."""
    notes = {one.detention: one for one in about}
    order = dict.fromkeys((*(d.detention for d in due if d.detention), *notes))
    made = []
    for stay in order:
        theirs = [d for d in due if d.detention == stay]
        note = words.paragraphs(notes[stay].note) if stay in notes else ""
        if theirs or note:
            person = theirs[0].person if theirs else notes[stay].person
            items = tuple(_item(one, now) for one in theirs)
            made.append(Sheet(stay, person, items, note))
    return tuple(made)


def _item(due: Due, now: datetime) -> Item:
    told = tuple(
        f"{dates.cui_short(one.at, now)} to {one.to_words}: {one.said}" for one in due.escalated
    )
    task = NOT_FIT if due.task is Task.HOSPITAL_TRANSFER else due.task.value
    return Item(task, due.detail, due.at, due.since, due.late_by(now), told)


def give(desk: Desk, due: Sequence[Due], about: Sequence[About]) -> Handover:
    """Sign over what is outstanding now. Raises ``NotComplete``. One transaction."""
    insist(problems(about))
    now = desk.now()
    made, handover = sheets(due, about, now), new_id(now)
    items = [item for sheet in made for item in sheet.items]
    counts: Body = {
        "handover": handover,
        "people": len(made),
        "due": len(items),
        "late": sum(item.pressing for item in items),
    }
    whole = NewEntry(GIVEN, {Compartment.CLINICAL: counts, Compartment.OVERSIGHT: counts})
    theirs = [
        NewEntry(PERSON, {Compartment.CLINICAL: _body(one, handover)}, one.person, one.detention)
        for one in made
    ]
    written = desk.append(whole, *theirs)
    return fold(written[:1])[0]


def accept(desk: Desk, handover: str) -> Handover:
    """Take it over. Raises ``CannotAccept`` for its author's own, or one already accepted."""
    found = {one.id: one for one in read(desk)}.get(handover)
    if found is None:
        raise CannotAccept("This handover was never given.", "Read the list again.")
    if found.accepted:
        raise CannotAccept("This handover has already been accepted.", "Read the list again.")
    if found.author == desk.session.staff:
        raise CannotAccept(
            "You gave this handover yourself.",
            "The colleague who takes over signs in and accepts it.",
        )
    said: Body = {"handover": handover}
    parts = {Compartment.CLINICAL: said, Compartment.OVERSIGHT: said}
    (entry,) = desk.append(NewEntry(ACCEPTED, parts))
    return replace(found, accepted_by=entry.header.author, accepted_at=entry.at)


def read(desk: Desk) -> tuple[Handover, ...]:
    """Every handover, oldest first."""
    return fold(desk.read(kinds=SUITE_KINDS))


def read_sheets(desk: Desk, handover: Handover) -> tuple[Sheet, ...]:
    """What was handed over of each person, in the order it was written."""
    entries = desk.read(kinds=(PERSON,), after=handover.seq)
    return tuple(
        _sheet(entry)
        for entry in entries
        if entry.believed
        and entry.header.author == handover.author
        and entry.body(Compartment.CLINICAL).get("handover") == handover.id
    )


def fold(entries: Iterable[Entry]) -> tuple[Handover, ...]:
    """Every handover as it stands, oldest first; what its author accepts themselves counts for
    nothing. Pure."""
    found: dict[str, Handover] = {}
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if entry.header.kind not in SUITE_KINDS or not entry.believed or not body:
            continue
        key, header = str(body["handover"]), entry.header
        before = found.get(key)
        if header.kind == GIVEN and before is None:
            people, due, late = (int(body[name]) for name in ("people", "due", "late"))
            at, author = entry.at, header.author
            found[key] = Handover(key, header.id, header.seq, at, author, people, due, late)
        elif header.kind == ACCEPTED and before is not None and _may_accept(before, entry):
            found[key] = replace(before, accepted_by=header.author, accepted_at=entry.at)
    return tuple(found.values())


def _may_accept(before: Handover, entry: Entry) -> bool:
    return not before.accepted and entry.header.author != before.author


def waiting(handovers: Sequence[Handover]) -> tuple[Handover, ...]:
    """Those nobody has accepted, and no later accepted one covers."""
    last = max((one.seq for one in handovers if one.accepted), default=-1)
    return tuple(one for one in handovers if not one.accepted and one.seq > last)


def due_of(handover: Handover, given_by: str) -> Due:
    """A handover that waits, as something to do."""
    return Due(
        Task.HANDOVER,
        handover.at + escalating.accepted_within(),
        handover.at,
        about=handover.id,
        detail=f"given by {given_by}",
    )


def _body(sheet: Sheet, handover: str) -> Body:
    return {
        "handover": handover,
        "note": sheet.note,
        "items": [
            {
                "task": item.task,
                "detail": item.detail,
                "at": None if item.at is None else stamp(item.at),
                "since": None if item.since is None else stamp(item.since),
                "late": item.late,
                "escalated": list(item.escalated),
            }
            for item in sheet.items
        ],
    }


def _sheet(entry: Entry) -> Sheet:
    body = entry.body(Compartment.CLINICAL)
    items = tuple(_read_item(item) for item in body["items"])
    header = entry.header
    return Sheet(header.detention or "", header.person or "", items, str(body["note"]))


def _read_item(body: Mapping[str, object]) -> Item:
    at, since, told = body["at"], body["since"], body["escalated"]
    return Item(
        str(body["task"]),
        str(body["detail"]),
        unstamp(str(at)) if at else None,
        unstamp(str(since)) if since else None,
        int(str(body["late"])),
        tuple(str(one) for one in told) if isinstance(told, list) else (),
    )


def happened(entry: Entry) -> tuple[str, str]:
    """For the timeline."""
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Handed over", ""
    sheet = _sheet(entry)
    said = [" ".join(filter(None, (item.task, item.detail))) for item in sheet.items]
    return "Handed over to the next shift", " · ".join((*said, *filter(None, (sheet.note,))))


def _can_be_read(entry: Entry) -> object:
    return _sheet(entry) if entry.header.kind == PERSON else fold([entry])


legible.register((*SUITE_KINDS, PERSON), Compartment.CLINICAL, _can_be_read)
