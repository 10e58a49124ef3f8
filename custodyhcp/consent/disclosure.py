"""May this be disclosed to them, on that basis? (Domain consent 4.1, 4.4 to 4.6, 8.3.)

Rules kept here
  What investigators ask for goes to information governance, whatever basis is named: the trained
  people there decide, case by case. Only a statute that puts a duty on the clinician in person is
  answered here.
  The Serious Violence Duty is no basis for anything (HARD, s16(4)). A power is not a duty.
  A duty counts for whom it falls on, towards whom it names, on a day when it is in force: only a
  doctor notifies a disease; a body's duty is the organisation's to answer.
  Consent is a yes that counts. A no with capacity is not got round by best interests, or by calling
  it safeguarding of an adult who chooses otherwise: that is the public interest, weighed.
  Custody is told what keeps somebody safe, and no more; investigators are not custody.
  Every basis but consent has its record complete: the weighing, the order, the notice, the reason.

Pure, and apart from the verbs: what is sent from the screens rests on a ``Permission`` or on the
basis of each line of a briefing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import assert_never

from custodyhcp import resources
from custodyhcp.consent.children import ADULT_FROM, own_answer
from custodyhcp.consent.codes import Answer, Capacity
from custodyhcp.consent.outcome import Stop as AnswerStop
from custodyhcp.consent.statutes import DutyOn, Statute, StatuteKind, statute_list


class DisclosureBasis(Enum):
    """``disclosureBasis`` (8.3)."""

    CONSENT = "CONSENT"
    BEST_INTERESTS = "BEST_INTERESTS"
    CUSTODY_SAFETY_NECESSITY = "CUSTODY_SAFETY_NECESSITY"
    STATUTE = "STATUTE"
    COURT = "COURT"
    PUBLIC_INTEREST_SERIOUS_CRIME = "PUBLIC_INTEREST_SERIOUS_CRIME"
    PUBLIC_INTEREST_RISK_OTHERS = "PUBLIC_INTEREST_RISK_OTHERS"
    SAFEGUARDING_CHILD = "SAFEGUARDING_CHILD"
    SAFEGUARDING_ADULT = "SAFEGUARDING_ADULT"
    CORONER = "CORONER"


class Recipient(Enum):
    CUSTODY = "CUSTODY"
    POLICE = "POLICE"
    HEALTH_CARE = "HEALTH_CARE"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY"
    COURT = "COURT"
    CORONER = "CORONER"
    REGULATOR = "REGULATOR"
    NHS_ENGLAND = "NHS_ENGLAND"
    FAMILY = "FAMILY"


class Purpose(Enum):
    """What they want it for. Custody staff who ask for a case are investigating."""

    CARE = "CARE"
    SAFETY = "SAFETY"
    INVESTIGATION = "INVESTIGATION"
    LEGAL = "LEGAL"


class Profession(Enum):
    DOCTOR = "DOCTOR"
    NURSE = "NURSE"
    PARAMEDIC = "PARAMEDIC"
    OTHER = "OTHER"


class Content(Enum):
    """What would be told: who somebody is, what custody must do, or health information."""

    IDENTITY = "IDENTITY"
    INSTRUCTION = "INSTRUCTION"
    CLINICAL = "CLINICAL"


class Why(Enum):
    """Why not, in one word for the record."""

    HAND_TO_IG = "HAND_TO_IG"
    NEVER_A_BASIS = "NEVER_A_BASIS"
    STATUTE_NOT_KNOWN = "STATUTE_NOT_KNOWN"
    NOT_IN_FORCE = "NOT_IN_FORCE"
    POWER_NOT_DUTY = "POWER_NOT_DUTY"
    NOT_YOUR_DUTY = "NOT_YOUR_DUTY"
    TELL_THE_DOCTOR = "TELL_THE_DOCTOR"
    NOT_TO_THEM = "NOT_TO_THEM"
    IDENTITY_ONLY = "IDENTITY_ONLY"
    INSTRUCTION_ONLY = "INSTRUCTION_ONLY"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    NOT_ASKED = "NOT_ASKED"
    COULD_NOT_ANSWER = "COULD_NOT_ANSWER"
    CAPACITY_UNDETERMINED = "CAPACITY_UNDETERMINED"
    LACKS_CAPACITY = "LACKS_CAPACITY"
    CAPACITY_NOT_LACKING = "CAPACITY_NOT_LACKING"
    COMPETENCE_NOT_ASSESSED = "COMPETENCE_NOT_ASSESSED"
    NOT_A_CHILD = "NOT_A_CHILD"
    NOT_AN_ADULT = "NOT_AN_ADULT"
    EVIDENCE_INCOMPLETE = "EVIDENCE_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rule looks at. ``competent``: a child's competence for this decision, None where
    not looked at. ``statute`` is a code of the list, or None. ``complete``: the record that the
    basis needs is there. ``day``: on which it would be disclosed."""

    basis: DisclosureBasis
    to: Recipient
    purpose: Purpose
    content: Content
    answer: Answer
    capacity: Capacity
    age: int
    competent: bool | None
    statute: str | None
    profession: Profession
    complete: bool
    day: date


