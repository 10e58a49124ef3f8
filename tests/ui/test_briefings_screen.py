"""The sergeant by keyboard: urgent first, acknowledging, the transfer, and no way further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from sharing_people import PLACE, booked, directed

from custodyhcp.records import people
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing import publishing
from custodyhcp.ui import places, theme
from custodyhcp.ui.acknowledge_page import AcknowledgePage, TransferPage, WholeBriefingPage
from custodyhcp.ui.briefings import BriefingCard, BriefingsPage
from custodyhcp.ui.kit import Button, PlainLabel

HOSPITAL = {"fitness": FitToDetain.NOT_FIT_HOSPITAL_999, "call_hcp_if": (), "medicines": ()}
FIT = {"fitness": FitToDetain.FIT, "conditions": ""}


def published(suite: Any, ref: str, **changed: Any) -> publishing.Published:
    made = directed(suite.hcp, ref, **changed)
    return publishing.publish(suite.hcp, made.detention, PLACE)


def read(suite: Any, made: publishing.Published) -> None:
    publishing.acknowledge(
        suite.sergeant, made, told_by="Robin Hale", told_at=suite.clock(), read_back=True
    )


def cards(frame: Any) -> list[BriefingCard]:
    page = frame.page()
    assert isinstance(page, BriefingsPage)
    return page._cards


def button(frame: Any, name: str) -> Button:
    found = frame.findChild(Button, name)
    assert isinstance(found, Button), name
    return found


def press(qtbot: Any, frame: Any, name: str) -> None:
    found = button(frame, name)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Return)
    frame.settled()


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_an_empty_screen_teaches(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.sergeant)
    assert "No briefings" in words(frame.page())


def test_not_fit_then_unread_then_the_rest(suite: Any, at_work: Callable[..., Any]) -> None:
    read(suite, published(suite, "QUIET", **FIT))
    published(suite, "UNREAD", **FIT)
    read(suite, published(suite, "ILL", **HOSPITAL))
    suite.clock.forward(minutes=16)
    frame = at_work(suite.sergeant)
    assert [card.stay.custody_ref for card in cards(frame)] == ["ILL", "UNREAD", "QUIET"]
    loud, unread, quiet = cards(frame)
    assert "Transfer not started: 16 min" in words(loud)
    assert "Tell the inspector now." in words(loud)
    assert "unread 16 min" in words(unread)
    assert "v1 read 03:00 by PS 4127, read back" in words(quiet)


def test_the_first_line_is_the_largest(suite: Any, at_work: Callable[..., Any]) -> None:
    published(suite, "A", **FIT)
    published(suite, "ILL", **HOSPITAL)
    frame = at_work(suite.sergeant)
    for card in cards(frame):
        sizes = {
            label.objectName(): QFontMetrics(label.font()).height()
            for label in card.findChildren(QLabel)
        }
        assert sizes["card.headline"] == max(sizes.values())


def test_acknowledging_asks_who_told_you_and_reads_back(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/1")
    frame = at_work(suite.sergeant)
    press(qtbot, frame, "sergeant.acknowledge.NG/26/1")
    assert isinstance(frame.page(), AcknowledgePage)
    for line in made.briefing.lines:
        assert line.text in words(frame.page())
    press(qtbot, frame, "ack.submit")
    assert "Enter who told you" in words(frame.page())
    told_by = frame.findChild(QLineEdit, "ack.told_by")
    told_by.setFocus()
    qtbot.keyClicks(told_by, "Robin Hale")
    told_at = frame.findChild(QLineEdit, "ack.told_at")
    told_at.setFocus()
    qtbot.keyClick(told_at, Qt.Key.Key_N)
    back = frame.findChild(QAbstractButton, "ack.read_back.YES")
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Space)
    press(qtbot, frame, "ack.submit")
    assert isinstance(frame.page(), BriefingsPage)
    current = publishing.stay(suite.hcp, made.detention).current
    assert current is not None
    (acknowledged,) = current.acknowledged
    assert (acknowledged.told_by, acknowledged.read_back) == ("Robin Hale", True)
    assert acknowledged.rank_number == "PS 4127"
    frame.settled()
    assert (
        not frame.findChildren(Button, "sergeant.acknowledge.NG/26/1")
        or not button(frame, "sergeant.acknowledge.NG/26/1").isVisible()
    )


def test_what_was_typed_stays_when_a_newer_version_has_come(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/1")
    frame = at_work(suite.sergeant)
    press(qtbot, frame, "sergeant.acknowledge.NG/26/1")
    page = frame.page()
    page.told_by.set_text("Robin Hale")
    page.told_at.set_now()
    page.read_back.set_value(next(iter(page.read_back._options)))
    publishing.publish(suite.hcp, made.detention, PLACE)
    press(qtbot, frame, "ack.submit")
    assert frame.page() is page
    assert "Version 2 has replaced this one." in words(page)
    assert page.told_by.text() == "Robin Hale"


def test_not_fit_stays_red_until_the_transfer_is_recorded(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/9", **HOSPITAL)
    read(suite, made)
    frame = at_work(suite.sergeant)
    assert cards(frame)[0].property("tone") == "red"
    press(qtbot, frame, "sergeant.transfer.NG/26/9")
    assert isinstance(frame.page(), TransferPage)
    at = frame.findChild(QLineEdit, "transfer.at")
    at.setFocus()
    qtbot.keyClick(at, Qt.Key.Key_N)
    how = frame.findChild(QAbstractButton, "transfer.how.AMBULANCE")
    how.setFocus()
    qtbot.keyClick(how, Qt.Key.Key_Space)
    press(qtbot, frame, "transfer.submit")
    assert "Enter when the ambulance was called" in words(frame.page())
    called = frame.findChild(QLineEdit, "transfer.called")
    called.setFocus()
    qtbot.keyClick(called, Qt.Key.Key_N)
    press(qtbot, frame, "transfer.submit")
    frame.settled()
    assert not cards(frame)[0].loud
    assert "Transfer started 03:00: ambulance" in words(cards(frame)[0])
    assert "Ambulance called 03:00" in words(cards(frame)[0])


def test_all_of_it_is_one_press_away(suite: Any, at_work: Callable[..., Any], qtbot: Any) -> None:
    made = published(suite, "NG/26/1")
    frame = at_work(suite.sergeant)
    card = cards(frame)[0]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert isinstance(frame.page(), WholeBriefingPage)
    frame.settled()
    assert frame.page().scroller.verticalScrollBar().value() == 0  # whom it is about is seen
    for line in made.briefing.lines:
        assert line.text in words(frame.page())
    qtbot.keyClick(frame.page(), Qt.Key.Key_Escape)
    assert isinstance(frame.page(), BriefingsPage)


def test_a_new_briefing_comes_by_itself(suite: Any, at_work: Callable[..., Any]) -> None:
    published(suite, "A", **FIT)
    frame = at_work(suite.sergeant)
    published(suite, "ILL", **HOSPITAL)
    frame.page()._timer.timeout.emit()
    frame.settled()
    assert [card.stay.custody_ref for card in cards(frame)] == ["ILL", "A"]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (800, 600)])
@pytest.mark.parametrize("look", theme.ThemeName)
def test_twelve_cards_with_long_names_neither_overlap_nor_run_off(
    suite: Any, at_work: Callable[..., Any], qapp: QApplication, width: int, height: int, look: Any
) -> None:
    for number in range(12):
        long = "Featherstonehaugh-Cholmondeley-Marj" if number % 3 == 0 else "Ng"
        ids = booked(suite.hcp, f"REF{number}", long)
        _direct(suite, ids, HOSPITAL if number == 0 else {})
        publishing.publish(suite.hcp, ids.detention, PLACE)
    theme.apply(qapp, look)
    frame = at_work(suite.sergeant, width, height)
    for _ in range(6):
        qapp.processEvents()
    page = frame.page()
    assert page.scroller.horizontalScrollBar().maximum() == 0
    boxes = [QRect(card.mapTo(page, QPoint(0, 0)), card.size()) for card in cards(frame)]
    assert len(boxes) == 12
    for place, box in enumerate(boxes):
        assert box.width() <= width
        assert not any(box.intersects(other) for other in boxes[place + 1 :])
    for card in cards(frame):
        inside = card.contentsRect()
        for label in card.findChildren(QLabel):
            where = QRect(label.mapTo(card, QPoint(0, 0)), label.size())
            assert inside.contains(where), label.text()
            assert label.height() >= label.heightForWidth(label.width()) - 1 or not label.wordWrap()


def _direct(suite: Any, ids: Any, changed: dict[str, Any]) -> None:
    from sharing_people import ASSESSMENT, directions_at

    from custodyhcp.records import assessing

    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, directions_at(suite.hcp, **changed))


def test_nothing_clinical_can_be_reached(suite: Any, at_work: Callable[..., Any]) -> None:
    made = published(suite, "NG/26/1")
    frame = at_work(suite.sergeant)
    shown = words(frame) + " ".join(b.text() for b in frame.findChildren(QAbstractButton))
    for never in ("CANARY", "9434765919", "943 476 5919", "Consent", "Assessment", "GP summary"):
        assert never not in shown
    opened = people.read_detention(suite.sergeant, made.detention)
    assert not opened.detention.opened_clinical
    assert opened.detention.directions is None
    assert places.home_of(suite.sergeant.session.role) == "briefings"


def test_another_width_keeps_the_focus_and_the_place_on_the_page(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    for number in range(5):
        published(suite, f"SIX{number}", **FIT)
    frame = at_work(suite.sergeant)
    page = frame.page()
    button(frame, "sergeant.acknowledge.SIX0").setFocus()
    frame.settled()
    for wide, tall in ((1000, 500), (1400, 500), (1800, 900), (1366, 768)):
        frame.window().resize(wide, tall)
        frame.settled()
        QApplication.processEvents()
        assert page._focused() == "sergeant.acknowledge.SIX0"
        assert page.scroller.verticalScrollBar().value() == 0


def test_late_reviews_say_what_to_do(suite: Any, at_work: Callable[..., Any]) -> None:
    published(suite, "A")
    suite.clock.forward(hours=2, minutes=18)
    frame = at_work(suite.sergeant)
    said = words(cards(frame)[0])
    assert "18 min LATE. 05:00. If missed: ring 01632 960055" in said
    for large, look in ((False, "error"), (True, "across_error")):
        frame.page().large.setChecked(large)
        frame.page()._enlarge()
        late = [one for one in cards(frame)[0].findChildren(PlainLabel) if "LATE" in one.text()]
        assert [one.property("look") for one in late] == [look]


def test_a_time_of_today_is_a_time_alone_whenever_it_was_given(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    suite.clock.forward(hours=20)  # given at 23:00, for a review after midnight
    published(suite, "NIGHT")
    suite.clock.forward(hours=2, minutes=18)
    said = words(cards(at_work(suite.sergeant))[0])
    assert "18 min LATE. 01:00. If missed" in said
