"""May this be shared, or done? Custody, the GP, other care; examination and treatment: permission,
one scope at a time (4.5, 3.7).

Rules kept here. A no, or a withdrawal, stops it. Where the person lacks capacity it may go, or they
may be examined and treated, in their best interests, with both records behind it; nothing forensic
ever is. What custody must know to keep somebody safe does not
rest on this rule: each line of a briefing carries its own basis (8.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.consent.answering import Answered, on_answer
from custodyhcp.consent.codes import Answer, Basis, Capacity, Kind, Proxy, Scope, kind
from custodyhcp.consent.outcome import Allowed, Blocked, Deferred, Outcome, Stop, instead
from custodyhcp.consent.permission import FROM_OUTSIDE, Occasion, grant

IN_BEST_INTERESTS = frozenset(
    {
        Scope.SHARE_CUSTODY,
        Scope.SEND_GP,
        Scope.SHARE_OTHER_CARE,
        Scope.EXAMINATION,
        Scope.TREATMENT,
    }
)


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
    words = instead("care" if kind(situation.scope) is Kind.TREATMENT else "sharing", basis)
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
    """4.5 (2) for sharing; 3.1, 3.2 and the Act's s5 for examination and treatment. Never against a
    refusal known from when the person was capable."""
    return (
        situation.scope in IN_BEST_INTERESTS
        and situation.capacity is Capacity.LACKS
        and situation.answer is Answer.UNABLE
        and situation.best_interests
        and not situation.prior_capacitous_refusal
    )
