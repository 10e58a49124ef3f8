"""Five hundred people in a suite's history must not be felt on the board."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pytest

from custodyhcp.ledger.desk import Desk
from custodyhcp.records import looking_up, people, sought
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.board import BoardReader
from custodyhcp.records.finding import PeopleIndex
from custodyhcp.records.identity import Identity

GONE, HERE = 500, 6


@pytest.fixture
def years(suite: Any) -> Any:
    """Five hundred who have left, and a few who are here."""
    desk, batch = suite.hcp, []
    for number in range(GONE + HERE):
        who = Identity(f"Family{number}", "John", dob=date(1986, 1, 3) + timedelta(days=number))
        arrival = Arrival(who, f"NG/26/{number:04}", "4", suite.clock())
        ids, entries = people.booking(desk, arrival, "CSV")
        batch += entries
        if number < GONE:
            batch.append(people.leaving(ids, suite.clock(), "Home"))
    desk.append(*batch)
    return suite


def opened_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the entries whose parts are opened from here on."""
    seen: list[str] = []
    opening = Desk._open

    def watched(self: Desk, header: Any, compartment: Any, part: bytes) -> Any:
        seen.append(header.kind)
        return opening(self, header, compartment, part)

    monkeypatch.setattr(Desk, "_open", watched)
    return seen


def test_the_board_opens_nothing_of_those_who_have_left_and_the_index_reads_in_portions(
    years: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = opened_by(years.hcp, monkeypatch)
    assert len(BoardReader().read(years.hcp, years.clock())) == HERE
    assert len(people.here_now(years.hcp)) == HERE
    assert len(seen) < 20 * HERE
    everybody_is_read_in_portions_newest_first(years)


def everybody_is_read_in_portions_newest_first(years: Any) -> None:
    index_reader, portions, longest = looking_up.PeopleReader(), 0, 0.0
    index, more = PeopleIndex(), True
    while more:
        began = perf_counter()
        portion = index_reader.portion(years.hcp)
        longest = max(longest, perf_counter() - began)
        index.take(portion.entries)
        if portions == 0:
            assert index.find(sought.read(f"family{GONE + HERE - 1}")).number == 1
        portions, more = portions + 1, portion.more
    assert len(index) == GONE + HERE
    assert portions > 5
    assert longest < 2.0  # a portion is what the next job waits for
    assert index.find(sought.read("family12 03")).number == 0
    assert [hit.custody_ref for hit in index.find(sought.read("15/01/1986")).first] == [
        "NG/26/0012"
    ]
