"""Dates and times as clinical screens write them. Pure; the present is always an argument.

Rules kept here (CUI D+Ta, D+Tb; domain outputs 4.3): ``DD-Mmm-YYYY`` and 24-hour ``HH:mm`` from a
fixed table of months, never from the machine's regional settings; unknown is written as words;
``(GMT)`` or ``(BST)`` is added on the nights when the clocks change. Times are kept in UTC and
shown in UK time. Windows has no zone table of its own: there the ``tzdata`` package must be
installed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UK = ZoneInfo("Europe/London")
NOT_RECORDED = "Not recorded"
_HALF_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)


def local(at: datetime) -> datetime:
    """An aware time as the clock on the wall of the suite."""
    return at.astimezone(UK)


def today(now: datetime) -> date:
    """The date in the suite at ``now``."""
    return local(now).date()


def cui_date(day: date | None) -> str:
    """``03-Jan-2026``; ``Not recorded`` for none."""
    if day is None:
        return NOT_RECORDED
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"


def cui_time(at: datetime | None) -> str:
    """``07:05`` in UK time, with ``(GMT)`` or ``(BST)`` on a night when the clocks change."""
    if at is None:
        return NOT_RECORDED
    there = local(at)
    return f"{there.hour:02d}:{there.minute:02d}{_zone_note(at)}"


def cui_date_time(at: datetime | None) -> str:
    """``03-Jan-2026 07:05`` in UK time."""
    return NOT_RECORDED if at is None else f"{cui_date(local(at).date())} {cui_time(at)}"


def cui_short(at: datetime, now: datetime) -> str:
    """The time alone for today, the date as well for another day."""
    return cui_time(at) if local(at).date() == today(now) else cui_date_time(at)


def long_date(day: date) -> str:
    """``3 January 2026``: for the person themselves, and for screen readers."""
    return f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year}"


def _zone_note(at: datetime) -> str:
    if local(at - _HALF_DAY).utcoffset() == local(at + _HALF_DAY).utcoffset():
        return ""
    return f" ({local(at).tzname()})"


def duration(length: timedelta) -> str:
    """``2hrs 15min``: whole minutes, descending units, no zero units. Under a minute: ``0min``."""
    minutes = int(abs(length).total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{days}d"] * bool(days)
    parts += [f"{hours}hr{'s' * (hours != 1)}"] * bool(hours)
    parts += [f"{minutes}min"] * (bool(minutes) and not days)
    return " ".join(parts) or "0min"


def relative(due: datetime, now: datetime) -> str:
    """``in 12 min``, ``now``, ``18 min LATE``. The minute is the unit: 59 seconds late is not."""
    minutes = int((due - now).total_seconds() // 60)
    if due >= now:
        return "now" if minutes < 1 else f"in {spoken(due - now)}"
    late = now - due
    return "now" if late < timedelta(minutes=1) else f"{spoken(late)} LATE"


def ago(then: datetime, now: datetime) -> str:
    """``just now``, ``11 min ago``."""
    return "just now" if now - then < timedelta(minutes=1) else f"{spoken(now - then)} ago"


def spoken(length: timedelta) -> str:
    """``9 min``, ``1hr 5min``: how long somebody has waited, rounded down as all of these are."""
    return f"{int(length.total_seconds() // 60)} min" if length < _HOUR else duration(length)


def unread(since: datetime, now: datetime) -> str:
    """``unread 11 min``; ``not read yet`` within the first minute."""
    waited = now - since
    return "not read yet" if waited < _MINUTE else f"unread {spoken(waited)}"


_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


# --- what people type -------------------------------------------------------------------------

_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})[/.\-]?(\d{2})[/.\-]?(\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([a-z]{3,9})\.?[ \-,]+(\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})(?:[:.](\d{2})(?:\.\d+)?)?", re.ASCII)
_OFFSET = re.compile(r"(.*:\d{2}(?:\.\d+)?)\s*(z|utc|gmt|bst|[+-]\d{2}:?\d{2})", re.ASCII)
_ISO_JOINED = re.compile(r"^(\d{4}-\d{2}-\d{2})t(\d)", re.ASCII)
_ZONES = {"z": timedelta(0), "utc": timedelta(0), "gmt": timedelta(0), "bst": timedelta(hours=1)}


def read_date(text: str) -> date | None:
    """A date written day first, year first, or with a month's name. Four-figure years only.

    None where it is not one: a two-figure year and a month-first date are never guessed at.
    """
    typed = text.strip().lower()
    for pattern, order in ((_NUMERIC, (2, 1, 0)), (_ISO, (0, 1, 2)), (_NAMED, (2, 1, 0))):
        found = pattern.fullmatch(typed)
        if found:
            year, month, day = (found.groups()[place] for place in order)
            return _date(int(year), _month(month), int(day))
    return None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    matches = [n for n, name in enumerate(LONG_MONTHS, 1) if name.lower().startswith(text)]
    return matches[0] if len(matches) == 1 else (9 if text == "sept" else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """``7:05``, ``07:05``, ``0705`` or ``07.05`` as a time of day; None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute) if hour < 24 and minute < 60 and second < 60 else None


def read_date_time(text: str) -> datetime | None:
    """A date and a time, in UK time unless it says otherwise, as UTC. None where it is not one.

    In the hour that comes twice in October the earlier is meant; an hour that does not exist in
    March is refused.
    """
    typed, offset = _without_offset(text.strip().lower().replace(",", " "))
    day_text, _, clock_text = _ISO_JOINED.sub(r"\1 \2", typed).rpartition(" ")
    day, clock = read_date(day_text), read_clock(clock_text)
    if day is None or clock is None:
        return None
    return at_local(day, clock) if offset is None else datetime.combine(day, clock, UTC) - offset


def _without_offset(typed: str) -> tuple[str, timedelta | None]:
    found = _OFFSET.fullmatch(typed)
    if not found:
        return typed, None
    if found[2] in _ZONES:
        return found[1], _ZONES[found[2]]
    digits = found[2][1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return found[1], -length if found[2][0] == "-" else length


def at_local(day: date, clock: time) -> datetime | None:
    """That time of day in the suite, as UTC; None where the clocks skip it."""
    there = datetime.combine(day, clock, UK)
    utc = there.astimezone(UTC)
    return utc if utc.astimezone(UK).replace(tzinfo=None) == there.replace(tzinfo=None) else None


def next_at(clock: time, now: datetime) -> datetime:
    """The first moment after ``now`` at which the suite's clock shows ``clock``."""
    for days in range(3):
        day = today(now) + timedelta(days=days)
        for fold in (0, 1):
            there = datetime.combine(day, clock, UK).replace(fold=fold)
            utc = there.astimezone(UTC)
            if utc > now and utc.astimezone(UK).time() == clock:
                return utc
    raise AssertionError("the suite's clock shows every time within three days")


def last_at(clock: time, now: datetime) -> datetime:
    """The latest moment up to ``now`` at which the suite's clock showed ``clock``."""
    return next_at(clock, now - _DAY) if next_at(clock, now - _DAY) <= now else now
