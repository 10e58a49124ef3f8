"""Verifying a whole ledger, against hashing the same bytes in one plain loop."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from bench.building import Suite
from bench.measuring import Result, alternately, timed
from custodyhcp.ledger.merkle import Frontier
from custodyhcp.ledger.trust import Trust
from custodyhcp.ledger.verify import CHUNK, Row, check_row
from custodyhcp.vault.signing import verify

TIMES = 3
SIGNED = 5000  # entries over which signatures are measured


def measure(large: Suite) -> list[Result]:
    size, store = large.ledger.size, large.ledger.store
    large.ledger.checkpoint()

    def ours() -> float:
        return timed(lambda: _must_hold(large))

    def theirs() -> float:
        return timed(lambda: store.call(lambda: _plain_loop(large, size)))

    read = alternately(ours, theirs, TIMES)
    rows = [
        row
        for start in range(0, size, CHUNK)
        for row in store.stored_with_columns(start, min(start + CHUNK, size))
    ]
    memory = alternately(
        lambda: timed(lambda: _tree(rows)), lambda: timed(lambda: _hash(rows)), TIMES
    )
    return [
        Result(
            f"verify a ledger of {size // 1000 * 1000:,} entries",
            "SHA-256 over the same bytes, read from the same SQLCipher file, in one Python loop",
            4.0,
            *read,
        ),
        Result(
            f"verify {size // 1000 * 1000:,} entries already in memory",
            "SHA-256 over the same bytes, already in memory, in one Python loop",
            4.0,
            *memory,
        ),
        Result(
            "verify a ledger read from its file",
            "SHA-256 over the same bytes, already in memory, in one Python loop",
            4.0,
            read[0],
            memory[1],
        ),
        Result(
            f"check the signatures of {SIGNED:,} entries as well",
            "Ed25519 over the same bytes in one Python loop",
            1.5,
            *_signed(large),
        ),
    ]


def _must_hold(large: Suite) -> None:
    verdict = large.ledger.verify(signatures=False, pages=False)
    if not verdict.whole:
        raise RuntimeError(verdict.words)


def _plain_loop(large: Suite, size: int) -> None:
    """On the store's own thread and connection, without SQLAlchemy, a page after another."""
    with large.ledger.store.raw() as raw:
        found = 0
        driver = raw.driver_connection
        for header, parts in driver.execute("SELECT header, parts FROM entries ORDER BY seq"):
            sha256(header + parts).digest()
            found += 1
    if found != size:
        raise RuntimeError("entries are missing")


def _tree(rows: Sequence[Row]) -> None:
    tree = Frontier()
    for seq, row in enumerate(rows):
        if check_row(row, seq, tree) is not None:
            raise RuntimeError("an entry is bad")


def _hash(rows: Sequence[Row]) -> None:
    for row in rows:
        sha256(row[1] + row[3]).digest()


def _signed(large: Suite) -> tuple[float, float]:
    """Over the last entries only: seconds for all would be many, and each costs the same."""
    first = large.ledger.store.stored(0, 10)
    last = large.ledger.store.stored(large.ledger.size - SIGNED, large.ledger.size)
    key = large.signing.public

    def ours() -> float:
        trust = Trust(large.secrets.root)
        for stored in first:
            trust.take(stored)
        return timed(lambda: _must_be_none([trust.take(stored) for stored in last]))

    def theirs() -> float:
        return timed(lambda: [verify(key, one.signature, one.preimage()) for one in last])

    return alternately(ours, theirs, TIMES)


def _must_be_none(found: list[str | None]) -> None:
    if any(found):
        raise RuntimeError("a signature does not hold")
