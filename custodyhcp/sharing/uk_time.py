"""Dates and times as clinical staff in England read them (domain outputs 4.3).

Rules kept here: ``DD-Mmm-YYYY`` and the 24-hour clock whatever the machine's region says; UK clock
time is worked out from UTC by rule (forward on the last Sunday of March at 01:00 UTC, back on the
last Sunday of October at 01:00 UTC), so that no time zone database is needed; on the night the
clocks go back the zone is named, because 01:30 happens twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GMT = timezone(timedelta(0), "GMT")
BST = timezone(timedelta(hours=1), "BST")


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def in_uk(at: datetime) -> datetime:
    """``at`` (aware) on the clock on the wall in England."""
    utc = at.astimezone(UTC)
    summer = _last_sunday(utc.year, 3) <= utc < _last_sunday(utc.year, 10)
    return utc.astimezone(BST if summer else GMT)


def uk_date(at: datetime) -> str:
    """``03-Jan-2026``."""
    return cui_date(in_uk(at).date())


def cui_date(day: date) -> str:
    """``03-Jan-2026`` for a plain date, such as a date of birth."""
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"


def uk_clock(at: datetime) -> str:
    """``07:05``; with ``(BST)`` or ``(GMT)`` in the hour that happens twice."""
    local = in_uk(at)
    back = _last_sunday(local.year, 10)
    twice = back - timedelta(hours=1) <= at.astimezone(UTC) < back + timedelta(hours=1)
    return f"{local.hour:02d}:{local.minute:02d}" + (f" ({local.tzname()})" if twice else "")


def uk_date_and_clock(at: datetime) -> str:
    """``03-Jan-2026 07:05``."""
    return f"{uk_date(at)} {uk_clock(at)}"


def uk_when(at: datetime, seen_from: datetime) -> str:
    """The clock alone on the day it is read, otherwise the date as well."""
    same_day = in_uk(at).date() == in_uk(seen_from).date()
    return uk_clock(at) if same_day else uk_date_and_clock(at)
