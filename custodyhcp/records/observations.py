"""A set of observations: what was measured, what was refused, and the NEWS2 that it makes. Pure.

Rules kept here (domain clinical 4 and 4.1): nothing is filled in for anybody; a set may be partial,
and what was refused or not possible is kept with why; a partial set has no NEWS2 total; SpO2 scale
2 needs a reason; an unusual number is asked about once and then recorded, and that it was asked
about is kept; a number that cannot be is refused. Written well after it was taken, it is marked
retrospective. All of it is clinical: none of it reaches custody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from custodyhcp.ledger.entry import stamp, unstamp
from custodyhcp.records import rousing as rousings
from custodyhcp.records import words
from custodyhcp.records.rousing import Rousing
from custodyhcp.records.scales import news2
from custodyhcp.records.scales.measure import Measure, read_measure
from custodyhcp.records.scales.news2 import Consciousness, NotFor, Vitals
from custodyhcp.records.scales.scale import NotAValue, Result, Scored, load
from custodyhcp.records.words import Problem

LONGEST_NOTES = 4_000


class Why(Enum):
    """Why an observation is not there."""

    REFUSED = "REFUSED"
    NOT_POSSIBLE = "NOT_POSSIBLE"

    @property
    def words(self) -> str:
        return "Refused" if self is Why.REFUSED else "Not possible"


class Pupils(Enum):
    """How the pupils answer to light."""

    BOTH = "BOTH"
    SLUGGISH = "SLUGGISH"
    LEFT_NOT = "LEFT_NOT"
    RIGHT_NOT = "RIGHT_NOT"
    NEITHER = "NEITHER"

    @property
    def words(self) -> str:
        return _PUPILS[self]


_PUPILS = {
    Pupils.BOTH: "Both react",
    Pupils.SLUGGISH: "Sluggish",
    Pupils.LEFT_NOT: "Left does not",
    Pupils.RIGHT_NOT: "Right does not",
    Pupils.NEITHER: "Neither reacts",
}


@dataclass(frozen=True, slots=True)
class NotTaken:
    """``words`` say more: who refused, what stood in the way."""

    why: Why
    words: str


@dataclass(frozen=True, slots=True)
class Observations:
    """``also`` are the measures outside NEWS2 by key (``also_measures``); ``not_taken`` those that
    were asked for and are missing; ``confirmed`` the keys whose unusual number was looked at
    again."""

    taken_at: datetime
    vitals: Vitals = field(default_factory=Vitals)
    scale_2_reason: str = ""
    oxygen_words: str = ""
    also: Mapping[str, Decimal] = field(default_factory=dict)
    pupils: Pupils | None = None
    pregnant: bool = False
    rousing: Rousing | None = None
    not_taken: Mapping[str, NotTaken] = field(default_factory=dict)
    notes: str = ""
    confirmed: tuple[str, ...] = ()


@cache
def also_measures() -> dict[str, Measure]:
    """Those that NEWS2 does not score, by key."""
    return {row["key"]: read_measure(row) for row in load("observations.json")["measures"]}


def measures() -> dict[str, Measure]:
    """Every number of a set by key: the five of NEWS2, then the others."""
    return {**news2.measures(), **also_measures()}


def names() -> dict[str, str]:
    """Everything that can be observed, by key, in the order of a form."""
    return {
        **{k: name for k, name in news2.NAMES.items() if k != "spo2_scale"},
        **{key: measure.name for key, measure in also_measures().items()},
    }


def values(taken: Observations) -> dict[str, Decimal]:
    """The numbers that were measured, by key."""
    scored = {key: getattr(taken.vitals, key) for key in news2.measures()}
    found = {key: Decimal(str(v)) for key, v in scored.items() if v is not None}
    return {**found, **taken.also}


def late_from() -> timedelta:
    """Written so long after it was taken, it is retrospective."""
    return timedelta(minutes=load("observations.json")["retrospective_after_minutes"])


def retrospective(happened: datetime, now: datetime) -> bool:
    return now - happened > late_from()


def cleaned(taken: Observations) -> Observations:
    """The same, with hidden characters left out."""
    return replace(
        taken,
        scale_2_reason=words.line(taken.scale_2_reason),
        oxygen_words=words.line(taken.oxygen_words),
        notes=words.paragraphs(taken.notes),
        not_taken={
            key: NotTaken(missing.why, words.line(missing.words))
            for key, missing in taken.not_taken.items()
        },
    )


def problems(taken: Observations, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before the set can be recorded."""
    found: list[Problem] = []
    if taken.taken_at > now:
        found.append(Problem("taken_at", "The time they were taken is in the future."))
    if not _anything(taken):
        found.append(Problem("", "Give at least one observation, or say which were refused."))
    found += _not_values(taken)
    if taken.vitals.spo2 is not None and taken.vitals.spo2_scale is None:
        found.append(Problem("spo2_scale", "Say which SpO2 scale is used."))
    if taken.vitals.spo2_scale == 2 and not taken.scale_2_reason:
        found.append(Problem("scale_2_reason", "Say who decided on scale 2, and why."))
    if taken.rousing is not None:
        found += rousings.problems(taken.rousing)
    found += _not_taken_problems(taken)
    for name, text, longest, called in (
        ("scale_2_reason", taken.scale_2_reason, words.LONGEST_LINE, "The reason"),
        ("oxygen_words", taken.oxygen_words, words.LONGEST_LINE, "The words about oxygen"),
        ("notes", taken.notes, LONGEST_NOTES, "The note"),
    ):
        found += words.too_long(name, text, longest, called)
    return tuple(found)


