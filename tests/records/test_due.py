"""What is due, for one person and the suite: one list, and the board's next is its first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from custodyhcp.consent.notice import NoticeGiven, Result
from custodyhcp.consent.noticing import record_notice
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import assessing, drafts, escalating, handover, observing, people, requests
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.records.escalating import Escalating
from custodyhcp.records.handover import About, CannotAccept
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.observations import Observations
from custodyhcp.records.requests import Asking, By, Priority
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.timeline import timeline
from custodyhcp.records.what_is_due import Due, Task
from custodyhcp.sharing import pasting, publishing
from custodyhcp.sharing.outstanding import Outstanding, SuiteReader, of_person
from custodyhcp.sharing.publishing import Place
from custodyhcp.vault.compartments import Compartment


def book(suite: Any, family: str, cell: str) -> Any:
    who = Identity(family, "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, f"NG/26/{cell}", cell, suite.clock()))


def directions(suite: Any, minutes: int = 240, **more: Any) -> Directions:
    known = Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "recent alcohol"),
        call_hcp_if=("vomiting",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=suite.clock() + timedelta(minutes=minutes),
        review_if_missed="ring healthcare",
    )
    return replace(known, **more)


def give(suite: Any, detention: str, given: Directions) -> None:
    assessing.sign(suite.hcp, detention, Assessment("asked", "well", "", ""), given)


def read(suite: Any, desk: Any = None) -> Outstanding:
    return SuiteReader().read(desk or suite.hcp, suite.clock())


def tasks(found: Outstanding) -> list[Task]:
    return [due.task for due in found.due]


def test_every_kind_of_thing_stands_in_one_list_most_urgent_first(suite: Any) -> None:
    ids, other = book(suite, "Smith", "14"), book(suite, "Patel", "2")
    medicine = MedicineDirection(GivenBy.HCP, suite.clock() + timedelta(minutes=50))
    give(suite, ids.detention, directions(suite, 30, medicines=(medicine,)))
    publishing.publish(suite.hcp, ids.detention, Place("Harrow Lane", "01632 960 118"))
    asked = Asking(By.PERSON, Priority.URGENT, (), suite.clock(), "headache")
    requests.request(suite.hcp, other.detention, asked)
    vitals = Vitals(18, 97, 1, False, 118, 80, Consciousness.A, Decimal("38.6"))
    observing.record_observations(suite.hcp, other.detention, taken(suite, vitals))
    unwell = NoticeGiven("v1", "en", Result.TOO_UNWELL, again_at=suite.clock() + timedelta(hours=3))
    record_notice(suite.hcp, other.person, other.detention, unwell)
    drafts.save(suite.hcp2, "assessment", other.detention, other.person, {"plan": "x"}, ("", 0))
    suite.clock.forward(minutes=31)
    found = read(suite)
    assert tasks(found) == [
        Task.REVIEW,
        Task.MEDICINE,
        Task.REQUEST,
        Task.BRIEFING,
        Task.NOTICE,
        Task.OBSERVATIONS,
        Task.DRAFT,
        Task.PASTE,
    ]
    assert (found.late, found.due[0].late_by(suite.clock())) == (1, 1)
    assert found.due[-2].left_by == suite.hcp2.session.name


def test_a_briefing_is_listed_last_until_it_is_in_the_custody_record(suite: Any) -> None:
    """While they are here and for a day after they left; a new version is listed anew."""
    ids, place = book(suite, "Smith", "14"), Place("Harrow Lane", "01632 960 118")
    give(suite, ids.detention, directions(suite))
    made = publishing.publish(suite.hcp, ids.detention, place)
    drafts.save(suite.hcp2, "assessment", ids.detention, ids.person, {"plan": "x"}, ("", 0))
    found = read(suite)
    assert tasks(found)[-2:] == [Task.DRAFT, Task.PASTE]
    assert found.due[-1].where == "briefing"
    drafts.drop(suite.hcp2, "assessment", ids.detention)
    pasting.say_pasted(suite.hcp, made, suite.clock())
    assert Task.PASTE not in tasks(read(suite))
    publishing.publish(suite.hcp, ids.detention, place)
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "court")
    reader = SuiteReader()
    assert tasks(reader.read(suite.hcp, suite.clock())) == [Task.PASTE]
    awaited = pasting.awaiting(suite.hcp)
    assert [one.published.version for one in awaited] == [2]
    suite.clock.forward(hours=23, minutes=59)
    assert tasks(reader.read(suite.hcp, suite.clock())) == [Task.PASTE]
    suite.clock.forward(minutes=1)
    assert tasks(reader.read(suite.hcp, suite.clock())) == tasks(read(suite)) == []


def taken(suite: Any, vitals: Vitals) -> Observations:
    return Observations(suite.clock(), vitals)


def test_the_boards_next_is_the_first_of_the_list_for_each_person(suite: Any) -> None:
    for number in range(1, 7):
        ids = book(suite, f"Name{chr(64 + number)}", str(number))
        give(suite, ids.detention, directions(suite, number * 12))
    suite.clock.forward(minutes=40)
    found = read(suite)
    assert [row.cell for row in found.rows] == [due.cell for due in found.due]
    for row in found.rows:
        theirs = [due for due in found.due if due.detention == row.detention]
        assert tuple(theirs) == row.due
        assert row.next.task == theirs[0].task.value
        opened = people.read_detention(suite.hcp, row.detention)
        assert of_person(suite.hcp, opened, suite.clock()) == row.due


def test_the_list_is_the_same_after_a_restart(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=23)
    (late,) = read(suite).due
    escalating.escalate(suite.hcp, late, told(suite))
    handover.give(suite.hcp, read(suite).due, ())
    before = read(suite, suite.hcp2)
    suite.reopen()
    assert read(suite, suite.hcp2) == before
    assert before.due[0].escalated


def told(suite: Any, **more: Any) -> Escalating:
    made = Escalating("DOCTOR", "Dr Okafor", suite.clock(), "Will ring back in five minutes.")
    return replace(made, **more)


def test_what_is_late_is_taken_further_and_stays_late(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=6)
    (late,) = read(suite).due
    assert escalating.may_escalate(late, suite.clock())
    assert not escalating.to_escalate(late, suite.clock())
    suite.clock.forward(minutes=14)
    assert escalating.to_escalate(late, suite.clock())
    escalating.escalate(suite.hcp, late, told(suite))
    (again,) = read(suite).due
    assert again.escalated[0].to_words == "Doctor on call, Dr Okafor"
    assert again.late_by(suite.clock()) == 15
    assert not escalating.to_escalate(again, suite.clock())
    said = timeline(people.read_detention(suite.hcp, ids.detention).entries)[0]
    assert (said.what, "Dr Okafor" in said.detail) == ("Review late: taken further", True)
    (entry,) = suite.ig.read(kinds=(escalating.ESCALATED,))
    assert entry.body(Compartment.OVERSIGHT) == {
        "task": "REVIEW", "to": "DOCTOR", "minutes_late": 15,
    }  # fmt: skip
    assert set(entry.bodies) == {Compartment.OVERSIGHT}
    assert not suite.sergeant.read(kinds=(escalating.ESCALATED,))[0].bodies


def test_the_next_review_is_another_thing(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=23)
    escalating.escalate(suite.hcp, read(suite).due[0], told(suite))
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=9)
    assert not read(suite).due[0].escalated


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"to": "NOBODY"}, "to"),
        ({"who": " "}, "who"),
        ({"said": ""}, "said"),
        ({"said": "x" * 20_001}, "said"),
        ({"who": "x" * 201}, "who"),
    ],
)
def test_an_escalation_says_whom_and_what(suite: Any, more: dict[str, str], field: str) -> None:
    due = Due(Task.REVIEW, suite.clock() - timedelta(minutes=5))
    with pytest.raises(NotComplete) as refused:
        escalating.escalate(suite.hcp, due, told(suite, **more))
    assert [one.field for one in refused.value.problems] == [field]
    for minutes in (-6, 30):
        at = suite.clock() + timedelta(minutes=minutes)
        assert escalating.problems(told(suite, at=at), due, suite.clock())[0].field == "at"


def test_a_shift_is_handed_over_and_only_a_colleague_accepts_it(suite: Any) -> None:
    ids, quiet = book(suite, "Smith", "14"), book(suite, "Patel", "2")
    give(suite, ids.detention, directions(suite, 5))
    suite.clock.forward(minutes=23)
    escalating.escalate(suite.hcp, read(suite).due[0], told(suite))
    note = About(quiet.detention, quiet.person, "Wants a vegan meal.")
    made = handover.give(suite.hcp, read(suite).due, (note,))
    assert (made.people, made.due, made.late) == (2, 1, 1)
    suite.clock.forward(minutes=16)
    found = read(suite, suite.hcp2)
    (waits,) = [due for due in found.due if due.task is Task.HANDOVER]
    assert (waits.late_by(suite.clock()), waits.detail) == (1, f"given by {suite.hcp.session.name}")
    sheets = handover.read_sheets(suite.hcp2, made)
    assert [(s.detention, s.note, len(s.items)) for s in sheets] == [
        (ids.detention, "", 1),
        (quiet.detention, "Wants a vegan meal.", 0),
    ]
    assert sheets[0].items[0].late == 18
    assert sheets[0].items[0].escalated[0].startswith("03:23 to Doctor on call, Dr Okafor: ")
    with pytest.raises(CannotAccept):
        handover.accept(suite.hcp, made.id)
    taken_over = handover.accept(suite.hcp2, made.id)
    assert taken_over.accepted_by == suite.hcp2.session.staff
    with pytest.raises(CannotAccept):
        handover.accept(suite.hcp2, made.id)
    assert Task.HANDOVER not in tasks(read(suite))
    body = suite.sergeant.read(kinds=(handover.GIVEN, handover.PERSON, handover.ACCEPTED))
    assert not any(entry.bodies for entry in body)


def test_ones_own_acceptance_forged_past_the_verb_counts_for_nothing(suite: Any) -> None:
    made = handover.give(suite.hcp, (), ())
    said = {Compartment.CLINICAL: {"handover": made.id}}
    suite.hcp.append(NewEntry(handover.ACCEPTED, said))
    suite.sergeant.append(NewEntry(handover.ACCEPTED, said))
    assert not handover.read(suite.hcp)[0].accepted


def test_a_later_handover_that_was_accepted_covers_the_earlier(suite: Any) -> None:
    first, second = handover.give(suite.hcp, (), ()), handover.give(suite.hcp, (), ())
    assert len(handover.waiting(handover.read(suite.hcp))) == 2
    handover.accept(suite.hcp2, second.id)
    assert handover.waiting(handover.read(suite.hcp)) == ()
    assert first.id != second.id


def test_a_note_too_long_is_refused_and_nothing_is_written(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    with pytest.raises(NotComplete) as refused:
        handover.give(suite.hcp, (), (About(ids.detention, ids.person, "x" * 2_001),))
    assert refused.value.problems[0].field == ids.detention
    assert handover.read(suite.hcp) == ()


def test_a_first_assessment_that_was_asked_for_is_late_past_the_routine_target(suite: Any) -> None:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    asked = Arrival(who, "NG/26/14", "14", suite.clock(), requested_at=suite.clock())
    people.book_in(suite.hcp, asked)
    suite.clock.forward(minutes=91)
    (due,) = read(suite).due
    assert (due.task, due.late_by(suite.clock())) == (Task.FIRST_ASSESSMENT, 1)


def test_when_observations_are_due_again_follows_the_score(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    well = Vitals(16, 97, 1, False, 128, 72, Consciousness.A, Decimal("36.8"))
    for vitals, minutes in (
        (well, None),
        (replace(well, pulse=95), 240),
        (replace(well, pulse=135), 60),
        (replace(well, pulse=135, respiration_rate=26), 60),
        (replace(well, pulse=135, respiration_rate=26, temperature=Decimal("39.5")), 60),
    ):
        observing.record_observations(suite.hcp, ids.detention, taken(suite, vitals))
        found = [due.at for due in read(suite).due if due.task is Task.OBSERVATIONS]
        wanted = [] if minutes is None else [suite.clock() + timedelta(minutes=minutes)]
        assert found == wanted, vitals
        suite.clock.forward(minutes=1)


def test_what_is_left_about_somebody_gone_stays_until_it_is_answered(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    drafts.save(suite.hcp2, "assessment", ids.detention, ids.person, {"plan": "x"}, ("", 0))
    gone = {"at": "2026-11-23T03:01:00.000Z", "destination": "released"}
    parts = {Compartment.IDENTITY: gone}
    suite.hcp.append(NewEntry("detention.closed", parts, ids.person, ids.detention))
    suite.clock.forward(hours=2)
    found = read(suite)
    assert found.rows == ()
    assert [(due.task, due.name) for due in found.due] == [(Task.DRAFT, "SMITH, John (Mr)")]
    assert (found.unfinished, found.late, found.late_cells) == (1, 0, ())
    drafts.save(suite.hcp2, "observations.ciwa_ar", ids.detention, ids.person, {"t": "1"}, ("", 0))
    assert {due.detail for due in read(suite).due} == {"assessment", "CIWA-Ar"}
    drafts.drop(suite.hcp2, "observations.ciwa_ar", ids.detention)
    drafts.drop(suite.hcp2, "assessment", ids.detention)
    assert read(suite).due == ()


def test_a_handover_nobody_accepts_is_taken_further_too(suite: Any) -> None:
    handover.give(suite.hcp, (), ())
    suite.clock.forward(minutes=31)
    (waits,) = read(suite, suite.hcp2).due
    assert escalating.to_escalate(waits, suite.clock())
    escalating.escalate(suite.hcp, waits, told(suite, to="SENIOR"))
    (again,) = read(suite, suite.hcp2).due
    assert again.escalated[0].to == "Senior health professional"
    assert read(suite).late == 1


def test_times_for_the_locked_screen_hold_no_word_of_anybody(suite: Any) -> None:
    ids = book(suite, "Smith", "14")
    give(suite, ids.detention, directions(suite, 5))
    bad = directions(suite, 5, fitness=FitToDetain.NOT_FIT_HOSPITAL_999, next_review=None)
    other = book(suite, "Patel", "2")
    give(suite, other.detention, bad)
    suite.clock.forward(minutes=7)
    found = read(suite)
    assert found.late == 2
    assert sorted(found.late_cells) == ["14", "2"]
    assert sum(suite.clock() - at >= timedelta(minutes=1) for at in found.times) == 2
