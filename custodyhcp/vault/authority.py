"""Who is who, whose signature counts, and who was given which key: worked out from the ledger.

Pure: facts in, values out. Rules kept here:

* The first administrator's key stands in entry 0 and its fingerprint is pinned in the keyring.
  Everything else hangs from it: an entry that nobody with the right to it signed changes nothing
  and is named in ``ignored``.
* Only an administrator invites and marks as left. Only the invited person, signing with the
  invite's key, enrols.
* A grant counts when it is from somebody who was given that key to somebody whose role may hold
  it. The founder's copies of the first keys are granted once, to be passed on and destroyed.
* When a holder leaves, another holder renews the key, and what they first keep for themselves is
  where its grants begin: no administrator ever sees the new one.
* Every compartment's key is also given to the recovery key, by its holders. An administrator's
  word that a key was brought back counts only with a proof by that key's private half.

The ledger checks each signature with ``signing_key`` *as it stands before that entry*, then takes
the entry in with ``after``. Only the kinds in ``KINDS`` change anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.recovery_key import (
    RECOVERY,
    BroughtBack,
    RecoveryPublic,
    holders_of_codes,
)
from custodyhcp.vault.signing import fingerprint
from custodyhcp.vault.wire import from_text

FOUNDED = "deployment.founded"
INVITED = "staff.invited"
ENROLLED = "staff.enrolled"
LEFT = "staff.left"
GRANTED = "key.granted"
DESTROYED = "key.destroyed"
RENEWED = "compartment.renewed"
CODES_RENEWED = "recovery.renewed"
RECOVERED = "key.recovered"
KINDS = frozenset(
    {FOUNDED, INVITED, ENROLLED, LEFT, GRANTED, DESTROYED, RENEWED, CODES_RENEWED, RECOVERED}
)
FIRST_GENERATION = 1


class Standing(Enum):
    INVITED = "INVITED"
    ENROLLED = "ENROLLED"
    LEFT = "LEFT"


@dataclass(frozen=True, slots=True)
class Fact:
    """What authority needs of an entry: its header's words and its OPEN body."""

    seq: int
    kind: str
    author: str
    role: str
    body: Mapping[str, Any]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    staff: str
    name: str
    role: Role
    standing: Standing
    sign_key: bytes
    seal_key: bytes
    login: str = ""
    professional_body: str = ""
    registration: str = ""
    rank_number: str = ""
    since: str = ""  # when the standing last changed


@dataclass(frozen=True, slots=True)
class Grant:
    """A compartment's private key, sealed to a member or to the recovery key (``RECOVERY``). The
    blob itself lies in keys.db."""

    staff: str
    compartment: Compartment
    generation: int
    sealed_sha256: str
    seal_key: bytes  # the sealing key it was sealed to
    by: str
    destroyed: bool = False


