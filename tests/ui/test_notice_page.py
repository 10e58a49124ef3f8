"""The privacy notice by keyboard: shown block by block, recorded, put off, and on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from sharing_people import directed

from custodyhcp.consent import notice, recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Scope
from custodyhcp.consent.notice import How, Result
from custodyhcp.consent.noticing import told_in
from custodyhcp.records import people
from custodyhcp.records.timeline import timeline
from custodyhcp.ui.alarms import alarm_line
from custodyhcp.ui.kit import ErrorSummary
from custodyhcp.ui.notice_page import NoticePage, mark_words
from custodyhcp.ui.notice_showing import NoticeShowing
from custodyhcp.ui.printing import PrintPage
from custodyhcp.vault.compartments import Compartment


class Window:
    """The real frame on the person's page, at the notice."""

    def __init__(self, frame: Any, ids: Any, suite: Any) -> None:
        self.frame, self.ids, self.suite = frame, ids, suite
        frame.go("person", detention=ids.detention, section="notice")
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.frame.settled()
            QApplication.processEvents()

    def page(self) -> NoticePage:
        page = self.frame.page().page()
        assert isinstance(page, NoticePage)
        return page

    def see(self, name: str) -> Any:
        found = [w for w in self.frame.findChildren(QWidget, name) if w.isVisible()]
        assert found, name
        return found[-1]

    def sees(self, name: str) -> bool:
        return any(w.isVisible() for w in self.frame.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        button = self.see(name)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def keys(self, *keys: Qt.Key) -> None:
        for key in keys:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, key)
            self.settle()

    def told(self) -> list[Any]:
        return [one.given for one in told_in(self.suite.hcp, self.ids.detention)]

    def words(self) -> str:
        labels = self.frame.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())


K = Qt.Key


@pytest.fixture
def window(at_work: Any, suite: Any) -> Iterator[Window]:
    ids = directed(suite.hcp)
    yield Window(at_work(suite.hcp), ids, suite)


def test_given_is_four_keys_with_nothing_chosen_beforehand(window: Window) -> None:
    page = window.page()
    assert page.language.value() is None and page.result.value() is None
    assert page.how.values() == ()
    window.keys(K.Key_1, K.Key_1, K.Key_2, K.Key_Return)
    (given,) = window.told()
    assert (given.language, given.version, given.result) == ("en", "v1", Result.GIVEN)
    assert given.how == (How.READ_ALOUD,)
    assert "Given" in window.see("notice.standing").accessibleName()
    assert "English, v1: read aloud." in window.words()


def test_refused_is_as_quick(window: Window) -> None:
    window.keys(K.Key_1, K.Key_2, K.Key_Return)
    (given,) = window.told()
    assert (given.result, given.again_at) == (Result.REFUSED, None)


def test_too_unwell_needs_a_time_that_is_one_key_away(window: Window) -> None:
    window.keys(K.Key_3, K.Key_3, K.Key_Return)
    assert window.told() == []
    assert window.sees("problem")
    window.press("notice.again.2")
    window.press("notice.record")
    (given,) = window.told()
    assert (given.language, given.result) == ("cy", Result.TOO_UNWELL)
    assert given.again_at == window.suite.clock() + timedelta(hours=2)
    assert "Try again at" in window.see("notice.standing").accessibleName()


def test_a_language_there_is_none_in_means_an_interpreter(window: Window) -> None:
    place = len(notice.languages()) + 1
    window.keys(Qt.Key(K.Key_0.value + place))
    assert "Get an interpreter first" in window.see("notice.interpreter").accessibleName()
    window.keys(K.Key_4)
    QTest.keyClicks(window.see("notice.spoken"), "Tigrinya")
    window.press("notice.again.1")
    window.press("notice.record")
    (given,) = window.told()
    assert (given.result, given.spoken) == (Result.NO_INTERPRETER, "Tigrinya")
    assert given.language == "en"


def test_what_is_not_answered_is_asked_for_and_what_was_typed_stays(window: Window) -> None:
    window.press("notice.record")
    summary = window.page().findChild(ErrorSummary)
    assert isinstance(summary, ErrorSummary)
    assert "Choose a language" in summary.accessibleName()
    window.page().language.focus_first()
    window.keys(K.Key_1, K.Key_4)
    window.see("notice.spoken").setText("x" * 10_000)
    window.press("notice.again.1")
    window.press("notice.record")
    assert window.told() == []
    assert "10,000" in summary.accessibleName()
    assert len(window.see("notice.spoken").text()) == 10_000


def test_it_is_turned_through_by_key_in_large_type_and_says_it_is_a_draft(window: Window) -> None:
    window.keys(K.Key_2)
    window.press("notice.show")
    shown = window.frame.page()
    assert isinstance(shown, NoticeShowing)
    easy = notice.filled(notice.notice("en-easy"), window_service(window))
    assert window.see("notice.showing.mark").text() == "Draft, not reviewed"
    assert window.see("notice.line.0").fontInfo().pixelSize() >= 24
    for place, part in enumerate(easy):
        assert shown.place == place
        assert window.see("notice.showing.heading").text() == part.heading
        for number, line in enumerate(part.text.splitlines()):
            assert window.see(f"notice.line.{number}").text() == line
        if place == 2:
            window.keys(K.Key_Left, K.Key_Right)
        window.keys((K.Key_Space, K.Key_Return, K.Key_Right)[place % 3])
    assert isinstance(window.page(), NoticePage)
    assert window.told() == []


def window_service(window: Window) -> notice.Service:
    return notice.Service("Harrow Lane healthcare", "01632 960 118")


