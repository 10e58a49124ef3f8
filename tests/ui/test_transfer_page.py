"""Transfer by keyboard: an answer is copied, recorded first; what nobody said has no Copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sharing_people import directed

from custodyhcp.sharing import register
from custodyhcp.ui.clipboard import lent
from custodyhcp.ui.kit import Button
from custodyhcp.ui.printing import PrintPage
from custodyhcp.vault.compartments import Compartment


def settled(frame: Any) -> None:
    for _ in range(4):
        frame.settled()
        QApplication.processEvents()


def press(qtbot: Any, frame: Any, name: str) -> None:
    (act,) = [one for one in frame.findChildren(Button, name) if one.isVisible()]
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Return)
    settled(frame)


def test_an_answer_is_copied_and_the_rest_is_asked(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, qapp: QApplication
) -> None:
    ids = directed(suite.hcp)
    frame = at_work(suite.hcp)
    frame.go("person", detention=ids.detention, section="transfer")
    settled(frame)
    press(qtbot, frame, "transfer.copy.special-diet-or-allergies")
    assert qapp.clipboard().text() == "Yes. latex: use nitrile gloves. meals now and 18:00"
    (entry,) = suite.ig.read(kinds={register.KIND})
    assert entry.body(Compartment.OVERSIGHT)["what"] == "dper_paste"
    assert not frame.findChildren(Button, "transfer.copy.wheelchair-user")
    assert frame.findChild(QLabel, "transfer.wheelchair-user").text() == "Ask."
    press(qtbot, frame, "transfer.print")
    page = frame.page()
    assert isinstance(page, PrintPage)
    assert page.windowTitle() == "Print the answers, copy 2"
    lent().clear()
