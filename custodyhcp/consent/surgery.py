"""The surgery's answer: the second key to the GP record, and how it is evidenced (2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from custodyhcp.consent.bounds import too_long
from custodyhcp.consent.codes import Surgery, SurgeryEvidence
from custodyhcp.consent.problem import Problem, needed


@dataclass(frozen=True, slots=True)
class SurgeryAnswer:
    """``when`` it was given; ``until`` an end the surgery set, or None for this detention;
    ``start`` of a standing agreement, where it has one. ``dissent_lifted``: the surgery says that
    the person themself has had a dissent taken off its file.

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
    start: datetime | None = None
    dissent_lifted: bool = False


def key_now(answer: SurgeryAnswer | None, now: datetime) -> Surgery:
    """What the second key is at ``now``. Nothing asked is no answer; an agreement ends when it says
    it does; another surgery's agreement is not this person's (G8)."""
    if answer is None:
        return Surgery.NO_ANSWER
    if answer.surgery is not Surgery.AGREED:
        return answer.surgery
    if answer.until is not None and answer.until <= now:
        return Surgery.EXPIRED
    if answer.start is not None and answer.start > now:
        return Surgery.NO_ANSWER
    if answer.registered_ods and _code(answer.registered_ods) != _code(answer.ods):
        return Surgery.OTHER_SURGERY
    return Surgery.AGREED


def standing(answers: Sequence[SurgeryAnswer]) -> int:
    """The index of the answer that stands, of one or more, oldest first: the newest, unless a
    dissent came before it that the same surgery has not since said is lifted (2.1, G6)."""
    stands = 0
    for index, answer in enumerate(answers):
        before = answers[stands]
        dissent = before.surgery is Surgery.DISSENT_ON_FILE
        theirs = not before.ods or _code(before.ods) == _code(answer.ods)
        lifted = answer.surgery is Surgery.AGREED and answer.dissent_lifted and theirs
        if index == 0 or not dissent or lifted or answer.surgery is Surgery.DISSENT_ON_FILE:
            stands = index
    return stands


FAILURES: Mapping[str, Surgery] = MappingProxyType(
    {
        "NO_PATIENT_CONSENT": Surgery.DISSENT_ON_FILE,
        "NO_ORGANISATION_CONSENT": Surgery.REFUSED,
        "ACCESS_DENIED": Surgery.REFUSED,
    }
)  # what the surgery's system answers when it will not show the record (2.1, 2.3)


def _code(ods: str) -> str:
    return ods.strip().upper()


def surgery_problems(answer: SurgeryAnswer, at: datetime) -> tuple[Problem, ...]:
    """An agreement needs its evidence; any other answer needs only that it was had."""
    return (*_when(answer, at), *_agreement(answer, at), *too_long(answer))


def _when(answer: SurgeryAnswer, at: datetime) -> Iterable[Problem]:
    if answer.when > at:
        yield Problem("when", "The time is still to come: put when the surgery answered.")


def _agreement(answer: SurgeryAnswer, at: datetime) -> Iterable[Problem]:
    if answer.surgery is not Surgery.AGREED:
        return
    yield from needed("ods", answer.ods, "Choose the surgery that agreed.")
    yield from _evidence(answer)
    if answer.start is not None and answer.start > at:
        yield Problem("start", "The agreement has not begun yet.")
    if answer.until is not None and answer.until <= at:
        yield Problem("until", "The agreement has already run out: ask the surgery again.")


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
