"""Corrections, moves and leaving, through the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from custodyhcp.ledger.one_person import same_person
from custodyhcp.records import joining, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.ui.details_page import DetailsPage, Gone


def opened(suite: Any, frame: Any) -> tuple[str, DetailsPage]:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    ids = people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", arrived))
    frame.go("person", detention=ids.detention, section="details")
    frame.settled()
    page = frame.page().page()
    assert isinstance(page, DetailsPage)
    return ids.detention, page


def press(frame: Any, page: DetailsPage, name: str) -> None:
    page.findChild(QPushButton, name).click()
    frame.settled()


def test_a_correction_is_in_the_banner_at_once(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    stay, page = opened(suite, frame)
    page.family.set_text("Smyth")
    page.nhs.set_text("943 476 5919")
    press(frame, page, "details.correct")
    found = people.read_detention(suite.hcp, stay).detention
    assert (found.who.name, found.nhs_number) == ("SMYTH, John (Mr)", "9434765919")
    names = [label.text() for label in frame.findChildren(QLabel, "banner.name")]
    assert "SMYTH, John (Mr)" in names


def test_a_wrong_number_is_refused_beside_its_box(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    stay, page = opened(suite, frame)
    page.nhs.set_text("999 123 4567")
    press(frame, page, "details.correct")
    assert "check digit" in page.nhs.error()
    assert people.read_detention(suite.hcp, stay).detention.nhs_number is None


def test_moving_and_leaving(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    stay, page = opened(suite, frame)
    page.cell.set_text("3")
    press(frame, page, "details.move")
    assert people.read_detention(suite.hcp, stay).detention.cell == "3"
    press(frame, page, "details.leave")
    assert "Choose where" in page.gone.error()
    page.gone.button(Gone.COURT).click()
    press(frame, page, "details.leave")
    assert people.read_detention(suite.hcp, stay).detention.here
    press(frame, page, "details.leave_confirm")
    found = people.read_detention(suite.hcp, stay).detention
    assert (found.here, found.destination) == (False, "Court")
    assert frame.page().objectName() == "board"


def test_a_record_that_was_joined_is_parted_again_while_they_are_here(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    brother = Identity("Smith", "Jon", "Mr", dob=date(1986, 1, 4), sex=Sex.MALE)
    other = people.book_in(suite.hcp, Arrival(brother, "NG/26/2", "2", suite.clock())).person
    frame = at_work(suite.hcp)
    stay, page = opened(suite, frame)
    assert page.joined.isHidden()
    person = people.read_detention(suite.hcp, stay).detention.person
    joining.join(suite.hcp, person, other, "Same tattoo")
    frame.back()
    frame.go("person", detention=stay, section="details")
    frame.settled()
    page = frame.page().page()
    press(frame, page, "details.part.0")
    assert page.joined.reason.error() == "Say how you know."
    page.findChild(QLineEdit, "details.reason").setText("Two brothers")
    press(frame, page, "details.part.0")
    assert same_person(suite.hcp, person) == (person,)
    assert frame.page().page().joined.isHidden()
