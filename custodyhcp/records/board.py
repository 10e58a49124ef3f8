"""The board: everyone in custody, one line each, whom to see first at the top.

What a line says is folded from the entries of that stay; a reader sees only what the reader's
keys open, so a sergeant's board has no clinical word in it. ``BoardReader`` remembers what it has
read and afterwards reads only what is new.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from custodyhcp.consent import fold as consent
from custodyhcp.consent.codes import Scope
from custodyhcp.consent.fold import ConsentState, Decided
from custodyhcp.consent.notice import GIVEN as NOTICE_GIVEN
from custodyhcp.consent.permission import Permission
from custodyhcp.ledger.entry import Entry, Header
from custodyhcp.ledger.one_person import JOIN_KINDS, Unions
from custodyhcp.ledger.writers import may_write
from custodyhcp.records import banner, dates, standing
from custodyhcp.records.briefing_state import BriefingState, briefing_state
from custodyhcp.records.detention import Detention, fold
from custodyhcp.records.directions import AppropriateAdult, Directions, FitToDetain
from custodyhcp.records.due import KINDS as DUE_KINDS
from custodyhcp.records.due import consent_of, gone_to_hospital, of_stay
from custodyhcp.records.notes import NOTE
from custodyhcp.records.people import PERSON_KINDS, STAY_KINDS, in_order
from custodyhcp.records.what_is_due import Due, Task, Told, Urgency, is_late, order, told, urgency

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

BOARD_KINDS = (
    *PERSON_KINDS,
    *JOIN_KINDS,
    *STAY_KINDS,
    "earlier.confirmed",
    "assessment.recorded",
    NOTE,
    *standing.KINDS,
    "directions.given",
    NOTICE_GIVEN,
    *DUE_KINDS,
    *sorted(consent.KINDS - {"detention.closed"}),
    "briefing.published",
    "briefing.acknowledged",
    "transfer.started",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A short state: ``tone`` is red, amber, blue, green or grey, and never the only sign."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line. ``next`` is the first of ``due``; ``late`` is whether that is past its time."""

    detention: str
    person: str
    cell: str
    name: str
    age: str
    custody_ref: str
    under_18: bool
    flags: tuple[str, ...]
    urgency: Urgency
    next: Told
    late: bool
    doing: str
    asked: tuple[Chip, ...]
    briefing: str
    briefing_tone: str
    unread: bool
    due: tuple[Due, ...] = ()

    @property
    def find(self) -> str:
        """What typing looks in: name, reference and cell."""
        return plain(f"{self.name} {self.custody_ref} {self.cell}")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in each state, for the chips beside the heading."""

    here: int
    due: int
    unread: int


_STROKES = str.maketrans("łŁøØđĐıßæœ", "lLoOdDisao")


def plain(text: str) -> str:
    """Letters without marks, small, so that ``ozturk`` finds ÖZTÜRK and ``obrien`` O’BRIEN."""
    bare = unicodedata.normalize("NFKD", text.translate(_STROKES))
    kept = "".join(c for c in bare if not unicodedata.combining(c) and c not in "'’-")
    return kept.casefold()


def matches(row: BoardRow, typed: str) -> bool:
    """Whether every word typed begins a word of the line, in any order."""
    words = row.find.split()
    return all(
        any(word.strip(",()").startswith(part) for word in words) for part in plain(typed).split()
    )


def counts(rows: Sequence[BoardRow]) -> Counts:
    return Counts(
        here=len(rows),
        due=sum(row.urgency is Urgency.DUE for row in rows),
        unread=sum(row.unread for row in rows),
    )


class BoardReader:
    """Reads the board again and again from one desk, opening only what is new since last time."""

    def __init__(self) -> None:
        self._after = -1
        self._stays: dict[str, list[Entry]] = {}
        self._people: dict[str, list[Entry]] = {}
        self._joined = Unions()

    def read(
        self, desk: Desk, now: datetime, more: Mapping[str, Sequence[Due]] = MappingProxyType({})
    ) -> list[BoardRow]:
        """The lines in order, as of ``now``, with what other rooms found waiting for each."""
        if self._after < 0:
            self._read_whole(desk)
        else:
            self._take(desk.read(kinds=BOARD_KINDS, after=self._after))
        self._read_people(desk)
        stays = {key: self._entries(key) for key in self._stays}
        folded = {key: fold(entries) for key, entries in stays.items()}
        for key in [key for key, stay in folded.items() if not stay.here]:
            del self._stays[key], folded[key]
        return rows(folded, stays, now, more)

    def _read_whole(self, desk: Desk) -> None:
        """Of those who have left only the headers: a suite's years must not make it late."""
        known = desk.headers(kinds=STAY_KINDS)
        closed = {one.detention for one in known if _is_over(one)}
        self._take(desk.read(kinds=JOIN_KINDS))
        for opened in known:
            stay = opened.detention
            if opened.kind != STAY_KINDS[0] or stay is None or stay in closed:
                continue
            if not may_write(opened.kind, opened.role):
                continue
            self._take(desk.read(detention=stay, kinds=BOARD_KINDS))
        self._after = max((one.seq for one in known), default=-1)

    def _read_people(self, desk: Desk) -> None:
        """Whoever is here and was not read yet: also somebody known who is back, or was joined."""
        for stay in self._stays:
            for one in self._joined.of(self._person_of(stay)):
                if one not in self._people:
                    self._people[one] = desk.read(person=one, kinds=PERSON_KINDS)

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            stay, person = entry.header.detention, entry.header.person
            begins = entry.header.kind == STAY_KINDS[0] and entry.believed
            if entry.header.kind in JOIN_KINDS:
                self._joined.take(entry)
            elif stay is not None and (stay in self._stays or begins):
                self._stays.setdefault(stay, []).append(entry)
            elif stay is None and person in self._people:
                self._people[person].append(entry)
            self._after = max(self._after, entry.header.seq)

    def _entries(self, stay: str) -> tuple[Entry, ...]:
        ids = self._joined.of(self._person_of(stay))
        theirs = (e for one in ids for e in self._people.get(one, ()))
        return standing.counting(in_order((*self._stays[stay], *theirs)))

    def _person_of(self, stay: str) -> str:
        return next((e.header.person for e in self._stays[stay] if e.header.person), "") or ""


