"""Written entries: what they need, what a template may be; forensic ones held apart everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from custodyhcp import staff
from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Sample, Scope
from custodyhcp.consent.forensic import Authority, Forensic
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import (
    amending,
    drafts,
    earlier,
    notes,
    noting,
    people,
    reading,
    standing,
    templates,
    templates_published,
    timeline,
)
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.notes import Evidence, Note, Part, Purpose, Type
from custodyhcp.records.permitted import NotPermitted
from custodyhcp.records.templates import Prompt
from custodyhcp.records.templates_published import NotClinicalLead, in_use, publish
from custodyhcp.sharing import composing
from custodyhcp.staff import clinical_lead
from custodyhcp.vault.compartments import Compartment

SECRET = "Quokkascratch"  # noqa: S105 - a word to look for
EXPLAINED = Forensic(dual_role=True, may_be_evidence=True, in_writing=True)
NOTE = Note(
    Type.NOTE,
    Purpose.THERAPEUTIC,
    "note",
    1,
    (Part("note", "SUMMARY", "Note", "Looks well."),),
    place="CELL",
)
EXAM = Note(
    Type.FORENSIC,
    Purpose.FORENSIC,
    "forensic_examination",
    1,
    (
        Part("request", "FORENSIC", "Who asked for it, and for what", "DC Mole"),
        Part("findings", "FORENSIC", "Findings", SECRET),
    ),
    place="MEDICAL_ROOM",
    evidence=Evidence(dual_role=True),
)


def book(suite: Any) -> Any:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))


def agreed(suite: Any, ids: Any, scope: Scope = Scope.FORENSIC_EXAM, **told: Any) -> None:
    form = replace(EXPLAINED, **told)
    asked = Asked(scope, Answer.YES, Capacity.HAS, 40, forensic=form)
    recording.record(suite.hcp, ids.person, ids.detention, asked)


# --- what an entry needs --------------------------------------------------------------------------


def test_an_entry_carries_author_register_place_and_both_times(suite: Any) -> None:
    ids = book(suite)
    happened = suite.clock() - timedelta(hours=2)
    entry = noting.record_note(suite.hcp2, ids.detention, replace(NOTE, happened_at=happened))
    one = notes.written(entry)
    body = entry.body(Compartment.CLINICAL)
    assert body["signed"] == {"name": "Imran Voss", "register": "HCPC", "number": "PA99992"}
    assert (one.at, one.note.happened_at, one.note.place) == (suite.clock(), happened, "CELL")
    assert one.retrospective
    assert reading.around(entry).retrospective
    assert entry.bodies.keys() == {Compartment.CLINICAL}
    now = noting.record_note(suite.hcp, ids.detention, NOTE)
    assert not notes.written(now).retrospective


@pytest.mark.parametrize("minutes", [0, 14, 15, 16, 1440])
def test_late_is_later_than_the_limit(suite: Any, minutes: int) -> None:
    ids = book(suite)
    at = suite.clock() - timedelta(minutes=minutes)
    entry = noting.record_note(suite.hcp, ids.detention, replace(NOTE, happened_at=at))
    assert notes.written(entry).retrospective is (minutes > 15)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parts": ()}, "Write something"),
        ({"place": ""}, "where it took place"),
        ({"place": "ELSEWHERE"}, "where else"),
        ({"purpose": Purpose.FORENSIC}, "Evidence is written under Forensic"),
        ({"parts": (replace(NOTE.parts[0], heading="NONE"),)}, "no heading"),
        ({"parts": (replace(NOTE.parts[0], text="x" * 100_001),)}, "make it 100,000 or fewer"),
        (
            {
                "parts": tuple(
                    replace(NOTE.parts[0], key=k, text="x" * 60_000) for k in ("note", "b")
                )
            },
            "The entry is 120,000 characters",
        ),
        ({"place_words": "x" * 201}, "make it 200 or fewer"),
    ],
)
def test_what_must_be_put_right(suite: Any, changed: dict[str, Any], said: str) -> None:
    ids = book(suite)
    with pytest.raises(NotComplete, match=said):
        noting.record_note(suite.hcp, ids.detention, replace(NOTE, **changed))


def test_the_future_and_1900(suite: Any) -> None:
    ids = book(suite)
    later = replace(NOTE, happened_at=suite.clock() + timedelta(minutes=1))
    with pytest.raises(NotComplete, match="future"):
        noting.record_note(suite.hcp, ids.detention, later)
    long_ago = replace(NOTE, happened_at=suite.clock().replace(year=1900))
    assert notes.written(noting.record_note(suite.hcp, ids.detention, long_ago)).retrospective


def test_a_template_needs_what_it_says(suite: Any) -> None:
    ids = book(suite)
    template = templates.shipped()["interview_fitness"]
    needed = [part for part in template.parts if part.needed]
    assert {part.key for part in needed} >= {"now", "improve", "safeguards", "longest"}
    note = replace(NOTE, type=Type.ASSESSMENT, template=template.id, version=1)
    with pytest.raises(NotComplete) as refused:
        noting.record_note(suite.hcp, ids.detention, note)
    assert len(refused.value.problems) == len(needed)


# --- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", templates.SHIPPED)
def test_a_shipped_template_prompts_and_fills_nothing_in(name: str) -> None:
    template = templates.shipped()[name]
    assert template.id == name
    assert templates.problems(template, None) == ()
    assert not any(hasattr(part, field) for part in template.parts for field in ("text", "value"))
    assert templates.from_body(templates.to_body(template)) == template


def test_only_a_clinical_lead_publishes_and_old_entries_keep_their_version(suite: Any) -> None:
    ids = book(suite)
    first = noting.record_note(suite.hcp, ids.detention, NOTE)
    shipped = templates.shipped()["note"]
    newer = replace(
        shipped, version=2, parts=(*shipped.parts, Prompt("more", "PLAN", "More", needed=True))
    )
    with pytest.raises(NotClinicalLead):
        publish(suite.hcp2, newer)
    with pytest.raises(clinical_lead.NotAHealthProfessional):
        clinical_lead.name_lead(suite.admin, suite.sergeant.session.staff, True)
    with pytest.raises(staff.inviting.NotAnAdministrator):
        clinical_lead.name_lead(suite.hcp2, suite.hcp2.session.staff, True)
    clinical_lead.name_lead(suite.admin, suite.hcp2.session.staff, True)
    with pytest.raises(NotComplete, match="Version 1 is in use"):
        publish(suite.hcp2, replace(newer, version=1))
    publish(suite.hcp2, newer)
    assert in_use(suite.hcp)["note"].template.version == 2
    assert in_use(suite.hcp)["note"].author == suite.hcp2.session.staff
    with pytest.raises(NotComplete, match="More"):
        noting.record_note(suite.hcp, ids.detention, replace(NOTE, version=2))
    assert notes.written(first).note.version == 1
    # when it ends, what was published stays and nothing newer is
    clinical_lead.name_lead(suite.admin, suite.hcp2.session.staff, False)
    with pytest.raises(NotClinicalLead):
        publish(suite.hcp2, replace(newer, version=3))
    assert in_use(suite.hcp)["note"].template.version == 2


def test_a_template_written_past_the_verb_is_not_used(suite: Any) -> None:
    body = templates.to_body(replace(templates.shipped()["note"], version=9))
    for told in (body, {"id": "note"}, {**body, "parts": "x"}):
        suite.hcp.append(NewEntry(templates_published.PUBLISHED, {Compartment.OPEN: told}))
    clinical_lead.name_lead(suite.admin, suite.hcp.session.staff, True)
    assert in_use(suite.hcp)["note"].template.version == 1


# --- forensic -------------------------------------------------------------------------------------


def test_a_forensic_entry_needs_its_own_consent_and_the_dual_role(suite: Any) -> None:
    ids = book(suite)

    def sign(note: Note = EXAM) -> Any:
        return noting.record_forensic(suite.hcp, ids.detention, note, Scope.FORENSIC_EXAM)

    with pytest.raises(NotPermitted):
        sign()
    agreed(suite, ids, Scope.FORENSIC_SAMPLE, sample=Sample.NON_INTIMATE)
    with pytest.raises(NotPermitted):  # another consent does not stand in for it
        sign()
    agreed(suite, ids)
    with pytest.raises(NotComplete, match="act for the police"):
        sign(replace(EXAM, evidence=None))
    with pytest.raises(noting.NotThen):
        sign(replace(EXAM, happened_at=suite.clock() - timedelta(minutes=5)))
    kept = notes.written(sign()).note
    assert kept.evidence is not None
    assert (kept.evidence.scope, bool(kept.evidence.permission)) == ("FORENSIC_EXAM", True)
    suite.clock.forward(minutes=1)
    withdrawn = Asked(Scope.FORENSIC_EXAM, Answer.WITHDRAWN, Capacity.HAS, 40, forensic=EXPLAINED)
    recording.record(suite.hcp, ids.person, ids.detention, withdrawn)
    with pytest.raises(NotPermitted):
        sign()
    with pytest.raises(ValueError, match="forensic"):
        noting.record_note(suite.hcp, ids.detention, EXAM)


def test_an_intimate_sample_carries_its_authority(suite: Any) -> None:
    ids = book(suite)
    officer = Authority("A Reed", "INSPECTOR", suite.clock(), oral=True, confirmed_in_writing=True)
    agreed(suite, ids, Scope.FORENSIC_SAMPLE, sample=Sample.INTIMATE, authority=officer)
    parts = tuple(
        Part(p.key, p.heading, p.label, "said")
        for p in templates.shipped()["forensic_sample"].parts
    )
    note = replace(EXAM, template="forensic_sample", parts=parts)
    entry = noting.record_forensic(suite.hcp, ids.detention, note, Scope.FORENSIC_SAMPLE)
    kept = notes.written(entry).note.evidence
    assert kept is not None
    assert (kept.officer, kept.rank, kept.confirmed_in_writing) == ("A Reed", "INSPECTOR", True)
    rows = dict(reading.evidence_rows(kept))
    assert "Inspector A Reed" in rows["Authority"]
    for lacking in (
        {"officer": ""},
        {"rank": "SERGEANT"},
        {"authorised_at": None},
        {"oral": None},
        {"confirmed_in_writing": False},
    ):
        assert noting.authority_problems(replace(kept, **lacking)), lacking  # type: ignore[arg-type]
    assert noting.authority_problems(replace(kept, oral=False, confirmed_in_writing=False)) == ()
    assert noting.authority_problems(replace(kept, sample="NON_INTIMATE", officer="")) == ()


def test_what_is_forensic_is_in_no_other_place(suite: Any) -> None:
    """Not in the folds of care, the timeline's words, the GP summary, what an earlier stay tells,
    what may be carried, another compartment; nor are its amendment's words or reason."""
    ids = book(suite)
    agreed(suite, ids)
    entry = noting.record_forensic(suite.hcp, ids.detention, EXAM, Scope.FORENSIC_EXAM)
    amended = replace(EXAM, parts=(EXAM.parts[0], replace(EXAM.parts[1], text=SECRET + "2")))
    amending.amend(suite.hcp, ids.detention, entry.header.id, amended, SECRET + " reason")
    opened = people.read_detention(suite.hcp, ids.detention)
    assert [one.note.parts[1].text for one in notes.forensic(opened.entries)] == [SECRET + "2"]
    assert notes.fold(opened.entries) == ()
    assert opened.detention.assessments == ()
    assert SECRET not in str(timeline.timeline(opened.written))
    assert SECRET not in str(composing.offered(opened.detention))
    assert SECRET not in str(opened.detention)
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "home")
    who = Arrival(Identity("Smith", "John"), "NG/26/9", "3", suite.clock())
    again = people.open_detention(suite.hcp, ids.person, who)
    assert SECRET not in str(earlier.read_items(suite.hcp, again))
    for desk in (suite.sergeant, suite.ig, suite.admin):
        assert SECRET not in str([one.bodies for one in desk.read()])
    struck = amending.strike(suite.hcp, ids.detention, entry.header.id, SECRET)
    written = people.read_detention(suite.hcp, ids.detention).written
    assert SECRET not in str(timeline.timeline(written))
    assert notes.forensic(standing.counting(written)) == ()
    assert struck.header.supersedes == entry.header.id


