"""``python -m custodyhcp screens --out DIR``: a picture of every screen, in every theme and size.

The suite is the demonstration's, at a fixed moment, so that two runs can be laid side by side.
Pictures are called ``board-light-1366x768.png``. A screen that cannot be reached, that shows an
error nobody asked for, or that needs sideways scrolling, is named and makes the exit code 1.

A window is made for each person who signs in and goes from screen to screen; the theme and the
size are changed in place.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from custodyhcp.app import Rooms
    from custodyhcp.demonstration.showing import Begins, Screen, Showing
    from custodyhcp.ui.door import Demonstration, Door
    from custodyhcp.ui.window import MainWindow
    from custodyhcp.vault.throwaway import MemoryKeyring

OPENING = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
SIZES = ((1366, 768), (1920, 1080))
NEVER_LOCKS = 24 * 3600  # seconds: nobody touches the keys while pictures are taken
PATIENCE = 15.0  # seconds until a page that does not settle is taken as it is


def main(out: Path, only: str = "") -> int:
    """Every picture into ``out``; ``only`` those whose name begins with it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from custodyhcp import app as composition
    from custodyhcp.demonstration.screens_there_are import SCREENS

    out.mkdir(parents=True, exist_ok=True)
    app = composition.make_application()
    wrong = taken = 0
    with ExitStack() as ending:
        stage = Stage(ending)
        for run in runs(wanted(SCREENS, only)):
            for screen, faults in _pictures(app, stage, run, out, only):
                taken += len(faults) > 0
                said = sorted({words for each in faults for words in each})
                wrong += bool(said)
                print(f"{screen.name}: {'; '.join(said) or 'well'}", flush=True)
    print(f"{taken} screens, {wrong} with something wrong, in {out}")
    return 1 if wrong or not taken else 0


def wanted(screens: Sequence[Screen], only: str) -> list[Screen]:
    """Those whose name begins with ``only``, and those that lead to them."""
    kept: set[str] = set()
    for screen in reversed(screens):
        if screen.name.startswith(only) or screen.name in kept:
            kept |= {screen.name, screen.after}
    return [screen for screen in screens if screen.name in kept]


def runs(screens: Sequence[Screen]) -> Iterator[list[Screen]]:
    """Screens that one window shows, one after the other."""
    run: list[Screen] = []
    for screen in screens:
        goes_on = bool(run) and (screen.begins, screen.who) == (run[-1].begins, run[-1].who)
        if goes_on and (screen.after or screen.who is not None):
            run.append(screen)
            continue
        if run:
            yield run
        run = [screen]
    if run:
        yield run


class Stage:
    """The suites, each built when a screen first needs it, and who is in the cells."""

    def __init__(self, ending: ExitStack) -> None:
        self._ending = ending
        where = tempfile.TemporaryDirectory(
            prefix="custodyhcp-screens-", ignore_cleanup_errors=True
        )
        self._folder = Path(ending.enter_context(where))
        self._built: dict[Begins, Rooms] = {}
        self._ids: dict[str, str] = {}

    def door(self, begins: Begins) -> Rooms:
        if begins not in self._built:
            self._built[begins] = self._build(begins)
            self._ending.callback(self._built[begins].close)
        return self._built[begins]

    def _build(self, begins: Begins) -> Rooms:
        from custodyhcp.app import Rooms
        from custodyhcp.demonstration.building import build
        from custodyhcp.demonstration.showing import Begins
        from custodyhcp.demonstration.stories import STORIES
        from custodyhcp.vault.keyslots import KdfParams
        from custodyhcp.vault.throwaway import MemoryKeyring

        store, ring, quick = self._folder / begins.name, MemoryKeyring(), KdfParams(64, 1, 1)
        if begins is not Begins.NOTHING:
            stories = STORIES if begins is Begins.TWELVE else ()
            build(store, OPENING, backend=ring, kdf=quick, stories=stories).close()
        if begins is Begins.KEY_LOST:
            ring = MemoryKeyring()
        if begins is Begins.NO_KEYRING:
            ring = _no_keyring()
        return Rooms(store, backend=ring, kdf=quick, clock=lambda: OPENING)

    def detention(self, reference: str) -> str:
        """The id of the stay of that custody reference. Raises LookupError."""
        if not self._ids:
            from custodyhcp.demonstration import people
            from custodyhcp.demonstration.showing import Begins
            from custodyhcp.records.people import detentions

            rooms = self.door(Begins.TWELVE)
            desk = rooms.sign_in(people.HCP.login, people.HCP.passphrase)
            self._ids = {stay.custody_ref: stay.id for stay in detentions(desk)}
        return self._ids[reference]


