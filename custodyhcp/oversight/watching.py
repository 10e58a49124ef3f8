"""What an officer looks at beside the alerts: stays, keys granted of late, exports, ledger health.

Only reading. Nothing clinical: an officer's keys open identity and oversight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger.entry import unstamp
from custodyhcp.ledger.note import BadNote, read_checkpoint
from custodyhcp.oversight.bundle import MADE
from custodyhcp.oversight.frame import said_time
from custodyhcp.vault.authority import CODES_RENEWED, GRANTED, INVITED, RECOVERED
from custodyhcp.vault.compartments import Compartment, Role
from custodyhcp.vault.recovery_key import RECOVERY

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk
    from custodyhcp.ledger.values import Health, Verdict

OPENS = {
    Compartment.IDENTITY.value: "who is in custody",
    Compartment.CLINICAL.value: "clinical records",
    Compartment.BRIEFING.value: "briefings",
    Compartment.OVERSIGHT.value: "oversight",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """When somebody was in custody, to set an alert against."""

    custody_ref: str
    arrived: datetime
    left: datetime | None


@dataclass(frozen=True, slots=True)
class Granted:
    """Somebody, or the recovery codes, was given the key to something; or was invited; or there
    are new codes."""

    at: datetime
    who: str
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class ExportMade:
    at: datetime
    by: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class LedgerState:
    health: Health
    short_code: str
    granted: tuple[Granted, ...]
    exports: tuple[ExportMade, ...]


def names(desk: Desk) -> Mapping[str, str]:
    """Staff id to name."""
    return {staff: member.name for staff, member in desk.authority.members.items()}


def stays(desk: Desk) -> dict[str, Stay]:
    """Every stay by its id."""
    found: dict[str, Stay] = {}
    for entry in desk.read(kinds=("detention.opened", "detention.closed")):
        body, stay = entry.body(Compartment.IDENTITY), entry.header.detention
        if stay is None or not entry.believed:
            continue
        if entry.header.kind == "detention.opened":
            at = said_time(body, "arrived_at", entry)
            found[stay] = Stay(str(body.get("custody_ref") or ""), at, None)
        elif stay in found:
            at = said_time(body, "at", entry)
            found[stay] = Stay(found[stay].custody_ref, found[stay].arrived, at)
    return found


def ledger_state(desk: Desk) -> LedgerState:
    """How the ledger is, and what was lately given to whom, newest first."""
    health = desk.health()
    return LedgerState(health, short_code(health.last_checkpoint), _granted(desk), _exports(desk))


def verify_now(desk: Desk) -> Verdict:
    """Recomputes the whole ledger, signatures too. Slow on a large one."""
    return desk.ledger.verify()


def short_code(note: str | None) -> str:
    """The code that is printed on paper, without the ledger's own name; "" for none."""
    if note is None:
        return ""
    try:
        code = read_checkpoint(note).short_code().split(" ")
    except BadNote:
        return ""
    root = code[-1]
    groups = " ".join(root[at : at + 4] for at in range(0, len(root), 4))
    return f"{code[-2]} · {groups}"


def _granted(desk: Desk) -> tuple[Granted, ...]:
    called = {**names(desk), RECOVERY: "Recovery codes"}
    found = []
    for entry in desk.read(kinds=(GRANTED, INVITED, RECOVERED, CODES_RENEWED)):
        body, by = entry.body(Compartment.OPEN), entry.header.author
        staff = RECOVERY if entry.header.kind == CODES_RENEWED else str(body.get("staff", ""))
        what = _what(entry.header.kind, body)
        found.append(Granted(entry.at, called.get(staff, staff), called.get(by, by), what))
    return tuple(reversed(found))


def _what(kind: str, body: Mapping[str, Any]) -> str:
    if kind == INVITED:
        return f"Invited as {_ROLES[str(body.get('role'))]}"
    if kind == CODES_RENEWED:
        return f"New codes, for {', '.join(map(str, body.get('officers', ())))} and the safe"
    key = f"Key to {OPENS[str(body.get('compartment'))]}"
    if kind != RECOVERED:
        return key
    first, second = map(str, body["officers"])
    return f"{key}, brought back with two recovery codes: {first}; {second}"


_ROLES = {
    Role.HCP.value: "health professional",
    Role.SERGEANT.value: "custody sergeant",
    Role.IG.value: "Information Governance officer",
    Role.ADMIN.value: "administrator",
}


def _exports(desk: Desk) -> tuple[ExportMade, ...]:
    called = names(desk)
    found = []
    for entry in desk.read(kinds=(MADE,)):
        if not entry.believed:
            continue
        body, by = entry.body(Compartment.OPEN), entry.header.author
        period = unstamp(body["from"]), unstamp(body["to"])
        found.append(ExportMade(entry.at, called.get(by, by), *period))
    return tuple(reversed(found))
