"""The capacity rule as it is asked from outside: its table, then every combination against a
statement of the law written down a second time, in its own order."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from custodyhcp import rules
from custodyhcp.consent.rules_from_outside import CAPACITY_FIELDS, RULES
from custodyhcp.consent.wording import impairments
from custodyhcp.errors import KnownError

TABLE = json.loads((Path(__file__).parent / "tables" / "capacity.json").read_text())
DEFAULT = TABLE["default"]
LIMBS = ("understand", "retain", "weigh", "communicate")
LASTING = {"DEMENTIA", "LEARNING_DISABILITY"}
MADE = {"information_given": True, "help": ["TIME"], "evidence_complete": True}


def ask(**case: Any) -> Any:
    return RULES["capacity"].answer({**DEFAULT, **case})


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["row"])
def test_every_row_of_the_table(row: dict[str, Any]) -> None:
    answer = ask(**row["case"])
    assert answer["conclusion"] == row["conclusion"]
    assert answer["reassessment_required"] is row["again"]
    assert [problem["field"] for problem in answer["problems"]] == row["problems"]
    assert answer["instead"]
    assert set(answer) == {"conclusion", "problems", "reassessment_required", "instead"}


def every_case() -> Iterator[dict[str, Any]]:
    causes = (None, "ALCOHOL", "DEMENTIA", "OTHER")
    for four in itertools.product(("YES", "NO", "UNSURE"), repeat=4):
        for cause, link, told, helped, seen, time in itertools.product(
            causes, (None, True, False, "UNSURE"), *[(True, False)] * 4
        ):
            yield {
                **dict(zip(LIMBS, four, strict=True)),
                "impairment": cause,
                "causal_link": link,
                "information_given": told,
                "help": ["TIME"] if helped else [],
                "evidence_complete": seen,
                "reassess_at_given": time,
            }


def the_law(case: dict[str, Any]) -> str | None:
    """In the law's order: told, helped, shown; the four; only then the cause; then the link."""
    if not (case["information_given"] and case["help"] and case["evidence_complete"]):
        return None
    four = [case[limb] for limb in LIMBS]
    if "NO" not in four:
        return "UNDETERMINED" if "UNSURE" in four else "HAS"
    if case["causal_link"] is False:
        return "HAS"  # no impairment is why: not incapacity
    if case["impairment"] is None or case["causal_link"] is None:
        return None
    return "LACKS" if case["causal_link"] is True else "UNDETERMINED"


def test_every_combination_is_what_the_law_says() -> None:
    seen = {"HAS": 0, "LACKS": 0, "UNDETERMINED": 0, None: 0}
    for case in every_case():
        answer = ask(**case)
        concluded = answer["conclusion"]
        assert concluded == the_law(case), case
        seen[concluded] += 1
        if concluded == "LACKS":
            assert "NO" in [case[limb] for limb in LIMBS]
            assert case["impairment"] is not None and case["causal_link"] is True
        fields = [problem["field"] for problem in answer["problems"]]
        temporary = concluded == "LACKS" and case["impairment"] not in LASTING
        assert answer["reassessment_required"] is (temporary or concluded == "UNDETERMINED")
        missing = answer["reassessment_required"] and not case["reassess_at_given"]
        if concluded is not None:
            assert fields == (["reassess_at"] if missing else []), case
        else:
            assert set(fields) - {"reassess_at"}, case
        assert answer["instead"]
    assert all(seen.values())


@pytest.mark.parametrize("code", [*impairments()])
def test_each_cause_that_may_pass_needs_a_time(code: str) -> None:
    answer = ask(weigh="NO", impairment=code, causal_link=True)
    assert answer["conclusion"] == "LACKS"
    assert answer["reassessment_required"] is (code not in LASTING)


def test_drink_and_drugs_are_waited_for() -> None:
    for code in ("ALCOHOL", "DRUGS"):
        said = ask(weigh="NO", impairment=code, causal_link=True)["instead"]
        assert "wait" in said and "emergency test" in said


def test_without_the_link_coercion_and_language_are_thought_of() -> None:
    said = ask(weigh="NO", impairment="ALCOHOL", causal_link=False)["instead"]
    assert "do not lack capacity" in said and "pressure" in said and "language" in said


@pytest.mark.parametrize("name", [*CAPACITY_FIELDS])
def test_a_missing_field_is_named(name: str) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["capacity"].answer({k: v for k, v in DEFAULT.items() if k != name})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("decision", "VIEW_EVERYTHING"),
        ("decision", None),
        ("understand", "yes"),
        ("retain", None),
        ("weigh", True),
        ("help", "TIME"),
        ("help", ["PRESSURE"]),
        ("help", [["TIME"]]),
        ("help", None),
        ("impairment", "BAD_CHARACTER"),
        ("impairment", ""),
        ("impairment", ["ALCOHOL"]),
        ("causal_link", "YES"),
        ("causal_link", 1),
        ("information_given", "true"),
        ("reassess_at_given", 0),
        ("evidence_complete", None),
        ("age", -1),
        ("age", 34.5),
    ],
)
def test_what_cannot_be_accepted_is_named(name: str, given: Any) -> None:
    with pytest.raises(KnownError, match=name):
        ask(**{name: given})


def test_it_is_asked_a_line_at_a_time() -> None:
    out = io.StringIO()
    cases = [DEFAULT, {**DEFAULT, "age": 12}, {**DEFAULT, "age": None}]
    assert rules.ask("capacity", [json.dumps(case).encode() for case in cases], out) == 0
    has, child, refused = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (has["conclusion"], child["conclusion"]) == ("HAS", None)
    assert "Gillick" in child["instead"]
    assert "age" in refused["error"]
