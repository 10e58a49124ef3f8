"""What has to be put right before an answer can be recorded at all, allowed or not.

Rules kept here. A no and a withdrawal ask for nothing but what they are. Times can be; texts end;
an age is the record's; what cannot be kept to as a limit is not taken as one. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from custodyhcp.consent.asked import Asked, limits_of
from custodyhcp.consent.bounds import ask_again_within, most_times_again, open_for, too_long
from custodyhcp.consent.children import ADULT_FROM, OLDEST
from custodyhcp.consent.codes import (
    IN_NCRS,
    Answer,
    Capacity,
    Ground,
    LookedAt,
    ReasonNotAsked,
    Scope,
)
from custodyhcp.consent.problem import Problem, needed
from custodyhcp.consent.wording import scr_headings

_SENT = (Scope.SEND_GP, Scope.SHARE_OTHER_CARE)
_A_MINUTE = timedelta(minutes=1)  # between choosing and recording
_VIEWED = (Scope.VIEW_SCR, Scope.VIEW_GP)


def asked_problems(asked: Asked, at: datetime) -> tuple[Problem, ...]:
    """Of the form by itself, in the order in which it is filled."""
    return (
        *_not_asked(asked),
        *_age(asked),
        *_child(asked),
        *_again(asked, at),
        *_open_until(asked, at),
        *_times(asked, at),
        *_limits(asked),
        *too_long(asked),
    )


def record_problems(
    asked: Asked, times_again: int, ages: Collection[int] | None
) -> tuple[Problem, ...]:
    """Of the form beside the record. ``times_again``: how often they were asked again here since
    they said no. ``ages``: what the record makes them today; None where no date of birth stands."""
    return (*_asked_too_often(asked, times_again), *_age_on_record(asked, ages))


def _not_asked(asked: Asked) -> Iterable[Problem]:
    if asked.answer is not Answer.NOT_ASKED or asked.ground is not None:
        return
    if asked.not_asked_reason in (None, ReasonNotAsked.OTHER):
        yield from needed("not_asked_because", asked.not_asked_because, "Say why nobody asked.")


def _age(asked: Asked) -> Iterable[Problem]:
    if not 0 <= asked.age <= OLDEST:
        yield Problem("age", f"An age is from 0 to {OLDEST} years: check the date of birth.")
    if (asked.age_stated or asked.age_in_doubt) and asked.answer is Answer.YES:
        yield from needed("age_evidence", asked.age_evidence, "Say what their age rests on.")
    if asked.age_in_doubt and asked.proxy is not None and asked.answer is Answer.YES:
        words = "While their age is in doubt nobody can answer for them: ask them, or wait."
        yield Problem("proxy", words)


def _age_on_record(asked: Asked, ages: Collection[int] | None) -> Iterable[Problem]:
    if not ages or asked.age_in_doubt or asked.age in ages:
        return
    known = max(ages)
    if known >= ADULT_FROM > asked.age:
        then = "so they are not a child."
    elif known < ADULT_FROM <= asked.age:
        then = "so they are a child."
    else:
        then = f"not {asked.age}."
    words = f"The date of birth on the record makes them {known}, {then} Correct it under Details"
    yield Problem("age", f"{words}, or say that their age is in doubt.")


def _child(asked: Asked) -> Iterable[Problem]:
    child = asked.age < ADULT_FROM or asked.age_in_doubt
    if child and asked.gillick is not None and asked.scope not in _FORENSIC:
        yield from needed(
            "gillick_evidence",
            asked.gillick_evidence,
            "Say how you know whether they are competent for this decision.",
        )


_FORENSIC = (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE)


def _again(asked: Asked, at: datetime) -> Iterable[Problem]:
    if asked.answer is Answer.WITHDRAWN:
        return
    if asked.ask_again_at is None:
        yield from _again_needed(asked)
    elif asked.ask_again_at <= at:
        yield Problem("ask_again_at", "Set a time to ask them again that is still to come.")
    elif asked.ask_again_at > at + ask_again_within():
        hours = ask_again_within().total_seconds() / 3600
        yield Problem("ask_again_at", f"Set a time to ask them again within {hours:.0f} hours.")


def _again_needed(asked: Asked) -> Iterable[Problem]:
    waits = asked.capacity is Capacity.UNDETERMINED and asked.ground is None
    if waits or asked.ground is Ground.COULD_NOT_ASK:
        yield Problem("ask_again_at", "Set a time to ask them again.")
    elif asked.affected and asked.answer is Answer.YES:
        words = "Set a time to ask them again, when drink, drugs or illness has passed."
        yield Problem("ask_again_at", words)


def _open_until(asked: Asked, at: datetime) -> Iterable[Problem]:
    """What is not said ends by itself after the longest time (``bounds.closes_at``)."""
    if asked.ground is None or asked.open_until is None:
        return
    if asked.open_until <= at:
        yield Problem("open_until", "Set an end to looking that is still to come.")
    elif asked.open_until > at + open_for(asked.ground) + _A_MINUTE:
        hours = open_for(asked.ground).total_seconds() / 3600
        words = f"On this ground, looking ends within {hours:g} hours: set an earlier end."
        yield Problem("open_until", words)


def _times(asked: Asked, at: datetime) -> Iterable[Problem]:
    spoke, authority = asked.how.interpreter, asked.forensic.authority
    if spoke.start is not None and spoke.start > at:
        yield Problem("how.interpreter.start", "The interpreter's start is still to come.")
    if spoke.end is not None and spoke.end > at:
        yield Problem("how.interpreter.end", "The interpreter's end is still to come.")
    if spoke.start is not None and spoke.end is not None and spoke.end < spoke.start:
        yield Problem("how.interpreter.end", "The interpreter's end is before the start.")
    if authority.at is not None and authority.at > at:
        yield Problem("forensic.authority.at", "The time of the authority is still to come.")


def _limits(asked: Asked) -> Iterable[Problem]:
    """A limit in codes is one that the program keeps to, so it is taken for nothing else."""
    limits = limits_of(asked)
    if (limits.only or limits.headings_not) and asked.scope not in _VIEWED:
        yield Problem("limited.only", "What may be looked at is a limit of looking only.")
    if any(one not in IN_NCRS for one in limits.only) and asked.scope is Scope.VIEW_SCR:
        yield Problem("limited.only", "Choose from what the national viewer shows.")
    if any(one is not LookedAt.GP_RECORD for one in limits.only) and asked.scope is Scope.VIEW_GP:
        yield Problem("limited.only", "That is no part of the GP record: say the limit in words.")
    if any(heading not in scr_headings() for heading in limits.headings_not):
        yield Problem("limited.headings_not", "Choose a heading from the list.")
    if limits.leave_out and asked.scope not in _SENT:
        words = "Leaving parts out is for what is sent: say the limit in words."
        yield Problem("limited.leave_out", words)


def _asked_too_often(asked: Asked, times_again: int) -> Iterable[Problem]:
    """8.1. A no is always recorded: it is a yes, after so many, that has to be explained."""
    if asked.answer is Answer.YES and asked.ground is None and times_again >= most_times_again():
        words = (
            f"They said no, and have been asked again {times_again} times. "
            "Say what has changed since, or do not ask again."
        )
        yield from needed("changed", asked.changed, words)
