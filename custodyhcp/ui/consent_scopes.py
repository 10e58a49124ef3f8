"""Every question there is to one person, by its kind, with how each stands: at a glance.

Rules kept here
* The three kinds stand apart, each under its own heading: looking and sharing, examination and
  treatment, forensic (HARD, domain consent 3.7).
* The words say how it stands; a mark and a colour only help.
* One stop for Tab; Up and Down go from question to question, Enter or Space turns to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from custodyhcp import resources
from custodyhcp.consent.codes import Kind, Scope, kind
from custodyhcp.ui.consent_parts import Opened, standing
from custodyhcp.ui.kit import Card, PlainLabel, restyle

WIDE = 212  # pixels
BESIDE = 620  # pixels: with less room than this the list stands below the question
_MARKS = {"green": "✓", "amber": "!", "grey": "–"}
_LOOKS = {"green": "good", "amber": "strong", "grey": "second"}


@cache
def _asking() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.load_json("consent/asking.json")
    return table


def order() -> tuple[Scope, ...]:
    """Every scope, in the order in which they are asked."""
    return tuple(Scope(name) for name in _asking()["order"])


def short(scope: Scope) -> str:
    """The question in two or three words."""
    words: str = _asking()["short"][scope.value]
    return words


def kind_title(of: Kind) -> str:
    words: str = _asking()["kinds"][of.value]["title"]
    return words


def kind_words(of: Kind) -> str:
    """What an answer of this kind is, and what it is not."""
    words: str = _asking()["kinds"][of.value]["what"]
    return words


class _Row(QPushButton):
    """A question and, under it, how it stands."""

    step = Signal(int)

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.setProperty("kit", "scope")
        self.setObjectName(f"consent.scope.{scope.value}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = PlainLabel(short(scope), "strong")
        self._said = PlainLabel("–  not asked", "second")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 8, 4)
        column.setSpacing(0)
        for label in (self._name, self._said):
            label.setProperty("fine", True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.show_standing("not asked", "grey")

    def show_standing(self, said: str, tone: str) -> None:
        self._said.setText(f"{_MARKS[tone]}  {said}")
        self._said.set_look(_LOOKS[tone])
        self.setAccessibleName(f"{short(self.scope)}: {said}")
        self.updateGeometry()

    def said(self) -> str:
        return self._said.text()

    def set_here(self, here: bool) -> None:
        """Whether it is the question on the page. Its labels say so by themselves: a rule about
        the row does not reach what stands in it."""
        self.setChecked(here)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        for label in (self._name, self._said):
            label.setProperty("here", here)
            restyle(label)

    def nextCheckState(self) -> None:
        """Which one is the question on the page is for the page to say."""

    def sizeHint(self) -> QSize:
        return QSize(WIDE, self.heightForWidth(self.width() or WIDE))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        column = self.layout()
        return 42 if column is None else max(42, column.heightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self.step.emit(1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.step.emit(-1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Scopes(Card):
    """The list. ``turn(scope)`` is called when one is pressed."""

    def __init__(self, turn: Callable[[Scope], object]) -> None:
        super().__init__(name="consent.scopes")
        self.setAccessibleName("Every question, and how it stands")
        self.body.setContentsMargins(0, 4, 0, 8)
        self.body.setSpacing(0)
        self._rows: dict[Scope, _Row] = {}
        for of in Kind:
            heading = PlainLabel(kind_title(of), "overline", name=f"consent.kind.{of.value}")
            heading.setContentsMargins(10, 6, 8, 2)
            self.body.addWidget(heading)
            for scope in order():
                if kind(scope) is of:
                    self.body.addWidget(self._row(scope, turn))
        self.body.addStretch(1)
        self.set_current(Scope.VIEW_SCR)

    def _row(self, scope: Scope, turn: Callable[[Scope], object]) -> _Row:
        row = _Row(scope)
        row.clicked.connect(lambda _on=False: turn(scope))
        row.step.connect(partial(self._step, scope))
        self._rows[scope] = row
        return row

    def _step(self, scope: Scope, by: int) -> None:
        rows = list(self._rows)
        other = rows[(rows.index(scope) + by) % len(rows)]
        self._rows[other].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_current(self, scope: Scope) -> None:
        """Mark the question on the page; Tab stops there."""
        for other, row in self._rows.items():
            row.set_here(other is scope)

    def show_for(self, opened: Opened, scope: Scope, now: datetime) -> None:
        for other, row in self._rows.items():
            row.show_standing(*standing(opened, other, now))
        self.set_current(scope)

    def said(self, scope: Scope) -> str:
        """How that one stands, as it can be read."""
        return self._rows[scope].said()


class Beside(QWidget):
    """The list at the left of the question; below it where there is no room for both."""

    def __init__(self, listed: QWidget, question: QWidget) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._listed = listed
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(20)
        self._across.addWidget(listed, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addWidget(question, 1)
        self._turn(beside=True)

    def _turn(self, *, beside: bool) -> None:
        way = QBoxLayout.Direction
        self._across.setDirection(way.LeftToRight if beside else way.BottomToTop)
        self._listed.setMinimumWidth(WIDE if beside else 0)
        self._listed.setMaximumWidth(WIDE if beside else 16777215)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the question: the turn is taken by the width there is."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._turn(beside=event.size().width() >= BESIDE)
