"""A WAL torn at any place, a header torn, a file cut: a whole transaction, or a guided restore.

The store is copied as it lies on the disk while it is open, with decisions still in the WAL, and
the copy is torn as a power cut tears it.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from custodyhcp.errors import KnownError
from custodyhcp.ledger import snapshots
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.faults import LedgerAltered, StoreDamaged
from custodyhcp.ledger.ledger import RESTORED, Ledger
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.device import DeviceSecrets

SECTOR = 512
Tear = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, chosen: random.Random) -> bytes:
    return data[: chosen.randrange(len(data))]


def _zero_a_sector(data: bytes, chosen: random.Random) -> bytes:
    at = chosen.randrange(len(data) // SECTOR) * SECTOR
    return data[:at] + bytes(SECTOR) + data[at + SECTOR :]


def _rubbish_at_the_end(data: bytes, chosen: random.Random) -> bytes:
    at = chosen.randrange(len(data))
    return data[:at] + chosen.randbytes(len(data) - at)


def _old_sectors(data: bytes, chosen: random.Random) -> bytes:
    """Sectors that were never written hold what was in the file before: here, its beginning."""
    at = chosen.randrange(len(data) // SECTOR) * SECTOR
    return data[:at] + data[: len(data) - at]


TEARS: dict[str, Tear] = {
    "cut": _cut,
    "a sector lost": _zero_a_sector,
    "rubbish at the end": _rubbish_at_the_end,
    "sectors out of order": _old_sectors,
}


class PulledPlug:
    """Files as they lay there when the power went, and what had been acknowledged by then."""

    def __init__(self, suite: Any, to: Path) -> None:
        self.device = suite.ledger.device
        self.clock = suite.clock
        self.before = suite.ledger.size  # these are in the file itself
        suite.hcp.health()
        self.snapshot = snapshots.take(suite.ledger)
        for number in range(12):
            suite.hcp.append(
                NewEntry("note", {Compartment.CLINICAL: {"number": number}}, person="p-1")
            )
        self.size = suite.ledger.size
        self.note = suite.ledger.checkpoint()
        self.secrets = DeviceSecrets(self.device.store_id, suite.ring)
        self.folder = to
        shutil.copytree(suite.folder, to)
        self.wal = (to / "ledger.db-wal").read_bytes()
        self.file = (to / "ledger.db").read_bytes()
        assert self.wal, "the decisions are still in the WAL"
        suite.close()

    def put(self, *, wal: bytes | None = None, file: bytes | None = None) -> None:
        for name in ("ledger.db-shm", "lock"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "ledger.db-wal").write_bytes(self.wal if wal is None else wal)
        (self.folder / "ledger.db").write_bytes(self.file if file is None else file)
        self.secrets.checkpoint = self.note

    def open(self) -> Ledger:
        return Ledger.open(self.folder, self.device, self.clock, self.secrets)


@pytest.fixture
def pulled(suite: Any, tmp_path: Path) -> PulledPlug:
    return PulledPlug(suite, tmp_path / "pulled")


def tear_the_wal(pulled: PulledPlug, tear: str, variants: int) -> None:
    chosen = random.Random(tear)
    for _ in range(variants):
        pulled.put(wal=TEARS[tear](pulled.wal, chosen))
        try:
            ledger = pulled.open()
        except LedgerAltered as error:
            assert error.first_bad is not None
            assert pulled.before <= error.first_bad < pulled.size
            assert f"to {pulled.size - 1} are missing" in error.words or "is missing" in error.words
            continue
        except StoreDamaged:
            continue
        assert ledger.verify().whole
        assert ledger.size == pulled.size
        ledger.close()


@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_wal_opens_at_a_whole_transaction_and_names_the_rest(
    pulled: PulledPlug, tear: str
) -> None:
    tear_the_wal(pulled, tear, 75)


@pytest.mark.soak
@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_wal_25000_times(pulled: PulledPlug, tear: str) -> None:
    tear_the_wal(pulled, tear, 25_000)


@pytest.mark.parametrize("cut", [0, 1, 15, 16, 100, 4095, 4096, 5000])
def test_a_cut_or_torn_file_leads_to_the_newest_checked_copy(pulled: PulledPlug, cut: int) -> None:
    pulled.put(file=pulled.file[:cut], wal=b"")
    with pytest.raises(KnownError) as refused:
        pulled.open()
    assert "delete" not in f"{refused.value.words} {refused.value.then}".lower()
    restored = snapshots.go_back(pulled.folder, pulled.device, pulled.clock, pulled.secrets)
    assert list(restored.missing) == list(range(pulled.snapshot.size, pulled.size))
    gone = f"entries {pulled.snapshot.size} to {pulled.size - 1} are missing"
    assert gone in restored.words
    assert (restored.set_aside / "ledger.db").read_bytes() == pulled.file[:cut]
    ledger = pulled.open()
    assert ledger.verify().whole
    (said,) = ledger.open_entries({RESTORED})
    assert said.body(Compartment.OPEN)["expected"] == pulled.size
    assert ledger.size == pulled.snapshot.size + 1
    assert any(gone in problem for problem in ledger.health().problems), "it is never forgotten"
    ledger.close()


def test_a_torn_header_is_known(pulled: PulledPlug) -> None:
    chosen = random.Random(1)
    for _ in range(40):
        at = chosen.randrange(SECTOR)
        torn = pulled.file[:at] + bytes(SECTOR - at) + pulled.file[SECTOR:]
        pulled.put(file=torn, wal=b"")
        with pytest.raises((StoreDamaged, LedgerAltered)):
            pulled.open()
