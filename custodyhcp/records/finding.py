"""Finds people among a hundred thousand as fast as somebody types. Pure.

An index in memory, made of what was read once at sign-in and never written to the disk: a list of
names there would outlive the key of somebody erased. Whom to show first: those in whom every word
typed begins a word; then those who have it inside a word; then those whose name sounds alike or is
one slip away. In each, who is here comes first, then who was here last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.ledger.one_person import JOIN_KINDS, Unions
from custodyhcp.records.detention import identity_from
from custodyhcp.records.identity import Identity
from custodyhcp.records.names import one_slip, plain, sound, words_of
from custodyhcp.records.sought import Sought
from custodyhcp.vault.compartments import Compartment

SHOWN = 50
ALIKE = "sounds or is spelt alike"
_MOST_REFERENCES = 5_000  # references looked at for one part of one
_MOST_LOOKED = 64  # words whose places are kept
_LETTERS_AND_DIGITS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found. ``detention`` is the open stay, empty where they are not here."""

    person: str
    who: Identity
    custody_ref: str
    arrived_at: datetime | None
    detention: str = ""
    cell: str = ""
    why: str = ""

    @property
    def here(self) -> bool:
        return bool(self.detention)


@dataclass(frozen=True, slots=True)
class Hits:
    """The first of those found, and how many there are."""

    first: tuple[Hit, ...] = ()
    number: int = 0


@dataclass(slots=True)
class _Stay:
    opened: int = -1
    ref: str = ""
    arrived: str = ""
    moved: int = -1
    cell: str = ""
    closed: bool = False


@dataclass(slots=True)
class _Person:
    who: Identity = field(default_factory=lambda: Identity("", ""))
    said: int = -1
    nhs: str = ""
    nhs_said: int = -1
    stays: dict[str, _Stay] = field(default_factory=dict)
    last: str = ""
    open: int = 0

    @property
    def rank(self) -> str:
        """Who is here comes before who is not, then who came last."""
        return f"{self.open > 0:d}{self.last}"


