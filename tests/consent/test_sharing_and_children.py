"""Sharing, and the GP record of a child: the whole input space, and what holds over all of it."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from custodyhcp.consent import forensic, gp, scr, sharing
from custodyhcp.consent.asked import Asked, decision_of
from custodyhcp.consent.checking import asked_problems
from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Decision,
    Ground,
    Proxy,
    Relationship,
    Scope,
    Surgery,
)
from custodyhcp.consent.outcome import (
    Allowed,
    Blocked,
    Deferred,
    Stop,
    outcome_code,
    outcome_name,
)
from custodyhcp.consent.written import from_body, to_body

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PARENT = Proxy.PARENTAL_RESPONSIBILITY
SHARED = (Scope.SHARE_CUSTODY, Scope.SEND_GP, Scope.SHARE_OTHER_CARE)
CARE = (Scope.EXAMINATION, Scope.TREATMENT)
TABLE = json.loads((Path(__file__).parent / "tables" / "sharing.json").read_text(encoding="utf-8"))
PEOPLE = [
    (age, gillick, proxy)
    for age in (10, 15, 16, 34)
    for gillick in (None, True, False)
    for proxy in (None, PARENT)
]


def _answers_alone(age: int, gillick: bool | None, proxy: Proxy | None) -> bool:
    return proxy is None and (age >= 16 or gillick is True)


def _answered_for(age: int, gillick: bool | None, proxy: Proxy | None) -> bool:
    return proxy is PARENT and age < 16 and gillick is False


@pytest.mark.parametrize("scope", [*SHARED, *CARE, Scope.CONTACT_FAMILY, Scope.AA_PRESENT])
def test_sharing_and_care_need_a_yes_that_counts_or_best_interests(scope: Scope) -> None:
    both = (False, True)
    for person, answer, capacity, evidence, refused, interests in itertools.product(
        PEOPLE, Answer, Capacity, both, both, both
    ):
        case = sharing.Situation(scope, answer, capacity, *person, evidence, refused, interests)
        outcome = sharing.decide(case)
        own = _answers_alone(*person) and capacity is Capacity.HAS and answer is Answer.YES
        proxied = _answered_for(*person) and answer is Answer.YES and evidence and not refused
        lacking = capacity is Capacity.LACKS and answer is Answer.UNABLE
        best = scope in (*SHARED, *CARE) and lacking and interests and not refused
        assert isinstance(outcome, Allowed) == (own or proxied or best), case
        if isinstance(outcome, Allowed):
            assert outcome.alerts == ()
            assert outcome.permission.scope is scope
        else:
            assert outcome.instead, case


@pytest.mark.parametrize("row", [pytest.param(row, id=row["row"]) for row in TABLE["rows"]])
def test_the_table_cell_by_cell(row: dict[str, Any]) -> None:
    case = {**TABLE["default"], **row["case"]}
    for scope in row["scopes"]:
        if row["outcome"] == "OWN RULE":
            with pytest.raises(ValueError, match="rule of its own"):
                sharing.decide(_case(case, scope))
            continue
        outcome = sharing.decide(_case(case, scope))
        assert (outcome_name(outcome), outcome_code(outcome)) == (row["outcome"], row["code"])
        assert isinstance(outcome, Allowed) or outcome.instead


def _case(case: dict[str, Any], scope: str) -> sharing.Situation:
    coded = {"answer": Answer(case["answer"]), "capacity": Capacity(case["capacity"])}
    proxy = None if case["proxy"] is None else Proxy(case["proxy"])
    return sharing.Situation(**{**case, **coded, "proxy": proxy, "scope": Scope(scope)})


def test_best_interests_never_reach_anything_forensic() -> None:
    for scope, answer, capacity, age, parent in itertools.product(
        (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE), Answer, Capacity, (13, 15, 34), Answer
    ):
        case = forensic.Situation(scope, answer, capacity, age, parent, complete=True)
        outcome = forensic.decide(case)
        if isinstance(outcome, Allowed):
            assert outcome.permission.code is not Basis.BEST_INTERESTS, case
            assert age < 14 or (answer is Answer.YES and capacity is Capacity.HAS), case


def test_sharing_defers_where_capacity_cannot_be_told() -> None:
    case = sharing.Situation(Scope.SEND_GP, Answer.YES, Capacity.UNDETERMINED, 34)
    assert isinstance(sharing.decide(case), Deferred)


@pytest.mark.parametrize("scope", [Scope.VIEW_SCR, Scope.VIEW_GP, Scope.FORENSIC_SAMPLE])
def test_a_record_is_not_shared_by_this_rule(scope: Scope) -> None:
    with pytest.raises(ValueError, match="rule of its own"):
        sharing.decide(sharing.Situation(scope, Answer.YES, Capacity.HAS, 34))


def test_alerts_are_for_looking_at_the_scr_only() -> None:
    with pytest.raises(ValueError, match="not for looking"):
        scr.alerts_for(Basis.CONSENT, Relationship.WORKGROUP)


def test_a_child_s_gp_record_needs_both_keys_as_well() -> None:
    for person, answer, surgery, capacity, ground, evidence in itertools.product(
        PEOPLE, Answer, Surgery, Capacity, (None, *Ground), (False, True)
    ):
        case = gp.Situation(answer, surgery, capacity, ground, *person, evidence)
        outcome = gp.decide(case)
        own = _answers_alone(*person) and capacity is Capacity.HAS
        proxied = _answered_for(*person) and evidence
        keys = answer is Answer.YES and surgery is Surgery.AGREED and ground is None
        assert isinstance(outcome, Allowed) == (keys and (own or proxied)), case
        if isinstance(outcome, Blocked):
            assert outcome.instead, case


@pytest.mark.parametrize(
    ("answer", "limits", "decision"),
    [
        (Answer.YES, "", Decision.GRANTED),
        (Answer.YES, "Only allergies", Decision.GRANTED_LIMITED),
        (Answer.NO, "", Decision.REFUSED),
        (Answer.UNABLE, "", Decision.UNABLE),
        (Answer.NOT_ASKED, "", Decision.NOT_ASKED),
        (Answer.WITHDRAWN, "", Decision.WITHDRAWN),
    ],
)
def test_the_national_word_for_each_answer(answer: Answer, limits: str, decision: Decision) -> None:
    asked = Asked(Scope.VIEW_SCR, answer, Capacity.HAS, 34, limits=limits)
    assert decision_of(asked) is decision


def test_what_has_to_be_said_before_anything_is_recorded() -> None:
    def missing(asked: Asked) -> list[str]:
        return [problem.field for problem in asked_problems(asked, NOW)]

    nobody = Asked(Scope.VIEW_SCR, Answer.NOT_ASKED, Capacity.HAS, 34)
    assert missing(nobody) == ["not_asked_because"]
    child = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 15, gillick=True)
    assert missing(child) == ["gillick_evidence"]
    waits = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.UNDETERMINED, 34)
    assert missing(waits) == ["ask_again_at"]
    late = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 34, ask_again_at=NOW)
    assert missing(late) == ["ask_again_at"]
    back = Asked(Scope.VIEW_SCR, Answer.WITHDRAWN, Capacity.UNDETERMINED, 34)
    assert missing(back) == []


def test_a_form_written_to_an_entry_reads_back_the_same() -> None:
    asked = Asked(
        Scope.VIEW_SCR, Answer.NO, Capacity.HAS, 34, ask_again_at=NOW + timedelta(minutes=5)
    )
    assert from_body(Asked, to_body(asked)) == asked
    older = {key: value for key, value in to_body(asked).items() if key != "interpreter"}
    assert from_body(Asked, older) == asked  # a field that came later takes its default


@pytest.mark.parametrize(
    "body", [None, [], {}, {"scope": "VIEW_SCR"}, {**{"scope": 1}}, {"age": "34"}]
)
def test_a_body_that_is_no_form_is_refused(body: object) -> None:
    with pytest.raises(ValueError):
        from_body(Asked, body)


def test_only_plain_values_are_written() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        to_body(3.5)


def test_stops_keep_their_own_words() -> None:
    refused = gp.decide(gp.Situation(Answer.NO, Surgery.AGREED, Capacity.HAS))
    assert isinstance(refused, Blocked)
    assert refused.code is Stop.REFUSED
