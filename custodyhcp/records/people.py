"""Verbs about who is in custody. Each takes a desk, appends entries in one transaction, and gives
back a value; nothing is changed that was written before.

The NHS number goes to the clinical compartment, names and the stay to identity: so a sergeant's
or an IG officer's keys open who it is and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.consent.fold import DECIDED
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry, new_id, stamp
from custodyhcp.ledger.one_person import Unions, about, unions
from custodyhcp.ledger.writers import may_write
from custodyhcp.records import arrivals, nhs_number, standing, words
from custodyhcp.records.arrivals import Arrival, insist
from custodyhcp.records.briefing_state import briefing_state, waits_for_hospital
from custodyhcp.records.custody_list import Known
from custodyhcp.records.detention import Detention, fold, identity_body
from custodyhcp.records.identity import Identity
from custodyhcp.records.nhs_number import NhsNumber, NhsStatus, SeenOn, Verified
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

PERSON_KINDS = ("person.added", "person.corrected")
STAY_KINDS = ("detention.opened", "detention.moved", "detention.closed")


@dataclass(frozen=True, slots=True)
class BookedIn:
    """The random ids of a person and of this stay."""

    person: str
    detention: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One stay as this reader may see it: folded, and the entries it was folded from, as they
    count (``standing``). ``written`` are all of them, just as they were written. ``elsewhere`` is
    what the person answered in other stays, under any of their ids."""

    detention: Detention
    entries: tuple[Entry, ...]
    written: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...] = ()


class NotYetGone(KnownError):
    """Somebody NOT FIT cannot be recorded as gone before custody was told and the transfer began
    (domain clinical 8.2)."""

    def __init__(self) -> None:
        super().__init__(
            "This person is NOT FIT to be detained, and the record is not closed yet: the briefing "
            "must have been read, and the start of the hospital transfer recorded.",
            "Publish the briefing, have custody acknowledge it, and record when the transfer "
            "started.",
        )


class NotHere(KnownError):
    """No detention with that id, or one this reader's keys open nothing of."""

    def __init__(self) -> None:
        super().__init__("This person's record cannot be found.", "Go back to the board.")


# --- writing --------------------------------------------------------------------------------------


def book_in(desk: Desk, arrival: Arrival, source: str = "HAND") -> BookedIn:
    """Add a person and open their stay, together or not at all."""
    arrival = arrivals.cleaned(arrival)
    insist(arrivals.problems(arrival, desk.now(), demonstration=desk.authority.demonstration))
    ids, entries = booking(desk, arrival, source)
    desk.append(*entries)
    return ids


def booking(desk: Desk, arrival: Arrival, source: str) -> tuple[BookedIn, tuple[NewEntry, ...]]:
    """The two entries that book somebody in, for a verb that appends several people at once."""
    ids = BookedIn(new_id(desk.now()), new_id(desk.now()))
    person = _person_entry("person.added", ids.person, arrival.who, arrival.nhs, arrival.nhs_status)
    return ids, (person, _stay_entry(ids, arrival, source))


def add_person(
    desk: Desk, who: Identity, nhs: str = "", nhs_status: NhsStatus = NhsStatus.NOT_TRACED
) -> str:
    """A person without a stay yet; gives their id."""
    who = arrivals.cleaned_identity(who)
    insist((*arrivals.identity_problems(who, desk.now()), *_nhs_problems(desk, nhs)))
    person = new_id(desk.now())
    desk.append(_person_entry("person.added", person, who, nhs, nhs_status))
    return person


def correct_person(
    desk: Desk,
    detention: str,
    who: Identity,
    nhs: str = "",
    nhs_status: NhsStatus = NhsStatus.NOT_TRACED,
    seen_on: SeenOn | None = None,
) -> Entry:
    """Say who this person is, anew. What was said before stays in the ledger. ``seen_on`` where
    the number was seen confirmed now; else who saw it before stays so, while it is that number."""
    who = arrivals.cleaned_identity(who)
    insist((*arrivals.identity_problems(who, desk.now()), *_nhs_problems(desk, nhs)))
    before = read_detention(desk, detention)
    said = [entry for entry in before.entries if entry.header.kind in PERSON_KINDS]
    known = before.detention
    verified = known.nhs_verified if known.nhs_number == _digits(nhs) else None
    if seen_on is not None:
        verified = Verified(desk.session.staff, desk.now(), seen_on)
    new = _person_entry(
        "person.corrected",
        known.person,
        who,
        nhs,
        nhs_status,
        supersedes=said[-1].header.id if said else None,
        verified=verified,
    )
    return desk.append(new)[0]


