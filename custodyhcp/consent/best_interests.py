"""The best-interests checklist (Mental Capacity Act 2005 s4, s1(6), s5; domain consent 3.2).

Rules kept here. Every question is answered in words or by a tick of its own. What can safely wait,
waits (s4(3)). A refusal known from when the person was capable is faced in words (s4(6), S17). An
attorney or deputy who can be reached is asked. Custody staff and investigators neither decide nor
are consulted: there is no field in which to name one as either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.problem import Problem, needed, ticked
from custodyhcp.consent.wording import attorney_answers, best_interests_questions

_WORDS = ("circumstances", "encouraged", "wishes", "consulted", "less_restrictive", "steps")


@dataclass(frozen=True, slots=True)
class BestInterests:
    """One decision in somebody's best interests. ``can_wait`` None: not answered."""

    scope: Scope
    not_on_appearance: bool = False
    circumstances: str = ""
    can_wait: bool | None = None
    encouraged: str = ""
    not_to_bring_death: bool = False
    wishes: str = ""
    prior_refusal: str = ""
    consulted: str = ""
    attorney: str | None = None  # a code of resources/consent/best_interests.json
    less_restrictive: str = ""
    steps: str = ""
    believes: bool = False


def best_interests_problems(
    form: BestInterests, *, prior_refusal_known: bool
) -> tuple[Problem, ...]:
    """Everything to put right before the form can be relied on, in the order of section 4."""
    found = {problem.field: problem for problem in _problems(form, prior_refusal_known)}
    return tuple(found[name] for name in best_interests_questions() if name in found)


def _problems(form: BestInterests, prior_refusal_known: bool) -> Iterable[Problem]:
    said = {name: words for name, (_, words) in best_interests_questions().items()}
    for name in _WORDS:
        yield from needed(name, getattr(form, name), f"{said[name]}: say so in words.")
    for name in ("not_on_appearance", "not_to_bring_death", "believes"):
        yield from ticked(name, getattr(form, name), f"Confirm: {said[name]}.")
    if prior_refusal_known:
        yield from needed("prior_refusal", form.prior_refusal, f"{said['prior_refusal']}.")
    yield from _waiting(form)
    yield from _attorney(form)


def _waiting(form: BestInterests) -> Iterable[Problem]:
    if form.can_wait is None:
        yield Problem("can_wait", "Say whether it can safely wait until they can decide.")
    elif form.can_wait:
        yield Problem("can_wait", "If it can safely wait, wait, and ask them when they can decide.")


def _attorney(form: BestInterests) -> Iterable[Problem]:
    if form.attorney not in attorney_answers():
        yield Problem("attorney", "Say whether there is an attorney, deputy or advance decision.")
