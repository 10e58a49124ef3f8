"""Whether the custody record has the briefing: a person says so, and until then it is listed.

Rules kept here: copying is not pasting; only somebody's word, with the time, takes a version off
the list; a new version is on it again; what left with the person stays until somebody answers
(a paper "re-assess in one hour" was lost in an outage because nothing said it was missing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp, unstamp
from custodyhcp.sharing.custody_side import KINDS, Published, Stay, fold
from custodyhcp.sharing.paste import STANDARD, Profile, profiles
from custodyhcp.vault.compartments import Compartment

PASTED = "briefing.pasted"
PROFILE_SET = "custody.paste_profile"
_MINUTE = timedelta(minutes=1)


class NotPasted(KnownError):
    """The claim does not fit how things stand. Nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A current briefing that nobody says is in the custody record yet."""

    stay: Stay
    published: Published
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Pasted:
    """That a version is in the custody record: when, and who says so (a staff id)."""

    briefing: str
    at: datetime
    staff: str


def claims(entries: Iterable[Entry]) -> dict[str, Pasted]:
    """The first claim for each version, by the id of its entry. Pure."""
    found: dict[str, Pasted] = {}
    for entry in entries:
        body = entry.body(Compartment.BRIEFING)
        if entry.header.kind == PASTED and entry.believed and body:
            made = Pasted(str(body["briefing"]), unstamp(body["at"]), entry.header.author)
            found.setdefault(made.briefing, made)
    return found


def awaiting_paste(entries: Iterable[Entry], now: datetime) -> tuple[Awaiting, ...]:
    """Every current version that no claim is about, longest waiting first. Pure; ``entries`` in
    order of sequence."""
    every = tuple(entries)
    claimed = claims(every)
    waiting = [
        Awaiting(stay, stay.current, now - stay.current.at)
        for stay in fold(every).values()
        if stay.current is not None and stay.current.entry not in claimed
    ]
    return tuple(sorted(waiting, key=lambda one: one.waited, reverse=True))


def awaiting(desk: Desk) -> tuple[Awaiting, ...]:
    """The same, read for the whole suite."""
    return awaiting_paste(desk.read(kinds={*KINDS, PASTED}), desk.now())


def claim_of(desk: Desk, published: Published) -> Pasted | None:
    """The claim about that version, if there is one."""
    entries = desk.read(detention=published.detention, kinds={PASTED})
    return claims(entries).get(published.entry)


def say_pasted(desk: Desk, published: Published, at: datetime) -> Entry:
    """Records that this version went into the custody record at that time. Raises NotPasted."""
    stay = fold(desk.read(detention=published.detention, kinds=KINDS))[published.detention]
    if stay.current is None or stay.current.entry != published.entry:
        raise NotPasted("A newer version has replaced this one.", "Paste the new one instead.")
    if claim_of(desk, published) is not None:
        raise NotPasted("Somebody has already recorded that this version was pasted.")
    if at > desk.now():
        raise NotPasted("That time is in the future.", "Enter a time up to now.")
    if at + _MINUTE <= published.at:
        raise NotPasted("That is before this version was given.", "Check the time.")
    body = {"briefing": published.entry, "version": published.version, "at": stamp(at)}
    entry = NewEntry(
        PASTED,
        {Compartment.BRIEFING: body},
        person=published.person,
        detention=published.detention,
    )
    return desk.append(entry)[0]


def profile_in_use(desk: Desk) -> Profile:
    """The profile that this suite last chose, otherwise the first one offered."""
    for entry in reversed(desk.read(kinds={PROFILE_SET})):
        chosen = profiles().get(str(entry.body(Compartment.OPEN).get("profile", "")))
        if chosen is not None:
            return chosen
    return STANDARD


def use_profile(desk: Desk, profile: Profile) -> None:
    """From now on this suite's custody system is that one."""
    desk.append(NewEntry(PROFILE_SET, {Compartment.OPEN: {"profile": profile.key}}))
