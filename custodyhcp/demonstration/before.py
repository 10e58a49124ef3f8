"""Two detentions that were over before the demonstration begins: somebody who is back in custody,
and somebody who may be written down twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.people import BookedIn

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

BACK = "NG/26/4412"  # this stay is of somebody who was here before
BEFORE, ALIKE = "NG/26/4371", "NG/26/4369"
ARRIVED, LEFT = 835, 700  # minutes before the opening

_MACDONALD = Identity("Macdonald", "Iain", "Mr", dob=date(1981, 8, 11), sex=Sex.MALE)
_SMYTH = Identity("Smyth", "John", "Mr", dob=date(1986, 6, 2), sex=Sex.MALE)
_ANGINA = Assessment(
    "Asked for his spray",
    "No pain now. Pulse 72 and regular, talks in whole sentences.",
    "Angina for three years, stable.",
    "Spray stays with custody, given when he asks. Call if pain lasts over 10 minutes.",
    Allergies(AllergyState.KNOWN, (Allergy("aspirin", "wheeze"),)),
)


def acts(desk: Desk, met: dict[str, BookedIn]) -> list[tuple[float, Callable[[], object]]]:
    """(minutes before the opening, what is done then)."""

    def arrive(ref: str, who: Identity, cell: str) -> Callable[[], object]:
        def act() -> None:
            met[ref] = people.book_in(desk, Arrival(who, ref, cell, desk.now()))

        return act

    def leave(ref: str) -> Callable[[], object]:
        return lambda: people.close_detention(desk, met[ref].detention, desk.now(), "Released")

    return [
        (ARRIVED, arrive(BEFORE, _MACDONALD, "03")),
        (ARRIVED - 2, arrive(ALIKE, _SMYTH, "06")),
        (
            ARRIVED - 30,
            lambda: assessing.record_assessment(desk, met[BEFORE].detention, _ANGINA),
        ),
        (LEFT, leave(BEFORE)),
        (LEFT - 2, leave(ALIKE)),
    ]
