"""Observations and scales by keyboard alone, the chart they make, and what is kept and refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from custodyhcp.records import observing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.observations import Observations
from custodyhcp.records.rousing import Commands, Response, Rousing, Woken
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scoring import Gone, Scale
from custodyhcp.sharing import register
from custodyhcp.ui.chart_view import ChartView
from custodyhcp.ui.observations_form import ObservationsForm, Special
from custodyhcp.ui.observations_page import ObservationsPage, Part
from custodyhcp.ui.rousing_form import RousingForm
from custodyhcp.ui.scales_choice import Points
from custodyhcp.ui.scales_form import ScaleForm

SEVEN = Vitals(22, 94, 1, False, 108, 112, Consciousness.A, Decimal("38.2"))  # N3: 7, high


def book(suite: Any, dob: date = date(1986, 1, 3)) -> str:
    who = Identity("Smith", "John", "Mr", dob=dob, sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", arrived)).detention


def opened(frame: Any, detention: str) -> ObservationsPage:
    frame.go("person", detention=detention, section="observations")
    frame.settled()
    page = frame.page().page()
    assert isinstance(page, ObservationsPage)
    return page


def series(suite: Any, stay: str) -> observing.Series:
    return observing.fold(people.read_detention(suite.hcp, stay).entries)


def focus() -> QWidget:
    QApplication.processEvents()
    QApplication.processEvents()
    here = QApplication.focusWidget()
    assert here is not None
    return here


class Keys:
    """Presses keys where the focus is, as a person does."""

    def __init__(self, qtbot: Any) -> None:
        self._bot = qtbot

    def press(self, *keys: Any) -> None:
        for key in keys:
            self._bot.keyClick(focus(), key)

    def type(self, words: str) -> None:
        self._bot.keyClicks(focus(), words)

    def to(self, name: str, most: int = 60) -> None:
        """Tab until the box or button of that name has the focus."""
        for _ in range(most):
            if focus().objectName() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"{name} is not reached by Tab")


@pytest.fixture
def keys(qtbot: Any) -> Keys:
    return Keys(qtbot)


def test_a_set_by_keyboard_alone(suite: Any, at_work: Callable[..., Any], keys: Keys) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    keys.to("observations.part.CHART")
    keys.press(Qt.Key.Key_2)
    form = page.form()
    assert isinstance(form, ObservationsForm)
    assert focus().objectName() == "observations.at"
    keys.type("n")
    keys.press(Qt.Key.Key_Return)
    keys.to("observations.respiration_rate")
    for value in ("22", "94", "108", ""):
        keys.type(value)
        keys.press(Qt.Key.Key_Return)
    assert focus().objectName().startswith("observations.breathing")
    keys.press(Qt.Key.Key_1)
    assert focus().objectName() == "observations.pulse"
    for value in ("112", "38.2", "4.1", "3"):
        keys.type(value)
        keys.press(Qt.Key.Key_Tab)
    assert form.score_card.total.text() == "NEWS2: no total yet"
    assert form.score_card.band_source.text() == "Not answered yet: Consciousness."
    keys.press(Qt.Key.Key_1)
    assert form.score_card.total.text() == "NEWS2 7: high"
    assert "RCP 2017" in form.score_card.band_source.text()
    assert form.numbers["pulse"].points.text() == "2 points"
    assert not series(suite, stay).observed
    keys.to("observations.record")
    keys.press(Qt.Key.Key_Return)
    frame.settled()
    (one,) = series(suite, stay).observed
    assert (one.total, one.taken.vitals) == (7, SEVEN)
    assert one.taken.also == {"glucose": Decimal("4.1"), "pain": Decimal(3)}
    frame.settled()
    assert page.shown_part() is Part.CHART
    assert "Last NEWS2: 7, high" in page.panel.last.text()
    assert page.panel.advice.accessibleName().startswith("High · Call 999. Not fit to detain.")
    assert "you decide" in page.panel.advice.accessibleName()
    assert page.panel.advice.property("tone") == "red"


def test_nothing_is_filled_in_beforehand(suite: Any, at_work: Callable[..., Any]) -> None:
    page = opened(at_work(suite.hcp), book(suite))
    for part in Part:
        page.show_part(part)
        form = page.form()
        if form is None:
            continue
        assert not any(box.text() for box in form.findChildren(QLineEdit))
        assert not [b for b in form.findChildren(QWidget) if getattr(b, "isChecked", bool)()]


def test_recording_an_empty_form_says_what_is_missing(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    for part in Part:
        page.show_part(part)
        if part is Part.CHART:
            continue
        page.findChild(QPushButton, "observations.record").click()
        frame.settled()
        assert page.problems.isVisible()
        assert "N is now" in page.problems.accessibleName()
    assert series(suite, stay).empty


def test_370_degrees_is_refused_and_stays_in_its_box(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.OBSERVE)
    form = page.form()
    assert isinstance(form, ObservationsForm)
    form.taken_at.set_now()
    form.numbers["temperature"].field.set_text("370")
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    said = "370 cannot be right: temperature is between 10.0 and 50.0 °C."
    assert form.numbers["temperature"].field.error() == said
    assert form.numbers["temperature"].field.text() == "370"
    assert series(suite, stay).empty
    for typed in ("35.05", "warm", "-1", "3e1", "٣٦"):
        form.numbers["temperature"].field.set_text(typed)
        assert form.problems(suite.clock())


def test_an_unusual_number_is_asked_about_without_a_window_in_the_way(
    suite: Any, at_work: Callable[..., Any], keys: Keys
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.OBSERVE)
    assert focus().objectName() == "observations.at"
    form = page.form()
    assert isinstance(form, ObservationsForm)
    form.taken_at.set_now()
    form.numbers["pulse"].field.set_text("260")
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    assert page.sure.isVisible()
    assert series(suite, stay).empty
    assert focus().objectName() == "observations.right"
    keys.press(Qt.Key.Key_Return)
    frame.settled()
    (one,) = series(suite, stay).observed
    assert one.taken.confirmed == ("pulse",)
    assert one.total is None


def test_scale_2_asks_why_and_a_child_has_no_score(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    page = opened(frame, book(suite))
    page.show_part(Part.OBSERVE)
    form = page.form()
    assert isinstance(form, ObservationsForm)
    assert form.scale_2_reason.isHidden()
    form.special.button(Special.SCALE_2).click()
    assert form.scale_2_reason.isVisible()
    form.numbers["spo2"].field.set_text("90")
    assert form.numbers["spo2"].points.text() == ""  # scale 2 turns on air or oxygen
    assert "scale_2_reason" in {p.field for p in form.problems(suite.clock())}
    form.special.button(Special.PREGNANT).click()
    assert form.score_card.total.text() == "No NEWS2 score"
    child = opened(frame, book(suite, date(2012, 5, 1)))
    child.show_part(Part.OBSERVE)
    young = child.form()
    assert isinstance(young, ObservationsForm)
    assert "under 16" in young.score_card.band_source.text()


def test_what_was_refused_is_recorded_with_why(suite: Any, at_work: Callable[..., Any]) -> None:
    from custodyhcp.records.observations import Why
    from custodyhcp.ui.observations_form import Absent

    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.OBSERVE)
    form = page.form()
    assert isinstance(form, ObservationsForm)
    form.taken_at.set_now()
    form.absent.button(Absent.PULSE).click()
    assert {p.field for p in form.problems(suite.clock())} >= {"absent_why"}
    form.absent_why.button(Why.REFUSED).click()
    form.absent_words.set_text("would not be touched")
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    (one,) = series(suite, stay).observed
    assert one.taken.not_taken["pulse"].words == "would not be touched"
    assert page.panel.chart is not None
    assert [strip.key for strip in page.panel.chart.strips] == ["pulse"]


def test_ciwa_by_number_keys_the_points_being_the_keys(
    suite: Any, at_work: Callable[..., Any], keys: Keys
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.CIWA_AR)
    form = page.form()
    assert isinstance(form, ScaleForm)
    assert focus().objectName() == "scale.ciwa_ar.at"
    keys.type("n")
    keys.to("scale.ciwa_ar.nausea_vomiting.P0")
    for digit in "121110002":
        keys.press(getattr(Qt.Key, f"Key_{digit}"))
    assert form.score_card.total.text() == "CIWA-Ar: no total yet"
    keys.press(Qt.Key.Key_0)
    assert form.score_card.total.text() == "CIWA-Ar 8: moderate"
    said = form.score_card.band_source.text()
    assert "band set A (CamCOPS)" in said
    assert "ASAM 2020 calls it mild" in said
    keys.to("observations.record")
    keys.press(Qt.Key.Key_Return)
    frame.settled()
    (one,) = series(suite, stay).scaled
    assert one.gone.answers == (1, 2, 1, 1, 1, 0, 0, 0, 2, 0)


def test_cows_scores_the_pulse_and_refuses_a_key_that_is_no_value(
    suite: Any, at_work: Callable[..., Any], keys: Keys
) -> None:
    page = opened(at_work(suite.hcp), book(suite))
    page.show_part(Part.COWS)
    form = page.form()
    assert isinstance(form, ScaleForm)
    focus()
    keys.to("scale.cows.pulse")
    keys.type("121")
    keys.press(Qt.Key.Key_Return)
    for digit in "05":
        keys.press(getattr(Qt.Key, f"Key_{digit}"))
    keys.press(Qt.Key.Key_3)  # pupils: 0, 1, 2 or 5
    assert form.items[2].answer() is None
    keys.press(Qt.Key.Key_5)
    assert [item.answer() for item in form.items[:3]] == [0, 5, 5]
    for item in form.items[3:]:
        item.press_number(0)
    assert form.score_card.total.text() == "COWS 14: moderate"
    assert form.score_card.workings.accessibleName().startswith("Resting pulse, 121 /min: 4")


def test_glasgow_with_a_component_that_cannot_be_tested(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.GCS)
    form = page.form()
    assert isinstance(form, ScaleForm)
    form.done_at.set_now()
    for item, points in zip(form.items, (Points.P4, Points.NT, Points.P6), strict=True):
        item.button(points).click()
    assert form.score_card.total.text() == "E4 VNT M6"
    assert form.reason.isVisible()
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    assert form.reason.error()
    form.reason.set_text("no shared language")
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    assert series(suite, stay).scaled[0].profile == "E4 VNT M6"


def test_somebody_who_never_drinks_is_not_asked_more(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = opened(at_work(suite.hcp), book(suite))
    page.show_part(Part.AUDIT_C)
    form = page.form()
    assert isinstance(form, ScaleForm)
    form.items[0].button(Points.P0).click()
    assert form.score_card.total.text() == "AUDIT-C 0: low"
    assert "because they never drink" in form.score_card.band_source.text()
    form.items[0].button(Points.P3).click()
    assert form.score_card.total.text() == "AUDIT-C: no total yet"
    form.items[1].button(Points.P1).click()
    form.items[2].button(Points.P1).click()
    form.items[0].button(Points.P4).click()
    assert form.score_card.total.text() == "AUDIT-C 6: increasing"
    assert "other 7" in form.score_card.advice.accessibleName()


def test_rousing_harder_twice_in_a_row_says_call_for_help(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    well = Rousing(Woken.TO_NAME, Response.APPROPRIATE, Commands.OBEYS_ALL)
    shaken = Rousing(Woken.TO_SHAKE, Response.APPROPRIATE, Commands.OBEYS_ALL)
    for check in (well, shaken):
        observing.record_observations(suite.hcp, stay, Observations(suite.clock(), rousing=check))
        suite.clock.forward(minutes=30)
    page = opened(frame, stay)
    page.show_part(Part.ROUSE)
    form = page.form()
    assert isinstance(form, RousingForm)
    form.woken.button(Woken.TO_SHAKE).click()
    form.response.button(Response.APPROPRIATE).click()
    assert form.trend.isHidden()
    form.commands.button(Commands.OBEYS_ALL).click()
    assert form.trend.isVisible()
    assert form.trend.accessibleName().startswith("Call for help. Harder to rouse at two checks")
    form.done_at.set_now()
    page.findChild(QPushButton, "observations.record").click()
    frame.settled()
    frame.settled()
    assert page.panel.trend.isVisible()


def test_what_was_typed_comes_back(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    stay = book(suite)
    page = opened(frame, stay)
    page.show_part(Part.OBSERVE)
    frame.settled()
    form = page.form()
    assert isinstance(form, ObservationsForm)
    form.numbers["pulse"].field.set_text("88")
    form.level.button(Consciousness.V).click()
    page.save_now()
    again = opened(frame, stay)
    again.show_part(Part.OBSERVE)
    frame.settled()
    back = again.form()
    assert isinstance(back, ObservationsForm)
    assert back.numbers["pulse"].field.text() == "88"
    assert back.level.value() is Consciousness.V
    assert again.restored.isVisible()


def filled(suite: Any) -> str:
    stay = book(suite)
    now = suite.clock()
    for minutes, pulse in ((50, 112), (20, 90), (5, 60)):
        vitals = Vitals(22, 94, 1, False, 108, pulse, Consciousness.A, Decimal("38.2"))
        taken = Observations(now - timedelta(minutes=minutes), vitals)
        observing.record_observations(suite.hcp, stay, taken)
    gone = Gone(Scale.CIWA_AR, (1, 2, 1, 1, 1, 0, 0, 0, 2, 0), now)
    observing.record_scale(suite.hcp, stay, gone)
    return stay


def test_the_chart_says_in_words_and_in_a_table_what_it_shows(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = opened(at_work(suite.hcp), filled(suite))
    view = page.findChild(ChartView, "observations.chart")
    assert view.isVisible()
    assert "Pulse: 60 /min, 0 points." in view.accessibleName()
    rows = page.panel.table.rows()
    assert [row.cells[1].text for row in rows] == ["5 medium", "5 medium", "7 high"]
    assert "NEWS2 © Royal College of Physicians 2017" in page.panel.sources.text()
    assert page.panel.scales.rows()[0].cells[2].text == "8"


def test_a_chart_that_is_saved_is_written_down_first(
    suite: Any, at_work: Callable[..., Any], tmp_path: Path
) -> None:
    frame = at_work(suite.hcp)
    stay = filled(suite)
    page = opened(frame, stay)
    page._write_pdf(tmp_path / "chart.pdf")
    frame.settled()
    assert (tmp_path / "chart.pdf").read_bytes().startswith(b"%PDF")
    assert len(suite.ig.read(detention=stay, kinds={register.KIND})) == 1
    page._write_pdf(tmp_path / "no" / "chart.pdf")
    frame.settled()
    assert "could not be saved" in page.problems.accessibleName()


def test_a_printed_chart_says_whose_it_is_and_every_number(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    page = opened(at_work(suite.hcp), filled(suite))
    document = pypdfium2.PdfDocument(page._pdf())
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    for words in ("SMITH, John (Mr)", "NG/26/1", "112", "7 high", "Royal College of Physicians"):
        assert words in text
