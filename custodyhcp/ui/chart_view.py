"""The chart on the screen, and the same chart on paper with the table of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QSizePolicy, QWidget

from custodyhcp.records import charting, dates
from custodyhcp.records.charting import Chart, Line, Sign, Strip
from custodyhcp.ui import theme
from custodyhcp.ui.chart_drawing import (
    AXIS,
    GAP,
    HEAD,
    Drawing,
    height,
    paper_inks,
    screen_inks,
    strip_height,
)


class ChartView(QWidget):
    """As wide as there is room for, as tall as it needs. It says in words what it shows, for a
    screen reader; the numbers are in the table under it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chart: Chart | None = None

    def show_chart(self, chart: Chart | None) -> None:
        self._chart = chart
        self.setFixedHeight(0 if chart is None else int(height(chart)) + 12)
        self.setVisible(chart is not None)
        self.setAccessibleName("" if chart is None else "Chart of observations. " + spoken(chart))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        inks = screen_inks()
        painter.fillRect(self.rect(), inks.ground)
        painter.translate(12, 6)
        seen = QRectF(event.rect()).translated(-12, -6)
        Drawing(painter, self._chart, self.width() - 24.0, inks).all(seen)


def spoken(chart: Chart) -> str:
    """The last of each strip: ``Pulse: 112 per minute, 2 points``."""
    return " ".join(_spoken(strip) for strip in chart.strips)


def _spoken(strip: Strip) -> str:
    last = strip.marks[-1]
    named = dict(strip.levels)
    value = last.label if last.value is None else named.get(last.value, last.label)
    said = f"{strip.title}: {value} {strip.units}".rstrip()
    scored = strip.zones and last.sign not in (Sign.PLAIN, Sign.MISSING)
    return f"{said}, {last.sign.value}." if scored else f"{said}."


# on paper

_WIDTH = 700.0  # logical pixels across an A4 page between its margins
_MARGIN = 12.0  # millimetres
_HEAD, _FOOT = 78.0, 34.0
_WIDTHS = (88, 62, 46, 70, 62, 46, 56, 46, 58, 166)  # of the table's columns


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the top of every page: whose it is, and when it was made."""

    name: str
    about: str  # born, custody reference
    made_at: datetime
    by: str


def chart_pdf(chart: Chart, lines: Sequence[Line], heading: Heading) -> bytes:
    """The chart and the table of its numbers on A4 pages, as PDF. Nothing is written to disk."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle("Observations")
    painter = QPainter(writer)
    try:
        _Paper(painter, writer, chart, heading).all(lines)
    finally:
        painter.end()
        buffer.close()
    return bytes(store.data())


class _Paper:
    """Goes from page to page."""

    def __init__(
        self, painter: QPainter, writer: QPdfWriter, chart: Chart, heading: Heading
    ) -> None:
        self.painter, self.writer, self.chart, self.heading = painter, writer, chart, heading
        area = writer.pageLayout().paintRectPixels(writer.resolution())
        scale = area.width() / _WIDTH
        painter.scale(scale, scale)
        self.tall = area.height() / scale
        self.drawing = Drawing(painter, chart, _WIDTH, paper_inks())
        self.page, self.y = 0, 0.0

    def all(self, lines: Sequence[Line]) -> None:
        self._turn()
        self.drawing.legend(self.y)
        self.y += HEAD
        for strip in self.chart.strips:
            if self.y + strip_height(strip) + AXIS + 12 > self._bottom:
                self.drawing.axis(self.y - GAP)
                self._turn()
            self.drawing.strip(strip, self.y)
            self.y += strip_height(strip) + GAP
        self.drawing.axis(self.y - GAP)
        self.y += AXIS + 20
        self._table(lines)

    @property
    def _bottom(self) -> float:
        return self.tall - _FOOT

    def _turn(self) -> None:
        """To the top of the next page, with its head and foot."""
        if self.page:
            self.writer.newPage()
        self.page += 1
        told = self.heading
        made = f"Printed {dates.cui_date_time(told.made_at)} by {told.by}"
        self._write(0, 0, _WIDTH, told.name, 18, QFont.Weight.Bold)
        self._write(0, 25, _WIDTH, told.about, 13)
        self._write(0, 45, _WIDTH, f"Observations. Healthcare only. {made}", 12)
        foot = f"{' · '.join(self.chart.sources)}  * written later  Page {self.page}"
        self._write(0, self.tall - 24, _WIDTH, foot, 10)
        self.y = _HEAD

    def _write(
        self, x: float, y: float, wide: float, words: str, size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> float:  # fmt: skip
        """Words in a box that grows downwards; gives how tall they are."""
        font = QFont(theme.FAMILY)
        font.setPixelSize(size)
        font.setWeight(weight)
        self.painter.setFont(font)
        self.painter.setPen(paper_inks().text)
        flags = int(Qt.AlignmentFlag.AlignLeft.value) | int(Qt.TextFlag.TextWordWrap.value)
        room = QRectF(x, y, wide, 10_000)
        needed = self.painter.boundingRect(room, flags, words)
        self.painter.drawText(needed.adjusted(0, 0, 2, 2), flags, words)
        return needed.height()

    def _table(self, lines: Sequence[Line]) -> None:
        head = ("When", *charting.COLUMNS)
        if self.y + 60 > self._bottom:
            self._turn()
        self._row(head, QFont.Weight.DemiBold)
        for line in lines:
            when = dates.cui_date_time(line.at) + (" *" if line.late else "")
            if self.y + 44 > self._bottom:
                self._turn()
                self._row(head, QFont.Weight.DemiBold)
            self._row((when, *line.cells), QFont.Weight.Normal)

    def _row(self, cells: Sequence[str], weight: QFont.Weight) -> None:
        x, tallest = 0.0, 14.0
        for words, wide in zip(cells, _WIDTHS, strict=True):
            tallest = max(tallest, self._write(x, self.y, wide - 6, words, 10, weight))
            x += wide
        self.y += tallest + 4
        self.painter.setPen(paper_inks().line)
        self.painter.drawLine(0, int(self.y - 2), int(_WIDTH), int(self.y - 2))
