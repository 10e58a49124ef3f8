"""People booked in, assessed and directed on a real suite, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sharing_examples import DIRECTIONS

from custodyhcp import staff
from custodyhcp.ledger import Desk
from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import Directions, FitToDetain
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.sharing.publishing import Place
from custodyhcp.staff import Newcomer, ProfessionalBody
from custodyhcp.vault.compartments import Role

PLACE = Place("Northgate custody", "01632 960055")
ASSESSMENT = Assessment(
    reason="Asked for healthcare",
    findings="CANARYFINDINGS pulse 96",
    impression="CANARYIMPRESSION",
    plan="CANARYPLAN",
)
HOSPITAL = {"fitness": FitToDetain.NOT_FIT_HOSPITAL_999, "call_hcp_if": (), "medicines": ()}
WHY = "Seen by the consultant here; observation is enough"


def doctor(suite: Any) -> Any:
    """The desk of a doctor who has joined this suite, or who belongs to it already."""
    if hasattr(suite, "doctor"):
        return suite.doctor
    new = Newcomer(
        "Ade Bell", Role.HCP, professional_body=ProfessionalBody.GMC, registration="7654321"
    )
    if any(member.name == new.name for member in suite.ledger.authority.members.values()):
        return staff.sign_in(suite.ledger, "ade.bell", "four small boats doctor")
    invited = staff.invite(suite.admin, new)
    desk = staff.enrol(suite.ledger, invited.login, invited.code, "four small boats doctor")
    staff.accept_use(desk, staff.acceptable_use().version)
    suite.desk("hcp")  # whose sign-in passes the keys on
    return staff.sign_in(suite.ledger, invited.login, "four small boats doctor")


def directions_at(desk: Desk, **changed: Any) -> Directions:
    """The example's directions with its times moved to this desk's clock."""
    now = desk.now()
    medicines = tuple(
        replace(medicine, due=now + timedelta(hours=3) if medicine.due else None,
                label="" if medicine.given_by.value == "HCP" else medicine.label)
        for medicine in DIRECTIONS.medicines
    )  # fmt: skip
    moved = replace(
        DIRECTIONS,
        observation=replace(DIRECTIONS.observation, until=now + timedelta(hours=6)),
        next_review=now + timedelta(hours=2),
        medicines=medicines,
    )
    return replace(moved, **changed)


def booked(desk: Desk, ref: str = "NG/26/4411", family: str = "Kowalczyk") -> people.BookedIn:
    who = Identity(family, "Łukasz", "Mr", dob=date(1995, 1, 3), sex=Sex.MALE)
    arrival = Arrival(who, ref, "07", desk.now() - timedelta(hours=1), nhs="9434765919")
    return people.book_in(desk, arrival)


def directed(desk: Desk, ref: str = "NG/26/4411", **changed: Any) -> people.BookedIn:
    """Booked in and assessed, with the example's directions in force."""
    ids = booked(desk, ref)
    assessing.sign(desk, ids.detention, ASSESSMENT, directions_at(desk, **changed))
    return ids
