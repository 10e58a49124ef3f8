"""What is left out once it is taken back, or because the person asked for that. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, SUMMARY

from custodyhcp.consent.codes import LeaveOut
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.detention import EMPTY
from custodyhcp.records.directions import Basis
from custodyhcp.records.learned import Fact, said_in, without
from custodyhcp.sharing import composing
from custodyhcp.sharing.briefing import Header, compose
from custodyhcp.sharing.consented import lines_on_consent, tellable
from custodyhcp.sharing.left_out import SAID, leaving_out
from custodyhcp.sharing.summary import sections

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FACT = Fact("SCR", NOW, "Current Repeat Medications", "Insulin glargine 20 units\nRamipril 5 mg")
HEADER = Header("NG/26/4411", "7", "X", 1, NOW, "R Hale", NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Takes RAMIPRIL   5 mg in the morning", True),
        ("insulin glargine 20 units at night", True),
        ("Takes ramipril", False),
        ("Chest clear", False),
        ("", False),
    ],
)
def test_a_fact_is_known_by_its_words(line: str, known: bool) -> None:
    assert bool(said_in(line, (FACT,))) is known
    assert without(f"first\n{line}\nlast", (FACT,)).splitlines().__contains__(line) is not known


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_leaving_out_leaves_nothing_of_it(text: str, learned: str) -> None:
    fact = Fact("GP", NOW, "Diagnoses", learned)
    left = without(f"{text}\n{learned}", (fact,))
    assert not said_in(left, (fact,)) or "\n" in left


def test_an_allergy_known_only_from_there_is_left_out_and_never_reads_as_none() -> None:
    allergies = Allergies(AllergyState.KNOWN, (Allergy("Penicillin", "rash"),))
    fact = Fact("SCR", NOW, "Allergies and Adverse Reactions", "Penicillin: rash")
    state, kept = composing.allergies_told(replace(EMPTY, allergies=allergies), (fact,))
    assert (state, kept) == (AllergyState.NOT_RECORDED, ())
    both = Allergies(AllergyState.KNOWN, (*allergies.items, Allergy("Latex")))
    state, kept = composing.allergies_told(replace(EMPTY, allergies=both), (fact,))
    assert (state, kept) == (AllergyState.KNOWN, ("Latex",))


@pytest.mark.parametrize("part", list(LeaveOut))
def test_each_part_can_be_left_out_and_says_so(part: LeaveOut) -> None:
    full: dict[str, Any] = dict.fromkeys(
        ("reason", "narrative", "impression", "findings", "procedures"), "CANARY"
    )
    full |= dict.fromkeys(("risks", "discharge", "advice"), "CANARY")
    summary = replace(SUMMARY, **full, allergy_state=AllergyState.KNOWN, allergies=("CANARY",))
    before = str(sections(summary)).count("CANARY")
    after = leaving_out(summary, [part])
    said = str(sections(after))
    assert leaving_out(after, [part]) == after
    assert "No known allergies" not in said
    if part is not LeaveOut.MEDICINES:
        assert said.count("CANARY") < before
    assert SAID in said or part is LeaveOut.ALLERGIES


def test_what_rests_on_agreement_goes_and_what_keeps_them_safe_stays() -> None:
    told = replace(DIRECTIONS, basis=Basis.CONSENT)
    assert lines_on_consent(compose(told, HEADER))
    less = compose(tellable(told, agreed=False), HEADER)
    assert lines_on_consent(less) == ()
    for key in ("fitness", "observe", "call_hcp", "call_999", "review", "self_harm", "infection"):
        assert less.line(key) == compose(told, HEADER).line(key)
    assert tellable(told, agreed=True) == told
    duty = replace(DIRECTIONS, basis=Basis.CUSTODY_SAFETY_NECESSITY)
    assert tellable(duty, agreed=False) == duty
