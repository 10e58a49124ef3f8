"""A sound and a notice of the desktop while something in the suite is late.

Rules kept here: neither says who, where or what, because anybody may stand before the screen; they
come again at the suite's interval and only while something is late; both can be turned off for the
workstation, and neither ever waits for anybody.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtWidgets import QApplication, QStyle, QSystemTrayIcon, QWidget

TITLE = "Custody healthcare"
WORDS = "Something is late in the suite."
AGAIN = timedelta(minutes=5)  # until the suite's table has been read
SHOWN = 10_000  # milliseconds that the notice stays


class LateAlarm(QObject):
    """``set_late(number)`` after each reading. ``sounded`` with the words each time it did."""

    sounded = Signal(str)

    def __init__(self, window: QWidget, *, on: bool = True) -> None:
        super().__init__(window)
        self._window, self._on = window, on
        self.again = AGAIN
        self._late = 0
        self._since = QElapsedTimer()
        self._tray: QSystemTrayIcon | None = None

    @property
    def on(self) -> bool:
        return self._on

    def turn(self, on: bool) -> None:
        """On or off for this workstation."""
        self._on = on
        if not on:
            self._put_away()

    def set_late(self, number: int) -> None:
        """Sounds when the first thing becomes late, when there are more, and then at intervals."""
        before, self._late = self._late, number
        if not number:
            self._since.invalidate()
            self._put_away()
        elif self._on and (number > before or self._is_time()):
            self._sound()

    def _is_time(self) -> bool:
        return not self._since.isValid() or self.silent_for() >= self.again

    def silent_for(self) -> timedelta:
        """Since the last sound."""
        return timedelta(milliseconds=self._since.elapsed())

    def _sound(self) -> None:
        self._since.start()
        QApplication.beep()
        QApplication.alert(self._window, 0)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._show()
        self.sounded.emit(WORDS)

    def _show(self) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(self)
            style = QApplication.style()
            self._tray.setIcon(style.standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning))
            self._tray.setToolTip(TITLE)
        self._tray.show()
        self._tray.showMessage(TITLE, WORDS, self._tray.icon(), SHOWN)

    def _put_away(self) -> None:
        if self._tray is not None:
            self._tray.hide()
