"""The folder, its lock, its ballast; the connection factory; the tables and their migrations."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_house import House, decision, found
from postgres_server import Server

from custodyhcp.ledger import connection, migrating, premises
from custodyhcp.ledger.faults import (
    NoStore,
    NotLocalDisk,
    StoreDamaged,
    StoreExists,
    StoreInUse,
    TooOldEngine,
    WrongVersion,
)
from custodyhcp.ledger.ledger import Ledger
from custodyhcp.ledger.tables import keys_tables, ledger_tables

KEY = bytes(range(32))


def test_a_second_process_never_opens_the_same_store(on_disk: House) -> None:
    code = (
        "import sys; from pathlib import Path; from custodyhcp.ledger.premises import Lock\n"
        "from custodyhcp.ledger.faults import StoreInUse\n"
        "try: Lock(Path(sys.argv[1]))\n"
        "except StoreInUse: sys.exit(7)\n"
    )

    def other_process() -> int:
        command = [sys.executable, "-c", code, str(on_disk.ledger.folder)]
        return subprocess.run(command, check=False).returncode  # noqa: S603

    assert other_process() == 7
    with pytest.raises(StoreInUse):
        Ledger.open(on_disk.place, on_disk.device, on_disk.clock, on_disk.secrets)
    on_disk.ledger.close()
    assert other_process() == 0
    on_disk.reopen()


def test_files_are_their_owners_only(on_disk: House) -> None:
    on_disk.desk().append(decision(0))
    folder = on_disk.ledger.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_nothing_is_readable_without_the_key(on_disk: House) -> None:
    on_disk.desk().append(decision(0))
    for path in on_disk.ledger.folder.iterdir():
        data = path.read_bytes()
        assert b"Northmoor" not in data and b"consent" not in data and b"SQLite" not in data


def test_missing_existing_and_foreign_stores(tmp_path: Path, on_disk: House) -> None:
    secrets, device, clock = on_disk.secrets, on_disk.device, on_disk.clock
    with pytest.raises(NoStore):
        Ledger.open(tmp_path / "nowhere", device, clock, secrets)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoStore):
        Ledger.open(tmp_path / "empty", device, clock, secrets)
    on_disk.ledger.close()
    with pytest.raises(StoreExists):
        Ledger.create(on_disk.ledger.folder, device, clock, secrets)
    other = found(tmp_path / "other", "other-store")
    other.ledger.close()
    with pytest.raises(StoreDamaged):
        Ledger.open(other.ledger.folder, device, clock, secrets)


def test_a_plain_file_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE t (a)")
        plain.commit()
    with pytest.raises(StoreDamaged):
        connection.open_sqlcipher(path, KEY)


def test_the_connection_is_as_strict_as_it_says(tmp_path: Path) -> None:
    with closing(connection.open_sqlcipher(tmp_path / "x.db", KEY, create=True)) as made:
        made.execute("CREATE TABLE t (a)")

        def ask(name: str) -> object:
            return made.execute(f"PRAGMA {name}").fetchone()[0]

        asked = ("journal_mode", "synchronous", "locking_mode", "secure_delete", "temp_store")
        assert [ask(name) for name in asked] == ["wal", 2, "exclusive", 1, 2]
        assert ask("foreign_keys") == 1
        with pytest.raises(StoreInUse):
            connection.open_sqlcipher(tmp_path / "x.db", KEY)
    with pytest.raises(StoreDamaged):
        connection.open_sqlcipher(tmp_path / "x.db", bytes(32))
    with pytest.raises(ValueError, match="32"):
        connection.open_sqlcipher(tmp_path / "x.db", b"short")


def test_an_engine_that_damages_files_is_refused() -> None:
    connection.check_engine()
    connection.check_engine((3, 51, 3))
    for old in ((3, 51, 2), (3, 40, 1)):
        with pytest.raises(TooOldEngine):
            connection.check_engine(old)


MOUNTS = """22 1 254:1 / / rw - ext4 /dev/vda rw
30 22 0:50 / /mnt/shared\\040drive rw - nfs4 server:/x rw
31 30 0:51 / /mnt/shared\\040drive/local rw - xfs /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/x", "ext4"),
        ("/mnt/shared drive", "nfs4"),
        ("/mnt/shared drive/suite", "nfs4"),
        ("/mnt/shared drive/local/suite", "xfs"),
        ("/mnt/shared drives", "ext4"),
    ],
)
def test_which_disk_a_folder_is_on(folder: str, kind: str) -> None:
    assert premises.file_system_of(Path(folder), MOUNTS) == kind


