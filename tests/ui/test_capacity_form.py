"""Capacity, best interests and who answers, on the real page, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from consent_window import ConsentWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from custodyhcp.consent.capacity import Ability, CapacityAssessment, Limb
from custodyhcp.consent.codes import Capacity, Proxy, Scope
from custodyhcp.consent.recording import record_capacity
from custodyhcp.records.board import board
from custodyhcp.records.what_is_due import Task
from custodyhcp.ui.consent_page import ConsentPage

STEPS = ("help", "understand", "impairment", "causal", "again")


@pytest.fixture
def window(suite: Any, qtbot: Any, show: Any) -> Iterator[ConsentWindow]:
    made = ConsentWindow(suite, qtbot, show)
    yield made
    made.close()
    assert made.failures == []


def on_screen(window: ConsentWindow) -> list[str]:
    found = []
    for step in STEPS:
        if window.see(f"capacity.{step}") is not None:
            found.append(step)
    return found


def tab_to(window: ConsentWindow, name: str, back: bool = False) -> None:
    """Only Tab: whatever cannot be reached with it is not there for a keyboard."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    for _ in range(120):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName().startswith(name):
            return
        QTest.keyClick(focus or window.page, key)
        QApplication.processEvents()
    raise AssertionError(f"Tab never came to {name}")


def answer(window: ConsentWindow, group: str, number: str) -> None:
    """Tab to the group, then its number key."""
    tab_to(window, f"{group}.")
    QTest.keyClicks(QApplication.focusWidget(), number)
    window.settle()


def write(window: ConsentWindow, box: str, words: str) -> None:
    tab_to(window, box)
    QTest.keyClicks(QApplication.focusWidget(), words)
    window.settle()


def press_here(window: ConsentWindow, button: str) -> None:
    tab_to(window, button)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    window.settle()


def put(window: ConsentWindow, box: str, words: str) -> None:
    """Words in a box at once, where the keys are not what is looked at."""
    found = window.see(box)
    assert isinstance(found, QPlainTextEdit | QLineEdit), box
    if isinstance(found, QPlainTextEdit):
        found.setPlainText(words)
    else:
        found.setText(words)
    window.settle()


def assess(window: ConsentWindow, weigh: str = "NO") -> None:
    """To the end of the four abilities."""
    put(window, "capacity.information", "Why, who sees it, what if not")
    window.press("capacity.help.SIMPLE_WORDS")
    for ability in ("understand", "retain", "weigh", "communicate"):
        window.press(f"capacity.{ability}.{weigh if ability == 'weigh' else 'YES'}")
        put(window, f"capacity.{ability}.evidence", "Asked to say it back")


def test_each_step_comes_when_those_before_it_are_answered(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "2")
    assert on_screen(window) == []
    put(window, "capacity.information", "W")
    assert on_screen(window) == ["help"]
    window.press("capacity.help.TIME")
    assert on_screen(window) == ["help", "understand"]
    for ability in ("understand", "retain", "weigh", "communicate"):
        assert window.see("capacity.impairment") is None
        window.press(f"capacity.{ability}.NO")
        put(window, f"capacity.{ability}.evidence", "No answer")
    assert on_screen(window) == ["help", "understand", "impairment"]
    window.pick("capacity.impairment", "Intoxication: alcohol")
    window.settle()
    assert on_screen(window) == ["help", "understand", "impairment", "causal"]
    assert window.see("capacity.means") is None  # not "lacks" before the link
    window.press("capacity.causal.YES")
    assert "They lack capacity" in window.text("capacity.means")
    assert "wait" in window.text("capacity.means")
    assert on_screen(window)[-1] == "again"


def test_it_is_recorded_by_keyboard_alone_and_is_due_on_the_board(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "2")
    write(window, "capacity.information", "Why")
    answer(window, "capacity.help", "1")
    for ability, number in (
        ("understand", "1"), ("retain", "1"), ("weigh", "2"), ("communicate", "1"),
    ):  # fmt: skip
        answer(window, f"capacity.{ability}", number)
        write(window, f"capacity.{ability}.evidence", "Seen")
    tab_to(window, "capacity.impairment")
    window.pick("capacity.impairment", "Intoxication: drugs")
    answer(window, "capacity.causal", "1")
    write(window, "capacity.causal_evidence", "Slow")
    press_here(window, "capacity.record")
    assert "set a time to assess again" in window.text("problem")
    answer(window, "capacity.again", "3")
    press_here(window, "capacity.record")
    finding = window.state().capacity_finding(Scope.VIEW_SCR)
    assert finding.conclusion is Capacity.LACKS
    assert finding.assessment.weigh == Limb(Ability.NO, "Seen")
    due = finding.assessment.reassess_at
    assert due == finding.at + timedelta(hours=1)
    (row,) = [r for r in board(window.desk, window.ctx.now()) if r.custody_ref == "NG/26/4411"]
    assert row.next.task == Task.ASK_AGAIN.value
    assert "they lack capacity" in window.text("capacity.done")