def open_detention(desk: Desk, person: str, arrival: Arrival, source: str = "HAND") -> str:
    """A stay of somebody already known. What ``arrival`` says of them that was not known before is
    written as a correction; nothing known is replaced. Gives the stay's id."""
    arrival = arrivals.cleaned(arrival)
    insist(arrivals.problems(arrival, desk.now(), demonstration=desk.authority.demonstration))
    ids = BookedIn(person, new_id(desk.now()))
    said = about(desk, person, kinds=PERSON_KINDS)
    before = fold(said)
    who = arrivals.enriched(before.who, arrival.who)
    nhs = before.nhs_number or arrival.nhs
    entries = [_stay_entry(ids, arrival, source)]
    if said and (who != before.who or (nhs and not before.nhs_number)):
        status = before.nhs_status if before.nhs_number else arrival.nhs_status
        last = said[-1].header.id
        seen = before.nhs_verified
        entries.append(_person_entry("person.corrected", person, who, nhs, status, last, seen))
    desk.append(*entries)
    return ids.detention


def move_cell(desk: Desk, detention: str, cell: str) -> Entry:
    """To another cell; the briefing's next version carries it."""
    clean = words.line(cell)
    insist(words.too_long("cell", clean, arrivals.LONGEST_CELL, "The cell"))
    return desk.append(moving(person_of(desk, detention), detention, clean))[0]


def moving(person: str, detention: str, cell: str) -> NewEntry:
    return _about("detention.moved", person, detention, {Compartment.IDENTITY: {"cell": cell}})


def close_detention(desk: Desk, detention: str, at: datetime, destination: str) -> Entry:
    """They have left: every permission for this stay ends with it. Raises ``NotYetGone``."""
    where = words.line(destination)
    insist(leaving_problems(at, where, desk.now()))
    opened = read_detention(desk, detention)
    if not may_leave(opened):
        raise NotYetGone
    return desk.append(leaving(BookedIn(opened.detention.person, detention), at, where))[0]


def leaving(ids: BookedIn, at: datetime, where: str) -> NewEntry:
    body = {"at": stamp(at), "destination": where}
    return _about("detention.closed", ids.person, ids.detention, {Compartment.IDENTITY: body})


def leaving_problems(at: datetime, where: str, now: datetime) -> tuple[Problem, ...]:
    """What to put right before somebody is recorded as gone."""
    found = list(words.too_long("destination", where, words.LONGEST_LINE, "The destination"))
    if not where:
        found.append(Problem("destination", "Say where the person has gone."))
    if at > now:
        found.append(Problem("left_at", "The time of leaving is in the future."))
    return tuple(found)


def may_leave(opened: Opened) -> bool:
    """False while somebody NOT FIT has not been handed over: told, read, and on the way."""
    return not waits_for_hospital(opened.detention.directions, briefing_state(opened.entries))


def record_opened(desk: Desk, detention: str, purpose: str) -> Entry:
    """Write once, when a record is opened on a screen, that it was and what for."""
    parts = {Compartment.OVERSIGHT: {"purpose": words.line(purpose)}}
    return desk.append(_about("record.opened", person_of(desk, detention), detention, parts))[0]


def _about(
    kind: str, person: str, detention: str, parts: dict[Compartment, dict[str, Any]]
) -> NewEntry:
    return NewEntry(kind=kind, parts=parts, person=person, detention=detention)


def _nhs_problems(desk: Desk, typed: str) -> tuple[Problem, ...]:
    return arrivals.nhs_problems(typed, demonstration=desk.authority.demonstration)


def _digits(typed: str) -> str:
    read = nhs_number.read(typed)
    return read.digits if isinstance(read, NhsNumber) else ""


