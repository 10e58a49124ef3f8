from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_house import House, found
from postgres_server import Server, programs, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of our own."""
    if programs() is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl) on this machine")
    with running() as server:
        yield server


@pytest.fixture(params=["sqlcipher", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A founded ledger, once on each kind of store."""
    if request.param == "sqlcipher":
        made = found(tmp_path / "store")
    else:
        made = found(request.getfixturevalue("postgres").database())
    yield made
    made.ledger.close()


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[House]:
    made = found(tmp_path / "store")
    yield made
    made.ledger.close()
