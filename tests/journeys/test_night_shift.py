"""A night shift through real windows: six people, two interruptions, a crash and a handover.

Each sign-in has a window of its own; the one that is killed, and the one that is started after it,
are processes of their own. Nothing typed, signed or due may be lost on the way.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from custodyhcp import supervisor
from custodyhcp.app import Rooms, make_application
from custodyhcp.records import assessing, handover, observing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.sharing import publishing
from custodyhcp.supervisor import LOCKED
from custodyhcp.tour.cast import KEPT_BETWEEN
from custodyhcp.tour.driver import Driver
from custodyhcp.tour.nurse import not_fit
from custodyhcp.ui.kit import PlainLabel, Table
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.throwaway import MemoryKeyring
from tests.journeys import night_shift_window as steps
from tests.journeys.night_shift_window import CTRL, FINDINGS, KEY

ROOT = Path(__file__).resolve().parents[2]
# family name and cell, and in how many minutes the review is due; None: asked for, not seen yet
IN_CUSTODY = (
    ("Smith", "14", 5),
    ("Patel", "02", 20),
    ("Nowak", "03", 60),
    ("O'Brien", "05", 90),
    ("Ahmed", "07", 120),
    ("Jones", "09", None),
)
HALF, MORE = "Alert, tremor of both hands", ", no wounds seen."
NOTE = "Wants his solicitor told about the inhaler"
BEGUN = "Sleeping, chest rises evenly"
PATIENCE = 120  # seconds that a process may take on a busy machine


@dataclass
class Night:
    """The suite through the night: a window for each sign-in, one after another."""

    suite: Any
    qtbot: Any
    out: Path
    ids: dict[str, people.BookedIn] = field(default_factory=dict)

    @contextmanager
    def window(self, who: str) -> Iterator[Driver]:
        """Signed in as that person; inside, locks it, which must end it with the right code."""
        self.suite.reopen()  # one process, one store
        ring, clock = self.suite.ring, self.suite.clock
        window = MainWindow(lambda: Rooms(self.suite.folder, backend=ring, clock=clock))
        self.qtbot.addWidget(window)
        with self.qtbot.waitActive(window, timeout=5_000):
            window.show()
            window.activateWindow()
        driver = Driver(self.out, "HCP")
        steps.sign_in(driver, *self.suite.passphrases[who])
        assert window.isActiveWindow()  # nothing that flashed by took the keys away
        yield driver
        assert window.isActiveWindow()
        steps.lock(driver)
        self.qtbot.waitUntil(lambda: window.exit_code == LOCKED, timeout=20_000)
        window.stop()
        window.close()

    def process(self, stage: str, *, kill_after: str = "") -> tuple[int, dict[str, str]]:
        """The window as a process, killed without warning once it has told ``kill_after``; the
        exit code and what it told."""
        self.suite.reopen()
        held = {(s, u): v for s, u, v in json.loads(self.suite.ring.to_text())}
        arguments = [str(self.suite.folder), str(self.out), *self.suite.passphrases["hcp"]]
        command = [sys.executable, "-m", "tests.journeys.night_shift_window", stage, *arguments]
        command.append(self.suite.clock().isoformat())
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        ended: list[int] = []
        keeper = threading.Thread(
            target=lambda: ended.append(supervisor.serve_one(command, held, env=environment)),
            daemon=True,
        )
        keeper.start()
        end = time.monotonic() + PATIENCE
        while kill_after and keeper.is_alive() and (KEPT_BETWEEN, kill_after) not in held:
            assert time.monotonic() < end, f"it never told '{kill_after}'"
            time.sleep(0.01)
        if kill_after and keeper.is_alive():
            time.sleep(0.3)  # in the middle of a word, and of no saving
            os.kill(int(held[KEPT_BETWEEN, "pid"]), signal.SIGKILL)
        keeper.join(PATIENCE)
        assert ended, "it did not end"
        told = {user: words for (service, user), words in held.items() if service == KEPT_BETWEEN}
        kept = [[*key, words] for key, words in held.items() if key[0] != KEPT_BETWEEN]
        self.suite.ring = MemoryKeyring.from_text(json.dumps(kept))
        self.suite.clock.forward(minutes=2)
        return ended[0], told

    def stay(self, family: str) -> Any:
        return people.read_detention(self.suite.hcp, self.ids[family].detention)

    def entries(self) -> set[str]:
        """Every entry of care that a health professional can read."""
        ours = {one.detention for one in self.ids.values()}
        found = self.suite.hcp.read()
        return {entry.header.id for entry in found if entry.header.detention in ours}


@pytest.fixture
def night(suite: Any, qtbot: Any, tmp_path: Path) -> Iterator[Night]:
    """Six people in the cells at 03:00. The application is set right afterwards, as a lock calls
    ``exit`` where no ``exec`` runs (see test_tour)."""
    app = make_application()
    made = Night(suite, qtbot, tmp_path / "out")
    for family, cell, minutes in IN_CUSTODY:
        made.ids[family] = book(suite, family, cell, minutes)
    yield made
    QTimer.singleShot(0, app, app.quit)
    app.exec()


def book(suite: Any, family: str, cell: str, minutes: int | None) -> people.BookedIn:
    who = Identity(family, "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    now = suite.clock()
    asked = now if minutes is None else None
    arrived = Arrival(who, f"NG/26/{cell}", cell, now, requested_at=asked, reason_for_call="unwell")
    ids = people.book_in(suite.hcp, arrived)
    if minutes is not None:
        given = Directions(
            fitness=FitToDetain.FIT,
            observation=Observation(2, 30, True, "recent alcohol"),
            call_hcp_if=("vomiting",),
            call_999_if=("cannot be woken",),
            self_harm=SelfHarm.NONE_IDENTIFIED,
            appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
            next_review=now + timedelta(minutes=minutes),
            review_if_missed="ring healthcare",
        )
        assessing.sign(suite.hcp, ids.detention, Assessment("asked", "well", "", ""), given)
    return ids


def lines(driver: Driver, name: str) -> dict[object, str]:
    """A list as it is read aloud, by what each line is about."""
    table = driver.find(name, Table)
    return {row.key: " | ".join(cell.spoken() for cell in row.cells) for row in table.rows()}


def everything_due(driver: Driver) -> dict[object, str]:
    """The list of what is due, gone to by its key and left by Esc."""
    driver.press(None, KEY.Key_D, CTRL)
    driver.until(lambda: driver.rows("due.table"), "what is due")
    return lines(driver, "due.table")


def words() -> str:
    """Everything that the window says in labels."""
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    return "\n".join(
        one.text() for w in shown for one in w.findChildren(PlainLabel) if one.isVisible()
    )


def test_a_night_shift(night: Night) -> None:
    night.suite.clock.forward(minutes=10)
    begins_and_is_interrupted_twice(night)
    signed = night.entries()
    crashes_in_the_middle_of_a_word(night, signed)
    due = hands_over(night)
    is_taken_over(night, due)


def begins_and_is_interrupted_twice(night: Night) -> None:
    with night.window("hcp") as driver:
        # the board: whoever is late stands first, and Enter opens them
        board = list(lines(driver, "board.table").values())
        assert len(board) == 6
        assert board[0].startswith("14 | SMITH") and "5 min LATE" in board[0]
        driver.until(lambda: QApplication.focusWidget() is driver.find("board.table"), "the focus")
        driver.press(None, KEY.Key_Return)
        assert "SMITH" in driver.text("banner.name")
        steps.to_the_board(driver)
        steps.observe(driver, "SMITH", "104")

        # half an assessment, and somebody else cannot wait
        steps.section(driver, "assessment", "SMITH", FINDINGS)
        driver.click("assessment.codes.ILL")
        steps.write_findings(driver, HALF)
        steps.to_the_board(driver)
        driver.open_person("O'BRIEN")
        not_fit(driver)
        steps.to_the_board(driver)
        driver.until(
            lambda: next(iter(lines(driver, "board.table").values())).startswith("05 | O'BRIEN"),
            "whoever is not fit at the top",
        )
        steps.section(driver, "assessment", "SMITH", FINDINGS)
        driver.until(lambda: driver.typed(FINDINGS) == HALF, "what was typed to come back")

        # the lock comes down between two keys
        steps.write_findings(driver, MORE)
    stay = night.stay("Smith")
    (measured,) = observing.fold(stay.entries).observed
    assert measured.taken.vitals.pulse == 104
    assert len(stay.detention.assessments) == 1  # the one before the shift; the half is not signed
    told = night.stay("O'Brien").detention.directions
    assert told is not None and told.fitness.not_fit
    assert published(night).briefing.not_fit


def published(night: Night) -> Any:
    current = publishing.stay(night.suite.sergeant, night.ids["O'Brien"].detention).current
    assert current is not None
    return current


def crashes_in_the_middle_of_a_word(night: Night, signed: set[str]) -> None:
    code, told = night.process("types-until-killed", kill_after="kept")
    assert code == -signal.SIGKILL
    assert told["restored"] == HALF + MORE
    assert told["cursor"] == str(len(HALF + MORE))
    assert told["kept"] == HALF + MORE + steps.AFTER_THE_LOCK
    verdict = night.suite.ledger.verify()
    assert verdict.whole, verdict.words
    assert signed <= night.entries()
    (measured,) = observing.fold(night.stay("Patel").entries).observed
    assert measured.taken.vitals.pulse == 88
    assert len(night.stay("Smith").detention.assessments) == 1

    code, again = night.process("signs-what-came-back")
    assert code == LOCKED
    assert again["restored"].startswith(told["kept"])
    assert set(again["restored"].removeprefix(told["kept"]).split()) <= {"and", "an", "a"}
    _, last = night.stay("Smith").detention.assessments
    assert last.assessment.findings == again["restored"]
    assert published(night).briefing.not_fit


def hands_over(night: Night) -> dict[object, str]:
    night.suite.clock.forward(minutes=30)
    with night.window("hcp") as driver:
        # somebody's assessment is only begun when the shift ends
        steps.section(driver, "assessment", "NOWAK", FINDINGS)
        steps.write_findings(driver, BEGUN)
        steps.to_the_board(driver)
        due = everything_due(driver)
        driver.click("due.hand_over")
        driver.type("handover.note.02", NOTE)
        driver.click("handover.sign")
        driver.find("handover.state")
        assert "Not accepted yet" in words()
        assert driver.seek("handover.accept", QWidget) is None  # never by whoever gave it
    said = list(due.values())
    assert said[0].startswith("05 | O'BRIEN")
    for part in (
        "02 | PATEL, John (Mr) | Review",
        "03 | NOWAK, John (Mr) | Unfinished: assessment",
        "07 | AHMED, John (Mr) | Review",
        "09 | JONES, John (Mr) | First assessment",
    ):
        assert any(line.startswith(part) for line in said), part
    smith = [line for line in said if "SMITH" in line]
    assert smith and not any("LATE" in line or "Unfinished" in line for line in smith)
    return due


def is_taken_over(night: Night, due: dict[object, str]) -> None:
    with night.window("hcp2") as driver:
        waiting = everything_due(driver)
        (new,) = waiting.keys() - due.keys()
        assert "Handover to accept" in waiting[new]
        assert due.keys() <= waiting.keys()
        driver.find("due.table", Table)
        for _ in range(list(waiting).index(new)):
            driver.press(None, KEY.Key_Down)
        driver.press(None, KEY.Key_Return)
        driver.find("handover.accept")
        read = words()
        assert NOTE in read
        for family, *_ in IN_CUSTODY:
            assert family.upper() in read, family
        driver.press(None, KEY.Key_Return)
        driver.gone("handover.accept")
        assert "By Imran Voss" in words()
        driver.press(None, KEY.Key_Escape)
        driver.until(lambda: driver.rows("due.table") == len(due), "the handover to go")
        after = lines(driver, "due.table")
        # all that was outstanding still is, word for word; of the typing it is said whose it is
        assert list(after) == list(due)
        changed = {key for key, line in due.items() if after[key] != line}
        assert all("Unfinished" in due[key] for key in changed)
        assert all("left by Robin Hale" in after[key] for key in changed)
        assert changed
        # and the colleague takes up what was begun
        driver.press(None, KEY.Key_Escape)
        steps.section(driver, "assessment", "NOWAK", FINDINGS)
        driver.click("assessment.take")
        driver.until(lambda: driver.typed(FINDINGS) == BEGUN, "what the colleague began")
    (made,) = handover.read(night.suite.hcp2)
    assert made.accepted_by == night.suite.hcp2.session.staff
    assert (made.people, made.due) == (len(IN_CUSTODY), len(due))
