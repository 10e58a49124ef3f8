"""Dates and times: one way to write them, several to read them, UK time throughout."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.records import dates

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def test_dates_and_times_are_written_one_way() -> None:
    at = datetime(2026, 1, 3, 7, 5, tzinfo=UTC)
    assert dates.cui_date_time(at) == "03-Jan-2026 07:05"
    assert dates.cui_time(datetime(2026, 1, 3, tzinfo=UTC)) == "00:00"
    assert dates.cui_date_time(None) == dates.cui_date(None) == "Not recorded"
    assert dates.cui_date(date(2026, 5, 9)) == "09-May-2026"
    assert dates.long_date(date(2018, 8, 6)) == "6 August 2018"


def test_summer_time_is_shown_and_named_only_on_the_nights_it_changes() -> None:
    assert dates.cui_time(datetime(2026, 7, 1, 2, 0, tzinfo=UTC)) == "03:00"
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert dates.cui_time(first) == "01:30 (BST)"
    assert dates.cui_time(first + timedelta(hours=1)) == "01:30 (GMT)"
    assert dates.cui_time(first + timedelta(days=1)) == "00:30"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (12, "in 12 min"),
        (0, "now"),
        (-0.5, "now"),
        (-1, "1 min LATE"),
        (-18, "18 min LATE"),
        (135, "in 2hrs 15min"),
        (-61, "1hr 1min LATE"),
        (3000, "in 2d 2hrs"),
    ],
)
def test_times_due_are_told_from_now(minutes: float, words: str) -> None:
    assert dates.relative(NOW + timedelta(minutes=minutes), NOW) == words


@pytest.mark.parametrize(
    "typed",
    [
        "03/01/1995",
        "3/1/1995",
        "3-1-1995",
        "03.01.1995",
        "1995-01-03",
        "19950103",
        "03-Jan-1995",
        "3 January 1995",
        "3rd jan 1995",
    ],
)
def test_a_date_is_read_in_its_usual_forms(typed: str) -> None:
    assert dates.read_date(typed) == date(1995, 1, 3)


@pytest.mark.parametrize(
    "typed", ["", "03/01/95", "31/02/1995", "13/25/1990", "1/2", "35000", "soon", "٠٣/٠١/١٩٩٥"]
)
def test_a_date_is_never_guessed(typed: str) -> None:
    assert dates.read_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("23/11/2026 02:15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("23/11/2026 02:15:59", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("2026-11-23T02:15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("2026-11-23T02:15:00Z", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("2026-11-23 02:15:00+01:00", datetime(2026, 11, 23, 1, 15, tzinfo=UTC)),
        ("23-Nov-2026 0215", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("23 November 2026, 2:15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("01/07/2026 10:00", datetime(2026, 7, 1, 9, 0, tzinfo=UTC)),
        ("25/10/2026 01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("01/10/2026 09:00", datetime(2026, 10, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_date_and_time_is_uk_time_unless_it_says_otherwise(typed: str, utc: datetime) -> None:
    assert dates.read_date_time(typed) == utc


@pytest.mark.parametrize("typed", ["23/11/2026", "02:15", "29/03/2026 01:30", "23/11/2026 25:00"])
def test_half_a_moment_or_an_hour_that_does_not_exist_is_refused(typed: str) -> None:
    assert dates.read_date_time(typed) is None


def test_the_next_time_the_clock_shows_it() -> None:
    assert dates.next_at(time(4, 0), NOW) == datetime(2026, 11, 23, 4, tzinfo=UTC)
    assert dates.next_at(time(3, 0), NOW) == datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert dates.last_at(time(3, 0), NOW) == datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert dates.last_at(time(4, 0), NOW) == datetime(2026, 11, 22, 4, tzinfo=UTC)
    spring = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert dates.next_at(time(1, 30), spring) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


@given(st.integers(0, 5_000_000), st.times())
@settings(max_examples=100)
def test_next_and_last_stand_either_side_of_now(minutes: int, clock: time) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes, seconds=7)
    clock = clock.replace(second=0, microsecond=0)
    assert dates.last_at(clock, now) <= now < dates.next_at(clock, now)
    assert dates.local(dates.next_at(clock, now)).time() == clock


@given(st.text(max_size=30))
@settings(max_examples=100)
def test_any_text_is_a_moment_or_nothing(text: str) -> None:
    at = dates.read_date_time(text)
    assert at is None or at.tzinfo is not None
    dates.read_clock(text)
