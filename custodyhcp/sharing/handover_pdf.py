"""The handover on paper: what is outstanding for each person, for whoever takes over.

Rules kept here: it holds clinical words, so it is marked for healthcare only and every copy is a
disclosure; whether it was accepted is on it, with the moment it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records.dates import cui_date_time, cui_short
from custodyhcp.records.handover import Handover, Item, Sheet
from custodyhcp.sharing.pdf import render
from custodyhcp.sharing.plain import one_line, paragraphs
from custodyhcp.sharing.register import KIND, What, disclosure

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

MARKING = "CONFIDENTIAL: HEALTH RECORD, FOR HEALTHCARE ONLY"


@dataclass(frozen=True, slots=True)
class Whom:
    """How somebody is called on the sheet."""

    cell: str
    name: str
    custody_ref: str

    @property
    def words(self) -> str:
        cell = f"Cell {self.cell}" if self.cell else "No cell"
        return " · ".join(part for part in (cell, self.name, self.custody_ref) if part)


@dataclass(frozen=True, slots=True)
class Paper:
    """A handover with everything on it. ``given_by`` and ``accepted_by`` are names."""

    handover: Handover
    sheets: tuple[Sheet, ...]
    people: Mapping[str, Whom]  # by stay
    suite: str
    given_by: str
    accepted_by: str = ""


def counted(handover: Handover) -> str:
    """``9 things outstanding for 6 people, 2 late``."""
    things = "thing" if handover.due == 1 else "things"
    people = "person" if handover.people == 1 else "people"
    late = f", {handover.late} late" if handover.late else ", none late"
    return f"{handover.due} {things} outstanding for {handover.people} {people}{late}"


def handover_pdf(paper: Paper, at: datetime) -> bytes:
    """The sheet as PDF/A-2a and PDF/UA-1, dated ``at``; as many pages as it needs."""
    made = paper.handover
    accepted = "Not accepted yet."
    if made.accepted_at is not None:
        accepted = f"Accepted by {paper.accepted_by}, {cui_date_time(made.accepted_at)}."
    data = {
        "title": "Handover",
        "marking": MARKING,
        "found": "If found, return to the custody suite.",
        "suite": one_line(paper.suite),
        "counts": counted(made),
        "given": f"Signed over by {one_line(paper.given_by)}, {cui_date_time(made.at)}.",
        "accepted": one_line(accepted),
        "people": [_person(one, paper) for one in paper.sheets],
    }
    return render("handover.typ", data, at)


def _person(sheet: Sheet, paper: Paper) -> dict[str, Any]:
    known = paper.people.get(sheet.detention)
    return {
        "head": one_line(known.words if known else "Name not known"),
        "items": [_row(item, paper.handover.at) for item in sheet.items],
        "note": " ".join(paragraphs(sheet.note)),
    }


def _row(item: Item, then: datetime) -> dict[str, Any]:
    return {
        "task": one_line(item.task),
        "detail": one_line(item.detail),
        "due": "" if item.at is None else cui_short(item.at, then),
        "state": state_words(item, then),
        "late": item.pressing,
        "escalated": [one_line(one) for one in item.escalated],
    }


def state_words(item: Item, then: datetime) -> str:
    """How it stood when it was handed over: ``18 min LATE``, ``since 03:02``."""
    if item.late:
        return f"{item.late} min LATE"
    if item.at is None and item.since is not None:
        return f"since {cui_short(item.since, then)}"
    return "not yet due" if item.at is not None else ""


def disclose(desk: Desk, what: What, to: str, content: bytes) -> int:
    """Records that a copy of the suite's handover left, and gives its number. Call it before the
    copy is handed over."""
    said: Sequence[object] = [
        one for one in desk.headers(kinds=(KIND,)) if one.detention is None and one.person is None
    ]
    copy = len(said) + 1
    made: NewEntry = disclosure(what, to, content, copy=copy, person=None, detention=None)
    desk.append(made)
    return copy
