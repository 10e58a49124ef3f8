"""A clock that was moved is noticed, recorded and said; a computer that slept is not one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custodyhcp.ledger import clock, kept_times
from custodyhcp.ledger.clock import Change, ClockWatch, How
from custodyhcp.ui.clock_words import words
from custodyhcp.vault.compartments import Compartment

AT = datetime(2026, 11, 23, 3, 10, tzinfo=UTC)


class Both:
    """A wall clock that can be moved, and one that cannot."""

    def __init__(self, at: datetime = AT) -> None:
        self.at, self.gone, self.there = at, 1000.0, 0

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.gone += seconds

    def watch(self) -> ClockWatch:
        return ClockWatch(lambda: self.at, lambda: self.gone, lambda: self.there)


@pytest.mark.parametrize(
    "moved",
    [timedelta(minutes=47), -timedelta(minutes=47), timedelta(days=3650), -timedelta(days=1)],
)
def test_a_jump_is_noticed_once(moved: timedelta) -> None:
    both = Both()
    watch = both.watch()
    both.wait(600)
    assert watch.look() is None
    both.at += moved
    assert watch.look() == Change(How.RUNNING, moved, both.at)
    both.wait(3600)
    assert watch.look() is None


@given(st.lists(st.floats(0.1, 86_400), max_size=20))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_time_that_only_passes_is_never_a_jump(waits: list[float]) -> None:
    both = Both()
    watch = both.watch()
    for seconds in waits:
        both.wait(seconds)
        assert watch.look() is None


def test_small_corrections_add_up() -> None:
    both = Both()
    watch = both.watch()
    found = []
    for _ in range(7):
        both.wait(10)
        both.at += timedelta(seconds=10)
        found.append(watch.look())
    assert [one is not None for one in found] == [False] * 5 + [True, False]


def test_another_time_zone_is_said_and_moves_nothing() -> None:
    both = Both()
    watch = both.watch()
    both.there = 3600
    change = watch.look()
    assert change == Change(How.ZONE, timedelta(hours=1), AT)
    assert "stay right" in words(change)
    assert watch.look() is None


def test_the_summer_time_change_does_not_move_the_clock() -> None:
    """01:00 UTC on 29 March 2026: the wall clock here is UTC, so only the zone changes."""
    both = Both(datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    watch = both.watch()
    both.wait(120)
    both.there = 3600
    assert watch.look() == Change(How.ZONE, timedelta(hours=1), both.at)


def test_words_say_how_far_and_when() -> None:
    def said(how: How, minutes: float) -> str:
        return words(Change(how, timedelta(minutes=minutes), AT))

    check = "Due times may be wrong: check it."
    moved = "This computer's clock was moved"
    assert said(How.RUNNING, 47) == f"{moved} forward by 47 minutes at 03:10. {check}"
    assert said(How.RUNNING, -1) == f"{moved} back by 1 minute at 03:10. {check}"
    assert said(How.RUNNING, 65) == f"{moved} forward by 1hr 5min at 03:10. {check}"
    assert "47 minutes behind what was last recorded" in said(How.START, -47)


def test_at_the_start_a_clock_behind_the_newest_entry_is_found_and_recorded(suite: Any) -> None:
    assert suite.hcp
    suite.reopen()
    assert clock.behind(suite.ledger) is None
    suite.clock.forward(minutes=-47)
    change = clock.behind(suite.ledger)
    assert change is not None and change.how is How.START
    assert change.minutes == 47
    entry = clock.record(suite.ledger, change)
    assert entry.body(Compartment.OPEN)["by_seconds"] == -47 * 60
    assert (entry.header.role, entry.header.person) == ("DEVICE", None)
    assert clock.behind(suite.ledger) is None
    assert clock.lately(suite.ledger, suite.clock()) == change
    assert clock.lately(suite.ledger, suite.clock() + timedelta(hours=13)) is None
    assert suite.ledger.verify().whole


def test_only_the_workstation_says_that_its_clock_was_moved(suite: Any) -> None:
    from custodyhcp.ledger.entry import NewEntry

    said = {"how": "RUNNING", "by_seconds": 60, "at": "2026-11-23T03:10:00.000Z"}
    suite.hcp.append(NewEntry(clock.CHANGED, {Compartment.OPEN: said}))
    assert clock.lately(suite.ledger, suite.clock()) is None


def test_the_times_kept_for_the_locked_screen_survive_and_are_counted(suite: Any) -> None:
    now = suite.clock()
    assert kept_times.late(suite.ledger, now) == 0
    kept_times.keep(suite.ledger, [now + timedelta(minutes=n) for n in (-18, -1, -0.5, 20)])
    assert kept_times.late(suite.ledger, now) == 2
    suite.reopen()
    assert kept_times.late(suite.ledger, now + timedelta(minutes=30)) == 4
    kept_times.keep(suite.ledger, ())
    assert kept_times.late(suite.ledger, now) == 0
