"""The composition root: the only place that puts the rooms and the windows together.

Start-up, in order
1. ``umask 077`` and nothing else: whatever is written later is the owner's alone.
2. Qt and the kit are imported, the application is made, the theme last chosen is put on.
3. The sign-in window is shown. Up to here no room but the list of roles has been imported: no
   cryptography, no database, no keyring. Typing is accepted from this moment.
4. After the first paint the worker thread opens the door: imports the rooms, checks that the
   libraries are those the program relies on (``self_test``), finds the store and opens it.
5. What was found decides: set-up, recovery, or sign-in. Sign-in gives a desk; the desk's role gives
   the screens.
6. Locking, closing and idle all end this process; the supervisor starts a fresh one after a lock.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from custodyhcp.errors import KnownError
from custodyhcp.ui import theme
from custodyhcp.ui.collecting import keep_to_this_thread
from custodyhcp.ui.door import Demonstration, Door, Found, Glance, Suite
from custodyhcp.ui.window import MainWindow
from custodyhcp.ui.work import bug

if TYPE_CHECKING:
    from datetime import datetime

    from custodyhcp.ledger import Desk, Ledger
    from custodyhcp.ledger.clock import Change, ClockWatch
    from custodyhcp.staff.acceptable_use import AcceptableUse
    from custodyhcp.staff.founding import Founded, Founding
    from custodyhcp.vault.device import KeyringBackend
    from custodyhcp.vault.keyslots import KdfParams


def default_store() -> Path:
    """Where a suite lies when nobody says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("custodyhcp", appauthor=False)) / "suite"


def settings_file() -> Path:
    """Holds the theme chosen and whether to sound, and nothing about anybody."""
    import platformdirs

    return Path(platformdirs.user_config_dir("custodyhcp", appauthor=False)) / "settings.json"


class Rooms(Door):
    """The real door: the staff room's verbs over the store in ``folder``.

    ``backend`` and ``kdf`` differ from the full ones only for a suite that is thrown away. A clock
    that was handed in is watched only where ``steady``, one that nobody sets, comes with it. A
    suite founded through it is for invented people only where ``demonstration``."""

    def __init__(
        self,
        folder: Path,
        *,
        backend: KeyringBackend | None = None,
        kdf: KdfParams | None = None,
        clock: Callable[[], datetime] | None = None,
        steady: Callable[[], float] | None = None,
        demonstration: bool = False,
    ) -> None:
        self_test()
        self._demonstration = demonstration
        self._steady = steady
        self._watch: ClockWatch | None = None
        self._at_start: Change | None = None
        self._folder, self._backend, self._kdf = folder, backend, kdf
        self._clock = clock
        self._ledger: Ledger | None = None

    def now(self) -> datetime:
        """The clock: this computer's, unless another was handed in."""
        if self._clock is not None:
            return self._clock()
        from datetime import UTC, datetime

        return datetime.now(UTC)

    def look(self) -> Found:
        from custodyhcp.staff.opening import is_here, open_suite
        from custodyhcp.vault.device import SecretMissing

        if self._ledger is not None:
            return Found.SUITE
        self._clear_outgoing()
        if not is_here(self._folder):
            return Found.NOTHING
        try:
            self._ledger = open_suite(self._folder, self.now, backend=self._backend)
        except SecretMissing:
            return Found.KEY_MISSING
        self._watch_clock(self._ledger)
        return Found.SUITE

    def _watch_clock(self, ledger: Ledger) -> None:
        from custodyhcp.ledger import clock

        if self._clock is None or self._steady is not None:
            self._watch = clock.ClockWatch(self.now, self._steady or clock.steady)
            self._at_start = clock.behind(ledger)

    def glance(self) -> Glance:
        """The clock, and how much is late: no key is needed. A change is recorded at once."""
        from custodyhcp.ledger import clock, kept_times
        from custodyhcp.records.escalating import sound_again

        if self._ledger is None:
            return Glance()
        change, self._at_start = self._at_start, None
        if change is None and self._watch is not None:
            change = self._watch.look()
        if change is not None:
            clock.record(self._ledger, change)
        return Glance(change, kept_times.late(self._ledger, self.now()), sound_again())

    def clock_lately(self) -> Change | None:
        """The last change of the clock in the last half day."""
        from custodyhcp.ledger import clock

        return clock.lately(self.ledger(), self.now())

    def keep_due(self, times: Iterable[datetime]) -> None:
        """For the locked screen: when things are due, and nothing else."""
        from custodyhcp.ledger import kept_times

        kept_times.keep(self.ledger(), times)

    def ledger(self) -> Ledger:
        if self._ledger is None:
            raise KnownError("The suite is still being opened.", "Wait a moment and try again.")
        return self._ledger

    def suite(self) -> Suite:
        from custodyhcp.vault.authority import FOUNDED
        from custodyhcp.vault.compartments import Compartment

        body = next(iter(self.ledger().open_entries((FOUNDED,)))).body(Compartment.OPEN)
        return Suite(body["organisation"], body["suite"], body["phone"])

    def sign_in(self, login: str, passphrase: str) -> Desk:
        from custodyhcp.staff import signing_in

        return signing_in.sign_in(self.ledger(), login, passphrase)

    def enrol(self, login: str, code: str, passphrase: str) -> Desk:
        from custodyhcp.staff import signing_in

        return signing_in.enrol(self.ledger(), login, code, passphrase)

    def use_due(self, desk: Desk) -> AcceptableUse | None:
        from custodyhcp.staff import signing_in

        return signing_in.use_due(desk)

    def accept_use(self, desk: Desk, version: str) -> None:
        from custodyhcp.staff import signing_in

        signing_in.accept_use(desk, version)

    def can_found(self) -> None:
        """Before anything is typed: is there a keyring here? Raises ``KnownError`` if not."""
        from custodyhcp.staff import founding as verbs

        verbs.must_have_keyring(self._backend)

    def found(self, founding: Founding, passphrase: str) -> Founded:
        from dataclasses import replace

        from custodyhcp.staff import founding as verbs

        founding = replace(founding, demonstration=self._demonstration)
        made = verbs.found(
            self._folder, founding, passphrase, self.now, backend=self._backend, kdf=self._kdf
        )
        self._ledger = made.ledger
        self._watch_clock(made.ledger)
        return made

    def recover(self, first: str, second: str) -> None:
        from custodyhcp.staff import opening

        opening.recover(self._folder, (first, second), backend=self._backend)

    def lock(self, desk: Desk) -> None:
        from custodyhcp.staff import signing_in

        self._clear_outgoing()
        signing_in.lock(desk)

    def _clear_outgoing(self) -> None:
        """No email draft outlives the person who opened it, or the crash that left it."""
        from custodyhcp.sharing.draft_files import DraftFiles

        DraftFiles(self._folder).clear()

    def close(self) -> None:
        self._clear_outgoing()
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None


