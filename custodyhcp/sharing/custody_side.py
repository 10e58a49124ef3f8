"""Where each briefing stands: which version is current, who has read it, what is still open.

Rules kept here: a newer version makes the older one superseded, and none is ever lost; everything
is worked out from parts that a sergeant's keys open. The values are in ``versions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing.briefing import Briefing, from_body
from custodyhcp.sharing.versions import (
    ACKNOWLEDGED,
    AMBULANCE,
    ANSWERED,
    ASKED,
    CLOCK_PUT_BACK,
    ESCALATED,
    KINDS,
    OTHERWISE,
    PUBLISHED,
    RECEIVED,
    SPOKEN,
    TRANSFER,
    Acknowledgement,
    Ambulance,
    Answer,
    Escalated,
    Otherwise,
    Published,
    Query,
    Received,
    State,
    Stay,
    Told,
    Transfer,
)
from custodyhcp.vault.compartments import Compartment

__all__ = [
    "ACKNOWLEDGED",
    "AMBULANCE",
    "ANSWERED",
    "ASKED",
    "CLOCK_PUT_BACK",
    "ESCALATED",
    "KINDS",
    "OTHERWISE",
    "PUBLISHED",
    "RECEIVED",
    "SPOKEN",
    "TRANSFER",
    "Acknowledgement",
    "Ambulance",
    "Answer",
    "Escalated",
    "Otherwise",
    "Published",
    "Query",
    "Received",
    "State",
    "Stay",
    "Told",
    "Transfer",
    "fold",
    "most_urgent_first",
    "review_late",
]

_NONE = timedelta(0)


def fold(entries: Iterable[Entry], before: Mapping[str, Stay] | None = None) -> dict[str, Stay]:
    """Each detention's stay, by its id, from entries in order of sequence, on from ``before``."""
    stays: dict[str, Stay] = dict(before or {})
    for entry in entries:
        detention = entry.header.detention
        if detention is None or entry.header.kind not in KINDS:
            continue
        stay = stays.get(detention, Stay(detention))
        after = _step(_counted(stay, entry), entry) if entry.believed else stay
        stays[detention] = replace(after, last_seq=entry.header.seq)
    return stays


def _counted(stay: Stay, entry: Entry) -> Stay:
    """The count taken on to this entry. Where the clock was put back, first to the last time that
    somebody's screen saw before it was, and then on from what it says now."""
    until = entry.at
    if entry.header.kind == CLOCK_PUT_BACK:
        until = unstamp(entry.body(Compartment.BRIEFING).get("was", entry.header.at))
    passed = _NONE if stay.anchor is None else max(_NONE, until - stay.anchor)
    return replace(stay, anchor=entry.at, counted=stay.counted + passed)


def _step(stay: Stay, entry: Entry) -> Stay:
    identity = entry.body(Compartment.IDENTITY)
    match entry.header.kind:
        case "detention.opened" | "detention.moved":
            cell = str(identity.get("cell", stay.cell))
            ref = str(identity.get("custody_ref", stay.custody_ref))
            return replace(stay, cell=cell, custody_ref=ref)
        case "detention.closed":
            return replace(stay, closed=True)
        case _:
            body = entry.body(Compartment.BRIEFING)
            return _briefing_step(stay, entry) if body else stay


def _briefing_step(stay: Stay, entry: Entry) -> Stay:
    body = entry.body(Compartment.BRIEFING)
    match entry.header.kind:
        case "briefing.published":
            return replace(stay, versions=(*stay.versions, _published(stay, entry)))
        case "briefing.spoken":
            return _spoken(stay, int(body["version"]), _told(body))
        case "briefing.escalated":
            return _escalated(stay, entry)
        case "query.asked":
            return replace(stay, queries=(*stay.queries, _asked(stay, entry)))
        case "query.answered":
            return replace(stay, queries=tuple(_answered(q, entry) for q in stay.queries))
        case _:
            changed = tuple(
                _marked(version, entry) if version.entry == body.get("briefing") else version
                for version in stay.versions
            )
            return replace(stay, versions=changed)


def _told(body: Mapping[str, object]) -> Told:
    return Told(str(body["to"]), unstamp(str(body["at"])), bool(body["read_back"]))


def _spoken(stay: Stay, version: int, told: Told) -> Stay:
    versions = tuple(
        replace(one, told=told) if one.version == version and one.told is None else one
        for one in stay.versions
    )
    return replace(stay, versions=versions, spoken={**(stay.spoken or {}), version: told})


