"""What the ledger says about consent, worked out from its entries (house: state is a fold).

Rules kept here
  The newest answer for a scope in this detention is the one that counts; nothing earlier is lost.
  A permission is had by asking the rule again about what was recorded, so an entry that merely says
  ALLOW gives none. It ends at its own end, when the detention closes, when the person withdraws,
  and, where it rested on incapacity, when they are found to have capacity again (8.5, 3.6).
  The GP record's two keys are judged as they are at the moment asked, not as they were (G7, G8).
  A refusal made with capacity is remembered across detentions, until they say yes (S17).
  An answer rests on an age: where the date of birth was corrected since, the rule is asked again
  with the age that the record as it stands gives for that day (3.4).
  Only what a health professional recorded counts: anybody can seal to the clinical compartment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from custodyhcp.consent import forensic, gp, scr, sharing
from custodyhcp.consent.age import age_that_day, births, lasts_as_a_child
from custodyhcp.consent.asked import Asked, limits_of
from custodyhcp.consent.best_interests import BestInterests
from custodyhcp.consent.bounds import closes_at
from custodyhcp.consent.capacity import CapacityAssessment, conclude
from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Answer, Basis, Capacity, Proxy, Scope
from custodyhcp.consent.outcome import Allowed, Outcome
from custodyhcp.consent.permission import Occasion, Permission
from custodyhcp.consent.surgery import SurgeryAnswer, key_now, standing
from custodyhcp.consent.written import from_body
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment

DECIDED = "consent.decided"
CAPACITY_ASSESSED = "capacity.assessed"
BEST_INTERESTS_RECORDED = "best_interests.recorded"
SURGERY_ANSWERED = "gp.surgery_answered"
DETENTION_CLOSED = "detention.closed"
KINDS = frozenset(
    {DECIDED, CAPACITY_ASSESSED, BEST_INTERESTS_RECORDED, SURGERY_ANSWERED, DETENTION_CLOSED}
)
Situation = scr.Situation | gp.Situation | sharing.Situation | forensic.Situation
_ON_INCAPACITY = frozenset(
    {Basis.BI_EMERGENCY, Basis.BI_NON_EMERGENCY, Basis.COULD_NOT_ASK, Basis.BEST_INTERESTS}
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One answer as it was recorded. ``outcome`` and ``code`` are what was shown at the time."""

    entry: str
    seq: int
    at: datetime
    author: str
    detention: str
    asked: Asked
    situation: Situation
    outcome: str
    code: str
    until: datetime | None
    evidence: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        return self.asked.scope


@dataclass(frozen=True, slots=True)
class Assessed:
    entry: str
    seq: int
    at: datetime
    author: str
    assessment: CapacityAssessment

    @property
    def conclusion(self) -> Capacity | None:
        return conclude(self.assessment)


@dataclass(frozen=True, slots=True)
class InterestsRecorded:
    entry: str
    seq: int
    at: datetime
    author: str
    form: BestInterests


