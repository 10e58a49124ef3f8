"""What is said without anybody's key: how much is late, why it locked, that the clock was moved;
and a sound that names nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp.app import Rooms
from custodyhcp.ledger import clock
from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity
from custodyhcp.supervisor import window_command
from custodyhcp.ui import theme
from custodyhcp.ui.late_alarm import WORDS, LateAlarm
from custodyhcp.ui.window import LOCKED, LOCKED_IDLE, MainWindow


class Steady:
    """The clock that nobody can set, moved along by hand with the other."""

    def __init__(self) -> None:
        self.gone = 0.0

    def __call__(self) -> float:
        return self.gone


@pytest.fixture
def opened(suite: Any, qtbot: Any, show: Callable[..., None]) -> Iterator[Callable[..., Any]]:
    made: list[MainWindow] = []

    def open_window(locked: str = "", **more: Any) -> MainWindow:
        suite.reopen()
        suite.close()
        steady = Steady()
        rooms = Rooms(suite.folder, backend=suite.ring, clock=suite.clock, steady=steady)
        window = MainWindow(lambda: rooms, locked=locked, **more)
        window.steady, window.rooms = steady, rooms  # type: ignore[attr-defined]
        window.said = []  # type: ignore[attr-defined]
        window.alarm.sounded.connect(window.said.append)  # type: ignore[attr-defined]
        made.append(window)
        show(window)
        qtbot.waitUntil(lambda: window.door is not None)
        settle(qtbot, window)
        return window

    yield open_window
    for window in made:
        window.stop()


def settle(qtbot: Any, window: MainWindow) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.work.pending() == 0, timeout=10_000)
        QApplication.processEvents()


def sign_in(qtbot: Any, window: MainWindow, login: str, passphrase: str) -> None:
    window.signin.login.set_text(login)
    window.signin.passphrase.set_text(passphrase)
    QTest.keyClick(window.signin.passphrase.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    settle(qtbot, window)


def late_review(suite: Any, late: int) -> None:
    who = Identity("Canaryfamily", "John", dob=date(1986, 1, 3))
    ids = people.book_in(suite.hcp, Arrival(who, "NG/26/CANARY", "14C", suite.clock()))
    given = Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "recent alcohol"),
        call_hcp_if=("vomiting",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=suite.clock() + timedelta(minutes=5),
        review_if_missed="ring healthcare",
    )
    assessing.sign(suite.hcp, ids.detention, Assessment("asked", "well", "", ""), given)
    suite.clock.forward(minutes=5 + late)


def words(window: QWidget, name: str) -> str:
    """What the visible block of that name says; empty where it is not to be seen."""
    for block in window.findChildren(QWidget, name):
        if block.isVisible():
            inside = [block] if isinstance(block, QLabel) else block.findChildren(QLabel)
            return " ".join(label.text() for label in inside)
    return ""


def everything(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    ("why", "said"),
    [("idle", "nobody used it for 5 minutes"), ("hand", "by whoever was signed in"), ("", "")],
)
def test_a_locked_window_says_why(opened: Any, why: str, said: str) -> None:
    window = opened(why)
    shown = words(window, "signin.locked")
    assert (said in shown) if said else not shown
    command = window_command(None, locked=why)
    assert (command[-2:] == ["--locked", why]) is bool(why)


def test_the_locked_screen_counts_what_is_late_and_names_nobody(
    opened: Any, suite: Any, qtbot: Any
) -> None:
    late_review(suite, -3)
    login = suite.passphrases["hcp"]
    window = opened()
    assert not words(window, "signin.late")
    sign_in(qtbot, window, *login)
    window.stop()
    suite.clock.forward(minutes=4)
    again = opened("idle")
    assert "1 late or not fit" in words(again, "signin.late")
    assert "CANARY" not in everything(again).upper()
    assert "14C" not in everything(again)
    assert again.said == [WORDS]


def test_it_sounds_when_something_becomes_late_and_names_nobody(
    opened: Any, suite: Any, qtbot: Any
) -> None:
    late_review(suite, -3)
    login = suite.passphrases["hcp"]
    window = opened()
    sign_in(qtbot, window, *login)
    assert window.said == []
    suite.clock.forward(minutes=4)
    window.frame.page().refresh()
    settle(qtbot, window)
    assert window.said == [WORDS]
    assert "CANARY" not in WORDS.upper()


def test_the_sound_is_turned_off_for_the_workstation(
    opened: Any, suite: Any, qtbot: Any, tmp_path: Path
) -> None:
    late_review(suite, 2)
    login, file = suite.passphrases["hcp"], tmp_path / "settings.json"
    theme.remember(file, theme.ThemeName.DARK)
    window = opened(on_sounds=lambda on: theme.remember_sounds(file, on))
    sign_in(qtbot, window, *login)
    choice = window.findChild(QAction, "alarm.sound")
    assert choice.isChecked()
    choice.trigger()
    assert not theme.sounds(file)
    assert theme.remembered(file) is theme.ThemeName.DARK
    window.said.clear()
    window.alarm.set_late(9)
    assert window.said == []
    theme.remember(file, theme.ThemeName.LIGHT)
    assert not theme.sounds(file)


def test_it_sounds_again_only_at_the_interval_and_only_while_late(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    show(window)
    alarm, said = LateAlarm(window), []
    alarm.sounded.connect(said.append)
    silent = timedelta(0)
    monkeypatch.setattr(alarm, "silent_for", lambda: silent)
    for number in (0, 1, 1, 1):
        alarm.set_late(number)
    assert len(said) == 1
    alarm.set_late(2)
    assert len(said) == 2
    silent = alarm.again
    alarm.set_late(2)
    assert len(said) == 3
    silent = timedelta(0)
    for number in (0, 0, 1):
        alarm.set_late(number)
    assert len(said) == 4


def test_a_clock_moved_while_somebody_works_is_said_recorded_and_worked_out_again(
    opened: Any, suite: Any, qtbot: Any
) -> None:
    late_review(suite, -3)
    login = suite.passphrases["hcp"]
    window = opened()
    sign_in(qtbot, window, *login)
    board = window.frame.page()
    assert board.table.rows()[0].tone != "late"
    window.glance()
    settle(qtbot, window)
    assert not words(window, "clock")
    suite.clock.forward(minutes=47)
    window.glance()
    settle(qtbot, window)
    at = words(window, "clock")
    assert at.startswith("This computer's clock was moved forward by 47 minutes at 03:49.")
    assert "check it" in at
    assert "44 min LATE" in board.table.rows()[0].cells[2].spoken()
    (entry,) = window.rooms.ledger().open_entries((clock.CHANGED,))
    assert entry.header.role == "DEVICE"
    window.glance()
    settle(qtbot, window)
    assert len(window.rooms.ledger().open_entries((clock.CHANGED,))) == 1
    button = next(b for b in window.frame.clock_moved.findChildren(QWidget, "clock.act"))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not words(window, "clock")


def test_time_that_passes_on_both_clocks_is_no_change(opened: Any, suite: Any, qtbot: Any) -> None:
    window = opened()
    suite.clock.forward(hours=9)
    window.steady.gone += 9 * 3600
    window.glance()
    settle(qtbot, window)
    assert not words(window, "signin.clock")
    assert not window.rooms.ledger().open_entries((clock.CHANGED,))


def test_a_clock_put_back_before_the_start_is_said_to_whoever_comes(
    opened: Any, suite: Any, qtbot: Any
) -> None:
    late_review(suite, 1)
    login = suite.passphrases["hcp"]
    suite.clock.forward(minutes=-50)
    window = opened()
    assert "behind what was last recorded" in words(window, "signin.clock")
    sign_in(qtbot, window, *login)
    assert "behind what was last recorded" in words(window, "clock")


@pytest.mark.parametrize(("idle", "code"), [(True, LOCKED_IDLE), (False, LOCKED)])
def test_the_process_ends_with_why(
    opened: Any, suite: Any, qtbot: Any, monkeypatch: Any, idle: bool, code: int
) -> None:
    monkeypatch.setattr(MainWindow, "_end", lambda _window: None)  # the tests go on
    login = suite.passphrases["sergeant"]
    window = opened()
    sign_in(qtbot, window, *login)
    if idle:
        window.frame._idle_seconds = 0
        qtbot.waitUntil(lambda: window.exit_code == code, timeout=5_000)
    else:
        QTest.keyClick(window.frame.bar.lock, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert window.exit_code == code
