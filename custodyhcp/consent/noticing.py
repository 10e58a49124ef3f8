"""The verb of the privacy notice: that it was given, refused, or put off.

notice.given [CLINICAL] version, language, result, how, spoken, again_at
"""

from __future__ import annotations

from custodyhcp.consent.fold import DETENTION_CLOSED
from custodyhcp.consent.notice import (
    GIVEN,
    NoticeGiven,
    Told,
    fold,
    given_problems,
)
from custodyhcp.consent.problem import FormNotComplete
from custodyhcp.consent.recording import DetentionClosed, NotYours
from custodyhcp.consent.written import to_body
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.vault.compartments import Compartment, Role


def record_notice(desk: Desk, person: str, detention: str, given: NoticeGiven) -> Told:
    """Writes it, and gives it as it stands. Raises FormNotComplete, DetentionClosed, NotYours;
    then nothing was written."""
    if desk.session.role is not Role.HCP:
        raise NotYours
    problems = given_problems(given, desk.now())
    if problems:
        raise FormNotComplete(problems)
    closed = desk.read(detention=detention, kinds={DETENTION_CLOSED})
    if any(entry.believed for entry in closed):
        raise DetentionClosed
    new = NewEntry(GIVEN, {Compartment.CLINICAL: to_body(given)}, person, detention)
    return fold(desk.append(new))[0]


def told_in(desk: Desk, detention: str) -> tuple[Told, ...]:
    """Every time it was given or tried in this detention, oldest first."""
    return fold(desk.read(detention=detention, kinds={GIVEN}))
