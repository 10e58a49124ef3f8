"""P6: change anything that was not chosen for the briefing, and its bytes do not change."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, HEADER
from sharing_people import PLACE, booked, directions_at

from custodyhcp.records import assessing, directing, people
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.directions import ITEMS, Basis
from custodyhcp.sharing import dper, publishing
from custodyhcp.sharing.briefing import Briefing, compose, to_body
from custodyhcp.sharing.consented import tellable
from custodyhcp.sharing.paste import paste_blocks
from custodyhcp.sharing.pdf import briefing_pdf

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "tables" / "briefings.json").read_text("utf-8")
)["cases"]
CANARY = "ZQCANARYQZ"
words = st.text(
    alphabet=st.characters(categories=("L", "N", "P", "Zs")), min_size=3, max_size=40
).map(lambda text: f"{CANARY} {text} x")
assessments = st.builds(
    Assessment,
    reason=words,
    findings=words,
    impression=words,
    plan=words,
    allergies=st.builds(
        Allergies, st.just(AllergyState.KNOWN), st.lists(st.builds(Allergy, words), min_size=1,
                                                        max_size=3).map(tuple)
    ),
)  # fmt: skip


def outputs(briefing: Briefing) -> tuple[str, tuple[str, ...], str]:
    """What the screen draws, what is pasted, and what the PDF says."""
    screen = "\n".join(
        f"{line['label']}|{line['text']}|{line['reason']}|{line['basis']}|{line['emphasis']}"
        for line in to_body(briefing)["lines"]
    )
    pdf = pypdf.PdfReader(io.BytesIO(briefing_pdf(briefing)))
    return screen, paste_blocks(briefing), "\n".join(p.extract_text() for p in pdf.pages)


def is_deaf(suite: Any, before: Assessment, after: Assessment, nhs: str) -> None:
    """Screen, paste block, PDF and the escort record's answers: the same bytes before and after
    everything clinical was written anew. (The downtime pack: test_downtime.)"""
    ids = booked(suite.hcp)
    assessing.record_assessment(suite.hcp, ids.detention, before)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp))
    first = _all_that_leaves(suite, ids.detention)

    opened = people.read_detention(suite.hcp, ids.detention)
    people.correct_person(suite.hcp, ids.detention, opened.detention.who, nhs)
    assessing.record_assessment(suite.hcp, ids.detention, after)

    assert _all_that_leaves(suite, ids.detention) == first
    assert CANARY not in str(first)
    assert not any(number in str(first) for number in ("9434765919", "943 476 5919"))


def _all_that_leaves(suite: Any, detention: str) -> tuple[Any, ...]:
    opened = people.read_detention(suite.hcp, detention)
    told = opened.detention.directions
    assert told is not None
    escort = str(dper.answers(told, PLACE.phone, suite.clock()))
    return *outputs(publishing.next_briefing(suite.hcp, opened, PLACE)), escort


FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
anything = given(
    before=assessments, after=assessments, nhs=st.sampled_from(["9434765919", "9434765870"])
)


@FEW
@anything
def test_the_briefing_cannot_hear_what_was_not_chosen_for_it(
    suite: Any, before: Assessment, after: Assessment, nhs: str
) -> None:
    is_deaf(suite, before, after, nhs)


@pytest.mark.soak
@settings(FEW, max_examples=3_000)
@anything
def test_nor_in_thousands_of_records(
    suite: Any, before: Assessment, after: Assessment, nhs: str
) -> None:
    is_deaf(suite, before, after, nhs)


def test_and_a_published_one_is_as_deaf(suite: Any) -> None:
    ids = booked(suite.hcp)
    assessment = Assessment(reason=CANARY, findings=CANARY, impression=CANARY, plan=CANARY)
    assessing.sign(suite.hcp, ids.detention, assessment, directions_at(suite.hcp))
    suite.clock.forward(minutes=1)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    assert CANARY not in str(outputs(made.briefing))
    seen = publishing.stay(suite.sergeant, ids.detention).current
    assert seen is not None
    assert outputs(seen.briefing) == outputs(made.briefing)
    assert seen.at - suite.clock() <= timedelta(0)


# --- each item is told in its own line and in no other -------------------------------------------

WHOLE = replace(
    directing.from_body(CASES[-1]["directions"]),
    allergy="latex: nitrile gloves",
    communication="short sentences",
    food="meals now and 18:00",
    search_preference="asks for a woman",
    medicines=DIRECTIONS.medicines,
)
LINES = {"precautions": {"infection"}, "medicines": {"medicine_1", "medicine_2"}}


@pytest.mark.parametrize("key", ITEMS)
def test_an_item_changes_its_own_line_and_no_other(key: str) -> None:
    without = tellable(replace(WHOLE, bases=((key, Basis.CONSENT),)), agreed=False)
    whole = {line.key: line for line in compose(WHOLE, HEADER).lines}
    less = {line.key: line for line in compose(without, HEADER).lines}
    changed = {k for k in whole.keys() | less.keys() if whole.get(k) != less.get(k)}
    assert changed == LINES.get(key, {key})


@given(held=st.text(min_size=1, max_size=30), key=st.sampled_from(["Biktarvy", "clozapine"]))
@settings(max_examples=40, deadline=None)
def test_the_name_of_what_healthcare_holds_changes_nothing(held: str, key: str) -> None:
    def said(label: str) -> tuple[str, tuple[str, ...]]:
        medicine = replace(DIRECTIONS.medicines[0], label=label)
        briefing = compose(replace(WHOLE, medicines=(medicine,)), HEADER)
        return str(to_body(briefing)), paste_blocks(briefing)

    assert said(held) == said(key)
