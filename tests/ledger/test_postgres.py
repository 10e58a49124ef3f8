"""PostgreSQL: several processes write one gapless ledger, and a stopped server is a clear word."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from ledger_house import House, decision, found
from postgres_server import Server, programs, running

from custodyhcp.ledger.faults import CannotReach
from custodyhcp.ledger.ledger import Ledger

WRITERS, EACH = 8, 25


def test_eight_writers_leave_no_gap(postgres: Server) -> None:
    house = found(postgres.database())
    start = Barrier(WRITERS)
    acknowledged: list[int] = []

    def write(number: int) -> None:
        ledger = Ledger.open(house.place, house.device, house.clock, house.secrets)
        try:
            desk = ledger.desk(house.keys.session("hcp", ledger.authority))
            start.wait()
            for at in range(EACH):
                (made,) = desk.append(decision(at, person=f"p-{at % 3}", detention=f"d-{number}"))
                acknowledged.append(made.header.seq)
        finally:
            ledger.abandon()

    threads = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    before = house.ledger.size - WRITERS * EACH
    assert sorted(acknowledged) == list(range(before, house.ledger.size))
    assert len(acknowledged) == WRITERS * EACH
    verdict = house.ledger.verify()
    assert verdict.whole, verdict.words
    assert len(house.desk().read(kinds={"story.told"})) == WRITERS * EACH
    house.ledger.close()


def test_another_workstations_staff_entries_are_seen(postgres: Server) -> None:
    from custodyhcp.ledger.entry import NewEntry
    from custodyhcp.vault.authority import Standing
    from custodyhcp.vault.compartments import Compartment

    house = found(postgres.database())
    other = Ledger.open(house.place, house.device, house.clock, house.secrets)
    house.desk("admin").append(NewEntry("staff.left", {Compartment.OPEN: {"staff": "ig"}}))
    assert other.authority.members["ig"].standing is Standing.LEFT
    other.abandon()
    house.ledger.close()


@pytest.fixture
def own_server() -> Iterator[Server]:
    if programs() is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl) on this machine")
    with running() as server:
        yield server


def test_a_server_stopped_hard_loses_nothing_acknowledged(own_server: Server) -> None:
    house: House = found(own_server.database())
    desk = house.desk()
    acknowledged = [desk.append(decision(at))[0].header.seq for at in range(10)]
    own_server.stop("immediate")
    with pytest.raises(CannotReach):
        desk.append(decision(99, command="again"))
    own_server.start()
    acknowledged.append(desk.append(decision(99, command="again"))[0].header.seq)
    assert acknowledged == list(range(acknowledged[0], house.ledger.size))
    assert house.ledger.verify().whole
    house.ledger.close()
