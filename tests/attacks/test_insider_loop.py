"""What a nurse, or anybody without the right, could make the loop of the briefing say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sharing_people import HOSPITAL, PLACE, WHY, booked, directed, doctor
from test_insider_consent import soon

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Answer, Scope
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import amending, joining, medicines_written, people, told_before
from custodyhcp.records.assessment import Allergies, AllergyState
from custodyhcp.records.briefing_state import briefing_state
from custodyhcp.records.timeline import timeline
from custodyhcp.sharing import not_fit, publishing
from custodyhcp.vault.compartments import Compartment
from tests.consent.consent_examples import AGREED, IN_BEST_INTERESTS, INTERESTS, LACKS


def test_a_reason_that_no_doctor_signed_closes_no_not_fit(suite: Any) -> None:
    """With a program of their own a nurse seals what the verb refuses, under a doctor's name."""
    ids = directed(suite.hcp, **HOSPITAL)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    now = suite.clock()
    publishing.acknowledge(suite.sergeant, made, told_by="R Hale", told_at=now, read_back=True)
    body = {"briefing": made.entry, "by": "Ade Bell (GMC 7654321)", "do": "keep at level 3"}
    why = {"briefing": made.entry, "reason": WHY}
    parts = {Compartment.BRIEFING: body, Compartment.CLINICAL: why}
    suite.hcp.append(NewEntry("transfer.decided_otherwise", parts, ids.person, ids.detention))
    assert publishing.stay(suite.sergeant, ids.detention).not_fit_open
    opened = people.read_detention(suite.hcp, ids.detention)
    state = briefing_state(opened.entries)
    assert state is not None and state.not_fit_open
    assert not people.may_leave(opened)
    assert "may not write" in timeline(opened.written)[0].detail
    not_fit.decide_otherwise(doctor(suite), made, reason=WHY, do="keep at level 3")
    assert not publishing.stay(suite.sergeant, ids.detention).not_fit_open


@pytest.mark.parametrize("who", ["sergeant", "ig", "admin"])
def test_a_desk_that_is_not_healthcares_is_told_that_it_strikes_nothing(
    suite: Any, who: str
) -> None:
    ids = directed(suite.hcp)
    none = Allergies(AllergyState.NONE_KNOWN)
    known = medicines_written.record_allergies(suite.hcp, ids.detention, none)
    desk, size = getattr(suite, who), suite.hcp.health().size
    with pytest.raises(amending.NotYoursToChange, match="health professional"):
        amending.strike(desk, ids.detention, known.header.id, "Wrong person")
    with pytest.raises(amending.NotYoursToChange):
        amending.amend(desk, ids.detention, known.header.id, none, "Wrong person")
    assert suite.hcp.health().size == size


def test_a_refusal_under_another_record_reaches_what_custody_is_told(suite: Any) -> None:
    """Refuse; be written down a second time; lack capacity there, and be told of; be joined."""
    before = booked(suite.hcp)
    no = replace(AGREED, scope=Scope.SHARE_CUSTODY, age=31, answer=Answer.NO)
    recording.record(suite.hcp, before.person, before.detention, no)
    again = booked(suite.hcp, "NG/26/9999", "Kowalczik")
    agreed = in_best_interests(suite, again)
    assert agreed
    joining.join(suite.hcp, again.person, before.person, "They said so")
    opened = people.read_detention(suite.hcp, again.detention)
    assert len(opened.elsewhere) == 1
    assert not publishing.agreed_to_tell(opened, suite.clock())
    assert not told_before.agrees(opened, suite.clock())


def in_best_interests(suite: Any, ids: people.BookedIn) -> bool:
    scope = Scope.SHARE_CUSTODY
    found = replace(LACKS, scope=scope, impairment="DEMENTIA", reassess_at=soon(suite))
    recording.record_capacity(suite.hcp, ids.person, ids.detention, found)
    form = replace(INTERESTS, scope=scope)
    recording.record_best_interests(suite.hcp, ids.person, ids.detention, form)
    asked = replace(IN_BEST_INTERESTS, scope=scope, age=31)
    recording.record(suite.hcp, ids.person, ids.detention, asked)
    opened = people.read_detention(suite.hcp, ids.detention)
    return publishing.agreed_to_tell(opened, suite.clock())