class PeopleIndex:
    """Entries may be taken in any order and more than once; a later one says more than an
    earlier. Not for two threads at once."""

    def __init__(self) -> None:
        self._people: dict[str, _Person] = {}
        self._ranks: dict[str, str] = {}  # by whom to show first
        self._words: dict[str, set[str]] = {}
        self._sounds: dict[str, set[str]] = {}
        self._born: dict[date, set[str]] = {}
        self._years: dict[str, set[str]] = {}
        self._refs: dict[str, set[str]] = {}
        self._nhs: dict[str, set[str]] = {}
        self._joined = Unions()
        self._joins: list[Entry] = []
        self._sorted: list[str] = []
        self._inside = ""
        self._looked: dict[str, list[str]] = {}
        self._refs_inside = ""
        self._stale = False

    def __len__(self) -> int:
        return len(self._people)

    # taking

    def take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            step = _STEPS.get(entry.header.kind)
            if step is not None and entry.believed:
                step(self, entry)
        self._stale = True

    def _named(self, entry: Entry) -> None:
        person = self._person(entry)
        clinical = entry.body(Compartment.CLINICAL)
        if clinical and entry.header.seq > person.nhs_said:
            person.nhs_said, person.nhs = entry.header.seq, str(clinical.get("nhs_number") or "")
            if person.nhs:
                self._nhs.setdefault(person.nhs, set()).add(entry.header.person or "")
        body = entry.body(Compartment.IDENTITY)
        if not body:
            return
        who, key = identity_from(body), entry.header.person or ""
        if entry.header.seq > person.said:
            person.who, person.said = who, entry.header.seq
        for word in words_of(" ".join((who.family, who.given, who.preferred, *who.aliases))):
            self._words.setdefault(word, set()).add(key)
            self._sounds.setdefault(sound(word), set()).add(word)
        if who.dob is not None:
            self._born.setdefault(who.dob, set()).add(key)
            self._years.setdefault(str(who.dob.year), set()).add(key)

    def _person(self, entry: Entry) -> _Person:
        key = entry.header.person or ""
        self._ranks.setdefault(key, "")
        return self._people.setdefault(key, _Person())

    def _stay(self, entry: Entry) -> _Stay:
        return self._person(entry).stays.setdefault(entry.header.detention or "", _Stay())

    def _opened(self, entry: Entry) -> None:
        body, stay, person = (
            entry.body(Compartment.IDENTITY),
            self._stay(entry),
            self._person(entry),
        )
        if not body or stay.opened >= 0:
            return
        stay.opened, stay.ref, stay.arrived = (
            entry.header.seq,
            body["custody_ref"],
            body["arrived_at"],
        )
        if stay.moved < 0:
            stay.cell = body.get("cell") or ""
        person.last = max(person.last, stay.arrived)
        person.open += not stay.closed
        self._ranks[entry.header.person or ""] = person.rank
        self._refs.setdefault(reference(stay.ref), set()).add(entry.header.person or "")

    def _moved(self, entry: Entry) -> None:
        stay, body = self._stay(entry), entry.body(Compartment.IDENTITY)
        if body and entry.header.seq > stay.moved:
            stay.moved, stay.cell = entry.header.seq, body.get("cell") or ""

    def _closed(self, entry: Entry) -> None:
        stay = self._stay(entry)
        if not stay.closed:
            person, stay.closed = self._person(entry), True
            person.open -= stay.opened >= 0
            self._ranks[entry.header.person or ""] = person.rank

    def _join(self, entry: Entry) -> None:
        if all(entry.header.seq != known.header.seq for known in self._joins):
            self._joins.append(entry)
            self._joined = Unions(self._joins)

    # finding

    def find(self, sought: Sought) -> Hits:
        """Who is sought, at most ``SHOWN`` of them."""
        if not sought:
            return Hits()
        self._freshen()
        if len(self._looked) > _MOST_LOOKED:
            self._looked.clear()
        fixed = [*self._dates(sought), *(self._parts(part) for part in sought.parts)]
        if sought.nhs:
            fixed.append(self._nhs.get(sought.nhs, set()))
        also = {word: self._parts(word) if sought.parts else set() for word in sought.words}
        first: dict[str, str] = {}
        seen: set[str] = set()
        for why, look in (("", self._begins), ("", self._within), (ALIKE, self._alike)):
            spelt = [(look(word), also[word]) for word in sought.words]
            fresh = self._with(fixed, spelt) - seen
            seen |= fresh
            first.update(dict.fromkeys(self._nearest(fresh), why))
            if len(seen) >= SHOWN or not sought.words:
                break
        hits = self._hits(first, SHOWN)
        return Hits(hits, max(len(hits), len(seen) - self._doubled(first)))

    def _doubled(self, found: Iterable[str]) -> int:
        """How many of those found are somebody else of them under another id."""
        people = list(found)
        return len(people) - len({self._joined.of(person)[0] for person in people})

    def _freshen(self) -> None:
        if not self._stale:
            return
        if len(self._sorted) != len(self._words):
            self._sorted = sorted(self._words)
            self._inside = "\n" + "\n".join(self._sorted) + "\n"
        self._refs_inside = "\n" + "\n".join(self._refs) + "\n"
        self._looked.clear()
        self._stale = False

    def _dates(self, sought: Sought) -> list[set[str]]:
        if not sought.born:
            return []
        return [set().union(*(self._born.get(day, set()) for day in sought.born))]

    def _parts(self, part: str) -> set[str]:
        """A part of a custody reference (``ng 26 4411``), a year of birth, or a name with a
        figure in it, as when nobody knows who somebody is."""
        refs = _lines_with(self._refs_inside, part, _MOST_REFERENCES)
        named = (self._words[word] for word in self._begins(part))
        return set().union(self._years.get(part, ()), *(self._refs[ref] for ref in refs), *named)

    def _with(self, fixed: list[set[str]], spelt: list[tuple[list[str], set[str]]]) -> set[str]:
        """Who is in each of ``fixed`` and has, of each pair, one of the words or is in the set.
        The fewest words first: of the rest only what those people have is looked at."""
        found = _in_all(fixed) if fixed else None
        for names, others in sorted(spelt, key=lambda pair: len(pair[0])):
            sets = [*(self._words[name] for name in names), others]
            if found is None:
                found = set().union(*sets)
            else:  # no set is made for a word that none of them has: there are thousands
                found = set().union(*(found & one for one in sets if not found.isdisjoint(one)))
        return found or set()

    def _begins(self, word: str) -> list[str]:
        start = bisect_left(self._sorted, word)
        return self._sorted[start : bisect_left(self._sorted, word + "\U0010ffff", start)]

    def _within(self, word: str) -> list[str]:
        if len(word) < 3:
            return self._begins(word)
        if word not in self._looked:  # the same words stand there while the next is typed
            self._looked[word] = _lines_with(self._inside, word)
        return self._looked[word]

    def _alike(self, word: str) -> list[str]:
        near = self._sounds.get(sound(word), set()) if len(word) > 2 else set()
        slips = (w for w in one_slip(word) if w in self._words) if len(word) > 3 else ()
        return [*self._within(word), *near, *slips]

    def _nearest(self, people: set[str]) -> list[str]:
        """Some more than are shown: two of them may be one person."""
        return sorted(people, key=self._ranks.__getitem__, reverse=True)[: 2 * SHOWN]

    def _hits(self, found: dict[str, str], most: int = 1_000) -> tuple[Hit, ...]:
        """One a person, whatever they were written down as."""
        hits: dict[str, Hit] = {}
        for person, why in found.items():
            if len(hits) == most:
                break
            ids = self._joined.of(person)
            if ids[0] not in hits:
                hits[ids[0]] = self._hit(ids, why)
        return tuple(hits.values())

    def _hit(self, ids: tuple[str, ...], why: str) -> Hit:
        known = [self._people[one] for one in ids if one in self._people]
        stays = {key: stay for one in known for key, stay in one.stays.items() if stay.opened >= 0}
        newest = sorted(stays, key=lambda key: (not stays[key].closed, stays[key].arrived))
        stay = stays[newest[-1]] if newest else _Stay(closed=True)
        return Hit(
            person=ids[0],
            who=max(known, key=lambda one: one.said).who,
            custody_ref=stay.ref,
            arrived_at=unstamp(stay.arrived) if stay.arrived else None,
            detention="" if stay.closed else newest[-1],
            cell="" if stay.closed else stay.cell,
            why=why,
        )

    def hit(self, person: str) -> Hit | None:
        """One person as a result shows them."""
        return self._hit(self._joined.of(person), "") if person in self._people else None

    # duplicates

    def perhaps(self, who: Identity, nhs: str = "", *, besides: str = "") -> tuple[Hit, ...]:
        """Who may be the same person as ``who``: the same NHS number; or the same date of birth
        and a name that is or sounds the same; or, where either date is not known, the same name."""
        mine = words_of(f"{who.family} {who.given}")
        sounds = {sound(word) for word in mine if len(word) > 2}
        alike: set[str] = set(self._nhs.get(nhs, ())) if nhs else set()
        born = self._born.get(who.dob, set()) if who.dob is not None else set()
        for person in born:
            theirs = self._people[person].who
            words = {w for name in _names(theirs) for w in words_of(name)}
            if mine & words or sounds & {sound(w) for w in words if len(w) > 2}:
                alike.add(person)
        named = (
            self._words.get(word, set()) for word in plain(f"{who.family} {who.given}").split()
        )
        for person in _in_all(list(named)):
            if who.dob is None or self._people[person].who.dob is None:
                alike.add(person)
        own = set(self._joined.of(besides)) if besides else set()
        return self._hits(dict.fromkeys(self._nearest(alike - own), ""))

    def doubles(self) -> tuple[tuple[Hit, Hit], ...]:
        """Pairs who may be one person, are not joined, and whom nobody has told apart: those that
        share an NHS number, and anybody alike to somebody who is here."""
        found: dict[frozenset[str], tuple[Hit, Hit]] = {}
        shared = (one for sharing in self._nhs.values() if len(sharing) > 1 for one in sharing)
        here = (key for key, one in self._people.items() if one.open > 0)
        for person in dict.fromkeys((*shared, *here)):
            mine, known = self._hit(self._joined.of(person), ""), self._people[person]
            for other in self.perhaps(known.who, known.nhs, besides=person):
                if not self._joined.told_apart(mine.person, other.person):
                    found.setdefault(frozenset((mine.person, other.person)), (mine, other))
        return tuple(found.values())

    def told_apart(self, one: str, other: str) -> bool:
        return self._joined.told_apart(one, other)

    def joined_to(self, person: str) -> tuple[Entry, ...]:
        """The joins in force by which that person is one."""
        return self._joined.joins(person)

    def identity_of(self, person: str) -> Identity:
        """As it was last said under that one id."""
        known = self._people.get(person)
        return known.who if known is not None else Identity("", "")

    def number_of(self, person: str) -> str:
        """Their NHS number, as far as this reader's keys open it."""
        known = [self._people[one] for one in self._joined.of(person) if one in self._people]
        return next((k.nhs for k in sorted(known, key=lambda k: -k.nhs_said) if k.nhs), "")

    def numbers_on_two(self) -> tuple[tuple[Hit, ...], ...]:
        """Those who share an NHS number and are not joined."""
        shared = (self._hits(dict.fromkeys(sorted(people), "")) for people in self._nhs.values())
        return tuple(hits for hits in shared if len(hits) > 1)

    def without_number(self) -> tuple[Hit, ...]:
        """Those who are here and have no NHS number recorded."""
        here = (key for key, one in self._people.items() if one.open > 0)
        return tuple(h for key in here if not self.number_of(key) and (h := self.hit(key)))


