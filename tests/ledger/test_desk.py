"""The desk, on both kinds of store: append, read, retry, expect, drafts, keys, proofs."""

from __future__ import annotations

import pytest
from ledger_house import House, decision

from custodyhcp.errors import KnownError
from custodyhcp.ledger import merkle
from custodyhcp.ledger.desk import Desk, Expect, PartDamaged
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.faults import Moved
from custodyhcp.ledger.ledger import Ledger, MayNotWrite
from custodyhcp.ledger.thread import Closed
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.session import ERASED

FOUNDING = 5  # entries that found and staff the suite


def test_what_is_appended_is_read_back_by_those_who_hold_the_key(house: House) -> None:
    (made,) = house.desk("hcp").append(decision(7))
    assert made.header.seq == FOUNDING
    (read,) = house.desk("hcp2").read(person="p-1")
    assert read.header == made.header
    assert read.bodies == made.bodies
    assert read.body(Compartment.CLINICAL)["note"] == "said 7"
    assert read.body(Compartment.OVERSIGHT) == {}, "HCPs may write there, not read back"
    (reviewed,) = house.desk("ig").read(person="p-1")
    assert reviewed.body(Compartment.OVERSIGHT)["outcome"] == "ALLOW"
    assert reviewed.body(Compartment.CLINICAL) == {}
    (barred,) = house.desk("admin").read(person="p-1")
    assert not barred.bodies


def test_reads_choose_by_person_detention_kind_and_number(house: House) -> None:
    desk = house.desk()
    for number in range(6):
        person, detention = f"p-{number % 2}", f"d-{number % 3}"
        desk.append(decision(number, person=person, detention=detention))

    def numbers(**which: object) -> list[int]:
        return [entry.header.seq - FOUNDING for entry in desk.read(**which)]  # type: ignore[arg-type]

    assert numbers(person="p-1") == [1, 3, 5]
    assert numbers(detention="d-2") == [2, 5]
    assert numbers(person="p-1", detention="d-2") == [5]
    assert numbers(person="p-1", after=FOUNDING + 3) == [5]
    assert numbers(kinds={"story.told"}, after=FOUNDING + 3) == [4, 5]
    assert numbers(kinds=()) == []
    assert numbers(person="p-1", kinds={"other"}) == []


def test_a_retry_gives_the_earlier_entry_and_writes_nothing(house: House) -> None:
    desk, asked = house.desk(), decision(1, command="c0ffee")
    first = desk.append(asked)
    assert desk.append(asked)[0].header == first[0].header
    house.reopen()
    assert house.desk().append(asked)[0].header == first[0].header
    assert house.ledger.size == FOUNDING + 1
    with pytest.raises(ValueError, match="used again"):
        house.desk().append(asked, decision(2))
    assert house.ledger.size == FOUNDING + 1


def test_all_or_none(house: House) -> None:
    desk, twice = house.desk(), decision(1, command="twice")
    with pytest.raises(Exception, match="command"):
        desk.append(decision(0), twice, twice)
    assert house.ledger.size == FOUNDING
    desk.append(decision(2))
    assert house.ledger.verify().whole


def test_expect_refuses_what_was_overtaken(house: House) -> None:
    desk = house.desk()
    (first,) = desk.append(decision(0))
    seen = Expect("d-1", first.header.seq)
    desk.append(decision(1, detention="d-2"), expect=seen)  # another stay does not matter
    (second,) = desk.append(decision(2), expect=seen)
    with pytest.raises(Moved) as refused:
        desk.append(decision(3), expect=seen)
    assert refused.value.last_seq == second.header.seq
    assert house.ledger.size == FOUNDING + 3
    desk.append(decision(3), expect=Expect("d-1", refused.value.last_seq))


