"""Blocks to build a page from: cards, callouts, the error summary, empty states, rows of facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import fill

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.ui.kit.buttons import Button, ButtonRole
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.kit.words import PlainLabel, restyle

_LINE = 72  # characters of a problem on one line, so that a long one fits half a screen
Problem = tuple["Labelled | Group | Callable[[], object] | None", str]


class Card(QFrame):
    """A white block with an optional coloured top edge. ``tone``: "", red, amber, green, blue,
    grey (red is the whole card: NOT FIT). Put things in with ``add``."""

    def __init__(self, title: str = "", *, tone: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("kit", "card")
        if name:
            self.setObjectName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(8)
        if title:
            self.body.addWidget(PlainLabel(title, "h2"))
        if tone:
            self.set_tone(tone)

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.body.addWidget(widget)

    def set_tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        restyle(self)


class Callout(QFrame):
    """Words that explain, with a coloured left edge: "What this allows"."""

    def __init__(self, title: str, words: str = "", *, tone: str = "blue", name: str = "") -> None:
        super().__init__()
        self.setProperty("kit", "callout")
        self.setProperty("tone", tone)
        if name:
            self.setObjectName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(4)
        self._title = PlainLabel(title, "label")
        self._words = PlainLabel(words)
        self.body.addWidget(self._title)
        self.body.addWidget(self._words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(f"{title}. {words}")

    def set(self, title: str, words: str = "", tone: str | None = None) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(f"{title}. {words}")
        if tone is not None:
            self.setProperty("tone", tone)
            restyle(self)


class Panel(QFrame):
    """A filled block: ``interruption`` (blue) before a likely mistake, ``confirmation`` (green)
    after something was done."""

    def __init__(self, title: str, words: str = "", *, kind: str = "interruption") -> None:
        super().__init__()
        self.setProperty("kit", kind)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 24)
        self.body.setSpacing(12)
        self.body.addWidget(PlainLabel(title, "title"))
        if words:
            self.body.addWidget(PlainLabel(words))

    def add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.body.addWidget(widget)


class ErrorSummary(QFrame):
    """ "There is a problem", and a line for each that takes the focus to its field."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kit", "problem")
        self.setObjectName("problem")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(16, 12, 16, 12)
        self._body.setSpacing(2)
        self._body.addWidget(PlainLabel("There is a problem", "h2"))
        self._lines: list[QWidget] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each problem is (field or None, words). The field gets the same words beside it. Where
        it is put right somewhere else, what leads there stands in place of the field."""
        self.clear()
        for field, words in problems:
            line: QWidget
            if field is None:
                line = PlainLabel(words, "error")
            else:
                go = _to_field(field, words)
                line = Button(fill(words, _LINE), go, role=ButtonRole.LINK)
                line.setAccessibleName(words)
                line.setProperty("role", "problem")
            self._body.addWidget(line)
            self._lines.append(line)
        self.setAccessibleName("There is a problem. " + " ".join(w for _, w in problems))
        self.setVisible(bool(problems))
        if problems:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        self.hide()


def _to_field(field: Labelled | Group | Callable[[], object], words: str) -> Callable[[], object]:
    if isinstance(field, (Labelled, Group)):
        field.set_error(words)
        return field.focus_first
    return field


class EmptyState(QWidget):
    """Where there is nothing yet: what will be here, and how to make the first one."""

    def __init__(
        self, title: str, words: str, act: str = "", on: Callable[[], object] | None = None,
        *, name: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("ground", "none")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, "h2"))
        column.addWidget(PlainLabel(words, "second"))
        if act:
            row = QHBoxLayout()
            row.addWidget(Button(act, on, name=name))
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)


class Facts(QWidget):
    """Rows of a label and what it says, as on a briefing: ``Facts([("Observe", "Level 2")])``."""

    def __init__(self, rows: Sequence[tuple[str, str]] = (), *, label_width: int = 110) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for place, (label, words) in enumerate(rows):
            self._grid.addWidget(PlainLabel(label, "second"), place, 0, top)
            self._grid.addWidget(PlainLabel(words), place, 1, top)


class Row(QWidget):
    """Widgets side by side, the rest of the line empty (or filled by the last, ``fill=True``)."""

    def __init__(self, *widgets: QWidget, gap: int = 8, fill: bool = False) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.body = QHBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(gap)
        for widget in widgets:
            self.body.addWidget(widget)
        if not fill:
            self.body.addStretch(1)
