"""How a screen is brought to the front in the demonstration, by pressing what a person would press.

``screens_there_are`` lists them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from custodyhcp.ui.door import Demonstration
from custodyhcp.ui.frame import Frame

if TYPE_CHECKING:
    from custodyhcp.ui.window import MainWindow

Wait = Callable[[], None]
Kind = TypeVar("Kind", bound=QWidget)


PATIENCE = 5.0  # seconds until what does not come counts as missing
_DOWN = QEvent.Type.KeyPress


class Begins(Enum):
    """What lies on the computer when the window opens."""

    TWELVE = "TWELVE"  # the demonstration's twelve people
    FIRST_DAY = "FIRST_DAY"  # staff, and nobody in the cells
    NOTHING = "NOTHING"  # no suite yet: set-up
    KEY_LOST = "KEY_LOST"  # a suite whose keyring is empty
    NO_KEYRING = "NO_KEYRING"  # a computer that has no keyring at all


@dataclass(frozen=True)
class Showing:
    """What a step has at hand: the window, the ids by custody reference, and a wait until all the
    work asked for has been done and laid out. Each step raises LookupError for what is missing."""

    window: MainWindow
    detention: Callable[[str], str]
    settle: Wait

    @property
    def frame(self) -> Frame:
        if self.window.frame is None:
            raise LookupError("nobody is signed in")
        return self.window.frame

    def press(self, name: str) -> None:
        """Click the visible button of that name."""
        self.settle()
        self._seen(QAbstractButton, name).click()
        self.settle()

    def fill(self, name: str, words: str) -> None:
        """Put these words into the visible box of that name, in place of what it holds."""
        tall = [part for part in self.window.findChildren(QPlainTextEdit, name) if part.isVisible()]
        if tall:
            tall[0].setPlainText(words)
        else:
            self._seen(QLineEdit, name).setText(words)
        self.settle()

    def pick(self, name: str, words: str) -> None:
        """Choose the option that begins with these words in the visible drop-down of that name."""
        box = self._seen(QComboBox, name)
        place = box.findText(words, Qt.MatchFlag.MatchStartsWith)
        if place < 0:
            raise LookupError(f"'{words}' is not in '{name}'")
        box.setCurrentIndex(place)
        self.settle()

    def text(self, name: str) -> str:
        return self._seen(QLabel, name).text()

    def wait_for(self, name: str) -> None:
        """Until what has that name is there: what is worked out a moment after the typing stops."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.settle()
            if any(part.isVisible() for part in self.window.findChildren(QWidget, name)):
                return
            time.sleep(0.01)
        raise LookupError(f"'{name}' did not come")

    def open_row(self, name: str, words: str) -> None:
        """Open the line of that table in which ``words`` stand."""
        table = self._seen(QAbstractItemView, name)
        model = table.model()
        for place in range(model.rowCount() * model.columnCount()):
            index = model.index(*divmod(place, model.columnCount()))
            if words in str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()):
                table.setCurrentIndex(index)
                enter = QKeyEvent(_DOWN, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
                QApplication.sendEvent(table, enter)
                self.settle()
                return
        raise LookupError(f"'{words}' is not in '{name}'")

    def scroll_to(self, name: str) -> None:
        """Bring what has that name into view, as a person reading down the page would."""
        from custodyhcp.ui.kit import Page

        self.settle()
        found = self._seen(QWidget, name)
        for page in self.window.findChildren(Page):
            if page.isVisible() and page.isAncestorOf(found):
                page.scroller.ensureWidgetVisible(found, 24, 24)
        self.settle()

    def _seen(self, kind: type[Kind], name: str) -> Kind:
        self.settle()
        found = [part for part in self.window.findChildren(kind, name) if part.isVisible()]
        if not found:
            raise LookupError(f"there is no '{name}' on this screen")
        return found[0]


Go = Callable[[Showing], object]


@dataclass(frozen=True)
class Screen:
    """``who`` signs in (None: nobody), then ``go`` brings the screen to the front.

    ``after`` names the screen before it in the list, from which it goes on. ``errors`` where the
    screen is there to show a problem. ``window`` is the name of a window of its own that is to be
    pictured instead of the main one."""

    name: str
    who: Demonstration | None
    go: Go
    after: str = ""
    begins: Begins = Begins.TWELVE
    errors: bool = False
    window: str = ""


def home(_showing: Showing) -> None:
    """What is there after sign-in."""


def place(name: str) -> Go:
    return lambda showing: showing.frame.go(name)


def pressing(*names: str) -> Go:
    def go(showing: Showing) -> None:
        for name in names:
            showing.press(name)

    return go


def person(reference: str, section: str, *then: str) -> Go:
    def go(showing: Showing) -> None:
        stay = showing.detention(reference)
        showing.frame.go("person", detention=stay, section=section)
        for name in then:
            showing.press(name)

    return go


def filling(*steps: str | tuple[str, str]) -> Go:
    """A name alone is pressed; a pair is a box and what is typed in it."""

    def go(showing: Showing) -> None:
        for step in steps:
            if isinstance(step, str):
                showing.press(step)
            else:
                showing.fill(*step)

    return go


def picking(name: str, words: str) -> Go:
    return lambda showing: showing.pick(name, words)


def opening(table: str, words: str, *then: str) -> Go:
    def go(showing: Showing) -> None:
        showing.open_row(table, words)
        for name in then:
            showing.press(name)

    return go


def scrolled(go: Go, to: str) -> Go:
    def scroll(showing: Showing) -> None:
        go(showing)
        showing.scroll_to(to)

    return scroll


def coming(name: str) -> Go:
    return lambda showing: showing.wait_for(name)


def each(*steps: Go) -> Go:
    def go(showing: Showing) -> None:
        for step in steps:
            step(showing)

    return go
