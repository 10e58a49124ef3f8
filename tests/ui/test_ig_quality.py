"""The Guardian's figures on the screen: what real desks recorded, counted, with nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    ReasonNotAsked,
    ReasonUnable,
    Relationship,
    Scope,
)
from custodyhcp.consent.problem import FormNotComplete
from custodyhcp.oversight import quality
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.ui import theme
from custodyhcp.ui.ig import OversightPage
from custodyhcp.ui.ig_quality import TOO_FEW, QualityPage
from custodyhcp.vault.compartments import Compartment

NAMES = ("Quokkason", "CANARYREASON", "NG/26/77")


def booked(suite: Any, number: int) -> Any:
    who = Identity(f"Quokkason{number}", "Ada")
    arrived = suite.clock() - timedelta(minutes=90)
    return people.book_in(suite.hcp, Arrival(who, f"NG/26/77{number}", str(number), arrived))


def lived(suite: Any) -> list[Any]:
    """Twenty people asked 90 minutes after arrival, all of whom agree; five not asked; and five
    times a stock phrase for a reason."""
    stays = [booked(suite, number) for number in range(20)]
    for ids in stays:
        asked = Asked(Scope.SHARE_CUSTODY, Answer.YES, Capacity.HAS, 31)
        recording.record(suite.hcp, ids.person, ids.detention, asked)
    for ids in stays[:5]:
        skipped = Asked(
            Scope.SEND_GP,
            Answer.NOT_ASKED,
            Capacity.HAS,
            31,
            not_asked_because="CANARYREASON",
            not_asked_reason=ReasonNotAsked.NO_PRIVACY,
        )
        recording.record(suite.hcp, ids.person, ids.detention, skipped)
        canned = Asked(
            Scope.VIEW_SCR,
            Answer.UNABLE,
            Capacity.LACKS,
            31,
            relationship=Relationship.WORKGROUP,
            ground=Ground.COULD_NOT_ASK,
            reason_unable=ReasonUnable.NOT_ROUSABLE,
            reason="medical emergency, in the best interests of the patient",
        )
        for again in (canned, replace(canned, reason="")):
            with pytest.raises(FormNotComplete):
                recording.record(suite.hcp, ids.person, ids.detention, again)
    return stays


@pytest.fixture
def page(at_work: Any, suite: Any) -> Iterator[tuple[QualityPage, Any, list[Any]]]:
    stays = lived(suite)
    frame = at_work(suite.ig)
    button = frame.findChild(QWidget, "ig.section.quality")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    frame.settled()
    QTest.qWait(20)
    outer = frame.page()
    assert isinstance(outer, OversightPage)
    shown = outer.page
    assert isinstance(shown, QualityPage)
    yield shown, frame, stays


def words(widget: QWidget) -> str:
    shown = [w for w in widget.findChildren(QLabel) if w.isVisible()]
    named = [w.accessibleName() for w in widget.findChildren(QWidget) if w.isVisible()]
    tips = [w.toolTip() for w in widget.findChildren(QWidget)]
    return "\n".join([*(label.text() for label in shown), *named, *tips])


def test_it_counts_what_was_recorded_and_warns_that_nobody_refuses(
    page: tuple[QualityPage, Any, list[Any]], suite: Any
) -> None:
    shown, _frame, _stays = page
    said = words(shown)
    assert "Hardly anybody refuses: Share with custody" in said
    assert "0 refused of 20 asked" in said
    assert "1hr 30min" in said
    assert "Half of the 20 people asked took no longer" in said
    assert "Share with custody: 0.0 in 100 (0 of 20)" in shown.scopes.accessibleName()
    assert "1hr to 2hrs: 20" in shown.waits.accessibleName()
    assert "up to 1hr: none" in shown.waits.accessibleName()
    assert "No private place to ask: 5" in shown.not_asked.accessibleName()
    assert "A stock phrase: 5" in shown.reasons.accessibleName()
    assert TOO_FEW in said  # nobody has looked at anything yet
    for chart in (shown.scopes, shown.waits, shown.not_asked, shown.reasons, shown.weeks):
        assert not chart.grab().isNull()
        for line in chart.accessibleName().split("; "):
            label, _, value = line.partition(": ")
            assert label in said and value in said
    refused = suite.ig.read(kinds={recording.REASON_REFUSED})
    assert all(set(e.bodies) == {Compartment.OVERSIGHT} for e in refused)


def test_nobody_and_nothing_that_points_to_anybody_is_on_it(
    page: tuple[QualityPage, Any, list[Any]], qapp: QApplication, suite: Any
) -> None:
    shown, _frame, stays = page
    said = words(shown)
    ids = [one for ids in stays for one in (ids.person, ids.detention)]
    staff = [member.name for member in suite.ig.authority.members.values()]
    for secret in (*NAMES, *ids, *staff, *suite.ig.authority.members):
        assert secret not in said
    for name in theme.ThemeName:
        theme.apply(qapp, name)
        assert not shown.grab().isNull()


def test_few_are_said_to_be_few(at_work: Any, suite: Any) -> None:
    ids = booked(suite, 1)
    recording.record(
        suite.hcp, ids.person, ids.detention, Asked(Scope.SEND_GP, Answer.NO, Capacity.HAS, 31)
    )
    found = quality.figures(suite.ig.read(kinds=quality.KINDS), [], suite.clock())
    frame = at_work(suite.ig)
    outer = frame.page()
    outer.show_section("quality")
    frame.settled()
    QApplication.processEvents()
    assert found.all_answers.too_few
    assert "Letter to the GP: 1 asked: too few to say" in outer.page.scopes.accessibleName()
    assert "1hr to 2hrs: fewer than 5" in outer.page.waits.accessibleName()
    assert "100 in 100" not in words(outer.page)


def test_the_keys_move_down_the_figures_and_nothing_runs_over_the_side(
    page: tuple[QualityPage, Any, list[Any]],
) -> None:
    shown, frame, _stays = page
    bar = shown.scroller.verticalScrollBar()
    assert bar.maximum() > 0
    focused = QApplication.focusWidget()
    assert focused is shown
    QTest.keyClick(shown, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert bar.value() == 0
    frame.resize(683, 384)
    QTest.qWait(40)
    assert shown.scroller.horizontalScrollBar().maximum() == 0
