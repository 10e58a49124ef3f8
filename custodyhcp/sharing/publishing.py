"""The verbs of the briefing: publish it, acknowledge it, record that a transfer has started.

Rules kept here: a version number is never used twice for one detention (another's newer version
refuses ours); only the current version can be acknowledged; the acknowledgement names who told whom
and whether it was read back; a transfer belongs to a NOT FIT briefing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.ledger.values import Expect
from custodyhcp.records.directions import Directions
from custodyhcp.sharing.briefing import Briefing, Header, compose, to_body
from custodyhcp.sharing.custody_side import (
    ACKNOWLEDGED,
    KINDS,
    PUBLISHED,
    TRANSFER,
    Published,
    Stay,
    Told,
    fold,
)
from custodyhcp.sharing.plain import one_line
from custodyhcp.vault.compartments import Compartment


class NotNow(KnownError):
    """The step does not fit how the briefing stands. Nothing was recorded."""


def stay(desk: Desk, detention: str) -> Stay:
    """The briefings of one detention as they stand."""
    return fold(desk.read(detention=detention, kinds=KINDS)).get(detention, Stay(detention))


def briefings(desk: Desk) -> list[Stay]:
    """Every detention that has a briefing, in no particular order (``most_urgent_first`` sorts)."""
    return [s for s in fold(desk.read(kinds=KINDS)).values() if s.current is not None]


HeaderFor = Callable[[int, int | None, datetime | None], Header]


def publish(
    desk: Desk,
    *,
    person: str,
    detention: str,
    directions: Directions,
    header: HeaderFor,
    told: Told | None = None,
) -> Published:
    """Publishes the next version. ``header(version, replaces, replaces_at)`` gives its header.

    Raises ``ledger.Moved`` where somebody has published for this detention since it was read.
    """
    everything = desk.read(detention=detention)
    before = fold(everything).get(detention, Stay(detention))
    old = before.current
    made = compose(
        directions,
        header(
            old.version + 1 if old else 1,
            old.version if old else None,
            old.at if old else None,
        ),
    )
    entry = _published(made, person, detention, old, told)
    last = everything[-1].header.seq if everything else -1
    written = desk.append(entry, expect=Expect(detention, last))[0]
    return Published(
        written.header.id,
        detention,
        person,
        written.header.author,
        written.at,
        made,
        told,
    )


def _published(
    made: Briefing, person: str, detention: str, old: Published | None, told: Told | None
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
    return NewEntry(
        PUBLISHED,
        {Compartment.BRIEFING: body},
        person=person,
        detention=detention,
        supersedes=old.entry if old else None,
    )


def acknowledge(
    desk: Desk,
    published: Published,
    *,
    name: str,
    rank_number: str,
    told_by: str,
    told_at: datetime,
    read_back: bool,
) -> Entry:
    """Records that custody has this version. Raises NotNow where it is not the current one."""
    _current(desk, published)
    if not one_line(told_by):
        raise NotNow("Say who told you.", "Enter the name of the health professional.")
    if told_at > desk.now():
        raise NotNow("The time you were told is in the future.", "Enter a time up to now.")
    body = {
        "briefing": published.entry,
        "name": one_line(name),
        "rank_number": one_line(rank_number),
        "told_by": one_line(told_by),
        "told_at": stamp(told_at),
        "read_back": read_back,
    }
    return _append(desk, ACKNOWLEDGED, published, body)


def start_transfer(desk: Desk, published: Published, *, at: datetime, how: str) -> Entry:
    """Records when the transfer to hospital started. Only for a current NOT FIT briefing."""
    current = _current(desk, published)
    if not current.briefing.not_fit:
        raise NotNow("This person is fit to detain: there is no transfer to record.")
    if current.transfer is not None:
        raise NotNow("The transfer has already been recorded.")
    if at > desk.now():
        raise NotNow("The time the transfer started is in the future.", "Enter a time up to now.")
    body = {"briefing": published.entry, "at": stamp(at), "how": one_line(how)}
    return _append(desk, TRANSFER, published, body)


def _current(desk: Desk, published: Published) -> Published:
    current = stay(desk, published.detention).current
    if current is None or current.entry != published.entry:
        version = f"Version {current.version} has" if current else "A newer version has"
        raise NotNow(f"{version} replaced this one.", "Read the new one, then acknowledge it.")
    return current


def _append(desk: Desk, kind: str, published: Published, body: Mapping[str, object]) -> Entry:
    entry = NewEntry(
        kind,
        {Compartment.BRIEFING: body},
        person=published.person,
        detention=published.detention,
    )
    return desk.append(entry)[0]
