"""The statutory gateways (domain consent 4.4): a dated list, which says on whom each duty falls.

Rules kept here. The Serious Violence Duty is never a basis, whatever the data say (HARD, s16(4)). A
statute with no date of commencement is off until one is set. A power is not a requirement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from custodyhcp import resources

NEVER = frozenset({"SVD_16"})
ANY_DAY = "ANY"


class StatuteKind(Enum):
    DUTY = "DUTY"
    POWER = "POWER"
    NEVER = "NEVER"


class DutyOn(Enum):
    """On whom it falls."""

    ANYBODY = "ANYBODY"
    REGULATED_PROFESSIONAL = "REGULATED_PROFESSIONAL"
    DOCTOR = "DOCTOR"
    BODY = "BODY"


@dataclass(frozen=True, slots=True)
class Statute:
    """``to``: who may be told under it, as codes of ``disclosure.Recipient``. ``start`` None: off;
    ``date.min`` where it was in force before the list was made. ``looking``: may be relied on to
    look at a record; ``mark`` and ``checked``: how it is known, and when it was last looked at."""

    code: str
    words: str
    what: str
    kind: StatuteKind
    on: DutyOn
    to: tuple[str, ...]
    start: date | None
    looking: bool
    mark: str
    checked: date

    def in_force(self, day: date | None) -> bool:
        """On that day; where no day is given, only what does not depend on one."""
        if self.start is None:
            return False
        return self.start == date.min or (day is not None and self.start <= day)


@cache
def statute_list() -> Mapping[str, Statute]:
    rows = resources.load_json("consent/statutes.json")["statutes"]
    return {code: _statute(code, row) for code, row in rows.items()}


def _statute(code: str, row: Mapping[str, object]) -> Statute:
    given = row["from"]
    start = None if given is None else date.min if given == ANY_DAY else _day(given)
    to = row["to"]
    return Statute(
        code=code,
        words=str(row["words"]),
        what=str(row["what"]),
        kind=StatuteKind.NEVER if code in NEVER else StatuteKind(row["kind"]),
        on=DutyOn(row["on"]),
        to=tuple(str(one) for one in to) if isinstance(to, list) else (),
        start=start,
        looking=row["selectable"] is True and code not in NEVER,
        mark=str(row["mark"]),
        checked=_day(row["checked"]),
    )


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def for_looking(day: date | None) -> Mapping[str, Statute]:
    """Those that may be relied on to look at a record on that day."""
    return {code: one for code, one in statute_list().items() if one.looking and one.in_force(day)}