def board(desk: Desk, now: datetime) -> list[BoardRow]:
    """The board read once, from the beginning."""
    return BoardReader().read(desk, now)


# --- pure from here -------------------------------------------------------------------------------


def _is_over(header: Header) -> bool:
    return header.kind == STAY_KINDS[2] and may_write(header.kind, header.role)


def rows(
    stays: Mapping[str, Detention],
    entries: Mapping[str, Sequence[Entry]],
    now: datetime,
    more: Mapping[str, Sequence[Due]] = MappingProxyType({}),
) -> list[BoardRow]:
    """A line for each stay, in the order in which to see them. ``more`` is what other rooms found
    waiting for each."""
    keyed = []
    for key, stay in stays.items():
        waiting = of_stay(stay, entries[key], now, more.get(key, ()))
        row = _row(stay, entries[key], waiting, stays.values(), now)
        first = waiting[0] if waiting else None
        keyed.append((order(first, stay.cell, now), row))
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def _next(
    stay: Detention, briefing: BriefingState | None, due: Sequence[Due], now: datetime
) -> Told:
    gone = gone_to_hospital(stay, briefing)
    if due and not (gone and due[0].task is Task.PASTE):
        return told(due[0], now)
    return Told("Gone to hospital" if gone else "Nothing due")


def _row(
    stay: Detention,
    entries: Sequence[Entry],
    due: tuple[Due, ...],
    others: Iterable[Detention],
    now: datetime,
) -> BoardRow:
    today, briefing = dates.today(now), briefing_state(entries)
    first = due[0] if due else None
    words, tone = _briefing_words(briefing, stay, now)
    return BoardRow(
        detention=stay.id,
        person=stay.person,
        cell=stay.cell,
        name=stay.who.name,
        age=stay.age(today),
        custody_ref=stay.custody_ref,
        under_18=stay.under_18(today),
        flags=_flags(stay, today, others),
        urgency=urgency(first, now),
        next=_next(stay, briefing, due, now),
        late=first is not None and is_late(first.at, now),
        doing=doing_words(stay.directions),
        asked=_asked(consent_of(stay, entries), now),
        briefing=words,
        briefing_tone=tone,
        unread=briefing is not None and briefing.read_at is None,
        due=due,
    )


