"""A keyboard and nothing else, for a journey through the real frame; and a watch for the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from custodyhcp.ui.kit import PlainLabel, Table, Tag

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab
FURTHEST = 220  # presses of Tab
_MOUSE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class MouseWatch(QObject):
    """Counts what a hand on a mouse, a pad or a screen would send to any part of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOUSE:
            self.seen.append(event.type().name)
        return False


class Keyboard:
    """Presses keys where the focus stands; it never puts the focus anywhere itself."""

    def __init__(self, frame: Any, qtbot: Any) -> None:
        self.frame, self.qtbot = frame, qtbot

    @property
    def at(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def settle(self) -> None:
        """Until all is read and written, and what was put off until afterwards is done."""
        for _ in range(3):
            self.frame.settled()
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.frame, key, held)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.frame, words)
        QApplication.processEvents()

    def tab_to(self, name: str, key: Qt.Key = TAB) -> None:
        for _ in range(FURTHEST):
            if self.at == name:
                return
            self.press(key)
        raise AssertionError(f"Tab does not come to {name}; it stands at {self.at}")

    def fill(self, name: str, words: str) -> None:
        self.tab_to(name)
        self.type(words)

    def choose(self, name: str, key: Qt.Key = SPACE) -> None:
        self.tab_to(name)
        self.press(key)
        self.settle()

    def section(self, name: str) -> None:
        self.choose(f"person.section.{name}")

    def wait_for(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=5_000)

    def words(self, within: QWidget | None = None) -> str:
        """Everything that can be read on the screen."""
        root = within or self.frame
        labels = [one.text() for kind in (PlainLabel, Tag) for one in _shown(root, kind)]
        boxes = [one.toPlainText() for one in _shown(root, QPlainTextEdit)]
        cells = [cell.spoken() for table in _shown(root, Table) for row in table.rows()
                 for cell in row.cells]  # fmt: skip
        return "\n".join((*labels, *boxes, *cells))


def _shown(root: QWidget, kind: Any) -> list[Any]:
    return [one for one in root.findChildren(kind) if one.isVisible()]
