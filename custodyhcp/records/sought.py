"""What somebody typed to find a person, taken apart. Pure.

Rules kept here: words stand in any order; a date of birth is known in any usual form, day first,
and a year of two figures may be of either century; ten digits that pass the check are an NHS
number; any other word with a digit in it is part of a custody reference, or a year of birth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from custodyhcp.records import dates, nhs_number
from custodyhcp.records.names import plain
from custodyhcp.records.nhs_number import NhsNumber

LONGEST = 200  # characters that are looked at; nobody's name is longer

_NUMBER = re.compile(r"(?<![0-9/])[0-9](?:[ \-]?[0-9]){9}(?![0-9/])", re.ASCII)
_DATES = (
    re.compile(r"(?<!\w)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\w)", re.ASCII),
    re.compile(r"(?<!\w)(\d{1,2}) (\d{1,2}) (\d{4})(?!\w)", re.ASCII),
    re.compile(r"(?<!\w)(\d{2})(\d{2})(\d{4}|\d{2})(?!\w)", re.ASCII),
)
_YEAR_FIRST = re.compile(r"(?<!\w)(\d{4})[/.\-]?(\d{2})[/.\-]?(\d{2})(?!\w)", re.ASCII)
_NAMED = re.compile(
    r"(?<!\w)(\d{1,2})(?:st|nd|rd|th)?[ \-./]*([a-z]{3,9})\.?[ \-./,]*(\d{4}|\d{2})(?!\w)",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """``born`` holds each date it may mean, of which one must be right; ``parts`` are words with a
    digit, letters and digits only."""

    words: tuple[str, ...] = ()
    born: frozenset[date] = frozenset()
    parts: tuple[str, ...] = ()
    nhs: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.born or self.parts or self.nhs)

    @property
    def by(self) -> tuple[str, ...]:
        """By what kinds of thing, for oversight: never the words themselves."""
        kinds = (
            ("NAME", self.words),
            ("DATE_OF_BIRTH", self.born),
            ("REFERENCE", self.parts),
            ("NHS_NUMBER", self.nhs),
        )
        return tuple(kind for kind, said in kinds if said)


def read(typed: str) -> Sought:
    """What is sought. What can be read in two ways is sought in both."""
    left = dates_spaced(typed[:LONGEST])
    left, nhs = _nhs(left)
    left, born = _born(left)
    names, parts = [], []
    for word in left.split():
        bare = plain(word).replace(" ", "")
        if any(letter.isdigit() for letter in bare):
            parts.append(bare)
        else:
            names += plain(word).split()
    return Sought(tuple(dict.fromkeys(names)), born, tuple(dict.fromkeys(parts)), nhs)


def dates_spaced(text: str) -> str:
    """Commas and the dashes of other alphabets as the ASCII ones."""
    return re.sub("[‐‑‒–—―−]", "-", text).replace(",", " ")


def _nhs(text: str) -> tuple[str, str]:
    found = _NUMBER.search(text)
    read_as = nhs_number.read(found[0]) if found else None
    if found is None or not isinstance(read_as, NhsNumber):
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", read_as.digits


def _born(text: str) -> tuple[str, frozenset[date]]:
    for pattern, order in (
        *((pattern, (2, 1, 0)) for pattern in _DATES),
        (_YEAR_FIRST, (0, 1, 2)),
        (_NAMED, (2, 1, 0)),
    ):
        found = pattern.search(text)
        if found is None:
            continue
        year, month, day = (found.groups()[place] for place in order)
        meant = frozenset(filter(None, (_date(y, month, day) for y in _years(year))))
        if meant:
            return f"{text[: found.start()]} {text[found.end() :]}", meant
    return text, frozenset()


def _years(typed: str) -> tuple[str, ...]:
    return (typed,) if len(typed) == 4 else (f"19{typed}", f"20{typed}")


def _date(year: str, month: str, day: str) -> date | None:
    return dates.read_date(f"{day} {month} {year}" if month.isalpha() else f"{day}/{month}/{year}")
