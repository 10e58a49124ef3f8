"""The one thread of this process that touches the database.

Others hand it a function and wait for the answer. A long job (a snapshot) may call ``let_others``
between its steps, so that nobody waits for it to record a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from typing import Any, TypeVar

T = TypeVar("T")


class Closed(RuntimeError):
    """The store was closed. Using it afterwards is a bug."""


class _Job:
    __slots__ = ("_answers", "_work")

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self._answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def run(self) -> None:
        try:
            self._answers.put((self._work(), None))
        except BaseException as error:  # noqa: BLE001 - handed to whoever is waiting
            self._answers.put((None, error))

    def refuse(self) -> None:
        self._answers.put((None, Closed()))

    def answer(self) -> Any:
        value, error = self._answers.get()
        if error is not None:
            raise error
        return value


class StoreThread:
    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self.open = True
        self._thread = Thread(target=self._work, name="custodyhcp-store", daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T]) -> T:
        """Runs ``work`` on the store's thread and gives back what it gives or raises."""
        if current_thread() is self._thread:
            return work()
        if not self.open:
            raise Closed
        job = _Job(work)
        self._jobs.put(job)
        answer: T = job.answer()
        return answer

    def let_others(self) -> None:
        """Runs what is waiting. Only from the store's own thread, with no transaction open."""
        while True:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return
            if job is None:
                self._jobs.put(None)
                return
            job.run()

    def close(self, last: Callable[[], None]) -> None:
        """Runs ``last`` after everything that was asked for, then ends the thread."""
        if not self.open:
            return
        self.open = False
        job = _Job(last)
        self._jobs.put(job)
        self._jobs.put(None)
        self._thread.join()
        job.answer()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
        while True:
            try:
                late = self._jobs.get_nowait()
            except Empty:
                return
            if late is not None:
                late.refuse()
