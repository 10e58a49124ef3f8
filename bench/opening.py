"""Opening a person with 400 entries, among everybody else's, to the folded stay a page shows."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.building import Suite, decision, fill, found, now
from bench.measuring import Result, alternately, timed
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity

ENTRIES = 400
BETWEEN = 30  # other people's entries between two of this person's
TIMES = 15


def _somebody() -> Arrival:
    return Arrival(Identity("Okonkwo", "Tobias"), "BE/4471/26", "M7", now() - timedelta(hours=1))


def _first_contact(desk: Desk, detention: str) -> assessing.Signed:
    seen = Assessment(
        reason="Asked by custody: alcohol",
        findings="Alert and orientated. No tremor, no sweating. " * 6,
        impression="Alcohol use, no withdrawal now.",
        plan="Review in four hours. " * 4,
    )
    directions = Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "Alcohol"),
        call_hcp_if=("Shaking or sweating", "Confused or hard to wake"),
        call_999_if=("Fit", "Cannot be woken"),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=now() + timedelta(hours=4),
        review_if_missed="Phone healthcare on the suite number",
    )
    return assessing.sign(desk, detention, seen, directions)


def _again(entry: Entry) -> NewEntry:
    header = entry.header
    return NewEntry(header.kind, entry.bodies, header.person, header.detention)


def build(folder: Path) -> tuple[Suite, str, str]:
    suite = found(folder / "suite")
    desk = suite.desk()
    fill(suite, 500)
    other = people.book_in(desk, _somebody()).detention
    ids = people.book_in(desk, _somebody())
    signed = _first_contact(desk, ids.detention)
    turn = (
        _again(signed.assessment),
        _again(signed.directions),
        decision(ids.person, ids.detention),
        people.moving(ids.person, ids.detention, "M9"),
    )
    for number in range(ENTRIES - 4):
        fill(suite, suite.ledger.size + BETWEEN)
        like = turn[number % len(turn)]
        desk.append(NewEntry(like.kind, like.parts, like.person, like.detention))
    return suite, ids.detention, other


def measure(folder: Path) -> list[Result]:
    """Both sides cold: no page of the file in memory. The nurse is signed in, at the board, and
    has opened somebody else before."""
    suite, detention, other = build(folder)

    def ours() -> float:
        suite.reopen()
        desk = suite.desk()
        while not suite.ledger.checked:
            pass  # the check at the start is nobody's time
        people.detentions(desk)  # the person is chosen from the board
        people.read_detention(desk, other)  # and is not the first since the start
        suite.ledger.store.call(lambda: _forget_pages(suite))
        return timed(lambda: _open(desk, detention))

    def theirs() -> float:
        suite.ledger.close()
        path = folder / "suite" / "ledger.db"
        with closing(open_sqlcipher(path, suite.device.ledger_key)) as raw:
            return timed(lambda: _raw(raw, detention))

    taken = alternately(ours, theirs, TIMES)
    suite.ledger.close()
    return [
        Result(
            f"open a person with {ENTRIES} entries",
            f"SQLCipher reading the same {ENTRIES} rows raw, the file just opened",
            4.0,
            *taken,
        ),
    ]


def _forget_pages(suite: Suite) -> None:
    with suite.ledger.store.raw() as raw:
        raw.driver_connection.execute("PRAGMA shrink_memory")


def _open(desk: Desk, detention: str) -> None:
    opened = people.read_detention(desk, detention)
    if len(opened.entries) != ENTRIES or not opened.detention.assessments:
        raise RuntimeError("the person was not opened")


def _raw(raw: object, detention: str) -> None:
    query = "SELECT seq, header, signature, parts FROM entries WHERE detention = ? ORDER BY seq"
    rows = raw.execute(query, (detention,)).fetchall()  # type: ignore[attr-defined]
    if len(rows) < ENTRIES - 1:
        raise RuntimeError("the rows were not read")
