"""The list of late requests, for health professionals and for IG: times, and no name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from custodyhcp.records import people, requests
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import ReasonForCall
from custodyhcp.records.identity import Identity
from custodyhcp.records.requests import Asking, By, Priority
from custodyhcp.ui.late_requests import LateRequestsPage


def waits(suite: Any) -> str:
    now = suite.clock()
    who = Identity("Quokkason", "Ada")
    arrival = Arrival(who, "NG/26/77", "4", now, requested_at=now)
    stay = people.book_in(suite.hcp, arrival).detention
    asking = Asking(By.FAMILY, Priority.URGENT, (ReasonForCall.ILL,), now, "CLINICALWHY", "Mother")
    requests.request(suite.hcp, stay, asking)
    return stay


def words(page: LateRequestsPage) -> str:
    labels = [label.text() for label in page.findChildren(QLabel)]
    return "\n".join([*labels, *(c.spoken() for row in page.table.rows() for c in row.cells)])


@pytest.mark.parametrize("who", ["hcp", "ig"])
def test_what_was_late_and_by_how_much(suite: Any, at_work: Callable[..., Any], who: str) -> None:
    waits(suite)
    suite.clock.forward(minutes=95)
    frame = at_work(getattr(suite, who))
    if who == "hcp":
        frame.go("late-requests")
    else:
        frame.findChild(QPushButton, "ig.section.attending").click()
    frame.settled()
    (page,) = [p for p in frame.findChildren(LateRequestsPage) if p.isVisible()]
    late = [row.cells[4].text for row in page.table.rows()]
    assert sorted(late) == ["35 min", "5 min"]
    said = words(page)
    assert "1 request, 1 late, longest wait 95 min" in said
    assert "None asked for" in said
    for word in ("Quokkason", "QUOKKASON", "CLINICALWHY", "Mother"):
        assert word not in said


def test_enter_leads_to_the_person_who_waits(suite: Any, at_work: Callable[..., Any]) -> None:
    stay = waits(suite)
    suite.clock.forward(minutes=95)
    frame = at_work(suite.hcp)
    frame.go("person", detention=stay, section="requests")
    frame.settled()
    frame.findChild(QPushButton, "requests.late").click()
    frame.settled()
    page = frame.page()
    assert isinstance(page, LateRequestsPage)
    page.table.setFocus()
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    frame.settled()
    assert frame.page().objectName() == "person"


def test_nobody_waited_too_long(suite: Any, at_work: Callable[..., Any]) -> None:
    waits(suite)
    suite.clock.forward(minutes=3)
    frame = at_work(suite.hcp)
    frame.go("late-requests")
    frame.settled()
    page = frame.page()
    assert (page.none.isVisible(), page.table.isVisible()) == (True, False)
    assert "none late" in words(page)
    suite.clock.forward(**{"days": timedelta(days=29).days})
    frame.refresh()
    frame.settled()
    assert "None asked for" in words(page)
