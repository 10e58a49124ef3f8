"""Checked copies, and going back to the newest of them."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from ledger_house import House, decision

from custodyhcp.ledger import snapshots
from custodyhcp.ledger.connection import is_plain
from custodyhcp.ledger.faults import StoreDamaged
from custodyhcp.ledger.ledger import Ledger
from custodyhcp.vault.compartments import Compartment


def test_a_copy_is_whole_encrypted_and_only_the_newest_three_stay(on_disk: House) -> None:
    sizes = []
    for number in range(5):
        on_disk.desk().append(decision(number))
        sizes.append(snapshots.take(on_disk.ledger).size)
    home = on_disk.ledger.folder / "snapshots"
    kept = sorted(home.iterdir())
    assert len(kept) == snapshots.KEPT_SNAPSHOTS
    assert [int(one.name.rpartition("-")[2]) for one in kept] == sizes[-3:]
    for one in kept:
        files = {path.name for path in one.iterdir()}
        assert files == {"ledger.db", "keys.db"}
        assert not any(is_plain(one / name) for name in files)
    newest = snapshots.newest_checked(on_disk.ledger.folder, on_disk.device)
    assert newest is not None and newest.size == sizes[-1]


def test_others_record_while_a_copy_is_made(on_disk: House) -> None:
    desk = on_disk.desk()
    body = {"words": "x" * 3000}
    from custodyhcp.ledger.entry import NewEntry

    for _ in range(300):
        desk.append(NewEntry("note", {Compartment.CLINICAL: body}, person="p-1"))
    size, taken = on_disk.ledger.size, []
    thread = Thread(target=lambda: taken.append(snapshots.take(on_disk.ledger)))
    thread.start()
    written = 0
    while thread.is_alive():
        desk.append(decision(written))
        written += 1
    thread.join()
    assert size <= taken[0].size <= size + written
    assert on_disk.ledger.verify().whole


def test_a_damaged_copy_is_passed_over(on_disk: House) -> None:
    on_disk.desk().append(decision(0))
    good = snapshots.take(on_disk.ledger)
    on_disk.desk().append(decision(1))
    bad = snapshots.take(on_disk.ledger)
    file = bad.folder / "ledger.db"
    file.write_bytes(file.read_bytes()[:9000])
    newest = snapshots.newest_checked(on_disk.ledger.folder, on_disk.device)
    assert newest == good


def test_going_back_keeps_keys_that_open_and_erased_ones_stay_erased(on_disk: House) -> None:
    folder = on_disk.ledger.folder
    desk = on_disk.desk()
    desk.append(decision(0, person="p-erased"))
    snapshots.take(on_disk.ledger)
    desk.destroy_sealed("person/p-erased/clinical/1")
    desk.append(decision(1, person="p-new"))
    size = on_disk.ledger.size
    on_disk.ledger.close()
    (folder / "ledger.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(StoreDamaged):
        Ledger.open(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    restored = snapshots.go_back(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    assert list(restored.missing) == [size - 1]
    assert f"entry {size - 1} is missing" in restored.words
    on_disk.ledger = Ledger.open(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    (read,) = on_disk.desk().read(person="p-erased")
    assert read.bodies == {}, "an old copy does not bring an erased person back"


def test_both_files_damaged(on_disk: House) -> None:
    folder = on_disk.ledger.folder
    on_disk.desk().append(decision(0))
    snapshots.take(on_disk.ledger)
    on_disk.ledger.close()
    for name in ("ledger.db", "keys.db"):
        (folder / name).write_bytes(b"")
    restored = snapshots.go_back(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    assert not restored.missing and "Nothing is missing" in restored.words
    on_disk.ledger = Ledger.open(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    assert on_disk.desk().read(person="p-1")[0].body(Compartment.CLINICAL)["note"] == "said 0"


def test_without_a_copy_everything_stays_as_it_is(on_disk: House) -> None:
    folder: Path = on_disk.ledger.folder
    on_disk.ledger.close()
    (folder / "ledger.db").write_bytes(b"damaged")
    with pytest.raises(snapshots.NoSnapshot):
        snapshots.go_back(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    assert (folder / "ledger.db").read_bytes() == b"damaged"


def test_only_the_keys_damaged(on_disk: House) -> None:
    folder = on_disk.ledger.folder
    on_disk.desk().append(decision(0, person="p-old"))
    snapshots.take(on_disk.ledger)
    on_disk.desk().append(decision(1, person="p-new"))
    on_disk.ledger.close()
    (folder / "keys.db").write_bytes(b"damaged" * 3000)
    on_disk.ledger = snapshots.open_whole(folder, on_disk.device, on_disk.clock, on_disk.secrets)
    assert on_disk.desk().read(person="p-old")[0].body(Compartment.CLINICAL)["note"] == "said 0"
    assert on_disk.ledger.verify().whole, "no entry was lost"
    (problem,) = on_disk.ledger.health().problems
    assert "may not open" in problem and "Nothing is missing" in problem


def test_a_copy_is_taken_by_itself_when_one_is_due(on_disk: House) -> None:
    def taken() -> int:
        on_disk.reopen()
        while not on_disk.ledger.checked:
            pass
        return len(list((on_disk.ledger.folder / "snapshots").iterdir()))

    assert taken() == 1
    assert taken() == 1, "the one there is is new enough"
    on_disk.clock.at += snapshots.EVERY
    assert taken() == 2


def test_closing_does_not_wait_for_a_copy(on_disk: House) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        snapshots.take(on_disk.ledger, stop)
    on_disk.desk().append(decision(0))
    assert snapshots.take(on_disk.ledger).size == on_disk.ledger.size
