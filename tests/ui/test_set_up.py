"""A new suite through its own window: three pages, four codes, acceptable use, people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp import staff
from custodyhcp.app import Rooms
from custodyhcp.ui.people import PeoplePage
from custodyhcp.ui.recovery_codes import CodePage, sheet_of, write_private
from custodyhcp.ui.set_up import SetUpPage
from custodyhcp.ui.signin import AcceptUsePage
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.device import NoKeyring
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.recovery import Share
from custodyhcp.vault.throwaway import MemoryKeyring

WORDS = "green door rusty kettle"


@pytest.fixture
def window(tmp_path: Path, qtbot, show) -> Iterator[MainWindow]:
    rooms = Rooms(tmp_path / "store", backend=MemoryKeyring(), kdf=KdfParams(64, 1, 1))
    made = MainWindow(lambda: rooms)
    show(made)
    qtbot.waitUntil(lambda: isinstance(front(made), SetUpPage))
    QApplication.processEvents()
    yield made
    made.stop()


def front(window: MainWindow) -> QWidget:
    return window.centralWidget().currentWidget()


def seen(window: QWidget, name: str) -> QWidget:
    QApplication.processEvents()
    return next(w for w in window.findChildren(QWidget, name) if w.isVisible())


def focused() -> str:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    return found.objectName() if found else ""


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def tab() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()


def fill_in(*answers: str) -> None:
    """Each into the box that has the focus; Tab goes on to the next box."""
    for place, words in enumerate(answers):
        if place:
            tab()
            while focused().endswith(".show"):
                tab()
        type_in(words)


def test_a_suite_is_set_up_by_keyboard_alone(window: MainWindow, qtbot) -> None:
    assert focused() == "setup.organisation"
    fill_in("Northmoor Custody Healthcare", "Harrow Lane", "01632 960 118")
    enter()
    assert focused() == "setup.admin.name"
    fill_in("Morgan Achebe", "", WORDS, WORDS)
    enter()
    assert focused() == "setup.officer.1"
    fill_in("Ines Calder", "Tomasz Reed", "Wren Abara")
    enter()
    qtbot.waitUntil(lambda: bool(window.findChildren(CodePage)), timeout=10_000)
    shown = []
    for _ in range(4):
        assert focused() == "setup.code.last"
        label = seen(window, "setup.code")
        assert isinstance(label, QLabel)
        shown.append(label.text().replace("\n", ""))
        type_in(shown[-1][-5:].lower())
        enter()
    qtbot.waitUntil(lambda: isinstance(front(window), AcceptUsePage), timeout=10_000)
    assert len(set(shown)) == 4
    enter()
    qtbot.waitUntil(lambda: bool(window.findChildren(PeoplePage)), timeout=10_000)
    qtbot.waitUntil(lambda: window.work.pending() == 0)
    door = window.door
    assert isinstance(door, Rooms)
    assert staff.codes_checked(door.ledger())
    assert staff.suite_of(door.ledger()).phone == "01632 960 118"


def test_no_keyring_is_said_before_anything_is_typed(tmp_path: Path, qtbot, show) -> None:
    rooms = Rooms(tmp_path / "store", backend=MemoryKeyring())
    rooms.can_found = _no_keyring  # type: ignore[method-assign]
    window = MainWindow(lambda: rooms)
    show(window)
    qtbot.waitUntil(lambda: isinstance(front(window), SetUpPage), timeout=10_000)
    page = front(window)
    assert isinstance(page, SetUpPage)
    qtbot.waitUntil(lambda: page.place.problems.isVisible(), timeout=10_000)
    assert "no keyring" in page.place.problems.accessibleName()
    window.stop()


def _no_keyring() -> None:
    raise NoKeyring


def test_each_page_says_what_is_missing_and_loses_nothing(window: MainWindow) -> None:
    page = front(window)
    assert isinstance(page, SetUpPage)
    seen(window, "setup.place.next").click()
    for field in (page.place.organisation, page.place.suite, page.place.phone):
        assert field.error()
        field.set_text("Something")
    seen(window, "setup.place.next").click()
    assert "can be rung" in page.place.phone.error()
    page.place.phone.set_text("ext. 455")
    seen(window, "setup.place.next").click()
    page.admin.name.set_text("Morgan Achebe")
    page.admin.passphrase.set_text("short")
    seen(window, "setup.admin.next").click()
    assert "at least 12" in page.admin.passphrase.error()
    page.admin.passphrase.set_text(WORDS)
    page.admin.again.set_text(WORDS + "s")
    seen(window, "setup.admin.next").click()
    assert "not the same" in page.admin.again.error()
    page.admin.again.set_text(WORDS)
    seen(window, "setup.admin.next").click()
    seen(window, "setup.officer.1").setText("Ines Calder")
    seen(window, "setup.officer.2").setText("ines  calder")
    seen(window, "setup.make").click()
    assert "twice" in page.officers.problems.accessibleName()
    for box in ("setup.officer.1", "setup.admin.name"):
        QTest.keyClick(seen(window, box), Qt.Key.Key_Escape)
    assert seen(window, "setup.suite") is page.place.suite.box
    assert page.place.suite.text() == "Something"
    assert page.founding().officers == ("Ines Calder", "ines  calder", "")


def test_the_next_code_waits_until_the_end_of_this_one_is_typed_back(show) -> None:
    done: list[bool] = []
    share = Share("Ines Calder", "PN00J-02867-W05PX-KDNZS-VQCNC-B33MV-MA43B")
    page = CodePage(share, 1, 4, lambda: done.append(True))
    show(page)
    for typed, words in (("", "Type the last five"), ("MA43C", "not the last five")):
        page.last.set_text(typed)
        seen(page, "setup.code.next").click()
        assert words in page.last.error() and not done
    page.last.set_text(" ma4 3b")
    seen(page, "setup.code.next").click()
    assert done == [True]


def test_a_saved_code_is_its_owners_alone_and_says_nothing_of_the_suite(tmp_path: Path) -> None:
    share = Share("Ines Calder", "PN00J-02867-W05PX-KDNZS-VQCNC-B33MV-MA43B")
    path = tmp_path / "code.txt"
    write_private(path, sheet_of(share))
    text = path.read_text("utf-8")
    assert "PN00J-02867-W05PX-KDNZS-" in text and "VQCNC-B33MV-MA43B" in text
    assert "Harrow" not in text and "custodyhcp" not in text
    assert path.stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_to_is_told_in_words(tmp_path: Path, show) -> None:
    share = Share("Ines Calder", "PN00J-02867-W05PX-KDNZS-VQCNC-B33MV-MA43B")
    page = CodePage(share, 1, 4, lambda: None)
    show(page)
    page._write(tmp_path / "nowhere" / "code.txt")
    assert "could not be written" in page.problems.accessibleName()
