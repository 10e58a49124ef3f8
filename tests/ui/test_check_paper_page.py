"""A paper is checked by keyboard, from the menu that both healthcare and custody have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from sharing_people import PLACE, directed, directions_at

from custodyhcp.records import assessing
from custodyhcp.sharing import papers, publishing
from custodyhcp.ui.check_paper_page import CheckPaperPage
from custodyhcp.ui.kit import Button
from custodyhcp.ui.printing import PrintPage


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def settled(frame: Any) -> None:
    for _ in range(3):
        frame.settled()
        QApplication.processEvents()


def opened(frame: Any) -> CheckPaperPage:
    if frame.findChild(QAbstractButton, "sergeant.check_paper") is not None:
        frame.findChild(QAbstractButton, "sergeant.check_paper").click()
    else:
        frame.findChild(QAction, "bar.check_paper").trigger()
    settled(frame)
    page = frame.page()
    assert isinstance(page, CheckPaperPage)
    return page


def checked(qtbot: Any, frame: Any, page: CheckPaperPage, code: str) -> str:
    box = page.findChild(QLineEdit, "check.code")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, code)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settled(frame)
    return words(page)


def test_a_sergeant_types_the_code_and_reads_whether_it_counts(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    code = papers.code_of(suite.hcp, first).words
    frame = at_work(suite.sergeant)
    page = opened(frame)
    assert "Type the code that is on the paper" in checked(qtbot, frame, page, "")
    assert "of the code is mistyped" in checked(
        qtbot, frame, page, code[:-1] + ("0" if code[-1] != "0" else "1")
    )
    said = checked(qtbot, frame, page, code.lower())
    assert "Current" in said
    assert "Cell 07" in said
    assert "Version 1, given" in said

    suite.clock.forward(minutes=5)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, food="soft"))
    publishing.publish(suite.hcp, ids.detention, PLACE)
    said = checked(qtbot, frame, page, f"{code} V1")
    assert "Superseded" in said
    assert "Do not act on this paper." in said
    box = page.findChild(QLineEdit, "check.code")
    qtbot.keyClicks(box, "0")
    assert "Superseded" not in words(page)


def test_an_earlier_version_is_printed_only_with_its_stamp(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(minutes=5)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, food="soft"))
    publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    frame.go("person", detention=ids.detention, section="briefing")
    settled(frame)
    act = frame.findChild(Button, "briefing.print.1")
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Return)
    settled(frame)
    page = frame.page()
    assert isinstance(page, PrintPage)
    assert "Print version 1, copy 1" in words(page)
