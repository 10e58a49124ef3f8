"""Draws a chart of observations with QPainter: the same strokes on a screen and on paper.

Rules kept here: shape, label and hatching say everything that a colour says, so it can be read in
black and white; a number is always beside its mark where there is room for it, and always in the
table under the chart; it is not drawn like the chart of the Royal College of Physicians. Why this
is drawn here: docs/decisions/0009-charts.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from custodyhcp.records import dates
from custodyhcp.records.charting import Chart, Mark, Sign, Strip, Zone
from custodyhcp.ui import theme

LEFT, RIGHT, GAP = 178.0, 112.0, 10.0
HEIGHT, LEVEL = 78.0, 17.0  # of a strip with numbers, and of each level of one without
HEAD, AXIS = 30.0, 26.0
_RADIUS = 5.0
_ROOM = 26.0  # pixels across that a label takes
_NEAR = 8  # labels before this one that it could stand on: marks go from left to right
_STEPS = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10080)  # minutes between ticks


@dataclass(frozen=True, slots=True)
class Inks:
    """What it is drawn with."""

    text: QColor
    text_2: QColor
    line: QColor
    hatch: QColor
    mark: QColor
    ground: QColor


def screen_inks() -> Inks:
    return Inks(
        theme.colour("text"),
        theme.colour("text_2"),
        theme.colour("line"),
        theme.colour("control"),
        theme.colour("link"),
        theme.colour("surface"),
    )


def paper_inks() -> Inks:
    """Light theme's, on white: legible in black and white."""
    light = theme.LIGHT
    return Inks(*(QColor(c) for c in (light.text, light.text_2, light.line, light.control,
                                      light.text, light.surface)))  # fmt: skip


def strip_height(strip: Strip) -> float:
    return max(HEIGHT * 0.6, len(strip.levels) * LEVEL + 12) if strip.levels else HEIGHT


def height(chart: Chart) -> float:
    """How tall ``draw`` makes it, in logical pixels."""
    return HEAD + sum(strip_height(s) + GAP for s in chart.strips) + AXIS


