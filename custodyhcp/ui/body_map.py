"""A drawing of the body to put numbers on, by mouse or by keys.

Rules kept here
* A click on a region places a mark there; a press on a number takes that one up, and dragging
  moves it. Arrow keys nudge the mark that is current, more with Shift; a mark never leaves its
  region, so that its words and its place cannot part.
* Nothing is chosen by the mouse alone: ``BodyChooser`` has the same places as a list.
* The drawing has the colours of the theme; each number stands on the body in words as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from custodyhcp.records import body
from custodyhcp.ui import theme

STEP, STRIDE = 1.0, 8.0  # units of the drawing for an arrow, and with Shift
_DOT = 11  # pixels, the radius of a number
_ROOM = 14  # pixels round the drawing
_NARROW = 280  # pixels: too little for whose side it is in full


@dataclass(frozen=True, slots=True)
class Spot:
    """A number on the drawing, in its units."""

    number: int
    region: str
    x: float
    y: float


_ARROWS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class BodyMap(QWidget):
    """``placed(region, x, y)`` on a click in a region, ``moved(number, x, y)`` when a mark is
    nudged or dragged, ``picked(number)`` when one is taken up."""

    placed = Signal(str, float, float)
    moved = Signal(int, float, float)
    picked = Signal(int)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(300, 520)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._view = body.views()[0]
        self._spots: tuple[Spot, ...] = ()
        self._current = self._dragged = 0
        self._under: body.Region | None = None
        self._lit = ""
        self._describe()

    # what is shown

    def view(self) -> body.View:
        return self._view

    def set_view(self, view: body.View) -> None:
        self._view, self._under = view, None
        self._describe()
        self.update()

    def set_spots(self, spots: Sequence[Spot], current: int) -> None:
        """The numbers of this view; ``current`` is the one that keys move (0: none)."""
        self._spots, self._current = tuple(spots), current
        self._describe()
        self.update()

    def light(self, region: str) -> None:
        """Show where that region is, for the row that is current in the list."""
        self._lit = region
        self.update()

    def point_of(self, x: float, y: float) -> QPointF:
        """Where a point of the drawing is, in pixels of this widget."""
        scale, left, top = self._fit()
        return QPointF(left + x * scale, top + y * scale)

    def _describe(self) -> None:
        here = [f"{s.number} {body.region(s.region).plain}" for s in self._spots]
        marks = "; ".join(here) or "no mark yet"
        self.setAccessibleName(f"{self._view.name}: {marks}")
        told = "Arrow keys move the current mark. The list beside has the same places."
        self.setAccessibleDescription(told)

    def _fit(self) -> tuple[float, float, float]:
        """Pixels to a unit, and where the drawing begins."""
        wide, tall = self.width() - 2 * _ROOM, self.height() - 2 * _ROOM
        scale = min(wide / self._view.width, tall / self._view.height)
        left = (self.width() - self._view.width * scale) / 2
        return scale, left, (self.height() - self._view.height * scale) / 2

    def _units(self, where: QPointF) -> tuple[float, float]:
        scale, left, top = self._fit()
        return (where.x() - left) / scale, (where.y() - top) / scale

    def sizeHint(self) -> QSize:
        return QSize(440, 520)

    # by mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        taken = self._spot_at(event.position())
        if taken is not None:
            self._dragged = taken.number
            self.picked.emit(taken.number)
            return
        x, y = self._units(event.position())
        region = body.region_at(self._view.id, x, y)
        if region is not None:
            self.placed.emit(region.id, round(x, 1), round(y, 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = self._units(event.position())
        if self._dragged:
            self._move_to(self._dragged, x, y)
            return
        under = body.region_at(self._view.id, x, y)
        if under is not self._under:
            self._under = under
            self.setToolTip("" if under is None else under.plain)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged = 0

    def _spot_at(self, where: QPointF) -> Spot | None:
        for spot in reversed(self._spots):
            away = self.point_of(spot.x, spot.y) - where
            if away.x() ** 2 + away.y() ** 2 <= _DOT**2:
                return spot
        return None

    # by keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _ARROWS.get(Qt.Key(event.key()))
        spot = next((s for s in self._spots if s.number == self._current), None)
        if way is None or spot is None:
            super().keyPressEvent(event)
            return
        far = STRIDE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        self._move_to(spot.number, spot.x + way[0] * far, spot.y + way[1] * far)

    def _move_to(self, number: int, x: float, y: float) -> None:
        spot = next((s for s in self._spots if s.number == number), None)
        x, y = round(x, 1), round(y, 1)
        if spot is not None and body.region(spot.region).holds(x, y):
            self.moved.emit(number, x, y)

    # drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        scale, left, top = self._fit()
        painter.save()
        painter.translate(left, top)
        painter.scale(scale, scale)
        pen = QPen(theme.colour("control"), 1.3 / scale)
        for region in body.regions():
            if region.view == self._view.id:
                lit = region.id == self._lit or region is self._under
                painter.setPen(pen)
                painter.setBrush(theme.colour("chosen" if lit else "surface"))
                painter.drawPath(_path(region.outline, closed=True))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text_2"), 0.8 / scale))
        painter.drawPath(_path(body.lines(self._view.id), closed=False))
        painter.restore()
        self._sides(painter)
        for spot in self._spots:
            self._number(painter, spot)

    def _sides(self, painter: QPainter) -> None:
        """Whose left and right it is, where both are seen."""
        both = {r.side for r in body.regions() if r.view == self._view.id} >= {"left", "right"}
        if not both:
            return
        first = min(
            (r for r in body.regions() if r.view == self._view.id and r.side),
            key=lambda r: r.inside[0],
        )
        other = {"left": "right", "right": "left"}[first.side]
        painter.setFont(_font(13))
        painter.setPen(theme.colour("text_2"))
        box = QRectF(self.rect()).adjusted(10, 6, -10, -6)
        said = [f"Person's {first.side}", f"Person's {other}"]
        if self.width() < _NARROW:
            said = [first.side.title(), other.title()]
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, said[0])
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, said[1])

    def _number(self, painter: QPainter, spot: Spot) -> None:
        where = self.point_of(spot.x, spot.y)
        current = spot.number == self._current
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.setBrush(theme.colour("link" if current else "text"))
        painter.drawEllipse(where, _DOT, _DOT)
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("link"), 2))
            painter.drawEllipse(where, _DOT + 3, _DOT + 3)
        painter.setPen(theme.colour("surface"))
        painter.setFont(_font(13, QFont.Weight.Bold))
        box = QRectF(where.x() - _DOT, where.y() - _DOT, 2 * _DOT, 2 * _DOT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(spot.number))


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(theme.FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def _path(outline: body.Outline, *, closed: bool) -> QPainterPath:
    path = QPainterPath()
    for ring in outline:
        path.moveTo(*ring[0])
        for point in ring[1:]:
            path.lineTo(*point)
        if closed:
            path.closeSubpath()
    return path
