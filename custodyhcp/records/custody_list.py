"""The list of who is in custody, as a force exports it: CSV in, a preview out. Pure.

Rules kept here: nothing is written by looking; every row says in words what is wrong with it; a
row is matched to somebody already here by its custody reference and nothing else, so the same file
twice changes nothing; who is already here is never renamed by a list. A cell that a spreadsheet
would run as a formula is refused. Files too large to be a custody list are refused unread.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from hashlib import sha256

from custodyhcp import resources
from custodyhcp.errors import KnownError
from custodyhcp.records import dates, words
from custodyhcp.records.identity import Identity, Sex, birth_problem, read_sex, years
from custodyhcp.records.reading_files import decoded

LARGEST_FILE = 8 * 1024 * 1024  # bytes: ten thousand people take about 1 MB
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000  # characters
OLDEST_ARRIVAL = timedelta(days=7)
CLOCK_TOLERANCE = timedelta(minutes=15)  # two machines' clocks may differ by this
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


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as the list gives them, every field read and checked."""

    custody_ref: str
    identity: Identity
    cell: str
    arrived_at: datetime
    requested_at: datetime | None = None
    reason_for_call: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is, or was, here under a custody reference."""

    detention: str
    person: str
    custody_ref: str
    identity: Identity
    cell: str
    here: bool


class Change(Enum):
    """What confirming would do with a row."""

    ADD = "Add"
    MOVE = "Move to another cell"
    UNCHANGED = "Already here"
    REFUSED = "Cannot be read"


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` counts as a spreadsheet does, the heading being row 1. ``shown`` is what the
    row calls the person, for a row that could not be read."""

    number: int
    listed: Listed | None
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    row: Row
    change: Change
    known: Known | None = None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything to say about the row, in one line."""
        return " ".join((*self.row.problems, *self.notes, *self.row.warnings))


@dataclass(frozen=True, slots=True)
class Preview:
    """Every row read, and what confirming would do. Nothing has been written."""

    rows: tuple[Row, ...]
    plan: tuple[Planned, ...]
    file_sha256: str

    def count(self, change: Change) -> int:
        return sum(planned.change is change for planned in self.plan)


# --- the table ----------------------------------------------------------------------------------


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


# --- rows ---------------------------------------------------------------------------------------


def preview(table: Table, mapped: Mapped, now: datetime, known: Iterable[Known] = ()) -> Preview:
    """Every row read and checked against who is known. Refuses a mapping that is not complete."""
    left = missing(mapped)
    if left:
        names = ", ".join(column.value for column in left)
        raise KnownError(f"Not every column has been chosen: {names}.", "Choose them first.")
    rows = tuple(
        read_row(number, row, mapped, now) for number, row in enumerate(table.rows, start=2)
    )
    return Preview(rows, plan(rows, known), table.file_sha256)


def read_row(number: int, row: Sequence[str], mapped: Mapped, now: datetime) -> Row:
    """One row, with all its problems at once."""
    reader = _Reader(row, mapped, now)
    listed = reader.listed()
    problems = tuple(reader.problems)
    called = reader.called()
    return Row(number, None if problems else listed, problems, tuple(reader.warnings), called)


_SAID = {
    Column.CUSTODY_REF: "The custody reference",
    Column.NAME: "The name",
    Column.FAMILY: "The family name",
    Column.GIVEN: "The given name",
    Column.TITLE: "The title",
    Column.PREFERRED: "The preferred name",
    Column.DOB: "The date of birth",
    Column.SEX: "The sex",
    Column.CELL: "The cell",
    Column.ARRIVED: "The arrival",
    Column.ARRIVED_TIME: "The arrival time",
    Column.REQUESTED: "The time healthcare was requested",
    Column.REASON: "The reason for the call",
    Column.CONFIRMED: "Whether the identity is confirmed",
}


class _Reader:
    """Reads one row's cells, gathering problems (the row is refused) and warnings (it is not)."""

    def __init__(self, row: Sequence[str], mapped: Mapped, now: datetime) -> None:
        self._row, self._mapped, self._now = row, mapped, now
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def listed(self) -> Listed | None:
        reference, identity = self._reference(), self._identity()
        cell, arrived = self._cell(), self._arrived()
        requested = self._requested()
        reason = self._text(Column.REASON)
        if arrived is None:
            return None
        return Listed(reference, identity, cell, arrived, requested, reason)

    def called(self) -> str:
        """The row's own words for who it is, cut to what a line holds."""
        places = (self._mapped.get(column) for column in (Column.NAME, Column.FAMILY, Column.GIVEN))
        found = (words.line(self._row[place][:60]) for place in places if place is not None)
        return " ".join(filter(None, found))

    def _text(self, column: Column, longest: int = words.LONGEST_LINE) -> str:
        place = self._mapped.get(column)
        raw = "" if place is None else self._row[place]
        text = words.line(raw[: LONGEST_CELL + 1])
        if len(text) > longest:
            self.problems.append(f"{_SAID[column]} is longer than {longest} characters.")
        if re.match(r"[=@+]|-.", text):
            self.problems.append(f"{_SAID[column]} begins with '{text[0]}', as a formula does.")
        return "" if text == "-" else text

    def _reference(self) -> str:
        reference = self._text(Column.CUSTODY_REF, 40)
        if not reference:
            self.problems.append("The custody reference is missing.")
        return reference

    def _cell(self) -> str:
        cell = self._text(Column.CELL, 12)
        if not cell:
            self.warnings.append("No cell is given.")
        return cell

    def _identity(self) -> Identity:
        family, given, title = self._names()
        return Identity(
            family=family,
            given=given,
            title=title,
            preferred=self._text(Column.PREFERRED, words.LONGEST_NAME),
            dob=self._born(),
            sex=self._sex(),
            confirmed=self._text(Column.CONFIRMED).lower() not in ("no", "n", "false", "0"),
        )

    def _names(self) -> tuple[str, str, str]:
        family = self._text(Column.FAMILY, words.LONGEST_NAME)
        given = self._text(Column.GIVEN, words.LONGEST_NAME)
        title = self._text(Column.TITLE, 20)
        if Column.FAMILY not in self._mapped:
            whole = self._text(Column.NAME, 2 * words.LONGEST_NAME)
            family, given, found = split_name(whole)
            title = title or found
            if whole and "," not in whole:
                self.warnings.append(f"Check the name: family name taken to be '{family}'.")
        if not family and not given:
            self.problems.append("The name is missing.")
        return family, given, title

    def _born(self) -> date | None:
        text = self._text(Column.DOB)
        if text.lower() in ("", "unknown", "not known", "nk", "n/k"):
            self.warnings.append("The date of birth is not known.")
            return None
        born = dates.read_date(text.split(" ")[0] if " 00:00" in text else text)
        if born is None:
            self.problems.append(_date_words("The date of birth", text))
            return None
        wrong = birth_problem(born, dates.today(self._now))
        if wrong:
            self.problems.append(wrong)
        elif years(born, dates.today(self._now)) < 10:
            self.warnings.append("By the date of birth this is a child under 10.")
        return born

    def _sex(self) -> Sex:
        text = self._text(Column.SEX)
        sex = read_sex(text)
        if sex is None:
            self.warnings.append(f"Sex '{text}' is not understood: taken as Not Known.")
        return sex or Sex.NOT_KNOWN

    def _arrived(self) -> datetime | None:
        text = " ".join(filter(None, (self._text(Column.ARRIVED), self._text(Column.ARRIVED_TIME))))
        if not text:
            self.problems.append("The arrival time is missing.")
            return None
        arrived = dates.read_date_time(text)
        if arrived is None:
            self.problems.append(
                _date_words("The arrival", text, "with a time, as 23/11/2026 02:15")
            )
        elif arrived > self._now + CLOCK_TOLERANCE:
            self.problems.append("The arrival is in the future.")
        elif arrived < self._now - OLDEST_ARRIVAL:
            self.warnings.append("The arrival is more than a week ago.")
        return arrived

    def _requested(self) -> datetime | None:
        text = self._text(Column.REQUESTED)
        at = dates.read_date_time(text) if text else None
        if text and at is None:
            self.warnings.append(f"When healthcare was requested is not understood: '{text}'.")
        return at


