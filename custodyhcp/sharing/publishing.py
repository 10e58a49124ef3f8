"""The verbs of the briefing: publish it, acknowledge it, hand a copy on.

Rules kept here: a version number is never used twice for one detention (another's newer version
refuses ours); only the current version can be acknowledged; the acknowledgement says who told whom
and whether it was read back, and the reader's own name and number come from the staff list, not
from a box; a line that rests on the person's agreement is published, printed and copied only while
they agree, in that very moment (domain consent 3.6). What NOT FIT needs is in ``not_fit``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.permission import Permission
from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.ledger.values import Expect
from custodyhcp.records import told_before
from custodyhcp.records.detention import Detention
from custodyhcp.records.directions import Directions
from custodyhcp.records.people import Opened, read_detention
from custodyhcp.records.permitted import append_under
from custodyhcp.sharing import register
from custodyhcp.sharing.briefing import Briefing, Header, compose, to_body
from custodyhcp.sharing.consented import lines_on_consent, tellable
from custodyhcp.sharing.custody_side import (
    ACKNOWLEDGED,
    KINDS,
    PUBLISHED,
    Published,
    Stay,
    Told,
    fold,
)
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.leaks import Prompt, prompts
from custodyhcp.sharing.leaks_kept import kept, other_names
from custodyhcp.sharing.plain import one_line
from custodyhcp.vault.compartments import Compartment


class NotNow(KnownError):
    """The step does not fit how the briefing stands. Nothing was recorded."""


def stay(desk: Desk, detention: str) -> Stay:
    """The briefings of one detention as they stand."""
    return fold(desk.read(detention=detention, kinds=KINDS)).get(detention, Stay(detention))


class Reader:
    """Reads every briefing again and again from one desk, opening only what is new."""

    def __init__(self) -> None:
        self._after = -1
        self._stays: dict[str, Stay] = {}

    def read(self, desk: Desk) -> list[Stay]:
        """Every detention that has a briefing, in no particular order."""
        new = desk.read(kinds=KINDS, after=self._after)
        self._stays = fold(new, self._stays)
        self._after = max((entry.header.seq for entry in new), default=self._after)
        return [stay for stay in self._stays.values() if stay.current is not None]


def briefings(desk: Desk) -> list[Stay]:
    """Every detention that has a briefing, read once (``most_urgent_first`` sorts)."""
    return Reader().read(desk)


@dataclass(frozen=True, slots=True)
class Place:
    """Where custody finds healthcare: the suite's name and the number to ring."""

    suite: str
    phone: str


class NothingToPublish(KnownError):
    """There are no directions yet, so there is nothing that custody could be told."""

    def __init__(self) -> None:
        super().__init__(
            "There are no directions for custody yet.", "Record an assessment with directions."
        )


def signature(desk: Desk) -> str:
    """Whoever is signed in, as a briefing names them: ``J Smith (NMC 00A0000E)``."""
    member = desk.authority.members.get(desk.session.staff)
    if member is None:
        return desk.session.name
    register = " ".join(part for part in (member.professional_body, member.registration) if part)
    return f"{member.name} ({register})" if register else member.name


def next_briefing(
    desk: Desk, opened: Opened, place: Place, directions: Directions | None = None
) -> Briefing:
    """What would be published now: from ``directions`` where given (a form being filled in),
    otherwise from those in force. Raises NothingToPublish."""
    told = directions or opened.detention.directions
    if told is None:
        raise NothingToPublish
    may_be_told = tellable(told, agreed=agreed_to_tell(opened, desk.now()))
    return compose(may_be_told, _header(desk, opened, place, typing=directions is not None))


def on_consent(desk: Desk, opened: Opened, place: Place) -> tuple[Line, ...]:
    """The lines of the directions in force that only the person's agreement would let be told."""
    given = opened.detention.directions
    if given is None:
        return ()
    return lines_on_consent(compose(given, _header(desk, opened, place, typing=False)))


def _header(desk: Desk, opened: Opened, place: Place, *, typing: bool) -> Header:
    who, old, now = opened.detention, _stay_of(opened).current, desk.now()
    in_force = who.given[-1] if who.given else None
    seen = who.assessments[-1].assessment.seen_at if who.assessments else None
    return Header(
        custody_ref=who.custody_ref,
        cell=who.cell,
        name=who.who.name,
        version=old.version + 1 if old else 1,
        given_at=now,
        given_by=signature(desk),
        assessed_at=seen or (in_force.at if in_force else now),
        phone=place.phone,
        suite=place.suite,
        replaces=old.version if old else None,
        replaces_at=old.at if old else None,
        was=old.briefing.visits if old else None,
        record_entry=in_force.entry[-8:] if in_force and not typing else "",
    )


def agreed_to_tell(opened: Opened, now: datetime) -> bool:
    """Whether they agree now to custody being told more than it must know."""
    return told_before.agrees(opened, now)


def _stay_of(opened: Opened) -> Stay:
    ours = [entry for entry in opened.entries if entry.header.kind in KINDS]
    return fold(ours).get(opened.detention.id, Stay(opened.detention.id))


