"""Which matters the line under the bar names, in what order, and in what words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sharing_people import HOSPITAL, PLACE, directed

from custodyhcp.sharing import publishing
from custodyhcp.sharing.escalating import Level, Matter
from custodyhcp.ui.alarms import Alarm, alarms, line_of


def alarm(cell: str, matter: Matter, minutes: int) -> Alarm:
    words = f"Cell {cell}: {matter.words}, {minutes} min"
    return Alarm(cell, matter, words, False, timedelta(minutes=minutes))


FOUND = (
    alarm("12", Matter.NOT_FIT, 9),
    alarm("21", Matter.QUERY, 40),
    alarm("14", Matter.REVIEW, 18),
    alarm("03", Matter.REVIEW, 17),
    alarm("05", Matter.UNREAD, 2),
)


def test_healthcare_reads_not_fit_and_then_what_waits_longest() -> None:
    said = line_of(FOUND, "")
    assert [said.index(f"Cell {cell}") for cell in ("12", "21", "14")] == sorted(
        said.index(f"Cell {cell}") for cell in ("12", "21", "14")
    )
    assert said.endswith("healthcare review late, 18 min, and 2 more.")
    assert "  " not in said
    assert ".." not in said


def test_custody_reads_its_own_unread_briefings_whatever_else_is_later() -> None:
    said = line_of(FOUND, "", Level.SERGEANT)
    assert "Cell 05: briefing not acknowledged, 2 min" in said
    assert said.startswith("Cell 12: NOT FIT")
    assert said.index("Cell 21") < said.index("Cell 05")


def test_the_worst_stay_stands_first_and_minutes_are_rounded_as_the_rows_are(suite: Any) -> None:
    for ref, more in (("OLD", {}), ("NEW", {}), ("ILL", HOSPITAL)):
        ids = directed(suite.hcp, ref, **more)
        publishing.publish(suite.hcp, ids.detention, PLACE)
        suite.clock.forward(minutes=9)
    stays = publishing.briefings(suite.sergeant)
    now = suite.clock()
    for level, waited in ((Level.SERGEANT, (9, 27, 18)), (Level.HCP, (9, 27, 18))):
        found = alarms(stays, level, now)
        assert found[0].matter is Matter.NOT_FIT
        assert [one.waited // timedelta(minutes=1) for one in found] == list(waited)
        assert found[0].words.endswith("9 min")
    fresh = directed(suite.hcp, "JUST")
    publishing.publish(suite.hcp, fresh.detention, PLACE)
    stays = publishing.briefings(suite.sergeant)
    assert len(alarms(stays, Level.SERGEANT, suite.clock())) == 4
    assert len(alarms(stays, Level.HCP, suite.clock())) == 3
