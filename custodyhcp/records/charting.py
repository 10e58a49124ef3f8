"""What was measured, laid out as strips over one line of time. Pure: no colours and no pixels.

Rules kept here: every strip says its unit and, where there are points or bands, whose they are; a
mark's sign says its NEWS2 points by shape, and its label the number, so that no colour is needed;
what was refused or not possible has a mark of its own; lines are not drawn across a gap; blood
glucose has no bands, because no source gives any. This is not the College's chart, nor made to look
like it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from custodyhcp.records import observations, scoring
from custodyhcp.records.observing import Observed, Scaled, Series
from custodyhcp.records.rousing import Woken
from custodyhcp.records.scales import news2
from custodyhcp.records.scales.news2 import Consciousness
from custodyhcp.records.scales.scale import Steps
from custodyhcp.records.scoring import Scale

_LEAST = timedelta(hours=1)
RECENT = timedelta(hours=24)


class Sign(Enum):
    """The shape of a mark, and what it says."""

    PLAIN = "no points"
    ZERO = "0 points"
    ONE = "1 point"
    TWO = "2 points"
    THREE = "3 points"
    MISSING = "not taken"

    @staticmethod
    def of(points: int | None) -> Sign:
        return _BY_POINTS.get(points, Sign.PLAIN)


_BY_POINTS: dict[int | None, Sign] = {0: Sign.ZERO, 1: Sign.ONE, 2: Sign.TWO, 3: Sign.THREE}


@dataclass(frozen=True, slots=True)
class Mark:
    """``value`` is None where nothing was taken. ``late``: written well after."""

    at: datetime
    value: float | None
    label: str
    sign: Sign
    late: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """Between ``low`` and ``high`` on the strip's axis. ``weight`` 0 (nothing to say) to 3."""

    low: float
    high: float
    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One thing over time. ``levels`` name places on the axis where it has no numbers."""

    key: str
    title: str
    units: str
    low: float
    high: float
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    levels: tuple[tuple[float, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Strips under one another over the same time, in the order of a form."""

    start: datetime
    end: datetime
    strips: tuple[Strip, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose bands these are, each once."""
        return tuple(dict.fromkeys(strip.source for strip in self.strips if strip.source))


def chart(series: Series) -> Chart | None:
    """The strips that have something in them; None where nothing was measured."""
    strips = tuple(strip for strip in _strips(series) if strip.marks)
    if not strips:
        return None
    times = [mark.at for strip in strips for mark in strip.marks]
    start, end = min(times), max(times)
    if end - start < _LEAST:
        middle = start + (end - start) / 2
        start, end = middle - _LEAST / 2, middle + _LEAST / 2
    margin = (end - start) / 14
    return Chart(start - margin, end + margin, strips)


def recent(series: Series) -> tuple[Series, int]:
    """The last 24 hours up to the newest measurement, so that a long stay can still be read; and
    how many earlier ones are left out."""
    times = [one.taken.taken_at for one in series.observed]
    times += [one.gone.done_at for one in series.scaled]
    if not times:
        return series, 0
    since = max(times) - RECENT
    kept = Series(
        tuple(one for one in series.observed if one.taken.taken_at >= since),
        tuple(one for one in series.scaled if one.gone.done_at >= since),
    )
    return kept, sum(at < since for at in times)


def _strips(series: Series) -> Iterable[Strip]:
    seen = series.observed
    yield _total(seen)
    for key, low, high in (("respiration_rate", 4, 32), ("spo2", 82, 100)):
        yield _measured(seen, key, low, high)
    yield _oxygen(seen)
    for key, low, high in (("systolic_bp", 70, 230), ("pulse", 30, 140)):
        yield _measured(seen, key, low, high)
    yield _consciousness(seen)
    yield _measured(seen, "temperature", 34, 40)
    yield _measured(seen, "glucose", 0, 15)
    yield _measured(seen, "pain", 0, 10)
    yield _rousing(seen)
    for scale, high in ((Scale.CIWA_AR, 24), (Scale.COWS, 40)):
        yield _scale(series.scaled, scale, high)
    yield _glasgow(series.scaled)


def _total(seen: tuple[Observed, ...]) -> Strip:
    marks = tuple(
        Mark(
            one.taken.taken_at, one.total, f"{one.total} {one.band}", Sign.PLAIN, one.retrospective
        )
        for one in seen
        if one.total is not None
    )
    highest = max((mark.value or 0 for mark in marks), default=0)
    zones = (Zone(-1.6, 4.5, 0, "low"), Zone(4.5, 6.5, 2, "medium"), Zone(6.5, 20.5, 3, "high"))
    source = f"{news2.about().acknowledgement}; bands: {news2.about().bands().source}"
    top = max(9.5, highest + 1.5)
    return Strip("news2", "NEWS2 total", "", -1.6, top, _clipped(zones, -1.6, top), marks,
                 source=source)  # fmt: skip


def _clipped(zones: Iterable[Zone], low: float, high: float) -> tuple[Zone, ...]:
    return tuple(
        Zone(max(z.low, low), min(z.high, high), z.weight, z.words)
        for z in zones
        if z.high > low and z.low < high
    )


def _measured(seen: tuple[Observed, ...], key: str, low: float, high: float) -> Strip:
    measure = observations.measures()[key]
    marks = tuple(mark for one in seen for mark in _mark(one, key))
    found = [mark.value for mark in marks if mark.value is not None]
    room = (high - low) * 0.12
    low, high = min([low, *(v - room for v in found)]), max([high, *(v + room for v in found)])
    return Strip(
        key,
        measure.name.removesuffix(", 0 to 10 as they say"),
        measure.units,
        low,
        high,
        _zones(seen, key, low, high),
        marks,
    )


def _mark(one: Observed, key: str) -> Iterable[Mark]:
    at, late = one.taken.taken_at, one.retrospective
    value = observations.values(one.taken).get(key)
    if value is not None:
        label = observations.measures()[key].figure(value)
        yield Mark(at, float(value), label, Sign.of(one.points.get(key)), late)
    elif key in one.taken.not_taken:
        yield _missing(one, key)


def _missing(one: Observed, key: str) -> Mark:
    words = one.taken.not_taken[key].why.words.lower()
    return Mark(one.taken.taken_at, None, words, Sign.MISSING, one.retrospective)


def _zones(seen: tuple[Observed, ...], key: str, low: float, high: float) -> tuple[Zone, ...]:
    """The points of each part of the axis. Those of oxygen saturation only where every set was on
    scale 1: on scale 2 they turn on oxygen, and each mark's shape says its own."""
    scored = [one for one in seen if one.points]
    if key not in news2.steps() or not scored:
        return ()
    if key == "spo2" and any(one.taken.vitals.spo2_scale == 2 for one in scored):
        return ()
    half = 0.5 * 10.0 ** -observations.measures()[key].places
    return _clipped(_steps(news2.steps()[key], half, low, high), low, high)


def _steps(steps: Steps, half: float, low: float, high: float) -> Iterable[Zone]:
    below = min(low, 0.0)
    for top, points in steps:
        above = high + 1 if top is None else float(top) + half
        yield Zone(below, above, points, str(points))
        below = above


def _levels(
    key: str,
    title: str,
    names: tuple[str, ...],
    marks: Iterable[Mark],
    zones: tuple[Zone, ...] = (),
) -> Strip:
    """A strip without numbers: ``names`` from the top."""
    top = len(names) - 1
    levels = tuple((float(top - place), name) for place, name in enumerate(names))
    return Strip(key, title, "", -0.6, top + 0.6, zones, tuple(marks), levels)


def _oxygen(seen: tuple[Observed, ...]) -> Strip:
    def marks() -> Iterable[Mark]:
        for one in seen:
            on = one.taken.vitals.supplemental_oxygen
            if on is not None:
                sign = Sign.of(one.points.get("supplemental_oxygen"))
                label = one.taken.oxygen_words[:16] if on else ""
                yield Mark(one.taken.taken_at, float(not on), label, sign, one.retrospective)

    return _levels("oxygen", "Air or oxygen", ("Air", "Oxygen"), marks())


def _consciousness(seen: tuple[Observed, ...]) -> Strip:
    order = tuple(Consciousness)
    top = len(order) - 1

    def marks() -> Iterable[Mark]:
        for one in seen:
            level = one.taken.vitals.consciousness
            if level is not None:
                sign = Sign.of(one.points.get("consciousness"))
                place = float(top - order.index(level))
                yield Mark(one.taken.taken_at, place, level.value, sign, one.retrospective)
            elif "consciousness" in one.taken.not_taken:
                yield _missing(one, "consciousness")

    names = tuple(f"{level.value} {_SHORT[level]}" for level in order)
    scored = any(one.points for one in seen)
    zones = (Zone(top - 0.5, top + 0.6, 0, "0"), Zone(-0.6, top - 0.5, 3, "3")) if scored else ()
    return _levels("consciousness", "Consciousness", names, marks(), zones)


_SHORT = {
    Consciousness.A: "alert",
    Consciousness.C: "confused",
    Consciousness.V: "voice",
    Consciousness.P: "pain",
    Consciousness.U: "none",
}


def _rousing(seen: tuple[Observed, ...]) -> Strip:
    order = tuple(Woken)

    def marks() -> Iterable[Mark]:
        for one in seen:
            check = one.taken.rousing
            if check is not None and check.woken is not None:
                place = float(len(order) - 1 - order.index(check.woken))
                label = "failed" if check.failed else ""
                sign = Sign.THREE if check.failed else Sign.PLAIN
                yield Mark(one.taken.taken_at, place, label, sign, one.retrospective)

    names = ("to name", "to shake", "not woken")
    return _levels("rousing", "Rousing (4 Rs)", names, marks())


def _scale(scaled: tuple[Scaled, ...], scale: Scale, high: float) -> Strip:
    about = scoring.about(scale)
    marks = _totals(scaled, scale, lambda one: str(one.total))
    top = max([high, *((mark.value or 0) * 1.15 + 1 for mark in marks)])
    bands = about.bands().bands
    low = -top / 8
    zones = tuple(
        Zone(band.low - 0.5 if band.low else low, band.high + 0.5, min(place, 3), band.name)
        for place, band in enumerate(bands)
    )
    source = f"{about.title}: {about.bands().source}"
    return Strip(
        scale.value,
        f"{about.title} total",
        "",
        low,
        top,
        _clipped(zones, low, top),
        marks,
        source=source,
    )


def _totals(
    scaled: tuple[Scaled, ...], scale: Scale, label: Callable[[Scaled], str]
) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            one.gone.done_at,
            one.total,
            label(one),
            Sign.MISSING if one.total is None else Sign.PLAIN,
            one.retrospective,
        )
        for one in scaled
        if one.gone.scale is scale
    )


