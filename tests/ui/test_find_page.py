"""Finding anybody, booking somebody in again, and likely duplicates, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from custodyhcp.ledger.one_person import same_person
from custodyhcp.records import joining, looking_up, people, sought
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.people import BookedIn
from custodyhcp.ui.earlier_stay_page import EarlierStayPage
from custodyhcp.ui.find_page import FindPage
from custodyhcp.ui.kit import Table
from custodyhcp.ui.known_person_page import KnownPersonPage
from custodyhcp.ui.person_page import PersonPage
from custodyhcp.vault.compartments import Compartment

NHS = "9434765919"


def book(suite: Any, family: str, ref: str, *, nhs: str = "", gone: bool = False) -> BookedIn:
    who = Identity(family, "Declan", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=1)
    made = people.book_in(suite.hcp, Arrival(who, ref, "04", arrived, nhs=nhs))
    suite.clock.forward(minutes=1)
    if gone:
        people.close_detention(suite.hcp, made.detention, suite.clock(), "Home")
        suite.clock.forward(days=20)
    return made


def press(qtbot: Any, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(QApplication.focusWidget(), key)


def tab_to(qtbot: Any, name: str) -> None:
    seen = []
    for _ in range(60):
        seen.append(QApplication.focusWidget().objectName())
        if QApplication.focusWidget().objectName() == name:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached by Tab: {seen}")


def find(frame: Any, qtbot: Any, words: str) -> FindPage:
    """From the board: its box has nobody, so Enter looks among everybody."""
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = frame.findChild(QLineEdit, "bar.find")
    box.setFocus()
    qtbot.keyClicks(box, words)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    frame.settled()
    page = frame.page()
    assert isinstance(page, FindPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.box.box)
    return page


def test_somebody_gone_is_found_opened_with_a_purpose_and_it_is_recorded(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = book(suite, "O’Brien", "NG/26/1", gone=True)
    book(suite, "Patel", "NG/26/2")
    frame = at_work(suite.hcp)
    page = find(frame, qtbot, "obrian")
    frame.settled()
    assert [row.find for row in page.findChild(Table, "find.table").rows()] == ["O’BRIEN, Declan"]
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(frame.page(), KnownPersonPage))
    frame.settled()
    (searched,) = suite.ig.read(kinds=("person.searched",))
    assert searched.header.person == ids.person
    assert "obrian" not in str(searched.bodies)
    tab_to(qtbot, "known.table")
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    assert isinstance(frame.page(), EarlierStayPage)
    assert not suite.ig.read(detention=ids.detention, kinds=("record.opened",))
    tab_to(qtbot, "earlier_stay.open")
    press(qtbot, Qt.Key.Key_Return)
    assert (
        "Choose what it is for"
        in frame.page().findChild(QLabel, "earlier_stay.purpose.error").text()
    )
    tab_to(qtbot, "earlier_stay.purpose.CARE_NOW")
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    (opened,) = suite.ig.read(detention=ids.detention, kinds=("record.opened",))
    assert opened.body(Compartment.OVERSIGHT)["code"] == "CARE_NOW"
    assert frame.page().findChild(Table, "timeline.table").isVisible()


def test_somebody_back_in_custody_is_not_typed_again(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = book(suite, "O’Brien", "NG/26/1", nhs=NHS, gone=True)
    frame = at_work(suite.hcp)
    find(frame, qtbot, "943 476 5919")
    frame.settled()
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "known.table")
    while QApplication.focusWidget().objectName() != "known.back_in":
        press(qtbot, Qt.Key.Key_Tab)  # a new detention is begun on purpose only
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "add.ref")
    qtbot.keyClicks(QApplication.focusWidget(), "NG/26/9")
    tab_to(qtbot, "add.arrived")
    qtbot.keyClicks(QApplication.focusWidget(), "02:15")
    tab_to(qtbot, "add.save")
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    here = people.here_now(suite.hcp)
    assert [(stay.person, stay.custody_ref, stay.nhs_number) for stay in here] == [
        (ids.person, "NG/26/9", NHS)
    ]


def test_a_search_that_opens_nobody_is_recorded_once_on_leaving(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    book(suite, "Patel", "NG/26/2")
    frame = at_work(suite.hcp)
    page = find(frame, qtbot, "zzz")
    assert page.status.text().startswith("Nobody is found")
    frame.back()
    frame.settled()
    (searched,) = suite.ig.read(kinds=("person.searched",))
    assert searched.body(Compartment.OVERSIGHT) == {"by": ["NAME"], "found": 0, "opened": False}


def test_who_is_here_opens_at_once(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:
    book(suite, "Patel", "NG/26/2")
    frame = at_work(suite.hcp)
    frame.findChild(QPushButton, "board.find").click()
    frame.settled()
    page = frame.page()
    qtbot.keyClicks(page.box.box, "03/01/1986 pat")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    assert isinstance(frame.page(), PersonPage)


def test_a_pair_is_joined_and_parted_again(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    first, second = book(suite, "O’Brien", "NG/26/1", gone=True), book(suite, "OBrian", "NG/26/2")
    frame = at_work(suite.hcp)
    frame.go("doubles")
    frame.settled()
    same = frame.page().findChild(QPushButton, "doubles.0.SAME")
    same.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert frame.page().reason.error() == "Say how you know."
    tab_to(qtbot, "doubles.reason")
    qtbot.keyClicks(QApplication.focusWidget(), "Same tattoo")
    tab_to(qtbot, "doubles.0.SAME")
    press(qtbot, Qt.Key.Key_Space)
    frame.settled()
    ids = (first.person, second.person)
    assert same_person(suite.hcp, first.person) == ids
    frame.back()
    frame.go("known-person", person=first.person)
    frame.settled()
    assert [row.cells[0].text for row in frame.page().table.rows()] == ["NG/26/2", "NG/26/1"]
    frame.page().findChild(QLineEdit, "known.reason").setText("Two brothers")
    frame.page().findChild(QPushButton, "known.part.0").click()
    frame.settled()
    assert same_person(suite.hcp, first.person) == ids[:1]


@pytest.mark.parametrize("answer", ["anyway", "alike.0.DIFFERENT", "alike.0.SAME"])
def test_who_is_typed_in_stands_beside_who_may_be_the_same(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, answer: str
) -> None:
    ids = book(suite, "O’Brien", "NG/26/1", gone=True)
    frame = at_work(suite.hcp)
    frame.go("add-person")
    page = frame.page()
    page.ref.set_text("NG/26/2")
    page.arrived.set_text("02:15")
    page.family.set_text("O'Brian")
    page.given.set_text("Declan")
    page.dob.set_value(date(1986, 1, 3))
    page.sex.set_value(Sex.MALE)
    page.confirmed.press_number(1)
    page.nhs.set_text(NHS)
    page.findChild(QPushButton, "add.save").click()
    frame.settled()
    assert not people.here_now(suite.hcp)
    press_me = page.findChild(QPushButton, f"add.{answer}")
    press_me.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    frame.settled()
    (stay,) = people.here_now(suite.hcp)
    assert (stay.person == ids.person) is (answer == "alike.0.SAME")
    assert stay.nhs_number == NHS
    index = looking_up.index_of(suite.hcp)
    assert bool(index.doubles()) is (answer == "anyway")
    if answer == "alike.0.SAME":
        assert (stay.who.family, stay.who.aliases) == ("O’Brien", ("Declan O'Brian",))
        assert index.find(sought.read("o'brian")).number == 1
        assert len(joining.stays_of(suite.hcp, ids.person)) == 2
