"""Verbs by which a look at the SCR or the GP record is recorded.

Rules kept here (promise P5): neither verb can be called without a ``Permission``, and neither
believes one: the scope, the stay and the time must fit, it must have been decided by an entry, and
the ledger, read again in the moment of writing, must still say that it is in force, so one
withdrawn since opens nothing, however close the two came. What was relied on is kept with its
source; no more is copied. An empty list is never written as "no known allergies" (domain consent
1.6, HARD).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.consent.codes import LookedAt, Scope
from custodyhcp.consent.limits import Limits
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.wording import words as said
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.records import words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.people import read_detention
from custodyhcp.records.permitted import NotPermitted, append_under
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk


__all__ = ["Findings", "NotPermitted", "Relied", "problems", "record_gp_view", "record_scr_view"]


@dataclass(frozen=True, slots=True)
class Relied:
    """One thing that care was decided on: under which heading it stood, and what it said."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at, when, and what was relied on. ``scr_date`` is the date the summary
    carries, as it is written there; ``items_withheld`` where the viewer said some were."""

    opened_at: datetime
    looked_at: tuple[LookedAt, ...]
    relied_on: tuple[Relied, ...]
    scr_date: str = ""
    items_withheld: bool = False
    nothing_relied_on: bool = False


def problems(findings: Findings, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before the look can be recorded."""
    found: list[Problem] = []
    if findings.opened_at > now:
        found.append(Problem("opened_at", "The time of looking is in the future."))
    if not findings.looked_at:
        found.append(Problem("looked_at", "Say what was looked at."))
    if not findings.relied_on and not findings.nothing_relied_on:
        found.append(Problem("relied_on", "Say what you relied on, or that nothing was."))
    for relied in findings.relied_on:
        if not relied.heading or not relied.text:
            found.append(Problem("relied_on", "Each thing relied on has a heading and words."))
        found += words.too_long("relied_on", relied.text, 2_000, "What was relied on")
        found += words.too_long("relied_on", relied.heading, words.LONGEST_LINE, "The heading")
    found += words.too_long("scr_date", findings.scr_date, 40, "The date of the summary")
    return tuple(found)


def beyond(findings: Findings, limits: Limits) -> tuple[Problem, ...]:
    """Where the look goes further than the person's limits, in so far as they are in codes."""
    found: list[Problem] = []
    further = [one for one in findings.looked_at if not limits.looks(one)]
    if further:
        only = ", ".join(said(one) for one in limits.only)
        found.append(Problem("looked_at", f"They agreed only to: {only}."))
    for relied in findings.relied_on:
        if not limits.heading(relied.heading):
            found.append(Problem("relied_on", f"They asked that this is left: {relied.heading}."))
    return tuple(found)


def record_scr_view(desk: Desk, permission: Permission, findings: Findings) -> Entry:
    """Write that the SCR was looked at under this permission."""
    return _record(desk, permission, findings, Scope.VIEW_SCR, "scr.viewed")


def record_gp_view(desk: Desk, permission: Permission, findings: Findings) -> Entry:
    """Write that the GP record was looked at under this permission, which both keys gave."""
    return _record(desk, permission, findings, Scope.VIEW_GP, "gp.viewed")


def _record(
    desk: Desk, permission: Permission, findings: Findings, scope: Scope, kind: str
) -> Entry:
    clean = _cleaned(findings)
    if permission.scope is not scope or permission.entry is None:
        raise NotPermitted
    stay = read_detention(desk, permission.detention).detention

    def look(still: Permission) -> Sequence[NewEntry]:
        if still.entry != permission.entry:
            raise NotPermitted(*_ASKED_SINCE)
        if not still.in_force(_meant(clean.opened_at, desk.now())):
            raise NotPermitted(*_OPENED_OUTSIDE)
        insist((*problems(clean, desk.now()), *beyond(clean, still.limits)))
        return (_entry(kind, stay.person, still, clean),)

    return append_under(desk, permission.detention, scope, look)[0]


_ASKED_SINCE = (
    "They were asked again since this page was opened, so this was not recorded.",
    "Read what they said under Consent, then record again. What you typed is kept.",
)
_OPENED_OUTSIDE = (
    "The record was opened at a time for which there was no permission.",
    "Check the time. If it is right, tell Information Governance. What you typed is kept.",
)


def _entry(kind: str, person: str, under: Permission, clean: Findings) -> NewEntry:
    return NewEntry(
        kind=kind,
        parts={
            Compartment.CLINICAL: {**_body(clean), "permission": under.entry},
            Compartment.OVERSIGHT: {
                "scope": under.scope.value,
                "code": under.code.value,
                "permission": under.entry,
                "looked_at": [looked.value for looked in clean.looked_at],
            },
        },
        person=person,
        detention=under.detention,
    )


def _meant(opened_at: datetime, now: datetime) -> datetime:
    """A time is given to the minute: the last moment of that minute which has been."""
    return min(opened_at.replace(second=59, microsecond=999_999), now)


def _cleaned(findings: Findings) -> Findings:
    relied = (
        Relied(words.line(item.heading), words.paragraphs(item.text)) for item in findings.relied_on
    )
    return Findings(
        opened_at=findings.opened_at,
        looked_at=findings.looked_at,
        relied_on=tuple(item for item in relied if item.heading or item.text),
        scr_date=words.line(findings.scr_date),
        items_withheld=findings.items_withheld,
        nothing_relied_on=findings.nothing_relied_on,
    )


def _body(findings: Findings) -> dict[str, Any]:
    return {
        "opened_at": stamp(findings.opened_at),
        "looked_at": [looked.value for looked in findings.looked_at],
        "relied_on": [{"heading": i.heading, "text": i.text} for i in findings.relied_on],
        "scr_date": findings.scr_date,
        "items_withheld": findings.items_withheld,
    }
