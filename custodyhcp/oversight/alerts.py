"""The alerts that somebody other than their author reviews (domain consent 1.7, 6.2).

Rules kept here:

* Every allowed look that raises a national alert is in the queue, once, until it is closed.
* A decision of which this officer is told nothing, or crookedly, is in the queue as well.
* Nobody reviews what they did themselves: such a review is refused, and one that is in the ledger
  all the same changes nothing.
* The states are the national ones: new, under investigation, closed. Closing needs a finding and a
  note; a closed alert may be opened again, with a note, and that is seen.
* An alert carries who, when and on which ground. It carries no clinical words: the reason that the
  health professional wrote is read separately, by a person with the oversight key.

Not done here: the numbers drawn as quality figures (quality.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from custodyhcp.consent.alerts import Alert as NationalAlert
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Body, Entry, NewEntry
from custodyhcp.oversight.codes import Escalation, Finding, Reply, State, review_table
from custodyhcp.oversight.frame import told_plainly
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

DECIDED = "consent.decided"
REPLIED = "spotcheck.replied"
REVIEWED = "alert.reviewed"
KINDS = (DECIDED, REPLIED, REVIEWED)
UNREADABLE = "UNREADABLE"
LEAST_NOTE = 20  # characters that are not blank: domain consent 8.3, the free-text rule


class CannotReview(KnownError):
    """The review was not recorded, and why."""


@dataclass(frozen=True, slots=True)
class Review:
    """What an IG officer says of an alert. ``finding`` only when it is closed."""

    state: State
    finding: Finding | None = None
    note: str = ""
    escalated: tuple[Escalation, ...] = ()
    patient_told: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    review: Review
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One event waiting for somebody else's eyes. ``id`` is the id of the entry that raised it."""

    id: str
    seq: int
    author: str
    at: datetime
    why: str  # the code of the basis, or NOT_HELD
    national: tuple[NationalAlert, ...]
    scope: str
    self_claimed: bool
    detention: str | None
    reason: str  # free text, read only with the oversight key; never exported unless asked for
    history: tuple[Reviewed, ...] = ()

    @property
    def state(self) -> State:
        return self.history[-1].review.state if self.history else State.NEW

    @property
    def finding(self) -> Finding | None:
        return self.history[-1].review.finding if self.history else None

    @property
    def due(self) -> datetime:
        return self.at + timedelta(days=review_table()["review_within_days"])

    @property
    def closed_at(self) -> datetime | None:
        return self.history[-1].at if self.state is State.CLOSED else None

    def late(self, now: datetime) -> bool:
        return self.state is not State.CLOSED and now > self.due


def fold(entries: Iterable[Entry]) -> dict[str, Alert]:
    """Every alert by its id, oldest first, from entries read with the oversight key."""
    alerts: dict[str, Alert] = {}
    for entry in entries:
        if not entry.believed:
            continue
        body = entry.body(Compartment.OVERSIGHT)
        match entry.header.kind:
            case "consent.decided":
                raised = _raised(entry)
                if raised is not None:
                    alerts[entry.header.id] = raised
            case "spotcheck.replied" if _is_incident(body):
                alerts[entry.header.id] = _not_held(entry)
            case "alert.reviewed":
                _take_in(alerts, entry)
            case _:
                pass
    return alerts


def queue(alerts: Iterable[Alert]) -> list[Alert]:
    """What is still open, the one due first at the top."""
    waiting = [alert for alert in alerts if alert.state is not State.CLOSED]
    return sorted(waiting, key=lambda alert: (alert.due, alert.seq))


