"""The GP record's keys by keyboard: which surgery, how it is known, what closes it; no override."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from consent_window import ConsentWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from test_summary_page import practice_file

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Scope, Surgery
from custodyhcp.records import importing, registered
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.practices import read_practices
from custodyhcp.records.registered import SaidBy
from custodyhcp.ui.gp_page import GpPage
from custodyhcp.ui.gp_surgery import SystemSaid

SYSTEM = "gp.key2.system"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def window(suite: Any, qtbot: Any, show: Any) -> Iterator[ConsentWindow]:
    importing.import_practices(suite.hcp, read_practices(practice_file()))
    made = ConsentWindow(suite, qtbot, show)
    yield made
    made.close()


def agreed(window: ConsentWindow) -> None:
    asked = Asked(Scope.VIEW_GP, Answer.YES, Capacity.HAS, 31)
    recording.record(window.desk, window.ids.person, window.ids.detention, asked)


def recorded(window: ConsentWindow, ods: str, name: str = "") -> None:
    registered.record_registered(window.desk, window.ids.detention, ods, name, SaidBy.PERSON)


def choose(window: ConsentWindow, box: str, code: str) -> None:
    window.type(box, code)
    field = window.see(box)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.settle()


def seen(window: ConsentWindow) -> str:
    labels = [w for w in window.page.findChildren(QLabel) if w.isVisible()]
    return "\n".join(label.text() for label in labels)


def surgery(window: ConsentWindow) -> Any:
    return window.state().surgery_answer().answer


def by_phone(window: ConsentWindow, *keys: str) -> None:
    window.press("gp.key2.AGREED")
    for key in keys:
        window.press(key)
    window.press("gp.key2.evidence.VERBAL")
    window.type("gp.key2.who", "A Patel, duty doctor")
    window.press("gp.key2.when.now")
    window.press("gp.key2.record")


def test_the_practice_is_picked_from_the_national_list(window: ConsentWindow) -> None:
    agreed(window)
    window.open(GpPage)
    assert "Not recorded yet" in seen(window)
    choose(window, "gp.registered.practice", "A81001")
    window.press("gp.registered.record")
    assert "Say how you know where they are registered" in seen(window)
    window.press("gp.registered.said_by.NATIONAL_RECORD")
    window.press("gp.registered.record")
    window.settle()
    assert "RIVERSIDE SURGERY (A81001)" in seen(window)
    by_phone(window, "gp.key2.which.REGISTERED")
    assert (surgery(window).ods, surgery(window).registered_ods) == ("A81001", "A81001")
    assert window.text("gp.allows").startswith("Both keys are there")


def test_another_surgerys_agreement_fails_and_a_changed_practice_too(window: ConsentWindow) -> None:
    agreed(window)
    recorded(window, "A81001", "RIVERSIDE SURGERY")
    window.open(GpPage)
    by_phone(window, "gp.key2.which.OTHER")
    assert "Choose the practice." in seen(window)
    choose(window, "gp.key2.practice", "A81003")
    window.press("gp.key2.record")
    window.settle()
    assert window.text("gp.allows").startswith("The GP record is closed")
    assert "Find out where the person is registered now" in seen(window)


def test_a_move_to_another_practice_takes_the_second_key_at_once(window: ConsentWindow) -> None:
    agreed(window)
    recorded(window, "A81001")
    window.open(GpPage)
    by_phone(window, "gp.key2.which.REGISTERED")
    assert window.text("gp.allows").startswith("Both keys are there")
    window.suite.clock.forward(minutes=1)
    recorded(window, "A81003")
    assert surgery(window).surgery is Surgery.OTHER_SURGERY
    assert window.state().permission(Scope.VIEW_GP, window.ctx.now()) is None
    recorded(window, "A81003")
    assert len(window.entries("gp.surgery_answered")) == 2, "said once"


def test_a_closed_practice_says_so(window: ConsentWindow) -> None:
    window.open(GpPage)
    choose(window, "gp.registered.practice", "A81002")
    assert "This practice has closed" in seen(window)


@pytest.mark.parametrize("ods", ["", "A8100", "81001", "A81001; x", "Я81001"])
def test_a_code_that_is_none_is_refused(window: ConsentWindow, ods: str) -> None:
    with pytest.raises(NotComplete):
        recorded(window, ods)


def test_a_standing_agreement_needs_its_reference_dates_and_suite(window: ConsentWindow) -> None:
    agreed(window)
    recorded(window, "A81001")
    window.open(GpPage)
    window.press("gp.key2.AGREED")
    window.press("gp.key2.which.REGISTERED")
    window.press("gp.key2.evidence.STANDING_AGREEMENT")
    window.press("gp.key2.when.now")
    window.press("gp.key2.record")
    for words in ("reference", "ends", "covers this suite"):
        assert words in window.text("problem")
    window.type("gp.key2.reference", "DSA 114")
    for name, day in (("from", "01"), ("until", "31")):
        window.type(f"gp.key2.{name}.day", day)
        window.type(f"gp.key2.{name}.month", "01" if name == "from" else "12")
        window.type(f"gp.key2.{name}.year", "2026")
    window.press("gp.key2.covered.YES")
    window.press("gp.key2.record")
    window.settle()
    assert surgery(window).reference == "DSA 114"
    assert surgery(window).start is not None
    assert window.text("gp.allows").startswith("Both keys are there")


@pytest.mark.parametrize(
    ("code", "means"),
    [
        (SystemSaid.NO_PATIENT_CONSENT, Surgery.DISSENT_ON_FILE),
        (SystemSaid.NO_ORGANISATION_CONSENT, Surgery.REFUSED),
        (SystemSaid.ACCESS_DENIED, Surgery.REFUSED),
        (SystemSaid.PATIENT_NOT_FOUND, Surgery.NO_ANSWER),
    ],
)
def test_a_code_of_the_surgerys_system_means_what_the_table_says(
    window: ConsentWindow, code: SystemSaid, means: Surgery
) -> None:
    agreed(window)
    window.open(GpPage)
    window.press("gp.key2.system.open")
    window.press(f"gp.key2.system.{code.value}")
    window.press("gp.key2.when.now")
    window.press("gp.key2.record")
    window.settle()
    assert surgery(window).surgery is means
    assert window.text("gp.allows").startswith("The GP record is closed")
    if means is Surgery.DISSENT_ON_FILE:
        assert window.text("gp.key1.state") == "Dissent at the surgery"
        assert "change it with their surgery" in seen(window)


def test_not_found_reads_the_same_to_the_byte_as_no_answer(window: ConsentWindow) -> None:
    said = []
    for presses in (["gp.key2.NO_ANSWER"], [f"{SYSTEM}.open", f"{SYSTEM}.PATIENT_NOT_FOUND"]):
        window.open(GpPage)
        for press in presses:
            window.press(press)
        window.press("gp.key2.when.now")
        window.press("gp.key2.record")
        window.settle()
        said.append(seen(window).encode())
    assert said[0] == said[1]


def test_a_dissent_stays_whatever_they_say_now(window: ConsentWindow) -> None:
    window.open(GpPage)
    window.press("gp.key2.DISSENT_ON_FILE")
    window.press("gp.key2.when.now")
    window.press("gp.key2.record")
    agreed(window)
    window.open(GpPage)
    assert window.text("gp.key1.state") == "Dissent at the surgery"
    assert window.text("gp.allows").startswith("The GP record is closed")


def test_out_of_hours_is_said_with_what_to_do_instead(window: ConsentWindow) -> None:
    window.open(GpPage)  # three in the morning
    assert "unless a standing agreement exists" in seen(window)
    assert "phone the surgery, 111 or the hospital" in seen(window)


def test_what_is_typed_in_a_key_is_kept(window: ConsentWindow) -> None:
    page = window.open(GpPage)
    window.press("gp.key2.AGREED")
    choose(window, "gp.key2.practice", "A81003")
    window.press("gp.key2.evidence.VERBAL")
    window.type("gp.key2.who", "A Patel")
    page.save_now()
    page = window.open(GpPage)
    window.settle()
    assert page.two.who.text() == "A Patel"
    assert page.two.pick.ods() == "A81003"
    assert window.see("gp.restored") is not None


def test_the_days_of_an_agreement_are_kept_as_they_were_typed(window: ConsentWindow) -> None:
    page = window.open(GpPage)
    window.press("gp.key2.AGREED")
    window.press("gp.key2.evidence.STANDING_AGREEMENT")
    window.type("gp.key2.from.day", "31")
    window.type("gp.key2.from.month", "feb")  # no such day, and kept all the same
    window.type("gp.key2.until.year", "2027")
    window.type("gp.key2.when", "02:10")
    page.save_now()
    page = window.open(GpPage)
    window.settle()
    assert page.two.start.texts() == ("31", "feb", "")
    assert page.two.until.texts() == ("", "", "2027")
    assert page.two.when.text() == "02:10"


def test_their_key_is_taken_back_by_way_of_what_cannot_be_recalled(window: ConsentWindow) -> None:
    window.open(GpPage)
    assert window.see("gp.key1.withdraw") is None  # nothing to take back yet
    assert window.see("gp.key1.WITHDRAWN") is None
    agreed(window)
    asked = Asked(Scope.SEND_GP, Answer.YES, Capacity.HAS, 31)
    recording.record(window.desk, window.ids.person, window.ids.detention, asked)
    window.open(GpPage)
    window.press("gp.key1.withdraw")
    window.press("withdrawal.record")
    assert window.state().latest(Scope.VIEW_GP).asked.answer is Answer.YES  # each other is asked
    window.press("withdrawal.too.SEND_GP.NO")
    window.press("withdrawal.record")
    assert window.state().latest(Scope.VIEW_GP).asked.answer is Answer.WITHDRAWN
    assert window.state().permission(Scope.SEND_GP, window.suite.clock()) is not None
    assert window.see("gp.key1.withdraw") is None


# no way round


GP_OVERRIDE = ("gp_override", "override_gp", "gp.override", "override.gp", "break_glass")


def test_no_code_and_no_data_names_an_override_of_the_gp_record() -> None:
    for folder, ending in (("custodyhcp", "*.py"), ("resources", "*")):
        for file in (ROOT / folder).rglob(ending):
            if not file.is_file() or "__pycache__" in file.parts:
                continue
            text = file.read_bytes().decode("utf-8", "replace").casefold()
            found = [name for name in GP_OVERRIDE if name in text]
            assert not found, (file.name, found)


def test_no_entry_kind_opens_the_gp_record_but_the_keys_and_the_look() -> None:
    from custodyhcp.ledger.writers import WRITERS

    kinds = {kind for kind in WRITERS if kind.startswith("gp.")}
    assert kinds == {"gp.surgery_answered", "gp.practice_recorded", "gp.viewed"}
    assert all(WRITERS[kind] == frozenset({"HCP"}) for kind in kinds)


@pytest.mark.parametrize("who", ["hcp", "sergeant", "ig", "admin"])
def test_no_widget_of_any_role_offers_one(suite: Any, at_work: Any, who: str) -> None:
    """Every control of each role's first window, and of every section about a person."""
    from sharing_people import directed

    from custodyhcp.ui.person_page import SECTIONS

    ids = directed(suite.hcp)
    frame = at_work(getattr(suite, who))
    pages = [frame]
    if who == "hcp":
        for section in ("consent", "consent_history", "gp", "scr", "summary"):
            assert section in SECTIONS
            frame.go("person", detention=ids.detention, section=section)
            frame.settled()
            offered(pages)
    offered(pages)


def offered(pages: list[QWidget]) -> None:
    for page in pages:
        for widget in page.findChildren(QWidget):
            name = widget.objectName().casefold()
            text = str(widget.property("text") or "").casefold()
            if name.startswith(("gp", "consent.scope.view_gp")):
                assert "override" not in name
                assert "ground" not in name
                assert "emergency" not in name
            assert not ("override" in text and "gp record" in text), (name, text)
            assert not ("without permission" in text and "gp record" in text), (name, text)


@pytest.mark.parametrize("ground_like", ["consent.override.open", "consent.grounds"])
def test_the_consent_page_offers_none_for_the_gp_record(
    window: ConsentWindow, ground_like: str
) -> None:
    from custodyhcp.ui.consent_page import ConsentPage

    window.open(ConsentPage, scope=Scope.VIEW_GP)
    window.press("consent.answer.NO")
    assert window.see(ground_like) is None
