"""Observations and scales as they are kept: whole, partial, refused, late, read back the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sharing_people import directed

from custodyhcp.ledger.entry import Entry
from custodyhcp.records import observations, observing, people, rousing, scoring
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.observations import NotTaken, Observations, Pupils, Why
from custodyhcp.records.rousing import Commands, Remember, Response, Rousing, Woken
from custodyhcp.records.scales.audit_c import Asked
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scoring import Gone, Scale
from custodyhcp.records.timeline import timeline
from custodyhcp.sharing import paste, publishing
from custodyhcp.sharing.publishing import Place
from custodyhcp.vault.compartments import Compartment

WHOLE = Vitals(22, 94, 1, False, 108, 112, Consciousness.A, Decimal("38.2"))  # N3: 7, high


def book(suite: Any, dob: date | None = date(1986, 1, 3)) -> str:
    who = Identity("Smith", "John", "Mr", dob=dob, sex=Sex.MALE)
    arrived = suite.clock() - timedelta(hours=2)
    return people.book_in(suite.hcp, Arrival(who, "NG/26/1", "14", arrived)).detention


def taken(suite: Any, vitals: Vitals = WHOLE, **more: Any) -> Observations:
    return Observations(suite.clock(), vitals, **more)


def series(suite: Any, stay: str) -> observing.Series:
    return observing.fold(people.read_detention(suite.hcp, stay).entries)


def body(entry: Entry) -> Any:
    return entry.body(Compartment.CLINICAL)


def test_a_whole_set_is_kept_with_its_score_and_read_back_the_same(suite: Any) -> None:
    stay = book(suite)
    said = taken(
        suite,
        also={"glucose": Decimal("4.1"), "diastolic_bp": Decimal(70), "pain": Decimal(3)},
        pupils=Pupils.BOTH,
        notes="after breakfast",
    )
    observing.record_observations(suite.hcp, stay, said)
    (one,) = series(suite, stay).observed
    assert one.taken == said
    assert (one.total, one.band) == (7, "high")
    assert one.points["pulse"] == 2
    assert not one.retrospective


def test_only_the_clinical_compartment_gets_any_of_it(suite: Any) -> None:
    stay = book(suite)
    kept = (
        observing.record_observations(suite.hcp, stay, taken(suite)),
        observing.record_scale(suite.hcp, stay, ciwa(suite, (0,) * 10)),
    )
    for entry in kept:
        assert entry.header.parts == (Compartment.CLINICAL.value,)
    for desk in (suite.sergeant, suite.ig, suite.admin):
        kinds = {observing.OBSERVATIONS, observing.SCALE}
        read = desk.read(detention=stay, kinds=kinds)
        assert all(not entry.body(box) for entry in read for box in Compartment)


def test_a_score_changes_no_byte_of_what_custody_reads(suite: Any) -> None:
    stay = directed(suite.hcp).detention
    place = Place("Harrow Lane", "01632 960118")
    before = publishing.publish(suite.hcp, stay, place)
    observing.record_observations(suite.hcp, stay, taken(suite, notes="NEWS2 seven"))
    observing.record_scale(suite.hcp, stay, ciwa(suite, (7,) * 9 + (4,)))
    after = publishing.publish(suite.hcp, stay, place)
    assert before.briefing.lines == after.briefing.lines
    said = "".join(paste.paste_blocks(after.briefing))
    assert said
    for word in ("NEWS", "CIWA", "seven"):
        assert word not in said
        assert all(word not in line.text for line in after.briefing.lines)
    assert not re.search(r"(?<![\w-])67(?![\w-])", said)  # as a score, not within a reference
    for entry in people.read_detention(suite.hcp, stay).entries:
        for box in (Compartment.BRIEFING, Compartment.IDENTITY, Compartment.OPEN):
            assert "news2" not in str(entry.body(box)).lower()


def test_a_partial_set_has_no_total_and_says_what_is_missing(suite: Any) -> None:
    stay = book(suite)
    said = taken(
        suite,
        replace(WHOLE, pulse=None),
        not_taken={"pulse": NotTaken(Why.REFUSED, "pulled his arm away")},
    )
    entry = observing.record_observations(suite.hcp, stay, said)
    assert body(entry)["news2"] == {"incomplete": ["pulse"]}
    (one,) = series(suite, stay).observed
    assert one.total is None
    assert "Pulse refused: pulled his arm away" in observing.observed_words(one)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"vitals": Vitals()}, ""),
        ({"vitals": replace(WHOLE, temperature=Decimal(370))}, "temperature"),
        ({"vitals": replace(WHOLE, temperature=Decimal("35.05"))}, "temperature"),
        ({"vitals": replace(WHOLE, spo2_scale=2)}, "scale_2_reason"),
        ({"vitals": replace(WHOLE, spo2_scale=None)}, "spo2_scale"),
        ({"not_taken": {"pulse": NotTaken(Why.REFUSED, "no")}}, "not_taken"),
        (
            {
                "vitals": replace(WHOLE, pulse=None),
                "not_taken": {"pulse": NotTaken(Why.NOT_POSSIBLE, " ")},
            },
            "not_taken_why",
        ),
        ({"also": {"glucose": Decimal(61)}}, "glucose"),
        ({"also": {"pain": Decimal(11)}}, "pain"),
        ({"notes": "x" * 4_001}, "notes"),
        ({"rousing": Rousing()}, "woken"),
        ({"rousing": Rousing(Woken.TO_NAME)}, "response"),
    ],
)
def test_what_cannot_be_recorded(suite: Any, change: Any, field: str) -> None:
    stay = book(suite)
    with pytest.raises(NotComplete) as refused:
        observing.record_observations(suite.hcp, stay, replace(taken(suite), **change))
    assert field in {problem.field for problem in refused.value.problems}
    assert series(suite, stay).empty


def test_the_future_is_refused(suite: Any) -> None:
    stay = book(suite)
    ahead = replace(taken(suite), taken_at=suite.clock() + timedelta(minutes=1))
    with pytest.raises(NotComplete, match="future"):
        observing.record_observations(suite.hcp, stay, ahead)


def test_an_unusual_number_is_asked_about_and_then_recorded(suite: Any) -> None:
    stay = book(suite)
    fast = taken(suite, replace(WHOLE, pulse=260))
    with pytest.raises(NotComplete, match="Check this: Pulse: 260 /min"):
        observing.record_observations(suite.hcp, stay, fast)
    entry = observing.record_observations(suite.hcp, stay, replace(fast, confirmed=("pulse",)))
    assert body(entry)["confirmed"] == ["pulse"]


def test_every_limit_of_the_soft_ranges() -> None:
    usual = {
        "respiration_rate": (4, 60),
        "spo2": (50, 100),
        "systolic_bp": (40, 300),
        "pulse": (20, 250),
    }
    for key, (low, high) in usual.items():
        measure = observations.measures()[key]
        assert not measure.unusual(Decimal(low)) and not measure.unusual(Decimal(high))
        assert measure.unusual(Decimal(low - 1)) and measure.unusual(Decimal(high + 1))
    warmth = observations.measures()["temperature"]
    assert [warmth.unusual(Decimal(t)) for t in ("24.9", "25.0", "43.0", "43.1")] == [
        True, False, False, True]  # fmt: skip


def test_a_blood_pressure_upside_down_is_asked_about(suite: Any) -> None:
    odd = taken(suite, also={"diastolic_bp": Decimal(120)})
    (asked,) = observations.to_check(odd)
    assert asked.words == "Blood pressure: 108 over 120."


def test_written_well_after_it_is_marked(suite: Any) -> None:
    stay = book(suite)
    for minutes, late in ((15, False), (16, True)):
        at = suite.clock() - timedelta(minutes=minutes)
        entry = observing.record_observations(suite.hcp, stay, replace(taken(suite), taken_at=at))
        assert body(entry)["retrospective"] is late
        gone = replace(ciwa(suite, (0,) * 10), done_at=at)
        assert body(observing.record_scale(suite.hcp, stay, gone))["retrospective"] is late
    assert [one.retrospective for one in series(suite, stay).observed] == [True, False]


def test_no_news2_for_a_child_or_in_pregnancy(suite: Any) -> None:
    child = book(suite, date(2012, 1, 1))
    entry = observing.record_observations(suite.hcp, child, taken(suite))
    assert "under 16" in body(entry)["news2"]["not_for"]
    grown = book(suite)
    entry = observing.record_observations(suite.hcp, grown, taken(suite, pregnant=True))
    assert "pregnancy" in body(entry)["news2"]["not_for"]


# scales


def ciwa(suite: Any, answers: tuple[Any, ...], **more: Any) -> Gone:
    return Gone(Scale.CIWA_AR, answers, suite.clock(), **more)


def test_a_scale_is_kept_with_items_total_band_and_version(suite: Any) -> None:
    stay = book(suite)
    entry = observing.record_scale(suite.hcp, stay, ciwa(suite, (1, 2, 1, 1, 1, 0, 0, 0, 2, 0)))
    said = body(entry)
    assert (said["total"], said["band"], said["band_source"]) == (
        8,
        "moderate",
        "band set A (CamCOPS)",
    )
    assert said["version"] and said["points"] == said["items"]
    (one,) = series(suite, stay).scaled
    assert (one.total, one.gone.answers) == (8, (1, 2, 1, 1, 1, 0, 0, 0, 2, 0))


def test_a_scale_that_is_not_whole_is_not_recorded(suite: Any) -> None:
    stay = book(suite)
    with pytest.raises(NotComplete, match="Not answered: Tremor"):
        observing.record_scale(suite.hcp, stay, ciwa(suite, (1, None, 1, 1, 1, 0, 0, 0, 2, 0)))
    with pytest.raises(NotComplete, match="is not a value"):
        observing.record_scale(suite.hcp, stay, ciwa(suite, (9, 0, 1, 1, 1, 0, 0, 0, 2, 0)))


def test_a_glasgow_that_cannot_be_tested_has_no_total_and_needs_the_reason(suite: Any) -> None:
    stay = book(suite)
    gone = Gone(Scale.GCS, (4, "NT", 6), suite.clock())
    with pytest.raises(NotComplete, match="why it could not"):
        observing.record_scale(suite.hcp, stay, gone)
    told = replace(gone, reason="no shared language")
    observing.record_scale(suite.hcp, stay, told)
    (one,) = series(suite, stay).scaled
    assert (one.total, one.profile) == (None, "E4 VNT M6")
    assert observing.scaled_words(one) == "GCS · E4 VNT M6 · no shared language"


def test_which_audit_question_was_asked_is_kept(suite: Any) -> None:
    stay = book(suite)
    gone = Gone(Scale.AUDIT_C, (3, 1, 1), suite.clock())
    with pytest.raises(NotComplete, match="which wording"):
        observing.record_scale(suite.hcp, stay, gone)
    observing.record_scale(suite.hcp, stay, replace(gone, asked=Asked.EIGHT))
    assert series(suite, stay).scaled[0].gone.asked is Asked.EIGHT


@pytest.mark.parametrize("scale", list(Scale))
def test_each_scale_begins_with_nothing_answered(scale: Scale, suite: Any) -> None:
    count = len(scoring.items(scale)) + (scale is Scale.COWS)
    empty = Gone(scale, (None,) * count, suite.clock())
    found = scoring.problems(empty, suite.clock())
    assert sum(problem.words.startswith("Not answered") for problem in found) == count


def test_the_series_is_in_the_order_it_was_taken(suite: Any) -> None:
    stay = book(suite)
    now = suite.clock()
    for minutes in (5, 12, 1):
        at = now - timedelta(minutes=minutes)
        observing.record_observations(suite.hcp, stay, replace(taken(suite), taken_at=at))
    times = [one.taken.taken_at for one in series(suite, stay).observed]
    assert times == sorted(times)


def test_the_timeline_tells_it_in_words(suite: Any) -> None:
    stay = book(suite)
    observing.record_observations(suite.hcp, stay, taken(suite))
    observing.record_scale(suite.hcp, stay, ciwa(suite, (1, 2, 1, 1, 1, 0, 0, 0, 2, 0)))
    told = timeline(people.read_detention(suite.hcp, stay).entries)
    assert {"Observations", "CIWA-Ar"} <= {line.what for line in told}
    assert any("NEWS2 7, high" in line.detail for line in told)


def test_a_kind_that_only_a_health_professional_writes() -> None:
    from custodyhcp.ledger.writers import may_write

    for kind in (observing.OBSERVATIONS, observing.SCALE):
        assert may_write(kind, "HCP")
        assert not any(may_write(kind, role) for role in ("SERGEANT", "IG", "ADMIN", "DEVICE"))


# the 4 Rs

WELL = Rousing(Woken.TO_NAME, Response.APPROPRIATE, Commands.OBEYS_ALL)
SHAKEN = replace(WELL, woken=Woken.TO_SHAKE)
GONE_UNDER = Rousing(Woken.NOT_WOKEN)


@pytest.mark.parametrize("woken", list(Woken))
@pytest.mark.parametrize("response", list(Response))
@pytest.mark.parametrize("commands", list(Commands))
def test_failing_any_criterion_calls_for_help(
    woken: Woken, response: Response, commands: Commands
) -> None:
    check = Rousing(woken, response, commands)
    well = (
        woken is not Woken.NOT_WOKEN
        and response is Response.APPROPRIATE
        and commands is Commands.OBEYS_ALL
    )
    assert check.failed is not well
    assert rousing.trend([check]).call is not well


@pytest.mark.parametrize(
    ("checks", "call", "words"),
    [
        ([], False, ""),
        ([WELL], False, ""),
        ([WELL, WELL, WELL], False, ""),
        ([WELL, SHAKEN], False, "Harder to rouse than at the check before"),
        ([WELL, SHAKEN, SHAKEN], True, "Harder to rouse at two checks in a row"),
        ([WELL, SHAKEN, GONE_UNDER], True, "Harder to rouse at two checks in a row"),
        ([WELL, SHAKEN, WELL], False, ""),
        ([SHAKEN, SHAKEN, SHAKEN], False, ""),
        ([GONE_UNDER], True, "A criterion of the rousing check is failed"),
    ],
)
def test_the_trend(checks: list[Rousing], call: bool, words: str) -> None:
    said = rousing.trend(checks)
    assert said.call is call
    assert said.words.startswith(words)
    assert bool(said.words) is bool(words)


def test_a_rousing_check_is_kept(suite: Any) -> None:
    stay = book(suite)
    check = replace(WELL, considered=(Remember.HEAD_INJURY, Remember.STROKE))
    for one in (check, SHAKEN, SHAKEN):
        said = Observations(suite.clock(), rousing=one)
        observing.record_observations(suite.hcp, stay, said)
        suite.clock.forward(minutes=30)
    read = series(suite, stay)
    assert read.observed[0].taken.rousing == check
    assert read.rousing.call
