"""The GP summary by keyboard: no form without permission, the gate, the check, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sharing_people import directed

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Scope
from custodyhcp.records import importing
from custodyhcp.records.practices import read_practices
from custodyhcp.sharing import sending
from custodyhcp.sharing.draft_files import drafts_of
from custodyhcp.sharing.sending import Stage
from custodyhcp.ui.kit import Button
from custodyhcp.ui.summary_page import SummaryPage
from custodyhcp.vault.compartments import Compartment

ROWS = (
    ("A81001", "RIVERSIDE SURGERY", "TS18 1HU", "A", "4"),
    ("A81002", "RIVER CLOSED SURGERY", "TS18 2AW", "C", "4"),
    ("A81003", "HILL SURGERY", "TS18 3AB", "A", "4"),
)


def practice_file() -> bytes:
    """Three rows in the form of the national file."""
    lines = []
    for code, name, postcode, status, setting in ROWS:
        cells = [""] * 27
        cells[0], cells[1], cells[4], cells[9] = code, name, "1 RIVER ROAD", postcode
        cells[12], cells[17], cells[25] = status, "01632 960001", setting
        lines.append(",".join(cells))
    return "\r\n".join(lines).encode("ascii")


def agreed(suite: Any, ids: Any) -> None:
    asked = Asked(Scope.SEND_GP, Answer.YES, Capacity.HAS, 31)
    recording.record(suite.hcp, ids.person, ids.detention, asked)


@pytest.fixture
def ids(suite: Any) -> Any:
    importing.import_practices(suite.hcp, read_practices(practice_file()))
    return directed(suite.hcp)


def wait(frame: Any) -> None:
    for _ in range(4):
        frame.settled()
        QApplication.processEvents()


def open_page(frame: Any, detention: str) -> SummaryPage:
    frame.go("person", detention=detention, section="summary")
    wait(frame)
    page = frame.page().page()
    assert isinstance(page, SummaryPage)
    return page


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def seen(frame: Any, name: str) -> Any:
    found = [w for w in frame.findChildren(QWidget, name) if w.isVisible()]
    assert found, name
    return found[-1]


def press(qtbot: Any, frame: Any, name: str) -> None:
    found = seen(frame, name)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)
    wait(frame)


def type_in(qtbot: Any, frame: Any, name: str, text: str) -> Any:
    box = seen(frame, name)
    assert isinstance(box, (QLineEdit, QPlainTextEdit))
    box.setFocus()
    qtbot.keyClicks(box, text)
    return box


def fill(qtbot: Any, frame: Any, address: str = "practice@nhs.net") -> None:
    box = type_in(qtbot, frame, "summary.practice", "A81001")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    type_in(qtbot, frame, "summary.address", address)
    type_in(qtbot, frame, "summary.address_again", address)
    type_in(qtbot, frame, "summary.actions", "Review blood pressure; within 2 weeks")


def created(qtbot: Any, frame: Any, suite: Any, ids: Any) -> SummaryPage:
    agreed(suite, ids)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame)
    press(qtbot, frame, "summary.check")
    press(qtbot, frame, "summary.create")
    return page


def test_without_permission_it_says_ask_first(
    suite: Any, at_work: Callable[..., Any], ids: Any
) -> None:
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    assert "Ask first" in words(page)
    assert not page.findChildren(QWidget, "summary.create")


def test_from_the_form_to_sent(
    suite: Any,
    at_work: Callable[..., Any],
    qtbot: Any,
    ids: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices,
        "openUrl",
        lambda url: bool(opened.append(Path(url.toLocalFile()))) or True,
    )
    frame = at_work(suite.hcp)
    agreed(suite, ids)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame)
    assert "Secure" in words(page)
    press(qtbot, frame, "summary.check")
    said = words(page)
    for part in (
        "Is this the right person and the right practice?",
        "\u2068KOWALCZYK, Łukasz (Mr)\u2069, born 03-Jan-1995",
        "RIVERSIDE SURGERY (A81001)",
        "practice@nhs.net",
        "Review blood pressure (Requested, by GP practice, within 2 weeks)",
    ):
        assert part in said
    assert sending.sendings(suite.hcp, ids.detention) == []
    press(qtbot, frame, "summary.create")
    assert "Draft created: not sent yet" in words(page)
    press(qtbot, frame, "summary.open")
    assert isinstance(QUrl.fromLocalFile(str(opened[0])), QUrl)
    message = message_from_bytes(opened[0].read_bytes(), policy=default)
    assert message["To"] == "practice@nhs.net"
    assert "Kowalczyk".casefold() not in str(message["Subject"]).casefold()
    press(qtbot, frame, "summary.sent")
    assert "Say from which mailbox it was sent" in words(page)
    type_in(qtbot, frame, "summary.mailbox", "custody@nhs.net")
    press(qtbot, frame, "summary.sent")
    (made,) = sending.sendings(suite.hcp, ids.detention)
    assert (made.stage, made.mailbox) == (Stage.SENT, "custody@nhs.net")
    assert not opened[0].exists()
    assert drafts_of(suite.hcp.ledger).lying() == ()
    assert "another replaces it" in words(page)


def test_not_sent_removes_the_draft_as_well(
    suite: Any,
    at_work: Callable[..., Any],
    qtbot: Any,
    ids: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    frame = at_work(suite.hcp)
    page = created(qtbot, frame, suite, ids)
    press(qtbot, frame, "summary.open")
    assert "No mail program opened the draft." in words(page)
    assert len(drafts_of(suite.hcp.ledger).lying()) == 1
    press(qtbot, frame, "summary.not_sent")
    assert drafts_of(suite.hcp.ledger).lying() == ()
    assert sending.sendings(suite.hcp, ids.detention)[0].stage is Stage.NOT_SENT


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("practice@x.gsi.gov.uk", "have been retired"),
        ("practice@nhs.net, other@nhs.net", "Remove the spaces"),
        ("practice", "one @ sign"),
    ],
)
def test_an_address_that_cannot_be_used_goes_no_further(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any, address: str, said: str
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame, address)
    press(qtbot, frame, "summary.check")
    assert "There is a problem" in words(page)
    assert said in words(page)
    assert seen(frame, "summary.address").text() == address


def test_two_addresses_that_differ_go_no_further_unless_read_back(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame)
    qtbot.keyClicks(seen(frame, "summary.address_again"), "x")
    press(qtbot, frame, "summary.check")
    assert "The two addresses are not the same" in words(page)
    press(qtbot, frame, "summary.read_back.DONE")
    press(qtbot, frame, "summary.check")
    assert "Is this the right person" in words(page)


def test_an_address_that_needs_secure_asks_whether_the_sender_is_on_nhsmail(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame, "desk@surgery.example")
    press(qtbot, frame, "summary.check")
    assert "Say whether it is sent from NHSmail" in words(page)
    press(qtbot, frame, "summary.on_nhsmail.NO")
    press(qtbot, frame, "summary.check")
    assert "send from NHSmail" in words(page)
    press(qtbot, frame, "summary.on_nhsmail.YES")
    press(qtbot, frame, "summary.check")
    assert "[secure] Custody healthcare summary" in words(page)


def test_changing_something_keeps_every_word(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame)
    press(qtbot, frame, "summary.check")
    press(qtbot, frame, "summary.change")
    assert seen(frame, "summary.address").text() == "practice@nhs.net"
    assert "RIVERSIDE SURGERY" in words(page)
    press(qtbot, frame, "summary.check")
    assert "Is this the right person" in words(page)


def test_a_closed_practice_can_be_chosen_but_warns(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    box = type_in(qtbot, frame, "summary.practice", "river closed")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert "This practice has closed." in words(page)
    press(qtbot, frame, "summary.practice.change")
    assert seen(frame, "summary.practice").isVisible()


def test_what_was_typed_survives_going_away(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    open_page(frame, ids.detention)
    fill(qtbot, frame)
    frame.page().show_section("briefing")
    wait(frame)
    frame.page().show_section("summary")
    wait(frame)
    page = frame.page().page()
    assert seen(frame, "summary.address").text() == "practice@nhs.net"
    assert seen(frame, "summary.actions").toPlainText() == "Review blood pressure; within 2 weeks"
    assert "RIVERSIDE SURGERY" in words(page)


def test_a_summary_nobody_answered_for_waits_for_the_next_shift(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    created(qtbot, at_work(suite.hcp), suite, ids)
    suite.clock.forward(hours=25)
    frame = at_work(suite.hcp2)
    page = open_page(frame, ids.detention)
    assert "Draft created: not sent yet" in words(page)
    assert "Nobody has answered for it for over a day." in words(page)
    press(qtbot, frame, "summary.not_sent")
    assert sending.unanswered(suite.hcp) == []


def test_the_board_counts_them_and_leads_to_each(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    frame = at_work(suite.hcp)
    created(qtbot, frame, suite, ids)
    suite.clock.forward(hours=25)
    frame.home()
    wait(frame)
    button = seen(frame, "board.letters")
    assert button.text() == "GP letters to answer for: 1"
    press(qtbot, frame, "board.letters")
    table = seen(frame, "unanswered.table")
    (row,) = table.rows()
    assert "KOWALCZYK, Łukasz (Mr)" in row.cells[0].spoken()
    assert "RIVERSIDE SURGERY" in row.cells[1].spoken()
    assert row.cells[3].spoken() == "prepared late"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    wait(frame)
    assert "Draft created: not sent yet" in words(frame.page().page())


@pytest.mark.parametrize(
    ("name", "ending", "what"),
    [("save_eml", ".eml", "summary_eml"), ("save_pdf", ".pdf", "summary_pdf")],
)
def test_each_copy_is_recorded(
    suite: Any,
    at_work: Callable[..., Any],
    qtbot: Any,
    ids: Any,
    tmp_path: Path,
    name: str,
    ending: str,
    what: str,
) -> None:
    frame = at_work(suite.hcp)
    page = created(qtbot, frame, suite, ids)
    press(qtbot, frame, f"summary.{name}")
    dialog = page.findChild(QFileDialog, "summary.save")
    dialog.fileSelected.emit(str(tmp_path / "letter"))
    dialog.close()
    wait(frame)
    assert (tmp_path / f"letter{ending}").stat().st_size > 1000
    (entry,) = suite.ig.read(kinds={"disclosure.made"})
    assert entry.body(Compartment.OVERSIGHT)["what"] == what


def test_the_four_ways_out_are_copied_word_for_word(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any, qapp: QApplication
) -> None:
    frame = at_work(suite.hcp)
    created(qtbot, frame, suite, ids)
    board = qapp.clipboard()
    press(qtbot, frame, "summary.copy_address")
    assert board.text() == "practice@nhs.net"
    press(qtbot, frame, "summary.copy_subject")
    assert board.text().startswith("Custody healthcare summary for GP - ref CH-2026-")
    press(qtbot, frame, "summary.copy_body")
    assert "delete it, reply to this mailbox" in board.text()
    assert "Kowalczyk" not in board.text()


def test_a_withdrawal_while_the_check_is_open_stops_it(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    fill(qtbot, frame)
    press(qtbot, frame, "summary.check")
    recording.withdraw(suite.hcp2, ids.person, ids.detention, [Scope.SEND_GP], age=31)
    press(qtbot, frame, "summary.create")
    assert "They withdrew their permission" in words(page)
    assert sending.sendings(suite.hcp, ids.detention) == []


def test_every_control_has_a_name_for_a_screen_reader(
    suite: Any, at_work: Callable[..., Any], ids: Any
) -> None:
    agreed(suite, ids)
    frame = at_work(suite.hcp)
    page = open_page(frame, ids.detention)
    controls = [
        *page.findChildren(QAbstractButton),
        *page.findChildren(QLineEdit),
        *page.findChildren(QPlainTextEdit),
    ]
    for control in controls:
        if control.isVisible() and control.objectName() != "qt_spinbox_lineedit":
            assert control.accessibleName(), control.objectName()
    assert all(b.objectName() for b in page.findChildren(Button))
