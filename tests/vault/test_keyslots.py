"""The sign-in file: authentic, strong enough, whole, and useless without the device."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from custodyhcp.vault.device import Device
from custodyhcp.vault.hpke import Unopenable
from custodyhcp.vault.keyslots import (
    FILE_NAME,
    FULL_KDF,
    SECOND_COPY,
    CannotKeep,
    Downgraded,
    KdfParams,
    Keyslots,
    KeyslotsDamaged,
    SlotKind,
    StaffKeys,
    calibrated,
    open_slot,
    seal_slot,
)

QUICK = KdfParams(memory_kib=64, passes=2, lanes=2)
DEVICE = Device("store-1", bytes(range(32)))
KEYS = StaffKeys.fresh()
SLOT = seal_slot(
    DEVICE, "sam.hart", "staff-1", SlotKind.PASSPHRASE, "four small green boats", KEYS, QUICK
)
FILE = Keyslots("store-1", QUICK, (SLOT,))


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    FILE.save(tmp_path, DEVICE)
    found = Keyslots.load(tmp_path, DEVICE)
    assert found == FILE
    slot = found.find(DEVICE.login_tag("sam.hart"), SlotKind.PASSPHRASE)
    assert slot is not None
    assert open_slot(DEVICE, slot, "four small green boats").to_bytes() == KEYS.to_bytes()


@pytest.mark.parametrize(
    "typed", ["four small green boat", "Four small green boats", "", "x" * 900]
)
def test_a_wrong_passphrase_opens_nothing(typed: str) -> None:
    with pytest.raises(Unopenable):
        open_slot(DEVICE, SLOT, typed)


def test_a_passphrase_is_the_same_however_its_accents_are_typed() -> None:
    slot = seal_slot(DEVICE, "a", "s", SlotKind.PASSPHRASE, "caf\u00e9 caf\u00e9 soir", KEYS, QUICK)
    assert open_slot(DEVICE, slot, "cafe\u0301 cafe\u0301 soir").to_bytes() == KEYS.to_bytes()


def test_the_right_passphrase_on_another_device_opens_nothing() -> None:
    with pytest.raises(Unopenable):
        open_slot(Device("store-1", os.urandom(32)), SLOT, "four small green boats")


def test_a_slot_moved_to_another_person_or_kind_opens_nothing() -> None:
    for moved in (
        replace(SLOT, staff="staff-2"),
        replace(SLOT, kind=SlotKind.INVITE),
        replace(SLOT, tag=DEVICE.login_tag("jo")),
        replace(SLOT, kdf=replace(QUICK, lanes=1)),
    ):
        with pytest.raises(Unopenable):
            open_slot(DEVICE, moved, "four small green boats")


def test_names_and_passphrases_are_nowhere_in_the_file(tmp_path: Path) -> None:
    FILE.save(tmp_path, DEVICE)
    text = (tmp_path / FILE_NAME).read_text("ascii")
    assert "sam" not in text.lower() and "boats" not in text


def test_every_byte_changed_is_found(tmp_path: Path) -> None:
    FILE.save(tmp_path, DEVICE)
    good = (tmp_path / FILE_NAME).read_bytes()
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1
        (tmp_path / FILE_NAME).write_bytes(bytes(bad))
        with pytest.raises((KeyslotsDamaged, Downgraded)):
            Keyslots.load(tmp_path, DEVICE)


@pytest.mark.parametrize("cut", [0, 1, 50, 400])
def test_a_file_cut_short_is_found(tmp_path: Path, cut: int) -> None:
    FILE.save(tmp_path, DEVICE)
    good = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(good[:cut])
    with pytest.raises(KeyslotsDamaged):
        Keyslots.load(tmp_path, DEVICE)


def test_a_weaker_cost_is_refused_even_with_a_good_mac(tmp_path: Path) -> None:
    weak = replace(SLOT, kdf=replace(QUICK, passes=1))
    with pytest.raises(Downgraded):
        FILE.with_slot(weak)
    replace(FILE, slots=(weak,)).save(tmp_path, DEVICE)
    with pytest.raises(Downgraded):
        Keyslots.load(tmp_path, DEVICE)


def test_without_the_device_nobody_can_make_a_file_that_is_believed(tmp_path: Path) -> None:
    FILE.save(tmp_path, Device("store-1", os.urandom(32)))
    with pytest.raises(KeyslotsDamaged):
        Keyslots.load(tmp_path, DEVICE)


def test_another_version_or_a_doubled_name_is_refused(tmp_path: Path) -> None:
    FILE.save(tmp_path, DEVICE)
    found = json.loads((tmp_path / FILE_NAME).read_text())
    for text in (
        json.dumps({**found, "format": "custodyhcp keyslots 2"}),
        json.dumps(found)[:-1] + ', "floor": {"memory_kib": 1, "passes": 1, "lanes": 1}}',
        "[" * 100_000,
        "[]",
    ):
        (tmp_path / FILE_NAME).write_text(text)
        with pytest.raises(KeyslotsDamaged):
            Keyslots.load(tmp_path, DEVICE)


def test_a_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FILE.save(tmp_path, DEVICE)

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotKeep, match="disk refused"):
        replace(FILE, slots=()).save(tmp_path, DEVICE)
    monkeypatch.undo()
    assert Keyslots.load(tmp_path, DEVICE) == FILE
    assert {path.name for path in tmp_path.iterdir()} == {FILE_NAME, SECOND_COPY}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    FILE.save(tmp_path, DEVICE)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_one_slot_of_each_kind_a_person() -> None:
    invite = seal_slot(DEVICE, "sam.hart", "staff-1", SlotKind.INVITE, "CODE", KEYS, QUICK)
    both = FILE.with_slot(invite)
    assert len(both.slots) == 2
    assert len(both.with_slot(invite).slots) == 2
    assert both.without("staff-1", SlotKind.INVITE) == FILE
    assert both.without("staff-1").slots == ()
    assert both.owner(invite.tag) == "staff-1"


def test_calibration_never_goes_under_the_floor() -> None:
    assert calibrated(QUICK).at_least(QUICK)
    assert KdfParams(memory_kib=65536, passes=3, lanes=4) == FULL_KDF
