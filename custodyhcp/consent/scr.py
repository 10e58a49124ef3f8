"""May this Summary Care Record be looked at? Tables S1 to S17 (domain consent 8.1, 1.9).

Rules kept here
  An opted-out or untraced record is not available, whatever else is so (S9, S11).
  Somebody with capacity who says no, or who withdraws, is never overridden for their own good:
  best interests, emergency and "could not be asked" are closed to that answer (S5, S16, 1.9.2).
  Best interests needs a finding that the person lacks capacity, and both records behind it (S3).
  "Could not be asked" is for somebody who was not and could not be asked; a refusal known from
  when they were capable is an answer, so only best interests, with a threat to life and senior
  advice, can follow it (1.9.4, S17).
  The no of an attorney or deputy closes best interests and "could not be asked" too (s6(6)).
  Nothing opens for an investigation: that request goes to information governance.
  A ground that is claimed has to be made out, with its evidence complete; it is not quietly
  ignored where permission was given as well.
  Nothing opens without a legitimate relationship (S15). It is the last gate, so that the reason
  shown is the person's own answer wherever there is one.
  A YES status is old, and decided exactly as ASK (S10).

Not decided here: whether the evidence is complete (``consent.evidence``), and when a permission
ends (``consent.fold``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from custodyhcp.consent.alerts import Alert, in_order
from custodyhcp.consent.answering import Answered, on_answer
from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Ground,
    Proxy,
    Relationship,
    Scope,
    ScrStatus,
)
from custodyhcp.consent.outcome import (
    Allowed,
    Blocked,
    Deferred,
    NotAvailable,
    Outcome,
    Stop,
    instead,
)
from custodyhcp.consent.permission import FROM_OUTSIDE, Occasion, grant


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rule looks at.

    ``answer`` is the person's own, or the proxy's where ``proxy`` is given. ``gillick`` is None
    where not looked at, and means nothing from the age of 16. ``prior_capacitous_refusal``: they
    are known to have said no to this when they had capacity. ``senior_advice``: a senior colleague
    was asked and agreed. ``evidence_complete``: every record the ground or proxy needs is there.
    ``for_investigation``: it is asked for to investigate, not to care. ``proxy_refused``: an
    attorney or deputy has said no for them in this detention.
    """

    scr_status: ScrStatus
    relationship: Relationship
    capacity: Capacity
    answer: Answer
    ground: Ground | None
    age: int
    gillick: bool | None
    proxy: Proxy | None
    prior_capacitous_refusal: bool
    life_threatening: bool
    senior_advice: bool
    evidence_complete: bool
    for_investigation: bool = False
    proxy_refused: bool = False


def decide(situation: Situation, on: Occasion = FROM_OUTSIDE) -> Outcome:
    """ALLOW with its alerts, or BLOCK, DEFER or NOT_AVAILABLE with what to do instead."""
    match situation.scr_status:
        case ScrStatus.NO:
            return _stopped(Stop.OPTED_OUT)
        case ScrStatus.NOT_TRACED:
            return _stopped(Stop.NOT_TRACED)
        case ScrStatus.ASK | ScrStatus.YES:
            return _decide_traced(situation, on)
        case _:
            assert_never(situation.scr_status)


def _decide_traced(situation: Situation, on: Occasion) -> Outcome:
    basis = _basis(situation)
    if isinstance(basis, Stop):
        return _stopped(basis)
    if situation.relationship is Relationship.NONE:  # S15
        return _stopped(Stop.NO_RELATIONSHIP)
    return Allowed(grant(Scope.VIEW_SCR, basis, on), alerts_for(basis, situation.relationship))


def _basis(situation: Situation) -> Basis | Stop:
    if situation.for_investigation:  # a tool of direct care: the request goes to IG (8.1)
        return Stop.FOR_INVESTIGATION
    match situation.ground:
        case None:
            return _on_permission(situation)
        case Ground.BEST_INTERESTS_EMERGENCY:
            return _on_best_interests(situation, Basis.BI_EMERGENCY)
        case Ground.BEST_INTERESTS_NON_EMERGENCY:
            return _on_best_interests(situation, Basis.BI_NON_EMERGENCY)
        case Ground.COULD_NOT_ASK:
            return _on_could_not_ask(situation)
        case Ground.PUBLIC_INTEREST:
            return _made_out(situation, Basis.PUBLIC_INTEREST)
        case Ground.STATUTE:
            return _made_out(situation, Basis.STATUTE)
        case Ground.COURT_ORDER:
            return _made_out(situation, Basis.COURT_ORDER)
        case _:
            assert_never(situation.ground)


def _made_out(situation: Situation, basis: Basis) -> Basis | Stop:
    """S6 to S8: the ground itself carries the access, whatever the answer and the capacity are.

    Public interest, statute and court order are about others or the law, so neither a refusal nor
    incapacity closes or opens them (1.9.2). All three need their evidence, always.
    """
    return basis if situation.evidence_complete else Stop.EVIDENCE_INCOMPLETE


