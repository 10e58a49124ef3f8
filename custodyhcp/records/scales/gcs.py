"""The Glasgow Coma Scale for adults: eye, verbal, motor; 3 to 15.

Rules kept here (domain clinical 4.4): a component that cannot be tested is NT, never 1; with any NT
there is no total, only the profile and the reason; E, V and M are always said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from custodyhcp.records.scales.scale import (
    About,
    Incomplete,
    Item,
    Result,
    Scored,
    from_items,
    insist_on_count,
    load,
    read_about,
    read_items,
    whole,
)

NT = "NT"
LETTERS = ("E", "V", "M")
Component = int | str | None  # points, "NT", or not answered


@dataclass(frozen=True, slots=True)
class NotTestable:
    """Every component is answered and at least one is NT: no total. ``profile`` E4 VNT M6."""

    profile: str
    keys: tuple[str, ...]
    names: tuple[str, ...]


@cache
def about() -> About:
    return read_about(load("gcs.json"))


@cache
def items() -> tuple[Item, ...]:
    return read_items(load("gcs.json"))


def profile(answers: Sequence[Component]) -> str:
    """``E4 VNT M6``; a component not answered is a dash."""
    parts = ("-" if answer is None else str(answer) for answer in answers)
    return " ".join(letter + part for letter, part in zip(LETTERS, parts, strict=True))


def score(answers: Sequence[Component]) -> Scored | NotTestable:
    """``answers`` are E, V, M: points, ``"NT"``, or None. Raises ``NotAValue``."""
    insist_on_count(about(), items(), answers)
    tested: list[int | None] = []
    for item, answer in zip(items(), answers, strict=True):
        untested = answer is None or answer == NT
        tested.append(None if untested else whole(item.key, item.name, answer))
    scored = from_items(about(), items(), tested)
    if isinstance(scored, Result):
        return scored
    open_ones = [i for i, a in zip(items(), answers, strict=True) if a is None]
    if open_ones:
        return Incomplete(tuple(i.key for i in open_ones), tuple(i.name for i in open_ones))
    return NotTestable(profile(answers), scored.missing, scored.names)
