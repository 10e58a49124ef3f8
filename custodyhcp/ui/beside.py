"""Two blocks side by side, one under the other where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

NARROW = 860


class Beside(QWidget):
    """``Beside(left, *right)``: ``left`` takes the larger share; ``right`` stand in a column."""

    def __init__(self, left: QWidget, *right: QWidget, shares: tuple[int, int] = (5, 4)) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        column = QWidget()
        column.setProperty("ground", "none")
        self.right = QVBoxLayout(column)
        self.right.setContentsMargins(0, 0, 0, 0)
        self.right.setSpacing(16)
        for widget in right:
            self.right.addWidget(widget)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(24)
        self._across.addWidget(left, shares[0], Qt.AlignmentFlag.AlignTop)
        self._across.addWidget(column, shares[1], Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = event.size().width() >= NARROW
        self._across.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
