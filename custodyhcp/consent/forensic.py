"""What a forensic examination or sample needs besides an answer (PACE 1984 s62 and s65).

This is evidence, not care: it is asked apart from everything else and opens no health record
(domain consent 3.4, 3.7, 4.6; clinical, of intimate samples).

Whose consent s65 wants: from 18 their own, from 14 their own and a parent's or guardian's, below 14
a parent's or guardian's. This product asks the same of an examination, and takes a child's no for
a no at any age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.children import own_answer
from custodyhcp.consent.codes import Answer, Basis, Capacity, Kind, Sample, Scope, kind
from custodyhcp.consent.outcome import Allowed, Blocked, Deferred, Outcome, Stop, instead
from custodyhcp.consent.permission import FROM_OUTSIDE, Occasion, grant

OWN_FROM = 14  # below it a parent or guardian alone consents (s65)
ADULT = 18  # below it a parent or guardian consents as well


@dataclass(frozen=True, slots=True)
class Authority:
    """The officer who authorised an intimate sample (s62). ``oral`` None: not said."""

    officer: str = ""
    rank: str | None = None  # a code of resources/consent/forensic.json
    at: datetime | None = None
    oral: bool | None = None
    confirmed_in_writing: bool = False


@dataclass(frozen=True, slots=True)
class ParentOrGuardian:
    """Whose consent is needed as well under 18, and alone under 14 (s65)."""

    name: str = ""
    relationship: str = ""
    answer: Answer | None = None


NO_AUTHORITY = Authority()
NOBODY = ParentOrGuardian()


@dataclass(frozen=True, slots=True)
class Forensic:
    """``dual_role``: it was explained that this is for the police, not for care, and cannot be
    confidential. ``may_be_evidence``: that what is found may be used in evidence. ``in_writing``:
    the consent itself is signed."""

    dual_role: bool = False
    may_be_evidence: bool = False
    sample: Sample | None = None
    in_writing: bool = False
    authority: Authority = NO_AUTHORITY
    parent: ParentOrGuardian = NOBODY


NOT_FORENSIC = Forensic()


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rule looks at. ``parent`` is a parent's or guardian's answer, None where nobody
    asked; ``complete``: everything that a yes needs is there (``evidence_problems``)."""

    scope: Scope
    answer: Answer
    capacity: Capacity
    age: int
    parent: Answer | None = None
    complete: bool = True


def decide(situation: Situation, on: Occasion = FROM_OUTSIDE) -> Outcome:
    """ALLOW, or BLOCK or DEFER with what to do instead. There is no override and no proxy, and
    nobody is examined for evidence in their best interests (3.7)."""
    if kind(situation.scope) is not Kind.FORENSIC:
        raise ValueError(f"{situation.scope.value} is no forensic scope")
    stop = _stop(situation)
    if stop is None:
        return Allowed(grant(situation.scope, Basis.CONSENT, on))
    words = instead("forensic", stop)
    if stop is Stop.CAPACITY_UNDETERMINED:
        return Deferred(stop, words)
    return Blocked(stop, words)


def _stop(situation: Situation) -> Stop | None:
    if situation.answer is Answer.WITHDRAWN:
        return Stop.WITHDRAWN
    if situation.answer is Answer.NO:  # at any age, and whatever else is so
        return Stop.REFUSED
    own = own_answer(situation.answer, situation.capacity)
    if own is Stop.CAPACITY_UNDETERMINED or (own is not None and situation.age >= OWN_FROM):
        return own
    if situation.age < ADULT:
        if situation.parent is Answer.NO:
            return Stop.PARENT_REFUSED
        if situation.parent is not Answer.YES:
            return Stop.NEEDS_PARENT_OR_GUARDIAN
    return None if situation.complete else Stop.EVIDENCE_INCOMPLETE
