"""Who is here, as the administrator's screen and the briefing's signature line need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.staff.signing_in import ACCEPTED, USE_ACCEPTED
from custodyhcp.vault.authority import Member, Standing
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment
from custodyhcp.vault.recovery_key import RECOVERY

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk, Ledger


@dataclass(frozen=True, slots=True)
class Suite:
    """The suite's own particulars, readable before sign-in."""

    organisation: str
    name: str
    phone: str
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff and where they stand."""

    member: Member
    last_signed_in: datetime | None
    use_version: str | None  # the newest acceptable use they accepted
    waiting_for: tuple[Compartment, ...]  # keys their role may hold and a colleague must pass on
    recoverable: bool = False  # two recovery codes would bring them some of these


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many people can open a compartment. Fewer than two is a risk: say so."""

    compartment: Compartment
    holders: tuple[str, ...]
    recoverable: bool = False  # two recovery codes open all of it


def suite_of(ledger: Ledger) -> Suite:
    authority = ledger.authority
    return Suite(authority.organisation, authority.suite, authority.phone, authority.officers)


def members(desk: Desk) -> tuple[Person, ...]:
    """Everybody, those who left last, otherwise by name."""
    seen, accepted = _last_seen(desk.ledger)
    authority = desk.authority
    owed = authority.owed()
    can_be_brought = {s for s, c, g in owed if authority.has(RECOVERY, c, g)}
    people = [
        Person(
            member=member,
            last_signed_in=seen.get(member.staff),
            use_version=accepted.get(member.staff),
            waiting_for=tuple(
                c for c in SEALED if any(s == member.staff and k is c for s, k, _ in owed)
            ),
            recoverable=member.staff in can_be_brought,
        )
        for member in authority.members.values()
    ]
    return tuple(sorted(people, key=_left_last_then_name))


def member(desk: Desk, staff: str) -> Member | None:
    """One member by id, for the name beside what they wrote."""
    return desk.authority.members.get(staff)


def staffing(desk: Desk) -> tuple[Staffing, ...]:
    authority = desk.authority
    return tuple(
        Staffing(c, tuple(one.name for one in authority.holders(c)), authority.recoverable(c))
        for c in SEALED
    )


def may_hold(person: Member) -> frozenset[Compartment]:
    return HOLDS[person.role]


def _left_last_then_name(person: Person) -> tuple[bool, str]:
    return (person.member.standing is Standing.LEFT, person.member.name.casefold())


def _last_seen(ledger: Ledger) -> tuple[dict[str, datetime], dict[str, str]]:
    seen: dict[str, datetime] = {}
    accepted: dict[str, str] = {}
    for entry in ledger.open_entries((ACCEPTED, USE_ACCEPTED)):
        body = entry.body(Compartment.OPEN)
        if entry.header.kind == ACCEPTED:
            seen[entry.header.author] = entry.at
        else:
            accepted[entry.header.author] = body["version"]
    return seen, accepted
