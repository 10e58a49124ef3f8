"""The capacity rule as it is asked from outside (docs/rules.md): a case into an assessment, and
what ``consent.capacity`` says of it, in the words that the screen shows.

``information_given``, ``evidence_complete`` and ``reassess_at_given`` stand for what is typed on
the screen: true puts words or a time there, false leaves the box empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from custodyhcp.consent.capacity import (
    NOT_NEEDED,
    Ability,
    CapacityAssessment,
    Limb,
    as_asked,
    capacity_problems,
    conclude,
    instead_of,
    reassessment_needed,
)
from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.problem import Problem
from custodyhcp.consent.wording import capacity_words

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SAID = "said"


@dataclass(frozen=True, slots=True)
class CapacityCase:
    """One case. ``help``: codes; ``causal_link`` UNSURE is the screen's own third answer."""

    decision: Scope
    information_given: bool
    help: tuple[str, ...]
    limbs: tuple[Ability, Ability, Ability, Ability]
    evidence_complete: bool
    impairment: str | None
    causal_link: Ability | None
    reassess_at_given: bool
    age: int


def answered(case: CapacityCase) -> Mapping[str, Any]:
    """``conclusion`` is null while anything but the time to assess again is missing: nothing
    follows from one that was not made. From 16 the Act applies; under 16 it is Gillick."""
    if case.age < ADULT_FROM:
        return _answer(None, (Problem("age", capacity_words()["child"]),), False, "child")
    form = as_asked(_assessment(case))
    problems = capacity_problems(form, _AT)
    made = all(problem.field == "reassess_at" for problem in problems)
    concluded = conclude(form) if made else None
    needed = concluded is not None and reassessment_needed(form)
    answer = _answer(concluded, problems, needed, "")
    return {**answer, "instead": instead_of(form) if made else capacity_words()["unfinished"]}


def _assessment(case: CapacityCase) -> CapacityAssessment:
    evidence = _SAID if case.evidence_complete else ""
    limbs = [Limb(answer, evidence) for answer in case.limbs]
    return CapacityAssessment(
        scope=case.decision,
        information=_SAID if case.information_given else "",
        help=case.help,
        help_not_needed=evidence if NOT_NEEDED in case.help else "",
        understand=limbs[0],
        retain=limbs[1],
        weigh=limbs[2],
        communicate=limbs[3],
        impairment=case.impairment,
        impairment_words=evidence,
        causal_link=case.causal_link,
        causal_evidence=evidence,
        reassess_at=_AT + timedelta(hours=1) if case.reassess_at_given else None,
    )


def _answer(
    concluded: Capacity | None, problems: tuple[Problem, ...], again: bool, words: str
) -> dict[str, Any]:
    return {
        "conclusion": None if concluded is None else concluded.value,
        "problems": [{"field": p.field, "words": p.words} for p in problems],
        "reassessment_required": again,
        "instead": capacity_words()[words] if words else "",
    }