def self_test() -> None:
    """The database engine is one that the promises can rest on, and the data files are there.

    Raises what ``ledger.connection`` raises for an engine too old, or FileNotFoundError."""
    from custodyhcp import resources
    from custodyhcp.ledger.connection import check_engine

    check_engine()
    resources.path("themes")


def make_application(settings: Path | None = None) -> QApplication:
    """The one QApplication, dressed in the theme last chosen."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    keep_to_this_thread(app)
    app.setApplicationName("custodyhcp")
    app.setStyle("Fusion")
    theme.apply(app, theme.remembered(settings) if settings else theme.ThemeName.LIGHT)
    return app


def leave_nothing_behind() -> None:
    """What this process writes by itself: files for its owner only, no dump of its memory, and of
    a fault only where it was. A desktop keeps what a program prints in a file."""
    os.umask(0o077)
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    sys.excepthook = lambda _kind, error, _trace: _note(error)
    threading.excepthook = lambda fault: _note(fault.exc_value)
    sys.unraisablehook = lambda fault: _note(fault.exc_value)


def _note(error: BaseException | None) -> None:
    if isinstance(error, Exception):
        bug(error)


def run_window(
    store: Path | None,
    *,
    keyring_pipe: bool = False,
    demonstration: bool = False,
    locked: str = "",
) -> int:
    """One window, for one sign-in; the exit code is 75 where it was locked by hand, 76 where
    nobody used it. ``locked`` is why the one before it was."""
    leave_nothing_behind()
    settings = None if demonstration else settings_file()
    app = make_application(settings)
    window = MainWindow(
        lambda: _door(store, keyring_pipe=keyring_pipe, demonstration=demonstration),
        demonstration=_shown() if demonstration else (),
        on_theme=(lambda name: theme.remember(settings, name))
        if settings
        else (lambda _name: None),
        locked=locked,
        sounds=theme.sounds(settings) if settings else True,
        on_sounds=(lambda on: theme.remember_sounds(settings, on))
        if settings
        else (lambda _on: None),
    )
    window.show()
    code = app.exec()
    window.stop()
    return window.exit_code or code


def run_downtime(store: Path | None) -> int:
    """The reader for downtime, in a window of its own: no ledger, no door."""
    leave_nothing_behind()
    app = make_application(settings_file())
    from datetime import UTC, datetime

    from custodyhcp.staff.downtime import PackReader
    from custodyhcp.ui.downtime_window import DowntimeWindow

    reader = PackReader(store or default_store())
    window = DowntimeWindow(reader.open, lambda: datetime.now(UTC))
    window.show()
    code = app.exec()
    window.stop()
    return code


def _door(store: Path | None, *, keyring_pipe: bool, demonstration: bool) -> Door:
    backend: KeyringBackend | None = None
    if keyring_pipe:
        from custodyhcp.vault.pipe_keyring import PipeKeyring

        backend = PipeKeyring.over_standard_streams()
    return Rooms(store or default_store(), backend=backend)


def _shown() -> Sequence[Demonstration]:
    from custodyhcp.demonstration import people

    return people.SIGN_INS
