"""How the last briefing of a stay stands: published, read, what NOT FIT still waits for. Pure.

Rules kept here (domain clinical 6.2 item 23, 6.6 case 6, 7 row 1): NOT FIT is closed only when a
named officer was told aloud, custody has acknowledged it, and the transfer has started (with the
time the ambulance was called, where 999 was the direction), or a doctor has recorded why not. A
later version that says FIT does not close it: only one of these does. Controls H-NOT-FIT.

What a briefing says belongs to ``sharing``; here is only what the boards, and the rule for leaving
custody, need to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.records.directions import Directions, FitToDetain
from custodyhcp.vault.compartments import Compartment

BRIEFING_KINDS = (
    "briefing.spoken",
    "briefing.published",
    "briefing.acknowledged",
    "transfer.started",
    "transfer.decided_otherwise",
    "ambulance.recorded",
)


class Missing(Enum):
    """What NOT FIT still waits for, as a card says it."""

    TOLD = "tell a named officer aloud"
    READ = "custody to acknowledge it"
    CALLED = "time the ambulance was called"
    GONE = "transfer to start"


def still_missing(
    *, told: bool, read: bool, called: bool, needs_call: bool, gone: bool, otherwise: bool
) -> tuple[Missing, ...]:
    """Empty where NOT FIT may close. ``otherwise``: a doctor recorded why nobody goes."""
    found = [] if told else [Missing.TOLD]
    found += [] if read else [Missing.READ]
    if not otherwise:
        found += [Missing.CALLED] if needs_call and not called else []
        found += [] if gone else [Missing.GONE]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BriefingState:
    """The briefing now in force, as the board tells of it. ``before``: a NOT FIT version that was
    still open when this one replaced it."""

    entry: str
    version: int
    published_at: datetime
    not_fit: bool
    read_at: datetime | None = None
    transfer_at: datetime | None = None
    told_at: datetime | None = None
    called_at: datetime | None = None
    otherwise_at: datetime | None = None
    by_999: bool = False
    before: BriefingState | None = None

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the NOT FIT of this stay still waits for; empty where there is none open."""
        about = self if self.not_fit else self.before
        if about is None:
            return ()
        both = (self, about)
        return still_missing(
            told=any(one.told_at for one in both),
            read=any(one.read_at for one in both),
            called=about.called_at is not None,
            needs_call=about.by_999,
            gone=about.transfer_at is not None,
            otherwise=any(one.otherwise_at for one in both),
        )

    @property
    def not_fit_open(self) -> bool:
        return bool(self.missing)


def waits_for_hospital(directions: Directions | None, briefing: BriefingState | None) -> bool:
    """NOT FIT and not closed: by what custody was told, or by directions it was not told yet."""
    if briefing is not None and briefing.not_fit_open:
        return True
    unfit = directions is not None and directions.fitness.not_fit
    return unfit and (briefing is None or not briefing.not_fit)


def briefing_state(entries: Iterable[Entry]) -> BriefingState | None:
    """The last briefing published, whether it was read, and how its NOT FIT stands."""
    state: BriefingState | None = None
    spoken: dict[int, datetime] = {}
    for entry in entries:
        body = entry.body(Compartment.BRIEFING)
        if not body or not entry.believed:
            continue
        if entry.header.kind == "briefing.spoken":
            spoken[int(body["version"])] = unstamp(body["at"])
            state = _told(state, spoken)
        elif entry.header.kind == "briefing.published":
            state = _told(_published(entry, state), spoken)
        elif state is not None:
            state = _answered(state, entry)
    return state


def _told(state: BriefingState | None, spoken: dict[int, datetime]) -> BriefingState | None:
    if state is None or state.told_at is not None or state.version not in spoken:
        return state
    return replace(state, told_at=spoken[state.version])


def _published(entry: Entry, old: BriefingState | None) -> BriefingState:
    body = entry.body(Compartment.BRIEFING)
    told, document = body.get("told_aloud"), body.get("document")
    fitness = document.get("fitness") if isinstance(document, dict) else None
    before = None
    if old is not None and old.not_fit_open:
        before = old if old.not_fit else old.before
    return BriefingState(
        entry.header.id,
        int(body["version"]),
        entry.at,
        bool(body.get("not_fit")),
        told_at=unstamp(told["at"]) if told else None,
        by_999=fitness == FitToDetain.NOT_FIT_HOSPITAL_999.value,
        before=before,
    )


def _answered(state: BriefingState, entry: Entry) -> BriefingState:
    body = entry.body(Compartment.BRIEFING)
    if body.get("briefing") == state.entry:
        return _marked(state, entry)
    if state.before is not None and body.get("briefing") == state.before.entry:
        return replace(state, before=_marked(state.before, entry))
    return state


def _marked(state: BriefingState, entry: Entry) -> BriefingState:
    body, kind = entry.body(Compartment.BRIEFING), entry.header.kind
    called = body.get("called_at")
    if kind == "briefing.acknowledged":
        told = state.told_at or (unstamp(body["told_at"]) if body.get("told_at") else None)
        return replace(state, read_at=state.read_at or entry.at, told_at=told)
    if kind == "transfer.started":
        state = replace(state, transfer_at=entry.at)
    if kind == "transfer.decided_otherwise":
        state = replace(state, otherwise_at=entry.at)
    if kind in ("transfer.started", "ambulance.recorded") and called:
        state = replace(state, called_at=unstamp(called))
    return state


legible.register(BRIEFING_KINDS, Compartment.BRIEFING, lambda entry: briefing_state([entry]))
