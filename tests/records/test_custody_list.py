"""The custody list: every row's problems in words; the same file twice changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.errors import KnownError
from custodyhcp.records import custody_list as lists
from custodyhcp.records.custody_list import Change, Column, Known, Preview
from custodyhcp.records.identity import Sex

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
HEAD = "Custody reference,Name,Date of birth,Sex,Cell,Arrival time\r\n"
ONE = 'NG/26/4398,"SMITH, John Simon (Mr)",03/01/1986,M,14,23/11/2026 01:05\r\n'


def previewed(text: str | bytes, known: tuple[Known, ...] = ()) -> Preview:
    table = lists.read_table(text if isinstance(text, bytes) else text.encode())
    return lists.preview(table, lists.guess(table.headings), NOW, known)


def words_for(row: str) -> str:
    return previewed(HEAD + row).plan[0].words


def known_from(preview: Preview, *, here: bool = True) -> tuple[Known, ...]:
    return tuple(
        Known(f"d{n}", f"p{n}", row.listed.custody_ref, row.listed.identity, row.listed.cell, here)
        for n, row in enumerate(preview.rows)
        if row.listed is not None
    )


def test_a_plain_row_is_read_whole() -> None:
    (planned,) = previewed(HEAD + ONE).plan
    listed = planned.row.listed
    assert planned.change is Change.ADD
    assert planned.words == ""
    assert listed is not None
    assert (listed.custody_ref, listed.cell) == ("NG/26/4398", "14")
    assert listed.identity.name == "SMITH, John Simon (Mr)"
    assert (listed.identity.dob, listed.identity.sex) == (date(1986, 1, 3), Sex.MALE)
    assert listed.arrived_at == datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_any_encoding_gives_the_same_name(encoding: str) -> None:
    row = 'NG/1,"O\'BRIEN, Siobhán",03/01/1986,F,7,23/11/2026 01:05\r\n'
    preview = previewed((HEAD + row).encode(encoding))
    assert preview.rows[0].listed is not None
    assert preview.rows[0].listed.identity.given == "Siobhán"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators_are_noticed(delimiter: str) -> None:
    head = HEAD.replace(",", delimiter)
    row = delimiter.join(["NG/1", "SMITH, John", "03/01/1986", "M", "14", "23/11/2026 01:05"])
    assert previewed(f"{head}{row}").count(Change.ADD) == 1


def test_headings_are_guessed_and_family_and_given_come_before_one_name() -> None:
    guessed = lists.guess(["CR No.", "SURNAME", "Forenames", "Name", "D.O.B", "Gender", "Notes"])
    assert guessed == {
        Column.CUSTODY_REF: 0,
        Column.FAMILY: 1,
        Column.GIVEN: 2,
        Column.DOB: 4,
        Column.SEX: 5,
    }
    assert lists.missing({Column.FAMILY: 1, Column.CUSTODY_REF: 0, Column.DOB: 2}) == (
        Column.SEX,
        Column.CELL,
        Column.ARRIVED,
    )


def test_an_incomplete_mapping_is_refused_in_words() -> None:
    table = lists.read_table(b"who,when\r\nAnn,now\r\n")
    with pytest.raises(KnownError, match="Custody reference"):
        lists.preview(table, lists.guess(table.headings), NOW)


def test_date_and_time_may_have_columns_of_their_own() -> None:
    text = (
        "Ref,Surname,Forename,DOB,Sex,Cell,Arrival date,Time arrived\r\n"
        "NG/1,NG,Wei,,U,11,23/11/2026,0205\r\n"
    )
    (planned,) = previewed(text).plan
    assert planned.row.listed is not None
    assert planned.row.listed.arrived_at == datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    assert planned.row.listed.identity.dob is None
    assert "date of birth is not known" in planned.words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"",SMITH John,03/01/1986,M,1,23/11/2026 01:05', "custody reference is missing"),
        ('R1,"",03/01/1986,M,1,23/11/2026 01:05', "name is missing"),
        ('R1,"A, B",03/01/86,M,1,23/11/2026 01:05', "cannot be read: write it as 23/11/1994"),
        ('R1,"A, B",31415,M,1,23/11/2026 01:05', "spreadsheet's number for a day"),
        ('R1,"A, B",03/01/2030,M,1,23/11/2026 01:05', "in the future"),
        ('R1,"A, B",03/01/1860,M,1,23/11/2026 01:05', "before 1900"),
        ('R1,"A, B",03/01/1986,M,1,', "arrival time is missing"),
        ('R1,"A, B",03/01/1986,M,1,23/11/2026', "with a time"),
        ('R1,"A, B",03/01/1986,M,1,24/11/2026 09:00', "arrival is in the future"),
        ('R1,"=cmd|x, B",03/01/1986,M,1,23/11/2026 01:05', "as a formula does"),
        ('@SUM(1),"A, B",03/01/1986,M,1,23/11/2026 01:05', "as a formula does"),
        ('+1,"A, B",03/01/1986,M,1,23/11/2026 01:05', "as a formula does"),
        ('-2+3,"A, B",03/01/1986,M,1,23/11/2026 01:05', "as a formula does"),
        (f'R1,"{"x" * 200}, B",03/01/1986,M,1,23/11/2026 01:05', "longer than"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_in_words(row: str, words: str) -> None:
    (planned,) = previewed(HEAD + row).plan
    assert planned.change is Change.REFUSED
    assert words in planned.words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("R1,John Smith,03/01/1986,M,1,23/11/2026 01:05", "family name taken to be 'Smith'"),
        ('R1,"A, B",03/01/1986,banana,1,23/11/2026 01:05', "'banana' is not understood"),
        ('R1,"A, B",unknown,M,1,23/11/2026 01:05', "date of birth is not known"),
        ('R1,"A, B",03/01/2019,M,1,23/11/2026 01:05', "child under 10"),
        ('R1,"A, B",03/01/1986,M,,23/11/2026 01:05', "No cell"),
        ('R1,"A, B",03/01/1986,M,1,03/11/2026 01:05', "more than a week ago"),
    ],
)
def test_what_is_only_odd_is_warned_of_and_kept(row: str, words: str) -> None:
    (planned,) = previewed(HEAD + row).plan
    assert planned.change is Change.ADD
    assert words in planned.words


def test_all_problems_of_a_row_are_told_at_once() -> None:
    said = words_for('"","",nonsense,M,1,nonsense')
    for words in ("reference is missing", "name is missing", "date of birth", "The arrival"):
        assert words in said


def test_the_same_file_twice_changes_nothing() -> None:
    text = HEAD + ONE + ONE.replace("4398", "4399").replace("SMITH", "JONES")
    first = previewed(text)
    again = previewed(text, known_from(first))
    assert first.count(Change.ADD) == 2
    assert again.count(Change.UNCHANGED) == len(again.plan) == 2


def test_references_match_whatever_their_spacing_and_case() -> None:
    known = known_from(previewed(HEAD + ONE))
    assert previewed(HEAD + ONE.replace("NG/26/4398", "ng / 26 / 4398"), known).count(
        Change.UNCHANGED
    )


def test_somebody_here_is_moved_but_never_renamed() -> None:
    known = known_from(previewed(HEAD + ONE))
    (moved,) = previewed(HEAD + ONE.replace(",14,", ",3,"), known).plan
    assert moved.change is Change.MOVE
    assert "Cell 14 becomes 3" in moved.words
    (renamed,) = previewed(HEAD + ONE.replace("SMITH", "JONES"), known).plan
    assert renamed.change is Change.UNCHANGED
    assert "differs from the record" in renamed.words


def test_somebody_who_has_left_is_not_added_again() -> None:
    known = known_from(previewed(HEAD + ONE), here=False)
    (planned,) = previewed(HEAD + ONE, known).plan
    assert planned.change is Change.UNCHANGED
    assert "has left custody" in planned.words


def test_duplicates_within_the_file() -> None:
    twice = previewed(HEAD + ONE + ONE)
    assert [p.change for p in twice.plan] == [Change.ADD, Change.UNCHANGED]
    differs = previewed(HEAD + ONE + ONE.replace("SMITH", "JONES"))
    assert [p.change for p in differs.plan] == [Change.ADD, Change.REFUSED]
    alike = previewed(HEAD + ONE + ONE.replace("4398", "4400"))
    assert "perhaps one person" in alike.plan[1].words


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        HEAD.encode(),
        b"PK\x03\x04 a spreadsheet",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0 old spreadsheet",
        b"x" * (lists.LARGEST_FILE + 1),
        b"a,b\r\n" * (lists.MOST_ROWS + 2),
        b'a,b\r\n"' + b"x" * 200_000,
        ("," * 5000 + "\r\n").encode() + b"x" + b"," * 5000,
    ],
    ids=range(10),
)
def test_what_is_not_a_custody_list_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(KnownError):
        lists.read_table(data)


def test_nul_and_hidden_characters_do_not_get_in() -> None:
    row = ONE.replace("John", "Jo\x00h\u202en\u200b")
    (planned,) = previewed(HEAD + row).plan
    assert planned.row.listed is not None
    assert planned.row.listed.identity.given == "John Simon"


def test_ten_thousand_rows_take_seconds_at_most() -> None:
    rows = "".join(ONE.replace("4398", str(n)) for n in range(10_000))
    started = time.perf_counter()
    preview = previewed(HEAD + rows)
    assert time.perf_counter() - started < 5
    assert preview.count(Change.ADD) == 10_000


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_any_bytes_are_a_table_or_a_known_error(data: bytes) -> None:
    try:
        table = lists.read_table(data)
        lists.preview(table, lists.guess(table.headings), NOW)
    except KnownError as error:
        assert error.words


def test_naughty_strings_in_every_field(shared_data: Callable[[str], Path]) -> None:
    strings = json.loads(shared_data("naughty-strings.json").read_text(encoding="utf-8"))
    mapped = {column: place for place, column in enumerate(Column)}
    good = ["R1", "A, B", "A", "B", "Mr", "", "03/01/1986", "M", "1", "23/11/2026 01:05"]
    good += [""] * (len(Column) - len(good))
    for text in strings:
        for place in range(len(Column)):
            row = [*good[:place], text, *good[place + 1 :]]
            read = lists.read_row(2, row, mapped, NOW)
            assert (read.listed is None) == bool(read.problems)
            if read.listed is not None:
                read.listed.identity.name.encode("utf-8")


def test_planning_again_after_others_wrote_is_a_fresh_answer() -> None:
    preview = previewed(HEAD + ONE)
    known = known_from(preview)
    assert [p.change for p in lists.plan(preview.rows, known)] == [Change.UNCHANGED]
    elsewhere = (replace(known[0], cell="2"),)
    assert [p.change for p in lists.plan(preview.rows, elsewhere)] == [Change.MOVE]
