"""A look without a permission in force: misuse of the verbs, an old leave, a moved clock."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from sharing_people import booked

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, LookedAt, Relationship, Scope
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import viewing
from custodyhcp.records.viewing import Findings, NotPermitted
from custodyhcp.vault.compartments import Compartment

AGREED = Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 31, relationship=Relationship.WORKGROUP)


def look(suite: Any, permission: Any, desk: Any = None, **when: float) -> None:
    at = suite.clock() - timedelta(**when)
    found = Findings(at, (LookedAt.SCR,), (), nothing_relied_on=True)
    viewing.record_scr_view(desk or suite.hcp, permission, found)


@pytest.fixture
def agreed(suite: Any) -> tuple[Any, Any]:
    ids = booked(suite.hcp)
    made = recording.record(suite.hcp, ids.person, ids.detention, AGREED)
    assert made.permission is not None
    return ids, made.permission


def test_a_leave_is_for_one_stay(suite: Any, agreed: Any) -> None:
    other = booked(suite.hcp, "NG/26/9999", "Nowak")
    forged = copy.copy(agreed[1])
    object.__setattr__(forged, "detention", other.detention)
    with pytest.raises(NotPermitted):
        look(suite, forged)


def test_a_leave_for_one_thing_is_not_one_for_another(suite: Any, agreed: Any) -> None:
    forged = copy.copy(agreed[1])
    object.__setattr__(forged, "scope", Scope.VIEW_GP)
    found = Findings(suite.clock(), (LookedAt.NRL,), (), nothing_relied_on=True)
    with pytest.raises(NotPermitted):
        viewing.record_gp_view(suite.hcp, forged, found)


def test_a_leave_withdrawn_since_opens_nothing(suite: Any, agreed: Any) -> None:
    ids, permission = agreed
    recording.withdraw(suite.hcp, ids.person, ids.detention, [Scope.VIEW_SCR], age=40)
    with pytest.raises(NotPermitted):
        look(suite, permission)


def test_a_clock_put_back_to_before_it_was_given_opens_nothing(suite: Any, agreed: Any) -> None:
    suite.clock.forward(days=-1)
    with pytest.raises(NotPermitted):
        look(suite, agreed[1])


def test_a_clock_put_back_to_before_the_stay_ended_opens_nothing(suite: Any, agreed: Any) -> None:
    ids, permission = agreed
    suite.clock.forward(hours=2)
    left = {"at": suite.clock().isoformat(), "destination": "home"}
    suite.hcp.append(
        NewEntry("detention.closed", {Compartment.IDENTITY: left}, ids.person, ids.detention)
    )
    suite.clock.forward(hours=-1)
    with pytest.raises(NotPermitted):
        look(suite, permission)


@pytest.mark.parametrize("who", ["sergeant", "ig", "admin"])
def test_nobody_but_a_nurse_records_a_look(suite: Any, agreed: Any, who: str) -> None:
    with pytest.raises(KnownError):
        look(suite, agreed[1], getattr(suite, who))
