"""The loop through real windows: two sign-ins on one store, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sharing_people import PLACE, WHY, booked, directed, directions_at, doctor

from custodyhcp.records import assessing
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing import publishing, queries, screens_set
from custodyhcp.sharing.screens_set import ScreensSet
from custodyhcp.ui.alarms import AlarmLine, alarm_line
from custodyhcp.ui.briefings import BriefingsPage, Shown, is_among
from custodyhcp.ui.kit import Button, PlainLabel
from custodyhcp.ui.shift_page import ShiftPage
from custodyhcp.ui.wall import WallWindow

HOSPITAL = {"fitness": FitToDetain.NOT_FIT_HOSPITAL_999, "call_hcp_if": (), "medicines": ()}
FIT = {"fitness": FitToDetain.FIT, "conditions": ""}


def published(suite: Any, ref: str, **changed: Any) -> publishing.Published:
    return publishing.publish(suite.hcp, directed(suite.hcp, ref, **changed).detention, PLACE)


def words(widget: QWidget) -> str:
    found = [label for label in widget.findChildren(QLabel) if not label.isHidden()]
    return " ".join(label.text() for label in found)


def press(qtbot: Any, frame: Any, name: str) -> None:
    QApplication.processEvents()  # what was just put on a page is shown by the next layout
    found = [b for b in frame.findChildren(QAbstractButton, name) if b.isVisible()]
    assert found, name
    found[0].setFocus()
    qtbot.keyClick(found[0], Qt.Key.Key_Space)
    frame.settled()


def fill(qtbot: Any, frame: Any, name: str, text: str) -> None:
    box = frame.page().findChild(QLineEdit, name) or frame.page().findChild(QPlainTextEdit, name)
    assert box is not None, name
    box.setFocus()
    qtbot.keyClicks(box, text)


def read_by_hcp_told(suite: Any, made: publishing.Published) -> None:
    publishing.acknowledge(
        suite.sergeant, made, told_by="Robin Hale", told_at=suite.clock(), read_back=True
    )


def test_custody_asks_and_healthcare_answers_on_two_screens(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/1")
    sergeant = at_work(suite.sergeant)
    press(qtbot, sergeant, "sergeant.ask.NG/26/1")
    press(qtbot, sergeant, "ask.submit")
    assert "Write what you want to know" in words(sergeant.page())
    fill(qtbot, sergeant, "ask.text", "Can he have his inhaler in the cell?")
    press(qtbot, sergeant, "ask.submit")
    assert "Asked 03:00: Can he have his inhaler" in words(sergeant.page())
    hcp = at_work(suite.hcp)
    hcp.go("person", detention=made.detention, section="briefing")
    hcp.settled()
    assert "Can he have his inhaler in the cell?" in words(hcp.page())
    fill(qtbot, hcp, "loop.answer", "Yes, he has HIV")
    press(qtbot, hcp, "loop.answer.send")
    assert "Look at these words again" in words(hcp.page())
    box = hcp.page().findChild(QPlainTextEdit, "loop.answer")
    assert box.toPlainText() == "Yes, he has HIV"  # what was typed stays
    assert publishing.stay(suite.hcp, made.detention).open_queries
    box.selectAll()
    qtbot.keyClicks(box, "Yes, keep it in the cell")
    press(qtbot, hcp, "loop.answer.send")
    (query,) = publishing.stay(suite.sergeant, made.detention).queries
    assert query.answer is not None
    assert query.answer.text == "Yes, keep it in the cell"
    current = publishing.stay(suite.sergeant, made.detention).current
    assert current is not None
    assert current.version == 1  # nothing becomes a direction by itself
    press(qtbot, hcp, "loop.to_directions")
    form = hcp.page().page().form
    assert form.findChild(PlainLabel, "prepared.words").isVisible()  # whatever the fitness is
    form.fitness.button(FitToDetain.FIT).click()
    assert not form.findChild(Button, "prepared.conditions").isVisible()
    form.fitness.button(FitToDetain.FIT_WITH_CONDITIONS).click()
    assert form.findChild(Button, "prepared.conditions").isVisible()
    form.fitness.button(FitToDetain.FIT).click()
    press(qtbot, hcp, "prepared.communication")
    card = form.items.card("communication")
    assert card.isVisible()
    assert "Yes, keep it in the cell" in card.texts["words"].text()
    assert card.texts["words"].edits()[0].hasFocus()
    assert not form.findChild(PlainLabel, "prepared.words").isVisible()
    sergeant.page().refresh()
    sergeant.settled()
    assert "Yes, keep it in the cell" in words(sergeant.page())


def test_a_doctor_says_by_keyboard_why_nobody_goes_to_hospital(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/1", **HOSPITAL)
    read_by_hcp_told(suite, made)
    nurse = at_work(suite.hcp)
    nurse.go("person", detention=made.detention, section="briefing")
    nurse.settled()
    assert not nurse.page().findChildren(QWidget, "loop.otherwise")
    frame = at_work(doctor(suite))
    frame.go("person", detention=made.detention, section="briefing")
    frame.settled()
    press(qtbot, frame, "loop.otherwise.record")
    assert publishing.stay(suite.hcp, made.detention).not_fit_open
    fill(qtbot, frame, "loop.reason", WHY)
    fill(qtbot, frame, "loop.do", "watch for psychosis")
    press(qtbot, frame, "loop.otherwise.record")
    assert "Look at these words again" in words(frame.page())
    box = frame.page().findChild(QPlainTextEdit, "loop.reason")
    assert box.toPlainText() == WHY  # what was typed stays
    fill(qtbot, frame, "loop.do.kept", "They must know what to look for")
    press(qtbot, frame, "loop.otherwise.record")
    stay = publishing.stay(suite.sergeant, made.detention)
    assert not stay.not_fit_open
    assert stay.current is not None and stay.current.otherwise is not None
    assert stay.current.otherwise.by == "Ade Bell (GMC 7654321)"
    assert not frame.page().findChildren(QWidget, "loop.otherwise")
    told = [str(entry.bodies) for entry in suite.sergeant.read()]
    assert WHY not in "".join(told)


def test_a_new_version_marks_what_changed_and_stamps_the_old(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = published(suite, "NG/26/1", food="no nuts")
    read_by_hcp_told(suite, made)
    again = directions_at(suite.hcp, food="", communication="speak slowly")
    assessing.give_directions(suite.hcp, made.detention, again)
    publishing.publish(suite.hcp, made.detention, PLACE)
    frame = at_work(suite.sergeant)
    assert "No longer" in words(frame.page())
    press(qtbot, frame, "sergeant.open.NG/26/1")
    said = words(frame.page())
    assert "Changed since v1" in said
    assert "Talking CHANGED: speak slowly (was: " in said or "Talking NEW: speak slowly" in said
    assert "Food, drink NO LONGER: no nuts" in said
    current = publishing.stay(suite.hcp, made.detention).current
    assert current is not None
    assert [got.rank_number for got in current.received] == ["PS 4127"]
    press(qtbot, frame, "sergeant.version.1")
    assert "SUPERSEDED by v2: do not use" in words(frame.page())
    assert not [b for b in frame.page().findChildren(Button, "sergeant.briefing.acknowledge")]


def test_the_shift_is_taken_over_in_one_pass(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    made = [published(suite, f"S{n}", **FIT) for n in range(3)]
    frame = at_work(suite.sergeant)
    page = frame.page()
    frame.open(ShiftPage(page.ctx))
    frame.settled()
    press(qtbot, frame, "shift.submit")
    assert words(frame.page()).count("Read the briefing for cell 07") >= 3
    for one in made:
        press(qtbot, frame, f"shift.read.{one.briefing.header.custody_ref}.READ")
    fill(qtbot, frame, "shift.told_by", "PS 9")
    at = frame.page().findChild(QLineEdit, "shift.told_at")
    at.setFocus()
    qtbot.keyClick(at, Qt.Key.Key_N)
    press(qtbot, frame, "shift.read_back.YES")
    press(qtbot, frame, "shift.submit")
    assert isinstance(frame.page(), BriefingsPage)
    for one in made:
        current = publishing.stay(suite.sergeant, one.detention).current
        assert current is not None
        assert [(a.shift, a.told_by) for a in current.acknowledged] == [(True, "PS 9")]


def test_the_line_under_the_bar_tells_both_roles_and_records_each_step_once(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    published(suite, "ILL", **HOSPITAL)
    screens_set.set_screens(suite.admin, ScreensSet(inspector="01632 960 222"))
    lines = []
    for desk in (suite.hcp, suite.sergeant):
        frame = at_work(desk)
        line = alarm_line(frame._ctx, frame)
        assert isinstance(line, AlarmLine)
        lines.append((frame, line))
    for minutes, told in ((0, 0), (6, 1), (5, 2), (5, 3)):
        suite.clock.forward(minutes=minutes)
        for frame, line in lines:
            line.look()
            frame.settled()
            assert "Cell 07: NOT FIT, not closed" in line.words.text()
            assert "KOWALCZYK" not in line.words.text()
        assert len(suite.sergeant.read(kinds={"briefing.escalated"})) == told
    for _frame, line in lines:
        assert "Tell the inspector: ring 01632\u00a0960\u00a0222" in line.words.text()
    assert alarm_line(at_work(suite.admin)._ctx, lines[0][0]) is None


def test_the_filter_never_hides_not_fit(suite: Any) -> None:
    published(suite, "A", **FIT)
    published(suite, "ILL", **HOSPITAL)
    stays = {stay.custody_ref: stay for stay in publishing.briefings(suite.sergeant)}
    now = suite.clock()
    for shown in Shown:
        assert is_among(stays["ILL"], shown, "99", now)
        assert not is_among(stays["A"], shown, "99", now)
    assert is_among(stays["A"], Shown.ALL, "7", now)
    assert is_among(stays["A"], Shown.UNREAD, "07", now)
    assert not is_among(stays["A"], Shown.LATE, "", now)
    assert is_among(stays["A"], Shown.LATE, "", now + timedelta(hours=3))


def test_the_wall_is_off_until_it_is_turned_on_and_names_nobody(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    published(suite, "ILL", **HOSPITAL)
    frame = at_work(suite.sergeant)
    page = frame.page()
    assert not page.wall.isVisible()
    admin = at_work(suite.admin)
    press(qtbot, admin, "admin.screens.open")
    press(qtbot, admin, "screens.wall.ON")
    fill(qtbot, admin, "screens.inspector", "01632 960 222")
    press(qtbot, admin, "screens.save")
    assert screens_set.screens_set(suite.sergeant) == ScreensSet(True, "01632 960 222")
    page.refresh()
    frame.settled()
    press(qtbot, frame, "sergeant.wall")
    wall = page.findChild(WallWindow, "wall")
    assert wall is not None
    said = words(wall)
    assert "NOT FIT: HOSPITAL NOW, RING 999" in said
    assert "07" in said
    for never in ("KOWALCZYK", "Łukasz", "ILL", "Kowalczyk"):
        assert never not in said
    qtbot.keyClick(wall, Qt.Key.Key_Escape)
    assert not wall.isVisible()


@pytest.mark.parametrize("large", [False, True])
def test_large_type_keeps_the_order(suite: Any, at_work: Callable[..., Any], large: bool) -> None:
    published(suite, "A", **FIT)
    published(suite, "ILL", **HOSPITAL)
    queries.ask(suite.sergeant, booked_ask(suite), "May she have a blanket?")
    frame = at_work(suite.sergeant)
    if large:
        frame.page().large.click()
    assert [card.stay.custody_ref for card in frame.page()._cards] == ["ILL", "A"]
    assert frame.page().scroller.horizontalScrollBar().maximum() == 0


def booked_ask(suite: Any) -> str:
    return str(booked(suite.hcp, "ASKED").detention)
