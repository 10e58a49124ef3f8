"""No look is recorded without a permission that the ledger itself still grants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, LookedAt, Relationship, Scope
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.recording import record, withdraw
from custodyhcp.records import people, viewing
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.people import BookedIn
from custodyhcp.records.viewing import Findings, NotPermitted, Relied
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from tests.conftest import SuiteAtWork

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ARRIVAL = Arrival(Identity("Smith", "John", dob=date(1986, 1, 3), sex=Sex.MALE), "NG/1", "14", NOW)
YES = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 40, relationship=Relationship.WORKGROUP)
FINDINGS = Findings(
    NOW, (LookedAt.SCR,), (Relied("Medicines", "own inhaler"),), scr_date="01-Nov-2026"
)


def agreed(suite: SuiteAtWork) -> tuple[BookedIn, Permission]:
    ids = people.book_in(suite.hcp, ARRIVAL)
    permission = record(suite.hcp, ids.person, ids.detention, YES).permission
    assert permission is not None
    return ids, permission


def test_a_look_is_kept_with_its_source_and_told_to_oversight_without_words(
    suite: SuiteAtWork,
) -> None:
    ids, permission = agreed(suite)
    viewing.record_scr_view(suite.hcp, permission, FINDINGS)
    (view,) = people.read_detention(suite.hcp, ids.detention).detention.views
    assert (view.source, view.relied_on) == ("SCR", (("Medicines", "own inhaler"),))
    (seen,) = suite.ig.read(detention=ids.detention, kinds=("scr.viewed",))
    assert seen.body(Compartment.CLINICAL) == {}
    assert seen.body(Compartment.OVERSIGHT) == {
        "scope": "VIEW_SCR",
        "code": "PTV_GRANTED",
        "permission": permission.entry,
        "looked_at": ["SCR"],
    }


def test_a_permission_for_the_scr_never_opens_the_gp_record(suite: SuiteAtWork) -> None:
    _, permission = agreed(suite)
    with pytest.raises(NotPermitted):
        viewing.record_gp_view(suite.hcp, permission, FINDINGS)


def test_a_permission_withdrawn_since_opens_nothing(suite: SuiteAtWork) -> None:
    ids, permission = agreed(suite)
    suite.clock.forward(minutes=1)
    withdraw(suite.hcp, ids.person, ids.detention, [Scope.VIEW_SCR], age=40)
    with pytest.raises(NotPermitted):
        viewing.record_scr_view(suite.hcp, permission, FINDINGS)


def test_a_permission_ends_with_the_detention(suite: SuiteAtWork) -> None:
    ids, permission = agreed(suite)
    people.close_detention(suite.hcp, ids.detention, NOW, "court")
    with pytest.raises(NotPermitted):
        viewing.record_scr_view(suite.hcp, permission, FINDINGS)


def test_an_older_permission_is_not_the_one_in_force(suite: SuiteAtWork) -> None:
    ids, older = agreed(suite)
    newer = record(suite.hcp, ids.person, ids.detention, YES).permission
    with pytest.raises(NotPermitted):
        viewing.record_scr_view(suite.hcp, older, FINDINGS)
    assert newer is not None
    viewing.record_scr_view(suite.hcp, newer, FINDINGS)


def test_a_look_in_the_minute_of_the_permission_counts(suite: SuiteAtWork) -> None:
    """A time is typed to the minute; the permission was given some seconds into it."""
    suite.clock.forward(seconds=20)
    _, permission = agreed(suite)
    suite.clock.forward(seconds=20)
    viewing.record_scr_view(suite.hcp, permission, FINDINGS)


def test_a_look_before_the_permission_is_refused(suite: SuiteAtWork) -> None:
    _, permission = agreed(suite)
    early = replace(FINDINGS, opened_at=NOW - timedelta(minutes=1))
    with pytest.raises(NotPermitted):
        viewing.record_scr_view(suite.hcp, permission, early)


@pytest.mark.parametrize(
    ("findings", "field"),
    [
        (replace(FINDINGS, looked_at=()), "looked_at"),
        (replace(FINDINGS, relied_on=()), "relied_on"),
        (replace(FINDINGS, relied_on=(Relied("", "x"),)), "relied_on"),
        (replace(FINDINGS, relied_on=(Relied("a", "x" * 2_001),)), "relied_on"),
        (replace(FINDINGS, opened_at=NOW + timedelta(minutes=1)), "opened_at"),
    ],
)
def test_an_incomplete_look_is_refused(suite: SuiteAtWork, findings: Findings, field: str) -> None:
    _, permission = agreed(suite)
    with pytest.raises(NotComplete) as refused:
        viewing.record_scr_view(suite.hcp, permission, findings)
    assert {problem.field for problem in refused.value.problems} == {field}


def test_nothing_relied_on_can_be_said(suite: SuiteAtWork) -> None:
    _, permission = agreed(suite)
    viewing.record_scr_view(
        suite.hcp, permission, replace(FINDINGS, relied_on=(), nothing_relied_on=True)
    )
