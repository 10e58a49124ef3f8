"""How a suite begins, and how it comes back when a computer lost its key."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as FailKeyring

from custodyhcp import staff
from custodyhcp.errors import KnownError
from custodyhcp.ledger.faults import NoStore, StoreExists
from custodyhcp.vault.codes import fresh_code
from custodyhcp.vault.compartments import SEALED, Compartment, Role
from custodyhcp.vault.device import NoKeyring, SecretMissing
from custodyhcp.vault.keyslots import FULL_KDF, KdfParams, Keyslots, KeyslotsDamaged
from custodyhcp.vault.recovery import CodesDoNotOpen
from custodyhcp.vault.throwaway import MemoryKeyring

FOUNDING = staff.Founding(
    organisation="Northmoor Custody Healthcare",
    suite="Harrow Lane",
    phone="01632 960 118",
    admin_name="Morgan Achebe",
    officers=("Ines Calder", "Tomasz Reed", "Wren Abara"),
)
QUICK = KdfParams(64, 1, 1)
WORDS = "green door rusty kettle"


def found(folder: Path, clock, ring: MemoryKeyring, **changed) -> staff.Founded:
    return staff.found(folder, replace(FOUNDING, **changed), WORDS, clock, backend=ring, kdf=QUICK)


def test_a_suite_is_founded_and_its_administrator_signed_in(tmp_path: Path, suite) -> None:
    made = found(tmp_path / "new", suite.clock, MemoryKeyring())
    assert made.desk.session.role is Role.ADMIN
    assert made.login == "morgan.achebe"
    assert [share.holder for share in made.shares][:3] == list(FOUNDING.officers)
    assert made.ledger.verify().whole
    assert staff.use_due(made.desk) is not None
    made.ledger.close()


def test_a_real_suite_costs_what_it_must(tmp_path: Path, suite) -> None:
    ring = MemoryKeyring()
    made = staff.found(tmp_path / "new", FOUNDING, WORDS, suite.clock, backend=ring)
    keyslots = Keyslots.load(made.ledger.folder, made.ledger.device)
    made.ledger.close()
    assert keyslots.floor == FULL_KDF
    assert all(slot.kdf.at_least(FULL_KDF) for slot in keyslots.slots)


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": " "},
        {"suite": ""},
        {"phone": ""},
        {"admin_name": ""},
        {"officers": ("Ines", "Ines", "Wren")},
        {"officers": ("Ines", "", "Wren")},
    ],
)
def test_what_is_missing_costs_nothing(tmp_path: Path, suite, changed: dict) -> None:
    ring = MemoryKeyring()
    with pytest.raises(KnownError):
        found(tmp_path / "new", suite.clock, ring, **changed)
    assert not (tmp_path / "new" / "ledger.db").exists()
    assert ring._held == {}


def test_no_keyring_means_no_suite_and_no_file(tmp_path: Path, suite) -> None:
    with pytest.raises(NoKeyring):
        staff.found(
            tmp_path / "new", FOUNDING, WORDS, suite.clock, backend=FailKeyring(), kdf=QUICK
        )
    assert not (tmp_path / "new").exists()


def test_a_place_that_has_a_suite_is_not_founded_again(suite) -> None:
    kept = suite.ring.to_text()
    suite.close()
    with pytest.raises(StoreExists):
        found(suite.folder, suite.clock, suite.ring)
    assert suite.ring.to_text() == kept
    suite.reopen()
    assert suite.hcp.session.name == "Robin Hale"


def test_nothing_is_opened_where_nothing_is(tmp_path: Path, suite) -> None:
    with pytest.raises(NoStore):
        staff.open_suite(tmp_path, suite.clock, backend=suite.ring)
    with pytest.raises(NoStore):
        staff.recover(tmp_path, (fresh_code(7), fresh_code(7)), backend=suite.ring)


def test_a_stolen_folder_without_the_device_secret_opens_nowhere(tmp_path: Path, suite) -> None:
    suite.close()
    stolen = tmp_path / "stolen"
    shutil.copytree(suite.folder, stolen)
    with pytest.raises(SecretMissing):
        staff.open_suite(stolen, suite.clock, backend=MemoryKeyring())
    for file in ("ledger.db", "keys.db"):
        head = (stolen / file).read_bytes()[:16]
        assert not head.startswith(b"SQLite format 3")


@pytest.mark.parametrize(("one", "other"), list(permutations(range(4), 2))[::3])
def test_two_codes_bring_a_suite_back_on_another_computer(
    tmp_path: Path, suite, one: int, other: int
) -> None:
    suite.close()
    moved, ring = tmp_path / "moved", MemoryKeyring()
    shutil.copytree(suite.folder, moved)
    staff.recover(moved, (suite.shares[one].code, suite.shares[other].code), backend=ring)
    ledger = staff.open_suite(moved, suite.clock, backend=ring)
    desk = staff.sign_in(ledger, *suite.passphrases["hcp"])
    assert desk.session.holds(Compartment.CLINICAL)
    ledger.close()


def test_wrong_codes_change_nothing(suite) -> None:
    suite.close()
    ring = MemoryKeyring()
    with pytest.raises(CodesDoNotOpen):
        staff.recover(suite.folder, (suite.shares[0].code, fresh_code(7)), backend=ring)
    assert ring._held == {}


def test_codes_do_not_bring_back_a_changed_sign_in_file(suite) -> None:
    suite.close()
    for path in suite.folder.glob("keyslots*.json"):
        path.write_text(path.read_text().replace('"passes":1', '"passes":2'))
    codes = (suite.shares[0].code, suite.shares[1].code)
    with pytest.raises(KeyslotsDamaged):
        staff.recover(suite.folder, codes, backend=MemoryKeyring())


def test_until_it_is_staffed_the_founder_keeps_the_keys_and_then_no_more(
    tmp_path: Path, suite
) -> None:
    made = found(tmp_path / "new", suite.clock, MemoryKeyring())
    admin, version = made.desk, staff.acceptable_use().version
    staff.accept_use(admin, version)
    authority = admin.authority
    assert {g.compartment for g in authority.grants_of(authority.founder)} == set(SEALED)
    assert not any(admin.session.holds(c) for c in SEALED)
    invitation = staff.invite(admin, staff.Newcomer("Bo Hart", Role.IG))
    desk = staff.enrol(made.ledger, invitation.login, invitation.code, WORDS)
    staff.accept_use(desk, version)
    kept = {g.compartment for g in admin.authority.grants_of(admin.session.staff)}
    assert kept == {Compartment.CLINICAL, Compartment.BRIEFING}
    made.ledger.close()


def test_codes_count_as_checked_until_they_are_made_anew(suite) -> None:
    assert not staff.codes_checked(suite.ledger)
    staff.record_checked(suite.admin)
    assert staff.codes_checked(suite.ledger)
    staff.new_codes(suite.admin, ("Ada North", "Ben South", "Cy East"))
    assert not staff.codes_checked(suite.ledger)
    assert staff.suite_of(suite.ledger).officers == ("Ada North", "Ben South", "Cy East")
    with pytest.raises(KnownError, match="Only an administrator"):
        staff.new_codes(suite.hcp, ("Ada North", "Ben South", "Cy East"))


def test_new_codes_open_and_the_old_ones_do_not(suite) -> None:
    shares = staff.new_codes(suite.admin, ("Ada North", "Ben South", "Cy East"))
    suite.close()
    with pytest.raises(CodesDoNotOpen):
        staff.recover(
            suite.folder, (suite.shares[0].code, suite.shares[1].code), backend=MemoryKeyring()
        )
    staff.recover(suite.folder, (shares[0].code, shares[3].code), backend=MemoryKeyring())


@pytest.mark.parametrize("damage", ["gone", "cut", "store", "mac"])
def test_a_damaged_sign_in_file_is_mended_from_its_second_copy_and_named(
    suite, damage: str
) -> None:
    suite.close()
    path = suite.folder / "keyslots.json"
    text = path.read_text()
    match damage:
        case "gone":
            path.unlink()
        case "cut":
            path.write_text(text[: len(text) // 2])
        case "store":
            path.write_text(text.replace('"store":"', '"store":"0'))
        case "mac":
            path.write_text(text.replace('"mac":"', '"mac":"0'))
    suite.reopen()
    assert suite.hcp.session.holds(Compartment.CLINICAL)
    assert len(suite.ledger.open_entries(("keyslots.mended",))) == 1
    kept = list(suite.folder.glob("keyslots.damaged-*"))
    assert len(kept) == (0 if damage == "gone" else 1)
    suite.reopen()
    assert len(suite.ledger.open_entries(("keyslots.mended",))) == 1


def test_two_damaged_copies_are_told_in_words_and_deleted_by_nobody(suite) -> None:
    suite.close()
    for path in suite.folder.glob("keyslots*.json"):
        path.write_text("{}")
    with pytest.raises(KeyslotsDamaged, match="still here"):
        staff.open_suite(suite.folder, suite.clock, backend=suite.ring)
    assert len(list(suite.folder.glob("keyslots*.json"))) == 2


def test_nobody_outside_can_read_a_name_in_the_sign_in_file(suite) -> None:
    text = (suite.folder / "keyslots.json").read_text().casefold()
    for name in ("morgan", "hale", "calder", "reed", "abara", "harrow", "northmoor"):
        assert name not in text


def test_a_start_that_fails_leaves_nothing_and_the_next_one_works(
    tmp_path: Path, suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, place = MemoryKeyring(), tmp_path / "new"

    def full(_making: Path, _folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staff.founding, "_move", full)
    with pytest.raises(KnownError, match="disk refused"):
        found(place, suite.clock, ring)
    assert [path.name for path in tmp_path.iterdir() if path.name != "store"] == []
    assert ring._held == {}
    monkeypatch.undo()
    made = found(place, suite.clock, ring)
    assert made.ledger.verify().whole
    assert len(made.shares) == 4
    made.ledger.close()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, suite) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "holiday.txt").write_text("mine")
    with pytest.raises(StoreExists):
        found(place, suite.clock, MemoryKeyring())
    assert [path.name for path in place.iterdir()] == ["holiday.txt"]
