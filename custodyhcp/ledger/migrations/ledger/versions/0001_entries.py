"""Entries, the tree's leaves, checkpoints and drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("command", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.Column("detention", sa.String(64)),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("parts", sa.LargeBinary, nullable=False),
    )
    op.create_index("entries_by_kind", "entries", ["kind", "seq"])
    op.create_index("entries_by_person", "entries", ["person", "seq"])
    op.create_index("entries_by_detention", "entries", ["detention", "seq"])
    op.create_table(
        "leaves",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", BIG, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("author", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64)),
        sa.Column("saved_at", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in ("drafts", "checkpoints", "leaves", "entries"):
        op.drop_table(table)
