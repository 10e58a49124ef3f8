"""The last who could open something is lost: two of the four codes bring the key back, and only
for somebody whose role may hold it. No administrator learns it on the way."""

from __future__ import annotations

import os
import pickle
import shutil
from itertools import permutations
from pathlib import Path

import pytest
from test_need_to_know import Attacker, keys_of, seen, write_canaries

from custodyhcp import staff
from custodyhcp.errors import KnownError
from custodyhcp.ledger import NewEntry
from custodyhcp.oversight import watching
from custodyhcp.staff.inviting import LastHolder, NotAnAdministrator
from custodyhcp.staff.recovering import NothingToBringBack, OnlyTheseCodesOpen
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import GRANTED, RECOVERED
from custodyhcp.vault.codes import Mistyped, fresh_code
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.device import SecretMissing
from custodyhcp.vault.hpke import OpeningKey
from custodyhcp.vault.keyslots import Keyslots
from custodyhcp.vault.recovery import PRINTED_KEY, CodesDoNotOpen, SameCode, _key
from custodyhcp.vault.recovery_key import RECOVERY, RecoveryKey
from custodyhcp.vault.session import grant_name
from custodyhcp.vault.throwaway import MemoryKeyring
from custodyhcp.vault.wire import to_text

WORDS = "green door rusty kettle"
OFFICERS = ("Ada North", "Ben South", "Cy East")
CLINICAL = Compartment.CLINICAL


def codes(suite, one: int = 0, other: int = 1) -> tuple[str, str]:
    return suite.shares[one].code, suite.shares[other].code


def enrolled(suite, invitation: staff.Invitation):
    desk = staff.enrol(suite.ledger, invitation.login, invitation.code, WORDS)
    if staff.use_due(desk):
        staff.accept_use(desk, staff.acceptable_use().version)
    return desk


def lose_the_only_nurse(suite) -> staff.Invitation:
    """One nurse has left, the other forgot the passphrase and is let in again."""
    write_canaries(suite)
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    again = suite.desk("hcp")  # the key is renewed, so there are two generations to bring back
    again.append(NewEntry("story.told", {CLINICAL: {"text": "newer"}}, "person-1", "d"))
    with pytest.raises(LastHolder) as told:
        staff.invite_again(suite.admin, again.session.staff)
    assert told.value.recoverable
    return staff.invite_again(suite.admin, again.session.staff, even_if_last=True)


def texts(desk) -> list[str]:
    entries = desk.read(kinds=("story.told",))
    return [e.bodies[CLINICAL]["text"] for e in entries if CLINICAL in e.bodies]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (2, 1), (0, 3), (3, 2)])
def test_the_only_nurse_reads_the_old_records_again(suite, one: int, other: int) -> None:
    invitation = lose_the_only_nurse(suite)
    brought = staff.bring_back(suite.admin, invitation.staff, codes(suite, one, other))
    assert set(brought) == HOLDS[Role.HCP]
    desk = enrolled(suite, invitation)
    assert texts(desk) == ["canary clinical quokka"] * 2 + ["newer"]
    assert desk.authority.ignored == ()
    assert desk.authority.recoverable(CLINICAL)
    assert suite.ledger.verify().whole


def test_without_the_codes_the_same_sign_in_reads_nothing(suite) -> None:
    assert texts(enrolled(suite, lose_the_only_nurse(suite))) == []


def test_somebody_who_has_signed_in_already_gets_them_at_the_next_sign_in(suite) -> None:
    invitation = lose_the_only_nurse(suite)
    enrolled(suite, invitation)
    staff.bring_back(suite.admin, invitation.staff, codes(suite))
    assert len(texts(staff.sign_in(suite.ledger, invitation.login, WORDS))) == 3


def test_a_successor_of_the_only_ig_officer_opens_the_old_reviews(suite) -> None:
    write_canaries(suite)
    staff.mark_left(suite.admin, suite.ig.session.staff, even_if_last=True)
    invitation = staff.invite(suite.admin, staff.Newcomer("Bo Hart", Role.IG))
    assert Compartment.OVERSIGHT in staff.bring_back(
        suite.admin, invitation.staff, codes(suite, 1, 3)
    )
    desk = enrolled(suite, invitation)
    entries = desk.read(kinds=("story.told",))
    assert [set(entry.bodies) for entry in entries] == [HOLDS[Role.IG]] * 2
    assert desk.authority.generation(Compartment.OVERSIGHT) == 2  # the leaver's key is renewed
    assert desk.authority.recoverable(Compartment.OVERSIGHT)