def _anything(taken: Observations) -> bool:
    said = (taken.vitals.consciousness, taken.pupils, taken.rousing)
    return bool(
        values(taken)
        or taken.not_taken
        or any(each is not None for each in said)
        or taken.vitals.supplemental_oxygen is not None
    )


def _not_values(taken: Observations) -> list[Problem]:
    found = []
    for key, value in values(taken).items():
        try:
            measures()[key].accept(value)
        except NotAValue as error:
            found.append(Problem(key, error.words))
    return found


def _not_taken_problems(taken: Observations) -> list[Problem]:
    found: list[Problem] = []
    given = values(taken)
    for key, missing in taken.not_taken.items():
        if key in given or (key in news2.NAMES and getattr(taken.vitals, key) is not None):
            name = names()[key]
            found.append(Problem("not_taken", f"{name} is given, and also said not to be taken."))
        found += words.too_long("not_taken_why", missing.words, words.LONGEST_LINE, "The reason")
    if any(not missing.words for missing in taken.not_taken.values()):
        found.append(Problem("not_taken_why", "Say why, in a few words."))
    return found


def to_check(taken: Observations) -> tuple[Problem, ...]:
    """Unusual numbers that nobody has looked at again: to be asked about, never refused."""
    found = [
        Problem(key, f"{measures()[key].name}: {measures()[key].words(value)}.")
        for key, value in values(taken).items()
        if key not in taken.confirmed and measures()[key].unusual(value)
    ]
    systolic, diastolic = taken.vitals.systolic_bp, taken.also.get("diastolic_bp")
    if systolic is not None and diastolic is not None and diastolic >= systolic:
        key = "diastolic_bp"
        if key not in taken.confirmed and all(problem.field != key for problem in found):
            found.append(Problem(key, f"Blood pressure: {systolic} over {diastolic}."))
    return tuple(found)


def score(taken: Observations, age: int | None) -> Scored | NotFor:
    """The NEWS2 of this set, what it lacks, or why NEWS2 is not for this person."""
    excluded = news2.not_for(age=age, pregnant=taken.pregnant)
    return excluded if excluded is not None else news2.score(taken.vitals)


# as it is kept


def to_body(taken: Observations, scored: Scored | NotFor, *, late: bool) -> dict[str, Any]:
    """As it is kept in ``observations.recorded``, sealed to the clinical compartment. Numbers are
    kept as they are written, ``"36.8"``."""
    vitals = taken.vitals
    known = measures()
    return {
        "taken_at": stamp(taken.taken_at),
        "values": {key: known[key].figure(value) for key, value in values(taken).items()},
        "spo2_scale": vitals.spo2_scale,
        "scale_2_reason": taken.scale_2_reason,
        "supplemental_oxygen": vitals.supplemental_oxygen,
        "oxygen_words": taken.oxygen_words,
        "consciousness": None if vitals.consciousness is None else vitals.consciousness.value,
        "pupils": None if taken.pupils is None else taken.pupils.value,
        "pregnant": taken.pregnant,
        "rousing": None if taken.rousing is None else rousings.to_body(taken.rousing),
        "not_taken": {
            key: {"why": missing.why.value, "words": missing.words}
            for key, missing in taken.not_taken.items()
        },
        "notes": taken.notes,
        "confirmed": list(taken.confirmed),
        "retrospective": late,
        "news2": _score_body(scored),
    }


def _score_body(scored: Scored | NotFor) -> dict[str, Any]:
    if isinstance(scored, NotFor):
        return {"not_for": scored.why}
    if not isinstance(scored, Result):
        return {"incomplete": list(scored.missing)}
    return {
        "version": scored.version,
        "total": scored.total,
        "points": dict(scored.points),
        "band": scored.band,
        "band_source": scored.band_source,
    }


def from_body(body: Mapping[str, Any]) -> Observations:
    kept = {key: Decimal(text) for key, text in body["values"].items()}
    whole = {key: int(kept[key]) for key in news2.measures() if key in kept}
    whole.pop("temperature", None)
    level = body.get("consciousness")
    rousing = body.get("rousing")
    return Observations(
        taken_at=unstamp(body["taken_at"]),
        vitals=Vitals(
            spo2_scale=body.get("spo2_scale"),
            supplemental_oxygen=body.get("supplemental_oxygen"),
            consciousness=Consciousness(level) if level else None,
            temperature=kept.get("temperature"),
            **whole,
        ),
        scale_2_reason=body.get("scale_2_reason", ""),
        oxygen_words=body.get("oxygen_words", ""),
        also={key: value for key, value in kept.items() if key not in news2.measures()},
        pupils=Pupils(body["pupils"]) if body.get("pupils") else None,
        pregnant=bool(body.get("pregnant")),
        rousing=rousings.from_body(rousing) if rousing else None,
        not_taken={
            key: NotTaken(Why(missing["why"]), missing["words"])
            for key, missing in body.get("not_taken", {}).items()
        },
        notes=body.get("notes", ""),
        confirmed=tuple(body.get("confirmed", ())),
    )
