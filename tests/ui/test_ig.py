"""The IG officer's screens, driven by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from suite_story import CANARIES, decided, live, stay

from custodyhcp.oversight import alerts, checks, verifier
from custodyhcp.oversight.checks import Step
from custodyhcp.oversight.codes import Escalation, Finding, Reply, State
from custodyhcp.ui import theme
from custodyhcp.ui.context import Context, Member
from custodyhcp.ui.frame import Frame
from custodyhcp.ui.ig import SECTIONS, OversightPage
from custodyhcp.ui.ig_check import CheckPage
from custodyhcp.ui.ig_checks import DrawPage
from custodyhcp.ui.ig_review import ReviewPage
from custodyhcp.ui.kit import Table
from custodyhcp.ui.work import Work
from custodyhcp.vault.compartments import Role

NOTE = "The custody log has him asleep and not rousable"


@dataclass
class Office:
    """The officer at a real frame over a real suite."""

    suite: Any
    frame: Frame
    work: Work

    def settle(self) -> None:
        for _ in range(2000):
            QApplication.processEvents()
            if not self.work.pending():
                break
            QTest.qWait(2)
        QApplication.processEvents()

    def key(self, *keys: Qt.Key | str) -> None:
        """Keys to whatever has the focus."""
        for one in keys:
            target = QApplication.focusWidget() or self.frame
            if isinstance(one, str):
                QTest.keyClicks(target, one)
            else:
                QTest.keyClick(target, one)
            self.settle()

    def find(self, name: str) -> Any:
        found = [w for w in self.frame.findChildren(QWidget, name) if w.isVisible()]
        assert found, name
        return found[0]

    def focus(self, name: str) -> None:
        """As Tab would bring it there."""
        self.find(name).setFocus(Qt.FocusReason.TabFocusReason)

    def section(self, name: str) -> Any:
        self.focus(f"ig.section.{name}")
        self.key(Qt.Key.Key_Return)
        page = self.frame.page()
        assert isinstance(page, OversightPage)
        return page.page

    def words(self) -> str:
        shown = [w for w in self.frame.findChildren(QLabel) if w.isVisible()]
        tables = [w.accessibleName() for w in self.frame.findChildren(QWidget) if w.isVisible()]
        return "\n".join([*(label.text() for label in shown), *tables])


@pytest.fixture
def office(suite: Any, show: Callable[..., None]) -> Iterator[Office]:
    live(suite, people=8)
    suite.clock.forward(hours=1)
    work = Work()
    member = Member(suite.ig.session.staff, "Priya Lindqvist", Role.IG)
    ctx = Context(suite.ig, work, None, member, "Harrow Lane")  # type: ignore[arg-type]
    frame = Frame(
        ctx,
        lambda: OversightPage(ctx),
        lambda _place, _about: OversightPage(ctx),
        lambda: None,
        lambda _theme: None,
    )
    ctx.nav = frame
    made = Office(suite, frame, work)
    frame.home()
    show(frame)
    assert QTest.qWaitForWindowActive(frame, 2000)
    made.settle()
    yield made
    made.settle()
    frame.stop()
    work.stop()


def test_an_alert_is_reviewed_and_closed_by_keys(office: Office) -> None:
    assert office.find("ig.queue").model().rowCount() == 2
    assert "2 waiting" in office.words()
    office.key(Qt.Key.Key_Return)
    page = office.frame.page()
    assert isinstance(page, ReviewPage)
    assert "Robin Hale" in office.words()
    assert "falls within" in office.words()
    office.key("1", "1")
    assert page.state.value() is State.CLOSED
    assert page.outcome.value() is Finding.JUSTIFIED
    office.focus("ig.review.note")
    office.key(NOTE)
    office.focus("ig.review.submit")
    office.key(Qt.Key.Key_Return)
    assert isinstance(office.frame.page(), OversightPage), office.words()
    assert "1 waiting" in office.words()
    closed = [one for one in alerts.read(office.suite.ig).values() if one.state is State.CLOSED]
    assert [(one.finding, one.history[0].review.note) for one in closed] == [
        (Finding.JUSTIFIED, NOTE)
    ]


def test_what_is_missing_is_said_and_what_was_typed_stays(office: Office) -> None:
    office.key(Qt.Key.Key_Return)
    page = office.frame.page()
    assert isinstance(page, ReviewPage)
    office.focus("ig.review.note")
    office.key("too short")
    office.focus("ig.review.submit")
    office.key(Qt.Key.Key_Return)
    words = office.words()
    assert "There is a problem" in words
    assert "Choose what happens" in words
    assert page.note.text() == "too short"
    assert [one.state for one in alerts.read(office.suite.ig).values()] == [State.NEW] * 2


def test_each_choice_gives_real_members(office: Office) -> None:
    office.key(Qt.Key.Key_Return)
    page = office.frame.page()
    assert isinstance(page, ReviewPage)
    office.key("1")
    for finding in Finding:
        page.outcome.button(finding).click()
        assert page.outcome.value() is finding
    for one in Escalation:
        page.escalated.button(one).click()
    assert page.escalated.values() == tuple(Escalation)


def test_the_reason_is_read_only_when_it_is_asked_for(office: Office) -> None:
    office.key(Qt.Key.Key_Return)
    assert "CANARYREASON" not in office.words()
    office.focus("ig.review.read_reason")
    office.key(Qt.Key.Key_Return)
    assert "CANARYREASON" in office.words()


def test_an_officer_is_told_that_they_may_not_review_their_own(office: Office) -> None:
    detention = stay(office.suite.hcp, 55)[1]
    decided(office.suite.hcp, detention, "BI_EMERGENCY", alerts=[[2, 5]])
    raised = next(iter(alerts.read(office.suite.ig).values()))
    own = replace(raised, author=office.suite.ig.session.staff)
    page = ReviewPage(office.frame._ctx, own)
    assert not page._own.isHidden()
    assert page._submit.isHidden()
    page.deleteLater()


def test_a_spot_check_from_commit_to_close_by_keys(office: Office, tmp_path: Path) -> None:
    office.section("checks")
    office.key(Qt.Key.Key_Escape)
    office.focus("ig.spot.new")
    office.key(Qt.Key.Key_Return)
    assert isinstance(office.frame.page(), DrawPage)
    assert not office.find("ig.spot.nonce").isEnabled()
    office.focus("ig.spot.commit")
    office.key(Qt.Key.Key_Return)
    office.focus("ig.spot.nonce")
    office.key("4 2", Qt.Key.Key_Return)
    assert "too short" in office.words()
    office.focus("ig.spot.nonce")
    office.key("4 2 6 6 1 3 5 2 1 4", Qt.Key.Key_Return)  # Tab selected what was there
    page = office.frame.page()
    assert isinstance(page, CheckPage)
    assert page.check.step is Step.DRAWN
    office.focus("ig.spot.to")
    office.key("Insp. Okafor, custody manager")
    target = tmp_path / "list.csv"
    page.path.set_text(str(target))
    office.focus("ig.spot.save")
    office.key(Qt.Key.Key_Return)
    assert target.stat().st_mode & 0o077 == 0
    assert target.read_bytes().decode("utf-8-sig").startswith("check_ref,custody_ref")
    office.focus("ig.spot.responder")
    office.key("A. Okafor")
    office.focus("ig.spot.rank")
    office.key("Inspector")
    first = True
    while page._unanswered():
        page.reply.focus_first()
        office.key("2" if first else "1")
        assert page.reply.value() is (Reply.NOT_HELD if first else Reply.HELD)
        first = False
        office.focus("ig.spot.record")
        office.key(Qt.Key.Key_Return)
    office.focus("ig.spot.close_note")
    office.key("One line goes to the professional lead.")
    office.focus("ig.spot.close")
    office.key(Qt.Key.Key_Return)
    (check,) = checks.read(office.suite.ig).values()
    assert check.step is Step.CLOSED
    office.section("alerts")
    assert "3 waiting" in office.words()


def test_drawing_a_period_again_asks_why(office: Office) -> None:
    for reason in ("", "The force lost the first list."):
        office.section("checks")
        office.focus("ig.spot.new")
        office.key(Qt.Key.Key_Return)
        office.focus("ig.spot.commit")
        office.key(Qt.Key.Key_Return)
        if reason:
            assert "already covers that period" in office.words()
            office.focus("ig.spot.again_why")
            office.key(reason)
            office.focus("ig.spot.commit")
            office.key(Qt.Key.Key_Return)
        office.key(Qt.Key.Key_Escape)
    again = list(checks.read(office.suite.ig).values())
    assert [one.again_why for one in again] == ["", "The force lost the first list."]
    assert again[1].again_of == again[0].id


def test_a_bundle_is_saved_and_verified(office: Office, tmp_path: Path) -> None:
    page = office.section("exports")
    target = tmp_path / "bundle.zip"
    page.path.set_text(str(target))
    office.focus("ig.export.save")
    office.key(Qt.Key.Key_Return)
    assert "Saved, and verified from the disk" in office.words()
    verdict = verifier.verify(target)
    assert verdict.ok
    assert target.stat().st_mode & 0o077 == 0
    for canary in CANARIES:
        assert canary.encode() not in target.read_bytes()


def test_a_place_that_cannot_be_written_to_is_said_and_nothing_is_exported(
    office: Office, tmp_path: Path
) -> None:
    page = office.section("exports")
    page.path.set_text(str(tmp_path / "nowhere" / "bundle.zip"))
    office.focus("ig.export.save")
    office.key(Qt.Key.Key_Return)
    assert "There is no folder" in office.words()
    assert office.suite.ig.read(kinds=["export.made"]) == []


def test_the_ledger_is_verified_at_a_press(office: Office) -> None:
    office.section("health")
    office.focus("ig.health.verify")
    office.key(Qt.Key.Key_Return)
    words = office.words()
    assert "The ledger is whole" in words
    assert "just now" in words


@pytest.mark.parametrize("name", list(theme.ThemeName))
def test_no_section_names_anybody_or_anything_clinical(
    office: Office, name: theme.ThemeName, qapp: QApplication
) -> None:
    theme.apply(qapp, name)
    for section in SECTIONS:
        office.section(section)
        for canary in CANARIES:
            assert canary not in office.words()
        assert not office.frame.grab().isNull()


def test_nothing_needs_sideways_scrolling_at_twice_the_size(office: Office) -> None:
    office.frame.resize(683, 384)
    QTest.qWait(30)
    for section in SECTIONS:
        office.section(section)
        QTest.qWait(30)
        for area in office.frame.findChildren(QScrollArea):
            if area.isVisible():
                assert area.horizontalScrollBar().maximum() == 0, section
        for table in office.frame.findChildren(Table):
            if table.isVisible():
                wide = sum(table.columnWidth(n) for n in range(table.model().columnCount()))
                assert wide <= table.viewport().width(), section


def test_every_control_has_a_name_and_is_tall_enough(office: Office) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

    for section in SECTIONS:
        office.section(section)
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
        shown = [
            w
            for w in office.frame.page().findChildren(QWidget)  # type: ignore[union-attr]
            if isinstance(w, kinds) and w.isVisible() and w.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]
        for widget in shown:
            assert widget.accessibleName(), (section, widget.objectName())
            assert widget.objectName(), (section, widget.accessibleName())
            assert widget.height() >= 24
