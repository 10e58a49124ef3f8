"""The best-interests checklist (Mental Capacity Act 2005 s4, s1(6), s5; domain consent 3.2).

Rules kept here
  Every question is answered in words or by a tick of its own. What can safely wait, waits (s4(3)).
  A refusal known from when the person was capable is faced in words (s4(6), S17).
  An attorney, a deputy and an advance decision are each asked about. One that refuses stops it.
  Custody staff and investigators neither decide nor are consulted: they cannot be chosen, and a
  name that gives itself away as theirs is turned back.
  Where drink or drugs are why, the rule is to wait; only the emergency test lets it go on (3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.problem import Problem, needed, short_enough, ticked
from custodyhcp.consent.wording import (
    advance_answers,
    attorney_answers,
    best_interests_emergency,
    best_interests_questions,
    best_interests_words,
    consultees,
    custody_words,
)

NOT_TESTED = EmergencyTest()
NOBODY = "NOBODY"
REFUSES = "REFUSES"
_WORDS = ("circumstances", "encouraged", "wishes", "consulted", "less_restrictive", "steps")
_LONGEST_NAMES = 300


@dataclass(frozen=True, slots=True)
class BestInterests:
    """One decision in somebody's best interests. ``can_wait`` None: not answered.

    ``consultees`` and the three answers about attorney, deputy and advance decision are codes of
    resources/consent/best_interests.json; ``emergency`` only where drink or drugs are the cause.
    """

    scope: Scope
    not_on_appearance: bool = False
    circumstances: str = ""
    can_wait: bool | None = None
    emergency: EmergencyTest = NOT_TESTED
    encouraged: str = ""
    not_to_bring_death: bool = False
    wishes: str = ""
    prior_refusal: str = ""
    consultees: tuple[str, ...] = ()
    consultee_names: str = ""
    consulted: str = ""
    attorney: str | None = None
    deputy: str | None = None
    advance_decision: str | None = None
    less_restrictive: str = ""
    steps: str = ""
    believes: bool = False


def best_interests_problems(
    form: BestInterests, *, prior_refusal_known: bool, wears_off: bool = False
) -> tuple[Problem, ...]:
    """Everything to put right before the form can be relied on, in the order of section 4.

    ``wears_off``: the finding is that drink or drugs are why they cannot decide.
    """
    found = [
        *_in_words(form),
        *_ticks(form),
        *_faced(form, prior_refusal_known),
        *_waiting(form),
        *_consultees(form),
        *_powers(form),
        *(emergency_needed(form) if wears_off else ()),
    ]
    order = [*best_interests_questions()]
    return tuple(sorted(found, key=lambda problem: order.index(problem.field.split(".")[0])))


def asks_emergency(scope: Scope, wears_off: bool) -> bool:
    """Whether the form itself asks the emergency test: for the SCR the ground asks it already."""
    return wears_off and scope is not Scope.VIEW_SCR


def emergency_needed(form: BestInterests) -> Iterable[Problem]:
    if not asks_emergency(form.scope, wears_off=True):
        return
    for name, said in best_interests_emergency().items():
        if not getattr(form.emergency, name):
            yield Problem(
                f"emergency.{name}", f"Drink or drugs wear off: wait, unless this is so: {said}."
            )


def _in_words(form: BestInterests) -> Iterable[Problem]:
    said = {name: words for name, (_, words) in best_interests_questions().items()}
    for name in _WORDS:
        yield from needed(name, getattr(form, name), f"{said[name]}: say so in words.")
        yield from short_enough(name, getattr(form, name))


def _ticks(form: BestInterests) -> Iterable[Problem]:
    said = {name: words for name, (_, words) in best_interests_questions().items()}
    for name in ("not_on_appearance", "not_to_bring_death", "believes"):
        yield from ticked(name, getattr(form, name), f"Confirm: {said[name]}.")


def _faced(form: BestInterests, prior_refusal_known: bool) -> Iterable[Problem]:
    if prior_refusal_known:
        said = best_interests_questions()["prior_refusal"][1]
        yield from needed("prior_refusal", form.prior_refusal, f"{said}.")
    yield from short_enough("prior_refusal", form.prior_refusal)


def _waiting(form: BestInterests) -> Iterable[Problem]:
    if form.can_wait is None:
        yield Problem("can_wait", "Say whether it can safely wait until they can decide.")
    elif form.can_wait:
        yield Problem("can_wait", "If it can safely wait, wait, and ask them when they can decide.")


def _consultees(form: BestInterests) -> Iterable[Problem]:
    known = [code for code in form.consultees if code in consultees()]
    if not known or len(known) != len(form.consultees):
        yield Problem("consultees", "Choose who was asked, or that nobody could be.")
        return
    if NOBODY in known:
        if len(known) > 1:
            yield Problem("consultees", "Either name who was asked, or say that nobody could be.")
        return
    yield from needed("consultee_names", form.consultee_names, "Name who was asked.")
    yield from short_enough("consultee_names", form.consultee_names, _LONGEST_NAMES)
    if custody_words().search(form.consultee_names):
        yield Problem("consultee_names", best_interests_words()["custody"])


def _powers(form: BestInterests) -> Iterable[Problem]:
    """An attorney or deputy who says no, or an advance decision that does, is the end of it."""
    asked = (
        ("attorney", form.attorney, attorney_answers()),
        ("deputy", form.deputy, attorney_answers()),
        ("advance_decision", form.advance_decision, advance_answers()),
    )
    for field, answer, answers in asked:
        if answer not in answers:
            yield Problem(field, best_interests_words()[f"{field}_unanswered"])
        elif answer == REFUSES:
            yield Problem(field, best_interests_words()[f"{field}_refuses"])