def check(alert: Alert, review: Review, by: str) -> None:
    """Raises ``CannotReview`` where this review may not be made."""
    if alert.author == by:
        raise CannotReview(
            "You raised this alert yourself, so you cannot review it.",
            "Ask another Information Governance officer.",
        )
    if review.state is State.NEW:
        raise CannotReview("A review moves an alert on.", "Choose under investigation or closed.")
    if review.state is State.CLOSED and alert.state is State.CLOSED:
        raise CannotReview(
            "Somebody closed this alert while you were looking at it.",
            "Open it again to add to it.",
        )
    if review.state is State.CLOSED and review.finding is None:
        raise CannotReview("Say what you found before you close it.", "Choose one of the findings.")
    if review.state is not State.CLOSED and review.finding is not None:
        raise CannotReview("A finding is given when an alert is closed.", "Choose closed.")
    if len("".join(review.note.split())) < LEAST_NOTE:
        raise CannotReview(
            "Say in a few words what you checked.", f"Write at least {LEAST_NOTE} letters."
        )
    if review.finding is Finding.UNRESOLVED_ESCALATED and not review.escalated:
        raise CannotReview("Say whom you passed it to.", "Choose at least one.")


def read(desk: Desk) -> dict[str, Alert]:
    """Every alert; none where this desk does not hold the key to them."""
    if not desk.session.holds(Compartment.OVERSIGHT):
        return {}
    return fold(desk.read(kinds=KINDS))


def review(desk: Desk, alert_id: str, review: Review) -> Alert:
    """Records a review and gives the alert as it then stands. Raises ``CannotReview``."""
    alert = read(desk).get(alert_id)
    if alert is None:
        raise CannotReview("There is no such alert.", "Go back to the list.")
    check(alert, review, by=desk.session.staff)
    body = {
        "alert": alert_id,
        "state": review.state.value,
        "finding": review.finding.value if review.finding else None,
        "note": review.note,
        "escalated": [one.value for one in review.escalated],
        "patient_told": review.patient_told,
    }
    (entry,) = desk.append(
        NewEntry(REVIEWED, {Compartment.OVERSIGHT: body}, detention=alert.detention)
    )
    done = Reviewed(review, entry.header.author, entry.at)
    return replace(alert, history=(*alert.history, done))


def _raised(entry: Entry) -> Alert | None:
    """The alert that a decision raises, if it does. One that cannot be read raises one too."""
    body = entry.body(Compartment.OVERSIGHT)
    national = _national(body.get("alerts"))
    plain = national is not None and told_plainly(body)
    if plain and not national:
        return None
    return Alert(
        id=entry.header.id,
        seq=entry.header.seq,
        author=entry.header.author,
        at=entry.at,
        why=str(body.get("code", "")) if plain else UNREADABLE,
        national=national or (),
        scope=str(body.get("scope", "")),
        self_claimed=body.get("relationship") == "SELF_CLAIMED",
        detention=entry.header.detention,
        reason=str(body.get("reason") or ""),
    )


def _national(pairs: Any) -> tuple[NationalAlert, ...] | None:
    """None where they are not written as alerts are."""
    try:
        return tuple(NationalAlert((first, second)) for first, second in pairs)
    except (TypeError, ValueError):
        return None


def _is_incident(body: Body) -> bool:
    """The first of the events that one line of the list stands for."""
    return body.get("reply") == Reply.NOT_HELD.value and not body.get("same_as")


def _not_held(entry: Entry) -> Alert:
    """The force says that nobody was held: an incident to look into. Its author is the viewer's."""
    body = entry.body(Compartment.OVERSIGHT)
    return Alert(
        id=entry.header.id,
        seq=entry.header.seq,
        author=str(body.get("viewer", "")),
        at=entry.at,
        why=Reply.NOT_HELD.value,
        national=(),
        scope="",
        self_claimed=False,
        detention=entry.header.detention,
        reason="",
    )


def _take_in(alerts: dict[str, Alert], entry: Entry) -> None:
    body: Any = entry.body(Compartment.OVERSIGHT)
    alert = alerts.get(body.get("alert"))
    if alert is None or entry.header.author == alert.author:
        return
    found = Review(
        state=State(body["state"]),
        finding=Finding(body["finding"]) if body["finding"] else None,
        note=body["note"],
        escalated=tuple(Escalation(one) for one in body["escalated"]),
        patient_told=body["patient_told"],
    )
    done = Reviewed(found, entry.header.author, entry.at)
    alerts[alert.id] = replace(alert, history=(*alert.history, done))
