"""The administrator's screens: people added, let in again, marked as left; never a patient."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp import staff
from custodyhcp.app import Rooms
from custodyhcp.staff.rules import ProfessionalBody
from custodyhcp.ui.bringing_back import BringBackPage
from custodyhcp.ui.people import PeoplePage
from custodyhcp.ui.staff_pages import AddStaffPage, OneTimeCodePage, StaffPage
from custodyhcp.ui.staff_words import JOBS, Job
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.compartments import Compartment, Role

WORDS = "green door rusty kettle"


@pytest.fixture
def window(suite, qtbot, show) -> Iterator[MainWindow]:
    """Signed in as the administrator, on the people screen."""
    suite.close()
    rooms = Rooms(suite.folder, backend=suite.ring)
    made = MainWindow(lambda: rooms)
    show(made)
    qtbot.waitUntil(lambda: made.work.pending() == 0 and made.door is not None)
    made._sign_in(*suite.passphrases["admin"])
    qtbot.waitUntil(lambda: made.frame is not None, timeout=10_000)
    settled(qtbot, made)
    yield made
    made.stop()


def settled(qtbot, window: MainWindow) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.work.pending() == 0, timeout=10_000)
    QApplication.processEvents()


def page_of(window: MainWindow, kind: type) -> QWidget:
    return next(w for w in window.findChildren(kind) if w.isVisible())


def seen(window: QWidget, name: str) -> QWidget:
    QApplication.processEvents()
    return next(w for w in window.findChildren(QWidget, name) if w.isVisible())


def press(key: Qt.Key) -> None:
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget(), key)
    QApplication.processEvents()


def ledger(window: MainWindow):
    assert isinstance(window.door, Rooms)
    return window.door.ledger()


def test_every_job_is_a_role_and_every_role_but_the_workstation_a_job() -> None:
    assert {job.value for job in Job} == set(Role) - {Role.DEVICE}
    assert set(JOBS) == set(Job)


def test_people_are_listed_in_words(window: MainWindow) -> None:
    page = page_of(window, PeoplePage)
    assert isinstance(page, PeoplePage)
    model = page.table.model()
    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    robin = next(row for row in rows if row[0] == "Robin Hale")
    assert robin[1] == "Health professional NMC 99Z9991A"
    assert robin[2:4] == ["robin.hale", "Signs in"]


def test_a_nurse_is_added_by_keyboard_and_signs_in_with_the_code(window, qtbot) -> None:
    seen(window, "admin.add").click()
    page = page_of(window, AddStaffPage)
    assert isinstance(page, AddStaffPage)
    press(Qt.Key.Key_1)
    assert page.job.value() is Job.HCP
    page.name.focus_first()
    QTest.keyClicks(QApplication.focusWidget(), "Sunniva Oduya")
    page.register.button(ProfessionalBody.GMC).click()
    assert page.register.value() is ProfessionalBody.GMC
    page.registration.focus_first()
    QTest.keyClicks(QApplication.focusWidget(), "999 9993")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    code = seen(window, "admin.code")
    login = seen(window, "admin.code.login")
    assert isinstance(code, QLabel) and isinstance(login, QLabel)
    words = (login.text(), code.text())
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert not [w for w in window.findChildren(OneTimeCodePage) if w.isVisible()]
    desk = staff.enrol(ledger(window), *words, WORDS)
    assert desk.session.role is Role.HCP


@pytest.mark.parametrize("job", list(Job))
def test_only_what_the_role_needs_is_asked_for(window, job: Job) -> None:
    seen(window, "admin.add").click()
    page = page_of(window, AddStaffPage)
    assert isinstance(page, AddStaffPage)
    page.job.button(job).click()
    assert page.job.value() is job
    assert page.register.isVisible() == (job is Job.HCP)
    assert page.registration.isVisible() == (job is Job.HCP)
    assert page.rank_number.isVisible() == (job is Job.SERGEANT)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(window, qtbot) -> None:
    seen(window, "admin.add").click()
    page = page_of(window, AddStaffPage)
    assert isinstance(page, AddStaffPage)
    seen(window, "admin.save").click()
    assert page.job.error()
    page.job.button(Job.HCP).click()
    page.name.set_text("Robin Hale")
    page.register.button(ProfessionalBody.NMC).click()
    page.registration.set_text("12345")
    seen(window, "admin.save").click()
    settled(qtbot, window)
    assert "NMC registration number" in page.registration.error()
    page.registration.set_text("99Z9990C")
    seen(window, "admin.save").click()
    settled(qtbot, window)
    assert "already signs in" in page.login.error()
    assert page.name.text() == "Robin Hale"


def open_person(window: MainWindow, qtbot, name: str) -> StaffPage:
    page = page_of(window, PeoplePage)
    assert isinstance(page, PeoplePage)
    key = next(k for k, one in page._people.items() if one.member.name == name)
    page.table.opened.emit(key)
    settled(qtbot, window)
    found = page_of(window, StaffPage)
    assert isinstance(found, StaffPage)
    return found


def test_somebody_is_marked_as_left_after_a_question(window, qtbot) -> None:
    open_person(window, qtbot, "Imran Voss")
    seen(window, "admin.left").click()
    assert QApplication.focusWidget().objectName() == "admin.no"
    seen(window, "admin.left.yes").click()
    settled(qtbot, window)
    left = [
        m.name for m in ledger(window).authority.members.values() if m.standing is Standing.LEFT
    ]
    assert left == ["Imran Voss"]


def test_the_last_who_can_open_something_needs_a_second_answer(window, qtbot) -> None:
    open_person(window, qtbot, "Priya Lindqvist")
    seen(window, "admin.left").click()
    seen(window, "admin.left.yes").click()
    settled(qtbot, window)
    assert seen(window, "admin.anyway")
    seen(window, "admin.no").click()
    settled(qtbot, window)
    assert all(m.standing is not Standing.LEFT for m in ledger(window).authority.members.values())


def test_a_new_code_ends_the_old_passphrase(window, suite, qtbot) -> None:
    open_person(window, qtbot, "Imran Voss")
    seen(window, "admin.again").click()
    seen(window, "admin.again.yes").click()
    settled(qtbot, window)
    assert seen(window, "admin.code")
    with pytest.raises(staff.signing_in.Refused):
        staff.sign_in(ledger(window), *suite.passphrases["hcp2"])


def test_an_administrator_cannot_shut_themselves_out(window, qtbot) -> None:
    page = open_person(window, qtbot, "Morgan Achebe")
    names = {w.objectName() for w in page.findChildren(QWidget)}
    assert "admin.left" not in names and "admin.again" not in names


def test_what_would_be_lost_with_one_person_is_said(window) -> None:
    words = seen(window, "admin.worries").accessibleName()
    assert "Only Priya Lindqvist can open the reviews of overrides" in words
    assert "recovery codes were not all checked" in words


def let_in_again_although_last(window: MainWindow, qtbot, name: str) -> tuple[str, str]:
    open_person(window, qtbot, name)
    seen(window, "admin.again").click()
    seen(window, "admin.again.yes").click()
    settled(qtbot, window)
    question = seen(window, "admin.question")
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "only two recovery codes can bring the key back" in words
    seen(window, "admin.anyway").click()
    settled(qtbot, window)
    login, code = seen(window, "admin.code.login"), seen(window, "admin.code")
    assert isinstance(login, QLabel) and isinstance(code, QLabel)
    found = (login.text(), code.text())
    seen(window, "admin.code.done").click()
    settled(qtbot, window)
    return found


def test_two_codes_bring_the_keys_of_the_last_holder_back(window, suite, qtbot) -> None:
    invited = let_in_again_although_last(window, qtbot, "Priya Lindqvist")
    worries = seen(window, "admin.worries").accessibleName()
    assert "Open Priya Lindqvist's line to bring the key back" in worries
    open_person(window, qtbot, "Priya Lindqvist")
    assert "the reviews of overrides yet" in seen(window, "admin.waits").accessibleName()
    seen(window, "admin.bring_back").click()
    settled(qtbot, window)
    first, second = seen(window, "admin.bring_back.first"), seen(window, "admin.bring_back.second")
    right = suite.shares[2].code
    first.setText(suite.shares[3].code)
    second.setText(right[:-1] + ("0" if right[-1] != "0" else "2"))
    seen(window, "admin.bring_back.submit").click()
    page = page_of(window, BringBackPage)
    assert isinstance(page, BringBackPage)
    assert "Group 7" in page.codes.second.error()
    second.setText(suite.shares[3].code)
    seen(window, "admin.bring_back.submit").click()
    settled(qtbot, window)
    assert "same code was typed twice" in page.problems.accessibleName()
    second.setText(right.lower())
    second.setFocus()
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert page_of(window, PeoplePage)
    assert "bring the key back" not in seen(window, "admin.worries").accessibleName()
    desk = staff.enrol(ledger(window), *invited, WORDS)
    staff.accept_use(desk, staff.acceptable_use().version)
    assert desk.session.holds(Compartment.OVERSIGHT)


def test_the_codes_are_offered_only_where_they_help(window, qtbot) -> None:
    page = open_person(window, qtbot, "Imran Voss")
    assert "admin.bring_back" not in {w.objectName() for w in page.findChildren(QWidget)}


def test_the_only_codes_that_open_something_are_not_replaced_unasked(window, qtbot) -> None:
    let_in_again_although_last(window, qtbot, "Priya Lindqvist")
    seen(window, "admin.codes").click()
    settled(qtbot, window)
    seen(window, "admin.codes.make").click()
    settled(qtbot, window)
    assert seen(window, "admin.codes.anyway")
    seen(window, "admin.no").click()
    settled(qtbot, window)
    assert not ledger(window).open_entries(("recovery.renewed",))
    seen(window, "admin.codes.make").click()
    settled(qtbot, window)
    seen(window, "admin.codes.anyway").click()
    settled(qtbot, window)
    assert seen(window, "setup.code")
    assert ledger(window).open_entries(("recovery.renewed",))


def test_new_recovery_codes_are_made_and_checked(window, qtbot) -> None:
    seen(window, "admin.codes").click()
    settled(qtbot, window)
    third = seen(window, "admin.officer.3")
    assert third.text() == "Wren Abara"
    third.setText("ines calder")
    seen(window, "admin.codes.make").click()
    assert seen(window, "problem")
    third.setText("Odile Brant")
    seen(window, "admin.codes.make").click()
    settled(qtbot, window)
    press(Qt.Key.Key_Escape)
    for _ in range(4):
        code = seen(window, "setup.code")
        seen(window, "setup.code.last").setText(code.text()[-5:])
        seen(window, "setup.code.next").click()
        settled(qtbot, window)
    assert staff.codes_checked(ledger(window))
    assert "Odile Brant" in staff.suite_of(ledger(window)).officers
    assert page_of(window, PeoplePage)
