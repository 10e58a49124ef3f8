"""A forensic examination through real windows: asked apart, written apart, amended, and found in no
view or document of care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from custodyhcp.records import notes, people, timeline
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.sharing import composing
from custodyhcp.ui.kit import PlainLabel, Table
from tests.ui.conftest import at_work, dressed, show  # noqa: F401

FOUND = "Swelling over the second knuckle"
ENTER = Qt.Key.Key_Return


class Hands:
    """Presses and types in one window."""

    def __init__(self, frame: Any, qtbot: Any) -> None:
        self.frame, self.qtbot = frame, qtbot

    def settle(self) -> None:
        """Until all is read and written, and the page is there to be seen."""
        self.frame.settled()
        QApplication.processEvents()
        self.qtbot.waitUntil(self._seen, timeout=5_000)
        QApplication.processEvents()

    def _seen(self) -> bool:
        page = self.frame.page().page()
        return page is not None and bool(page.isVisible())

    def press(self, name: str) -> None:
        self.settle()
        seen = [b for b in self.frame.findChildren(QAbstractButton, name) if b.isVisible()]
        assert seen, name
        seen[0].click()
        self.settle()

    def fill(self, name: str, words: str) -> None:
        for kind in (QPlainTextEdit, QLineEdit):
            for box in self.frame.findChildren(kind, name):
                if box.isVisible():
                    box.setPlainText(words) if kind is QPlainTextEdit else box.setText(words)
                    self.settle()
                    return
        raise AssertionError(name)

    def page(self) -> Any:
        self.settle()
        return self.frame.page().page()

    def words(self) -> str:
        """Everything that can be read on the screen."""
        self.settle()
        labels = [one.text() for one in self.frame.findChildren(PlainLabel) if one.isVisible()]
        boxes = [b.toPlainText() for b in self.frame.findChildren(QPlainTextEdit) if b.isVisible()]
        cells = []
        for table in self.frame.findChildren(Table):
            model = table.model()
            if table.isVisible():
                rows, columns = range(model.rowCount()), range(model.columnCount())
                cells += [str(model.index(r, c).data()) for r in rows for c in columns]
        return "\n".join((*labels, *boxes, *cells))


def test_a_forensic_examination(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:  # noqa: F811
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrived = Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(hours=1))
    ids = people.book_in(suite.hcp, arrived)
    frame = at_work(suite.hcp)
    hands = Hands(frame, qtbot)
    frame.go("person", detention=ids.detention, section="forensic")

    # without consent nothing is signed, and what was typed stays
    hands.settle()
    assert "No forensic consent is in force" in hands.words()
    write(hands)
    hands.press("forensic.sign")
    assert "no permission in force" in hands.words()
    assert FOUND in hands.words()

    # asked apart, in the window
    hands.press("person.section.consent")
    for name in ("scope.FORENSIC_EXAM", "answer.YES", "capacity.HAS", "forensic.signed.YES"):
        hands.press(f"consent.{name}")
    for told in ("DUAL_ROLE", "MAY_BE_EVIDENCE"):
        hands.press(f"consent.forensic.explained.{told}")
    hands.press("consent.record")

    # what was typed is still there, and is signed now
    hands.press("person.section.forensic")
    assert FOUND in hands.words()
    assert "Forensic consent is in force for an examination" in hands.words()
    hands.press("forensic.sign")
    opened = people.read_detention(suite.hcp, ids.detention)
    (one,) = notes.forensic(opened.entries)
    assert one.note.evidence is not None
    assert one.note.evidence.dual_role
    assert one.note.evidence.permission

    # it is opened, with its grounds, and amended with a reason
    frame.page().show_entry(one.entry)
    said = hands.words()
    for words in (FOUND, "Explained", "Forensic: held apart", "Evidence"):
        assert words in said
    hands.press("entry_read.amend")
    hands.fill("entry_read.box.findings", FOUND + ", right hand")
    hands.fill("entry_read.reason", "The side was left out")
    hands.press("entry_read.amend.do")
    assert "[-knuckle-][+knuckle, right hand+]" in hands.words()

    # and no section for care says a word of it
    for section in ("timeline", "earlier", "write", "assessment", "briefing", "summary", "details"):
        hands.press(f"person.section.{section}")
        assert FOUND not in hands.words(), section
        assert "side was left out" not in hands.words(), section
    opened = people.read_detention(suite.hcp, ids.detention)
    assert "Forensic entry" in {one.what for one in timeline.timeline(opened.written)}
    assert FOUND not in str(composing.offered(opened.detention))
    for desk in (suite.sergeant, suite.ig, suite.admin):
        assert FOUND not in str([entry.bodies for entry in desk.read()])
    hands.press("person.section.forensic")
    table = frame.findChild(QWidget, "forensic.table")
    assert table.model().rowCount() == 1


def write(hands: Hands) -> None:
    hands.press("forensic.dual.DUAL_ROLE")
    hands.press("forensic.scope.FORENSIC_EXAM")
    hands.press("forensic.where.MEDICAL_ROOM")
    hands.fill("forensic.boxes.request", "DC Mole, 4471")
    hands.fill("forensic.boxes.findings", FOUND)
