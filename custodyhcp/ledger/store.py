"""Entries and what belongs to them, on the disk: SQLCipher in a folder, or PostgreSQL.

Rules kept here:

* An entry, its leaf and the tree's inner nodes are written in one transaction, which is on the
  disk when ``append`` returns. ``seq`` has no gaps: on SQLCipher only one process writes; on
  PostgreSQL the last entry is read under an advisory lock that the same transaction holds.
* A command that was written before is not written again: its entry is given back.
* Foreign exceptions end here: what comes out is one of ``ledger.faults``, or a bug.
* When the disk is full the ballast is given up and the write tried once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from custodyhcp.ledger import connection as connections
from custodyhcp.ledger import queries
from custodyhcp.ledger.faults import (
    CannotReach,
    CannotWrite,
    DiskFull,
    Moved,
    StoreDamaged,
    StoreInUse,
)
from custodyhcp.ledger.merkle import Frontier, peaks_of
from custodyhcp.ledger.migrating import bring_up
from custodyhcp.ledger.premises import KEYS_FILE, LEDGER_FILE, Ballast
from custodyhcp.ledger.tables import checkpoints, drafts, entries, leaves, sealed
from custodyhcp.ledger.thread import StoreThread
from custodyhcp.ledger.values import Expect, Prepared, Stored

T = TypeVar("T")
COPIED_AT_ONCE = 256  # pages: some milliseconds, in which nobody else gets a turn
HEAD_LOCK = 0x637573746F6479  # pg_advisory_xact_lock: whoever holds it may take the next number


class NameTaken(Exception):
    """A sealed key of that name is there already."""


class Store:
    """Make one with ``on_disk`` or ``on_postgres``; close it with ``close``."""

    def __init__(
        self, ledger: Engine, keys: Engine, ballast: Ballast | None, *, alone: bool
    ) -> None:
        self._ledger, self._keys = ledger, keys
        self._ballast = ballast
        self.alone = alone  # no other process writes here: the head may be remembered
        self._head: Frontier | None = None
        self._add_entries = queries.Insert(entries, ledger)
        self._add_leaves = queries.Insert(leaves, ledger)
        self.disk_was_full = False
        self._thread = StoreThread()
        try:
            self.call(self._begin)
        except BaseException:
            self._thread.close(self._dispose)
            raise

    @classmethod
    def on_disk(
        cls,
        folder: Path,
        ledger_key: bytes,
        keys_key: bytes,
        *,
        create: bool = False,
        ballast: bool = True,
    ) -> Store:
        """Both files of ``folder``. Raises what ``open_sqlcipher`` raises, and ``WrongVersion``."""
        made = {"create": create}  # only the first time: afterwards a connection is reopened

        def opener(name: str, key: bytes) -> Callable[[], connections.Sqlcipher]:
            fresh = dict(made)
            return lambda: connections.open_sqlcipher(
                folder / name, key, create=fresh.pop("create", False)
            )

        ledger = connections.sqlcipher_engine(opener(LEDGER_FILE, ledger_key))
        keys = connections.sqlcipher_engine(opener(KEYS_FILE, keys_key))
        return cls(ledger, keys, Ballast(folder) if ballast else None, alone=True)

    @classmethod
    def on_postgres(cls, url: str) -> Store:
        engine = connections.postgres_engine(url)
        return cls(engine, engine, None, alone=False)

    @property
    def open(self) -> bool:
        return self._thread.open

    def close(self) -> None:
        self._thread.close(self._dispose)

    def call(self, work: Callable[[], T]) -> T:
        return self._thread.call(work)

    # -- entries -------------------------------------------------------------------------------

    def append(
        self, new: Sequence[Prepared], sign: queries.Sign, expect: Expect | None = None
    ) -> list[Stored]:
        """Numbers, signs and writes them all, or none. Raises ``Moved`` if ``expect`` fails.
        Commands that were written before give their earlier entries back."""
        return self.call(lambda: self._append_once(new, sign, expect))

    def _append_once(
        self, new: Sequence[Prepared], sign: queries.Sign, expect: Expect | None
    ) -> list[Stored]:
        """A retry is rare: that a command was written before is looked up only after it failed."""
        try:
            return self._write(lambda on: self._append(on, new, sign, expect))
        except (IntegrityError, connections.Duplicate, Moved):
            commands = [one.command for one in new]
            earlier = self._read(lambda on: queries.written_before(on, commands))
            if not earlier:
                raise
            return earlier

    def _append(
        self, on: Connection, new: Sequence[Prepared], sign: queries.Sign, expect: Expect | None
    ) -> list[Stored]:
        self._take_head_lock(on)
        if expect is not None:
            queries.refuse_if_moved(on, expect)
        head = self._frontier(on)
        made, rows, hashes = [], [], []
        for prepared in new:
            stored = queries.numbered(prepared, head.size, sign)
            made.append(stored)
            rows.append(queries.row(prepared, stored))
            hashes.append({"seq": stored.seq, "hashes": head.append(stored.leaf())})
        self._add_entries.into(on, rows)
        self._add_leaves.into(on, hashes)
        self._head = head if self.alone else None
        return made

    def _take_head_lock(self, on: Connection) -> None:
        if not self.alone:
            on.execute(queries.LOCK_HEAD, {"lock": HEAD_LOCK})

    def _frontier(self, on: Connection) -> Frontier:
        """The tree's right edge, to be appended to. Remembered only while nobody else writes."""
        if self._head is not None:
            return self._head.copy()
        size = queries.size(on)
        return Frontier(size, [queries.node(on, level, index) for level, index in peaks_of(size)])

    def size(self) -> int:
        return self._read(queries.size)

    def rows(
        self,
        person: str | None,
        detention: str | None,
        kinds: Collection[str] | None,
        after: int,
        before: int | None = None,
        last: int | None = None,
    ) -> list[tuple[Any, ...]]:
        """(seq, header, parts) of what is to be opened, in the order of ``seq``; of many only the
        ``last`` so many."""
        query = queries.READ.where(entries.c.seq > after)
        if before is not None:
            query = query.where(entries.c.seq < before)
        if person is not None:
            query = query.where(entries.c.person == person)
        if detention is not None:
            query = query.where(entries.c.detention == detention)
        if kinds is not None:
            query = query.where(entries.c.kind.in_(sorted(kinds)))
        if last is not None:
            backwards = query.order_by(None).order_by(entries.c.seq.desc()).limit(last)
            return self._read(lambda on: queries.fetched(on, backwards, {}))[::-1]
        return self._read(lambda on: queries.fetched(on, query, {}))

    def stored(self, start: int, end: int) -> list[Stored]:
        """Entries ``start`` to ``end`` (not including it), those that are there."""
        span = {"start": start, "end": end}
        return self._read(
            lambda on: [queries.stored(row) for row in on.execute(queries.SPAN, span)]
        )

    def stored_of_kinds(self, kinds: Collection[str], start: int, end: int) -> list[Stored]:
        """As ``stored``, of these kinds only."""
        query = queries.SPAN.where(entries.c.kind.in_(sorted(kinds)))
        span = {"start": start, "end": end}
        return self._read(lambda on: [queries.stored(row) for row in on.execute(query, span)])

    def stored_with_columns(self, start: int, end: int) -> list[tuple[Any, ...]]:
        """(seq, header, signature, parts, command, kind, person, detention, hashes) as they lie
        there, for whoever checks that they agree. ``hashes`` is None where the leaf is missing."""
        span = {"start": start, "end": end}
        return self._read(lambda on: queries.fetched(on, queries.CHECKED_SPAN, span))

    def nodes(self, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """The tree's nodes (level, index) as stored. Raises ``StoreDamaged`` for a missing one."""
        return self._read(lambda on: {node: queries.node(on, *node) for node in wanted})

    def lost_by_an_index(self, size: int) -> int | None:
        """The first of ``size`` entries that some index lacks or has twice. An old page put back
        into an index would hide entries from readers, though the entries are there."""
        if not self.alone:
            return None
        return self._read(lambda on: queries.lost_by_an_index(on, size))

    def damaged_pages(self) -> list[str]:
        """Pages of both files whose authentication code does not hold, in words. Nobody else gets
        a turn meanwhile. Empty on PostgreSQL, which has its own checks."""
        if not self.alone:
            return []
        return [
            f"{name}: {row[0]}"
            for name, engine in ((LEDGER_FILE, self._ledger), (KEYS_FILE, self._keys))
            for row in self.call(lambda engine=engine: self._check_pages(engine))  # type: ignore[misc]
        ]

    def _check_pages(self, engine: Engine) -> list[Any]:
        try:
            with closing(engine.raw_connection()) as held:
                raw: connections.Sqlcipher = held.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                found: list[Any] = raw.execute("PRAGMA cipher_integrity_check").fetchall()
                return found
        except connections.SqlcipherError as error:
            self._known(error, engine)
            return [(str(error),)]

    # -- checkpoints ---------------------------------------------------------------------------

    def keep_checkpoint(self, size: int, note: str) -> None:
        row = {"size": size, "note": note}

        def write(on: Connection) -> None:
            on.execute(sa.delete(checkpoints).where(checkpoints.c.size == size))
            on.execute(sa.insert(checkpoints), row)

        self.call(lambda: self._write(write))

    def checkpoints(self) -> list[tuple[int, str]]:
        query = sa.select(checkpoints.c.size, checkpoints.c.note).order_by(checkpoints.c.size)
        return self._read(lambda on: [(row[0], row[1]) for row in on.execute(query)])

    # -- drafts --------------------------------------------------------------------------------

    def save_draft(
        self, key: str, author: str, person: str | None, saved_at: str, blob: bytes
    ) -> None:
        row = {"key": key, "author": author, "person": person, "saved_at": saved_at}

        def write(on: Connection) -> None:
            on.execute(queries.drop_draft(key, author))
            on.execute(sa.insert(drafts), {**row, "sealed": blob})

        self.call(lambda: self._write(write))

    def drafts(self) -> list[tuple[str, str, str | None, str, bytes]]:
        query = sa.select(drafts).order_by(drafts.c.saved_at)
        return self._read(lambda on: [tuple(row) for row in on.execute(query)])

    def drop_draft(self, key: str, author: str) -> None:
        self.call(lambda: self._write(lambda on: on.execute(queries.drop_draft(key, author))))

    # -- sealed keys ---------------------------------------------------------------------------

    def put_sealed(self, name: str, blob: bytes, *, replace: bool) -> None:
        """Raises ``NameTaken`` if it is there and ``replace`` is not allowed."""
        where = sealed.c.name == name

        def write(on: Connection) -> None:
            if replace:
                on.execute(sa.delete(sealed).where(where))
            on.execute(sa.insert(sealed), {"name": name, "blob": blob})

        try:
            self.call(lambda: self._write(write, self._keys))
        except IntegrityError:
            raise NameTaken(name) from None

    def sealed(self, name: str) -> bytes | None:
        query = sa.select(sealed.c.blob).where(sealed.c.name == name)
        found = self.call(lambda: self._transaction(queries.scalar(query), self._keys))
        return None if found is None else bytes(found)

    def drop_sealed(self, name: str) -> None:
        query = sa.delete(sealed).where(sealed.c.name == name)
        self.call(lambda: self._write(lambda on: on.execute(query), self._keys))

    # -- on the store's thread -----------------------------------------------------------------

    def copy_into(
        self, folder: Path, ledger_key: bytes, keys_key: bytes, between: Callable[[], object]
    ) -> None:
        """Copies both files by the backup API, the entries first and the keys after, so that no
        entry in the copy lacks its key. What is recorded meanwhile goes along."""
        copies = ((self._ledger, LEDGER_FILE, ledger_key), (self._keys, KEYS_FILE, keys_key))
        for engine, name, key in copies:
            self.call(lambda e=engine, n=name, k=key: self._copy(e, folder / n, k, between))  # type: ignore[misc]

    def _copy(self, engine: Engine, path: Path, key: bytes, between: Callable[[], object]) -> None:
        def step(*_: int) -> None:
            between()
            self._thread.let_others()

        try:
            target = connections.open_sqlcipher(path, key, create=True)
            with closing(target), closing(engine.raw_connection()) as held:
                source: connections.Sqlcipher = held.driver_connection
                source.backup(target, pages=COPIED_AT_ONCE, progress=step)
        except connections.SqlcipherError as error:
            raise self._known(error, engine) from error

    def raw(self) -> closing[Any]:
        """The driver's own connection, to measure against; only on the store's thread, and only
        for reading. ``with store.raw() as connection``."""
        return closing(self._ledger.raw_connection())

    def _begin(self) -> None:
        for which, engine in (("ledger", self._ledger), ("keys", self._keys)):
            self._write(lambda on, which=which: bring_up(on, which), engine)  # type: ignore[misc]
        if self._ballast is not None:
            self._ballast.load()

    def _dispose(self) -> None:
        for engine in (self._ledger, self._keys):
            if self.alone:
                self._close_file(engine)
            engine.dispose()

    def _close_file(self, engine: Engine) -> None:
        pooled = engine.pool
        with closing(pooled.connect()) as held:
            raw = held.driver_connection
        if raw is not None:
            raw.close()

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self.call(lambda: self._transaction(work, self._ledger))

    def _write(self, work: Callable[[Connection], T], engine: Engine | None = None) -> T:
        on = engine or self._ledger
        try:
            return self._transaction(work, on, writes=True)
        except DiskFull:
            self.disk_was_full = True
            if self._ballast is None or not self._ballast.give_up():
                raise
            return self._transaction(work, on, writes=True)

    def _transaction(
        self, work: Callable[[Connection], T], engine: Engine, *, writes: bool = False
    ) -> T:
        try:
            with engine.connect() as on:
                if writes and self.alone:
                    connections.begin(on, "BEGIN IMMEDIATE")
                with on.begin():
                    return work(on)
        except (IntegrityError, connections.Duplicate):
            self._head = None
            raise
        except (DBAPIError, connections.SqlcipherError) as error:
            self._head = None
            raise self._known(error, engine) from error
        except BaseException:
            self._head = None
            raise

    def _known(self, error: Exception, engine: Engine) -> Exception:
        if self.alone:
            return _known_sqlite(error, engine)
        if isinstance(error, OperationalError) or getattr(error, "connection_invalidated", False):
            return CannotReach()
        return error


def _known_sqlite(error: Exception, engine: Engine) -> Exception:
    words = str(error)
    if "disk is full" in words:
        return DiskFull()
    if "disk I/O" in words or "readonly" in words or "unable to open" in words:
        engine.dispose()  # after a failed write or sync, only a fresh look at the file is sure
        return CannotWrite()
    if "malformed" in words or "not a database" in words:
        engine.dispose()  # SQLCipher answers nothing more after a page that does not hold
        return StoreDamaged()
    if "locked" in words:
        return StoreInUse()
    return error
