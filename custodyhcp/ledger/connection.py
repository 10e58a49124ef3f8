"""The only place that opens a database. A test looks for any other ``connect(`` in the product.

Rules kept here:

* Without the key PRAGMA, SQLCipher writes a plain file and says nothing. So: the key first, as
  raw bytes; then a read of ``sqlite_master``, which fails under a wrong key; then a look at the
  file itself, which must not begin as a plain SQLite file does.
* SQLite 3.7.0 to 3.51.2 can damage a WAL file; an engine that old is refused.
* A commit is on the disk when it returns (``synchronous=FULL``); temporary tables stay in memory;
  deleted bytes are overwritten (``secure_delete``); one process at a time (``EXCLUSIVE``).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher  # type: ignore[import-untyped]

from custodyhcp.ledger.faults import (
    CannotWrite,
    NoStore,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    TooOldEngine,
)

OLDEST_ENGINE = (3, 51, 3)
PLAIN_HEAD = b"SQLite format 3"
KEY_BYTES = 32
PAGE_BYTES = 4096
PAGE_CACHE_KIB = 32 * 1024
WAL_KEPT_BYTES = 16 * 1024 * 1024
_PRAGMAS = (
    "locking_mode = EXCLUSIVE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    f"cache_size = -{PAGE_CACHE_KIB}",
    f"journal_size_limit = {WAL_KEPT_BYTES}",
)
Sqlcipher = Any  # sqlcipher3 has no types: a connection of its dbapi2
SqlcipherError: type[Exception] = sqlcipher.Error
Duplicate: type[Exception] = sqlcipher.IntegrityError


def check_engine(found: tuple[int, ...] = tuple(sqlcipher.sqlite_version_info)) -> None:
    if found < OLDEST_ENGINE:
        raise TooOldEngine(".".join(map(str, found)))


def open_sqlcipher(path: Path, key: bytes, *, create: bool = False) -> Sqlcipher:
    """A connection for the thread that calls. Raises ``StoreDamaged`` where the file is not ours
    under this key, ``NoStore`` or ``StoreExists``, ``StoreInUse``, ``CannotWrite``."""
    check_engine()
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key is 32 bytes")
    _prepare_file(path, create)
    try:
        connection = _connected(path, key)
        if not create and _is_empty(connection):
            connection.close()
            raise StoreDamaged  # nothing is left of it: never taken for a new one
        return connection
    except sqlcipher.OperationalError as error:
        raise (StoreInUse() if "locked" in str(error) else CannotWrite()) from error
    except sqlcipher.DatabaseError as error:
        raise StoreDamaged from error


def _prepare_file(path: Path, create: bool) -> None:
    """A new file is made here, readable by its owner only; SQLite gives its WAL the same mode."""
    try:
        if create:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        elif not path.is_file():
            raise NoStore
        elif path.stat().st_size < PAGE_BYTES or is_plain(path):
            raise StoreDamaged  # SQLite would write into an empty file as if it were a new one
    except FileExistsError:
        raise StoreExists from None
    except OSError as error:
        raise CannotWrite from error


def _connected(path: Path, key: bytes) -> Sqlcipher:
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True, timeout=1.0
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise StoreDamaged
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        if is_plain(path):
            raise StoreDamaged
    except BaseException:
        connection.close()
        raise
    return connection


def _is_empty(connection: Sqlcipher) -> bool:
    found: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return found == 0


def is_plain(path: Path) -> bool:
    """True for a database file that is not encrypted."""
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEAD)) == PLAIN_HEAD


def sqlcipher_engine(opened: Callable[[], Sqlcipher]) -> Engine:
    """SQLAlchemy over one connection, which the first use opens."""
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=opened, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin(connection, "BEGIN")

    return engine


def begin(connection: Connection, how: str) -> None:
    """The transaction's first statement, straight to the driver, unless it has begun already."""
    driver: Sqlcipher = connection.connection.driver_connection
    if not driver.in_transaction:
        driver.execute(how)


def postgres_engine(url: str) -> Engine:
    """``url`` as SQLAlchemy writes it, for the psycopg driver."""
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "custodyhcp"},
    )
