"""Pages: problems, keys, the ring round the focus, plain text, fields."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from custodyhcp.ui import theme
from custodyhcp.ui.kit import (
    Allergies,
    BannerFacts,
    DateField,
    Field,
    FocusRing,
    NowField,
    Page,
    PatientBanner,
    PlainLabel,
    Tag,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def test_problem_is_said_at_the_top_and_beside_the_field_and_leads_to_it(
    qtbot: Any, show: Any
) -> None:
    page, field = Page("Title"), Field("Minutes", name="minutes")
    page.add(field)
    show(page)
    field.set_text("abc")
    assert page.show_errors([(field, "Minutes must be a number")])
    assert field.error() == "Minutes must be a number"
    assert field.text() == "abc"
    assert page.windowTitle() == "Error: Title"
    assert QApplication.focusWidget() is page.problems
    line = page.problems.findChildren(type(page.problems))  # the summary itself holds no other
    assert line == []
    link = next(b for b in page.problems.findChildren(QLineEdit.__mro__[1]) if b.accessibleName())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is field.box
    assert not page.show_errors([])
    assert field.error() == ""
    assert page.windowTitle() == "Title"


def test_enter_presses_the_primary_button_once(qtbot: Any, show: Any) -> None:
    pressed: list[int] = []
    page, field = Page("Title"), Field("Name", name="name")
    page.add(field)
    page.primary("Record", lambda: pressed.append(1), name="record")
    show(page)
    field.focus_first()
    qtbot.keyClick(field.box, Qt.Key.Key_Return)
    assert pressed == [1]


def test_enter_in_a_tall_box_is_a_new_line(qtbot: Any, show: Any) -> None:
    pressed: list[int] = []
    page, field = Page("Title"), Field("Notes", name="notes", lines=3)
    page.add(field)
    page.primary("Record", lambda: pressed.append(1), name="record")
    show(page)
    field.focus_first()
    qtbot.keyClicks(field.box, "a")
    qtbot.keyClick(field.box, Qt.Key.Key_Return)
    assert pressed == []


def test_ring_follows_the_focus_and_is_never_hidden(show: Any) -> None:
    page, field = Page("Title"), Field("Name", name="name")
    page.add(field)
    ring = FocusRing(page)
    show(page)
    field.focus_first()
    QApplication.processEvents()
    assert ring.isVisible()
    assert ring.geometry().contains(field.box.mapTo(page, field.box.rect().center()))
    colour = ring.grab().toImage().pixelColor(ring.width() // 2, 2).name()
    assert colour == theme.current().focus


@pytest.mark.parametrize("words", ["<b>bold</b>", "<img src=x>", "&amp;", "a<script>"])
def test_words_from_people_are_never_markup(qtbot: Any, words: str) -> None:
    for label in (PlainLabel(words), Tag(words)):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == words
        with pytest.raises(TypeError):
            label.setTextFormat(Qt.TextFormat.RichText)


def test_the_clock_is_the_suites_whatever_the_computer_is_set_to(qtbot: Any) -> None:
    summer = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)  # 02:30 on the wall in England
    field = NowField("Seen at", lambda: summer, name="at")
    qtbot.addWidget(field)
    field.set_now()
    assert field.text() == "02:30"
    assert field.value() == summer


@pytest.mark.parametrize("typed", ["24:00", "12:60", "ab:cd", "٠٢:١٥", "-1:00"])
def test_what_is_not_a_time_says_so(qtbot: Any, typed: str) -> None:
    field = NowField("Seen at", lambda: NOW, name="at")
    qtbot.addWidget(field)
    field.set_text(typed)
    assert field.value() is None
    assert "24-hour clock" in field.problem()


def test_n_means_now(qtbot: Any, show: Any) -> None:
    field = NowField("Seen at", lambda: NOW, name="at")
    show(field)
    field.focus_first()
    qtbot.keyClick(field.edits()[0], Qt.Key.Key_N)
    value = field.value()
    assert value is not None
    assert value == NOW.replace(second=0)


def test_a_time_is_the_last_one_not_after_now_or_the_next(qtbot: Any) -> None:
    here = NOW.astimezone()
    later = f"{(here.hour + 1) % 24:02d}:{here.minute:02d}"
    past = NowField("Seen at", lambda: NOW, name="a")
    ahead = NowField("Due", lambda: NOW, name="b", ahead=True)
    for field in (past, ahead):
        qtbot.addWidget(field)
        field.set_text(later)
    assert (NOW - past.value()).total_seconds() == 23 * 3600  # type: ignore[operator]
    assert (ahead.value() - NOW).total_seconds() == 3600  # type: ignore[operator]


@pytest.mark.parametrize(
    ("boxes", "meant"),
    [
        (("3", "1", "1995"), date(1995, 1, 3)),
        (("03", "Jan", "1995"), date(1995, 1, 3)),
        (("29", "February", "2024"), date(2024, 2, 29)),
        (("29", "2", "2023"), None),
        (("1", "13", "1990"), None),
        (("1", "1", "95"), None),
        (("١", "1", "1995"), None),
    ],
)
def test_dates_in_three_boxes(qtbot: Any, boxes: tuple[str, str, str], meant: date | None) -> None:
    field = DateField("Date of birth", name="dob")
    qtbot.addWidget(field)
    for box, part in zip(field.edits(), boxes, strict=True):
        box.setText(part)  # type: ignore[attr-defined]
    assert field.value() == meant
    assert bool(field.problem()) is (meant is None)


def test_banner_shows_the_whole_of_a_long_name(qtbot: Any, show: Any) -> None:
    name = "FEATHERSTONEHAUGH-CHOLMONDELEY-BOND, Wilhelmina Constance Persephone (Miss)"
    banner = PatientBanner(
        BannerFacts(name, "03-Jan-1995 (31y)", "Female", "943 476 5919", "not verified",
                    allergies=Allergies.KNOWN, allergy_words="penicillin (rash)")
    )  # fmt: skip
    show(banner, 1366, 120)
    label = banner.findChild(PlainLabel, "banner.name")
    assert label is not None and label.text() == name
    assert label.width() >= label.sizeHint().width()


def test_banner_hides_allergies_where_they_may_not_be_seen(qtbot: Any, show: Any) -> None:
    banner = PatientBanner(
        BannerFacts("SMITH, John", "Not known", "Not Known", "Not known",
                    allergies=Allergies.NOT_SHOWN, allergy_words="latex")
    )  # fmt: skip
    show(banner, 1366, 80)
    assert not any("latex" in x.text() for x in banner.findChildren(PlainLabel))


def test_controls_are_tall_enough_to_press(qtbot: Any, show: Any) -> None:
    page, field = Page("Title"), Field("Name", name="name")
    page.add(field)
    primary = page.primary("Record", lambda: None, name="record")
    other = page.secondary("Cancel", lambda: None, name="cancel")
    show(page)
    assert min(primary.height(), other.height(), field.box.height()) >= theme.TARGET
