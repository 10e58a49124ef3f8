"""Two columns beside each other, one under the other where the window is narrow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

NARROW = 860  # pixels


class Columns(QWidget):
    """``Columns(left, right, shares=(11, 9))``: the work at the left, what it is about at the
    right. ``stretch_left`` gives the left column all the height."""

    def __init__(
        self,
        left: Iterable[QWidget],
        right: Iterable[QWidget],
        *,
        shares: tuple[int, int] = (11, 9),
        stretch_left: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._narrow = False
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(24)
        self._across.addLayout(_column(left, end=not stretch_left), shares[0])
        self._across.addLayout(_column(right, end=True), shares[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            QTimer.singleShot(0, self, self._turn)  # not while the layout is being worked out

    def _turn(self) -> None:
        way = QBoxLayout.Direction
        self._across.setDirection(way.TopToBottom if self._narrow else way.LeftToRight)


def _column(widgets: Iterable[QWidget], *, end: bool) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for widget in widgets:
        column.addWidget(widget)
    if end:
        column.addStretch(1)
    return column
