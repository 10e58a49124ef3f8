"""Who is clinical lead: named by an administrator, open to be read by everybody.

A clinical lead is a health professional who may publish templates of entries. Being one opens
nothing: it says only whose templates are used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.staff.inviting import must_be_admin
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.compartments import Compartment, Role

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

CLINICAL_LEAD = "staff.clinical_lead"


class NotAHealthProfessional(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "Only a health professional who works here can be clinical lead.",
            "Choose somebody else.",
        )


def name_lead(desk: Desk, staff: str, lead: bool) -> Entry:
    """Make somebody clinical lead, or end it. Raises ``NotAnAdministrator``,
    ``NotAHealthProfessional``."""
    must_be_admin(desk)
    member = desk.authority.members.get(staff)
    fit = member is not None and member.role is Role.HCP and member.standing is not Standing.LEFT
    if lead and not fit:
        raise NotAHealthProfessional
    body = {"staff": staff, "lead": lead}
    return desk.append(NewEntry(CLINICAL_LEAD, {Compartment.OPEN: body}))[0]


def fold(entries: Iterable[Entry]) -> frozenset[str]:
    """The staff ids of those who are clinical lead, from their entries in order."""
    leads: set[str] = set()
    for entry in entries:
        if entry.header.kind != CLINICAL_LEAD or not entry.believed:
            continue
        body = entry.body(Compartment.OPEN)
        staff = str(body.get("staff", ""))
        (leads.add if body.get("lead") is True else leads.discard)(staff)
    return frozenset(leads)


def leads(desk: Desk) -> frozenset[str]:
    """Those who are now."""
    return fold(desk.read(kinds=(CLINICAL_LEAD,)))
