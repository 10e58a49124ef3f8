"""``python -m custodyhcp screens --out DIR``: a picture of every screen, in every theme and size.

The suite is the demonstration's, at a fixed moment, so that two runs can be laid side by side.
Pictures are called ``board-light-1366x768.png``. A screen that shows an error, or that needs
sideways scrolling, is named at the end and makes the exit code 1.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from custodyhcp.app import Rooms
    from custodyhcp.demonstration.showing import Screen
    from custodyhcp.ui.door import Demonstration, Door
    from custodyhcp.ui.window import MainWindow

OPENING = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
SIZES = ((1366, 768), (1920, 1080))
PATIENCE = 15.0  # seconds until a page that does not settle is taken as it is


class Stage:
    """The suite, and the ids of who is in it by custody reference."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self._ids: dict[str, str] = {}

    def detention(self, reference: str) -> str:
        if not self._ids:
            from custodyhcp.demonstration import people
            from custodyhcp.records.people import detentions

            desk = self.rooms.sign_in(people.HCP.login, people.HCP.passphrase)
            self._ids = {stay.custody_ref: stay.id for stay in detentions(desk)}
        return self._ids[reference]


def main(out: Path, only: str = "") -> int:
    """Every picture into ``out``; ``only`` those whose name begins with it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from custodyhcp import app as composition
    from custodyhcp.demonstration.showing import SCREENS

    out.mkdir(parents=True, exist_ok=True)
    app = composition.make_application()
    wrong: list[str] = []
    with _stage() as stage:
        for screen in SCREENS:
            if screen.name.startswith(only):
                wrong += _pictures(app, stage, screen, out)
    for words in wrong:
        print(words)
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 1 if wrong else 0


@contextmanager
def _stage() -> Iterator[Stage]:
    from custodyhcp.app import Rooms
    from custodyhcp.demonstration.building import build
    from custodyhcp.vault.keyslots import KdfParams
    from custodyhcp.vault.throwaway import MemoryKeyring

    with tempfile.TemporaryDirectory(prefix="custodyhcp-screens-") as folder:
        store, ring = Path(folder) / "suite", MemoryKeyring()
        build(store, OPENING, backend=ring, kdf=KdfParams(64, 1, 1)).close()
        rooms = Rooms(store, backend=ring, clock=lambda: OPENING)
        rooms.look()
        yield Stage(rooms)
        rooms.close()


def _pictures(app: QApplication, stage: Stage, screen: Screen, out: Path) -> list[str]:
    from custodyhcp.demonstration import people
    from custodyhcp.ui import theme
    from custodyhcp.ui.window import MainWindow

    theme.apply(app, theme.ThemeName.LIGHT)
    window = MainWindow(lambda: cast("Door", _Open(stage.rooms)), demonstration=people.SIGN_INS)
    window.resize(*SIZES[0])
    window.show()
    window.activateWindow()
    wrong = _go(app, window, screen, stage)
    for name in theme.ThemeName:
        theme.apply(app, name)
        for wide, tall in SIZES:
            window.resize(wide, tall)
            _settle(app, window)
            file = f"{screen.name}-{name.value}-{wide}x{tall}"
            window.grab().save(str(out / f"{file}.png"))
            wrong += [f"{file}: {words}" for words in faults(window)]
    window.stop()
    window.close()
    window.deleteLater()
    app.processEvents()
    return wrong


def _go(app: QApplication, window: MainWindow, screen: Screen, stage: Stage) -> list[str]:
    """Sign in and bring the screen to the front; what was in the way, in words."""
    from custodyhcp.demonstration.showing import Showing

    _settle(app, window)
    if screen.who is not None:
        _sign_in(app, window, screen.who)
    if window.frame is None:
        return [] if screen.who is None else [f"{screen.name}: nobody could sign in"]
    _settle(app, window)
    showing = Showing(window.frame, stage.detention, lambda: _settle(app, window))
    try:
        screen.go(showing)
    except LookupError as missing:
        return [f"{screen.name}: {missing}"]
    return []


def _sign_in(app: QApplication, window: MainWindow, who: Demonstration) -> None:
    window.signin.login.set_text(who.login)
    window.signin.passphrase.set_text(who.passphrase)
    window.signin.submit.click()
    end = time.monotonic() + PATIENCE
    while window.frame is None and time.monotonic() < end:
        app.processEvents()


def _settle(app: QApplication, window: MainWindow) -> None:
    """Let the work be done and the layout come to rest."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 8 and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)
        quiet = quiet + 1 if window.work.pending() == 0 else 0


def faults(window: QWidget) -> list[str]:
    """What must not be on a screen: an error nobody asked for, or sideways scrolling."""
    from PySide6.QtWidgets import QAbstractScrollArea, QFrame

    found = []
    for area in window.findChildren(QAbstractScrollArea):
        bar = area.horizontalScrollBar()
        if area.isVisible() and bar.isVisible() and bar.maximum() > 0:
            found.append(f"needs sideways scrolling: {area.objectName() or type(area).__name__}")
    failure = window.findChild(QFrame, "failure")
    if failure is not None and failure.isVisible():
        found.append(f"shows a failure: {failure.accessibleName()}")
    return found


class _Open:
    """The door that is already open: one suite for all the pictures, closed by the stage."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def __getattr__(self, name: str) -> object:
        return getattr(self._rooms, name)

    def close(self) -> None:
        """The stage closes it."""