def _on_permission(situation: Situation) -> Basis | Stop:
    """S1, S2, S5, S12 to S16: no ground claimed, so all turns on the answer."""
    answered = Answered(
        answer=situation.answer,
        capacity=situation.capacity,
        age=situation.age,
        gillick=situation.gillick,
        proxy=situation.proxy,
        evidence_complete=situation.evidence_complete,
        refusal_stands=_prior_refusal_stands(situation),
    )
    return on_answer(answered, Basis.PTV_GRANTED, Basis.PTV_PROXY)


def _on_best_interests(situation: Situation, basis: Basis) -> Basis | Stop:
    """S3, S4, S17. A finding of incapacity first; then an answer recorded as one nobody could give.

    Undetermined is not a finding: on the balance of probabilities it can be made in a moment where
    somebody plainly cannot decide, and otherwise the rule is to wait (3.3).
    """
    refused = _refused_in_words(situation)
    if refused is not None:
        return refused
    match situation.capacity:
        case Capacity.UNDETERMINED:
            return Stop.CAPACITY_UNDETERMINED
        case Capacity.HAS:
            return Stop.CAPACITY_NOT_LACKING
        case Capacity.LACKS:
            pass
        case _:
            assert_never(situation.capacity)
    if situation.answer is not Answer.UNABLE:  # what they say is a wish, for the form (s4(6))
        return Stop.NOT_RECORDED_AS_UNABLE
    if situation.proxy_refused:
        return Stop.PROXY_REFUSED
    if _prior_refusal_stands(situation) or _refused_without_emergency(situation, basis):
        return Stop.PRIOR_REFUSAL
    return _made_out(situation, basis)


def _refused_without_emergency(situation: Situation, basis: Basis) -> bool:
    """8.3, rare: where nothing threatens life, nothing sets a known refusal aside."""
    return basis is Basis.BI_NON_EMERGENCY and situation.prior_capacitous_refusal


def _refused_in_words(situation: Situation) -> Stop | None:
    """A withdrawal, or a no by somebody not found to lack capacity: capacity is presumed."""
    if situation.answer is Answer.WITHDRAWN:
        return Stop.WITHDRAWN
    if situation.answer is Answer.NO and situation.capacity is not Capacity.LACKS:
        return Stop.REFUSED
    return None


def _on_could_not_ask(situation: Situation) -> Basis | Stop:
    """1.9.4: unrousable, immediate threat to life, gone to hospital, no interpreter in time."""
    match situation.answer:
        case Answer.WITHDRAWN:
            return Stop.WITHDRAWN
        case Answer.NO:
            return Stop.REFUSED
        case Answer.YES:
            return Stop.WAS_ASKED
        case Answer.UNABLE | Answer.NOT_ASKED:
            pass
        case _:
            assert_never(situation.answer)
    if situation.proxy_refused:
        return Stop.PROXY_REFUSED
    if situation.prior_capacitous_refusal:
        return Stop.PRIOR_REFUSAL
    return _made_out(situation, Basis.COULD_NOT_ASK)


def _prior_refusal_stands(situation: Situation) -> bool:
    """S17: set aside only where life is threatened and a senior colleague has advised."""
    set_aside = situation.life_threatening and situation.senior_advice
    return situation.prior_capacitous_refusal and not set_aside


def alerts_for(basis: Basis, relationship: Relationship) -> tuple[Alert, ...]:
    """Which national alerts an access raises (1.3): one for the access where there was no
    permission, one for the relationship where it was self-claimed; both where both (S4)."""
    access, self_claimed = _pair_for(basis)
    claimed = self_claimed if relationship is Relationship.SELF_CLAIMED else None
    return in_order(*(alert for alert in (access, claimed) if alert is not None))


def _pair_for(basis: Basis) -> tuple[Alert | None, Alert]:
    match basis:
        case Basis.PTV_GRANTED | Basis.PTV_PROXY:
            return None, Alert.SELF_CLAIMED_OTHER
        case Basis.BI_EMERGENCY | Basis.BI_NON_EMERGENCY | Basis.COULD_NOT_ASK:
            return Alert.ACCESS_EMERGENCY, Alert.SELF_CLAIMED_EMERGENCY
        case Basis.PUBLIC_INTEREST:
            return Alert.ACCESS_PUBLIC_INTEREST, Alert.SELF_CLAIMED_PUBLIC_INTEREST
        case Basis.STATUTE:
            return Alert.ACCESS_STATUTE, Alert.SELF_CLAIMED_STATUTE
        case Basis.COURT_ORDER:
            return Alert.ACCESS_COURT_ORDER, Alert.SELF_CLAIMED_COURT_ORDER
        case Basis.CONSENT | Basis.CONSENT_PROXY | Basis.BEST_INTERESTS:
            raise ValueError(f"{basis.value} is for sharing, not for looking at the SCR")
        case _:
            assert_never(basis)


def _stopped(stop: Stop) -> Blocked | Deferred | NotAvailable:
    words = instead("scr", stop)
    if stop in (Stop.OPTED_OUT, Stop.NOT_TRACED):
        return NotAvailable(stop, words)
    if stop is Stop.CAPACITY_UNDETERMINED:
        return Deferred(stop, words)
    return Blocked(stop, words)