class Drawing:
    """One painter, one width, one span of time."""

    def __init__(self, painter: QPainter, chart: Chart, width: float, inks: Inks) -> None:
        self.painter, self.chart, self.inks = painter, chart, inks
        self.width = width
        self.plot = width - LEFT - RIGHT
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def all(self, seen: QRectF) -> None:
        """The legend, the strips that are in ``seen``, and the line of time under them."""
        self.legend(0.0)
        y = HEAD
        for strip in self.chart.strips:
            tall = strip_height(strip)
            if y < seen.bottom() and y + tall > seen.top():
                self.strip(strip, y)
            y += tall + GAP
        self.axis(y - GAP)

    # places

    def _x(self, at: datetime) -> float:
        span = (self.chart.end - self.chart.start).total_seconds()
        return LEFT + self.plot * (at - self.chart.start).total_seconds() / span

    def _font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(theme.FAMILY)
        font.setPixelSize(size)
        font.setWeight(weight)
        self.painter.setFont(font)
        return font

    def _write(
        self, box: QRectF, words: str, colour: QColor, where: Qt.AlignmentFlag, wrap: bool = False
    ) -> None:
        self.painter.setPen(QPen(colour))
        flags = int(where.value) | (int(Qt.TextFlag.TextWordWrap.value) if wrap else 0)
        self.painter.drawText(box, flags, words)

    # parts

    def legend(self, top: float) -> None:
        x = 0.0
        metrics = QFontMetricsF(self._font(12))
        for sign, words in _LEGEND:
            if sign is not None:
                self._shape(sign, QPointF(x + 7, top + 11))
            self._font(12)
            wide = metrics.horizontalAdvance(words)
            box = QRectF(x + 18, top, wide + 4, 22)
            self._write(box, words, self.inks.text, Qt.AlignmentFlag.AlignVCenter)
            x += wide + 36

    def strip(self, strip: Strip, top: float) -> None:
        tall = strip_height(strip)
        area = QRectF(LEFT, top, self.plot, tall)
        for zone in strip.zones:
            self._zone(strip, zone, area)
        self._grid(area)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(self.inks.hatch, 1))
        self.painter.drawRect(area)
        self._title(strip, area)
        self._scale(strip, area)
        self._joined(strip, area)
        self._marks(strip, area)

    def _title(self, strip: Strip, area: QRectF) -> None:
        self._font(13, QFont.Weight.DemiBold)
        words = f"{strip.title}\n{strip.units}" if strip.units else strip.title
        wide = LEFT - (72 if strip.levels else 46)
        box = QRectF(0, area.top(), wide, area.height())
        self._write(box, words, self.inks.text, _AT_LEFT, wrap=True)

    def _y(self, strip: Strip, value: float, area: QRectF) -> float:
        return area.bottom() - area.height() * (value - strip.low) / (strip.high - strip.low)

    def _zone(self, strip: Strip, zone: Zone, area: QRectF) -> None:
        top, bottom = self._y(strip, zone.high, area), self._y(strip, zone.low, area)
        part = QRectF(area.left(), top, area.width(), bottom - top)
        for line in _hatching(part, zone.weight):
            self.painter.setPen(QPen(self.inks.line, 1))
            self.painter.drawLine(*line)
        if part.height() >= 11:
            self._font(11)
            box = QRectF(area.right() + 8, top, RIGHT - 8, part.height())
            words = zone.words if not zone.words.isdigit() else _points(zone.words)
            self._write(box, words, self.inks.text_2, _AT_LEFT)
        if zone.low > strip.low:
            self.painter.setPen(QPen(self.inks.hatch, 1, Qt.PenStyle.DotLine))
            self.painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))

    def _grid(self, area: QRectF) -> None:
        self.painter.setPen(QPen(self.inks.line, 1))
        for at in ticks(self.chart.start, self.chart.end):
            x = self._x(at)
            self.painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _scale(self, strip: Strip, area: QRectF) -> None:
        """Numbers at the left edge: the levels, or the ends of the zones, or three of the axis."""
        self._font(11)
        last = area.bottom() + 20
        for value, words in _axis(strip):
            y = self._y(strip, value, area)
            if last - y < 11 or not area.top() <= y <= area.bottom() + 1:
                continue
            last = y
            box = QRectF(LEFT - 92, y - 8, 86, 16)
            self._write(box, words, self.inks.text_2, _AT_RIGHT)

    def _joined(self, strip: Strip, area: QRectF) -> None:
        self.painter.setPen(QPen(self.inks.mark, 1.6))
        for one, other in zip(strip.marks, strip.marks[1:], strict=False):
            if one.value is not None and other.value is not None:
                self.painter.drawLine(
                    QPointF(self._x(one.at), self._y(strip, one.value, area)),
                    QPointF(self._x(other.at), self._y(strip, other.value, area)),
                )

    def _marks(self, strip: Strip, area: QRectF) -> None:
        """Every shape, then the labels; where marks stand close, only some have one."""
        places = [self._place(strip, mark, area) for mark in strip.marks]
        for mark, at in zip(strip.marks, places, strict=True):
            self._shape(mark.sign, at)
        taken: list[QRectF] = []
        every = int(len(strip.marks) * _ROOM / self.plot) + 1  # the table has every number
        last = len(strip.marks) - 1
        for number, (mark, at) in enumerate(zip(strip.marks, places, strict=True)):
            if number % every == 0 or number == last:
                self._label(mark, at, area, taken)

    def _place(self, strip: Strip, mark: Mark, area: QRectF) -> QPointF:
        y = area.bottom() - 9 if mark.value is None else self._y(strip, mark.value, area)
        return QPointF(self._x(mark.at), y)

    def _label(self, mark: Mark, at: QPointF, area: QRectF, taken: list[QRectF]) -> None:
        words = mark.label + ("*" if mark.late else "")
        if not words:
            return
        font = self._font(12, QFont.Weight.DemiBold)
        wide = QFontMetricsF(font).horizontalAdvance(words) + 4
        for box in _around(at, wide):
            inside = box.left() >= LEFT and box.right() <= self.width - RIGHT + 6
            inside = inside and area.top() - 1 <= box.top() and box.bottom() <= area.bottom() + 1
            if inside and not any(box.intersects(other) for other in taken[-_NEAR:]):
                taken.append(box)
                self.painter.fillRect(box.adjusted(0, 2, 0, -2), self.inks.ground)
                self._write(box, words, self.inks.text, Qt.AlignmentFlag.AlignCenter)
                return

    def _shape(self, sign: Sign, at: QPointF) -> None:
        painter, r = self.painter, _RADIUS
        painter.setPen(QPen(self.inks.mark, 1.6))
        painter.setBrush(self.inks.ground if sign is Sign.ZERO else self.inks.mark)
        x, y = at.x(), at.y()
        if sign is Sign.ONE:
            painter.drawPolygon(_polygon((x, y - r - 1), (x + r + 1, y + r), (x - r - 1, y + r)))
        elif sign is Sign.TWO:
            painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
        elif sign is Sign.THREE:
            big = r + 3
            painter.drawPolygon(_polygon((x, y - big), (x + big, y), (x, y + big), (x - big, y)))
        elif sign is Sign.MISSING:
            painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
            painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
        else:
            painter.drawEllipse(at, r - 0.5, r - 0.5)

    def axis(self, top: float) -> None:
        self._font(12)
        day = ""
        for at in ticks(self.chart.start, self.chart.end):
            x = self._x(at)
            self.painter.setPen(QPen(self.inks.hatch, 1))
            self.painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            words, today = dates.cui_time(at), dates.cui_date(dates.local(at).date())
            if today != day:
                words, day = f"{words}\n{today[:6]}", today
            box = QRectF(x - 50, top + 4, 100, 34)
            self._write(box, words, self.inks.text_2, _TOP_CENTRE)


