"""What is due: the list, something late escalated, and the shift handed over."""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP, SECOND_HCP
from custodyhcp.demonstration.showing import (
    Begins,
    Screen,
    each,
    filling,
    opening,
    person,
    place,
    pressing,
)

_LATE = each(place("due"), pressing("due.escalate"))
_TOLD = (
    "escalate.to.DOCTOR",
    ("escalate.who", "Dr Okafor"),
    (
        "escalate.said",
        "No ambulance yet, no word from custody. She rings the hospital and then us.",
    ),
)
DUE_EMPTY = (Screen("due-empty", HCP, place("due"), begins=Begins.FIRST_DAY),)
DUE = (
    Screen("due", HCP, place("due")),
    Screen("escalate-errors", HCP, each(_LATE, pressing("escalate.record")), errors=True),
    Screen("escalate", HCP, each(_LATE, filling(*_TOLD))),
    Screen("hand-over", HCP, place("hand-over")),
    Screen("person-timeline-late", HCP, person("NG/26/4398", "timeline")),
)
DUE_RECORDED = (
    Screen(
        "due-escalated",
        HCP,
        each(_LATE, filling(*_TOLD), pressing("escalate.record")),
    ),
    Screen(
        "handover",
        HCP,
        each(place("hand-over"), pressing("handover.sign")),
    ),
    Screen("due-handover", HCP, place("due")),
    Screen(
        "handover-print",
        HCP,
        each(place("hand-over"), pressing("handover.last.open", "handover.print")),
    ),
)
TAKING_OVER = (
    Screen(
        "handover-to-accept",
        SECOND_HCP,
        each(place("due"), opening("due.table", "Handover to accept")),
    ),
)
