"""Which lines of a briefing rest on the person's agreement, and what is left once it is taken back.

Rules kept here (domain consent 3.6, 8.4): a line told on "they agreed" goes only while they agree;
what custody must know to keep them safe is told on its own basis and is not touched. Nothing is
silently missed: what is left out is named, so that the nurse can tell it on another basis, if there
is one. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from custodyhcp.records.directions import ITEMS, Basis, Directions
from custodyhcp.sharing.briefing import Briefing
from custodyhcp.sharing.document import Line

AGREED = "they agreed"  # as ``briefing`` writes that basis beside a line


def lines_on_consent(briefing: Briefing) -> tuple[Line, ...]:
    """The lines of this briefing that custody reads because the person agreed."""
    return tuple(line for line in briefing.lines if line.basis == AGREED)


def rests_on_consent(directions: Directions) -> bool:
    """Whether these directions tell custody anything on the person's agreement."""
    return bool(_agreed_items(directions))


def _agreed_items(directions: Directions) -> tuple[str, ...]:
    told = directions.told()
    return tuple(key for key in told if directions.basis_of(key) is Basis.CONSENT)


def tellable(directions: Directions, *, agreed: bool) -> Directions:
    """The directions as they may be told now. Where they no longer agree, what rested on that is
    left out; fitness, observation, signs, review, adult and self-harm are always told."""
    if agreed:
        return directions
    kept: dict[str, Any] = {}
    for key in _agreed_items(directions):
        for field in ITEMS[key]:
            value = getattr(directions, field)
            kept[field] = type(value)() if isinstance(value, (str, tuple)) else None
    return replace(directions, **kept)
