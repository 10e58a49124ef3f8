"""COWS (Wesson and Ling 2003), opioid withdrawal: a pulse and ten items, 0 to 48.

Each item has values of its own, not every number between (domain clinical 4.3). The pulse is given
as beats a minute and scored here, so that nobody does it in their head.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from custodyhcp.records.scales.measure import Measure, read_measure
from custodyhcp.records.scales.scale import (
    About,
    Incomplete,
    Item,
    Scored,
    Working,
    from_items,
    load,
    made,
    read_about,
    read_items,
    read_steps,
    step,
)


@cache
def about() -> About:
    return read_about(load("cows.json"))


@cache
def items() -> tuple[Item, ...]:
    """The ten after the pulse."""
    return read_items(load("cows.json"))


@cache
def pulse() -> Measure:
    return read_measure({**load("cows.json")["pulse"], "places": 0})


def pulse_points(bpm: int) -> int:
    return step(read_steps(load("cows.json")["pulse"]["points"]), Decimal(bpm))


def score(pulse_bpm: int | None, answers: Sequence[int | None]) -> Scored:
    """``pulse_bpm`` in beats a minute, ``answers`` the ten other items in order; None is not
    answered. Raises ``NotAValue``."""
    beats = None if pulse_bpm is None else pulse().accept(pulse_bpm)
    rest = from_items(about(), items(), answers)
    if isinstance(rest, Incomplete):
        return rest if beats is not None else _with_pulse(rest)
    if beats is None:
        return _with_pulse(Incomplete((), ()))
    first = Working(pulse().key, pulse().name, pulse().words(beats), pulse_points(int(beats)))
    return made(about(), about().bands(), (first, *rest.workings))


def _with_pulse(rest: Incomplete) -> Incomplete:
    return Incomplete((pulse().key, *rest.missing), (pulse().name, *rest.names))
