"""Which GP practice somebody is registered with, as far as healthcare has been told.

    gp.practice_recorded [CLINICAL] ods, name, said_by: of the person, found by any later detention

Rules kept here (domain consent 2.3, G8): the surgery that agreed must be the one they are
registered with. So where another practice is recorded while an agreement stands in this detention,
the same transaction writes that the agreement is another surgery's, and the second key is gone at
once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from custodyhcp.consent.codes import Surgery
from custodyhcp.consent.fold import KINDS as CONSENT_KINDS
from custodyhcp.consent.fold import SURGERY_ANSWERED
from custodyhcp.consent.fold import fold as fold_consent
from custodyhcp.consent.written import to_body
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.ledger.one_person import about
from custodyhcp.ledger.values import Expect
from custodyhcp.records import people, practices, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

RECORDED = "gp.practice_recorded"


class SaidBy(Enum):
    """How it is known."""

    PERSON = "PERSON"
    NATIONAL_RECORD = "NATIONAL_RECORD"
    SURGERY = "SURGERY"

    @property
    def words(self) -> str:
        return _SAID_BY[self]


_SAID_BY = {
    SaidBy.PERSON: "They said so",
    SaidBy.NATIONAL_RECORD: "The national record (NCRS) shows it",
    SaidBy.SURGERY: "The surgery said so",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """``ods`` in capitals; ``name`` as the national list had it then, or empty."""

    entry: str
    at: datetime
    author: str
    ods: str
    name: str
    said_by: SaidBy


def registered(entries: Iterable[Entry]) -> Registered | None:
    """The newest that was recorded of the person, in whichever detention. Pure."""
    newest: Registered | None = None
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if entry.header.kind == RECORDED and entry.believed and body:
            newest = Registered(
                entry=entry.header.id,
                at=entry.at,
                author=entry.header.author,
                ods=str(body["ods"]),
                name=str(body["name"]),
                said_by=SaidBy(body["said_by"]),
            )
    return newest


def registered_of(desk: Desk, person: str) -> Registered | None:
    return registered(about(desk, person, kinds={RECORDED}))


def problems(ods: str) -> tuple[Problem, ...]:
    """What to put right before the practice can be recorded."""
    if not practices.is_code(ods):
        return (Problem("ods", "A practice's code is a letter and five digits, like A81001."),)
    return ()


def record_registered(
    desk: Desk, detention: str, ods: str, name: str, said_by: SaidBy
) -> tuple[Entry, ...]:
    """Writes where they are registered. Raises ``NotComplete``, or ``ledger.Moved`` where something
    was recorded at the same moment."""
    code, called = words.line(ods).upper(), words.line(name)
    long = words.too_long("ods", called, words.LONGEST_LINE, "The practice's name")
    insist((*problems(code), *long))
    opened = people.read_detention(desk, detention)
    person = opened.detention.person
    body = {"ods": code, "name": called, "said_by": said_by.value}
    new = [
        NewEntry(RECORDED, {Compartment.CLINICAL: body}, person=person, detention=detention),
        *_other_surgery(desk, opened, code),
    ]
    return desk.append(*new, expect=Expect(detention, opened.detention.last_seq))


def _other_surgery(desk: Desk, opened: people.Opened, ods: str) -> tuple[NewEntry, ...]:
    """An agreement that stands, of a surgery that turns out not to be theirs."""
    kept = [entry for entry in opened.entries if entry.header.kind in CONSENT_KINDS]
    stands = fold_consent(kept, opened.detention.id).surgery_answer()
    if stands is None or stands.answer.surgery is not Surgery.AGREED:
        return ()
    if stands.answer.ods.strip().upper() == ods:
        return ()
    told = replace(
        stands.answer, surgery=Surgery.OTHER_SURGERY, when=desk.now(), registered_ods=ods
    )
    parts = {Compartment.CLINICAL: {"answer": to_body(told)}}
    stay = opened.detention
    return (NewEntry(SURGERY_ANSWERED, parts, person=stay.person, detention=stay.id),)
