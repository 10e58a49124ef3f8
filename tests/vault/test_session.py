"""What a session opens: its role's share of what it was granted, and never a key put there by
somebody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.hpke import OpeningKey, SealingKey, Unopenable
from custodyhcp.vault.parts import PartContext
from custodyhcp.vault.session import ERASED, Erased, Session, person_key_name, seal_grant
from custodyhcp.vault.signing import SigningKey, verify


class Blobs:
    """keys.db in memory, through the same two verbs."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def sealed(self, name: str) -> bytes | None:
        return self.held.get(name)

    def put_sealed(self, name: str, blob: bytes) -> None:
        self.held[name] = blob


KEYS = {compartment: OpeningKey.fresh() for compartment in SEALED}
AUTHORITY = Authority("", publics={(c, 1): key.public for c, key in KEYS.items()})


def session(role: Role, *, holding: bool = True) -> Session:
    made = Session(
        staff=f"staff-{role.value}",
        name=role.value,
        role=role,
        signing=SigningKey.fresh(),
        opening=OpeningKey.fresh(),
        authority=AUTHORITY,
    )
    for compartment in HOLDS[role] if holding else ():
        made.learn(compartment, 1, grant(made, compartment))
    return made


def grant(to: Session, compartment: Compartment, key: OpeningKey | None = None) -> bytes:
    private = (key or KEYS[compartment]).private
    return seal_grant(private, to.seal_key, to.staff, compartment, 1)


def context(compartment: Compartment, person: str | None = "person-1") -> PartContext:
    return PartContext("entry-1", "assessment.recorded", compartment, person)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("compartment", SEALED)
@pytest.mark.parametrize("person", ["person-1", None])
def test_a_role_opens_what_it_holds_and_nothing_else(
    role: Role, compartment: Compartment, person: str | None
) -> None:
    blobs = Blobs()
    part = session(Role.HCP).seal_part(b"words", context(compartment, person), blobs)
    reader = session(role)
    if compartment in HOLDS[role]:
        assert reader.open_part(part, context(compartment, person), blobs) == b"words"
    else:
        with pytest.raises(Unopenable):
            reader.open_part(part, context(compartment, person), blobs)


def test_writing_where_one_may_not_read_back() -> None:
    blobs, author = Blobs(), session(Role.HCP)
    part = author.seal_part(b"a ground and a reason", context(Compartment.OVERSIGHT), blobs)
    with pytest.raises(Unopenable):
        author.open_part(part, context(Compartment.OVERSIGHT), blobs)
    reader = session(Role.IG)
    assert reader.open_part(part, context(Compartment.OVERSIGHT), blobs).startswith(b"a ground")


def test_a_colleague_opens_what_another_wrote_with_the_persons_one_key() -> None:
    blobs = Blobs()
    one, other = session(Role.HCP), session(Role.HCP)
    first = one.seal_part(b"1", context(Compartment.CLINICAL), blobs)
    second = other.seal_part(b"2", context(Compartment.CLINICAL), blobs)
    assert len(blobs.held) == 1
    assert other.open_part(first, context(Compartment.CLINICAL), blobs) == b"1"
    assert one.open_part(second, context(Compartment.CLINICAL), blobs) == b"2"


def test_a_grant_for_a_role_that_may_not_hold_it_is_refused() -> None:
    for role in (Role.SERGEANT, Role.IG, Role.ADMIN):
        one = session(role, holding=False)
        with pytest.raises(Unopenable):
            one.learn(Compartment.CLINICAL, 1, grant(one, Compartment.CLINICAL))
        assert not one.holds(Compartment.CLINICAL)


def test_a_grant_of_a_key_of_somebodys_choosing_is_refused() -> None:
    one = session(Role.HCP, holding=False)
    with pytest.raises(Unopenable):
        one.learn(Compartment.CLINICAL, 1, grant(one, Compartment.CLINICAL, OpeningKey.fresh()))
    with pytest.raises(Unopenable):
        one.learn(Compartment.CLINICAL, 1, grant(one, Compartment.BRIEFING))


