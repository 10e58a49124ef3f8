"""What was learned from a look whose permission has been taken back since. Pure.

Rules kept here (domain consent 3.6): such a fact stays in the record, with its source, and is not
offered or sent any more. It is recognised by its words, in any case and spacing. Where the person
said the same thing themself, it is their own word and not the record's: only a health professional
can know that, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.codes import Answer, Scope
from custodyhcp.consent.fold import ConsentState
from custodyhcp.records.detention import View

SHORTEST = 4  # letters: shorter words stand in too much that was learned elsewhere
_SCOPES = {"SCR": Scope.VIEW_SCR, "GP": Scope.VIEW_GP}


@dataclass(frozen=True, slots=True)
class Fact:
    """``source`` is "SCR" or "GP"; ``at`` when the look was opened."""

    source: str
    at: datetime
    heading: str
    text: str


def taken_back(views: Iterable[View], state: ConsentState) -> tuple[Fact, ...]:
    """What was relied on from looks of which the person has since taken the permission back."""
    gone = {
        source
        for source, scope in _SCOPES.items()
        if (newest := state.latest(scope)) is not None
        and newest.asked.answer in (Answer.WITHDRAWN, Answer.NO)
    }
    return tuple(
        Fact(view.source, view.opened_at, heading, text)
        for view in views
        if view.source in gone
        for heading, text in view.relied_on
    )


def said_in(text: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Which of these facts stand in the text."""
    plain = _plain(text)
    return tuple(fact for fact in facts if any(part in plain for part in _parts(fact)))


def without(text: str, facts: Iterable[Fact]) -> str:
    """The text without the lines in which one of these facts stands."""
    known = tuple(facts)
    return "\n".join(line for line in text.splitlines() if not said_in(line, known))


def _parts(fact: Fact) -> tuple[str, ...]:
    """Each line of it: one item of a list is a fact of its own."""
    lines = (_plain(line) for line in fact.text.splitlines())
    return tuple(line for line in lines if len(line) >= SHORTEST)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
