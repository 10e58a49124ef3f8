"""The index of people, made once a sign-in while the screens go on.

Entries are read and opened on the worker, a portion at a time, so that nobody waits behind it;
what they say goes into the index here, on the screens' thread, which alone searches it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from custodyhcp.errors import KnownError
from custodyhcp.records.finding import PeopleIndex
from custodyhcp.records.looking_up import PeopleReader, Portion
from custodyhcp.ui.context import Context


class PeopleLookup(QObject):
    """``changed`` after each portion. ``whole``: everybody has been read. ``problem`` holds the
    words of what stopped it."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._reader = PeopleReader()
        self._reading = False
        self._waiting: list[Callable[[PeopleIndex], object]] = []
        self.index = PeopleIndex()
        self.whole = False
        self.problem = ""

    def freshen(self) -> None:
        """Read what is not read yet; once it is whole, what is new."""
        if self._reading:
            return
        self._reading, self.problem = True, ""
        self._ask()

    def when_whole(self, then: Callable[[PeopleIndex], object]) -> None:
        """Have ``then`` called with everybody in the index, as of now or later."""
        self._waiting.append(then)
        self.freshen()

    def _ask(self) -> None:
        desk, reader = self._ctx.desk, self._reader
        self._ctx.work.do(lambda: reader.portion(desk), self._read, self._failed)

    def _read(self, portion: Portion) -> None:
        self.index.take(portion.entries)
        if portion.more:
            self._ask()
        else:
            self._reading, self.whole = False, True
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                page = getattr(then, "__self__", None)
                if not isinstance(page, QObject) or isValid(page):
                    then(self.index)
        self.changed.emit()

    def _failed(self, error: KnownError) -> None:
        self._reading, self._waiting = False, []
        self.problem = f"{error.words} {error.then}".strip()
        self.changed.emit()


def lookup_of(ctx: Context) -> PeopleLookup:
    """The one of this sign-in."""
    if not isinstance(ctx.lookup, PeopleLookup):
        ctx.lookup = PeopleLookup(ctx)
    return ctx.lookup
