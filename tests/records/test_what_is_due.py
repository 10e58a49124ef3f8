"""The board's order: NOT FIT, late, due, unread, the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.records.what_is_due import (
    Next,
    Situation,
    Task,
    Told,
    Urgency,
    is_late,
    order,
    told,
    urgency,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def minutes(n: float) -> datetime:
    return NOW + timedelta(minutes=n)


def review(n: float, **more: object) -> Situation:
    return Situation(Next(Task.REVIEW, due=minutes(n)), **more)  # type: ignore[arg-type]


def test_one_minute_late_is_late_and_less_is_not() -> None:
    assert is_late(minutes(-1), NOW)
    assert not is_late(minutes(-0.9), NOW)
    assert not is_late(None, NOW)


def test_each_level_of_urgency() -> None:
    assert urgency(review(240, not_fit=True), NOW) is Urgency.NOT_FIT
    assert urgency(review(-18), NOW) is Urgency.LATE
    assert urgency(review(30), NOW) is Urgency.DUE
    assert urgency(review(31, unread_since=minutes(-5)), NOW) is Urgency.UNREAD
    assert urgency(review(31), NOW) is Urgency.REST


def test_the_board_begins_with_whom_to_see_first() -> None:
    situations = {
        "rest": review(300),
        "unread": Situation(Next(Task.NOTHING), unread_since=minutes(-11)),
        "due": review(8),
        "late": review(-6),
        "later": review(-18),
        "not fit": review(60, not_fit=True),
        "nothing": Situation(Next(Task.NOTHING)),
    }
    ordered = sorted(situations, key=lambda name: order(situations[name], "1", NOW))
    assert ordered == ["not fit", "later", "late", "due", "unread", "rest", "nothing"]


def test_cells_order_as_numbers_where_nothing_else_does() -> None:
    nothing = Situation(Next(Task.NOTHING))
    assert sorted(["10", "2", "F1"], key=lambda cell: order(nothing, cell, NOW)) == [
        "2",
        "10",
        "F1",
    ]


def test_words_beside_the_task() -> None:
    assert told(Next(Task.REVIEW, due=minutes(-18)), NOW) == Told("Review", "02:54", "18 min LATE")
    assert told(Next(Task.MEDICINE, due=minutes(8)), NOW) == Told("Medicine", "03:20", "in 8 min")
    assert told(Next(Task.HOSPITAL_TRANSFER, since=minutes(-9)), NOW) == Told(
        "Hospital transfer not started", "", "9 min"
    )
    assert told(Next(Task.FIRST_ASSESSMENT, since=minutes(-22)), NOW) == Told(
        "First assessment", "", "asked for 02:50"
    )
    assert told(Next(Task.NOTHING), NOW) == Told("Nothing due")


@given(
    st.lists(
        st.tuples(st.integers(-600, 600), st.booleans(), st.none() | st.integers(-60, 0)),
        max_size=20,
    )
)
@settings(max_examples=50)
def test_nobody_not_fit_ever_stands_below_somebody_fit(
    people: list[tuple[int, bool, int | None]],
) -> None:
    situations = [
        review(due, not_fit=bad, unread_since=None if unread is None else minutes(unread))
        for due, bad, unread in people
    ]
    ordered = sorted(situations, key=lambda situation: order(situation, "1", NOW))
    levels = [urgency(situation, NOW).value for situation in ordered]
    assert levels == sorted(levels)
