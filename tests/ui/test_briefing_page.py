"""Publishing by keyboard, handing on, and the panel that always shows what custody sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sharing_people import PLACE, booked, directed, directions_at

from custodyhcp.errors import KnownError
from custodyhcp.records import assessing
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing import papers, publishing
from custodyhcp.sharing.paste import paste_blocks
from custodyhcp.sharing.pdf import pages
from custodyhcp.ui import printing
from custodyhcp.ui.briefing_page import BriefingPage
from custodyhcp.ui.briefing_panel import BriefingPanel
from custodyhcp.ui.clipboard import lent
from custodyhcp.ui.kit import Button
from custodyhcp.ui.printing import PrintPage, page_images
from custodyhcp.vault.compartments import Compartment


def open_page(frame: Any, detention: str) -> BriefingPage:
    frame.go("person", detention=detention, section="briefing")
    for _ in range(3):
        frame.settled()
        QApplication.processEvents()
    page = frame.page().page()
    assert isinstance(page, BriefingPage)
    return page


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(qtbot: Any, frame: Any, name: str) -> None:
    found = [b for b in frame.findChildren(Button, name) if b.isVisible()]
    assert found, name
    found[-1].setFocus()
    qtbot.keyClick(found[-1], Qt.Key.Key_Return)
    for _ in range(3):
        frame.settled()
        QApplication.processEvents()


def panel_of(frame: Any) -> BriefingPanel:
    found = frame.findChild(BriefingPanel)
    assert isinstance(found, BriefingPanel)
    return found


def test_before_directions_the_page_and_the_panel_teach(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    page = open_page(frame, booked(suite.hcp).detention)
    assert "No directions yet" in words(page)
    assert "Nothing yet" in words(panel_of(frame))


def test_publishing_by_keyboard_with_who_was_told(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    assert "not published yet" in words(page)
    told = frame.findChild(QLineEdit, "briefing.told_to")
    told.setFocus()
    qtbot.keyClicks(told, "PS 4127")
    press(qtbot, frame, "briefing.publish")
    assert "Say whether they read it back" in words(page)
    assert publishing.stay(suite.hcp, ids.detention).current is None
    at = frame.findChild(QLineEdit, "briefing.told_at")
    at.setFocus()
    qtbot.keyClick(at, Qt.Key.Key_N)
    back = frame.findChild(QAbstractButton, "briefing.told_back.YES")
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Space)
    press(qtbot, frame, "briefing.publish")
    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    assert current.told is not None
    assert (current.told.to, current.told.read_back) == ("PS 4127", True)
    assert "Told aloud to PS 4127 at 03:00, read back." in words(page)
    assert "v1, not read yet" in words(panel_of(frame))


def test_words_that_leak_are_kept_only_with_a_reason_that_oversight_reads(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp, food="apart from others, HIV")
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    assert "Look at these words again" in words(page)
    press(qtbot, frame, "briefing.publish")
    assert "Say why custody needs these words" in words(page)
    box = frame.findChild(QPlainTextEdit, "briefing.kept_because")
    box.setFocus()
    qtbot.keyClicks(box, "they asked us to say so")
    press(qtbot, frame, "briefing.publish")
    assert publishing.stay(suite.hcp, ids.detention).current is not None
    (entry,) = suite.ig.read(kinds={"briefing.published"})
    assert entry.body(Compartment.OVERSIGHT)["kept_because"] == "they asked us to say so"
    assert not suite.sergeant.read(kinds={"briefing.published"})[0].body(Compartment.OVERSIGHT)


def test_the_block_shown_is_the_block_copied_and_it_is_taken_back(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, qapp: QApplication
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    press(qtbot, frame, "briefing.copy")
    shown = page.findChild(QLabel, "briefing.paste").text()
    (block,) = paste_blocks(publishing.stay(suite.hcp, ids.detention).versions[-1].briefing)
    assert qapp.clipboard().text().encode() == shown.encode() == block.encode()
    (entry,) = suite.ig.read(kinds={"disclosure.made"})
    assert entry.body(Compartment.OVERSIGHT)["what"] == "paste"
    assert lent().timer.isActive()
    assert lent().timer.interval() == 60_000
    lent().timer.timeout.emit()
    assert qapp.clipboard().text() == ""


def test_the_clipboard_of_somebody_else_is_left_alone(qapp: QApplication) -> None:
    lent().copy("ours")
    qapp.clipboard().setText("theirs")
    lent().clear()
    assert qapp.clipboard().text() == "theirs"


def test_on_lock_and_exit_the_clipboard_is_cleared(qapp: QApplication) -> None:
    lent().copy("ours")
    qapp.aboutToQuit.emit()
    assert qapp.clipboard().text() == ""


def test_saving_the_pdf_is_recorded_with_its_fingerprint(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    press(qtbot, frame, "briefing.save_pdf")
    dialog = page.findChild(QFileDialog, "briefing.save")
    dialog.fileSelected.emit(str(tmp_path / "out"))
    dialog.close()
    frame.settled()
    saved = (tmp_path / "out.pdf").read_bytes()
    assert pages(saved) == 1
    (entry,) = suite.ig.read(kinds={"disclosure.made"})
    from hashlib import sha256

    assert entry.body(Compartment.OVERSIGHT)["sha256"] == sha256(saved).hexdigest()


def test_a_place_that_cannot_be_written_is_said_in_words(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    press(qtbot, frame, "briefing.save_pdf")
    dialog = page.findChild(QFileDialog, "briefing.save")
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "out.pdf"))
    dialog.close()
    frame.settled()
    assert "could not be saved there" in words(page)


def test_the_preview_shows_the_very_pages_and_no_printer_is_said(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    open_page(frame, ids.detention)
    press(qtbot, frame, "briefing.print")
    page = frame.page()
    assert isinstance(page, PrintPage)
    sheet = page.findChild(QLabel, "print.sheet.1").pixmap().toImage()
    (image,) = page_images(papers.next_copy(suite.hcp, made).pdf, printing.SCREEN_DPI)
    assert sheet == image.convertToFormat(sheet.format())
    if not printing.printers():
        assert "No printer" in words(page)
    assert suite.ig.read(kinds={"disclosure.made"}) == []
    press(qtbot, frame, "print.back")


def test_what_could_not_be_read_is_never_shown_as_nothing_yet(
    suite: Any, at_work: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise KnownError("The disk is full.")

    monkeypatch.setattr("custodyhcp.ui.briefing_panel.standing", broken)
    made = directed(suite.hcp, "NG/26/1")
    frame = at_work(suite.hcp)
    frame.go("person", detention=made.detention)
    frame.settled()
    seen = [label.text() for label in panel_of(frame).findChildren(QLabel) if label.isVisible()]
    assert "Nothing yet" not in seen
    assert "What custody sees could not be read. The disk is full." in seen


def test_the_panel_follows_what_is_being_typed_and_comes_back(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = directed(suite.hcp)
    frame = at_work(suite.hcp)
    open_page(frame, ids.detention)
    panel = panel_of(frame)
    typed = directions_at(suite.hcp, fitness=FitToDetain.NOT_FIT_HOSPITAL_999, food="nothing yet")
    panel.preview(typed)
    assert "NOT FIT: HOSPITAL NOW, RING 999" in words(panel)
    assert "as you type, not published" in words(panel)
    panel.preview(replace(typed, food="water only"))
    assert "water only" in words(panel)
    panel.preview(None)
    assert "FIT, WITH CONDITIONS" in words(panel)


def test_new_directions_make_what_is_published_out_of_date(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(minutes=5)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, food="soft food"))
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    assert "v1 is out of date: publish again" in words(page)
    press(qtbot, frame, "briefing.publish")
    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    assert current.version == 2
    line = current.briefing.line("food")
    assert line is not None
    assert line.text == "soft food"


def test_the_panel_says_every_line_with_reason_and_basis_and_nothing_more(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.hcp)
    open_page(frame, ids.detention)
    said = words(panel_of(frame))
    for line in made.briefing.lines[1:]:
        assert f"{line.label} {line.text} {line.reason} · {line.basis}" in said
    assert "CANARY" not in said