def test_drafts_are_sealed_mutable_and_not_entries(house: House) -> None:
    desk = house.desk("hcp")
    desk.save_draft("assessment/d-1", {"findings": "first words"}, person="p-1")
    at = desk.save_draft("assessment/d-1", {"findings": "more words"}, person="p-1")
    desk.save_draft("add-by-hand", {"family": "O’Neil"})
    assert house.ledger.size == FOUNDING
    house.reopen()
    taken_over = {draft.key: draft for draft in house.desk("hcp2").drafts()}
    assert taken_over["assessment/d-1"].body == {"findings": "more words"}
    assert taken_over["assessment/d-1"].author == "hcp"
    assert taken_over["assessment/d-1"].saved_at.replace(microsecond=0) == at.replace(microsecond=0)
    assert taken_over["add-by-hand"].body == {"family": "O’Neil"}
    assert [draft.body for draft in house.desk("ig").drafts()] == [None, None]
    house.desk("hcp2").drop_draft("assessment/d-1")
    assert len(house.desk("hcp").drafts()) == 2, "one drops one's own unless it is taken over"
    house.desk("hcp2").drop_draft("assessment/d-1", author="hcp")
    assert [draft.key for draft in house.desk("hcp").drafts()] == ["add-by-hand"]


def test_a_draft_by_somebody_without_a_key_is_refused(house: House) -> None:
    with pytest.raises(KnownError):
        house.desk("admin").save_draft("x", {})


def test_sealed_keys_are_kept_replaced_and_destroyed(house: House) -> None:
    desk = house.desk()
    assert desk.sealed("grant/x") is None
    desk.put_sealed("grant/x", b"one")
    desk.put_sealed("grant/x", b"two")
    assert house.desk("hcp2").sealed("grant/x") == b"two"
    desk.destroy_sealed("grant/x")
    assert desk.sealed("grant/x") is None


def test_a_person_key_is_never_replaced_and_never_made_anew_once_erased(house: House) -> None:
    first, second = house.desk("hcp"), house.desk("hcp2")
    first.append(decision(0))
    second.append(decision(1))
    notes = [e.body(Compartment.CLINICAL)["note"] for e in house.desk().read(person="p-1")]
    assert notes == ["said 0", "said 1"]
    house.desk().destroy_sealed("person/p-1/clinical/1")
    assert house.desk().sealed("person/p-1/clinical/1") == ERASED
    assert [e.bodies for e in house.desk().read(person="p-1")] == [{}, {}]
    with pytest.raises(KnownError, match="erased"):
        house.desk().append(decision(2))
    assert house.ledger.verify().whole, "every proof still holds"


def test_two_workstations_making_a_persons_key_at_once_agree(house: House) -> None:
    """The second finds the name taken between its look and its write, and uses the first's key."""
    late = house.desk("hcp2")

    class LooksTooEarly(Desk):
        looked = False

        def sealed(self, name: str) -> bytes | None:
            if not self.looked:
                self.looked = True
                assert super().sealed(name) is None
                house.desk("hcp").append(decision(0))
                return None
            return super().sealed(name)

    LooksTooEarly(house.ledger, late.session).append(decision(1))
    notes = [e.body(Compartment.CLINICAL)["note"] for e in house.desk().read(person="p-1")]
    assert notes == ["said 0", "said 1"]


def test_only_the_key_in_the_ledger_writes(house: House) -> None:
    from custodyhcp.vault.signing import SigningKey

    house.keys.people["hcp"] = (SigningKey.fresh(), house.keys.people["hcp"][1])
    with pytest.raises(MayNotWrite):
        house.desk("hcp").append(decision(0))
    left = NewEntry("staff.left", {Compartment.OPEN: {"staff": "hcp2"}})
    house.desk("admin").append(left)
    with pytest.raises(MayNotWrite):
        house.desk("hcp2").append(decision(0))
    assert house.ledger.size == FOUNDING + 1