GrantKey = tuple[str, Compartment, int]


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry that claims a right its author does not have. It changed nothing."""

    seq: int
    kind: str
    author: str
    why: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Everything the OPEN entries so far say about people and keys."""

    root: str  # the pinned fingerprint; "" trusts entry 0 (a bundle read elsewhere)
    organisation: str = ""
    suite: str = ""
    phone: str = ""
    demonstration: bool = False
    founder: str = ""
    officers: tuple[str, ...] = ()
    recovery: RecoveryPublic | None = None
    acceptable_use: str = ""
    devices: Mapping[str, bytes] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    publics: Mapping[tuple[Compartment, int], bytes] = field(default_factory=dict)
    renewed_by: Mapping[tuple[Compartment, int], str] = field(default_factory=dict)
    grants: Mapping[GrantKey, Grant] = field(default_factory=dict)
    ignored: tuple[Ignored, ...] = ()

    def signing_key(self, author: str) -> bytes | None:
        """The key that must have signed the next entry by ``author``; None: believe nobody."""
        member = self.members.get(author)
        if member is not None:
            return None if member.standing is Standing.LEFT else member.sign_key
        return self.devices.get(author)

    def role(self, author: str) -> Role | None:
        member = self.members.get(author)
        if member is not None:
            return member.role
        return Role.DEVICE if author in self.devices else None

    def generation(self, compartment: Compartment) -> int:
        """The generation to seal to now; 0 before founding."""
        return max((g for c, g in self.publics if c is compartment), default=0)

    def grants_of(self, staff: str) -> list[Grant]:
        return [g for g in self.grants.values() if g.staff == staff and not g.destroyed]

    def holders(self, compartment: Compartment) -> list[Member]:
        """Enrolled members who were given the compartment's newest key and may hold it."""
        newest = self.generation(compartment)
        return [
            member
            for member in self.members.values()
            if member.standing is Standing.ENROLLED
            and compartment in HOLDS[member.role]
            and self.has(member.staff, compartment, newest)
        ]

    def has(self, staff: str, compartment: Compartment, generation: int) -> bool:
        """Was given that key, sealed to the key they have now. ``RECOVERY`` is asked about too."""
        grant = self.grants.get((staff, compartment, generation))
        if grant is None or grant.destroyed:
            return False
        return grant.seal_key == self.seal_key(staff)

    def seal_key(self, staff: str) -> bytes | None:
        """What a grant to this member, or to ``RECOVERY``, must be sealed to."""
        if staff == RECOVERY:
            return self.recovery.seal_key if self.recovery else None
        member = self.members.get(staff)
        return member.seal_key if member else None

    def owed(self) -> list[GrantKey]:
        """The keys that people may hold by their role and do not hold yet, oldest first, and
        those that the recovery key was not given yet."""
        takers = {
            member.staff: HOLDS[member.role]
            for member in self.members.values()
            if member.standing is not Standing.LEFT
        }
        if self.recovery is not None:
            takers[RECOVERY] = frozenset(SEALED)
        return [
            (staff, compartment, generation)
            for staff, may_hold in takers.items()
            for compartment, generation in self.publics
            if compartment in may_hold and not self.has(staff, compartment, generation)
        ]

    def recoverable(self, compartment: Compartment) -> bool:
        """Two recovery codes open every key this compartment ever had."""
        return all(self.has(RECOVERY, c, g) for c, g in self.publics if c is compartment)

    def renewal_due(self, compartment: Compartment) -> bool:
        """Somebody who was given the newest key has left: the next holder makes a new one."""
        newest = self.generation(compartment)
        return any(
            member.standing is Standing.LEFT and (member.staff, compartment, newest) in self.grants
            for member in self.members.values()
        )

    def after(self, fact: Fact) -> Authority:
        """The authority once this entry, whose signature was already checked, is taken in."""
        if fact.kind not in KINDS:
            return self
        try:
            return _RULES[fact.kind](self, fact)
        except _Refused as refused:
            why = str(refused)
        except (KeyError, ValueError, TypeError, AttributeError):
            why = "it is not written as this kind is"
        ignored = Ignored(fact.seq, fact.kind, fact.author, why)
        return replace(self, ignored=(*self.ignored, ignored))


