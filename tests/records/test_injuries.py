"""Injuries: what must be put right, what is prompted for, how it is kept and corrected."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.ledger.entry import canonical
from custodyhcp.ledger.faults import Moved
from custodyhcp.records import body, injuries, injuries_written, people
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.injuries import Examination, Landmark, Mark
from custodyhcp.records.injuries_written import Cause, NotThere, fold
from custodyhcp.records.timeline import timeline
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from tests.conftest import SuiteAtWork

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
FOREARM = body.region("front.forearm.left")
BRUISE = Mark(
    "front",
    FOREARM.id,
    *FOREARM.inside,
    kind="BRUISE",
    landmarks=(Landmark(80, "below the crease of the elbow"), Landmark(35, "from the inner edge")),
    length_mm=30,
    width_mm=22.5,
    colours=("BLUE", "PURPLE"),
)
SEEN = Examination(NOW, "Medical room", ("ARMS", "HANDS"), ("BACK",), marks=(BRUISE,))
NONE = Examination(NOW, "Medical room", ("HEAD", "ARMS", "HANDS"), ("CHEST",), none_seen=True)


def fields(examination: Examination, **more: bool) -> set[str]:
    return {problem.field for problem in injuries.problems(examination, NOW, **more)}


def marked(**change: object) -> set[str]:
    return fields(replace(SEEN, marks=(replace(BRUISE, **change),)))  # type: ignore[arg-type]


def test_a_whole_examination_has_nothing_to_put_right() -> None:
    assert fields(SEEN) == fields(NONE) == set()


def test_no_injury_seen_is_said_and_says_how_far_was_looked() -> None:
    assert fields(replace(NONE, none_seen=False)) == {"seen"}
    assert fields(replace(NONE, examined=())) == {"examined"}
    assert fields(replace(SEEN, none_seen=True)) == {"seen"}
    assert fields(replace(NONE, declined=("HEAD",))) == {"declined"}
    assert NONE.how_far == (
        "Examined: head and face, arms, hands. Declined: chest. "
        "Not examined: neck, abdomen, back, legs, feet, buttocks and groin."
    )


def test_where_and_when_and_why_corrected() -> None:
    assert fields(replace(SEEN, place="")) == {"place"}
    assert fields(replace(SEEN, examined_at=NOW + timedelta(seconds=1))) == {"examined_at"}
    assert fields(SEEN, correcting=True) == {"reason"}
    assert fields(replace(SEEN, place="x" * 201)) == {"place"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "WOUND"}, "kind"),
        ({"length_mm": None}, "length"),
        ({"length_mm": 0}, "length"),
        ({"length_mm": 2000.5}, "length"),
        ({"unmeasured": True}, "length"),
        ({"depth_mm": 4}, "depth"),
        ({"view": "back"}, "place"),
        ({"region": "front.tail"}, "place"),
        ({"x": 1.0}, "place"),
        ({"shape": "BIG"}, "shape"),
        ({"colours": ("PUCE",)}, "colour"),
        ({"landmarks": (Landmark(20, ""),)}, "landmark"),
        ({"landmarks": (Landmark(-1, "the elbow"),)}, "length"),
        ({"opinion": "x" * 2001}, "opinion"),
        ({"care": "x" * 201}, "care"),
    ],
)
def test_what_is_refused_of_a_mark(change: dict[str, object], field: str) -> None:
    assert marked(**change) == {f"marks.1.{field}"}


def test_depth_only_where_it_was_safe() -> None:
    assert marked(depth_mm=4, depth_safe=True) == set()
    assert marked(length_mm=None, width_mm=None, unmeasured=True) == set()


def test_every_type_has_its_definition_and_a_laceration_is_not_a_cut() -> None:
    named = injuries.kinds()
    assert len(named) == 16
    assert all(kind.definition.endswith(".") for kind in named.values())
    assert "blunt" in named["LACERATION"].definition
    assert "not a laceration" in named["INCISED"].definition


# what fits the words of the type, over every type, edge and the depths about the length
ODD = {
    ("INCISED", "deeper"): True,
    ("STAB", "shorter"): True,
    ("LACERATION", "CLEAN"): True,
    ("INCISED", "IRREGULAR"): True,
    ("INCISED", "BRIDGED"): True,
    ("ABRASION", "depth"): True,
    ("BRUISE", "depth"): True,
}


def test_what_does_not_fit_a_definition_is_prompted_for_and_nothing_else() -> None:
    depths = {"": None, "shorter": 5.0, "same": 10.0, "deeper": 20.0}
    edges = ("", *injuries.listed("edges"))
    for kind, edge, (deep, mm) in product(injuries.kinds(), edges, depths.items()):
        mark = replace(
            BRUISE, kind=kind, edges=edge, length_mm=10, depth_mm=mm, depth_safe=bool(mm)
        )
        expected = sum((kind, said) in ODD for said in {edge, deep, "depth" if mm else ""} if said)
        assert len(injuries.prompts(mark)) == expected, (kind, edge, deep)
        assert fields(replace(SEEN, marks=(mark,))) == set()  # and never refused


def test_an_opinion_elsewhere_and_a_place_with_one_landmark_are_prompted_for() -> None:
    assert any("opinion" in p for p in injuries.prompts(replace(BRUISE, care="consistent with")))
    assert injuries.prompts(replace(BRUISE, opinion="consistent with a grip")) == ()
    assert any("Two landmarks" in p for p in injuries.prompts(replace(BRUISE, landmarks=())))


@pytest.mark.parametrize(
    ("typed", "mm"),
    [("12", 12.0), ("12.5", 12.5), ("0", 0.0), ("", None), ("12.55", None), ("1,2", None),
     (".5", None), ("-3", None), ("1e3", None), ("12345", None), ("٣", None), ("5.", None)],
)  # fmt: skip
def test_millimetres_as_typed(typed: str, mm: float | None) -> None:
    assert injuries.read_mm(typed) == mm


def test_millimetres_as_shown() -> None:
    assert [injuries.millimetres(mm) for mm in (30, 2.5, 0.5, 100.0)] == ["30", "2.5", "0.5", "100"]


keys = {name: st.sampled_from(["", *injuries.listed(name)]) for name in injuries.CHOSEN}
marks = st.builds(
    Mark,
    view=st.just("front"),
    region=st.just(FOREARM.id),
    x=st.just(FOREARM.inside[0]),
    y=st.just(FOREARM.inside[1]),
    kind=st.sampled_from(list(injuries.kinds())),
    landmarks=st.lists(st.builds(Landmark, st.integers(1, 900), st.just("the wrist"))).map(tuple),
    length_mm=st.none() | st.integers(1, 9000).map(lambda tenths: tenths / 10),
    colours=st.lists(st.sampled_from(list(injuries.listed("colour"))), unique=True).map(tuple),
    care=st.text(max_size=30),
    **keys,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(marks, max_size=3).map(tuple))
def test_what_is_kept_is_read_back_the_same(found: tuple[Mark, ...]) -> None:
    examination = replace(SEEN, marks=found)
    kept = json.loads(canonical(injuries_written.to_body(examination)))
    assert injuries_written.from_body(kept) == examination
    for mark in found:
        assert injuries.described(mark)


# --- at a desk ------------------------------------------------------------------------------------


def book(suite: SuiteAtWork) -> str:
    who = Identity("Smith", "John", dob=date(1986, 1, 3), sex=Sex.MALE)
    return people.book_in(suite.hcp, Arrival(who, "NG/1", "14", suite.clock())).detention


def recorded(suite: SuiteAtWork, detention: str) -> tuple[injuries_written.Recorded, ...]:
    return fold(people.read_detention(suite.hcp, detention).entries)


def test_one_entry_for_the_examination_and_only_healthcare_opens_it(suite: SuiteAtWork) -> None:
    stay = book(suite)
    entry = injuries_written.record(suite.hcp, stay, SEEN)
    assert tuple(entry.header.parts) == (Compartment.CLINICAL.value,)
    (found,) = recorded(suite, stay)
    assert found.now.examination == SEEN
    for desk in (suite.sergeant, suite.ig):
        (seen,) = desk.read(detention=stay, kinds=("injury.recorded",))
        assert not seen.bodies


def test_a_correction_replaces_with_a_reason_and_both_are_legible(suite: SuiteAtWork) -> None:
    stay = book(suite)
    first = injuries_written.record(suite.hcp, stay, SEEN).header.id
    right = replace(SEEN, marks=(replace(BRUISE, length_mm=35),), reason="Measured again")
    with pytest.raises(NotComplete):
        injuries_written.correct(suite.hcp, stay, first, replace(right, reason=""))
    injuries_written.correct(suite.hcp2, stay, first, right)
    (found,) = recorded(suite, stay)
    assert found.root == first
    assert found.now.examination.marks[0].length_mm == 35
    assert [old.examination for old in found.before] == [SEEN]
    with pytest.raises(NotThere):
        injuries_written.correct(suite.hcp, stay, first, right)
    told = timeline(people.read_detention(suite.hcp, stay).entries)
    assert [one.what for one in told][:2] == ["Injuries corrected", "Injuries"]
    assert "30 × 22.5 mm" in told[1].detail and "35 × 22.5 mm" in told[0].detail


def test_of_two_corrections_at_once_one_is_kept(suite: SuiteAtWork) -> None:
    stay = book(suite)
    first = injuries_written.record(suite.hcp, stay, SEEN).header.id
    second = injuries_written.correct(suite.hcp, stay, first, replace(SEEN, reason="a"))
    with pytest.raises((NotThere, Moved)):
        injuries_written.correct(suite.hcp2, stay, first, replace(SEEN, reason="b"))
    assert recorded(suite, stay)[0].now.entry == second.header.id


def test_a_correction_of_somebody_elses_injury_is_refused(suite: SuiteAtWork) -> None:
    stay, other = book(suite), book(suite)
    entry = injuries_written.record(suite.hcp, other, SEEN).header.id
    with pytest.raises(NotThere):
        injuries_written.correct(suite.hcp, stay, entry, replace(SEEN, reason="x"))


def test_the_cause_is_held_apart(suite: SuiteAtWork) -> None:
    stay = book(suite)
    root = injuries_written.record(suite.hcp, stay, SEEN).header.id
    cause = Cause(1, "PERSON", "Says a door was shut on the arm", dual_role=True)
    for wrong in (
        replace(cause, dual_role=False),
        replace(cause, words=""),
        replace(cause, said_by=""),
        replace(cause, mark=2),
    ):
        with pytest.raises(NotComplete):
            injuries_written.state_cause(suite.hcp, stay, root, wrong)
    entry = injuries_written.state_cause(suite.hcp, stay, root, cause)
    assert entry.body(Compartment.CLINICAL)["purpose"] == "FORENSIC"
    (found,) = recorded(suite, stay)
    assert [one.cause for one in found.causes] == [cause]
    assert "door" not in str(found.now.examination)
    assert all("door" not in one.detail for one in timeline([entry]))
    with pytest.raises(NotThere):
        injuries_written.state_cause(suite.hcp, stay, entry.header.id, cause)
    for desk in (suite.sergeant, suite.ig):
        (seen,) = desk.read(detention=stay, kinds=("injury.cause_stated",))
        assert not seen.bodies
