"""What every test of the screens relies on: the theme is on, and nothing is left running."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from custodyhcp.ui import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Light theme at the start; afterwards no thread more than before, and no timer running.

    Python's collector stands still for the test, as in the program (ui/collecting.py: a worker
    must not take a page apart). All that was there before is set aside, so that only what the test
    made is looked through: looking through everything took longer than the tests."""
    theme.apply(qapp, theme.ThemeName.LIGHT)
    before = set(threading.enumerate())
    gc.disable()
    gc.freeze()
    yield
    qapp.processEvents()
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, 0)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # not among all of them
    qapp.processEvents()
    threads, timers = running_threads(), running_timers()
    gc.collect()  # all that this test made and dropped, on this thread
    gc.unfreeze()
    gc.enable()
    left = [
        t
        for t in threading.enumerate()
        if t not in before and t.is_alive() and not t.name.startswith("Dummy")  # Qt's own
    ]
    assert not left, f"threads left running: {left}"
    assert not threads, "a Qt thread was left running"
    assert not timers, "a timer was left running"


def running_threads() -> list[QThread]:
    """The threads that this test made and that still run."""
    found = [o for o in gc.get_objects() if type(o) is QThread]
    return [t for t in found if isValid(t) and t.isRunning()]


def running_timers() -> list[QTimer]:
    """The timers that this test made and that would still fire again."""
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
        ctx.demonstration = desk.authority.demonstration
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
