"""A place for a form that most people never need, made when it is first wanted: a page of nine
hundred controls takes the screens' thread longer than anybody waits for a key."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

Made = TypeVar("Made", bound=QWidget)


class Later(QWidget, Generic[Made]):
    """``Later(make, ready)``; ``form`` is None until ``made()`` or ``want(True)``. Hidden at first.
    ``ready(form)`` is called once it stands in the page: shown before, it would be a window."""

    def __init__(self, make: Callable[[], Made], ready: Callable[[Made], object]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._make, self._ready = make, ready
        self.form: Made | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def made(self) -> Made:
        """The form, made now if it was not."""
        if self.form is None:
            self.form = self._make()
            self._column.addWidget(self.form)
            self._ready(self.form)
        return self.form

    def want(self, on: bool) -> None:
        """Shown or not."""
        if on:
            self.made()
        self.setVisible(on)


class InTurns(QTimer):
    """``start_on(steps)``: one step now, then one each time the keys and clicks that wait have been
    answered. Starting on others drops those that were left."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._steps: deque[Callable[[], object]] = deque()
        self.setSingleShot(True)
        self.setInterval(0)
        self.timeout.connect(self._next)

    def start_on(self, steps: Iterable[Callable[[], object]]) -> None:
        self._steps = deque(steps)
        self._next()

    def _next(self) -> None:
        if self._steps:
            self._steps.popleft()()
        if self._steps:
            self.start()
