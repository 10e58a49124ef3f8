"""The frame of a spot check: every event of the period that could be drawn, and its layer.

Pure. Rules kept here:

* Every view of an SCR or a GP record and every consent decision of the period has one line. Which
  entries those are can be seen from their headers alone, so one that is left out is missed by
  anybody who has the headers (docs/formats/spot-check.md).
* An override, a view after a refusal, a view with no decision behind it, a view outside the time
  in custody and one that no custody reference matches stand in the 100 % layer.
* A code that is not known counts as an override, and so does a decision that cannot be read: when
  in doubt, it is checked.
* The frame holds ids and layers; no names, no reasons, nothing clinical.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from custodyhcp.consent.codes import Basis, Relationship, Scope
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Body, Entry, unstamp
from custodyhcp.oversight.codes import Layer, WhyAll
from custodyhcp.vault.compartments import Compartment

DECIDED = "consent.decided"
VIEWED = frozenset({"scr.viewed", "gp.viewed"})
OPENED, CLOSED = "detention.opened", "detention.closed"
EVENTS = frozenset({DECIDED}) | VIEWED
KINDS = EVENTS | {OPENED, CLOSED}
VIEW_SCOPES = frozenset({Scope.VIEW_SCR.value, Scope.VIEW_GP.value})
REFUSALS = frozenset({"REFUSED", "WITHDRAWN", "PROXY_REFUSED"})


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, and not with, ``end``."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise KnownError("The period ends before it begins.", "Choose a later last day.")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def is_mostly(self, other: Period) -> bool:
        """Whether the two share more than half of the shorter one."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return 2 * shared > min(self.end - self.start, other.end - other.start)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the frame."""

    seq: int
    id: str
    kind: str
    layer: Layer
    why: tuple[WhyAll, ...]
    author: str
    at: datetime
    detention: str | None

    def line(self) -> str:
        return f"{self.seq} {self.id} {self.kind} {self.layer.value}\n"


@dataclass(frozen=True, slots=True)
class Frame:
    period: Period
    events: tuple[Event, ...]  # in the order of seq

    def to_bytes(self) -> bytes:
        """``frame.txt``: a line an event, in the order of seq."""
        return "".join(event.line() for event in self.events).encode("ascii")

    @property
    def digest(self) -> str:
        return sha256(self.to_bytes()).hexdigest()

    def of(self, layer: Layer) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.layer is layer)


@dataclass
class _Seen:
    """What the entries before an event say, as far as the layers need it."""

    decisions: dict[str, Body] = field(default_factory=dict)
    refused: set[tuple[str | None, str]] = field(default_factory=set)
    arrived: dict[str | None, datetime] = field(default_factory=dict)
    left: dict[str | None, datetime] = field(default_factory=dict)
    references: dict[str | None, str] = field(default_factory=dict)


def frame(entries: Iterable[Entry], period: Period, size: int) -> Frame:
    """The frame of the entries numbered below ``size``, in the order of seq."""
    seen, events = _Seen(), []
    known = [entry for entry in entries if entry.header.seq < size]
    _detentions(known, seen)
    for entry in known:
        if entry.header.kind in EVENTS:
            layer, why = _layer(entry, seen)
            if entry.at in period:
                events.append(_event(entry, layer, why))
        if entry.header.kind == DECIDED:
            _remember(entry, seen)
    return Frame(period, tuple(events))


def is_override(outcome: object, code: object) -> bool:
    """Whether something was allowed on a ground other than the person's own permission."""
    if outcome != "ALLOW":
        return False
    known = {basis.value: basis for basis in Basis}
    basis = known.get(str(code))
    return basis is None or basis.is_override


def _event(entry: Entry, layer: Layer, why: tuple[WhyAll, ...]) -> Event:
    header = entry.header
    return Event(
        seq=header.seq,
        id=header.id,
        kind=header.kind,
        layer=layer,
        why=why,
        author=header.author,
        at=entry.at,
        detention=header.detention,
    )


def _detentions(entries: Iterable[Entry], seen: _Seen) -> None:
    for entry in entries:
        if not entry.believed:
            continue
        body = entry.body(Compartment.IDENTITY)
        stay = entry.header.detention
        if entry.header.kind == OPENED:
            seen.arrived[stay] = said_time(body, "arrived_at", entry)
            seen.references[stay] = str(body.get("custody_ref") or "").strip()
        elif entry.header.kind == CLOSED:
            seen.left[stay] = said_time(body, "at", entry)


def said_time(body: Mapping[str, object], name: str, entry: Entry) -> datetime:
    """The time that an entry states, or its own where it states none that can be read."""
    value = body.get(name)
    try:
        at = unstamp(value) if isinstance(value, str) else entry.at
    except ValueError:
        return entry.at
    return at if at.tzinfo is not None else entry.at


def told_plainly(body: Body) -> bool:
    """Whether a decision says what it must say. One that does not hides something, or is broken."""
    return all(isinstance(body.get(name), str) for name in ("scope", "outcome", "code"))


def _remember(entry: Entry, seen: _Seen) -> None:
    body = entry.body(Compartment.OVERSIGHT)
    if not told_plainly(body):
        return
    seen.decisions[entry.header.id] = body
    if body.get("outcome") != "ALLOW" and body.get("code") in REFUSALS:
        seen.refused.add((entry.header.detention, str(body.get("scope"))))


def _layer(entry: Entry, seen: _Seen) -> tuple[Layer, tuple[WhyAll, ...]]:
    body = entry.body(Compartment.OVERSIGHT)
    if entry.header.kind == DECIDED:
        if entry.believed and not told_plainly(body):
            return Layer.ALL, (WhyAll.OVERRIDE,)
        if is_override(body.get("outcome"), body.get("code")):
            return Layer.ALL, (WhyAll.OVERRIDE,)
        claimed = body.get("relationship") == Relationship.SELF_CLAIMED.value
        looks = body.get("outcome") == "ALLOW" and body.get("scope") in VIEW_SCOPES
        return (Layer.RANDOM if claimed and looks else Layer.OUTSIDE), ()
    why = tuple(reason for reason, holds in _view_reasons(entry, body, seen) if holds)
    return (Layer.ALL if why else Layer.RANDOM), why


def _view_reasons(entry: Entry, body: Body, seen: _Seen) -> list[tuple[WhyAll, bool]]:
    stay = entry.header.detention
    scope = Scope.VIEW_SCR.value if entry.header.kind == "scr.viewed" else Scope.VIEW_GP.value
    decision = seen.decisions.get(str(body.get("permission")), {})
    allowed = decision.get("outcome") == "ALLOW" and decision.get("scope") == scope
    left = seen.left.get(stay)
    inside = stay in seen.arrived and seen.arrived[stay] <= entry.at
    return [
        (WhyAll.OVERRIDE, allowed and is_override("ALLOW", decision.get("code"))),
        (WhyAll.VIEW_AFTER_REFUSAL, (stay, scope) in seen.refused),
        (WhyAll.VIEW_WITHOUT_DECISION, not allowed),
        (WhyAll.VIEW_OUTSIDE_DETENTION, not inside or (left is not None and entry.at > left)),
        (WhyAll.NO_CUSTODY_REFERENCE, not seen.references.get(stay)),
    ]
