"""Observations and scales: the chart, the form in each of its states, every scale."""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import Go, Screen, each, filling, person, scrolled

DRINKING, WITHDRAWING, WELL = "NG/26/4398", "NG/26/4402", "NG/26/4404"


def _at(reference: str, part: str, *steps: str | tuple[str, str]) -> Go:
    return each(person(reference, "observations", f"observations.part.{part}"), filling(*steps))


_SET = (
    ("observations.at", "03:05"),
    ("observations.respiration_rate", "22"),
    ("observations.spo2", "94"),
    ("observations.systolic_bp", "108"),
    ("observations.diastolic_bp", "66"),
    "observations.breathing.AIR",
    ("observations.pulse", "112"),
    ("observations.temperature", "38.2"),
    ("observations.glucose", "4.1"),
    "observations.consciousness.A",
)
_CIWA = tuple(
    f"scale.ciwa_ar.{item}"
    for item in (
        "nausea_vomiting.P1",
        "tremor.P2",
        "paroxysmal_sweats.P1",
        "anxiety.P1",
        "agitation.P1",
        "tactile_disturbances.P0",
        "auditory_disturbances.P0",
        "visual_disturbances.P0",
        "headache.P2",
        "orientation.P0",
    )
)
OBSERVATIONS = (
    Screen("person-observations-empty", HCP, person(WELL, "observations")),
    Screen("person-observations", HCP, person(DRINKING, "observations")),
    Screen(
        "person-observations-table",
        HCP,
        scrolled(person(DRINKING, "observations"), "observations.scales"),
    ),
    Screen("person-observations-withdrawing", HCP, person(WITHDRAWING, "observations")),
    Screen("person-observe", HCP, _at(WELL, "OBSERVE")),
    Screen(
        "person-observe-no-score",
        HCP,
        scrolled(
            _at(WELL, "OBSERVE", *_SET, "observations.special.PREGNANT"),
            "observations.special",
        ),
    ),
    Screen(
        "person-observe-filled", HCP, scrolled(_at(WELL, "OBSERVE", *_SET), "observations.score")
    ),
    Screen(
        "person-observe-check",
        HCP,
        scrolled(
            _at(WELL, "OBSERVE", *_SET, ("observations.pulse", "260"), "observations.record"),
            "observations.right",
        ),
    ),
    Screen(
        "person-observe-errors",
        HCP,
        _at(
            WELL,
            "OBSERVE",
            ("observations.pulse", ""),
            ("observations.temperature", "370"),
            "observations.absent.GLUCOSE",
            "observations.record",
        ),
        errors=True,
    ),
    Screen("person-ciwa", HCP, scrolled(_at(DRINKING, "CIWA_AR", *_CIWA), "scale.ciwa_ar.score")),
    Screen("person-cows", HCP, _at(WITHDRAWING, "COWS", ("scale.cows.pulse", "104"))),
    Screen(
        "person-gcs",
        HCP,
        _at(WELL, "GCS", "scale.gcs.eye.P4", "scale.gcs.verbal.NT", "scale.gcs.motor.P6"),
    ),
    Screen("person-audit-c", HCP, _at(WELL, "AUDIT_C", "scale.audit_c.frequency.P0")),
    Screen("person-4at", HCP, _at(WELL, "FOUR_AT")),
    Screen(
        "person-rousing",
        HCP,
        _at(
            DRINKING,
            "ROUSE",
            "rousing.woken.TO_SHAKE",
            "rousing.response.APPROPRIATE",
            "rousing.commands.OBEYS_ALL",
        ),
    ),
)
