"""CIWA-Ar, alcohol withdrawal: ten items, 0 to 67. Vital signs stand beside it, unscored.

Two sets of bands are in use and disagree at 8 to 9 and 15 to 18: which one is shown is configured,
its name is always said, and the total is never hidden (domain clinical 4.2).
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
    return read_about(load("ciwa_ar.json"))


@cache
def items() -> tuple[Item, ...]:
    return read_items(load("ciwa_ar.json"))


def score(answers: Sequence[int | None], band_set: str = "") -> Scored:
    """``answers`` are ten, in order; None is not answered. Raises ``NotAValue``."""
    return from_items(about(), items(), answers, band_set)


def other_bands(total: int) -> tuple[str, ...]:
    """What the sets that are not configured call this total, where they call it otherwise."""
    chosen = about().bands()
    return tuple(
        f"{each.name} calls it {each.band(total)}"
        for each in about().band_sets
        if each is not chosen and each.band(total) != chosen.band(total)
    )
