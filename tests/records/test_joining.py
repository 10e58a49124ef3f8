"""Two records of one person joined and parted: nothing moves, nothing is lost, all see one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.consent import recording
from custodyhcp.ledger.entry import Entry, Header, NewEntry
from custodyhcp.ledger.one_person import JOINED, UNJOINED, Unions, about, same_person
from custodyhcp.records import joining, looking_up, people, sought
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.board import BoardReader
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.people import BookedIn
from custodyhcp.vault.compartments import Compartment

NHS, OTHER_NHS = "9434765919", "9434765870"


def book(suite: Any, family: str, ref: str, nhs: str = "") -> BookedIn:
    who = Identity(family, "John", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=1)
    made = people.book_in(suite.hcp, Arrival(who, ref, "04", arrived, nhs=nhs))
    suite.clock.forward(minutes=1)
    return made


def test_everything_by_person_sees_the_union_and_each_stay_its_own_id(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1", NHS), book(suite, "Smyth", "R2")
    joining.join(suite.hcp, second.person, first.person, "Seen both times, same tattoo")
    for ids in (first, second):
        assert same_person(suite.hcp, ids.person) == (first.person, second.person)
        stay = people.read_detention(suite.hcp, ids.detention).detention
        assert (stay.id, stay.person) == (ids.detention, ids.person)
        assert (stay.who.family, stay.nhs_number) == ("Smyth", NHS)
    assert {row.name for row in BoardReader().read(suite.hcp, suite.clock())} == {"SMYTH, John"}
    refs = [stay.custody_ref for stay in joining.stays_of(suite.hcp, first.person)]
    assert sorted(refs) == ["R1", "R2"]
    assert same_person(suite.sergeant, first.person) == (first.person, second.person)


def test_a_refusal_in_one_is_known_in_the_other(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1"), book(suite, "Smyth", "R2")
    decision = {"scope": "VIEW_SCR", "outcome": "BLOCK", "code": "REFUSED"}
    suite.hcp.append(
        NewEntry(
            "consent.decided",
            {Compartment.CLINICAL: decision},
            person=first.person,
            detention=first.detention,
        )
    )
    assert not about(suite.hcp, second.person, kinds=recording.KINDS)
    joining.join(suite.hcp, second.person, first.person, "Same")
    assert [e.header.person for e in about(suite.hcp, second.person, kinds=recording.KINDS)] == [
        first.person
    ]


def test_an_open_board_follows_a_join_a_parting_and_somebody_back(suite: Any) -> None:
    first = book(suite, "Smith", "R1")
    people.close_detention(suite.hcp, first.detention, suite.clock(), "Released")
    reader = BoardReader()
    assert reader.read(suite.hcp, suite.clock()) == []
    second = book(suite, "Smyth", "R2")
    back = Arrival(Identity("Smith", "John"), "R3", "09", suite.clock())
    people.open_detention(suite.hcp, first.person, back)
    names = {row.custody_ref: row.name for row in reader.read(suite.hcp, suite.clock())}
    assert names == {"R2": "SMYTH, John", "R3": "SMITH, John"}
    joining.join(suite.hcp, first.person, second.person, "Same")
    names = {row.custody_ref: row.name for row in reader.read(suite.hcp, suite.clock())}
    assert names == {"R2": "SMYTH, John", "R3": "SMYTH, John"}
    joining.unjoin(suite.hcp, second.person, first.person, "Two brothers")
    names = {row.custody_ref: row.name for row in reader.read(suite.hcp, suite.clock())}
    assert names == {"R2": "SMYTH, John", "R3": "SMITH, John"}


def test_two_numbers_in_one_union_are_a_conflict_until_it_is_settled(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1", NHS), book(suite, "Smith", "R2", OTHER_NHS)
    joining.join(suite.hcp, first.person, second.person, "Same")
    stay = people.read_detention(suite.hcp, second.detention).detention
    assert stay.nhs_status.words == "does not agree with the name and date of birth"
    people.correct_person(suite.hcp, second.detention, stay.who, NHS)
    stay = people.read_detention(suite.hcp, first.detention).detention
    assert (stay.nhs_number, stay.nhs_status.words) == (NHS, "not verified")


def test_what_cannot_be_joined_or_parted_says_why(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1"), book(suite, "Smyth", "R2")
    with pytest.raises(NotComplete, match="how you know"):
        joining.join(suite.hcp, first.person, second.person, "  ")
    with pytest.raises(joining.NotJoined):
        joining.unjoin(suite.hcp, first.person, second.person, "No")
    joining.join(suite.hcp, first.person, second.person, "Same")
    with pytest.raises(joining.OnePerson):
        joining.join(suite.hcp, second.person, first.person, "Same")
    with pytest.raises(joining.OnePerson):
        joining.tell_apart(suite.hcp, second.person, first.person)


def test_a_sergeants_join_says_nothing(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1"), book(suite, "Smyth", "R2")
    joining.join(suite.sergeant, first.person, second.person, "Same")
    assert same_person(suite.hcp, first.person) == (first.person,)


def test_a_pair_is_offered_until_somebody_joins_or_tells_them_apart(suite: Any) -> None:
    first, second = book(suite, "Smith", "R1"), book(suite, "Smyth", "R2")

    def offered() -> list[tuple[str, str]]:
        pairs = looking_up.index_of(suite.hcp).doubles()
        return [tuple(sorted(hit.person for hit in pair)) for pair in pairs]  # type: ignore[misc]

    pair = (first.person, second.person)
    assert offered() == [pair]
    joining.join(suite.hcp, *pair, "Same")
    assert offered() == []
    found = looking_up.index_of(suite.hcp).find(sought.read("smith"))
    assert (found.number, found.first[0].who.family) == (1, "Smyth")
    joining.unjoin(suite.hcp, *pair, "Not so")
    assert offered() == []  # somebody has looked and said no


def test_side_by_side_says_what_agrees_and_what_differs() -> None:
    one = Identity("O’Brien", "Mary", dob=date(1986, 1, 3), sex=Sex.FEMALE)
    other = Identity("OBRIEN", "Maria", sex=Sex.FEMALE)
    said = {line.what: line.agrees for line in joining.side_by_side(one, other)}
    assert said == {"Family name": True, "Given names": False, "Born": None, "Gender": True}
    numbers = joining.side_by_side(one, other, (NHS, NHS))[-1]
    assert (numbers.one, numbers.agrees) == ("943 476 5919", True)


def test_a_search_is_recorded_without_its_words(suite: Any) -> None:
    ids = book(suite, "Smith", "R1")
    looking_up.record_search(suite.hcp, sought.read("smith 3/1/86"), 1, ids.person)
    (entry,) = suite.ig.read(kinds=("person.searched",))
    assert entry.body(Compartment.OVERSIGHT) == {
        "by": ["NAME", "DATE_OF_BIRTH"],
        "found": 1,
        "opened": True,
    }
    assert not entry.body(Compartment.IDENTITY)
    assert not entry.body(Compartment.CLINICAL)


def test_a_sergeants_index_has_no_numbers(suite: Any) -> None:
    book(suite, "Smith", "R1", NHS)
    index = looking_up.index_of(suite.sergeant)
    assert index.find(sought.read("smith")).number == 1
    assert index.find(sought.read(NHS)).number == 0


def test_no_join_or_parting_changes_an_earlier_entry_or_the_tree(suite: Any) -> None:
    made = [book(suite, "Smith", f"R{n}") for n in range(3)]
    size = suite.hcp.health().size
    before = suite.hcp.stored(0, size)
    join, part = joining.join, joining.unjoin
    acts = [(join, 0, 1), (join, 1, 2), (part, 0, 1), (join, 0, 2), (part, 1, 2), (join, 1, 2)]
    for act, one, other in acts:
        act(suite.hcp, made[one].person, made[other].person, "Because")
        assert suite.hcp.stored(0, size) == before
    suite.hcp.prove_growth(size, suite.hcp.health().size)
    suite.hcp.checkpoint()  # recomputes every leaf from its bytes
    assert len(same_person(suite.hcp, made[0].person)) == 3


def _said(seq: int, kind: str, one: str, other: str) -> Entry:
    header = Header(f"e{seq}", seq, "", kind, "a", "HCP", "d", one, None, None, "c", ("IDENTITY",))
    return Entry(header, {Compartment.IDENTITY: {"into": one, "from": other, "reason": "x"}})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from((JOINED, UNJOINED)), st.integers(0, 5), st.integers(0, 5)),
        max_size=25,
    )
)
def test_unions_are_the_groups_that_the_joins_left_in_force_make(
    acts: list[tuple[str, int, int]],
) -> None:
    entries = [_said(n, kind, f"p{a}", f"p{b}") for n, (kind, a, b) in enumerate(acts)]
    found = Unions(reversed(entries))
    edges: set[frozenset[int]] = set()
    for kind, a, b in acts:
        (edges.add if kind == JOINED else edges.discard)(frozenset((a, b)))
    groups = {n: {n} for n in range(6)}
    for edge in [e for e in edges if len(e) == 2] * 6:
        a, b = sorted(edge)
        both = groups[a] | groups[b]
        for n in both:
            groups[n] = both
    for n in range(6):
        assert set(found.of(f"p{n}")) == {f"p{m}" for m in groups[n]}
        assert found.of(f"p{n}") == found.of(f"p{min(groups[n])}")
