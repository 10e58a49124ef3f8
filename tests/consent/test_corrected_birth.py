"""A date of birth that is corrected after an answer: the rule is asked again with the age that the
record then gives (domain consent 3.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from consent_examples import AGREED
from test_consent_on_record import COMPETENT, PARENT, Stay

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Basis, Capacity, Scope
from custodyhcp.consent.outcome import Blocked, Stop
from custodyhcp.records import people, permitted
from custodyhcp.records.identity import Identity

CHILD, ADULT = date(2011, 5, 1), date(1992, 5, 1)  # 15 and 34 on the day


def correct(stay: Stay, born: date | None) -> None:
    who = Identity("Quell", "Ishbel", dob=born)
    people.correct_person(stay.desk, stay.ids.detention, who)


def stopped(stay: Stay, scope: Scope = Scope.VIEW_SCR) -> Stop | None:
    outcome = stay.state().outcome(scope, stay.desk.now())
    return outcome.code if isinstance(outcome, Blocked) else None


def test_an_adults_yes_ends_where_they_turn_out_to_be_a_child(suite: Any) -> None:
    stay = Stay(suite, ADULT)
    assert stay.record(replace(AGREED, age=34)).permission is not None
    correct(stay, CHILD)
    assert stay.permission() is None
    assert stopped(stay) is Stop.COMPETENCE_NOT_ASSESSED
    with pytest.raises(permitted.NotPermitted):  # nor may anything be written under it
        permitted.append_under(suite.hcp, stay.ids.detention, Scope.VIEW_SCR, lambda _: ())
    correct(stay, ADULT)
    assert stay.permission() is not None


def test_a_parents_yes_ends_where_the_child_turns_out_to_be_grown_up(suite: Any) -> None:
    stay = Stay(suite, CHILD)
    assert stay.record(PARENT).permission is not None
    correct(stay, ADULT)
    assert stay.permission() is None
    assert stopped(stay) is Stop.PROXY_NOT_VALID


def test_a_competent_childs_own_yes_is_their_own_at_either_age(suite: Any) -> None:
    stay = Stay(suite, CHILD)
    assert stay.record(COMPETENT).permission is not None
    correct(stay, ADULT)
    permission = stay.permission()
    assert permission is not None and permission.code is Basis.PTV_GRANTED


def test_a_birthday_that_comes_sooner_ends_it_sooner(suite: Any) -> None:
    stay = Stay(suite, CHILD)
    assert stay.record(COMPETENT).permission is not None
    correct(stay, date(2010, 11, 24))  # sixteen at the next midnight
    suite.clock.set(datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC))
    assert stay.permission() is not None
    suite.clock.forward(seconds=1)
    assert stay.permission() is None


def test_an_age_that_was_only_stated_gives_way_to_the_record(suite: Any) -> None:
    stay = Stay(suite)
    stated = replace(AGREED, age=18, age_stated=True, age_evidence="Said so; looks it.")
    assert stay.record(stated).permission is not None
    correct(stay, CHILD)
    assert stopped(stay) is Stop.COMPETENCE_NOT_ASSESSED


def test_a_correction_that_leaves_the_age_or_takes_the_date_away_changes_nothing(
    suite: Any,
) -> None:
    stay = Stay(suite, ADULT)
    stay.record(replace(AGREED, age=34))
    for born in (date(1992, 5, 2), None):
        correct(stay, born)
        assert stay.permission() is not None


@pytest.mark.parametrize(
    ("born", "asked", "after", "stands"),
    [
        (ADULT, replace(AGREED, age=34, answer=Answer.NO), CHILD, True),
        (CHILD, replace(AGREED, age=15, answer=Answer.NO), ADULT, True),
    ],
)
def test_a_refusal_is_not_undone_by_a_correction(
    suite: Any, born: date, asked: Asked, after: date, stands: bool
) -> None:
    stay = Stay(suite, born)
    stay.record(replace(asked, capacity=Capacity.HAS))
    correct(stay, after)
    assert (Scope.VIEW_SCR in stay.state().refused_before) is stands
    assert stay.permission() is None
