"""The text that everybody accepts, with its version, before anything opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from custodyhcp import resources


@dataclass(frozen=True, slots=True)
class AcceptableUse:
    version: str
    title: str
    lines: tuple[str, ...]


@cache
def acceptable_use() -> AcceptableUse:
    """The version in force, from ``resources/staff/acceptable_use.json``."""
    found = resources.load_json("staff/acceptable_use.json")
    return AcceptableUse(found["version"], found["title"], tuple(found["lines"]))
