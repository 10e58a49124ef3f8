"""Postcodes warn and never block; pseudo postcodes are words."""

from __future__ import annotations

import pytest

from custodyhcp.records.address import one_line, phone, read_postcode


@pytest.mark.parametrize(
    ("typed", "text"),
    [("sw1a1aa", "SW1A 1AA"), (" ts18  1hu ", "TS18 1HU"), ("M11AE", "M1 1AE"), ("", "")],
)
def test_a_usual_postcode_is_written_properly(typed: str, text: str) -> None:
    postcode = read_postcode(typed)
    assert (postcode.text, postcode.warning) == (text, "")


def test_an_odd_one_is_kept_and_warned_of() -> None:
    postcode = read_postcode("DN15 6QV")
    assert postcode.text == "DN15 6QV"
    assert postcode.warning


def test_no_fixed_abode_is_words() -> None:
    assert read_postcode("zz993vz").words == "No fixed abode"
    assert read_postcode("ZZ99 3VZ").warning == ""


def test_an_address_goes_across_without_gaps() -> None:
    assert one_line(["The Health Centre", "", " Lawson Street "]) == (
        "The Health Centre, Lawson Street"
    )


def test_telephone_numbers_are_grouped() -> None:
    assert phone("07700900123") == "07700 900123"
    assert phone("02079460123") == "020 7946 0123"
    assert phone("ext 55") == "ext 55"
