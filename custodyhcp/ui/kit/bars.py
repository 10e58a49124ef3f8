"""Level bars in a table: what, how much drawn, and the same in words beside it.

Rules kept here: the words are labels, so that a screen reader has the whole chart; a marked part is
hatched as well as coloured (blue and amber, told apart by every kind of colour vision); colours are
asked of the theme when it is painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from custodyhcp.ui import theme
from custodyhcp.ui.kit.words import PlainLabel

_TALL, _LEAST = 16, 3  # pixels: a bar, and the least that can be seen of one


@dataclass(frozen=True, slots=True)
class BarRow:
    """``whole`` and the ``part`` of it that is marked, in one unit; ``words`` say both."""

    label: str
    words: str
    whole: float
    part: float = 0


class _Bar(QWidget):
    """``whole`` and ``part`` as shares of the room there is, 0 to 1."""

    def __init__(self, whole: float, part: float) -> None:
        super().__init__()
        self._whole, self._part = whole, part
        self.setMinimumSize(40, _TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, _TALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("raised"))
        painter.drawRect(QRectF(0, self.height() / 2 - 1, self.width(), 2))
        self._draw(painter, self._whole, QBrush(theme.colour("chosen_edge")))
        self._draw(painter, self._part, QBrush(theme.colour("soon")))
        hatch = QBrush(theme.colour("soon_text"), Qt.BrushStyle.BDiagPattern)
        self._draw(painter, self._part, hatch)
        painter.end()

    def _draw(self, painter: QPainter, share: float, brush: QBrush) -> None:
        if share <= 0:
            return
        painter.setBrush(brush)
        painter.drawRect(QRectF(0, 0, max(_LEAST, share * self.width()), self.height()))


class _Swatch(_Bar):
    def __init__(self, *, marked: bool) -> None:
        super().__init__(1, 1 if marked else 0)
        self.setFixedSize(28, 12)
        self.setMinimumSize(28, 12)


class Bars(QWidget):
    """``Bars(name)``; ``set_key`` says what the two kinds of bar are, ``set_rows`` draws."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        self._key = QHBoxLayout()
        self._key.setSpacing(8)
        whole.addLayout(self._key)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnStretch(2, 5)
        whole.addLayout(self._grid)

    def set_key(self, whole: str, part: str) -> None:
        """Once: what a plain bar is, and what the hatched part of it is."""
        for words, marked in ((whole, False), (part, True)):
            self._key.addWidget(_Swatch(marked=marked))
            self._key.addWidget(PlainLabel(words, "small", wrap=False))
            self._key.addSpacing(8)
        self._key.addStretch(1)

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        most = max((row.whole for row in rows), default=0) or 1
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, row in enumerate(rows):
            self._grid.addWidget(PlainLabel(row.label), place, 0, middle)
            self._grid.addWidget(_Bar(row.whole / most, row.part / most), place, 1, middle)
            self._grid.addWidget(PlainLabel(row.words, "second"), place, 2, middle)
        self.setAccessibleName("; ".join(f"{row.label}: {row.words}" for row in rows))
