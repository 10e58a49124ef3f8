"""What each ground needs on record before it counts, one missing thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from consent_examples import (
    COULD_NOT_ASK,
    HAS,
    IN_BEST_INTERESTS,
    INTERESTS,
    LACKS,
    NOW,
    REASON,
    SURGERY_AGREED,
    WEIGHED,
)

from custodyhcp.consent.asked import Asked, ProxyAuthority
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    Proxy,
    Purpose,
    Scope,
    Surgery,
    SurgeryEvidence,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.evidence import OnRecord, evidence_problems
from custodyhcp.consent.surgery import key_now, surgery_problems
from custodyhcp.consent.wording import statutes

BOTH = OnRecord(capacity=LACKS, best_interests=INTERESTS)
ADVISED = replace(
    IN_BEST_INTERESTS,
    answer=Answer.NO,
    capacity=Capacity.HAS,
    adviser="Dr Osei, Caldicott Guardian",
    purpose=Purpose.CARE_OR_SAFETY,
)
PUBLIC = replace(ADVISED, ground=Ground.PUBLIC_INTEREST, weighing=WEIGHED)
STATUTE = replace(ADVISED, ground=Ground.STATUTE, statute="TACT_38B")
COURT = replace(
    ADVISED, ground=Ground.COURT_ORDER, order_reference="T2026/1", order_scope="GP list"
)
PROXY = Asked(
    Scope.VIEW_SCR,
    Answer.YES,
    Capacity.LACKS,
    12,
    gillick=False,
    proxy=Proxy.PARENTAL_RESPONSIBILITY,
    proxy_name="Ada Invented",
    proxy_relationship="Mother",
    proxy_evidence="Named on the birth certificate, seen by custody.",
    proxy_authority=ProxyAuthority("MOTHER"),
)


def _missing(asked: Asked, known: OnRecord = BOTH) -> list[str]:
    return [problem.field for problem in evidence_problems(asked, known, NOW)]


@pytest.mark.parametrize("asked", [IN_BEST_INTERESTS, COULD_NOT_ASK, PUBLIC, STATUTE, COURT, PROXY])
def test_finished_forms_are_complete(asked: Asked) -> None:
    assert _missing(asked) == []


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        (OnRecord(), ["capacity", "best_interests"]),
        (OnRecord(capacity=LACKS), ["best_interests"]),
        (OnRecord(best_interests=INTERESTS), ["capacity"]),
        (replace(BOTH, capacity=HAS), ["capacity"]),
        (replace(BOTH, capacity=replace(LACKS, reassess_at=NOW)), ["capacity"]),
        (replace(BOTH, best_interests=replace(INTERESTS, can_wait=True)), ["best_interests"]),
        (replace(BOTH, last_reason=REASON), ["reason"]),
    ],
)
def test_best_interests_rests_on_both_records(known: OnRecord, missing: list[str]) -> None:
    assert _missing(IN_BEST_INTERESTS, known) == missing


def test_a_known_refusal_needs_to_be_faced_and_advised_on() -> None:
    refused = replace(IN_BEST_INTERESTS, prior_capacitous_refusal=True, life_threatening=True)
    assert _missing(refused) == ["best_interests", "senior_adviser"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"reason_unable": None}, ["reason_unable"]),
        ({"emergency": EmergencyTest(True, True, False)}, ["emergency.likely_to_change"]),
        ({"ask_again_at": None}, ["ask_again_at"]),
        ({"cannot_wait": " "}, ["cannot_wait"]),
        ({"ask_again_at": NOW - timedelta(minutes=5)}, ["ask_again_at"]),
        ({"reason": "emergency"}, ["reason"]),
    ],
)
def test_could_not_be_asked_says_why_and_until_when(
    change: dict[str, Any], missing: list[str]
) -> None:
    assert _missing(replace(COULD_NOT_ASK, **change)) == missing


def test_could_not_be_asked_is_no_way_round_the_two_records() -> None:
    lacking = replace(COULD_NOT_ASK, capacity=Capacity.LACKS)
    assert _missing(lacking, OnRecord()) == ["capacity", "best_interests"]
    assert _missing(lacking) == []


@pytest.mark.parametrize("asked", [PUBLIC, STATUTE, COURT])
def test_the_legal_grounds_each_need_a_named_adviser_and_a_reason(asked: Asked) -> None:
    assert _missing(replace(asked, adviser=" ", reason="")) == ["adviser", "reason"]


def test_the_weighing_is_whole() -> None:
    assert _missing(replace(PUBLIC, weighing=replace(WEIGHED, views=""))) == ["weighing.views"]
    assert _missing(replace(COURT, order_scope="")) == ["order_scope"]


@pytest.mark.parametrize("code", ["", "SVD_16", "CSA_CPA26", "CDA_115", "MAPPA_325", "RTA_172"])
def test_what_is_no_requirement_is_no_statute(code: str) -> None:
    assert _missing(replace(STATUTE, statute=code)) == ["statute"]
    assert code not in statutes()


@pytest.mark.parametrize("field", ["proxy_name", "proxy_relationship", "proxy_evidence"])
def test_a_proxy_is_named_and_shown_to_hold_responsibility(field: str) -> None:
    assert _missing(replace(PROXY, **{field: ""})) == [field]


def test_a_surgery_s_agreement_has_its_evidence() -> None:
    def missing(**change: Any) -> list[str]:
        return [p.field for p in surgery_problems(replace(SURGERY_AGREED, **change), NOW)]

    assert missing() == []
    assert missing(ods="", who="") == ["ods", "who"]
    assert missing(evidence=None) == ["evidence"]
    assert missing(evidence=SurgeryEvidence.WRITTEN) == ["reference"]
    standing = SurgeryEvidence.STANDING_AGREEMENT
    assert missing(evidence=standing) == ["reference", "until", "suite_covered"]
    assert missing(when=NOW + timedelta(minutes=1)) == ["when"]
    assert missing(surgery=Surgery.REFUSED, ods="", evidence=None) == []


def test_the_second_key_as_it_is_now() -> None:
    ends = replace(SURGERY_AGREED, until=NOW + timedelta(hours=1))
    assert key_now(None, NOW) is Surgery.NO_ANSWER
    assert key_now(ends, NOW) is Surgery.AGREED
    assert key_now(ends, NOW + timedelta(hours=1)) is Surgery.EXPIRED
    assert key_now(replace(ends, registered_ods="Z99002"), NOW) is Surgery.OTHER_SURGERY
    assert key_now(replace(ends, registered_ods=" z99001"), NOW) is Surgery.AGREED
