"""The board's order: NOT FIT, late, due, unread, the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custodyhcp.records.what_is_due import (
    NOT_FIT,
    Due,
    Task,
    Told,
    Urgency,
    in_order,
    is_late,
    told,
    urgency,
)

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def minutes(n: float) -> datetime:
    return NOW + timedelta(minutes=n)


def review(n: float, cell: str = "1") -> Due:
    return Due(Task.REVIEW, minutes(n), cell=cell)


def transfer(n: float, cell: str = "1") -> Due:
    return Due(Task.HOSPITAL_TRANSFER, since=minutes(n), cell=cell)


def unread(n: float, cell: str = "1") -> Due:
    return Due(Task.BRIEFING, since=minutes(n), cell=cell)


def test_one_minute_late_is_late_and_less_is_not() -> None:
    assert is_late(minutes(-1), NOW)
    assert not is_late(minutes(-0.9), NOW)
    assert not is_late(None, NOW)
    assert [review(n).late_by(NOW) for n in (-0.9, -1, -1.9, -18, 5)] == [0, 1, 1, 18, 0]
    assert Due(Task.DRAFT, since=minutes(-90)).late_by(NOW) == 0


def test_each_level_of_urgency() -> None:
    assert urgency(transfer(-1), NOW) is Urgency.NOT_FIT
    assert urgency(review(-18), NOW) is Urgency.LATE
    assert urgency(review(30), NOW) is Urgency.DUE
    assert urgency(unread(-5), NOW) is Urgency.WAITING
    assert urgency(review(31), NOW) is Urgency.REST
    assert urgency(None, NOW) is Urgency.REST


def test_the_list_begins_with_whom_to_see_first() -> None:
    known = {
        "rest": review(300),
        "unread": unread(-11),
        "not fit unread": Due(Task.BRIEFING, since=minutes(-3), detail=NOT_FIT),
        "medicine": Due(Task.MEDICINE, minutes(48)),
        "due": review(8),
        "late": review(-6),
        "later": review(-18),
        "not fit": transfer(-60),
        "asked for": Due(Task.FIRST_ASSESSMENT, minutes(38), minutes(-22)),
        "typing": Due(Task.DRAFT, since=minutes(-200)),
    }
    ordered = in_order(list(known.values()), NOW)
    names = [next(name for name, one in known.items() if one is due) for due in ordered]
    assert names == [
        *("not fit", "not fit unread", "later", "late", "due"),
        *("asked for", "unread", "medicine", "rest", "typing"),
    ]


def test_cells_order_as_numbers_where_nothing_else_does() -> None:
    found = [review(60, cell) for cell in ("10", "2", "F1")]
    assert [due.cell for due in in_order(found, NOW)] == ["2", "10", "F1"]


def test_words_beside_the_task() -> None:
    assert told(review(-18), NOW) == Told("Review", "02:54", "18 min LATE")
    assert told(Due(Task.MEDICINE, minutes(8)), NOW) == Told("Medicine", "03:20", "in 8 min")
    assert told(transfer(-9), NOW) == Told("Hospital transfer not started", "", "9 min")
    assert told(unread(-11), NOW) == Told("Briefing not read", "", "11 min")
    assert told(unread(0), NOW) == Told("Briefing not read", "", "under 1 min")
    asked = Due(Task.FIRST_ASSESSMENT, minutes(68), minutes(-22))
    assert told(asked, NOW) == Told("First assessment", "", "asked for 02:50")
    asked = Due(Task.FIRST_ASSESSMENT, minutes(-1), minutes(-91))
    said = Told("First assessment", "03:11", "1 min LATE, waiting 91 min")
    assert told(asked, NOW) == said
    wanted = Due(Task.REQUEST, minutes(-2), minutes(-62))
    assert told(wanted, NOW) == Told("Attend request", "03:10", "2 min LATE, waiting 62 min")
    left = Due(Task.DRAFT, since=minutes(-10), detail="assessment", left_by="Robin Hale")
    assert told(left, NOW) == Told("Unfinished: assessment", "", "since 03:02, left by Robin Hale")


@given(
    st.lists(
        st.tuples(st.sampled_from(Task), st.none() | st.integers(-600, 600), st.integers(-600, 0)),
        max_size=20,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_is_by_urgency_and_loses_nothing(
    found: list[tuple[Task, int | None, int]],
) -> None:
    dues = [
        Due(task, None if at is None else minutes(at), minutes(since), about=str(place))
        for place, (task, at, since) in enumerate(found)
    ]
    ordered = in_order(dues, NOW)
    assert sorted(due.about for due in ordered) == sorted(due.about for due in dues)
    levels = [urgency(due, NOW).value for due in ordered]
    assert levels == sorted(levels)
    late = [due.late_by(NOW) for due in ordered if urgency(due, NOW) is Urgency.LATE]
    assert late == sorted(late, reverse=True)
