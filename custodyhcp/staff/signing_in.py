"""The door: first sign-in with a one-time code, sign-in, acceptable use, lock.

Rules kept here:

* A wrong name and a wrong passphrase give the same words after the same work.
* Every refusal is an entry, made by the workstation; after three in a row each further try waits.
* Until the acceptable use in force is accepted, the session is given no key that opens anything.
* Who has left is refused whatever the sign-in file says: the ledger decides.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.staff.acceptable_use import AcceptableUse, acceptable_use
from custodyhcp.staff.keys import give, name_of, open_grants, take_up
from custodyhcp.staff.rules import must_be_strong, sign_in_name, wait_after
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Member, Standing
from custodyhcp.vault.codes import ONE_TIME_GROUPS, Mistyped, read_code
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.hpke import Unopenable
from custodyhcp.vault.keyslots import (
    Downgraded,
    KdfParams,
    Keyslots,
    Slot,
    SlotKind,
    StaffKeys,
    open_nothing,
    open_slot,
    seal_slot,
)
from custodyhcp.vault.session import Session
from custodyhcp.vault.wire import to_text

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk, Ledger

ACCEPTED = "signin.accepted"
REFUSED = "signin.refused"
LOCKED = "session.locked"
USE_ACCEPTED = "use.accepted"


class Refused(KnownError):
    """The same words whether the name or the passphrase was wrong."""

    def __init__(self) -> None:
        super().__init__(
            "That name and passphrase do not match.",
            "Check Caps Lock and try again, or ask an administrator for a new one-time code.",
        )


class CodeRefused(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "That name and one-time code do not match.",
            "Check both with the administrator who added you. A code works once.",
        )


class WaitFirst(KnownError):
    """``seconds`` until the next try is looked at."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = math.ceil(wait.total_seconds())
        super().__init__(
            f"Too many tries. Wait {_in_words(self.seconds)}, then try again.",
            "If you have forgotten your passphrase, ask an administrator for a one-time code.",
        )


class FirstSignIn(KnownError):
    """The right one-time code was typed where the passphrase goes."""

    def __init__(self) -> None:
        super().__init__("This is your first sign-in.", "Choose your own passphrase to go on.")


def sign_in(ledger: Ledger, login: str, passphrase: str) -> Desk:
    """The desk of whoever this is. Slow. Until ``use_due`` is accepted it opens nothing.

    Raises ``Refused``, ``WaitFirst`` or ``FirstSignIn``.
    """
    tag = ledger.device.login_tag(sign_in_name(login))
    _must_not_wait(ledger, tag)
    keyslots = _keyslots(ledger)
    slot = keyslots.find(tag, SlotKind.PASSPHRASE)
    member = _enrolled(ledger, slot)
    if slot is None or member is None:
        _maybe_first(ledger, keyslots, tag, passphrase)
        raise _refused(ledger, tag, Refused())
    try:
        keys = open_slot(ledger.device, slot, passphrase)
    except Unopenable:
        raise _refused(ledger, tag, Refused()) from None
    if keys.signing.public != member.sign_key:
        raise _refused(ledger, tag, Refused())
    desk = ledger.desk(_session(ledger, member, keys))
    desk.append(_open_entry(ACCEPTED, staff=member.staff, tag=tag))
    if use_due(desk) is None:
        take_up(desk)
    return desk


def enrol(ledger: Ledger, login: str, code: str, passphrase: str) -> Desk:
    """First sign-in: the code is used up, the passphrase is theirs. Slow.

    Raises ``Mistyped`` (naming the group), ``WeakPassphrase``, ``CodeRefused`` or ``WaitFirst``.
    """
    must_be_strong(passphrase)
    typed = read_code(code, ONE_TIME_GROUPS)
    name = sign_in_name(login)
    tag = ledger.device.login_tag(name)
    _must_not_wait(ledger, tag)
    keyslots = _keyslots(ledger)
    slot = keyslots.find(tag, SlotKind.INVITE)
    member = ledger.authority.members.get(slot.staff) if slot else None
    if slot is None or member is None or member.standing is not Standing.INVITED:
        open_nothing(ledger.device, typed, _cost(keyslots))
        raise _refused(ledger, tag, CodeRefused())
    try:
        invite_keys = open_slot(ledger.device, slot, typed)
    except Unopenable:
        raise _refused(ledger, tag, CodeRefused()) from None
    if invite_keys.signing.public != member.sign_key:
        raise _refused(ledger, tag, CodeRefused())
    return _enrol(ledger, name, slot, member, invite_keys, passphrase)


