"""Who somebody is, and how screens write it. Pure.

Rules kept here (CUI Patient Banner v4 and Patient Identification; domain outputs 4.1): the family
name in capitals, then a comma, the given names and the title in brackets without a full stop;
nothing is cut short; an age is written by the table, so that those under 18 stand out; unknown is
said in words, never as a question mark. Controls the hazard of the wrong person (H-ID).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from custodyhcp.records import dates

NOT_KNOWN = "Not Known"


class Sex(Enum):
    """Current gender as stated (CUI CGS); never shortened, never shown as a code."""

    MALE = "MALE"
    FEMALE = "FEMALE"
    OTHER_SPECIFIC = "OTHER_SPECIFIC"
    NOT_KNOWN = "NOT_KNOWN"
    NOT_SPECIFIED = "NOT_SPECIFIED"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").title()


_SEX_WORDS = {
    "m": Sex.MALE,
    "male": Sex.MALE,
    "man": Sex.MALE,
    "1": Sex.MALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "woman": Sex.FEMALE,
    "2": Sex.FEMALE,
    "o": Sex.OTHER_SPECIFIC,
    "x": Sex.OTHER_SPECIFIC,
    "other": Sex.OTHER_SPECIFIC,
    "other specific": Sex.OTHER_SPECIFIC,
    "non-binary": Sex.OTHER_SPECIFIC,
    "u": Sex.NOT_KNOWN,
    "unknown": Sex.NOT_KNOWN,
    "not known": Sex.NOT_KNOWN,
    "0": Sex.NOT_KNOWN,
    "": Sex.NOT_KNOWN,
    "n": Sex.NOT_SPECIFIED,
    "not specified": Sex.NOT_SPECIFIED,
    "not stated": Sex.NOT_SPECIFIED,
    "9": Sex.NOT_SPECIFIED,
}


def read_sex(text: str) -> Sex | None:
    """What ``M``, ``female``, ``9`` and the like mean; None for words that are not in the list."""
    return _SEX_WORDS.get(text.strip().lower())


@dataclass(frozen=True, slots=True)
class Identity:
    """Names as given, date of birth where known. ``dob`` None means nobody knows it yet."""

    family: str
    given: str
    title: str = ""
    preferred: str = ""
    dob: date | None = None
    sex: Sex = Sex.NOT_KNOWN
    aliases: tuple[str, ...] = ()
    confirmed: bool = True
    no_fixed_abode: bool = False
    language: str = ""  # the one they speak best; empty where nobody has asked
    interpreter: bool | None = None  # None: not asked

    @property
    def name(self) -> str:
        return cui_name(self.family, self.given, self.title)

    def age(self, on: date) -> str:
        """By CUI table 7, or ``Not Known``."""
        return NOT_KNOWN if self.dob is None else age(self.dob, on)

    def under_18(self, on: date) -> bool | None:
        """None where the date of birth is not known: then nobody may assume an adult."""
        return None if self.dob is None else years(self.dob, on) < 18


def cui_name(family: str, given: str, title: str = "") -> str:
    """``SMITH, John Simon (Mr)``; unknown names are left out, all unknown is said in words."""
    shown_title = title.strip().rstrip(".").strip("() ")
    parts = [part for part in (_spaced(family).upper(), given_name(given)) if part]
    name = ", ".join(parts) or "Name not known"
    return f"{name} ({shown_title})" if shown_title else name


def given_name(given: str) -> str:
    """As typed, unless it is all capitals or all small: then each part begins with a capital."""
    shown = _spaced(given)
    if shown.upper() != shown and shown.lower() != shown:
        return shown
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda part: _capitalised(part[0]), shown.lower())


def _capitalised(part: str) -> str:
    """``d'andre`` as ``D'Andre``, but ``so's`` keeps its small ending."""
    pieces = re.split(r"(['’])", part)
    return "".join(
        piece[:1].upper() + piece[1:] if place == 0 or len(piece) > 1 else piece
        for place, piece in enumerate(pieces)
    )


def _spaced(text: str) -> str:
    return " ".join(text.split())


def years(dob: date, on: date) -> int:
    """Whole years lived on the day ``on``; somebody born on 29 February ages on 1 March."""
    return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))


def age(born: date | datetime, on: date | datetime) -> str:
    """CUI table 7. Hours and minutes only where both times are known.

    Under 2 hours in minutes, 2 days in hours, 4 weeks in days, a year in weeks and days, 2 years
    in months and days, 18 years in years and months, then in years. A zero unit is left out.
    """
    if isinstance(born, datetime) and isinstance(on, datetime):
        lived = on - born
        if timedelta(0) <= lived < timedelta(days=2):
            return _first_days(lived)
        born, on = dates.local(born).date(), dates.local(on).date()
    elif isinstance(on, datetime):
        on = dates.local(on).date()
    return NOT_KNOWN if on < born else _from_dates(born, on)


def _first_days(lived: timedelta) -> str:
    if lived < timedelta(hours=2):
        return f"{int(lived.total_seconds() // 60)}min"
    return f"{int(lived.total_seconds() // 3600)}hrs"


def _from_dates(born: date, on: date) -> str:
    days = (on - born).days
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if days < 28:
        return f"{days}d"
    if months < 12:
        return _pair(days // 7, "w", days % 7, "d")
    if months < 24:
        return _pair(months, "m", (on - _months_after(born, months)).days, "d")
    if months < 18 * 12:
        return _pair(months // 12, "y", months % 12, "m")
    return f"{months // 12}y"


def _pair(first: int, unit: str, second: int, smaller: str) -> str:
    return f"{first}{unit} {second}{smaller}" if second else f"{first}{unit}"


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


EARLIEST_BIRTH = date(1900, 1, 1)


def birth_problem(dob: date, on: date) -> str:
    """Words where nobody in custody can have been born then, or nothing. Ten is the age of
    criminal responsibility in England; younger is warned of elsewhere, not refused."""
    if dob > on:
        return "The date of birth is in the future."
    if dob < EARLIEST_BIRTH:
        return "The date of birth is before 1900."
    return ""
