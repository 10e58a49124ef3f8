"""What every test of the screens relies on: the theme is on, and nothing is left running."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from custodyhcp.ui import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Light theme at the start; afterwards no thread more than before, and no timer running."""
    theme.apply(qapp, theme.ThemeName.LIGHT)
    before = set(threading.enumerate())
    native = _native_threads()
    gc.disable()  # as in the program: a worker must not take a page apart (ui/collecting.py)
    yield
    qapp.processEvents()
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, 0)
    qapp.processEvents()
    gc.collect(0)  # all that this test made and dropped, on this thread
    gc.enable()
    left = [
        t
        for t in threading.enumerate()
        if t not in before and t.is_alive() and not t.name.startswith("Dummy")  # Qt's own
    ]
    assert not left, f"threads left running: {left}"
    assert _native_threads() <= native, "a Qt thread was left running"
    assert not running_timers(), "a timer was left running"


def _native_threads() -> int:
    """How many QThreads that we made are running (each is named)."""
    from PySide6.QtCore import QThread

    return sum(1 for o in gc.get_objects() if _is_running(o, QThread))


def _is_running(thing: Any, kind: type) -> bool:
    from shiboken6 import isValid

    return type(thing) is kind and isValid(thing) and thing.isRunning()


def running_timers() -> list[QTimer]:
    from shiboken6 import isValid

    found = [o for o in gc.get_objects() if type(o) is QTimer]
    return [t for t in found if isValid(t) and t.isActive() and not t.isSingleShot()]


@pytest.fixture
def show(qtbot: Any) -> Callable[..., None]:
    """Show a widget at a size and wait until it is there: ``show(page, 1366, 768)``."""

    kept: list[QWidget] = []  # Python's own hold, for as long as the test

    def shown(widget: QWidget, width: int = 1366, height: int = 768) -> None:
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        QApplication.processEvents()

    return shown


@pytest.fixture
def at_work(suite: Any, show: Callable[..., None], qtbot: Any) -> Iterator[Callable[..., Any]]:
    """The real frame with the real pages for one desk: ``frame = at_work(suite.hcp)``.

    ``frame.settled()`` waits until nothing is being read or written."""
    from custodyhcp.ui import places
    from custodyhcp.ui.context import Context, Member
    from custodyhcp.ui.frame import Frame
    from custodyhcp.ui.work import Work

    works: list[Work] = []
    frames: list[Frame] = []

    def opened(desk: Any, width: int = 1366, height: int = 768) -> Frame:
        work = Work()
        works.append(work)
        member = Member(desk.session.staff, desk.session.name, desk.session.role)
        ctx = Context(desk, work, None, member, "Harrow Lane", phone="01632 960 118")  # type: ignore[arg-type]
        home = places.home_of(desk.session.role)
        frame = Frame(
            ctx,
            lambda: places.PLACES[home](ctx, {}),
            lambda place, about: places.PLACES[place](ctx, about),
            lambda: None,
            lambda _name: None,
        )
        ctx.nav = frame
        frames.append(frame)
        frame.settled = lambda: qtbot.waitUntil(lambda: work.pending() == 0, timeout=10_000)  # type: ignore[attr-defined]
        show(frame, width, height)
        frame.home()
        frame.settled()  # type: ignore[attr-defined]
        return frame

    yield opened
    for frame in frames:
        frame.stop()
        frame.hide()
    for work in works:
        work.stop()