def test_it_is_recorded_by_whom_for_whom_and_with_whose_codes_and_ig_sees_it(suite) -> None:
    invitation = lose_the_only_nurse(suite)
    staff.bring_back(suite.admin, invitation.staff, codes(suite, 3, 0))
    bodies = [
        (entry.header.author, entry.body(Compartment.OPEN))
        for entry in suite.ledger.open_entries((RECOVERED,))
    ]
    assert {author for author, _ in bodies} == {suite.admin.session.staff}
    assert {body["staff"] for _, body in bodies} == {invitation.staff}
    assert all(body["officers"] == ["Ines Calder", PRINTED_KEY] for _, body in bodies)
    newest = watching.ledger_state(suite.ig).granted[0]
    assert (newest.who, newest.by) == ("Robin Hale", "Morgan Achebe")
    assert "brought back with two recovery codes: Ines Calder" in newest.what


def test_ig_sees_new_codes_and_what_the_codes_were_given(suite) -> None:
    staff.new_codes(suite.admin, OFFICERS)
    suite.desk("hcp")
    given = [one for one in watching.ledger_state(suite.ig).granted if one.who == "Recovery codes"]
    assert "New codes, for Ada North, Ben South, Cy East and the safe" in [o.what for o in given]
    assert ("Robin Hale", "Key to clinical records") in [(one.by, one.what) for one in given]


def test_wrong_codes_give_nothing_and_change_nothing(suite) -> None:
    invitation = lose_the_only_nurse(suite)
    mine = suite.shares[0].code
    size = suite.ledger.health().size
    for typed, refusal in (
        ((mine, fresh_code(7)), CodesDoNotOpen),
        ((fresh_code(7), fresh_code(7)), CodesDoNotOpen),
        ((mine, mine.lower()), SameCode),
        ((mine, suite.shares[1].code[:-1] + "U"), Mistyped),
    ):
        with pytest.raises(refusal):
            staff.bring_back(suite.admin, invitation.staff, typed)
    assert suite.ledger.health().size == size
    assert texts(enrolled(suite, invitation)) == []


def test_only_an_administrator_and_only_for_somebody_who_is_owed_something(suite) -> None:
    with pytest.raises(NotAnAdministrator):
        staff.bring_back(suite.hcp, suite.hcp2.session.staff, codes(suite))
    with pytest.raises(NothingToBringBack):
        staff.bring_back(suite.admin, suite.hcp2.session.staff, codes(suite))
    with pytest.raises(NothingToBringBack):
        staff.bring_back(suite.admin, suite.admin.session.staff, codes(suite))
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    for nobody in (suite.hcp2.session.staff, RECOVERY, "nobody"):
        with pytest.raises(KnownError, match="no longer here"):
            staff.bring_back(suite.admin, nobody, codes(suite))


def test_old_codes_bring_nothing_back_and_the_new_ones_do_once_a_holder_signed_in(suite) -> None:
    shares = staff.new_codes(suite.admin, OFFICERS)
    authority = suite.admin.authority
    assert not any(authority.recoverable(compartment) for compartment in SEALED)
    suite.desk("ig")
    suite.desk("hcp")
    authority = suite.admin.authority
    assert all(authority.recoverable(compartment) for compartment in SEALED)
    blobs = [name for name in sealed_names(suite) if name.startswith(f"grant/{RECOVERY}/")]
    assert len(blobs) == len(SEALED)  # what was sealed to the old key is gone
    invitation = lose_the_only_nurse(suite)
    with pytest.raises(CodesDoNotOpen):
        staff.bring_back(suite.admin, invitation.staff, codes(suite))
    with pytest.raises(CodesDoNotOpen):
        staff.bring_back(suite.admin, invitation.staff, (suite.shares[0].code, shares[1].code))
    staff.bring_back(suite.admin, invitation.staff, (shares[2].code, shares[3].code))
    assert len(texts(enrolled(suite, invitation))) == 3


def sealed_names(suite) -> list[str]:
    from custodyhcp.ledger.premises import KEYS_FILE

    device = suite.ledger.device
    suite.close()
    attacker = Attacker(suite.folder, suite.ring, [])
    names = [
        name for (name,) in attacker.rows(KEYS_FILE, device.keys_key, "SELECT name FROM sealed")
    ]
    suite.reopen()
    return names


