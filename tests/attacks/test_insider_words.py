"""Words that are written so that a search, a list or a spreadsheet takes them for others."""

from __future__ import annotations

import pytest
from test_bundle import second

from custodyhcp.oversight.force_list import harmless
from custodyhcp.sharing.leaks import nhs_numbers_in

NUMBER = "9434765919"


@pytest.mark.parametrize("zero", ["0", "\uff10", "\u0660", "\u06f0", "\u0966", "\U0001d7d8"])
def test_an_nhs_number_in_any_scripts_digits_is_found(zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in NUMBER)
    assert nhs_numbers_in(f"see {written[:3]} {written[3:6]} {written[6:]}.") == (NUMBER,)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "\u200b", "\u00a0", "\ufeff", "\r\n"])
def test_no_cell_is_a_formula_narrow_or_wide(sign: str, before: str) -> None:
    cell = f"{before}{sign}1+1"
    assert harmless(cell).startswith("'")
    assert second()._cell(cell) == harmless(cell)
