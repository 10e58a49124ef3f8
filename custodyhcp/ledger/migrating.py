"""Bringing a store's tables up to this version of the program.

Alembic is imported only when there is something to do, because it is slow to load and there
almost never is. A store from a newer version is refused, never changed.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from custodyhcp.ledger.faults import WrongVersion

BASE = "base"  # before the first revision: no tables
HEADS = {"ledger": "0001", "keys": "0001"}
_FOLDER = Path(__file__).parent / "migrations"


def version_of(connection: Connection, which: str) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    table = f"{which}_version"
    if not inspect(connection).has_table(table):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {table}")).scalar()  # noqa: S608
    return None if found is None else str(found)


def bring_up(connection: Connection, which: str, to: str | None = None) -> None:
    """Upgrades within the connection's transaction. ``which`` is ``ledger`` or ``keys``."""
    version = version_of(connection, which)
    target = to or HEADS[which]
    if version == target:
        return
    if version is not None and version > HEADS[which]:
        raise WrongVersion
    downward = version is not None and (target == BASE or target < version)
    _run(connection, which, target, upward=not downward)


def _run(connection: Connection, which: str, target: str, *, upward: bool) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_FOLDER / which))

    def steps(revision: object, _context: object) -> object:
        if upward:
            return scripts._upgrade_revs(target, revision)  # type: ignore[arg-type]
        return scripts._downgrade_revs(target, revision)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev=target) as environment:
        environment.configure(
            connection=connection,
            version_table=f"{which}_version",
            transactional_ddl=True,
        )
        environment.run_migrations()
