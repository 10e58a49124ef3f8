"""Codes that people type back: a slip is found, and the group with the slip is named."""

from __future__ import annotations

import pytest

from custodyhcp.vault.codes import ALPHABET, Mistyped, fresh_code, last_group, read_code

CODE = "PN00J-02867-W05PX-KDNZS-VQCNC-B33MV-MA43B"


def test_a_code_is_read_however_it_is_typed() -> None:
    for _ in range(20):
        code = fresh_code(7)
        assert read_code(code, 7) == code
        assert read_code(f" {code.lower().replace('-', ' ')} ", 7) == code
        assert read_code(code.replace("-", "").replace("0", "o").replace("1", "l"), 7) == code
        assert read_code(code.replace("-", "\u2013"), 7) == code


@pytest.mark.parametrize("at", [n for n, letter in enumerate(CODE) if letter != "-"])
def test_any_one_wrong_character_names_its_group(at: int) -> None:
    for letter in ALPHABET:
        if letter == CODE[at]:
            continue
        with pytest.raises(Mistyped) as caught:
            read_code(CODE[:at] + letter + CODE[at + 1 :], 7)
        assert caught.value.groups == (at // 6 + 1,)
        assert f"Group {at // 6 + 1} " in caught.value.words


def test_two_characters_changed_round_in_a_group_are_found() -> None:
    for place in range(7):
        start = place * 6
        for a in range(5):
            for b in range(a + 1, 5):
                letters = list(CODE)
                left, right = start + a, start + b
                if letters[left] == letters[right]:
                    continue
                letters[left], letters[right] = letters[right], letters[left]
                with pytest.raises(Mistyped) as caught:
                    read_code("".join(letters), 7)
                assert caught.value.groups == (place + 1,)


def test_groups_in_the_wrong_order_are_both_named() -> None:
    groups = CODE.split("-")
    groups[1], groups[4] = groups[4], groups[1]
    with pytest.raises(Mistyped, match="Groups 2 and 5"):
        read_code("-".join(groups), 7)


@pytest.mark.parametrize("typed", ["", "PN00J", CODE + "-00000", "é" * 35, CODE[:-1] + "U"])
def test_what_cannot_be_a_code_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Mistyped) as caught:
        read_code(typed, 7)
    assert caught.value.words and caught.value.then


def test_the_last_group_is_what_the_check_asks_for() -> None:
    assert last_group(CODE) == "MA43B"
