"""Capacity in the law's order, and best interests with every question answered (3.1, 3.2)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from consent_examples import CAN, CANNOT, HAS, INTERESTS, LACKS, NOW

from custodyhcp.consent.best_interests import best_interests_problems
from custodyhcp.consent.capacity import (
    Ability,
    CapacityAssessment,
    Limb,
    capacity_problems,
    conclude,
    reassessment_needed,
)
from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.wording import best_interests_questions, impairments


def test_finished_forms_have_nothing_missing() -> None:
    assert capacity_problems(LACKS, NOW) == ()
    assert capacity_problems(HAS, NOW) == ()
    assert (conclude(LACKS), conclude(HAS)) == (Capacity.LACKS, Capacity.HAS)


def test_lacks_is_concluded_from_all_three_and_nothing_else() -> None:
    abilities = (None, *Ability)
    for four in itertools.product(abilities, repeat=4):
        limbs = [Limb(answer, "seen") for answer in four]
        for impairment, link in itertools.product((None, "ALCOHOL", "DEMENTIA"), abilities):
            form = CapacityAssessment(
                Scope.VIEW_SCR,
                understand=limbs[0],
                retain=limbs[1],
                weigh=limbs[2],
                communicate=limbs[3],
                impairment=impairment,
                causal_link=link,
            )
            fails = Ability.NO in four
            all_asked = None not in four  # the four come first, then the cause
            lacks = all_asked and fails and impairment is not None and link is Ability.YES
            assert (conclude(form) is Capacity.LACKS) == lacks, form


def test_an_inability_with_no_such_cause_is_not_incapacity() -> None:
    language = replace(LACKS, impairment=None, causal_link=Ability.NO, reassess_at=None)
    assert conclude(language) is Capacity.HAS
    assert capacity_problems(language, NOW) == ()
    assert conclude(replace(LACKS, causal_link=Ability.NO)) is Capacity.HAS


def test_unsure_is_not_a_finding() -> None:
    unsure = replace(HAS, weigh=Limb(Ability.UNSURE, "Changes his mind each minute."))
    assert conclude(unsure) is Capacity.UNDETERMINED
    assert conclude(replace(LACKS, causal_link=Ability.UNSURE)) is Capacity.UNDETERMINED
    assert [p.field for p in capacity_problems(unsure, NOW)] == ["reassess_at"]


@pytest.mark.parametrize("code", [*impairments()])
def test_what_may_pass_needs_a_time_to_assess_again(code: str) -> None:
    form = replace(LACKS, impairment=code, impairment_words="said", reassess_at=None)
    fields = [problem.field for problem in capacity_problems(form, NOW)]
    lasting = code in ("LEARNING_DISABILITY", "DEMENTIA")
    assert reassessment_needed(form) is not lasting
    assert fields == ([] if lasting else ["reassess_at"])


def test_the_time_to_assess_again_is_still_to_come() -> None:
    for due in (NOW, NOW - timedelta(minutes=1)):
        fields = [p.field for p in capacity_problems(replace(LACKS, reassess_at=due), NOW)]
        assert fields == ["reassess_at"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"information": "  "}, "information"),
        ({"help": ()}, "help"),
        ({"help": ("HYPNOSIS",)}, "help"),
        ({"help": ("NOT_NEEDED",)}, "help_not_needed"),
        ({"understand": Limb()}, "understand"),
        ({"retain": Limb(Ability.NO, " ")}, "retain.evidence"),
        ({"impairment": "WITCHCRAFT"}, "impairment"),
        ({"impairment": "OTHER"}, "impairment_words"),
        ({"impairment": None}, "causal_link"),
        ({"causal_link": None}, "causal_link"),
        ({"causal_evidence": ""}, "causal_evidence"),
    ],
)
def test_each_missing_part_is_named(change: dict[str, Any], field: str) -> None:
    assert [p.field for p in capacity_problems(replace(LACKS, **change), NOW)] == [field]


def test_the_problems_come_in_the_order_of_the_form() -> None:
    empty = CapacityAssessment(Scope.VIEW_SCR)
    fields = [problem.field for problem in capacity_problems(empty, NOW)]
    assert fields == ["information", "help", "understand", "retain", "weigh", "communicate"]
    assert conclude(empty) is None
    assert conclude(replace(empty, understand=CANNOT, retain=CAN)) is None


def test_every_question_of_section_four_has_to_be_answered() -> None:
    assert best_interests_problems(INTERESTS, prior_refusal_known=False) == ()
    empty = replace(
        INTERESTS.__class__(scope=Scope.VIEW_SCR),
    )
    fields = [p.field for p in best_interests_problems(empty, prior_refusal_known=True)]
    only_if = {"consultee_names", "emergency"}  # where somebody was asked; where drink is why
    assert fields == [name for name in best_interests_questions() if name not in only_if]


def test_what_can_wait_waits() -> None:
    (problem,) = best_interests_problems(
        replace(INTERESTS, can_wait=True), prior_refusal_known=False
    )
    assert problem.field == "can_wait"


def test_a_known_refusal_is_faced_in_words() -> None:
    (problem,) = best_interests_problems(INTERESTS, prior_refusal_known=True)
    assert problem.field == "prior_refusal"
    faced = replace(INTERESTS, prior_refusal="He refused to hide the drug he has now named.")
    assert best_interests_problems(faced, prior_refusal_known=True) == ()
