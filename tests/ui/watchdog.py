"""How long the screens' thread was away from its event loop, while a page was opened or read again.

A turn of the loop is what lies between two moments at which it looks for keys and clicks. Its
length is taken in the thread's own processor time (``time.thread_time``) and not by the clock on
the wall: on a machine that does other things at once any turn may be long by that clock, and a
test would fail or be given a limit that proves nothing. Other programs still cost a thread some
processor time (they share its core and its caches): so a page is opened more than once and the
best of its longest turns counts, and each is set against a yardstick, work of a known length done
beside it (``slowness``). A wait costs no processor time: that no entry is opened on the screens'
thread is watched apart (``nothing_opened_here``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import QAbstractEventDispatcher

from custodyhcp.ledger.desk import Desk

MOST = 0.1  # seconds of the screens' thread in one turn
YARDSTICK = 0.0025  # seconds of ``slowness``'s work on a core that does nothing else


def slowness() -> float:
    """How many times longer than on a quiet core the same work takes just now; at least 1."""
    began, made = time.thread_time(), {}
    for number in range(20_000):
        made[str(number)] = number
    return max(1.0, (time.thread_time() - began) / YARDSTICK)


class Watchdog:
    """``longest``: seconds of the longest turn since ``begin()``."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._since = time.thread_time()

    def turn(self) -> None:
        """The loop looks for keys and clicks now."""
        now = time.thread_time()
        self.longest = max(self.longest, now - self._since)
        self._since = now

    def begin(self) -> None:
        self.turn()
        self.longest = 0.0


@contextmanager
def watching() -> Iterator[Watchdog]:
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    dog = Watchdog()
    dispatcher.awake.connect(dog.turn)
    dispatcher.aboutToBlock.connect(dog.turn)
    yield dog
    dispatcher.awake.disconnect(dog.turn)
    dispatcher.aboutToBlock.disconnect(dog.turn)


@contextmanager
def nothing_opened_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The kinds of the entries whose parts were opened on the screens' thread."""
    seen: list[str] = []
    opening = Desk._open

    def watched(self: Desk, *about: object) -> object:
        if current_thread() is main_thread():
            seen.append(str(about[0].kind))  # type: ignore[attr-defined]
        return opening(self, *about)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_open", watched)
        yield seen
