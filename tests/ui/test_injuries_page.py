"""Injuries in the window: by keyboard alone, and by mouse; corrected; the cause held apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from custodyhcp.records import body, drafts, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.injuries_written import Recorded, fold
from custodyhcp.ui.body_map import BodyMap
from custodyhcp.ui.injuries_page import InjuriesPage

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab


def book(suite: Any) -> Any:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))


def opened(frame: Any, detention: str) -> InjuriesPage:
    frame.go("person", detention=detention, section="injuries")
    frame.settled()
    QApplication.processEvents()
    page = frame.page().page()
    assert isinstance(page, InjuriesPage)
    return page


def recorded(suite: Any, detention: str) -> tuple[Recorded, ...]:
    return fold(people.read_detention(suite.hcp, detention).entries)


class Keys:
    """A keyboard and nothing else."""

    def __init__(self, frame: Any, qtbot: Any) -> None:
        self.frame, self.qtbot = frame, qtbot

    @property
    def at(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def press(self, key: Qt.Key, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(QApplication.focusWidget() or self.frame, key, held)
        QApplication.processEvents()

    def tab_to(self, name: str, key: Qt.Key = TAB) -> None:
        for _ in range(160):
            if self.at == name:
                return
            self.press(key)
        raise AssertionError(f"Tab does not come to {name}; it stands at {self.at}")

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), words)
        QApplication.processEvents()


def test_an_injury_documented_by_keyboard_alone(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    keys = Keys(frame, qtbot)
    keys.tab_to("injuries.at")
    keys.type("n")
    keys.tab_to("injuries.where")
    keys.type("medical room")
    for name in ("injuries.examined.ARMS", "injuries.examined.HANDS", "injuries.declined.BACK"):
        keys.tab_to(name)
        keys.press(SPACE)
    keys.tab_to("injuries.seen.INJURY")
    keys.press(SPACE)
    keys.tab_to("injuries.find")
    keys.type("left forearm fro")
    keys.press(ENTER)
    assert keys.at == "injuries.mark.1.kind"
    keys.type("Br")
    assert "skin is whole" in page.findChild(QWidget, "injuries.mark.1.definition").text()
    keys.tab_to("injuries.mark.1.length")
    keys.type("30")
    keys.tab_to("injuries.mark.1.width")
    keys.type("22.5")
    for place, (mm, point) in enumerate((("80", "below the elbow"), ("35", "from the edge")), 1):
        keys.tab_to(f"injuries.mark.1.mm{place}")
        keys.type(mm)
        keys.tab_to(f"injuries.mark.1.from{place}")
        keys.type(point)
    keys.tab_to("injuries.mark.1.colour.BLUE")
    keys.press(SPACE)
    keys.tab_to("injuries.mark.1.shape")
    keys.type("Ov")
    keys.tab_to("injuries.mark.1.swelling")
    keys.type("Y")
    keys.tab_to("injuries.mark.1.age_stated")
    keys.type("this morning")
    # the arrow keys move the number on the drawing, and never out of its region
    keys.tab_to("injuries.map", Qt.Key.Key_Backtab)
    before = page.form.examination().marks[0]
    for _ in range(3):
        keys.press(Qt.Key.Key_Down)
    for _ in range(200):
        keys.press(Qt.Key.Key_Left, shift=True)
    moved = page.form.examination().marks[0]
    assert (moved.y - before.y, moved.region) == (3.0, before.region)
    assert body.region(moved.region).holds(moved.x, moved.y)
    keys.tab_to("injuries.record")
    keys.press(ENTER)
    frame.settled()
    (found,) = recorded(suite, ids.detention)
    (mark,) = found.now.examination.marks
    assert (mark.region, mark.kind, mark.length_mm, mark.width_mm) == (
        "front.forearm.left", "BRUISE", 30, 22.5,
    )  # fmt: skip
    assert [one.mm for one in mark.landmarks] == [80, 35]
    assert (mark.colours, mark.shape, mark.swelling) == (("BLUE",), "OVAL", "YES")
    assert mark.age_stated == "this morning"
    assert found.now.examination.declined == ("BACK",)
    assert drafts.restore(suite.hcp, "injuries", ids.detention) is None


def test_no_injury_seen_by_keyboard_says_how_far(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    opened(frame, ids.detention)
    keys = Keys(frame, qtbot)
    keys.tab_to("injuries.at")
    keys.type("n")
    keys.tab_to("injuries.where")
    keys.type("cell 14")
    keys.tab_to("injuries.seen.INJURY")
    keys.press(Qt.Key.Key_Right)
    keys.press(SPACE)
    keys.tab_to("injuries.record")
    keys.press(ENTER)
    frame.settled()
    assert recorded(suite, ids.detention) == ()  # what was examined has not been said
    page = frame.page().page()
    assert "Say what was examined" in page.problems.accessibleName()
    keys.tab_to("injuries.examined.HEAD")
    keys.press(SPACE)
    keys.tab_to("injuries.record")
    keys.press(ENTER)
    frame.settled()
    (found,) = recorded(suite, ids.detention)
    assert found.now.examination.none_seen
    assert "Not examined: neck" in found.now.examination.how_far


def click(drawing: BodyMap, region: str, qtbot: Any) -> None:
    place = body.region(region)
    where = drawing.point_of(*place.inside).toPoint()
    qtbot.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=where)
    QApplication.processEvents()


def test_by_mouse_a_click_marks_a_drag_moves_and_beside_the_body_is_nothing(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    page.form.seen.buttons()[0].click()
    drawing = page.form.chooser.map
    QApplication.processEvents()
    qtbot.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert page.form.examination().marks == ()
    click(drawing, "front.chest.left", qtbot)
    page.form.chooser._views.buttons()[1].click()  # the back
    click(drawing, "back.upper_back.right", qtbot)
    marks = page.form.examination().marks
    assert [mark.region for mark in marks] == ["front.chest.left", "back.upper_back.right"]
    inside = body.region("back.upper_back.right").inside
    start = drawing.point_of(*inside).toPoint()
    qtbot.mousePress(drawing, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(drawing, start + QPoint(0, 6))
    qtbot.mouseRelease(drawing, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 6))
    moved = page.form.examination().marks[1]
    assert moved.y > inside[1]
    assert len(page.form.examination().marks) == 2
    page.findChild(QWidget, "injuries.mark.1.remove").click()
    left = page.form.examination().marks
    assert [mark.region for mark in left] == ["back.upper_back.right"]
    assert "1 Right upper back" in drawing.accessibleName()


def fill_and_record(page: InjuriesPage, frame: Any) -> None:
    form = page.form
    form.at.set_now()
    form.place.set_text("medical room")
    form.examined.set_values(form.examined.options()[:3])
    form.seen.buttons()[0].click()
    form.chooser.seek.set_text("left ear")
    form.chooser.seek.entered.emit()
    page.findChild(QComboBox, "injuries.mark.1.kind").setCurrentIndex(7)
    page.findChild(QLineEdit, "injuries.mark.1.length").setText("12")
    page.button.click()
    frame.settled()


def test_a_correction_begins_with_what_stood_and_both_are_shown(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    fill_and_record(page, frame)
    page.findChild(QWidget, "injuries.recorded.1.correct").click()
    assert page.form.examination().marks[0].length_mm == 12
    page.findChild(QWidget, "injuries.mark.1.open").click()
    page.findChild(QLineEdit, "injuries.mark.1.length").setText("14")
    page.button.click()
    assert "Say why the earlier record is corrected" in page.problems.accessibleName()
    page.form.reason.set_text("measured again")
    page.button.click()
    frame.settled()
    (found,) = recorded(suite, ids.detention)
    assert (found.now.examination.marks[0].length_mm, len(found.before)) == (14, 1)
    shown = page.findChild(QWidget, "injuries.recorded.1")
    said = " ".join(label.text() for label in shown.findChildren(type(page.form.count)))
    assert "14 mm" in said and "12 mm" in said and "measured again" in said


def test_the_cause_is_closed_until_opened_and_asks_for_the_dual_role(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    fill_and_record(page, frame)
    name = "injuries.recorded.1.cause"
    assert page.findChild(QPlainTextEdit, f"{name}_words") is None
    page.findChild(QWidget, name).click()
    words = page.findChild(QPlainTextEdit, f"{name}_words")
    assert words.isVisible()
    page.findChild(QComboBox, f"{name}_mark").setCurrentIndex(2)
    page.findChild(QWidget, f"{name}_by.PERSON").click()
    words.setPlainText("says a door was shut on it")
    page.findChild(QWidget, f"{name}_record").click()
    assert "used as evidence" in page.problems.accessibleName()
    assert words.toPlainText() == "says a door was shut on it"
    page.findChild(QWidget, f"{name}_dual.EXPLAINED").click()
    page.findChild(QWidget, f"{name}_record").click()
    frame.settled()
    (found,) = recorded(suite, ids.detention)
    assert [(one.cause.mark, one.cause.words) for one in found.causes] == [
        (1, "says a door was shut on it")
    ]
    assert "door" not in page._pdf(found).decode("latin-1")


def test_what_is_typed_comes_back_after_leaving(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    ids, frame = book(suite), at_work(suite.hcp)
    page = opened(frame, ids.detention)
    form = page.form
    form.place.set_text("medical room")
    form.seen.buttons()[0].click()
    form.chooser.seek.set_text("left knee")
    form.chooser.seek.entered.emit()
    page.findChild(QLineEdit, "injuries.mark.1.length").setText("abc")
    page.button.click()
    assert "Write millimetres as a number" in page.problems.accessibleName()
    page.save_now()
    again = opened(frame, ids.detention)
    assert again is not page
    assert again.form.place.text() == "medical room"
    assert [mark.region for mark in again.form.examination().marks] == ["front.knee.left"]
    assert again.findChild(QLineEdit, "injuries.mark.1.length").text() == "abc"


def test_every_drawing_is_painted_and_clicked_where_it_is(
    show: Callable[..., None], qtbot: Any
) -> None:
    drawing = BodyMap(name="map")
    show(drawing, 440, 520)
    for view in body.views():
        drawing.set_view(view)
        found: list[str] = []
        drawing.placed.connect(lambda region, _x, _y, kept=found: kept.append(region))
        wanted = [region for region in body.regions() if region.view == view.id]
        for region in wanted:
            where = drawing.point_of(*region.inside).toPoint()
            qtbot.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=where)
        assert found == [region.id for region in wanted]
        image = drawing.grab().toImage()
        assert len({image.pixel(x, y) for x in range(0, 440, 3) for y in range(0, 520, 3)}) > 2
