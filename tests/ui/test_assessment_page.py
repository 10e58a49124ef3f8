"""An assessment by keyboard: choices, what custody would see, drafts that survive, signing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from custodyhcp.records import assessing, drafts, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import AllergyState, Assessment, ReasonForCall
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    SelfHarm,
)
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.ui.assessment_page import AssessmentPage
from custodyhcp.ui.briefing_panel import BriefingPanel
from custodyhcp.ui.directions_words import Level, Review, Rouse
from custodyhcp.ui.kit import Callout


def book(suite: Any, dob: date = date(1986, 1, 3)) -> Any:
    who = Identity("Smith", "John", "Mr", dob=dob, sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", arrived))


def opened(frame: Any, detention: str) -> AssessmentPage:
    frame.go("person", detention=detention, section="assessment")
    frame.settled()
    page = frame.page().page()
    assert isinstance(page, AssessmentPage)
    return page


def press(page: Any, name: str) -> None:
    for kind in (QPushButton,):
        found = page.findChild(kind, name)
        if found is not None:
            found.click()
            return
    raise AssertionError(name)


def type_in(page: Any, name: str, words: str, qtbot: Any) -> None:
    box = page.findChild(QPlainTextEdit, name) or page.findChild(QLineEdit, name)
    box.setFocus()
    qtbot.keyClicks(box, words)


def fill(page: AssessmentPage, qtbot: Any) -> None:
    page.codes.button(ReasonForCall.ILL).click()
    type_in(page, "assessment.findings", "alert, well perfused", qtbot)
    page.allergy_state.button(AllergyState.NONE_KNOWN).click()
    form = page.form
    form.fitness.button(FitToDetain.FIT).click()
    form.level.button(Level(2)).click()
    type_in(page, "assessment.observation_reason", "recent alcohol", qtbot)
    form.call_hcp.buttons()[0].click()
    form.call_999.buttons()[0].click()
    form.review.button(Review.IN_4_HRS).click()
    form.missed.buttons()[0].click()
    form.self_harm.button(SelfHarm.NONE_IDENTIFIED).click()
    if not form.adult.isHidden() and form.adult.value() is None:
        form.adult.button(AppropriateAdult.NOT_RECOMMENDED).click()


def test_level_2_begins_as_30_minutes_with_rousing(suite: Any, at_work: Callable[..., Any]) -> None:
    form = opened(at_work(suite.hcp), book(suite).detention).form
    form.level.button(Level(2)).click()
    assert (form.minutes.text(), form.rouse.value()) == ("30", Rouse.YES)
    form.level.button(Level(1)).click()
    assert form.minutes.text() == "30"


def test_signed_together_and_shown_word_for_word_before(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    told: list[object] = []
    page.directions_changed.connect(told.append)
    fill(page, qtbot)
    qtbot.waitUntil(lambda: bool(told) and isinstance(told[-1], Directions), timeout=5_000)
    panel = frame.findChild(BriefingPanel)
    drawn = panel.briefing()
    assert drawn is not None
    assert "rouse" in str(drawn.line("observe")).lower()
    press(page, "assessment.sign")
    frame.settled()
    stay = people.read_detention(suite.hcp, ids.detention).detention
    assert stay.directions == told[-1]
    assert stay.assessments[-1].assessment.findings == "alert, well perfused"
    assert drafts.restore(suite.hcp, "assessment", ids.detention) is None


def test_nothing_is_taken_for_granted(suite: Any, at_work: Callable[..., Any]) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    press(page, "assessment.sign")
    said = page.problems.accessibleName()
    for words in ("why healthcare", "found", "allergies", "fit to detain", "level", "rouses"):
        assert words in said, words
    assert people.read_detention(suite.hcp, ids.detention).detention.assessments == ()


def test_the_assessment_can_be_signed_without_directions(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.codes.button(ReasonForCall.ILL).click()
    type_in(page, "assessment.findings", "well", qtbot)
    page.allergy_state.button(AllergyState.NOT_RECORDED).click()
    press(page, "assessment.sign_only")
    frame.settled()
    stay = people.read_detention(suite.hcp, ids.detention).detention
    assert len(stay.assessments) == 1
    assert stay.directions is None


def test_under_18_the_adult_is_answered_already(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite, date(2010, 7, 1)), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    assert page.form.adult.value() is AppropriateAdult.AUTOMATIC_UNDER_18
    fill(page, qtbot)
    press(page, "assessment.sign")
    frame.settled()
    given = people.read_detention(suite.hcp, ids.detention).detention.directions
    assert given is not None
    assert given.appropriate_adult is AppropriateAdult.AUTOMATIC_UNDER_18


def test_a_medicine_healthcare_holds_has_no_box_for_its_name(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    page = opened(at_work(suite.hcp), book(suite).detention)
    press(page, "assessment.medicine.add")
    (block,) = page.form.medicines._blocks
    block.by.button(GivenBy.CUSTODY).click()
    qtbot.keyClicks(page.findChild(QLineEdit, "assessment.medicine.1.label"), "inhaler")
    block.by.button(GivenBy.HCP).click()
    assert block.label.isHidden()
    (medicine,) = page.form.answers().medicines
    assert medicine.label == ""


# --- drafts ---------------------------------------------------------------------------------------


def test_typing_is_kept_a_second_after_the_last_key(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    type_in(page, "assessment.findings", "half a sent", qtbot)
    qtbot.waitUntil(
        lambda: drafts.restore(suite.hcp, "assessment", ids.detention) is not None, timeout=3_000
    )
    draft = drafts.restore(suite.hcp, "assessment", ids.detention)
    assert draft is not None
    assert draft.fields["findings"] == "half a sent"
    assert draft.cursor == ("assessment.findings", 11)


def test_without_a_pause_it_is_kept_every_five_seconds(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    page = opened(at_work(suite.hcp), book(suite).detention)
    type_in(page, "assessment.findings", "a", qtbot)
    page._latest.setInterval(1)
    assert page._latest.isActive()
    assert page._latest.interval() <= 5_000


def test_a_lock_puts_typing_away_before_it_returns(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    type_in(page, "assessment.plan", "see again", qtbot)
    frame.put_away()
    draft = drafts.restore(suite.hcp, "assessment", ids.detention)
    assert draft is not None
    assert draft.fields["plan"] == "see again"


def test_after_a_crash_everything_and_the_cursor_are_back(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    fill(page, qtbot)
    press(page, "assessment.medicine.add")
    page.form.medicines._blocks[0].by.button(GivenBy.HCP).click()
    type_in(page, "assessment.plan", "see again", qtbot)
    before = page.fields()
    page.save_now()
    frame.stop()
    suite.clock.forward(minutes=12)
    again = at_work(suite.hcp)
    back = opened(again, ids.detention)
    assert back.fields() == before
    assert back._restored.isVisible()
    assert "03:00" in back._restored.accessibleName()
    box = back.findChild(QPlainTextEdit, "assessment.plan")
    assert box.textCursor().position() == len("see again")


def test_a_colleague_can_take_over_and_the_draft_goes_when_it_is_signed(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = book(suite)
    first = opened(at_work(suite.hcp), ids.detention)
    fill(first, qtbot)
    first.save_now()
    frame = at_work(suite.hcp2)
    page = opened(frame, ids.detention)
    assert "Robin Hale" in page._restored.accessibleName()
    assert page.findings.text() == ""  # a colleague's words are not one's own unasked
    press(page, "assessment.take")
    frame.settled()
    assert page.findings.text() == first.findings.text()
    press(page, "assessment.sign")
    frame.settled()
    assert drafts.restore(suite.hcp, "assessment", ids.detention) is None


def test_something_newer_refuses_and_keeps_what_was_typed(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    fill(page, qtbot)
    assessing.record_assessment(suite.hcp2, ids.detention, Assessment("other", "newer", "", ""))
    press(page, "assessment.sign")
    frame.settled()
    assert "Something new has been recorded" in page.problems.accessibleName()
    assert page.findings.text() == "alert, well perfused"
    assert "newer" in page._restored.accessibleName()
    press(page, "assessment.sign")
    frame.settled()
    assert len(people.read_detention(suite.hcp, ids.detention).detention.assessments) == 2


def test_a_colleague_who_only_looks_refuses_nothing(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    fill(page, qtbot)
    people.record_opened(suite.hcp2, ids.detention, "direct care")
    press(page, "assessment.sign")
    frame.settled()
    assert people.read_detention(suite.hcp, ids.detention).detention.directions is not None


@pytest.mark.parametrize(
    "group",
    ["fitness", "level", "rouse", "review", "self_harm"],
)
def test_every_choice_gives_back_the_member_that_went_in(
    suite: Any, at_work: Callable[..., Any], group: str
) -> None:
    kinds: dict[str, Any] = {
        "fitness": FitToDetain,
        "level": Level,
        "rouse": Rouse,
        "review": Review,
        "self_harm": SelfHarm,
    }
    choice = getattr(opened(at_work(suite.hcp), book(suite).detention).form, group)
    for member in kinds[group]:
        choice.button(member).click()
        assert choice.value() is member


def test_number_keys_answer_and_enter_in_a_tall_box_does_not_sign(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.form.fitness.focus_first()
    qtbot.keyClick(page.form.fitness.buttons()[0], Qt.Key.Key_2)
    assert page.form.fitness.value() is FitToDetain.FIT_WITH_CONDITIONS
    assert page.form.conditions.isVisible()
    box = page.findChild(QPlainTextEdit, "assessment.findings")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert page.problems.isHidden()


def test_while_questions_are_open_the_panel_says_so(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.form.fitness.button(FitToDetain.NOT_FIT_HOSPITAL_999).click()
    unfinished = frame.page().findChild(Callout, "person.unfinished")
    qtbot.waitUntil(unfinished.isVisible, timeout=3_000)
    assert "still to answer" in unfinished.accessibleName()
    fill(page, qtbot)
    qtbot.waitUntil(lambda: not unfinished.isVisible(), timeout=3_000)
    page.form.fitness.button(FitToDetain.NOT_FIT_HOSPITAL_999).click()
    panel = frame.findChild(BriefingPanel)
    qtbot.waitUntil(
        lambda: panel.briefing() is not None and panel.briefing().not_fit, timeout=3_000
    )
