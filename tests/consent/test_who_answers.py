"""Who may answer for whom: ages on the day, competence, parental responsibility, attorneys and
deputies; swept over every combination."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from consent_examples import HAS, INTERESTS, LACKS, NOW

from custodyhcp.consent import gp, scr, sharing
from custodyhcp.consent.asked import Asked, ProxyAuthority
from custodyhcp.consent.best_interests import best_interests_problems
from custodyhcp.consent.children import Decider, age_on, who_decides
from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Proxy,
    Relationship,
    Scope,
    ScrStatus,
    Surgery,
)
from custodyhcp.consent.considering import consider
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.evidence import OnRecord, evidence_problems
from custodyhcp.consent.fold import ConsentState
from custodyhcp.consent.outcome import Allowed, Stop, outcome_code
from custodyhcp.consent.proxies import authorities

AGES = (0, 12, 15, 16, 17, 18, 34)
ATTORNEY = Asked(
    Scope.VIEW_SCR,
    Answer.YES,
    Capacity.LACKS,
    34,
    relationship=Relationship.WORKGROUP,
    proxy=Proxy.LPA_HEALTH,
    proxy_name="Ada Invented",
    proxy_relationship="Sister",
    proxy_authority=ProxyAuthority("CERTIFIED", True, "Page 6: decisions about health records"),
    proxy_evidence="Reference 7000 0000 0001, read by me.",
)
DEPUTY = replace(
    ATTORNEY,
    proxy=Proxy.DEPUTY,
    proxy_authority=ProxyAuthority("ORDER", None, "Paragraph 2: health and care decisions"),
)
PARENT = replace(
    ATTORNEY,
    age=12,
    gillick=False,
    gillick_evidence="Could not say who would see it.",
    proxy=Proxy.PARENTAL_RESPONSIBILITY,
    proxy_relationship="Mother",
    proxy_authority=ProxyAuthority("MOTHER"),
)
LACKING = OnRecord(capacity=LACKS)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 11, 23), date(2026, 11, 22), 15),
        (date(2010, 11, 23), date(2026, 11, 23), 16),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 24), date(2026, 11, 23), None),
        (date(1890, 1, 1), date(2026, 11, 23), None),
    ],
)
def test_age_is_worked_out_on_the_day(born: date, day: date, age: int | None) -> None:
    assert age_on(born, day) == age


def _may_answer_for(age: int, gillick: bool | None, proxy: Proxy, capacity: Capacity) -> bool:
    """Written a second time: who holds what power over whom."""
    return {
        Proxy.PARENTAL_RESPONSIBILITY: age < 16 and gillick is False,
        Proxy.LPA_HEALTH: age >= 18 and capacity is Capacity.LACKS,
        Proxy.DEPUTY: age >= 16 and capacity is Capacity.LACKS,
    }[proxy]


def test_nobody_answers_for_somebody_who_can_and_a_proxy_s_no_is_a_no() -> None:
    for age, gillick, proxy, answer, capacity in itertools.product(
        AGES, (None, True, False), (None, *Proxy), Answer, Capacity
    ):
        if answer is Answer.WITHDRAWN:
            continue
        case = (age, gillick, proxy, answer, capacity)
        decided = who_decides(*case)
        if decided is Decider.PROXY:
            assert proxy is not None and answer is Answer.YES, case
            assert _may_answer_for(age, gillick, proxy, capacity), case
        if proxy is not None and answer is Answer.NO:
            assert decided is not Decider.PROXY, case
            if _may_answer_for(age, gillick, proxy, capacity):
                assert decided is Stop.PROXY_REFUSED, case
        if capacity is Capacity.HAS and proxy in (Proxy.LPA_HEALTH, Proxy.DEPUTY):
            assert decided is not Decider.PROXY, case


def test_no_record_opens_on_the_word_of_somebody_without_the_power() -> None:
    opened = 0
    for age, gillick, proxy, answer, capacity in itertools.product(
        AGES, (None, True, False), Proxy, Answer, Capacity
    ):
        look = scr.decide(
            scr.Situation(
                scr_status=ScrStatus.ASK,
                relationship=Relationship.WORKGROUP,
                capacity=capacity,
                answer=answer,
                ground=None,
                age=age,
                gillick=gillick,
                proxy=proxy,
                prior_capacitous_refusal=False,
                life_threatening=False,
                senior_advice=False,
                evidence_complete=True,
            )
        )
        key = gp.decide(
            gp.Situation(answer, Surgery.AGREED, capacity, None, age, gillick, proxy, True)
        )
        letter = sharing.decide(
            sharing.Situation(Scope.SEND_GP, answer, capacity, age, gillick, proxy, True)
        )
        may = answer is Answer.YES and _may_answer_for(age, gillick, proxy, capacity)
        for outcome in (look, key, letter):
            assert isinstance(outcome, Allowed) == may, (age, gillick, proxy, answer, capacity)
        if isinstance(look, Allowed):
            assert look.permission.code is Basis.PTV_PROXY
            opened += 1
    assert opened


@pytest.mark.parametrize("asked", [ATTORNEY, DEPUTY, PARENT])
def test_a_proxy_with_everything_shown_is_complete(asked: Asked) -> None:
    assert evidence_problems(asked, LACKING, NOW) == ()


@pytest.mark.parametrize(
    ("asked", "change", "missing"),
    [
        (ATTORNEY, {"proxy_name": " "}, ["proxy_name"]),
        (ATTORNEY, {"proxy_name": "x" * 201}, ["proxy_name"]),
        (ATTORNEY, {"proxy_relationship": "Appropriate adult"}, ["proxy_relationship"]),
        (ATTORNEY, {"proxy_relationship": "his solicitor"}, ["proxy_relationship"]),
        (ATTORNEY, {"proxy_authority": ProxyAuthority()}, ["proxy_document", "proxy_registered",
                                                           "proxy_covers"]),
        (ATTORNEY, {"proxy_authority": ProxyAuthority("ORIGINAL", False, "All")},
         ["proxy_registered"]),
        (DEPUTY, {"proxy_authority": ProxyAuthority("CERTIFIED", None, "All")}, ["proxy_document"]),
        (DEPUTY, {"proxy_evidence": ""}, ["proxy_evidence"]),
        (PARENT, {"proxy_authority": ProxyAuthority()}, ["proxy_document"]),
        (PARENT, {"proxy_relationship": "Social worker"}, ["proxy_relationship"]),
        (PARENT, {"proxy_relationship": "FOSTER CARERS"}, ["proxy_relationship"]),
        (PARENT, {"proxy_relationship": "Custody sergeant"}, ["proxy_relationship"]),
    ],
)  # fmt: skip
def test_what_is_missing_of_a_proxy_is_named(
    asked: Asked, change: dict[str, Any], missing: list[str]
) -> None:
    found = evidence_problems(replace(asked, **change), LACKING, NOW)
    assert [problem.field for problem in found] == missing


def test_a_social_worker_answers_only_under_a_care_order() -> None:
    order = replace(
        PARENT,
        proxy_relationship="Social worker, Harrow Lane council",
        proxy_authority=ProxyAuthority("CARE_ORDER"),
    )
    assert evidence_problems(order, OnRecord(), NOW) == ()
    assert "CARE_ORDER" in authorities(Proxy.PARENTAL_RESPONSIBILITY)


def test_an_adult_s_proxy_stands_on_a_finding_that_is_not_overdue() -> None:
    for known in (OnRecord(), OnRecord(HAS), OnRecord(replace(LACKS, reassess_at=NOW))):
        fields = [problem.field for problem in evidence_problems(ATTORNEY, known, NOW)]
        assert fields == ["capacity"]


def test_an_age_in_doubt_opens_only_what_would_open_at_either_age() -> None:
    state = ConsentState("stay")
    for answer, capacity, gillick, proxy in itertools.product(
        Answer, Capacity, (None, True, False), (None, *Proxy)
    ):
        asked = replace(
            ATTORNEY, answer=answer, capacity=capacity, gillick=gillick, proxy=proxy, age=34,
            gillick_evidence="Said it back", age_in_doubt=True, age_evidence="Says 19, looks 14",
            ask_again_at=LACKS.reassess_at,
        )  # fmt: skip
        considered = consider(asked, state, NOW)
        opens = isinstance(considered.outcome, Allowed) and not considered.problems
        own_yes = answer is Answer.YES and capacity is Capacity.HAS and proxy is None
        assert opens == (own_yes and gillick is True), asked


def test_an_age_that_is_stated_says_what_it_rests_on() -> None:
    stated = Asked(Scope.SEND_GP, Answer.YES, Capacity.HAS, 16, age_stated=True)
    fields = [p.field for p in consider(stated, ConsentState("stay"), NOW).problems]
    assert fields == ["age_evidence"]
    no = replace(stated, answer=Answer.NO)
    assert consider(no, ConsentState("stay"), NOW).problems == ()  # a no asks for nothing


def test_an_attorney_s_no_is_recorded_as_the_no_it_is() -> None:
    no = consider(replace(ATTORNEY, answer=Answer.NO), ConsentState("stay"), NOW)
    assert outcome_code(no.outcome) == Stop.PROXY_REFUSED.value


# --- best interests ------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["attorney", "deputy", "advance_decision"])
def test_each_power_is_asked_about_and_its_no_is_the_end(field: str) -> None:
    for answer, words in ((None, "Say whether"), ("REFUSES", "do not go on")):
        form = replace(INTERESTS, **{field: answer})
        (problem,) = best_interests_problems(form, prior_refusal_known=False)
        assert (problem.field, words in problem.words) == (field, True)


@pytest.mark.parametrize(
    "name",
    ["PC 1234 Hughes", "DS Hale", "the custody sergeant", "Detention Officer Brown", "police",
     "DI Osei", "Sgt. Pryce", "the investigating officer", "arresting officers"],
)  # fmt: skip
def test_custody_staff_and_investigators_are_not_consulted(name: str) -> None:
    form = replace(INTERESTS, consultees=("NAMED",), consultee_names=name)
    (problem,) = best_interests_problems(form, prior_refusal_known=False)
    assert problem.field == "consultee_names"
    assert "Custody staff and investigators are not asked" in problem.words


@pytest.mark.parametrize(
    "name", ["Siân Llywelyn-Prys, mother", "يوسف الأحمد", "Dido Pace", "Mrs P.C. Wren", "Di Osei"]
)
def test_the_names_of_other_people_are_taken(name: str) -> None:
    form = replace(INTERESTS, consultees=("CARER",), consultee_names=name)
    assert best_interests_problems(form, prior_refusal_known=False) == ()


def test_who_was_asked_is_said_once_and_plainly() -> None:
    def fields(**change: Any) -> list[str]:
        form = replace(INTERESTS, **change)
        return [p.field for p in best_interests_problems(form, prior_refusal_known=False)]

    assert fields(consultees=()) == ["consultees"]
    assert fields(consultees=("SERGEANT",)) == ["consultees"]
    assert fields(consultees=("CARER", "NOBODY")) == ["consultees"]
    assert fields(consultees=("CARER",)) == ["consultee_names"]


def test_drink_and_drugs_are_waited_for_unless_it_is_an_emergency() -> None:
    letter = replace(INTERESTS, scope=Scope.SEND_GP)
    met = replace(letter, emergency=EmergencyTest(True, True, True))
    waits = best_interests_problems(letter, prior_refusal_known=False, wears_off=True)
    assert {p.field.split(".")[0] for p in waits} == {"emergency"}
    assert best_interests_problems(met, prior_refusal_known=False, wears_off=True) == ()
    assert best_interests_problems(letter, prior_refusal_known=False) == ()


def test_a_text_too_long_is_named_and_never_cut() -> None:
    form = replace(INTERESTS, wishes="x" * 10_000)
    (problem,) = best_interests_problems(form, prior_refusal_known=False)
    assert (problem.field, problem.words) == (
        "wishes",
        "This is 10,000 characters. Shorten it to 2,000 or fewer.",
    )
