"""Consent at a real desk: what is written, who can read it, and when a permission ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from consent_examples import (
    AGREED,
    COULD_NOT_ASK,
    HAS,
    IN_BEST_INTERESTS,
    INTERESTS,
    LACKS,
    MET,
    REASON,
    SURGERY_AGREED,
    WEIGHED,
)

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Ground,
    Purpose,
    Relationship,
    Scope,
    Surgery,
)
from custodyhcp.consent.outcome import Allowed, Blocked, Deferred, Stop
from custodyhcp.consent.problem import FormNotComplete
from custodyhcp.ledger.entry import NewEntry, new_id
from custodyhcp.vault.compartments import Compartment

HOUR = timedelta(hours=1)


class Stay:
    """One invented person in custody, at one desk."""

    def __init__(self, suite: Any) -> None:
        self.suite, self.desk = suite, suite.hcp
        self.person, self.detention = new_id(suite.clock.at), new_id(suite.clock.at)

    def again(self) -> Stay:
        """The same person, brought in another time."""
        later = Stay(self.suite)
        later.person = self.person
        return later

    def record(self, asked: Asked) -> recording.Recorded:
        return recording.record(self.desk, self.person, self.detention, asked)

    def permission(self, scope: Scope = Scope.VIEW_SCR) -> Any:
        return self.state().permission(scope, self.desk.now())

    def state(self) -> Any:
        return recording.state_of(self.desk, self.person, self.detention)

    def capacity(self, form: Any = LACKS) -> str:
        return recording.record_capacity(self.desk, self.person, self.detention, form)

    def interests(self, form: Any = INTERESTS) -> str:
        return recording.record_best_interests(self.desk, self.person, self.detention, form)

    def surgery(self, answer: Any = SURGERY_AGREED) -> str:
        return recording.record_surgery_answer(self.desk, self.person, self.detention, answer)

    def withdraw(self, *scopes: Scope) -> None:
        recording.withdraw(self.desk, self.person, self.detention, scopes, age=34)

    def close(self) -> None:
        self.desk.append(
            NewEntry(
                "detention.closed",
                {Compartment.IDENTITY: {"at": "", "destination": ""}},
                self.person,
                self.detention,
            )
        )

    def oversight(self) -> list[Any]:
        entries = self.suite.ig.read(person=self.person, kinds={"consent.decided"})
        return [entry.body(Compartment.OVERSIGHT) for entry in entries]


@pytest.fixture
def stay(suite: Any) -> Stay:
    return Stay(suite)


def test_a_yes_is_recorded_and_opens_until_release(stay: Stay) -> None:
    recorded = stay.record(AGREED)
    assert isinstance(recorded.outcome, Allowed)
    assert recorded.permission == stay.permission()
    assert recorded.permission.code is Basis.PTV_GRANTED
    assert (recorded.permission.entry, recorded.permission.until) == (recorded.entry, None)
    stay.suite.clock.forward(hours=20)
    assert stay.permission() is not None
    stay.close()
    stay.suite.clock.forward(seconds=1)
    assert stay.permission() is None
    with pytest.raises(recording.DetentionClosed):
        stay.record(AGREED)
    assert stay.again().permission() is None  # a new detention: ask again


def test_a_refusal_is_recorded_and_oversight_reads_no_clinical_word(stay: Stay) -> None:
    recorded = stay.record(replace(AGREED, answer=Answer.NO, limits="not my clinic letters"))
    assert isinstance(recorded.outcome, Blocked)
    assert recorded.permission is None
    (body,) = stay.oversight()
    assert body == {
        "scope": "VIEW_SCR",
        "outcome": "BLOCK",
        "code": "REFUSED",
        "decision": "REFUSED",
        "ground": None,
        "until": None,
        "not_asked": None,
        "asked_again": False,
        "minutes_since_arrival": None,
        "reason": "",
        "relationship": "WORKGROUP",
        "alerts": [],
        "alert_words": [],
    }
    assert stay.oversight()[0].keys() == body.keys()
    (entry,) = stay.suite.ig.read(person=stay.person, kinds={"consent.decided"})
    assert Compartment.CLINICAL not in entry.bodies
    (entry,) = stay.suite.sergeant.read(person=stay.person, kinds={"consent.decided"})
    assert not entry.bodies


def test_a_self_claimed_yes_raises_its_alert(stay: Stay) -> None:
    stay.record(replace(AGREED, relationship=Relationship.SELF_CLAIMED))
    (body,) = stay.oversight()
    assert body["alerts"] == [[1, 6]]
    assert body["alert_words"] == [{"type": "Create LR (Self Claimed)", "reason": "Other"}]


def test_best_interests_goes_in_order_or_not_at_all(stay: Stay) -> None:
    with pytest.raises(FormNotComplete) as caught:
        stay.record(IN_BEST_INTERESTS)
    assert [p.field for p in caught.value.problems] == ["capacity", "best_interests"]
    with pytest.raises(FormNotComplete):
        stay.interests()
    assert stay.state().decisions == ()
    ids = (stay.capacity(), stay.interests())
    recorded = stay.record(IN_BEST_INTERESTS)
    assert recorded.permission is not None
    assert recorded.permission.code is Basis.BI_EMERGENCY
    assert recorded.permission.evidence == ids
    assert recorded.permission.until == LACKS.reassess_at
    (body,) = stay.oversight()
    assert (body["code"], body["reason"], body["alerts"]) == ("BI_EMERGENCY", REASON, [[2, 5]])


def test_it_ends_when_they_are_to_be_assessed_again(stay: Stay) -> None:
    stay.capacity()
    stay.interests()
    stay.record(IN_BEST_INTERESTS)
    assert [again.due for again in stay.state().ask_again()] == [LACKS.reassess_at]
    stay.suite.clock.forward(hours=1)
    assert stay.permission() is None


def test_it_ends_when_they_are_found_able_to_decide(stay: Stay) -> None:
    stay.capacity()
    stay.interests()
    stay.record(IN_BEST_INTERESTS)
    stay.capacity(HAS)
    assert stay.permission() is None
    assert stay.state().best_interests(Scope.VIEW_SCR) is None


def test_the_same_reason_twice_is_no_reason(stay: Stay) -> None:
    stay.record(COULD_NOT_ASK)
    with pytest.raises(FormNotComplete) as caught:
        Stay(stay.suite).record(COULD_NOT_ASK)
    assert [p.field for p in caught.value.problems] == ["reason"]
    other = Stay(stay.suite)
    other.desk = stay.suite.hcp2
    assert other.record(COULD_NOT_ASK).permission is not None


def test_undetermined_waits_and_comes_back(stay: Stay) -> None:
    waiting = replace(AGREED, capacity=Capacity.UNDETERMINED)
    with pytest.raises(FormNotComplete):
        stay.record(waiting)
    due = stay.suite.clock.at + HOUR
    recorded = stay.record(replace(waiting, ask_again_at=due))
    assert isinstance(recorded.outcome, Deferred)
    (again,) = stay.state().ask_again()
    assert (again.scope, again.due) == (Scope.VIEW_SCR, due)
    stay.suite.clock.forward(minutes=61)
    stay.record(AGREED)
    assert stay.state().ask_again() == ()


def test_a_withdrawal_is_at_once_and_outlives_incapacity(stay: Stay) -> None:
    stay.record(AGREED)
    stay.record(replace(AGREED, scope=Scope.SEND_GP))
    stay.withdraw(Scope.VIEW_SCR, Scope.SEND_GP)
    assert stay.permission() is None
    assert stay.permission(Scope.SEND_GP) is None
    assert [one.code for one in stay.state().decisions] == [
        "PTV_GRANTED",
        "CONSENT",
        "WITHDRAWN",
        "WITHDRAWN",
    ]
    stay.capacity()
    with pytest.raises(FormNotComplete):  # the refusal has to be faced in the form
        stay.interests()
    stay.interests(replace(INTERESTS, prior_refusal="He did not know then what he had taken."))
    blocked = stay.record(IN_BEST_INTERESTS)
    assert isinstance(blocked.outcome, Blocked)
    assert blocked.outcome.code is Stop.PRIOR_REFUSAL
    advised = replace(
        IN_BEST_INTERESTS, life_threatening=True, senior_adviser="Dr Osei, on call consultant"
    )
    assert stay.record(advised).permission is not None


def test_a_refusal_is_remembered_in_the_next_detention(stay: Stay) -> None:
    stay.record(replace(AGREED, answer=Answer.NO))
    later = stay.again()
    blocked = later.record(COULD_NOT_ASK)
    assert isinstance(blocked.outcome, Blocked)
    assert blocked.outcome.code is Stop.PRIOR_REFUSAL
    later.record(AGREED)
    assert later.permission() is not None
    assert later.state().refused_before == frozenset()


def test_no_ground_for_their_own_good_after_a_capacitous_no(stay: Stay) -> None:
    refused = replace(COULD_NOT_ASK, answer=Answer.NO, capacity=Capacity.HAS)
    assert isinstance(stay.record(refused).outcome, Blocked)
    legal = replace(
        refused,
        ground=Ground.PUBLIC_INTEREST,
        weighing=WEIGHED,
        adviser="Dr Osei, Caldicott Guardian",
        purpose=Purpose.CARE_OR_SAFETY,
        reason="He says that he will share needles tonight; need to know his status.",
    )
    recorded = stay.record(legal)
    assert recorded.permission is not None
    assert recorded.permission.code is Basis.PUBLIC_INTEREST
    assert stay.oversight()[-1]["alerts"] == [[1, 1], [2, 1]]


def test_two_keys_and_each_can_be_lost(stay: Stay) -> None:
    yes = replace(AGREED, scope=Scope.VIEW_GP)
    assert isinstance(stay.record(yes).outcome, Blocked)
    assert stay.permission(Scope.VIEW_GP) is None
    key = stay.surgery(replace(SURGERY_AGREED, until=stay.suite.clock.at + HOUR))
    permission = stay.permission(Scope.VIEW_GP)
    assert permission is not None
    assert permission.evidence == (key,)
    assert permission.until == stay.suite.clock.at + HOUR
    stay.suite.clock.forward(hours=1)
    assert stay.permission(Scope.VIEW_GP) is None
    stay.surgery()
    assert stay.permission(Scope.VIEW_GP) is not None
    stay.surgery(replace(SURGERY_AGREED, surgery=Surgery.DISSENT_ON_FILE))
    assert stay.permission(Scope.VIEW_GP) is None
    stay.surgery()
    stay.withdraw(Scope.VIEW_GP)
    assert stay.permission(Scope.VIEW_GP) is None


def test_nothing_overrides_the_two_keys(stay: Stay) -> None:
    stay.capacity(replace(LACKS, scope=Scope.VIEW_GP))
    stay.interests(replace(INTERESTS, scope=Scope.VIEW_GP, emergency=MET))
    stay.surgery()
    recorded = stay.record(replace(IN_BEST_INTERESTS, scope=Scope.VIEW_GP))
    assert isinstance(recorded.outcome, Blocked)
    assert recorded.outcome.code is Stop.NO_OVERRIDE
    assert stay.permission(Scope.VIEW_GP) is None


def test_each_scope_is_its_own_question(stay: Stay) -> None:
    stay.record(AGREED)
    for scope in (Scope.VIEW_GP, Scope.SHARE_CUSTODY, Scope.SEND_GP, Scope.EXAMINATION):
        assert stay.permission(scope) is None
    stay.record(replace(AGREED, scope=Scope.SEND_GP, answer=Answer.NO))
    assert stay.permission(Scope.SEND_GP) is None
    assert stay.permission() is not None


def test_a_letter_can_go_in_somebody_s_best_interests(stay: Stay) -> None:
    unable = Asked(Scope.SEND_GP, Answer.UNABLE, Capacity.LACKS, 34)
    assert isinstance(stay.record(unable).outcome, Blocked)
    stay.capacity(replace(LACKS, scope=Scope.SEND_GP))
    stay.interests(replace(INTERESTS, scope=Scope.SEND_GP, emergency=MET))
    assert stay.record(unable).permission.code is Basis.BEST_INTERESTS


@pytest.mark.parametrize("scope", [Scope.EXAMINATION, Scope.TREATMENT])
def test_somebody_is_treated_in_their_best_interests_until_they_are_assessed_again(
    stay: Stay, scope: Scope
) -> None:
    unable = Asked(scope, Answer.UNABLE, Capacity.LACKS, 34)
    stopped = stay.record(unable).outcome
    assert isinstance(stopped, Blocked)
    assert "send" not in stopped.instead
    stay.capacity(replace(LACKS, scope=scope))
    stay.interests(replace(INTERESTS, scope=scope, emergency=MET))
    assert stay.record(unable).permission.code is Basis.BEST_INTERESTS
    stay.record(replace(AGREED, scope=scope, answer=Answer.NO))
    assert stay.permission(scope) is None
    assert isinstance(stay.record(unable).outcome, Blocked)  # a no, said when able, outlives it


def test_only_a_health_professional_records(stay: Stay) -> None:
    for desk in (stay.suite.sergeant, stay.suite.ig):
        with pytest.raises(recording.NotYours):
            recording.record(desk, stay.person, stay.detention, AGREED)
    assert stay.state().decisions == ()


def test_an_entry_that_only_says_allow_gives_nothing(stay: Stay) -> None:
    """The rule is asked again about what was recorded; the word ALLOW is not believed."""
    stay.record(replace(AGREED, answer=Answer.NO))
    (entry,) = stay.desk.read(person=stay.person, kinds={"consent.decided"})
    body = {**entry.body(Compartment.CLINICAL), "outcome": "ALLOW", "code": "PTV_GRANTED"}
    stay.desk.append(
        NewEntry("consent.decided", {Compartment.CLINICAL: body}, stay.person, stay.detention)
    )
    assert stay.permission() is None


def test_what_a_sergeant_seals_to_the_clinical_compartment_counts_for_nothing(stay: Stay) -> None:
    stay.record(AGREED)
    (entry,) = stay.desk.read(person=stay.person, kinds={"consent.decided"})
    later = stay.again()
    forged = NewEntry(
        "consent.decided",
        {Compartment.CLINICAL: entry.body(Compartment.CLINICAL)},
        stay.person,
        later.detention,
    )
    stay.suite.sergeant.append(forged)
    assert later.permission() is None
    assert later.state().decisions == ()


def test_it_is_all_there_after_closing_and_opening(stay: Stay) -> None:
    stay.capacity()
    stay.interests()
    stay.record(IN_BEST_INTERESTS)
    stay.surgery()
    before = stay.state()
    stay.suite.reopen()
    stay.desk = stay.suite.hcp
    assert stay.state() == before
