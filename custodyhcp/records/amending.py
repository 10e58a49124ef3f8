"""Verbs by which an entry is amended or struck: a new entry each, with a reason, and nothing lost.

Rules kept here: an amendment is checked by the rules of the kind it amends, and says what the entry
is to say from now on, whole; one that changes nothing is refused; what was struck cannot be
amended; where a colleague wrote meanwhile, nothing is written and it is to be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry, canonical
from custodyhcp.ledger.values import Expect
from custodyhcp.records import (
    assessment,
    doses,
    injuries,
    injuries_written,
    medicines,
    medicines_written,
    notes,
    noting,
    observations,
    observing,
    scoring,
    standing,
    words,
)
from custodyhcp.records.arrivals import insist
from custodyhcp.records.assessment import Allergies, Assessment
from custodyhcp.records.doses import Dose
from custodyhcp.records.injuries import Examination
from custodyhcp.records.medicines import Taken
from custodyhcp.records.notes import Note
from custodyhcp.records.observations import Observations
from custodyhcp.records.people import Opened, read_detention
from custodyhcp.records.scoring import Gone
from custodyhcp.records.standing import AMENDED, MAY_BE_STRUCK, STRUCK, History
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment, Role

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

Amended = Assessment | Note | Observations | Gone | Examination | Dose | Taken | Allergies


class NotToBeChanged(KnownError):
    """There is no such entry in this stay, or it is struck already."""

    def __init__(self) -> None:
        super().__init__(
            "This entry was struck already, or cannot be changed in this way.",
            "Read the record again.",
        )


class NotYoursToChange(KnownError):
    """Custody's, oversight's and the administrator's desks change nothing clinical."""

    def __init__(self) -> None:
        super().__init__(
            "Only a health professional can change or strike out an entry. Nothing was written.",
            "Ask a health professional to sign in and do it.",
        )


class NothingChanged(KnownError):
    def __init__(self) -> None:
        super().__init__("Nothing is different from what stands there.", "Change it, then sign.")


def strike(desk: Desk, detention: str, entry: str, reason: str) -> Entry:
    """Have an entry count no longer. It stays legible, with who struck it and why. Raises
    ``NotYoursToChange``, ``NotToBeChanged``, ``NotComplete``."""
    _only_health_professionals(desk)
    opened = read_detention(desk, detention)
    told = _known(opened, entry)
    if told.root.header.kind not in MAY_BE_STRUCK:
        raise NotToBeChanged
    why = words.paragraphs(reason)
    insist(reason_problems(why))
    body = {"target": entry, "kind": told.root.header.kind, "reason": why}
    return _append(desk, opened, STRUCK, entry, body)


def amend(desk: Desk, detention: str, entry: str, says: Amended, reason: str) -> Entry:
    """Have an entry say something else from now on. Raises ``NotComplete``, ``NothingChanged``,
    ``NotToBeChanged``, ``NotYoursToChange``."""
    _only_health_professionals(desk)
    opened = read_detention(desk, detention)
    told = _known(opened, entry)
    why = words.paragraphs(reason)
    insist(reason_problems(why))
    before = told.versions[-1].body
    body = dict(before) | dict(_body(desk, opened, told, says))
    if canonical(body) == canonical(before):
        raise NothingChanged
    said = {"target": entry, "kind": told.root.header.kind, "reason": why, "body": body}
    return _append(desk, opened, AMENDED, entry, said)


def reason_problems(reason: str) -> tuple[Problem, ...]:
    """What to put right in a reason."""
    if not reason:
        return (Problem("reason", "Say why it is changed."),)
    return words.too_long("reason", reason, 2_000, "The reason")


def _only_health_professionals(desk: Desk) -> None:
    if desk.session.role is not Role.HCP:
        raise NotYoursToChange


def _known(opened: Opened, entry: str) -> History:
    told = standing.history(opened.written, entry)
    if told is None or told.struck is not None:
        raise NotToBeChanged
    return told


def _append(desk: Desk, opened: Opened, kind: str, target: str, body: Mapping[str, Any]) -> Entry:
    stay = opened.detention
    new = NewEntry(
        kind,
        {Compartment.CLINICAL: body},
        person=stay.person,
        detention=stay.id,
        supersedes=target,
    )
    return desk.append(new, expect=Expect(stay.id, stay.last_seq))[0]


def _body(desk: Desk, opened: Opened, told: History, says: Amended) -> Mapping[str, Any]:
    """As the kind keeps it, checked by that kind's own rules."""
    kind, now, written = told.root.header.kind, desk.now(), told.root.at
    if kind == "assessment.recorded" and isinstance(says, Assessment):
        clean = assessment.cleaned(says)
        insist(assessment.problems(clean, now))
        return assessment.to_body(clean)
    if kind in (notes.NOTE, notes.FORENSIC) and isinstance(says, Note):
        return _note(desk, told, says)
    if kind == observing.OBSERVATIONS and isinstance(says, Observations):
        taken = observations.cleaned(says)
        insist(observations.problems(taken, now))
        scored = observations.score(taken, observing.age_of(opened.detention, taken.taken_at))
        late = observations.retrospective(taken.taken_at, written)
        return observations.to_body(taken, scored, late=late)
    if kind == observing.SCALE and isinstance(says, Gone):
        gone = scoring.cleaned(says)
        insist(scoring.problems(gone, now))
        late = observations.retrospective(gone.done_at, written)
        return scoring.to_body(gone, late=late)
    if kind == injuries_written.RECORDED and isinstance(says, Examination):
        seen = injuries.cleaned(says)
        insist(injuries.problems(seen, now, correcting=True))
        return injuries_written.to_body(seen)
    return _medicine(opened, told, says, desk)


def _note(desk: Desk, told: History, says: Note) -> Mapping[str, Any]:
    """What it rests on, its type, purpose and who began it are not for amending."""
    clean = notes.cleaned(says)
    insist(noting.checked(desk, clean))
    body = notes.to_body(clean, told.root.at)
    kept = told.versions[0].body
    fixed = {name: kept[name] for name in ("type", "purpose", "evidence", "begun") if name in kept}
    happened = clean.happened_at or told.root.at
    late = observations.retrospective(happened, told.root.at)
    return {**body, **fixed, "retrospective": late}


def _medicine(opened: Opened, told: History, says: Amended, desk: Desk) -> Mapping[str, Any]:
    kind, now = told.root.header.kind, desk.now()
    if kind == medicines_written.GIVEN and isinstance(says, Dose):
        known = medicines_written.fold(opened.entries).directed.get(says.directed)
        was = medicines_written.dose_from(told.versions[-1].body)
        if known is None or (says.directed, says.due_at) != (was.directed, was.due_at):
            raise NotToBeChanged
        insist(doses.problems(says, now, known.drug_class))
        return medicines_written.dose_body(says)
    if kind == medicines_written.TAKEN and isinstance(says, Taken):
        taken = medicines.cleaned_taken(says)
        insist(medicines.taken_problems(taken, now))
        return medicines_written.taken_body(taken)
    if kind == medicines_written.ALLERGIES and isinstance(says, Allergies):
        clean = assessment.cleaned_allergies(says)
        insist(medicines_written.allergy_problems(clean))
        return assessment.allergies_body(clean)
    raise NotToBeChanged