_STEPS: dict[str, Callable[[PeopleIndex, Entry], None]] = {
    "person.added": PeopleIndex._named,
    "person.corrected": PeopleIndex._named,
    "detention.opened": PeopleIndex._opened,
    "detention.moved": PeopleIndex._moved,
    "detention.closed": PeopleIndex._closed,
    **dict.fromkeys(JOIN_KINDS, PeopleIndex._join),
}
INDEX_KINDS = tuple(_STEPS)


def reference(custody_ref: str) -> str:
    """A custody reference by its letters and digits alone."""
    return _LETTERS_AND_DIGITS.sub("", plain(custody_ref))


def _in_all(sets: list[set[str]]) -> set[str]:
    """What is in each; nothing where there is none."""
    by_size = sorted(sets, key=len)
    return set(by_size[0]).intersection(*by_size[1:]) if by_size else set()


def _names(who: Identity) -> tuple[str, ...]:
    return (f"{who.family} {who.given} {who.preferred}", *who.aliases)


def _lines_with(lines: str, part: str, most: int = 1_000_000) -> list[str]:
    """The lines of a text in which ``part`` stands."""
    found: list[str] = []
    place = lines.find(part)
    while place >= 0 and len(found) < most:
        start, end = lines.rfind("\n", 0, place) + 1, lines.find("\n", place)
        found.append(lines[start:end])
        place = lines.find(part, end)
    return found
