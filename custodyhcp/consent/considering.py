"""From a form to the rule's answer: the one path that the live box on the screen and the verb that
records both take, so that what was shown is what is recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from custodyhcp.consent import forensic, gp, scr, sharing
from custodyhcp.consent.age import ages_of, lasts_as_a_child
from custodyhcp.consent.asked import Asked, limits_of
from custodyhcp.consent.bounds import closes_at
from custodyhcp.consent.checking import asked_problems, record_problems
from custodyhcp.consent.children import IN_DOUBT
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    Proxy,
    Purpose,
    Relationship,
    Scope,
)
from custodyhcp.consent.evidence import OnRecord, evidence_problems, incapacity_problems
from custodyhcp.consent.fold import ConsentState, Situation
from custodyhcp.consent.outcome import Allowed, Outcome, Stop, outcome_code
from custodyhcp.consent.permission import Occasion
from custodyhcp.consent.problem import Problem
from custodyhcp.consent.surgery import key_now


@dataclass(frozen=True, slots=True)
class Considered:
    """What would be recorded now. ``missing``: what the ground or proxy still needs; ``problems``:
    what keeps any answer from being recorded. Both empty: it can be recorded as it stands."""

    asked: Asked
    situation: Situation
    outcome: Outcome
    missing: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    until: datetime | None
    evidence: tuple[str, ...]

    def to_put_right(self) -> tuple[Problem, ...]:
        """What keeps this from being recorded: each once. What is missing counts only where the
        rule stops for it; anything else that it stops for is recorded as it stands."""
        stopped = outcome_code(self.outcome) == Stop.EVIDENCE_INCOMPLETE.value
        found = (*(self.missing if stopped else ()), *self.problems)
        return tuple({problem.field: problem for problem in reversed(found)}.values())[::-1]


def consider(
    asked: Asked,
    state: ConsentState,
    at: datetime,
    last_reason: str = "",
    born: date | None = None,
) -> Considered:
    """Asks the rule for ``asked.scope``. A refusal known from the ledger counts, ticked or not.
    ``born``: the date of birth on record, where there is one: the age has to be theirs, and what is
    answered by or for a child ends when they are none."""
    if asked.scope in state.refused_before and not asked.prior_capacitous_refusal:
        asked = replace(asked, prior_capacitous_refusal=True)
    known = on_record(state, asked.scope, last_reason)
    missing = evidence_problems(asked, known, at)
    situation = situation_of(asked, state, known, at, complete=not missing)
    until, evidence = _until(asked, known, at, born), _evidence(asked, state)
    on = Occasion(state.detention, at, until, None, evidence, limits_of(asked))
    return Considered(
        asked=asked,
        situation=situation,
        outcome=_decide(situation, on),
        missing=missing,
        problems=(
            *asked_problems(asked, at),
            *record_problems(asked, state.times_again(asked.scope), ages_of(born, at)),
            *_found_otherwise(asked, state),
        ),
        until=until,
        evidence=evidence,
    )


def openable_grounds(situation: Situation) -> tuple[Ground, ...]:
    """The grounds worth offering for this answer: those that the rule would allow, were everything
    they need there. None for the GP record, ever, and none where permission was given."""
    if not isinstance(situation, scr.Situation) or situation.answer is Answer.YES:
        return ()
    return tuple(ground for ground in Ground if _would_open(situation, ground))


def _would_open(situation: scr.Situation, ground: Ground) -> bool:
    best = replace(
        situation,
        ground=ground,
        relationship=Relationship.WORKGROUP,
        life_threatening=True,
        senior_advice=True,
        evidence_complete=True,
    )
    return isinstance(scr.decide(best), Allowed)


def complete(considered: Considered) -> Allowed | None:
    """What an SCR form would open, and which alerts it would raise, once its evidence is there;
    None where it would still not be allowed. For showing beforehand only: nothing is recorded."""
    situation = considered.situation
    if not isinstance(situation, scr.Situation):
        return None
    outcome = scr.decide(replace(situation, evidence_complete=True))
    return outcome if isinstance(outcome, Allowed) else None


def on_record(state: ConsentState, scope: Scope, last_reason: str = "") -> OnRecord:
    finding, form = state.capacity_finding(scope), state.best_interests(scope)
    return OnRecord(
        capacity=finding.assessment if finding else None,
        best_interests=form.form if form else None,
        last_reason=last_reason,
    )


def situation_of(
    asked: Asked, state: ConsentState, known: OnRecord, at: datetime, *, complete: bool
) -> Situation:
    """The rule's own view of the form: facts only, no words."""
    match asked.scope:
        case Scope.VIEW_SCR:
            return _scr(asked, state, complete)
        case Scope.VIEW_GP:
            return _gp(asked, state, at, complete)
        case Scope.FORENSIC_EXAM | Scope.FORENSIC_SAMPLE:
            return _forensic(asked, complete)
        case _:
            return _sharing(asked, state, known, at, complete)