def test_an_old_sign_in_file_put_back_does_not_make_the_old_codes_good(suite) -> None:
    """It is authentic, but the ledger says that there is another recovery key now."""
    device = suite.ledger.device
    old = Keyslots.load(suite.folder, device).recovery
    staff.new_codes(suite.admin, OFFICERS)
    suite.desk("hcp")
    invitation = lose_the_only_nurse(suite)
    Keyslots.load(suite.folder, device).with_recovery(old).save(suite.folder, device)
    with pytest.raises(CodesDoNotOpen):
        staff.bring_back(suite.admin, invitation.staff, codes(suite))


def test_new_codes_are_not_made_while_only_the_present_ones_open_something(suite) -> None:
    invitation = lose_the_only_nurse(suite)
    with pytest.raises(OnlyTheseCodesOpen, match="clinical records"):
        staff.new_codes(suite.admin, OFFICERS)
    staff.bring_back(suite.admin, invitation.staff, codes(suite))
    enrolled(suite, invitation)
    assert len(staff.new_codes(suite.admin, OFFICERS)) == 4
    again = staff.invite_again(suite.admin, invitation.staff, even_if_last=True)
    with pytest.raises(NothingToBringBack):  # no holder has signed in since
        shares = staff.new_codes(suite.admin, OFFICERS, even_if_lost=True)
        staff.bring_back(suite.admin, again.staff, (shares[0].code, shares[1].code))


def test_new_codes_before_anybody_is_there_are_given_the_founders_copies(
    tmp_path: Path, suite
) -> None:
    from test_founding_and_recovery import found

    made = found(tmp_path / "new", suite.clock, MemoryKeyring())
    shares = staff.new_codes(made.desk, OFFICERS)
    assert all(made.desk.authority.recoverable(compartment) for compartment in SEALED)
    invitation = staff.invite(made.desk, staff.Newcomer("Bo Hart", Role.IG))
    with pytest.raises(NothingToBringBack):  # the founder gave them already
        staff.bring_back(made.desk, invitation.staff, (shares[0].code, shares[1].code))
    assert made.desk.authority.ignored == ()
    made.ledger.close()


def test_a_copy_lost_from_the_keys_file_is_sealed_anew_at_the_next_sign_in(suite) -> None:
    grant = suite.admin.authority.grants[RECOVERY, CLINICAL, 1]
    name = grant_name(RECOVERY, CLINICAL, 1, grant.seal_key)
    suite.admin.destroy_sealed(name)
    suite.desk("sergeant")
    assert suite.admin.sealed(name) is None  # not hers to give
    suite.desk("hcp")
    assert suite.admin.sealed(name)
    invitation = lose_the_only_nurse(suite)
    assert CLINICAL in staff.bring_back(suite.admin, invitation.staff, codes(suite))


# -- what nobody gets out of it ------------------------------------------------------------------


def test_an_administrator_who_brought_keys_back_opens_no_byte(suite) -> None:
    invitation = lose_the_only_nurse(suite)
    admin = suite.admin
    staff.bring_back(admin, invitation.staff, codes(suite))
    assert not any(admin.session.holds(compartment) for compartment in SEALED)
    assert admin.session._held == {} and admin.session._person_keys == {}
    assert texts(admin) == []
    assert seen(suite, keys_of(suite, "admin").opening) == set()


@pytest.mark.parametrize("mine", range(4))
def test_a_stolen_folder_and_one_code_open_nothing(suite, tmp_path: Path, mine: int) -> None:
    write_canaries(suite)
    store_id, code = suite.ledger.device.store_id, suite.shares[mine].code
    recovery = Keyslots.load(suite.folder, suite.ledger.device).recovery
    suite.close()
    stolen = tmp_path / "stolen"
    shutil.copytree(suite.folder, stolen)
    for typed in ((code, code), (code, fresh_code(7))):
        with pytest.raises(KnownError):
            staff.recover(stolen, typed, backend=MemoryKeyring())
    with pytest.raises(SecretMissing):
        staff.open_suite(stolen, suite.clock, backend=MemoryKeyring())
    own = _key(code, store_id)
    assert len(recovery) == 6
    assert seen(suite, own) == set()  # not even with the device secret


