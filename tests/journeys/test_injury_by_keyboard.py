"""An injury documented by keyboard alone, from the board to the paper; no mouse is ever used."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from custodyhcp.records import body, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.injuries_written import fold
from custodyhcp.ui.body_map import BodyMap
from custodyhcp.ui.injuries_page import InjuriesPage
from custodyhcp.ui.person_page import PersonPage
from tests.journeys.keyboard import ENTER, Keyboard, MouseWatch
from tests.ui.conftest import at_work, dressed, show  # noqa: F401

BACKWARDS = Qt.Key.Key_Backtab


@pytest.fixture
def mouse() -> Iterator[MouseWatch]:
    watch, program = MouseWatch(), QApplication.instance()
    assert program is not None
    program.installEventFilter(watch)
    yield watch
    program.removeEventFilter(watch)


def book(suite: Any, family: str, cell: str) -> people.BookedIn:
    who = Identity(family, "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    return people.book_in(suite.hcp, Arrival(who, f"NG/26/{cell}", cell, arrived))


def test_an_injury_from_the_board_to_the_paper(
    suite: Any,
    at_work: Callable[..., Any],  # noqa: F811
    qtbot: Any,
    mouse: MouseWatch,
    tmp_path: Any,
) -> None:
    book(suite, "Patel", "02")
    ids = book(suite, "Smith", "14")
    frame = at_work(suite.hcp)
    keys = Keyboard(frame, qtbot)

    # from the board to the person, and to their injuries
    keys.tab_to("board.table")
    keys.press(Qt.Key.Key_Down)
    keys.press(ENTER)
    keys.settle()
    assert isinstance(frame.page(), PersonPage)
    assert "SMITH, John (Mr)" in keys.words()
    keys.section("injuries")
    page = frame.page().page()
    assert isinstance(page, InjuriesPage)

    # how far the examination went, and that something was seen
    keys.fill("injuries.at", "02:40")
    keys.fill("injuries.where", "medical room")
    for name in ("examined.ARMS", "examined.HANDS", "declined.BACK", "seen.INJURY"):
        keys.choose(f"injuries.{name}")

    # a place by typing parts of its name, then another by walking the list
    keys.fill("injuries.find", "left forearm fro")
    keys.press(ENTER)
    assert keys.at == "injuries.mark.1.kind"
    describe_the_bruise(keys)
    keys.tab_to("injuries.find", BACKWARDS)
    keys.type("right hand")
    keys.press(Qt.Key.Key_Down)
    assert keys.at == "injuries.places"
    keys.press(ENTER)
    assert keys.at == "injuries.mark.2.kind"
    keys.type("Abr")
    keys.fill("injuries.mark.2.length", "12")

    # the arrow keys put the number where the injury is
    keys.tab_to("injuries.map", BACKWARDS)
    keys.press(Qt.Key.Key_Down)
    keys.choose("injuries.record", ENTER)

    check_the_entry(suite, ids)
    check_what_is_shown(keys, page)
    check_the_paper(keys, page, tmp_path / "seen.pdf", suite, ids)
    assert mouse.seen == []
    qtbot.mouseClick(frame, Qt.MouseButton.LeftButton)
    assert mouse.seen != []  # the watch would have seen one


def describe_the_bruise(keys: Keyboard) -> None:
    name = "injuries.mark.1"
    keys.type("Br")
    keys.fill(f"{name}.length", "30")
    keys.fill(f"{name}.width", "22.5")
    keys.fill(f"{name}.mm1", "80")
    keys.fill(f"{name}.from1", "below the crease of the elbow")
    keys.choose(f"{name}.colour.BLUE")
    keys.fill(f"{name}.shape", "Ov")
    keys.fill(f"{name}.swelling", "Y")
    keys.fill(f"{name}.age_stated", "last night")
    keys.fill(f"{name}.care", "cold pack")


def check_the_entry(suite: Any, ids: people.BookedIn) -> None:
    opened = people.read_detention(suite.hcp, ids.detention)
    (found,) = fold(opened.entries)
    first, second = found.now.examination.marks
    assert (first.region, first.kind) == ("front.forearm.left", "BRUISE")
    assert (first.length_mm, first.width_mm, first.landmarks[0].mm) == (30, 22.5, 80)
    assert (first.colours, first.shape, first.swelling) == (("BLUE",), "OVAL", "YES")
    assert (first.age_stated, first.care) == ("last night", "cold pack")
    assert (body.region(second.region).side, second.kind) == ("right", "ABRASION")
    assert second.y == body.region(second.region).inside[1] + 1
    assert found.now.examination.declined == ("BACK",)
    assert found.now.author == suite.hcp.session.staff


def check_what_is_shown(keys: Keyboard, page: InjuriesPage) -> None:
    """The entry with its numbers, and a numbered mark on each drawing."""
    card = page.findChild(QWidget, "injuries.recorded.1")
    keys.wait_for(card.isVisible)
    said = keys.words(card)
    for words in ("2 injuries, examined 02:40, medical room", "Declined: back", "30 × 22.5 mm"):
        assert words in said, words
    drawn = [one.accessibleName() for one in card.findChildren(BodyMap)]
    assert any("1 Left forearm" in words for words in drawn), drawn
    assert any("2 Right" in words for words in drawn), drawn


def check_the_paper(
    keys: Keyboard, page: InjuriesPage, where: Any, suite: Any, ids: people.BookedIn
) -> None:
    """The print shows its very pages; the same pages in a file are read by another program."""
    keys.choose("injuries.recorded.1.print", ENTER)
    keys.wait_for(lambda: keys.frame.page().objectName() == "print")
    sheet = keys.frame.page().findChild(QLabel, "print.sheet.1")
    image = sheet.pixmap().toImage()
    assert len({image.pixel(x, y) for x in range(0, 700, 5) for y in range(0, 900, 5)}) > 4
    keys.choose("print.back")
    assert keys.frame.page().page() is page
    keys.choose("injuries.recorded.1.save", ENTER)
    assert page.findChild(QFileDialog, "injuries.file").isVisible()
    keys.wait_for(lambda: keys.at == "fileNameEdit")
    keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys.type(str(where))
    keys.press(ENTER)
    keys.settle()
    keys.wait_for(where.exists)
    text = "\n".join(
        one.extract_text() for one in pypdf.PdfReader(io.BytesIO(where.read_bytes())).pages
    )
    for words in ("SMITH, John (Mr)", "NG/26/14", "Left forearm", "30 × 22.5 mm", "last night"):
        assert words in text, words
    (told,) = suite.ig.read(detention=ids.detention, kinds=("disclosure.made",))
    assert told.header.person == ids.person
