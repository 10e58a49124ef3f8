"""Whether a set of directions may be given, and how it is kept. Pure.

Rules kept here (PACE Code C 9.3, 9.13, 9.14; domain clinical 1.1, 1.4, 1.6, 2.1, 6.2):
an observation has minutes and a rousing answer or is refused; level 2 begins as every 30 minutes
with rousing; not rousing, visiting less often than the level asks, and lowering a level each need
a reason, and lowering a review time as well; the appropriate adult is automatic under 18, and
never both asked for in interview and not recommended; a
medicine that healthcare holds is never named. HARD: these are code, not settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from custodyhcp.records import words
from custodyhcp.records.custody_items import FitInterview, Risk, Safeguard
from custodyhcp.records.directing_items import LINE_WORDS, item_problems, settled_items
from custodyhcp.records.directing_written import items_body, items_from, stamped, unstamped
from custodyhcp.records.directions import (
    AppropriateAdult,
    Basis,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
    Visits,
)
from custodyhcp.records.words import Problem

LEVELS = (1, 2, 3, 4)
LEVEL_NAMES = {1: "General", 2: "Intermittent", 3: "Constant", 4: "Close proximity"}
LONGEST_INTERVAL = {1: 60, 2: 30, 3: 30, 4: 30}  # minutes between visits, by level
REASON_WORDS = 12  # custody reads the reason in a glance (domain 6.2 item 3)
MOST_SIGNS = 5


def starting_minutes(level: int) -> int:
    """What a level begins as; a health professional may shorten it."""
    return LONGEST_INTERVAL[level]


def starting_rouse(level: int) -> bool | None:
    """Level 2 begins with rousing; for the others the question must be answered."""
    return True if level == 2 else None


def settled(directions: Directions, *, under_18: bool) -> Directions:
    """The same with what is not a matter of choice: the appropriate adult under 18, no name for
    a medicine that healthcare holds, hidden characters left out."""
    adult = directions.appropriate_adult
    if under_18:
        adult = AppropriateAdult.AUTOMATIC_UNDER_18
    clean: dict[str, Any] = {name: words.line(getattr(directions, name)) for name in _LINES}
    return replace(
        settled_items(directions),
        **clean,
        appropriate_adult=adult,
        observation=replace(
            directions.observation,
            reason=words.line(directions.observation.reason),
            less_because=words.line(directions.observation.less_because),
        ),
        call_hcp_if=_signs(directions.call_hcp_if),
        call_999_if=_signs(directions.call_999_if),
        medicines=tuple(_settled_medicine(medicine) for medicine in directions.medicines),
    )


_LINES = (
    "conditions",
    "self_harm_controls",
    "appropriate_adult_reason",
    "review_if_missed",
    "allergy",
    "communication",
    "food",
)
_LINE_NAMES = {
    "conditions": "The conditions line",
    "self_harm_controls": "The self-harm line",
    "appropriate_adult_reason": "The appropriate adult line",
    "review_if_missed": "The line for a missed review",
    "allergy": "The allergy line",
    "communication": "The communication line",
    "food": "The food line",
}


def _signs(signs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean for clean in map(words.line, signs) if clean))


def _settled_medicine(medicine: MedicineDirection) -> MedicineDirection:
    held = medicine.given_by is GivenBy.HCP
    return replace(
        medicine,
        label="" if held else words.line(medicine.label),
        instructions=words.line(medicine.instructions),
    )


def problems(
    directions: Directions,
    *,
    under_18: bool,
    now: datetime,
    before: Directions | None = None,
    published: Visits | None = None,
    agreed: bool | None = None,
) -> tuple[Problem, ...]:
    """Everything to put right before these may be given. ``before`` are those now in force,
    ``published`` is what custody was last told, ``agreed`` whether the person agrees to custody
    being told more than it must know (None: not known here)."""
    last = before.observation.visits if before is not None else None
    return (
        *_fitness_problems(directions),
        *observation_problems(directions.observation, directions.risks),
        *item_problems(directions, now=now, before=(last, published), agreed=agreed),
        *_sign_problems(directions),
        *_review_problems(directions, now, before),
        *_safeguard_problems(directions, under_18),
        *_adult_problems(directions),
        *_medicine_problems(directions.medicines),
        *_length_problems(directions),
    )


def _fitness_problems(directions: Directions) -> tuple[Problem, ...]:
    if directions.fitness is FitToDetain.FIT_WITH_CONDITIONS and not directions.conditions:
        return (Problem("conditions", "Say on what conditions the person is fit to detain."),)
    if directions.fitness is FitToDetain.NOT_FIT_OTHER and not directions.conditions:
        return (Problem("conditions", "Say where the person must go instead."),)
    return ()


def observation_problems(
    observation: Observation, risks: tuple[Risk, ...] = ()
) -> tuple[Problem, ...]:
    """An observation that custody could not carry out exactly, or that needs its reason."""
    if observation.level not in LEVELS:
        return (Problem("level", "Choose an observation level from 1 to 4."),)
    longest = LONGEST_INTERVAL[observation.level]
    found = []
    if observation.minutes < 1:
        found.append(Problem("minutes", "Say how many minutes between visits."))
    elif observation.minutes > 60:
        found.append(Problem("minutes", "Visits must be every 60 minutes or more often."))
    if not observation.reason:
        found += [Problem("reason", said) for said in _reason_needed(observation, longest, risks)]
    elif words.word_count(observation.reason) > REASON_WORDS:
        found.append(Problem("reason", f"Give the reason in {REASON_WORDS} words or fewer."))
    return tuple(found)


def _reason_needed(
    observation: Observation, longest: int, risks: tuple[Risk, ...]
) -> tuple[str, ...]:
    """The risks that are recorded are a reason by themselves for watching, not for less of it."""
    if observation.less_because:
        return ()
    if not observation.rouse:
        return ("Say why the person need not be roused.",)
    if observation.minutes > longest:
        return (f"Level {observation.level} is every {longest} minutes: say why it is longer.",)
    return ("Say why this level is needed.",) if observation.level > 1 and not risks else ()


def _sign_problems(directions: Directions) -> tuple[Problem, ...]:
    found = []
    if not directions.call_hcp_if and not directions.fitness.not_fit:
        found.append(Problem("call_hcp_if", "Choose at least one sign to call healthcare for."))
    if not directions.call_999_if:
        found.append(Problem("call_999_if", "Choose at least one sign to call 999 for."))
    for field in ("call_hcp_if", "call_999_if"):
        if len(getattr(directions, field)) > MOST_SIGNS:
            found.append(Problem(field, f"Choose {MOST_SIGNS} signs at most."))
    return tuple(found)


def _review_problems(
    directions: Directions, now: datetime, before: Directions | None
) -> tuple[Problem, ...]:
    review = directions.next_review
    if review is not None and review <= now:
        return (Problem("next_review", "The next review is in the past."),)
    if review is not None and not directions.review_if_missed:
        return (Problem("review_if_missed", "Say what custody does if the review is missed."),)
    lowered = before is not None and directions.observation.level < before.observation.level
    if review is None and lowered and not directions.fitness.not_fit:
        return (Problem("next_review", "A level that is lowered needs a time of review."),)
    return ()


def _safeguard_problems(directions: Directions, under_18: bool) -> tuple[Problem, ...]:
    found = []
    adult = directions.appropriate_adult
    if under_18 and adult is not AppropriateAdult.AUTOMATIC_UNDER_18:
        found.append(
            Problem("appropriate_adult", "Under 18 an appropriate adult is always needed.")
        )
    if not under_18 and adult is AppropriateAdult.AUTOMATIC_UNDER_18:
        found.append(Problem("appropriate_adult", "The person is 18 or over: choose yes or no."))
    if adult is AppropriateAdult.RECOMMENDED and not directions.appropriate_adult_reason:
        found.append(
            Problem(
                "appropriate_adult_reason",
                "Say what the person has difficulty with, without a diagnosis.",
            )
        )
    if directions.self_harm is not SelfHarm.NONE_IDENTIFIED and not directions.self_harm_controls:
        found.append(Problem("self_harm_controls", "Say what custody must do about self-harm."))
    return tuple(found)


def _adult_problems(directions: Directions) -> tuple[Problem, ...]:
    """One briefing must not say both that an adult is needed and that none is."""
    told = directions.interview
    asked = told is not None and told.fit is FitInterview.FIT_WITH_SAFEGUARDS
    if told is None or not asked or Safeguard.ADULT not in told.safeguards:
        return ()
    match directions.appropriate_adult:
        case AppropriateAdult.RECOMMENDED | AppropriateAdult.AUTOMATIC_UNDER_18:
            return ()
        case AppropriateAdult.NOT_RECOMMENDED:
            said = (
                "The interview asks for an appropriate adult, and here none is recommended: "
                "make the two answers agree."
            )
            return (Problem("appropriate_adult", said),)
        case _:
            assert_never(directions.appropriate_adult)


def _medicine_problems(medicines: tuple[MedicineDirection, ...]) -> tuple[Problem, ...]:
    found = []
    for medicine in medicines:
        if medicine.given_by is GivenBy.HCP and medicine.label:
            found.append(
                Problem(
                    "medicines", "Healthcare holds this medicine: custody is not told its name."
                )
            )
        if medicine.given_by is GivenBy.HCP and medicine.keep_in_cell:
            found.append(
                Problem("medicines", "A medicine kept in the cell is not held by healthcare.")
            )
        if medicine.given_by is GivenBy.CUSTODY and not medicine.label:
            found.append(Problem("medicines", "Give the label name of what custody hands over."))
        if medicine.due is None and not medicine.keep_in_cell:
            found.append(Problem("medicines", "Give the time the medicine is due."))
    return tuple(found)


def _length_problems(directions: Directions) -> tuple[Problem, ...]:
    texts = [(name, _LINE_NAMES[name], getattr(directions, name)) for name in _LINES]
    texts += [("call_hcp_if", "A sign", sign) for sign in directions.call_hcp_if]
    texts += [("call_999_if", "A sign", sign) for sign in directions.call_999_if]
    texts += [("medicines", "A medicine's line", med.instructions) for med in directions.medicines]
    texts += [("medicines", "A medicine's name", med.label) for med in directions.medicines]
    found = [
        Problem(field, f"{name} has {words.word_count(text)} words: make it {LINE_WORDS} or fewer.")
        for field, name, text in texts
        if words.word_count(text) > LINE_WORDS
    ]
    for field, name, text in (*texts, ("reason", "The reason", directions.observation.reason)):
        found += words.too_long(field, text, words.LONGEST_LINE, name)
    return tuple(found)


# --- as it is kept ------------------------------------------------------------------------------


def to_body(directions: Directions) -> dict[str, Any]:
    """As it is kept in ``directions.given``, sealed to the clinical compartment."""
    return {
        "fitness": directions.fitness.value,
        "conditions": directions.conditions,
        "observation": {
            "level": directions.observation.level,
            "minutes": directions.observation.minutes,
            "rouse": directions.observation.rouse,
            "reason": directions.observation.reason,
            "until": stamped(directions.observation.until),
            "less_because": directions.observation.less_because,
        },
        "call_hcp_if": list(directions.call_hcp_if),
        "call_999_if": list(directions.call_999_if),
        "self_harm": directions.self_harm.value,
        "self_harm_controls": directions.self_harm_controls,
        "appropriate_adult": directions.appropriate_adult.value,
        "appropriate_adult_reason": directions.appropriate_adult_reason,
        "next_review": stamped(directions.next_review),
        "review_if_missed": directions.review_if_missed,
        "medicines": [_medicine_body(medicine) for medicine in directions.medicines],
        "allergy": directions.allergy,
        "communication": directions.communication,
        "food": directions.food,
        "basis": directions.basis.value,
        **items_body(directions),
    }


def _medicine_body(medicine: MedicineDirection) -> dict[str, Any]:
    return {
        "given_by": medicine.given_by.value,
        "due": stamped(medicine.due),
        "label": medicine.label,
        "instructions": medicine.instructions,
        "keep_in_cell": medicine.keep_in_cell,
    }


def from_body(body: Mapping[str, Any]) -> Directions:
    seen = body["observation"]
    return Directions(
        fitness=FitToDetain(body["fitness"]),
        observation=Observation(
            seen["level"],
            seen["minutes"],
            seen["rouse"],
            seen["reason"],
            unstamped(seen["until"]),
            seen.get("less_because", ""),
        ),
        call_hcp_if=tuple(body["call_hcp_if"]),
        call_999_if=tuple(body["call_999_if"]),
        self_harm=SelfHarm(body["self_harm"]),
        appropriate_adult=AppropriateAdult(body["appropriate_adult"]),
        next_review=unstamped(body["next_review"]),
        conditions=body["conditions"],
        self_harm_controls=body["self_harm_controls"],
        appropriate_adult_reason=body["appropriate_adult_reason"],
        review_if_missed=body["review_if_missed"],
        medicines=tuple(_medicine_from(medicine) for medicine in body["medicines"]),
        allergy=body["allergy"],
        communication=body["communication"],
        food=body["food"],
        basis=Basis(body["basis"]),
        **items_from(body),
    )


def _medicine_from(body: Mapping[str, Any]) -> MedicineDirection:
    return MedicineDirection(
        GivenBy(body["given_by"]),
        unstamped(body["due"]),
        body["label"],
        body["instructions"],
        body["keep_in_cell"],
    )
