"""How old the record makes somebody today (domain consent 3.4: worked out on the day).

A birthday begins at midnight on the wall of the suite, which in England is midnight in UTC or an
hour before it; within that hour either age will do, so that nobody is turned away by a clock. What
was answered by or for a child ends as the birthday begins on that wall.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from custodyhcp.consent.children import ADULT_FROM, age_on
from custodyhcp.consent.codes import Kind, Scope, kind
from custodyhcp.consent.forensic import OWN_FROM
from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment

PERSON_KINDS = frozenset({"person.added", "person.corrected"})


UK = ZoneInfo("Europe/London")


def ages_of(born: date | None, now: datetime) -> frozenset[int] | None:
    """The ages that a date of birth gives at ``now``; None where none is known."""
    if born is None:
        return None
    days = {now.date(), (now + timedelta(hours=1)).date()}
    ages = {age for day in days if (age := age_on(born, day)) is not None}
    return frozenset(ages) or None


def turns(born: date, years: int) -> datetime:
    """The beginning of that birthday, on the wall of the suite; of a 29 February, on 1 March where
    the year has none."""
    year = born.year + years
    try:
        day = born.replace(year=year)
    except ValueError:
        day = date(year, 3, 1)
    return datetime.combine(day, time(), UK).astimezone(UTC)


def lasts_as_a_child(scope: Scope, age: int, born: date | None) -> datetime | None:
    """When an answer given at ``age`` ends because they come of age for this question: at 16 they
    answer as an adult does (3.4), for evidence from 14 beside a parent (3.7)."""
    line = OWN_FROM if kind(scope) is Kind.FORENSIC else ADULT_FROM
    return None if born is None or age >= line else turns(born, line)


def age_that_day(born: date, at: datetime, said: int) -> int | None:
    """Whole years on the day of ``at``: what was said where that will do, otherwise by the wall of
    the suite; None where it cannot be so."""
    if said in (ages_of(born, at) or ()):
        return said
    return age_on(born, at.astimezone(UK).date())


def births(entries: Iterable[Entry]) -> tuple[tuple[int, date | None], ...]:
    """What was said of the date of birth each time somebody said who they are: the place of that
    entry, and the day, None where it was not known or was taken away. In order."""
    found = []
    for entry in entries:
        body = entry.body(Compartment.IDENTITY)
        if entry.header.kind in PERSON_KINDS and entry.believed and body:
            born = date.fromisoformat(body["dob"]) if body.get("dob") else None
            found.append((entry.header.seq, born))
    return tuple(sorted(found, key=lambda one: one[0]))


def born_on_record(entries: Iterable[Entry]) -> date | None:
    """Of what was last said about who they are; a correction may also take the date away."""
    said = births(entries)
    return said[-1][1] if said else None
