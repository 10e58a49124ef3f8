from __future__ import annotations

from datetime import timedelta

import pytest
from oversight_examples import NURSE, OFFICER, Story

from custodyhcp.oversight import alerts
from custodyhcp.oversight.alerts import CannotReview, Review
from custodyhcp.oversight.codes import Escalation, Finding, State
from custodyhcp.vault.compartments import Compartment

NOTE = "Checked with the custody log: held, asleep, breathing."
CLOSE = Review(State.CLOSED, Finding.JUSTIFIED, NOTE)


def _reviewed(story: Story, alert: str, review: Review, by: str) -> None:
    body = {
        "alert": alert,
        "state": review.state.value,
        "finding": review.finding.value if review.finding else None,
        "note": review.note,
        "escalated": [],
        "patient_told": "",
    }
    story.add("alert.reviewed", Compartment.OVERSIGHT, body, author=by)


def _one_override() -> tuple[Story, str]:
    story = Story()
    story.opened()
    return story, story.decided(code="BI_EMERGENCY", alerts=[[2, 5]]).header.id


def test_an_override_waits_and_a_permission_does_not() -> None:
    story, override = _one_override()
    story.decided()
    story.decided("BLOCK", "REFUSED")
    found = alerts.fold(story.entries)
    assert list(found) == [override]
    alert = found[override]
    assert alert.state is State.NEW
    assert alert.national[0].pair == (2, 5)
    assert alert.due - alert.at == timedelta(days=7)
    assert not alert.late(alert.due)
    assert alert.late(alert.due + timedelta(seconds=1))


def test_states_move_and_a_closed_alert_leaves_the_queue_until_it_is_opened_again() -> None:
    story, override = _one_override()
    _reviewed(story, override, Review(State.UNDER_INVESTIGATION, note=NOTE), OFFICER)
    assert alerts.fold(story.entries)[override].state is State.UNDER_INVESTIGATION
    _reviewed(story, override, CLOSE, OFFICER)
    closed = alerts.fold(story.entries)
    assert alerts.queue(closed.values()) == []
    assert closed[override].finding is Finding.JUSTIFIED
    _reviewed(story, override, Review(State.UNDER_INVESTIGATION, note=NOTE), OFFICER)
    assert [one.id for one in alerts.queue(alerts.fold(story.entries).values())] == [override]


def test_a_review_by_the_author_changes_nothing_even_when_it_is_in_the_ledger() -> None:
    story, override = _one_override()
    _reviewed(story, override, CLOSE, NURSE)
    assert alerts.fold(story.entries)[override].state is State.NEW


def test_what_the_force_did_not_hold_is_an_alert_about_the_viewer() -> None:
    story, _ = _one_override()
    body = {"check": "c", "reply": "NOT_HELD", "viewer": NURSE, "event": "e"}
    reply = story.add("spotcheck.replied", Compartment.OVERSIGHT, body, author=OFFICER)
    alert = alerts.fold(story.entries)[reply.header.id]
    assert (alert.author, alert.why) == (NURSE, "NOT_HELD")


@pytest.mark.parametrize(
    ("review", "by", "words"),
    [
        (CLOSE, NURSE, "yourself"),
        (Review(State.CLOSED, None, NOTE), OFFICER, "what you found"),
        (Review(State.CLOSED, Finding.JUSTIFIED, "ok"), OFFICER, "few words"),
        (Review(State.UNDER_INVESTIGATION, Finding.JUSTIFIED, NOTE), OFFICER, "when an alert"),
        (Review(State.NEW, None, NOTE), OFFICER, "moves an alert"),
        (Review(State.CLOSED, Finding.UNRESOLVED_ESCALATED, NOTE), OFFICER, "whom"),
    ],
)
def test_what_a_review_must_hold(review: Review, by: str, words: str) -> None:
    story, override = _one_override()
    with pytest.raises(CannotReview, match=words):
        alerts.check(alerts.fold(story.entries)[override], review, by)


def test_an_escalated_alert_names_whom() -> None:
    story, override = _one_override()
    passed_on = Review(
        State.CLOSED, Finding.UNRESOLVED_ESCALATED, NOTE, (Escalation.CALDICOTT_GUARDIAN,)
    )
    alerts.check(alerts.fold(story.entries)[override], passed_on, OFFICER)