def _person_entry(
    kind: str,
    person: str,
    who: Identity,
    nhs: str,
    status: NhsStatus,
    supersedes: str | None = None,
    verified: Verified | None = None,
) -> NewEntry:
    return NewEntry(
        kind=kind,
        parts={
            Compartment.IDENTITY: identity_body(who),
            Compartment.CLINICAL: arrivals.nhs_body(nhs, status, verified),
        },
        person=person,
        supersedes=supersedes,
    )


def _stay_entry(ids: BookedIn, arrival: Arrival, source: str) -> NewEntry:
    body = {
        "custody_ref": arrival.custody_ref,
        "cell": arrival.cell,
        "arrived_at": stamp(arrival.arrived_at),
        "source": source,
        "requested_at": None if arrival.requested_at is None else stamp(arrival.requested_at),
        "reason_for_call": arrival.reason_for_call,
    }
    return _about("detention.opened", ids.person, ids.detention, {Compartment.IDENTITY: body})


# --- reading --------------------------------------------------------------------------------------


def person_of(desk: Desk, detention: str) -> str:
    """The random id of whose stay this is."""
    found = desk.read(detention=detention, kinds=("detention.opened",))
    opened = [entry for entry in found if entry.believed]
    if not opened or opened[0].header.person is None:
        raise NotHere
    return opened[0].header.person


def read_detention(desk: Desk, detention: str) -> Opened:
    """The stay, with everything this reader's keys open, in order."""
    about_stay = desk.read(detention=detention)
    person = next((e.header.person for e in about_stay if e.header.person), None)
    if person is None:
        raise NotHere
    of_person = about(desk, person, kinds=(*PERSON_KINDS, DECIDED))
    answered = [entry for entry in of_person if entry.header.kind == DECIDED]
    said = [entry for entry in of_person if entry.header.kind in PERSON_KINDS]
    written = in_order((*about_stay, *said))
    entries = standing.counting(written)
    other = tuple(entry for entry in answered if entry.header.detention != detention)
    return Opened(fold(entries), entries, written, other)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each entry once, by its place in the ledger."""
    return tuple(sorted({e.header.seq: e for e in entries}.values(), key=lambda e: e.header.seq))


def detentions(desk: Desk) -> tuple[Detention, ...]:
    """Every stay, here or over, with who and where; nothing clinical beyond what kinds hold."""
    return stays_folded(desk, desk.read(kinds=(*PERSON_KINDS, *STAY_KINDS)))


def here_now(desk: Desk) -> tuple[Detention, ...]:
    """The stays that are not over, opening nothing of those that are."""
    open_now: dict[str, str] = {}
    for header in desk.headers(kinds=(STAY_KINDS[0], STAY_KINDS[2])):
        if header.detention is None or not may_write(header.kind, header.role):
            continue
        if header.kind == STAY_KINDS[0]:
            open_now[header.detention] = header.person or ""
        else:
            open_now.pop(header.detention, None)
    joined = unions(desk)
    ids = {one for person in open_now.values() for one in joined.of(person)}
    read = [desk.read(detention=stay, kinds=STAY_KINDS) for stay in open_now]
    read += [desk.read(person=one, kinds=PERSON_KINDS) for one in sorted(ids)]
    return stays_folded(desk, (entry for some in read for entry in some))


def stays_folded(desk: Desk, entries: Iterable[Entry]) -> tuple[Detention, ...]:
    people: dict[str, list[Entry]] = {}
    stays: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.believed:
            continue
        held = stays if entry.header.detention else people
        key = entry.header.detention or entry.header.person or ""
        held.setdefault(key, []).append(entry)
    joined = unions(desk)
    return tuple(fold(_with_person(entries, people, joined)) for entries in stays.values())


def _with_person(
    entries: list[Entry], people: dict[str, list[Entry]], joined: Unions
) -> tuple[Entry, ...]:
    person = next((e.header.person for e in entries if e.header.person), "") or ""
    theirs = (entry for one in joined.of(person) for entry in people.get(one, ()))
    return in_order((*entries, *theirs))


def known(desk: Desk) -> tuple[Known, ...]:
    """Who is, or was, here, as a custody list is matched against them."""
    return tuple(
        Known(stay.id, stay.person, stay.custody_ref, stay.who, stay.cell, stay.here)
        for stay in detentions(desk)
    )
