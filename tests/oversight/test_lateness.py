"""Domain clinical 8.7: late by one minute stands on the board and in the audit export."""

from __future__ import annotations

import json
from datetime import timedelta
from runpy import run_path
from typing import Any

import pytest

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import container, exporting, lateness
from custodyhcp.oversight.frame import Period
from custodyhcp.oversight.verifier import judge
from custodyhcp.records import assessing, escalating, people, requests
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment, ReasonForCall
from custodyhcp.records.board import board
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.escalating import Escalating
from custodyhcp.records.identity import Identity
from custodyhcp.records.requests import Asking, By, Outcome, Priority
from custodyhcp.resources import path
from custodyhcp.sharing.outstanding import SuiteReader
from custodyhcp.vault.compartments import Compartment


@pytest.fixture
def ids(suite: Any) -> Any:
    who = Identity("Canaryfamily", "John")
    return people.book_in(suite.hcp, Arrival(who, "NG/26/14", "14", suite.clock()))


def review(suite: Any, ids: Any, minutes: int) -> None:
    given = Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "recent alcohol"),
        call_hcp_if=("vomiting",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=suite.clock() + timedelta(minutes=minutes),
        review_if_missed="ring healthcare",
    )
    assessing.sign(suite.hcp, ids.detention, Assessment("asked", "CANARYFINDING", "", ""), given)


def late(suite: Any) -> list[tuple[str, int, bool]]:
    found = lateness.read(suite.ig, suite.clock())
    return [(one.task, one.minutes, one.done is not None) for one in found]


def exported(suite: Any, begun: Any) -> tuple[list[dict[str, Any]], bytes]:
    suite.clock.forward(minutes=1)
    made = exporting.export(suite.ig, Period(begun, suite.clock() - timedelta(seconds=1)))
    lines = container.unpack(made.content).files[form.STATEMENTS].splitlines()
    return [json.loads(line) for line in lines], made.content


def test_a_review_overdue_by_a_minute_is_on_the_board_and_in_the_export(
    suite: Any, ids: Any
) -> None:
    begun = suite.clock()
    review(suite, ids, 30)
    suite.clock.forward(minutes=30, seconds=59)
    assert not board(suite.hcp, suite.clock())[0].late
    assert late(suite) == []
    suite.clock.forward(seconds=1)
    (row,) = board(suite.hcp, suite.clock())
    assert (row.late, row.next.relative) == (True, "1 min LATE")
    assert late(suite) == [("REVIEW", 1, False)]
    review(suite, ids, 60)
    assert late(suite) == [("REVIEW", 1, True)]
    lines, content = exported(suite, begun)
    (line,) = [one for one in lines if one["kind"] == "directions.given"]
    assert (line["task"], line["minutes_late"]) == ("REVIEW", 1)
    assert line["done"] is not None
    assert judge(content).ok
    assert run_path(str(path("oversight/verify.py")))["judge"](content)[0] == 0
    for file, text in container.unpack(content).files.items():
        assert b"CANARY" not in text.upper(), file


def test_what_is_late_still_is_late_by_when_the_export_was_made(suite: Any, ids: Any) -> None:
    begun = suite.clock()
    review(suite, ids, 10)
    suite.clock.forward(minutes=27)
    (due,) = SuiteReader().read(suite.hcp, suite.clock()).due
    told = Escalating("SENIOR", "Sam Okoro", suite.clock(), "CANARYSAID, will come")
    escalating.escalate(suite.hcp, due, told)
    lines, content = exported(suite, begun)
    said = {one["kind"]: one for one in lines if "minutes_late" in one}
    assert (said["directions.given"]["minutes_late"], said["directions.given"]["done"]) == (
        18,
        None,
    )
    assert (said["due.escalated"]["minutes_late"], said["due.escalated"]["to"]) == (17, "SENIOR")
    assert b"CANARYSAID" not in b"".join(container.unpack(content).files.values())


def test_a_review_of_somebody_who_left_is_late_no_more(suite: Any, ids: Any) -> None:
    review(suite, ids, 10)
    suite.clock.forward(minutes=15)
    closed = {"at": "2026-11-23T03:15:00.000Z", "destination": "released"}
    parts = {Compartment.IDENTITY: closed}
    suite.hcp.append(NewEntry("detention.closed", parts, ids.person, ids.detention))
    suite.clock.forward(hours=5)
    assert late(suite) == [("REVIEW", 5, True)]


def test_requests_are_late_past_their_target(suite: Any, ids: Any) -> None:
    asked = Asking(By.CUSTODY, Priority.EMERGENCY, tuple(ReasonForCall)[:1], suite.clock())
    entry = requests.request(suite.hcp, ids.detention, asked)
    suite.clock.forward(minutes=16)
    assert late(suite) == [("REQUEST", 1, False)]
    at = suite.clock()
    requests.answer(suite.hcp, ids.detention, entry.header.id, Outcome.ATTENDED, at)
    suite.clock.forward(hours=1)
    assert late(suite) == [("REQUEST", 1, True)]


@pytest.mark.parametrize("said", ["", "yesterday", 5, None, "2026-11-23T03:00:00", {"a": 1}])
def test_what_says_no_time_is_passed_over(suite: Any, ids: Any, said: object) -> None:
    parts = {Compartment.OVERSIGHT: {"next_review": said}}
    suite.hcp.append(NewEntry("directions.given", parts, ids.person, ids.detention))
    suite.clock.forward(hours=9)
    assert late(suite) == []