def _flags(stay: Detention, today: date, others: Iterable[Detention]) -> tuple[str, ...]:
    """The banner's flags, short enough for a line; the age says itself."""
    said = (flag.partition(" in cell")[0] for flag in banner.flags(stay, today, others))
    shown = (flag for flag in said if not flag.startswith(("Under 18", "Age not")))
    return tuple(flag[:1].lower() + flag[1:] for flag in shown)


def doing_words(directions: Directions | None) -> str:
    """What custody has been asked to do: ``Level 2, rouse every 30 min``."""
    if directions is None:
        return "Not yet directed"
    if directions.fitness is FitToDetain.NOT_FIT_OTHER:
        return "NOT FIT to detain"
    if directions.fitness.not_fit:
        return "NOT FIT: hospital now"
    seen = directions.observation
    how = f"{'rouse every' if seen.rouse else 'every'} {seen.minutes} min"
    if seen.level == 4:
        how = "within reach" + (f", {how}" if seen.rouse else "")
    how = f"constant, {how}" if seen.level == 3 else how
    adult = directions.appropriate_adult is not AppropriateAdult.NOT_RECOMMENDED
    return f"Level {seen.level}, {how}" + (" · AA" if adult else "")


def _briefing_words(
    briefing: BriefingState | None, stay: Detention, now: datetime
) -> tuple[str, str]:
    if briefing is None:
        return ("not published", "amber") if stay.given else ("none", "")
    version = f"v{briefing.version}"
    if stay.given and stay.given[-1].at > briefing.published_at:
        return f"{version} out of date", "amber"
    if briefing.read_at is not None:
        return f"{version} read {dates.cui_short(briefing.read_at, now)}", ""
    return f"{version} {dates.unread(briefing.published_at, now)}", "amber"


_SCOPES = {Scope.VIEW_SCR: "SCR", Scope.VIEW_GP: "GP record", Scope.SEND_GP: "GP letter"}
_STOP_WORDS = {
    "REFUSED": "refused",
    "WITHDRAWN": "withdrawn",
    "OPTED_OUT": "no record",
    "NOT_TRACED": "no record",
    "CAPACITY_UNDETERMINED": "ask again",
    "COULD_NOT_ANSWER": "could not be asked",
    "NOT_ASKED": "not asked",
    "LACKS_CAPACITY": "lacks capacity",
    "SURGERY_REFUSED": "surgery no",
    "SURGERY_NO_ANSWER": "no key 2",
    "SURGERY_EXPIRED": "no key 2",
    "OTHER_SURGERY": "no key 2",
    "DISSENT_ON_FILE": "dissent on file",
}


def _asked(state: ConsentState, now: datetime) -> tuple[Chip, ...]:
    """The last answer for each thing that was asked, in a fixed order."""
    found = ((name, scope, state.latest(scope)) for scope, name in _SCOPES.items())
    return tuple(
        _chip(name, decided, state.permission(scope, now))
        for name, scope, decided in found
        if decided is not None
    )


def _chip(name: str, decided: Decided, permission: Permission | None) -> Chip:
    if permission is not None:
        if permission.code.is_override:
            return Chip(f"{name} override", "amber")
        return Chip(f"{name} yes", "green")
    ended = "ended" if decided.outcome == "ALLOW" else "no"
    return Chip(f"{name} {_STOP_WORDS.get(decided.code, ended)}", "grey")
