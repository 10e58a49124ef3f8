"""A look on a permission that a second record, a moved clock, a colleague or other letters bent.

Each test is a way by which the record was once opened, or a refusal once got round.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sharing_people import booked

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Answer, LookedAt, Scope, Surgery
from custodyhcp.consent.fold import fold
from custodyhcp.consent.outcome import Stop, outcome_code
from custodyhcp.consent.reasons import Fault, reason_fault
from custodyhcp.errors import KnownError
from custodyhcp.ledger.one_person import about
from custodyhcp.records import joining, people, viewing
from custodyhcp.records.viewing import Findings, NotPermitted
from tests.consent.consent_examples import (
    AGREED,
    IN_BEST_INTERESTS,
    INTERESTS,
    LACKS,
    SURGERY_AGREED,
)


def yes(scope: Scope = Scope.VIEW_SCR) -> Any:
    return replace(AGREED, scope=scope, age=31)


def opened_in_best_interests(suite: Any, ids: people.BookedIn) -> Any:
    """Found to lack capacity, weighed, and allowed: nobody here knows of a refusal."""
    for write, form in (
        (recording.record_capacity, replace(LACKS, reassess_at=soon(suite))),
        (recording.record_best_interests, INTERESTS),
    ):
        write(suite.hcp, ids.person, ids.detention, form)  # type: ignore[operator]
    asked = replace(IN_BEST_INTERESTS, age=31)
    made = recording.record(suite.hcp, ids.person, ids.detention, asked)
    assert made.permission is not None
    return made.permission


def soon(suite: Any) -> Any:
    return suite.clock() + timedelta(hours=1)


def look(suite: Any, permission: Any) -> None:
    found = Findings(suite.clock(), (LookedAt.SCR,), (), nothing_relied_on=True)
    viewing.record_scr_view(suite.hcp, permission, found)


def test_a_refusal_under_another_record_ends_what_was_opened_without_it(suite: Any) -> None:
    """Refuse; be written down a second time; lack capacity there; be opened; be joined."""
    before = booked(suite.hcp)
    no = replace(yes(), answer=Answer.NO)
    recording.record(suite.hcp, before.person, before.detention, no)
    again = booked(suite.hcp, "NG/26/9999", "Kowalczik")
    permission = opened_in_best_interests(suite, again)
    joining.join(suite.hcp, again.person, before.person, "They said so")
    state = recording.state_of(suite.hcp, again.person, again.detention)
    assert state.permission(Scope.VIEW_SCR, suite.clock()) is None
    outcome = state.outcome(Scope.VIEW_SCR, suite.clock())
    assert outcome is not None and outcome_code(outcome) == Stop.PRIOR_REFUSAL.value
    with pytest.raises(NotPermitted):
        look(suite, permission)


def test_a_clock_put_back_does_not_open_again_what_ran_out(suite: Any) -> None:
    ids = booked(suite.hcp)
    permission = opened_in_best_interests(suite, ids)
    suite.clock.set(permission.until)
    people.move_cell(suite.hcp, ids.detention, "9")
    suite.clock.forward(minutes=-30)
    assert permission.in_force(suite.clock())
    with pytest.raises(NotPermitted):
        look(suite, permission)


def test_only_the_surgery_that_has_a_dissent_on_file_lifts_it(suite: Any) -> None:
    ids = booked(suite.hcp)
    agreed = replace(SURGERY_AGREED, when=suite.clock())
    dissent = replace(agreed, surgery=Surgery.DISSENT_ON_FILE)
    another = replace(agreed, ods="Z99777", dissent_lifted=True)
    for answer in (dissent, another):
        recording.record_surgery_answer(suite.hcp, ids.person, ids.detention, answer)
    asked = yes(Scope.VIEW_GP)
    outcome = recording.record(suite.hcp, ids.person, ids.detention, asked).outcome
    assert outcome_code(outcome) == Stop.DISSENT_ON_FILE.value


@pytest.mark.parametrize(
    "text",
    [
        "in the b\u0435st int\u0435rests of th\u0435 pati\u0435nt as ab\u043eve clinical n\u0435ed",
        "in the be\u0301st intere\u0301sts of the pa\u0301tient, as above, clinical need",
        "in_the_best_interests_of_the_patient as_above clinical_need needed",
        "i\u200bn the best inter\u200bests of the patient, as abo\u200bve, clinical need",
        "b.e.s.t i.n.t.e.r.e.s.t.s u.r.g.e.n.t c.l.i.n.i.c.a.l n.e.e.d",
    ],
)
def test_a_stock_phrase_in_other_letters_is_a_stock_phrase(text: str) -> None:
    assert reason_fault(text) in (Fault.STOCK, Fault.FILLER)


def test_the_last_reason_in_other_letters_is_the_last_reason() -> None:
    last = "Drowsy, two empty blister packs: which tablets were they?"
    assert reason_fault(last.replace("e", "\u0435").replace("o", "\u03bf"), last) is Fault.REPEATED
    assert reason_fault(last) is None


def test_no_sequence_of_colleagues_opens_the_gp_record_after_a_refusal(suite: Any) -> None:
    """One records the no; the other, at the same moment, has the yes on the screen's grounds."""
    ids = booked(suite.hcp)
    agreed = replace(SURGERY_AGREED, when=suite.clock())
    recording.record_surgery_answer(suite.hcp, ids.person, ids.detention, agreed)
    no = replace(yes(Scope.VIEW_GP), answer=Answer.NO)
    recording.record(suite.hcp2, ids.person, ids.detention, no)
    gp = {"scope": Scope.VIEW_GP}
    form = replace(LACKS, reassess_at=soon(suite), **gp)
    recording.record_capacity(suite.hcp, ids.person, ids.detention, form)
    with pytest.raises(KnownError):
        recording.record_best_interests(
            suite.hcp, ids.person, ids.detention, replace(INTERESTS, prior_refusal="", **gp)
        )
    asked = replace(IN_BEST_INTERESTS, age=31, **gp)
    made = recording.record(suite.hcp, ids.person, ids.detention, asked)
    assert made.permission is None
    entries = about(suite.hcp, ids.person)
    assert fold(entries, ids.detention).permission(Scope.VIEW_GP, suite.clock()) is None
