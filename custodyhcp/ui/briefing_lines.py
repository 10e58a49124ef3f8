"""A briefing drawn line by line, exactly as it is read, with the reason and basis of each line.

The same drawing stands beside the nurse's work, on the page that publishes, and before the
sergeant who acknowledges; it decides nothing and leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.sharing.briefing import Briefing
from custodyhcp.sharing.custody_side import Published, Stay
from custodyhcp.sharing.document import Emphasis, Line
from custodyhcp.ui.kit import PlainLabel

LABEL_WIDTH = 92
TONES = {
    Emphasis.STOP: "red",
    Emphasis.CARE: "amber",
    Emphasis.GOOD: "green",
    Emphasis.STRONG: "",
    Emphasis.NORMAL: "",
}


def note(line: Line) -> str:
    """Why it is told, and the basis: ``how cell visits are set · duty of care``."""
    return " · ".join(part for part in (line.reason, line.basis) if part)


def look_of(line: Line) -> str:
    return "" if line.emphasis is Emphasis.NORMAL else "strong"


def current_of(stay: Stay) -> Published:
    """The briefing a card is about; a stay without one has no card."""
    if stay.current is None:
        raise ValueError("a card needs a briefing")
    return stay.current


def name_label(name: str) -> PlainLabel:
    """A name that may break after a comma, a hyphen or, if it must, anywhere, and is never cut."""
    shown = "".join("".join(_breakable(word)) + gap for word, gap in (_split_after(name)))
    label = PlainLabel(shown, "second", name="card.name")
    label.setAccessibleName(name)
    label.setMinimumWidth(60)
    # At the left like every other card's, also where the name itself is written from the right.
    label.setAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    )
    return label


_LONG = 14  # letters of a word after which it may break


def _split_after(name: str) -> list[tuple[str, str]]:
    words = name.split(" ")
    return [(word, " ") for word in words[:-1]] + [(words[-1], "")]


def _breakable(word: str) -> list[str]:
    """Pieces with a zero-width space between them, where the word is long."""
    if len(word) <= _LONG:
        return [word]
    pieces = [word[at : at + _LONG] for at in range(0, len(word), _LONG)]
    return [piece + "\u200b" for piece in pieces[:-1]] + [pieces[-1]]


class HeadlineBlock(QFrame):
    """The first line: the largest words, on a ground that says it again in colour."""

    def __init__(self, line: Line, *, look: str = "big", name: str = "briefing.headline") -> None:
        super().__init__()
        self.setProperty("kit", "headline")
        self.setProperty("tone", TONES[line.emphasis])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(PlainLabel(line.text, look, name=name))
        self.setAccessibleName(line.text)


class BriefingLines(QWidget):
    """``show_briefing`` fills it. ``notes`` draws the reason and basis small under each line."""

    def __init__(self, *, notes: bool = True, label_width: int = LABEL_WIDTH) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._notes, self._label_width = notes, label_width
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._shown: tuple[tuple[Line, ...], str] | None = None

    def show_briefing(self, briefing: Briefing, *, headline: str = "big") -> None:
        if self._shown == (briefing.lines, headline):
            return
        self._shown = (briefing.lines, headline)
        self._swap()
        column = self._fresh()
        column.addWidget(HeadlineBlock(briefing.headline, look=headline))
        column.addSpacing(4)
        column.addWidget(self._rows(briefing.lines[1:]))
        if self._inside is not None and self.isVisible():
            self._inside.show()

    def _swap(self) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()

    def _fresh(self) -> QVBoxLayout:
        self._inside = QWidget()
        self._inside.setProperty("ground", "none")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._column.addWidget(self._inside)
        return column

    def _rows(self, lines: Iterable[Line]) -> QWidget:
        rows = QWidget()
        rows.setProperty("ground", "none")
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in lines:
            column.addWidget(self._row(line))
        return rows

    def _row(self, line: Line) -> QWidget:
        row = QFrame()
        row.setProperty("kit", "row")
        row.setObjectName(f"briefing.line.{line.key}")
        row.setAccessibleName(f"{line.label}: {line.text}. {note(line)}")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 6, 0, 6)
        across.setSpacing(10)
        label = PlainLabel(line.label, "second")
        label.setFixedWidth(self._label_width)
        across.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(PlainLabel(line.text, look_of(line)))
        if self._notes and note(line):
            said.addWidget(PlainLabel(note(line), "small"))
        across.addLayout(said, 1)
        return row
