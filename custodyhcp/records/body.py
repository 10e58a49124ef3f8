"""The body as it is drawn: the views, their regions by name and side, and what lies where. Pure.

The drawings are SVG files of our own in ``resources/records/body``, one a view, the same for
everybody. Each region is a path whose id is named in ``regions.json`` with its side, its plain
and its anatomical name, and a point well inside it. Lengths are in the units of the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from custodyhcp.resources import load_json, path

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], ...]  # one ring or more


@dataclass(frozen=True, slots=True)
class View:
    """One drawing; ``width`` and ``height`` in its own units."""

    id: str
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a drawing. ``side`` is the person's own: left, right, or empty in the middle."""

    id: str
    view: str
    area: str
    side: str
    plain: str
    anatomical: str
    inside: Point
    outline: Outline

    def holds(self, x: float, y: float) -> bool:
        """Whether that point of the drawing lies in the region."""
        return sum(_crossings(ring, x, y) for ring in self.outline) % 2 == 1


@cache
def views() -> tuple[View, ...]:
    told = load_json("records/body/regions.json")["views"]
    return tuple(View(v["id"], v["name"], v["width"], v["height"]) for v in told)


def view(name: str) -> View:
    """Raises LookupError where there is none of that id."""
    for one in views():
        if one.id == name:
            return one
    raise LookupError(name)


@cache
def regions() -> tuple[Region, ...]:
    """Every region of every view, in the order of the data."""
    told = load_json("records/body/regions.json")["regions"]
    drawn = {key: ring for one in views() for key, ring in _paths(one.id)}
    return tuple(
        Region(
            r["id"],
            r["view"],
            r["area"],
            r["side"],
            r["plain"],
            r["anatomical"],
            (r["x"], r["y"]),
            drawn[r["id"]],
        )
        for r in told
    )


@cache
def _by_id() -> dict[str, Region]:
    return {region.id: region for region in regions()}


def region(name: str) -> Region:
    """Raises LookupError where there is none of that id."""
    return _by_id()[name]


def region_at(view_id: str, x: float, y: float) -> Region | None:
    """What lies at that point of a view; None beside the body."""
    return next((r for r in regions() if r.view == view_id and r.holds(x, y)), None)


def find(typed: str) -> tuple[Region, ...]:
    """The regions of which every word typed begins a word of a name, in any order."""
    wanted = typed.casefold().split()
    return tuple(r for r in regions() if all(_begins(r, part) for part in wanted))


def _begins(one: Region, part: str) -> bool:
    words = re.split(r"[\s,()-]+", f"{one.plain} {one.anatomical} {view(one.view).name}".casefold())
    return any(word.startswith(part) for word in words)


def svg(view_id: str) -> str:
    """The drawing itself, as SVG."""
    return path(f"records/body/{view(view_id).id}.svg").read_text(encoding="utf-8")


@cache
def lines(view_id: str) -> Outline:
    """The fine lines of a drawing that belong to no region."""
    return tuple(line for key, rings in _paths(view_id) if not key for line in rings)


_PATH = re.compile(r'<path(?: id="([^"]*)")? d="([^"]*?)( Z)?"/>')


def _paths(view_id: str) -> Iterator[tuple[str, Outline]]:
    """Each path with its id, or an empty one. Ours have straight pieces only: M and L."""
    for found in _PATH.finditer(svg(view_id)):
        rings = (ring for ring in found[2].split("M") if ring.strip())
        yield found[1] or "", tuple(_ring(ring) for ring in rings)


def _ring(text: str) -> tuple[Point, ...]:
    pairs = (pair.split() for pair in text.split("L"))
    return tuple((float(x), float(y)) for x, y in pairs)


def _crossings(ring: tuple[Point, ...], x: float, y: float) -> int:
    """How often a line to the right from the point crosses the ring."""
    count = 0
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            count += 1
    return count
