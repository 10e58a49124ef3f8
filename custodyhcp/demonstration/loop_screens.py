"""The loop between healthcare and custody: asking, the shift, the ambulance, the answer."""

from __future__ import annotations

from custodyhcp.demonstration.people import ADMIN, DOCTOR, HCP, SERGEANT
from custodyhcp.demonstration.showing import (
    Screen,
    each,
    filling,
    home,
    person,
    pressing,
    scrolled,
)

UNCONSCIOUS, WELL = "NG/26/4411", "NG/26/4404"
QUESTION = ("ask.text", "Can he have his inhaler in the cell?")

LOOP_OF_CUSTODY = (
    Screen("briefings-large", SERGEANT, pressing("sergeant.large")),
    Screen("briefings-unread", SERGEANT, pressing("sergeant.large", "sergeant.only.UNREAD")),
    Screen(
        "ambulance", SERGEANT, pressing("sergeant.only.ALL", f"sergeant.ambulance.{UNCONSCIOUS}")
    ),
    Screen("ask-healthcare", SERGEANT, pressing(f"sergeant.ask.{WELL}")),
    Screen(
        "briefings-asked",
        SERGEANT,
        each(pressing(f"sergeant.ask.{WELL}"), filling(QUESTION, "ask.submit")),
    ),
    Screen("wall", SERGEANT, pressing("sergeant.wall"), window="wall"),
)
LOOP_OF_HEALTHCARE = (
    Screen("person-briefing-not-fit", HCP, person(UNCONSCIOUS, "briefing")),
    Screen(
        "person-briefing-doctor",
        DOCTOR,
        scrolled(person(UNCONSCIOUS, "briefing"), "loop.otherwise.record"),
    ),
    Screen("person-briefing-asked", HCP, person(WELL, "briefing")),
    Screen("board-with-a-question", HCP, home),
)
LOOP_OF_ADMIN = (Screen("custody-screens", ADMIN, pressing("admin.screens.open")),)
