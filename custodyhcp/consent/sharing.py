"""May this be shared? Custody, the GP, other care: permission to send, one scope at a time (4.5).

Rules kept here. A no, or a withdrawal, stops it. Where the person lacks capacity it may go in their
best interests, with both records behind it. What custody must know to keep somebody safe does not
rest on this rule: each line of a briefing carries its own basis (8.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.consent.answering import Answered, on_answer
from custodyhcp.consent.codes import Answer, Basis, Capacity, Kind, Proxy, Scope, kind
from custodyhcp.consent.outcome import Allowed, Blocked, Deferred, Outcome, Stop, instead
from custodyhcp.consent.permission import FROM_OUTSIDE, Occasion, grant


@dataclass(frozen=True, slots=True)
class Situation:
    """``best_interests``: the capacity and best-interests records for this scope are complete."""

    scope: Scope
    answer: Answer
    capacity: Capacity
    age: int
    gillick: bool | None = None
    proxy: Proxy | None = None
    evidence_complete: bool = True
    prior_capacitous_refusal: bool = False
    best_interests: bool = False
    proxy_refused: bool = False


def decide(situation: Situation, on: Occasion = FROM_OUTSIDE) -> Outcome:
    """ALLOW, or BLOCK or DEFER with what to do instead. The two records, and the forensic scopes,
    have rules of their own."""
    if situation.scope in (Scope.VIEW_SCR, Scope.VIEW_GP) or _is_forensic(situation.scope):
        raise ValueError(f"{situation.scope.value} has a rule of its own")
    basis = _basis(situation)
    if not isinstance(basis, Stop):
        return Allowed(grant(situation.scope, basis, on))
    words = instead("sharing", basis)
    if basis is Stop.CAPACITY_UNDETERMINED:
        return Deferred(basis, words)
    return Blocked(basis, words)


def _basis(situation: Situation) -> Basis | Stop:
    if _in_best_interests(situation):
        return Stop.PROXY_REFUSED if situation.proxy_refused else Basis.BEST_INTERESTS
    answered = Answered(
        answer=situation.answer,
        capacity=situation.capacity,
        age=situation.age,
        gillick=situation.gillick,
        proxy=situation.proxy,
        evidence_complete=situation.evidence_complete,
        refusal_stands=situation.prior_capacitous_refusal,
    )
    return on_answer(answered, Basis.CONSENT, Basis.CONSENT_PROXY)


def _is_forensic(scope: Scope) -> bool:
    return kind(scope) is Kind.FORENSIC


def _in_best_interests(situation: Situation) -> bool:
    """4.5 (2). Not for examination, treatment or forensic consent: those are other consents (3.7),
    and not against a refusal known from when the person was capable."""
    return (
        situation.scope in (Scope.SHARE_CUSTODY, Scope.SEND_GP, Scope.SHARE_OTHER_CARE)
        and situation.capacity is Capacity.LACKS
        and situation.answer is Answer.UNABLE
        and situation.best_interests
        and not situation.prior_capacitous_refusal
    )
