"""By keyboard: a downtime, a sheet, the late entry that stands for it, and the count at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from sharing_people import PLACE, directed

from custodyhcp.records import dates
from custodyhcp.sharing import publishing, reconciling
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


def typed(qtbot: Any, frame: Any, name: str, text: str) -> None:
    box = seen(frame, QLineEdit, name)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def press(qtbot: Any, frame: Any, name: str) -> None:
    act = seen(frame, QAbstractButton, name)
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Space)
    settled(frame)


def test_the_list_stays_open_until_the_late_entry_is_named(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(hours=2)
    now = suite.clock()
    frame = at_work(suite.sergeant)
    frame.findChild(QAction, "bar.after_downtime").trigger()
    settled(frame)
    press(qtbot, frame, "downtime_list.begin.act")
    assert "Enter when it began" in words(frame.page())
    typed(qtbot, frame, "downtime_list.since", dates.cui_date_time(now - timedelta(hours=30)))
    typed(qtbot, frame, "downtime_list.until", dates.cui_time(now))
    press(qtbot, frame, "downtime_list.begin.act")
    assert "No sheet listed yet" in words(frame.page())

    press(qtbot, frame, "downtime_list.add.act")
    assert "Choose whom the sheet is about" in words(frame.page())
    who = seen(frame, QComboBox, "downtime_list.who")
    who.setFocus()
    qtbot.keyClick(who, Qt.Key.Key_Down)
    press(qtbot, frame, "downtime_list.paper.TOLD")
    typed(qtbot, frame, "downtime_list.by", "PS 4127")
    typed(qtbot, frame, "downtime_list.at", dates.cui_time(now - timedelta(minutes=30)))
    press(qtbot, frame, "downtime_list.add.act")
    assert "1 of 1 sheets not entered yet" in words(frame.page())
    typed(qtbot, frame, "downtime_list.count", "1")
    press(qtbot, frame, "downtime_list.close.act")
    assert "Not entered yet: sheet 1" in words(frame.page())
    assert seen(frame, QLineEdit, "downtime_list.count").text() == "1"
    twice_listed(qtbot, frame, now - timedelta(minutes=30))

    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    publishing.acknowledge(
        suite.sergeant, current, told_by="R Hale", told_at=now - timedelta(minutes=30),
        read_back=True,
    )  # fmt: skip
    frame.page().refresh()
    settled(frame)
    (act,) = [b for b in frame.findChildren(Button) if b.isVisible()
              and b.objectName().startswith("downtime_list.sheet.1.")
              and "strike" not in b.objectName()]  # fmt: skip
    press(qtbot, frame, act.objectName())
    assert "Nothing on the list is missing" in words(frame.page())
    typed(qtbot, frame, "downtime_list.count", "2")
    press(qtbot, frame, "downtime_list.close.act")
    assert "2 sheets in hand, and 1 listed." in words(frame.page())
    typed(qtbot, frame, "downtime_list.count", "1")
    press(qtbot, frame, "downtime_list.close.act")
    assert "The last list is closed" in words(frame.page())
    assert reconciling.downtimes(suite.hcp)[-1].closed


def twice_listed(qtbot: Any, frame: Any, at: datetime) -> None:
    """The same sheet again, by mistake: struck with a reason, and both stay to be read."""
    who = seen(frame, QComboBox, "downtime_list.who")
    who.setFocus()
    qtbot.keyClick(who, Qt.Key.Key_Down)
    press(qtbot, frame, "downtime_list.paper.OTHER")
    typed(qtbot, frame, "downtime_list.by", "PS 4127")
    typed(qtbot, frame, "downtime_list.at", dates.cui_time(at))
    press(qtbot, frame, "downtime_list.add.act")
    assert "2 of 2 sheets not entered yet" in words(frame.page())
    press(qtbot, frame, "downtime_list.sheet.2.strike")
    press(qtbot, frame, "downtime_list.sheet.2.strike.act")
    assert "Say why it was a mistake" in words(frame.page())
    typed(qtbot, frame, "downtime_list.sheet.2.reason", "the same sheet twice")
    press(qtbot, frame, "downtime_list.sheet.2.strike.act")
    assert "1 of 1 sheets not entered yet" in words(frame.page())
    assert "Struck by Dale Mercer, listed by mistake: the same sheet twice" in words(frame.page())
