"""4AT v1.2, a prompt for delirium: four items, 0 to 12. Not a diagnosis.

Nobody is "unable to assess": somebody who cannot be tested scores 2 on items 2 and 3 (domain
clinical 4.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from custodyhcp.records.scales.scale import (
    About,
    Item,
    Scored,
    from_items,
    load,
    read_about,
    read_items,
)


@cache
def about() -> About:
    return read_about(load("4at.json"))


@cache
def items() -> tuple[Item, ...]:
    return read_items(load("4at.json"))


def score(answers: Sequence[int | None]) -> Scored:
    """``answers`` are four, in order; None is not answered. Raises ``NotAValue``."""
    return from_items(about(), items(), answers)
