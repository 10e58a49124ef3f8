"""Bad input by real keys and a real clipboard: what is wrong is said in plain words, and what was
typed or pasted is still in its box."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from custodyhcp.records import notes, observing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.notes import Purpose, Type
from custodyhcp.ui.kit import Page

CTRL = Qt.KeyboardModifier.ControlModifier
LONGEST = 100_000  # characters of a note
LONG = "a word or " * (LONGEST // 10)
HTML = "<p>Chest <b>clear</b></p><script>alert(1)</script><img src='https://example.org/x.png'>"
BOXES = [  # the section, its box, and the most it takes
    ("assessment", "assessment.findings", 20_000),
    ("injuries", "injuries.where", 200),
    ("inbound", "inbound.source", 200),
]


@pytest.fixture
def opened(suite: Any, at_work: Callable[..., Any]) -> Callable[[str], Page]:
    """That section of one person's record, in the real frame."""
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    ids = people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))
    frame = at_work(suite.hcp)

    def open_section(section: str) -> Page:
        frame.go("person", detention=ids.detention, section=section)
        settle(frame)
        page = frame.page().page()
        assert isinstance(page, Page)
        page.setProperty("detention", ids.detention)
        return page

    open_section.frame = frame  # type: ignore[attr-defined]
    return open_section


def settle(frame: Any) -> None:
    for _ in range(2):
        frame.settled()
        QApplication.processEvents()


def box_of(page: Any, name: str) -> Any:
    found = page.findChild(QPlainTextEdit, name) or page.findChild(QLineEdit, name)
    assert found is not None, name
    found.setFocus(Qt.FocusReason.TabFocusReason)
    return found


def text_of(box: Any) -> str:
    return str(box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text())


def paste(box: Any, *, text: str = "", html: str = "", picture: bool = False) -> None:
    """Onto the clipboard of the machine, and Ctrl+V."""
    carried = QMimeData()
    if text:
        carried.setText(text)
    if html:
        carried.setHtml(html)
    if picture:
        carried.setImageData(QImage(64, 64, QImage.Format.Format_RGB32))
    QApplication.clipboard().setMimeData(carried)
    QTest.keyClick(box, Qt.Key.Key_V, CTRL)
    QApplication.processEvents()
    QApplication.clipboard().clear()


def said(page: Any) -> str:
    return str(page.problems.accessibleName())


def a_note(page: Any) -> Any:
    form = page.form
    form.type.set_value(Type.NOTE)
    form.type.chosen.emit(Type.NOTE)
    form.purpose.set_value(Purpose.THERAPEUTIC)
    form.place.set_value("CELL", "")
    return box_of(page, "entry.boxes.note")


def test_one_letter_too_many_is_refused_and_one_key_puts_it_right(
    suite: Any, opened: Callable[[str], Any]
) -> None:
    page = opened("write")
    box = a_note(page)
    longest = ("in a café\n" * (LONGEST // 10))[:-1] + "é"
    paste(box, text=longest + "é")
    page.sign()
    assert "100,001 characters long: make it 100,000 or fewer" in said(page)
    assert text_of(box) == longest + "é"
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    page.sign()
    settle(opened.frame)  # type: ignore[attr-defined]
    stay = page.property("detention")
    (one,) = notes.fold(people.read_detention(suite.hcp, stay).entries)
    assert one.note.parts[0].text == longest


@pytest.mark.parametrize(("section", "name", "most"), BOXES)
def test_a_hundred_thousand_letters_in_another_box_are_counted_and_kept(
    suite: Any, opened: Callable[[str], Any], section: str, name: str, most: int
) -> None:
    page = opened(section)
    box = box_of(page, name)
    before = suite.hcp.health().size
    for pasted in (LONG, "y"):
        paste(box, text=pasted)
    page._press_primary()
    assert f"100,001 characters long: make it {most:,} or fewer" in said(page)
    assert text_of(box) == LONG + "y"
    settle(opened.frame)  # type: ignore[attr-defined]
    assert suite.hcp.health().size == before


@pytest.mark.parametrize("section", ["write", "assessment", "injuries", "inbound"])
def test_a_page_is_pasted_as_its_words_and_a_picture_not_at_all(
    opened: Callable[[str], Any], section: str
) -> None:
    page = opened(section)
    names = {where: name for where, name, _most in BOXES}
    box = a_note(page) if section == "write" else box_of(page, names[section])
    QTest.keyClicks(box, "Before: ")
    paste(box, text="Chest clear", html=HTML)
    paste(box, picture=True)
    assert text_of(box) == "Before: Chest clear"
    paste(box, html=HTML)
    assert "alert" not in text_of(box)
    assert "<" not in text_of(box)
    assert text_of(box).startswith("Before: Chest clear")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "12", "1899"), "before 1900"),
        (("24", "11", "2026"), "in the future"),
        (("01", "01", "9999"), "in the future"),
        (("30", "02", "1990"), "must be a real date, such as"),
        (("3", "1", "86"), "must be a real date, such as"),
    ],
)
def test_a_birth_that_cannot_be_is_refused_in_both_forms(
    suite: Any, opened: Callable[[str], Any], typed: tuple[str, ...], words: str
) -> None:
    details = opened("details")
    frame = opened.frame  # type: ignore[attr-defined]
    before = suite.hcp.health().size
    for page, button in ((details, details._correct), (_adding(frame), None)):
        prefix = "details" if button else "add"
        for part, text in zip(("day", "month", "year"), typed, strict=True):
            box = box_of(page, f"{prefix}.dob.{part}")
            box.selectAll()
            QTest.keyClicks(box, text)
        (button or page._press_primary)()
        assert words in said(page), prefix
        assert page.dob.texts() == typed
    settle(frame)
    assert suite.hcp.health().size == before


def _adding(frame: Any) -> Any:
    frame.go("add-person")
    settle(frame)
    page = frame.page()
    for name, words in (("ref", "NG/26/2"), ("arrived", "02:15"), ("family", "Old")):
        QTest.keyClicks(box_of(page, f"add.{name}"), words)
    return page


def test_the_first_day_of_1900_is_a_date_of_birth(suite: Any, opened: Callable[[str], Any]) -> None:
    page = opened("details")
    page.dob.set_texts(("01", "01", "1900"))
    page._correct()
    settle(opened.frame)  # type: ignore[attr-defined]
    stay = people.read_detention(suite.hcp, page.property("detention")).detention
    assert stay.who.dob == date(1900, 1, 1)


def test_a_temperature_of_370_is_refused_and_stays(
    suite: Any, opened: Callable[[str], Any]
) -> None:
    page = opened("observations")
    page.part.press_number(2)
    QApplication.processEvents()
    QTest.keyClicks(box_of(page, "observations.at"), "n")
    for name, typed in (("temperature", "370"), ("pulse", "72"), ("spo2", "96")):
        QTest.keyClicks(box_of(page, f"observations.{name}"), typed)
    page._press_primary()
    settle(opened.frame)  # type: ignore[attr-defined]
    assert "370 cannot be right: temperature is between" in said(page)
    for name, typed in (("temperature", "370"), ("pulse", "72"), ("spo2", "96")):
        assert text_of(box_of(page, f"observations.{name}")) == typed
    series = observing.fold(people.read_detention(suite.hcp, page.property("detention")).entries)
    assert not series.observed