@dataclass(frozen=True, slots=True)
class SurgeryAnswered:
    entry: str
    seq: int
    at: datetime
    author: str
    answer: SurgeryAnswer


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A time at which somebody is to be asked or assessed again."""

    scope: Scope
    due: datetime
    entry: str


@dataclass(frozen=True, slots=True)
class ConsentState:
    """Everything about consent for one detention, and the refusals known from any. Oldest first."""

    detention: str
    decisions: tuple[Decided, ...] = ()
    assessments: tuple[Assessed, ...] = ()
    interests: tuple[InterestsRecorded, ...] = ()
    surgery: tuple[SurgeryAnswered, ...] = ()
    refused_before: frozenset[Scope] = frozenset()
    closed_at: datetime | None = None
    sealed: bool = False  # an entry of this detention does not open for this reader
    times: tuple[tuple[int, datetime], ...] = ()  # of every entry given: its place, and when
    births: tuple[tuple[int, date | None], ...] = ()  # each that was said: its place, and the day
    crooked: int = -1  # the place of the newest entry here that says nothing anybody can read

    def latest(self, scope: Scope) -> Decided | None:
        return next((one for one in reversed(self.decisions) if one.scope is scope), None)

    def times_asked(self, scope: Scope) -> int:
        return sum(one.scope is scope for one in self.decisions)

    def capacity_finding(self, scope: Scope) -> Assessed | None:
        return next((a for a in reversed(self.assessments) if a.assessment.scope is scope), None)

    def best_interests(self, scope: Scope) -> InterestsRecorded | None:
        """The newest form for the scope, unless capacity has been assessed again since."""
        form = next((f for f in reversed(self.interests) if f.form.scope is scope), None)
        finding = self.capacity_finding(scope)
        if form is None or (finding is not None and finding.seq > form.seq):
            return None
        return form

    def surgery_answer(self) -> SurgeryAnswered | None:
        """The one that stands: the newest, but a dissent on file until the surgery lifts it."""
        if not self.surgery:
            return None
        return self.surgery[standing([one.answer for one in self.surgery])]

    def times_again(self, scope: Scope) -> int:
        """How often they were asked again, here, since the first no that no yes has followed."""
        times = 0
        refused = False
        for one in self.decisions:
            asked = one.asked
            if one.scope is not scope or asked.ground is not None:
                continue
            if asked.answer is Answer.YES:
                refused, times = False, 0
            elif asked.answer in (Answer.NO, Answer.WITHDRAWN):
                times += refused and asked.answer is Answer.NO
                refused = True
        return times

    def proxy_refused(self, scope: Scope) -> bool:
        """Whether the last word of an attorney or deputy here was a no (s6(6), 3.4)."""
        said = [
            one.asked.answer
            for one in self.decisions
            if one.scope is scope and one.asked.proxy in (Proxy.LPA_HEALTH, Proxy.DEPUTY)
        ]
        said = [answer for answer in said if answer is not Answer.NOT_ASKED]
        return bool(said) and said[-1] in (Answer.NO, Answer.WITHDRAWN)

    def outcome(self, scope: Scope, now: datetime) -> Outcome | None:
        """What the rule says at ``now`` of the newest answer; None where nobody has asked."""
        decided = self.latest(scope)
        if decided is None:
            return None
        decided = self.as_aged(decided)
        outcome = _ask_again(decided, self.surgery_answer(), now)
        if isinstance(outcome, Allowed) and scope in self.refused_before:
            known = replace(decided, situation=_refusal_known(decided.situation))
            return _ask_again(known, self.surgery_answer(), now)
        return outcome

    def as_aged(self, decided: Decided) -> Decided:
        """The answer by the date of birth as the record has it now: the age they had on that day,
        and when that ends."""
        corrected = _corrected(self.births, decided)
        if corrected is None:
            return decided
        age, ends = corrected
        until = min((end for end in (decided.until, ends) if end is not None), default=None)
        return replace(decided, situation=replace(decided.situation, age=age), until=until)

    def permission(self, scope: Scope, now: datetime) -> Permission | None:
        """The permission in force at ``now``, or None."""
        decided, outcome = self.latest(scope), self.outcome(scope, now)
        if decided is None or not isinstance(outcome, Allowed):
            return None
        # what cannot be read may be a withdrawal
        if self._closed(now) or self.sealed or self.crooked > decided.seq:
            return None
        permission = outcome.permission
        if self._regained(decided, permission.code) or self._to_confirm(decided):
            return None
        if not permission.in_force(now) or self._ran_out(decided, permission):
            return None
        return permission

    def _ran_out(self, decided: Decided, permission: Permission) -> bool:
        """Whether anything was written since at a time when it was over: a clock that is put back
        does not open it again."""
        since = (at for seq, at in self.times if seq > decided.seq)
        end = permission.until
        return end is not None and any(at >= end for at in since)

    def _closed(self, now: datetime) -> bool:
        return self.closed_at is not None and self.closed_at <= now

    def _regained(self, decided: Decided, code: Basis) -> bool:
        finding = self.capacity_finding(decided.scope)
        return (
            code in _ON_INCAPACITY
            and finding is not None
            and finding.seq > decided.seq
            and finding.conclusion is Capacity.HAS
        )

    def _to_confirm(self, decided: Decided) -> bool:
        """8.5: a yes given while capacity was in doubt is asked for again once it is settled."""
        findings = [one for one in self.assessments if one.assessment.scope is decided.scope]
        before = [one for one in findings if one.seq < decided.seq]
        doubted = decided.asked.affected or (bool(before) and in_doubt(before[-1].assessment))
        found = {one.conclusion for one in findings if one.seq > decided.seq}
        settled = Capacity.HAS in found or (bool(found) and decided.asked.proxy is None)
        return decided.asked.answer is Answer.YES and doubted and settled

    def ask_again(self) -> tuple[AskAgain, ...]:
        """What is due to be asked or assessed again, soonest first; nothing once settled."""
        if self.closed_at is not None:
            return ()
        due = [again for scope in Scope if (again := self._due(scope)) is not None]
        return tuple(sorted(due, key=lambda again: again.due))

    def _due(self, scope: Scope) -> AskAgain | None:
        """From whichever is newer, the answer or the assessment: the newer settles the older."""
        decided, finding = self.latest(scope), self.capacity_finding(scope)
        if finding is not None and (decided is None or decided.seq < finding.seq):
            return _again(scope, finding.assessment.reassess_at, finding.entry)
        if decided is None:
            return None
        if decided.asked.ask_again_at is not None:
            return _again(scope, decided.asked.ask_again_at, decided.entry)
        if finding is not None and decided.asked.capacity is not Capacity.HAS:
            return _again(scope, finding.assessment.reassess_at, finding.entry)
        return None


def in_doubt(assessment: CapacityAssessment) -> bool:
    """Whether a yes given on this finding is to be confirmed later: they were not simply able."""
    return conclude(assessment) is not Capacity.HAS or assessment.reassess_at is not None


def _again(scope: Scope, due: datetime | None, entry: str) -> AskAgain | None:
    return None if due is None else AskAgain(scope, due, entry)


def _ask_again(decided: Decided, surgery: SurgeryAnswered | None, now: datetime) -> Outcome:
    """The rule, about the situation as it was recorded (and the surgery's key as it is now)."""
    on = Occasion(
        detention=decided.detention,
        at=decided.at,
        until=closes_at(decided.asked.ground, decided.at, decided.until),
        entry=decided.entry,
        evidence=decided.evidence,
        limits=limits_of(decided.asked),
    )
    match decided.situation:
        case scr.Situation():
            return scr.decide(decided.situation, on)
        case gp.Situation():
            return _two_keys(decided.situation, on, surgery, now)
        case sharing.Situation():
            return sharing.decide(decided.situation, on)
        case forensic.Situation():
            return forensic.decide(decided.situation, on)
        case _:
            assert_never(decided.situation)


def _refusal_known(situation: Situation) -> Situation:
    """As it stands once a refusal is known that was not when it was decided: of a record joined
    since, or of a colleague at the same moment. Nothing on the form faced it."""
    if isinstance(situation, forensic.Situation) or situation.prior_capacitous_refusal:
        return situation
    return replace(situation, prior_capacitous_refusal=True, evidence_complete=False)


def _two_keys(
    situation: gp.Situation, on: Occasion, surgery: SurgeryAnswered | None, now: datetime
) -> Outcome:
    answer = None if surgery is None else surgery.answer
    ends = [end for end in (on.until, answer.until if answer else None) if end is not None]
    both = replace(
        on,
        until=min(ends, default=None),
        evidence=(*on.evidence, *(() if surgery is None else (surgery.entry,))),
    )
    return gp.decide(replace(situation, surgery=key_now(answer, now)), both)


def fold(entries: Iterable[Entry], detention: str) -> ConsentState:
    """The state of ``detention``. Give all entries of the person, so that refusals made in other
    detentions are known; entries of other kinds are passed over. Any order."""
    given = tuple(entries)
    born = births(given)
    found = sorted((e for e in given if _counts(e)), key=lambda e: e.header.seq)
    mine = [e for e in found if _opens(e)]
    decided = [_decided(e) for e in mine if e.header.kind == DECIDED]
    here = [e for e in mine if e.header.detention == detention]
    return ConsentState(
        detention=detention,
        decisions=tuple(one for one in decided if one.detention == detention),
        assessments=tuple(_assessed(e) for e in here if e.header.kind == CAPACITY_ASSESSED),
        interests=tuple(_interests(e) for e in here if e.header.kind == BEST_INTERESTS_RECORDED),
        surgery=tuple(_surgery(e) for e in here if e.header.kind == SURGERY_ANSWERED),
        refused_before=_refused(decided, born),
        closed_at=next((e.at for e in here if e.header.kind == DETENTION_CLOSED), None),
        sealed=any(e.header.detention == detention and not _opens(e) for e in found),
        times=tuple((e.header.seq, e.at) for e in given),
        births=born,
        crooked=max((e.header.seq for e in given if _crooked(e, detention)), default=-1),
    )


def _counts(entry: Entry) -> bool:
    """The ledger has shown that the author holds the role that the header names."""
    return entry.header.kind in KINDS and entry.believed


def _crooked(entry: Entry, detention: str) -> bool:
    return entry.crooked and entry.header.kind in KINDS and entry.header.detention == detention


def _opens(entry: Entry) -> bool:
    return entry.header.kind == DETENTION_CLOSED or Compartment.CLINICAL in entry.bodies


Births = tuple[tuple[int, date | None], ...]


def _corrected(born: Births, decided: Decided) -> tuple[int, datetime | None] | None:
    """The age, and the end as a child's, by the date of birth as the record has it now; None where
    it has none. One that was in doubt is settled only by what was said of it since."""
    known = next((day for seq, day in reversed(born) if seq < decided.seq), None)
    now = born[-1][1] if born else None
    if now is None or (decided.asked.age_in_doubt and now == known):
        return None
    age = age_that_day(now, decided.at, decided.asked.age)
    return None if age is None else (age, lasts_as_a_child(decided.scope, age, now))


def _refused(decisions: Iterable[Decided], born: Births) -> frozenset[Scope]:
    """Scopes to which the last answer given with capacity was a no, or a withdrawal. Where the
    date of birth was corrected since, a no counts by either age, a yes only by both."""
    refused: dict[Scope, bool] = {}
    for one in decisions:
        asked = one.asked
        corrected = _corrected(born, one)
        ages = (asked.age, *(corrected or ())[:1])
        age = min(ages) if asked.answer is Answer.YES else max(ages)
        if asked.proxy is not None or (age < ADULT_FROM and not asked.gillick):
            continue  # somebody else's answer, or one that did not count
        if asked.answer is Answer.WITHDRAWN:
            refused[one.scope] = True
        elif asked.capacity is Capacity.HAS and asked.answer in (Answer.YES, Answer.NO):
            refused[one.scope] = asked.answer is Answer.NO
    return frozenset(scope for scope, was in refused.items() if was)


def _decided(entry: Entry) -> Decided:
    body = entry.body(Compartment.CLINICAL)
    asked = from_body(Asked, body["asked"])
    until = from_body(_Until, body).until
    return Decided(
        entry=entry.header.id,
        seq=entry.header.seq,
        at=entry.at,
        author=entry.header.author,
        detention=entry.header.detention or "",
        asked=asked,
        situation=from_body(situation_kind(asked.scope), body["situation"]),
        outcome=body["outcome"],
        code=body["code"],
        until=until,
        evidence=tuple(body["evidence"]),
    )


@dataclass(frozen=True, slots=True)
class _Until:
    until: datetime | None = None


def situation_kind(scope: Scope) -> type[Situation]:
    """Which rule's situation is recorded for the scope."""
    match scope:
        case Scope.VIEW_SCR:
            return scr.Situation
        case Scope.VIEW_GP:
            return gp.Situation
        case Scope.FORENSIC_EXAM | Scope.FORENSIC_SAMPLE:
            return forensic.Situation
        case _:
            return sharing.Situation


def _assessed(entry: Entry) -> Assessed:
    head, body = entry.header, entry.body(Compartment.CLINICAL)
    assessment = from_body(CapacityAssessment, body["assessment"])
    return Assessed(head.id, head.seq, entry.at, head.author, assessment)


def _interests(entry: Entry) -> InterestsRecorded:
    head, body = entry.header, entry.body(Compartment.CLINICAL)
    form = from_body(BestInterests, body["form"])
    return InterestsRecorded(head.id, head.seq, entry.at, head.author, form)


def _surgery(entry: Entry) -> SurgeryAnswered:
    head, body = entry.header, entry.body(Compartment.CLINICAL)
    answer = from_body(SurgeryAnswer, body["answer"])
    return SurgeryAnswered(head.id, head.seq, entry.at, head.author, answer)


legible.register(DECIDED, Compartment.CLINICAL, _decided)
legible.register(CAPACITY_ASSESSED, Compartment.CLINICAL, _assessed)
legible.register(BEST_INTERESTS_RECORDED, Compartment.CLINICAL, _interests)
legible.register(SURGERY_ANSWERED, Compartment.CLINICAL, _surgery)
