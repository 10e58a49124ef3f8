"""The sealed letter: only what was chosen, only while it may be told, and never for custody."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from sharing_people import booked, directed

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, LookedAt, Relationship, Scope
from custodyhcp.consent.disclosure import DisclosureBasis
from custodyhcp.records import body, injuries_written, medicines_written, viewing
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.doses import Dose, Outcome
from custodyhcp.records.injuries import Examination, Mark
from custodyhcp.records.medicines import Directed, Line
from custodyhcp.records.viewing import Findings, Relied
from custodyhcp.sharing import register, sealing
from custodyhcp.sharing.papers import AnotherCopy
from custodyhcp.sharing.sealed_letter import MARKING, Group, from_body, to_body
from custodyhcp.sharing.sealing import CannotSeal, LetterCopy, Without
from custodyhcp.vault.compartments import Compartment

AGE = 31


def asks(desk: Any, ids: Any, scope: Scope, answer: Answer = Answer.YES) -> Any:
    asked = Asked(scope, answer, Capacity.HAS, AGE, relationship=Relationship.WORKGROUP)
    return recording.record(desk, ids.person, ids.detention, asked).permission


def takes_sertraline(desk: Any, ids: Any) -> None:
    now = desk.now()
    due = (now, now + timedelta(hours=12))
    line = Line("Sertraline", amount="50", unit="MG", route="ORAL", frequency="TWICE")
    directed_ = Directed(
        line,
        "NOT_CONTROLLED",
        GivenBy.HCP,
        due,
        brought_in=False,
        instructions="observe for 5 minutes",
    )
    entry = medicines_written.direct(desk, ids.detention, directed_)
    dose = Dose("", entry.header.id, now, Outcome.GIVEN, now, GivenBy.HCP)
    medicines_written.record_dose(desk, ids.detention, dose)


def told(suite: Any) -> Any:
    """Somebody with something in each part, a look among it."""
    desk = suite.hcp
    ids = directed(desk)
    takes_sertraline(desk, ids)
    allergies = Allergies(AllergyState.KNOWN, (Allergy("Penicillin", "rash", source="PERSON"),))
    medicines_written.record_allergies(desk, ids.detention, allergies)
    permission = asks(desk, ids, Scope.VIEW_SCR)
    relied = (Relied("Diagnoses", "Zebrapathy of the knee"),)
    viewing.record_scr_view(desk, permission, Findings(desk.now(), (LookedAt.SCR,), relied))
    suite.clock.forward(minutes=1)
    return ids


def copy_of(desk: Any, ids: Any, *groups: Group, without: Without | None = None) -> LetterCopy:
    found = sealing.read(desk, ids.detention)
    chosen = [item.name for item in found.items if item.group in groups or not groups]
    return sealing.next_copy(
        desk, ids.detention, "HMP Leeds", chosen, reference="CH-2026-000001",
        suite="Harrow Lane", phone="01632 960 118", without=without,
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_only_what_was_chosen_is_on_paper_and_it_is_recorded(suite: Any) -> None:
    ids = told(suite)
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)
    copy = copy_of(suite.hcp, ids, Group.MEDICINES, Group.ALLERGIES)
    reader = pypdf.PdfReader(io.BytesIO(copy.pdf))
    outside, inside = (page.extract_text() for page in reader.pages)
    for page in (outside, inside):
        assert page.count(MARKING) == 2
    assert "Healthcare at HMP Leeds" in outside
    assert "sertraline" not in outside.lower()
    for words in ("sertraline", "observe for 5 minutes", "last given", "next due", "Penicillin"):
        assert words in inside.replace("\n", " ")
    assert "version 1, copy 1" in inside
    assert "They agreed to this being shared" in inside.replace("\n", " ")
    assert "CANARY" not in outside + inside
    assert "Zebrapathy" not in outside + inside
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in copy.pdf or "pdfuaid" in str(reader.xmp_metadata.stream.get_data())

    sealing.hand_over(suite.hcp, copy, "printer HP 2")
    (entry,) = suite.ig.read(kinds={register.KIND})
    assert entry.body(Compartment.OVERSIGHT)["what"] == "sealed_letter"
    assert entry.body(Compartment.OVERSIGHT)["to"] == "healthcare at HMP Leeds, printer HP 2"
    (made,) = sealing.read(suite.hcp, ids.detention).made
    assert made == copy.letter == from_body(to_body(made))
    with pytest.raises(AnotherCopy):
        sealing.hand_over(suite.hcp, copy, "printer HP 2")
    again = copy_of(suite.hcp, ids, Group.MEDICINES, Group.ALLERGIES)
    assert (again.letter.version, again.number) == (1, 2)
    assert copy_of(suite.hcp, ids, Group.ALLERGIES).letter.version == 2


def test_a_withdrawal_in_the_gap_refuses_it(suite: Any) -> None:
    ids = told(suite)
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)
    copy = copy_of(suite.hcp, ids)
    recording.withdraw(suite.hcp2, ids.person, ids.detention, [Scope.SHARE_OTHER_CARE], age=AGE)
    with pytest.raises(CannotSeal, match="withdrew"):
        sealing.hand_over(suite.hcp, copy, "file")
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)  # what rests on the old yes stays unusable
    with pytest.raises(CannotSeal):
        sealing.hand_over(suite.hcp, copy, "file")
    assert suite.ig.read(kinds={register.KIND}) == []
    assert suite.hcp.read(kinds={sealing.MADE}) == []


def test_what_a_look_taught_goes_with_the_permission_to_look(suite: Any) -> None:
    ids = told(suite)
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)
    copy = copy_of(suite.hcp, ids, Group.CONDITIONS)
    assert "Zebrapathy" in text_of(copy.pdf)
    recording.withdraw(suite.hcp, ids.person, ids.detention, [Scope.VIEW_SCR], age=AGE)
    with pytest.raises(CannotSeal, match="not there any more"):
        sealing.hand_over(suite.hcp, copy, "file")
    offered = sealing.read(suite.hcp, ids.detention).items
    assert "Zebrapathy" not in str(offered)


def test_nothing_forensic_and_no_cause_can_be_chosen(suite: Any) -> None:
    ids = told(suite)
    desk, now = suite.hcp, suite.clock()
    place = body.region("front.forearm.left")
    mark = Mark(place.view, place.id, *place.inside, kind="BRUISE", length_mm=30.0, width_mm=20.0,
                age_stated="QUAGGAAGE", opinion="QUAGGAOPINION")  # fmt: skip
    seen = Examination(now, "Medical room", ("ARMS",), marks=(mark,))
    entry = injuries_written.record(desk, ids.detention, seen)
    cause = injuries_written.Cause(1, "PERSON", "QUAGGACAUSE", dual_role=True)
    injuries_written.state_cause(desk, ids.detention, entry.header.id, cause)
    offered = sealing.read(desk, ids.detention).items
    assert any(item.group is Group.INJURIES for item in offered)
    assert "QUAGGA" not in str(offered)


def test_without_a_permission_the_rule_of_disclosure_judges(suite: Any) -> None:
    ids = told(suite)
    with pytest.raises(CannotSeal):
        copy_of(suite.hcp, ids)
    interests = Without(DisclosureBasis.BEST_INTERESTS, "Could not be asked")
    with pytest.raises(CannotSeal, match="may not go on that basis"):
        copy_of(suite.hcp, ids, without=interests)  # nobody found that they lack capacity
    with pytest.raises(CannotSeal, match="Say why"):
        copy_of(suite.hcp, ids, without=Without(DisclosureBasis.SAFEGUARDING_ADULT, " "))
    risk = Without(DisclosureBasis.PUBLIC_INTEREST_RISK_OTHERS, "Said what they will do in the van")
    copy = copy_of(suite.hcp, ids, Group.RISKS, without=risk)
    entry = sealing.hand_over(suite.hcp, copy, "file")
    kept = entry.body(Compartment.CLINICAL)
    assert (kept["without"], kept["reason"]) == (risk.basis.value, risk.reason)
    assert risk.reason not in text_of(copy.pdf)


def test_no_key_of_custody_opens_it(suite: Any) -> None:
    ids = told(suite)
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)
    sealing.hand_over(suite.hcp, copy_of(suite.hcp, ids), "file")
    (sealed,) = suite.sergeant.read(kinds={sealing.MADE})
    assert not sealed.bodies
    told_ = str([entry.bodies for entry in suite.sergeant.read()])
    for word in ("sertraline", "Penicillin", "Zebrapathy", "CANARYIMPRESSION", "CANARYPLAN"):
        assert word not in told_


def test_somebody_of_whom_nothing_is_known_has_nothing_to_choose(suite: Any) -> None:
    ids = booked(suite.hcp)
    asks(suite.hcp, ids, Scope.SHARE_OTHER_CARE)
    items = sealing.read(suite.hcp, ids.detention).items
    assert [item.group for item in items] == [Group.ALLERGIES]  # that nobody asked, in words
    with pytest.raises(CannotSeal):
        sealing.next_copy(
            suite.hcp, ids.detention, "HMP Leeds", [], reference="x", suite="x", phone="x"
        )
