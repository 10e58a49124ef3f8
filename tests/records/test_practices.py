"""The national practice file: read whole, searched fast, with warnings where they belong."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from custodyhcp.errors import KnownError
from custodyhcp.records.practices import PracticeList, packed, read_practices, search, unpacked


def row(
    code: str, name: str, *, postcode: str = "TS1 1AA", status: str = "A", of: str = "4"
) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[4], cells[9] = code, name, "1 HIGH STREET", postcode
    cells[12], cells[17], cells[25] = status, "01642 672351", of
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


SMALL = (
    row("A10001", "THE MILL SURGERY", postcode="ab12cd")
    + row("A10002", "MILL ROAD WALK-IN", of="2")
    + row("A10003", "OLD MILL PRACTICE", status="C")
    + row("A10004", "DORMANT HOUSE", status="D")
    + row("A10005", "NEW HOUSE", status="P")
    + row("ALD200", "ISLAND PRACTICE")
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_gives_the_same_practices(encoding: str) -> None:
    names = [p.name for p in read_practices(SMALL.encode(encoding)).practices]
    assert names[0] == "THE MILL SURGERY"
    assert len(names) == 6


def test_closed_dormant_proposed_other_settings_and_islands_warn() -> None:
    found = {p.code: p.warning for p in read_practices(SMALL.encode()).practices}
    assert found["A10001"] == ""
    assert "not an ordinary GP practice" in found["A10002"]
    assert "closed" in found["A10003"]
    assert "dormant" in found["A10004"]
    assert "not open yet" in found["A10005"]
    assert "Channel Islands" in found["ALD200"]


def test_found_by_code_postcode_and_name_with_open_practices_first() -> None:
    practices = read_practices(SMALL.encode())
    assert [p.code for p in practices.find("a10002")] == ["A10002"]
    assert practices.find("AB1 2CD")[0].code == "A10001"
    assert [p.code for p in practices.find("mill")] == ["A10002", "A10001", "A10003"]
    assert practices.find("m") == practices.find("  ") == ()
    assert practices.find("high mill surgery")[0].code == "A10001"


def test_a_row_that_cannot_be_read_costs_only_itself() -> None:
    text = SMALL + '"A10009","TOO SHORT"\r\n' + row("Ａ10009", "WIDE") + "\x00\r\n"
    read = read_practices(text.encode())
    assert len(read.practices) == 6
    assert [problem.split(":")[0] for problem in read.problems] == ["Row 7", "Row 8"]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 50, b"name,age\r\nAnn,4\r\n", b"%PDF-1.7\n", b'"' + b"x" * 200_000]
)
def test_what_is_not_the_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(KnownError):
        read_practices(data)


def test_keeping_and_reading_back_changes_nothing() -> None:
    practices = read_practices(SMALL.encode())
    assert unpacked(packed(practices)) == practices.practices


@pytest.fixture(scope="module")
def national(shared_data: Callable[[str], Path]) -> PracticeList:
    return read_practices(shared_data("epraccur.csv").read_bytes())


def test_the_national_file_is_read_whole(national: PracticeList) -> None:
    assert national.rows == len(national.practices) == 14_303
    assert national.problems == ()


def test_searching_the_national_file_is_quick(national: PracticeList) -> None:
    started = time.perf_counter()
    found = search(national.practices, "densham surgery")
    assert time.perf_counter() - started < 0.5
    assert found[0].code == "A81001"
    assert search(national.practices, "TS18 1HU")[0].postcode == "TS18 1HU"
