"""How long people waited, against the targets: the request on arrival counts as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sharing_examples import DIRECTIONS

from custodyhcp.records import assessing, attending, people, requests
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment, ReasonForCall
from custodyhcp.records.attending import Attending
from custodyhcp.records.identity import Identity
from custodyhcp.records.requests import Asking, By, Outcome, Priority
from custodyhcp.vault.compartments import Compartment

TARGETS = [(one, int(requests.target(one).total_seconds() // 60)) for one in Priority]


def booked(suite: Any, *, called: bool = False, ref: str = "R1") -> Any:
    now = suite.clock()
    asked = now if called else None
    return people.book_in(
        suite.hcp, Arrival(Identity("Quell", "Ada"), ref, "4", now, requested_at=asked)
    )


def ask(suite: Any, stay: str, priority: Priority = Priority.URGENT) -> str:
    asking = Asking(By.CUSTODY, priority, (ReasonForCall.ILL,), suite.clock(), "CLINICALWHY")
    return str(requests.request(suite.hcp, stay, asking).header.id)


def only(suite: Any, desk: Any = None) -> Attending:
    (one,) = attending.read(desk or suite.hcp, suite.clock() - timedelta(days=7))
    return one


@pytest.mark.parametrize(("priority", "target"), TARGETS)
def test_late_from_one_minute_past_the_target(suite: Any, priority: Priority, target: int) -> None:
    stay = booked(suite).detention
    asked = ask(suite, stay, priority)
    suite.clock.forward(minutes=target)
    assert (only(suite).minutes, only(suite).late_by) == (target, 0)
    suite.clock.forward(minutes=1)
    assert (only(suite).late_by, only(suite).open) == (1, True)
    requests.answer(suite.hcp, stay, asked, Outcome.ATTENDED, suite.clock())
    suite.clock.forward(hours=5)
    done = only(suite)
    assert (done.late_by, done.open, done.outcome) == (1, False, Outcome.ATTENDED)


def test_what_was_asked_for_on_arrival_ends_with_the_first_assessment(suite: Any) -> None:
    stay = booked(suite, called=True).detention
    suite.clock.forward(minutes=100)
    waiting = only(suite)
    assert (waiting.first, waiting.priority) == (True, Priority.ROUTINE)
    assert (waiting.open, waiting.minutes, waiting.late_by) == (True, 100, 10)
    review = suite.clock() + timedelta(hours=2)
    directions = replace(DIRECTIONS, next_review=review, medicines=())
    assessing.sign(suite.hcp, stay, Assessment("CLINICALWHY", "Well", "Well", "Rest"), directions)
    suite.clock.forward(hours=3)
    seen = only(suite)
    assert (seen.open, seen.minutes, seen.late_by) == (False, 100, 10)
    assert seen.outcome is Outcome.ATTENDED


def test_whoever_left_unseen_waited_until_they_left(suite: Any) -> None:
    stay = booked(suite, called=True).detention
    suite.clock.forward(minutes=95)
    people.close_detention(suite.hcp, stay, suite.clock(), "Court")
    suite.clock.forward(hours=3)
    gone = only(suite)
    assert (gone.minutes, gone.late_by, gone.outcome) == (95, 5, Outcome.UNABLE)


def test_ig_reads_the_same_figures_and_nothing_clinical(suite: Any) -> None:
    stay = booked(suite, called=True).detention
    ask(suite, stay)
    suite.clock.forward(minutes=95)
    since = suite.clock() - timedelta(days=7)
    found = attending.read(suite.ig, since)
    assert found == attending.read(suite.hcp, since)
    assert sorted(one.late_by for one in found) == [5, 35]
    assert "CLINICALWHY" not in repr(found)
    opened = suite.hcp.read(kinds=attending.KINDS, only=(Compartment.IDENTITY,))
    assert not any(entry.body(Compartment.CLINICAL) for entry in opened)
    counts = attending.kept(found)
    assert (counts[Priority.ROUTINE].late, counts[Priority.URGENT].longest) == (1, 95)
    assert counts[Priority.EMERGENCY].asked == 0
    assert attending.read(suite.ig, suite.clock()) == ()
