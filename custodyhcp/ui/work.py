"""The door between screens and work: everything that may take over 50 ms goes through here.

Rules kept here
* One worker thread, one job at a time, in the order asked. The thread lives as long as the window.
* The worker object owns the signals and lives until the thread has stopped; answers come back to
  the screen's thread through queued connections.
* A ``KnownError`` comes back as it is. Anything else is a bug: it gets a reference number, is
  written to the log by kind and place in the code (never by its message, which may hold a
  person's words), and comes back as ``Bug``.
* An answer for a page that has gone is dropped.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from shiboken6 import isValid

from custodyhcp.errors import KnownError

T = TypeVar("T")
log = logging.getLogger("custodyhcp")


class Bug(KnownError):
    """Something that is our fault. ``reference`` is in the log, and on the screen."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Something went wrong in the program. Reference {reference}.",
            "Nothing already saved is lost. Try again; if it happens again, give the reference "
            "to whoever looks after the system.",
        )
        self.reference = reference


def bug(error: BaseException) -> Bug:
    """Log ``error`` without anybody's words and give it a reference."""
    import traceback

    reference = os.urandom(4).hex().upper()
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("bug %s: %s at %s", reference, type(error).__name__, places)
    return Bug(reference)


@dataclass
class Task:
    """What was asked. ``cancel()`` drops the answer; work that has begun runs to its end."""

    done: Callable[[Any], object] | None
    failed: Callable[[KnownError], object] | None
    owner: QObject | None
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True

    def wanted(self) -> bool:
        return not self.cancelled and (self.owner is None or isValid(self.owner))


class _Worker(QObject):
    finished = Signal(int, object)
    failed = Signal(int, object)

    @Slot()
    def end(self) -> None:
        """Comes in turn, after every job that was asked for."""
        QThread.currentThread().quit()

    @Slot(int, object)
    def run(self, number: int, work: Callable[[], object]) -> None:
        try:
            answer = work()
        except KnownError as error:
            self.failed.emit(number, error)
        except Exception as error:  # noqa: BLE001  the one door between screens and work
            self.failed.emit(number, bug(error))
        else:
            self.finished.emit(number, answer)


def _page_of(answer: Callable[..., object] | None) -> QObject | None:
    owner = getattr(answer, "__self__", None)
    return owner if isinstance(owner, QObject) else None


class Work(QObject):
    """``work.do(fn, done, failed)``: run ``fn()`` off the screen's thread, then ``done(answer)`` or
    ``failed(KnownError)`` on it. Without ``failed`` the frame shows the error (``unhandled``).

    ``busy(bool)`` is emitted when work begins and when all of it is done. Call ``stop()`` once, at
    the end."""

    busy = Signal(bool)
    unhandled = Signal(object)
    _ask = Signal(int, object)
    _end = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._thread.setObjectName("custodyhcp work")
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._ask.connect(self._worker.run, queued)
        self._end.connect(self._worker.end, queued)
        self._worker.finished.connect(self._finished, queued)
        self._worker.failed.connect(self._failed, queued)
        self._tasks: dict[int, Task] = {}
        self._count = 0
        self._thread.start()

    def do(
        self,
        fn: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[KnownError], object] | None = None,
    ) -> Task:
        """Where ``done`` or ``failed`` is a method of a page, both are dropped if it has gone."""
        owner = _page_of(done) or _page_of(failed)
        task = Task(done, failed, owner)
        self._count += 1
        self._tasks[self._count] = task
        if len(self._tasks) == 1:
            self.busy.emit(True)
        self._ask.emit(self._count, fn)
        return task

    def pending(self) -> int:
        """How many jobs have not been answered yet."""
        return len(self._tasks)

    @Slot(int, object)
    def _finished(self, number: int, answer: object) -> None:
        task = self._take(number)
        if task.done is not None and task.wanted():
            task.done(answer)

    @Slot(int, object)
    def _failed(self, number: int, error: KnownError) -> None:
        task = self._take(number)
        if not task.wanted():
            return
        if task.failed is not None:
            task.failed(error)
        else:
            self.unhandled.emit(error)

    def _take(self, number: int) -> Task:
        task = self._tasks.pop(number)
        if not self._tasks:
            self.busy.emit(False)
        return task

    def stop(self) -> None:
        """Finish every job that was asked for, in its turn, and end the thread."""
        self._end.emit()
        self._thread.wait()
