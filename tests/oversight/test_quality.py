from __future__ import annotations

from datetime import timedelta

from oversight_examples import NURSE, OFFICER, OTHER_NURSE, Story

from custodyhcp.oversight import alerts, quality
from custodyhcp.vault.compartments import Compartment


def test_rates_are_of_what_was_looked_at_and_asked() -> None:
    story = Story()
    story.opened()
    for _ in range(8):
        story.viewed(story.decided())
    story.decided("BLOCK", "REFUSED")
    story.decided("BLOCK", "NO_RELATIONSHIP")
    override = story.decided(code="BI_EMERGENCY", alerts=[[2, 5]], author=OTHER_NURSE)
    story.viewed(override, author=OTHER_NURSE)
    body = {
        "alert": override.header.id,
        "state": "CLOSED",
        "finding": "JUSTIFIED",
        "note": "seen",
        "escalated": [],
        "patient_told": "",
    }
    story.add("alert.reviewed", Compartment.OVERSIGHT, body, author=OFFICER)
    found = quality.figures(story.entries, alerts.fold(story.entries).values(), story.at)
    assert (found.views, found.overrides, found.asked, found.refused) == (9, 1, 9, 1)
    assert found.overrides_of_100_views is not None
    assert round(found.overrides_of_100_views) == 11
    assert found.overrides_by == {OTHER_NURSE: 1}
    assert found.views_by == {NURSE: 8, OTHER_NURSE: 1}
    assert found.median_to_close == timedelta(minutes=2)
    assert len(found.weeks) == quality.WEEKS
    assert not found.hardly_anybody_refuses


def test_hardly_any_refusals_is_a_warning_once_enough_were_asked() -> None:
    story = Story()
    story.opened()
    for _ in range(19):
        story.decided()
    assert not quality.figures(story.entries, [], story.at).hardly_anybody_refuses
    story.decided()
    assert quality.figures(story.entries, [], story.at).hardly_anybody_refuses


def test_nothing_to_divide_by_gives_no_rate() -> None:
    empty = quality.figures([], [], Story().at)
    assert empty.overrides_of_100_views is None
    assert empty.refusals_of_100_asked is None
    assert empty.median_to_close is None
