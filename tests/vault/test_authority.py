"""Who may be believed: every entry that claims a right its author does not have changes nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest

from custodyhcp.vault.authority import (
    CODES_RENEWED,
    DESTROYED,
    ENROLLED,
    FOUNDED,
    GRANTED,
    INVITED,
    KINDS,
    LEFT,
    RECOVERED,
    RENEWED,
    Authority,
    Fact,
    Standing,
    fold,
    founding_key,
)
from custodyhcp.vault.compartments import SEALED, Compartment, Role
from custodyhcp.vault.recovery_key import RECOVERY, BroughtBack, RecoveryKey
from custodyhcp.vault.signing import fingerprint
from custodyhcp.vault.wire import from_text, to_text


def key() -> str:
    return to_text(os.urandom(32))


@dataclass
class Story:
    """Facts one after another, with the short names of the people in them."""

    facts: list[Fact] = field(default_factory=list)
    seals: dict[str, str] = field(default_factory=dict)
    root: str = ""

    def tell(self, kind: str, author: str, as_role: Role, /, **body: Any) -> Story:
        self.facts.append(Fact(len(self.facts), kind, author, as_role.value, body))
        return self

    def found(self) -> Story:
        sign, self.seals["admin"] = key(), key()
        self.root = fingerprint(from_text(sign))
        admin = {"staff": "admin", "name": "A", "sign_key": sign, "seal_key": self.seals["admin"]}
        self.tell(
            FOUNDED,
            "admin",
            Role.ADMIN,
            organisation="Org",
            suite="Suite",
            phone="01632 960000",
            compartments={c.value: key() for c in SEALED},
            admin=admin,
            device={"id": "device-1", "verify_key": key()},
            acceptable_use={"version": "1"},
            recovery={"officers": ["X", "Y", "Z"]},
        )
        for compartment in SEALED:
            self.grant("admin", Role.ADMIN, "admin", compartment)
        return self

    def invite(
        self, staff: str, role: Role, by: str = "admin", by_role: Role = Role.ADMIN
    ) -> Story:
        self.seals[staff] = key()
        return self.tell(
            INVITED,
            by,
            by_role,
            staff=staff,
            name=staff,
            role=role.value,
            sign_key=key(),
            seal_key=self.seals[staff],
        )

    def enrol(self, staff: str, role: Role, by: str | None = None) -> Story:
        self.seals[staff] = key()
        return self.tell(
            ENROLLED, by or staff, role, staff=staff, sign_key=key(), seal_key=self.seals[staff]
        )

    def grant(
        self, by: str, by_role: Role, to: str, compartment: Compartment, generation: int = 1
    ) -> Story:
        return self.tell(
            GRANTED,
            by,
            by_role,
            staff=to,
            compartment=compartment.value,
            generation=generation,
            seal_key=self.seals.get(to, key()),
            sealed_sha256=sha256(to.encode()).hexdigest(),
        )

    def destroy(self, by: str, by_role: Role, of: str, compartment: Compartment) -> Story:
        return self.tell(
            DESTROYED, by, by_role, staff=of, compartment=compartment.value, generation=1
        )

    def join(self, staff: str, role: Role, *compartments: Compartment) -> Story:
        """Invited, given what the founder holds, enrolled, sealed again to their own key."""
        self.invite(staff, role)
        for compartment in compartments:
            self.grant("admin", Role.ADMIN, staff, compartment)
        self.enrol(staff, role)
        for compartment in compartments:
            self.grant(staff, role, staff, compartment)
        return self

    @property
    def authority(self) -> Authority:
        return fold(self.facts, self.root)


CLINICAL = Compartment.CLINICAL


def staffed() -> Story:
    story = Story().found()
    story.join("nurse", Role.HCP, Compartment.IDENTITY, CLINICAL, Compartment.BRIEFING)
    story.join("sergeant", Role.SERGEANT, Compartment.IDENTITY, Compartment.BRIEFING)
    assert story.authority.ignored == ()
    return story


def ignored(story: Story) -> int:
    return len(story.authority.ignored)


def test_a_suite_is_founded_and_staffed() -> None:
    authority = staffed().authority
    assert authority.founder == "admin"
    assert authority.role("device-1") is Role.DEVICE
    assert [m.staff for m in authority.holders(CLINICAL)] == ["nurse"]
    assert {m.staff for m in authority.holders(Compartment.BRIEFING)} == {"nurse", "sergeant"}
    assert authority.owed() == []


def test_another_founder_than_the_pinned_one_is_not_believed() -> None:
    story = Story().found()
    story.root = "00" * 32
    assert story.authority.founder == "" and ignored(story) == 5
    assert founding_key(story.facts[0].body, "00" * 32) is None
    assert founding_key({}, "") is None


def test_a_deployment_is_founded_once_and_first() -> None:
    story = staffed()
    body = story.facts[0].body
    story.tell(FOUNDED, "admin", Role.ADMIN, **body)
    assert ignored(story) == 1
    late = fold([Fact(3, FOUNDED, "admin", "ADMIN", body)], story.root)
    assert late.founder == ""


@pytest.mark.parametrize(("by", "role"), [("nurse", Role.HCP), ("sergeant", Role.SERGEANT)])
def test_only_an_administrator_invites_or_marks_as_left(by: str, role: Role) -> None:
    story = staffed().invite("friend", Role.HCP, by, role)
    story.tell(LEFT, by, role, staff="admin")
    assert ignored(story) == 2
    assert "friend" not in story.authority.members


def test_nobody_gets_a_right_by_writing_another_role_in_the_header() -> None:
    story = staffed().invite("friend", Role.HCP, "nurse", Role.ADMIN)
    assert ignored(story) == 1


def test_an_administrator_does_not_invite_themselves_into_another_role() -> None:
    story = staffed().invite("admin", Role.HCP)
    assert ignored(story) == 1 and story.authority.role("admin") is Role.ADMIN


def test_a_role_is_not_changed_by_inviting_again() -> None:
    story = staffed().invite("sergeant", Role.HCP)
    assert ignored(story) == 1 and story.authority.role("sergeant") is Role.SERGEANT


def test_a_swapped_public_key_is_not_believed() -> None:
    """Somebody writes an enrolment for a colleague, to have keys sealed to a key of their own."""
    story = staffed()
    before = story.authority.members["nurse"].seal_key
    story.enrol("nurse", Role.HCP, by="sergeant")
    story.enrol("nurse", Role.HCP)  # and a second enrolment of one who was not invited again
    assert ignored(story) == 2
    assert story.authority.members["nurse"].seal_key == before


@pytest.mark.parametrize(
    ("by", "by_role", "to", "compartment"),
    [
        ("nurse", Role.HCP, "sergeant", CLINICAL),  # a role that may not hold it
        ("sergeant", Role.SERGEANT, "nurse", CLINICAL),  # a giver who does not hold it
        ("nurse", Role.HCP, "nobody", CLINICAL),
        ("device-1", Role.DEVICE, "nurse", CLINICAL),
        ("admin", Role.ADMIN, "admin", CLINICAL),  # the founder takes a key back
        ("nurse", Role.HCP, "admin", CLINICAL),
    ],
)
def test_a_forged_grant_is_not_believed(
    by: str, by_role: Role, to: str, compartment: Compartment
) -> None:
    story = staffed().destroy("nurse", Role.HCP, "admin", CLINICAL)
    assert ignored(story) == 0
    story.grant(by, by_role, to, compartment)
    assert ignored(story) == 1


def test_a_grant_sealed_to_another_key_than_the_members_is_not_believed() -> None:
    story = staffed()
    story.seals["nurse"] = key()
    assert ignored(story.grant("nurse", Role.HCP, "nurse", CLINICAL)) == 1


def test_a_grant_of_a_key_that_does_not_exist_is_not_believed() -> None:
    assert ignored(staffed().grant("nurse", Role.HCP, "nurse", CLINICAL, generation=7)) == 1


def test_a_key_is_owed_to_who_was_invited_until_it_is_sealed_to_their_own_key() -> None:
    story = staffed().invite("second", Role.HCP)
    owed = {c for staff, c, _ in story.authority.owed() if staff == "second"}
    assert owed == {Compartment.IDENTITY, CLINICAL, Compartment.BRIEFING}
    story.grant("nurse", Role.HCP, "second", CLINICAL)
    assert ("second", CLINICAL, 1) not in story.authority.owed()
    story.enrol("second", Role.HCP)
    assert ("second", CLINICAL, 1) in story.authority.owed()
    assert "second" not in [m.staff for m in story.authority.holders(CLINICAL)]


def test_only_its_owner_or_the_next_holder_destroys_a_copy() -> None:
    story = staffed()
    story.destroy("sergeant", Role.SERGEANT, "nurse", CLINICAL)
    story.destroy("sergeant", Role.SERGEANT, "admin", CLINICAL)
    story.destroy("admin", Role.ADMIN, "nurse", CLINICAL)
    assert ignored(story) == 3
    story.destroy("nurse", Role.HCP, "admin", CLINICAL)
    assert ignored(story) == 3
    assert all(grant.compartment is not CLINICAL for grant in story.authority.grants_of("admin"))


def test_who_has_left_signs_nothing_and_a_holder_renews_the_key() -> None:
    story = staffed().join("second", Role.HCP)
    story.grant("nurse", Role.HCP, "second", CLINICAL)
    new = {"compartment": "clinical", "generation": 2, "public": key()}
    story.tell(RENEWED, "second", Role.HCP, **new)
    assert ignored(story) == 1  # nobody has left yet
    story.tell(LEFT, "admin", Role.ADMIN, staff="nurse")
    authority = story.authority
    assert authority.members["nurse"].standing is Standing.LEFT
    assert authority.signing_key("nurse") is None
    assert authority.renewal_due(CLINICAL)
    story.tell(RENEWED, "admin", Role.ADMIN, **new)
    story.tell(RENEWED, "sergeant", Role.SERGEANT, **new)
    assert ignored(story) == 3
    story.tell(RENEWED, "second", Role.HCP, **new)
    story.grant("sergeant", Role.SERGEANT, "second", CLINICAL, generation=2)
    assert ignored(story) == 4
    story.grant("second", Role.HCP, "second", CLINICAL, generation=2)
    assert ignored(story) == 4
    assert [member.staff for member in story.authority.holders(CLINICAL)] == ["second"]


def test_only_who_renewed_a_key_is_where_its_grants_begin() -> None:
    story = staffed().join("second", Role.HCP).join("third", Role.HCP)
    for staff in ("second", "third"):
        story.grant("nurse", Role.HCP, staff, CLINICAL)
    story.tell(LEFT, "admin", Role.ADMIN, staff="nurse")
    new = {"compartment": "clinical", "generation": 2, "public": key()}
    story.tell(RENEWED, "second", Role.HCP, **new)
    story.grant("third", Role.HCP, "third", CLINICAL, generation=2)
    assert ignored(story) == 1
    story.grant("second", Role.HCP, "second", CLINICAL, generation=2)
    story.grant("second", Role.HCP, "third", CLINICAL, generation=2)
    assert ignored(story) == 1
    assert {m.staff for m in story.authority.holders(CLINICAL)} == {"second", "third"}


# -- the recovery key ----------------------------------------------------------------------------


def with_codes() -> tuple[Story, RecoveryKey]:
    """A staffed suite whose clinical key the nurse gave to the recovery key."""
    story, recovery = staffed(), RecoveryKey.fresh()
    told_of(story, recovery)
    story.grant("nurse", Role.HCP, RECOVERY, CLINICAL)
    assert ignored(story) == 0 and story.authority.recoverable(CLINICAL)
    return story, recovery


def told_of(
    story: Story, recovery: RecoveryKey, by: str = "admin", role: Role = Role.ADMIN
) -> None:
    body = {"officers": ["X", "Y", "Z"], **recovery.public.to_json()}
    story.tell(CODES_RENEWED, by, role, **body)
    story.seals[RECOVERY] = body["seal_key"]


def bring_back(
    story: Story, key: RecoveryKey, by: str = "admin", role: Role = Role.ADMIN, **changed: Any
) -> Story:
    """``changed`` goes into the entry after the proof was made."""
    to = str(changed.pop("to", "second"))
    what = BroughtBack(
        to, CLINICAL, 1, from_text(story.seals[to]), "00" * 32, ("X", "Printed key in the safe")
    )
    body = {
        "staff": to,
        "compartment": CLINICAL.value,
        "generation": 1,
        "seal_key": story.seals[to],
        "sealed_sha256": what.sealed_sha256,
        "officers": list(what.officers),
        "proof": to_text(key.prove(what)),
    }
    return story.tell(RECOVERED, by, role, **{**body, **changed})


def test_a_key_brought_back_with_a_proof_is_held() -> None:
    story, recovery = with_codes()
    bring_back(story.join("second", Role.HCP), recovery)
    assert ignored(story) == 0
    assert {m.staff for m in story.authority.holders(CLINICAL)} == {"nurse", "second"}


@pytest.mark.parametrize(
    "changed",
    [
        {"generation": 2},
        {"compartment": "briefing"},
        {"sealed_sha256": "11" * 32},
        {"seal_key": key()},
        {"officers": ["X", "X"]},
        {"officers": ["X", "Y"]},  # others than those that the proof is over
        {"officers": ["X", "Somebody"]},
        {"officers": ["X"]},
        {"proof": key()},
        {"staff": "nurse"},
        {"staff": RECOVERY},
        {"to": "sergeant"},
        {"to": "admin"},
        {"by": "nurse", "role": Role.HCP},
        {"by": "nurse"},
        {"by": "device-1", "role": Role.DEVICE},
    ],
)
def test_a_key_said_to_be_brought_back_otherwise_is_not_believed(changed: dict[str, Any]) -> None:
    story, recovery = with_codes()
    bring_back(story.join("second", Role.HCP), recovery, **changed)
    assert ignored(story) == 1
    assert "second" not in {m.staff for m in story.authority.holders(CLINICAL)}


def test_a_proof_by_another_recovery_key_is_not_believed() -> None:
    story, recovery = with_codes()
    story.join("second", Role.HCP)
    bring_back(story, RecoveryKey.fresh())
    assert ignored(story) == 1
    told_of(story, RecoveryKey.fresh())
    bring_back(story, recovery)  # the key of the earlier codes
    assert ignored(story) == 2


def test_nothing_comes_back_that_the_recovery_key_was_not_given_or_for_a_leaver() -> None:
    story, _ = with_codes()
    story.join("second", Role.HCP)
    newer = RecoveryKey.fresh()
    told_of(story, newer)
    assert not story.authority.recoverable(CLINICAL)
    assert (RECOVERY, CLINICAL, 1) in story.authority.owed()
    assert ignored(bring_back(story, newer)) == 1
    story.grant("nurse", Role.HCP, RECOVERY, CLINICAL)
    story.tell(LEFT, "admin", Role.ADMIN, staff="second")
    assert ignored(bring_back(story, newer)) == 2


@pytest.mark.parametrize(
    ("by", "role"),
    [
        ("sergeant", Role.SERGEANT),
        ("device-1", Role.DEVICE),
        ("nobody", Role.HCP),
        (RECOVERY, Role.HCP),
    ],
)
def test_only_a_holder_gives_a_key_to_the_recovery_key(by: str, role: Role) -> None:
    story, _ = with_codes()
    told_of(story, RecoveryKey.fresh())
    story.grant(by, role, RECOVERY, CLINICAL)
    assert ignored(story) == 1 and not story.authority.recoverable(CLINICAL)


def test_a_grant_to_a_recovery_key_that_is_not_in_force_is_not_believed() -> None:
    story, recovery = with_codes()
    told_of(story, RecoveryKey.fresh())
    story.seals[RECOVERY] = to_text(recovery.public.seal_key)
    assert ignored(story.grant("nurse", Role.HCP, RECOVERY, CLINICAL)) == 1


@pytest.mark.parametrize(("by", "role"), [("nurse", Role.HCP), ("sergeant", Role.SERGEANT)])
def test_only_an_administrator_names_a_recovery_key(by: str, role: Role) -> None:
    story, recovery = with_codes()
    told_of(story, RecoveryKey.fresh(), by, role)
    assert ignored(story) == 1 and story.authority.recovery == recovery.public


def test_a_recovery_key_that_nobody_could_seal_to_is_not_believed() -> None:
    story, recovery = with_codes()
    body = {"officers": ["X", "Y", "Z"], "seal_key": key(), "verify_key": key()}
    story.tell(CODES_RENEWED, "admin", Role.ADMIN, **body)
    assert ignored(story) == 1 and story.authority.recovery == recovery.public


def test_nobody_is_called_as_the_recovery_key_is() -> None:
    story, _ = with_codes()
    assert ignored(story.invite(RECOVERY, Role.HCP)) == 1


def test_a_suite_without_a_recovery_key_gives_it_nothing() -> None:
    story = staffed()
    assert story.authority.owed() == [] and not story.authority.recoverable(CLINICAL)
    assert ignored(story.grant("nurse", Role.HCP, RECOVERY, CLINICAL)) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("body", [{}, {"staff": 3}, {"staff": "nurse", "compartment": "x"}])
def test_a_body_that_is_not_of_its_kind_changes_nothing(kind: str, body: dict[str, Any]) -> None:
    story = staffed()
    before = story.authority
    story.tell(kind, "admin", Role.ADMIN, **body)
    after = story.authority
    assert ignored(story) == (0 if kind == LEFT and body.get("staff") == "nurse" else 1)
    if ignored(story):
        assert after.members == before.members and after.grants == before.grants


def test_other_kinds_change_nothing() -> None:
    story = staffed()
    before = story.authority
    assert before.after(Fact(99, "consent.decided", "nurse", "HCP", {})) is before
