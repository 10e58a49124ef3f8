"""The verbs that bring a NOT FIT to its end: the transfer, the ambulance, a doctor's reason.

Rules kept here (domain clinical 6.2 item 23, 6.6 cases 2 and 6, 7 row 1): each belongs to the NOT
FIT that is open, also where a later version says FIT; no time lies in the future or is out of its
order; only a doctor (GMC) decides against a transfer, and must say why: the reason is clinical and
stays with healthcare, and what custody does instead is checked for leaks like any line. None of
them closes anything alone (``records.briefing_state``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp
from custodyhcp.sharing import leaks
from custodyhcp.sharing.custody_side import (
    AMBULANCE,
    OTHERWISE,
    TRANSFER,
    Published,
)
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.publishing import NotNow, append_about, signature, stay
from custodyhcp.staff.rules import ProfessionalBody
from custodyhcp.vault.compartments import Compartment

LONGEST_DO = 200
SHORTEST_REASON = 10


class NotADoctor(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "Only a doctor can decide that somebody NOT FIT does not go to hospital.",
            "Ask the doctor to sign in and record the reason.",
        )


class LooksClinical(KnownError):
    """``prompts``: what to look at again before custody reads it."""

    def __init__(self, prompts: tuple[leaks.Prompt, ...]) -> None:
        first = prompts[0]
        found = f"“{first.found}”. " if first.found else ""
        super().__init__(
            f"Look at these words again: {found}{first.why}",
            "Say only what staff must do, or say why custody needs these words.",
        )
        self.prompts = prompts


def open_not_fit(desk: Desk, published: Published) -> Published:
    """The NOT FIT that is open in this stay. Raises NotNow where there is none."""
    found = stay(desk, published.detention)
    if found.not_fit is not None:
        return found.not_fit
    raise NotNow("This person is fit to detain: there is no transfer to record.")


def start_transfer(
    desk: Desk,
    published: Published,
    *,
    at: datetime,
    how: str,
    called_at: datetime | None = None,
    crew: str = "",
) -> Entry:
    """Records when the transfer to hospital started, and when the ambulance was called."""
    if _gone(desk, published):
        raise NotNow("The transfer has already been recorded.")
    about = open_not_fit(desk, published)
    if at > desk.now():
        raise NotNow("The time the transfer started is in the future.", "Enter a time up to now.")
    if called_at is not None and called_at > at:
        raise NotNow("The ambulance was called before it left.", "Look at the two times again.")
    body: dict[str, object] = {"briefing": about.entry, "at": stamp(at), "how": one_line(how)}
    if called_at is not None:
        body["called_at"] = stamp(called_at)
    if one_line(crew):
        body["crew"] = one_line(crew)
    return append_about(desk, TRANSFER, about, body)


def _gone(desk: Desk, published: Published) -> bool:
    found = stay(desk, published.detention)
    about = found.not_fit or found.current
    return about is not None and about.transfer is not None


def record_ambulance(
    desk: Desk,
    published: Published,
    *,
    called_at: datetime | None = None,
    crew: str = "",
    handed_over_at: datetime | None = None,
) -> Entry:
    """Records what is newly known of the ambulance: called at, crew, handed over at."""
    about = _not_fit_of(desk, published)
    if called_at is None and handed_over_at is None and not one_line(crew):
        raise NotNow("Nothing is filled in.", "Enter a time or the crew.")
    called = called_at or about.ambulance.called_at
    if max((t for t in (called_at, handed_over_at) if t), default=desk.now()) > desk.now():
        raise NotNow("A time is in the future.", "Enter a time up to now.")
    if handed_over_at is not None and called is not None and handed_over_at < called:
        raise NotNow("The crew took over after they were called.", "Look at the two times again.")
    body: dict[str, object] = {"briefing": about.entry, "crew": one_line(crew)}
    body |= {"called_at": stamp(called_at)} if called_at else {}
    body |= {"handed_over_at": stamp(handed_over_at)} if handed_over_at else {}
    return append_about(desk, AMBULANCE, about, body)


def _not_fit_of(desk: Desk, published: Published) -> Published:
    """The open NOT FIT, or the last one: the crew may take over after it is closed."""
    found = stay(desk, published.detention)
    last = [version for version in found.versions if version.briefing.not_fit]
    if found.not_fit is not None:
        return found.not_fit
    if not last:
        raise NotNow("This person is fit to detain: there is no ambulance to record.")
    return last[-1]


def is_doctor(desk: Desk) -> bool:
    """Whether whoever is signed in is on the doctors' register."""
    member = desk.authority.members.get(desk.session.staff)
    return member is not None and member.professional_body == ProfessionalBody.GMC.value


def decide_otherwise(
    desk: Desk, published: Published, *, reason: str, do: str, kept_because: str = ""
) -> Entry:
    """Records why nobody goes to hospital (healthcare reads it), and what custody does instead
    (custody reads it). Raises ``NotADoctor``, ``LooksClinical``, ``NotNow``."""
    if not is_doctor(desk):
        raise NotADoctor
    about = open_not_fit(desk, published)
    why, told = " ".join(reason.split()), one_line(do)
    if len(why) < SHORTEST_REASON:
        raise NotNow("Say why they do not go to hospital.", "Healthcare alone reads it.")
    if not told or len(told) > LONGEST_DO:
        raise NotNow(f"Say what custody does instead, in up to {LONGEST_DO} characters.")
    hits = leaks.prompts_for({"Do instead": told})
    if hits and not one_line(kept_because):
        raise LooksClinical(hits)
    parts: dict[Compartment, Mapping[str, object]] = {
        Compartment.BRIEFING: {"briefing": about.entry, "by": signature(desk), "do": told},
        Compartment.CLINICAL: {"briefing": about.entry, "reason": why},
    }
    if hits:
        parts[Compartment.OVERSIGHT] = {"kept_because": one_line(kept_because)}
    new = NewEntry(OTHERWISE, parts, person=about.person, detention=about.detention)
    return desk.append(new)[0]