def test_an_amendment_keeps_what_a_forensic_entry_rests_on(suite: Any) -> None:
    ids = book(suite)
    agreed(suite, ids)
    entry = noting.record_forensic(suite.hcp, ids.detention, EXAM, Scope.FORENSIC_EXAM)
    before = notes.written(entry).note
    other = replace(
        EXAM,
        place="CELL",
        parts=(EXAM.parts[0], replace(EXAM.parts[1], text="else")),
        evidence=Evidence(dual_role=False),
    )
    amending.amend(suite.hcp2, ids.detention, entry.header.id, other, "typed wrongly")
    opened = people.read_detention(suite.hcp, ids.detention)
    (kept,) = notes.forensic(opened.entries)
    assert (kept.note.evidence, kept.note.place) == (before.evidence, "CELL")


# --- carried, begun, and two at once --------------------------------------------------------------


def test_carried_and_begun_are_kept_as_they_were(suite: Any) -> None:
    ids = book(suite)
    first = noting.record_note(suite.hcp2, ids.detention, NOTE)
    carried = notes.Carried(first.header.id, first.at, first.header.author)
    begun = notes.Begun(suite.hcp2.session.staff, suite.clock(), (("Note", "half"),))
    note = replace(NOTE, parts=(replace(NOTE.parts[0], carried=carried),), begun=begun)
    kept = notes.written(noting.record_note(suite.hcp, ids.detention, note)).note
    assert (kept.parts[0].carried, kept.begun) == (carried, begun)


def test_taking_over_is_recorded_with_what_it_said_then(suite: Any) -> None:
    ids = book(suite)
    fields = {"entry.boxes": {"parts": []}}
    drafts.save(suite.hcp2, "entry", ids.detention, ids.person, fields, ("", 0))
    ((what, draft),) = drafts.others(suite.hcp, ids.detention)
    entry = noting.take_over(suite.hcp, ids.detention, what, draft.author, draft.fields)
    assert noting.taken_from(entry) == ("entry", suite.hcp2.session.staff)
    assert drafts.others(suite.hcp2, ids.detention) == ()
    suite.clock.forward(seconds=5)
    drafts.save(suite.hcp2, "entry", ids.detention, ids.person, {"more": "x"}, ("", 0))
    drafts.drop_taken(suite.hcp, "entry", ids.detention, draft)
    assert len(suite.hcp2.drafts()) == 1  # they typed on: theirs stays
    drafts.drop_taken(
        suite.hcp, "entry", ids.detention, drafts.others(suite.hcp, ids.detention)[0][1]
    )
    assert suite.hcp2.drafts() == []
