"""One person's screen: the banner's rules, sections by key, and nobody else on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.recording import state_of
from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.ui.kit import Table
from custodyhcp.ui.person_page import SECTIONS, PersonPage


def book(suite: Any, family: str = "Kowalczyk", cell: str = "12", **who: Any) -> Any:
    identity = Identity(family, "Łukasz", "Mr", **{"dob": date(1995, 1, 3), "sex": Sex.MALE, **who})
    arrived = suite.clock() - timedelta(hours=2)
    nhs = "9434765919" if cell == "12" else ""
    return people.book_in(suite.hcp, Arrival(identity, f"NG/26/{cell}", cell, arrived, nhs=nhs))


def opened(frame: Any, detention: str, section: str = "") -> PersonPage:
    frame.go("person", detention=detention, section=section)
    frame.settled()
    page = frame.page()
    assert isinstance(page, PersonPage)
    return page


def words(page: Any) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def label(page: Any, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_from_an_open_person_a_yes_about_the_scr_is_four_key_presses(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    """Somebody whom nobody has asked yet opens at the question; once asked, at the timeline."""
    ids = book(suite)
    frame = at_work(suite.hcp)
    opened(frame, ids.detention)
    assert pressed(frame, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Return) == 4
    frame.settled()
    state = state_of(suite.hcp, ids.person, ids.detention)
    assert state.permission(Scope.VIEW_SCR, suite.hcp.now()) is not None
    again = opened(frame, ids.detention)
    assert again.page() is not None and again.page().objectName() == "timeline"


def pressed(frame: Any, *keys: Qt.Key) -> int:
    """Each key to whatever has the focus, as a person presses them; how many."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or frame, key)
        QApplication.processEvents()
    return len(keys)


def test_the_banner_says_who_in_the_standards_words(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite)
    known = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"),))
    assessing.record_assessment(
        suite.hcp, ids.detention, Assessment("asked", "well", "", "", known)
    )
    page = opened(at_work(suite.hcp), ids.detention)
    assert label(page, "banner.name") == "KOWALCZYK, Łukasz (Mr)"
    assert label(page, "banner.born") == "03-Jan-1995 (31y)"
    assert label(page, "banner.gender") == "Male"
    assert label(page, "banner.nhs") == "943 476 5919"
    assert label(page, "banner.allergies") == "penicillin (rash)"
    said = words(page)
    for part in ("not verified", "Known allergies", "Cell 12 · NG/26/12"):
        assert part in said


def test_unknown_is_words_and_never_a_question_mark(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite, "Ng", "11", dob=None, sex=Sex.NOT_KNOWN, confirmed=False)
    page = opened(at_work(suite.hcp), ids.detention)
    assert label(page, "banner.born") == label(page, "banner.gender") == "Not Known"
    said = words(page.findChild(object, "banner"))
    for part in ("Not recorded", "Allergies not recorded", "Age not known"):
        assert part in said
    assert "Identity not confirmed" in said
    assert "?" not in said


def test_nobody_else_is_on_the_screen(suite: Any, at_work: Callable[..., Any]) -> None:
    ids = book(suite)
    book(suite, "Featherstone", "02")
    book(suite, "Kowalczyk", "03")
    page = opened(at_work(suite.hcp), ids.detention)
    assert "FEATHERSTONE" not in words(page).upper()
    assert "Same family name in cell 03" in words(page)


def test_opening_is_written_once_however_often_it_is_read(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite)
    frame = at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.refresh()
    frame.settled()
    assert len(suite.ig.read(detention=ids.detention, kinds=("record.opened",))) == 1


def test_sections_are_reached_by_keys(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:
    ids = book(suite)
    frame = at_work(suite.hcp)
    page = opened(frame, ids.detention)
    button = page.findChild(QPushButton, "person.section.assessment")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    frame.settled()
    assert page.page().objectName() == "assessment"
    qtbot.keyClick(frame, Qt.Key.Key_Escape)
    frame.settled()
    assert frame.page().objectName() == "board"


def test_every_section_can_be_shown(suite: Any, at_work: Callable[..., Any]) -> None:
    ids = book(suite)
    frame = at_work(suite.hcp)
    page = opened(frame, ids.detention)
    for key in SECTIONS:
        page.show_section(key)
        frame.settled()
        assert page.page() is not None


def test_the_timeline_tells_what_happened_newest_first(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite)
    suite.clock.forward(minutes=5)
    assessing.record_assessment(suite.hcp, ids.detention, Assessment("asked", "well", "", ""))
    suite.clock.forward(minutes=5)
    page = opened(at_work(suite.hcp), ids.detention)
    table = page.findChild(Table, "timeline.table")
    told = [row.cells[1].text for row in table.rows()]
    assert told == ["Record opened", "Assessment", "Arrived", "Added to the list"]
    assert "Findings: well" in table.rows()[1].cells[2].text


def test_a_person_who_is_not_there_is_told_in_words(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = opened(at_work(suite.hcp), "no such stay")
    assert "cannot be found" in label(page, "person.opening")


def test_long_names_are_never_cut(suite: Any, at_work: Callable[..., Any]) -> None:
    ids = book(suite, "Featherstonehaugh-Cholmondeley-Wriothesley", "12")
    page = opened(at_work(suite.hcp), ids.detention)
    name = page.findChild(QLabel, "banner.name")
    assert name.width() >= name.fontMetrics().horizontalAdvance(name.text())
    assert name.mapTo(page, name.rect().topRight()).x() < page.width()
