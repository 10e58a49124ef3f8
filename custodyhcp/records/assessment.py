"""What a health professional found and thinks. Clinical: none of it reaches custody from here.

Rules kept here (domain clinical 3.2, outputs 4.1 and 4.5): allergies are always in one of four
states, and "not recorded" is never shown as "none"; a reason for the contact and findings are
needed before it can be signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from custodyhcp.ledger.entry import stamp, unstamp
from custodyhcp.records import words
from custodyhcp.records.words import Problem


class AllergyState(Enum):
    """The four labels a banner may carry, and no fifth."""

    KNOWN = "KNOWN"
    NONE_KNOWN = "NONE_KNOWN"
    NOT_RECORDED = "NOT_RECORDED"
    UNAVAILABLE = "UNAVAILABLE"

    @property
    def label(self) -> str:
        return _ALLERGY_LABELS[self]


_ALLERGY_LABELS = {
    AllergyState.KNOWN: "Known allergies",
    AllergyState.NONE_KNOWN: "No known allergies",
    AllergyState.NOT_RECORDED: "Allergies not recorded",
    AllergyState.UNAVAILABLE: "Allergies unavailable",
}


class ReasonForCall(Enum):
    """Why healthcare was called (PACE Code C 9.5, 9.8, 9.9 and 9.12)."""

    ILL = "ILL"
    INJURED = "INJURED"
    MENTAL_HEALTH = "MENTAL_HEALTH"
    NEEDS_ATTENTION = "NEEDS_ATTENTION"
    MEDICINE = "MEDICINE"
    REQUESTED = "REQUESTED"
    SERIOUS_CONDITION = "SERIOUS_CONDITION"
    HOSPITAL_RETURN = "HOSPITAL_RETURN"

    @property
    def words(self) -> str:
        return _REASON_WORDS[self]


_REASON_WORDS = {
    ReasonForCall.ILL: "Appears ill",
    ReasonForCall.INJURED: "Injured",
    ReasonForCall.MENTAL_HEALTH: "Mental health",
    ReasonForCall.NEEDS_ATTENTION: "Needs attention",
    ReasonForCall.MEDICINE: "Medicine",
    ReasonForCall.REQUESTED: "Asked for it",
    ReasonForCall.SERIOUS_CONDITION: "Heart, diabetes, epilepsy or as serious",
    ReasonForCall.HOSPITAL_RETURN: "Back from hospital",
}


@dataclass(frozen=True, slots=True)
class Allergy:
    """What causes it, and what happened; ``reaction`` empty means not known. ``severity`` and
    ``source`` are keys of the lists in ``medicines.json``, or empty where nobody said."""

    agent: str
    reaction: str = ""
    severity: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        return f"{self.agent} ({self.reaction})" if self.reaction else self.agent


@dataclass(frozen=True, slots=True)
class Allergies:
    state: AllergyState = AllergyState.NOT_RECORDED
    items: tuple[Allergy, ...] = ()

    @property
    def words(self) -> str:
        """``penicillin (rash), latex``, in alphabetical order; empty unless some are known."""
        return ", ".join(item.words for item in self.items)


NO_ALLERGIES = Allergies()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One contact. ``seen_at`` is when the person was seen, not when it was typed."""

    reason: str
    findings: str
    impression: str
    plan: str
    allergies: Allergies = NO_ALLERGIES
    reason_codes: tuple[ReasonForCall, ...] = ()
    seen_at: datetime | None = None


TEXTS = ("reason", "findings", "impression", "plan")
_TEXT_NAMES = {
    "reason": "The reason",
    "findings": "The findings",
    "impression": "The working impression",
    "plan": "The plan",
}


def cleaned(assessment: Assessment) -> Assessment:
    """The same, with hidden characters left out and allergies in alphabetical order."""
    return Assessment(
        reason=words.paragraphs(assessment.reason),
        findings=words.paragraphs(assessment.findings),
        impression=words.paragraphs(assessment.impression),
        plan=words.paragraphs(assessment.plan),
        allergies=cleaned_allergies(assessment.allergies),
        reason_codes=assessment.reason_codes,
        seen_at=assessment.seen_at,
    )


def cleaned_allergies(allergies: Allergies) -> Allergies:
    """Without hidden characters, in alphabetical order."""
    items = (
        replace(item, agent=words.line(item.agent), reaction=words.line(item.reaction))
        for item in allergies.items
    )
    known = sorted((item for item in items if item.agent), key=lambda item: item.agent.casefold())
    return Allergies(allergies.state, tuple(known))


def problems(assessment: Assessment, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before it can be signed; empty when it may be."""
    found: list[Problem] = []
    if not assessment.reason and not assessment.reason_codes:
        found.append(Problem("reason", "Say why healthcare was called."))
    if not assessment.findings:
        found.append(Problem("findings", "Say what you found."))
    for name in TEXTS:
        found += words.too_long(
            name, getattr(assessment, name), words.LONGEST_TEXT, _TEXT_NAMES[name]
        )
    found += allergy_problems(assessment.allergies)
    if assessment.seen_at is not None and assessment.seen_at > now:
        found.append(Problem("seen_at", "The time seen is in the future."))
    return tuple(found)


def allergy_problems(allergies: Allergies) -> tuple[Problem, ...]:
    """What to put right in a list of allergies."""
    if allergies.state is AllergyState.KNOWN and not allergies.items:
        return (Problem("allergies", "Say what the person is allergic to."),)
    if allergies.state is not AllergyState.KNOWN and allergies.items:
        return (Problem("allergies", "Allergies are listed: choose 'Known allergies'."),)
    return tuple(
        problem
        for item in allergies.items
        for text in (item.agent, item.reaction)
        for problem in words.too_long("allergies", text, words.LONGEST_LINE, "An allergy")
    )


def to_body(assessment: Assessment) -> dict[str, Any]:
    """As it is kept in ``assessment.recorded``, sealed to the clinical compartment."""
    return {
        "reason": assessment.reason,
        "reason_codes": [code.value for code in assessment.reason_codes],
        "findings": assessment.findings,
        "impression": assessment.impression,
        "plan": assessment.plan,
        **allergies_body(assessment.allergies),
        "seen_at": None if assessment.seen_at is None else stamp(assessment.seen_at),
    }


def allergies_body(allergies: Allergies) -> dict[str, Any]:
    return {
        "allergies_state": allergies.state.value,
        "allergies": [asdict(item) for item in allergies.items],
    }


def allergies_from(body: Mapping[str, Any]) -> Allergies:
    """The two fields that ``allergies_body`` made; older entries say no severity or source."""
    items = tuple(Allergy(**item) for item in body["allergies"])
    return Allergies(AllergyState(body["allergies_state"]), items)


def confirmed_allergy(body: Mapping[str, Any]) -> Allergy:
    """What a confirmation of an allergy names; in older ones all the words are the substance."""
    return Allergy(**body["allergy"]) if "allergy" in body else Allergy(str(body["words"]))


def from_body(body: Mapping[str, Any]) -> Assessment:
    return Assessment(
        reason=body["reason"],
        findings=body["findings"],
        impression=body["impression"],
        plan=body["plan"],
        allergies=allergies_from(body),
        reason_codes=tuple(ReasonForCall(code) for code in body.get("reason_codes", ())),
        seen_at=unstamp(body["seen_at"]) if body.get("seen_at") else None,
    )
