"""What is due: the list, something late escalated, and the shift handed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from custodyhcp.demonstration.people import HCP, SECOND_HCP
from custodyhcp.demonstration.showing import (
    Begins,
    Screen,
    Showing,
    each,
    filling,
    opening,
    person,
    place,
    pressing,
)
from custodyhcp.ledger.clock import Change, How
from custodyhcp.ui.clock_words import words

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


def locked_by_itself(showing: Showing) -> None:
    """As the next window shows it, with three things late."""
    showing.window.signin.set_locked("idle")
    showing.window.signin.set_late(3)


def clock_moved(showing: Showing) -> None:
    """As if somebody had set this computer's clock a moment ago."""
    moved = Change(How.RUNNING, timedelta(minutes=47), datetime(2026, 11, 23, 3, 10, tzinfo=UTC))
    showing.frame.say_clock(words(moved))


LOCKED = (Screen("sign-in-locked", None, locked_by_itself),)
CLOCK = (Screen("clock-moved", HCP, each(place("due"), clock_moved)),)
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