@dataclass(frozen=True, slots=True)
class May:
    """``must``: what has to be kept to in disclosing it, in words."""

    basis: DisclosureBasis
    must: str


@dataclass(frozen=True, slots=True)
class MayNot:
    why: Why
    instead: str


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = resources.load_json("consent/disclosure.json")
    return table


def decide(case: Case) -> May | MayNot:
    """Whether it may be disclosed, with what to keep to; or why not, with what to do instead."""
    why = _why_not(case)
    if why is None:
        return May(case.basis, _table()["must"][case.basis.value])
    return MayNot(why, _table()["instead"][why.value])


def _why_not(case: Case) -> Why | None:
    if case.basis is DisclosureBasis.STATUTE:
        return _statute(case)
    if case.purpose is Purpose.INVESTIGATION:
        return Why.HAND_TO_IG
    if case.to not in _MAY_GO_TO[case.basis]:
        return Why.NOT_TO_THEM
    return _on_basis(case)


_ANY = frozenset(Recipient)
_WARNED = frozenset({Recipient.POLICE, Recipient.CUSTODY, Recipient.HEALTH_CARE}) | {
    Recipient.LOCAL_AUTHORITY
}
_GUARDS = frozenset({Recipient.LOCAL_AUTHORITY, Recipient.HEALTH_CARE, Recipient.POLICE})
_MAY_GO_TO = {
    DisclosureBasis.CONSENT: _ANY,
    DisclosureBasis.BEST_INTERESTS: frozenset(
        {Recipient.HEALTH_CARE, Recipient.CUSTODY, Recipient.LOCAL_AUTHORITY, Recipient.FAMILY}
    ),
    DisclosureBasis.CUSTODY_SAFETY_NECESSITY: frozenset({Recipient.CUSTODY}),
    DisclosureBasis.COURT: frozenset({Recipient.COURT}),
    DisclosureBasis.PUBLIC_INTEREST_SERIOUS_CRIME: frozenset({Recipient.POLICE}),
    DisclosureBasis.PUBLIC_INTEREST_RISK_OTHERS: _WARNED,
    DisclosureBasis.SAFEGUARDING_CHILD: _GUARDS,
    DisclosureBasis.SAFEGUARDING_ADULT: _GUARDS,
    DisclosureBasis.CORONER: frozenset({Recipient.CORONER}),
}


def _on_basis(case: Case) -> Why | None:
    match case.basis:
        case DisclosureBasis.CONSENT:
            return _own_yes(case)
        case DisclosureBasis.BEST_INTERESTS:
            return _best_interests(case)
        case DisclosureBasis.CUSTODY_SAFETY_NECESSITY:
            needed = case.content is Content.CLINICAL
            return Why.INSTRUCTION_ONLY if needed else _complete(case)
        case DisclosureBasis.SAFEGUARDING_CHILD:
            return _complete(case)
        case DisclosureBasis.SAFEGUARDING_ADULT:
            return _safeguarding_adult(case)
        case (
            DisclosureBasis.COURT
            | DisclosureBasis.CORONER
            | DisclosureBasis.PUBLIC_INTEREST_SERIOUS_CRIME
            | DisclosureBasis.PUBLIC_INTEREST_RISK_OTHERS
        ):
            return _complete(case)
        case DisclosureBasis.STATUTE:
            return _statute(case)
        case _:
            assert_never(case.basis)


