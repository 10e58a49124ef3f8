"""The wall view: cells and what to do, in letters read across a room, and no name.

Rules kept here: it shows a cell, the first line, how to observe and the next review, and nothing
that says who or why; it is there only where the suite has turned it on, and goes with the sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from custodyhcp.records import dates
from custodyhcp.records.briefing_state import Missing
from custodyhcp.sharing import escalating
from custodyhcp.sharing.custody_side import Published, Stay, review_late
from custodyhcp.sharing.escalating import Level
from custodyhcp.ui.briefing_card import inspector_words
from custodyhcp.ui.briefing_lines import TONES, current_of
from custodyhcp.ui.kit import Card, PlainLabel

TWO_ABOVE = 1200  # pixels of width
CELL_WIDE = 100  # pixels: what to do begins at the same place in every tile


def tile_lines(stay: Stay, now: datetime, inspector: str) -> list[str]:
    """What to do, most urgent first; never who it is about."""
    current = current_of(stay)
    said = []
    if Missing.GONE in stay.missing:
        about = stay.not_fit or current
        said.append(f"Transfer not started: {dates.spoken(now - about.at)}")
    if escalating.reached(stay, now, Level.INSPECTOR):
        said.append(inspector_words(inspector))
    if current.unread:
        said.append("NOT ACKNOWLEDGED")
    said.append(_observe(current))
    if review_late(current, now) and current.briefing.next_review is not None:
        said.append(f"Review {dates.relative(current.briefing.next_review, now)}")
    elif current.briefing.next_review is not None:
        said.append(f"Review {dates.cui_short(current.briefing.next_review, now)}")
    return said


def _observe(current: Published) -> str:
    """How, never why: the reason is for custody's own screen."""
    visits = current.briefing.visits
    if visits is None:
        return "Observe as the briefing says"
    how = f"ROUSE every {visits.minutes} min" if visits.rouse else f"every {visits.minutes} min"
    if visits.level == 4:
        return "Level 4, within arm's reach" + (f", {how}" if visits.rouse else "")
    return f"Level {visits.level}, {'constant, ' if visits.level == 3 else ''}{how}"


class WallTile(Card):
    def __init__(self, stay: Stay, now: datetime, inspector: str) -> None:
        super().__init__(name=f"wall.cell.{stay.cell or 'none'}")
        current = current_of(stay)
        loud = stay.not_fit_open
        self.set_tone("red" if loud else TONES[current.briefing.headline.emphasis])
        self.setAccessibleName(f"Cell {stay.cell}: {current.briefing.headline.text}")
        row = QHBoxLayout()
        row.setSpacing(20)
        cell = PlainLabel(stay.cell or "–", "wall_cell", wrap=False)
        cell.setMinimumWidth(CELL_WIDE)
        row.addWidget(cell, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(PlainLabel(current.briefing.headline.text, "wall"))
        for words in tile_lines(stay, now, inspector):
            column.addWidget(PlainLabel(words, "wall_line"))
        column.addStretch(1)
        row.addLayout(column, 1)
        self.body.addLayout(row)


class WallWindow(QWidget):
    """A window of its own; Esc closes it. ``show_stays`` draws it anew."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("wall")
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Cells and what to do")
        self.resize(1366, 768)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroller.setProperty("ground", "page")
        self._scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroller.setAccessibleName("Cells and what to do")
        self._clock = PlainLabel("", "wall_line", wrap=False, name="wall.clock")
        column.addWidget(self._clock)
        column.addWidget(self._scroller, 1)

    def show_on_second_screen(self) -> None:
        """Whole on another screen where there is one, otherwise as a window."""
        screens = QApplication.screens()
        if len(screens) > 1:
            self.setGeometry(screens[1].geometry())
            self.showFullScreen()
            return
        self.show()

    def show_stays(self, stays: Sequence[Stay], now: datetime, inspector: str) -> None:
        """Most urgent first, two to a row where there is room."""
        self._clock.setText(f"{dates.cui_time(now)}  ·  {len(stays)} with a briefing")
        inside = QWidget()
        inside.setProperty("ground", "page")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        columns = 2 if self.width() >= TWO_ABOVE else 1
        for place, stay in enumerate(stays):
            tile = WallTile(stay, now, inspector)
            grid.addWidget(tile, place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(len(stays), 1)
        at = self._scroller.verticalScrollBar().value()
        self._scroller.setWidget(inside)
        self._scroller.verticalScrollBar().setValue(at)

    def keyPressEvent(self, event: object) -> None:
        if getattr(event, "key", lambda: None)() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
