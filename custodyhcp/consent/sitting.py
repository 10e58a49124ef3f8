"""What is asked once and holds for the rest of a conversation: who was there, how, with what words.

Rules kept here. A sitting is one health professional with one person, for as long as no more than
``sitting_minutes`` lies between two answers. What is carried is shown, and can be changed, before
it is recorded again. Whether the door was shut and whether they said it back are never carried:
each is true of one question at one moment. What nobody said is not carried either. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from custodyhcp import resources
from custodyhcp.consent.codes import Format, Method
from custodyhcp.consent.fold import Decided
from custodyhcp.consent.how import NOT_GIVEN, NOTHING_SAID, How, Information
from custodyhcp.consent.notice import How as Given
from custodyhcp.consent.notice import Result, Told

_ASKED = (Method.VERBAL, Method.WRITTEN, Method.INTERPRETER, Method.NON_VERBAL)
_FORMATS = {
    Given.READ_ALOUD: Format.READ_ALOUD,
    Given.SHOWN: Format.SCREEN,
    Given.PRINTED: Format.PRINTED,
    Given.INTERPRETED: Format.SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """What goes on being so. ``since``: when it was last recorded; None where nothing is."""

    method: Method | None = None
    how: How = NOTHING_SAID
    since: datetime | None = None


NOTHING_CARRIED = Sitting()


def longest_gap() -> timedelta:
    return timedelta(minutes=resources.load_json("consent/asking.json")["sitting_minutes"])


def carried(
    decisions: Sequence[Decided], told: Sequence[Told], author: str, now: datetime
) -> Sitting:
    """What the newest answer that ``author`` recorded says of the room, the interpreter and the
    information given, where that was in this sitting; and the notice, if it was given in it."""
    oldest = now - longest_gap()
    mine = [one for one in decisions if one.author == author and oldest <= one.at <= now]
    given = [
        one
        for one in told
        if one.author == author and oldest <= one.at <= now and one.given.result is Result.GIVEN
    ]
    sitting = _from(mine[-1]) if mine else NOTHING_CARRIED
    if given and (not mine or given[-1].at >= mine[-1].at or _nothing_given(sitting)):
        how = replace(sitting.how, information=_information(given[-1]))
        sitting = replace(sitting, how=how, since=max(sitting.since or given[-1].at, given[-1].at))
    return sitting


def _from(decided: Decided) -> Sitting:
    """Neither the door nor the saying back."""
    asked = decided.asked
    room = replace(asked.how.room, door=None, why_open="")
    interpreter = replace(asked.how.interpreter, end=None)
    how = How(room=room, interpreter=interpreter, information=asked.how.information)
    method = asked.method if asked.method in _ASKED else None
    if method is None and how == NOTHING_SAID:
        return NOTHING_CARRIED
    return Sitting(method, how, decided.at)


def _nothing_given(sitting: Sitting) -> bool:
    return sitting.how.information == NOT_GIVEN


def _information(told: Told) -> Information:
    given = told.given
    form = next((_FORMATS[how] for how in _FORMATS if how in given.how), None)
    return Information(given.version, given.language, form, told.entry)
