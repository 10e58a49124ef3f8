"""Recording a decision: seal, sign, leaf, commit on the disk; and again in a large ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.building import Suite, decision, fill, found
from bench.measuring import Result, alternately, timed
from custodyhcp.ledger.rows import join_parts

TIMES = 400
PLAIN = (
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, header BLOB, signature BLOB, parts BLOB,"
    " leaf BLOB)"
)


def against_plain_sqlite(folder: Path) -> list[Result]:
    """The plain side: one table without an index, one row with the same bytes, one commit."""
    suite = found(folder / "suite")
    fill(suite, 1000)
    desk = suite.desk()
    desk.append(decision("p-1", "d-1"))
    with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute(PLAIN)

        def ours() -> float:
            entry = decision("p-1", "d-1")
            return timed(lambda: desk.append(entry))

        def theirs() -> float:
            (stored,) = desk.stored(suite.ledger.size - 1, suite.ledger.size)
            row = (stored.header, stored.signature, join_parts(stored.parts), stored.leaf())
            return timed(lambda: _insert(plain, row))

        taken = alternately(ours, theirs, TIMES)
    suite.ledger.close()
    return [
        Result(
            "record a decision",
            "the same bytes into plain SQLite, one table, WAL, synchronous=FULL",
            2.5,
            *taken,
        )
    ]


def _insert(plain: sqlite3.Connection, row: tuple[bytes, ...]) -> None:
    plain.execute("BEGIN IMMEDIATE")
    plain.execute("INSERT INTO entries (header, signature, parts, leaf) VALUES (?, ?, ?, ?)", row)
    plain.execute("COMMIT")


def in_a_large_ledger(large: Suite, folder: Path) -> list[Result]:
    """Alternately at about 200,000 entries and at about 1,000."""
    small = found(folder / "small")
    fill(small, 1000)
    desks = large.desk(), small.desk()
    for desk in desks:
        desk.append(decision("p-1", "d-1"))

    def at(which: int) -> float:
        entry = decision("p-1", "d-1")
        return timed(lambda: desks[which].append(entry))

    ours, theirs = alternately(lambda: at(0), lambda: at(1), TIMES)
    small.ledger.close()
    return [
        Result(
            f"record a decision at {large.ledger.size // 1000 * 1000:,} entries",
            "the same at 1,000 entries",
            1.2,
            ours,
            theirs,
        )
    ]
