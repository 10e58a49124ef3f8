"""Some days of an invented suite, written by real desks, for spot checks and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from custodyhcp.ledger import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, new_id, stamp
from custodyhcp.oversight import checks, exporting
from custodyhcp.oversight.checks import Check
from custodyhcp.oversight.exporting import Exported
from custodyhcp.oversight.frame import Period
from custodyhcp.vault.compartments import Compartment

CANARIES = ("CANARYFINDING", "CANARYREASON", "CANARYFAMILY", "CR-CANARY", "9434765919")
DICE = "4 2 6 6 1 3 5 2 1 4"


def stay(desk: Desk, number: int) -> tuple[str, str]:
    """A person and their detention."""
    person, detention = new_id(desk.now()), new_id(desk.now())
    names = {"family": "CANARYFAMILY", "given": "Ada", "dob": "1990-02-03"}
    opened = {
        "custody_ref": f"CR-CANARY-{number}",
        "arrived_at": stamp(desk.now()),
        "cell": str(number),
        "source": "CSV",
    }
    desk.append(
        NewEntry(
            "person.added",
            {
                Compartment.IDENTITY: names,
                Compartment.CLINICAL: {"nhs_number": "9434765919", "nhs_status": "VERIFIED"},
            },
            person=person,
        ),
        NewEntry(
            "detention.opened",
            {Compartment.IDENTITY: opened},
            person=person,
            detention=detention,
        ),
    )
    return person, detention


def decided(
    desk: Desk,
    detention: str,
    code: str = "PTV_GRANTED",
    outcome: str = "ALLOW",
    alerts: list[list[int]] | None = None,
    relationship: str = "WORKGROUP",
) -> Entry:
    seen: dict[str, Any] = {
        "scope": "VIEW_SCR",
        "outcome": outcome,
        "code": code,
        "ground": None,
        "reason": "CANARYREASON not rousable, needs to know about insulin",
        "alerts": alerts or [],
        "relationship": relationship,
    }
    (entry,) = desk.append(
        NewEntry(
            "consent.decided",
            {Compartment.CLINICAL: {**seen, "evidence": "x"}, Compartment.OVERSIGHT: seen},
            detention=detention,
        )
    )
    return entry


def viewed(desk: Desk, person: str, detention: str, decision: Entry) -> Entry:
    body = {
        "scope": "VIEW_SCR",
        "code": decision.body(Compartment.CLINICAL)["code"],
        "permission": decision.header.id,
        "looked_at": ["SCR"],
    }
    (entry,) = desk.append(
        NewEntry(
            "scr.viewed",
            {
                Compartment.CLINICAL: {"relied_on": [{"text": "CANARYFINDING"}]},
                Compartment.OVERSIGHT: body,
            },
            person=person,
            detention=detention,
        )
    )
    return entry


@dataclass
class Days:
    """What happened, and what was exported of it."""

    start: Period
    overrides: list[Entry]
    views: list[Entry]


def live(suite: Any, people: int = 8) -> Days:
    """Two days: each person asked and looked up, every fourth one under an override."""
    begun = suite.clock()
    overrides, views = [], []
    for number in range(people):
        nurse = suite.hcp if number % 2 else suite.hcp2
        person, detention = stay(nurse, number)
        suite.clock.forward(minutes=20)
        if number % 4 == 3:
            decision = decided(nurse, detention, "BI_EMERGENCY", alerts=[[2, 5]])
            overrides.append(decision)
        else:
            decision = decided(nurse, detention)
        suite.clock.forward(minutes=3)
        views.append(viewed(nurse, person, detention, decision))
        suite.clock.forward(hours=5)
    decided(suite.hcp, detention, "REFUSED", "BLOCK")
    suite.clock.forward(hours=1)
    return Days(Period(begun, suite.clock()), overrides, views)


def drawn(suite: Any, period: Period) -> Check:
    check = checks.commit(suite.ig, period)
    suite.clock.forward(minutes=1)
    checks.type_nonce(suite.ig, check.id, DICE)
    suite.clock.forward(minutes=1)
    return checks.draw(suite.ig, check.id)


def exported(suite: Any, *, reasons: bool = False) -> tuple[Days, Check, Exported]:
    days = live(suite)
    check = drawn(suite, days.start)
    suite.clock.forward(minutes=5)
    period = Period(days.start.start, suite.clock() - timedelta(minutes=1))
    return days, check, exporting.export(suite.ig, period, check=check.id, reasons=reasons)