def _enrol(
    ledger: Ledger,
    login: str,
    slot: Slot,
    member: Member,
    invite_keys: StaffKeys,
    passphrase: str,
) -> Desk:
    """Own slot first, then the entry, then the code goes: a crash between leaves a way in."""
    keys, device = StaffKeys.fresh(), ledger.device
    own = seal_slot(device, login, member.staff, SlotKind.PASSPHRASE, passphrase, keys, slot.kdf)
    keyslots = _keyslots(ledger).with_slot(own)
    keyslots.save(ledger.folder, device)
    before = ledger.desk(_session(ledger, member, invite_keys))
    given = open_grants(before, before.session)
    sealed_to_invite = [name_of(grant) for grant in ledger.authority.grants_of(member.staff)]
    before.append(
        _open_entry(
            rules.ENROLLED,
            staff=member.staff,
            sign_key=to_text(keys.signing.public),
            seal_key=to_text(keys.opening.public),
        )
    )
    desk = ledger.desk(_session(ledger, member, keys))
    mine = [
        give(desk, private, keys.opening.public, member.staff, compartment, generation)
        for (compartment, generation), private in given.items()
    ]
    tag = device.login_tag(login)
    desk.append(*mine, _open_entry(ACCEPTED, staff=member.staff, tag=tag))
    for name in sealed_to_invite:
        desk.destroy_sealed(name)
    keyslots.without(member.staff, SlotKind.INVITE).save(ledger.folder, device)
    if use_due(desk) is None:
        take_up(desk)
    return desk


def use_due(desk: Desk) -> AcceptableUse | None:
    """The text this person must accept before anything opens; None when they have."""
    wanted = acceptable_use()
    for entry in desk.ledger.open_entries((USE_ACCEPTED,)):
        body = entry.body(Compartment.OPEN)
        if entry.header.author == desk.session.staff and body["version"] == wanted.version:
            return None
    return wanted


def accept_use(desk: Desk, version: str) -> None:
    """Records that this person accepts the text, and lets their keys open what they may."""
    if version != acceptable_use().version:
        raise KnownError("The acceptable use has changed.", "Read it again, then accept it.")
    desk.append(_open_entry(USE_ACCEPTED, staff=desk.session.staff, version=version))
    take_up(desk)


def lock(desk: Desk) -> None:
    """The last entry of a session. The process that held the keys must end after this."""
    desk.append(_open_entry(LOCKED, staff=desk.session.staff))


def _session(ledger: Ledger, member: Member, keys: StaffKeys) -> Session:
    return Session(
        staff=member.staff,
        name=member.name,
        role=member.role,
        signing=keys.signing,
        opening=keys.opening,
        authority=ledger.authority,
    )


def _keyslots(ledger: Ledger) -> Keyslots:
    keyslots = Keyslots.load(ledger.folder, ledger.device)
    for entry in ledger.open_entries((rules.FOUNDED,)):
        floor = KdfParams.from_json(entry.body(Compartment.OPEN)["kdf_floor"])
        if not keyslots.floor.at_least(floor):
            raise Downgraded
    return keyslots


def _cost(keyslots: Keyslots) -> KdfParams:
    """What a slot costs here, for the work done over a name that has none."""
    return keyslots.slots[0].kdf if keyslots.slots else keyslots.floor


def _enrolled(ledger: Ledger, slot: Slot | None) -> Member | None:
    member = ledger.authority.members.get(slot.staff) if slot else None
    return member if member and member.standing is Standing.ENROLLED else None


def _maybe_first(ledger: Ledger, keyslots: Keyslots, tag: str, typed: str) -> None:
    """One slow try whatever the name, so that time tells nothing. Raises ``FirstSignIn``."""
    slot = keyslots.find(tag, SlotKind.INVITE)
    if slot is None:
        open_nothing(ledger.device, typed, _cost(keyslots))
        return
    try:
        secret = read_code(typed, ONE_TIME_GROUPS)
    except Mistyped:
        secret = typed
    try:
        open_slot(ledger.device, slot, secret)
    except Unopenable:
        return
    raise FirstSignIn


def _must_not_wait(ledger: Ledger, tag: str) -> None:
    refusals, last = 0, None
    owner = _keyslots(ledger).owner(tag)
    for entry in ledger.open_entries((ACCEPTED, REFUSED)):
        if entry.body(Compartment.OPEN).get("tag") != tag:
            continue
        refused = entry.header.kind == REFUSED
        if not refused and entry.header.author != owner:
            continue  # nobody's waiting ends by somebody else's sign-in
        refusals, last = (refusals + 1, entry.at) if refused else (0, None)
    wait = wait_after(refusals, last, ledger.now())
    if wait > timedelta(0):
        raise WaitFirst(wait)


def _refused(ledger: Ledger, tag: str, words: KnownError) -> KnownError:
    ledger.append_by_device(_open_entry(REFUSED, tag=tag))
    return words


def _open_entry(kind: str, **body: str) -> NewEntry:
    return NewEntry(kind, {Compartment.OPEN: body})


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minute{'s' if minutes != 1 else ''}"
