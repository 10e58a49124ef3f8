"""The whole input space of both rules: each case compared with a second statement of the rule, and
the promises that hold over all of it (P5).

The second statement shares no code with ``custodyhcp.consent``: words are plain strings, a row is
a set of allowed values, the first row that fits decides. Each row cites its cell of the tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from custodyhcp.consent.rules_from_outside import RULES

Case = Mapping[str, Any]
Row = tuple[Mapping[str, set[Any]], str]
_LEGAL = {"PUBLIC_INTEREST", "STATUTE", "COURT_ORDER"}
_INTERESTS = {"BEST_INTERESTS_EMERGENCY", "BEST_INTERESTS_NON_EMERGENCY"}
_MEDICAL = _INTERESTS | {"COULD_NOT_ASK"}

_FOR_THEM = {"parent", "attorney"}

# derived facts: "who" is whose answer it would be; "refusal" is a known one, and whether set aside
SCR_ROWS: tuple[Row, ...] = (
    ({"scr_status": {"NO"}}, "NOT_AVAILABLE OPTED_OUT"),  # S9
    ({"scr_status": {"NOT_TRACED"}}, "NOT_AVAILABLE NOT_TRACED"),  # S11
    # S6, S7, S8
    ({"ground": _LEGAL, "evidence_complete": {False}}, "BLOCK EVIDENCE_INCOMPLETE"),
    ({"ground": _LEGAL, "relationship": {"NONE"}}, "BLOCK NO_RELATIONSHIP"),
    ({"ground": {"PUBLIC_INTEREST"}}, "ALLOW PUBLIC_INTEREST"),
    ({"ground": {"STATUTE"}}, "ALLOW STATUTE"),
    ({"ground": {"COURT_ORDER"}}, "ALLOW COURT_ORDER"),
    # S16: at once, whoever and however
    ({"answer": {"WITHDRAWN"}}, "BLOCK WITHDRAWN"),
    # 1.9.4
    ({"ground": {"COULD_NOT_ASK"}, "answer": {"NO"}}, "BLOCK REFUSED"),
    ({"ground": {"COULD_NOT_ASK"}, "answer": {"YES"}}, "BLOCK WAS_ASKED"),
    ({"ground": {"COULD_NOT_ASK"}, "refusal": {"stands", "set aside"}}, "BLOCK PRIOR_REFUSAL"),
    ({"ground": {"COULD_NOT_ASK"}, "evidence_complete": {False}}, "BLOCK EVIDENCE_INCOMPLETE"),
    ({"ground": {"COULD_NOT_ASK"}, "relationship": {"NONE"}}, "BLOCK NO_RELATIONSHIP"),
    ({"ground": {"COULD_NOT_ASK"}}, "ALLOW COULD_NOT_ASK"),
    # S5, then S3, S4, S17
    (
        {"ground": _MEDICAL, "answer": {"NO"}, "capacity": {"HAS", "UNDETERMINED"}},
        "BLOCK REFUSED",
    ),
    ({"ground": _MEDICAL, "capacity": {"UNDETERMINED"}}, "DEFER CAPACITY_UNDETERMINED"),
    ({"ground": _MEDICAL, "capacity": {"HAS"}}, "BLOCK CAPACITY_NOT_LACKING"),
    ({"ground": _MEDICAL, "answer": {"YES", "NO", "NOT_ASKED"}}, "BLOCK NOT_RECORDED_AS_UNABLE"),
    ({"ground": _MEDICAL, "refusal": {"stands"}}, "BLOCK PRIOR_REFUSAL"),
    # nothing threatens life, so nothing sets a refusal aside
    (
        {"ground": {"BEST_INTERESTS_NON_EMERGENCY"}, "refusal": {"set aside"}},
        "BLOCK PRIOR_REFUSAL",
    ),
    ({"ground": _MEDICAL, "evidence_complete": {False}}, "BLOCK EVIDENCE_INCOMPLETE"),
    ({"ground": _MEDICAL, "relationship": {"NONE"}}, "BLOCK NO_RELATIONSHIP"),
    ({"ground": {"BEST_INTERESTS_NON_EMERGENCY"}}, "ALLOW BI_NON_EMERGENCY"),
    ({"ground": _MEDICAL}, "ALLOW BI_EMERGENCY"),
    # no ground from here on. Children first: S13, S14, 3.4
    ({"who": {"unknown"}, "capacity": {"UNDETERMINED"}}, "DEFER CAPACITY_UNDETERMINED"),
    ({"who": {"unknown"}}, "BLOCK COMPETENCE_NOT_ASSESSED"),
    ({"who": {"somebody"}}, "BLOCK NEEDS_PARENTAL_RESPONSIBILITY"),
    ({"who": {"parent", "attorney"}, "answer": {"NO"}}, "BLOCK PROXY_REFUSED"),
    ({"who": {"parent"}, "answer": {"UNABLE", "NOT_ASKED"}}, "BLOCK NEEDS_PARENTAL_RESPONSIBILITY"),
    ({"who": {"attorney"}, "answer": {"UNABLE", "NOT_ASKED"}}, "BLOCK LACKS_CAPACITY"),
    ({"who": _FOR_THEM, "refusal": {"stands"}}, "BLOCK PRIOR_REFUSAL"),
    ({"who": _FOR_THEM, "evidence_complete": {False}}, "BLOCK EVIDENCE_INCOMPLETE"),
    ({"who": _FOR_THEM, "relationship": {"NONE"}}, "BLOCK NO_RELATIONSHIP"),
    ({"who": _FOR_THEM}, "ALLOW PTV_PROXY"),
    ({"who": {"child, parent spoke"}, "answer": {"YES", "NO"}}, "BLOCK ASK_THE_CHILD"),
    ({"who": {"adult, parent spoke"}, "answer": {"YES"}}, "BLOCK PROXY_NOT_VALID"),
    # somebody answering for themself: S12, then S1, S2, S5, S15
    ({"capacity": {"UNDETERMINED"}}, "DEFER CAPACITY_UNDETERMINED"),
    ({"capacity": {"LACKS"}}, "BLOCK LACKS_CAPACITY"),
    ({"answer": {"NO"}}, "BLOCK REFUSED"),
    ({"answer": {"UNABLE"}}, "BLOCK COULD_NOT_ANSWER"),
    ({"answer": {"NOT_ASKED"}}, "BLOCK NOT_ASKED"),
    ({"relationship": {"NONE"}}, "BLOCK NO_RELATIONSHIP"),
    ({}, "ALLOW PTV_GRANTED"),
)

GP_ROWS: tuple[Row, ...] = (
    ({"ground": _LEGAL}, "BLOCK HAND_TO_IG"),  # G9
    ({"ground": _MEDICAL}, "BLOCK NO_OVERRIDE"),  # G4
    ({"patient": {"WITHDRAWN"}}, "BLOCK WITHDRAWN"),  # G7
    ({"surgery": {"DISSENT_ON_FILE"}}, "BLOCK DISSENT_ON_FILE"),  # G6
    ({"capacity": {"UNDETERMINED"}}, "BLOCK CAPACITY_UNDETERMINED"),
    ({"capacity": {"LACKS"}}, "BLOCK LACKS_CAPACITY"),  # G4
    ({"patient": {"NO"}}, "BLOCK REFUSED"),  # G3
    ({"patient": {"UNABLE"}}, "BLOCK COULD_NOT_ANSWER"),
    ({"patient": {"NOT_ASKED"}}, "BLOCK NOT_ASKED"),
    ({"surgery": {"REFUSED"}}, "BLOCK SURGERY_REFUSED"),  # G2
    ({"surgery": {"NO_ANSWER"}}, "BLOCK SURGERY_NO_ANSWER"),  # G2
    ({"surgery": {"CLOSED"}}, "BLOCK SURGERY_CLOSED"),  # G2
    ({"surgery": {"EXPIRED"}}, "BLOCK SURGERY_EXPIRED"),  # G8
    ({"surgery": {"OTHER_SURGERY"}}, "BLOCK OTHER_SURGERY"),  # G8
    ({}, "ALLOW PTV_GRANTED"),  # G1, G5
)

# 1.3: for each basis, the reason of the access alert (type 2) and of the self-claim (type 1)
ALERT_REASONS: Mapping[str, tuple[int | None, int]] = {
    "PTV_GRANTED": (None, 6),
    "PTV_PROXY": (None, 6),
    "BI_EMERGENCY": (5, 4),
    "BI_NON_EMERGENCY": (5, 4),
    "COULD_NOT_ASK": (5, 4),
    "PUBLIC_INTEREST": (1, 1),
    "STATUTE": (2, 2),
    "COURT_ORDER": (3, 3),
}


def _who(case: Case) -> str:
    proxy = case["proxy"]
    if case["age"] >= 16:
        may = proxy == "DEPUTY" or (proxy == "LPA_HEALTH" and case["age"] >= 18)
        if may and case["capacity"] == "LACKS":
            return "attorney"
        waits = may and case["capacity"] == "UNDETERMINED"
        return "self" if proxy is None or waits else "adult, parent spoke"
    if case["gillick"] is None:
        return "unknown"
    if case["gillick"]:
        return "self" if proxy is None else "child, parent spoke"
    return "parent" if proxy == "PARENTAL_RESPONSIBILITY" else "somebody"


def _refusal(case: Case) -> str:
    if not case["prior_capacitous_refusal"]:
        return "none"
    return "set aside" if case["life_threatening"] and case["senior_advice"] else "stands"


def _first(rows: tuple[Row, ...], case: Case) -> tuple[str, str]:
    for conditions, answer in rows:
        if all(case[name] in values for name, values in conditions.items()):
            outcome, code = answer.split()
            return outcome, code
    raise AssertionError(f"no row for {case}")


_SCR_NAMES = tuple({name: None for conditions, _ in SCR_ROWS for name in conditions})


@cache
def _scr_row(*values: Any) -> tuple[str, str]:
    """Of all that any row looks at: most cases are alike in it."""
    return _first(SCR_ROWS, dict(zip(_SCR_NAMES, values, strict=True)))


def oracle_scr(case: Case) -> tuple[str, str, list[list[int]]]:
    told = {**case, "who": _who(case), "refusal": _refusal(case)}
    outcome, code = _scr_row(*(told[name] for name in _SCR_NAMES))
    alerts: list[list[int]] = []
    if outcome == "ALLOW":
        access, claim = ALERT_REASONS[code]
        if case["relationship"] == "SELF_CLAIMED":
            alerts.append([1, claim])
        if access is not None:
            alerts.append([2, access])
    return outcome, code, alerts


def oracle_gp(case: Case) -> tuple[str, str]:
    return _first(GP_ROWS, case)


_BOTH = (False, True)
SPACE: dict[str, tuple[Any, ...]] = {
    "scr_status": ("ASK", "NO", "YES", "NOT_TRACED"),
    "relationship": ("WORKGROUP", "SELF_CLAIMED", "NONE"),
    "capacity": ("HAS", "LACKS", "UNDETERMINED"),
    "answer": ("YES", "NO", "UNABLE", "NOT_ASKED", "WITHDRAWN"),
    "ground": (
        None,
        "BEST_INTERESTS_EMERGENCY",
        "BEST_INTERESTS_NON_EMERGENCY",
        "COULD_NOT_ASK",
        "PUBLIC_INTEREST",
        "STATUTE",
        "COURT_ORDER",
    ),
    "age": (15, 16, 18),  # the last year before each door: the rule knows no other
    "gillick": (None, True, False),
    "proxy": (None, "PARENTAL_RESPONSIBILITY", "LPA_HEALTH", "DEPUTY"),
    "prior_capacitous_refusal": _BOTH,
    "life_threatening": _BOTH,
    "senior_advice": _BOTH,
    "evidence_complete": _BOTH,
}
_OVERRIDES = {
    "BI_EMERGENCY",
    "BI_NON_EMERGENCY",
    "COULD_NOT_ASK",
    "PUBLIC_INTEREST",
    "STATUTE",
    "COURT_ORDER",
}
_NATIONAL_PAIRS = {(1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (2, 1), (2, 2), (2, 3), (2, 5)}


def _cases(**fixed: Any) -> Iterator[dict[str, Any]]:
    space = {**SPACE, **{name: (value,) for name, value in fixed.items()}}
    for values in itertools.product(*space.values()):
        yield dict(zip(space, values, strict=True))


def _ask(case: dict[str, Any]) -> dict[str, Any]:
    return dict(RULES["scr"].answer(case))


@pytest.mark.parametrize("status", SPACE["scr_status"])
def test_the_rule_agrees_with_its_second_statement_everywhere(status: str) -> None:
    fixed = {} if status == "ASK" else {"age": 15, "proxy": "PARENTAL_RESPONSIBILITY"}
    for case in _cases(scr_status=status, **fixed):
        answer = _ask(case)
        said = (answer["outcome"], answer["code"], answer["alerts"])
        assert said == oracle_scr(case), case
        _keeps_every_promise(case, answer)


def _keeps_every_promise(case: dict[str, Any], answer: dict[str, Any]) -> None:
    allowed = answer["outcome"] == "ALLOW"
    medical = case["ground"] in _MEDICAL
    assert allowed or answer["instead"].strip(), case
    assert allowed or not answer["alerts"], case
    assert {tuple(pair) for pair in answer["alerts"]} <= _NATIONAL_PAIRS, case
    if not allowed:
        return
    assert case["scr_status"] in ("ASK", "YES"), case
    assert case["relationship"] != "NONE", case
    assert not (medical and case["answer"] not in ("UNABLE", "NOT_ASKED")), case
    assert case["ground"] is not None or case["answer"] == "YES", case
    assert case["ground"] not in _INTERESTS or case["capacity"] == "LACKS", case
    if answer["code"] in _OVERRIDES or answer["code"] == "PTV_PROXY":
        assert case["evidence_complete"], case
    claims = [pair for pair in answer["alerts"] if pair[0] == 1]
    accesses = [pair for pair in answer["alerts"] if pair[0] == 2]
    assert len(claims) == (case["relationship"] == "SELF_CLAIMED"), case
    assert len(accesses) == (answer["code"] in _OVERRIDES), case


def test_more_refusal_never_opens_anything() -> None:
    """A no, a withdrawal, or a known earlier refusal never turns "no view" into a view."""
    for case in _cases(scr_status="ASK", age=15, proxy="PARENTAL_RESPONSIBILITY"):
        _refusing_more_never_opens(case)
    for case in _cases(scr_status="ASK", age=18, gillick=None, relationship="WORKGROUP"):
        _refusing_more_never_opens(case)


def _refusing_more_never_opens(case: dict[str, Any]) -> None:
    if _ask(case)["outcome"] == "ALLOW":
        return
    for more in ({"answer": "NO"}, {"answer": "WITHDRAWN"}, {"prior_capacitous_refusal": True}):
        assert _ask({**case, **more})["outcome"] != "ALLOW", (case, more)


def test_more_evidence_and_advice_never_close_anything() -> None:
    for case in _cases(scr_status="ASK", age=18, gillick=None, proxy=None):
        if _ask(case)["outcome"] == "ALLOW":
            more = {"evidence_complete": True, "senior_advice": True, "life_threatening": True}
            assert _ask({**case, **more})["outcome"] == "ALLOW", case


def test_from_sixteen_gillick_means_nothing() -> None:
    for case in _cases(scr_status="ASK", age=16, gillick=None, proxy=None):
        for gillick in (True, False):
            assert _ask({**case, "gillick": gillick}) == _ask(case)


def test_the_gp_record_opens_by_two_keys_and_nothing_else() -> None:
    surgeries = ("AGREED", "REFUSED", "NO_ANSWER", "CLOSED", "EXPIRED", "OTHER_SURGERY")
    surgeries += ("DISSENT_ON_FILE",)
    space = (SPACE["answer"], surgeries, SPACE["capacity"], SPACE["ground"])
    for patient, surgery, capacity, ground in itertools.product(*space):
        case = {"patient": patient, "surgery": surgery, "capacity": capacity, "ground": ground}
        answer = RULES["gp"].answer(case)
        assert (answer["outcome"], answer["code"]) == oracle_gp(case), case
        both = (patient, surgery, capacity, ground) == ("YES", "AGREED", "HAS", None)
        assert (answer["outcome"] == "ALLOW") == both, case
        assert both or answer["instead"].strip(), case
