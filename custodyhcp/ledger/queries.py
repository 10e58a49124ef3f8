"""What is asked of the tables, and the rows that entries are written as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from custodyhcp.ledger.entry import SIGNING_PREFIX, Header, leaf_preimage
from custodyhcp.ledger.faults import Moved, StoreDamaged
from custodyhcp.ledger.merkle import HASH_BYTES, where_node_lies
from custodyhcp.ledger.rows import join_parts, part_hashes, split_parts
from custodyhcp.ledger.tables import drafts, entries, leaves
from custodyhcp.ledger.values import Expect, Prepared, Stored

Sign = Callable[[bytes], bytes]


class Insert:
    """An INSERT whose SQL is made once, so that recording a decision need not wait for it."""

    def __init__(self, table: sa.Table, engine: Engine) -> None:
        compiled = sa.insert(table).compile(dialect=engine.dialect)
        self._sql = str(compiled)
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)

    def into(self, on: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """On SQLite straight to the driver, whose exceptions come as they are."""
        if not self._order:
            on.exec_driver_sql(self._sql, list(rows) if len(rows) > 1 else rows[0])
            return
        driver: Any = on.connection.driver_connection
        driver.executemany(self._sql, [[row[name] for name in self._order] for row in rows])


def fetched(on: Connection, query: sa.Select[Any], values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: for what is read by the hundred or the thousand."""
    result = on.execute(query, values)
    assert result.cursor is not None  # noqa: S101 - a SELECT has one
    rows: list[tuple[Any, ...]] = list(result.cursor.fetchall())
    result.close()
    return rows


def lost_by_an_index(on: Connection, size: int) -> int | None:
    """Each index holds every ``seq`` below ``size`` once: three sums say so without a list."""
    last = size - 1
    sums = (size, last * size // 2, last * size * (2 * size - 1) // 6)
    for index in _INDEXES:
        found = on.exec_driver_sql(
            f"SELECT count(*), sum(seq), sum(seq * seq) FROM entries INDEXED BY {index}"  # noqa: S608
            " WHERE seq < ?",
            (size,),
        ).one()
        if size and tuple(map(int, found)) != sums:
            return _first_lost(on, index, size)
    return None


def _first_lost(on: Connection, index: str, size: int) -> int:
    listed = f"SELECT seq FROM entries INDEXED BY {index} WHERE seq < ? ORDER BY seq"  # noqa: S608
    for expected, (seq,) in enumerate(on.exec_driver_sql(listed, (size,))):
        if seq != expected:
            return min(expected, int(seq))
    return size - 1


_INDEXES = (
    "entries_by_kind",
    "entries_by_person",
    "entries_by_detention",
    "sqlite_autoindex_entries_1",  # by command
)
READ = sa.select(entries.c.seq, entries.c.header, entries.c.parts).order_by(entries.c.seq)
_AS_STORED = sa.select(
    entries.c.seq, entries.c.header, entries.c.signature, entries.c.parts
).order_by(entries.c.seq)
_BY_COMMANDS = _AS_STORED.where(entries.c.command.in_(sa.bindparam("commands", expanding=True)))
_IN_SPAN = (entries.c.seq >= sa.bindparam("start")) & (entries.c.seq < sa.bindparam("end"))
SPAN = _AS_STORED.where(_IN_SPAN)
CHECKED_SPAN = (
    sa.select(
        entries.c.seq,
        entries.c.header,
        entries.c.signature,
        entries.c.parts,
        entries.c.command,
        entries.c.kind,
        entries.c.person,
        entries.c.detention,
        leaves.c.hashes,
    )
    .select_from(entries.outerjoin(leaves, leaves.c.seq == entries.c.seq))
    .where(_IN_SPAN)
    .order_by(entries.c.seq)
)
_LAST = sa.select(sa.func.max(entries.c.seq))
_LAST_OF = _LAST.where(entries.c.detention == sa.bindparam("detention"))
_HASHES = sa.select(leaves.c.hashes).where(leaves.c.seq == sa.bindparam("seq"))
LOCK_HEAD = sa.text("SELECT pg_advisory_xact_lock(:lock)")


def scalar(query: sa.Select[Any]) -> Callable[[Connection], Any]:
    return lambda on: on.execute(query).scalar()


def drop_draft(key: str, author: str) -> sa.Delete:
    return sa.delete(drafts).where((drafts.c.key == key) & (drafts.c.author == author))


def size(on: Connection) -> int:
    last = on.execute(_LAST).scalar()
    return 0 if last is None else int(last) + 1


def written_before(on: Connection, commands: list[str]) -> list[Stored]:
    found = [stored(row) for row in on.execute(_BY_COMMANDS, {"commands": commands})]
    if found and len(found) != len(commands):
        raise ValueError("a command was used again beside new ones")
    return found


def refuse_if_moved(on: Connection, expect: Expect) -> None:
    last = on.execute(_LAST_OF, {"detention": expect.detention}).scalar()
    if last is not None and last > expect.last_seq:
        raise Moved(int(last))


def node(on: Connection, level: int, index: int) -> bytes:
    seq, place = where_node_lies(level, index)
    hashes = on.execute(_HASHES, {"seq": seq}).scalar()
    found = bytes(hashes or b"")[place * HASH_BYTES : (place + 1) * HASH_BYTES]
    if len(found) != HASH_BYTES:
        raise StoreDamaged
    return found


def numbered(prepared: Prepared, seq: int, sign: Sign) -> Stored:
    header = Header(
        id=prepared.id,
        seq=seq,
        at=prepared.at,
        kind=prepared.kind,
        author=prepared.author,
        role=prepared.role,
        device=prepared.device,
        person=prepared.person,
        detention=prepared.detention,
        supersedes=prepared.supersedes,
        command=prepared.command,
        parts=prepared.compartments,
    ).to_bytes()
    preimage = leaf_preimage(header, part_hashes(prepared.parts))
    return Stored(seq, header, prepared.parts, sign(SIGNING_PREFIX + preimage))


def row(prepared: Prepared, stored: Stored) -> dict[str, Any]:
    return {
        "seq": stored.seq,
        "command": prepared.command,
        "kind": prepared.kind,
        "person": prepared.person,
        "detention": prepared.detention,
        "header": stored.header,
        "signature": stored.signature,
        "parts": join_parts(stored.parts),
    }


def stored(row: Any) -> Stored:
    seq, header, signature, parts = row
    return Stored(int(seq), bytes(header), split_parts(bytes(parts)), bytes(signature))