def test_a_network_drive_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = Path.read_text
    line = f"99 1 0:9 / {tmp_path.resolve()} rw - cifs //server/share rw\n"

    def with_a_share(path: Path, *args: object, **more: object) -> str:
        text = real(path, *args, **more)  # type: ignore[arg-type]
        return text + line if str(path) == "/proc/self/mountinfo" else text

    if not Path("/proc/self/mountinfo").exists():
        pytest.skip("mounts are read from /proc, which this system has not")
    monkeypatch.setattr(Path, "read_text", with_a_share)
    with pytest.raises(NotLocalDisk):
        premises.make_folder(tmp_path / "store")


def test_the_ballast_is_real_bytes(tmp_path: Path) -> None:
    ballast = premises.Ballast(tmp_path)
    assert not ballast.held and not ballast.give_up()
    assert ballast.load() and ballast.load() and ballast.held
    held = tmp_path / premises.BALLAST_FILE
    if os.name == "posix":
        assert held.stat().st_blocks * 512 >= premises.BALLAST_BYTES
    assert ballast.give_up() and not held.exists()


def _columns(engine: sa.Engine) -> dict[str, object]:
    look = sa.inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)),
            look.get_pk_constraint(table)["constrained_columns"],
            sorted((i["name"] or "", tuple(i["column_names"])) for i in look.get_indexes(table)),
        )
        for table in sorted(look.get_table_names())
        if not table.endswith("_version")
    }


def _engine(where: Path) -> sa.Engine:
    return connection.sqlcipher_engine(
        lambda: connection.open_sqlcipher(where, KEY, create=not where.exists())
    )


@pytest.mark.parametrize(("which", "tables"), [("ledger", ledger_tables), ("keys", keys_tables)])
def test_migrating_up_from_nothing_down_and_back(
    tmp_path: Path, which: str, tables: sa.MetaData
) -> None:
    migrated, made = _engine(tmp_path / "a.db"), _engine(tmp_path / "b.db")
    with made.begin() as on:
        tables.create_all(on)
    expected = _columns(made)
    for _ in range(2):
        with migrated.begin() as on:
            assert migrating.version_of(on, which) is None
            migrating.bring_up(on, which)
        assert _columns(migrated) == expected
        with migrated.begin() as on:
            assert migrating.version_of(on, which) == migrating.HEADS[which]
            migrating.bring_up(on, which)  # nothing to do
            migrating.bring_up(on, which, "base")
        assert _columns(migrated) == {}
    for engine in (migrated, made):
        engine.dispose()


def test_migrating_on_postgres(postgres: Server) -> None:
    engine = connection.postgres_engine(postgres.database())
    with engine.begin() as on:
        migrating.bring_up(on, "ledger")
        migrating.bring_up(on, "keys")
    assert set(_columns(engine)) == {"entries", "leaves", "checkpoints", "drafts", "sealed"}
    engine.dispose()


def test_a_newer_store_is_refused_and_left_alone(on_disk: House) -> None:
    on_disk.ledger.close()
    path, key = on_disk.ledger.folder / "ledger.db", on_disk.device.ledger_key
    with closing(connection.open_sqlcipher(path, key)) as raw:
        raw.execute("UPDATE ledger_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(WrongVersion):
        on_disk.reopen()
    assert path.read_bytes() == before


def test_alembic_is_not_imported_when_there_is_nothing_to_do(on_disk: House) -> None:
    on_disk.ledger.close()
    code = (
        "import sys; from pathlib import Path; from custodyhcp.ledger.store import Store\n"
        "folder, one, two = sys.argv[1:]\n"
        "Store.on_disk(Path(folder), bytes.fromhex(one), bytes.fromhex(two)).close()\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    device = on_disk.device
    keys = (device.ledger_key.hex(), device.keys_key.hex())
    command = [sys.executable, "-c", code, str(on_disk.ledger.folder), *keys]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603