def test_two_codes_and_the_store_open_it_all_and_the_documents_say_so(suite) -> None:
    """What two officers together can do by hand, so that nobody believes it is less."""
    from custodyhcp.vault.recovery import restore

    write_canaries(suite)
    device = suite.ledger.device
    pairs = Keyslots.load(suite.folder, device).recovery
    both = restore(device.store_id, pairs, codes(suite)).key.opening
    assert seen(suite, both) == set(SEALED)


def forged(suite, invitation: staff.Invitation, **changed) -> NewEntry:
    body = {
        "staff": invitation.staff,
        "compartment": CLINICAL.value,
        "generation": 1,
        "seal_key": to_text(suite.admin.authority.seal_key(invitation.staff)),
        "sealed_sha256": "00" * 32,
        "officers": ["Ines Calder", PRINTED_KEY],
        "proof": to_text(os.urandom(64)),
    }
    return NewEntry(RECOVERED, {Compartment.OPEN: {**body, **changed}})


@pytest.mark.parametrize("who", ["admin", "ig", "sergeant"])
def test_a_key_said_to_be_brought_back_without_the_codes_is_not_believed(suite, who: str) -> None:
    invitation = lose_the_only_nurse(suite)
    getattr(suite, who).append(forged(suite, invitation))
    authority = suite.admin.authority
    assert [one.kind for one in authority.ignored] == [RECOVERED]
    assert (invitation.staff, CLINICAL, 1) in authority.owed()


def test_a_forged_recovery_key_is_given_nothing(suite) -> None:
    """A sergeant writes a recovery key of her own into the ledger, and grants to it."""
    mine, real = RecoveryKey.fresh(), suite.admin.authority.recovery
    body = {"officers": list(OFFICERS), **mine.public.to_json()}
    suite.sergeant.append(NewEntry(rules.CODES_RENEWED, {Compartment.OPEN: body}))
    grant = {
        "staff": RECOVERY,
        "compartment": Compartment.IDENTITY.value,
        "generation": 1,
        "seal_key": body["seal_key"],
        "sealed_sha256": "00" * 32,
    }
    suite.sergeant.append(NewEntry(GRANTED, {Compartment.OPEN: grant}))
    assert len(suite.admin.authority.ignored) == 2
    assert suite.admin.authority.recovery == real
    write_canaries(suite)
    suite.desk("hcp")
    suite.desk("ig")
    assert suite.admin.authority.recoverable(CLINICAL)
    assert seen(suite, mine.opening) == set()


def test_a_recovery_key_swapped_on_the_disk_is_named_and_not_believed(suite) -> None:
    from contextlib import closing

    from custodyhcp.ledger.connection import open_sqlcipher
    from custodyhcp.ledger.faults import LedgerAltered
    from custodyhcp.ledger.premises import LEDGER_FILE

    device, real = suite.ledger.device, suite.admin.authority.recovery
    suite.close()
    old, new = to_text(real.seal_key).encode(), to_text(OpeningKey.fresh().public).encode()
    with closing(open_sqlcipher(suite.folder / LEDGER_FILE, device.ledger_key)) as on:
        raw = on.execute("SELECT parts FROM entries WHERE seq = 0").fetchone()[0]
        assert old in raw
        on.execute("UPDATE entries SET parts = ? WHERE seq = 0", (raw.replace(old, new),))
        on.commit()
    suite.reopen()
    try:
        ledger = suite.ledger
    except LedgerAltered:
        return
    assert ledger.authority.recovery is None or ledger.authority.recovery == real
    assert not ledger.verify().whole


def test_every_pair_of_holders_is_told_apart(suite) -> None:
    """Whose codes were used is what the entry says, whichever way round they were typed."""
    from custodyhcp.vault.recovery import restore

    device = suite.ledger.device
    pairs = Keyslots.load(suite.folder, device).recovery
    for one, other in list(permutations(range(4), 2))[::2]:
        shares = restore(device.store_id, pairs, codes(suite, one, other)).shares
        assert shares == tuple(sorted((one, other)))


def test_what_two_codes_give_is_not_printed_by_mistake(suite) -> None:
    from custodyhcp.vault.recovery import restore

    device = suite.ledger.device
    opened = restore(device.store_id, Keyslots.load(suite.folder, device).recovery, codes(suite))
    assert opened.secret.hex() not in repr(opened) and "key=" not in repr(opened)
    with pytest.raises((TypeError, AttributeError)):
        pickle.dumps(opened.key)
