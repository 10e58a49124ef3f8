from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from suite_story import DICE, decided, drawn, live, stay, viewed

from custodyhcp.oversight import alerts, checks, force_list
from custodyhcp.oversight.alerts import CannotReview, Review
from custodyhcp.oversight.checks import Answer, CannotCheck, Step
from custodyhcp.oversight.codes import Finding, Layer, Reply, State
from custodyhcp.oversight.force_list import Asked, Line
from custodyhcp.oversight.frame import Period
from custodyhcp.records.dates import UK

NOTE = "Held at the time, asleep; the custody log agrees."


def test_an_override_waits_for_the_officer_and_is_closed(suite: Any) -> None:
    days = live(suite, people=4)
    waiting = alerts.queue(alerts.read(suite.ig).values())
    assert [one.id for one in waiting] == [entry.header.id for entry in days.overrides]
    suite.clock.forward(hours=2)
    closed = alerts.review(suite.ig, waiting[0].id, Review(State.CLOSED, Finding.JUSTIFIED, NOTE))
    assert closed.closed_at == suite.clock()
    assert alerts.queue(alerts.read(suite.ig).values()) == []
    with pytest.raises(CannotReview, match="Somebody closed"):
        alerts.review(suite.ig, waiting[0].id, Review(State.CLOSED, Finding.JUSTIFIED, NOTE))


def test_the_nurse_who_raised_it_cannot_review_it(suite: Any) -> None:
    days = live(suite, people=4)
    # a nurse's keys do not even open what the queue is made of
    with pytest.raises(CannotReview, match="no such alert"):
        alerts.review(
            suite.hcp, days.overrides[0].header.id, Review(State.CLOSED, Finding.JUSTIFIED, NOTE)
        )


def test_a_whole_spot_check(suite: Any) -> None:
    days = live(suite)
    check = drawn(suite, days.start)
    assert check.step is Step.DRAWN
    assert {entry.header.id for entry in days.overrides} <= set(check.sample)
    assert check.counts == {"ALL": 4, "RANDOM": 6, "OUTSIDE": 7}
    asked = force_list.prepare(suite.ig, check)
    content = force_list.to_csv(asked)
    assert asked[0].line.custody_ref.startswith("CR-CANARY-")
    check = checks.mark_sent(suite.ig, check.id, "Custody manager", content)
    for number, question in enumerate(asked):
        reply = Reply.NOT_HELD if number == 0 else Reply.HELD
        answer = Answer(reply, "A. Okafor", "Inspector", suite.clock())
        if number:
            with pytest.raises(CannotCheck, match="no answer yet"):
                checks.close(suite.ig, check.id, "")
        check = checks.record_reply(suite.ig, check.id, question.events, answer)
    check = checks.close(suite.ig, check.id, "One line to look into.")
    assert check.step is Step.CLOSED
    assert checks.read(suite.ig)[check.id] == check
    incident = [one for one in alerts.read(suite.ig).values() if one.why == "NOT_HELD"]
    assert [one.author for one in incident] == [asked[0].events[0].author]


def test_nothing_is_drawn_before_the_words_and_nothing_twice(suite: Any) -> None:
    days = live(suite, people=4)
    check = checks.commit(suite.ig, days.start)
    with pytest.raises(CannotCheck, match="dice or words come next"):
        checks.draw(suite.ig, check.id)
    checks.type_nonce(suite.ig, check.id, DICE)
    with pytest.raises(CannotCheck, match="cannot be changed"):
        checks.type_nonce(suite.ig, check.id, "other words than these before")
    checks.draw(suite.ig, check.id)
    with pytest.raises(CannotCheck, match="stays as it is"):
        checks.draw(suite.ig, check.id)


