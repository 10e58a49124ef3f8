"""Every cell of the decision tables S1 to S17 and G1 to G9, asked as somebody outside would."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from custodyhcp.consent.rules_from_outside import RULES

TABLES = Path(__file__).parent / "tables"
EVERY: dict[str, tuple[Any, ...]] = {
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
    "proxy": (None, "PARENTAL_RESPONSIBILITY", "LPA_HEALTH", "DEPUTY"),
    "life_threatening": (True, False),
    "senior_advice": (True, False),
    "evidence_complete": (True, False),
    "patient": ("YES", "NO", "UNABLE", "NOT_ASKED", "WITHDRAWN"),
    "surgery": (
        "AGREED",
        "REFUSED",
        "NO_ANSWER",
        "CLOSED",
        "EXPIRED",
        "OTHER_SURGERY",
        "DISSENT_ON_FILE",
    ),
}


def _rows(name: str) -> list[Any]:
    table = json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(name, table["default"], row, id=f"{name} {row['row']}")
        for row in table["rows"]
    ]


def _spread(default: dict[str, Any], row: dict[str, Any]) -> list[dict[str, Any]]:
    """The row's case, once for each combination of the fields for which the table says "any"."""
    fields = row.get("any", [])
    values = itertools.product(*(EVERY[field] for field in fields))
    return [
        {**default, **row["case"], **dict(zip(fields, chosen, strict=True))} for chosen in values
    ]


@pytest.mark.parametrize(("name", "default", "row"), _rows("scr") + _rows("gp"))
def test_the_tables_cell_by_cell(name: str, default: dict[str, Any], row: dict[str, Any]) -> None:
    for case in _spread(default, row):
        answer = RULES[name].answer(case)
        assert (answer["outcome"], answer["code"]) == (row["outcome"], row["code"]), case
        if name == "scr":
            assert answer["alerts"] == row.get("alerts", []), case
        assert bool(answer["instead"]) == (row["outcome"] != "ALLOW"), case


def test_s10_the_old_yes_is_decided_as_ask() -> None:
    table = json.loads((TABLES / "scr.json").read_text(encoding="utf-8"))
    for row in table["rows"]:
        for case in _spread(table["default"], row):
            if case["scr_status"] == "ASK":
                assert RULES["scr"].answer({**case, "scr_status": "YES"}) == RULES["scr"].answer(
                    case
                )
