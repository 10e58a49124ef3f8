"""The consent screens by keyboard, on a real desk: asking, overriding, looking, the two keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from consent_window import ConsentWindow
from PySide6.QtWidgets import QWidget

from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Ground,
    Proxy,
    Relationship,
    Scope,
)
from custodyhcp.consent.history import history
from custodyhcp.ui.consent_page import ConsentPage
from custodyhcp.ui.gp_page import GpPage
from custodyhcp.ui.scr_page import ScrPage
from custodyhcp.vault.compartments import Compartment

REASON = "Drowsy, empty blister packs in his pocket: which medicines has he taken?"


@pytest.fixture
def window(suite: Any, qtbot: Any, show: Any) -> Iterator[ConsentWindow]:
    made = ConsentWindow(suite, qtbot, show)
    yield made
    made.close()
    assert made.failures == []


def test_nothing_is_ticked_beforehand(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    for choice in (page.form.answer, page.form.capacity, page.form.relationship):
        assert choice.value() is None
    assert window.see("consent.ground.PUBLIC_INTEREST") is None
    window.keys("Enter")
    assert "Choose what they answered" in window.text("problem")
    assert window.state().decisions == ()


def test_an_everyday_yes_is_four_keys(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("1", "1", "1")
    assert page.form.answer.value().answer is Answer.YES
    assert page.form.capacity.value() is Capacity.HAS
    assert page.form.relationship.value() is Relationship.WORKGROUP
    assert "No alert" in window.text("consent.allows")
    window.keys("Enter")
    permission = window.state().permission(Scope.VIEW_SCR, window.ctx.now())
    assert permission.code is Basis.PTV_GRANTED
    assert window.wanted == ["scr"]


def test_a_yes_to_treatment_names_the_treatment(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    page._ask(Scope.TREATMENT)
    window.settle()
    assert page.form.treatment.isHidden()
    window.press("consent.answer.YES")
    window.press("consent.capacity.HAS")
    window.press("consent.record")
    assert "Say which treatment they agree to." in window.text("problem")
    assert window.state().latest(Scope.TREATMENT) is None
    window.type("consent.treatment", "Close the cut on the left hand with strips")
    window.press("consent.record")
    said = window.state().latest(Scope.TREATMENT).asked.treatment
    assert said == "Close the cut on the left hand with strips"
    page._ask(Scope.TREATMENT)
    window.settle()
    assert f"Asked about: {said}." in window.text("consent.standing")
    (stay,) = history(window.suite.hcp.read(), page.detention, window.ctx.now())
    assert stay.rows[0].treatment == said


def test_a_self_claimed_relationship_shows_its_alert_first(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "2")
    assert "Create LR (Self Claimed), “Other” (1/6)" in window.text("consent.allows")
    window.keys("Enter")
    (entry,) = window.entries("consent.decided", window.suite.ig)
    assert entry.body(Compartment.OVERSIGHT)["alerts"] == [[1, 6]]


def test_a_no_is_recorded_with_what_to_do_instead_and_no_pressure(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("3", "1")
    said = window.text("consent.allows")
    assert said.startswith("Not allowed. What to do instead")
    assert "medicines in their property" in said
    window.press("consent.override.open")
    offered = [g for g in Ground if window.see(f"consent.ground.{g.value}")]
    assert offered == [Ground.PUBLIC_INTEREST, Ground.STATUTE, Ground.COURT_ORDER]
    window.press("consent.record")
    assert window.state().latest(Scope.VIEW_SCR).code == "REFUSED"
    assert window.wanted == []
    assert "no 03:00" in window.text("consent.standing")
    assert page.form.answer.value() is None


def test_could_not_be_asked_names_what_is_missing_and_its_alert(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("4", "3", "1")
    window.press("consent.override.open")
    window.press("consent.ground.COULD_NOT_ASK")
    said = window.text("consent.allows")
    assert said.startswith("Not yet")
    assert "Access Alert, “Access made in an emergency” (2/5)" in said
    window.press("consent.record")
    assert "why they could not be asked" in window.text("problem")
    assert window.state().decisions == ()
    window.pick("consent.unable", "Cannot be roused")
    for part in ("cannot_decide_now", "waiting_is_unsafe", "likely_to_change"):
        window.press(f"consent.emergency.{part}")
    window.press("consent.again.IN_30")
    window.type("consent.cannot_wait", "An overdose would be treated now or not at all")
    window.type("consent.reason", REASON)
    assert window.text("consent.allows").startswith("What this allows")
    window.press("consent.record")
    decided = window.state().latest(Scope.VIEW_SCR)
    assert (decided.code, decided.asked.reason) == ("COULD_NOT_ASK", REASON)
    assert window.wanted == ["scr"]


def _assess(window: ConsentWindow) -> None:
    window.type("capacity.information", "Why, who, and what if he says no")
    window.press("capacity.help.SIMPLE_WORDS")
    for ability in ("understand", "retain", "weigh", "communicate"):
        answer = "NO" if ability == "retain" else "YES"
        window.press(f"capacity.{ability}.{answer}")
        window.type(f"capacity.{ability}.evidence", "Asked him to say it back")
    window.pick("capacity.impairment", "Intoxication: alcohol")
    window.press("capacity.causal.YES")
    window.type("capacity.causal_evidence", "Clear at the last visit, slurred now")


def test_best_interests_goes_by_capacity_then_the_form(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("4", "2")
    assert window.see("capacity.impairment") is None  # the cause is asked only after a no
    _assess(window)
    window.press("capacity.record")
    assert "set a time to assess again" in window.text("problem")
    window.press("capacity.again.IN_60")
    window.press("capacity.record")
    assert "they lack capacity" in window.text("capacity.done")
    window.press("consent.relationship.WORKGROUP")
    window.press("consent.override.open")
    window.press("consent.ground.BEST_INTERESTS_EMERGENCY")
    for part in ("cannot_decide_now", "waiting_is_unsafe", "likely_to_change"):
        window.press(f"consent.emergency.{part}")
    window.type("consent.reason", REASON)
    for field in ("circumstances", "encouraged", "wishes", "consulted", "less_restrictive"):
        window.type(f"interests.{field}", "Said in words")
    window.type("interests.steps", "Asked three times")
    window.press("interests.can_wait.NO")
    window.press("interests.consultees.NOBODY")
    for asked_about in ("attorney", "deputy", "advance_decision"):
        window.press(f"interests.{asked_about}.NONE_KNOWN")
    window.press("interests.record")
    assert "Confirm" in window.text("problem")
    for tick in ("not_on_appearance", "not_to_bring_death", "believes"):
        window.press(f"interests.confirm.{tick}")
    window.press("interests.record")
    assert page.form.grounds.reason.text() == REASON
    window.press("consent.record")
    assert window.state().latest(Scope.VIEW_SCR).code == "BI_EMERGENCY"


def test_a_child_is_answered_for_only_by_parental_responsibility(window: ConsentWindow) -> None:
    window.book_in(date(2013, 5, 5))
    page = window.open(ConsentPage)
    window.keys("1")
    window.press("consent.competent.NO")
    assert window.see("consent.capacity.HAS") is None
    window.press("consent.relationship.WORKGROUP")
    assert "parental responsibility" in window.text("consent.allows")
    window.press("consent.answered.PARENT")
    window.type("consent.competent.evidence", "Could not say who would see it")
    window.type("consent.proxy.name", "Ada Invented")
    window.type("consent.proxy.relationship", "Mother")
    window.press("consent.record")
    assert page.form.who.proxy.documents[Proxy.PARENTAL_RESPONSIBILITY].error()
    window.pick("consent.proxy.parental_responsibility", "Birth mother")
    window.type("consent.proxy.evidence", "Birth certificate seen")
    window.press("consent.record")
    assert window.state().latest(Scope.VIEW_SCR).code == "PTV_PROXY"


def test_an_unknown_age_is_asked_about(window: ConsentWindow) -> None:
    window.book_in(None)
    window.open(ConsentPage)
    window.keys("1", "1", "1", "1", "Enter")
    assert "rests on" in window.text("problem")
    window.type("consent.stated.evidence", "Says 24, and looks it")
    window.press("consent.record")
    decided = window.state().latest(Scope.VIEW_SCR)
    assert (decided.code, decided.asked.age_stated) == ("PTV_GRANTED", True)


def test_the_other_questions_are_a_chip_away_and_each_its_own(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.press("consent.scope.SEND_GP")
    assert page.windowTitle() == "May we send your GP a letter about your care here?"
    assert window.see("consent.relationship.WORKGROUP") is None
    window.keys("3", "1", "Enter")
    state = window.state()
    assert state.latest(Scope.SEND_GP).code == "REFUSED"
    assert state.latest(Scope.VIEW_SCR) is None


def test_a_withdrawal_is_at_once_and_asks_about_the_rest(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "1", "Enter")
    window.open(ConsentPage, scope=Scope.SHARE_CUSTODY)
    window.keys("1", "1", "Enter")
    window.open(ConsentPage)
    window.press("consent.withdraw")
    window.press("withdrawal.record")
    assert window.state().permission(Scope.VIEW_SCR, window.ctx.now()), "each is asked about first"
    window.press("withdrawal.too.SHARE_CUSTODY.YES")
    window.press("withdrawal.record")
    state, now = window.state(), window.ctx.now()
    assert state.permission(Scope.VIEW_SCR, now) is None
    assert state.permission(Scope.SHARE_CUSTODY, now) is None
    assert "withdrawn" in window.text("consent.standing")


def test_no_permission_no_form_for_looking(window: ConsentWindow) -> None:
    window.open(ScrPage)
    assert window.see("scrview.record") is None
    window.press("scrview.consent")
    assert window.wanted == ["consent"]


def test_a_look_is_recorded_with_what_was_relied_on(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "1", "Enter")
    page = window.open(ScrPage)
    window.keys("N")
    assert page.form.opened_at.text()
    window.press("scrview.record")
    assert "Say what was looked at" in window.text("problem")
    window.press("scrview.looked.SCR")
    window.press("scrview.relied.Allergies and Adverse Reactions")
    window.type("scrview.relied.1", "Penicillin: rash")
    window.press("scrview.also.WITHHELD")
    window.press("scrview.record")
    (entry,) = window.entries("scr.viewed")
    body = entry.body(Compartment.CLINICAL)
    assert body["looked_at"] == ["SCR"]
    assert body["relied_on"] == [
        {"heading": "Allergies and Adverse Reactions", "text": "Penicillin: rash"}
    ]
    assert body["items_withheld"] is True


def test_an_empty_list_of_allergies_is_never_none_known(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("1", "1", "1", "Enter")
    window.open(ScrPage)
    window.press("scrview.relied.Allergies and Adverse Reactions")
    hints = [w.property("text") for w in window.page.findChildren(QWidget) if w.isVisible()]
    assert any(hint and "not “no known allergies”" in hint for hint in hints)


def test_the_gp_record_opens_with_both_keys_and_has_no_other_way(window: ConsentWindow) -> None:
    page = window.open(GpPage)
    names = {w.objectName() for w in page.findChildren(QWidget)}
    assert not any("ground" in name or "override" in name for name in names)
    assert window.see("gpview.opened_at") is None
    window.press("gp.key1.YES")
    window.press("gp.key1.capacity.HAS")
    window.press("gp.key1.record")
    assert window.text("gp.key1.state") == "Agreed"
    assert window.text("gp.allows").startswith("The GP record is closed")
    window.press("gp.key2.AGREED")
    window.press("gp.key2.evidence.VERBAL")
    window.type("gp.key2.ods", "A99001")
    window.press("gp.key2.when.now")
    window.press("gp.key2.record")
    assert "Name the person at the surgery" in window.text("problem")
    window.type("gp.key2.who", "A Patel, duty doctor")
    window.press("gp.key2.record")
    assert window.text("gp.allows").startswith("Both keys are there")
    window.press("gpview.opened_at.now")
    window.press("gpview.looked.GP_RECORD")
    window.press("gpview.also.NOTHING")
    window.press("gp.record")
    assert len(window.entries("gp.viewed")) == 1
    window.press("gp.key1.withdraw")
    assert "cannot be recalled" in window.text("withdrawal.nothing")
    window.press("withdrawal.record")
    assert window.text("gp.allows").startswith("The GP record is closed")


def test_what_was_typed_comes_back_to_its_author_and_not_to_others(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("3", "1")
    window.press("consent.override.open")
    window.press("consent.ground.COURT_ORDER")
    window.type("consent.order", "T2026/1")
    page.save_now()
    back = window.open(ConsentPage)
    assert window.see("consent.restored") is not None
    assert back.form.grounds.order.text() == "T2026/1"
    assert back.form.ground() is Ground.COURT_ORDER
    window.press("consent.scope.SEND_GP")  # another question begins empty
    assert back.form.answer.value() is None
    assert back.form.grounds.order.text() == ""
    window.ctx.desk = window.suite.hcp2
    other = window.open(ConsentPage)
    assert other.form.answer.value() is None


def test_typing_is_kept_within_five_seconds_without_asking(window: ConsentWindow) -> None:
    window.open(ConsentPage)
    window.keys("2")
    window.type("consent.limits", "Only my repeat list")
    window.qtbot.waitUntil(lambda: len(window.desk.drafts()) == 1, timeout=5_000)
    (draft,) = window.desk.drafts()
    assert draft.body["fields"]["consent.limits"] == "Only my repeat list"


def test_recorded_typing_is_not_kept(window: ConsentWindow) -> None:
    page = window.open(ConsentPage)
    window.keys("2")
    window.type("consent.limits", "Not my clinic letters")
    window.press("consent.capacity.HAS")
    window.press("consent.relationship.WORKGROUP")
    page.save_now()
    window.press("consent.record")
    assert window.state().latest(Scope.VIEW_SCR).asked.limits == "Not my clinic letters"
    assert window.desk.drafts() == []


def test_every_control_has_a_name_and_can_be_reached(window: ConsentWindow) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    for kind in (ConsentPage, ScrPage, GpPage):
        page = window.open(kind)
        for control in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox):
            for widget in page.findChildren(control):
                if widget.objectName().startswith("qt_"):
                    continue  # parts of Qt's own, inside a table
                assert widget.accessibleName(), widget.objectName()
                assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus, widget.objectName()


def test_nothing_needs_sideways_scrolling_on_half_a_screen(window: ConsentWindow) -> None:
    for kind in (ConsentPage, ScrPage, GpPage):
        page = window.open(kind)
        page.resize(683, 768)
        if kind is ConsentPage:
            window.keys("4", "2")
            window.press("consent.override.open")
            window.press("consent.ground.BEST_INTERESTS_EMERGENCY")
        window.settle()
        widest = max(
            (w.minimumSizeHint().width(), w.objectName()) for w in page.findChildren(QWidget)
            if w.isVisible() and w.objectName() and not w.findChildren(QWidget)
        )  # fmt: skip
        assert page.scroller.horizontalScrollBar().maximum() == 0, (kind, widest)
