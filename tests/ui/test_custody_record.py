"""By keyboard: another custody system, each part copied as shown, and the claim at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from sharing_people import PLACE, directed

from custodyhcp.sharing import pasting, publishing
from custodyhcp.ui.clipboard import lent
from custodyhcp.ui.kit import Button


def settled(frame: Any) -> None:
    for _ in range(4):
        frame.settled()
        QApplication.processEvents()


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def seen(frame: Any, kind: type, name: str) -> Any:
    (found,) = [one for one in frame.findChildren(kind, name) if one.isVisible()]
    return found


def press(qtbot: Any, frame: Any, name: str) -> None:
    act = seen(frame, Button, name)
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Return)
    settled(frame)


def test_parts_are_copied_as_shown_and_somebody_says_it_is_there(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, qapp: QApplication
) -> None:
    other = directed(suite.hcp, "NG/26/1")
    publishing.publish(suite.hcp, other.detention, PLACE)
    ids = directed(suite.hcp, "NG/26/2")
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    frame.go("person", detention=ids.detention, section="briefing")
    settled(frame)
    assert "Not in the custody record yet: 1 more" in words(frame.page())

    box = seen(frame, QComboBox, "briefing.profile")
    box.setFocus()
    for _ in range(3):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    settled(frame)
    assert box.hasFocus()
    for name in (".2", ""):
        press(qtbot, frame, f"briefing.copy{name}")
        shown = seen(frame, QLabel, f"briefing.paste{name}").text()
        assert qapp.clipboard().text().encode() == shown.encode()
    assert pasting.profile_in_use(suite.hcp).key == "short"

    press(qtbot, frame, "briefing.pasted")
    assert "Enter when it was pasted" in words(frame.page())
    at = seen(frame, QLineEdit, "briefing.pasted_at")
    at.setFocus()
    qtbot.keyClick(at, Qt.Key.Key_N)
    press(qtbot, frame, "briefing.pasted")
    assert pasting.claim_of(suite.sergeant, made) is not None
    assert "In the custody record" in words(frame.page())
    press(qtbot, frame, "briefing.awaiting.NG/26/1")
    assert "Not in the custody record yet" not in words(frame.page())
    lent().clear()