def test_what_is_overdue_lapses_until_they_are_assessed_again(window: ConsentWindow) -> None:
    form = CapacityAssessment(
        scope=Scope.SEND_GP,
        information="Why and to whom",
        help=("TIME",),
        understand=Limb(Ability.UNSURE, "Falls asleep"),
        retain=Limb(Ability.YES, "Said it back"),
        weigh=Limb(Ability.YES, "Gave a reason"),
        communicate=Limb(Ability.YES, "Spoke"),
        reassess_at=window.ctx.now() + timedelta(minutes=15),
    )
    ids = window.ids
    record_capacity(window.desk, ids.person, ids.detention, form)
    (due,) = window.state().ask_again()
    window.suite.clock.forward(minutes=20)
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.answer.UNABLE")
    window.press("consent.capacity.LACKS")
    assert "LATE" in window.text("capacity.done")
    still = replace(form, reassess_at=due.due)
    with pytest.raises(Exception, match="still to come"):  # "cannot tell" again: a fresh time
        record_capacity(window.desk, ids.person, ids.detention, still)
    later = replace(form, reassess_at=window.ctx.now() + timedelta(minutes=30))
    record_capacity(window.desk, ids.person, ids.detention, later)
    (again,) = window.state().ask_again()
    assert again.due == later.reassess_at
    able = replace(form, understand=Limb(Ability.YES, "Said it back"), reassess_at=None)
    record_capacity(window.desk, ids.person, ids.detention, able)
    assert window.state().ask_again() == ()


def test_without_the_link_it_is_not_incapacity(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "2")
    assess(window)
    window.pick("capacity.impairment", "None found")
    window.settle()
    said = window.text("capacity.means")
    assert said.startswith("This is not incapacity")
    assert "pressure" in said and "language" in said
    assert window.see("capacity.causal") is None and window.see("capacity.again") is None
    put(window, "capacity.causal_evidence", "Sober; answers only when the boyfriend nods")
    window.press("capacity.record")
    assert window.state().capacity_finding(Scope.VIEW_SCR).conclusion is Capacity.HAS


