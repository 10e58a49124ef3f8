"""Python's search for rings of dead objects, kept on the screens' thread.

Python looks for them on whichever thread happens to allocate, and a page is often part of such a
ring (it holds a button that calls it). Found on the worker's or the store's thread, its widgets
would be destroyed there, which ends the process: tried, and it does. So the search by itself is
switched off, and made here, at the same thresholds, when the screens' thread has time.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimerEvent

EVERY = 500  # milliseconds


class Collector(QObject):
    """Make one on the screens' thread; its parent is the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self.startTimer(EVERY)

    def timerEvent(self, event: QTimerEvent) -> None:
        self.look()

    def look(self) -> None:
        """Search the generations that have grown past their threshold, as Python would have."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return


def keep_to_this_thread(application: QObject) -> None:
    """Once for an application, however often it is asked."""
    if application.findChild(Collector) is None:
        Collector(application)
