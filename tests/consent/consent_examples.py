"""Finished forms, for the tests of this room. Everybody in them is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from custodyhcp.consent.asked import Asked, Weighing
from custodyhcp.consent.best_interests import BestInterests
from custodyhcp.consent.capacity import Ability, CapacityAssessment, Limb
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    ReasonUnable,
    Relationship,
    Scope,
    Surgery,
    SurgeryEvidence,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.surgery import SurgeryAnswer

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
REASON = "Drowsy, empty blister packs in his pocket: which medicines has he taken?"
MET = EmergencyTest(cannot_decide_now=True, waiting_is_unsafe=True, likely_to_change=True)
AGREED = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 34, relationship=Relationship.WORKGROUP)
IN_BEST_INTERESTS = Asked(
    Scope.VIEW_SCR,
    Answer.UNABLE,
    Capacity.LACKS,
    34,
    relationship=Relationship.WORKGROUP,
    ground=Ground.BEST_INTERESTS_EMERGENCY,
    emergency=MET,
    reason=REASON,
)
COULD_NOT_ASK = Asked(
    Scope.VIEW_SCR,
    Answer.UNABLE,
    Capacity.UNDETERMINED,
    34,
    relationship=Relationship.SELF_CLAIMED,
    ground=Ground.COULD_NOT_ASK,
    reason_unable=ReasonUnable.NOT_ROUSABLE,
    emergency=MET,
    ask_again_at=SOON,
    cannot_wait="Sleepier by the minute; the antidote depends on what he took.",
    reason=REASON,
)
WEIGHED = Weighing(
    "some", "grave", "knowing the dose", "unwilling", "one heading", "some", "medicines only"
)
CAN = Limb(Ability.YES, "Said it back in his own words.")
CANNOT = Limb(Ability.NO, "Could not say what had been told a minute before.")
LACKS = CapacityAssessment(
    scope=Scope.VIEW_SCR,
    information="Why we want to look, who will see it, and what happens if not.",
    help=("SIMPLE_WORDS", "TIME"),
    understand=CAN,
    retain=CANNOT,
    weigh=CAN,
    communicate=CAN,
    impairment="ALCOHOL",
    causal_link=Ability.YES,
    causal_evidence="Smells of alcohol, slurred, was clear at the last visit.",
    reassess_at=SOON,
)
HAS = CapacityAssessment(
    scope=Scope.VIEW_SCR,
    information="Why we want to look, who will see it, and what happens if not.",
    help=("NOT_NEEDED",),
    help_not_needed="Fluent and awake.",
    understand=CAN,
    retain=CAN,
    weigh=CAN,
    communicate=CAN,
)
INTERESTS = BestInterests(
    scope=Scope.VIEW_SCR,
    not_on_appearance=True,
    circumstances="Possible overdose, sleepy, nobody knows his medicines.",
    can_wait=False,
    encouraged="Asked three times in short words.",
    not_to_bring_death=True,
    wishes="Took medicines willingly yesterday; has written nothing down.",
    consulted="Sister by phone, no answer; nobody else known.",
    consultees=("NOBODY",),
    attorney="NONE_KNOWN",
    deputy="NONE_KNOWN",
    advance_decision="NONE_KNOWN",
    less_restrictive="Property searched, pharmacy closed.",
    steps="Asked, waited, asked again with simple words.",
    believes=True,
)
SURGERY_AGREED = SurgeryAnswer(
    surgery=Surgery.AGREED,
    when=NOW,
    evidence=SurgeryEvidence.VERBAL,
    who="A Patel, duty doctor",
    ods="Z99001",
)