def _glasgow(scaled: tuple[Scaled, ...]) -> Strip:
    def label(one: Scaled) -> str:
        return one.profile if one.total is None else f"{one.total} ({one.profile})"

    return Strip("gcs", "GCS total", "", 2, 16.5, (), _totals(scaled, Scale.GCS, label))


# the same in words, for a table and a screen reader


@dataclass(frozen=True, slots=True)
class Line:
    """One set as a row of words; ``cells`` by ``COLUMNS``."""

    at: datetime
    entry: str
    cells: tuple[str, ...]
    late: bool


COLUMNS = ("NEWS2", "Resp", "SpO2", "BP", "Pulse", "ACVPU", "Temp", "Glucose", "Also")
ALSO = COLUMNS.index("Also")
_IN_COLUMNS = ("respiration_rate", "spo2", "systolic_bp", "pulse", "consciousness", "temperature",
               "glucose")  # fmt: skip


def lines(series: Series) -> tuple[Line, ...]:
    """Every set of observations, newest first."""
    return tuple(_line(one) for one in reversed(series.observed))


def _line(one: Observed) -> Line:
    taken = one.taken
    known = {k: observations.measures()[k].figure(v) for k, v in observations.values(taken).items()}
    if taken.vitals.consciousness is not None:
        known["consciousness"] = taken.vitals.consciousness.value

    def cell(key: str) -> str:
        if key in known:
            return known[key]
        missing = taken.not_taken.get(key)
        return "" if missing is None else missing.why.words.lower()

    spo2 = cell("spo2")
    if "spo2" in known:
        on = taken.vitals.supplemental_oxygen
        spo2 += {True: " O2", False: " air", None: ""}[on]
        spo2 += " (scale 2)" if taken.vitals.spo2_scale == 2 else ""
    pressure = cell("systolic_bp")
    if "diastolic_bp" in known:
        pressure = f"{pressure or '-'}/{known['diastolic_bp']}"
    total = "no total" if one.total is None else f"{one.total} {one.band}"
    if one.total is None and not set(_IN_COLUMNS[:-1]) & set(known):
        total = ""
    rest = [cell(key) for key in _IN_COLUMNS[3:]]
    cells = (total, cell("respiration_rate"), spo2, pressure, *rest, _also(one, known))
    return Line(taken.taken_at, one.entry, cells, one.retrospective)


def _also(one: Observed, known: dict[str, str]) -> str:
    taken = one.taken
    parts = []
    if "pain" in known:
        parts.append(f"Pain {known['pain']}")
    sizes = [f"{side} {known[key]} mm" for side, key in
             (("left", "pupil_left"), ("right", "pupil_right")) if key in known]  # fmt: skip
    if sizes or taken.pupils is not None:
        how = "" if taken.pupils is None else taken.pupils.words.lower()
        parts.append("Pupils " + ", ".join([*sizes, *([how] if how else [])]))
    if taken.rousing is not None:
        parts.append(taken.rousing.words)
    if taken.notes:
        parts.append(taken.notes)
    if one.retrospective:
        parts.append("Written later")
    return " · ".join(parts)
