"""What bears on new directions and stands in other entries: what custody was last told about
visits, and whether the person agrees to custody being told more than it must know. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.fold import fold
from custodyhcp.ledger.entry import Entry
from custodyhcp.records.directions import Visits
from custodyhcp.records.people import Opened
from custodyhcp.vault.compartments import Compartment


def published_visits(entries: Sequence[Entry]) -> Visits | None:
    """Of the newest briefing published; None where there is none, or it was kept without them."""
    for entry in reversed(entries):
        if entry.header.kind != "briefing.published" or not entry.believed:
            continue
        kept = entry.body(Compartment.BRIEFING).get("document", {}).get("visits")
        if not kept:
            return None
        return Visits(int(kept["level"]), int(kept["minutes"]), bool(kept["rouse"]))
    return None


def agrees(opened: Opened, now: datetime) -> bool:
    """Whether there is a permission in force to tell custody more than it must know. What they
    refused in another stay, or under an id joined since, counts (domain consent S17)."""
    state = fold((*opened.entries, *opened.elsewhere), opened.detention.id)
    return state.permission(Scope.SHARE_CUSTODY, now) is not None
