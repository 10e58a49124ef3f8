"""An entry of an earlier detention is opened whole, only to be read; a forensic one is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Scope
from custodyhcp.consent.forensic import Forensic
from custodyhcp.records import noting, people, templates
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.earlier import Purpose as Why
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.notes import Evidence, Note, Part, Purpose, Type
from custodyhcp.ui.earlier_stay_page import EarlierStayPage
from custodyhcp.ui.kit import PlainLabel


def test_only_read_and_nothing_forensic(suite: Any, at_work: Callable[..., Any]) -> None:
    who = Identity("Smith", "John", dob=date(1986, 1, 3), sex=Sex.MALE)
    ids = people.book_in(suite.hcp, Arrival(who, "NG/1", "4", suite.clock() - timedelta(1)))
    asked = Asked(Scope.FORENSIC_EXAM, Answer.YES, Capacity.HAS, 40, forensic=Forensic(True, True))
    recording.record(suite.hcp, ids.person, ids.detention, asked)
    parts = tuple(
        Part(p.key, p.heading, p.label, "Quokka found")
        for p in templates.shipped()["forensic_examination"].parts
    )
    told = Evidence(dual_role=True)
    exam = Note(
        Type.FORENSIC,
        Purpose.FORENSIC,
        "forensic_examination",
        1,
        parts,
        None,
        "CELL",
        "",
        None,
        told,
    )
    forensic = noting.record_forensic(suite.hcp, ids.detention, exam, Scope.FORENSIC_EXAM)
    note = replace(
        exam,
        type=Type.NOTE,
        purpose=Purpose.THERAPEUTIC,
        template="note",
        parts=(Part("note", "SUMMARY", "Note", "Slept well."),),
        evidence=None,
    )
    entry = noting.record_note(suite.hcp, ids.detention, note)
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "home")
    frame = at_work(suite.hcp)
    frame.go("earlier-stay", detention=ids.detention)
    frame.settled()
    page = frame.page()
    assert isinstance(page, EarlierStayPage)
    page._open(Why.CARE_NOW, "")
    frame.settled()
    page._show_entry(entry.header.id)
    seen = [one.text() for one in page.findChildren(PlainLabel) if one.isVisible()]
    assert "Slept well." in seen
    names = {b.objectName() for b in page.findChildren(QPushButton) if b.isVisible()}
    assert not names & {"entry_read.amend", "entry_read.strike"}
    frame.findChild(QPushButton, "entry_read.back").click()
    assert page.findChild(QWidget, "timeline").isVisible()
    page._show_entry(forensic.header.id)
    assert page.findChild(QWidget, "timeline").isVisible()
    assert "Quokka" not in str([one.text() for one in page.findChildren(PlainLabel)])
