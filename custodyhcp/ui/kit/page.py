"""A page: title, body that scrolls, and the acts along the bottom.

Rules kept here
* Number keys answer the active group of choices: the one that has the focus, else the first that
  has no answer. Its numbers are drawn on its buttons. In a box that takes words they type.
* Enter presses the primary button, unless a box of several lines or another button has the focus.
* Esc goes back (the frame does that).
* Problems are shown at the top and beside each field; nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from custodyhcp.ui.kit.blocks import ErrorSummary, Problem
from custodyhcp.ui.kit.buttons import Button, ButtonRole
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.kit.flow import Flow
from custodyhcp.ui.kit.words import PlainLabel

_TYPING = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class Page(QWidget):
    """Base of every screen. Subclasses fill ``self.body`` in ``__init__`` and override
    ``refresh()``, which the frame calls each time the page comes to the front. A page that lists
    people has ``find_people(words)`` (called as the find box is typed in) and ``find_first()``
    (Enter in the find box).

    ``width`` is the widest the column of the form grows (0: as wide as there is); ``fill`` gives
    the body all the height (a page that is one big table); ``centred`` puts the column in the
    middle (the pages before anybody is signed in)."""

    turned_to_person: ClassVar[bool] = False  # the person in custody sees it: nobody else on it
    _born_in: ClassVar[QWidget | None] = None

    @classmethod
    @contextmanager
    def born_in(cls, place: QWidget) -> Iterator[None]:
        """Pages made meanwhile are made where they will stand. One that is put there afterwards
        has the style rules of each of its parts looked up three times."""
        before, Page._born_in = Page._born_in, place
        try:
            yield
        finally:
            Page._born_in = before

    def __init__(
        self,
        title: str,
        *,
        subtitle: str = "",
        width: int = 820,
        name: str = "",
        fill: bool = False,
        centred: bool = False,
    ) -> None:
        super().__init__(Page._born_in)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if name:
            self.setObjectName(name)
        self.problems = ErrorSummary()
        self._title = PlainLabel(title, "title", name="page.title")
        self._subtitle = PlainLabel(subtitle, "hint")
        if not subtitle:
            self._subtitle.hide()
        self.header = QHBoxLayout()  # right of the title: tags, a button
        self.header.setSpacing(8)
        self._acts = Flow(gap=12)
        self._primary: Button | None = None
        self._escape: Button | None = None
        self._build(width, fill, centred)
        self.setWindowTitle(title)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _build(self, width: int, fill: bool, centred: bool) -> None:
        inner = QWidget()
        inner.setProperty("ground", "none")
        if width:
            inner.setMaximumWidth(width + 48)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._title, 1)
        head.addLayout(self.header)
        column.addWidget(self.problems)
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addLayout(head)
        titles.addWidget(self._subtitle)
        column.addLayout(titles)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        column.addLayout(self.body, 1 if fill else 0)
        self._act_holder = QWidget()
        self._act_holder.setProperty("ground", "none")
        self._act_holder.setLayout(self._acts)
        self._act_holder.hide()
        column.addWidget(self._act_holder)
        self.footer = QVBoxLayout()  # under the acts: what is only for information
        column.addLayout(self.footer)
        if not fill:
            column.addStretch(1)
        ground = QWidget()
        ground.setProperty("ground", "none")
        across = QHBoxLayout(ground)
        across.setContentsMargins(0, 0, 0, 0)
        if centred:
            across.addStretch(1)
        across.addWidget(inner, 100)
        if width:
            across.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroller)

    # building

    def add(self, *widgets: QWidget) -> None:
        """Put widgets under one another in the body."""
        for widget in widgets:
            self.body.addWidget(widget)

    def heading(self, words: str) -> PlainLabel:
        label = PlainLabel(words, "h2")
        self.body.addWidget(label)
        return label

    def primary(self, words: str, on: Callable[[], object], *, name: str) -> Button:
        """The one act of the screen; Enter does it."""
        self._primary = Button(words, on, role=ButtonRole.PRIMARY, name=name, key="Enter")
        return self._act(self._primary)

    def secondary(
        self, words: str, on: Callable[[], object], *, name: str,
        role: ButtonRole = ButtonRole.SECONDARY, escape: bool = False,
    ) -> Button:  # fmt: skip
        """``escape``: Esc does it too, on a page that stands in no frame."""
        button = self._act(Button(words, on, role=role, name=name))
        if escape:
            self._escape = button
        return button

    def _act(self, button: Button) -> Button:
        self._acts.addWidget(button)
        self._act_holder.show()
        return button

    def acts(self) -> QWidget:
        """The row of acts, for a page that has a place of its own for it."""
        return self._act_holder

    def set_title(self, title: str, subtitle: str = "") -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setWindowTitle(title)

    # life

    def refresh(self) -> None:
        """Read again what is shown. Called when the page comes to the front."""

    def focus_start(self) -> None:
        """Where the focus goes when the page comes to the front: the first question or box."""
        starts: list[Labelled | Group] = [*self.findChildren(Labelled), *self.findChildren(Group)]
        seen = [s for s in starts if s.isVisible() and s.isEnabled()]
        if seen:
            min(seen, key=lambda s: s.mapTo(self, s.rect().topLeft()).y()).focus_first()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.verticalScrollBar().setValue(0)  # from the top: whom it is about

    def save_now(self) -> None:
        """Put away what has been typed; the frame calls it before it locks or leaves."""

    def may_leave(self) -> bool:
        """False keeps the page in front; a page that saves drafts says True."""
        return True

    # problems

    def show_errors(self, problems: Sequence[Problem]) -> bool:
        """Show each (field or None, words) at the top and beside its field. True if there were any:

        ``if self.show_errors(found): return``"""
        self.clear_errors()
        self.problems.show_problems(problems)
        title = self._title.text()
        self.setWindowTitle(f"Error: {title}" if problems else title)
        if problems:
            self.scroller.verticalScrollBar().setValue(0)
        return bool(problems)

    def show_failure(self, error: BaseException) -> None:
        """For ``work.do(..., failed=self.show_failure)``: the words of a known error and what to
        do next, or those of a bug with its reference."""
        words = getattr(error, "words", str(error))
        then = getattr(error, "then", "")
        self.show_errors([(None, f"{words} {then}".strip())])

    def clear_errors(self) -> None:
        fields: list[Labelled | Group] = [*self.findChildren(Labelled), *self.findChildren(Group)]
        for field in fields:
            if field.error():
                field.set_error("")
        self.problems.clear()
        self.setWindowTitle(self._title.text())

    # keys

    def groups(self) -> list[Group]:
        """The groups of choices that can be seen, from the top."""
        found = [g for g in self.findChildren(Group) if g.isVisible() and g.isEnabled()]
        return sorted(found, key=lambda g: g.mapTo(self, g.rect().topLeft()).y())

    def active_group(self) -> Group | None:
        """The group the number keys answer."""
        focus = QApplication.focusWidget()
        groups = self.groups()
        for group in groups:
            if focus is not None and group.isAncestorOf(focus):
                return group
        return next((g for g in groups if not any(b.isChecked() for b in g.buttons())), None)

    def show_numbers(self) -> None:
        """Draw the numbers on the active group only. Call it after showing or hiding groups."""
        active = self.active_group()
        for group in self.findChildren(Group):
            group.show_numbers(group is active)

    def _focus_moved(self) -> None:
        """Not now: the focus also moves while widgets are being destroyed, and looking through
        the children at that moment ends the process."""
        QTimer.singleShot(0, self, self._follow_focus)

    def _follow_focus(self) -> None:
        if not self.isVisible():
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.scroller.ensureWidgetVisible(focused, 24, 48)
        self.show_numbers()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        QTimer.singleShot(0, self, self.show_numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no box or button wanted."""
        if self.handle_key(event):
            return
        super().keyPressEvent(event)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Number keys and Enter; the frame sends keys here when nothing has the focus."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain != Qt.KeyboardModifier.NoModifier or event.isAutoRepeat():
            return False  # a key that is held down answers nothing on the page that comes next
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._press_primary()
        if event.key() == Qt.Key.Key_Escape and self._escape is not None:
            self._escape.click()
            return True
        if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            return self._answer(event.key() - Qt.Key.Key_0)
        return False

    def _press_primary(self) -> bool:
        if self._primary is None or not self._primary.isVisible() or not self._primary.isEnabled():
            return False
        self._primary.click()
        return True

    def _answer(self, number: int) -> bool:
        if isinstance(QApplication.focusWidget(), _TYPING):
            return False
        group = self.active_group()
        if group is None or not group.press_number(number):
            return False
        self.show_numbers()
        if not group.many:
            self._go_on_from(group)
        return True

    def _go_on_from(self, group: Group) -> None:
        """After a number key, on to the next group, so that 1 2 1 answers three questions."""
        after = self.groups()
        if group in after:
            rest = after[after.index(group) + 1 :]
            if rest and not any(b.isChecked() for b in rest[0].buttons()):
                rest[0].focus_first()
