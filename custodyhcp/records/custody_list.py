"""The list of who is in custody, as a force exports it: what confirming it would do. Pure.

Rules kept here: nothing is written by looking; a row is matched to somebody already here by its
custody reference and nothing else, so the same file twice changes nothing; who is already here is
never renamed by a list, and who has left is not added again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from custodyhcp.errors import KnownError
from custodyhcp.records.custody_columns import (
    LARGEST_FILE,
    MOST_ROWS,
    NEEDED,
    Column,
    Mapped,
    Table,
    guess,
    missing,
    read_table,
)
from custodyhcp.records.custody_rows import (
    CLOCK_TOLERANCE,
    Listed,
    Row,
    read_row,
    split_name,
)
from custodyhcp.records.identity import Identity
from custodyhcp.records.names import plain

__all__ = [
    "CLOCK_TOLERANCE",
    "LARGEST_FILE",
    "MOST_ROWS",
    "NEEDED",
    "Change",
    "Column",
    "Known",
    "Listed",
    "Mapped",
    "Planned",
    "Preview",
    "Row",
    "Table",
    "guess",
    "missing",
    "plan",
    "preview",
    "read_row",
    "read_table",
    "split_name",
]


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
    return plain(identity.family), plain(identity.given), str(identity.dob)


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
