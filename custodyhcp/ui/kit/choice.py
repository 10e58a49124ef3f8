"""Choices that are all to be seen: one of several (``Choice``), some of several (``MultiChoice``).

Rules kept here
* What comes out is a member of the Enum that went in, the very object: each button keeps its
  member, nothing goes through a string.
* Nothing is chosen until somebody chooses, unless the page says so with ``value=``.
* Number keys answer the group that is active (see Page); the number is drawn on the button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from custodyhcp.ui.kit.flow import Flow
from custodyhcp.ui.kit.words import PlainLabel, restyle

E = TypeVar("E", bound=Enum)
_NUMBER = 20  # width and height of the box with the number in it


def _fit(button: QAbstractButton, words: str, extra: int, numbered: bool) -> QSize:
    """Room for the words in bold and the number, so that nothing moves when they appear."""
    bold = QFont(button.font())
    bold.setPixelSize(15)
    bold.setWeight(QFont.Weight.DemiBold)
    wide = max(QFontMetrics(bold).horizontalAdvance(line) for line in words.split("\n"))
    lines = words.count("\n") + 1
    tall = 40 + (lines - 1) * QFontMetrics(bold).lineSpacing()
    return QSize(wide + 34 + extra + (_NUMBER + 10 if numbered else 0), tall)


def _embolden(button: QAbstractButton, on: bool) -> None:
    """Chosen is bold as well as framed and filled: colour is never the only sign."""
    button.setProperty("bold", on)
    restyle(button)


class _Number(PlainLabel):
    def __init__(self, host: QWidget) -> None:
        super().__init__("", wrap=False, parent=host)
        self._host = host
        self.setProperty("kit", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(_NUMBER, _NUMBER)
        self.hide()

    def place(self) -> None:
        host = self._host
        self.move(host.width() - _NUMBER - 12, (host.height() - _NUMBER) // 2)


class _One(QRadioButton):
    """A radio button that looks like a button and cannot be un-chosen by pressing it again."""

    step = Signal(int)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self._plain = words
        self.setProperty("kit", "option")
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.number = _Number(self)
        self.numbered = True
        self.toggled.connect(lambda on: _embolden(self, on))

    def nextCheckState(self) -> None:
        self.setChecked(True)

    def hitButton(self, _where: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return _fit(self, self._plain, 0, self.numbered)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.number.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.step.emit(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.step.emit(-1)
        else:
            super().keyPressEvent(event)


class _Some(QCheckBox):
    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self._plain = words
        self.setProperty("kit", "option")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.number = _Number(self)
        self.numbered = True
        self.toggled.connect(lambda on: _embolden(self, on))

    def hitButton(self, _where: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return _fit(self, self._plain, 30, self.numbered)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.number.place()


class Group(QWidget):
    """What both kinds share: a label above, a hint, an error, and buttons that wrap."""

    many = False  # True where several may be chosen

    def __init__(self, label: str, hint: str, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(name)
        self.setAccessibleName(label)
        if hint:
            self.setAccessibleDescription(hint)
        self._label = PlainLabel(label, "label")
        self._hint = PlainLabel(hint, "hint")
        self._error = PlainLabel("", "error", name=f"{name}.error" if name else "")
        for words_of, words in ((self._label, label), (self._hint, hint), (self._error, "")):
            if not words:  # never shown before it has a parent: it would be a window of its own
                words_of.hide()
        self._box = QWidget()
        self._box.setProperty("ground", "none")
        self._flow = Flow(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._label, self._hint, self._error, self._box):
            column.addWidget(part)

    def buttons(self) -> list[QAbstractButton]:
        """The option buttons, in the order they are numbered."""
        raise NotImplementedError

    def label(self) -> str:
        return self._label.text()

    def set_label(self, words: str) -> None:
        self._label.setText(words)
        self._label.setVisible(bool(words))
        self.setAccessibleName(words)

    def set_hint(self, words: str) -> None:
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
        self.setAccessibleDescription(words)

    def error(self) -> str:
        return self._error.text()

    def set_error(self, words: str) -> None:
        """Show ``words`` in red beside the group, or take them away with an empty string."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        for button in self.buttons():
            button.setProperty("wrong", bool(words))
            restyle(button)

    def show_numbers(self, on: bool) -> None:
        """Draw the number keys on the buttons (the page turns this on for the active group)."""
        for place, button in enumerate(self.buttons(), start=1):
            number: _Number = button.number  # type: ignore[attr-defined]
            number.setText(str(place))
            number.setVisible(on and place <= 9)
            number.place()

    def focus_first(self) -> None:
        """Give the focus to the chosen option, or the first."""
        options = self.buttons()
        chosen = next((b for b in options if b.isChecked()), options[0] if options else None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def press_number(self, number: int) -> bool:
        """Answer with the option of that number, 1 up. False where there is none."""
        options = self.buttons()
        if not 1 <= number <= len(options) or not options[number - 1].isEnabled():
            return False
        options[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        options[number - 1].click()
        return True


B = TypeVar("B", _One, _Some)


class _Options(Group, Generic[E, B]):
    """What one-of-several and some-of-several share: a button for each member, in order, of which
    some may be hidden. Each button keeps its member."""

    def _fill(self, options: Mapping[E, str], make: Callable[[str, QWidget], B]) -> None:
        self._options: dict[E, B] = {}
        self._shown: set[E] = set(options)
        for member, words in options.items():
            button = make(words, self._box)
            button.setObjectName(f"{self.objectName()}.{member.name}")
            button.setAccessibleName(words)
            button.setAccessibleDescription(self.label())
            self._flow.addWidget(button)
            self._options[member] = button
        self.show_numbers(False)

    def buttons(self) -> list[QAbstractButton]:
        return [self._options[m] for m in self._options if m in self._shown]

    def button(self, member: E) -> QAbstractButton:
        return self._options[member]

    def options(self) -> tuple[E, ...]:
        """Every member there is to choose from, shown or not."""
        return tuple(self._options)

    def only(self, members: Iterable[E]) -> None:
        """Show these options and hide the rest; a hidden one that was chosen is un-chosen."""
        self._shown = set(members)
        for member, button in self._options.items():
            button.setVisible(member in self._shown)
            if member not in self._shown:
                button.setChecked(False)


class Choice(_Options[E, _One]):
    """One of several, all visible. ``options`` maps each member to its words, in order.

    ``chosen(member)`` is emitted when a person chooses; ``value()`` gives the member or None."""

    chosen = Signal(object)

    def __init__(
        self,
        label: str,
        options: Mapping[E, str],
        *,
        name: str,
        hint: str = "",
        value: E | None = None,
    ) -> None:
        super().__init__(label, hint, name)
        self._fill(options, _One)
        for member, button in self._options.items():
            button.clicked.connect(lambda _on=False, m=member: self._pressed(m))
            button.step.connect(lambda by, m=member: self._step(m, by))
        self.set_value(value)

    def value(self) -> E | None:
        for member, button in self._options.items():
            if button.isChecked():
                return member
        return None

    def set_value(self, value: E | None) -> None:
        """Choose without telling anybody; None un-chooses."""
        for member, button in self._options.items():
            button.setChecked(member is value)
        self._rove()

    def only(self, members: Iterable[E]) -> None:
        super().only(members)
        self._rove()

    def _pressed(self, member: E) -> None:
        for other, button in self._options.items():
            button.setChecked(other is member)
        self._rove()
        self.set_error("")
        self.chosen.emit(member)

    def _rove(self) -> None:
        """One stop for Tab, as with radio buttons: the chosen option, else the first."""
        shown = self.buttons()
        stop = next((b for b in shown if b.isChecked()), shown[0] if shown else None)
        for button in self._options.values():
            here = button is stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def _step(self, member: E, by: int) -> None:
        shown = self.buttons()
        place = shown.index(self._options[member])
        shown[(place + by) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)


class MultiChoice(_Options[E, _Some]):
    """Some of several. ``values()`` is a tuple of members in the order shown."""

    many = True
    changed = Signal(object)

    def __init__(
        self,
        label: str,
        options: Mapping[E, str],
        *,
        name: str,
        hint: str = "",
        values: Iterable[E] = (),
    ) -> None:
        super().__init__(label, hint, name)
        self._fill(options, _Some)
        for button in self._options.values():
            button.clicked.connect(lambda _on=False: self._pressed())
        self.set_values(values)

    def values(self) -> tuple[E, ...]:
        return tuple(m for m, b in self._options.items() if b.isChecked())

    def set_values(self, values: Iterable[E]) -> None:
        """Tick exactly these without telling anybody."""
        keep = set(values)
        for member, button in self._options.items():
            button.setChecked(member in keep)

    def _pressed(self) -> None:
        self.set_error("")
        self.changed.emit(self.values())
