"""Verbs that say two records are one person, and that they are not after all.

Rules kept here: nothing is moved, renamed or lost, for what is one person is worked out from the
entries (``ledger.one_person``); a reason is always given; two records of which both are in custody
under different names can be joined, for people give false names. Controls H-ID: it never happens
by itself, and can always be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.ledger.one_person import APART, JOINED, UNJOINED, same_person, unions
from custodyhcp.records import dates, nhs_number, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import Identity
from custodyhcp.records.names import plain
from custodyhcp.records.people import PERSON_KINDS, STAY_KINDS, stays_folded
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk


class NotJoined(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "These two records are not joined to each other.",
            "Open the person again to see what is joined.",
        )


class OnePerson(KnownError):
    def __init__(self) -> None:
        super().__init__("These two records are one person already.", "There is nothing to join.")


def reason_problems(reason: str) -> tuple[Problem, ...]:
    """What to put right about why they are one person, or are not."""
    if not reason:
        return (Problem("reason", "Say how you know."),)
    return words.too_long("reason", reason, words.LONGEST_LINE, "The reason")


def join(desk: Desk, into: str, other: str, reason: str) -> Entry:
    """From now on the two are read as one person. Raises ``OnePerson``, ``NotComplete``."""
    said = words.line(reason)
    insist(reason_problems(said))
    if other in same_person(desk, into):
        raise OnePerson
    return desk.append(_entry(JOINED, into, other, said))[0]


def unjoin(desk: Desk, one: str, other: str, reason: str) -> Entry:
    """Undo the join by which ``one`` and ``other`` were said to be one. Raises ``NotJoined``."""
    said = words.line(reason)
    insist(reason_problems(said))
    for entry in unions(desk).joins(one):
        body = entry.body(Compartment.IDENTITY)
        if {body["into"], body["from"]} == {one, other}:
            undone = _entry(UNJOINED, body["into"], body["from"], said, entry.header.id)
            return desk.append(undone)[0]
    raise NotJoined


def pairs(joins: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """The two ids that each join holds together."""
    bodies = (entry.body(Compartment.IDENTITY) for entry in joins)
    return tuple((body["into"], body["from"]) for body in bodies)


def tell_apart(desk: Desk, one: str, other: str) -> Entry:
    """Say that two who are alike are two people, so that nobody is asked again. Raises
    ``OnePerson`` where they are joined: that is undone with a reason."""
    if other in same_person(desk, one):
        raise OnePerson
    return desk.append(_entry(APART, one, other, ""))[0]


def _entry(
    kind: str, into: str, other: str, reason: str, supersedes: str | None = None
) -> NewEntry:
    """How somebody knows may be clinical (a scar, a number): only healthcare reads it."""
    parts = {
        Compartment.IDENTITY: {"into": into, "from": other},
        Compartment.CLINICAL: {"reason": reason},
    }
    return NewEntry(kind, parts, person=into, supersedes=supersedes)


# --- side by side ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two records beside each other. ``agrees`` None where one of them is silent."""

    what: str
    one: str
    other: str
    agrees: bool | None


def side_by_side(
    one: Identity, other: Identity, numbers: tuple[str | None, str | None] | None = None
) -> tuple[Compared, ...]:
    """What agrees and what differs. ``numbers`` only for readers who may see NHS numbers."""

    def line(what: str, left: str, right: str) -> Compared:
        said = plain(left) == plain(right) if left and right else None
        return Compared(what, left, right, said)

    def born(who: Identity) -> str:
        return "" if who.dob is None else dates.cui_date(who.dob)

    def sex(who: Identity) -> str:
        return "" if who.sex.value == "NOT_KNOWN" else who.sex.words

    lines = [
        line("Family name", one.family, other.family),
        line("Given names", one.given, other.given),
        line("Born", born(one), born(other)),
        line("Gender", sex(one), sex(other)),
        line("Also known as", ", ".join(one.aliases), ", ".join(other.aliases)),
    ]
    if numbers is not None:
        left, right = (nhs_number.show(number) if number else "" for number in numbers)
        lines.append(line("NHS No.", left, right))
    return tuple(each for each in lines if each.one or each.other)


def stays_of(desk: Desk, person: str) -> tuple[Detention, ...]:
    """Every stay of that person under any of their ids, newest first: who and where only."""
    found = [
        entry
        for one in same_person(desk, person)
        for entry in desk.read(person=one, kinds=(*PERSON_KINDS, *STAY_KINDS))
    ]
    stays = stays_folded(desk, found)
    return tuple(sorted(stays, key=_begun, reverse=True))


def _begun(stay: Detention) -> str:
    return stamp(stay.arrived_at) if stay.arrived_at else ""
