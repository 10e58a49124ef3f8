"""How the last briefing of a stay stands: published, read, the transfer started. Pure.

What a briefing says belongs to ``sharing``; here is only what the board, and the rule for leaving
custody, need to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class BriefingState:
    """The briefing now in force, as the board tells of it."""

    entry: str
    version: int
    published_at: datetime
    not_fit: bool
    read_at: datetime | None = None
    transfer_at: datetime | None = None


def briefing_state(entries: Iterable[Entry]) -> BriefingState | None:
    """The last briefing published, whether it was read, and whether a transfer has started."""
    state: BriefingState | None = None
    for entry in entries:
        body = entry.body(Compartment.BRIEFING)
        if not body:
            continue
        if entry.header.kind == "briefing.published":
            not_fit = bool(body.get("not_fit"))
            state = BriefingState(entry.header.id, int(body["version"]), entry.at, not_fit)
        elif state is not None and body.get("briefing") == state.entry:
            state = _answered(state, entry)
    return state


def _answered(state: BriefingState, entry: Entry) -> BriefingState:
    read_at, transfer_at = state.read_at, state.transfer_at
    if entry.header.kind == "briefing.acknowledged":
        read_at = read_at or entry.at
    elif entry.header.kind == "transfer.started":
        transfer_at = entry.at
    return BriefingState(
        state.entry, state.version, state.published_at, state.not_fit, read_at, transfer_at
    )
