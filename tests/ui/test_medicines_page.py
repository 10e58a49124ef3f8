"""Medicines in the window, by keyboard: what they take, one directed, a dose, the allergies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from custodyhcp.records import dates, medicines_written, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.board import board
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.doses import Outcome
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.medicines import Directed, Line
from custodyhcp.ui.kit import Table
from custodyhcp.ui.medicines_page import MedicinesPage

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab
SERTRALINE = Line("Sertraline", amount="50", unit="MG", route="ORAL", frequency="ONCE")


def book(suite: Any) -> Any:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))


def opened(frame: Any, detention: str) -> MedicinesPage:
    frame.go("person", detention=detention, section="medicines")
    frame.settled()
    QApplication.processEvents()
    page = frame.page().page()
    assert isinstance(page, MedicinesPage)
    return page


def kept(suite: Any, detention: str) -> medicines_written.Medicines:
    return medicines_written.fold(people.read_detention(suite.hcp, detention).entries)


class Keys:
    """A keyboard and nothing else."""

    def __init__(self, frame: Any, qtbot: Any) -> None:
        self.frame, self.qtbot = frame, qtbot

    @property
    def at(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.frame, key)
        QApplication.processEvents()

    def go(self, name: str, words: str = "") -> None:
        for _ in range(150):
            if self.at == name:
                break
            self.press(TAB)
        assert self.at == name
        if words:
            self.qtbot.keyClicks(QApplication.focusWidget(), words)
            QApplication.processEvents()

    def act(self, name: str, key: Qt.Key = SPACE) -> None:
        self.go(name)
        self.press(key)
        self.frame.settled()
        QApplication.processEvents()


def test_what_they_take_by_keyboard(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    keys = Keys(frame, qtbot)
    keys.act("medicines.taken.open")
    assert keys.at == "medicines.taken.name"
    keys.go("medicines.taken.name", "Methadone")
    keys.go("medicines.taken.strength", "50 mcg")
    keys.go("medicines.taken.source", "Ph")
    keys.act("medicines.taken.record", ENTER)
    said = page.problems.accessibleName()
    for words in ("Write 'micrograms' for 'mcg'", "who confirmed it", "have it with them"):
        assert words in said, words
    strength = page.findChild(QLineEdit, "medicines.taken.strength")
    assert strength.text() == "50 mcg"
    keys.go("medicines.taken.strength")
    strength.clear()
    keys.go("medicines.taken.confirmed", "Ms Cole")
    keys.go("medicines.taken.said_by", "Ph")
    keys.go("medicines.taken.last", "yesterday at 08:10")
    keys.act("medicines.taken.with.WITH")
    keys.act("medicines.taken.record", ENTER)
    (one,) = kept(suite, ids.detention).taken.values()
    assert (one.taken.line.name, one.taken.source, one.taken.with_them) == (
        "Methadone", "PHARMACY", "WITH",
    )  # fmt: skip
    assert one.taken.last_said_by == "PHARMACY"
    page.findChild(QWidget, "medicines.taken.change.1").click()
    assert strength.text() == "" and page.taken.confirmed.text() == "Ms Cole"
    page.taken.source.set_value("PRESCRIBER")
    page.taken.act.click()
    frame.settled()
    (one,) = kept(suite, ids.detention).taken.values()
    assert one.taken.source == "PRESCRIBER"


def test_a_medicine_is_directed_and_its_dose_recorded_by_keyboard(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    keys = Keys(frame, qtbot)
    keys.act("medicines.direct.open")
    keys.go("medicines.direct.name", "Methadone")
    keys.go("medicines.direct.amount", "40")
    keys.go("medicines.direct.unit", "mL")
    keys.go("medicines.direct.class", "Sche")
    assert page.direct.rule.isVisible()
    assert not page.findChild(QWidget, "medicines.direct.by.CUSTODY").isVisible()
    keys.act("medicines.direct.by.HCP")
    keys.go("medicines.direct.brought.YES")
    keys.press(Qt.Key.Key_Right)
    keys.press(SPACE)
    keys.go("medicines.direct.last", "21-Nov-2026 08:10")
    keys.go("medicines.direct.confirmed", "Ms Cole, pharmacy")
    keys.go("medicines.direct.missed", "3")
    due = dates.local(suite.clock() + timedelta(minutes=20))
    keys.go("medicines.direct.due", f"{due:%H:%M}")
    keys.act("medicines.direct.record", ENTER)
    assert "full dose is not resumed" in page.problems.accessibleName()
    keys.go("medicines.direct.prescriber", "Dr Lea: 20 mL today")
    keys.act("medicines.direct.record", ENTER)
    (directed,) = kept(suite, ids.detention).directed.values()
    assert directed.missed_days == 3 and directed.prescriber.startswith("Dr Lea")
    suite.clock.forward(minutes=60)
    assert board(suite.hcp, suite.clock())[0].late
    page.refresh()
    frame.settled()
    keys.go("medicines.chart")
    keys.press(ENTER)
    frame.settled()
    qtbot.waitUntil(lambda: keys.at.startswith("medicines.dose.outcome"))
    keys.press(SPACE)
    keys.act("medicines.dose.by.HCP")
    keys.go("medicines.dose.at", "n")
    keys.act("medicines.dose.record", ENTER)
    assert "It is given late: say why." in page.problems.accessibleName()
    keys.go("medicines.dose.reason.given", "Waited")
    keys.go("medicines.dose.more", "for the interview")
    keys.act("medicines.dose.record", ENTER)
    assert "never a reason" in page.problems.accessibleName()
    keys.go("medicines.dose.more")
    page.dose.more.set_text("pharmacy shut until 10:00")
    keys.act("medicines.dose.record", ENTER)
    (dose,) = kept(suite, ids.detention).doses
    assert (dose.outcome, dose.reason, dose.late) == (Outcome.GIVEN, "WAITED_CONFIRMATION", True)
    assert not board(suite.hcp, suite.clock())[0].late
    (row,) = page.findChild(Table, "medicines.chart").rows()
    assert [cell.text for cell in row.cells[1:]] == ["methadone", "DOSE 40 mL", "Given late"]
    assert page.dose.isHidden()


def test_what_is_asked_follows_the_class(suite: Any, at_work: Callable[..., Any]) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.findChild(QWidget, "medicines.direct.open").click()
    form = page.direct
    custody = form.by.button(GivenBy.CUSTODY)
    kind = page.findChild(QComboBox, "medicines.direct.class")
    for place, (allowed, both) in enumerate(
        ((False, False), (False, False), (True, True), (True, True), (True, False), (True, False)),
        1,
    ):
        kind.setCurrentIndex(place)
        assert custody.isVisibleTo(form) is allowed
        if allowed:
            custody.click()
            assert form.officer.isVisibleTo(form) is both
            assert form.consulted.isVisibleTo(form)
        else:
            assert form.by.value() is not GivenBy.CUSTODY
    assert not form.last_at.isVisibleTo(form)
    form.line.name.set_text("Buprenorphine")
    assert form.last_at.isVisibleTo(form) and form.missed.isVisibleTo(form)


def test_allergies_in_four_states_and_the_prompt(suite: Any, at_work: Callable[..., Any]) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    assert "Risk status unknown" in page._state.text() and page._asked.text() == ""
    page.findChild(QWidget, "medicines.allergies.change").click()
    page.allergies.act.click()
    assert "Choose one of the four" in page.problems.accessibleName()
    page.allergies.state.button(AllergyState.KNOWN).click()
    page.findChild(QLineEdit, "medicines.allergy.1.agent").setText("Sertraline")
    page.allergies.act.click()
    assert "Say who or what says so" in page.problems.accessibleName()
    page.findChild(QComboBox, "medicines.allergy.1.source").setCurrentIndex(1)
    page.findChild(QComboBox, "medicines.allergy.1.severity").setCurrentIndex(3)
    page.allergies.act.click()
    frame.settled()
    told = people.read_detention(suite.hcp, ids.detention).detention.allergies
    assert told == Allergies(AllergyState.KNOWN, (Allergy("Sertraline", "", "SEVERE", "PERSON"),))
    (row,) = page.findChild(Table, "medicines.allergies").rows()
    assert [cell.text for cell in row.cells] == ["Sertraline", "not known", "Severe · The person"]
    assert "by Robin Hale" in page._asked.text()
    page.findChild(QWidget, "medicines.direct.open").click()
    page.direct.line.name.set_text("sertraline")
    assert page.direct.prompt.isVisible()
    page.direct.line.name.set_text("thiamine")
    assert not page.direct.prompt.isVisible()


def test_one_is_stopped_with_a_reason_and_is_due_no_more(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = book(suite)
    due = suite.clock() + timedelta(minutes=5)
    told = Directed(SERTRALINE, "NOT_CONTROLLED", GivenBy.HCP, (due,), brought_in=False)
    medicines_written.direct(suite.hcp, ids.detention, told)
    frame = at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.findChild(QWidget, "medicines.stop.1").click()
    page.findChild(QWidget, "medicines.stop.1.record").click()
    page.findChild(QLineEdit, "medicines.stop.1.why").setText("GP stopped it last week")
    page.findChild(QWidget, "medicines.stop.1.record").click()
    frame.settled()
    (stopped,) = kept(suite, ids.detention).directed.values()
    assert stopped.stopped == "GP stopped it last week"
    assert page.findChild(Table, "medicines.chart").rows() == ()


def test_what_is_typed_comes_back(suite: Any, at_work: Callable[..., Any]) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.findChild(QWidget, "medicines.direct.open").click()
    page.direct.line.name.set_text("Lorazepam")
    page.direct.kind.set_value("SCHEDULE_4")
    page.direct.by.button(GivenBy.CUSTODY).click()
    page.direct.consulted_at.set_text("02:10")
    page.save_now()
    again = opened(frame, ids.detention)
    assert again is not page
    assert again.direct.line.name.text() == "Lorazepam" and again.direct.isVisible()
    assert again.direct.by.isVisible()
    assert again.direct.consulted_at.text() == "02:10"
    again.findChild(QWidget, "medicines.direct.close").click()
    assert again.direct.consulted_at.text() == again.direct.line.name.text() == ""
