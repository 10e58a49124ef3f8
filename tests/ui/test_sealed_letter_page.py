"""The sealed letter by keyboard: nothing ticked, the very pages, recorded; refused with why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sharing_people import directed

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Relationship, Scope
from custodyhcp.sharing import register, sealing
from custodyhcp.ui.printing import PrintPage
from custodyhcp.ui.sealed_letter_page import SealedLetterPage
from custodyhcp.vault.compartments import Compartment


def settled(frame: Any) -> None:
    for _ in range(4):
        frame.settled()
        QApplication.processEvents()


def seen(page: QWidget, kind: type, name: str) -> Any:
    (found,) = [one for one in page.findChildren(kind, name) if one.isVisible()]
    return found


def press(qtbot: Any, frame: Any, name: str) -> None:
    act = seen(frame, QAbstractButton, name)
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Space)
    settled(frame)


def typed(qtbot: Any, frame: Any, kind: type, name: str, text: str) -> None:
    box = seen(frame, kind, name)
    box.setFocus()
    qtbot.keyClicks(box, text)


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def opened(qtbot: Any, frame: Any, ids: Any) -> SealedLetterPage:
    frame.go("person", detention=ids.detention, section="transfer")
    settled(frame)
    press(qtbot, frame, "transfer.letter")
    page = frame.page()
    assert isinstance(page, SealedLetterPage)
    return page


def tick(qtbot: Any, frame: Any, page: QWidget, part: str) -> None:
    boxes = [b for b in page.findChildren(QCheckBox) if part in b.text() or part in
             b.accessibleName()]  # fmt: skip
    boxes[0].setFocus()
    qtbot.keyClick(boxes[0], Qt.Key.Key_Space)
    settled(frame)


def test_a_letter_is_chosen_looked_at_saved_and_recorded(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    ids = directed(suite.hcp)
    asked = Asked(Scope.SHARE_OTHER_CARE, Answer.YES, Capacity.HAS, 31,
                  relationship=Relationship.WORKGROUP)  # fmt: skip
    recording.record(suite.hcp, ids.person, ids.detention, asked)
    frame = at_work(suite.hcp)
    page = opened(qtbot, frame, ids)
    assert not any(box.isChecked() for box in page.findChildren(QCheckBox))
    press(qtbot, frame, "letter.see")
    assert "Tick at least one thing" in words(page)
    typed(qtbot, frame, QLineEdit, "letter.place", "HMP Leeds")
    tick(qtbot, frame, page, "CANARYPLAN")
    press(qtbot, frame, "letter.see")
    assert isinstance(frame.page(), PrintPage)
    frame.back()
    settled(frame)
    assert page.place.text() == "HMP Leeds"

    press(qtbot, frame, "letter.save")
    (dialog,) = page.findChildren(QFileDialog)
    where = tmp_path / "letter.pdf"
    dialog.fileSelected.emit(str(where))
    dialog.close()
    settled(frame)
    assert where.read_bytes().startswith(b"%PDF")
    (entry,) = suite.ig.read(kinds={register.KIND})
    assert entry.body(Compartment.OVERSIGHT)["to"] == "healthcare at HMP Leeds, file"
    assert "Version 1 left" in words(page)


def test_without_permission_it_asks_why_and_says_what_the_rule_says(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    frame = at_work(suite.hcp)
    page = opened(qtbot, frame, ids)
    assert "no permission in force" in words(page)
    typed(qtbot, frame, QLineEdit, "letter.place", "Leeds Crown Court")
    tick(qtbot, frame, page, "CANARYPLAN")
    press(qtbot, frame, "letter.see")
    assert "Choose on what it rests" in words(page)
    press(qtbot, frame, "letter.basis.BEST_INTERESTS")
    typed(qtbot, frame, QPlainTextEdit, "letter.reason", "Would not answer")
    press(qtbot, frame, "letter.see")
    assert "It may not go on that basis" in words(page)
    assert page.reason.text() == "Would not answer"
    assert [box.isChecked() for box in page.findChildren(QCheckBox) if box.isVisible()].count(
        True
    ) == 1
    assert suite.hcp.read(kinds={sealing.MADE}) == []