def test_a_grant_to_somebody_else_does_not_open() -> None:
    one, other = session(Role.HCP, holding=False), session(Role.HCP, holding=False)
    with pytest.raises(Unopenable):
        other.learn(Compartment.CLINICAL, 1, grant(one, Compartment.CLINICAL))


def test_a_person_key_put_there_by_somebody_who_only_knows_the_public_key_is_not_believed() -> None:
    """The swap: whoever can write to keys.db seals a key they know to the compartment."""
    blobs = Blobs()
    name = person_key_name("person-1", Compartment.CLINICAL, 1)
    known = bytes(32)
    sealed = SealingKey(KEYS[Compartment.CLINICAL].public).seal(
        known, b"person key v1", name.encode()
    )
    for tag in (bytes(32), b"", sealed[-32:]):
        blobs.put_sealed(name, sealed + tag)
        with pytest.raises(Unopenable):
            session(Role.HCP).seal_part(b"words", context(Compartment.CLINICAL), blobs)


def test_another_persons_key_put_in_this_ones_place_is_not_believed() -> None:
    blobs, one = Blobs(), session(Role.HCP)
    one.seal_part(b"1", context(Compartment.CLINICAL, "person-1"), blobs)
    part = one.seal_part(b"2", context(Compartment.CLINICAL, "person-2"), blobs)
    first = blobs.held[person_key_name("person-1", Compartment.CLINICAL, 1)]
    blobs.put_sealed(person_key_name("person-2", Compartment.CLINICAL, 1), first)
    with pytest.raises(Unopenable):
        session(Role.HCP).open_part(part, context(Compartment.CLINICAL, "person-2"), blobs)


def test_an_erased_person_opens_no_more_and_is_not_begun_again() -> None:
    blobs, one = Blobs(), session(Role.HCP)
    part = one.seal_part(b"1", context(Compartment.CLINICAL), blobs)
    blobs.put_sealed(person_key_name("person-1", Compartment.CLINICAL, 1), ERASED)
    one.forget_person("person-1")
    with pytest.raises(Erased):
        one.open_part(part, context(Compartment.CLINICAL), blobs)
    with pytest.raises(Erased):
        one.seal_part(b"2", context(Compartment.CLINICAL), blobs)


def test_after_a_renewal_the_old_key_opens_nothing_new() -> None:
    blobs, stays, leaves = Blobs(), session(Role.HCP), session(Role.HCP)
    old = stays.seal_part(b"before", context(Compartment.CLINICAL), blobs)
    newer = OpeningKey.fresh()
    renewed = replace(
        AUTHORITY, publics={**AUTHORITY.publics, (Compartment.CLINICAL, 2): newer.public}
    )
    stays.trust(renewed)
    assert not stays.holds(Compartment.CLINICAL)
    stays.learn_private(Compartment.CLINICAL, 2, newer.private)
    new = stays.seal_part(b"after", context(Compartment.CLINICAL), blobs)
    assert leaves.open_part(old, context(Compartment.CLINICAL), blobs) == b"before"
    with pytest.raises(Unopenable):
        leaves.open_part(new, context(Compartment.CLINICAL), blobs)
    assert stays.open_part(old, context(Compartment.CLINICAL), blobs) == b"before"
    assert stays.open_part(new, context(Compartment.CLINICAL), blobs) == b"after"


@pytest.mark.parametrize("part", [b"", b"\x00\x00\x01", b"\x03\x00\x01" + bytes(400), b"\x01\x00"])
def test_bytes_that_are_no_part_do_not_open(part: bytes) -> None:
    with pytest.raises(Unopenable):
        session(Role.HCP).open_part(part, context(Compartment.CLINICAL), Blobs())


def test_a_session_signs_with_its_own_key() -> None:
    one = session(Role.SERGEANT)
    assert verify(one.verify_key, one.sign(b"entry"), b"entry")
    assert not verify(session(Role.SERGEANT).verify_key, one.sign(b"entry"), b"entry")
    assert not verify(b"short", one.sign(b"entry"), b"entry")
