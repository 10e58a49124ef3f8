"""Verbs by which a health professional signs an assessment and gives directions.

Rules kept here: both are checked again at the press, whatever a screen let through; an assessment
and the directions that follow from it are written in one transaction; where something that bears
on them was recorded since the page was read, nothing is written (``ledger.Moved``) and nothing
typed is lost. That a colleague opened the record, or a sergeant read the briefing, does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.ledger.faults import Moved
from custodyhcp.ledger.values import Expect
from custodyhcp.records import asked_before, dates, directing, observations, standing, told_before
from custodyhcp.records import assessment as assessments
from custodyhcp.records.arrivals import insist
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.detention import Detention
from custodyhcp.records.directions import Directions
from custodyhcp.records.people import Opened, read_detention
from custodyhcp.records.signature import signature_body
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk


@dataclass(frozen=True, slots=True)
class Signed:
    """The two entries written together."""

    assessment: Entry
    directions: Entry


def record_assessment(
    desk: Desk, detention: str, assessment: Assessment, *, last_seq: int | None = None
) -> Entry:
    """Sign an assessment on its own; directions in force stay as they are."""
    stay = read_detention(desk, detention).detention
    new = _assessment_entry(desk, stay, assessment)
    return desk.append(new, expect=_expecting(desk, detention, last_seq))[0]


def give_directions(
    desk: Desk, detention: str, directions: Directions, *, last_seq: int | None = None
) -> Entry:
    """Put a whole set of directions in force in place of the last."""
    new = _directions_entry(desk, read_detention(desk, detention), directions)
    return desk.append(new, expect=_expecting(desk, detention, last_seq))[0]


def sign(
    desk: Desk,
    detention: str,
    assessment: Assessment,
    directions: Directions,
    *,
    last_seq: int | None = None,
) -> Signed:
    """Both, or neither. ``last_seq`` is the newest entry that the page had read."""
    opened = read_detention(desk, detention)
    both = (
        _assessment_entry(desk, opened.detention, assessment),
        _directions_entry(desk, opened, directions),
    )
    assessed, directed = desk.append(*both, expect=_expecting(desk, detention, last_seq))
    return Signed(assessed, directed)


BEARS_ON_IT = frozenset(
    {
        "assessment.recorded",
        "note.recorded",
        "allergies.recorded",
        "directions.given",
        "detention.closed",
        *standing.KINDS,
    }
)


def _expecting(desk: Desk, detention: str, last_seq: int | None) -> Expect | None:
    """Up to where nothing that bears on the signing is new; the ledger refuses if more comes."""
    if last_seq is None:
        return None
    newer = desk.read(detention=detention, after=last_seq)
    if any(entry.header.kind in BEARS_ON_IT for entry in newer):
        raise Moved(newer[-1].header.seq)
    return Expect(detention, newer[-1].header.seq if newer else last_seq)


def _assessment_entry(desk: Desk, stay: Detention, assessment: Assessment) -> NewEntry:
    clean = assessments.cleaned(assessment)
    before = asked_before.problems(desk, stay.id, clean.allergies)
    insist((*assessments.problems(clean, desk.now()), *before))
    now = desk.now()
    more = {
        "purpose": "THERAPEUTIC",
        "retrospective": observations.retrospective(clean.seen_at or now, now),
        "signed": signature_body(desk),
    }
    return _clinical("assessment.recorded", stay, {**assessments.to_body(clean), **more})


def _directions_entry(desk: Desk, opened: Opened, directions: Directions) -> NewEntry:
    now, stay = desk.now(), opened.detention
    under_18 = stay.under_18(dates.today(now))
    settled = directing.settled(directions, under_18=under_18)
    insist(
        directing.problems(
            settled,
            under_18=under_18,
            now=now,
            before=stay.directions,
            published=told_before.published_visits(opened.entries),
            agreed=told_before.agrees(opened, now),
        )
    )
    supersedes = stay.given[-1].entry if stay.given else None
    new = _clinical("directions.given", stay, directing.to_body(settled), supersedes)
    at = settled.next_review  # the time alone: oversight counts the minutes a review was late
    oversight = {"next_review": None if at is None else stamp(at)}
    return replace(new, parts={**new.parts, Compartment.OVERSIGHT: oversight})


def _clinical(
    kind: str, stay: Detention, body: dict[str, object], supersedes: str | None = None
) -> NewEntry:
    return NewEntry(
        kind=kind,
        parts={Compartment.CLINICAL: body},
        person=stay.person,
        detention=stay.id,
        supersedes=supersedes,
    )
