"""Writing what rests on a permission, so that a withdrawal one moment before it counts.

Rules kept here (domain consent 3.6): the ledger is read and the permission worked out anew, and the
entry is written only if nothing about this detention was written in between (``Expect``). Where
something was, it is all read and judged again; so of a withdrawal and a look, a print or a draft at
the same moment, on one workstation or two, whichever the ledger numbered first counts for the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.consent.age import PERSON_KINDS
from custodyhcp.consent.codes import Answer, Scope
from custodyhcp.consent.fold import DECIDED, ConsentState, fold
from custodyhcp.consent.permission import Permission
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.ledger.faults import Moved
from custodyhcp.ledger.one_person import about
from custodyhcp.ledger.values import Expect
from custodyhcp.records import dates

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

TRIES = 8  # others may write about the same person at the same moment, but not for long
Make = Callable[[Permission], Sequence[NewEntry]]
Refusal = Callable[[str, str], KnownError]


class NotPermitted(KnownError):
    """There is no permission in force for this. Nothing was written."""

    def __init__(
        self,
        words: str = "There is no permission in force for this.",
        then: str = "Ask, and record the answer, under Consent. What you typed is kept.",
    ) -> None:
        super().__init__(words, then)


def append_under(
    desk: Desk, detention: str, scope: Scope, make: Make, refusal: Refusal = NotPermitted
) -> tuple[Entry, ...]:
    """Writes what ``make(permission)`` gives, under the permission for ``scope`` that is in force
    at that very moment. Raises ``refusal(words, then)`` where there is none, ``ledger.Moved``
    where others kept writing; then nothing was written. ``make`` may be called more than once."""

    def judged(state: ConsentState) -> Sequence[NewEntry]:
        return make(insisted(state, scope, desk.now(), refusal))

    return append_judged(desk, detention, judged)


def append_judged(
    desk: Desk, detention: str, make: Callable[[ConsentState], Sequence[NewEntry]]
) -> tuple[Entry, ...]:
    """Writes what ``make(state)`` gives of consent as it stands at that very moment: what ``make``
    reads and judges still holds when it is written. Raises as ``append_under`` does."""
    for _ in range(TRIES):
        entries = desk.read(detention=detention)
        state = fold((*entries, *_of_other_stays(desk, entries, detention)), detention)
        last = max(entry.header.seq for entry in entries)
        try:
            return desk.append(*make(state), expect=Expect(detention, last))
        except Moved as moved:
            overtaken = moved
    raise overtaken


def _of_other_stays(desk: Desk, entries: Iterable[Entry], detention: str) -> Iterable[Entry]:
    """What else was answered, and how old they are: a refusal made in another stay counts in this
    one (S17), and so does a date of birth corrected since."""
    person = next((entry.header.person for entry in entries if entry.header.person), None)
    said = [] if person is None else about(desk, person, kinds={DECIDED, *PERSON_KINDS})
    return (entry for entry in said if entry.header.detention != detention)


def insisted(
    state: ConsentState, scope: Scope, now: datetime, refusal: Refusal = NotPermitted
) -> Permission:
    """The permission in force at ``now``; raises ``refusal(words, then)`` where there is none. A
    detention that is closed has none, whatever the clock says."""
    permission = state.permission(scope, now)
    if permission is None or state.closed_at is not None:
        raise refusal(*refused_words(state, scope, now))
    return permission


def refused_words(state: ConsentState, scope: Scope, now: datetime) -> tuple[str, str]:
    """Why there is no permission, and what to do. Plain words for whoever was about to act."""
    decided = state.latest(scope)
    if state.closed_at is not None:
        return (
            "This detention is closed, and every permission ended with it. Nothing was done.",
            "If they are back in custody, open the new detention and ask again.",
        )
    if decided is not None and decided.asked.answer is Answer.WITHDRAWN:
        at = dates.cui_short(decided.at, now)
        return (
            f"They withdrew their permission at {at}, so this was not done.",
            "Stop here, and tell them that you have. What you typed is kept.",
        )
    if decided is not None and decided.asked.answer is Answer.NO:
        at = dates.cui_short(decided.at, now)
        return (
            f"They said no at {at}: there is no permission in force, so this was not done.",
            "What to do instead stands under Consent. What you typed is kept.",
        )
    return (
        "There is no permission in force for this, so it was not done.",
        "Ask the person, and record the answer, under Consent. What you typed is kept.",
    )
