"""One row of a custody list, read and checked field by field. Pure.

Rules kept here: all of a row's problems are told at once, in words; what is only odd is a warning
and the row stays; a cell that a spreadsheet would run as a formula is refused; nothing is guessed
but a family name without a comma, and then it is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from custodyhcp.records import dates, words
from custodyhcp.records.custody_columns import Column, Mapped
from custodyhcp.records.identity import Identity, Sex, birth_problem, read_sex, years

LONGEST_CELL = 1_000  # characters
OLDEST_ARRIVAL = timedelta(days=7)
CLOCK_TOLERANCE = timedelta(minutes=15)  # two machines' clocks may differ by this


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
class Row:
    """``number`` counts as a spreadsheet does, the heading being row 1. ``shown`` is what the
    row calls the person, for a row that could not be read."""

    number: int
    listed: Listed | None
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: str = ""


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
