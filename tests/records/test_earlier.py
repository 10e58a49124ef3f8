"""What comes from earlier detentions, requests for healthcare, and what healthcare was told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import assessing, attending, earlier, inbound, joining, people, requests
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.assessment import (
    Allergies,
    Allergy,
    AllergyState,
    Assessment,
    ReasonForCall,
)
from custodyhcp.records.board import board
from custodyhcp.records.earlier import Answer, Kind, Purpose
from custodyhcp.records.identity import Identity
from custodyhcp.records.inbound import About, Inbound
from custodyhcp.records.requests import Asking, By, Outcome, Priority
from custodyhcp.vault.compartments import Compartment

PENICILLIN = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"),))


def book(suite: Any, ref: str, family: str = "Smith") -> people.BookedIn:
    who = Identity(family, "John", dob=date(1986, 1, 3))
    return people.book_in(suite.hcp, Arrival(who, ref, "4", suite.clock()))


def again(suite: Any, person: str, ref: str) -> str:
    arrival = Arrival(Identity("Smith", "John"), ref, "9", suite.clock())
    return people.open_detention(suite.hcp, person, arrival)


def been_here(suite: Any, ref: str = "R1", family: str = "Smith") -> people.BookedIn:
    ids = book(suite, ref, family)
    seen = Assessment("asked", "wheeze", "Asthma", "Inhaler", PENICILLIN)
    assessing.record_assessment(suite.hcp, ids.detention, seen)
    suite.clock.forward(hours=8)
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "Home")
    suite.clock.forward(days=30)
    return ids


def told(suite: Any, stay: str) -> dict[Kind, earlier.Item]:
    return {item.told.kind: item for item in earlier.read_items(suite.hcp, stay)}


def test_no_known_allergies_is_never_signed_over_one_told_before(suite: Any) -> None:
    stay = again(suite, been_here(suite).person, "R2")
    none = Assessment("asked", "well", "", "", Allergies(AllergyState.NONE_KNOWN))
    item = told(suite, stay)[Kind.ALLERGY]
    with pytest.raises(NotComplete, match="penicillin"):
        assessing.record_assessment(suite.hcp, stay, none)
    earlier.confirm(suite.hcp, stay, item.told.key, Answer.STILL)
    with pytest.raises(NotComplete, match="still so"):
        assessing.record_assessment(suite.hcp, stay, none)
    assert not [e for e in suite.hcp.read(detention=stay) if e.header.kind == "assessment.recorded"]
    earlier.confirm(suite.hcp, stay, item.told.key, Answer.NO_LONGER)
    assessing.record_assessment(suite.hcp, stay, none)


def test_what_was_known_is_there_on_arrival_and_not_in_todays_record(suite: Any) -> None:
    before = been_here(suite)
    stay = again(suite, before.person, "R2")
    item = told(suite, stay)[Kind.ALLERGY]
    assert (item.told.words, item.standing) == ("penicillin (rash)", "Not re-confirmed yet")
    assert item.told.detention == before.detention
    assert earlier.to_ask(earlier.read_items(suite.hcp, stay)) == ("penicillin (rash)",)
    now = people.read_detention(suite.hcp, stay).detention
    assert now.allergies.state is AllergyState.NOT_RECORDED
    assert told(suite, stay)[Kind.ASSESSMENT].told.words == "Asthma · Inhaler"


def test_one_answer_carries_it_with_where_it_comes_from(suite: Any) -> None:
    before = been_here(suite)
    stay = again(suite, before.person, "R2")
    item = told(suite, stay)[Kind.ALLERGY]
    entry = earlier.confirm(suite.hcp, stay, item.told.key, Answer.STILL)
    body = entry.body(Compartment.CLINICAL)
    assert (body["source"], body["source_detention"]) == (item.told.entry, before.detention)
    now = people.read_detention(suite.hcp, stay).detention
    assert now.allergies == PENICILLIN  # the reaction stands apart from the substance
    assert told(suite, stay)[Kind.ALLERGY].carried
    assert not suite.sergeant.read(detention=stay, kinds=(earlier.CONFIRMED,))[0].bodies


def test_what_is_no_longer_so_is_not_offered_in_the_next_stay_until_told_again(suite: Any) -> None:
    before = been_here(suite)
    second = again(suite, before.person, "R2")
    key = told(suite, second)[Kind.ALLERGY].told.key
    earlier.confirm(suite.hcp, second, key, Answer.NO_LONGER)
    assert told(suite, second)[Kind.ALLERGY].answer is Answer.NO_LONGER
    people.close_detention(suite.hcp, second, suite.clock(), "Home")
    third = again(suite, before.person, "R3")
    assert Kind.ALLERGY not in told(suite, third)
    assessing.record_assessment(suite.hcp, third, Assessment("asked", "rash", "", "", PENICILLIN))
    people.close_detention(suite.hcp, third, suite.clock(), "Home")
    assert Kind.ALLERGY in told(suite, again(suite, before.person, "R4"))


def test_a_joined_record_brings_its_detentions_and_takes_them_away(suite: Any) -> None:
    before, now = been_here(suite), book(suite, "R2", "Smyth")
    assert told(suite, now.detention) == {}
    joining.join(suite.hcp, now.person, before.person, "Same tattoo")
    assert Kind.ALLERGY in told(suite, now.detention)
    joining.unjoin(suite.hcp, now.person, before.person, "Two brothers")
    assert told(suite, now.detention) == {}


def test_a_key_that_nobody_told_is_refused_and_the_purpose_is_kept(suite: Any) -> None:
    before = been_here(suite)
    stay = again(suite, before.person, "R2")
    with pytest.raises(earlier.NotTold):
        earlier.confirm(suite.hcp, stay, "0" * 16, Answer.STILL)
    with pytest.raises(NotComplete):
        earlier.open_earlier(suite.hcp, before.detention, Purpose.OTHER, "  ")
    earlier.open_earlier(suite.hcp, before.detention, Purpose.REVIEW)
    (opened,) = suite.ig.read(detention=before.detention, kinds=("record.opened",))
    assert opened.body(Compartment.OVERSIGHT)["code"] == "REVIEW"


def test_another_rooms_entries_can_tell_too(suite: Any) -> None:
    before = been_here(suite)

    def read(entry: Entry) -> list[tuple[Kind, str]]:
        return [(Kind.RISK, "told by another room")] if entry.body(Compartment.CLINICAL) else []

    held = dict(earlier.READERS)
    try:
        earlier.register("assessment.recorded", read)
        stay = again(suite, before.person, "R2")
        assert told(suite, stay)[Kind.RISK].told.words == "told by another room"
    finally:
        earlier.READERS.clear()
        earlier.READERS.update(held)


# --- requests -------------------------------------------------------------------------------------


def ask(suite: Any, stay: str, **other: Any) -> str:
    asking = {
        "by": By.CUSTODY,
        "priority": Priority.URGENT,
        "codes": (ReasonForCall.ILL,),
        "asked_at": suite.clock(),
        "why": "CLINICALWHY",
    } | other
    return requests.request(suite.hcp, stay, Asking(**asking)).header.id


def test_a_request_waits_on_the_board_and_is_late_from_one_minute_past(suite: Any) -> None:
    stay = book(suite, "R1").detention
    asked = ask(suite, stay)
    suite.clock.forward(minutes=60)
    (row,) = board(suite.hcp, suite.clock())
    assert (row.next.task, row.late) == ("Attend request", False)
    assert "waiting 60 min" in row.next.relative
    suite.clock.forward(minutes=1)
    (row,) = board(suite.hcp, suite.clock())
    assert row.late
    (late,) = attending.read(suite.hcp, suite.clock() - timedelta(days=1))
    assert (late.detention, late.late_by) == (stay, 1)
    requests.answer(suite.hcp, stay, asked, Outcome.ATTENDED, suite.clock())
    (one,) = requests.read(suite.hcp, stay)
    assert (one.open, one.minutes(suite.clock()), one.late_by(suite.clock())) == (False, 61, 1)
    suite.clock.forward(hours=5)
    assert one.minutes(suite.clock()) == 61
    (row,) = board(suite.hcp, suite.clock())
    assert row.next.task != "Attend request"


def test_nobody_could_come_is_not_an_end(suite: Any) -> None:
    stay = book(suite, "R1").detention
    asked = ask(suite, stay)
    with pytest.raises(NotComplete, match="Say why"):
        requests.answer(suite.hcp, stay, asked, Outcome.UNABLE, suite.clock())
    requests.answer(suite.hcp, stay, asked, Outcome.UNABLE, suite.clock(), "Both at hospital")
    (one,) = requests.read(suite.hcp, stay)
    assert one.open
    assert one.reason == "Both at hospital"
    requests.answer(suite.hcp, stay, asked, Outcome.DECLINED, suite.clock(), "Says he is well")
    with pytest.raises(requests.NotOpen):
        requests.answer(suite.hcp, stay, asked, Outcome.ATTENDED, suite.clock())


def test_custody_sees_that_and_when_but_not_why(suite: Any) -> None:
    stay = book(suite, "R1").detention
    ask(suite, stay)
    (one,) = requests.read(suite.sergeant, stay)
    assert (one.asking.priority, one.asking.why, one.asking.codes) == (Priority.URGENT, "", ())


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"codes": (), "why": ""}, "why healthcare was asked"),
        ({"ahead": 60}, "in the future"),
        ({"why": "x" * 20_001}, "characters long"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(
    suite: Any, other: dict[str, Any], words: str
) -> None:
    stay = book(suite, "R1").detention
    ahead = other.pop("ahead", 0) if "ahead" in (other := dict(other)) else 0
    with pytest.raises(NotComplete, match=words):
        ask(suite, stay, **other, asked_at=suite.clock() + timedelta(minutes=ahead))
    assert requests.read(suite.hcp, stay) == ()


@settings(max_examples=60)
@given(priority=st.sampled_from(Priority), minutes=st.integers(0, 500))
def test_minutes_late_are_those_past_the_target(priority: Priority, minutes: int) -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    one = requests.Request("e", Asking(By.PERSON, priority, (), at, "x"))
    past = minutes - int(requests.target(priority).total_seconds() // 60)
    assert one.late_by(at + timedelta(minutes=minutes)) == max(0, past)


# --- arrival information --------------------------------------------------------------------------


def whole(**said: str) -> Inbound:
    return Inbound({about: said.get(about.name, "") for about in About}, "PS 4127 Mercer")


def test_silence_is_recorded_as_not_provided_and_only_healthcare_reads_it(suite: Any) -> None:
    stay = book(suite, "R1").detention
    inbound.record(suite.hcp, stay, whole(FORCE="PAVA once"))
    found = inbound.fold(people.read_detention(suite.hcp, stay).entries)
    assert found is not None
    assert found.inbound.said[About.FORCE] == "PAVA once"
    assert found.inbound.said[About.FAMILY] == ""
    assert inbound.fold(people.read_detention(suite.sergeant, stay).entries) is None


def test_an_item_nobody_asked_about_is_not_silence(suite: Any) -> None:
    stay = book(suite, "R1").detention
    with pytest.raises(KnownError, match="Property that tells of health: write it"):
        inbound.record(suite.hcp, stay, Inbound({About.FORCE: "none"}, "PS 4127"))
    with pytest.raises(KnownError, match="who told you"):
        inbound.record(suite.hcp, stay, Inbound(dict.fromkeys(About, "") | {About.FORCE: "x"}, " "))
    inbound.record(suite.hcp, stay, Inbound(dict.fromkeys(About, "")))