def test_a_second_draw_is_a_second_commitment_beside_the_first(suite: Any) -> None:
    days = live(suite, people=4)
    first = drawn(suite, days.start)
    with pytest.raises(CannotCheck, match="already covers"):
        checks.commit(suite.ig, days.start)
    with pytest.raises(CannotCheck, match="Say why"):
        checks.commit(suite.ig, days.start, again_of=first.id)
    again = checks.commit(
        suite.ig, days.start, again_of=first.id, again_why="The force lost the list."
    )
    with pytest.raises(CannotCheck, match="used before"):
        checks.type_nonce(suite.ig, again.id, DICE)
    assert [one.ref for one in checks.read(suite.ig).values()] == ["SC-0001", "SC-0002"]


def test_what_is_recorded_after_the_commitment_changes_nothing(suite: Any) -> None:
    days = live(suite, people=4)
    check = checks.commit(suite.ig, days.start)
    suite.clock.set(days.start.start + timedelta(hours=1))  # a clock put back into the period
    person, detention = stay(suite.hcp, 77)
    late = viewed(suite.hcp, person, detention, decided(suite.hcp, detention))
    suite.clock.set(days.start.end + timedelta(hours=1))
    checks.type_nonce(suite.ig, check.id, DICE)
    check = checks.draw(suite.ig, check.id)
    assert late.header.id not in {e.id for e in checks.frame_of(suite.ig, check).events}


def test_only_an_officer_checks_and_only_a_period_that_is_over(suite: Any) -> None:
    days = live(suite, people=2)
    with pytest.raises(CannotCheck, match="Only an Information"):
        checks.commit(suite.hcp, days.start)
    with pytest.raises(CannotCheck, match="not over"):
        checks.commit(suite.ig, Period(days.start.start, suite.clock() + timedelta(days=1)))
    empty = Period(days.start.start - timedelta(days=9), days.start.start - timedelta(days=8))
    with pytest.raises(CannotCheck, match="Nothing was looked at"):
        checks.commit(suite.ig, empty)


def test_the_list_for_the_force_tells_nothing_but_who_and_when(suite: Any) -> None:
    days = live(suite)
    check = drawn(suite, days.start)
    content = force_list.to_csv(force_list.prepare(suite.ig, check)).decode("utf-8-sig")
    rows = content.split("\r\n")
    assert rows[0] == "check_ref,custody_ref,suite,date,time_window,reply"
    assert len(rows) == len(set(rows)) == len(force_list.prepare(suite.ig, check)) + 2
    assert len(rows) < len(check.sample) + 2  # a decision and its look are one question
    for word in ("CANARYREASON", "CANARYFINDING", "9434765919", "SCR", "scr", "ALL", "OVERRIDE"):
        assert word not in content
    layers = {e.layer for e in checks.sampled(suite.ig, check)}
    assert layers == {Layer.ALL, Layer.RANDOM}


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r\n=1", " =1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    written = force_list.harmless(cell)
    assert written.startswith("'")
    assert "\n" not in written


@pytest.mark.parametrize(
    ("minute", "window"), [(0, "02:00 to 04:00"), (29, "02:00 to 04:00"), (30, "03:00 to 05:00")]
)
def test_the_window_holds_the_time(minute: int, window: str) -> None:
    local = datetime(2026, 11, 23, 3, minute, tzinfo=UK)
    assert force_list._window(local) == window


@pytest.mark.parametrize(
    "reference",
    ["=HYPERLINK(1)", "a\u202eb", "x\x00y", 'q"uo,te', "line\r\nbreak", "\ufeff=1", "\u200b=1+1"],
)
def test_an_odd_reference_stays_one_harmless_cell(suite: Any, reference: str) -> None:
    line = Line("SC-0001-001", reference, "Harrow Lane", "23-Nov-2026", "02:00 to 04:00")
    content = force_list.to_csv([Asked(line, ())]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [len(row) for row in rows] == [6, 6]
    assert not rows[1][1].lstrip("\ufeff\u200b\u202e ").startswith(("=", "+", "-", "@"))
