"""Adding somebody by hand: every problem at once, nothing cleared, the alike asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from custodyhcp.records import people
from custodyhcp.records.identity import Sex
from custodyhcp.ui.add_person import AddPersonPage, Birth, Confirmed


def form(frame: Any) -> AddPersonPage:
    frame.go("add-person")
    frame.settled()
    page = frame.page()
    assert isinstance(page, AddPersonPage)
    return page


def fill(page: AddPersonPage, qtbot: Any, family: str = "Öztürk", ref: str = "NG/26/1") -> None:
    for name, words in (
        ("add.ref", ref),
        ("add.cell", "03"),
        ("add.arrived", "02:15"),
        ("add.family", family),
        ("add.given", "Emre"),
        ("add.title", "Mr"),
        ("add.dob.day", "04"),
        ("add.dob.month", "02"),
        ("add.dob.year", "1999"),
        ("add.nhs", "943 476 5919"),
    ):
        box = page.findChild(QLineEdit, name)
        box.setFocus()
        box.clear()
        if words.isascii():
            qtbot.keyClicks(box, words)
        else:  # Qt's tests know only ASCII keys
            box.insert(words)
    page.sex.button(Sex.MALE).click()
    page.confirmed.button(Confirmed.YES).click()


def test_somebody_typed_in_stands_on_the_board(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.hcp)
    page = form(frame)
    fill(page, qtbot)
    page.findChild(QPushButton, "add.save").setFocus()
    qtbot.keyClick(page.findChild(QPushButton, "add.save"), Qt.Key.Key_Return)
    frame.settled()
    (stay,) = people.detentions(suite.hcp)
    assert stay.who.name == "ÖZTÜRK, Emre (Mr)"
    assert (stay.nhs_number, stay.who.sex, stay.who.confirmed) == ("9434765919", Sex.MALE, True)
    assert frame.page().objectName() == "board"


def test_every_problem_is_told_at_once_and_nothing_typed_is_cleared(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.hcp)
    page = form(frame)
    qtbot.keyClicks(page.findChild(QLineEdit, "add.nhs"), "999 123 4567")
    qtbot.keyClicks(page.findChild(QLineEdit, "add.dob.day"), "31")
    page.findChild(QPushButton, "add.save").click()
    said = page.problems.accessibleName()
    for words in ("custody reference", "family name", "check digit", "time of arrival", "gender"):
        assert words in said, words
    assert page.nhs.text() == "999 123 4567"
    assert page.nhs.error()
    assert page.windowTitle().startswith("Error: ")
    assert people.detentions(suite.hcp) == ()


def test_an_unknown_date_of_birth_is_an_answer(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.hcp)
    page = form(frame)
    fill(page, qtbot)
    page.birth.button(Birth.NOT_KNOWN).click()
    assert page.dob.isHidden()
    page.findChild(QPushButton, "add.save").click()
    frame.settled()
    (stay,) = people.detentions(suite.hcp)
    assert stay.who.dob is None


def test_somebody_alike_is_asked_about_and_never_blocked(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.hcp)
    page = form(frame)
    fill(page, qtbot)
    page.findChild(QPushButton, "add.save").click()
    frame.settled()
    page = form(frame)
    fill(page, qtbot, ref="NG/26/2")
    page.findChild(QPushButton, "add.save").click()
    frame.settled()
    assert len(people.detentions(suite.hcp)) == 1
    anyway = page.findChild(QPushButton, "add.anyway")
    assert anyway.isVisible()
    qtbot.keyClick(anyway, Qt.Key.Key_Return)
    frame.settled()
    assert len(people.detentions(suite.hcp)) == 2


def test_what_was_chosen_comes_out_as_the_member_that_went_in(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = form(at_work(suite.hcp))
    for sex in Sex:
        page.sex.button(sex).click()
        assert page.sex.value() is sex
