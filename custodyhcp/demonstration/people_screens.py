"""Finding people, likely duplicates, somebody known, what was before, requests, what was told."""

from __future__ import annotations

from custodyhcp.demonstration.before import BACK, BEFORE
from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import (
    Screen,
    Showing,
    coming,
    each,
    filling,
    person,
    place,
    pressing,
)

_FOUND = each(place("find"), filling(("find.box", "jon smyth")), coming("find.table"))


def _known(showing: Showing) -> None:
    """By the way there is: found, and opened from the list."""
    _FOUND(showing)
    showing.open_row("find.table", "SMYTH")


def _before(showing: Showing) -> None:
    showing.frame.go("earlier-stay", detention=showing.detention(BEFORE))


_ASKED = filling(
    "requests.by.CUSTODY",
    ("requests.who", "PS 4127 Mercer"),
    "requests.asked.now",
    "requests.priority.URGENT",
    "requests.codes.SERIOUS_CONDITION",
    ("requests.why", "Chest still tight"),
)

PEOPLE = (
    Screen("find", HCP, place("find")),
    Screen("find-found", HCP, _FOUND),
    Screen("doubles", HCP, each(place("doubles"), coming("doubles.0.SAME"))),
    Screen("known-person", HCP, _known),
    Screen("earlier-stay", HCP, _before),
    Screen("person-earlier", HCP, person(BACK, "earlier")),
    Screen("person-requests", HCP, each(person(BACK, "requests"), _ASKED)),
    Screen("person-inbound", HCP, person(BACK, "inbound")),
    Screen(
        "person-inbound-errors",
        HCP,
        each(person(BACK, "inbound"), pressing("inbound.record")),
        errors=True,
    ),
)
