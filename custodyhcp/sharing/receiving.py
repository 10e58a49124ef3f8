"""What is told and taken in: aloud, opened on a screen, taken over at the change of shift.

Rules kept here (domain clinical 6.2 item 23, 7 row 1): who was told aloud is a named officer, with
the time and whether they read it back; that a version was opened is recorded once for each officer;
the sergeant who takes over acknowledges every current version at once, or none: each is an entry of
its own, and one that was replaced meanwhile stops them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.records.people import person_of
from custodyhcp.sharing.custody_side import (
    ACKNOWLEDGED,
    RECEIVED,
    SPOKEN,
    Published,
    Stay,
)
from custodyhcp.sharing.escalating import command_of
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.publishing import (
    NotNow,
    acknowledgement,
    append_about,
    reader,
    stay,
    still_current,
)
from custodyhcp.vault.compartments import Compartment, Role


def speak(
    desk: Desk, detention: str, version: int, *, to: str, at: datetime, read_back: bool
) -> Entry:
    """Records that a named officer was told aloud of this version, published or still to come."""
    if not one_line(to):
        raise NotNow("Say whom you told.", "Enter the officer's name or number.")
    if at > desk.now():
        raise NotNow("The time you told them is in the future.", "Enter a time up to now.")
    current = stay(desk, detention).current
    newest = current.version if current else 0
    if version not in (newest, newest + 1) or version < 1:
        raise NotNow("A newer version has replaced this one.", "Tell them what the new one says.")
    body = {"version": version, "to": one_line(to), "at": stamp(at), "read_back": read_back}
    new = NewEntry(
        SPOKEN,
        {Compartment.BRIEFING: body},
        person=person_of(desk, detention),
        detention=detention,
    )
    return desk.append(new)[0]


def receive(desk: Desk, published: Published) -> Entry | None:
    """Records, once for each officer, that this version was opened on a custody screen."""
    if desk.session.role is not Role.SERGEANT:
        return None
    command = command_of(f"{RECEIVED}:{published.entry}:{desk.session.staff}")
    body = {"briefing": published.entry, **reader(desk)}
    return append_about(desk, RECEIVED, published, body, command)


def to_take_over(stays: Iterable[Stay], staff: str) -> list[Stay]:
    """Those whose current version this member of staff has not acknowledged."""
    return [
        found
        for found in stays
        if found.shown
        and found.current is not None
        and all(read.staff != staff for read in found.current.acknowledged)
    ]


def take_over(
    desk: Desk, taken: Sequence[Published], *, told_by: str, told_at: datetime, read_back: bool
) -> tuple[Entry, ...]:
    """Acknowledges all of these in one transaction. Raises NotNow where one was replaced since it
    was read; then nothing was recorded."""
    if not taken:
        raise NotNow("There is nothing to take over.")
    entries = []
    for published in taken:
        still_current(desk, published)
        said = acknowledgement(desk, published, told_by, told_at, read_back=read_back)
        entries.append(
            NewEntry(
                ACKNOWLEDGED,
                {Compartment.BRIEFING: {**said, "shift": True}},
                person=published.person,
                detention=published.detention,
            )
        )
    return desk.append(*entries)
