"""Which person ids are one person, as far as this reader's keys open it.

Somebody may have been written down twice. ``person.joined`` says that two ids are one person and
``person.unjoined`` that they are not after all; ``person.told_apart`` says of two that are alike
that they are two, so that nobody is asked again. None moves or changes an entry, and every entry
stays under the id and the key it was written with. What is read by person is read through
``about``, so that each room sees the same union.

Rules kept here: a join holds until it is undone; ids that are joined through others are one; what
is said of two ids that no entry joins says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

JOINED, UNJOINED, APART = "person.joined", "person.unjoined", "person.told_apart"
JOIN_KINDS = (JOINED, UNJOINED, APART)


class Unions:
    """The unions that some entries tell of. Pure."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._edges: dict[frozenset[str], Entry] = {}
        self._apart: set[frozenset[str]] = set()
        for entry in sorted(entries, key=lambda one: one.header.seq):
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """One more, later than those before it."""
        body = entry.body(Compartment.IDENTITY)
        pair = frozenset(str(body.get(side) or "") for side in ("into", "from"))
        if not entry.believed or len(pair) != 2 or "" in pair:
            return
        self._apart.discard(pair)
        if entry.header.kind == JOINED:
            self._edges[pair] = entry
            return
        if entry.header.kind == UNJOINED:
            self._edges.pop(pair, None)
        self._apart.add(pair)

    def of(self, person: str) -> tuple[str, ...]:
        """All ids of that person, in the order in which they were made: the same tuple from
        whichever of them it is asked."""
        found, left = {person}, [person]
        while left:
            here = left.pop()
            beside = {other for pair in self._edges if here in pair for other in pair}
            left += sorted(beside - found)
            found |= beside
        return tuple(sorted(found))  # an id begins with the time at which it was made

    def told_apart(self, one: str, other: str) -> bool:
        """Whether somebody has said that these are two people."""
        theirs = set(self.of(other))
        return any(frozenset((mine, its)) in self._apart for mine in self.of(one) for its in theirs)

    def joins(self, person: str) -> tuple[Entry, ...]:
        """The joins in force by which that person is one, oldest first."""
        ids = set(self.of(person))
        holding = (entry for pair, entry in self._edges.items() if pair <= ids)
        return tuple(sorted(holding, key=lambda entry: entry.header.seq))


def unions(desk: Desk) -> Unions:
    """Every union there is. They are few."""
    return Unions(desk.read(kinds=JOIN_KINDS))


def same_person(desk: Desk, person: str) -> tuple[str, ...]:
    """All ids of that person; only itself where it was never joined."""
    return unions(desk).of(person)


def about(
    desk: Desk, person: str, *, kinds: Collection[str] | None = None, after: int = -1
) -> list[Entry]:
    """What is written about that person under any of their ids, in the order of ``seq``."""
    ids = same_person(desk, person)
    found = [e for one in ids for e in desk.read(person=one, kinds=kinds, after=after)]
    return found if len(ids) == 1 else sorted(found, key=lambda entry: entry.header.seq)
