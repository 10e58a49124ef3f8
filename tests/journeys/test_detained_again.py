"""Somebody comes back: found by a misspelt name, booked in as the same person, asked again about
each thing that was told before; nothing else comes with them, and no permission does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, LookedAt, Relationship, Scope
from custodyhcp.consent.forensic import Forensic
from custodyhcp.consent.permission import Permission
from custodyhcp.records import (
    assessing,
    body,
    injuries_written,
    joining,
    medicines_written,
    noting,
    people,
    templates,
    viewing,
)
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.earlier import CONFIRMED
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.injuries import Examination, Mark
from custodyhcp.records.medicines import Line, Taken
from custodyhcp.records.notes import Evidence, Note, Part, Purpose, Type
from custodyhcp.records.viewing import Findings, NotPermitted, Relied
from custodyhcp.ui.earlier_stay_page import EarlierStayPage
from custodyhcp.ui.find_page import FindPage
from custodyhcp.ui.kit import Choice, Table
from custodyhcp.ui.known_person_page import KnownPersonPage
from custodyhcp.ui.person_page import PersonPage
from custodyhcp.vault.compartments import Compartment
from tests.journeys.keyboard import ENTER, Keyboard
from tests.ui.conftest import at_work, dressed, show  # noqa: F401

CTRL = Qt.KeyboardModifier.ControlModifier
LATEX, ASTHMA, MEDICINE, RISK = "latex (wheeze)", "Diagnoses: Asthma", "sertraline", "Self-harm"
EXAMINED = "Quokka scratch on the right palm"  # said nowhere but in the forensic entry
LOOKED = (LookedAt.SCR,)


@dataclass(frozen=True)
class FirstStay:
    ids: people.BookedIn
    seen: Permission


def first_stay(suite: Any) -> FirstStay:
    """Ten hours a month ago, with everything that could wrongly come along."""
    desk = suite.hcp
    who = Identity("O’Brien", "Declan", dob=date(1986, 1, 3), sex=Sex.MALE)
    ids = people.book_in(desk, Arrival(who, "NG/26/1", "4", suite.clock()))
    stay = ids.detention
    suite.clock.forward(minutes=10)
    seen = yes(suite, ids, Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 40,
                                 relationship=Relationship.WORKGROUP))  # fmt: skip
    found = Findings(suite.clock(), LOOKED, (Relied("Diagnoses", "Asthma"),))
    viewing.record_scr_view(desk, seen, found)
    allergies = Allergies(AllergyState.KNOWN, (Allergy("latex", "wheeze"),))
    assessing.sign(
        desk, stay, Assessment("asked", "Wheezy", "Mild", "Inhaler", allergies), directions(suite)
    )
    line = Line("Sertraline", amount="50", unit="MG", route="ORAL", frequency="ONCE")
    medicines_written.record_taken(desk, stay, Taken(line, "PERSON", with_them="WITH"))
    region = body.region("front.forearm.left")
    bruise = Mark(region.view, region.id, *region.inside, kind="BRUISE", length_mm=30)
    examined = Examination(suite.clock(), "Medical room", ("ARMS",), marks=(bruise,))
    injuries_written.record(desk, stay, examined)
    examine(suite, ids)
    suite.clock.forward(hours=10)
    people.close_detention(desk, stay, suite.clock(), "Home")
    suite.clock.forward(days=30)
    return FirstStay(ids, seen)


def yes(suite: Any, ids: people.BookedIn, asked: Asked) -> Permission:
    permission = recording.record(suite.hcp, ids.person, ids.detention, asked).permission
    assert permission is not None
    return permission


def directions(suite: Any) -> Directions:
    return Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "told of a risk"),
        call_hcp_if=("vomiting",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.RAISED,
        self_harm_controls="take away cords",
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=suite.clock() + timedelta(hours=4),
        review_if_missed="ring healthcare",
    )


def examine(suite: Any, ids: people.BookedIn) -> None:
    yes(suite, ids, Asked(Scope.FORENSIC_EXAM, Answer.YES, Capacity.HAS, 40,
                          forensic=Forensic(True, True)))  # fmt: skip
    boxes = templates.shipped()["forensic_examination"].parts
    parts = tuple(Part(one.key, one.heading, one.label, EXAMINED) for one in boxes)
    note = Note(Type.FORENSIC, Purpose.FORENSIC, "forensic_examination", 1, parts,
                place="CELL", evidence=Evidence(dual_role=True))  # fmt: skip
    noting.record_forensic(suite.hcp, ids.detention, note, Scope.FORENSIC_EXAM)


@pytest.fixture
def before(suite: Any) -> FirstStay:
    return first_stay(suite)


def test_detained_again(
    suite: Any,
    before: FirstStay,
    at_work: Callable[..., Any],  # noqa: F811
    qtbot: Any,
) -> None:
    keys = Keyboard(at_work(suite.hcp), qtbot)
    come_back(keys)
    (stay,) = people.here_now(suite.hcp)
    assert stay.person == before.ids.person
    assert len(joining.stays_of(suite.hcp, stay.person)) == 2

    to_the_person(keys)
    banner = keys.frame.page().findChild(QWidget, "banner")
    assert "Allergies told before, ask again: latex (wheeze)" in keys.words(banner)
    assert "Allergies not recorded" in keys.words(banner)
    first = suite.hcp.read(detention=before.ids.detention)
    assert EXAMINED in str([entry.bodies for entry in first])
    nothing_came_along(suite, stay.id)
    each_thing_is_asked(suite, keys, stay.id, before)
    assert "Allergies told before" not in keys.words(banner)
    assert "Known allergies" in keys.words(banner)
    only_what_was_confirmed(suite, keys, stay.id)
    no_look_before_asking(suite, keys, stay, before)
    the_earlier_one_is_opened_with_a_purpose(suite, keys, before)


def come_back(keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_K, CTRL)
    keys.fill("bar.find", "declan obrian")
    keys.press(ENTER)
    keys.settle()
    assert isinstance(keys.frame.page(), FindPage)
    assert "O’BRIEN, Declan" in keys.words()
    keys.wait_for(lambda: keys.at == "find.box")
    keys.press(ENTER)
    keys.settle()
    assert isinstance(keys.frame.page(), KnownPersonPage)
    for clinical in ("latex", "Asthma", "sertraline"):
        assert clinical not in keys.words()
    keys.choose("known.back_in", ENTER)
    keys.fill("add.ref", "NG/26/9")
    keys.fill("add.cell", "11")
    keys.fill("add.arrived", "02:15")
    keys.choose("add.save", ENTER)


def to_the_person(keys: Keyboard) -> None:
    while keys.frame.page().objectName() != "board":
        keys.press(Qt.Key.Key_Escape)
        keys.settle()
    keys.tab_to("board.table")
    keys.press(ENTER)
    keys.settle()
    assert isinstance(keys.frame.page(), PersonPage)


def nothing_came_along(suite: Any, stay: str) -> None:
    opened = people.read_detention(suite.hcp, stay)
    now = opened.detention
    assert now.allergies.state is AllergyState.NOT_RECORDED
    assert (now.assessments, now.given, now.views) == ((), (), ())
    assert not medicines_written.fold(opened.entries).taken
    assert not injuries_written.fold(opened.entries)


def each_thing_is_asked(suite: Any, keys: Keyboard, stay: str, before: FirstStay) -> None:
    keys.section("earlier")
    page = keys.frame.page().page()
    said = keys.words(page)
    for told in (LATEX, ASTHMA, MEDICINE, RISK):
        assert told in said
    questions = [one for one in page.findChildren(Choice) if one.isVisible()]
    assert len(questions) == 4
    for one in questions:
        assert "Recorded 23-Nov-2026 03:10 in NG/26/1 by Robin Hale" in keys.words(one)
        assert "Not re-confirmed yet" in keys.words(one)
    # one key for each, in the order in which they stand: the last was not asked
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_3):
        done = len(suite.hcp.read(detention=stay, kinds=(CONFIRMED,)))
        keys.wait_for(lambda: keys.at.startswith("earlier.") and keys.at.endswith(".STILL"))
        keys.press(key)
        keys.settle()
        assert len(suite.hcp.read(detention=stay, kinds=(CONFIRMED,))) == done + 1
    still = [one for one in questions if "Still so," in keys.words(one)]
    assert len(still) == 3


def only_what_was_confirmed(suite: Any, keys: Keyboard, stay: str) -> None:
    opened = people.read_detention(suite.hcp, stay)
    assert opened.detention.allergies.items == (Allergy("latex", "wheeze"),)
    told = [entry.body(Compartment.CLINICAL) for entry in opened.entries
            if entry.header.kind == CONFIRMED]  # fmt: skip
    assert [one["answer"] for one in told] == ["STILL", "STILL", "STILL", "NOT_ASKED"]
    sources = {one["kind"]: one for one in told}
    kinds = {"ALLERGY": "assessment.recorded", "CONDITION": "scr.viewed",
             "MEDICINE": "medicine.history", "RISK": "directions.given"}  # fmt: skip
    everything = {entry.header.id: entry.header for entry in suite.hcp.read()}
    for kind, wrote in kinds.items():
        source = everything[sources[kind]["source"]]
        assert (source.kind, source.detention) == (wrote, sources[kind]["source_detention"])
        assert source.detention != stay
    keys.section("timeline")
    said = keys.words(keys.frame.page().page())
    for words in (f"{LATEX}: still so", f"{ASTHMA}: still so", "From an earlier detention"):
        assert words in said
    assert said.count("told 23-Nov-2026 03:10") == 4
    for words in ("Wheezy", "bruise", EXAMINED):
        assert words not in said
    keys.section("medicines")
    card = keys.words(keys.frame.page().findChild(QWidget, "medicines.taken.before.1"))
    assert card.startswith("sertraline — DOSE 50 mg")
    assert "From an earlier detention, told 23-Nov-2026 03:10 · still so 23-Dec" in card
    keys.section("injuries")
    assert "Left forearm" not in keys.words(keys.frame.page().page())
    keys.section("forensic")
    assert "No forensic consent is in force" in keys.words()
    assert EXAMINED not in keys.words()


def no_look_before_asking(suite: Any, keys: Keyboard, stay: Any, before: FirstStay) -> None:
    state = recording.state_of(suite.hcp, stay.person, stay.id)
    assert not [scope for scope in Scope if state.permission(scope, suite.clock())]
    look = Findings(suite.clock(), LOOKED, (), nothing_relied_on=True)
    with pytest.raises(NotPermitted):
        viewing.record_scr_view(suite.hcp, before.seen, look)
    keys.section("scr")
    assert "No permission in force" in keys.words()
    assert not keys.frame.page().page().button.isVisible()
    keys.choose("scrview.consent")
    assert keys.frame.page().page().objectName() == "consent"
    keys.tab_to("consent.answer.YES")
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, ENTER):
        keys.press(key)
    keys.settle()
    keys.wait_for(lambda: keys.frame.page().page().objectName() == "scrview")
    assert keys.frame.page().page().button.isVisible()
    (now,) = [one for one in suite.hcp.read(detention=stay.id, kinds=("consent.decided",))]
    assert state_allows(suite, stay) == now.header.id


def state_allows(suite: Any, stay: Any) -> str | None:
    state = recording.state_of(suite.hcp, stay.person, stay.id)
    permission = state.permission(Scope.VIEW_SCR, suite.clock())
    return permission.entry if permission is not None else None


def the_earlier_one_is_opened_with_a_purpose(suite: Any, keys: Keyboard, before: FirstStay) -> None:
    def opened() -> list[Any]:
        return suite.ig.read(detention=before.ids.detention, kinds=("record.opened",))

    keys.section("earlier")
    keys.tab_to("earlier.table")
    keys.press(ENTER)
    keys.settle()
    page = keys.frame.page()
    assert isinstance(page, EarlierStayPage)
    assert page.findChild(Table, "timeline.table") is None
    assert not opened()
    keys.choose("earlier_stay.open", ENTER)
    assert "Choose what it is for" in keys.words()
    assert not opened()
    keys.choose("earlier_stay.purpose.CARE_NOW")
    keys.choose("earlier_stay.open", ENTER)
    (view,) = opened()
    assert view.body(Compartment.OVERSIGHT)["code"] == "CARE_NOW"
    assert view.header.author == suite.hcp.session.staff
    table = page.findChild(Table, "timeline.table")
    assert table.isVisible()
    assert "Wheezy" in keys.words(page) or "Mild" in keys.words(page)
    assert EXAMINED not in keys.words()
    # the line of the forensic entry is there, and does not open
    table.setFocus()
    keys.press(Qt.Key.Key_Home)
    while "Forensic entry" not in _line(table):
        keys.press(Qt.Key.Key_Down)
    keys.press(ENTER)
    keys.settle()
    assert table.isVisible()
    assert EXAMINED not in keys.words()


def _line(table: Table) -> str:
    return " ".join(cell.spoken() for cell in table.rows()[table.currentIndex().row()].cells)
