"""The asking, by keyboard: every question in its kind, how it was asked, key presses, bad input."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import pytest
from consent_window import ConsentWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp.consent import noticing, recording
from custodyhcp.consent.asked import Asked, ProxyAuthority
from custodyhcp.consent.bounds import open_for
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Door,
    Format,
    Ground,
    Kind,
    LeaveOut,
    LookedAt,
    Method,
    Proxy,
    ReasonNotAsked,
    Relationship,
    Scope,
    kind,
)
from custodyhcp.consent.notice import How, NoticeGiven, Result
from custodyhcp.records import people
from custodyhcp.records.identity import Identity
from custodyhcp.ui import theme
from custodyhcp.ui.consent_grounds import GroundForm, OpenFor
from custodyhcp.ui.consent_page import ConsentPage
from custodyhcp.ui.consent_scopes import kind_title, kind_words, order, short
from custodyhcp.ui.kit import Choice, Field, MultiChoice, NowField, Pick

SECONDS_A_KEY = 0.28  # Card, Moran and Newell 1980: an average typist, 40 words a minute
SECONDS_TO_THINK = 1.35  # the same: before each answer is chosen


@pytest.fixture
def window(suite: Any, qtbot: Any, show: Any) -> Iterator[ConsentWindow]:
    made = ConsentWindow(suite, qtbot, show)
    yield made
    made.close()
    assert made.failures == []


def ctrl_enter(window: ConsentWindow) -> None:
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    window.settle()


def ask(window: ConsentWindow, scope: Scope, *keys: str) -> None:
    window.press(f"consent.scope.{scope.value}")
    window.keys(*keys)


# every question, in three kinds


def test_every_question_is_on_the_page_with_how_it_stands(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    assert set(order()) == set(Scope)
    for scope in Scope:
        row = window.see(f"consent.scope.{scope.value}")
        assert row is not None and row.accessibleName() == f"{short(scope)}: not asked"
        window.press(f"consent.scope.{scope.value}")
        assert page.scope is scope
        assert window.see("consent.answer") is not None


def test_the_three_kinds_stand_apart_and_none_is_called_gdpr(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    places = {of: window.see(f"consent.kind.{of.value}") for of in Kind}
    assert [w.property("text") for w in places.values() if w] == [
        "Looking and sharing",
        "Examination and treatment",
        "Forensic",
    ]
    tops = {of: w.mapTo(window.page, w.rect().topLeft()).y() for of, w in places.items() if w}
    for scope in Scope:
        row = window.see(f"consent.scope.{scope.value}")
        assert row is not None
        above = [of for of, top in tops.items() if top < row.mapTo(window.page, row.pos()).y()]
        y = row.mapTo(window.page, row.rect().topLeft()).y()
        heading = max((of for of in Kind if tops[of] < y), key=lambda of: tops[of])
        assert heading is kind(scope), (scope, above)
    said = " ".join(f"{kind_title(of)} {kind_words(of)}" for of in Kind)
    assert "gdpr" not in said.lower()
    for widget in window.page.findChildren(QWidget):
        assert "gdpr" not in str(widget.property("text") or "").lower()


def test_a_forensic_yes_is_not_recorded_until_both_roles_are_explained(
    window: ConsentWindow,
) -> None:
    window.open(ConsentPage)
    window.press("consent.scope.FORENSIC_EXAM")
    assert "not for their care" in window.text("consent.kind")
    window.press("consent.answer.YES")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert "Explain both roles" in window.text("problem")
    assert window.state().decisions == ()
    window.press("consent.forensic.explained.DUAL_ROLE")
    window.press("consent.forensic.explained.MAY_BE_EVIDENCE")
    window.press("consent.record")
    asked = window.state().latest(Scope.FORENSIC_EXAM).asked
    assert asked.forensic.dual_role and asked.forensic.may_be_evidence


def test_a_forensic_no_needs_nothing_more(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.press("consent.scope.FORENSIC_SAMPLE")
    window.press("consent.answer.NO")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert window.state().latest(Scope.FORENSIC_SAMPLE).code == "REFUSED"


# key presses


def test_a_no_takes_no_more_keys_than_a_yes(window: ConsentWindow) -> None:
    for scope in (Scope.SHARE_CUSTODY, Scope.SEND_GP):
        window.open(ConsentPage, scope=scope)
        yes_or_no = "1" if scope is Scope.SHARE_CUSTODY else "3"
        window.keys(yes_or_no, "1", "Enter")
        expected = Answer.YES if scope is Scope.SHARE_CUSTODY else Answer.NO
        assert window.state().latest(scope).asked.answer is expected
    window.open(ConsentPage)
    window.keys("3", "1", "Enter")  # one fewer than the yes, which asks the relationship too
    assert window.state().latest(Scope.VIEW_SCR).asked.answer is Answer.NO


def test_two_agreed_in_eight_presses(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "1")
    ctrl_enter(window)
    page = window.page
    assert isinstance(page, ConsentPage) and page.scope is Scope.SHARE_CUSTODY
    window.keys("1", "1", "Enter")
    state, now = window.state(), window.ctx.now()
    assert state.permission(Scope.VIEW_SCR, now) and state.permission(Scope.SHARE_CUSTODY, now)
    presses, answers = 8, 5  # Ctrl and Enter are two
    assert presses * SECONDS_A_KEY + answers * SECONDS_TO_THINK < 15


def test_going_on_without_an_answer_records_nothing(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    ctrl_enter(window)
    assert page.scope is Scope.SHARE_CUSTODY
    assert window.state().decisions == ()


def test_what_nobody_said_is_recorded_as_not_said(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "1", "Enter")
    asked = window.state().latest(Scope.VIEW_SCR).asked
    assert asked.method is None
    assert asked.how == type(asked.how)()
    assert asked.notice == ""


# after a no


def test_after_a_no_the_question_is_folded_away_with_what_to_do_instead(
    window: ConsentWindow,
) -> None:
    page = window.open(ConsentPage)
    window.keys("3", "1", "Enter")
    assert window.see("consent.answer") is None
    assert window.see("consent.record") is None
    assert "medicines in their property" in window.text("consent.standing")
    assert QApplication.focusWidget() is window.see("consent.next")
    window.press("consent.ask_again")
    assert window.see("consent.answer") is not None
    assert page.form.answer.value() is None


def test_why_nobody_asked_is_one_of_a_list_or_in_words(window: ConsentWindow) -> None:
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.keys("5")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert "Choose why nobody asked" in window.text("problem")
    window.press("consent.not_asked.reason.NO_PRIVACY")
    window.press("consent.record")
    decided = window.state().latest(Scope.SEND_GP)
    assert decided.asked.not_asked_reason is ReasonNotAsked.NO_PRIVACY
    assert "no private place" in window.text("consent.standing")


# how it was asked


def say_how(window: ConsentWindow) -> None:
    window.press("consent.how.open")
    window.press("consent.method.VERBAL")
    window.press("consent.present.NOBODY")
    window.press("consent.door.OPEN")
    window.type("consent.door.why", "Level 4, an officer at the hatch")
    window.press("consent.information.format.READ_ALOUD")
    window.type("consent.information.version", "v1 en")
    window.press("consent.said_back.YES")


def test_how_it_was_asked_is_recorded_and_carried_but_not_the_door(window: ConsentWindow) -> None:
    window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1")
    say_how(window)
    window.press("consent.record")
    how = window.state().latest(Scope.SHARE_CUSTODY).asked.how
    assert (how.room.door, how.room.present) == (Door.OPEN, "Nobody else")
    assert how.explained_back is True
    assert how.information.format is Format.READ_ALOUD
    window.suite.clock.forward(minutes=3)
    page = window.page
    assert isinstance(page, ConsentPage) and page.scope is Scope.SEND_GP
    said = page.form.how.summary.text()
    assert said.startswith("Carried from 03:00 in this sitting: spoken; nobody else")
    assert "door not said" in said and "said back: not said" in said
    window.keys("1", "1", "Enter")
    asked = window.state().latest(Scope.SEND_GP).asked
    assert asked.method is Method.VERBAL
    assert (asked.how.room.door, asked.how.explained_back) == (None, None)


def test_the_next_sitting_begins_with_nothing_said(window: ConsentWindow) -> None:
    window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1")
    say_how(window)
    window.press("consent.record")
    window.suite.clock.forward(minutes=45)
    page = window.open(ConsentPage, scope=Scope.SEND_GP)
    assert "not said" in page.form.how.summary.text()
    assert page.form.how.method.value() is None


def test_the_notice_that_was_given_is_the_information_given(window: ConsentWindow) -> None:
    given = NoticeGiven("v1 cy", "cy", Result.GIVEN, (How.READ_ALOUD,))
    noticing.record_notice(window.desk, window.ids.person, window.ids.detention, given)
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.notice")
    assert window.wanted == ["notice"]
    window.keys("1")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    information = window.state().latest(Scope.SEND_GP).asked.how.information
    assert (information.version, information.language) == ("v1 cy", "cy")
    assert information.entry


# bad input


def test_ten_thousand_characters_of_a_reference_are_refused_and_kept(
    window: ConsentWindow,
) -> None:
    page = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1")
    window.press("consent.how.open")
    window.press("consent.method.INTERPRETER")
    reference = "9" * 10_000
    page.form.how.reference.set_text(reference)
    window.press("consent.record")
    assert "10,000 characters" in window.text("problem")
    assert page.form.how.reference.text() == reference
    assert window.state().decisions == ()


def test_limits_of_ten_thousand_characters_are_refused_and_kept(window: ConsentWindow) -> None:
    page = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("2")
    page.form.limits.words.set_text("x " * 5_000)
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert "Shorten it" in window.text("problem")
    assert len(page.form.limits.words.text()) == 9_999
    assert window.state().decisions == ()


def test_an_impossible_time_is_refused_in_words(window: ConsentWindow) -> None:
    page = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1")
    window.press("consent.how.open")
    window.press("consent.method.INTERPRETER")
    for typed in ("27:99", "noon", "3"):
        page.form.how.start.set_text(typed)
        window.press("consent.record")
        assert "24-hour clock" in window.text("problem")
        assert page.form.how.start.text() == typed
    assert window.state().decisions == ()


def test_an_interpreter_cannot_leave_before_they_began(window: ConsentWindow) -> None:
    page = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1")
    window.press("consent.how.open")
    window.press("consent.method.INTERPRETER")
    page.form.how.start.set_text("02:50")
    page.form.how.end.set_text("02:40")
    window.press("consent.record")
    assert "before they began" in window.text("problem")
    assert window.state().decisions == ()


def test_a_time_that_is_typed_comes_back_with_the_rest(window: ConsentWindow) -> None:
    page = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1")
    window.press("consent.how.open")
    window.press("consent.method.INTERPRETER")
    page.form.how.start.set_text("02:50")
    page.save_now()
    back = window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    assert back.form.how.start.text() == "02:50"
    assert back.form.how.method.value() is Method.INTERPRETER


# looking without permission


def test_a_request_from_investigators_is_turned_to_information_governance(
    window: ConsentWindow,
) -> None:
    window.open(ConsentPage)
    window.keys("3", "1")
    window.press("consent.override.open")
    window.press("consent.ground.COURT_ORDER")
    window.press("consent.purpose.INVESTIGATION")
    assert window.see("consent.order") is None
    assert "information governance" in window.text("consent.allows").lower()
    window.press("consent.purpose.CARE_OR_SAFETY")  # it can be put right
    assert window.see("consent.order") is not None
    window.press("consent.purpose.INVESTIGATION")
    window.press("consent.relationship.WORKGROUP")
    window.press("consent.record")
    assert window.state().permission(Scope.VIEW_SCR, window.ctx.now()) is None


def test_the_statute_says_what_it_is_and_when_the_list_was_checked(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("3", "1")
    window.press("consent.override.open")
    window.press("consent.ground.STATUTE")
    window.press("consent.purpose.CARE_OR_SAFETY")
    assert "last checked on" in str(window.see("consent.statute.what").property("text"))  # type: ignore[union-attr]


# limits, and every choice


def test_limits_are_kept_in_words_and_in_codes(window: ConsentWindow) -> None:
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.keys("2")
    window.type("consent.limits", "Not my diagnoses")
    window.press("consent.limits.leave_out.DIAGNOSES")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    asked = window.state().latest(Scope.SEND_GP).asked
    assert asked.limited.leave_out == (LeaveOut.DIAGNOSES,)
    assert asked.limited.words == asked.limits == "Not my diagnoses"


def test_what_may_be_looked_at_is_limited_for_the_record(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("2")
    window.type("consent.limits", "Only the summary, nothing on diagnoses")
    window.press("consent.limits.only.SCR")
    window.press("consent.limits.headings.Diagnoses")
    window.press("consent.capacity.HAS")
    window.press("consent.relationship.WORKGROUP")
    window.press("consent.record")
    limited = window.state().latest(Scope.VIEW_SCR).asked.limited
    assert (limited.only, limited.headings_not) == ((LookedAt.SCR,), ("Diagnoses",))


def test_every_choice_on_the_page_hands_back_the_member_it_was_given(
    window: ConsentWindow,
) -> None:
    page = window.open(ConsentPage)
    for choice in page.findChildren(Choice):
        for member in choice.options():
            choice.button(member).click()
            assert choice.value() is member and isinstance(member, Enum), choice.objectName()
    for several in page.findChildren(MultiChoice):
        several.set_values(())
        for member in several.options():
            several.button(member).click()
        assert several.values() == several.options()
        assert all(isinstance(member, Enum) for member in several.values())
    for pick in page.findChildren(Pick):
        box = pick.edits()[0]
        for place in range(1, box.count()):  # type: ignore[attr-defined]
            box.setCurrentIndex(place)  # type: ignore[attr-defined]
            assert pick.value() is not None
    assert page.form.relationship.value() is Relationship.SELF_CLAIMED


# by keyboard alone


def test_tab_goes_through_the_whole_page_and_comes_round(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("4", "2")
    window.press("consent.how.open")
    start = QApplication.focusWidget()
    seen: list[QWidget] = []
    for _ in range(200):
        here = QApplication.focusWidget()
        assert here is not None and page.isAncestorOf(here)
        if here is start and seen:
            break
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        QApplication.processEvents()
    else:
        raise AssertionError(f"no way round from {QApplication.focusWidget()}")
    names = {w.objectName() for w in seen}
    assert {"consent.record", "consent.next", "consent.notice"} <= names
    assert "consent.scope.VIEW_SCR" in names  # one stop for the list
    assert not {"consent.scope.SEND_GP", "consent.scope.FORENSIC_SAMPLE"} & names


def test_arrows_go_down_the_list_and_enter_turns_to_a_question(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    row = window.see("consent.scope.VIEW_SCR")
    assert row is not None
    row.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.settle()
    assert page.scope is Scope.SHARE_CUSTODY
    assert page.form.answer.isAncestorOf(QApplication.focusWidget())


# the longest words


def test_the_longest_words_of_any_script_need_no_sideways_scrolling(
    window: ConsentWindow,
) -> None:
    window.book_in(date(2012, 2, 29))
    page = window.open(ConsentPage, scope=Scope.FORENSIC_SAMPLE)
    window.keys("2")
    for field in page.findChildren(Field):
        field.set_text(
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch فاطمة الزهراء " * 4
        )
    for time in page.findChildren(NowField):
        time.set_text("02:50")
    window.press("consent.how.open")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name in theme.ThemeName:
        theme.apply(app, name)
        for width in (1366, 683):
            page.resize(width, 768)
            window.settle()
            assert page.scroller.horizontalScrollBar().maximum() == 0, (name, width)


def test_who_turns_16_while_they_are_here_is_asked_themself(window: ConsentWindow) -> None:
    window.book_in(date(2010, 11, 24))
    parent = Asked(
        Scope.VIEW_SCR,
        Answer.NO,
        Capacity.LACKS,
        15,
        gillick=False,
        gillick_evidence="Could not say who would see it.",
        proxy=Proxy.PARENTAL_RESPONSIBILITY,
        proxy_name="Ada Invented",
        proxy_relationship="Mother",
        proxy_evidence="Birth certificate seen.",
        proxy_authority=ProxyAuthority("MOTHER"),
    )
    recording.record(window.desk, window.ids.person, window.ids.detention, parent)
    window.open(ConsentPage)
    assert window.see("consent.answer.YES") is None  # a no is folded away
    window.suite.clock.set(datetime(2026, 11, 24, 0, 1, tzinfo=UTC))
    window.page.refresh()
    window.settle()
    standing = window.see("consent.standing")
    assert standing is not None
    assert "turned 16" in standing.accessibleName() + " ".join(
        label.text() for label in standing.findChildren(QLabel)
    )
    assert window.see("consent.answer.YES") is not None
    assert window.see("consent.competent.YES") is None
    assert window.see("consent.presumed") is not None


def test_a_date_of_birth_that_came_meanwhile_is_taken_in_at_once(window: ConsentWindow) -> None:
    window.book_in(None)
    window.open(ConsentPage)
    window.press("consent.answer.YES")
    window.press("consent.stated.UNDER_SIXTEEN")
    window.type("consent.stated.evidence", "Says 15")
    window.press("consent.competent.YES")
    window.type("consent.competent.evidence", "Said it back in own words.")
    window.press("consent.capacity.HAS")
    window.press("consent.relationship.WORKGROUP")
    who = Identity("Kowalczyk", "Łukasz", "Mr", dob=date(1995, 1, 3))
    people.correct_person(window.desk, window.ids.detention, who)
    window.press("consent.record")
    window.settle()
    assert recording.state_of(window.desk, window.ids.person, window.ids.detention).decisions == ()
    assert "makes them 31" in " ".join(
        label.text() for label in window.page.findChildren(QLabel) if label.isVisible()
    )
    assert window.see("consent.stated.UNDER_SIXTEEN") is None  # an adult is asked as one
    assert window.see("consent.competent.YES") is None
    window.press("consent.record")
    window.settle()
    state = recording.state_of(window.desk, window.ids.person, window.ids.detention)
    assert state.permission(Scope.VIEW_SCR, window.suite.clock()) is not None


def test_only_ends_that_the_ground_allows_are_offered(window: ConsentWindow) -> None:
    form = GroundForm(window.suite.clock)
    window.qtbot.addWidget(form)
    form.offer(tuple(Ground), prior_refusal=False)
    form.open_for.set_value(OpenFor.EIGHT)
    for ground in Ground:
        form.ground.button(ground).click()
        offered = {end for end in OpenFor if not form.open_for.button(end).isHidden()}
        assert offered == {end for end in OpenFor if end.lasts <= open_for(ground)}, ground
        chosen = form.open_for.value()
        assert chosen is None or chosen.lasts <= open_for(ground), ground  # none stays chosen
