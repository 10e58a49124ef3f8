from __future__ import annotations

from datetime import UTC, datetime

import pytest

from custodyhcp.records import surgery_hours


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 18, 29, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 18, 30, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), False),  # British Summer Time
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), True),  # a Sunday
    ],
)
def test_out_of_hours_is_by_the_clock_on_the_wall(at: datetime, closed: bool) -> None:
    assert surgery_hours.out_of_hours(at) is closed
    assert bool(surgery_hours.closed_words(at)) is closed
