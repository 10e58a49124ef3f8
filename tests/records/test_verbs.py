"""The verbs at a real desk: what each writes, who can open it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry, stamp
from custodyhcp.ledger.faults import Moved
from custodyhcp.records import (
    assessing,
    custody_list,
    directing,
    drafts,
    importing,
    people,
    practices,
    words,
)
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.board import BoardReader, board
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.people import NotHere, NotYetGone
from custodyhcp.records.timeline import timeline
from custodyhcp.sharing import publishing
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from tests.conftest import SuiteAtWork

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ARRIVAL = Arrival(
    who=Identity("Smith", "John Simon", "Mr.", dob=date(1986, 1, 3), sex=Sex.MALE),
    custody_ref="NG/26/4398",
    cell="14",
    arrived_at=NOW - timedelta(hours=2),
    nhs="943 476 5919",
    requested_at=NOW - timedelta(minutes=22),
    reason_for_call="feels ill",
)
ASSESSMENT = Assessment(
    "chest feels tight",
    "looks well",
    "anxiety likely",
    "review",
    Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"),)),
)
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


def test_somebody_booked_in_is_read_back_whole(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    stay = people.read_detention(suite.hcp, ids.detention).detention
    assert stay.who.name == "SMITH, John Simon (Mr)"
    assert (stay.custody_ref, stay.cell, stay.nhs_number) == ("NG/26/4398", "14", "9434765919")
    assert (stay.arrived_at, stay.reason_for_call) == (ARRIVAL.arrived_at, "feels ill")


def test_a_sergeant_and_an_ig_officer_see_who_and_nothing_clinical(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, DIRECTIONS)
    for desk in (suite.sergeant, suite.ig):
        opened = people.read_detention(desk, ids.detention)
        assert opened.detention.who.family == "Smith"
        assert opened.detention.nhs_number is None
        assert (opened.detention.assessments, opened.detention.given) == ((), ())
        assert not any(e.body(Compartment.CLINICAL) for e in opened.entries)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"custody_ref": " "}, "custody_ref"),
        ({"who": Identity("", "")}, "family"),
        ({"who": Identity("A" * 71, "")}, "family"),
        ({"who": Identity("A", "", dob=date(2030, 1, 1))}, "dob"),
        ({"nhs": "999 123 4567"}, "nhs"),
        ({"arrived_at": NOW + timedelta(hours=1)}, "arrived_at"),
        ({"cell": "x" * 13}, "cell"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    suite: SuiteAtWork, change: Mapping[str, object], field: str
) -> None:
    before = suite.hcp.health().size
    with pytest.raises(NotComplete) as refused:
        people.book_in(suite.hcp, replace(ARRIVAL, **change))  # type: ignore[arg-type]
    assert {problem.field for problem in refused.value.problems} == {field}
    assert suite.hcp.health().size == before


def test_a_correction_keeps_what_was_said_before(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    people.correct_person(suite.hcp, ids.detention, Identity("Smyth", "John"), "9434765870")
    opened = people.read_detention(suite.hcp, ids.detention)
    assert opened.detention.who.family == "Smyth"
    assert opened.detention.nhs_number == "9434765870"
    said = [e for e in opened.entries if e.header.kind.startswith("person.")]
    assert said[1].header.supersedes == said[0].header.id


def test_moving_and_leaving(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    people.move_cell(suite.hcp, ids.detention, "3")
    assert people.read_detention(suite.hcp, ids.detention).detention.cell == "3"
    people.close_detention(suite.hcp, ids.detention, NOW, "court")
    assert not people.read_detention(suite.hcp, ids.detention).detention.here
    assert board(suite.hcp, NOW) == []


def test_somebody_not_fit_is_not_gone_before_the_transfer_began(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    sick = replace(DIRECTIONS, fitness=FitToDetain.NOT_FIT_HOSPITAL_999, next_review=None)
    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, sick)
    with pytest.raises(NotYetGone):
        people.close_detention(suite.hcp, ids.detention, NOW, "hospital")
    published = publishing.publish(suite.hcp, ids.detention, publishing.Place("Suite", "55"))
    with pytest.raises(NotYetGone):
        people.close_detention(suite.hcp, ids.detention, NOW, "hospital")
    told = {"briefing": published.entry, "told_by": "s", "told_at": stamp(NOW), "read_back": True}
    told |= {"name": "Dale Mercer", "rank_number": "PS 4127"}
    about = {"person": ids.person, "detention": ids.detention}
    suite.sergeant.append(NewEntry("briefing.acknowledged", {Compartment.BRIEFING: told}, **about))
    with pytest.raises(NotYetGone):
        people.close_detention(suite.hcp, ids.detention, NOW, "hospital")
    gone = {"briefing": published.entry, "at": stamp(NOW), "how": "ambulance"}
    gone["called_at"] = stamp(NOW)
    suite.sergeant.append(NewEntry("transfer.started", {Compartment.BRIEFING: gone}, **about))
    people.close_detention(suite.hcp, ids.detention, NOW, "hospital")
    assert board(suite.hcp, NOW) == []


@pytest.mark.parametrize(
    ("later", "where", "field"), [(1, "court", "left_at"), (0, " ", "destination")]
)
def test_a_leaving_that_cannot_be_is_refused(
    suite: SuiteAtWork, later: int, where: str, field: str
) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    with pytest.raises(NotComplete) as refused:
        people.close_detention(suite.hcp, ids.detention, NOW + timedelta(minutes=later), where)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_same_person_again_is_another_stay(suite: SuiteAtWork) -> None:
    person = people.add_person(suite.hcp, ARRIVAL.who, ARRIVAL.nhs)
    first = people.open_detention(suite.hcp, person, ARRIVAL)
    second = people.open_detention(suite.hcp, person, replace(ARRIVAL, custody_ref="NG/2"))
    stays = people.detentions(suite.hcp)
    assert {stay.id for stay in stays} == {first, second}
    assert {stay.who.family for stay in stays} == {"Smith"}


def test_opening_a_record_is_written_once_for_oversight_only(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    people.record_opened(suite.hcp, ids.detention, "direct care")
    (mine,) = suite.hcp.read(detention=ids.detention, kinds=("record.opened",))
    (theirs,) = suite.ig.read(detention=ids.detention, kinds=("record.opened",))
    assert mine.body(Compartment.OVERSIGHT) == {}
    assert theirs.body(Compartment.OVERSIGHT) == {"purpose": "direct care"}


def test_somebody_who_is_not_there(suite: SuiteAtWork) -> None:
    for verb in (people.read_detention, people.person_of):
        with pytest.raises(NotHere):
            verb(suite.hcp, "no such stay")


# --- assessment and directions --------------------------------------------------------------------


def test_an_assessment_and_its_directions_are_signed_together(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    signed = assessing.sign(suite.hcp, ids.detention, ASSESSMENT, DIRECTIONS)
    stay = people.read_detention(suite.hcp, ids.detention).detention
    assert stay.directions == DIRECTIONS
    assert stay.allergies.words == "penicillin (rash)"
    assert stay.given[-1].entry == signed.directions.header.id


def test_bad_directions_take_the_assessment_with_them(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    silent = replace(DIRECTIONS, call_999_if=())
    with pytest.raises(NotComplete):
        assessing.sign(suite.hcp, ids.detention, ASSESSMENT, silent)
    assert people.read_detention(suite.hcp, ids.detention).detention.assessments == ()


def test_lowering_a_level_without_a_reason_is_refused_at_the_press(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    first = assessing.give_directions(suite.hcp, ids.detention, DIRECTIONS)
    lower = replace(DIRECTIONS, observation=Observation(1, 60, True, ""))
    with pytest.raises(NotComplete, match="why the level is lowered"):
        assessing.give_directions(suite.hcp, ids.detention, lower)
    reasoned = replace(lower, observation=Observation(1, 60, True, "", None, "sober now"))
    second = assessing.give_directions(suite.hcp, ids.detention, reasoned)
    assert second.header.supersedes == first.header.id


def test_under_18_the_adult_is_automatic_whatever_was_pressed(suite: SuiteAtWork) -> None:
    young = replace(ARRIVAL, who=replace(ARRIVAL.who, dob=date(2010, 7, 1)))
    ids = people.book_in(suite.hcp, young)
    assessing.give_directions(suite.hcp, ids.detention, DIRECTIONS)
    given = people.read_detention(suite.hcp, ids.detention).detention.directions
    assert given is not None
    assert given.appropriate_adult is AppropriateAdult.AUTOMATIC_UNDER_18


def test_something_newer_than_the_page_refuses_and_writes_nothing(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    read = people.read_detention(suite.hcp, ids.detention).detention.last_seq
    assessing.record_assessment(suite.hcp2, ids.detention, ASSESSMENT)
    with pytest.raises(Moved):
        assessing.sign(suite.hcp, ids.detention, ASSESSMENT, DIRECTIONS, last_seq=read)
    assert len(people.read_detention(suite.hcp, ids.detention).detention.assessments) == 1


# --- lists ----------------------------------------------------------------------------------------

LIST = (
    "Custody reference,Name,Date of birth,Sex,Cell,Arrival time\r\n"
    'NG/26/4398,"SMITH, John Simon (Mr)",03/01/1986,M,14,23/11/2026 01:05\r\n'
    'NG/26/4402,"ÖZTÜRK, Emre (Mr)",04/02/1999,M,03,23/11/2026 01:35\r\n'
    'NG/26/4403,"=HYPERLINK(1), Bad",04/02/1999,M,03,23/11/2026 01:35\r\n'
)


def previewed(suite: SuiteAtWork, text: str = LIST) -> custody_list.Preview:
    table = custody_list.read_table(text.encode())
    return custody_list.preview(
        table, custody_list.guess(table.headings), suite.clock(), people.known(suite.hcp)
    )


def test_a_list_is_imported_once_however_often_it_is_confirmed(suite: SuiteAtWork) -> None:
    stale = previewed(suite)
    assert suite.hcp.read(kinds=("detention.opened",)) == []
    done = importing.import_custody_list(suite.hcp, stale)
    assert (done.added, done.refused) == (2, 1)
    size = suite.hcp.health().size
    again = importing.import_custody_list(suite.hcp, stale)
    assert (again.added, again.moved, again.unchanged) == (0, 0, 2)
    fresh = importing.import_custody_list(suite.hcp, previewed(suite))
    assert (fresh.added, fresh.moved) == (0, 0)
    assert suite.hcp.health().size == size


def test_a_later_list_moves_people_and_adds_the_new(suite: SuiteAtWork) -> None:
    importing.import_custody_list(suite.hcp, previewed(suite))
    later = LIST.replace(",14,", ",9,") + 'NG/9,"NEW, Person",04/02/1999,M,1,23/11/2026 02:00\r\n'
    done = importing.import_custody_list(suite.hcp, previewed(suite, later))
    assert (done.added, done.moved) == (1, 1)
    cells = {stay.custody_ref: stay.cell for stay in people.detentions(suite.hcp)}
    assert cells == {"NG/26/4398": "9", "NG/26/4402": "03", "NG/9": "1"}


def test_naughty_names_come_through_the_ledger_as_they_were_shown(
    suite: SuiteAtWork, shared_data: Callable[[str], Path]
) -> None:
    strings = json.loads(shared_data("naughty-strings.json").read_text(encoding="utf-8"))
    rows = [
        custody_list.read_row(
            n + 2,
            [f"R{n}", text, "B", "03/01/1986", "M", "1", "23/11/2026 01:05"],
            {
                custody_list.Column.CUSTODY_REF: 0,
                custody_list.Column.FAMILY: 1,
                custody_list.Column.GIVEN: 2,
                custody_list.Column.DOB: 3,
                custody_list.Column.SEX: 4,
                custody_list.Column.CELL: 5,
                custody_list.Column.ARRIVED: 6,
            },
            NOW,
        )
        for n, text in enumerate(strings)
    ]
    good = [row.listed for row in rows if row.listed is not None]
    preview = custody_list.Preview(tuple(rows), custody_list.plan(rows), "0" * 64)
    assert importing.import_custody_list(suite.hcp, preview).added == len(good)
    kept = {stay.custody_ref: stay.who.family for stay in people.detentions(suite.hcp)}
    assert kept == {listed.custody_ref: listed.identity.family for listed in good}


def test_the_practice_list_is_kept_and_can_be_imported_again(
    suite: SuiteAtWork, shared_data: Callable[[str], Path]
) -> None:
    read = practices.read_practices(shared_data("epraccur.csv").read_bytes())
    assert importing.practices(suite.hcp) == ()
    assert importing.import_practices(suite.hcp, read) is True
    size = suite.hcp.health().size
    assert importing.import_practices(suite.hcp, read) is False
    assert suite.hcp.health().size == size
    suite.reopen()
    assert len(importing.practices(suite.hcp)) == 14_303
    shorter = replace(read, practices=read.practices[:10])
    assert importing.import_practices(suite.hcp, shorter) is True
    assert len(importing.practices(suite.hcp)) == 10


def test_a_practice_list_that_was_altered_is_not_used(suite: SuiteAtWork) -> None:
    one = practices.Practice("A10001", "MILL", "1 ST", "TS1 1AA", "", "A", "4")
    importing.import_practices(suite.hcp, practices.PracticeList((one,), 1, (), "0" * 64))
    (entry,) = suite.hcp.read(kinds=("practices.imported",))
    name = f"practices:{entry.body(Compartment.OPEN)['content_sha256']}"
    suite.hcp.put_sealed(name, b"something else")
    with pytest.raises(KnownError, match="Import the national practice file again"):
        importing.practices(suite.hcp)


# --- drafts and the board -------------------------------------------------------------------------


def test_typing_is_given_back_after_the_store_was_opened_again(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    fields = {"findings": "half a sent", "level": 2}
    at = drafts.save(suite.hcp, "assessment", ids.detention, ids.person, fields, ("findings", 11))
    suite.reopen()
    draft = drafts.restore(suite.hcp, "assessment", ids.detention)
    assert draft is not None
    assert (draft.fields, draft.cursor, draft.saved_at) == (fields, ("findings", 11), at)
    assert drafts.waiting(suite.hcp) == (ids.detention,)
    taken_over = drafts.restore(suite.hcp2, "assessment", ids.detention)
    assert taken_over is not None
    assert taken_over.author == suite.hcp.session.staff
    drafts.drop(suite.hcp2, "assessment", ids.detention, taken_over.author)
    assert drafts.restore(suite.hcp, "assessment", ids.detention) is None


def test_a_sergeant_cannot_open_a_draft(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    drafts.save(suite.hcp, "assessment", ids.detention, ids.person, {"a": "b"}, ("a", 0))
    assert drafts.restore(suite.sergeant, "assessment", ids.detention) is None


def test_the_board_reads_only_what_is_new_and_tells_the_same(suite: SuiteAtWork) -> None:
    reader = BoardReader()
    first = people.book_in(suite.hcp, ARRIVAL)
    assert [row.name for row in reader.read(suite.hcp, NOW)] == ["SMITH, John Simon (Mr)"]
    people.book_in(suite.hcp, replace(ARRIVAL, custody_ref="NG/2", cell="2"))
    assessing.sign(suite.hcp, first.detention, ASSESSMENT, DIRECTIONS)
    assert reader.read(suite.hcp, NOW) == board(suite.hcp, NOW)
    people.correct_person(suite.hcp, first.detention, Identity("Smyth", "John"))
    later = NOW + timedelta(hours=5)
    rows = reader.read(suite.hcp, later)
    assert rows == board(suite.hcp, later)
    assert ("SMYTH, John", True) in [(row.name, row.late) for row in rows]
    people.close_detention(suite.hcp, first.detention, NOW, "court")
    assert reader.read(suite.hcp, later) == board(suite.hcp, later)
    assert len(reader.read(suite.hcp, later)) == 1


def test_a_sergeants_board_has_no_clinical_word(suite: SuiteAtWork) -> None:
    ids = people.book_in(suite.hcp, ARRIVAL)
    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, DIRECTIONS)
    (row,) = board(suite.sergeant, NOW)
    assert (row.doing, row.asked) == ("Not yet directed", ())


def test_naughty_strings_in_every_box_of_an_assessment(
    suite: SuiteAtWork, shared_data: Callable[[str], Path]
) -> None:
    strings = json.loads(shared_data("naughty-strings.json").read_text(encoding="utf-8"))
    ids = people.book_in(suite.hcp, ARRIVAL)
    for start in range(0, len(strings), 40):
        text = "\n".join(strings[start : start + 40])
        typed = replace(ASSESSMENT, reason=text, findings=f"x{text}", impression=text, plan=text)
        assessing.record_assessment(suite.hcp, ids.detention, typed)
        stay = people.read_detention(suite.hcp, ids.detention)
        kept = stay.detention.assessments[-1].assessment
        assert kept.findings == words.paragraphs(f"x{text}")
        assert timeline(stay.entries)[0].detail
    for text in strings:
        asked = replace(DIRECTIONS, food=text[:200], communication=text[:200])
        settled = directing.settled(asked, under_18=False)
        assert "\n" not in settled.food
        json.dumps(directing.to_body(settled)).encode("utf-8")
