"""Writing and reading entries by keyboard alone: templates, phrases, carrying, taking over,
amending, striking; what is pasted; the longest text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from custodyhcp.records import drafts, notes, noting, people, phrases, standing
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.notes import Note, Part, Purpose, Type
from custodyhcp.ui.difference_view import DifferenceView
from custodyhcp.ui.entry_page import EntryPage
from custodyhcp.ui.kit import PlainLabel, Table
from custodyhcp.ui.writing_page import WritingPage
from custodyhcp.vault.compartments import Compartment

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab


def book(suite: Any) -> Any:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))


def write(desk: Any, ids: Any, text: str = "Looks well.", **also: Any) -> str:
    part = Part("note", "SUMMARY", "Note", text)
    told = {"place": "CELL"} | also
    note = Note(Type.NOTE, Purpose.THERAPEUTIC, "note", 1, (part,), **told)
    return noting.record_note(desk, ids.detention, note).header.id


def opened(frame: Any, detention: str, section: str = "write") -> Any:
    frame.go("person", detention=detention, section=section)
    frame.settled()
    QApplication.processEvents()
    return frame.page().page()


class Keys:
    """A keyboard and nothing else."""

    def __init__(self, frame: Any, qtbot: Any) -> None:
        self.frame, self.qtbot = frame, qtbot

    @property
    def at(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def press(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.frame, key, held)
        QApplication.processEvents()

    def tab_to(self, name: str) -> None:
        for _ in range(120):
            if self.at == name:
                return
            self.press(TAB)
        raise AssertionError(f"Tab does not come to {name}; it stands at {self.at}")

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), words)
        QApplication.processEvents()

    def choose(self, name: str) -> None:
        self.tab_to(name)
        self.press(SPACE)


def only_note(suite: Any, ids: Any) -> notes.Written:
    (one,) = notes.fold(people.read_detention(suite.hcp, ids.detention).entries)
    return one


def test_an_entry_by_keyboard_alone(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page, keys = opened(frame, ids.detention), Keys(frame, qtbot)
    assert isinstance(page, WritingPage)
    keys.tab_to("entry.type.ASSESSMENT")
    keys.press(Qt.Key.Key_1)
    keys.tab_to("entry.template")
    keys.type("He")  # Head injury
    # every box of a template is empty: it prompts and fills nothing in
    boxes = page.form.boxes.boxes()
    assert len(boxes) > 6
    assert all(box.field.text() == "" for box in boxes)
    keys.choose("entry.purpose.THERAPEUTIC")
    keys.tab_to("entry.when")
    keys.type("02:15")
    keys.tab_to("entry.where.MEDICAL_ROOM")
    keys.press(Qt.Key.Key_2)  # the cell
    keys.tab_to("entry.boxes.mechanism")
    keys.type("Fell at ")
    keys.press(Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    keys.press(TAB)
    assert keys.at == "entry.boxes.since"
    keys.tab_to("entry.sign")
    keys.press(ENTER)
    assert "Hospital or not" in page.problems.accessibleName()  # what the template needs
    keys.tab_to("entry.boxes.hospital")
    keys.type("No: none of the signs.")
    keys.tab_to("entry.sign")
    keys.press(ENTER)
    frame.settled()
    one = only_note(suite, ids)
    assert one.note.parts[0].text == "Fell at 03:00"
    assert (one.note.template, one.note.version, one.note.place) == ("head_injury", 1, "CELL")
    assert one.retrospective  # 02:15, written at 03:00
    assert page.form.boxes.boxes() == ()
    frame.settled()
    assert suite.hcp.drafts() == []
    stay = people.read_detention(suite.hcp, ids.detention).detention
    assert stay.assessments[-1].assessment.plan == "No: none of the signs."


def test_phrases_stand_in_full_before_signing(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    phrases.keep(suite.hcp2, ";nad = of somebody else")
    page, keys = opened(frame, ids.detention), Keys(frame, qtbot)
    keys.choose("entry.phrases.open")
    assert page.phrases.box.text() == ""  # nobody's phrases but one's own, and none shipped
    keys.type(";nad = nothing abnormal was found")
    keys.choose("entry.phrases.keep")
    frame.settled()
    page.form.type.set_value(Type.NOTE)
    page.form.type.chosen.emit(Type.NOTE)
    page.form.boxes.boxes()[0].field.focus_first()
    keys.type("Chest: ;nad")
    keys.press(SPACE)
    keys.type("and ;other")
    keys.press(SPACE)
    assert page.form.boxes.boxes()[0].field.text() == (
        "Chest: nothing abnormal was found and ;other"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [("abc", "Write each"), (";a = x\n;A = y", "twice"), (";toolongforthis1 = x", "Write each")],
)
def test_what_is_no_phrase_is_refused(typed: str, said: str) -> None:
    _, problems = phrases.read(typed)
    assert said in problems[0].words


def test_words_are_carried_only_by_choice_and_say_so(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = book(suite)
    write(suite.hcp2, ids, "Sleeps, rousable.")
    suite.clock.forward(minutes=40)
    frame = at_work(suite.hcp)
    opened(frame, ids.detention)
    keys = Keys(frame, qtbot)
    keys.tab_to("entry.type.ASSESSMENT")
    keys.press(Qt.Key.Key_7)  # a note
    keys.choose("entry.purpose.THERAPEUTIC")
    keys.tab_to("entry.where.MEDICAL_ROOM")
    keys.press(Qt.Key.Key_2)  # the cell
    keys.choose("entry.carry.open")
    keys.tab_to("entry.carry.from")
    keys.press(Qt.Key.Key_Down)
    keys.tab_to("entry.carry.into")
    keys.press(Qt.Key.Key_Down)
    keys.choose("entry.carry.carry")
    keys.type(" Now awake.")
    keys.tab_to("entry.sign")
    keys.press(ENTER)
    frame.settled()
    told = notes.fold(people.read_detention(suite.hcp, ids.detention).entries)[-1]
    assert told.note.parts[0].carried is not None
    assert told.note.parts[0].carried.author == suite.hcp2.session.staff
    frame.page().show_entry(told.entry)
    label = frame.findChild(PlainLabel, "entry_read.carried")
    assert label.text() == "Carried from 23-Nov-2026 03:00, by Imran Voss"


def test_two_write_at_once_and_one_takes_over(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    """Nobody's typing is put back as another's, nothing is lost, and who began it is told."""
    ids = book(suite)
    body = {
        "template": "note",
        "parts": [{"key": "note", "heading": "SUMMARY", "label": "Note", "text": "Half a"}],
    }
    kept = {"entry.boxes": body, "entry.type": "NOTE"}
    drafts.save(suite.hcp2, "entry", ids.detention, ids.person, kept, ("", 0))
    suite.clock.forward(minutes=10)
    frame = at_work(suite.hcp)
    page, keys = opened(frame, ids.detention), Keys(frame, qtbot)
    assert page.form.boxes.boxes() == ()  # a colleague's is not mine unasked
    assert "Imran Voss is writing" in frame.findChild(QWidget, "entry.other.1").accessibleName()
    keys.choose("entry.take.1")
    frame.settled()
    box = page.form.boxes.boxes()[0]
    assert box.field.text() == "Half a"
    box.field.focus_first()
    keys.press(Qt.Key.Key_End)
    keys.type(" word and the rest.")
    keys.choose("entry.purpose.THERAPEUTIC")
    keys.tab_to("entry.where.MEDICAL_ROOM")
    keys.press(Qt.Key.Key_2)  # the cell
    # the first author types on: that is not thrown away with what was taken over
    suite.clock.forward(minutes=1)
    more = {**kept, "entry.boxes": {**body, "parts": [{**body["parts"][0], "text": "Half a loaf"}]}}  # type: ignore[dict-item]
    drafts.save(suite.hcp2, "entry", ids.detention, ids.person, more, ("", 0))
    keys.tab_to("entry.sign")
    keys.press(ENTER)
    frame.settled()
    one = only_note(suite, ids)
    assert one.author == suite.hcp.session.staff
    assert one.note.begun is not None
    assert (one.note.begun.author, one.note.begun.parts) == (
        suite.hcp2.session.staff,
        (("Note", "Half a"),),
    )
    left = drafts.restore(suite.hcp2, "entry", ids.detention)
    assert left is not None
    assert "Half a loaf" in str(left.fields)
    frame.page().show_entry(one.entry)
    qtbot.waitUntil(frame.findChild(QWidget, "entry_read.begun").isVisible)
    theirs = at_work(suite.hcp2)
    page = opened(theirs, ids.detention)
    assert "Robin Hale took over" in page._told.accessibleName()


def test_amend_and_strike_from_the_timeline(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = book(suite)
    write(suite.hcp2, ids, "Left arm hurts.")
    frame = at_work(suite.hcp)
    page, keys = opened(frame, ids.detention, "timeline"), Keys(frame, qtbot)
    table = page.findChild(Table, "timeline.table")
    table.setFocus()
    keys.press(Qt.Key.Key_Home)
    while "hurts" not in str(table.model().index(table.currentIndex().row(), 2).data()):
        keys.press(Qt.Key.Key_Down)
    keys.press(ENTER)
    frame.settled()
    read = frame.page().page()
    assert isinstance(read, EntryPage)
    signed = read.findChild(QWidget, "entry_read.signed").findChildren(PlainLabel)
    assert "Imran Voss, paramedic or other (HCPC) PA99992" in [one.text() for one in signed]
    keys.choose("entry_read.amend")
    keys.tab_to("entry_read.box.note")
    QApplication.focusWidget().selectAll()
    keys.type("Right arm hurts.")
    keys.choose("entry_read.amend.do")
    assert "why" in read.problems.accessibleName()  # nothing without a reason
    keys.tab_to("entry_read.reason")
    keys.type("Wrong side")
    keys.choose("entry_read.amend.do")
    frame.settled()
    change = read.findChildren(DifferenceView)[-1]
    assert change.toPlainText() == "[-Left-][+Right+] arm hurts."
    keys.choose("entry_read.strike")
    keys.tab_to("entry_read.reason")
    keys.type("Another person")
    keys.choose("entry_read.strike.do")
    frame.settled()
    assert read.findChild(QWidget, "entry_read.struck").isVisible()
    opened_now = people.read_detention(suite.hcp, ids.detention)
    assert notes.fold(opened_now.entries) == ()
    keys.choose("entry_read.back")
    frame.settled()
    assert frame.page().page().objectName() == "timeline"


def test_a_draft_comes_back_after_a_crash(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page, keys = opened(frame, ids.detention), Keys(frame, qtbot)
    keys.tab_to("entry.type.ASSESSMENT")
    keys.press(Qt.Key.Key_7)
    page.form.boxes.boxes()[0].field.focus_first()
    keys.type("nearly done")
    page.save_now()
    again = opened(frame, ids.detention)
    frame.settled()
    assert again.form.type.value() is Type.NOTE
    assert again.form.boxes.boxes()[0].field.text() == "nearly done"
    assert again._restored.isVisible()


def test_another_template_loses_nothing_typed(suite: Any, at_work: Callable[..., Any]) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    form = page.form
    form.boxes.show_template(form._templates["head_injury"])
    form.boxes.box("mechanism").field.set_text("Kerb")
    form.boxes.box("information").field.set_text("Card given")
    form.boxes.show_template(form._templates["epilepsy"])
    kept = {part.key: part.text for part in form.boxes.parts() if part.text}
    assert kept == {"mechanism": "Kerb", "information": "Card given"}
    assert form.boxes.box("kind").field.text() == ""


def test_what_is_pasted_is_words_and_no_word_is_lost(show: Callable[..., None]) -> None:
    from custodyhcp.ui.kit import Field

    field = Field("Findings", name="x", lines=3)
    show(field, 400, 300)
    box = field.box
    assert isinstance(box, QPlainTextEdit)
    page = QMimeData()
    page.setHtml("<p>Chest <b>clear</b></p><ul><li>no wheeze</li></ul><img src='x.png'>")
    box.insertFromMimeData(page)
    assert field.text().replace("\ufffc", "").split() == ["Chest", "clear", "no", "wheeze"]
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    before = field.text()
    box.insertFromMimeData(picture)
    assert field.text() == before
    plain = QMimeData()
    plain.setText("<b>as typed</b>")
    box.insertFromMimeData(plain)
    assert field.text().endswith("<b>as typed</b>")


def test_the_longest_note_is_kept_and_one_letter_more_is_refused_and_stays(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    form = page.form
    form.type.set_value(Type.NOTE)
    form.type.chosen.emit(Type.NOTE)
    form.purpose.set_value(Purpose.THERAPEUTIC)
    form.place.set_value("CELL", "")
    box = form.boxes.boxes()[0].field
    longest = "nine and\n" * 11_111 + "x"  # 100,000 characters
    box.set_text(longest + "y")
    page.sign()
    assert "100,001 characters long: make it 100,000 or fewer" in page.problems.accessibleName()
    assert len(box.text()) == 100_001
    box.set_text(longest)
    page.sign()
    frame.settled()
    one = only_note(suite, ids)
    assert len(one.note.parts[0].text) == 100_000
    begun = time.monotonic()
    opened(frame, ids.detention, "timeline")
    model = frame.findChild(Table, "timeline.table").model()
    said = [str(model.index(row, 2).data()) for row in range(model.rowCount())]
    assert any("100,006 characters" in words for words in said)
    frame.page().show_entry(one.entry)
    QApplication.processEvents()
    assert time.monotonic() - begun < 4  # on a busy machine; a tenth of it alone


def test_what_was_struck_is_drawn_and_carries_a_word_for_it(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    from custodyhcp.records import amending

    ids = book(suite)
    entry = write(suite.hcp, ids)
    amending.strike(suite.hcp, ids.detention, entry, "twice")
    page = opened(at_work(suite.hcp), ids.detention, "timeline")
    model = page.findChild(Table, "timeline.table").model()
    said = [str(model.index(row, 2).data()) for row in range(model.rowCount())]
    assert any(w.startswith("Struck out ") and "Looks well." in w for w in said)
    assert any(cell.struck for row in page.findChild(Table, "timeline.table").rows()
               for cell in row.cells)  # fmt: skip
    (history,) = standing.histories(
        people.read_detention(suite.hcp, ids.detention).written
    ).values()
    assert history.root.body(Compartment.CLINICAL)["parts"][0]["text"] == "Looks well."
