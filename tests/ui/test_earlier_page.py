"""On arrival: what was known before, who asked for healthcare, what it was told. By keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp.records import assessing, inbound, people, requests
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import (
    Allergies,
    Allergy,
    AllergyState,
    Assessment,
    ReasonForCall,
)
from custodyhcp.records.identity import Identity
from custodyhcp.records.inbound import About
from custodyhcp.records.requests import Asking, By, Outcome, Priority
from custodyhcp.ui.kit import Button
from custodyhcp.vault.compartments import Compartment


@pytest.fixture
def back(suite: Any) -> str:
    """The stay of somebody who was here a month ago, allergic to latex and penicillin."""
    who = Identity("O’Brien", "Declan")
    before = people.book_in(suite.hcp, Arrival(who, "NG/26/1", "4", suite.clock()))
    items = (Allergy("latex"), Allergy("penicillin", "rash"))
    seen = Assessment("asked", "wheeze", "Asthma", "", Allergies(AllergyState.KNOWN, items))
    assessing.record_assessment(suite.hcp, before.detention, seen)
    people.close_detention(suite.hcp, before.detention, suite.clock(), "Home")
    suite.clock.forward(days=30)
    arrival = Arrival(who, "NG/26/2", "7", suite.clock())
    return people.open_detention(suite.hcp, before.person, arrival)


def press(qtbot: Any, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def tab_to(qtbot: Any, name: str) -> None:
    for _ in range(80):
        if focused() == name:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached by Tab")


def section(frame: Any, stay: str, key: str) -> QWidget:
    frame.go("person", detention=stay, section=key)
    frame.settled()
    page = frame.page().page()
    assert isinstance(page, QWidget)
    return page


def test_each_item_is_one_key_and_the_banner_follows(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, back: str
) -> None:
    frame = at_work(suite.hcp)
    section(frame, back, "earlier")
    banner = frame.page().findChild(QWidget, "banner")

    def shown() -> str:
        return " ".join(label.text() for label in banner.findChildren(QLabel))

    assert "Allergies told before, ask again: latex, penicillin (rash)" in shown()
    assert "Allergies not recorded" in shown()
    qtbot.waitUntil(lambda: focused().endswith(".STILL"))
    press(qtbot, Qt.Key.Key_1)
    frame.settled()
    qtbot.waitUntil(lambda: "ask again: penicillin (rash)" in shown())
    assert "Known allergies latex" in shown()
    press(qtbot, Qt.Key.Key_2)
    frame.settled()
    qtbot.waitUntil(lambda: "ask again" not in shown())
    entries = suite.hcp.read(detention=back, kinds=("earlier.confirmed",))
    answers = [entry.body(Compartment.CLINICAL)["answer"] for entry in entries]
    assert answers == ["STILL", "NO_LONGER"]
    opened = suite.ig.read(detention=back, kinds=("record.opened",))
    assert [entry.body(Compartment.OVERSIGHT).get("code") for entry in opened] == [None, "CARE_NOW"]


def test_signing_no_known_allergies_leads_to_what_was_told_before(
    suite: Any, at_work: Callable[..., Any], back: str
) -> None:
    frame = at_work(suite.hcp)
    page: Any = section(frame, back, "assessment")
    page.codes.set_values([ReasonForCall.REQUESTED])
    page.findings.set_text("Well.")
    page.allergy_state.set_value(AllergyState.NONE_KNOWN)
    page._touched()
    page.sign_assessment_button.click()
    frame.settled()
    assert "latex, penicillin (rash)" in page.problems.accessibleName()
    line = page.problems.findChild(Button)
    assert line is not None
    line.click()
    frame.settled()
    questions: Any = frame.page().page()
    assert questions.objectName() == "earlier"
    assert not suite.hcp.read(detention=back, kinds=("assessment.recorded",))
    back_again: Any = section(frame, back, "assessment")
    frame.settled()
    assert back_again.findings.text() == "Well."


def test_a_first_detention_says_so(suite: Any, at_work: Callable[..., Any]) -> None:
    ids = people.book_in(suite.hcp, Arrival(Identity("Suharto", ""), "NG/26/1", "4", suite.clock()))
    page = section(at_work(suite.hcp), ids.detention, "earlier")
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "This is their first detention here" in said


def test_a_request_is_written_and_answered_by_keyboard(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, back: str
) -> None:
    frame = at_work(suite.hcp)
    section(frame, back, "requests")
    qtbot.waitUntil(lambda: focused().startswith("requests.by"))
    press(qtbot, Qt.Key.Key_2)
    tab_to(qtbot, "requests.asked")
    press(qtbot, Qt.Key.Key_N)
    tab_to(qtbot, "requests.priority.EMERGENCY")
    press(qtbot, Qt.Key.Key_2)
    tab_to(qtbot, "requests.why")
    qtbot.keyClicks(QApplication.focusWidget(), "Short of breath")
    tab_to(qtbot, "requests.record")
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    (one,) = requests.read(suite.hcp, back)
    assert (one.asking.by, one.asking.priority) == (By.CUSTODY, Priority.URGENT)
    qtbot.waitUntil(lambda: frame.page().findChild(QWidget, "requests.0.answer").isVisible())
    tab_to(qtbot, "requests.0.answer")
    press(qtbot, Qt.Key.Key_Space)
    tab_to(qtbot, "requests.outcome.ATTENDED")
    press(qtbot, Qt.Key.Key_1)
    tab_to(qtbot, "requests.at")
    press(qtbot, Qt.Key.Key_N)
    tab_to(qtbot, "requests.answered")
    press(qtbot, Qt.Key.Key_Space)
    frame.settled()
    (one,) = requests.read(suite.hcp, back)
    assert one.outcome is Outcome.ATTENDED


def test_what_was_asked_for_on_arrival_stands_under_requests(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    who, asked = Identity("Suharto", ""), suite.clock() - timedelta(minutes=22)
    arrival = Arrival(who, "NG/26/1", "4", suite.clock(), requested_at=asked)
    ids = people.book_in(suite.hcp, replace(arrival, reason_for_call="chest tight"))
    page: Any = section(at_work(suite.hcp), ids.detention, "requests")
    said = page.findChild(QLabel, "requests.none").text()
    assert said.startswith("First assessment, asked for ") and said.endswith(": chest tight.")


def test_what_is_missing_from_a_request_is_told_and_what_was_typed_stays(
    suite: Any, at_work: Callable[..., Any], back: str
) -> None:
    page = section(at_work(suite.hcp), back, "requests")
    page.why.set_text("Short of breath")  # type: ignore[attr-defined]
    page._press_primary()  # type: ignore[attr-defined]
    said = page.problems.accessibleName()  # type: ignore[attr-defined]
    for words in ("who asked", "how soon", "Give the time"):
        assert words in said
    assert page.why.text() == "Short of breath"  # type: ignore[attr-defined]


def test_a_late_request_says_so_in_words(
    suite: Any, at_work: Callable[..., Any], back: str
) -> None:
    asking = Asking(By.PERSON, Priority.URGENT, (), suite.clock(), "Wants a nurse")
    requests.request(suite.hcp, back, asking)
    suite.clock.forward(minutes=72)
    page = section(at_work(suite.hcp), back, "requests")
    state = page.findChild(QLabel, "requests.0.state")
    due = suite.clock() - timedelta(minutes=12)
    assert state.text() == f"Waiting 72 min, due {due:%H:%M}, 12 min LATE"


def test_arrival_information_is_answered_item_by_item(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, back: str
) -> None:
    frame = at_work(suite.hcp)
    page = section(frame, back, "inbound")
    page._press_primary()  # type: ignore[attr-defined]
    assert "Property that tells of health: write it" in page.problems.accessibleName()  # type: ignore[attr-defined]
    for about in About:
        name = f"inbound.{about.name}"
        tab_to(qtbot, f"{name}.TOLD")
        if about is About.FORCE:
            press(qtbot, Qt.Key.Key_Space)
            qtbot.waitUntil(lambda: focused() == "inbound.FORCE.said")
            qtbot.keyClicks(QApplication.focusWidget(), "PAVA once")
        else:
            press(qtbot, Qt.Key.Key_Right)
            press(qtbot, Qt.Key.Key_Space)
    tab_to(qtbot, "inbound.source")
    qtbot.keyClicks(QApplication.focusWidget(), "PS 4127")
    tab_to(qtbot, "inbound.record")
    press(qtbot, Qt.Key.Key_Return)
    frame.settled()
    told = inbound.fold(people.read_detention(suite.hcp, back).entries)
    assert told is not None
    assert told.inbound.said == dict.fromkeys(About, "") | {About.FORCE: "PAVA once"}
    frame.page().show_section("inbound")
    again = frame.page().page()
    assert again.items[About.FORCE].said.text() == "PAVA once"


def test_what_was_typed_comes_back(suite: Any, at_work: Callable[..., Any], back: str) -> None:
    frame = at_work(suite.hcp)
    page = section(frame, back, "inbound")
    page.items[About.FAMILY].told.press_number(1)  # type: ignore[attr-defined]
    page.items[About.FAMILY].said.set_text("His mother rang")  # type: ignore[attr-defined]
    frame.page().show_section("timeline")
    frame.page().show_section("inbound")
    frame.settled()
    assert frame.page().page().items[About.FAMILY].said.text() == "His mother rang"