def test_the_workstation_records_open_parts_only(house: House) -> None:
    refused = NewEntry("signin.refused", {Compartment.OPEN: {"tag": "00"}})
    (made,) = house.ledger.append_by_device(refused)
    assert (made.header.author, made.header.role) == (house.device.id, "DEVICE")
    (read,) = house.ledger.open_entries({"signin.refused"})
    assert read.body(Compartment.OPEN) == {"tag": "00"}
    with pytest.raises(ValueError, match="seals nothing"):
        house.ledger.append_by_device(decision(0))


def test_checkpoints_and_proofs(house: House) -> None:
    desk = house.desk()
    old = house.ledger.read_note(desk.checkpoint())
    for number in range(9):
        desk.append(decision(number))
    note = desk.checkpoint()
    new = house.ledger.read_note(note)
    assert house.secrets.checkpoint == note
    assert (old.size, new.size) == (FOUNDING, FOUNDING + 9)
    growth = desk.prove_growth(old.size, new.size)
    assert merkle.verify_consistency(old.size, new.size, old.root, new.root, growth)
    for stored in desk.stored(0, new.size):
        proof = desk.prove(stored.seq, new.size)
        assert merkle.verify_inclusion(stored.leaf(), stored.seq, new.size, proof, new.root)
    run = [stored.leaf() for stored in desk.stored(6, 11)]
    assert merkle.verify_range(run, 6, new.size, desk.prove_range(6, 11, new.size), new.root)


def test_health(house: House) -> None:
    assert house.desk().health().verified_at is None
    house.desk().append(decision(0))
    seen: list[tuple[int, int]] = []
    verdict = house.ledger.verify(progress=lambda *at: seen.append(at))
    assert verdict.whole and verdict.first_bad is None and verdict.checked == FOUNDING + 1
    assert seen == [(FOUNDING + 1, FOUNDING + 1)]
    health = house.desk().health()
    assert (health.size, health.problems) == (FOUNDING + 1, ())
    assert health.verified_at is not None


def test_the_last_checkpoint_is_kept_within_a_second_and_at_close(house: House) -> None:
    from time import monotonic, sleep

    house.desk().append(decision(0))
    until = monotonic() + 2.0
    while _kept(house) < FOUNDING + 1 and monotonic() < until:
        sleep(0.02)
    assert _kept(house) == FOUNDING + 1
    house.desk().append(decision(1))
    house.ledger.close()
    assert _kept(house) == FOUNDING + 2


def _kept(house: House) -> int:
    note = house.secrets.checkpoint
    return house.ledger.read_note(note).size if note else 0


def test_a_part_that_should_open_and_does_not_is_never_skipped(house: House) -> None:
    (made,) = house.desk().append(decision(0))
    import sqlalchemy as sa

    from custodyhcp.ledger.rows import join_parts, split_parts
    from custodyhcp.ledger.tables import entries

    def spoil(on: sa.Connection) -> None:
        (parts,) = on.execute(sa.select(entries.c.parts).where(entries.c.seq == FOUNDING)).one()
        first, *rest = split_parts(bytes(parts))
        spoilt = join_parts([first[:-1] + bytes([first[-1] ^ 1]), *rest])
        on.execute(sa.update(entries).where(entries.c.seq == FOUNDING).values(parts=spoilt))

    house.ledger.store.call(lambda: house.ledger.store._write(spoil))
    with pytest.raises(PartDamaged) as found:
        house.desk().read(person="p-1")
    assert found.value.seq == FOUNDING == made.header.seq
    assert house.desk("admin").read(person="p-1")[0].bodies == {}


def test_a_closed_ledger_says_so(house: House) -> None:
    desk = house.desk()
    house.ledger.close()
    house.ledger.close()
    with pytest.raises(Closed):
        desk.append(decision(0))


def test_a_founded_place_is_not_founded_again(house: House) -> None:
    from custodyhcp.ledger.faults import StoreExists, StoreInUse

    with pytest.raises((StoreExists, StoreInUse)):
        Ledger.create(house.place, house.device, house.clock, house.secrets)
    house.desk().append(decision(0))
