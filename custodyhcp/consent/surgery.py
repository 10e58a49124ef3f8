"""The surgery's answer: the second key to the GP record, and how it is evidenced (2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.codes import Surgery, SurgeryEvidence
from custodyhcp.consent.problem import Problem, needed


@dataclass(frozen=True, slots=True)
class SurgeryAnswer:
    """``when`` it was given; ``until`` an end the surgery set, or None for this detention.

    ``ods`` is the surgery that answered; ``registered_ods`` the one the person is registered with,
    empty where nobody knows. ``reference`` is of the standing agreement or the message.
    """

    surgery: Surgery
    when: datetime
    evidence: SurgeryEvidence | None = None
    who: str = ""
    ods: str = ""
    registered_ods: str = ""
    reference: str = ""
    limits: str = ""
    until: datetime | None = None
    suite_covered: bool = False


def key_now(answer: SurgeryAnswer | None, now: datetime) -> Surgery:
    """What the second key is at ``now``. Nothing asked is no answer; an agreement ends when it says
    it does; another surgery's agreement is not this person's (G8)."""
    if answer is None:
        return Surgery.NO_ANSWER
    if answer.surgery is not Surgery.AGREED:
        return answer.surgery
    if answer.until is not None and answer.until <= now:
        return Surgery.EXPIRED
    if answer.registered_ods and _code(answer.registered_ods) != _code(answer.ods):
        return Surgery.OTHER_SURGERY
    return Surgery.AGREED


def _code(ods: str) -> str:
    return ods.strip().upper()


def surgery_problems(answer: SurgeryAnswer, at: datetime) -> tuple[Problem, ...]:
    """An agreement needs its evidence; any other answer needs only that it was had."""
    if answer.when > at:
        return (Problem("when", "The time is still to come: put when the surgery answered."),)
    if answer.surgery is not Surgery.AGREED:
        return ()
    return (
        *needed("ods", answer.ods, "Choose the surgery that agreed."),
        *_evidence(answer),
    )


def _evidence(answer: SurgeryAnswer) -> Iterable[Problem]:
    match answer.evidence:
        case None:
            yield Problem("evidence", "Say how you know that the surgery agreed.")
        case SurgeryEvidence.VERBAL:
            yield from needed("who", answer.who, "Name the person at the surgery who agreed.")
        case SurgeryEvidence.WRITTEN:
            yield from needed("reference", answer.reference, "Give the date or subject of it.")
        case SurgeryEvidence.STANDING_AGREEMENT:
            yield from _standing(answer)
        case SurgeryEvidence.SHARE_IN_ACCEPTED | SurgeryEvidence.ALLOWED_LIST:
            return


def _standing(answer: SurgeryAnswer) -> Iterable[Problem]:
    """G5: in date, and this suite covered."""
    yield from needed("reference", answer.reference, "Give the agreement's reference.")
    if answer.until is None:
        yield Problem("until", "Give the date on which the agreement ends.")
    if not answer.suite_covered:
        yield Problem("suite_covered", "Confirm that the agreement covers this suite.")
