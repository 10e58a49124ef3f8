"""Directions that custody could not carry out are refused; the rest is kept exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custodyhcp.records import directing
from custodyhcp.records.custody_items import FitInterview, Interview, Safeguard
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
GOOD = Directions(
    fitness=FitToDetain.FIT,
    observation=Observation(level=2, minutes=30, rouse=True, reason="recent alcohol"),
    call_hcp_if=("shaking or sweating",),
    call_999_if=("cannot be woken",),
    self_harm=SelfHarm.NONE_IDENTIFIED,
    appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
    next_review=NOW + timedelta(hours=4),
    review_if_missed="ring healthcare",
)


def fields(
    directions: Directions, *, under_18: bool = False, before: Directions | None = None
) -> set[str]:
    found = directing.problems(directions, under_18=under_18, now=NOW, before=before)
    return {problem.field for problem in found}


def observed(**changes: object) -> Directions:
    return replace(GOOD, observation=replace(GOOD.observation, **changes))  # type: ignore[arg-type]


def test_one_briefing_does_not_answer_twice_about_the_appropriate_adult() -> None:
    asked = Interview(FitInterview.FIT_WITH_SAFEGUARDS, safeguards=(Safeguard.ADULT,))
    assert fields(replace(GOOD, interview=asked)) == {"appropriate_adult"}
    adult = replace(
        GOOD,
        interview=asked,
        appropriate_adult=AppropriateAdult.RECOMMENDED,
        appropriate_adult_reason="may not follow fast speech",
    )
    assert fields(adult) == set()
    young = replace(adult, appropriate_adult=AppropriateAdult.AUTOMATIC_UNDER_18)
    assert fields(young, under_18=True) == set()
    near = Interview(FitInterview.FIT_WITH_SAFEGUARDS, safeguards=(Safeguard.HCP_NEAR,))
    assert fields(replace(GOOD, interview=near)) == set()


def test_good_directions_have_no_problem() -> None:
    assert fields(GOOD) == set()


def test_levels_begin_as_the_standard_says() -> None:
    assert [directing.starting_minutes(level) for level in directing.LEVELS] == [60, 30, 30, 30]
    assert directing.starting_rouse(2) is True
    assert directing.starting_rouse(1) is directing.starting_rouse(3) is None


@pytest.mark.parametrize(
    ("directions", "field"),
    [
        (observed(level=0), "level"),
        (observed(level=5), "level"),
        (observed(minutes=0), "minutes"),
        (observed(minutes=61), "minutes"),
        (observed(rouse=False, reason=""), "reason"),
        (observed(level=1, minutes=60, rouse=False, reason=""), "reason"),
        (observed(minutes=60, reason=""), "reason"),
        (observed(level=3, reason=""), "reason"),
        (
            observed(reason="one two three four five six seven eight nine ten eleven twelve 13"),
            "reason",
        ),
        (replace(GOOD, fitness=FitToDetain.FIT_WITH_CONDITIONS), "conditions"),
        (replace(GOOD, fitness=FitToDetain.NOT_FIT_OTHER), "conditions"),
        (replace(GOOD, call_hcp_if=()), "call_hcp_if"),
        (replace(GOOD, call_999_if=()), "call_999_if"),
        (replace(GOOD, call_999_if=tuple("abcdef")), "call_999_if"),
        (replace(GOOD, next_review=NOW), "next_review"),
        (replace(GOOD, review_if_missed=""), "review_if_missed"),
        (replace(GOOD, self_harm=SelfHarm.RAISED), "self_harm_controls"),
        (replace(GOOD, appropriate_adult=AppropriateAdult.RECOMMENDED), "appropriate_adult_reason"),
        (replace(GOOD, appropriate_adult=AppropriateAdult.AUTOMATIC_UNDER_18), "appropriate_adult"),
        (replace(GOOD, food="word " * 21), "food"),
        (replace(GOOD, allergy="x" * 300), "allergy"),
    ],
)
def test_what_custody_could_not_carry_out_is_refused(directions: Directions, field: str) -> None:
    assert fields(directions) == {field}


def test_less_than_before_needs_a_reason_and_a_review() -> None:
    before = observed(level=3)
    lowered = observed(level=1, minutes=60, rouse=True)
    assert fields(lowered, before=before) == {"less_because"}
    assert fields(replace(lowered, next_review=None), before=before) == {
        "less_because",
        "next_review",
    }
    why = observed(level=1, minutes=60, rouse=True, less_because="calm for six hours")
    assert fields(why, before=before) == set()


def test_under_18_the_appropriate_adult_is_automatic() -> None:
    assert fields(GOOD, under_18=True) == {"appropriate_adult"}
    settled = directing.settled(GOOD, under_18=True)
    assert settled.appropriate_adult is AppropriateAdult.AUTOMATIC_UNDER_18
    assert fields(settled, under_18=True) == set()


def medicine(**changes: object) -> Directions:
    plain = MedicineDirection(GivenBy.CUSTODY, NOW + timedelta(hours=1), label="salbutamol inhaler")
    return replace(GOOD, medicines=(replace(plain, **changes),))  # type: ignore[arg-type]


def test_a_medicine_healthcare_holds_is_never_named() -> None:
    named = medicine(given_by=GivenBy.HCP)
    assert fields(named) == {"medicines"}
    assert directing.settled(named, under_18=False).medicines[0].label == ""
    assert fields(directing.settled(named, under_18=False)) == set()


@pytest.mark.parametrize(
    "directions",
    [
        medicine(label=""),
        medicine(due=None),
        medicine(given_by=GivenBy.HCP, label="", keep_in_cell=True),
        medicine(instructions="word " * 21),
    ],
)
def test_a_medicine_needs_its_label_and_time(directions: Directions) -> None:
    assert fields(directions) == {"medicines"}


def test_an_inhaler_kept_in_the_cell_has_no_time() -> None:
    assert fields(medicine(due=None, keep_in_cell=True)) == set()


def test_words_are_tidied_and_repeated_signs_fall_together() -> None:
    messy = replace(
        GOOD, call_hcp_if=(" vomiting ", "vomiting", "", "pain\u202e"), food="a\n b\x00"
    )
    settled = directing.settled(messy, under_18=False)
    assert settled.call_hcp_if == ("vomiting", "pain")
    assert settled.food == "a b"


def test_kept_and_read_back_they_are_the_same() -> None:
    full = replace(medicine(keep_in_cell=True), food="06:00", allergy="latex: nitrile gloves")
    full = replace(full, observation=replace(full.observation, until=NOW + timedelta(hours=8)))
    kept = json.loads(json.dumps(directing.to_body(full)))
    assert directing.from_body(kept) == full
