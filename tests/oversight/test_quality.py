"""Figures for the Guardian against examples worked by hand, with nobody's name in them."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from oversight_examples import NURSE, OFFICER, OTHER_NURSE, Story

from custodyhcp.consent.codes import ReasonNotAsked, Scope
from custodyhcp.consent.reasons import Fault
from custodyhcp.ledger.entry import Entry
from custodyhcp.oversight import alerts, quality
from custodyhcp.oversight.quality import Answers, Figures
from custodyhcp.vault.compartments import Compartment


def asked(
    story: Story,
    decision: str,
    *,
    scope: str = "VIEW_SCR",
    stay: str = "stay-1",
    minutes: object = None,
    not_asked: str | None = None,
) -> Entry:
    outcome = "ALLOW" if decision.startswith("GRANTED") else "BLOCK"
    body = {
        "scope": scope,
        "outcome": outcome,
        "code": "PTV_GRANTED" if outcome == "ALLOW" else decision,
        "decision": decision,
        "not_asked": not_asked,
        "minutes_since_arrival": minutes,
        "alerts": [],
    }
    return story.add("consent.decided", Compartment.OVERSIGHT, body, detention=stay)


def turned_away(story: Story, why: str) -> None:
    body = {"scope": "VIEW_SCR", "ground": "COULD_NOT_ASK", "why": why}
    story.add("consent.reason_refused", Compartment.OVERSIGHT, body, detention=None)


def of(story: Story) -> Figures:
    return quality.figures(story.entries, alerts.fold(story.entries).values(), story.at)


def test_a_week_worked_by_hand() -> None:
    """25 asked of the SCR, of whom 3 said no: 12 in 100. Four stays, first asked after 30, 60, 61
    and 500 minutes: half within 60.5. Two overrides in nine looks: 22.2 in 100."""
    story = Story()
    for stay, minutes in (("a", 30), ("b", 60), ("c", 61), ("d", 500)):
        asked(story, "GRANTED", stay=stay, minutes=minutes)
        asked(story, "REFUSED", scope="SEND_GP", stay=stay, minutes=minutes + 100)
    for _ in range(18):
        asked(story, "GRANTED_LIMITED")
    for _ in range(3):
        asked(story, "REFUSED")
    for why in ("UNABLE", "WITHDRAWN", "EXPIRED"):
        asked(story, why)  # nobody was asked in these
    for reason in ("NO_PRIVACY", "NO_PRIVACY", "NO_INTERPRETER"):
        asked(story, "NOT_ASKED", not_asked=reason)
    for why in ("STOCK", "STOCK", "REPEATED"):
        turned_away(story, why)
    for _ in range(7):
        story.viewed(None)
    for _ in range(2):
        override = story.decided(code="BI_EMERGENCY", alerts=[[2, 5]], author=OTHER_NURSE)
        story.viewed(override, author=OTHER_NURSE)
    found = of(story)
    assert found.answers == {Scope.VIEW_SCR: Answers(25, 3), Scope.SEND_GP: Answers(4, 4)}
    assert found.answers[Scope.VIEW_SCR].refusals_of_100 == 12
    assert found.answers[Scope.SEND_GP].refusals_of_100 is None  # four is too few to say
    assert found.all_answers == Answers(29, 7)
    assert found.waits.counts == (2, 1, 0, 0, 1)
    assert found.waits.middle == timedelta(minutes=60.5)
    assert {r: n for r, n in found.not_asked.items() if n} == {
        ReasonNotAsked.NO_PRIVACY: 2,
        ReasonNotAsked.NO_INTERPRETER: 1,
    }
    assert {f: n for f, n in found.reasons_refused.items() if n} == {
        Fault.STOCK: 2,
        Fault.REPEATED: 1,
    }
    assert (found.views, found.overrides) == (9, 2)
    assert found.overrides_of_100_views is not None
    assert round(found.overrides_of_100_views, 1) == 22.2
    assert found.hardly_refused == ()


def test_no_name_and_no_id_is_in_the_figures() -> None:
    story = Story()
    story.opened()
    story.viewed(asked(story, "GRANTED", minutes=5))
    turned_away(story, "STOCK")
    said = repr(of(story))
    ids = [e.header.id for e in story.entries] + [NURSE, OTHER_NURSE, "stay-1", "CR-1001", "of-"]
    assert not [one for one in ids if one in said]
    assert {f.name for f in fields(Figures)}.isdisjoint({"overrides_by", "views_by", "names"})


def test_hardly_any_refusals_is_a_warning_once_enough_were_asked() -> None:
    story = Story()
    least = quality.limits().least_asked
    for _ in range(least - 1):
        asked(story, "GRANTED", scope="SHARE_CUSTODY")
    assert of(story).hardly_refused == ()
    assert of(story).answers[Scope.SHARE_CUSTODY].too_few
    asked(story, "GRANTED", scope="SHARE_CUSTODY")
    assert of(story).hardly_refused == (Scope.SHARE_CUSTODY,)
    asked(story, "REFUSED", scope="SHARE_CUSTODY")
    assert of(story).hardly_refused == ()  # 1 of 21 is nearly 5 in 100


def test_the_threshold_is_below_two_in_a_hundred() -> None:
    assert Answers(100, 1).hardly_anybody_refuses
    assert not Answers(100, 2).hardly_anybody_refuses
    assert quality.limits().near_zero == 2
    assert "quality signal" in quality.limits().source


def test_answers_recorded_before_decisions_stood_beside_them_count_by_their_code() -> None:
    story = Story()
    for _ in range(8):
        story.viewed(story.decided())
    story.decided("BLOCK", "REFUSED")
    story.decided("BLOCK", "NO_RELATIONSHIP")
    assert of(story).answers == {Scope.VIEW_SCR: Answers(9, 1)}


def test_only_the_first_question_of_a_stay_and_only_of_the_last_eight_weeks() -> None:
    story = Story()
    asked(story, "GRANTED", stay="old", minutes=5)
    story.at += quality.WEEKS * quality.WEEK + timedelta(days=1)
    asked(story, "GRANTED", stay="old", minutes=80_000)  # was asked first long ago
    asked(story, "NOT_ASKED", stay="new", minutes=10, not_asked="NO_PRIVACY")
    asked(story, "REFUSED", stay="new", minutes=300)
    found = of(story)
    assert found.waits.counts == (0, 0, 0, 1, 0)
    assert found.answers == {Scope.VIEW_SCR: Answers(2, 1)}


def test_what_is_crooked_is_passed_over() -> None:
    story = Story()
    for minutes in (-5, "9", 3.5, True, None, [1]):
        asked(story, "GRANTED", stay=f"s{minutes}", minutes=minutes)
    crooked: list[Any] = [["x"], {"a": 1}, "NOBODY", None, 7]
    for bad in crooked:
        body = {"scope": bad, "decision": bad, "not_asked": bad, "why": bad}
        story.add("consent.decided", Compartment.OVERSIGHT, body)
        story.add("consent.reason_refused", Compartment.OVERSIGHT, body)
    found = of(story)
    assert found.waits.number == 0
    assert found.answers == {Scope.VIEW_SCR: Answers(6, 0)}
    assert not any(found.not_asked.values()) and not any(found.reasons_refused.values())


def test_only_a_health_professionals_entries_count() -> None:
    story = Story()
    entry = asked(story, "REFUSED", minutes=5)
    object.__setattr__(entry.header, "role", "SERGEANT")
    turned_away(story, "STOCK")
    object.__setattr__(story.entries[-1].header, "role", "ADMIN")
    assert of(story).is_empty


def test_half_of_the_alerts_were_closed_within_the_median() -> None:
    story = Story()
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
    found = of(story)
    assert (found.closed, found.median_to_close) == (1, timedelta(minutes=2))
    assert len(found.weeks) == quality.WEEKS


def test_nothing_to_divide_by_gives_no_rate() -> None:
    empty = quality.figures([], [], Story().at)
    assert empty.is_empty
    assert empty.overrides_of_100_views is None
    assert empty.all_answers.refusals_of_100 is None
    assert empty.median_to_close is None
    assert empty.waits.middle is None


def test_words_kept_after_a_prompt_are_told_by_kind_and_reason_alone() -> None:
    story = Story()
    body = {"kept_because": "The crew must know", "kept": ["SCORE"], "word_list": "1"}
    story.add("briefing.published", Compartment.OVERSIGHT, body)
    story.add("briefing.published", Compartment.OVERSIGHT, {"kept_because": 7, "kept": None})
    (told,) = of(story).kept_words
    assert (told.kinds, told.because) == (("SCORE",), "The crew must know")
    assert not of(story).is_empty