def _date_words(name: str, text: str, form: str = "as 23/11/1994 or 23-Nov-1994") -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text, re.ASCII):
        return f"{name} '{text}' is a spreadsheet's number for a day: write it {form}."
    return f"{name} '{text[:40]}' cannot be read: write it {form}."


_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "rev", "prof", "sir", "dame", "lady"})


def split_name(whole: str) -> tuple[str, str, str]:
    """``SMITH, John (Mr)`` as family, given and title. Without a comma the last word is taken as
    the family name, and the caller warns of it."""
    bracketed = re.search(r"\(([^()]*)\)\s*$", whole)
    title = bracketed[1].strip() if bracketed else ""
    rest = whole[: bracketed.start()].strip() if bracketed else whole.strip()
    family, comma, given = (part.strip() for part in rest.partition(","))
    if comma:
        return family, given, title
    parts = rest.split()
    if parts and parts[0].lower().rstrip(".") in _TITLES:
        title, parts = parts[0], parts[1:]
    return (parts[-1] if parts else ""), " ".join(parts[:-1]), title


# --- what confirming would do ---------------------------------------------------------------------


def matching(custody_ref: str) -> str:
    """A reference as it is compared: letters of one size, no spaces."""
    return re.sub(r"\s+", "", custody_ref).casefold()


