"""Fields: a label above, a hint under it, the error beside it, the box, and its units.

Rules kept here
* Nothing typed is ever cleared by the kit; an error only adds words and a red edge.
* A field is checked when somebody moves on, never while they type: ``changed`` is for autosave.
* Times are 24-hour and dates are day, month, year in three boxes; neither follows the regional
  settings of the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextDocumentFragment
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from custodyhcp.ui.kit.buttons import Button
from custodyhcp.ui.kit.words import PlainLabel, restyle

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOMENT = timedelta(microseconds=1)
_CHAR = 10  # a generous width of one letter, in pixels
_ROOM = 1_000_000  # characters: Qt would cut a long paste at 32,767 without a word; pages refuse it


class Labelled(QWidget):
    """What every field has. ``edits()`` are the boxes in it, the first of which takes the focus."""

    changed = Signal()

    def __init__(self, label: str, hint: str, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setAccessibleName(label)
        self._label = PlainLabel(label, "label")
        self._hint = PlainLabel(hint, "hint")
        self._error = PlainLabel("", "error", name=f"{name}.error" if name else "")
        for words_of, words in ((self._label, label), (self._hint, hint), (self._error, "")):
            if not words:  # never shown before it has a parent: it would be a window of its own
                words_of.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for part in (self._label, self._hint, self._error):
            self._column.addWidget(part)

    def edits(self) -> list[QWidget]:
        """The boxes, first one first."""
        raise NotImplementedError

    def label(self) -> str:
        return self._label.text()

    def set_label(self, words: str) -> None:
        self._label.setText(words)
        self._label.setVisible(bool(words))

    def set_hint(self, words: str) -> None:
        self._hint.setText(words)
        self._hint.setVisible(bool(words))

    def error(self) -> str:
        return self._error.text()

    def set_error(self, words: str) -> None:
        """Show ``words`` beside the field, or take them away with an empty string."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        for edit in self.edits():
            edit.setProperty("wrong", bool(words))
            edit.setAccessibleDescription(words or self._hint.text())
            restyle(edit)

    def focus_first(self) -> None:
        self.edits()[0].setFocus(Qt.FocusReason.TabFocusReason)


