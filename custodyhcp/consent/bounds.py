"""How much, how long, how often: the numbers of consent, which a Caldicott Guardian may set.

Data in ``resources/consent/bounds.json``. What has a bound is checked here once for the whole form,
so that no box can be forgotten: every text in it is walked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from custodyhcp import resources
from custodyhcp.consent.codes import Ground
from custodyhcp.consent.problem import Problem


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = resources.load_json("consent/bounds.json")
    return table


def most_times_again() -> int:
    """How often somebody may be asked again after a no before what has changed must be said."""
    return int(_table()["asked_again_after_refusal"])


def ask_again_within() -> timedelta:
    return timedelta(hours=_table()["ask_again_within_hours"])


def open_for(ground: Ground) -> timedelta:
    """The longest that a look without permission may stay open."""
    return timedelta(minutes=_table()["open_for_minutes"][ground.value])


def closes_at(ground: Ground | None, at: datetime, *ends: datetime | None) -> datetime | None:
    """The earliest of ``ends`` that are given; on a ground, never later than it may stay open."""
    given = [end for end in ends if end is not None]
    if ground is not None:
        given.append(at + open_for(ground))
    return min(given, default=None)


def too_long(form: Any) -> tuple[Problem, ...]:
    """One problem for each text of the form, at any depth, that is longer than it may be. The
    reason has a rule of its own (``consent.reasons``)."""
    return tuple(problem for path, text in _texts(form, "") for problem in _judged(path, text))


def _texts(form: Any, before: str) -> Iterable[tuple[str, str]]:
    for field in fields(form):
        value, path = getattr(form, field.name), f"{before}{field.name}"
        if is_dataclass(value):
            yield from _texts(value, f"{path}.")
        elif isinstance(value, str) and path != "reason":
            yield path, value
        elif isinstance(value, tuple):
            yield from ((path, item) for item in value if isinstance(item, str))


def _judged(path: str, text: str) -> Iterable[Problem]:
    table = _table()
    line = path in table["lines"]
    longest = table["longest_line"] if line else table["longest_text"]
    if len(text) > longest:
        name = table["lines" if line else "texts"].get(path, "This")
        then = f"Shorten it to {longest:,} or fewer; the rest can stand in the assessment."
        yield Problem(path, f"{name} is {len(text):,} characters long. {then}")