def _scr(asked: Asked, state: ConsentState, complete: bool) -> scr.Situation:
    return scr.Situation(
        scr_status=asked.scr_status,
        relationship=asked.relationship,
        capacity=asked.capacity,
        answer=asked.answer,
        ground=asked.ground,
        age=_age(asked),
        gillick=asked.gillick,
        proxy=asked.proxy,
        prior_capacitous_refusal=asked.prior_capacitous_refusal,
        life_threatening=asked.life_threatening,
        senior_advice=bool(asked.senior_adviser.strip()),
        evidence_complete=complete,
        for_investigation=asked.purpose is Purpose.INVESTIGATION,
        proxy_refused=_proxy_refused(asked, state),
    )


def _found_otherwise(asked: Asked, state: ConsentState) -> Iterable[Problem]:
    """A yes does not count on somebody's word that they can decide, where the newest assessment
    found otherwise: they are assessed again first (3.3). A no is always taken."""
    finding = state.capacity_finding(asked.scope)
    relied_on = asked.answer is Answer.YES and asked.capacity is Capacity.HAS
    if not relied_on or asked.ground is not None or finding is None:
        return
    if finding.conclusion is not Capacity.HAS:
        words = "Assess capacity again first: the last finding here is not that they can decide."
        yield Problem("capacity", words)


def _age(asked: Asked) -> int:
    """Somebody who may be a child is decided as one until it is settled (3.4)."""
    return min(asked.age, IN_DOUBT) if asked.age_in_doubt else asked.age


def _proxy_refused(asked: Asked, state: ConsentState) -> bool:
    """Their last word: the one on the form, or else the one in the record."""
    if asked.proxy in (Proxy.LPA_HEALTH, Proxy.DEPUTY) and asked.answer is not Answer.NOT_ASKED:
        return asked.answer in (Answer.NO, Answer.WITHDRAWN)
    return state.proxy_refused(asked.scope)


def _gp(asked: Asked, state: ConsentState, at: datetime, complete: bool) -> gp.Situation:
    answered = state.surgery_answer()
    return gp.Situation(
        patient=asked.answer,
        surgery=key_now(answered.answer if answered else None, at),
        capacity=asked.capacity,
        ground=asked.ground,
        age=_age(asked),
        gillick=asked.gillick,
        proxy=asked.proxy,
        evidence_complete=complete,
        prior_capacitous_refusal=asked.prior_capacitous_refusal,
        for_investigation=asked.purpose is Purpose.INVESTIGATION,
    )


def _sharing(
    asked: Asked, state: ConsentState, known: OnRecord, at: datetime, complete: bool
) -> sharing.Situation:
    lacking = incapacity_problems(known, at, prior_refusal_known=asked.prior_capacitous_refusal)
    return sharing.Situation(
        scope=asked.scope,
        answer=asked.answer,
        capacity=asked.capacity,
        age=_age(asked),
        gillick=asked.gillick,
        proxy=asked.proxy,
        evidence_complete=complete,
        prior_capacitous_refusal=asked.prior_capacitous_refusal,
        best_interests=asked.capacity is Capacity.LACKS and not lacking,
        proxy_refused=_proxy_refused(asked, state),
    )


def _forensic(asked: Asked, complete: bool) -> forensic.Situation:
    return forensic.Situation(
        scope=asked.scope,
        answer=asked.answer,
        capacity=asked.capacity,
        age=_age(asked),
        parent=asked.forensic.parent.answer,
        complete=complete,
    )


def _decide(situation: Situation, on: Occasion) -> Outcome:
    match situation:
        case scr.Situation():
            return scr.decide(situation, on)
        case gp.Situation():
            return gp.decide(situation, on)
        case sharing.Situation():
            return sharing.decide(situation, on)
        case forensic.Situation():
            return forensic.decide(situation, on)


def _until(asked: Asked, known: OnRecord, at: datetime, born: date | None) -> datetime | None:
    """What rests on incapacity, on not having asked, or on a yes given under the influence lasts
    until they are to be asked again; what is looked at without permission, not beyond its time."""
    ends = [asked.open_until if asked.ground is not None else None]
    if asked.ground is Ground.COULD_NOT_ASK or asked.affected:
        ends.append(asked.ask_again_at)
    if asked.capacity is Capacity.LACKS and known.capacity is not None and asked.proxy is None:
        ends.append(known.capacity.reassess_at)
    if asked.ground is None and not asked.age_in_doubt:
        ends.append(lasts_as_a_child(asked.scope, asked.age, born))
    return closes_at(asked.ground, at, *ends)


def _evidence(asked: Asked, state: ConsentState) -> tuple[str, ...]:
    """The ids of the entries relied on: the finding and the form, where incapacity is."""
    if asked.capacity is not Capacity.LACKS:
        return ()
    found = (state.capacity_finding(asked.scope), state.best_interests(asked.scope))
    return tuple(one.entry for one in found if one is not None)
