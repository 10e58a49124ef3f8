"""Every answer stays, with whether it counts and from when not; nothing is carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Relationship, Scope, Surgery
from custodyhcp.consent.fold import KINDS
from custodyhcp.consent.history import Kind, Stands, StayHistory, history
from custodyhcp.consent.recording import (
    permission_for,
    record,
    record_surgery_answer,
    withdraw,
)
from custodyhcp.consent.surgery import SurgeryAnswer
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex

YES = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 31, relationship=Relationship.WORKGROUP)
WHO = Identity("Kowalczyk", "Łukasz", dob=date(1995, 1, 3), sex=Sex.MALE)


def booked(suite: Any) -> people.BookedIn:
    return people.book_in(suite.hcp, Arrival(WHO, "NG/26/4411", "7", suite.clock()))


def told(suite: Any, ids: Any, detention: str = "") -> tuple[StayHistory, ...]:
    entries = suite.hcp.read(person=ids.person, kinds=KINDS)
    return history(entries, detention or ids.detention, suite.clock())


def test_before_anything_is_asked_there_is_nothing(suite: Any) -> None:
    assert told(suite, booked(suite)) == ()


def test_each_answer_says_whether_it_counts(suite: Any) -> None:
    ids = booked(suite)
    record(suite.hcp, ids.person, ids.detention, replace(YES, answer=Answer.NO))
    suite.clock.forward(minutes=10)
    record(suite.hcp, ids.person, ids.detention, YES)
    suite.clock.forward(minutes=10)
    taken_back = suite.clock()
    withdraw(suite.hcp, ids.person, ids.detention, [Scope.VIEW_SCR], age=31)
    suite.clock.forward(minutes=10)
    record(suite.hcp, ids.person, ids.detention, YES)
    (stay,) = told(suite, ids)
    stands = [row.stands for row in stay.rows]
    assert stands == [
        Stands.IN_FORCE,
        Stands.NOTHING_TO_STAND,
        Stands.TAKEN_BACK,
        Stands.NOTHING_TO_STAND,
    ]
    ended = stay.rows[2].until
    assert ended is not None
    assert abs(ended - taken_back) < timedelta(seconds=1)


def test_asked_anew_ends_the_one_before(suite: Any) -> None:
    ids = booked(suite)
    record(suite.hcp, ids.person, ids.detention, YES)
    suite.clock.forward(minutes=10)
    record(suite.hcp, ids.person, ids.detention, YES)
    (stay,) = told(suite, ids)
    assert [row.stands for row in stay.rows] == [Stands.IN_FORCE, Stands.ANSWERED_ANEW]


def test_a_key_that_is_missing_is_not_in_force(suite: Any) -> None:
    ids = booked(suite)
    record(suite.hcp, ids.person, ids.detention, replace(YES, scope=Scope.VIEW_GP))
    answer = SurgeryAnswer(Surgery.NO_ANSWER, suite.clock())
    record_surgery_answer(suite.hcp, ids.person, ids.detention, answer)
    (stay,) = told(suite, ids)
    assert [row.kind for row in stay.rows] == [Kind.SURGERY, Kind.ANSWER]
    assert stay.rows[1].stands is Stands.NOT_NOW


def test_earlier_detentions_are_told_and_never_carried_over(suite: Any) -> None:
    ids = booked(suite)
    record(suite.hcp, ids.person, ids.detention, YES)
    suite.clock.forward(hours=2)
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "released")
    suite.clock.forward(hours=48)
    again = people.open_detention(
        suite.hcp, ids.person, Arrival(WHO, "NG/26/5000", "3", suite.clock())
    )
    (before,) = told(suite, ids, again)
    assert before.detention == ids.detention
    assert [row.stands for row in before.rows] == [Stands.STAY_OVER]
    entries = suite.hcp.read(person=ids.person, kinds=KINDS)
    assert permission_for(Scope.VIEW_SCR, entries, again, suite.clock()) is None
    record(suite.hcp, ids.person, again, replace(YES, answer=Answer.NO))
    stays = told(suite, ids, again)
    assert [stay.detention for stay in stays] == [again, ids.detention]