class _Lines(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it, as in every other field."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * lines + 24
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMaximumHeight(max(height, 44))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted becomes plain words: of a page with markup all its text, of a picture
        nothing."""
        if source.hasText():
            self.insertPlainText(source.text())
        elif source.hasHtml():
            self.insertPlainText(QTextDocumentFragment.fromHtml(source.html()).toPlainText())


class Field(Labelled):
    """One box of words. ``lines`` > 1 makes it tall; ``chars`` sets how wide it looks;
    ``units`` stand to the right of it; ``secret`` hides what is typed.

    ``text()`` is what was typed, with spaces at both ends removed. ``entered`` is emitted on
    Enter in a one-line box."""

    entered = Signal()

    def __init__(
        self,
        label: str,
        *,
        name: str,
        hint: str = "",
        units: str = "",
        lines: int = 1,
        chars: int = 0,
        secret: bool = False,
        text: str = "",
        example: str = "",
    ) -> None:
        super().__init__(label, hint, name)
        self._box: QLineEdit | QPlainTextEdit
        if lines > 1:
            self._box = _Lines(lines)
        else:
            self._box = QLineEdit()
            self._box.setMaxLength(_ROOM)
            self._box.returnPressed.connect(self.entered)
            if secret:
                self._box.setEchoMode(QLineEdit.EchoMode.Password)
            if chars:
                self._box.setMaximumWidth(chars * _CHAR + 30)
        self._box.setPlaceholderText(example)
        self._box.setObjectName(name)
        self._box.setAccessibleName(f"{label}, {units}" if units else label)
        self._box.setAccessibleDescription(hint)
        self._label.setBuddy(self._box)
        self.set_text(text)
        self._box.textChanged.connect(lambda *_: self.changed.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._box, 100)
        if units:
            row.addWidget(PlainLabel(units, "second", wrap=False))
        if chars or units:
            row.addStretch(1)
        self._column.addLayout(row)

    def edits(self) -> list[QWidget]:
        return [self._box]

    @property
    def box(self) -> QLineEdit | QPlainTextEdit:
        """The Qt widget, for a completer or a validator."""
        return self._box

    def text(self) -> str:
        if isinstance(self._box, QLineEdit):
            return self._box.text().strip()
        return self._box.toPlainText().strip()

    def set_text(self, text: str) -> None:
        if isinstance(self._box, QLineEdit):
            self._box.setText(text)
        else:
            self._box.setPlainText(text)

    def set_read_only(self, on: bool) -> None:
        self._box.setReadOnly(on)


class DateField(Labelled):
    """A date in three boxes: day, month (number or name), year."""

    def __init__(self, label: str, *, name: str, hint: str = "For example 03 01 1995") -> None:
        super().__init__(label, hint, name)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._boxes: list[QLineEdit] = []
        for part, chars in (("Day", 2), ("Month", 3), ("Year", 4)):
            box = QLineEdit()
            box.setObjectName(f"{name}.{part.lower()}")
            box.setAccessibleName(f"{label}: {part}")
            box.setFixedWidth(chars * _CHAR + 34)
            box.setMaxLength(9 if part == "Month" else chars)
            box.textChanged.connect(lambda *_: self.changed.emit())
            column = QVBoxLayout()
            column.setSpacing(6)
            caption = PlainLabel(part, "small", wrap=False)
            caption.setBuddy(box)
            column.addWidget(caption)
            column.addWidget(box)
            row.addLayout(column)
            self._boxes.append(box)
        row.addStretch(1)
        self._column.addLayout(row)

    def edits(self) -> list[QWidget]:
        return list(self._boxes)

    def is_empty(self) -> bool:
        return not any(box.text().strip() for box in self._boxes)

    def value(self) -> date | None:
        """The date, or None where the boxes do not make one (see ``problem``)."""
        day, month, year = (box.text().strip() for box in self._boxes)
        try:
            return date(_whole(year, 4), _month(month), _whole(day, 2))
        except ValueError:
            return None

    def problem(self) -> str:
        """What is wrong with what was typed, in words, or an empty string."""
        if self.is_empty() or self.value() is not None:
            return ""
        return f"{self.label()} must be a real date, such as 03 01 1995"

    def set_value(self, value: date | None) -> None:
        parts = ("", "", "") if value is None else (
            f"{value.day:02d}", f"{value.month:02d}", f"{value.year:04d}")  # fmt: skip
        self.set_texts(parts)

    def texts(self) -> tuple[str, ...]:
        """What stands in the boxes, a date or not: day, month, year."""
        return tuple(box.text() for box in self._boxes)

    def set_texts(self, parts: Sequence[str]) -> None:
        for box, part in zip(self._boxes, parts, strict=True):
            box.setText(part)


def _whole(text: str, digits: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= digits):
        raise ValueError(text)
    if digits == 4 and len(text) != 4:
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    short = text[:3].title()
    return MONTHS.index(short) + 1 if short in MONTHS else _whole(text, 2)


class _Time(QLineEdit):
    """A box of ``HH:mm``; N puts in the present time. Where a day may be typed as well, only in an
    empty box: a month has an N in it."""

    now_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        clear = self.maxLength() <= len("02:15") or not self.text()
        if event.key() == Qt.Key.Key_N and not event.modifiers() and clear:
            self.now_pressed.emit()
            return
        super().keyPressEvent(event)


_DAY_TOO = "A time such as 02:15, or a day and a time: 22-Nov-2026 02:15"


class NowField(Labelled):
    """A time of day that is one key away: ``N`` in the box, or the button, means now.

    ``now`` is the clock, giving an aware datetime; ``value()`` is the moment meant, the latest
    that is not after now (or, with ``ahead=True``, the next that is not before now)."""

    def __init__(
        self,
        label: str,
        now: Callable[[], datetime],
        *,
        name: str,
        hint: str = "",
        ahead: bool = False,
        days: bool = False,
    ) -> None:
        hint = hint or (_DAY_TOO if days else "24-hour clock, such as 02:15")
        super().__init__(label, hint, name)
        self._now, self._ahead, self._days = now, ahead, days
        self._box = _Time()
        self._box.setObjectName(name)
        self._box.setAccessibleName(label)
        self._box.setAccessibleDescription(hint or "24-hour clock. Press N for now")
        self._box.setFixedWidth((17 if days else 5) * _CHAR + 40)
        self._box.setMaxLength(24 if days else 5)
        self._box.now_pressed.connect(self.set_now)
        self._box.textChanged.connect(lambda *_: self.changed.emit())
        self._label.setBuddy(self._box)
        press = Button("Now", self.set_now, name=f"{name}.now", key="")
        press.setToolTip("or press N in the box")
        press.setAccessibleName(f"{label}: now")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._box)
        row.addWidget(press)
        row.addStretch(1)
        self._column.addLayout(row)

    def edits(self) -> list[QWidget]:
        return [self._box]

    def text(self) -> str:
        return self._box.text().strip()

    def set_text(self, text: str) -> None:
        self._box.setText(text)

    def set_now(self) -> None:
        self.set_value(self._now())

    def set_value(self, value: datetime | None) -> None:
        from custodyhcp.records import dates  # not before the first paint

        self._box.setText("" if value is None else f"{dates.local(value):%H:%M}")

    def value(self) -> datetime | None:
        """An aware moment within 24 hours of now, or None where the box is empty or wrong. The
        clock meant is the suite's (UK time), whatever the computer is set to."""
        from custodyhcp.records import dates

        typed = dates.read_clock(self.text())
        if typed is None:
            return dates.read_date_time(self.text()) if self._days else None
        now = self._now()
        if self._ahead:
            return dates.next_at(typed, now.replace(second=0, microsecond=0) - _MOMENT)
        return dates.last_at(typed, now)

    def problem(self) -> str:
        from custodyhcp.records import dates

        if not self.text() or dates.read_clock(self.text()) is not None:
            return ""
        if self._days:
            wrong = f"{self.label()} must be a time such as 02:15, or with the day"
            return "" if self.value() is not None else f"{wrong}: 22-Nov-2026 02:15"
        return f"{self.label()} must be a time on the 24-hour clock, such as 02:15"


class Pick(Labelled):
    """More than five options, so a drop-down. It keeps the objects it was given and hands the
    very same back: no string passes through Qt."""

    def __init__(
        self, label: str, options: list[tuple[object, str]], *, name: str, hint: str = ""
    ) -> None:
        super().__init__(label, hint, name)
        self._options = options
        self._box = QComboBox()
        self._box.setObjectName(name)
        self._box.setAccessibleName(label)
        self._box.setMinimumHeight(40)
        self._box.addItem("Choose…")
        for _value, words in options:
            self._box.addItem(words)
        self._box.installEventFilter(self)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.currentIndexChanged.connect(lambda *_: self.changed.emit())
        self._label.setBuddy(self._box)
        row = QHBoxLayout()
        row.addWidget(self._box)
        row.addStretch(1)
        self._column.addLayout(row)

    def set_options(self, options: list[tuple[object, str]]) -> None:
        """Others to choose from; what was chosen stays chosen where it is still there."""
        chosen = self.value()
        self._options = options
        self._box.blockSignals(True)
        while self._box.count() > 1:
            self._box.removeItem(1)
        for _value, words in options:
            self._box.addItem(words)
        self.set_value(chosen)
        self._box.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page; it never changes an answer."""
        if watched is self._box and event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False

    def edits(self) -> list[QWidget]:
        return [self._box]

    def value(self) -> object | None:
        place = self._box.currentIndex() - 1
        return self._options[place][0] if place >= 0 else None

    def set_value(self, value: object | None) -> None:
        place = next((i for i, (v, _) in enumerate(self._options) if v is value or v == value), -1)
        self._box.setCurrentIndex(place + 1)
