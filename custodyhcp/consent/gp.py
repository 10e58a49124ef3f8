"""May this GP record be looked at? Two keys, tables G1 to G9 (domain consent 2.3, 8.2). HARD.

    allowed  <=>  the patient has agreed  and  the surgery has agreed

both now, both for this detention. There is no override of any kind: not incapacity, not emergency,
not public interest, statute or court order. A claimed ground is answered with where to go instead,
even where both keys are there: what is not relied on is not to be claimed. A dissent on the
surgery's file is not undone by a yes given here (2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from custodyhcp.consent.answering import Answered, on_answer
from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Answer, Basis, Capacity, Ground, Proxy, Scope, Surgery
from custodyhcp.consent.outcome import Allowed, Blocked, Outcome, Stop, instead
from custodyhcp.consent.permission import FROM_OUTSIDE, Occasion, grant


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rule looks at. Asked from outside, it is about somebody of 16 or over."""

    patient: Answer
    surgery: Surgery
    capacity: Capacity
    ground: Ground | None = None
    age: int = ADULT_FROM
    gillick: bool | None = None
    proxy: Proxy | None = None
    evidence_complete: bool = True
    prior_capacitous_refusal: bool = False
    for_investigation: bool = False


def decide(situation: Situation, on: Occasion = FROM_OUTSIDE) -> Outcome:
    """ALLOW, or BLOCK with what to do instead. Nothing here defers: a missing key is a missing
    key, and the words say when to ask again."""
    asked_by_police = situation.for_investigation
    stop = Stop.HAND_TO_IG if asked_by_police else ground_stop(situation.ground)
    if stop is not None:
        return Blocked(stop, instead("gp", stop))
    patient = patient_key(situation)
    if isinstance(patient, Stop):
        return Blocked(patient, instead("gp", patient))
    surgery = surgery_key(situation.surgery)
    if surgery is not None:
        return Blocked(surgery, instead("gp", surgery))
    return Allowed(grant(Scope.VIEW_GP, patient, on))


def ground_stop(ground: Ground | None) -> Stop | None:
    """G4 and G9: no ground opens the GP record."""
    match ground:
        case None:
            return None
        case (
            Ground.BEST_INTERESTS_EMERGENCY
            | Ground.BEST_INTERESTS_NON_EMERGENCY
            | Ground.COULD_NOT_ASK
        ):
            return Stop.NO_OVERRIDE
        case Ground.PUBLIC_INTEREST | Ground.STATUTE | Ground.COURT_ORDER:
            return Stop.HAND_TO_IG
        case _:
            assert_never(ground)


def patient_key(situation: Situation) -> Basis | Stop:
    """Key 1. Dissent on the surgery's file is the patient's own, and fails this key (2.3)."""
    if situation.patient is Answer.WITHDRAWN:
        return Stop.WITHDRAWN
    if situation.surgery is Surgery.DISSENT_ON_FILE:
        return Stop.DISSENT_ON_FILE
    answered = Answered(
        answer=situation.patient,
        capacity=situation.capacity,
        age=situation.age,
        gillick=situation.gillick,
        proxy=situation.proxy,
        evidence_complete=situation.evidence_complete,
        refusal_stands=situation.prior_capacitous_refusal,
    )
    return on_answer(answered, Basis.PTV_GRANTED, Basis.PTV_PROXY)


def surgery_key(surgery: Surgery) -> Stop | None:
    """Key 2: None where the surgery has agreed."""
    match surgery:
        case Surgery.AGREED:
            return None
        case Surgery.REFUSED:
            return Stop.SURGERY_REFUSED
        case Surgery.NO_ANSWER:
            return Stop.SURGERY_NO_ANSWER
        case Surgery.EXPIRED:
            return Stop.SURGERY_EXPIRED
        case Surgery.OTHER_SURGERY:
            return Stop.OTHER_SURGERY
        case Surgery.DISSENT_ON_FILE:
            return Stop.DISSENT_ON_FILE
        case Surgery.CLOSED:
            return Stop.SURGERY_CLOSED
        case _:
            assert_never(surgery)
