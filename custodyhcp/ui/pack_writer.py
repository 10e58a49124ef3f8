"""Keeps the downtime pack fresh while somebody who reads briefings is signed in.

Rules kept here: it is written at sign-in and every few minutes; a pack that could not be written is
said once, where it cannot be missed, until one could be.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from custodyhcp.errors import KnownError
from custodyhcp.sharing import downtime
from custodyhcp.ui.context import Context
from custodyhcp.vault.compartments import Compartment

_FIRST_AFTER = 8_000  # milliseconds: never in the way of the first screen


class PackWriter(QObject):
    """``PackWriter(ctx, parent)`` begins by itself; ``stop()`` before the worker ends."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._said = False
        self._timer = QTimer(self)
        self._timer.setInterval(downtime.every_minutes() * 60_000)
        self._timer.timeout.connect(self.write)
        if ctx.desk.session.holds(Compartment.BRIEFING):
            self._timer.start()
            QTimer.singleShot(_FIRST_AFTER, self, self.write)

    @property
    def active(self) -> bool:
        """Whether it writes by itself."""
        return self._timer.isActive()

    def write(self) -> None:
        desk = self._ctx.desk
        self._ctx.work.do(lambda: downtime.write(desk), self._written, self._failed)

    def stop(self) -> None:
        self._timer.stop()

    def _written(self, _path: object) -> None:
        self._said = False

    def _failed(self, error: KnownError) -> None:
        if not self._said:
            self._said = True
            self._ctx.nav.toast(f"{error.words} {error.then}")
            self._ctx.nav.announce(f"{error.words} {error.then}", urgent=True)
