"""Can this person decide this, now? (Mental Capacity Act 2005 s1 to s3; domain consent 3.1, 3.3.)

Rules kept here
  Capacity is presumed, and assessed for one decision at one time.
  The order is the law's: what they were told, what help they had; can they understand, keep in
  mind, weigh and say it; only where they cannot, is there an impairment or disturbance; and only
  then, is the inability because of it (A Local Authority v JB [2021] UKSC 52). ``steps_open`` says
  which questions may be asked yet. "Lacks" is concluded from all three, and from nothing else: the
  conclusion is worked out here, never chosen.
  An inability with no such cause is not incapacity: language, fear or pressure may be at work.
  Each of the four answers has its evidence, in words.
  A cause that may pass makes a time to assess again compulsory, and so does "cannot tell yet"; the
  time is to come, and within the day.
Controls the hazard of overriding somebody who could have been asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.problem import Problem, needed, short_enough
from custodyhcp.consent.wording import (
    abilities,
    capacity_words,
    help_given,
    impairment_is_temporary,
    impairment_wears_off,
    impairments,
    reassess_within,
)

NOT_NEEDED = "NOT_NEEDED"
OTHER = "OTHER"


class Ability(Enum):
    YES = "YES"
    NO = "NO"
    UNSURE = "UNSURE"


class Step(Enum):
    """The letters of domain consent 3.1, in the order in which they are asked."""

    INFORMATION = "B"
    HELP = "C"
    ABILITIES = "D"
    IMPAIRMENT = "E"
    CAUSE = "F"
    AGAIN = "H"


@dataclass(frozen=True, slots=True)
class Limb:
    """One of the four abilities, and what was seen or heard that shows it. None: not answered."""

    answer: Ability | None = None
    evidence: str = ""

    @property
    def finished(self) -> bool:
        return self.answer is not None and bool(self.evidence.strip())


NOT_ANSWERED = Limb()


@dataclass(frozen=True, slots=True)
class CapacityAssessment:
    """One assessment, of one decision (3.1 A to I; the assessor and the time are the entry's)."""

    scope: Scope
    information: str = ""
    help: tuple[str, ...] = ()
    help_not_needed: str = ""
    understand: Limb = NOT_ANSWERED
    retain: Limb = NOT_ANSWERED
    weigh: Limb = NOT_ANSWERED
    communicate: Limb = NOT_ANSWERED
    impairment: str | None = (
        None  # a code of resources/consent/capacity.json; None where there is none
    )
    impairment_words: str = ""
    causal_link: Ability | None = None
    causal_evidence: str = ""
    reassess_at: datetime | None = None
    present: str = ""

    def limbs(self) -> dict[str, Limb]:
        return {
            "understand": self.understand,
            "retain": self.retain,
            "weigh": self.weigh,
            "communicate": self.communicate,
        }


def cannot(assessment: CapacityAssessment) -> bool:
    """Whether any of the four is a no: then the person cannot make this decision now."""
    return any(limb.answer is Ability.NO for limb in assessment.limbs().values())


def conclude(assessment: CapacityAssessment) -> Capacity | None:
    """What follows in law from the answers given; None while too little is answered to say.

    All four abilities come first. A no with no cause found, or one that is not because of it, is
    not incapacity: HAS.
    """
    answers = [limb.answer for limb in assessment.limbs().values()]
    if None in answers:
        return None
    if Ability.NO not in answers:
        return Capacity.UNDETERMINED if Ability.UNSURE in answers else Capacity.HAS
    if assessment.impairment is None:
        return Capacity.HAS if assessment.causal_link is Ability.NO else None
    match assessment.causal_link:
        case None:
            return None
        case Ability.YES:
            return Capacity.LACKS
        case Ability.NO:
            return Capacity.HAS
        case Ability.UNSURE:
            return Capacity.UNDETERMINED


def not_incapacity(assessment: CapacityAssessment) -> bool:
    """Whether they cannot decide, and no impairment is why: then look for coercion or language."""
    return cannot(assessment) and conclude(assessment) is Capacity.HAS


def steps_open(assessment: CapacityAssessment) -> tuple[Step, ...]:
    """Which steps may be answered yet, in order: each once those before it are finished."""
    found = [Step.INFORMATION]
    if not assessment.information.strip():
        return tuple(found)
    found.append(Step.HELP)
    if any(_help_problems(assessment)):
        return tuple(found)
    found.append(Step.ABILITIES)
    if not all(limb.finished for limb in assessment.limbs().values()):
        return tuple(found)
    if cannot(assessment):
        found.append(Step.IMPAIRMENT)
        if assessment.impairment is not None:
            found.append(Step.CAUSE)
    if reassessment_needed(assessment):
        found.append(Step.AGAIN)
    return tuple(found)


def as_asked(assessment: CapacityAssessment) -> CapacityAssessment:
    """Without what the order does not reach: a cause chosen before the no was taken back."""
    if not cannot(assessment):
        assessment = replace(
            assessment,
            impairment=None,
            impairment_words="",
            causal_link=None,
            causal_evidence="",
        )
    if assessment.impairment != OTHER:
        assessment = replace(assessment, impairment_words="")
    if NOT_NEEDED not in assessment.help:
        assessment = replace(assessment, help_not_needed="")
    return assessment if reassessment_needed(assessment) else replace(assessment, reassess_at=None)


def reassessment_needed(assessment: CapacityAssessment) -> bool:
    """Compulsory where the cause may pass, and where nobody can tell yet (3.1 H, 3.3)."""
    concluded = conclude(assessment)
    if concluded is Capacity.UNDETERMINED:
        return True
    if concluded is not Capacity.LACKS or assessment.impairment is None:
        return False
    return impairment_is_temporary(assessment.impairment)


def wears_off(assessment: CapacityAssessment) -> bool:
    """Lacks capacity from drink or drugs: wait and ask again, unless it is an emergency (3.3)."""
    lacks = conclude(assessment) is Capacity.LACKS
    return lacks and impairment_wears_off(assessment.impairment or "")


def instead_of(assessment: CapacityAssessment) -> str:
    """What to do now, in words, for what has been concluded. Empty while nothing has been."""
    said = capacity_words()
    match conclude(assessment):
        case None:
            return ""
        case Capacity.HAS:
            return said["not_incapacity" if not_incapacity(assessment) else "has"]
        case Capacity.LACKS:
            return said["wears_off" if wears_off(assessment) else "lacks"]
        case Capacity.UNDETERMINED:
            return said["undetermined"]


def capacity_problems(assessment: CapacityAssessment, at: datetime) -> tuple[Problem, ...]:
    """Everything to put right before it can be recorded, in the order of the form."""
    return (
        *_words_problems(
            "information", assessment.information, "Say what you told them: why, who, and what if."
        ),
        *_help_problems(assessment),
        *_limb_problems(assessment),
        *_cause_problems(assessment),
        *_reassessment_problems(assessment, at),
        *short_enough("present", assessment.present),
    )


def _words_problems(field: str, text: str, words: str) -> Iterable[Problem]:
    yield from needed(field, text, words)
    yield from short_enough(field, text)


def _help_problems(assessment: CapacityAssessment) -> Iterable[Problem]:
    known = [code for code in assessment.help if code in help_given()]
    if not known or len(known) != len(assessment.help):
        yield Problem("help", "Choose what help you gave, or that none was needed.")
    elif NOT_NEEDED in known:
        if len(known) > 1:
            yield Problem("help", "Either name the help you gave, or say that none was needed.")
        yield from _words_problems(
            "help_not_needed", assessment.help_not_needed, "Say why no help was needed."
        )


def _limb_problems(assessment: CapacityAssessment) -> Iterable[Problem]:
    said = abilities()
    for name, limb in assessment.limbs().items():
        if limb.answer is None:
            yield Problem(name, f"{said[name]}: answer yes, no or unsure.")
        else:
            yield from _words_problems(
                f"{name}.evidence", limb.evidence, f"{said[name]}: say what you saw or heard."
            )


def _cause_problems(assessment: CapacityAssessment) -> Iterable[Problem]:
    if not cannot(assessment):
        return
    if assessment.impairment is not None and assessment.impairment not in impairments():
        yield Problem("impairment", "Choose the impairment or disturbance from the list.")
        return
    if assessment.impairment == OTHER:
        yield from _words_problems(
            "impairment_words", assessment.impairment_words, "Say what the cause is."
        )
    if assessment.causal_link is None or (
        assessment.impairment is None and assessment.causal_link is not Ability.NO
    ):
        yield Problem(
            "causal_link",
            "Say whether they cannot decide because of an impairment, and which; if there is none,"
            " answer no: this is not incapacity, so think of language, fear or pressure.",
        )
    else:
        yield from _words_problems(
            "causal_evidence", assessment.causal_evidence, "Say how you know what the cause is."
        )


def _reassessment_problems(assessment: CapacityAssessment, at: datetime) -> Iterable[Problem]:
    due = assessment.reassess_at
    if due is None:
        if reassessment_needed(assessment):
            yield Problem("reassess_at", "This may pass: set a time to assess again.")
    elif due <= at:
        yield Problem("reassess_at", "Set a time to assess again that is still to come.")
    elif due - at > reassess_within():
        hours = int(reassess_within().total_seconds() // 3600)
        yield Problem("reassess_at", f"Assess again within {hours} hours.")
