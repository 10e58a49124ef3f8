"""Entries: the form empty, by template, in error; one read whole, amended and struck; forensic."""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import (
    Screen,
    Showing,
    each,
    filling,
    home,
    person,
    place,
    pressing,
    scrolled,
)

LAST, NEW = "NG/26/4413", "NG/26/4412"


def by_template(showing: Showing) -> None:
    """A head injury, as far as the first boxes."""
    showing.press("entry.type.ASSESSMENT")
    showing.pick("entry.template", "Head injury")
    showing.press("entry.purpose.THERAPEUTIC")
    showing.fill("entry.when", "02:15")
    showing.press("entry.where.CELL")
    showing.fill("entry.boxes.mechanism", "Says he tripped on a kerb at about 01:30.")
    showing.fill("entry.boxes.since", "Awake since. No vomiting. Mild headache at the left temple.")


def the_rest(showing: Showing) -> None:
    showing.fill("entry.boxes.hospital", "Not now: none of the signs. Look again at 05:00.")


def agree_forensic(showing: Showing) -> None:
    showing.press("person.section.forensic")
    showing.press("forensic.dual.DUAL_ROLE")
    showing.press("forensic.scope.FORENSIC_EXAM")
    showing.press("forensic.where.MEDICAL_ROOM")
    showing.fill("forensic.boxes.request", "DC Mole, 4471: injuries to both hands")
    showing.fill("forensic.boxes.findings", "Right hand: swelling over the second knuckle.")


def open_the_entry(showing: Showing) -> None:
    showing.press("person.section.timeline")
    showing.open_row("timeline.table", "tripped")


ENTRIES = (
    Screen("person-write", HCP, person(LAST, "write")),
    Screen("person-write-errors", HCP, person(LAST, "write", "entry.sign"), errors=True),
    Screen("person-write-template", HCP, each(person(LAST, "write"), by_template)),
    Screen(
        "person-write-boxes",
        HCP,
        scrolled(the_rest, "entry.sign"),
        after="person-write-template",
    ),
    Screen(
        "person-entry",
        HCP,
        each(pressing("entry.sign"), open_the_entry),
        after="person-write-boxes",
    ),
    Screen(
        "person-entry-amending",
        HCP,
        scrolled(pressing("entry_read.amend"), "entry_read.amend.do"),
        after="person-entry",
    ),
    Screen(
        "person-entry-amended",
        HCP,
        scrolled(
            filling(
                ("entry_read.box.since", "Awake since. Vomited once at 02:00. Mild headache."),
                ("entry_read.reason", "He told me of it afterwards"),
                "entry_read.amend.do",
            ),
            "entry_read.change.1",
        ),
        after="person-entry-amending",
    ),
    Screen(
        "person-entry-struck",
        HCP,
        filling(
            "entry_read.strike",
            ("entry_read.reason", "Written about the wrong person"),
            "entry_read.strike.do",
        ),
        after="person-entry-amended",
    ),
    Screen(
        "person-timeline-struck",
        HCP,
        pressing("person.section.timeline"),
        after="person-entry-struck",
    ),
    Screen("person-forensic", HCP, person(NEW, "forensic")),
    Screen(
        "person-forensic-no-consent",
        HCP,
        each(person(NEW, "forensic"), agree_forensic, pressing("forensic.sign")),
        errors=True,
    ),
    Screen("templates", HCP, place("templates")),
    Screen(
        "templates-chosen",
        HCP,
        each(home, place("templates"), lambda showing: showing.pick("templates.which", "Head")),
    ),
)