_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TOP_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_LEGEND = (
    (Sign.ZERO, "0 points"),
    (Sign.ONE, "1"),
    (Sign.TWO, "2"),
    (Sign.THREE, "3, or failed"),
    (Sign.PLAIN, "not scored"),
    (Sign.MISSING, "not taken"),
    (None, "* written later"),
)


def _points(words: str) -> str:
    return f"{words} point{'s' if words != '1' else ''}"


def _polygon(*corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _around(at: QPointF, wide: float) -> Iterator[QRectF]:
    """Where a label may stand: above, below, right, left of its mark."""
    tall = 16.0
    yield QRectF(at.x() - wide / 2, at.y() - tall - 6, wide, tall)
    yield QRectF(at.x() - wide / 2, at.y() + 6, wide, tall)
    yield QRectF(at.x() + 9, at.y() - tall / 2, wide, tall)
    yield QRectF(at.x() - wide - 9, at.y() - tall / 2, wide, tall)


def _hatching(area: QRectF, weight: int) -> Iterator[tuple[QPointF, QPointF]]:
    """Slanting lines, closer the more points; crossed at 3. Cut to ``area`` without a clip, which
    some printers ignore."""
    if weight <= 0 or area.height() <= 0:
        return
    gap = {1: 14.0, 2: 8.0}.get(weight, 8.0)
    yield from _slanted(area, gap, rising=True)
    if weight >= 3:
        yield from _slanted(area, gap, rising=False)


def _slanted(area: QRectF, gap: float, *, rising: bool) -> Iterator[tuple[QPointF, QPointF]]:
    tall = area.height()
    start = area.left() - tall
    while start < area.right():
        left, right = max(start, area.left()), min(start + tall, area.right())
        if right > left:
            low, high = area.bottom() - (left - start), area.bottom() - (right - start)
            if not rising:
                low, high = area.top() + (left - start), area.top() + (right - start)
            yield QPointF(left, low), QPointF(right, high)
        start += gap


def _axis(strip: Strip) -> list[tuple[float, str]]:
    if strip.levels:
        return sorted(strip.levels)
    room = (strip.high - strip.low) / 8
    if strip.zones:
        ends = sorted({zone.low for zone in strip.zones if zone.low > strip.low + room})
        return [(end, f"{end:.1f}".removesuffix(".0") if _tenths(strip) else f"{end + 0.5:.0f}")
                for end in ends]  # fmt: skip
    step = (strip.high - strip.low) / 3
    return [(strip.low + step * n, f"{strip.low + step * n:.0f}") for n in (0.3, 1.5, 2.7)]


def _tenths(strip: Strip) -> bool:
    return strip.key == "temperature"


def ticks(start: datetime, end: datetime) -> list[datetime]:
    """Round moments of the suite's clock, at most nine of them."""
    span = (end - start).total_seconds() / 60
    every = next((step for step in _STEPS if span / step <= 8), _STEPS[-1])
    midnight = dates.local(start).replace(hour=0, minute=0, second=0, microsecond=0)
    at, found = midnight.astimezone(UTC), []
    while at <= end:
        if at >= start:
            found.append(at)
        at += timedelta(minutes=every)
    return found
