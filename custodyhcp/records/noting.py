"""Verbs by which a health professional signs a written entry, amends one, or strikes one out.

Rules kept here: everything is checked again at the press; each entry carries who signed it, with
register and number, and whether it was written late; a forensic one is written only under its own
consent, in force when it happened and when it is signed, with the dual role explained and, where
the sample is intimate, the officer's authority. An amendment is checked as the entry was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.consent.codes import Sample, Scope
from custodyhcp.consent.evidence_forensic import ranks
from custodyhcp.consent.fold import fold as fold_consent
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import notes, observations, templates_published, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.notes import Evidence, Note, Type
from custodyhcp.records.people import read_detention
from custodyhcp.records.permitted import append_under
from custodyhcp.records.signature import signature_body
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.consent.permission import Permission
    from custodyhcp.ledger.desk import Desk

FORENSIC_SCOPES = (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE)


class NotThen(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "There was no forensic consent at the time it happened, so it was not recorded.",
            "Check the time. What you typed is kept.",
        )


def record_note(desk: Desk, detention: str, note: Note) -> Entry:
    """Sign a written entry. Raises ``NotComplete``."""
    stay = read_detention(desk, detention).detention
    clean = notes.cleaned(note)
    insist(checked(desk, clean))
    if clean.type is Type.FORENSIC:
        raise ValueError("a forensic entry is signed with record_forensic")
    body = body_of(desk, clean, desk.now())
    parts = {Compartment.CLINICAL: body}
    return desk.append(NewEntry(notes.NOTE, parts, person=stay.person, detention=detention))[0]


def record_forensic(desk: Desk, detention: str, note: Note, scope: Scope) -> Entry:
    """Sign a forensic entry under the consent for ``scope``. Raises ``NotPermitted``, ``NotThen``,
    ``NotComplete``."""
    stay = read_detention(desk, detention).detention
    clean = notes.cleaned(note)
    insist((*checked(desk, clean), *_dual_role(clean)))
    if clean.type is not Type.FORENSIC or scope not in FORENSIC_SCOPES:
        raise ValueError("only a forensic entry, under a forensic consent, is signed here")

    def sign(permission: Permission) -> Sequence[NewEntry]:
        now = desk.now()
        if not permission.in_force(_meant(clean.happened_at or now, now)):
            raise NotThen
        whole = replace(clean, evidence=grounds(desk, detention, permission))
        insist(authority_problems(whole.evidence))
        parts = {Compartment.CLINICAL: body_of(desk, whole, now)}
        return (NewEntry(notes.FORENSIC, parts, person=stay.person, detention=detention),)

    return append_under(desk, detention, scope, sign)[0]


def grounds(desk: Desk, detention: str, permission: Permission) -> Evidence:
    """What the consent in force says about the sample and its authority, kept with the entry."""
    state = fold_consent(desk.read(detention=detention), detention)
    decided = state.latest(permission.scope)
    told = decided.asked.forensic if decided is not None else None
    if told is None:
        return Evidence(True, permission.scope.value, permission.entry or "")
    officer = told.authority
    return Evidence(
        dual_role=True,
        scope=permission.scope.value,
        permission=permission.entry or "",
        sample="" if told.sample is None else told.sample.value,
        officer=officer.officer,
        rank=officer.rank or "",
        authorised_at=officer.at,
        oral=officer.oral,
        confirmed_in_writing=officer.confirmed_in_writing,
    )


def authority_problems(told: Evidence | None) -> tuple[Problem, ...]:
    """What an intimate sample still lacks (PACE 1984 s.62)."""
    if told is None or told.sample != Sample.INTIMATE.value:
        return ()
    whole = (
        told.officer
        and told.rank in ranks()
        and told.authorised_at is not None
        and (told.oral is False or (told.oral is True and told.confirmed_in_writing))
    )
    said = "An intimate sample needs the authority of an inspector or above, in writing."
    return () if whole else (Problem("authority", said),)


def _dual_role(note: Note) -> tuple[Problem, ...]:
    if note.evidence is not None and note.evidence.dual_role:
        return ()
    said = "Explain first that you act for the police as well now, and say that you have."
    return (Problem("dual_role", said),)


def _meant(at: datetime, now: datetime) -> datetime:
    """A time is given to the minute: the last moment of that minute which has been."""
    return min(at.replace(second=59, microsecond=999_999), now)


def checked(desk: Desk, note: Note) -> tuple[Problem, ...]:
    """Everything to put right, by the template that it names in the version in use."""
    known = templates_published.in_use(desk).get(note.template)
    template = known.template if known and known.template.version == note.version else None
    return notes.problems(note, desk.now(), template)


def body_of(desk: Desk, note: Note, at: datetime) -> dict[str, Any]:
    happened = note.happened_at or at
    return {
        **notes.to_body(note, at),
        "retrospective": observations.retrospective(happened, at),
        "signed": signature_body(desk),
    }


# --- who begins what another goes on with ---------------------------------------------------------

TAKEN_OVER = "draft.taken_over"


def take_over(
    desk: Desk, detention: str, what: str, first: str, fields: Mapping[str, Any]
) -> Entry:
    """Write that a colleague's unfinished typing was taken over, and what it said then: the first
    author is told, and what each of the two wrote can be told apart."""
    stay = read_detention(desk, detention).detention
    body = {"what": words.line(what), "from": first, "fields": dict(fields)}
    parts = {Compartment.CLINICAL: body}
    new = NewEntry(TAKEN_OVER, parts, person=stay.person, detention=detention)
    return desk.append(new)[0]


def taken_from(entry: Entry) -> tuple[str, str]:
    """What such an entry was typed for, and by whom first."""
    body = entry.body(Compartment.CLINICAL)
    return str(body.get("what", "")), str(body.get("from", ""))
