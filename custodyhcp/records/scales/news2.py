"""NEWS2 (Royal College of Physicians, 2017): seven parameters, 0 to 20.

Rules kept here (domain clinical 4.1): SpO2 scale 1 or 2 is said, and scale 2 is for confirmed
hypercapnic respiratory failure only, so recording it needs a reason (``records.observations``);
oxygen is answered, never assumed; one parameter of 3 in a total under 5 is low-medium; a total of 5
or more takes the higher band. Not for under 16s, in pregnancy or soon after birth: then there is no
score. What custody should do about it is this project's mapping, advice that a health professional
decides on.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

from custodyhcp.records.scales.measure import Measure, read_measure
from custodyhcp.records.scales.scale import (
    About,
    Incomplete,
    NotAValue,
    Result,
    Scored,
    Steps,
    Working,
    load,
    read_about,
    read_steps,
    step,
)

SCALES_OF_SPO2 = (1, 2)
YOUNGEST = 16


class Consciousness(Enum):
    """ACVPU. C is new confusion."""

    A = "A"
    C = "C"
    V = "V"
    P = "P"
    U = "U"

    @property
    def words(self) -> str:
        return _acvpu()[self][0]


@dataclass(frozen=True, slots=True)
class Vitals:
    """What NEWS2 is made of; None is not answered. Temperature in °C to one decimal."""

    respiration_rate: int | None = None
    spo2: int | None = None
    spo2_scale: int | None = None
    supplemental_oxygen: bool | None = None
    systolic_bp: int | None = None
    pulse: int | None = None
    consciousness: Consciousness | None = None
    temperature: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NotFor:
    """No NEWS2 for this person, and why."""

    why: str


NAMES = {
    "respiration_rate": "Respiration rate",
    "spo2": "Oxygen saturation",
    "spo2_scale": "SpO2 scale",
    "supplemental_oxygen": "Air or oxygen",
    "systolic_bp": "Systolic blood pressure",
    "pulse": "Pulse",
    "consciousness": "Consciousness",
    "temperature": "Temperature",
}


@cache
def about() -> About:
    return read_about(load("news2.json"))


@cache
def measures() -> dict[str, Measure]:
    """The five that are numbers, by key."""
    return {row["key"]: read_measure(row) for row in load("news2.json")["parameters"]}


@cache
def _acvpu() -> dict[Consciousness, tuple[str, int]]:
    rows = load("news2.json")["consciousness"]
    return {Consciousness(key): (words, points) for key, words, points in rows}


@cache
def steps() -> dict[str, Steps]:
    """The points of each number; of oxygen saturation those of scale 1."""
    return {row["key"]: read_steps(row["points"]) for row in load("news2.json")["parameters"]}


@cache
def _scale_2(on_oxygen: bool) -> Steps:
    row = next(each for each in load("news2.json")["parameters"] if each["key"] == "spo2")
    return read_steps(row["points_scale_2_oxygen" if on_oxygen else "points_scale_2_air"])


def scale_2_words() -> str:
    """When scale 2 may be used."""
    return str(load("news2.json")["scale_2"])


def spo2_points(spo2: int, scale: int, *, on_oxygen: bool) -> int:
    table = steps()["spo2"] if scale == 1 else _scale_2(on_oxygen)
    return step(table, Decimal(spo2))


def not_for(*, age: int | None, pregnant: bool) -> NotFor | None:
    """Why NEWS2 is not for this person; None where nothing says so."""
    if age is not None and age < YOUNGEST:
        return NotFor(f"NEWS2 is not for anybody under {YOUNGEST}: no score is given.")
    if pregnant:
        return NotFor("NEWS2 is not for pregnancy or soon after birth: no score is given.")
    return None


def score(vitals: Vitals) -> Scored:
    """The NEWS2 of ``vitals``. Raises ``NotAValue`` for a number that cannot be."""
    _insist(vitals)
    lacking = tuple(key for key in NAMES if getattr(vitals, key) is None)
    if lacking:
        return Incomplete(lacking, tuple(NAMES[key] for key in lacking))
    workings = parts(vitals)
    total = sum(line.points for line in workings)
    bands = about().bands()
    return Result(
        about().key, about().version, total, _band(total, workings), bands.source, workings
    )


def _insist(vitals: Vitals) -> None:
    for key, measure in measures().items():
        value = getattr(vitals, key)
        if value is not None:
            measure.accept(value)
    scale = vitals.spo2_scale
    if scale is not None and (isinstance(scale, bool) or scale not in SCALES_OF_SPO2):
        raise NotAValue("spo2_scale", "The SpO2 scale is 1 or 2.")


def _band(total: int, workings: tuple[Working, ...]) -> str:
    single = load("news2.json")["single_parameter"]
    band = about().bands().band(total)
    alarming = any(line.points == single["points"] for line in workings)
    return str(single["band"]) if alarming and band == "low" else band


def parts(vitals: Vitals) -> tuple[Working, ...]:
    """The points of each parameter that is answered, in the table's order: while a form is being
    filled in they are shown one by one, without a total."""
    found = (
        _measured(vitals, "respiration_rate"),
        _saturation(vitals),
        _oxygen(vitals),
        _measured(vitals, "systolic_bp"),
        _measured(vitals, "pulse"),
        _consciousness(vitals),
        _measured(vitals, "temperature"),
    )
    return tuple(line for line in found if line is not None)


def _measured(vitals: Vitals, key: str) -> Working | None:
    given = getattr(vitals, key)
    if given is None:
        return None
    measure, value = measures()[key], Decimal(str(given))
    return Working(key, measure.name, measure.words(value), step(steps()[key], value))


def _saturation(vitals: Vitals) -> Working | None:
    spo2, scale, on_oxygen = vitals.spo2, vitals.spo2_scale, vitals.supplemental_oxygen
    if spo2 is None or scale is None or (scale == 2 and on_oxygen is None):
        return None
    breathing = {True: " on oxygen", False: " on air", None: ""}[on_oxygen]
    points = spo2_points(spo2, scale, on_oxygen=bool(on_oxygen))
    return Working("spo2", f"{NAMES['spo2']}, scale {scale}", f"{spo2} %{breathing}", points)


def _oxygen(vitals: Vitals) -> Working | None:
    if vitals.supplemental_oxygen is None:
        return None
    what = "oxygen" if vitals.supplemental_oxygen else "air"
    points = load("news2.json")["oxygen"][what]
    return Working("supplemental_oxygen", NAMES["supplemental_oxygen"], what.title(), points)


def _consciousness(vitals: Vitals) -> Working | None:
    if vitals.consciousness is None:
        return None
    words, points = _acvpu()[vitals.consciousness]
    return Working("consciousness", NAMES["consciousness"], words, points)


def custody_advice(result: Result) -> str:
    """What this project's mapping says to consider in custody. Not the College's words."""
    said = load("news2.json")["custody"]
    if result.total == 0:
        return str(said["zero"])
    if result.band == "low-medium" and result.points["consciousness"] == 3:
        return str(said["consciousness"])
    return str(said[result.band])


def custody_source() -> str:
    return str(load("news2.json")["custody_source"])
