"""May it be told to them, on that basis: the table cell by cell, then every case there is."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from custodyhcp import resources
from custodyhcp.consent import disclosure, statutes
from custodyhcp.consent.codes import Answer, Capacity
from custodyhcp.consent.disclosure import (
    Case,
    Content,
    DisclosureBasis,
    MayNot,
    Profession,
    Purpose,
    Recipient,
    Why,
    decide,
)
from custodyhcp.consent.rules_from_outside import RULES
from custodyhcp.errors import KnownError

TABLE = json.loads(
    (Path(__file__).parent / "tables" / "disclosure.json").read_text(encoding="utf-8")
)
DAY = date(2026, 11, 23)
ENUMS = {
    "basis": DisclosureBasis,
    "to": Recipient,
    "purpose": Purpose,
    "content": Content,
    "answer": Answer,
    "capacity": Capacity,
    "profession": Profession,
}


def _every(name: str) -> tuple[str, list[Any]]:
    if name == "basis_but_statute":
        return "basis", [one.value for one in DisclosureBasis if one.value != "STATUTE"]
    if name == "complete":
        return name, [True, False]
    return name, [one.value for one in ENUMS[name]]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["row"]) for row in TABLE["rows"]])
def test_the_table_cell_by_cell(row: dict[str, Any]) -> None:
    spread = [_every(name) for name in row.get("any", [])]
    for values in itertools.product(*(values for _, values in spread)):
        chosen = dict(zip((name for name, _ in spread), values, strict=True))
        case = {**TABLE["default"], **row["case"], **chosen}
        answer = RULES["disclosure"].answer(case)
        assert (answer["outcome"], answer["code"]) == (row["outcome"], row["code"]), case
        assert bool(answer["instead"]) == (row["outcome"] == "BLOCK"), case
        assert bool(answer["must"]) == (row["outcome"] == "ALLOW"), case


def test_what_holds_in_every_case_there_is() -> None:
    laws = (None, *statutes.statute_list())
    space = itertools.product(
        DisclosureBasis, Recipient, Purpose, Content, Answer, Capacity, (15, 17, 34), (True, False)
    )
    for basis, to, purpose, content, answer, capacity, age, complete in space:
        statutory = basis is DisclosureBasis.STATUTE
        professions = Profession if statutory else (Profession.NURSE,)
        for law, profession in itertools.product(laws if statutory else (None,), professions):
            person = (answer, capacity, age, True, law, profession, complete, DAY)
            case = Case(basis, to, purpose, content, *person)
            _keeps_every_promise(case)


def _keeps_every_promise(case: Case) -> None:
    said = decide(case)
    if isinstance(said, MayNot):
        assert said.instead.strip(), case
        return
    assert said.must.strip(), case
    refused = case.answer in (Answer.NO, Answer.WITHDRAWN)
    own = (DisclosureBasis.CONSENT, DisclosureBasis.BEST_INTERESTS)
    assert case.statute != "SVD_16", case
    assert case.basis is DisclosureBasis.CONSENT or case.complete, case
    if case.basis is DisclosureBasis.STATUTE:
        assert case.statute not in (None, "CSA_CPA26", "CDA_115", "MAPPA_325"), case
        assert case.statute != "NOTIF_2010" or case.profession is Profession.DOCTOR, case
        assert case.statute != "RTA_172" or case.content is Content.IDENTITY, case
    else:
        assert case.purpose is not Purpose.INVESTIGATION, case
    if case.basis in own and case.capacity is Capacity.HAS:
        assert not refused, case
    if case.to is Recipient.CUSTODY and case.basis is DisclosureBasis.CUSTODY_SAFETY_NECESSITY:
        assert case.content is not Content.CLINICAL, case


def test_a_duty_with_no_date_is_off_and_is_switched_on_by_one() -> None:
    off = statutes.statute_list()["CSA_CPA26"]
    assert off.start is None and not off.in_force(DAY)
    on = replace(off, start=date(2027, 4, 1))
    assert not on.in_force(date(2027, 3, 31))
    assert on.in_force(date(2027, 4, 1))
    assert not on.in_force(None)
    assert "CSA_CPA26" not in statutes.for_looking(DAY)


def test_the_serious_violence_duty_is_none_whatever_the_data_say() -> None:
    row = {**resources.load_json("consent/statutes.json")["statutes"]["SVD_16"]}
    forged = statutes._statute("SVD_16", {**row, "selectable": True, "kind": "DUTY"})
    assert forged.kind is statutes.StatuteKind.NEVER
    assert not forged.looking


def test_every_statute_is_dated_marked_and_names_on_whom_it_falls() -> None:
    for code, one in statutes.statute_list().items():
        assert one.code == code and one.words and one.what and one.mark
        assert set(one.to) <= {recipient.value for recipient in Recipient}
        assert one.kind is not statutes.StatuteKind.DUTY or one.to


def test_every_basis_and_every_stop_has_its_words_and_none_is_left_over() -> None:
    table = resources.load_json("consent/disclosure.json")
    assert set(table["must"]) == {basis.value for basis in DisclosureBasis}
    assert set(table["instead"]) == {why.value for why in Why}
    source = Path(disclosure.__file__).read_text(encoding="utf-8")
    given = set(re.findall(r"Why\.([A-Z_]+)", source))
    assert given == {why.value for why in Why}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("day", "23.11.2026"),
        ("day", "2026-02-30"),
        ("day", 20261123),
        ("statute", "GDPR"),
        ("basis", "GDPR_CONSENT"),
        ("complete", "yes"),
        ("age", -1),
    ],
)
def test_a_case_that_cannot_be_decided_is_turned_away_in_words(name: str, given: Any) -> None:
    with pytest.raises(KnownError, match=name):
        RULES["disclosure"].answer({**TABLE["default"], name: given})
