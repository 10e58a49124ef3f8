"""The national list of GP practices, read from the file the NHS publishes. Pure.

Rules kept here (domain outputs 3.4): 27 columns and no heading; nothing is inferred from a code;
a practice that is closed, dormant or only proposed, or that is not a GP practice (prescribing
setting other than 4), can be found but carries a warning. A row that cannot be read is counted
and named, and costs nothing but itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from custodyhcp.errors import KnownError
from custodyhcp.records import address, words
from custodyhcp.records.reading_files import decoded

COLUMNS = 27
LARGEST_FILE = 64 * 1024 * 1024  # bytes: the file of 2023 has 3 MB
MOST_NAMED_PROBLEMS = 20
_CODE = re.compile(r"[A-Z][0-9]{5}|[A-Z]{3}[0-9]{3}", re.ASCII)
_STATUS_WARNINGS = {
    "A": "",
    "C": "This practice has closed.",
    "D": "This practice is dormant: it has no patients.",
    "P": "This practice is only proposed: it is not open yet.",
}
UNKNOWN_PRACTICE = "V81999"
NO_PRACTICE = "V81997"
CODE_NOT_APPLICABLE = "V81998"


@dataclass(frozen=True, slots=True)
class Practice:
    code: str
    name: str
    address: str
    postcode: str
    phone: str
    status: str
    setting: str
    closed_on: str = ""

    @property
    def warning(self) -> str:
        """Why it should not simply be chosen, or nothing."""
        said = [_STATUS_WARNINGS.get(self.status, "Its state is not known: check by telephone.")]
        if self.setting != "4":
            said.append("This is not an ordinary GP practice (for example walk-in or prison).")
        if _CODE.fullmatch(self.code) and self.code[1].isalpha():
            said.append("This practice is in the Channel Islands, outside the NHS in England.")
        return " ".join(filter(None, said))

    @property
    def usable(self) -> bool:
        return not self.warning


@dataclass(frozen=True, slots=True)
class PracticeList:
    """What one file holds. ``rows`` counts the file's rows, ``problems`` those that were left."""

    practices: tuple[Practice, ...]
    rows: int
    problems: tuple[str, ...]
    file_sha256: str

    def find(self, typed: str, most: int = 30) -> tuple[Practice, ...]:
        """Those whose code, name or postcode matches, nearest first, open GP practices first."""
        return search(self.practices, typed, most)


def is_code(text: str) -> bool:
    """Whether this is written as a practice's ODS code is; not whether there is such a practice."""
    return bool(_CODE.fullmatch(text.strip().upper()))


def read_practices(data: bytes) -> PracticeList:
    """The list that the bytes of a practice file hold; refuses what is not one."""
    if len(data) > LARGEST_FILE:
        raise KnownError(
            "This file is too large to be the national practice file.",
            "Choose the file named epraccur.csv.",
        )
    rows = list(_rows(decoded(data)))
    read = [_practice(row) for row in rows]
    found = {practice.code: practice for practice in read if isinstance(practice, Practice)}
    if not found:
        raise KnownError(
            "This is not the national practice file: no row in it is a practice.",
            "Choose the file named epraccur.csv, as published by the NHS.",
        )
    left = [f"Row {n}: {why}" for n, why in enumerate(read, 1) if isinstance(why, str)]
    practices = tuple(sorted(found.values(), key=lambda practice: practice.code))
    return PracticeList(
        practices, len(rows), tuple(left[:MOST_NAMED_PROBLEMS]), sha256(data).hexdigest()
    )


def _rows(text: str) -> list[list[str]]:
    try:
        rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise KnownError(
            "This file is not a table of practices: its quotation marks do not match.",
            "Choose the file named epraccur.csv, as published by the NHS.",
        ) from error


def _practice(row: Sequence[str]) -> Practice | str:
    if len(row) < COLUMNS - 1:
        return f"it has {len(row)} columns, not {COLUMNS}."
    cells = [words.line(cell) for cell in row]
    code = cells[0].upper()
    if not _CODE.fullmatch(code):
        return "its code is not the code of a practice."
    return Practice(
        code=code,
        name=cells[1],
        address=address.one_line(cells[4:9]),
        postcode=address.read_postcode(cells[9]).text,
        phone=address.phone(cells[17]),
        status=cells[12],
        setting=cells[25],
        closed_on=cells[11],
    )


def search(practices: Sequence[Practice], typed: str, most: int = 30) -> tuple[Practice, ...]:
    """At most ``most`` practices in which every word typed occurs; empty for fewer than two
    letters. A code or postcode that begins as typed comes before a name that holds the words."""
    wanted = words.line(typed).upper()
    if len(wanted) < 2:
        return ()
    packed, parts = wanted.replace(" ", ""), wanted.split()
    ranked = []
    for practice in practices:
        rank = _rank(practice, packed, parts)
        if rank is not None:
            ranked.append((rank, not practice.usable, practice.name, practice.code, practice))
    ranked.sort(key=lambda found: found[:4])
    return tuple(found[4] for found in ranked[:most])


def _rank(practice: Practice, packed: str, parts: Sequence[str]) -> int | None:
    if practice.code.startswith(packed):
        return 0
    if practice.postcode.replace(" ", "").startswith(packed):
        return 1
    if practice.name.upper().startswith(parts[0]) and _holds(practice.name, parts):
        return 2
    if _holds(practice.name, parts):
        return 3
    return 4 if _holds(f"{practice.name} {practice.address} {practice.postcode}", parts) else None


def _holds(text: str, parts: Sequence[str]) -> bool:
    upper = text.upper()
    return all(part in upper for part in parts)


# --- as it is kept ------------------------------------------------------------------------------


def packed(practices: PracticeList) -> list[list[str]]:
    """Rows of text, in one fixed order, for keeping."""
    return [
        [p.code, p.name, p.address, p.postcode, p.phone, p.status, p.setting, p.closed_on]
        for p in practices.practices
    ]


def unpacked(rows: Sequence[Sequence[str]]) -> tuple[Practice, ...]:
    return tuple(Practice(*row) for row in rows)
