"""The four recovery codes after founding: have they been checked, and making new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.staff.inviting import must_be_admin
from custodyhcp.staff.rules import tidy
from custodyhcp.vault import authority as rules
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.keyslots import Keyslots
from custodyhcp.vault.recovery import Share, make_shares

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk, Ledger

CHECKED = "recovery.checked"


def codes_checked(ledger: Ledger) -> bool:
    """True if every holder typed back the end of the codes that are in force."""
    last = [e.header.kind for e in ledger.open_entries((CHECKED, rules.CODES_RENEWED))]
    return bool(last) and last[-1] == CHECKED


def record_checked(desk: Desk) -> None:
    """Says that each of the four codes was printed or written down, and its end typed back."""
    must_be_admin(desk)
    desk.append(NewEntry(CHECKED, {Compartment.OPEN: {"staff": desk.session.staff}}))


def new_codes(desk: Desk, officers: tuple[str, str, str]) -> tuple[Share, ...]:
    """Four new codes; the old ones open this computer's file no more. Shown once, kept nowhere."""
    must_be_admin(desk)
    names = tuple(tidy(name) for name in officers)
    device, folder = desk.ledger.device, desk.ledger.folder
    shares, pairs = make_shares(device, desk.authority.root, names)
    Keyslots.load(folder, device).with_recovery(pairs).save(folder, device)
    body = {"officers": list(names)}
    desk.append(NewEntry(rules.CODES_RENEWED, {Compartment.OPEN: body}))
    return shares
