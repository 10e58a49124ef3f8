"""From one day to another, as two dates; the last day may be today, up to this minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from custodyhcp.oversight.frame import Period
from custodyhcp.records import dates
from custodyhcp.ui.kit import DateField, Problem, Row


class PeriodFields(Row):
    """Two ``DateField``s. ``period(now)`` is None while ``problems`` has something to say."""

    def __init__(self, now: datetime, *, days: int, name: str) -> None:
        today = dates.today(now)
        self.first = DateField("First day", name=f"{name}.from", hint="")
        self.last = DateField("Last day", name=f"{name}.to", hint="")
        self.first.set_value(today - timedelta(days=days))
        self.last.set_value(today)
        super().__init__(self.first, self.last, gap=32)

    def problems(self, now: datetime) -> list[Problem]:
        found: list[Problem] = []
        for field in (self.first, self.last):
            if field.value() is None:
                words = field.problem() or f"{field.label()} is missing."
                found.append((field, words))
        first, last = self.first.value(), self.last.value()
        if first is not None and last is not None:
            if last > dates.today(now):
                found.append((self.last, "The last day is still to come."))
            elif first > last:
                found.append((self.first, "The first day is after the last."))
        return found

    def period(self, now: datetime) -> Period | None:
        first, last = self.first.value(), self.last.value()
        if self.problems(now) or first is None or last is None:
            return None
        return Period(_midnight(first), min(now, _midnight(last + timedelta(days=1))))


def _midnight(day: date) -> datetime:
    at = dates.at_local(day, time(0, 0))
    assert at is not None  # noqa: S101 - the clocks never skip midnight in the UK
    return at


def words(period: Period) -> str:
    """``23-Nov-2026 00:00 to 30-Nov-2026 09:05``."""
    return f"{dates.cui_date_time(period.start)} to {dates.cui_date_time(period.end)}"
