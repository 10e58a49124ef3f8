"""How much, how long, how often, how old: what is refused in words, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from consent_examples import AGREED, COULD_NOT_ASK, NOW, SOON, SURGERY_AGREED

from custodyhcp import resources
from custodyhcp.consent import fold, forensic, sharing, surgery
from custodyhcp.consent.asked import Asked, decision_of, limits_of
from custodyhcp.consent.bounds import closes_at, most_times_again, open_for
from custodyhcp.consent.checking import asked_problems, record_problems
from custodyhcp.consent.children import IN_DOUBT, age_on
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Decision,
    Door,
    Format,
    Ground,
    InterpreterMode,
    Kind,
    LeaveOut,
    LookedAt,
    Proxy,
    ReasonNotAsked,
    Sample,
    Scope,
    Surgery,
    kind,
)
from custodyhcp.consent.considering import consider
from custodyhcp.consent.evidence import OnRecord, evidence_problems
from custodyhcp.consent.fold import ConsentState
from custodyhcp.consent.forensic import Authority, Forensic, ParentOrGuardian
from custodyhcp.consent.how import How, Information, Interpreter, Room
from custodyhcp.consent.limits import Limits
from custodyhcp.consent.outcome import Allowed, Blocked, Deferred, Stop, outcome_code
from custodyhcp.consent.reasons import Fault, reason_fault
from custodyhcp.consent.written import from_body, to_body

LATER = NOW + timedelta(hours=2)
HOW = How(
    Room("The appropriate adult, by the door", Door.OPEN, "Custody asked for it"),
    Interpreter("Polish", InterpreterMode.PHONE, "LL-4471", NOW - timedelta(minutes=9), NOW),
    Information("3", "en-easy", Format.EASY_READ, "an entry"),
    True,
)
SAMPLE = Asked(
    Scope.FORENSIC_SAMPLE,
    Answer.YES,
    Capacity.HAS,
    34,
    forensic=Forensic(
        dual_role=True,
        may_be_evidence=True,
        sample=Sample.INTIMATE,
        in_writing=True,
        authority=Authority("Insp. Invented", "INSPECTOR", NOW, True, True),
    ),
)


def _fields(asked: Asked, at: datetime = NOW) -> list[str]:
    return [problem.field for problem in asked_problems(asked, at)]


def _missing(asked: Asked) -> list[str]:
    return [problem.field for problem in evidence_problems(asked, OnRecord(), NOW)]


# --- what is kept ---------------------------------------------------------------------------------


def test_everything_about_how_it_was_asked_reads_back() -> None:
    asked = replace(
        SAMPLE,
        how=HOW,
        limited=Limits("not my sister", (), (), (LeaveOut.DIAGNOSES,)),
        not_asked_reason=ReasonNotAsked.NO_PRIVACY,
        open_until=LATER,
        changed="He asked for it himself.",
        affected=True,
        age_in_doubt=True,
    )
    assert from_body(Asked, to_body(asked)) == asked
    new = {"how", "limited", "not_asked_reason", "forensic", "open_until", "changed", "affected"}
    older = {name: value for name, value in to_body(asked).items() if name not in new}
    assert from_body(Asked, older).forensic == forensic.NOT_FORENSIC


def test_a_limit_in_codes_is_a_limit_too() -> None:
    limited = replace(AGREED, limited=Limits(only=(LookedAt.SCR,)))
    assert decision_of(limited) is Decision.GRANTED_LIMITED
    assert limits_of(replace(limited, limits="only tablets")).words == "only tablets"
    outcome = consider(limited, ConsentState("d"), NOW).outcome
    assert isinstance(outcome, Allowed)
    limits = outcome.permission.limits
    assert limits.looks(LookedAt.SCR) and not limits.looks(LookedAt.CP_IS)
    assert not Limits(headings_not=("Diagnoses",)).heading("diagnoses")
    assert Limits(leave_out=(LeaveOut.RISKS,)).leaves_out(LeaveOut.RISKS)


@pytest.mark.parametrize(
    ("scope", "limits", "field"),
    [
        (Scope.SEND_GP, Limits(only=(LookedAt.SCR,)), "limited.only"),
        (Scope.VIEW_SCR, Limits(only=(LookedAt.GP_RECORD,)), "limited.only"),
        (Scope.VIEW_GP, Limits(only=(LookedAt.SCR,)), "limited.only"),
        (Scope.VIEW_SCR, Limits(headings_not=("Bank details",)), "limited.headings_not"),
        (Scope.VIEW_SCR, Limits(leave_out=(LeaveOut.RISKS,)), "limited.leave_out"),
        (Scope.SHARE_CUSTODY, Limits(leave_out=(LeaveOut.RISKS,)), "limited.leave_out"),
    ],
)
def test_a_limit_that_nothing_keeps_to_is_not_taken(
    scope: Scope, limits: Limits, field: str
) -> None:
    assert _fields(replace(AGREED, scope=scope, limited=limits)) == [field]


# --- how long -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"interpreter": "x" * 10_000}, "interpreter"),
        (
            {"how": How(interpreter=Interpreter(reference="x" * 10_000))},
            "how.interpreter.reference",
        ),
        ({"how": How(room=Room("x" * 2_001))}, "how.room.present"),
        ({"limits": "x" * 2_001}, "limits"),
        ({"proxy_name": "x" * 201}, "proxy_name"),
        ({"limited": Limits(words="x" * 2_001)}, "limited.words"),
        ({"forensic": Forensic(authority=Authority("x" * 201))}, "forensic.authority.officer"),
    ],
)
def test_ten_thousand_characters_are_refused_in_clear_words(
    change: dict[str, Any], field: str
) -> None:
    (problem,) = asked_problems(replace(AGREED, **change), NOW)
    assert problem.field == field
    assert "characters long" in problem.words and "Shorten it to" in problem.words
    assert len(problem.words) < 160


def test_a_surgery_s_answer_has_ends_too() -> None:
    def fields(**change: Any) -> list[str]:
        answer = replace(SURGERY_AGREED, **change)
        return [problem.field for problem in surgery.surgery_problems(answer, NOW)]

    assert fields(limits="x" * 2_001) == ["limits"]
    assert fields(until=NOW) == ["until"]
    assert fields(start=LATER) == ["start"]
    assert surgery.key_now(replace(SURGERY_AGREED, start=LATER), NOW) is Surgery.NO_ANSWER


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"how": How(interpreter=Interpreter(start=SOON))}, "how.interpreter.start"),
        ({"how": How(interpreter=Interpreter(end=SOON))}, "how.interpreter.end"),
        (
            {"how": How(interpreter=Interpreter(start=NOW, end=NOW - timedelta(minutes=1)))},
            "how.interpreter.end",
        ),
        ({"forensic": Forensic(authority=Authority(at=SOON))}, "forensic.authority.at"),
        ({"ask_again_at": NOW - timedelta(minutes=1)}, "ask_again_at"),
        ({"ask_again_at": NOW + timedelta(hours=97)}, "ask_again_at"),
        ({"ask_again_at": datetime(2126, 11, 23, tzinfo=UTC)}, "ask_again_at"),
        ({"affected": True}, "ask_again_at"),
        ({"age": 131}, "age"),
        ({"age": -1}, "age"),
    ],
)
def test_times_and_ages_that_cannot_be_are_refused(change: dict[str, Any], field: str) -> None:
    assert _fields(replace(AGREED, **change)) == [field]


def test_why_nobody_asked_is_a_code_or_words() -> None:
    nobody = replace(AGREED, answer=Answer.NOT_ASKED)
    assert _fields(nobody) == ["not_asked_because"]
    assert _fields(replace(nobody, not_asked_reason=ReasonNotAsked.NO_PRIVACY)) == []
    other = replace(nobody, not_asked_reason=ReasonNotAsked.OTHER)
    assert _fields(other) == ["not_asked_because"]
    assert _fields(replace(other, not_asked_because="The cell was being cleaned.")) == []


# --- looking without permission ends --------------------------------------------------------------


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_has_a_longest_time_and_ends_by_it(ground: Ground) -> None:
    assert timedelta(0) < open_for(ground) <= timedelta(hours=8)
    assert closes_at(ground, NOW) == NOW + open_for(ground)
    assert closes_at(ground, NOW, SOON, None) == SOON
    assert closes_at(None, NOW) is None
    too_late = replace(COULD_NOT_ASK, ground=ground, open_until=NOW + timedelta(hours=9))
    assert "open_until" in _fields(too_late)
    assert "open_until" in _fields(replace(too_late, open_until=NOW))


def test_a_look_without_permission_ends_when_it_was_said_to() -> None:
    wanted = replace(COULD_NOT_ASK, open_until=NOW + timedelta(minutes=20))
    outcome = consider(wanted, ConsentState("d"), NOW).outcome
    assert isinstance(outcome, Allowed)
    assert outcome.permission.until == NOW + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drowsy", Fault.SHORT),
        ("word of my own " * 40, Fault.LONG),
        ("aaaa aaaa aaaa aaaa aaaa aaaa", Fault.FILLER),
        ("Medical emergency. Best interests. Clinical need.", Fault.STOCK),
        ("Said before, in these very words, to you.", Fault.REPEATED),
        ("Cannot be roused; which tablets did she take?", None),
    ],
)
def test_what_is_wrong_with_a_reason_is_counted_by_its_kind(text: str, fault: Fault) -> None:
    assert reason_fault(text, "Said before, in these very words, to you.") is fault


# --- how old --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "known", "says"),
    [
        (15, {16}, "not a child"),
        (34, {15}, "are a child"),
        (34, {35}, "not 34"),
        (34, {34}, None),
        (34, {33, 34}, None),
        (34, None, None),
    ],
)
def test_a_date_of_birth_that_makes_a_child_of_an_adult_is_noticed(
    age: int, known: set[int] | None, says: str | None
) -> None:
    found = record_problems(replace(AGREED, age=age), 0, known)
    assert [problem.field for problem in found] == ([] if says is None else ["age"])
    assert says is None or says in found[0].words
    assert not record_problems(replace(AGREED, age=age, age_in_doubt=True), 0, known)


def test_while_an_age_is_in_doubt_they_are_decided_as_a_child() -> None:
    doubted = replace(AGREED, age=19, age_in_doubt=True)
    state = ConsentState("d")
    considered = consider(doubted, state, NOW)
    assert outcome_code(considered.outcome) == "COMPETENCE_NOT_ASSESSED"
    assert considered.situation.age == IN_DOUBT  # type: ignore[union-attr]
    competent = replace(doubted, gillick=True, gillick_evidence="Explained it all back.")
    assert isinstance(consider(competent, state, NOW).outcome, Allowed)
    parent = replace(doubted, gillick=False, proxy=Proxy.PARENTAL_RESPONSIBILITY)
    assert "proxy" in [problem.field for problem in consider(parent, state, NOW).problems]


# --- asking again ---------------------------------------------------------------------------------


def test_a_yes_after_many_noes_says_what_has_changed() -> None:
    most = most_times_again()
    assert not record_problems(AGREED, most - 1, None)
    (problem,) = record_problems(AGREED, most, None)
    assert problem.field == "changed"
    assert not record_problems(replace(AGREED, changed="He asked for it himself."), most, None)
    assert not record_problems(replace(AGREED, answer=Answer.NO), most + 5, None)


# --- forensic, treatment, confidentiality ---------------------------------------------------------


def test_every_scope_is_of_one_kind_and_opens_no_other() -> None:
    assert {kind(scope) for scope in Scope} == set(Kind)
    for scope in Scope:
        if scope in (Scope.VIEW_SCR, Scope.VIEW_GP):
            continue
        asked = replace(SAMPLE, scope=scope)
        outcome = consider(asked, ConsentState("d"), NOW).outcome
        assert isinstance(outcome, Allowed), scope
        assert outcome.permission.scope is scope
        assert outcome.permission.kind is kind(scope)
    for scope in (Scope.EXAMINATION, Scope.SEND_GP):
        with pytest.raises(ValueError, match="no forensic"):
            forensic.decide(forensic.Situation(scope, Answer.YES, Capacity.HAS, 34))
    with pytest.raises(ValueError, match="of its own"):
        sharing.decide(sharing.Situation(Scope.FORENSIC_EXAM, Answer.YES, Capacity.HAS, 34))
    for scope in Scope:
        assert (fold.situation_kind(scope) is forensic.Situation) == (kind(scope) is Kind.FORENSIC)


def test_forensic_consent_by_age_is_as_the_law_has_it() -> None:
    """A second statement of s65: who has to say yes, by age."""
    both = (True, False)
    for age in (10, 13, 14, 17, 18, 60):
        for answer in Answer:
            for capacity in Capacity:
                for parent in (None, *Answer):
                    for complete in both:
                        case = forensic.Situation(
                            Scope.FORENSIC_SAMPLE, answer, capacity, age, parent, complete
                        )
                        said = forensic.decide(case)
                        own = answer is Answer.YES and capacity is Capacity.HAS
                        refused = answer in (Answer.NO, Answer.WITHDRAWN)
                        waits = capacity is Capacity.UNDETERMINED
                        parent_yes = parent is Answer.YES
                        if age >= 18:
                            may = own
                        elif age >= 14:
                            may = own and parent_yes
                        else:
                            may = parent_yes and not refused and not waits
                        assert isinstance(said, Allowed) == (may and complete), case
                        if isinstance(said, Blocked | Deferred):
                            assert said.instead, case


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"dual_role": False}, ["forensic.dual_role"]),
        ({"may_be_evidence": False}, ["forensic.may_be_evidence"]),
        ({"sample": None}, ["forensic.sample"]),
        ({"in_writing": False}, ["forensic.in_writing"]),
        (
            {"authority": Authority()},
            [
                "forensic.authority.officer",
                "forensic.authority.rank",
                "forensic.authority.at",
                "forensic.authority.oral",
            ],
        ),
        (
            {"authority": Authority("Sgt Invented", "SERGEANT", NOW, False)},
            ["forensic.authority.rank"],
        ),
        (
            {"authority": Authority("Insp. Invented", "INSPECTOR", NOW, True, False)},
            ["forensic.authority.confirmed_in_writing"],
        ),
        ({"sample": Sample.NON_INTIMATE, "authority": Authority(), "in_writing": False}, []),
    ],
)
def test_an_intimate_sample_needs_authority_and_writing(
    change: dict[str, Any], missing: list[str]
) -> None:
    assert _missing(replace(SAMPLE, forensic=replace(SAMPLE.forensic, **change))) == missing


def test_a_forensic_no_needs_no_form_and_a_parent_is_named() -> None:
    no = Asked(Scope.FORENSIC_EXAM, Answer.NO, Capacity.HAS, 34)
    considered = consider(no, ConsentState("d"), NOW)
    assert outcome_code(considered.outcome) == Stop.REFUSED.value
    assert considered.to_put_right() == ()
    parent = ParentOrGuardian(answer=Answer.YES)
    child = replace(SAMPLE, age=16, forensic=replace(SAMPLE.forensic, parent=parent))
    assert _missing(child) == ["forensic.parent.name", "forensic.parent.relationship"]


# --- the surgery ----------------------------------------------------------------------------------


def test_a_dissent_stands_until_the_surgery_says_it_is_lifted() -> None:
    dissent = replace(SURGERY_AGREED, surgery=Surgery.DISSENT_ON_FILE)
    lifted = replace(SURGERY_AGREED, dissent_lifted=True)
    answers = [SURGERY_AGREED, dissent, SURGERY_AGREED]
    assert surgery.standing(answers) == 1
    assert surgery.standing([*answers, lifted]) == 3
    assert surgery.standing([*answers, lifted, dissent]) == 4
    assert surgery.standing([SURGERY_AGREED]) == 0


def test_what_the_surgery_s_system_answers_is_one_of_the_two_keys() -> None:
    assert surgery.FAILURES["NO_PATIENT_CONSENT"] is Surgery.DISSENT_ON_FILE  # key 1 (G6)
    assert surgery.FAILURES["NO_ORGANISATION_CONSENT"] is Surgery.REFUSED  # key 2
    assert surgery.FAILURES["ACCESS_DENIED"] is Surgery.REFUSED


def test_a_birthday_counts_on_the_day() -> None:
    assert age_on(date(2010, 11, 23), date(2026, 11, 22)) == 15
    assert age_on(date(2010, 11, 23), date(2026, 11, 23)) == 16
    assert age_on(date(2026, 11, 24), date(2026, 11, 23)) is None


def test_nothing_here_is_called_consent_under_data_protection_law() -> None:
    """HARD (3.7): none of the three is a lawful basis, so no word of the room says so."""
    room = Path(resources.__file__).parent / "consent"
    said = [path.read_text(encoding="utf-8") for path in room.glob("*.py")]
    tables = ("words", "questions", "instead", "asking", "disclosure", "bounds", "statutes")
    said += [str(resources.load_json(f"consent/{name}.json")) for name in tables]
    assert not any("GDPR" in text.upper() for text in said)
