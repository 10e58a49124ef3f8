"""One stage of the tour: a real window in this process, and the story pressing its keys."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from custodyhcp.app import Rooms, make_application
from custodyhcp.supervisor import LOCKED
from custodyhcp.tour.cast import Told
from custodyhcp.tour.driver import Driver, StepFailed
from custodyhcp.tour.elsewhere import verify
from custodyhcp.tour.journey import ELSEWHERE, STAGES
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.pipe_keyring import PipeKeyring

FAILED = 1


def run_stage(name: str, out: Path) -> int:
    """Open the window on ``out/suite``, play the stage, and give the process's exit code."""
    if name == ELSEWHERE:
        return _verify(out)
    os.umask(0o077)
    keyring = PipeKeyring.over_standard_streams()
    app = make_application()
    window = MainWindow(lambda: Rooms(out / "suite", backend=keyring, demonstration=True))
    play = STAGES[name]
    driver = Driver(out, play.role)
    window.show()
    QTimer.singleShot(0, window, or_end(lambda: play.play(driver, Told(keyring)), app))
    code = app.exec()
    window.stop()
    return code if code == FAILED else window.exit_code or code


def _verify(out: Path) -> int:
    make_application()
    try:
        verify(Driver(out, "ANYONE"))
    except StepFailed as failed:
        print(failed, file=sys.stderr)
        return FAILED
    return LOCKED


def or_end(act: Callable[[], None], app: QApplication) -> Callable[[], None]:
    """``act``, and where it fails the end of the process, with its reason on standard error."""

    def guarded() -> None:
        try:
            act()
        except BaseException:
            # The journal holds the step; the parent needs the code, and the reader the reason.
            traceback.print_exc(file=sys.stderr)
            app.exit(FAILED)
            raise

    return guarded
