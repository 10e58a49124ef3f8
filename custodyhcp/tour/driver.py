"""Presses what a person would press. Finds controls by object name, waits until they can be used.

Shared by ``tour`` and by the journeys in the tests, so that both drive the same windows alike.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

PATIENCE = 20.0  # seconds until a control that does not come counts as missing
Found = TypeVar("Found", bound=QWidget)


class StepFailed(Exception):
    """Something that the journey needs did not come, in words."""


class Driver:
    """One window's worth of pressing. ``out`` is where pictures and the journal go."""

    def __init__(self, out: Path, role: str) -> None:
        self.out = out
        self.role = role
        (out / "screens").mkdir(parents=True, exist_ok=True)

    # -- finding ---------------------------------------------------------------------------
    def until(self, met: Callable[[], object], words: str, patience: float = PATIENCE) -> None:
        """Let the program go on until ``met()`` is true."""
        end = time.monotonic() + patience
        while not met():
            if time.monotonic() > end:
                raise StepFailed(f"waited {patience:.0f} s for {words}")
            QTest.qWait(15)

    def seek(self, name: str, kind: type[Found]) -> Found | None:
        """The visible control of that object name, or None."""
        for window in QApplication.topLevelWidgets():
            if not window.isVisible():
                continue
            if isinstance(window, kind) and window.objectName() == name:
                return window
            for widget in window.findChildren(kind, name):
                if widget.isVisible():
                    return widget
        return None

    def find(self, name: str, kind: type[Found] = QWidget) -> Found:  # type: ignore[assignment]
        """The visible, enabled control of that object name; waits for it."""

        def ready() -> bool:
            widget = self.seek(name, kind)
            return widget is not None and widget.isEnabled()

        self.until(ready, f"'{name}'")
        widget = self.seek(name, kind)
        if widget is None:
            raise StepFailed(f"'{name}' went away")
        return widget

    def text(self, name: str) -> str:
        """The words of a label, once it is there."""
        self.find(name)
        return self.text_now(name)

    def text_now(self, name: str) -> str:
        label = self.seek(name, QLabel)
        return "" if label is None else label.text()

    def changes(self, name: str, said: str) -> None:
        """Wait until the label no longer says that."""
        self.until(lambda: self.text_now(name) != said, f"'{name}' to change")

    def gone(self, name: str) -> None:
        self.until(lambda: self.seek(name, QWidget) is None, f"'{name}' to go")

    # -- pressing --------------------------------------------------------------------------
    def click(self, name: str) -> None:
        """Scroll to the control and click its middle with the mouse."""
        widget: QWidget = self.find(name)
        _scroll_to(widget)
        QTest.qWait(20)
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _middle(widget)
        )
        QTest.qWait(20)

    def type(self, name: str, text: str) -> None:
        """Click into the field, clear it with the keyboard, and type the text key by key."""
        self.click(name)
        widget: QWidget = self.find(name)
        target = widget.focusProxy() or widget
        self.press(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.press(target, Qt.Key.Key_Delete)
        self.keys(target, text)

    def keys(self, target: QWidget, text: str) -> None:
        for character in text:
            if character == "\n":
                self.press(target, Qt.Key.Key_Return)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(target, event)
        QTest.qWait(10)

    def press(
        self,
        target: QWidget | None,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """One key, to ``target`` or to whatever has the focus."""
        widget = target or QApplication.focusWidget() or _window()
        QTest.keyClick(widget, key, modifier)
        QTest.qWait(10)

    def click_words(self, name: str, words: str) -> None:
        """Click the button of the choice ``name`` that begins with ``words``."""
        group: QWidget = self.find(name)
        for button in group.findChildren(QAbstractButton):
            if button.isVisible() and button.text().startswith(words):
                self.click(button.objectName())
                return
        raise StepFailed(f"no '{words}' in '{name}'")

    def pick(self, name: str, words: str) -> None:
        """Choose from a drop-down by typing the words, as the keyboard allows."""
        box = self.find(name, QComboBox)
        _scroll_to(box)
        box.setFocus()
        self.keys(box, words)
        self.until(lambda: box.currentText() == words, f"'{words}' in '{name}'")

    def typed(self, name: str) -> str:
        """What a box of words holds now."""
        for kind in (QLineEdit, QPlainTextEdit):
            box = self.seek(name, kind)
            if isinstance(box, QLineEdit):
                return box.text()
            if isinstance(box, QPlainTextEdit):
                return box.toPlainText()
        return ""

    def clipboard(self) -> str:
        return QApplication.clipboard().text()

    def rows(self, name: str) -> int:
        """How many lines the list of that name shows now."""
        table = self.seek(name, QAbstractItemView)
        model = None if table is None else table.model()
        return 0 if model is None else model.rowCount()

    def open_person(self, words: str) -> None:
        """Open somebody from the board, and look at the banner as one must: again if it is not
        they, because the board may put itself in another order under the pointer."""
        for _ in range(20):
            self.open_row("board.table", words)
            QTest.qWait(100)
            if self.seek("board.table", QAbstractItemView) is not None:
                continue
            if words in self.text("banner.name"):
                return
            self.press(None, Qt.Key.Key_Escape)
        raise StepFailed(f"'{words}' did not open")

    def open_row(self, name: str, words: str) -> None:
        """Click the first line of a list in which ``words`` can be read."""
        self.until(lambda: self._line(name, words) is not None, f"'{words}' in '{name}'")
        index = self._line(name, words)
        table = self.find(name, QAbstractItemView)
        if index is None:
            raise StepFailed(f"'{words}' went from '{name}'")
        table.scrollTo(index)
        QTest.qWait(20)
        place = table.visualRect(index).center()
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
        QTest.qWait(20)

    def _line(self, name: str, words: str) -> QModelIndex | None:
        table = self.seek(name, QAbstractItemView)
        model = None if table is None else table.model()
        if model is None:
            return None
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                if words.casefold() in str(said).casefold():
                    return index
        return None

    def choose_file(self, path: Path) -> None:
        """Answer the file dialog that is open by typing the path."""
        self.until(lambda: _open_dialog() is not None, "a file dialog")
        dialog = _open_dialog()
        if dialog is None:
            raise StepFailed("the file dialog went away")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if field is None:
            raise StepFailed("the file dialog has no field for a name")
        QTest.qWait(200)  # the dialog fills in the name it suggests once its folder is read
        field.setFocus()
        field.selectAll()
        self.keys(field, str(path))
        QTest.keyPress(field, Qt.Key.Key_Return)  # no release: the box is gone by then
        self.until(lambda: _open_dialog() is None, "the file dialog to close")

    # -- recording -------------------------------------------------------------------------
    def picture(self, name: str) -> str:
        QTest.qWait(60)
        file = f"screens/{name}.png"
        _window().grab().save(str(self.out / file))
        return file

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the journal: its name, whether it held, how long, and a picture."""
        started = time.monotonic()
        ok, words = False, ""
        try:
            yield
            ok = True
        except StepFailed as failed:
            words = str(failed)
            raise
        finally:
            slug = "".join(c if c.isalnum() else "-" for c in name.lower())[:60]
            row = {
                "name": name,
                "role": self.role,
                "ok": ok,
                "seconds": round(time.monotonic() - started, 3),
                "screenshot": self.picture(slug),
            }
            if words:
                row["words"] = words
            with (self.out / "journey.json").open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(row) + "\n")


def _window() -> QWidget:
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and isinstance(window, QMainWindow):
            return window
    raise StepFailed("there is no window")


def _open_dialog() -> QFileDialog | None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QFileDialog) and window.isVisible():
            return window
        for dialog in window.findChildren(QFileDialog):
            if dialog.isVisible():
                return dialog
    return None


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 40, 40)
        parent = parent.parentWidget()
