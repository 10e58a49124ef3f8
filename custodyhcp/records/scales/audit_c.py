"""AUDIT-C in United Kingdom units: three items, 0 to 12; 5 or more is a positive screen.

The third item is asked with 6 units of a woman and 8 of a man, and which was asked is recorded.
Thresholds of other countries are not mixed in (domain clinical 4.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
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


class Asked(Enum):
    """Which wording of the third item was put to the person."""

    SIX = "SIX"
    EIGHT = "EIGHT"

    @property
    def words(self) -> str:
        return str(load("audit_c.json")["asked"][self.value])


@cache
def about() -> About:
    return read_about(load("audit_c.json"))


@cache
def items() -> tuple[Item, ...]:
    return read_items(load("audit_c.json"))


def score(answers: Sequence[int | None]) -> Scored:
    """``answers`` are three, in order; None is not answered. Raises ``NotAValue``."""
    return from_items(about(), items(), answers)


def positive(total: int) -> bool:
    """Whether to go on to the other seven AUDIT questions."""
    return total >= int(load("audit_c.json")["positive_from"])
