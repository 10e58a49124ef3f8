"""What an answer meets on the record: an age, an attorney's no, a doubt since settled, a count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from consent_examples import (
    AGREED,
    COULD_NOT_ASK,
    HAS,
    IN_BEST_INTERESTS,
    INTERESTS,
    LACKS,
    REASON,
    SURGERY_AGREED,
    WEIGHED,
)

from custodyhcp.consent import recording
from custodyhcp.consent.age import lasts_as_a_child, turns
from custodyhcp.consent.asked import Asked, ProxyAuthority
from custodyhcp.consent.bounds import open_for
from custodyhcp.consent.codes import (
    Answer,
    Basis,
    Capacity,
    Ground,
    Proxy,
    Purpose,
    ReasonNotAsked,
    Relationship,
    Scope,
    Surgery,
)
from custodyhcp.consent.fold import DECIDED
from custodyhcp.consent.outcome import Allowed, Blocked, Stop
from custodyhcp.consent.problem import FormNotComplete
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.vault.compartments import Compartment

ATTORNEY = replace(
    AGREED,
    capacity=Capacity.LACKS,
    proxy=Proxy.LPA_HEALTH,
    proxy_name="Ines Invented",
    proxy_relationship="Sister",
    proxy_evidence="Reference checked by phone with the Office.",
    proxy_authority=ProxyAuthority("CERTIFIED", True, "Health and welfare, section 5."),
)


class Stay:
    def __init__(self, suite: Any, born: date | None = None) -> None:
        self.suite, self.desk = suite, suite.hcp
        who = Identity("Quell", "Ishbel", dob=born)
        self.ids = people.book_in(self.desk, Arrival(who, "QC/1/1", "4", suite.clock.at))

    def record(self, asked: Asked) -> recording.Recorded:
        return recording.record(self.desk, self.ids.person, self.ids.detention, asked)

    def permission(self, scope: Scope = Scope.VIEW_SCR) -> Any:
        return self.state().permission(scope, self.desk.now())

    def state(self) -> Any:
        return recording.state_of(self.desk, self.ids.person, self.ids.detention)

    def assess(self, form: Any) -> None:
        recording.record_capacity(self.desk, self.ids.person, self.ids.detention, form)

    def interests(self, form: Any = INTERESTS) -> None:
        recording.record_best_interests(self.desk, self.ids.person, self.ids.detention, form)

    def surgery(self, **change: Any) -> None:
        answer = replace(SURGERY_AGREED, **change)
        recording.record_surgery_answer(self.desk, self.ids.person, self.ids.detention, answer)

    def oversight(self, kind: str = DECIDED) -> list[Any]:
        return [one.body(Compartment.OVERSIGHT) for one in self.suite.ig.read(kinds={kind})]


@pytest.fixture
def stay(suite: Any) -> Stay:
    return Stay(suite)


def _fields(caught: Any) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def test_an_age_that_is_not_the_record_s_is_noticed_and_nothing_is_written(suite: Any) -> None:
    child = Stay(suite, date(2012, 5, 1))
    with pytest.raises(FormNotComplete) as caught:
        child.record(AGREED)
    assert _fields(caught) == ["age"]
    assert "makes them 14, so they are a child" in str(caught.value)
    assert child.state().decisions == ()
    competent = replace(AGREED, age=14, gillick=True, gillick_evidence="Explained it all back.")
    assert child.record(competent).permission is not None


def test_a_corrected_date_of_birth_counts_from_then_on(suite: Any) -> None:
    stay = Stay(suite, date(2012, 5, 1))
    who = Identity("Quell", "Ishbel", dob=date(1992, 5, 1))
    people.correct_person(stay.desk, stay.ids.detention, who)
    assert stay.record(AGREED).permission is not None  # 34
    with pytest.raises(FormNotComplete):
        stay.record(replace(AGREED, age=14, gillick=True, gillick_evidence="Said it back."))


PARENT = replace(
    AGREED,
    age=15,
    capacity=Capacity.LACKS,
    gillick=False,
    gillick_evidence="Could not say who would see it.",
    proxy=Proxy.PARENTAL_RESPONSIBILITY,
    proxy_name="Ada Invented",
    proxy_relationship="Mother",
    proxy_evidence="Birth certificate seen by custody.",
    proxy_authority=ProxyAuthority("MOTHER"),
)
COMPETENT = replace(AGREED, age=15, gillick=True, gillick_evidence="Said it back in own words.")


@pytest.mark.parametrize("asked", [PARENT, COMPETENT])
def test_what_was_answered_for_a_child_ends_as_their_sixteenth_birthday_begins(
    suite: Any, asked: Asked
) -> None:
    stay = Stay(suite, date(2010, 11, 24))  # sixteen at the next midnight
    assert stay.record(asked).permission is not None
    suite.clock.set(datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC))
    assert stay.permission() is not None
    suite.clock.forward(seconds=1)
    assert stay.permission() is None
    assert "age" in _fields_of(stay, asked)  # nor can it be said again
    assert stay.record(replace(AGREED, age=16)).permission is not None


def _fields_of(stay: Stay, asked: Asked) -> list[str]:
    try:
        stay.record(asked)
    except FormNotComplete as wrong:
        return [problem.field for problem in wrong.problems]
    return []


def test_a_birthday_begins_by_the_wall_and_on_1_march_where_there_is_no_29_february() -> None:
    assert turns(date(2010, 7, 2), 16) == datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert turns(date(2010, 11, 24), 16) == datetime(2026, 11, 24, tzinfo=UTC)
    assert turns(date(2012, 2, 29), 15) == datetime(2027, 3, 1, tzinfo=UTC)
    born = date(2012, 5, 1)
    assert lasts_as_a_child(Scope.VIEW_SCR, 14, born) == turns(born, 16)
    assert lasts_as_a_child(Scope.VIEW_SCR, 16, born) is None
    assert lasts_as_a_child(Scope.FORENSIC_SAMPLE, 13, born) == turns(born, 14)
    assert lasts_as_a_child(Scope.FORENSIC_SAMPLE, 14, born) is None


def test_an_attorney_s_yes_counts_and_their_no_closes_best_interests(stay: Stay) -> None:
    with pytest.raises(FormNotComplete) as caught:
        stay.record(ATTORNEY)
    assert _fields(caught) == ["capacity"]
    stay.assess(LACKS)
    yes = stay.record(ATTORNEY).permission
    assert yes is not None and yes.code is Basis.PTV_PROXY
    refused = stay.record(replace(ATTORNEY, answer=Answer.NO)).outcome
    assert isinstance(refused, Blocked) and refused.code is Stop.PROXY_REFUSED
    stay.interests()
    for tried in (IN_BEST_INTERESTS, replace(COULD_NOT_ASK, capacity=Capacity.LACKS)):
        outcome = stay.record(tried).outcome
        assert isinstance(outcome, Blocked) and outcome.code is Stop.PROXY_REFUSED
    assert stay.permission() is None


def test_a_yes_given_while_capacity_was_in_doubt_is_asked_for_again(stay: Stay) -> None:
    stay.assess(LACKS)
    with pytest.raises(FormNotComplete, match="Assess capacity again"):
        stay.record(AGREED)  # nobody's word against the finding: the four are evidenced first
    stay.assess(replace(HAS, reassess_at=stay.suite.clock.at + timedelta(hours=1)))
    stay.record(AGREED)  # they could, after all, for this moment
    assert stay.permission() is not None
    stay.assess(HAS)
    assert stay.permission() is None
    stay.record(AGREED)
    assert stay.permission() is not None


def test_a_yes_given_under_the_influence_lasts_until_they_are_asked_again(stay: Stay) -> None:
    again = stay.suite.clock.at + timedelta(hours=3)
    stay.record(replace(AGREED, affected=True, ask_again_at=again))
    assert stay.permission().until == again
    assert [one.due for one in stay.state().ask_again()] == [again]
    stay.suite.clock.forward(hours=3)
    assert stay.permission() is None


@pytest.mark.parametrize(
    ("ground", "more"),
    [
        (Ground.PUBLIC_INTEREST, {"weighing": WEIGHED}),
        (Ground.STATUTE, {"statute": "TACT_38B"}),
        (Ground.COURT_ORDER, {"order_reference": "T2026/1", "order_scope": "Medicines"}),
    ],
)
def test_every_legal_ground_ends_by_itself_and_turns_investigators_away(
    stay: Stay, ground: Ground, more: dict[str, Any]
) -> None:
    asked = replace(
        AGREED,
        answer=Answer.NO,
        ground=ground,
        adviser="Dr Osei, Caldicott Guardian",
        reason="Says he gave her insulin to drink; which insulin does he hold?",
        **more,
    )
    with pytest.raises(FormNotComplete) as caught:
        stay.record(asked)
    assert _fields(caught) == ["purpose"]
    turned = stay.record(replace(asked, purpose=Purpose.INVESTIGATION)).outcome
    assert isinstance(turned, Blocked) and turned.code is Stop.FOR_INVESTIGATION
    assert "information governance" in turned.instead
    permission = stay.record(replace(asked, purpose=Purpose.CARE_OR_SAFETY)).permission
    assert permission is not None
    assert permission.until == stay.suite.clock.at + open_for(ground)
    stay.suite.clock.forward(hours=8)
    assert stay.permission() is None


def test_best_interests_without_emergency_is_for_what_does_not_wear_off(stay: Stay) -> None:
    asked = replace(
        IN_BEST_INTERESTS,
        ground=Ground.BEST_INTERESTS_NON_EMERGENCY,
        cannot_wait="The placement tonight rests on what she takes.",
        relationship=Relationship.SELF_CLAIMED,
    )
    stay.assess(LACKS)  # drink: it wears off
    stay.interests()
    with pytest.raises(FormNotComplete) as caught:
        stay.record(asked)
    assert _fields(caught) == ["ground"]
    stay.assess(replace(LACKS, impairment="DEMENTIA", reassess_at=None))
    stay.interests()
    with pytest.raises(FormNotComplete) as caught:
        stay.record(replace(asked, cannot_wait=""))
    assert _fields(caught) == ["cannot_wait"]
    recorded = stay.record(asked)
    assert isinstance(recorded.outcome, Allowed)
    assert recorded.permission is not None
    assert recorded.permission.code is Basis.BI_NON_EMERGENCY
    assert stay.oversight()[-1]["alerts"] == [[1, 4], [2, 5]]


def test_asking_again_and_again_is_counted_and_a_late_yes_explained(stay: Stay) -> None:
    for _ in range(3):
        stay.record(replace(AGREED, answer=Answer.NO))
    assert stay.state().times_again(Scope.VIEW_SCR) == 2
    assert [one["asked_again"] for one in stay.oversight()] == [False, True, True]
    with pytest.raises(FormNotComplete) as caught:
        stay.record(AGREED)
    assert _fields(caught) == ["changed"]
    assert stay.record(replace(AGREED, changed="She asked for it herself.")).permission is not None
    assert stay.state().times_again(Scope.VIEW_SCR) == 0


def test_a_refused_reason_is_counted_without_its_words_and_without_a_name(stay: Stay) -> None:
    for text in (
        "",
        "Medical emergency. Best interests. Clinical need.",
        "aaaa bbbb cccc dddd bbbb",
    ):
        with pytest.raises(FormNotComplete):
            stay.record(replace(COULD_NOT_ASK, reason=text))
    entries = stay.suite.ig.read(kinds={recording.REASON_REFUSED})
    assert [entry.body(Compartment.OVERSIGHT)["why"] for entry in entries] == ["STOCK", "FILLER"]
    for entry in entries:
        assert entry.header.person is None and entry.header.detention is None
        assert set(entry.body(Compartment.OVERSIGHT)) == {"scope", "ground", "why"}
    stay.record(COULD_NOT_ASK)
    assert len(stay.oversight(recording.REASON_REFUSED)) == 2
    assert stay.oversight()[-1]["reason"] == REASON


def test_why_nobody_asked_is_known_to_oversight_as_a_code(stay: Stay) -> None:
    nobody = replace(AGREED, answer=Answer.NOT_ASKED)
    stay.record(replace(nobody, not_asked_reason=ReasonNotAsked.NO_PRIVACY))
    stay.record(replace(nobody, not_asked_because="The corridor was full of officers."))
    bodies = stay.oversight()
    assert [one["not_asked"] for one in bodies] == ["NO_PRIVACY", "OTHER"]
    assert not any("corridor" in str(one) for one in bodies)


def test_a_dissent_at_the_surgery_stands_against_a_yes_and_a_later_agreement(stay: Stay) -> None:
    yes = replace(AGREED, scope=Scope.VIEW_GP)
    stay.surgery(surgery=Surgery.DISSENT_ON_FILE)
    assert isinstance(stay.record(yes).outcome, Blocked)
    stay.surgery()
    assert stay.permission(Scope.VIEW_GP) is None
    outcome = stay.record(yes).outcome
    assert isinstance(outcome, Blocked) and outcome.code is Stop.DISSENT_ON_FILE
    stay.surgery(dissent_lifted=True)
    assert stay.permission(Scope.VIEW_GP) is not None
    stay.surgery(registered_ods="Z99002")  # they have moved
    assert stay.permission(Scope.VIEW_GP) is None


def test_an_entry_with_no_end_still_ends(stay: Stay) -> None:
    """An override with no end in it, as an older program wrote one, is closed all the same."""
    stay.record(COULD_NOT_ASK)
    (entry,) = stay.desk.read(person=stay.ids.person, kinds={DECIDED})
    body = {**entry.body(Compartment.CLINICAL), "until": None}
    stay.desk.append(
        NewEntry(DECIDED, {Compartment.CLINICAL: body}, stay.ids.person, stay.ids.detention)
    )
    assert stay.permission().until == stay.suite.clock.at + open_for(Ground.COULD_NOT_ASK)
