"""The ring round whatever has the focus: yellow, with a dark line inside and outside it.

One ring to a window, drawn over everything, so that no style rule and no page can forget it.
It never takes the mouse or the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from custodyhcp.ui import theme

_OUT = 5  # pixels outside the widget
_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.LayoutRequest,
)


class FocusRing(QWidget):
    """``FocusRing(window)`` follows the focus inside that window from then on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._about: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus.ring")
        self.hide()
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]
        self._moved()

    def _moved(self) -> None:
        """Takes no arguments: the widget that lost the focus may be half destroyed by now."""
        new = QApplication.focusWidget()
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._about = new if new is not None and self._window.isAncestorOf(new) else None
        walk = self._about
        while walk is not None and walk is not self._window:
            walk.installEventFilter(self)
            self._watched.append(walk)
            walk = walk.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        about = self._about
        if about is None or not isValid(about) or not about.isVisible() or not _wants(about):
            self.hide()
            return
        where = QRect(about.mapTo(self._window, QPoint(0, 0)), about.size())
        seen = self._clip(about)
        self._whole = where.adjusted(-_OUT, -_OUT, _OUT, _OUT)
        area = self._whole.intersected(seen)
        if area.isEmpty():
            self.hide()
            return
        self.setGeometry(area)
        self.raise_()
        self.show()
        self.update()

    def _clip(self, about: QWidget) -> QRect:
        """The part of the window in which ``about`` can be seen."""
        seen = self._window.rect()
        walk = about.parentWidget()
        while walk is not None and walk is not self._window:
            holder = walk.parentWidget()
            if isinstance(holder, QScrollArea) and holder.viewport() is walk:
                here = QRect(walk.mapTo(self._window, QPoint(0, 0)), walk.size())
                seen = seen.intersected(here)
            walk = holder
        return seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._whole.topLeft() - self.geometry().topLeft())
        box = QRect(QPoint(0, 0), self._whole.size())
        for inset, width, colour in ((0.5, 1, tokens.focus_edge), (2.5, 3, tokens.focus)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(box.toRectF().adjusted(inset, inset, -inset, -inset), 6, 6)


def _wants(widget: QWidget) -> bool:
    """A page or a frame that holds the focus only to hear keys has no ring."""
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.property("no_ring")
