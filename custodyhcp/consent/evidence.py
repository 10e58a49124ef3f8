"""Is every record there that a ground, or a proxy, needs? (domain consent 1.9, 3.1, 3.2, 4.4, 4.5)

What makes ``evidence_complete`` true is worked out here from what is on record, never ticked.
  Best interests: a capacity finding of "lacks" for this scope that is not overdue, the finished
    best-interests form made after it, the emergency test met, a reason.
  Could not be asked: the emergency test met, why they could not be asked, a time to ask again, a
    reason; and where the person has been found to lack capacity, both of the records above as well.
  Public interest: the weighing, a named adviser, a reason. Statute: one from the list, adviser,
    reason. Court order: its reference and what it covers, adviser, reason.
  A refusal known from when they were capable: faced in the form, with the senior adviser named.
  Those three are for care and safety only, and somebody says so each time.
  Proxy: who, their relationship, how it is known that they hold parental responsibility.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import assert_never

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.best_interests import BestInterests, best_interests_problems
from custodyhcp.consent.capacity import CapacityAssessment, conclude, wears_off
from custodyhcp.consent.codes import Capacity, Ground, Kind, Proxy, Purpose, kind
from custodyhcp.consent.emergency import emergency_problems
from custodyhcp.consent.evidence_forensic import forensic_problems
from custodyhcp.consent.problem import Problem, needed
from custodyhcp.consent.proxies import proxy_problems
from custodyhcp.consent.reasons import reason_problems
from custodyhcp.consent.statutes import for_looking
from custodyhcp.consent.wording import impairment_is_temporary, weighing_questions


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What this detention already holds for the scope, newest first of each kind.

    ``best_interests`` is None too where the newest form is older than the newest finding.
    ``last_reason`` is what the same author wrote for the last override.
    """

    capacity: CapacityAssessment | None = None
    best_interests: BestInterests | None = None
    last_reason: str = ""


def evidence_problems(asked: Asked, known: OnRecord, at: datetime) -> tuple[Problem, ...]:
    """What is missing, in the order in which a form asks for it. Empty: complete."""
    match asked.ground:
        case None if kind(asked.scope) is Kind.FORENSIC:
            return forensic_problems(asked)
        case None:
            return tuple(_proxy(asked, known, at))
        case Ground.BEST_INTERESTS_EMERGENCY:
            return (
                *_incapacity(asked, known, at),
                *emergency_problems(asked.emergency),
                *reason_problems(asked.reason, known.last_reason),
            )
        case Ground.BEST_INTERESTS_NON_EMERGENCY:
            return (
                *_incapacity(asked, known, at),
                *_not_wearing_off(known),
                *needed("cannot_wait", asked.cannot_wait, "Say why it cannot wait."),
                *reason_problems(asked.reason, known.last_reason),
            )
        case Ground.COULD_NOT_ASK:
            return tuple(_could_not_ask(asked, known, at))
        case Ground.PUBLIC_INTEREST:
            return (*_weighing(asked), *_advice_and_reason(asked, known))
        case Ground.STATUTE:
            return (*_statute(asked, at), *_advice_and_reason(asked, known))
        case Ground.COURT_ORDER:
            return (*_order(asked), *_advice_and_reason(asked, known))
        case _:
            assert_never(asked.ground)


def incapacity_problems(
    known: OnRecord, at: datetime, *, prior_refusal_known: bool
) -> tuple[Problem, ...]:
    """The two records behind anything done because somebody lacks capacity (3.1, 3.2)."""
    return (
        *finding_problems(known.capacity, at),
        *_form(known, prior_refusal_known),
    )


def _incapacity(asked: Asked, known: OnRecord, at: datetime) -> Iterable[Problem]:
    yield from incapacity_problems(known, at, prior_refusal_known=asked.prior_capacitous_refusal)
    if asked.prior_capacitous_refusal:
        yield from needed(
            "senior_adviser", asked.senior_adviser, "Name the senior colleague who advised."
        )


def finding_problems(finding: CapacityAssessment | None, at: datetime) -> Iterable[Problem]:
    """What keeps a finding of incapacity from being relied on: there is none, or it is overdue."""
    if finding is None or conclude(finding) is not Capacity.LACKS:
        yield Problem("capacity", "Record the capacity assessment first.")
    elif finding.reassess_at is not None and finding.reassess_at <= at:
        yield Problem("capacity", "The time to assess again has passed: assess capacity again.")


def _form(known: OnRecord, prior_refusal_known: bool) -> Iterable[Problem]:
    form, finding = known.best_interests, known.capacity
    off = finding is not None and wears_off(finding)
    if form is None:
        yield Problem("best_interests", "Record the best interests form.")
    elif best_interests_problems(form, prior_refusal_known=prior_refusal_known, wears_off=off):
        yield Problem("best_interests", "The best interests form does not support looking now.")


def _not_wearing_off(known: OnRecord) -> Iterable[Problem]:
    """3.3: what may pass, drink and drugs before all, is waited for, but in an emergency."""
    cause = known.capacity.impairment if known.capacity is not None else None
    if cause is not None and impairment_is_temporary(cause):
        words = "The cause may pass: wait, unless the emergency test is met."
        yield Problem("ground", words)


def _could_not_ask(asked: Asked, known: OnRecord, at: datetime) -> Iterable[Problem]:
    if asked.capacity is Capacity.LACKS:
        yield from _incapacity(asked, known, at)
    if asked.reason_unable is None:
        yield Problem("reason_unable", "Choose why they could not be asked.")
    yield from needed("cannot_wait", asked.cannot_wait, "Say why it could not wait.")
    yield from emergency_problems(asked.emergency)
    if asked.ask_again_at is None or asked.ask_again_at <= at:
        yield Problem("ask_again_at", "Set a time to ask them again.")
    yield from reason_problems(asked.reason, known.last_reason)


def _weighing(asked: Asked) -> Iterable[Problem]:
    said = weighing_questions()
    for field in fields(asked.weighing):
        text = getattr(asked.weighing, field.name)
        yield from needed(f"weighing.{field.name}", text, f"{said[field.name]}: say so in words.")


def _statute(asked: Asked, at: datetime) -> Iterable[Problem]:
    if asked.statute not in for_looking(at.date()):
        yield Problem("statute", "Choose the statute that requires it.")


def _order(asked: Asked) -> Iterable[Problem]:
    yield from needed("order_reference", asked.order_reference, "Give the order's reference.")
    yield from needed("order_scope", asked.order_scope, "Say what the order covers.")


def _advice_and_reason(asked: Asked, known: OnRecord) -> Iterable[Problem]:
    """8.1: the legal grounds are for care and safety, and somebody says so each time."""
    if asked.purpose is not Purpose.CARE_OR_SAFETY:
        words = "Confirm that you need it to decide about care or safety, not for an investigation."
        yield Problem("purpose", words)
    yield from needed("adviser", asked.adviser, "Name the adviser you spoke to, with their role.")
    yield from reason_problems(asked.reason, known.last_reason)


def _proxy(asked: Asked, known: OnRecord, at: datetime) -> Iterable[Problem]:
    """An adult's proxy counts only beside a finding that the person lacks capacity (3.4)."""
    if asked.proxy in (Proxy.LPA_HEALTH, Proxy.DEPUTY):
        yield from finding_problems(known.capacity, at)
    yield from proxy_problems(asked)