def plan(rows: Iterable[Row], known: Iterable[Known] = ()) -> tuple[Planned, ...]:
    """What each row would change, given who is known now. The same rows against the people they
    added come out all UNCHANGED."""
    by_ref = {matching(one.custody_ref): one for one in known}
    by_name = {_likeness(one.identity): one.custody_ref for one in by_ref.values()}
    seen: dict[str, Row] = {}
    planned = []
    for row in rows:
        planned.append(_planned(row, by_ref, by_name, seen))
        if row.listed is not None:
            seen.setdefault(matching(row.listed.custody_ref), row)
            by_name.setdefault(_likeness(row.listed.identity), row.listed.custody_ref)
    return tuple(planned)


def _likeness(identity: Identity) -> tuple[str, str, str]:
    return identity.family.casefold(), identity.given.casefold(), str(identity.dob)


def _planned(
    row: Row,
    by_ref: Mapping[str, Known],
    by_name: Mapping[tuple[str, str, str], str],
    seen: Mapping[str, Row],
) -> Planned:
    listed = row.listed
    if listed is None:
        return Planned(row, Change.REFUSED)
    earlier = seen.get(matching(listed.custody_ref))
    if earlier is not None and earlier.listed != listed:
        said = f"Row {earlier.number} has the same custody reference but differs."
        return Planned(row, Change.REFUSED, notes=(said,))
    if earlier is not None:
        return Planned(row, Change.UNCHANGED, notes=(f"The same as row {earlier.number}.",))
    known = by_ref.get(matching(listed.custody_ref))
    if known is not None:
        return _planned_for_known(row, listed, known)
    alike = by_name.get(_likeness(listed.identity))
    notes = (f"Same name and date of birth as {alike}: perhaps one person.",) if alike else ()
    return Planned(row, Change.ADD, notes=notes)


def _planned_for_known(row: Row, listed: Listed, known: Known) -> Planned:
    if not known.here:
        said = "This person has left custody and is not added again."
        return Planned(row, Change.UNCHANGED, known, (said,))
    notes: tuple[str, ...] = ()
    if _likeness(listed.identity) != _likeness(known.identity):
        notes = ("The name or date of birth differs from the record, which is not changed.",)
    if listed.cell and listed.cell != known.cell:
        moved = f"Cell {known.cell or 'not given'} becomes {listed.cell}."
        return Planned(row, Change.MOVE, known, (moved, *notes))
    return Planned(row, Change.UNCHANGED, known, notes)
