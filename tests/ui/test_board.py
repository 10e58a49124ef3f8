"""The board by keyboard: whom to see first, finding, opening, and what the top bar says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

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
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.ui.board import BoardPage
from custodyhcp.ui.kit import Table, Tag
from custodyhcp.ui.person_page import PersonPage


def book(suite: Any, family: str, cell: str, *, dob: date | None = date(1986, 1, 3)) -> Any:
    who = Identity(family, "John", "Mr", dob=dob, sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    return people.book_in(suite.hcp, Arrival(who, f"NG/26/{cell}", cell, arrived))


def directions(suite: Any, minutes: int = 240) -> Directions:
    return Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "recent alcohol"),
        call_hcp_if=("vomiting",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=suite.clock() + timedelta(minutes=minutes),
        review_if_missed="ring healthcare",
    )


def give(suite: Any, detention: str, given: Directions) -> None:
    assessing.sign(suite.hcp, detention, Assessment("asked", "well", "", ""), given)


def table(frame: Any) -> Table:
    found = frame.findChild(Table, "board.table")
    assert isinstance(found, Table)
    return found


def cells(frame: Any) -> list[str]:
    return [row.cells[0].text for row in table(frame).rows()]


def test_an_empty_board_teaches(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    assert frame.findChild(QPushButton, "board.first_import").isVisible()
    frame.findChild(QPushButton, "board.first_import").click()
    assert frame.page().windowTitle() == "Import the custody list"


def test_whom_to_see_first_stands_first_and_is_told_in_words(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    quiet, late = book(suite, "Patel", "02"), book(suite, "Smith", "14")
    bad = book(suite, "O’Brien", "07")
    give(suite, quiet.detention, directions(suite))
    give(suite, late.detention, directions(suite, 5))
    sick = replace(directions(suite), fitness=FitToDetain.NOT_FIT_HOSPITAL_999, next_review=None)
    give(suite, bad.detention, sick)
    suite.clock.forward(minutes=23)
    frame = at_work(suite.hcp)
    assert cells(frame) == ["07", "14", "02"]
    first, second, _ = table(frame).rows()
    assert first.tone == "red"
    assert "Hospital transfer not started" in first.cells[2].spoken()
    assert "Review 18 min LATE due 03:05" in second.cells[2].spoken()
    chips = {tag.text() for tag in frame.findChildren(Tag) if tag.objectName().startswith("board")}
    assert "2 late or not fit" in chips


def test_enter_opens_the_line_that_is_marked(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    book(suite, "Patel", "02")
    ids = book(suite, "Smith", "14")
    frame = at_work(suite.hcp)
    table(frame).setFocus()
    qtbot.keyClick(table(frame), Qt.Key.Key_Down)
    qtbot.keyClick(table(frame), Qt.Key.Key_Return)
    frame.settled()
    page = frame.page()
    assert isinstance(page, PersonPage)
    opened = suite.ig.read(detention=ids.detention, kinds=("record.opened",))
    assert len(opened) == 1


def test_typing_finds_whatever_the_marks_and_enter_opens_the_first(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    book(suite, "Patel", "02")
    book(suite, "Öztürk", "03")
    frame = at_work(suite.hcp)
    finder = frame.findChild(QLineEdit, "bar.find")
    qtbot.keyClicks(finder, "oztu")
    assert cells(frame) == ["03"]
    assert frame.findChild(QLabel, "board.count").text() == "1 of 2 shown"
    qtbot.keyClicks(finder, "zzz")
    assert cells(frame) == []
    finder.clear()
    assert cells(frame) == ["02", "03"]
    qtbot.keyClicks(finder, "ozt")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    frame.settled()
    assert isinstance(frame.page(), PersonPage)


def test_the_top_bar_names_cells_and_only_away_from_the_board(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=23)
    frame = at_work(suite.hcp)
    assert not frame.bar.late.isVisible()
    frame.go("person", detention=ids.detention)
    frame.settled()
    assert frame.bar.late.isVisible()
    assert frame.bar.late.text() == "1 late or not fit: 14"


@pytest.mark.parametrize(("width", "height", "number"), [(1366, 768, 12), (1920, 1080, 20)])
def test_a_full_suite_is_seen_without_scrolling(
    suite: Any, at_work: Callable[..., Any], width: int, height: int, number: int
) -> None:
    for cell in range(number):
        ids = book(suite, "Williams", f"{cell:02d}", dob=date(1990, 1, 1))
        if cell % 2:
            give(suite, ids.detention, directions(suite))
    frame = at_work(suite.hcp, width, height)
    assert len(cells(frame)) == number
    assert table(frame).verticalScrollBar().maximum() == 0


def test_long_names_are_drawn_whole_and_the_row_grows(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    book(suite, "Ng", "01")
    book(suite, "Featherstonehaugh-Cholmondeley-Wriothesley", "02")
    frame = at_work(suite.hcp)
    heights = [table(frame).rowHeight(row) for row in range(2)]
    assert heights[1] > heights[0]


def test_somebody_under_18_and_an_unknown_age_stand_out_in_words(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    book(suite, "Young", "01", dob=date(2010, 7, 1))
    book(suite, "Nobody", "02", dob=None)
    frame = at_work(suite.hcp)
    young, unknown = (row.cells[1].spoken() for row in table(frame).rows())
    assert "16y 4m · AA" in young
    assert "age not known" in unknown


def test_what_is_new_is_read_when_the_board_comes_to_the_front(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    book(suite, "Patel", "02")
    page = frame.page()
    assert isinstance(page, BoardPage)
    page.refresh()
    frame.settled()
    assert cells(frame) == ["02"]


def test_a_row_reads_as_a_sentence(suite: Any, at_work: Callable[..., Any]) -> None:
    book(suite, "Patel", "02")
    frame = at_work(suite.hcp)
    index = table(frame).model().index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Cell 02" in said
    assert "Person PATEL, John (Mr)" in said


def test_a_narrow_window_holds_everything_in_three_columns(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite, "Patel", "02")
    give(suite, ids.detention, directions(suite))
    frame = at_work(suite.hcp)
    frame.resize(860, 480)
    frame.settled()
    page = frame.page()
    assert page.table.objectName() == "board.table_narrow"
    assert page.table.horizontalScrollBar().maximum() == 0
    said = " ".join(cell.spoken() for cell in page.table.rows()[0].cells)
    for part in ("PATEL, John (Mr)", "Review 07:00", "Level 2, rouse", "briefing", "not published"):
        assert part in said, part
    frame.resize(1366, 768)
    frame.settled()
    assert page.table.objectName() == "board.table"
