from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, HEADER, NOW

from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.sharing.briefing import compose, from_body, observation_words, to_body
from custodyhcp.sharing.document import Emphasis

ROOT = Path(__file__).resolve().parents[2]
LEAST = Directions(
    fitness=FitToDetain.FIT,
    observation=Observation(1, 60, False, ""),
    call_hcp_if=("unwell",),
    call_999_if=("cannot be woken",),
    self_harm=SelfHarm.NONE_IDENTIFIED,
    appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
    next_review=None,
)


def test_it_can_be_made_from_directions_and_header_only() -> None:
    """Every module of ours that can be reached from it, however far down."""
    reached, waiting = set(), ["custodyhcp.sharing.briefing"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _imports(name)
    assert reached == {
        "custodyhcp.sharing.briefing",
        "custodyhcp.sharing.briefing_items",
        "custodyhcp.sharing.document",
        "custodyhcp.sharing.plain",
        "custodyhcp.records.custody_items",
        "custodyhcp.records.dates",
        "custodyhcp.records.directions",
        "custodyhcp.records.item_table",
        "custodyhcp.resources",
    }


def _imports(name: str) -> list[str]:
    where = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    tree = ast.parse(where.read_text(encoding="utf-8"))
    assert not [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.startswith("custodyhcp")
    ]
    found = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [module for module in found if module and module.startswith("custodyhcp")]


def test_lines_stand_in_the_order_in_which_they_are_needed() -> None:
    keys = [line.key for line in compose(DIRECTIONS, HEADER).lines]
    assert keys == [
        "fitness",
        "conditions",
        "observe",
        "call_hcp",
        "call_999",
        "review",
        "appropriate_adult",
        "communication",
        "medicine_1",
        "medicine_2",
        "allergy",
        "food",
        "self_harm",
        "infection",
        "record",
    ]


def test_every_line_says_why_it_is_told_and_on_what_basis() -> None:
    assert all(line.reason and line.basis for line in compose(DIRECTIONS, HEADER).lines)


def test_what_custody_must_always_know_is_said_even_where_there_is_nothing() -> None:
    lines = {line.key: line.text for line in compose(LEAST, replace(HEADER, phone="")).lines}
    assert lines["fitness"] == "FIT TO DETAIN"
    assert lines["observe"] == "Level 1, visit, no need to rouse, every 60 min"
    assert lines["review"] == "none needed"
    assert lines["self_harm"] == "none identified at 15:40"
    assert lines["appropriate_adult"] == "not recommended by healthcare"
    assert lines["infection"] == "Standard precautions for everyone."
    assert set(lines) == {
        "fitness",
        "observe",
        "call_hcp",
        "call_999",
        "review",
        "appropriate_adult",
        "self_harm",
        "infection",
        "record",
    }


@pytest.mark.parametrize("fitness", FitToDetain)
def test_fitness_is_first_and_not_fit_stops(fitness: FitToDetain) -> None:
    made = compose(replace(DIRECTIONS, fitness=fitness), HEADER)
    assert made.headline.key == "fitness"
    assert made.headline.text.startswith("NOT FIT") == fitness.not_fit
    assert (made.headline.emphasis is Emphasis.STOP) == fitness.not_fit == made.not_fit


def test_a_medicine_that_healthcare_holds_is_never_named() -> None:
    held = MedicineDirection(GivenBy.HCP, NOW + timedelta(hours=1), "Biktarvy")
    line = compose(replace(DIRECTIONS, medicines=(held,)), HEADER).line("medicine_1")
    assert line is not None
    assert line.text == "Healthcare holds and gives it, due 16:40"


def test_each_level_reads_as_it_is_carried_out() -> None:
    def said(level: int, *, rouse: bool) -> str:
        return observation_words(Observation(level, 30, rouse, "x"))

    assert said(3, rouse=False).endswith("watched on CCTV), physical check every 30 min")
    assert said(3, rouse=True).endswith("physical check AND ROUSE every 30 min")
    assert said(4, rouse=False) == "Level 4, stay within arm's reach all the time"
    assert (
        said(4, rouse=True) == "Level 4, stay within arm's reach all the time, ROUSE every 30 min"
    )


def test_whoever_goes_to_hospital_is_told_nothing_empty() -> None:
    gone = replace(
        DIRECTIONS, fitness=FitToDetain.NOT_FIT_HOSPITAL_999, call_hcp_if=(), next_review=None
    )
    lines = {line.key: line.text for line in compose(gone, HEADER).lines}
    assert lines["call_hcp"] == "in doubt, until they have gone"
    assert lines["review"] == "none here: they are to go"


def test_a_medicine_that_custody_hands_over_is_named_as_its_label_says() -> None:
    line = compose(DIRECTIONS, HEADER).line("medicine_2")
    assert line is not None
    assert line.text == (
        "own blue inhaler, as needed, custody gives, 2 puffs if wheezy, keep in cell"
    )


def test_observation_can_be_carried_out() -> None:
    line = compose(DIRECTIONS, HEADER).line("observe")
    assert line is not None
    assert line.text == "Level 2, visit AND ROUSE every 30 min until 21:40 (recent alcohol)"


def test_a_time_on_another_day_carries_its_date() -> None:
    late = replace(DIRECTIONS, next_review=NOW + timedelta(hours=12))
    line = compose(late, HEADER).line("review")
    assert line is not None
    assert line.text.startswith("24-Nov-2026 03:40")


def test_a_new_version_says_what_it_replaces() -> None:
    assert compose(DIRECTIONS, HEADER).version_words == "v2, replaces v1 given 14:05"
    first = replace(HEADER, version=1, replaces=None, replaces_at=None)
    assert compose(DIRECTIONS, first).version_words == "v1"


def test_words_from_people_are_one_visible_line() -> None:
    nasty = replace(DIRECTIONS, allergy="nuts\r\nFIT TO DETAIN\u202e\x00 <b>x</b>")
    line = compose(nasty, HEADER).line("allergy")
    assert line is not None
    assert line.text == "nuts FIT TO DETAIN <b>x</b>"


texts = st.text(max_size=40)
directions = st.builds(
    Directions,
    fitness=st.sampled_from(FitToDetain),
    observation=st.builds(
        Observation,
        level=st.integers(1, 4),
        minutes=st.integers(1, 60),
        rouse=st.booleans(),
        reason=texts,
        until=st.none() | st.just(NOW + timedelta(hours=3)),
    ),
    call_hcp_if=st.lists(texts, max_size=5).map(tuple),
    call_999_if=st.lists(texts, max_size=5).map(tuple),
    self_harm=st.sampled_from(SelfHarm),
    appropriate_adult=st.sampled_from(AppropriateAdult),
    next_review=st.none() | st.just(NOW + timedelta(hours=1)),
    conditions=texts,
    self_harm_controls=texts,
    appropriate_adult_reason=texts,
    review_if_missed=texts,
    medicines=st.lists(
        st.builds(
            MedicineDirection,
            given_by=st.sampled_from(GivenBy),
            due=st.none() | st.just(NOW),
            label=texts,
            instructions=texts,
            keep_in_cell=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    allergy=texts,
    communication=texts,
    food=texts,
)


@given(directions)
@settings(max_examples=60)
def test_what_is_kept_reads_back_exactly(given_directions: Directions) -> None:
    made = compose(given_directions, HEADER)
    assert from_body(to_body(made)) == made


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        from_body({"format": 2})