def test_a_no_that_is_taken_back_takes_its_cause_with_it(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("4", "2")
    assess(window)
    window.pick("capacity.impairment", "Dementia")
    window.press("capacity.causal.YES")
    put(window, "capacity.causal_evidence", "Known since 2024")
    window.press("capacity.weigh.YES")
    assert window.see("capacity.impairment") is None
    assert window.text("capacity.means").startswith("They can decide this")
    assert page.forms.capacity.value(window.ctx.now()).impairment is None
    window.press("capacity.weigh.NO")  # and it is still there when the no comes back
    assert page.forms.capacity.value(window.ctx.now()).impairment == "DEMENTIA"


def test_an_impossible_time_is_said_and_nothing_is_lost(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("4", "2")
    assess(window, weigh="UNSURE")
    kept = page.forms.capacity.limbs["weigh"].value()
    for typed in ("25:99", "tomorrow", "3", "٠٤:٣٠", "-1:00"):
        put(window, "capacity.again_at", typed)
        window.press("capacity.record")
        assert "24-hour clock" in window.text("problem")
        assert page.forms.capacity.again_at.text() == typed
        assert page.forms.capacity.limbs["weigh"].value() == kept
    assert window.state().assessments == ()


def test_a_time_that_is_typed_is_the_next_one(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "2")
    assess(window, weigh="UNSURE")
    window.press("capacity.again.IN_60")
    put(window, "capacity.again_at", "0450")  # takes the place of the hour
    window.press("capacity.record")
    due = window.state().capacity_finding(Scope.VIEW_SCR).assessment.reassess_at
    assert f"{due:%H:%M}" == "04:50"
    assert due > window.ctx.now()


def test_a_text_too_long_is_said_and_kept(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "2")
    assess(window, weigh="YES")
    box = window.see("capacity.weigh.evidence")
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText("Llanfairpwllgwyngyll يوسف " * 400)
    window.press("capacity.record")
    assert "Shorten it to 2,000 or fewer" in window.text("problem")
    assert len(box.toPlainText()) == 10_400
    assert window.state().assessments == ()


def lacking(window: ConsentWindow, scope: Scope, impairment: str) -> None:
    no = Limb(Ability.NO, "Could not say it back")
    form = CapacityAssessment(
        scope, "Why and to whom", ("TIME",), "", no, no, no, no,
        impairment=impairment, causal_link=Ability.YES, causal_evidence="Known",
        reassess_at=window.ctx.now() + timedelta(hours=1),
    )  # fmt: skip
    record_capacity(window.desk, window.ids.person, window.ids.detention, form)


def test_best_interests_by_keyboard_alone(window: ConsentWindow) -> None:
    lacking(window, Scope.SEND_GP, "ALCOHOL")
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.answer.UNABLE")
    window.press("consent.capacity.LACKS")
    write(window, "interests.circumstances", "Ulcers")
    answer(window, "interests.can_wait", "1")
    for part in ("1", "2", "3"):
        answer(window, "interests.emergency", part)
    write(window, "interests.encouraged", "Asked")
    write(window, "interests.wishes", "Goes weekly")
    answer(window, "interests.consultees", "1")
    write(window, "interests.consultee_names", "PC 1234 Hughes")
    write(window, "interests.consulted", "Nothing")
    answer(window, "interests.attorney", "3")
    assert "Stop" in window.text("interests.stop")
    answer(window, "interests.deputy", "1")
    answer(window, "interests.advance_decision", "1")
    write(window, "interests.less_restrictive", "None")
    write(window, "interests.steps", "Asked")
    for tick in ("1", "2", "3"):
        answer(window, "interests.confirm", tick)
    press_here(window, "interests.record")
    said = window.text("problem")
    assert "Custody staff and investigators are not asked" in said
    assert "attorney's no is a no" in said
    assert window.state().interests == ()
    window.press("interests.attorney.NONE_KNOWN")
    box = window.see("interests.consultee_names")
    assert isinstance(box, QLineEdit)
    box.setText("Siân Llywelyn-Prys, mother")
    press_here(window, "interests.record")
    (kept,) = window.state().interests
    assert kept.form.consultee_names == "Siân Llywelyn-Prys, mother"
    assert kept.form.emergency.met
    window.press("consent.record")
    assert window.state().latest(Scope.SEND_GP).code == "BEST_INTERESTS"


def test_the_emergency_test_is_asked_only_of_what_wears_off(window: ConsentWindow) -> None:
    lacking(window, Scope.SEND_GP, "DEMENTIA")
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.answer.UNABLE")
    window.press("consent.capacity.LACKS")
    assert window.see("interests.emergency") is None


def test_an_attorney_answers_for_an_adult_who_lacks_capacity(window: ConsentWindow) -> None:
    lacking(window, Scope.SEND_GP, "DEMENTIA")
    page = window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.answer.YES")
    window.press("consent.capacity.HAS")
    assert window.see("consent.behalf") is None  # never where they can decide
    window.press("consent.capacity.LACKS")
    window.press("consent.behalf.LPA_HEALTH")
    put(window, "consent.proxy.name", "Ada Invented")
    put(window, "consent.proxy.relationship", "Appropriate adult")
    window.pick("consent.proxy.lpa_health", "Certified copy")
    window.press("consent.proxy.registered.YES")
    put(window, "consent.proxy.covers", "Page 6: health records")
    put(window, "consent.proxy.evidence", "Reference 7000, read by me")
    window.press("consent.record")
    assert page.form.who.proxy.relationship.error()
    box = window.see("consent.proxy.relationship")
    assert isinstance(box, QLineEdit)
    box.setText("Daughter")
    window.press("consent.record")
    decided = window.state().latest(Scope.SEND_GP)
    assert (decided.code, decided.asked.proxy) == ("CONSENT_PROXY", Proxy.LPA_HEALTH)


def test_sixteen_is_presumed_and_has_no_parent_to_choose(window: ConsentWindow) -> None:
    today = window.ctx.now().date()
    window.book_in(date(today.year - 16, today.month, today.day))
    window.open(ConsentPage)
    window.keys("1", "1")
    assert "presumed" in (window.text("consent.presumed"))
    assert window.see("consent.competent") is None
    assert window.see("consent.answered") is None
    window.press("consent.capacity.LACKS")
    assert window.see("consent.behalf.DEPUTY") is not None
    assert window.see("consent.behalf.LPA_HEALTH") is None  # from 18


@pytest.mark.parametrize("born", [None, date(2011, 5, 5), date(2009, 5, 5)])
def test_an_age_in_doubt_is_a_path_of_its_own(window: ConsentWindow, born: date | None) -> None:
    window.book_in(born)
    window.open(ConsentPage, scope=Scope.SEND_GP)
    window.press("consent.answer.YES")
    window.press("consent.stated.MAY_BE_UNDER" if born is None else "consent.dispute")
    assert "Nobody can answer for them" in window.text("consent.doubt")
    window.press("consent.competent.NO")
    assert window.see("consent.answered") is None  # no parent, no attorney
    assert window.text("consent.allows").startswith("Not allowed")
    window.press("consent.competent.YES")
    put(window, "consent.competent.evidence", "Said who would read it, and why")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert "what their age rests on" in window.text("problem")
    put(window, "consent.stated.evidence", "Says 19, looks 14")
    window.press("consent.record")
    decided = window.state().latest(Scope.SEND_GP)
    assert (decided.code, decided.asked.age_in_doubt) == ("CONSENT", True)
    assert decided.situation.age == 15


def test_a_disputed_age_and_a_half_made_assessment_come_back(window: ConsentWindow) -> None:
    window.book_in(date(2009, 5, 5))
    page = window.open(ConsentPage)
    window.keys("4")
    window.press("consent.dispute")
    put(window, "consent.stated.evidence", "Says 19")
    window.press("consent.competent.YES")
    window.press("consent.capacity.LACKS")
    put(window, "capacity.information", "Why, who, and what if not")
    page.save_now()
    back = window.open(ConsentPage)
    assert back.form.who.in_doubt()
    assert back.form.who.age_evidence.text() == "Says 19"
    assert back.forms.capacity.information.text() == "Why, who, and what if not"
