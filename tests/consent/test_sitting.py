"""What is asked once a sitting: what is carried to the next question, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from custodyhcp.consent import sharing
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Door,
    Format,
    InterpreterMode,
    Method,
    Scope,
)
from custodyhcp.consent.fold import Decided
from custodyhcp.consent.how import NOTHING_SAID, How, Information, Interpreter, Room
from custodyhcp.consent.notice import How as Given
from custodyhcp.consent.notice import NoticeGiven, Result, Told
from custodyhcp.consent.sitting import NOTHING_CARRIED, carried, longest_gap

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ME, OTHER = "staff-1", "staff-2"
HOW = How(
    room=Room("Appropriate adult", Door.OPEN, "Level 4, constant observation"),
    interpreter=Interpreter("Polish", InterpreterMode.PHONE, "4471", AT, AT + timedelta(minutes=9)),
    information=Information("v1", "en", Format.READ_ALOUD, "entry-1"),
    explained_back=True,
)
ASKED = Asked(
    Scope.SEND_GP, Answer.YES, Capacity.HAS, 31, method=Method.INTERPRETER, how=HOW
)  # fmt: skip


def decided(at: datetime = AT, author: str = ME, asked: Asked = ASKED) -> Decided:
    situation = sharing.Situation(Scope.SEND_GP, Answer.YES, Capacity.HAS, 31)
    return Decided("e", 1, at, author, "d", asked, situation, "ALLOW", "CONSENT", None, ())


def told(at: datetime = AT, author: str = ME, result: Result = Result.GIVEN) -> Told:
    given = NoticeGiven("v1 en-easy", "en-easy", result, (Given.SHOWN, Given.READ_ALOUD))
    return Told("notice-1", 1, at, author, given)


def test_who_was_there_how_and_what_they_were_told_are_carried() -> None:
    sitting = carried([decided()], [], ME, AT + timedelta(minutes=2))
    assert (sitting.method, sitting.since) == (Method.INTERPRETER, AT)
    assert sitting.how.room.present == "Appropriate adult"
    assert sitting.how.interpreter.reference == "4471"
    assert sitting.how.information == HOW.information


def test_the_door_and_the_saying_back_are_never_carried() -> None:
    how = carried([decided()], [], ME, AT + timedelta(minutes=2)).how
    assert (how.room.door, how.room.why_open, how.explained_back) == (None, "", None)
    assert how.interpreter.end is None


def test_nothing_is_carried_from_a_colleague_from_long_ago_or_from_nothing_said() -> None:
    late = AT + longest_gap() + timedelta(seconds=1)
    silent = decided(asked=replace(ASKED, method=None, how=NOTHING_SAID))
    assert carried([decided(author=OTHER)], [], ME, AT) == NOTHING_CARRIED
    assert carried([decided()], [], ME, late) == NOTHING_CARRIED
    assert carried([decided()], [], ME, AT - timedelta(minutes=1)) == NOTHING_CARRIED
    assert carried([silent], [], ME, AT) == NOTHING_CARRIED
    assert carried([], [], ME, AT) == NOTHING_CARRIED


def test_the_answer_of_a_proxy_leaves_no_method_to_carry() -> None:
    by_parent = decided(asked=replace(ASKED, method=Method.PROXY_PR))
    assert carried([by_parent], [], ME, AT).method is None


def test_the_notice_given_in_this_sitting_is_what_they_were_told() -> None:
    information = carried([], [told()], ME, AT).how.information
    assert information == Information("v1 en-easy", "en-easy", Format.READ_ALOUD, "notice-1")
    silent = decided(asked=replace(ASKED, how=NOTHING_SAID))
    assert carried([silent], [told()], ME, AT).how.information == information


def test_a_notice_refused_or_given_by_somebody_else_is_not() -> None:
    assert carried([], [told(result=Result.REFUSED)], ME, AT) == NOTHING_CARRIED
    assert carried([], [told(author=OTHER)], ME, AT) == NOTHING_CARRIED


def test_what_was_said_after_the_notice_stands() -> None:
    before = told(at=AT - timedelta(minutes=5))
    assert carried([decided()], [before], ME, AT).how.information == HOW.information
