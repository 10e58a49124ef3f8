"""Medicines: the table of who may give what, the words of a dose, the chart, and the board."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from custodyhcp.ledger.entry import canonical
from custodyhcp.ledger.faults import Moved
from custodyhcp.records import assessing, doses, earlier, medicines, medicines_written, people
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.board import board
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.records.doses import Dose, Outcome
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.medicines import Directed, Line, Taken
from custodyhcp.records.medicines_written import AllergiesChanged, AlreadySettled, NotDirected, fold
from custodyhcp.records.timeline import timeline
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from tests.conftest import SuiteAtWork

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TABLE = json.loads((Path(__file__).parent / "medicine_rules.json").read_text("utf-8"))
SERTRALINE = Line(
    "Sertraline", form="TABLET", amount="50", unit="MG", route="ORAL", frequency="ONCE"
)
PLAIN = Directed(SERTRALINE, "NOT_CONTROLLED", GivenBy.HCP, (NOW,), brought_in=False)


def asked(directed: Directed) -> set[str]:
    return {problem.field for problem in medicines.directed_problems(directed, NOW)}


def substitution(**more: Any) -> Directed:
    line = replace(SERTRALINE, name="Methadone", amount="40", unit="ML", form="SOLUTION")
    told: dict[str, Any] = {
        "line": line,
        "drug_class": "SCHEDULE_2",
        "last_at": NOW - timedelta(days=1),
        "last_confirmed_by": "Pharmacy, Ms Cole",
        "missed_days": 0,
    }
    return replace(PLAIN, **(told | more))


# --- the table of 1.4 -----------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["medicine"])
def test_who_may_give_each_class(row: dict[str, Any]) -> None:
    by = medicines.may_give(row["class"])
    assert by == ((GivenBy.HCP, GivenBy.CUSTODY) if row["custody"] else (GivenBy.HCP,))
    directed = substitution(
        line=replace(SERTRALINE, name=row["medicine"]),
        drug_class=row["class"],
        given_by=GivenBy.CUSTODY,
        consulted="R Hale",
        consulted_at=NOW,
        keep_why="asthma",
    )
    expected = set() if row["custody"] else {"given_by"}
    if row["both"]:
        expected = {"both_satisfied", "officer", "satisfied_at"}
    assert asked(directed) == expected
    satisfied = replace(directed, both_satisfied=True, officer="PS 456", satisfied_at=NOW)
    assert asked(satisfied) == (set() if row["custody"] else {"given_by"})
    assert asked(replace(directed, given_by=GivenBy.HCP)) == set()


def test_no_answer_whatever_lets_custody_give_schedule_2_or_3() -> None:
    answers = product(
        (True, False), ("", "PS 456"), (None, NOW), ("", "R Hale"), (None, True, False)
    )
    for both, officer, at, consulted, brought in answers:
        for drug_class in ("SCHEDULE_2", "SCHEDULE_3"):
            directed = replace(
                PLAIN,
                drug_class=drug_class,
                given_by=GivenBy.CUSTODY,
                both_satisfied=both,
                officer=officer,
                satisfied_at=at,
                consulted=consulted,
                consulted_at=at,
                brought_in=brought,
            )
            assert "given_by" in asked(directed)


def test_a_listed_medicine_cannot_be_called_something_else() -> None:
    for known in medicines.classes().values():
        for example, chosen in product(known.examples, medicines.classes().values()):
            directed = substitution(
                line=replace(SERTRALINE, name=f"{example.title()} 5"), drug_class=chosen.key
            )
            fits = chosen in medicines.listed_classes(example)
            assert ("drug_class" not in asked(directed)) is fits, (example, chosen.key)
    assert medicines.listed_classes("Morphinan") == ()


def test_what_was_brought_in_or_is_handed_over_needs_a_health_professional_first() -> None:
    assert asked(replace(PLAIN, brought_in=None)) == {"brought_in"}
    assert asked(replace(PLAIN, brought_in=True)) == {"consulted", "consulted_at"}
    assert asked(replace(PLAIN, given_by=GivenBy.CUSTODY)) == {"consulted", "consulted_at"}
    told = replace(PLAIN, brought_in=True, consulted="R Hale", consulted_at=NOW)
    assert asked(told) == set()
    assert asked(replace(told, consulted_at=NOW + timedelta(minutes=1))) == {"consulted_at"}


def test_substitution_needs_the_last_dose_and_the_days_missed() -> None:
    assert asked(substitution()) == set()
    for name in ("last_at", "missed_days"):
        assert asked(substitution(**{name: None})) == {name}
    assert asked(substitution(last_confirmed_by="")) == {"last_confirmed_by"}
    for days in range(30):
        expected = {"prescriber"} if days >= 3 else set()
        assert asked(substitution(missed_days=days)) == expected
        assert asked(substitution(missed_days=days, prescriber="Dr Lea: start at 20 mg")) == set()
    words = medicines.directed_problems(substitution(missed_days=3), NOW)[0].words
    assert "full dose is not resumed without the prescriber" in words
    assert medicines.is_substitution("Buprenorphine 8 mg film")
    assert not medicines.is_substitution("Sertraline")


def test_times_and_the_emergency_medicine() -> None:
    assert asked(replace(PLAIN, due=())) == {"due"}
    assert asked(replace(PLAIN, due=(NOW, NOW))) == {"due"}
    assert asked(replace(PLAIN, drug_class="EMERGENCY")) == {"keep_why"}
    assert asked(replace(PLAIN, drug_class="")) == {"drug_class"}
    assert asked(replace(PLAIN, given_by=None)) == {"given_by"}


# --- the words of a dose --------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "said"), TABLE["amounts"])
def test_an_amount_is_written_so_that_it_cannot_be_misread(amount: str, said: str) -> None:
    found = medicines.amount_problem(amount)
    assert bool(found) == bool(said) and said in found


def test_the_line_is_in_order_with_units_in_full() -> None:
    line = Line("Methadone", strength="1 mg in 1 mL", form="SOLUTION", amount="40", unit="ML",
                route="ORAL", frequency="ONCE")  # fmt: skip
    assert line.words == (
        "methadone — 1 mg in 1 mL — oral solution — DOSE 40 mL — oral — once a day"
    )
    diltiazem = Line("Diltiazem", "Calcicard CR", "", "MR_TABLET", "1120", "MG", "ORAL", "THREE")
    assert diltiazem.words == (
        "diltiazem — CALCICARD CR — modified-release tablet — DOSE 1,120 mg — oral — "
        "three times a day"
    )
    assert Line("Aspirin").words == "aspirin"


def test_no_unit_or_word_of_a_dose_is_an_abbreviation_that_is_refused() -> None:
    short = set(json.loads(canonical(dict(medicines._table()["abbreviations"]))))
    for name in ("unit", "form", "route", "frequency"):
        for words in medicines.listed(name).values():
            assert not medicines.in_full(words), words
    assert {"mcg", "iu", "od", "bd"} <= short
    for text in ("50 mcg", "ONE tab BD", "10 IU", "5µg", "100mcg"):
        assert medicines.in_full(text), text
    assert asked(replace(PLAIN, instructions="one tds")) == {"instructions"}
    assert asked(replace(PLAIN, line=replace(SERTRALINE, strength="50 mcg"))) == {"strength"}


def test_what_they_take_says_where_it_is_known_from() -> None:
    taken = Taken(SERTRALINE, "PERSON", with_them="WITH")

    def wrong(**change: Any) -> set[str]:
        found = medicines.taken_problems(replace(taken, **change), NOW)
        return {problem.field for problem in found}

    assert wrong() == set()
    assert wrong(source="") == {"source"}
    for source in medicines.listed("source"):
        alone = source in ("PERSON", "PACKET")
        assert wrong(source=source) == (set() if alone else {"confirmed_by"})
        assert wrong(source=source, confirmed_by="Ms Cole") == set()
    assert wrong(last_words="this morning") == {"last_said_by"}
    assert wrong(last_at=NOW + timedelta(1), last_said_by="PERSON") == {"last_at"}
    assert wrong(with_them="") == {"with_them"}
    assert wrong(line=Line("")) == {"name"}


def test_a_medicine_against_an_allergy_by_the_same_word_is_prompted_for() -> None:
    known = Allergies(AllergyState.KNOWN, (Allergy("Penicillin V", "rash"), Allergy("latex")))
    assert "Penicillin V (rash)" in medicines.against_allergy("penicillin tablets", known)
    assert not medicines.against_allergy("Sertraline", known)
    assert not medicines.against_allergy("Vitamin V", known)


def test_more_doses_in_a_day_than_written_are_prompted_for_and_not_refused() -> None:
    twice = replace(PLAIN, due=(NOW, NOW + timedelta(hours=12)))
    assert "once a day" in medicines.more_often(twice.line, len(twice.due))
    assert asked(twice) == set()
    assert not medicines.more_often(SERTRALINE, 1)
    assert not medicines.more_often(replace(SERTRALINE, frequency="TWICE"), 2)
    for free in ("", "NEEDED", "OTHER"):
        assert not medicines.more_often(replace(SERTRALINE, frequency=free), 8)


def test_a_second_dose_on_the_day_of_a_once_a_day_medicine_is_prompted_for() -> None:
    again = NOW + timedelta(hours=12)
    _, slot = doses.chart({"d": replace(PLAIN, due=(NOW, again))}, (DOSE,))
    assert "makes 2 within a day" in doses.once_more(slot, (DOSE,), again)
    assert not doses.once_more(slot, (DOSE,), again + timedelta(hours=20))
    assert not doses.once_more(slot, (replace(DOSE, outcome=Outcome.REFUSED),), again)
    assert not doses.once_more(slot, (replace(DOSE, directed="e"),), again)


# --- doses ----------------------------------------------------------------------------------------

DOSE = Dose("sertraline", "d", NOW, Outcome.GIVEN, NOW, GivenBy.HCP)


def dose_wrong(drug_class: str = "NOT_CONTROLLED", **change: Any) -> set[str]:
    found = doses.problems(replace(DOSE, **change), NOW + timedelta(days=1), drug_class)
    return {problem.field for problem in found}


def test_a_reason_for_whatever_is_not_given_or_is_late() -> None:
    assert dose_wrong() == set()
    for minutes in range(0, 200, 5):
        late = dose_wrong(at=NOW + timedelta(minutes=minutes))
        assert late == ({"reason"} if minutes >= 30 else set())
    for outcome in Outcome:
        needs = set() if outcome is Outcome.GIVEN else {"reason"}
        again = set() if outcome.settles else {"next_at"}
        assert dose_wrong(outcome=outcome) == needs | again
        later = None if outcome.settles else NOW + timedelta(minutes=30)
        for key in outcome.reasons:
            told = {"reason": key, "reason_words": "x", "next_at": later}
            assert dose_wrong(outcome=outcome, **told) == set()
    assert dose_wrong(outcome=Outcome.REFUSED, reason="OTHER") == {"reason_words"}
    assert dose_wrong(outcome=Outcome.REFUSED, reason="DROWSY") == {"reason"}


@pytest.mark.parametrize(
    "words", ["interview", "for the Interview", "INTERVIEWS at 10", "re-interview"]
)
def test_an_interview_is_never_a_reason(words: str) -> None:
    for outcome in Outcome:
        for reason in ("", *outcome.reasons):
            later = None if outcome.settles else NOW + timedelta(minutes=30)
            found = dose_wrong(outcome=outcome, reason=reason, reason_words=words, next_at=later)
            assert found == {"reason_words"}
        assert not any("interview" in told.lower() for told in outcome.reasons.values())


def test_only_who_may_give_it_gives_it() -> None:
    for drug_class in medicines.classes():
        found = dose_wrong(drug_class, by=GivenBy.CUSTODY, name="DO Pike")
        allowed = GivenBy.CUSTODY in medicines.may_give(drug_class)
        assert found == (set() if allowed else {"by"})
    assert dose_wrong(by=GivenBy.CUSTODY) == {"name"}


def directions(*due: datetime) -> Directions:
    held = tuple(MedicineDirection(GivenBy.HCP, at) for at in due)
    return Directions(
        FitToDetain.FIT, Observation(1, 60, False, "well"), ("ill",), ("collapse",),
        SelfHarm.NONE_IDENTIFIED, AppropriateAdult.NOT_RECOMMENDED, None, medicines=held,
    )  # fmt: skip


def test_what_is_still_due_for_healthcare() -> None:
    due = doses.due_for_healthcare
    later, again = NOW + timedelta(hours=4), NOW + timedelta(hours=1)
    assert due(directions(NOW, later), {}, ()) == (NOW, later)
    assert due(directions(NOW, later), {}, (DOSE,)) == (later,)
    assert due(directions(NOW, NOW), {}, (DOSE,)) == (NOW,)
    both = (DOSE, replace(DOSE, directed="e", medicine="thiamine"))
    assert due(directions(NOW, NOW), {}, both) == ()
    asleep = replace(DOSE, outcome=Outcome.ASLEEP, next_at=again)
    assert due(directions(NOW), {}, (asleep,)) == (again,)
    assert due(directions(NOW), {}, (asleep, DOSE)) == ()
    assert due(directions(NOW), {"d": PLAIN}, (asleep,)) == (again, again)
    assert due(None, {"d": PLAIN}, ()) == (NOW,)
    assert due(None, {"d": replace(PLAIN, given_by=GivenBy.CUSTODY)}, ()) == ()
    assert due(None, {"d": replace(PLAIN, stopped="no longer needed")}, ()) == ()


# --- at a desk ------------------------------------------------------------------------------------


def book(suite: SuiteAtWork) -> str:
    who = Identity("Smith", "John", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/1", "14", suite.clock())).detention


def kept(suite: SuiteAtWork, stay: str) -> medicines_written.Medicines:
    return fold(people.read_detention(suite.hcp, stay).entries)


def test_a_given_dose_clears_the_lateness_of_what_healthcare_holds(suite: SuiteAtWork) -> None:
    stay = book(suite)
    due = suite.clock() + timedelta(minutes=30)
    assessing.give_directions(suite.hcp, stay, directions(due))
    entry = medicines_written.direct(suite.hcp, stay, replace(PLAIN, due=(due,)))
    suite.clock.forward(minutes=60)
    (row,) = board(suite.hcp, suite.clock())
    assert row.late and row.next.task == "Medicine"
    dose = Dose("", entry.header.id, due, Outcome.ASLEEP, suite.clock(), GivenBy.HCP)
    with pytest.raises(NotComplete):
        medicines_written.record_dose(suite.hcp, stay, dose)
    again = suite.clock() + timedelta(minutes=20)
    asleep = replace(dose, reason="SAFE_TO_WAIT", next_at=again)
    medicines_written.record_dose(suite.hcp, stay, asleep)
    (row,) = board(suite.hcp, suite.clock())
    assert not row.late and row.next.task == "Medicine"
    suite.clock.forward(minutes=25)
    assert board(suite.hcp, suite.clock())[0].late
    given = replace(dose, outcome=Outcome.GIVEN, at=suite.clock(), reason="PERSON_UNAVAILABLE")
    medicines_written.record_dose(suite.hcp2, stay, given)
    (row,) = board(suite.hcp, suite.clock())
    assert not row.late and row.next.task == "Nothing due"
    with pytest.raises(AlreadySettled):
        medicines_written.record_dose(suite.hcp, stay, given)
    (sergeants,) = board(suite.sergeant, suite.clock())
    assert not sergeants.late


def test_what_the_directions_have_healthcare_give_is_recorded_without_a_direction_of_its_name(
    suite: SuiteAtWork,
) -> None:
    stay = book(suite)
    due = suite.clock() + timedelta(minutes=5)
    assessing.give_directions(suite.hcp, stay, directions(due, due))
    suite.clock.forward(minutes=10)
    assert board(suite.hcp, suite.clock())[0].late
    dose = Dose("Thiamine 100 mg", "", due, Outcome.GIVEN, suite.clock(), GivenBy.HCP)
    with pytest.raises(NotComplete):
        medicines_written.record_dose(suite.hcp, stay, replace(dose, medicine=""))
    with pytest.raises(NotComplete):
        custody = replace(dose, by=GivenBy.CUSTODY, name="DO Pike")
        medicines_written.record_dose(suite.hcp, stay, custody)
    with pytest.raises(NotDirected):
        medicines_written.record_dose(suite.hcp, stay, replace(dose, due_at=NOW - timedelta(1)))
    medicines_written.record_dose(suite.hcp, stay, dose)
    with pytest.raises(AlreadySettled):
        medicines_written.record_dose(suite.hcp, stay, dose)
    assert board(suite.hcp, suite.clock())[0].late
    second = replace(dose, medicine="Insulin 10 units")
    later = suite.clock() + timedelta(minutes=15)
    off = replace(second, outcome=Outcome.DELAYED, reason="NOT_IN_STOCK", next_at=later)
    medicines_written.record_dose(suite.hcp, stay, off)
    assert not board(suite.hcp, suite.clock())[0].late
    suite.clock.forward(minutes=20)
    assert board(suite.hcp, suite.clock())[0].late
    medicines_written.record_dose(suite.hcp, stay, second)
    assert board(suite.hcp, suite.clock())[0].next.task == "Nothing due"
    with pytest.raises(AlreadySettled):
        medicines_written.record_dose(suite.hcp, stay, replace(dose, medicine="Aspirin"))
    # directed by name as well, the same time is one medicine and not two
    named = {"d": replace(PLAIN, due=(due,))}
    assert len(doses.unnamed(directions(due, due), named, ())) == 1
    assert doses.unnamed(directions(due), named, ()) == doses.unnamed(None, {}, ()) == ()


def test_only_healthcare_opens_what_is_kept_and_it_reads_back_the_same(suite: SuiteAtWork) -> None:
    stay = book(suite)
    taken = Taken(SERTRALINE, "SCR", "R Hale", last_words="yesterday", last_said_by="PERSON",
                  with_them="NEEDED", long_acting=True)  # fmt: skip
    first = medicines_written.record_taken(suite.hcp, stay, taken)
    changed = replace(taken, source="PHARMACY", confirmed_by="Ms Cole")
    medicines_written.record_taken(suite.hcp2, stay, changed, first.header.id)
    directed = medicines_written.direct(suite.hcp, stay, substitution())
    stopped = substitution(stopped="changed to buprenorphine")
    medicines_written.direct(suite.hcp, stay, stopped, directed.header.id)
    with pytest.raises(NotDirected):
        medicines_written.direct(suite.hcp, stay, stopped, first.header.id)
    found = kept(suite, stay)
    assert [one.taken for one in found.taken.values()] == [changed]
    assert list(found.directed.values()) == [stopped]
    with pytest.raises(NotDirected):
        medicines_written.record_dose(
            suite.hcp, stay, replace(DOSE, directed=directed.header.id, due_at=NOW)
        )
    told = timeline(people.read_detention(suite.hcp, stay).entries)
    assert "Medicine stopped" in [one.what for one in told]
    for desk in (suite.sergeant, suite.ig):
        for entry in desk.read(detention=stay, kinds=medicines_written.KINDS):
            assert entry.header.parts == (Compartment.CLINICAL.value,)
            assert not entry.bodies


def test_the_four_states_of_allergies_with_severity_and_source(suite: SuiteAtWork) -> None:
    stay = book(suite)

    def stands() -> Allergies:
        return people.read_detention(suite.hcp, stay).detention.allergies

    assert stands().state is AllergyState.NOT_RECORDED
    known = Allergies(
        AllergyState.KNOWN,
        (Allergy("penicillin", "rash", "SEVERE", "SCR"), Allergy("latex", "", "", "SEEN")),
    )
    with pytest.raises(NotComplete):
        wrong = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash", "SEVERE", ""),))
        medicines_written.record_allergies(suite.hcp, stay, wrong)
    for state in (AllergyState.NONE_KNOWN, AllergyState.UNAVAILABLE):
        medicines_written.record_allergies(suite.hcp, stay, Allergies(state))
        assert stands() == Allergies(state)
        with pytest.raises(NotComplete):
            medicines_written.record_allergies(suite.hcp, stay, replace(known, state=state))
    medicines_written.record_allergies(suite.hcp, stay, known)
    assert [item.agent for item in stands().items] == ["latex", "penicillin"]
    # an assessment that says the same in its one line does not lose severity and source
    line = Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"), Allergy("eggs")))
    assessing.record_assessment(suite.hcp, stay, Assessment("asked", "well", "", "", line))
    assert stands().items == (Allergy("eggs"), Allergy("penicillin", "rash", "SEVERE", "SCR"))


def test_two_at_once_lose_no_allergy(suite: SuiteAtWork) -> None:
    stay = book(suite)
    read = people.read_detention(suite.hcp, stay).detention
    known = Allergies(AllergyState.KNOWN, (Allergy("latex", "", "", "SEEN"),))
    medicines_written.record_allergies(suite.hcp2, stay, known, read.allergies)
    with pytest.raises(AllergiesChanged):
        none = Allergies(AllergyState.NONE_KNOWN)
        medicines_written.record_allergies(suite.hcp, stay, none, read.allergies)
    with pytest.raises(Moved):
        typed = Assessment("asked", "well", "", "", Allergies(AllergyState.NONE_KNOWN))
        assessing.record_assessment(suite.hcp, stay, typed, last_seq=read.last_seq)
    assert people.read_detention(suite.hcp, stay).detention.allergies == known


def test_the_next_detention_is_told_of_allergies_and_medicines(suite: SuiteAtWork) -> None:
    stay = book(suite)
    known = Allergies(AllergyState.KNOWN, (Allergy("latex", "rash", "", "SEEN"),))
    medicines_written.record_allergies(suite.hcp, stay, known)
    taken = Taken(SERTRALINE, "PERSON", with_them="WITH")
    medicines_written.record_taken(suite.hcp, stay, taken)
    person = people.read_detention(suite.hcp, stay).detention.person
    suite.clock.forward(hours=8)
    people.close_detention(suite.hcp, stay, suite.clock(), "Home")
    back = Arrival(Identity("Smith", "John"), "NG/2", "9", suite.clock())
    again = people.open_detention(suite.hcp, person, back)
    told = {item.told.kind: item for item in earlier.read_items(suite.hcp, again)}
    assert told[earlier.Kind.ALLERGY].told.words == "latex (rash)"
    assert told[earlier.Kind.MEDICINE].told.words == SERTRALINE.words
    assert not told[earlier.Kind.MEDICINE].carried
