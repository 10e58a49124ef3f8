"""A window of the night shift: its steps, and the window alone in a process, driven from inside.

``python -m tests.journeys.night_shift_window STAGE STORE OUT LOGIN PASSPHRASE AT`` is what the
supervisor would start; its keyring and what it tells are held by the process that started it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from custodyhcp.app import Rooms, leave_nothing_behind, make_application
from custodyhcp.tour.cast import Told
from custodyhcp.tour.driver import Driver
from custodyhcp.tour.staging import FAILED, or_end
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.pipe_keyring import PipeKeyring

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FINDINGS = "assessment.findings"
AFTER_THE_LOCK = " Ate a sandwich."


def sign_in(driver: Driver, login: str, passphrase: str) -> None:
    driver.type("signin.name", login)
    driver.type("signin.passphrase", passphrase)
    _press_only(driver.find("signin.passphrase"), KEY.Key_Return)
    driver.find("board.table")
    driver.until(lambda: driver.rows("board.table"), "the board")


def section(driver: Driver, name: str, words: str, awaited: str) -> None:
    """From the board to that section of that person."""
    driver.open_person(words)
    driver.click(f"person.section.{name}")
    driver.find(awaited)


def to_the_board(driver: Driver) -> None:
    driver.press(None, KEY.Key_Escape)
    driver.find("board.table")


def observe(driver: Driver, words: str, pulse: str) -> None:
    """A whole set, recorded, and back to the board."""
    section(driver, "observations", words, "observations.part.OBSERVE")
    driver.click("observations.part.OBSERVE")
    driver.click("observations.at.now")
    for box, figure in (
        ("respiration_rate", "16"),
        ("spo2", "97"),
        ("systolic_bp", "124"),
        ("pulse", pulse),
        ("temperature", "36.9"),
    ):
        driver.type(f"observations.{box}", figure)
    driver.click("observations.breathing.AIR")
    driver.click("observations.consciousness.A")
    driver.until(lambda: driver.text_now("observations.score.total"), "the total")
    driver.click("observations.record")
    driver.gone("observations.record")  # the chart is in front again
    to_the_board(driver)


def write_findings(driver: Driver, words: str) -> None:
    """Go on typing where the findings end."""
    driver.click(FINDINGS)
    box = driver.find(FINDINGS, QPlainTextEdit)
    driver.press(box, KEY.Key_End, CTRL)
    driver.keys(box, words)


def sign_assessment(driver: Driver) -> None:
    """The directions given before stand on the page; what must be said anew, and the signature."""
    driver.click("assessment.allergies.NONE_KNOWN")
    driver.click("assessment.review.IN_2_HRS")
    driver.click("assessment.sign")
    driver.until(lambda: driver.typed(FINDINGS) == "", "a fresh page instead of the signed one")


def lock(driver: Driver) -> None:
    _press_only(QApplication.focusWidget() or driver.find("board.table"), KEY.Key_L, CTRL)


def _press_only(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Without letting it go: what had the key is gone by then."""
    QTest.keyPress(widget, key, modifier)


# what a process plays


def types_until_killed(driver: Driver, told: Told) -> None:
    """After the lock: somebody else is seen first; then what was typed is back, and typing goes
    on, and has no end."""
    observe(driver, "PATEL", "88")
    section(driver, "assessment", "SMITH", FINDINGS)
    driver.until(lambda: driver.typed(FINDINGS), "what was typed before the lock")
    told.tell("restored", driver.typed(FINDINGS))
    driver.until(lambda: _cursor(driver) >= 0, "the cursor in the findings")
    told.tell("cursor", str(_cursor(driver)))
    write_findings(driver, AFTER_THE_LOCK)
    driver.until(lambda: "kept at" in driver.text_now("assessment.kept"), "the draft")
    told.tell("kept", driver.typed(FINDINGS))
    box = driver.find(FINDINGS, QPlainTextEdit)
    while True:
        driver.keys(box, " and")


def signs_what_came_back(driver: Driver, told: Told) -> None:
    section(driver, "assessment", "SMITH", FINDINGS)
    driver.until(lambda: driver.typed(FINDINGS), "what was typed before the crash")
    told.tell("restored", driver.typed(FINDINGS))
    driver.find("assessment.restored")
    sign_assessment(driver)
    lock(driver)


def _cursor(driver: Driver) -> int:
    """Where the next key would go; -1 where that is not the findings."""
    focus = QApplication.focusWidget()
    box: QWidget = driver.find(FINDINGS, QPlainTextEdit)
    return box.textCursor().position() if isinstance(box, QPlainTextEdit) and focus is box else -1


STAGES: dict[str, Callable[[Driver, Told], None]] = {
    "types-until-killed": types_until_killed,
    "signs-what-came-back": signs_what_came_back,
}


def main() -> int:
    stage, store, out, login, passphrase, at = sys.argv[1:]
    leave_nothing_behind()
    keyring = PipeKeyring.over_standard_streams()
    told = Told(keyring)
    told.tell("pid", str(os.getpid()))
    began, start = time.monotonic(), datetime.fromisoformat(at)

    def now() -> datetime:
        return start + timedelta(seconds=time.monotonic() - began)

    app = make_application()
    window = MainWindow(lambda: Rooms(Path(store), backend=keyring, clock=now))
    driver = Driver(Path(out), "HCP")
    window.show()
    window.activateWindow()

    def play() -> None:
        sign_in(driver, login, passphrase)
        STAGES[stage](driver, told)

    QTimer.singleShot(0, window, or_end(play, app))
    code = app.exec()
    window.stop()
    return code if code == FAILED else window.exit_code or code


if __name__ == "__main__":
    sys.exit(main())
