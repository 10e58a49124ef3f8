"""The door between screens and work: order, errors, bugs, pages that have gone, many emits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ui.work import Bug, Work


@pytest.fixture
def work(qapp: Any) -> Iterator[Work]:
    made = Work()
    yield made
    made.stop()


def test_work_runs_elsewhere_and_the_answer_comes_back_here(qtbot: Any, work: Work) -> None:
    where: list[str] = []
    answers: list[tuple[int, str]] = []

    def job() -> int:
        where.append(threading.current_thread().name)
        return 42

    work.do(job, lambda found: answers.append((found, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(42, threading.main_thread().name)]
    assert where[0] != threading.main_thread().name


def test_jobs_are_answered_in_the_order_asked(qtbot: Any, work: Work) -> None:
    answers: list[int] = []
    for number in range(200):
        work.do(lambda n=number: n, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert answers == list(range(200))
    assert work.pending() == 0


def test_known_error_comes_back_with_its_words(qtbot: Any, work: Work) -> None:
    errors: list[KnownError] = []

    def job() -> None:
        raise KnownError("The list is empty.", "Choose another file.")

    work.do(job, None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert (errors[0].words, errors[0].then) == ("The list is empty.", "Choose another file.")


def test_bug_gets_a_reference_and_its_words_are_not_logged(
    qtbot: Any, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    errors: list[KnownError] = []

    def job() -> None:
        raise ValueError("OKONKWO, Ada has epilepsy")

    with caplog.at_level(logging.ERROR):
        work.do(job, None, errors.append)
        qtbot.waitUntil(lambda: bool(errors))
    bug = errors[0]
    assert isinstance(bug, Bug)
    assert bug.reference in caplog.text
    assert bug.reference in bug.words
    assert "ValueError" in caplog.text
    assert "OKONKWO" not in caplog.text and "OKONKWO" not in bug.words + bug.then


def test_error_nobody_takes_is_given_to_the_frame(qtbot: Any, work: Work) -> None:
    def job() -> None:
        raise KnownError("No.")

    with qtbot.waitSignal(work.unhandled) as told:
        work.do(job)
    assert told.args[0].words == "No."


def test_answer_for_a_page_that_has_gone_is_dropped(qtbot: Any, work: Work) -> None:
    class Told(QWidget):
        answers: list[int]

        def tell(self, answer: int) -> None:
            self.answers.append(answer)

    import shiboken6

    page = Told()
    page.answers = []
    go = threading.Event()
    work.do(go.wait, page.tell)
    shiboken6.delete(page)
    go.set()
    qtbot.waitUntil(lambda: work.pending() == 0)
    assert page.answers == []


def test_cancelled_task_says_nothing(qtbot: Any, work: Work) -> None:
    answers: list[int] = []
    task = work.do(lambda: 1, answers.append)
    task.cancel()
    qtbot.waitUntil(lambda: work.pending() == 0)
    assert answers == []


def test_twenty_thousand_emits_leave_the_program_standing(qapp: Any) -> None:
    """PySide6 6.12.0 on Python 3.11 lost a reference to True with each emit and died."""

    class Bell(QObject):
        rang = Signal(bool)

    heard = 0

    def hear(_on: bool) -> None:
        nonlocal heard
        heard += 1

    bell = Bell()
    bell.rang.connect(hear)
    for _ in range(20_000):
        bell.rang.emit(True)
    assert heard == 20_000
