"""How the administrator's screens put a member of staff in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import assert_never

from custodyhcp.records import dates
from custodyhcp.staff.inviting import OPENS
from custodyhcp.staff.people import Person
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.compartments import Compartment, Role


class Job(Enum):
    """The roles that an administrator can give, in the order they are asked for."""

    HCP = Role.HCP
    SERGEANT = Role.SERGEANT
    IG = Role.IG
    ADMIN = Role.ADMIN


JOBS = {
    Job.HCP: "Health professional",
    Job.SERGEANT: "Custody sergeant",
    Job.IG: "IG officer",
    Job.ADMIN: "Administrator",
}
WHAT_IT_OPENS = {
    Job.HCP: "Opens clinical records and briefings.",
    Job.SERGEANT: "Opens briefings only. Nothing clinical.",
    Job.IG: "Opens the reviews of overrides and views. Nothing clinical.",
    Job.ADMIN: "Opens nothing about any patient.",
}


def number_of(person: Person) -> str:
    """The registration, or the rank and number, or nothing."""
    member = person.member
    registered = f"{member.professional_body} {member.registration}".strip()
    return registered or member.rank_number


def standing_of(person: Person) -> tuple[str, str]:
    """In words, and the tone of the tag."""
    match person.member.standing:
        case Standing.INVITED:
            return "Has a one-time code", "amber"
        case Standing.LEFT:
            return "Left", "grey"
        case Standing.ENROLLED:
            if person.waiting_for:
                return "Waits for a colleague's sign-in", "amber"
            if person.use_version is None:
                return "Has not accepted the rules", "amber"
            return "Signs in", "green"
        case _:
            assert_never(person.member.standing)


def opens_words(compartments: Sequence[Compartment]) -> str:
    """What their keys open, as a list in words."""
    words = [OPENS[compartment] for compartment in compartments]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def when_words(at: datetime | None, now: datetime) -> str:
    """The day and the time, or "Today", or "Never"."""
    if at is None:
        return "Never"
    if dates.today(at) == dates.today(now):
        return f"Today {dates.cui_time(at)}"
    return dates.cui_date_time(at)
