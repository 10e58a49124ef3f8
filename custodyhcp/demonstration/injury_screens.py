"""Injuries and medicines: each page empty, filled in, in error, and with something recorded."""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import (
    Screen,
    Showing,
    each,
    filling,
    home,
    person,
    pressing,
    scrolled,
)

SILENT, LAST, NEW = "NG/26/4409", "NG/26/4413", "NG/26/4412"
CUT, INSULIN = "NG/26/4406", "NG/26/4390"

EXAMINED = filling(
    "injuries.at.now",
    ("injuries.where", "Medical room"),
    "injuries.examined.HEAD",
    "injuries.examined.ARMS",
    "injuries.examined.HANDS",
    "injuries.declined.BACK",
    "injuries.seen.INJURY",
    ("injuries.find", "left forearm"),
)


def mark_injuries(showing: Showing) -> None:
    """Two places from the list, and what is seen at each."""
    EXAMINED(showing)
    showing.open_row("injuries.places", "Left forearm, front")
    showing.pick("injuries.mark.1.kind", "Bruise (contusion)")
    for box, words in (
        ("length", "30"),
        ("width", "22.5"),
        ("mm1", "80"),
        ("from1", "below the crease of the elbow"),
        ("mm2", "35"),
        ("from2", "from the inner edge of the forearm"),
    ):
        showing.fill(f"injuries.mark.1.{box}", words)
    showing.press("injuries.mark.1.colour.BLUE")
    showing.fill("injuries.find", "left ear")
    showing.open_row("injuries.places", "Left ear")
    showing.pick("injuries.mark.2.kind", "Laceration")
    showing.pick("injuries.mark.2.edges", "Clean")
    showing.fill("injuries.mark.2.length", "12")


def direct_methadone(showing: Showing) -> None:
    """As far as the days missed: the rule for the prescriber is on the screen."""
    showing.press("medicines.direct.open")
    showing.fill("medicines.direct.name", "Methadone")
    showing.fill("medicines.direct.strength", "1 mg in 1 mL")
    showing.pick("medicines.direct.form", "oral solution")
    showing.fill("medicines.direct.amount", "40")
    showing.pick("medicines.direct.unit", "mL")
    showing.pick("medicines.direct.route", "oral")
    showing.pick("medicines.direct.frequency", "once a day")
    showing.pick("medicines.direct.class", "Schedule 2")
    showing.press("medicines.direct.by.HCP")
    showing.press("medicines.direct.brought.NO")
    showing.fill("medicines.direct.last", "22-Nov-2026 08:10")
    showing.fill("medicines.direct.confirmed", "Ms Cole, pharmacy")
    showing.fill("medicines.direct.missed", "0")
    showing.fill("medicines.direct.due", "02:50, 20:00")


def take_sertraline(showing: Showing) -> None:
    showing.press("medicines.taken.open")
    showing.fill("medicines.taken.name", "Sertraline")
    showing.fill("medicines.taken.amount", "50")
    showing.pick("medicines.taken.unit", "mg")
    showing.pick("medicines.taken.frequency", "once a day")
    showing.pick("medicines.taken.source", "The person")
    showing.fill("medicines.taken.last", "yesterday morning")
    showing.pick("medicines.taken.said_by", "The person")
    showing.press("medicines.taken.with.NEEDED")


def know_an_allergy(showing: Showing) -> None:
    showing.press("medicines.allergies.change")
    showing.press("medicines.allergy.state.KNOWN")
    showing.fill("medicines.allergy.1.agent", "Penicillin")
    showing.fill("medicines.allergy.1.reaction", "rash")
    showing.pick("medicines.allergy.1.severity", "Moderate")
    showing.pick("medicines.allergy.1.source", "The person")


def open_the_late_dose(showing: Showing) -> None:
    showing.open_row("medicines.chart", "02:50")
    showing.press("medicines.dose.outcome.WITHHELD")
    showing.press("medicines.dose.by.HCP")
    showing.press("medicines.dose.at.now")
    showing.pick("medicines.dose.reason.withheld", "Drowsy")


INJURIES = (
    Screen("person-injuries", HCP, person(CUT, "injuries")),
    Screen("person-injuries-form", HCP, person(SILENT, "injuries")),
    Screen(
        "person-injuries-errors",
        HCP,
        person(SILENT, "injuries", "injuries.seen.INJURY", "injuries.record"),
        errors=True,
    ),
    Screen(
        "person-injuries-marked",
        HCP,
        each(person(LAST, "injuries"), scrolled(mark_injuries, "injuries.map")),
    ),
    Screen(
        "person-injuries-block",
        HCP,
        scrolled(home, "injuries.mark.2.healing"),
        after="person-injuries-marked",
    ),
    Screen(
        "person-injuries-recorded",
        HCP,
        pressing("injuries.record"),
        after="person-injuries-block",
    ),
    Screen(
        "person-injuries-cause",
        HCP,
        scrolled(pressing("injuries.recorded.1.cause"), "injuries.recorded.1.cause_record"),
        after="person-injuries-recorded",
    ),
)
MEDICINES = (
    Screen("person-medicines", HCP, person(INSULIN, "medicines")),
    Screen("person-medicines-empty", HCP, person(SILENT, "medicines")),
    Screen(
        "person-medicines-direct",
        HCP,
        each(person(LAST, "medicines"), scrolled(direct_methadone, "medicines.direct.class")),
    ),
    Screen(
        "person-medicines-chart",
        HCP,
        each(
            pressing("medicines.direct.record"),
            take_sertraline,
            pressing("medicines.taken.record"),
            know_an_allergy,
            pressing("medicines.allergy.record"),
            scrolled(home, "medicines.allergies.change"),
        ),
        after="person-medicines-direct",
    ),
    Screen(
        "person-medicines-dose",
        HCP,
        scrolled(open_the_late_dose, "medicines.dose.record"),
        after="person-medicines-chart",
    ),
    Screen(
        "person-medicines-given",
        HCP,
        scrolled(pressing("medicines.dose.record"), "medicines.taken.open"),
        after="person-medicines-dose",
    ),
    Screen(
        "person-medicines-errors",
        HCP,
        person(NEW, "medicines", "medicines.direct.open", "medicines.direct.record"),
        errors=True,
    ),
)