def publish(
    desk: Desk, detention: str, place: Place, told: Told | None = None, kept_because: str = ""
) -> Published:
    """Publishes the directions in force as the next version.

    ``kept_because``: why words that the leak check pointed out were kept; oversight reads it.

    Raises NothingToPublish, ReasonNeeded where words were pointed out and no reason is given, and
    ``ledger.Moved`` where anything about this detention was recorded
    since it was read here.
    """
    opened = read_detention(desk, detention)
    made = next_briefing(desk, opened, place)
    old = _stay_of(opened).current
    oversight = _kept(desk, opened, kept_because)
    entry = _published(made, opened.detention, old, told, oversight)
    written = desk.append(entry, expect=Expect(detention, opened.detention.last_seq))[0]
    return Published(
        entry=written.header.id,
        detention=detention,
        person=opened.detention.person,
        author=written.header.author,
        at=written.at,
        briefing=made,
        told=told,
    )


def _kept(desk: Desk, opened: Opened, because: str) -> Mapping[str, object] | None:
    """What oversight is told of words that were pointed out. What is not told is not looked at."""
    given = opened.detention.directions
    if given is None:
        raise NothingToPublish
    told = tellable(given, agreed=agreed_to_tell(opened, desk.now()))
    return kept(told, because, other_names(desk, opened.detention.id))


def leak_prompts(desk: Desk, opened: Opened) -> tuple[Prompt, ...]:
    """What the leak check points out in what would be published now."""
    given = opened.detention.directions
    if given is None:
        return ()
    told = tellable(given, agreed=agreed_to_tell(opened, desk.now()))
    return prompts(told, other_names(desk, opened.detention.id))


def _published(
    made: Briefing,
    who: Detention,
    old: Published | None,
    told: Told | None,
    oversight: Mapping[str, object] | None,
) -> NewEntry:
    body: dict[str, object] = {
        "version": made.header.version,
        "replaces": made.header.replaces,
        "document": to_body(made),
        "not_fit": made.not_fit,
    }
    if told is not None:
        body["told_aloud"] = {
            "to": one_line(told.to),
            "at": stamp(told.at),
            "read_back": told.read_back,
        }
    parts: dict[Compartment, Mapping[str, object]] = {Compartment.BRIEFING: body}
    if oversight is not None:
        parts[Compartment.OVERSIGHT] = oversight
    return NewEntry(
        PUBLISHED,
        parts,
        person=who.person,
        detention=who.id,
        supersedes=old.entry if old else None,
    )


def hand_on(desk: Desk, published: Published, what: register.What, to: str, content: bytes) -> int:
    """Records that a copy of this briefing is about to leave, and gives its copy number. Raises
    ``NotNow`` where a line in it rests on an agreement that is no longer in force."""
    if what is register.What.PASTE:
        still_current(desk, published)  # paper of an older version is stamped; a paste cannot be
    ids = {"person": published.person, "detention": published.detention}

    def copy(_permission: Permission | None = None) -> Sequence[NewEntry]:
        number = register.copy_number(desk, published.detention)
        made = register.disclosure(what, to, content, copy=number, **ids)
        told = {"what": what.value, "to": to, "copy": number, "briefing": published.entry}
        return (replace(made, parts={**made.parts, Compartment.CLINICAL: told}),)

    if not lines_on_consent(published.briefing):
        return _copy_of(desk.append(*copy())[0])
    written = append_under(desk, published.detention, Scope.SHARE_CUSTODY, copy, _not_agreed)
    return _copy_of(written[0])


def _copy_of(entry: Entry) -> int:
    return int(entry.body(Compartment.CLINICAL)["copy"])


def _not_agreed(words: str, _then: str) -> KnownError:
    return NotNow(
        f"{words} This version tells custody something that they had agreed to.",
        "Publish a new version: it leaves those lines out.",
    )


def acknowledge(
    desk: Desk,
    published: Published,
    *,
    told_by: str,
    told_at: datetime,
    read_back: bool,
) -> Entry:
    """Records that custody has this version. Raises NotNow where it is not the current one."""
    still_current(desk, published)
    body = acknowledgement(desk, published, told_by, told_at, read_back=read_back)
    return append_about(desk, ACKNOWLEDGED, published, body)


def acknowledgement(
    desk: Desk, published: Published, told_by: str, told_at: datetime, *, read_back: bool
) -> dict[str, object]:
    """What an acknowledgement says. The reader's name and number come from the staff list."""
    if not one_line(told_by):
        raise NotNow("Say who told you.", "Enter the name of the health professional.")
    if told_at > desk.now():
        raise NotNow("The time you were told is in the future.", "Enter a time up to now.")
    return {
        "briefing": published.entry,
        **reader(desk),
        "told_by": one_line(told_by),
        "told_at": stamp(told_at),
        "read_back": read_back,
    }


def reader(desk: Desk) -> dict[str, str]:
    """Who is signed in, as custody names people: name, rank and number."""
    member = desk.authority.members.get(desk.session.staff)
    return {"name": desk.session.name, "rank_number": member.rank_number if member else ""}


def still_current(desk: Desk, published: Published) -> Published:
    """That version as it now stands. Raises NotNow where another replaced it."""
    current = stay(desk, published.detention).current
    if current is None or current.entry != published.entry:
        version = f"Version {current.version} has" if current else "A newer version has"
        raise NotNow(f"{version} replaced this one.", "Read the new one, then acknowledge it.")
    return current


def append_about(
    desk: Desk, kind: str, published: Published, body: Mapping[str, object], command: str = ""
) -> Entry:
    """One entry about this version, read by healthcare and custody."""
    entry = NewEntry(
        kind,
        {Compartment.BRIEFING: body},
        person=published.person,
        detention=published.detention,
        **({"command": command} if command else {}),
    )
    return desk.append(entry)[0]
