"""What an administrator does about people: add, let in again, mark as left. No key opens anything.

Every one of these is a signed entry; that is what makes colleagues' programs pass keys on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry, new_id
from custodyhcp.staff.keys import destroy, give, open_grants
from custodyhcp.staff.rules import Newcomer, ProfessionalBody, WrongParticulars, tidied
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Authority, Member, Standing
from custodyhcp.vault.codes import ONE_TIME_GROUPS, fresh_code
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.keyslots import KdfParams, Keyslots, SlotKind, StaffKeys, seal_slot
from custodyhcp.vault.wire import to_text

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the administrator hands over, in person. The code is shown once and kept nowhere."""

    staff: str
    name: str
    login: str
    code: str


class NotAnAdministrator(KnownError):
    def __init__(self) -> None:
        super().__init__("Only an administrator can do this.", "Ask your administrator.")


class LastHolder(KnownError):
    """``opens`` names, in plain words, what nobody could open any more; ``recoverable`` is True
    where two recovery codes still could."""

    def __init__(self, name: str, opens: str, *, recoverable: bool = False) -> None:
        self.recoverable = recoverable
        super().__init__(
            f"{name} is the only person who can open {opens}.",
            "Add somebody else in the same role first, and wait until they have signed in once.",
        )


OPENS = {
    Compartment.IDENTITY: "who is in custody",
    Compartment.CLINICAL: "clinical records",
    Compartment.BRIEFING: "briefings",
    Compartment.OVERSIGHT: "the reviews of overrides",
}


def invite(desk: Desk, newcomer: Newcomer) -> Invitation:
    """Adds a person and gives the one-time code for their first sign-in. Slow.

    Raises ``WrongParticulars`` naming each field that is wrong.
    """
    must_be_admin(desk)
    person = tidied(newcomer)
    return _invite(desk, person, new_id(desk.now()))


def invite_again(desk: Desk, staff: str, *, even_if_last: bool = False) -> Invitation:
    """A new one-time code for somebody who forgot their passphrase. Their old one stops working.

    Raises ``LastHolder`` unless told to go on: their old keys are gone, and what nobody else can
    open comes back only with two recovery codes (recovering.py).
    """
    must_be_admin(desk)
    member = _member(desk, staff)
    if not even_if_last:
        _must_not_be_last(desk.authority, member)
    return _invite(desk, _newcomer(member), staff)


def mark_left(desk: Desk, staff: str, *, even_if_last: bool = False) -> None:
    """Takes somebody's sign-in and keys away, from this moment. Raises ``LastHolder``."""
    must_be_admin(desk)
    member = _member(desk, staff)
    if not even_if_last:
        _must_not_be_last(desk.authority, member)
    grants = desk.authority.grants_of(staff)
    desk.append(NewEntry(rules.LEFT, {Compartment.OPEN: {"staff": staff}}))
    device, folder = desk.ledger.device, desk.ledger.folder
    Keyslots.load(folder, device).without(staff).save(folder, device)
    destroy(desk, grants)


def _invite(desk: Desk, person: Newcomer, staff: str) -> Invitation:
    device, folder = desk.ledger.device, desk.ledger.folder
    keyslots = Keyslots.load(folder, device)
    owner = keyslots.owner(device.login_tag(person.login))
    if owner not in (None, staff):
        raise WrongParticulars(
            {"login": f"Somebody here already signs in as {person.login}. Choose another."}
        )
    keys, code = StaffKeys.fresh(), fresh_code(ONE_TIME_GROUPS)
    slot = seal_slot(
        device, person.login, staff, SlotKind.INVITE, code, keys, _cost(desk, keyslots)
    )
    keyslots.without(staff).with_slot(slot).save(folder, device)
    invited = NewEntry(rules.INVITED, {Compartment.OPEN: _particulars(person, staff, keys)})
    desk.append(invited, *_founding_grants(desk, person.role, staff, keys))
    return Invitation(staff, person.name, person.login, code)


def _cost(desk: Desk, keyslots: Keyslots) -> KdfParams:
    """The administrator's own slot shows what this deployment settled on."""
    own = [slot.kdf for slot in keyslots.slots if slot.staff == desk.session.staff]
    return own[0] if own else keyslots.floor


def _founding_grants(desk: Desk, role: Role, staff: str, keys: StaffKeys) -> list[NewEntry]:
    return [
        give(desk, private, keys.opening.public, staff, compartment, generation)
        for (compartment, generation), private in open_grants(desk, desk.session).items()
        if compartment in HOLDS[role]
    ]


def _particulars(person: Newcomer, staff: str, keys: StaffKeys) -> dict[str, str | None]:
    return {
        "staff": staff,
        "name": person.name,
        "login": person.login,
        "role": person.role.value,
        "professional_body": person.professional_body.value if person.professional_body else None,
        "registration": person.registration or None,
        "rank_number": person.rank_number or None,
        "sign_key": to_text(keys.signing.public),
        "seal_key": to_text(keys.opening.public),
    }


def _newcomer(member: Member) -> Newcomer:
    body = member.professional_body
    return Newcomer(
        name=member.name,
        role=member.role,
        login=member.login,
        professional_body=ProfessionalBody(body) if body else None,
        registration=member.registration,
        rank_number=member.rank_number,
    )


def must_be_admin(desk: Desk) -> None:
    if desk.session.role is not Role.ADMIN:
        raise NotAnAdministrator


def _member(desk: Desk, staff: str) -> Member:
    member = desk.authority.members.get(staff)
    if member is None or member.standing is Standing.LEFT:
        raise KnownError("This person is no longer here.", "Look at the list again.")
    if staff == desk.session.staff:
        raise KnownError(
            "You cannot do this to yourself.", "Ask another administrator to do it for you."
        )
    return member


def _must_not_be_last(authority: Authority, member: Member) -> None:
    for compartment in SEALED:
        holders = authority.holders(compartment)
        if [holder.staff for holder in holders] == [member.staff]:
            recoverable = authority.recoverable(compartment)
            raise LastHolder(member.name, OPENS[compartment], recoverable=recoverable)
