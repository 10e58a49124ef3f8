"""What was measured of two of the invented people, for the chart to have something to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from custodyhcp.records.observations import NotTaken, Observations, Why
from custodyhcp.records.rousing import Commands, Remember, Response, Rousing, Woken
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scoring import Gone, Scale

Measured = Observations | Gone
_THEN = datetime.fromisoformat("2026-01-01T00:00+00:00")  # until the story is told
_A = Consciousness.A


def _vitals(rate: int, spo2: int, systolic: int, pulse: int | None, temperature: str) -> Vitals:
    return Vitals(rate, spo2, 1, False, systolic, pulse, _A, Decimal(temperature))


def _taken(vitals: Vitals, glucose: str = "", diastolic: int = 0, notes: str = "") -> Observations:
    also = {"glucose": Decimal(glucose)} if glucose else {}
    also |= {"diastolic_bp": Decimal(diastolic)} if diastolic else {}
    return Observations(_THEN, vitals, also=also, notes=notes)


def _roused(woken: Woken) -> Observations:
    check = Rousing(
        woken,
        Response.APPROPRIATE,
        Commands.OBEYS_ALL,
        (Remember.HEAD_INJURY, Remember.INTOXICATION),
    )
    return Observations(_THEN, rousing=check)


def _ciwa(*answers: int) -> Gone:
    return Gone(Scale.CIWA_AR, answers, _THEN)


# by custody reference: (minutes before the opening, what was found)
MEASURED: Mapping[str, tuple[tuple[int, Measured], ...]] = {
    "NG/26/4398": (
        (258, _taken(_vitals(16, 97, 138, 88, "36.6"), "5.4", 84)),
        (257, _ciwa(1, 1, 1, 1, 0, 0, 0, 0, 1, 0)),
        (230, _roused(Woken.TO_NAME)),
        (190, _taken(_vitals(18, 97, 142, 94, "36.9"), "5.1", 88)),
        (150, _roused(Woken.TO_SHAKE)),
        (120, _taken(_vitals(20, 96, 148, 104, "37.4"), "4.8", 92, "Shaky, says no to fluids")),
        (118, _ciwa(1, 3, 2, 2, 1, 0, 0, 0, 1, 0)),
        (
            60,
            Observations(
                _THEN,
                _vitals(21, 95, 152, None, "37.8"),
                not_taken={"pulse": NotTaken(Why.REFUSED, "pulled his arm away")},
            ),
        ),
        (30, _taken(_vitals(21, 96, 156, 112, "38.1"), "4.6", 96)),
        (28, _ciwa(2, 4, 3, 3, 2, 0, 0, 1, 1, 0)),
    ),
    "NG/26/4402": (
        (72, _taken(_vitals(16, 98, 122, 92, "36.9"), "5.9", 76)),
        (70, Gone(Scale.COWS, (92, 2, 1, 2, 1, 1, 2, 1, 2, 1, 3), _THEN)),
        (20, Gone(Scale.COWS, (88, 1, 1, 2, 1, 1, 1, 1, 1, 1, 3), _THEN)),
    ),
}