def _escalated(stay: Stay, entry: Entry) -> Stay:
    body = entry.body(Compartment.BRIEFING)
    key = str(body["key"])
    if any(one.key == key for one in stay.escalated):
        return stay
    made = Escalated(key, unstamp(body["due_at"]), entry.at)
    return replace(stay, escalated=(*stay.escalated, made))


def _published(stay: Stay, entry: Entry) -> Published:
    body = entry.body(Compartment.BRIEFING)
    told = body.get("told_aloud")
    briefing = from_body(body["document"])
    ahead = (stay.spoken or {}).get(briefing.header.version)
    return Published(
        entry=entry.header.id,
        detention=stay.detention,
        person=entry.header.person or "",
        author=entry.header.author,
        at=entry.at,
        briefing=briefing,
        told=_told(told) if told else ahead,
        since=stay.counted,
    )


def _asked(stay: Stay, entry: Entry) -> Query:
    body = entry.body(Compartment.BRIEFING)
    return Query(
        entry=entry.header.id,
        detention=stay.detention,
        person=entry.header.person or "",
        at=entry.at,
        by=str(body["by"]),
        text=str(body["text"]),
        since=stay.counted,
    )


def _answered(query: Query, entry: Entry) -> Query:
    body = entry.body(Compartment.BRIEFING)
    if body.get("query") != query.entry or query.answer is not None:
        return query
    answer = Answer(entry.header.id, entry.at, str(body["by"]), str(body["text"]))
    return replace(query, answer=answer)


def _marked(version: Published, entry: Entry) -> Published:
    body = entry.body(Compartment.BRIEFING)
    match entry.header.kind:
        case "transfer.started":
            gone = replace(version, transfer=Transfer(unstamp(body["at"]), str(body["how"])))
            return replace(gone, ambulance=_ambulance(version.ambulance, body))
        case "ambulance.recorded":
            return replace(version, ambulance=_ambulance(version.ambulance, body))
        case "transfer.decided_otherwise":
            made = Otherwise(entry.at, str(body["by"]), str(body["do"]))
            return replace(version, otherwise=made)
        case "briefing.received":
            got = Received(
                entry.at, str(body["name"]), str(body["rank_number"]), entry.header.author
            )
            return replace(version, received=(*version.received, got))
        case "briefing.acknowledged":
            read = _acknowledgement(entry)
            return replace(version, acknowledged=(*version.acknowledged, read))
        case _:
            return version


def _ambulance(known: Ambulance, body: Mapping[str, object]) -> Ambulance:
    called, over = body.get("called_at"), body.get("handed_over_at")
    return Ambulance(
        unstamp(str(called)) if called else known.called_at,
        str(body.get("crew") or known.crew),
        unstamp(str(over)) if over else known.handed_over_at,
    )


def _acknowledgement(entry: Entry) -> Acknowledgement:
    body = entry.body(Compartment.BRIEFING)
    return Acknowledgement(
        at=entry.at,
        name=str(body["name"]),
        rank_number=str(body["rank_number"]),
        told_by=str(body["told_by"]),
        told_at=unstamp(body["told_at"]),
        read_back=bool(body["read_back"]),
        staff=entry.header.author,
        shift=bool(body.get("shift")),
    )


def review_late(published: Published, now: datetime) -> bool:
    due = published.briefing.next_review
    return due is not None and due < now


def most_urgent_first(stays: Iterable[Stay], now: datetime) -> list[Stay]:
    """Those custody still needs: NOT FIT open, then unread, then late, then by fitness, by cell."""

    def urgency(stay: Stay) -> tuple[bool, bool, bool, int, str]:
        current = stay.current
        if current is None:
            return (True, True, True, 9, stay.cell)
        return (
            not stay.not_fit_open,
            not current.unread,
            not review_late(current, now),
            _fitness_rank(current.briefing.fitness),
            stay.cell,
        )

    return sorted((stay for stay in stays if stay.shown), key=urgency)


def _fitness_rank(fitness: FitToDetain) -> int:
    if fitness.not_fit:
        return 0
    return 1 if fitness is FitToDetain.FIT_WITH_CONDITIONS else 2


def _can_be_read(entry: Entry) -> object:
    stay = _briefing_step(_counted(Stay(""), entry), entry)
    body = entry.body(Compartment.BRIEFING)
    if entry.header.kind == "query.answered":
        return body["by"], body["text"]
    return stay, _marked(_ANY, entry)


_ANY = Published("", "", "", "", unstamp("2000-01-01T00:00:00Z"), cast(Briefing, None))
legible.register(KINDS, Compartment.BRIEFING, _can_be_read)