def _complete(case: Case) -> Why | None:
    return None if case.complete else Why.EVIDENCE_INCOMPLETE


def _own_yes(case: Case) -> Why | None:
    """Nobody else's: what is sent for somebody on a proxy's word goes by the rule of its scope."""
    if case.answer is Answer.WITHDRAWN:
        return Why.WITHDRAWN
    if case.answer is Answer.NO:
        return Why.REFUSED
    if case.age < ADULT_FROM and case.competent is not True:
        return Why.COMPETENCE_NOT_ASSESSED if case.competent is None else Why.LACKS_CAPACITY
    stop = own_answer(case.answer, case.capacity)
    return None if stop is None else _ANSWERS[stop]


_ANSWERS = {
    AnswerStop.CAPACITY_UNDETERMINED: Why.CAPACITY_UNDETERMINED,
    AnswerStop.LACKS_CAPACITY: Why.LACKS_CAPACITY,
    AnswerStop.REFUSED: Why.REFUSED,
    AnswerStop.COULD_NOT_ANSWER: Why.COULD_NOT_ANSWER,
    AnswerStop.NOT_ASKED: Why.NOT_ASKED,
    AnswerStop.WITHDRAWN: Why.WITHDRAWN,
}


def _best_interests(case: Case) -> Why | None:
    """4.5 (2): for somebody found to lack capacity, whose answer nobody could get."""
    if case.answer is Answer.WITHDRAWN:
        return Why.WITHDRAWN
    if case.capacity is Capacity.UNDETERMINED:
        return Why.CAPACITY_UNDETERMINED
    if case.capacity is Capacity.HAS:
        return Why.REFUSED if case.answer is Answer.NO else Why.CAPACITY_NOT_LACKING
    return _complete(case)


def _safeguarding_adult(case: Case) -> Why | None:
    if case.age < ADULT:
        return Why.NOT_AN_ADULT
    refused = case.answer in (Answer.NO, Answer.WITHDRAWN)
    if refused and case.capacity is not Capacity.LACKS:
        return Why.REFUSED
    return _complete(case)


ADULT = 18


def _statute(case: Case) -> Why | None:
    statute = statute_list().get(case.statute or "")
    if statute is None:
        return Why.STATUTE_NOT_KNOWN
    match statute.kind:
        case StatuteKind.NEVER:
            return Why.NEVER_A_BASIS
        case StatuteKind.POWER:
            return Why.POWER_NOT_DUTY
        case StatuteKind.DUTY:
            return _duty(case, statute)
        case _:
            assert_never(statute.kind)


def _duty(case: Case, statute: Statute) -> Why | None:
    if not statute.in_force(case.day):
        return Why.NOT_IN_FORCE
    why = _whose(statute.on, case.profession)
    if why is not None:
        return why
    if case.to.value not in statute.to:
        return Why.NOT_TO_THEM
    if statute.code == "RTA_172" and case.content is not Content.IDENTITY:
        return Why.IDENTITY_ONLY
    if statute.code == "FGM_5B" and case.age >= ADULT:
        return Why.NOT_A_CHILD
    return _complete(case)


def _whose(on: DutyOn, profession: Profession) -> Why | None:
    match on:
        case DutyOn.ANYBODY:
            return None
        case DutyOn.REGULATED_PROFESSIONAL:
            return Why.NOT_YOUR_DUTY if profession is Profession.OTHER else None
        case DutyOn.DOCTOR:
            return None if profession is Profession.DOCTOR else Why.TELL_THE_DOCTOR
        case DutyOn.BODY:
            return Why.HAND_TO_IG
        case _:
            assert_never(on)
