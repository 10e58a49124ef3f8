"""The table in a custody list's file, and which of its columns is which. Pure.

Rules kept here: files that are not a list (a spreadsheet, a PDF, something huge) are refused
unread, in words; a heading is recognised by a list of names and never by its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from hashlib import sha256

from custodyhcp import resources
from custodyhcp.errors import KnownError
from custodyhcp.records import words
from custodyhcp.records.reading_files import decoded

LARGEST_FILE = 8 * 1024 * 1024  # bytes: ten thousand people take about 1 MB
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_SAVE_AS_CSV = "Export it again, or open it and save it as CSV."


class Column(Enum):
    CUSTODY_REF = "Custody reference"
    NAME = "Name, all in one column"
    FAMILY = "Family name"
    GIVEN = "Given names"
    TITLE = "Title"
    PREFERRED = "Preferred name"
    DOB = "Date of birth"
    SEX = "Sex"
    CELL = "Cell"
    ARRIVED = "Arrival (date and time)"
    ARRIVED_TIME = "Arrival time, where it has its own column"
    REQUESTED = "Healthcare requested at"
    REASON = "Reason for the call"
    CONFIRMED = "Identity confirmed"


NEEDED = (Column.CUSTODY_REF, Column.DOB, Column.SEX, Column.CELL, Column.ARRIVED)
Mapped = Mapping[Column, int]


@dataclass(frozen=True, slots=True)
class Table:
    """What the file holds: headings, and rows of the same width. Row 1 is the heading."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file_sha256: str


def read_table(data: bytes) -> Table:
    """The table in the bytes of a CSV file; refuses what is not one, in words."""
    _refuse_other_files(data)
    text = decoded(data).replace("\x00", "")
    rows = [row for row in _csv_rows(text) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise KnownError("This file has no rows below its headings.", _SAVE_AS_CSV)
    width = max(len(row) for row in rows)
    if width > MOST_COLUMNS:
        raise KnownError(f"This file has {width} columns: it is not a custody list.", _SAVE_AS_CSV)
    headings = tuple(words.line(cell) for cell in _padded(rows[0], width))
    return Table(headings, tuple(_padded(row, width) for row in rows[1:]), sha256(data).hexdigest())


def _refuse_other_files(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // (1024 * 1024)
        raise KnownError(
            f"This file is larger than {limit} MB: it is not a custody list.",
            "Choose the list of who is in custody now.",
        )
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise KnownError("This is a spreadsheet or a zip file, not CSV.", _SAVE_AS_CSV)
    if data.startswith(b"%PDF"):
        raise KnownError("This is a PDF, not CSV.", _SAVE_AS_CSV)


def _csv_rows(text: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                raise KnownError(
                    f"This file has more than {MOST_ROWS:,} rows: it is not a custody list.",
                    "Choose the list of who is in custody now.",
                )
    except csv.Error as error:
        raise KnownError(
            "This file cannot be read as CSV: its quotation marks do not match.", _SAVE_AS_CSV
        ) from error
    return rows


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t|", key=first.count)


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(width - len(row))))


# --- which column is which ----------------------------------------------------------------------


@cache
def _known_headings() -> Mapping[str, Column]:
    known = resources.load_json("records/custody_headings.json")["headings"]
    return {_plain(heading): Column[name] for name, all_of in known.items() for heading in all_of}


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"[.'’]", "", heading.lower())).strip()


def guess(headings: Sequence[str]) -> dict[Column, int]:
    """The columns whose headings are known; the first of two alike. The rest is for a person."""
    guessed: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        column = _known_headings().get(_plain(heading))
        if column is not None:
            guessed.setdefault(column, place)
    if Column.FAMILY in guessed:
        guessed.pop(Column.NAME, None)
    return guessed


def missing(mapped: Mapped) -> tuple[Column, ...]:
    """The columns that must still be chosen before the list can be previewed."""
    left = [column for column in NEEDED if column not in mapped]
    if Column.NAME not in mapped and Column.FAMILY not in mapped:
        left.insert(0, Column.NAME)
    return tuple(left)
