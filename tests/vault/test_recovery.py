"""Any two of the four codes bring the device secret back; nothing less does."""

from __future__ import annotations

from itertools import permutations

import pytest

from custodyhcp.errors import KnownError
from custodyhcp.vault.codes import Mistyped, fresh_code
from custodyhcp.vault.device import Device
from custodyhcp.vault.keyslots import RecoveryPair
from custodyhcp.vault.recovery import (
    PRINTED_KEY,
    CodesDoNotOpen,
    SameCode,
    make_shares,
    restore,
)

DEVICE = Device("store-1", bytes(range(32)))
ROOT = "ab" * 32
SHARES, PAIRS, PUBLIC = make_shares(DEVICE, ROOT, ["Ada North", "Ben South", "Cy East"])
CODES = [share.code for share in SHARES]


@pytest.mark.parametrize(("one", "other"), list(permutations(range(4), 2)))
def test_any_two_of_the_four_in_either_order(one: int, other: int) -> None:
    found = restore("store-1", PAIRS, (CODES[one], CODES[other].lower()))
    assert (found.secret, found.root) == (DEVICE.secret, ROOT)


def test_the_fourth_is_the_printed_key() -> None:
    assert [share.holder for share in SHARES] == ["Ada North", "Ben South", "Cy East", PRINTED_KEY]


@pytest.mark.parametrize("mine", CODES, ids=["first", "second", "third", "printed"])
def test_one_code_opens_nothing(mine: str) -> None:
    with pytest.raises(SameCode):
        restore("store-1", PAIRS, (mine, mine.lower()))
    with pytest.raises(CodesDoNotOpen):
        restore("store-1", PAIRS, (mine, fresh_code(7)))


def test_a_mistyped_code_is_named() -> None:
    wrong = CODES[0][:-1] + ("0" if CODES[0][-1] != "0" else "2")
    with pytest.raises(Mistyped, match="Group 7"):
        restore("store-1", PAIRS, (wrong, CODES[1]))


def test_codes_of_another_store_open_nothing() -> None:
    with pytest.raises(CodesDoNotOpen):
        restore("store-2", PAIRS, (CODES[0], CODES[1]))


def test_a_pair_moved_or_damaged_opens_nothing() -> None:
    swapped = [RecoveryPair(pair.second, pair.first, pair.sealed) for pair in PAIRS]
    damaged = [RecoveryPair(p.first, p.second, p.sealed[:-1] + b"\0") for p in PAIRS]
    for pairs in (swapped, damaged, []):
        with pytest.raises(CodesDoNotOpen):
            restore("store-1", pairs, (CODES[0], CODES[3]))


@pytest.mark.parametrize("officers", [["A", "B"], ["A", "B", " a "], ["A", "B", "C", "D"]])
def test_three_different_officers_are_needed(officers: list[str]) -> None:
    with pytest.raises(KnownError, match="Three different"):
        make_shares(DEVICE, ROOT, officers)


def test_newer_codes_do_not_open_what_the_old_ones_did() -> None:
    _, newer, _ = make_shares(DEVICE, ROOT, ["Ada North", "Ben South", "Cy East"])
    with pytest.raises(CodesDoNotOpen):
        restore("store-1", newer, (CODES[0], CODES[1]))
