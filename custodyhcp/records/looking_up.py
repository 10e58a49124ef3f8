"""Reads what the index of people is made of, some at a time, and records that somebody searched.

Rules kept here: names and stays are read first, newest first, and no clinical part is opened for
them; NHS numbers come after, for those whose keys open them, so a sergeant's or an officer's index
has none. A search is recorded by what kind of thing was typed and how many were found, never the
words (ISO 27789 "patient search").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records.finding import INDEX_KINDS, PeopleIndex
from custodyhcp.records.people import PERSON_KINDS
from custodyhcp.records.sought import Sought
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

AT_A_TIME = 200  # entries: some 90 ms where each is a person whose key was not opened before


@dataclass(frozen=True, slots=True)
class Portion:
    """Some entries for the index, and whether there are more to read."""

    entries: tuple[Entry, ...]
    more: bool


class PeopleReader:
    """``portion`` again and again until there is no more; from then on it gives what is new."""

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._at_a_time = at_a_time
        self._newest = -1
        self._before: int | None = None
        self._numbers_before: int | None = None
        self._begun = self._names_read = self._numbers_read = False

    def portion(self, desk: Desk) -> Portion:
        if not self._names_read:
            return self._names(desk)
        if not self._numbers_read and desk.session.holds(Compartment.CLINICAL):
            return self._numbers(desk)
        new = desk.read(kinds=INDEX_KINDS, after=self._newest)
        self._newest = max((entry.header.seq for entry in new), default=self._newest)
        return Portion(tuple(new), more=False)

    def _names(self, desk: Desk) -> Portion:
        found = desk.read(
            kinds=INDEX_KINDS,
            before=self._before,
            last=self._at_a_time,
            only=(Compartment.IDENTITY,),
        )
        if not self._begun and found:
            self._newest = found[-1].header.seq
            self._numbers_before = self._newest + 1
        self._begun = True
        self._before = found[0].header.seq if found else 0
        self._names_read = len(found) < self._at_a_time
        return Portion(tuple(found), more=True)

    def _numbers(self, desk: Desk) -> Portion:
        found = desk.read(
            kinds=PERSON_KINDS,
            before=self._numbers_before,
            last=self._at_a_time,
            only=(Compartment.CLINICAL,),
        )
        self._numbers_before = found[0].header.seq if found else 0
        self._numbers_read = len(found) < self._at_a_time
        return Portion(tuple(found), more=True)


def index_of(desk: Desk) -> PeopleIndex:
    """All of it at once, for what waits for it."""
    index, reader, more = PeopleIndex(), PeopleReader(5_000), True
    while more:
        portion = reader.portion(desk)
        index.take(portion.entries)
        more = portion.more
    return index


def record_search(desk: Desk, sought: Sought, found: int, person: str | None = None) -> Entry:
    """Write that somebody searched: once, when they open what they found or leave the search."""
    said = {"by": list(sought.by), "found": found, "opened": person is not None}
    parts = {Compartment.OVERSIGHT: said}
    return desk.append(NewEntry("person.searched", parts, person=person))[0]