def test_while_the_person_looks_the_bar_says_nothing_of_anybody_else(window: Window) -> None:
    alarm = alarm_line(window.page().ctx, window.frame)
    assert alarm is not None
    window.frame.turned.connect(alarm.turn)
    window.settle()
    alarm._show("Cell 3: not fit, 20 min.")
    window.frame.set_late(("3", "11"))
    others = ("bar.late", "bar.due", "bar.find", "alarm")
    assert all(window.sees(name) for name in others)
    window.keys(K.Key_2)
    window.press("notice.show")
    assert not any(window.sees(name) for name in others)
    window.frame.set_late(("3", "11", "14"))  # it was read meanwhile
    alarm._show("Cell 3: not fit, 21 min.")
    window.frame.resize(1400, 800)
    QTest.keyClick(window.frame, K.Key_D, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert isinstance(window.frame.page(), NoticeShowing)
    assert not any(window.sees(name) for name in others)
    assert "Ctrl K" not in window.words() and "late" not in window.words()
    window.keys(K.Key_Escape)
    assert all(window.sees(name) for name in others)
    assert window.see("bar.late").text().endswith(": 3, 11, 14")


def test_esc_leaves_the_notice_where_it_was(window: Window) -> None:
    window.keys(K.Key_1)
    window.press("notice.show")
    window.keys(K.Key_Right, K.Key_Escape)
    assert window.page().language.value().value == "en"


def save(window: Window, button: str, name: str, where: Path) -> None:
    window.press(button)
    dialog = window.frame.findChild(QFileDialog, name)
    assert isinstance(dialog, QFileDialog)
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(box, QLineEdit)
    box.selectAll()
    QTest.keyClicks(box, str(where))
    QTest.keyClick(box, Qt.Key.Key_Return)
    window.settle()


def text_of(where: Path) -> str:
    read = pypdf.PdfReader(io.BytesIO(where.read_bytes()))
    return " ".join(page.extract_text() for page in read.pages)


def test_the_notice_is_saved_and_discloses_nothing(window: Window, tmp_path: Path) -> None:
    window.keys(K.Key_3)
    save(window, "notice.save", "notice.file", tmp_path / "notice.pdf")
    assert "Eich cofnod iechyd yma" in text_of(tmp_path / "notice.pdf")
    assert not disclosures(window)


def disclosures(window: Window) -> list[Any]:
    found: list[Any] = window.suite.ig.read(
        detention=window.ids.detention, kinds={"disclosure.made"}
    )
    return found


def test_their_copy_is_offered_once_something_was_asked_and_is_a_disclosure(
    window: Window, tmp_path: Path
) -> None:
    assert not window.sees("notice.copy.save")
    asked = Asked(Scope.SEND_GP, Answer.NO, Capacity.HAS, 31)
    recording.record(window.suite.hcp, window.ids.person, window.ids.detention, asked)
    window.page().refresh()
    window.settle()
    save(window, "notice.copy.save", "notice.copy.file", tmp_path / "copy.pdf")
    text = text_of(tmp_path / "copy.pdf")
    assert "What you decided" in text and "Copy 1" in text
    (entry,) = disclosures(window)
    assert entry.body(Compartment.OVERSIGHT)["what"] == "consent_copy"
    window.press("notice.copy.print")
    assert window.frame.page().objectName() == "print"
    assert len(disclosures(window)) == 1  # looking at the pages discloses nothing


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_copy_that_no_printer_takes_is_still_recorded_and_the_page_says_so(
    window: Window,
) -> None:
    asked = Asked(Scope.SEND_GP, Answer.NO, Capacity.HAS, 31)
    recording.record(window.suite.hcp, window.ids.person, window.ids.detention, asked)
    window.page().refresh()
    window.settle()
    window.press("notice.copy.print")
    preview = window.frame.page()
    assert isinstance(preview, PrintPage)
    preview._on_print("no_such_printer")
    window.settle()
    assert isinstance(window.page(), NoticePage)
    assert "The printer did not start." in window.words()
    (entry,) = disclosures(window)
    assert entry.body(Compartment.OVERSIGHT)["to"] == "printer no_such_printer"


def test_what_was_withdrawn_since_is_not_on_the_copy(window: Window, tmp_path: Path) -> None:
    person, stay = window.ids.person, window.ids.detention
    recording.record(
        window.suite.hcp, person, stay, Asked(Scope.SHARE_CUSTODY, Answer.YES, Capacity.HAS, 31)
    )
    window.page().refresh()
    window.settle()
    recording.withdraw(window.suite.hcp2, person, stay, [Scope.SHARE_CUSTODY], age=31)
    save(window, "notice.copy.save", "notice.copy.file", tmp_path / "copy.pdf")
    text = " ".join(text_of(tmp_path / "copy.pdf").split())
    assert "then changed your mind" in text
    assert "may read a short note" not in text


def test_the_timeline_says_what_was_done_with_it(window: Window) -> None:
    window.keys(K.Key_1, K.Key_1, K.Key_2, K.Key_Return)
    opened = people.read_detention(window.suite.hcp, window.ids.detention)
    said = [one.detail for one in timeline(opened.entries) if one.what == "Privacy notice"]
    assert said == ["Given: read aloud"]


def test_staff_are_told_when_a_review_is_missing_or_late(window: Window) -> None:
    told = notice.notice("cy")
    window.keys(K.Key_3)
    assert window.see("notice.mark").text() == "Draft, not reviewed"
    late = told.review_due + timedelta(days=1)
    assert "gone by" in mark_words(told, late)[1]
