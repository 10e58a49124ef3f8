"""What the suite has set for custody's screens: the wall view, and the inspector's number.

Rules kept here: the wall view is off until an administrator turns it on; both settings are open to
everybody who works here, and name no patient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.sharing.plain import one_line
from custodyhcp.staff.inviting import must_be_admin
from custodyhcp.vault.compartments import Compartment

SCREENS_SET = "custody.screens_set"
LONGEST_PHONE = 40


@dataclass(frozen=True, slots=True)
class ScreensSet:
    """``wall``: cells and what to do may hang on a wall. ``inspector``: the number to ring."""

    wall: bool = False
    inspector: str = ""


def set_screens(desk: Desk, made: ScreensSet) -> Entry:
    """Raises ``NotAnAdministrator``."""
    must_be_admin(desk)
    body = {"wall": made.wall, "inspector": one_line(made.inspector)[:LONGEST_PHONE]}
    return desk.append(NewEntry(SCREENS_SET, {Compartment.OPEN: body}))[0]


def fold(entries: Iterable[Entry]) -> ScreensSet:
    made = ScreensSet()
    for entry in entries:
        body = entry.body(Compartment.OPEN)
        if entry.header.kind == SCREENS_SET and entry.believed and body:
            made = ScreensSet(body.get("wall") is True, str(body.get("inspector", "")))
    return made


def screens_set(desk: Desk) -> ScreensSet:
    """As it is set now."""
    return fold(desk.read(kinds=(SCREENS_SET,)))
