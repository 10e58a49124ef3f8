"""How old the record makes somebody today (domain consent 3.4: worked out on the day).

A birthday begins at midnight on the wall of the suite, which in England is midnight in UTC or an
hour before it; within that hour either age will do, so that nobody is turned away by a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from custodyhcp.consent.children import age_on
from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment

PERSON_KINDS = frozenset({"person.added", "person.corrected"})


def ages_on_record(entries: Iterable[Entry], now: datetime) -> frozenset[int] | None:
    """The ages that the newest date of birth gives; None where none is known. Oldest first."""
    born = _born(entries)
    if born is None:
        return None
    days = {now.date(), (now + timedelta(hours=1)).date()}
    ages = {age for day in days if (age := age_on(born, day)) is not None}
    return frozenset(ages) or None


def _born(entries: Iterable[Entry]) -> date | None:
    """Of what was last said about who they are; a correction may also take the date away."""
    born = None
    for entry in entries:
        if entry.header.kind not in PERSON_KINDS or not entry.believed:
            continue
        body = entry.body(Compartment.IDENTITY)
        if body:
            born = date.fromisoformat(body["dob"]) if body.get("dob") else None
    return born
