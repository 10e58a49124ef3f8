"""An entry as it is read whole: labels and texts in order, and what stands around them. Pure.

The same rows serve the page, the history and its differences, whatever kind the entry is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.evidence_forensic import ranks
from custodyhcp.ledger.entry import Body, Entry, unstamp
from custodyhcp.records import assessment as assessments
from custodyhcp.records import dates, injuries, injuries_written, notes, timeline
from custodyhcp.records.notes import Carried, Evidence
from custodyhcp.records.templates import headings, shipped
from custodyhcp.vault.compartments import Compartment

Row = tuple[str, str]
NameOf = Callable[[str], str]


def rows(entry: Entry) -> tuple[Row, ...]:
    """What it says, label by label; empty texts are left out."""
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return ()
    if entry.header.kind in (notes.NOTE, notes.FORENSIC):
        return tuple((part.label, part.text) for part in notes.from_body(body).parts)
    if entry.header.kind == "assessment.recorded":
        return _assessment(body)
    if entry.header.kind == injuries_written.RECORDED:
        return _injuries(body)
    return (timeline.said(entry),)


def _assessment(body: Body) -> tuple[Row, ...]:
    told = assessments.from_body(body)
    reasons = " · ".join(code.words for code in told.reason_codes)
    found = (
        ("Why healthcare was called", reasons),
        ("In a few words", told.reason),
        ("Findings", told.findings),
        ("Working impression", told.impression),
        ("Plan", told.plan),
        ("Allergies", f"{told.allergies.state.label}. {told.allergies.words}".strip(" .")),
    )
    return tuple(row for row in found if row[1])


def _injuries(body: Body) -> tuple[Row, ...]:
    seen = injuries_written.from_body(body)
    found = [("How far was looked", seen.how_far)]
    for number, mark in enumerate(seen.marks, start=1):
        said = "; ".join(f"{name}: {text}" for name, text in injuries.described(mark))
        found.append((f"Injury {number}", said))
    return tuple(row for row in found if row[1])


def carried(entry: Entry) -> Mapping[str, Carried]:
    """By label, where words were carried from."""
    if entry.header.kind not in (notes.NOTE, notes.FORENSIC):
        return {}
    parts = notes.from_body(entry.body(Compartment.CLINICAL)).parts
    return {part.label: part.carried for part in parts if part.carried is not None}


def carried_words(told: Carried, name_of: NameOf) -> str:
    """``Carried from 12-Nov-2026 14:05, by Robin Hale``."""
    return f"Carried from {dates.cui_date_time(told.at)}, by {name_of(told.author)}"


@dataclass(frozen=True, slots=True)
class Around:
    """When it happened, where and what for, in words; empty where the kind does not say."""

    happened: str = ""
    place: str = ""
    purpose: str = ""
    template: str = ""
    retrospective: bool = False


def around(entry: Entry) -> Around:
    body = entry.body(Compartment.CLINICAL)
    at = _happened(body) or entry.at
    place = notes.places().get(str(body.get("place", "")), "")
    purposes = {one.value: one.words for one in notes.Purpose}
    name, version = str(body.get("template", "")), body.get("template_version")
    title = shipped()[name].title if name in shipped() else name
    return Around(
        happened=dates.cui_date_time(at),
        place=": ".join(part for part in (place, str(body.get("place_words") or "")) if part)
        or str(body.get("place") or ""),
        purpose=purposes.get(str(body.get("purpose", "THERAPEUTIC")), ""),
        template=f"{title}, version {version}" if name else "",
        retrospective=bool(body.get("retrospective")),
    )


def _happened(body: Body) -> datetime | None:
    named = ("happened_at", "seen_at", "taken_at", "done_at", "examined_at", "at")
    return next((unstamp(body[name]) for name in named if isinstance(body.get(name), str)), None)


def evidence_rows(told: Evidence) -> tuple[Row, ...]:
    """On what a forensic entry rests."""
    kind = {"INTIMATE": "Intimate sample", "NON_INTIMATE": "Non-intimate sample"}
    scope = "Sample" if told.scope == "FORENSIC_SAMPLE" else "Examination"
    found = [
        ("Dual role", "Explained" if told.dual_role else ""),
        ("Consent", f"{kind.get(told.sample, scope)}: forensic consent, recorded under Consent"),
    ]
    if told.officer:
        at = dates.cui_date_time(told.authorised_at) if told.authorised_at else ""
        how = "spoken, then confirmed in writing" if told.oral else "in writing"
        who = f"{ranks().get(told.rank, told.rank)} {told.officer}".strip()
        found.append(("Authority", f"{who}, {at}, {how}"))
    return tuple(row for row in found if row[1])


def heading_of(entry: Entry) -> Mapping[str, str]:
    """By label, the heading it stands under."""
    if entry.header.kind not in (notes.NOTE, notes.FORENSIC):
        return {}
    parts = notes.from_body(entry.body(Compartment.CLINICAL)).parts
    return {part.label: headings().get(part.heading, "") for part in parts}


def changed_around(before: Entry, after: Entry) -> tuple[tuple[str, str, str], ...]:
    """What an amendment changed besides the words: label, what it was, what it is."""
    was, now = around(before), around(after)
    found = (
        ("When it happened", was.happened, now.happened),
        ("Where", was.place, now.place),
    )
    return tuple(row for row in found if row[1] != row[2])
