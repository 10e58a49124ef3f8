"""What a chart says: strips, zones that agree with the scores, gaps, shapes, the last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from custodyhcp.records import charting, observations
from custodyhcp.records.charting import Sign
from custodyhcp.records.observations import NotTaken, Observations, Why
from custodyhcp.records.observing import Observed, Scaled, Series
from custodyhcp.records.scales import news2
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scales.scale import Result
from custodyhcp.records.scoring import Gone, Scale

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CALM = Vitals(16, 98, 1, False, 124, 76, Consciousness.A, Decimal("36.8"))


def seen(minutes: int, vitals: Vitals = CALM, **more: Any) -> Observed:
    taken = Observations(START + timedelta(minutes=minutes), vitals, **more)
    scored = observations.score(taken, 40)
    whole = scored if isinstance(scored, Result) else None
    parts = {line.key: line.points for line in news2.parts(vitals)}
    return Observed(
        f"e{minutes}",
        taken.taken_at,
        "a",
        taken,
        False,
        None if whole is None else whole.total,
        "" if whole is None else whole.band,
        parts,
    )


def scaled(minutes: int, scale: Scale, total: int | None, band: str = "") -> Scaled:
    gone = Gone(scale, (), START + timedelta(minutes=minutes))
    return Scaled(f"s{minutes}", gone.done_at, "a", gone, False, total, band, "", "E4 VNT M6")


def strips(*observed: Observed, scales: tuple[Scaled, ...] = ()) -> dict[str, charting.Strip]:
    made = charting.chart(Series(observed, scales))
    return {} if made is None else {strip.key: strip for strip in made.strips}


def test_nothing_measured_makes_no_chart() -> None:
    assert charting.chart(Series()) is None


def test_only_what_was_measured_has_a_strip() -> None:
    found = strips(seen(0), scales=(scaled(5, Scale.COWS, 13, "moderate"),))
    assert list(found) == [
        "news2",
        "respiration_rate",
        "spo2",
        "oxygen",
        "systolic_bp",
        "pulse",
        "consciousness",
        "temperature",
        "cows",
    ]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("respiration_rate", range(4, 33)),
        ("spo2", range(82, 101)),
        ("systolic_bp", range(70, 231)),
        ("pulse", range(30, 141)),
        ("temperature", [Decimal(t) / 10 for t in range(340, 401)]),
    ],
)
def test_each_value_stands_in_the_zone_of_its_points(key: str, values: Any) -> None:
    strip = strips(seen(0))[key]
    for value in values:
        (zone,) = [z for z in strip.zones if z.low <= float(value) <= z.high]
        scored = news2.score(replace(CALM, **{key: value}))
        assert isinstance(scored, Result)
        assert (zone.weight, zone.words) == (scored.points[key], str(scored.points[key]))


@pytest.mark.parametrize(("points", "sign"), [(0, Sign.ZERO), (1, Sign.ONE), (2, Sign.TWO)])
def test_the_shape_says_the_points(points: int, sign: Sign) -> None:
    rate = {0: 16, 1: 10, 2: 22}[points]
    (mark,) = strips(seen(0, replace(CALM, respiration_rate=rate)))["respiration_rate"].marks
    assert (mark.sign, mark.label) == (sign, str(rate))


def test_scale_2_has_no_zones_because_they_turn_on_oxygen() -> None:
    first = seen(0)
    second = seen(10, replace(CALM, spo2=97, spo2_scale=2, supplemental_oxygen=True))
    strip = strips(first, second)["spo2"]
    assert strip.zones == ()
    assert [mark.sign for mark in strip.marks] == [Sign.ZERO, Sign.THREE]


def test_what_was_refused_is_a_mark_of_its_own_without_a_value() -> None:
    refused = seen(5, replace(CALM, pulse=None), not_taken={"pulse": NotTaken(Why.REFUSED, "no")})
    marks = strips(seen(0), refused, seen(10))["pulse"].marks
    assert [mark.value for mark in marks] == [76.0, None, 76.0]
    assert (marks[1].sign, marks[1].label) == (Sign.MISSING, "refused")


def test_every_mark_stands_inside_its_strip_and_its_time() -> None:
    wild = Vitals(120, 0, 1, True, 400, 400, Consciousness.U, Decimal("50.0"))
    more = {"also": {"glucose": Decimal(60), "pain": Decimal(10)}}
    made = charting.chart(
        Series((seen(0), seen(3, wild, **more)), (scaled(7, Scale.CIWA_AR, 67, "severe"),))
    )
    assert made is not None
    for strip in made.strips:
        for mark in strip.marks:
            assert made.start < mark.at < made.end
            assert mark.value is None or strip.low <= mark.value <= strip.high
        for zone in strip.zones:
            assert strip.low <= zone.low < zone.high <= strip.high


def test_glucose_and_pain_have_no_bands() -> None:
    found = strips(seen(0, also={"glucose": Decimal("2.1"), "pain": Decimal(9)}))
    assert found["glucose"].zones == found["pain"].zones == ()
    assert found["glucose"].marks[0].sign is Sign.PLAIN


def test_a_glasgow_without_a_total_says_its_profile() -> None:
    (mark,) = strips(scales=(scaled(0, Scale.GCS, None),))["gcs"].marks
    assert (mark.value, mark.label, mark.sign) == (None, "E4 VNT M6", Sign.MISSING)


def test_a_long_stay_is_drawn_by_its_last_day() -> None:
    every = tuple(seen(hours * 60) for hours in range(0, 49, 4))
    kept, earlier = charting.recent(Series(every))
    assert (len(kept.observed), earlier) == (7, 6)
    assert charting.recent(Series()) == (Series(), 0)


def test_each_line_of_the_table_says_what_the_chart_says() -> None:
    late = replace(seen(5, also={"diastolic_bp": Decimal(70)}), retrospective=True)
    refused = seen(
        9,
        replace(CALM, pulse=None, spo2=90, spo2_scale=2),
        not_taken={"pulse": NotTaken(Why.NOT_POSSIBLE, "cold hands")},
    )
    newest, oldest = charting.lines(Series((late, refused)))
    said = dict(zip(charting.COLUMNS, newest.cells, strict=True))
    assert (said["NEWS2"], said["Pulse"], said["SpO2"]) == (
        "no total",
        "not possible",
        "90 air (scale 2)",
    )
    said = dict(zip(charting.COLUMNS, oldest.cells, strict=True))
    assert (said["NEWS2"], said["BP"], said["Also"]) == ("0 low", "124/70", "Written later")
