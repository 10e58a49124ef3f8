"""The sealed letter that travels with somebody: what may be chosen for it, and what it says. Pure.

Rules kept here (domain outputs 6, 7.2; clinical 2.6; consent 3.6): it is chosen item by item from
clinical entries and holds no words of its own; nothing forensic and no cause of an injury can be
chosen; what was learned from a look whose permission was taken back is not among the items, nor is
what the person asked to be left out. A medicine says when it was last given and is next due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from itertools import groupby
from typing import Any

from custodyhcp.consent.codes import LeaveOut
from custodyhcp.consent.fold import ConsentState
from custodyhcp.ledger.entry import stamp, unstamp
from custodyhcp.records import (
    dates,
    doses,
    earlier,
    injuries,
    injuries_written,
    medicines_written,
    observing,
)
from custodyhcp.records.directions import SelfHarm
from custodyhcp.records.doses import Dose, Outcome
from custodyhcp.records.learned import Fact, said_in, taken_back
from custodyhcp.records.medicines_written import Medicines
from custodyhcp.records.people import Opened
from custodyhcp.sharing.composing import allergies_told
from custodyhcp.sharing.plain import one_line
from custodyhcp.vault.compartments import Compartment

MARKING = "CONFIDENTIAL: HEALTH. TO BE OPENED BY HEALTHCARE STAFF ONLY"
LONGEST_PLACE = 120
# What an injury says in a letter: never how it was come by, nor anybody's opinion of it.
_OF_AN_INJURY = {"Type", "Site", "Size", "Colour", "Bleeding", "Foreign material", "Care given"}


class Group(Enum):
    """The parts of the letter, in reading order."""

    MEDICINES = "Medicines, last given and next due"
    ALLERGIES = "Allergies and adverse reactions"
    CONDITIONS = "Conditions"
    OBSERVATIONS = "Observations and scales"
    INJURIES = "Injuries as seen"
    ASSESSMENT = "Assessment in custody"
    RISKS = "Risks"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be chosen. ``entry``: the entry it is from; ``part``: what somebody may
    have asked to be left out."""

    group: Group
    entry: str
    words: str
    part: LeaveOut

    @property
    def name(self) -> str:
        return f"{self.group.name}.{self.entry}.{self.part.name}"


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything one version says. ``place`` in words; ``basis`` on what it rests, in words."""

    reference: str
    version: int
    place: str
    name: str
    born: date | None
    nhs_number: str | None
    custody_ref: str
    basis: str
    by: str
    suite: str
    phone: str
    at: datetime
    items: tuple[Item, ...]

    def same_words(self, other: Letter) -> bool:
        """Whether a reader would learn the same from both."""
        return (self.place, self.items) == (other.place, other.items)


def offered(
    opened: Opened, state: ConsentState, left_out: Iterable[LeaveOut] = ()
) -> tuple[Item, ...]:
    """All that may be chosen now, in the order of the letter."""
    facts = taken_back(opened.detention.views, state)
    hidden = set(left_out)
    every = (item for source in _SOURCES for item in source(opened, facts))
    return tuple(
        item for item in every if item.part not in hidden and not said_in(item.words, facts)
    )


def _medicines(opened: Opened, _facts: tuple[Fact, ...]) -> Iterator[Item]:
    kept = medicines_written.fold(opened.entries)
    for entry, directed in kept.directed.items():
        said = [directed.line.words, *filter(None, (directed.instructions,))]
        said += _given(dose for dose in kept.doses if dose.directed == entry)
        said.append(f"stopped: {directed.stopped}" if directed.stopped else _next(kept, entry))
        yield _item(Group.MEDICINES, entry, said, LeaveOut.MEDICINES)
    for number, dose in enumerate(one for one in kept.doses if not one.directed):
        said = [dose.medicine, *_given([dose])]
        yield _item(Group.MEDICINES, f"given{number}", said, LeaveOut.MEDICINES)
    for entry, one in kept.taken.items():
        taken = one.taken
        last = taken.last_words
        if taken.last_at is not None:
            last = dates.cui_date_time(taken.last_at)
        said = [f"Takes {taken.line.words}", f"last taken {last}" if last else "last taken unknown"]
        yield _item(Group.MEDICINES, entry, said, LeaveOut.MEDICINES)


def _given(of: Iterable[Dose]) -> list[str]:
    told = tuple(of)
    last = next((one for one in reversed(told) if one.outcome is Outcome.GIVEN), None)
    said = ["not given in custody" if last is None else f"last given {_at(last.at)}"]
    newest = told[-1] if told else None
    if newest is not None and newest.outcome is not Outcome.GIVEN:
        said.append(f"{newest.outcome.words.lower()} {_at(newest.at)}: {newest.why}")
    return said


def _next(kept: Medicines, entry: str) -> str:
    slots = doses.chart({entry: kept.directed[entry]}, kept.doses)
    due = min((slot.when for slot in slots if not slot.settled), default=None)
    return "no further dose timed here" if due is None else f"next due {_at(due)}"


def _at(at: datetime) -> str:
    return dates.cui_date_time(at)


def _allergies(opened: Opened, facts: tuple[Fact, ...]) -> Iterator[Item]:
    state, told = allergies_told(opened.detention, facts)
    for number, words in enumerate(told):
        yield _item(Group.ALLERGIES, f"allergy{number}", [words], LeaveOut.ALLERGIES)
    if not told:
        yield _item(Group.ALLERGIES, "state", [state.label], LeaveOut.ALLERGIES)


def _conditions(opened: Opened, facts: tuple[Fact, ...]) -> Iterator[Item]:
    for entry in opened.entries:
        body = entry.body(Compartment.CLINICAL)
        told = entry.header.kind == earlier.CONFIRMED and entry.believed
        if told and body and (body["kind"], body["answer"]) == ("CONDITION", "STILL"):
            said = [str(body["words"]), "told before, and still so"]
            yield _item(Group.CONDITIONS, entry.header.id, said, LeaveOut.DIAGNOSES)
    gone = {(fact.source, fact.at) for fact in facts}
    for view in opened.detention.views:
        if (view.source, view.opened_at) in gone:
            continue
        for number, (heading, text) in enumerate(view.relied_on):
            said = [f"{view.source}, {heading}: {text}"]
            group, part = _under(heading)
            yield _item(group, f"{view.entry}{number}", said, part)


def _under(heading: str) -> tuple[Group, LeaveOut]:
    """Where in the letter something read under that heading stands."""
    known = heading.casefold()
    if "medic" in known:
        return Group.MEDICINES, LeaveOut.MEDICINES
    if "allerg" in known:
        return Group.ALLERGIES, LeaveOut.ALLERGIES
    return Group.CONDITIONS, LeaveOut.DIAGNOSES


def _observations(opened: Opened, _facts: tuple[Fact, ...]) -> Iterator[Item]:
    series = observing.fold(opened.entries)
    totals = [one for one in series.observed if one.total is not None]
    if len(totals) > 1:
        trend = ", ".join(f"{one.total} at {_at(one.taken.taken_at)}" for one in totals)
        entry = totals[-1].entry
        yield _item(Group.OBSERVATIONS, f"{entry}trend", [f"NEWS2: {trend}"], LeaveOut.FINDINGS)
    for seen in series.observed:
        said = [f"{_at(seen.taken.taken_at)}: {observing.observed_words(seen)}"]
        yield _item(Group.OBSERVATIONS, seen.entry, said, LeaveOut.FINDINGS)
    for scale in series.scaled:
        said = [f"{_at(scale.gone.done_at)}: {observing.scaled_words(scale)}"]
        yield _item(Group.OBSERVATIONS, scale.entry, said, LeaveOut.FINDINGS)


def _injuries(opened: Opened, _facts: tuple[Fact, ...]) -> Iterator[Item]:
    for one in injuries_written.fold(opened.entries):
        seen = one.now.examination
        if seen.none_seen:
            words = f"No injury seen in what was examined, {_at(seen.examined_at)}"
            yield _item(Group.INJURIES, one.now.entry, [words], LeaveOut.FINDINGS)
        for number, mark in enumerate(seen.marks, start=1):
            rows = (text for name, text in injuries.described(mark) if name in _OF_AN_INJURY)
            said = [f"{_at(seen.examined_at)}: {', '.join(rows)}"]
            yield _item(Group.INJURIES, f"{one.now.entry}{number}", said, LeaveOut.FINDINGS)


def _assessment(opened: Opened, _facts: tuple[Fact, ...]) -> Iterator[Item]:
    if not opened.detention.assessments:
        return
    last = opened.detention.assessments[-1]
    told, when = last.assessment, _at(last.assessment.seen_at or last.at)
    parts = (
        ("Impression, not a confirmed diagnosis", told.impression, LeaveOut.DIAGNOSES),
        ("Plan", told.plan, LeaveOut.CLINICAL_SUMMARY),
    )
    for name, text, part in parts:
        if text.strip():
            yield _item(Group.ASSESSMENT, last.entry, [f"{name}, {when}: {text}"], part)


def _risks(opened: Opened, _facts: tuple[Fact, ...]) -> Iterator[Item]:
    told = opened.detention.directions
    if told is None:
        return
    entry = opened.detention.given[-1].entry
    if told.self_harm is not SelfHarm.NONE_IDENTIFIED:
        level = "high" if told.self_harm is SelfHarm.HIGH else "raised"
        said = [f"Self-harm: {level}", *filter(None, (told.self_harm_controls,))]
        yield _item(Group.RISKS, f"{entry}harm", said, LeaveOut.RISKS)
    for risk in told.risks:
        words = risk.value.replace("_", " ").lower()
        said = [f"Visited and roused in custody because of: {words}"]
        yield _item(Group.RISKS, f"{entry}{risk.name}", said, LeaveOut.RISKS)


def _item(group: Group, entry: str, said: Iterable[str], part: LeaveOut) -> Item:
    return Item(group, entry, one_line("; ".join(said)), part)


_SOURCES: tuple[Callable[[Opened, tuple[Fact, ...]], Iterator[Item]], ...] = (
    _medicines,
    _allergies,
    _conditions,
    _observations,
    _injuries,
    _assessment,
    _risks,
)


def grouped(items: Iterable[Item]) -> tuple[tuple[Group, tuple[Item, ...]], ...]:
    """The items under their headings, in the order of the letter."""
    order = list(Group)
    ordered = sorted(items, key=lambda item: order.index(item.group))
    return tuple((group, tuple(some)) for group, some in groupby(ordered, lambda i: i.group))


def to_body(letter: Letter) -> dict[str, Any]:
    """As it is kept in ``sealed_letter.made``, sealed to the clinical compartment."""
    return asdict(letter) | {
        "at": stamp(letter.at),
        "born": None if letter.born is None else letter.born.isoformat(),
        "items": [
            {
                "group": item.group.name,
                "entry": item.entry,
                "words": item.words,
                "part": item.part.value,
            }
            for item in letter.items
        ],
    }


def from_body(body: Mapping[str, Any]) -> Letter:
    """What ``to_body`` kept."""
    names = Letter.__dataclass_fields__
    told = {name: body[name] for name in names}
    born = body["born"]
    return Letter(
        **told
        | {
            "at": unstamp(body["at"]),
            "born": date.fromisoformat(born) if born else None,
            "items": tuple(
                Item(Group[one["group"]], one["entry"], one["words"], LeaveOut(one["part"]))
                for one in body["items"]
            ),
        }
    )
