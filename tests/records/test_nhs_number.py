"""The NHS number as typed: valid, or refused in words that say why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.errors import KnownError
from custodyhcp.records.nhs_number import Issuer, NhsNumber, NotANumber, check_digit, read
from custodyhcp.records.rules_from_outside import RULES

ask = RULES["nhs_number"].answer


@pytest.mark.parametrize(
    "typed",
    ["943 476 5919", "943-476-5919", "9434765919", "  9434765919\t", "9 4 3 4 7 6 5 9 1 9"],
)
def test_every_way_of_spacing_gives_one_number(typed: str) -> None:
    assert ask({"text": typed}) == {
        "valid": True,
        "normalised": "9434765919",
        "display": "943 476 5919",
    }


@pytest.mark.parametrize("typed", ["9434765870", "9000000009", "9912003888"])
def test_numbers_of_the_test_range_are_valid(typed: str) -> None:
    number = read(typed)
    assert isinstance(number, NhsNumber)
    assert number.issuer is Issuer.TEST
    assert "test number" in number.warning


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("999 123 4567", "check digit"),
        ("４857773456", "letters or symbols"),
        ("９４３４７６５９１９", "letters or symbols"),
        ("٩٤٣٤٧٦٥٩١٩", "letters or symbols"),
        ("AB123456C", "National Insurance"),
        ("ab 12 34 56 c", "National Insurance"),
        ("943476591", "too short"),
        ("94347659190", "too long"),
        ("943O765919", "letters or symbols"),
        ("943.476.5919", "letters or symbols"),
        ("-9434765919", "letters or symbols"),
        ("", "Enter an NHS number"),
        ("9434765919\x00", "letters or symbols"),
        ("0101010000", "check digit"),
        ("5000000006", "check digit"),
    ],
)
def test_what_is_wrong_is_said(typed: str, why: str) -> None:
    answer = ask({"text": typed})
    assert answer["valid"] is False
    assert why in answer["why"]
    assert "normalised" not in answer


def numbered(first_nine: str) -> str:
    digit = check_digit(first_nine)
    assert digit is not None
    return f"{first_nine}{digit}"


@pytest.mark.parametrize(
    ("first_nine", "why"),
    [
        ("010170123", "Scottish"),
        ("311299999", "Scottish"),
        ("320000001", "Northern Ireland"),
        ("500000001", "begins like this"),
        ("800000001", "begins like this"),
        ("000000001", "begins like this"),
    ],
)
def test_other_nations_and_unissued_ranges_are_told_apart(first_nine: str, why: str) -> None:
    answer = ask({"text": numbered(first_nine)})
    assert answer["valid"] is False
    assert why in answer["why"]


@pytest.mark.parametrize("first_nine", ["400000000", "600000000", "799999999"])
def test_issued_ranges_need_no_warning(first_nine: str) -> None:
    number = read(numbered(first_nine))
    assert isinstance(number, NhsNumber)
    assert number.warning == ""


@pytest.mark.parametrize("case", [{}, {"text": None}, {"text": 9434765919}, {"text": ["9"]}])
def test_a_case_without_words_cannot_be_accepted(case: dict[str, object]) -> None:
    with pytest.raises(KnownError):
        ask(case)


def test_a_very_long_text_is_refused_at_once() -> None:
    assert ask({"text": "9" * 1_000_000})["valid"] is False


@given(st.text(max_size=30))
@settings(max_examples=100)
def test_any_text_gets_an_answer(text: str) -> None:
    answer = ask({"text": text})
    if answer["valid"]:
        assert len(answer["normalised"]) == 10
        assert answer["normalised"].isascii()
    else:
        assert answer["why"]


@given(st.from_regex(r"[4679][0-9]{8}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
@settings(max_examples=100)
def test_one_wrong_digit_is_always_found(first_nine: str, place: int, by: int) -> None:
    digit = check_digit(first_nine)
    if digit is None:
        return
    whole = f"{first_nine}{digit}"
    wrong = whole[:place] + str((int(whole[place]) + by) % 10) + whole[place + 1 :]
    assert isinstance(read(wrong), NotANumber)
