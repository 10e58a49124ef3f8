"""Cases that cannot be accepted answer in words, never with a guess and never with a crash."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from custodyhcp import rules
from custodyhcp.consent.rules_from_outside import RULES
from custodyhcp.errors import KnownError

SCR = {
    "scr_status": "ASK",
    "relationship": "WORKGROUP",
    "capacity": "HAS",
    "answer": "YES",
    "ground": None,
    "age": 34,
    "gillick": None,
    "proxy": None,
    "prior_capacitous_refusal": False,
    "life_threatening": False,
    "senior_advice": False,
    "evidence_complete": True,
}
GP = {"patient": "YES", "surgery": "AGREED", "capacity": "HAS", "ground": None}
NOT_WORDS = ("", "yes", " YES", "YES ", "ＹＥＳ", "MAYBE", 1, 0, True, 1.0, [], {}, ["YES"])


def test_the_two_accepted_cases_answer_in_the_published_shape() -> None:
    scr = RULES["scr"].answer(SCR)
    assert set(scr) == {"outcome", "code", "alerts", "instead"}
    gp = RULES["gp"].answer(GP)
    assert set(gp) == {"outcome", "code", "instead"}
    assert json.loads(json.dumps([scr, gp])) == [scr, gp]


@pytest.mark.parametrize("name", [*SCR])
def test_a_missing_field_is_named(name: str) -> None:
    case = {field: value for field, value in SCR.items() if field != name}
    with pytest.raises(KnownError, match=name):
        RULES["scr"].answer(case)


@pytest.mark.parametrize("extra", ["grounds", "AGE", "", "__class__", "x" * 5000])
def test_a_field_too_many_is_refused(extra: str) -> None:
    for rule, case in (("scr", SCR), ("gp", GP)):
        with pytest.raises(KnownError, match="Unknown field") as caught:
            RULES[rule].answer({**case, extra: True})
        assert len(str(caught.value)) < 600


@pytest.mark.parametrize("given", NOT_WORDS)
@pytest.mark.parametrize(
    "name", ["scr_status", "relationship", "capacity", "answer", "ground", "proxy"]
)
def test_an_unknown_word_is_refused(name: str, given: Any) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["scr"].answer({**SCR, name: given})


@pytest.mark.parametrize("name", ["scr_status", "relationship", "capacity", "answer", "age"])
def test_null_is_no_answer_where_one_is_needed(name: str) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["scr"].answer({**SCR, name: None})


@pytest.mark.parametrize(
    "given", [-1, 131, 10**400, 34.0, 34.5, "34", True, None, [], float("nan")]
)
def test_an_impossible_age_is_refused(given: Any) -> None:
    with pytest.raises(KnownError, match="age"):
        RULES["scr"].answer({**SCR, "age": given})


@pytest.mark.parametrize("given", [0, 1, "true", None, [], {}])
@pytest.mark.parametrize("name", ["prior_capacitous_refusal", "senior_advice", "evidence_complete"])
def test_only_true_and_false_are_true_and_false(name: str, given: Any) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["scr"].answer({**SCR, name: given})


def test_gillick_is_true_false_or_null_and_nothing_else() -> None:
    for given in (0, 1, "", "true", []):
        with pytest.raises(KnownError, match="gillick"):
            RULES["scr"].answer({**SCR, "gillick": given})


@pytest.mark.parametrize("name", [*GP])
def test_the_gp_rule_refuses_what_it_does_not_know(name: str) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["gp"].answer({**GP, name: "PERHAPS"})
    with pytest.raises(KnownError, match=name):
        RULES["gp"].answer({field: value for field, value in GP.items() if field != name})


def test_a_field_given_twice_is_refused_and_a_mark_before_the_line_is_not() -> None:
    once = json.dumps(SCR)
    twice = once.replace('"age": 34', '"age": 34, "age": 12')
    out = io.StringIO()
    assert rules.ask("scr", [b"\xef\xbb\xbf" + once.encode(), twice.encode()], out) == 0
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["outcome"] == "ALLOW"
    assert second == {"error": "Given more than once: age. Give every field once."}
