"""What is due, escalated and handed over, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from custodyhcp.records import assessing, drafts, escalating, handover, people
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
from custodyhcp.ui.due_page import DuePage
from custodyhcp.ui.escalate_page import EscalatePage
from custodyhcp.ui.handover_accept import HandoverPage
from custodyhcp.ui.handover_page import HandOverPage
from custodyhcp.ui.person_page import PersonPage
from custodyhcp.ui.recipients import To
from custodyhcp.vault.compartments import Compartment

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def book(suite: Any, family: str, cell: str, minutes: int | None = None, **more: Any) -> Any:
    who = Identity(family, "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    ids = people.book_in(suite.hcp, Arrival(who, f"NG/26/{cell}", cell, suite.clock()))
    if minutes is not None:
        given = Directions(
            fitness=FitToDetain.FIT,
            observation=Observation(2, 30, True, "recent alcohol"),
            call_hcp_if=("vomiting",),
            call_999_if=("cannot be woken",),
            self_harm=SelfHarm.NONE_IDENTIFIED,
            appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
            next_review=suite.clock() + timedelta(minutes=minutes),
            review_if_missed="ring healthcare",
        )
        signed = Assessment("asked", "well", "", "")
        assessing.sign(suite.hcp, ids.detention, signed, replace(given, **more))
    return ids


@pytest.fixture
def due(at_work: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """The list in front, gone to by its key."""

    def opened(desk: Any) -> Any:
        frame = at_work(desk)
        QTest.keyClick(frame, KEY.Key_D, CTRL)
        frame.settled()
        QApplication.processEvents()
        assert isinstance(frame.page(), DuePage)
        return frame

    yield opened


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    QTest.keyClick(found, key, modifier)
    QApplication.processEvents()


def type_in(words: str) -> None:
    found = QApplication.focusWidget()
    assert found is not None
    QTest.keyClicks(found, words)


def tab_to(name: str) -> None:
    for _ in range(60):
        found = QApplication.focusWidget()
        if found is not None and found.objectName() == name:
            return
        press(KEY.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def lines(page: Any) -> list[str]:
    return [" | ".join(cell.spoken() for cell in row.cells) for row in page.table.rows()]


def seen(frame: QWidget, name: str) -> Any:
    return next(part for part in frame.findChildren(QWidget, name) if part.isVisible())


def test_nothing_due_teaches(suite: Any, due: Any) -> None:
    frame = due(suite.hcp)
    assert not frame.page().table.isVisible()
    assert frame.bar.due.text() == "Due 0"


def test_the_list_by_keyboard_opens_the_person_where_it_is_done(suite: Any, due: Any) -> None:
    book(suite, "Patel", "02", 60)
    book(suite, "Smith", "14", 5)
    suite.clock.forward(minutes=6)
    frame = due(suite.hcp)
    assert lines(frame.page()) == [
        "14 | SMITH, John (Mr) | Review | 1 min LATE due 03:05 | ",
        "02 | PATEL, John (Mr) | Review | 04:00 in 54 min | ",
    ]
    assert frame.bar.due.text() == "Due 2"
    press(KEY.Key_Return)
    frame.settled()
    assert isinstance(frame.page(), PersonPage)
    assert frame.page().windowTitle() == "Assessment"


def test_the_list_and_the_board_say_the_same(suite: Any, due: Any) -> None:
    for number in range(1, 6):
        book(suite, "Patel", f"0{number}", number * 9)
    suite.clock.forward(minutes=30)
    frame = due(suite.hcp)
    listed = [row.cells[0].text for row in frame.page().table.rows()]
    frame.home()
    frame.settled()
    board = frame.page().table
    assert [row.cells[0].text for row in board.rows()] == listed
    assert "12 min LATE" in board.rows()[1].cells[2].spoken()


def test_escalating_by_keyboard_alone(suite: Any, due: Any) -> None:
    ids = book(suite, "Smith", "14", 5)
    suite.clock.forward(minutes=25)
    frame = due(suite.hcp)
    assert lines(frame.page())[0].endswith("| escalate now")
    press(KEY.Key_E, CTRL)
    frame.settled()
    page = frame.page()
    assert isinstance(page, EscalatePage)
    press(KEY.Key_Return)
    assert page.problems.isVisible()
    page.focus_start()
    press(KEY.Key_3)
    assert page.to.value() is To.DOCTOR
    tab_to("escalate.who")
    type_in("Dr Okafor")
    tab_to("escalate.said")
    type_in("Will ring back in five minutes")
    tab_to("escalate.record")
    press(KEY.Key_Return)
    frame.settled()
    frame.settled()
    assert isinstance(frame.page(), DuePage)
    (line,) = lines(frame.page())
    assert "Escalated 03:25 to Doctor on call, Dr Okafor Will ring back in five minutes" in line
    (entry,) = suite.hcp2.read(detention=ids.detention, kinds=(escalating.ESCALATED,))
    assert entry.body(Compartment.CLINICAL)["to"] == "DOCTOR"
    assert not [one for one in suite.hcp.drafts() if one.key.startswith("escalation")]


def test_what_is_not_late_is_not_escalated(suite: Any, due: Any) -> None:
    book(suite, "Patel", "02", 60)
    frame = due(suite.hcp)
    assert not frame.page().further.isEnabled()
    press(KEY.Key_E, CTRL)
    assert isinstance(frame.page(), DuePage)
    assert frame.page().problems.isVisible()


def test_what_was_typed_comes_back_after_a_lock(suite: Any, due: Any) -> None:
    book(suite, "Smith", "14", 5)
    suite.clock.forward(minutes=25)
    frame = due(suite.hcp)
    press(KEY.Key_E, CTRL)
    frame.settled()
    tab_to("escalate.said")
    type_in("Nobody answers")
    frame.put_away()
    frame.home()
    QTest.keyClick(frame, KEY.Key_D, CTRL)
    frame.settled()
    assert "Unfinished: escalation" in "".join(lines(frame.page()))
    press(KEY.Key_E, CTRL)
    frame.settled()
    QApplication.processEvents()
    assert frame.page().said.text() == "Nobody answers"


def test_a_shift_is_handed_over_and_accepted_by_keyboard(
    suite: Any, due: Any, tmp_path: Path
) -> None:
    book(suite, "Smith", "14", 5)
    book(suite, "Patel", "02")
    suite.clock.forward(minutes=25)
    frame = due(suite.hcp)
    tab_to("due.hand_over")
    press(KEY.Key_Return)
    frame.settled()
    QApplication.processEvents()
    assert isinstance(frame.page(), HandOverPage)
    assert QApplication.focusWidget().objectName() == "handover.note.14"
    type_in("Keeps asking for his mother")
    tab_to("handover.sign")
    press(KEY.Key_Return)
    frame.settled()
    frame.settled()
    assert isinstance(frame.page(), HandoverPage)
    assert seen(frame, "handover.state").isVisible()
    assert not [b for b in frame.findChildren(QWidget, "handover.accept") if b.isVisible()]
    assert not [one for one in suite.hcp.drafts() if one.key.startswith("handover")]
    suite.clock.forward(minutes=16)
    other = due(suite.hcp2)
    said = lines(other.page())
    assert any("Handover to accept" in line and "1 min LATE" in line for line in said)
    place = next(n for n, line in enumerate(said) if "Handover to accept" in line)
    for _ in range(place):
        press(KEY.Key_Down)
    press(KEY.Key_Return)
    other.settled()
    words = " ".join(label.text() for label in other.page().findChildren(QLabel))
    assert "Keeps asking for his mother" in words
    assert "Review, due 03:05, 20 min LATE" in words
    press(KEY.Key_Return)
    other.settled()
    other.settled()
    assert handover.read(suite.hcp)[0].accepted_by == suite.hcp2.session.staff
    press(KEY.Key_Escape)
    other.settled()
    assert not any("Handover" in line for line in lines(other.page()))


def test_a_copy_that_is_saved_is_a_disclosure(suite: Any, at_work: Any, tmp_path: Path) -> None:
    book(suite, "Smith", "14", 5)
    made = handover.give(suite.hcp, (), ())
    frame = at_work(suite.hcp2)
    frame.go("handover", handover=made.id)
    frame.settled()
    where = tmp_path / "handover.pdf"
    seen(frame, "handover.save").click()
    frame.page().findChild(QFileDialog).fileSelected.emit(str(where))
    frame.settled()
    assert where.read_bytes().startswith(b"%PDF")
    (entry,) = suite.ig.read(kinds=("disclosure.made",))
    body = entry.body(Compartment.OVERSIGHT)
    assert (body["what"], body["to"], body["copy"]) == ("handover_pdf", "file", 1)


def test_above_the_timeline_stands_what_is_due_for_that_person(suite: Any, at_work: Any) -> None:
    ids, other = book(suite, "Smith", "14", 5), book(suite, "Patel", "02", 5)
    drafts.save(suite.hcp2, "medicines", ids.detention, ids.person, {}, ("", 0))
    suite.clock.forward(minutes=23)
    frame = at_work(suite.hcp)
    frame.go("person", detention=ids.detention, section="timeline")
    frame.settled()
    frame.settled()
    words = [seen(frame, f"timeline.due.{n}").text() for n in range(2)]
    assert words[0] == "Review, due 03:05, 18 min LATE"
    assert words[1].startswith(
        f"Unfinished: medicines, since 03:00, left by {suite.hcp2.session.name}"
    )
    assert other.detention not in " ".join(words)


def test_a_sergeant_has_no_list(suite: Any, at_work: Any) -> None:
    frame = at_work(suite.sergeant)
    assert not frame.bar.due.isVisible()
    QTest.keyClick(frame, KEY.Key_D, CTRL)
    assert not isinstance(frame.page(), DuePage)


def test_the_choices_are_those_of_the_table() -> None:
    assert [to.value for to in To] == list(escalating.recipients())
