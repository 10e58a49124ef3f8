"""A stay is what its entries say, read in order; what keys did not open is simply absent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from custodyhcp.consent import scr
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Relationship, Scope, ScrStatus
from custodyhcp.consent.outcome import outcome_code, outcome_name
from custodyhcp.consent.written import to_body
from custodyhcp.ledger.entry import Body, Entry, Header, stamp
from custodyhcp.records import assessment as assessments
from custodyhcp.records import directing
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.banner import banner
from custodyhcp.records.board import doing_words, matches, rows
from custodyhcp.records.briefing_state import briefing_state
from custodyhcp.records.detention import Detention, fold
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.timeline import timeline
from custodyhcp.records.what_is_due import Told, Urgency
from custodyhcp.vault.compartments import Compartment

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
IDENTITY, CLINICAL = Compartment.IDENTITY, Compartment.CLINICAL
DIRECTIONS = Directions(
    fitness=FitToDetain.FIT,
    observation=Observation(level=2, minutes=30, rouse=True, reason="recent alcohol"),
    call_hcp_if=("vomiting",),
    call_999_if=("cannot be woken",),
    self_harm=SelfHarm.NONE_IDENTIFIED,
    appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
    next_review=NOW + timedelta(hours=4),
    review_if_missed="ring healthcare",
)


class Story:
    """Entries of one stay, made one after another by hand."""

    def __init__(self, detention: str = "d1") -> None:
        self.detention, self.entries = detention, [*()]  # type: ignore[var-annotated]

    def tell(self, kind: str, parts: dict[Compartment, Body], minutes_ago: float = 0) -> Story:
        person_only = kind.startswith("person.")
        header = Header(
            id=f"{self.detention}-e{len(self.entries)}",
            seq=len(self.entries),
            at=stamp(NOW - timedelta(minutes=minutes_ago)),
            kind=kind,
            author="s1",
            role="SERGEANT" if kind == "briefing.acknowledged" else "HCP",
            device="w1",
            person=f"p-{self.detention}",
            detention=None if person_only else self.detention,
            supersedes=None,
            command="",
            parts=tuple(part.value for part in parts),
        )
        self.entries.append(Entry(header, parts))
        return self

    def fold(self) -> Detention:
        return fold(self.entries)


def arrived(family: str = "Smith", cell: str = "14", detention: str = "d1", **who: object) -> Story:
    identity = {"family": family, "given": "John", "title": "Mr", "dob": "1986-01-03"} | who
    stay = {"custody_ref": "NG/1", "cell": cell, "arrived_at": stamp(NOW - timedelta(hours=2))}
    return (
        Story(detention)
        .tell(
            "person.added",
            {IDENTITY: identity, CLINICAL: {"nhs_number": "9434765919", "nhs_status": "02"}},
        )
        .tell("detention.opened", {IDENTITY: stay})
    )


def assessed(**changes: object) -> dict[Compartment, Body]:
    plain = {"reason": "asked", "findings": "well", "impression": "", "plan": ""}
    return {CLINICAL: assessments.to_body(Assessment(**{**plain, **changes}))}  # type: ignore[arg-type]


def directed(directions: Directions = DIRECTIONS) -> dict[Compartment, Body]:
    return {CLINICAL: directing.to_body(directions)}


def test_who_and_where() -> None:
    stay = arrived().tell("detention.moved", {IDENTITY: {"cell": "3"}}).fold()
    assert (stay.id, stay.person, stay.custody_ref, stay.cell) == ("d1", "p-d1", "NG/1", "3")
    assert stay.who.name == "SMITH, John (Mr)"
    assert stay.who.dob == date(1986, 1, 3)
    assert stay.nhs_number == "9434765919"
    assert stay.here
    assert stay.last_seq == 2


def test_a_correction_comes_after_and_the_leaving_ends_it() -> None:
    story = arrived().tell("person.corrected", {IDENTITY: {"family": "Jones", "given": "J"}})
    left = story.tell("detention.closed", {IDENTITY: {"at": stamp(NOW), "destination": "court"}})
    stay = left.fold()
    assert stay.who.family == "Jones"
    assert stay.who.dob is None
    assert (stay.here, stay.closed_at, stay.destination) == (False, NOW, "court")


def test_the_last_directions_are_those_in_force() -> None:
    later = directed(
        Directions(**{**_values(DIRECTIONS), "fitness": FitToDetain.NOT_FIT_HOSPITAL_999})
    )
    stay = arrived().tell("directions.given", directed()).tell("directions.given", later).fold()
    assert stay.directions is not None
    assert stay.directions.fitness.not_fit
    assert len(stay.given) == 2


def _values(directions: Directions) -> dict[str, object]:
    return {name: getattr(directions, name) for name in Directions.__slots__}


def test_an_assessment_that_did_not_ask_about_allergies_takes_none_away() -> None:
    known = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"),))
    story = arrived().tell("assessment.recorded", assessed(allergies=known))
    stay = story.tell("assessment.recorded", assessed()).fold()
    assert stay.allergies == known
    none = Allergies(AllergyState.NONE_KNOWN)
    assert story.tell("assessment.recorded", assessed(allergies=none)).fold().allergies == none


def without_clinical(story: Story) -> list[Entry]:
    return [
        Entry(e.header, {c: b for c, b in e.bodies.items() if c is not CLINICAL})
        for e in story.entries
    ]


def test_a_reader_without_the_clinical_key_sees_who_and_no_more() -> None:
    story = arrived().tell("assessment.recorded", assessed()).tell("directions.given", directed())
    stay = fold(without_clinical(story))
    assert stay.who.family == "Smith"
    assert (stay.nhs_number, stay.assessments, stay.given) == (None, (), ())
    assert not stay.opened_clinical
    shown = banner(stay, NOW.date())
    assert (shown.nhs, shown.allergy_state) == (None, None)


def test_kinds_of_other_rooms_pass_by() -> None:
    stay = arrived().tell("summary.prepared", {CLINICAL: {"ref": "x"}}).fold()
    assert stay.last_seq == 2


def test_the_banner_says_it_as_the_standard_does() -> None:
    known = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"), Allergy("latex")))
    stay = arrived().tell("assessment.recorded", assessed(allergies=known)).fold()
    shown = banner(stay, NOW.date())
    assert (shown.name, shown.born, shown.age) == ("SMITH, John (Mr)", "03-Jan-1986", "40y")
    assert (shown.nhs, shown.nhs_status) == ("943 476 5919", "not verified")
    assert (shown.allergy_state, shown.place) == (AllergyState.KNOWN, "Cell 14 · NG/1")
    assert "penicillin (rash)" in shown.allergies
    assert shown.flags == ()


def test_the_banner_flags_the_young_the_unconfirmed_and_the_alike() -> None:
    young = arrived(dob="2010-07-01", identity_confirmed=False).fold()
    twin = arrived(family="SMITH", cell="3", detention="d2").fold()
    assert banner(young, NOW.date(), (young, twin)).flags == (
        "Under 18: appropriate adult",
        "Identity not confirmed",
        "Same family name in cell 3",
    )
    unknown = arrived(dob=None).fold()
    assert banner(unknown, NOW.date()).born == "Not Known"
    assert "Age not known" in banner(unknown, NOW.date()).flags


def test_assessments_are_kept_and_read_back_alike() -> None:
    full = Assessment(
        "asked",
        "well\ntwo lines",
        "",
        "",
        Allergies(AllergyState.KNOWN, (Allergy("latex", "rash"),)),
        (assessments.ReasonForCall.ILL,),
        NOW,
    )
    assert assessments.from_body(assessments.to_body(full)) == full


def test_an_assessment_needs_a_reason_and_findings() -> None:
    empty = Assessment("", "", "", "")
    assert {p.field for p in assessments.problems(empty, NOW)} == {"reason", "findings"}
    known = Assessment("a", "b", "", "", Allergies(AllergyState.KNOWN))
    assert {p.field for p in assessments.problems(known, NOW)} == {"allergies"}
    long = Assessment("a", "b" * 20_001, "", "")
    assert {p.field for p in assessments.problems(long, NOW)} == {"findings"}
    future = Assessment("a", "b", "", "", seen_at=NOW + timedelta(minutes=1))
    assert {p.field for p in assessments.problems(future, NOW)} == {"seen_at"}


def test_words_are_kept_without_what_cannot_be_seen() -> None:
    messy = Assessment("a\u202eb", "x\x00y\r\nz\udcff", "", "  ")
    clean = assessments.cleaned(messy)
    assert (clean.reason, clean.findings, clean.plan) == ("ab", "xy\nz", "")


# --- the board ------------------------------------------------------------------------------------


def published(version: int = 1, *, not_fit: bool = False) -> dict[Compartment, Body]:
    return {Compartment.BRIEFING: {"version": version, "not_fit": not_fit, "document": {}}}


def on_board(*stories: Story):  # type: ignore[no-untyped-def]
    stays = {story.detention: story.fold() for story in stories}
    return rows(stays, {story.detention: story.entries for story in stories}, NOW)


def test_somebody_new_waits_for_a_first_assessment() -> None:
    story = arrived()
    story.entries[1].bodies[IDENTITY]["requested_at"] = stamp(NOW - timedelta(minutes=22))  # type: ignore[index]
    (row,) = on_board(story)
    assert row.next == Told("First assessment", relative="asked for 02:50")
    assert row.doing == "Not yet directed"
    assert (row.cell, row.name, row.age, row.briefing) == ("14", "SMITH, John (Mr)", "40y", "none")


def test_directions_not_yet_published_and_out_of_date_briefings_are_flagged() -> None:
    story = arrived().tell("directions.given", directed(), minutes_ago=20)
    assert on_board(story)[0].briefing == "not published"
    story.tell("briefing.published", published(), minutes_ago=11)
    (row,) = on_board(story)
    assert (row.briefing, row.briefing_tone, row.unread) == ("v1 unread 11 min", "amber", True)
    story.tell("directions.given", directed(), minutes_ago=1)
    assert on_board(story)[0].briefing == "v1 out of date"


def test_a_briefing_is_read_when_that_version_was_acknowledged() -> None:
    story = arrived().tell("directions.given", directed(), minutes_ago=30)
    story.tell("briefing.published", published(), minutes_ago=20)
    first = story.entries[-1].header.id
    story.tell("briefing.acknowledged", {Compartment.BRIEFING: {"briefing": first}}, minutes_ago=10)
    assert on_board(story)[0].briefing == "v1 read 03:02"
    story.tell("briefing.published", published(2), minutes_ago=5)
    assert on_board(story)[0].briefing == "v2 unread 5 min"


def test_not_fit_stands_first_until_the_transfer_has_started() -> None:
    bad = Directions(**{**_values(DIRECTIONS), "fitness": FitToDetain.NOT_FIT_HOSPITAL_999})  # type: ignore[arg-type]
    sick = arrived(detention="d2", cell="7").tell("directions.given", directed(bad), 9)
    sick.tell("briefing.published", published(not_fit=True), minutes_ago=9)
    late = arrived()
    due = Directions(**{**_values(DIRECTIONS), "next_review": NOW - timedelta(minutes=18)})  # type: ignore[arg-type]
    late.tell("directions.given", directed(due), minutes_ago=100)
    found = on_board(late, sick)
    assert [row.urgency for row in found] == [Urgency.NOT_FIT, Urgency.LATE]
    assert found[0].next == Told("Hospital transfer not started", relative="9 min")
    assert found[1].next == Told("Review", "02:54", "18 min LATE")
    assert found[0].doing == "NOT FIT: hospital now"
    about = {"briefing": sick.entries[-1].header.id}
    sick.tell("transfer.started", {Compartment.BRIEFING: {**about, "at": stamp(NOW)}})
    assert on_board(late, sick)[0].next == Told("NOT FIT not closed", relative="9 min")
    read = {**about, "told_at": stamp(NOW)}
    sick.tell("briefing.acknowledged", {Compartment.BRIEFING: read})
    assert [row.next.task for row in on_board(late, sick)] == ["Review", "Gone to hospital"]


def decided(answer: Answer, capacity: Capacity = Capacity.HAS, **asked: Any) -> dict[Any, Any]:
    situation = scr.Situation(
        ScrStatus.ASK, Relationship.WORKGROUP, capacity, answer, None, 40, None, None,
        False, False, False, True,
    )  # fmt: skip
    said = Asked(Scope.VIEW_SCR, answer, capacity, 40, **asked)
    outcome = scr.decide(situation)
    body = {"asked": to_body(said), "situation": to_body(situation), "until": None}
    told = {"outcome": outcome_name(outcome), "code": outcome_code(outcome), "evidence": []}
    return {CLINICAL: body | told}


def test_what_was_asked_and_agreed() -> None:
    story = arrived().tell("consent.decided", decided(Answer.NO))
    assert [(c.words, c.tone) for c in on_board(story)[0].asked] == [("SCR refused", "grey")]
    story.tell("consent.decided", decided(Answer.YES))
    assert [(c.words, c.tone) for c in on_board(story)[0].asked] == [("SCR yes", "green")]
    assert on_board(story)[0].next == Told("Nothing due")


def test_somebody_who_could_not_decide_is_to_be_asked_again() -> None:
    waits = decided(Answer.UNABLE, Capacity.UNDETERMINED, ask_again_at=NOW + timedelta(minutes=18))
    (row,) = on_board(arrived().tell("consent.decided", waits))
    assert [c.words for c in row.asked] == ["SCR ask again"]
    assert row.next == Told("Ask again", "03:30", "in 18 min")
    assert row.urgency is Urgency.DUE


def test_consent_that_the_reader_cannot_open_is_passed_over() -> None:
    story = arrived().tell("consent.decided", decided(Answer.YES))
    entries = without_clinical(story)
    (row,) = rows({"d1": fold(entries)}, {"d1": entries}, NOW)
    assert row.asked == ()


def test_what_custody_is_doing_in_a_few_words() -> None:
    assert doing_words(DIRECTIONS) == "Level 2, rouse every 30 min"
    assert doing_words(None) == "Not yet directed"


def test_typing_finds_whatever_the_marks() -> None:
    rows = on_board(
        arrived(family="Öztürk", given="Emre"),
        arrived(family="O’Brien", given="Siobhán", detention="d2"),
        arrived(family="Kowalczyk", given="Łukasz", detention="d3"),
    )
    for typed, family in (("ozt", "ÖZ"), ("obrien", "O’B"), ("siob o’b", "O’B"), ("luk", "KOW")):
        assert [row.name[:2] for row in rows if matches(row, typed)] == [family[:2]], typed
    assert all(matches(row, "") and matches(row, "ng/1 14") for row in rows)
    assert not any(matches(row, "zz") for row in rows)


def test_without_a_briefing_there_is_no_state() -> None:
    assert briefing_state(arrived().entries) is None


def test_every_entry_has_a_line_on_the_timeline() -> None:
    story = arrived().tell("assessment.recorded", assessed()).tell("directions.given", directed())
    story.tell("something.new", {CLINICAL: {}}, minutes_ago=-1)
    lines = timeline(story.entries)
    assert len(lines) == len(story.entries)
    assert lines[0].what == "something new"
    assert "Findings: well" in next(line.detail for line in lines if line.what == "Assessment")
    assert all(line.what for line in timeline(without_clinical(story)))