def founding_key(body: Mapping[str, Any], root: str) -> bytes | None:
    """The signing key entry 0 names, if it is the pinned one. It must have signed entry 0."""
    try:
        key = from_text(body["admin"]["sign_key"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    return key if root in ("", fingerprint(key)) else None


def fold(facts: Iterable[Fact], root: str) -> Authority:
    """The authority after all these facts, in the order of ``seq``."""
    authority = Authority(root)
    for fact in facts:
        authority = authority.after(fact)
    return authority


class _Refused(Exception):
    pass


def _must(holds: bool, why: str) -> None:
    if not holds:
        raise _Refused(why)


def _founded(was: Authority, fact: Fact) -> Authority:
    body, admin = fact.body, fact.body["admin"]
    _must(fact.seq == 0 and not was.founder, "a deployment is founded once")
    _must(founding_key(body, was.root) is not None, "it is not the pinned administrator")
    _must(fact.author == admin["staff"] != RECOVERY, "the first administrator founds it")
    recovery = body["recovery"]
    member = Member(
        staff=admin["staff"],
        name=admin["name"],
        role=Role.ADMIN,
        standing=Standing.ENROLLED,
        sign_key=from_text(admin["sign_key"]),
        seal_key=from_text(admin["seal_key"]),
        login=admin.get("login", ""),
        since=fact.at,
    )
    device = body.get("device")
    return replace(
        was,
        organisation=body["organisation"],
        suite=body["suite"],
        phone=body["phone"],
        demonstration=body.get("demonstration") is True,
        founder=member.staff,
        officers=tuple(recovery["officers"]),
        recovery=_recovery_public(recovery),
        acceptable_use=body["acceptable_use"]["version"],
        devices={device["id"]: from_text(device["verify_key"])} if device else {},
        members={member.staff: member},
        publics={(c, FIRST_GENERATION): from_text(body["compartments"][c.value]) for c in SEALED},
    )


def _recovery_public(found: Mapping[str, Any]) -> RecoveryPublic | None:
    """None where the founding names none that can be sealed to: then nothing is given to it."""
    try:
        return RecoveryPublic.from_json(found)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _by_admin(was: Authority, fact: Fact) -> None:
    author = was.members.get(fact.author)
    _must(
        author is not None
        and author.role is Role.ADMIN
        and author.standing is Standing.ENROLLED
        and fact.role == Role.ADMIN.value,
        "only an administrator may",
    )


def _invited(was: Authority, fact: Fact) -> Authority:
    _by_admin(was, fact)
    body = fact.body
    staff = body["staff"]
    known = was.members.get(staff)
    _must(staff not in (fact.author, RECOVERY), "nobody invites themselves")
    role = Role(body["role"])
    _must(role is not Role.DEVICE, "a workstation is not a person")
    _must(known is None or known.role is role, "a role is not changed by inviting again")
    member = Member(
        staff=staff,
        name=body["name"],
        role=role,
        standing=Standing.INVITED,
        sign_key=from_text(body["sign_key"]),
        seal_key=from_text(body["seal_key"]),
        login=body.get("login", ""),
        professional_body=body.get("professional_body") or "",
        registration=body.get("registration") or "",
        rank_number=body.get("rank_number") or "",
        since=fact.at,
    )
    return replace(was, members={**was.members, staff: member})


def _enrolled(was: Authority, fact: Fact) -> Authority:
    staff = fact.body["staff"]
    known = was.members.get(staff)
    if known is None or known.standing is not Standing.INVITED:
        raise _Refused("nobody invited this person")
    _must(fact.author == staff and fact.role == known.role.value, "people enrol themselves")
    member = replace(
        known,
        standing=Standing.ENROLLED,
        sign_key=from_text(fact.body["sign_key"]),
        seal_key=from_text(fact.body["seal_key"]),
        since=fact.at,
    )
    return replace(was, members={**was.members, staff: member})


def _left(was: Authority, fact: Fact) -> Authority:
    _by_admin(was, fact)
    staff = fact.body["staff"]
    known = was.members.get(staff)
    if known is None or known.standing is Standing.LEFT:
        raise _Refused("nobody by that id is here")
    _must(staff != fact.author, "nobody marks themselves as left")
    member = replace(known, standing=Standing.LEFT, since=fact.at)
    return replace(was, members={**was.members, staff: member})


def _granted(was: Authority, fact: Fact) -> Authority:
    body = fact.body
    compartment, generation = Compartment(body["compartment"]), body["generation"]
    giver, taker = was.members.get(fact.author), was.members.get(body["staff"])
    _must((compartment, generation) in was.publics, "there is no such key")
    if body["staff"] == RECOVERY:
        return _granted_to_recovery(was, fact, compartment, generation)
    if giver is None or taker is None:
        raise _Refused("nobody by that id")
    _must(Standing.LEFT not in (giver.standing, taker.standing), "one of the two has left")
    first = not any(grant.compartment is compartment for grant in was.grants.values())
    founding = taker.staff == was.founder and giver is taker and first
    _must(founding or compartment in HOLDS[taker.role], "that role may not hold this key")
    held = was.grants.get((giver.staff, compartment, generation))
    begins = founding or (giver is taker and _just_renewed(was, giver, compartment, generation))
    _must(
        begins or (held is not None and not held.destroyed),
        "they do not hold this key themselves",
    )
    seal_key = from_text(body["seal_key"])
    _must(seal_key == taker.seal_key, "it is sealed to another key")
    again = was.has(taker.staff, compartment, generation)
    _must(giver is taker or not again, "they were given this key already")
    return _with_grant(was, fact, compartment, generation)


def _just_renewed(was: Authority, giver: Member, compartment: Compartment, generation: int) -> bool:
    """They made this key, and nobody was given it yet."""
    given = any((c, g) == (compartment, generation) for _, c, g in was.grants)
    return was.renewed_by.get((compartment, generation)) == giver.staff and not given


def _granted_to_recovery(
    was: Authority, fact: Fact, compartment: Compartment, generation: int
) -> Authority:
    giver = was.members.get(fact.author)
    _must(
        giver is not None
        and giver.standing is Standing.ENROLLED
        and was.has(giver.staff, compartment, generation),
        "they do not hold this key themselves",
    )
    _must(from_text(fact.body["seal_key"]) == was.seal_key(RECOVERY), "it is sealed to another key")
    return _with_grant(was, fact, compartment, generation)


def _with_grant(was: Authority, fact: Fact, compartment: Compartment, generation: int) -> Authority:
    body = fact.body
    grant = Grant(
        staff=body["staff"],
        compartment=compartment,
        generation=generation,
        sealed_sha256=body["sealed_sha256"],
        seal_key=from_text(body["seal_key"]),
        by=fact.author,
    )
    return replace(was, grants={**was.grants, (grant.staff, compartment, generation): grant})


def _recovered(was: Authority, fact: Fact) -> Authority:
    """An administrator brought a key back for somebody whose role may hold it."""
    _by_admin(was, fact)
    body = fact.body
    compartment, generation = Compartment(body["compartment"]), body["generation"]
    taker = was.members.get(body["staff"])
    if taker is None or taker.standing is Standing.LEFT or was.recovery is None:
        raise _Refused("nobody by that id is here")
    _must(compartment in HOLDS[taker.role], "that role may not hold this key")
    _must(was.has(RECOVERY, compartment, generation), "the recovery key was not given this key")
    officers = tuple(body["officers"])
    known = holders_of_codes(was.officers)
    two = len(set(officers)) == len(officers) == 2 and set(officers) <= set(known)
    _must(two, "two different holders' codes are needed")
    what = BroughtBack(
        staff=taker.staff,
        compartment=compartment,
        generation=generation,
        seal_key=from_text(body["seal_key"]),
        sealed_sha256=body["sealed_sha256"],
        officers=officers,
    )
    _must(what.seal_key == taker.seal_key, "it is sealed to another key")
    _must(was.recovery.proves(what, from_text(body["proof"])), "the recovery key did not do this")
    return _with_grant(was, fact, compartment, generation)


def _destroyed(was: Authority, fact: Fact) -> Authority:
    body = fact.body
    key = (body["staff"], Compartment(body["compartment"]), body["generation"])
    grant = was.grants.get(key)
    if grant is None:
        raise _Refused("there is no such grant")
    _must(_may_destroy(was, fact.author, grant), "it is not theirs to destroy")
    return replace(was, grants={**was.grants, key: replace(grant, destroyed=True)})


def _may_destroy(was: Authority, author: str, grant: Grant) -> bool:
    """One's own; a leaver's, by an administrator; the founding copy, by the first who hold it."""
    if author == grant.staff:
        return True
    by, of = was.members.get(author), was.members.get(grant.staff)
    if by is None or of is None or by.standing is not Standing.ENROLLED:
        return False
    if of.standing is Standing.LEFT:
        return by.role is Role.ADMIN
    return of.staff == was.founder and by in was.holders(grant.compartment)


def _renewed(was: Authority, fact: Fact) -> Authority:
    compartment, generation = Compartment(fact.body["compartment"]), fact.body["generation"]
    _must(compartment in SEALED, "that compartment has no key")
    _must(generation == was.generation(compartment) + 1, "generations follow one another")
    _must(was.renewal_due(compartment), "nobody who held this key has left")
    author = was.members.get(fact.author)
    _must(author is not None and author in was.holders(compartment), "only a holder renews a key")
    public = from_text(fact.body["public"])
    key = (compartment, generation)
    return replace(
        was,
        publics={**was.publics, key: public},
        renewed_by={**was.renewed_by, key: fact.author},
    )


def _codes_renewed(was: Authority, fact: Fact) -> Authority:
    _by_admin(was, fact)
    return replace(
        was,
        officers=tuple(str(name) for name in fact.body["officers"]),
        recovery=RecoveryPublic.from_json(fact.body),
    )


_RULES = MappingProxyType(
    {
        CODES_RENEWED: _codes_renewed,
        FOUNDED: _founded,
        INVITED: _invited,
        ENROLLED: _enrolled,
        LEFT: _left,
        GRANTED: _granted,
        DESTROYED: _destroyed,
        RENEWED: _renewed,
        RECOVERED: _recovered,
    }
)
