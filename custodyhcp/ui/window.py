"""The one window, and what it may be showing: set-up, sign-in, recovery, or a role's own screens.

The first paint is the sign-in page, before the store has been looked at, so that typing is
accepted at once; what was found decides what stays. Locking ends this process with exit code 75
(76 where nobody used it), and the supervisor starts a fresh one that holds no key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ui import theme
from custodyhcp.ui.door import Demonstration, Door, Found, Glance, Suite
from custodyhcp.ui.late_alarm import LateAlarm
from custodyhcp.ui.signin import AcceptUsePage, EnrolPage, SignInPage
from custodyhcp.ui.work import Work
from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from datetime import datetime

    from custodyhcp.ledger.clock import Change
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.sharing.outstanding import Outstanding
    from custodyhcp.ui.frame import Frame
    from custodyhcp.ui.kit.focus import FocusRing

LOCKED = 75  # the exit code that asks the supervisor for a fresh, locked window
LOCKED_IDLE = 76  # the same, because nobody used it
GLANCE_EVERY = 10_000  # milliseconds between two looks at the clock and at what is late
LOCK_BY = 5000  # milliseconds: a lock that takes longer to record ends the process all the same


class MainWindow(QMainWindow):
    """``open_door()`` makes the door; it is called on the worker after the first paint.

    ``on_ready`` is called when the first page accepts typing (for the bench)."""

    def __init__(
        self,
        open_door: Callable[[], Door],
        *,
        demonstration: Sequence[Demonstration] = (),
        on_theme: Callable[[theme.ThemeName], object] = lambda _name: None,
        on_ready: Callable[[], object] = lambda: None,
        idle_seconds: int | None = None,
        locked: str = "",
        sounds: bool = True,
        on_sounds: Callable[[bool], object] = lambda _on: None,
    ) -> None:
        super().__init__()
        self._on_sounds = on_sounds
        self._kept_times: tuple[datetime, ...] | None = None
        self.alarm = LateAlarm(self, on=sounds)
        self._glances = QTimer(self)
        self._glances.setSingleShot(True)
        self._glances.setInterval(GLANCE_EVERY)
        self._glances.timeout.connect(self.glance)
        self._open_door, self._on_theme, self._on_ready = open_door, on_theme, on_ready
        self._demonstration, self._idle_seconds = demonstration, idle_seconds
        self.door: Door | None = None
        self.frame: Frame | None = None
        self._desk: Desk | None = None
        self._suite = Suite("", "Custody healthcare", "")
        self._painted = False
        self.exit_code = 0
        self.work = Work(self)
        self.setWindowTitle("Custody healthcare")
        self.setMinimumSize(640, 384)
        self.resize(1366, 768)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.signin = SignInPage(self._sign_in, self._enrol_page, demonstration)
        self.signin.set_locked(locked)
        self._front(self.signin)
        self._ring: FocusRing | None = None

    # first paint, then the rest

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.signin.focus_start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._on_ready()
        self.work.do(self._look, self._looked, self._cannot_open)
        from custodyhcp.ui.kit.focus import FocusRing

        self._ring = FocusRing(self._stack)

    def _look(self) -> tuple[Found, Suite | None]:
        if self.door is None:
            self.door = self._open_door()
        found = self.door.look()
        return found, self.door.suite() if found is Found.SUITE else None

    def _looked(self, answer: tuple[Found, Suite | None]) -> None:
        found, suite = answer
        if found is Found.NOTHING:
            self._set_up_page()
        elif found is Found.KEY_MISSING:
            self._recovery_page()
        elif suite is not None:
            self._suite = suite
            self.signin.set_suite(f"{suite.suite} · {suite.organisation}")
            self.setWindowTitle(f"Sign in – {suite.suite}")
            self.glance()

    def _cannot_open(self, error: KnownError) -> None:
        if type(error).__name__ in ("NoKeyring", "KeyringLocked"):
            from custodyhcp.ui.recovery import NoKeyPage

            self._front(NoKeyPage(error, self._try_again))
            return
        self.signin.refuse(error.words, error.then)

    def _try_again(self) -> None:
        self._to_sign_in()
        self.work.do(self._look, self._looked, self._cannot_open)

    def _front(self, page: QWidget) -> None:
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        start = getattr(page, "focus_start", None)
        if start is not None:
            QTimer.singleShot(0, page, start)

    def _away(self, page: QWidget | None) -> None:
        if page is None:
            return
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    # the clock, and what is late

    def glance(self) -> None:
        """Look at the clock and, while nobody is signed in, at how much is late."""
        self._glances.stop()
        door = self.door
        if door is not None:
            self.work.do(door.glance, self._glanced, self._not_glanced)

    def _glanced(self, seen: Glance) -> None:
        self._glances.start()
        if seen.again is not None:
            self.alarm.again = seen.again
        if seen.change is not None:
            self._say_clock(seen.change)
        if self.frame is None:
            self.signin.set_late(seen.late)
            self.alarm.set_late(seen.late)

    def _not_glanced(self, _error: KnownError) -> None:
        """What is wrong with the store, whoever works there is told."""
        self._glances.start()

    def _say_clock(self, change: Change | None) -> None:
        if change is None:
            return
        from custodyhcp.ui.clock_words import words

        front = self.signin if self.frame is None else self.frame
        front.say_clock(words(change))

    def _due_read(self, found: Outstanding) -> None:
        """What is due was read with somebody's key: the locked screen will know its times."""
        self.alarm.set_late(found.late)
        if found.times != self._kept_times:
            self._kept_times = times = found.times
            self.work.do(lambda: self._its_door().keep_due(times))

    # before sign-in

    def _set_up_page(self) -> None:
        from custodyhcp.ui.set_up import SetUpPage

        self._front(SetUpPage(self._its_door(), self.work, self._set_up_done))

    def _set_up_done(self, desk: Desk) -> None:
        """Made and signed in; the acceptable use comes before anything else."""
        self._checked(desk)

    def _recovery_page(self) -> None:
        from custodyhcp.ui.recovery import RecoveryPage

        self._front(RecoveryPage(self._its_door(), self.work, self._recovered))

    def _recovered(self) -> None:
        self._away(self._stack.currentWidget())
        self._front(self.signin)
        self.work.do(self._look, self._looked, self._cannot_open)

    def _its_door(self) -> Door:
        if self.door is None:
            raise KnownError("The suite is still being opened.", "Wait a moment and try again.")
        return self.door

    # sign-in

    def _sign_in(self, login: str, passphrase: str) -> None:
        self.signin.set_busy("Checking…")
        self.work.do(
            lambda: self._its_door().sign_in(login, passphrase),
            self._checked,
            lambda error: self._refused(error, login, passphrase),
        )

    def _refused(self, error: KnownError, login: str, passphrase: str) -> None:
        if type(error).__name__ == "FirstSignIn":
            self.signin.set_busy("")
            self._enrol_page(login, passphrase)
            return
        self.signin.refuse(error.words, error.then)

    def _enrol_page(self, login: str = "", code: str = "") -> None:
        page = EnrolPage(login, code, self._enrol, self._to_sign_in)
        self._front(page)

    def _enrol(self, login: str, code: str, passphrase: str) -> None:
        page = self._stack.currentWidget()
        failed = getattr(page, "show_failure", None)
        self.work.do(lambda: self._its_door().enrol(login, code, passphrase), self._checked, failed)

    def _to_sign_in(self) -> None:
        page = self._stack.currentWidget()
        if page is not self.signin:
            self._away(page)
        self._front(self.signin)

    def _checked(self, desk: Desk) -> None:
        self.work.do(lambda: self._its_door().use_due(desk), lambda use: self._use(desk, use))

    def _use(self, desk: Desk, use: object) -> None:
        if self._stack.currentWidget() is not self.signin:
            self._away(self._stack.currentWidget())
        if use is None:
            self._signed_in(desk)
            return
        page = AcceptUsePage(use, lambda: self._accept(desk, use), self._lock_desk(desk))  # type: ignore[arg-type]
        self._front(page)

    def _accept(self, desk: Desk, use: object) -> None:
        version = use.version  # type: ignore[attr-defined]
        self.work.do(
            lambda: self._its_door().accept_use(desk, version),
            lambda _none: self._accepted(desk),
        )

    def _accepted(self, desk: Desk) -> None:
        self._away(self._stack.currentWidget())
        self._signed_in(desk)

    # signed in

    def _signed_in(self, desk: Desk) -> None:
        self._desk = desk
        self.work.do(lambda: self._its_door().suite(), lambda suite: self._open_frame(desk, suite))

    def _open_frame(self, desk: Desk, suite: Suite) -> None:
        from custodyhcp.ui.opening import frame_for

        self.frame = frame_for(
            desk, suite, self.work, self._lock_desk(desk), self._on_theme, self._idle_seconds
        )
        if self._ring is not None:
            self._ring.deleteLater()
            self._ring = None
        self._front(self.frame)
        self._away(self.signin)
        self.frame.due_read.connect(self._due_read)
        if desk.session.role is Role.HCP:
            self.frame.add_choice(
                "Sound when something is late", "alarm.sound", self.alarm.on, self._turn_sounds
            )
        else:
            self.alarm.set_late(0)  # others see nothing of it here
        self.work.do(self._its_door().clock_lately, self._say_clock)
        self.frame.home()
        self.glance()

    def _turn_sounds(self, on: bool) -> None:
        self.alarm.turn(on)
        self._on_sounds(on)

    def _lock_desk(self, desk: Desk) -> Callable[[], None]:
        return lambda: self.lock(desk)

    def lock(self, desk: Desk) -> None:
        """Record the lock, then end the process, whatever comes of recording it."""
        idle = self.frame is not None and self.frame.why_locked == "idle"
        self.exit_code = LOCKED_IDLE if idle else LOCKED
        self.setEnabled(False)
        self.work.do(
            lambda: self._its_door().lock(desk),
            lambda _none: self._end(),
            lambda _error: self._end(),
        )
        QTimer.singleShot(LOCK_BY, self, self._end)

    def _end(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.exit(self.exit_code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With the focus on nothing, keys still mean what they mean: Esc goes back."""
        if self.frame is not None and QApplication.focusWidget() is None:
            self.frame.keyPressEvent(event)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing signs out: what was typed is put away first."""
        if self.frame is not None and self._desk is not None and self.exit_code == 0:
            self.frame.put_away()
        super().closeEvent(event)

    def stop(self) -> None:
        """Let the work in hand finish, close the store, end the thread."""
        self._glances.stop()
        if self.frame is not None:
            self.frame.stop()
        if self.door is not None:
            self.work.do(self.door.close)
        self.work.stop()