def _no_keyring() -> MemoryKeyring:
    """What a computer without a keyring answers to every question."""
    from custodyhcp.vault.throwaway import MemoryKeyring

    class Absent(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            raise RuntimeError("no keyring here")

    return Absent()


Faults = list[list[str]]  # for each picture, what is wrong with it


def _pictures(
    app: QApplication, stage: Stage, run: Sequence[Screen], out: Path, only: str
) -> Iterator[tuple[Screen, Faults]]:
    from PySide6.QtCore import QCoreApplication, QEvent

    from custodyhcp.demonstration import people
    from custodyhcp.demonstration.showing import Begins, Showing
    from custodyhcp.ui.window import MainWindow

    first = run[0]
    door = cast("Door", _Open(stage.door(first.begins)))
    known = people.SIGN_INS if first.begins is Begins.TWELVE else ()
    window = MainWindow(lambda: door, demonstration=known, idle_seconds=NEVER_LOCKS)
    window.resize(*SIZES[0])
    window.show()
    window.activateWindow()
    _settle(app, window)
    if first.who is not None:
        _sign_in(app, window, first.who)
    showing = Showing(window, stage.detention, lambda: _settle(app, window))
    for screen in run:
        missing = _go(app, window, screen, showing)
        if screen.name.startswith(only):
            yield screen, [missing, *_take(app, window, screen, out)]
        elif missing:
            yield screen, [missing]
    window.stop()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _go(app: QApplication, window: MainWindow, screen: Screen, showing: Showing) -> list[str]:
    """Bring the screen to the front; what was in the way, in words."""
    if screen.who is not None and window.frame is None:
        return ["nobody could sign in"]
    try:
        if window.frame is not None and not screen.after:
            window.frame.home()
            _take_away_toast(window)
        screen.go(showing)
    except LookupError as missing:
        return [f"cannot be reached: {missing}"]
    _settle(app, window)
    return []


def _take(app: QApplication, window: MainWindow, screen: Screen, out: Path) -> Iterator[list[str]]:
    """A picture in each theme and size; what is wrong with each. It begins with the theme that is
    on, because dressing a page anew is what takes the time."""
    from custodyhcp.ui import theme

    shown = _shown(window, screen.window)
    if shown is None:
        yield [f"there is no window '{screen.window}'"]
        return
    themes = sorted(theme.ThemeName, key=lambda name: name is not theme.current_name())
    for name in themes:
        if name is not theme.current_name():
            theme.apply(app, name)
        for wide, tall in SIZES:
            shown.resize(wide, tall)
            _settle(app, window)
            file = f"{screen.name}-{name.value}-{wide}x{tall}.png"
            shown.grab().save(str(out / file))
            yield faults(shown, errors=screen.errors)
    shown.resize(*SIZES[0])
    if shown is not window:
        shown.close()


def _shown(window: MainWindow, name: str) -> QWidget | None:
    """The window that is pictured: the main one, or the open one of that name."""
    from PySide6.QtWidgets import QWidget

    if not name:
        return window
    found = window.findChildren(QWidget, name)
    return next((one for one in found if one.isWindow() and one.isVisible()), None)


def _take_away_toast(window: MainWindow) -> None:
    """What was said about the screen before is not of this one."""
    from custodyhcp.ui.kit.toast import Toast

    for toast in window.findChildren(Toast):
        toast.hide()


def _sign_in(app: QApplication, window: MainWindow, who: Demonstration) -> None:
    window.signin.login.set_text(who.login)
    window.signin.passphrase.set_text(who.passphrase)
    window.signin.submit.click()
    end = time.monotonic() + PATIENCE
    while window.frame is None and time.monotonic() < end:
        app.processEvents()
    _settle(app, window)


def _settle(app: QApplication, window: MainWindow) -> None:
    """Let the work be done and the layout come to rest, and what was left behind be gone: outside
    an event loop nothing else deletes it, and every dead page would be dressed again."""
    from PySide6.QtCore import QCoreApplication, QEvent

    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 4 and time.monotonic() < end:
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        quiet = quiet + 1 if window.work.pending() == 0 else 0
        if not quiet:
            time.sleep(0.002)


def faults(window: QWidget, *, errors: bool = False) -> list[str]:
    """What must not be on a screen: an error nobody asked for, or sideways scrolling."""
    from PySide6.QtWidgets import QAbstractScrollArea, QFrame

    from custodyhcp.ui.kit import ErrorSummary

    found = []
    for area in window.findChildren(QAbstractScrollArea):
        bar = area.horizontalScrollBar()
        if area.isVisible() and bar.isVisible() and bar.maximum() > 0:
            found.append(f"needs sideways scrolling: {area.objectName() or type(area).__name__}")
    for failure in window.findChildren(QFrame, "failure"):
        if failure.isVisible():
            found.append(f"shows a failure: {failure.accessibleName()}")
    told = [one for one in window.findChildren(ErrorSummary) if one.isVisible()]
    if not errors:
        found += [f"shows an error: {one.accessibleName()}" for one in told]
    elif not told:
        found.append("shows no error, and is there to show one")
    return found


class _Open:
    """The door that is already open: one suite for all the pictures, closed by the stage."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def __getattr__(self, name: str) -> object:
        return getattr(self._rooms, name)

    def close(self) -> None:
        """The stage closes it."""
