"""Who holds which compartment's key, and how it is passed on.

Rules kept here:

* A key goes only to somebody an administrator invited in a signed entry, whose role may hold it.
* The founder's copies of the first keys are passed on at each invitation, and destroyed as soon
  as somebody else holds that key: a staffed suite has no administrator's key that opens anything.
* The recovery key is one more taker: holders seal every key to it, old ones and new ones, and once
  there are new codes, to the new recovery key. The copy sealed to the old one is then taken away.
* When somebody who held a key has left, the next holder to sign in makes a new one. It protects
  what is written from then on; what the leaver could open before cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Grant, GrantKey
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment
from custodyhcp.vault.hpke import OpeningKey, Unopenable
from custodyhcp.vault.recovery_key import RECOVERY
from custodyhcp.vault.session import Session, grant_name, seal_grant
from custodyhcp.vault.wire import to_text

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk


def entry_of_grant(
    seal_key: bytes, staff: str, compartment: Compartment, generation: int, blob: bytes
) -> NewEntry:
    """The signed word that this blob, and no other, is that person's copy of that key."""
    return NewEntry(
        rules.GRANTED,
        {
            Compartment.OPEN: {
                "staff": staff,
                "compartment": compartment.value,
                "generation": generation,
                "seal_key": to_text(seal_key),
                "sealed_sha256": sha256(blob).hexdigest(),
            }
        },
    )


def entry_of_destruction(grant: Grant) -> NewEntry:
    return NewEntry(
        rules.DESTROYED,
        {
            Compartment.OPEN: {
                "staff": grant.staff,
                "compartment": grant.compartment.value,
                "generation": grant.generation,
            }
        },
    )


def name_of(grant: Grant) -> str:
    """Where the grant's blob lies in keys.db."""
    return grant_name(grant.staff, grant.compartment, grant.generation, grant.seal_key)


def give(
    desk: Desk,
    private: bytes,
    seal_key: bytes,
    staff: str,
    compartment: Compartment,
    generation: int,
) -> NewEntry:
    """Seals a compartment's private key to somebody and keeps the blob; append what it returns."""
    blob = seal_grant(private, seal_key, staff, compartment, generation)
    desk.put_sealed(grant_name(staff, compartment, generation, seal_key), blob)
    return entry_of_grant(seal_key, staff, compartment, generation, blob)


def open_grants(desk: Desk, session: Session) -> dict[tuple[Compartment, int], bytes]:
    """The private keys this person was given and can open, whatever their role."""
    found = {}
    for grant in desk.authority.grants_of(session.staff):
        private = _open_grant(desk, session, grant)
        if private is not None:
            found[grant.compartment, grant.generation] = private
    return found


def _open_grant(desk: Desk, session: Session, grant: Grant) -> bytes | None:
    name = name_of(grant)
    blob = desk.sealed(name)
    if not blob or sha256(blob).hexdigest() != grant.sealed_sha256:
        return None
    try:
        return session.open_sealed(blob, name)
    except Unopenable:
        return None


def take_up(desk: Desk) -> None:
    """Lets the session open what this person was given, then passes on what is owed to others."""
    _learn(desk)
    settle(desk)


def settle(desk: Desk) -> None:
    """Renews, passes on and destroys what is due and this session may."""
    renewals = [entry for c in SEALED for entry in _renewal(desk, c)]
    if renewals:
        desk.append(*renewals)
        _learn(desk)
    handed_on = [
        _pass_on(desk, staff, compartment, generation)
        for staff, compartment, generation in (*desk.authority.owed(), *_recovery_lacks(desk))
        if desk.session.holds_generation(compartment, generation)
    ]
    pass_on(desk, handed_on)
    destroy(desk, _founding_copies(desk))


def pass_on(desk: Desk, given: Sequence[NewEntry]) -> None:
    """Says in the ledger that these were given, then takes away what lay sealed to a recovery
    key of earlier codes."""
    before = {key: grant for key, grant in desk.authority.grants.items() if key[0] == RECOVERY}
    if given:
        desk.append(*given)
    for key, earlier in before.items():
        if name_of(desk.authority.grants[key]) != name_of(earlier):
            desk.destroy_sealed(name_of(earlier))


def destroy(desk: Desk, grants: Iterable[Grant]) -> None:
    """Says in the ledger that these copies are gone, and takes the blobs out of keys.db."""
    gone = list(grants)
    if gone:
        desk.append(*map(entry_of_destruction, gone))
    for grant in gone:
        desk.destroy_sealed(name_of(grant))


def kept_for_recovery(desk: Desk, compartment: Compartment, generation: int) -> bytes | None:
    """The blob sealed to the recovery key in force, if it is there and as the ledger says."""
    if not desk.authority.has(RECOVERY, compartment, generation):
        return None
    grant = desk.authority.grants[RECOVERY, compartment, generation]
    blob = desk.sealed(name_of(grant))
    return blob if blob and sha256(blob).hexdigest() == grant.sealed_sha256 else None


def _recovery_lacks(desk: Desk) -> list[GrantKey]:
    """What the ledger says the recovery key was given and keys.db does not have any more, as
    after an older keys.db was put back."""
    return [
        (RECOVERY, compartment, generation)
        for compartment, generation in desk.authority.publics
        if desk.authority.has(RECOVERY, compartment, generation)
        and kept_for_recovery(desk, compartment, generation) is None
    ]


def _learn(desk: Desk) -> None:
    session = desk.session
    session.trust(desk.authority)
    for (compartment, generation), private in open_grants(desk, session).items():
        if compartment in HOLDS[session.role]:
            session.learn_private(compartment, generation, private)


def _pass_on(desk: Desk, staff: str, compartment: Compartment, generation: int) -> NewEntry:
    to = desk.authority.seal_key(staff)
    if to is None:
        raise KeyError(staff)
    blob = desk.session.grant(to, staff, compartment, generation)
    desk.put_sealed(grant_name(staff, compartment, generation, to), blob)
    return entry_of_grant(to, staff, compartment, generation, blob)


def _renewal(desk: Desk, compartment: Compartment) -> list[NewEntry]:
    """A new key for a compartment whose key somebody who left had, and this session's own copy."""
    session, authority = desk.session, desk.authority
    if not session.holds(compartment) or not authority.renewal_due(compartment):
        return []
    key = OpeningKey.fresh()
    generation = authority.generation(compartment) + 1
    renewed = NewEntry(
        rules.RENEWED,
        {
            Compartment.OPEN: {
                "compartment": compartment.value,
                "generation": generation,
                "public": to_text(key.public),
            }
        },
    )
    own = give(desk, key.private, session.seal_key, session.staff, compartment, generation)
    return [renewed, own]


def _founding_copies(desk: Desk) -> list[Grant]:
    """The founder's copies of keys that this session and the ledger know somebody else to hold."""
    authority = desk.authority
    return [
        grant
        for grant in authority.grants_of(authority.founder)
        if desk.session.staff != authority.founder
        and desk.session.holds(grant.compartment)
        and grant.compartment not in HOLDS[authority.members[authority.founder].role]
    ]
