"""The tables. ``docs/formats/ledger.md`` says the same in words.

An entry is one row: reading a person's entries then touches one place each. ``parts`` is each
sealed part with a four-byte length before it, in the order the header names them. The columns
beside ``header`` only find rows; what they say is checked against the header when it is verified.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

BIG = BigInteger().with_variant(Integer, "sqlite")

ledger_tables = MetaData()
keys_tables = MetaData()

entries = Table(
    "entries",
    ledger_tables,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("command", String(64), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("person", String(64)),
    Column("detention", String(64)),
    Column("header", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("parts", LargeBinary, nullable=False),
    Index("entries_by_kind", "kind", "seq"),
    Index("entries_by_person", "person", "seq"),
    Index("entries_by_detention", "detention", "seq"),
)

leaves = Table(
    "leaves",
    ledger_tables,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    # the leaf, then each inner node of the tree that this leaf completed, lowest first
    Column("hashes", LargeBinary, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    ledger_tables,
    Column("size", BIG, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)

drafts = Table(
    "drafts",
    ledger_tables,
    Column("key", String(200), primary_key=True),
    Column("author", String(64), primary_key=True),
    Column("person", String(64)),
    Column("saved_at", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

sealed = Table(
    "sealed",
    keys_tables,
    Column("name", String(200), primary_key=True),
    Column("blob", LargeBinary, nullable=False),
)
