"""What was just done, for a few seconds, with what to do next. Never for errors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from custodyhcp.ui.kit.buttons import Button
from custodyhcp.ui.kit.words import PlainLabel

MARGIN, ABOVE = 24, 88  # pixels from the right edge, and from the foot of the window
SECONDS = 6


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say ``words``."""
    event = QAccessibleAnnouncementEvent(widget, words)
    level = QAccessible.AnnouncementPoliteness
    event.setPoliteness(level.Assertive if urgent else level.Polite)
    QAccessible.updateAccessibility(event)


class Toast(QFrame):
    """Belongs to one window; ``say`` shows it at the foot of that window and announces it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kit", "toast")
        self.setObjectName("toast")
        self._window = window
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        self._words = PlainLabel("", wrap=False, name="toast.words")
        self._words.setMinimumHeight(40)
        self._words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._next = Button("", self._press, name="toast.next")
        row.addWidget(self._words)
        row.addWidget(self._next)
        self._on: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, then: str = "", on: Callable[[], object] | None = None) -> None:
        """``then`` is what to do next: a button where ``on`` does it, else words after the rest."""
        said = words if on is not None else f"{words} {then}".strip()
        self._words.setText(said)
        self._words.setMinimumWidth(self._words.sizeHint().width() + 8)
        self._next.setVisible(on is not None)
        self._next.setText(then)
        self._on = on
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(SECONDS * 1000)
        announce(self._window, said)

    def place(self) -> None:
        """At the bottom right, above a page's row of buttons, where no banner stands."""
        across = self._window.width() - self.width() - MARGIN
        self.move(max(8, across), max(0, self._window.height() - self.height() - ABOVE))

    def _press(self) -> None:
        self.hide()
        if self._on is not None:
            self._on()
