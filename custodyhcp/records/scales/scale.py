"""What every scale is made of: items with their legal points, bands with their source, a result.

A total exists only in a ``Result``; an ``Incomplete`` says what is missing and has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from custodyhcp.errors import KnownError
from custodyhcp.resources import load_json

LONGEST_SHOWN = 40  # characters of a refused value that are said back


class NotAValue(KnownError):
    """Something was given that the table does not list. ``key`` is the item's."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words, "Look again, and give what you found.")
        self.key = key


@dataclass(frozen=True, slots=True)
class Option:
    """One legal answer; ``words`` empty where the scale gives the points no words."""

    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question; ``how`` says in a few words how it is looked at."""

    key: str
    name: str
    how: str
    options: tuple[Option, ...]

    @property
    def legal(self) -> tuple[int, ...]:
        """The points that may be given, in rising order."""
        return tuple(sorted(option.points for option in self.options))

    def option(self, points: int) -> Option:
        """The answer worth so many points. Raises ``NotAValue``."""
        found = next((each for each in self.options if each.points == points), None)
        if found is None:
            listed = ", ".join(map(str, self.legal))
            words = f"{shown(points)} is not a value of '{self.name}'. It takes {listed}."
            raise NotAValue(self.key, words)
        return found


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` points, both of them in it."""

    low: int
    high: int
    name: str


@dataclass(frozen=True, slots=True)
class BandSet:
    """Bands over every total there can be, and whose they are."""

    key: str
    name: str
    source: str
    bands: tuple[Band, ...]
    note: str = ""

    def band(self, total: int) -> str:
        return next(band.name for band in self.bands if band.low <= total <= band.high)


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a scale wherever it is shown. ``acknowledgement`` is its licence line."""

    key: str
    title: str
    full_name: str
    version: str
    source: str
    licence: str
    acknowledgement: str
    not_for: str
    advice: str
    checked: str
    band_sets: tuple[BandSet, ...]
    band_set: str

    def bands(self, key: str = "") -> BandSet:
        """The set of that key, else the one that is configured. Raises ``NotAValue``."""
        wanted = key or self.band_set
        found = next((each for each in self.band_sets if each.key == wanted), None)
        if found is None:
            names = ", ".join(each.key for each in self.band_sets)
            raise NotAValue("band_set", f"There is no such band set of {self.title}: {names}.")
        return found


@dataclass(frozen=True, slots=True)
class Working:
    """One line of how a total was made: ``Pulse``, ``112 /min``, 2."""

    key: str
    name: str
    found: str
    points: int


@dataclass(frozen=True, slots=True)
class Result:
    """A whole score. ``workings`` add up to ``total``."""

    scale: str
    version: str
    total: int
    band: str
    band_source: str
    workings: tuple[Working, ...]

    @property
    def points(self) -> Mapping[str, int]:
        """Each item's points by its key, in the table's order."""
        return {line.key: line.points for line in self.workings}


@dataclass(frozen=True, slots=True)
class Incomplete:
    """No total: these are not answered, by key and in words, in the table's order."""

    missing: tuple[str, ...]
    names: tuple[str, ...]


Scored = Result | Incomplete


def shown(value: object) -> str:
    """A refused value said back, cut short where it would fill the screen."""
    if isinstance(value, int) and value.bit_length() > 200:
        return "That number"
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def whole(key: str, name: str, value: object) -> int:
    """``value`` where it is a whole number, and not true or false. Raises ``NotAValue``."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotAValue(key, f"'{name}' is a whole number, in figures.")
    return value


def read_about(table: Mapping[str, Any]) -> About:
    """What a table of ``resources/records/scales`` says of itself."""
    return About(
        key=table["key"],
        title=table["title"],
        full_name=table["full_name"],
        version=table["version"],
        source=table["source"],
        licence=table["licence"],
        acknowledgement=table["acknowledgement"],
        not_for=table["not_for"],
        advice=table.get("advice", ""),
        checked=table["checked"],
        band_sets=tuple(
            BandSet(
                one["key"],
                one["name"],
                one["source"],
                tuple(Band(*band) for band in one["bands"]),
                one.get("note", ""),
            )
            for one in table["band_sets"]
        ),
        band_set=table["band_set"],
    )


def read_items(table: Mapping[str, Any]) -> tuple[Item, ...]:
    return tuple(
        Item(
            one["key"],
            one["name"],
            one["how"],
            tuple(Option(points, words) for points, words in one["options"]),
        )
        for one in table["items"]
    )


def load(name: str) -> Mapping[str, Any]:
    """The table ``resources/records/scales/NAME``; a decimal in it is exact."""
    table: Mapping[str, Any] = load_json(f"records/scales/{name}")
    return table


# up to and including the first, so many points; None for everything above
Steps = tuple[tuple[Decimal | None, int], ...]


def read_steps(rows: Sequence[Sequence[Any]]) -> Steps:
    return tuple((None if top is None else Decimal(str(top)), points) for top, points in rows)


def step(steps: Steps, value: Decimal) -> int:
    """The points of the step that ``value`` falls in. Steps have no gaps between them."""
    return next(points for top, points in steps if top is None or value <= top)


def from_items(
    about: About, items: Sequence[Item], answers: Sequence[int | None], band_set: str = ""
) -> Scored:
    """The score of a scale whose items carry their points. ``answers`` in the order of ``items``,
    None for one not answered. Raises ``NotAValue``: an illegal answer is refused before a missing
    one is reported."""
    insist_on_count(about, items, answers)
    given = [
        None if answer is None else item.option(whole(item.key, item.name, answer))
        for item, answer in zip(items, answers, strict=True)
    ]
    bands = about.bands(band_set)
    lacking = [item for item, option in zip(items, given, strict=True) if option is None]
    if lacking:
        return Incomplete(tuple(i.key for i in lacking), tuple(i.name for i in lacking))
    workings = tuple(
        Working(item.key, item.name, option.words or f"{option.points}", option.points)
        for item, option in zip(items, given, strict=True)
        if option is not None
    )
    return made(about, bands, workings)


def made(about: About, bands: BandSet, workings: tuple[Working, ...]) -> Result:
    total = sum(line.points for line in workings)
    return Result(about.key, about.version, total, bands.band(total), bands.source, workings)


def insist_on_count(about: About, items: Sequence[Item], answers: Sequence[object]) -> None:
    if len(answers) != len(items):
        words = f"{about.title} has {len(items)} items here, and {len(answers)} were given."
        raise NotAValue("items", words)
