"""Amended and struck entries: what counts, what stays legible, and that no byte is touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.ledger.entry import Entry, Header, NewEntry, stamp
from custodyhcp.ledger.faults import Moved
from custodyhcp.records import (
    amending,
    assessing,
    board,
    difference,
    earlier,
    medicines_written,
    observing,
    people,
    standing,
    timeline,
)
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.medicines import Line, Taken
from custodyhcp.records.observations import Observations
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.vault.compartments import Compartment
from tests.conftest import STARTED

CLINICAL = Compartment.CLINICAL
WELL = Assessment("fell", "Looks well.", "no illness", "rest", Allergies(AllergyState.NONE_KNOWN))
ALLERGIC = replace(WELL, allergies=Allergies(AllergyState.KNOWN, (Allergy("latex", "rash"),)))


def book(suite: Any) -> Any:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(1)))


def stay_of(suite: Any, ids: Any) -> Any:
    return people.read_detention(suite.hcp, ids.detention).detention


def test_an_amended_assessment_says_the_new_and_both_are_legible(suite: Any) -> None:
    ids = book(suite)
    signed = assessing.record_assessment(suite.hcp, ids.detention, WELL)
    suite.clock.forward(minutes=9)
    later = replace(WELL, findings="Looks unwell.")
    amending.amend(suite.hcp2, ids.detention, signed.header.id, later, "Wrong box")
    opened = people.read_detention(suite.hcp, ids.detention)
    (kept,) = opened.detention.assessments
    assert (kept.assessment.findings, kept.author) == ("Looks unwell.", suite.hcp.session.staff)
    told = standing.history(opened.written, signed.header.id)
    assert told is not None
    assert [version.body["findings"] for version in told.versions] == [
        "Looks well.",
        "Looks unwell.",
    ]
    assert (told.versions[1].reason, told.versions[1].author) == (
        "Wrong box",
        suite.hcp2.session.staff,
    )
    assert told.now.body(CLINICAL)["signed"]["name"] == "Robin Hale"
    assert difference.marked("Looks well.", "Looks unwell.") == "Looks [-well.-][+unwell.+]"


def test_a_struck_assessment_no_longer_counts_and_stands_there_struck(suite: Any) -> None:
    ids = book(suite)
    assessing.record_assessment(suite.hcp, ids.detention, WELL)
    wrong = assessing.record_assessment(suite.hcp, ids.detention, ALLERGIC)
    assert stay_of(suite, ids).allergies.items == (Allergy("latex", "rash"),)
    amending.strike(suite.hcp, ids.detention, wrong.header.id, "Somebody else")
    stay = stay_of(suite, ids)
    assert (stay.allergies.items, stay.allergies.state is AllergyState.KNOWN) == ((), False)
    assert len(stay.assessments) == 1
    written = people.read_detention(suite.hcp, ids.detention).written
    line = next(h for h in timeline.timeline(written) if h.entry == wrong.header.id)
    assert (line.struck, line.opens, "latex" in line.detail) == (True, True, True)
    told = standing.history(written, wrong.header.id)
    assert told is not None
    assert told.struck is not None
    assert (told.struck.reason, told.struck.author) == ("Somebody else", suite.hcp.session.staff)
    # what was struck can be neither amended nor struck again, but its strike can be
    for act in (
        lambda: amending.amend(suite.hcp, ids.detention, wrong.header.id, WELL, "x"),
        lambda: amending.strike(suite.hcp, ids.detention, wrong.header.id, "x"),
    ):
        with pytest.raises(amending.NotToBeChanged):
            act()
    amending.strike(suite.hcp, ids.detention, told.struck.entry, "It was the right person")
    assert stay_of(suite, ids).allergies.items == (Allergy("latex", "rash"),)


def test_a_struck_score_is_out_of_the_chart_and_on_the_timeline(suite: Any) -> None:
    ids = book(suite)
    vitals = Vitals(18, 97, 1, False, 120, 80, Consciousness.A, Decimal("36.5"))
    entry = observing.record_observations(
        suite.hcp, ids.detention, Observations(suite.clock(), vitals)
    )
    amending.amend(
        suite.hcp,
        ids.detention,
        entry.header.id,
        Observations(suite.clock(), replace(vitals, respiration_rate=26)),
        "Counted again",
    )
    series = observing.fold(people.read_detention(suite.hcp, ids.detention).entries)
    assert [one.total for one in series.observed] == [3]  # scored anew
    amending.strike(suite.hcp, ids.detention, entry.header.id, "Another person's cuff")
    opened = people.read_detention(suite.hcp, ids.detention)
    assert observing.fold(opened.entries).empty
    assert any(h.struck and h.what == "Observations" for h in timeline.timeline(opened.written))


def test_what_they_take_is_struck_and_not_told_at_the_next_detention(suite: Any) -> None:
    ids = book(suite)
    taken = Taken(Line("Sertraline", amount="50", unit="MG"), "PERSON", with_them="NEEDED")
    entry = medicines_written.record_taken(suite.hcp, ids.detention, taken)
    assessing.record_assessment(suite.hcp, ids.detention, ALLERGIC)
    amending.amend(
        suite.hcp,
        ids.detention,
        entry.header.id,
        replace(taken, line=replace(taken.line, amount="100")),
        "Read the packet",
    )
    kept = medicines_written.fold(people.read_detention(suite.hcp, ids.detention).entries)
    assert [one.taken.line.amount for one in kept.taken.values()] == ["100"]
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "home")
    who = Arrival(Identity("Smith", "John"), "NG/26/9", "3", suite.clock())
    again = people.open_detention(suite.hcp, ids.person, who)
    told = {item.told.words for item in earlier.read_items(suite.hcp, again)}
    assert "latex (rash)" in told
    assert any("100" in words for words in told)
    amending.strike(suite.hcp, ids.detention, entry.header.id, "Not theirs")
    assert not any("sertraline" in item.told.words for item in earlier.read_items(suite.hcp, again))


def test_what_must_be_put_right_and_who_was_faster(suite: Any) -> None:
    ids = book(suite)
    entry = assessing.record_assessment(suite.hcp, ids.detention, WELL).header.id
    with pytest.raises(NotComplete, match="why"):
        amending.strike(suite.hcp, ids.detention, entry, " ")
    with pytest.raises(NotComplete, match="found"):
        amending.amend(suite.hcp, ids.detention, entry, replace(WELL, findings=""), "x")
    with pytest.raises(amending.NothingChanged):
        amending.amend(suite.hcp, ids.detention, entry, WELL, "x")
    with pytest.raises(amending.NotToBeChanged):
        amending.amend(suite.hcp, ids.detention, entry, Allergies(), "another kind")
    with pytest.raises(amending.NotToBeChanged):
        amending.strike(suite.hcp, ids.detention, "no such entry", "x")
    opened = people.read_detention(suite.hcp, ids.detention)
    amending.strike(suite.hcp2, ids.detention, entry, "first")
    with pytest.raises(Moved):
        amending._append(suite.hcp, opened, standing.STRUCK, entry, {"target": entry})


def test_the_board_counts_no_struck_assessment(suite: Any) -> None:
    ids = book(suite)
    reader = board.BoardReader()
    reader.read(suite.hcp, suite.clock())
    entry = assessing.record_assessment(suite.hcp, ids.detention, ALLERGIC).header.id
    reader.read(suite.hcp, suite.clock())
    amending.strike(suite.hcp, ids.detention, entry, "wrong person")
    reader.read(suite.hcp, suite.clock())
    assert not any(e.header.id == entry for e in reader._entries(ids.detention))


def test_nobody_else_amends_or_strikes(suite: Any) -> None:
    """An entry of a role that may not write it says nothing, whatever it is sealed to."""
    ids = book(suite)
    entry = assessing.record_assessment(suite.hcp, ids.detention, WELL).header.id
    body = {"target": entry, "kind": "assessment.recorded", "reason": "x"}
    for desk in (suite.sergeant, suite.ig, suite.admin):
        desk.append(
            NewEntry(standing.STRUCK, {CLINICAL: body}, person=ids.person, detention=ids.detention)
        )
    assert len(stay_of(suite, ids).assessments) == 1


# --- property: no byte of what was written changes ------------------------------------------------


def stored(suite: Any) -> list[tuple[bytes, Sequence[bytes]]]:
    size = suite.hcp.health().size
    return [(one.header, one.parts) for one in suite.hcp.stored(0, size)]


def test_no_amendment_or_strike_changes_a_byte_or_the_tree(suite: Any) -> None:
    """A walk over three entries: after each step everything before lies as it lay, and the tree
    has only grown."""
    ids = book(suite)
    entries = [
        assessing.record_assessment(suite.hcp, ids.detention, replace(WELL, plan=str(n))).header.id
        for n in range(3)
    ]
    before = stored(suite)
    size = len(before)
    first = suite.hcp.checkpoint()
    steps = "ASAASASSA"
    for number, step in enumerate(steps):
        target = entries[number % 3]
        try:
            if step == "A":
                says = replace(WELL, findings=f"anew {number}")
                amending.amend(suite.hcp, ids.detention, target, says, "why")
            else:
                amending.strike(suite.hcp, ids.detention, target, "why")
        except amending.NotToBeChanged:
            continue
        assert stored(suite)[:size] == before
    grown = len(stored(suite))
    assert grown > size
    assert suite.hcp.prove_growth(size, grown)  # consistency of the trees (RFC 6962)
    assert first.splitlines()[1] == str(size)


KINDS = st.sampled_from(["assessment.recorded", "dose.recorded", *standing.KINDS])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 11), st.booleans()), max_size=12))
def test_any_story_folds_and_loses_nothing(told: list[tuple[str, int, bool]]) -> None:
    """Whatever is aimed at whatever: every entry is there as written, only what is struck drops
    out of what counts, and nothing counts twice."""
    entries = [made(seq, *one) for seq, one in enumerate(told)]
    counted = standing.counting(entries)
    ids = [e.header.id for e in counted]
    assert ids == sorted(set(ids), key=lambda one: int(one[1:]))
    dropped = {e.header.id for e in entries} - set(ids)
    assert all(standing.history(entries, one).struck for one in dropped)  # type: ignore[union-attr]
    for entry in entries:
        history = standing.history(entries, entry.header.id)
        assert history is not None
        assert history.versions[0].body == entry.body(CLINICAL)
    assert standing.counting(entries) == counted  # and the entries are as they were


def made(seq: int, kind: str, at: int, by_hcp: bool) -> Entry:
    body: dict[str, Any] = {"text": f"said {seq}"}
    if kind in standing.KINDS:
        body = {"target": f"e{at}", "reason": "r", "body": {"text": f"amended {seq}"}}
    role = "HCP" if by_hcp else "SERGEANT"
    header = Header(
        f"e{seq}",
        seq,
        stamp(STARTED + timedelta(minutes=seq)),
        kind,
        "a",
        role,
        "d",
        "p",
        "stay",
        None,
        "c",
        ("clinical",),
    )
    return Entry(header, {CLINICAL: body})


@settings(max_examples=200, deadline=None)
@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    pieces = difference.words(before, after)
    out, put = difference.Change.OUT, difference.Change.IN
    assert "".join(p.text for p in pieces if p.change is not put) == before
    assert "".join(p.text for p in pieces if p.change is not out) == after
    assert difference.marked("No vomiting. Mild", "Vomited at 02:00. Mild") == (
        "[-No vomiting.-][+Vomited at 02:00.+] Mild"
    )
