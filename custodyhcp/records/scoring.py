"""A scale that was gone through with somebody, and the score it gave. Pure.

Rules kept here (domain clinical 4): every item, the total, the band, the band set and the version
are kept; what is not whole is not recorded (typing is kept as a draft), except that a Glasgow
component may be not testable, with the reason and without a total; which wording of AUDIT-C was
asked is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, assert_never

from custodyhcp.ledger.entry import stamp, unstamp
from custodyhcp.records import words
from custodyhcp.records.scales import audit_c, ciwa_ar, cows, four_at, gcs
from custodyhcp.records.scales.audit_c import Asked
from custodyhcp.records.scales.gcs import NotTestable
from custodyhcp.records.scales.scale import About, Incomplete, Item, NotAValue, Result, Scored
from custodyhcp.records.words import Problem

Answer = int | str | None


class Scale(Enum):
    """The scales with items. NEWS2 belongs to a set of observations."""

    CIWA_AR = "ciwa_ar"
    COWS = "cows"
    GCS = "gcs"
    AUDIT_C = "audit_c"
    FOUR_AT = "4at"


@dataclass(frozen=True, slots=True)
class Gone:
    """``answers`` in the table's order; those of COWS begin with the pulse in beats a minute.
    ``reason`` is why a Glasgow component could not be tested."""

    scale: Scale
    answers: tuple[Answer, ...]
    done_at: datetime
    band_set: str = ""
    asked: Asked | None = None
    reason: str = ""
    notes: str = ""


def about(scale: Scale) -> About:
    match scale:
        case Scale.CIWA_AR:
            return ciwa_ar.about()
        case Scale.COWS:
            return cows.about()
        case Scale.GCS:
            return gcs.about()
        case Scale.AUDIT_C:
            return audit_c.about()
        case Scale.FOUR_AT:
            return four_at.about()
        case _:
            assert_never(scale)


def items(scale: Scale) -> tuple[Item, ...]:
    """The items with points; of COWS those after the pulse."""
    match scale:
        case Scale.CIWA_AR:
            return ciwa_ar.items()
        case Scale.COWS:
            return cows.items()
        case Scale.GCS:
            return gcs.items()
        case Scale.AUDIT_C:
            return audit_c.items()
        case Scale.FOUR_AT:
            return four_at.items()
        case _:
            assert_never(scale)


def score(gone: Gone) -> Scored | NotTestable:
    """Raises ``NotAValue``."""
    answers = gone.answers
    match gone.scale:
        case Scale.GCS:
            return gcs.score(answers)
        case Scale.COWS:
            pulse, *rest = _numbers(answers)
            return cows.score(pulse, rest)
        case Scale.CIWA_AR:
            return ciwa_ar.score(_numbers(answers), gone.band_set)
        case Scale.AUDIT_C:
            return audit_c.score(_numbers(answers))
        case Scale.FOUR_AT:
            return four_at.score(_numbers(answers))
        case _:
            assert_never(gone.scale)


def _numbers(answers: tuple[Answer, ...]) -> list[int | None]:
    if any(isinstance(answer, str) for answer in answers):
        raise NotAValue("items", "An answer on this scale is a number.")
    return [answer for answer in answers if not isinstance(answer, str)]


def cleaned(gone: Gone) -> Gone:
    return replace(gone, reason=words.line(gone.reason), notes=words.paragraphs(gone.notes))


def problems(gone: Gone, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before it can be recorded."""
    found: list[Problem] = []
    if gone.done_at > now:
        found.append(Problem("done_at", "The time it was done is in the future."))
    try:
        scored = score(gone)
    except NotAValue as error:
        return (*found, Problem(error.key, error.words))
    if isinstance(scored, Incomplete):
        missing = zip(scored.missing, scored.names, strict=True)
        found += [Problem(key, f"Not answered: {name}") for key, name in missing]
    if isinstance(scored, NotTestable) and not gone.reason:
        found.append(Problem("reason", "Say why it could not be tested."))
    if gone.scale is Scale.AUDIT_C and gone.asked is None:
        found.append(Problem("asked", "Say which wording of question 3 was asked."))
    found += words.too_long("reason", gone.reason, words.LONGEST_LINE, "The reason")
    found += words.too_long("notes", gone.notes, words.LONGEST_TEXT, "The note")
    return tuple(found)


def to_body(gone: Gone, *, late: bool) -> dict[str, Any]:
    """As it is kept in ``scale.recorded``, sealed to the clinical compartment."""
    scored = score(gone)
    whole = scored if isinstance(scored, Result) else None
    return {
        "scale": gone.scale.value,
        "version": about(gone.scale).version,
        "items": list(gone.answers),
        "points": None if whole is None else list(whole.points.values()),
        "total": None if whole is None else whole.total,
        "band": None if whole is None else whole.band,
        "band_source": None if whole is None else whole.band_source,
        "band_set": gone.band_set,
        "profile": gcs.profile(gone.answers) if gone.scale is Scale.GCS else "",
        "asked": None if gone.asked is None else gone.asked.value,
        "reason": gone.reason,
        "notes": gone.notes,
        "done_at": stamp(gone.done_at),
        "retrospective": late,
    }


def from_body(body: Mapping[str, Any]) -> Gone:
    return Gone(
        scale=Scale(body["scale"]),
        answers=tuple(body["items"]),
        done_at=unstamp(body["done_at"]),
        band_set=body.get("band_set", ""),
        asked=Asked(body["asked"]) if body.get("asked") else None,
        reason=body.get("reason", ""),
        notes=body.get("notes", ""),
    )
