"""The escort record's questions: all of them, in order, from directions and from nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
from hypothesis import HealthCheck, given, settings
from sharing_examples import DIRECTIONS, NOW
from sharing_people import booked, directions_at
from test_briefing import directions as any_directions
from test_non_interference import CANARY, assessments

from custodyhcp.records import assessing, people
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    EmergencyLabel,
    FitFor,
    Risk,
    Transfer,
)
from custodyhcp.records.directions import Basis, Directions, Observation, SelfHarm
from custodyhcp.sharing import dper, dper_pdf
from custodyhcp.sharing.dper import SEALED, Said

TRAVELS = Transfer(FitFor.FIT, Carrier.ESCORT, True, "sits near a window")
WHOLE = replace(
    DIRECTIONS,
    transfer=TRAVELS,
    labels=(EmergencyLabel.PREGNANCY, EmergencyLabel.SEIZURE_RISK_WITHDRAWAL),
    cautions=(Caution.PREGNANT,),
)


def by_key(directions: Directions) -> dict[str, dper.Answer]:
    return {one.question.key: one for one in dper.answers(directions, "01632 960055", NOW)}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_what_the_directions_say_is_answered_and_names_its_source() -> None:
    said = by_key(WHOLE)
    assert said["pregnant"].said is Said.YES
    assert said["pregnant"].sources
    assert said["sensitive-medication"].details == SEALED
    assert "carried by the escort" in said["medication-details"].words
    assert "name and dose in the sealed envelope" in said["medication-details"].words
    assert said["other-health-information"].details == "sits near a window"
    assert said["special-diet-or-allergies"].details.startswith("latex: use nitrile gloves")
    assert said["indication-of-self-harm-or-suicide"].said is Said.YES
    assert said["observation-level"].words.startswith("Yes. Every 30 minutes")
    assert all(one.sources for one in said.values() if one.said is not Said.ASK)


def test_what_nobody_said_is_asked_and_never_answered_no() -> None:
    bare = replace(
        DIRECTIONS, medicines=(), allergy="", food="", communication="",
        self_harm=SelfHarm.NONE_IDENTIFIED, self_harm_controls="",
    )  # fmt: skip
    said = by_key(bare)
    no = {key for key, one in said.items() if one.said is Said.NO}
    assert no == {"indication-of-self-harm-or-suicide"}
    assert said["alcohol-withdrawal"].said is Said.ASK
    withdrawal = by_key(WHOLE)["alcohol-withdrawal"]
    assert withdrawal.said is Said.ASK
    assert withdrawal.details.startswith("Directions say:")


def test_health_issues_are_yes_wherever_the_directions_name_one() -> None:
    bare = replace(DIRECTIONS, medicines=())
    assert by_key(bare)["health-issues"].said is Said.ASK
    for named in (
        {"labels": (EmergencyLabel.SEIZURE_RISK_WITHDRAWAL,)},
        {"cautions": (Caution.PREGNANT,)},
        {"risks": (Risk.HEAD_INJURY,)},
        {"medicines": DIRECTIONS.medicines},
    ):
        said = by_key(replace(bare, **named))  # type: ignore[arg-type]
        assert said["health-issues"].said is Said.YES
        assert said["health-issues"].details
    drunk = by_key(replace(bare, risks=(Risk.ALCOHOL,)))
    assert drunk["health-issues"].said is Said.ASK


def test_what_they_agreed_custody_may_know_goes_no_further() -> None:
    agreed = replace(DIRECTIONS, bases=(("allergy", Basis.CONSENT), ("food", Basis.CONSENT)))
    assert by_key(agreed)["special-diet-or-allergies"].said is Said.ASK


def test_the_levels_of_the_escort_record() -> None:
    def level(number: int, minutes: int) -> str:
        seen = Observation(number, minutes, True, "x")
        return by_key(replace(DIRECTIONS, observation=seen))["observation-level"].details

    assert level(1, 60).startswith("At least hourly")
    assert level(2, 15).startswith("Every 15 minutes")
    assert level(2, 20).startswith("Alternative (Level 2")
    assert level(3, 5).startswith("Alternative (Level 3")
    assert level(4, 5).startswith("Constant physical watch")


@given(any_directions)
@settings(max_examples=40, deadline=None)
def test_every_question_once_in_order_and_a_held_medicine_has_no_name(told: Directions) -> None:
    given_ = dper.answers(told, "01632 960055", NOW)
    assert [one.question for one in given_] == list(dper.questions())
    for one in given_:
        assert dper.pasted(one).isascii()
        assert "\n" not in dper.pasted(one)
    hidden = tuple(replace(m, label="ZQNAMEQZ", instructions="ZQDOSEQZ") for m in told.medicines
                   if m.given_by.value == "HCP")  # fmt: skip
    assert "ZQ" not in str(dper.answers(replace(told, medicines=hidden), "", NOW))


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=assessments, after=assessments)
def test_the_answers_cannot_hear_what_was_not_chosen(
    suite: Any, before: Assessment, after: Assessment
) -> None:
    ids = booked(suite.hcp)
    assessing.record_assessment(suite.hcp, ids.detention, before)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, transfer=TRAVELS))

    def printed() -> tuple[str, str]:
        stay = people.read_detention(suite.hcp, ids.detention).detention
        copy = dper_pdf.next_copy(suite.hcp, stay, "01632 960055", "R Hale RN")
        assert copy is not None
        assert stay.directions is not None
        return text_of(copy.pdf), str(dper.answers(stay.directions, "01632 960055", NOW))

    first = printed()
    assessing.record_assessment(suite.hcp, ids.detention, after)
    assert printed() == first
    assert CANARY not in str(first)
