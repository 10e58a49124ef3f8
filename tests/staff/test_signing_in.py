"""The door: who gets in, who does not, and what each try leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from custodyhcp import staff
from custodyhcp.errors import KnownError
from custodyhcp.ledger import NewEntry
from custodyhcp.staff.rules import WeakPassphrase, WrongParticulars
from custodyhcp.staff.signing_in import CodeRefused, FirstSignIn, Refused, WaitFirst
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.codes import Mistyped
from custodyhcp.vault.compartments import HOLDS, Compartment, Role
from custodyhcp.vault.keyslots import Downgraded, KdfParams, Keyslots

NEWCOMER = staff.Newcomer(
    "Sunniva Oduya",
    Role.HCP,
    professional_body=staff.ProfessionalBody.GMC,
    registration="9999993",
)
NEW_WORDS = "green door rusty kettle"


def entries(suite, kind: str) -> list[dict]:
    return [dict(e.body(Compartment.OPEN)) for e in suite.ledger.open_entries((kind,))]


@pytest.mark.parametrize("who", ["admin", "hcp", "hcp2", "sergeant", "ig"])
def test_everybody_signs_in_and_holds_what_their_role_holds(suite, who: str) -> None:
    desk = suite.desk(who)
    held = {c for c in Compartment if desk.session.holds(c)}
    assert held == HOLDS[desk.session.role]
    assert suite.ledger.verify().whole


def test_the_name_may_be_typed_in_full_or_in_any_case(suite) -> None:
    _, passphrase = suite.passphrases["hcp"]
    for typed in ("robin.hale", "Robin Hale", "  ROBIN   hale "):
        assert staff.sign_in(suite.ledger, typed, passphrase).session.name == "Robin Hale"


def test_a_wrong_name_and_a_wrong_passphrase_are_told_apart_by_nothing(suite) -> None:
    said = []
    for login, passphrase in (("robin.hale", "not it at all"), ("nobody.here", "four boats x")):
        with pytest.raises(Refused) as caught:
            staff.sign_in(suite.ledger, login, passphrase)
        said.append((caught.value.words, caught.value.then))
    assert said[0] == said[1]
    assert len(entries(suite, "signin.refused")) == 2


def test_a_refusal_is_recorded_by_the_workstation_and_names_nobody(suite) -> None:
    with pytest.raises(Refused):
        staff.sign_in(suite.ledger, "robin.hale", "not it at all")
    (entry,) = suite.ledger.open_entries(("signin.refused",))
    assert entry.header.role == "DEVICE"
    assert "robin" not in str(entry).lower()


def test_tries_wait_longer_and_longer_and_only_for_that_name(suite) -> None:
    def refused() -> None:
        with pytest.raises(Refused):
            staff.sign_in(suite.ledger, "robin.hale", "not it at all")

    for _ in range(3):
        refused()
    with pytest.raises(WaitFirst) as caught:
        staff.sign_in(suite.ledger, *suite.passphrases["hcp"])  # the right one waits as well
    assert caught.value.seconds == 5
    assert suite.desk("sergeant").session.name == "Dale Mercer"
    suite.clock.forward(seconds=6)
    refused()
    with pytest.raises(WaitFirst, match="10 seconds"):
        staff.sign_in(suite.ledger, *suite.passphrases["hcp"])
    suite.clock.forward(seconds=11)
    assert suite.desk("hcp").session.name == "Robin Hale"
    refused()  # counting starts again after a sign-in


def test_a_wait_survives_a_restart(suite) -> None:
    for _ in range(3):
        with pytest.raises(Refused):
            staff.sign_in(suite.ledger, "robin.hale", "not it at all")
    suite.reopen()
    with pytest.raises(WaitFirst):
        staff.sign_in(suite.ledger, *suite.passphrases["hcp"])


def test_first_sign_in_with_the_code_makes_the_passphrase_theirs(suite) -> None:
    invitation = staff.invite(suite.admin, NEWCOMER)
    assert invitation.login == "sunniva.oduya"
    desk = staff.enrol(suite.ledger, invitation.login, invitation.code.lower(), NEW_WORDS)
    assert staff.use_due(desk) == staff.acceptable_use()
    assert not any(desk.session.holds(c) for c in Compartment)
    staff.accept_use(desk, staff.acceptable_use().version)
    suite.reopen()
    assert suite.desk("hcp2").session.holds(Compartment.CLINICAL)  # a colleague passes keys on
    again = staff.sign_in(suite.ledger, "sunniva.oduya", NEW_WORDS)
    assert staff.use_due(again) is None
    assert {c for c in Compartment if again.session.holds(c)} == HOLDS[Role.HCP]


def test_a_newcomer_reads_what_was_written_before_they_came(suite) -> None:
    suite.hcp.append(NewEntry("story.told", {Compartment.CLINICAL: {"t": "before"}}, "p", "d"))
    invitation = staff.invite(suite.admin, NEWCOMER)
    suite.desk("hcp")  # passes the keys on to the invite
    desk = staff.enrol(suite.ledger, invitation.login, invitation.code, NEW_WORDS)
    staff.accept_use(desk, staff.acceptable_use().version)
    (entry,) = desk.read(detention="d")
    assert entry.body(Compartment.CLINICAL) == {"t": "before"}


def test_a_code_works_once(suite) -> None:
    invitation = staff.invite(suite.admin, NEWCOMER)
    staff.enrol(suite.ledger, invitation.login, invitation.code, NEW_WORDS)
    with pytest.raises(CodeRefused):
        staff.enrol(suite.ledger, invitation.login, invitation.code, "another long passphrase")


def test_a_mistyped_code_names_the_group_and_costs_no_try(suite) -> None:
    invitation = staff.invite(suite.admin, NEWCOMER)
    last = "0" if invitation.code[-1] != "0" else "2"
    with pytest.raises(Mistyped, match="Group 4"):
        staff.enrol(suite.ledger, invitation.login, invitation.code[:-1] + last, NEW_WORDS)
    assert entries(suite, "signin.refused") == []


def test_somebody_elses_code_is_refused_and_recorded(suite) -> None:
    one = staff.invite(suite.admin, NEWCOMER)
    other = staff.invite(suite.admin, staff.Newcomer("Bo Hart", Role.IG))
    with pytest.raises(CodeRefused):
        staff.enrol(suite.ledger, one.login, other.code, NEW_WORDS)
    assert len(entries(suite, "signin.refused")) == 1


def test_the_code_typed_as_a_passphrase_leads_to_the_first_sign_in(suite) -> None:
    invitation = staff.invite(suite.admin, NEWCOMER)
    with pytest.raises(FirstSignIn):
        staff.sign_in(suite.ledger, invitation.login, invitation.code)
    with pytest.raises(Refused):
        staff.sign_in(suite.ledger, invitation.login, "something else entirely")


@pytest.mark.parametrize("passphrase", ["", "short", "aaaaaaaaaaaaaaaa", "x" * 1025, " " * 14])
def test_a_passphrase_too_easy_to_guess_is_refused_in_words(suite, passphrase: str) -> None:
    invitation = staff.invite(suite.admin, NEWCOMER)
    with pytest.raises(WeakPassphrase) as caught:
        staff.enrol(suite.ledger, invitation.login, invitation.code, passphrase)
    assert caught.value.words


@pytest.mark.parametrize("passphrase", ["twelve chars", "I am a hen", "pässwörter sind gut"])
def test_twelve_characters_or_four_words_will_do(passphrase: str) -> None:
    assert staff.passphrase_fault(passphrase) is None


def test_no_key_opens_anything_before_the_newest_acceptable_use_is_accepted(
    suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = staff.AcceptableUse("2027-01", "New", ("Another line.",))
    monkeypatch.setattr(staff.signing_in, "acceptable_use", lambda: newer)
    desk = suite.desk("hcp")
    assert staff.use_due(desk) == newer
    assert not any(desk.session.holds(c) for c in Compartment)
    with pytest.raises(KnownError, match="changed"):
        staff.accept_use(desk, "2026-11")
    staff.accept_use(desk, "2027-01")
    assert desk.session.holds(Compartment.CLINICAL)
    assert {"staff": desk.session.staff, "version": "2027-01"} in entries(suite, "use.accepted")


def test_who_has_left_is_refused_even_with_the_old_sign_in_file_put_back(suite) -> None:
    before = (suite.folder / "keyslots.json").read_bytes()
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    with pytest.raises(Refused):
        suite.desk("hcp2")
    (suite.folder / "keyslots.json").write_bytes(before)
    with pytest.raises(Refused):
        suite.desk("hcp2")


def test_a_leaver_still_at_their_desk_records_nothing_more(suite) -> None:
    desk = suite.hcp2
    staff.mark_left(suite.admin, desk.session.staff)
    with pytest.raises(KnownError, match="no longer able to record"):
        desk.append(NewEntry("assessment.recorded", {Compartment.OPEN: {}}))


def test_a_sign_in_file_with_a_lower_floor_is_refused(suite) -> None:
    device = suite.ledger.device
    keyslots = Keyslots.load(suite.folder, device)
    lower = Keyslots(keyslots.store_id, KdfParams(8, 1, 1), keyslots.slots)
    lower.save(suite.folder, device)
    with pytest.raises(Downgraded):
        suite.desk("hcp")


def test_locking_is_recorded(suite) -> None:
    staff.lock(suite.hcp)
    assert entries(suite, "session.locked") == [{"staff": suite.hcp.session.staff}]


def test_an_administrator_lets_somebody_in_again_and_the_old_passphrase_is_gone(suite) -> None:
    who = suite.hcp2.session.staff
    invitation = staff.invite_again(suite.admin, who)
    assert (invitation.staff, invitation.login) == (who, "imran.voss")
    with pytest.raises(Refused):
        suite.desk("hcp2")
    suite.desk("hcp")
    desk = staff.enrol(suite.ledger, "imran.voss", invitation.code, NEW_WORDS)
    assert staff.use_due(desk) is None
    assert desk.session.holds(Compartment.CLINICAL)
    assert suite.ledger.verify().whole


def test_the_last_who_can_open_something_is_not_taken_away_by_mistake(suite) -> None:
    with pytest.raises(KnownError, match="only person who can open the reviews"):
        staff.mark_left(suite.admin, suite.ig.session.staff)
    with pytest.raises(KnownError, match="only person"):
        staff.invite_again(suite.admin, suite.ig.session.staff)
    staff.mark_left(suite.admin, suite.ig.session.staff, even_if_last=True)
    member = staff.member(suite.admin, suite.ig.session.staff)
    assert member is not None and member.standing is Standing.LEFT


@pytest.mark.parametrize("who", ["hcp", "sergeant", "ig"])
def test_only_an_administrator_adds_or_removes(suite, who: str) -> None:
    desk = suite.desk(who)
    for act in (
        lambda: staff.invite(desk, NEWCOMER),
        lambda: staff.invite_again(desk, suite.hcp2.session.staff),
        lambda: staff.mark_left(desk, suite.hcp2.session.staff),
    ):
        with pytest.raises(KnownError, match="Only an administrator"):
            act()


def test_a_sign_in_name_is_one_persons(suite) -> None:
    with pytest.raises(WrongParticulars) as caught:
        staff.invite(suite.admin, staff.Newcomer("Robin  HALE", Role.IG))
    assert "login" in caught.value.fields
    made = staff.invite(suite.admin, staff.Newcomer("Robin Hale", Role.IG, login="robin.hale2"))
    assert made.login == "robin.hale2"


@pytest.mark.parametrize(
    ("newcomer", "field"),
    [
        (staff.Newcomer("", Role.IG), "name"),
        (staff.Newcomer("x" * 121, Role.IG), "name"),
        (staff.Newcomer("Ana\u202eevil", Role.IG), "name"),
        (staff.Newcomer("Ana", Role.HCP), "professional_body"),
        (staff.Newcomer("Ana", Role.SERGEANT), "rank_number"),
        (staff.Newcomer("Ana", Role.DEVICE), "role"),
        (
            staff.Newcomer("Ana", Role.HCP, "", staff.ProfessionalBody.NMC, "12345"),
            "registration",
        ),
    ],
)
def test_what_is_missing_is_named(suite, newcomer: staff.Newcomer, field: str) -> None:
    size = suite.ledger.size
    with pytest.raises(WrongParticulars) as caught:
        staff.invite(suite.admin, newcomer)
    assert field in caught.value.fields
    assert suite.ledger.size == size + 1  # the administrator's own sign-in and nothing else


def test_people_are_listed_with_where_they_stand(suite) -> None:
    leaver = suite.hcp2.session.staff
    suite.clock.forward(hours=1)
    suite.desk("hcp")
    staff.invite(suite.admin, NEWCOMER)
    staff.mark_left(suite.admin, leaver)
    people = {one.member.name: one for one in staff.members(suite.admin)}
    assert list(people)[-1] == "Imran Voss"
    assert people["Robin Hale"].last_signed_in == suite.clock.at
    assert people["Robin Hale"].use_version == staff.acceptable_use().version
    assert people["Sunniva Oduya"].waiting_for == (
        Compartment.IDENTITY,
        Compartment.CLINICAL,
        Compartment.BRIEFING,
    )
    holders = {one.compartment: one.holders for one in staff.staffing(suite.admin)}
    assert holders[Compartment.CLINICAL] == ("Robin Hale",)
    assert holders[Compartment.OVERSIGHT] == ("Priya Lindqvist",)


def test_the_suites_particulars_are_readable_before_sign_in(suite) -> None:
    found = staff.suite_of(suite.ledger)
    assert (found.organisation, found.name) == ("Northmoor Custody Healthcare", "Harrow Lane")


def test_a_clock_put_back_locks_nobody_out(suite) -> None:
    for _ in range(4):
        with pytest.raises((Refused, WaitFirst)):
            staff.sign_in(suite.ledger, "robin.hale", "not it at all")
    suite.clock.set(suite.clock.at - timedelta(days=1))
    assert suite.desk("hcp").session.name == "Robin Hale"
