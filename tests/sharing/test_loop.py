"""The verbs of the loop: told aloud, received, taken over, asked; and how NOT FIT ends."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sharing_people import HOSPITAL, PLACE, WHY, directed, directions_at, doctor

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import assessing
from custodyhcp.records.briefing_state import Missing
from custodyhcp.records.directions import FitToDetain
from custodyhcp.records.due import of_stay
from custodyhcp.records.people import read_detention
from custodyhcp.records.what_is_due import Task
from custodyhcp.sharing import escalating, not_fit, publishing, queries, receiving
from custodyhcp.sharing.custody_side import State
from custodyhcp.sharing.escalating import Level, Matter
from custodyhcp.vault.compartments import Compartment


def read(suite: Any, made: publishing.Published) -> None:
    publishing.acknowledge(
        suite.sergeant, made, told_by="Robin Hale", told_at=suite.clock(), read_back=True
    )


def stay_of(suite: Any, made: publishing.Published) -> Any:
    return publishing.stay(suite.sergeant, made.detention)


def test_a_later_fit_does_not_close_not_fit_but_a_doctors_reason_does(suite: Any) -> None:
    desk = doctor(suite)
    ids = directed(suite.hcp, **HOSPITAL)
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    fit = directions_at(suite.hcp, fitness=FitToDetain.FIT, conditions="")
    assessing.give_directions(suite.hcp, ids.detention, fit)
    second = publishing.publish(suite.hcp, ids.detention, PLACE)
    read(suite, second)
    stay = stay_of(suite, second)
    assert stay.not_fit is not None
    assert stay.not_fit.entry == first.entry
    assert set(stay.missing) == {Missing.CALLED, Missing.GONE}
    opened = read_detention(suite.hcp, ids.detention)
    due = of_stay(opened.detention, opened.entries, suite.clock())
    assert due[0].task is Task.HOSPITAL_TRANSFER
    with pytest.raises(not_fit.NotADoctor):
        not_fit.decide_otherwise(suite.hcp, second, reason=WHY, do="keep at level 3")
    with pytest.raises(publishing.NotNow, match="why"):
        not_fit.decide_otherwise(desk, second, reason="no", do="keep at level 3")
    with pytest.raises(not_fit.LooksClinical):
        not_fit.decide_otherwise(desk, second, reason=WHY, do="watch for psychosis")
    entry = not_fit.decide_otherwise(desk, second, reason=WHY, do="keep at level 3")
    assert entry.body(Compartment.BRIEFING)["by"] == "Ade Bell (GMC 7654321)"
    after = stay_of(suite, second)
    assert not after.not_fit_open
    assert WHY not in str([entry.bodies for entry in suite.sergeant.read()])
    assert WHY in str([entry.bodies for entry in suite.hcp.read()])


def test_a_reason_that_custody_wrote_closes_nothing(suite: Any) -> None:
    ids = directed(suite.hcp, **HOSPITAL)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    read(suite, made)
    body = {"briefing": made.entry, "by": "Dr Nobody", "do": "nothing"}
    forged = NewEntry("transfer.decided_otherwise", {Compartment.BRIEFING: body}, ids.person,
                      ids.detention)  # fmt: skip
    suite.sergeant.append(forged)
    assert stay_of(suite, made).not_fit_open


def test_each_step_of_not_fit_is_named_until_it_is_there(suite: Any) -> None:
    ids = directed(suite.hcp, **HOSPITAL)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    now = suite.clock()
    every = (Missing.TOLD, Missing.READ, Missing.CALLED, Missing.GONE)
    assert stay_of(suite, made).missing == every
    receiving.speak(suite.hcp, ids.detention, 1, to="PS 4127", at=now, read_back=True)
    assert stay_of(suite, made).missing == every[1:]
    read(suite, made)
    assert stay_of(suite, made).missing == every[2:]
    suite.clock.forward(minutes=3)
    not_fit.record_ambulance(suite.sergeant, made, called_at=now, crew="EM 214")
    with pytest.raises(publishing.NotNow, match="took over after"):
        early = now - timedelta(minutes=1)
        not_fit.record_ambulance(suite.sergeant, made, handed_over_at=early)
    not_fit.start_transfer(suite.sergeant, made, at=suite.clock(), how="ambulance")
    assert stay_of(suite, made).missing == ()
    not_fit.record_ambulance(suite.sergeant, made, handed_over_at=suite.clock())
    current = stay_of(suite, made).current
    assert (current.ambulance.called_at, current.ambulance.crew) == (now, "EM 214")
    assert current.ambulance.handed_over_at == suite.clock()


def test_states_in_their_order(suite: Any) -> None:
    ids = directed(suite.hcp)
    now = suite.clock()
    receiving.speak(suite.hcp, ids.detention, 1, to="PS 4127", at=now, read_back=False)
    told = publishing.stay(suite.sergeant, ids.detention).told_ahead
    assert told is not None
    assert (told.to, told.read_back) == ("PS 4127", False)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    assert stay_of(suite, made).state_of(made) is State.PUBLISHED
    assert stay_of(suite, made).current.told == told
    for _ in range(2):
        receiving.receive(suite.sergeant, made)
    assert receiving.receive(suite.hcp, made) is None
    stay = stay_of(suite, made)
    assert stay.state_of(stay.current) is State.RECEIVED
    assert len(stay.current.received) == 1
    read(suite, made)
    stay = stay_of(suite, made)
    assert stay.state_of(stay.current) is State.ACKNOWLEDGED
    publishing.publish(suite.hcp, ids.detention, PLACE)
    stay = stay_of(suite, made)
    assert stay.state_of(stay.versions[0]) is State.SUPERSEDED
    with pytest.raises(publishing.NotNow, match="newer"):
        receiving.speak(suite.hcp, ids.detention, 1, to="PS 1", at=now, read_back=True)


def test_a_shift_is_taken_over_whole_or_not_at_all(suite: Any) -> None:
    made = [
        publishing.publish(suite.hcp, directed(suite.hcp, ref).detention, PLACE)
        for ref in ("A", "B")
    ]
    publishing.publish(suite.hcp, made[1].detention, PLACE)
    said = {"told_by": "PS 9", "told_at": suite.clock(), "read_back": True}
    with pytest.raises(publishing.NotNow, match="Version 2"):
        receiving.take_over(suite.sergeant, made, **said)
    assert not suite.sergeant.read(kinds={"briefing.acknowledged"})
    stays = publishing.briefings(suite.sergeant)
    me = suite.sergeant.session.staff
    assert len(receiving.to_take_over(stays, me)) == 2
    receiving.take_over(suite.sergeant, [stay.current for stay in stays], **said)
    assert not receiving.to_take_over(publishing.briefings(suite.sergeant), me)
    assert len(suite.sergeant.read(kinds={"briefing.acknowledged"})) == 2


def test_a_query_is_due_until_it_is_answered_once(suite: Any) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    queries.ask(suite.sergeant, ids.detention, " Can he\nhave his inhaler? ")
    (query,) = stay_of(suite, made).open_queries
    assert query.text == "Can he have his inhaler?"
    assert query.by == "PS 4127 Dale Mercer"
    opened = read_detention(suite.hcp, ids.detention)
    due = of_stay(opened.detention, opened.entries, suite.clock())
    assert [one.detail for one in due if one.task is Task.QUERY] == [query.text]
    with pytest.raises(not_fit.LooksClinical):
        queries.answer(suite.hcp, query, "He is on clozapine")
    queries.answer(suite.hcp, query, "He is on clozapine", "ambulance must know the name")
    (entry,) = suite.ig.read(kinds={"query.answered"})
    assert entry.body(Compartment.OVERSIGHT)["kept_because"] == "ambulance must know the name"
    assert not entry.body(Compartment.BRIEFING)
    with pytest.raises(publishing.NotNow, match="already"):
        queries.answer(suite.hcp2, query, "No")
    opened = read_detention(suite.hcp, ids.detention)
    due = of_stay(opened.detention, opened.entries, suite.clock())
    assert not [one for one in due if one.task is Task.QUERY]


@pytest.mark.parametrize("wrong", ["", " \n", "x" * 301])
def test_a_query_that_cannot_be_is_refused(suite: Any, wrong: str) -> None:
    ids = directed(suite.hcp)
    with pytest.raises(publishing.NotNow):
        queries.ask(suite.sergeant, ids.detention, wrong)


TABLE = json.loads((Path(__file__).parent / "escalation_steps.json").read_text("utf-8"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["case"])
def test_each_matter_comes_to_each_level_at_its_minute(suite: Any, row: dict[str, Any]) -> None:
    changed = HOSPITAL if row["not_fit"] else {}
    ids = directed(suite.hcp, **changed)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    if row["asked"]:
        queries.ask(suite.sergeant, ids.detention, "Blanket?")
    if row["read"]:
        read(suite, made)
    suite.clock.forward(minutes=row["minutes"])
    found = {
        (step.matter, step.level) for step in escalating.steps(stay_of(suite, made), suite.clock())
    }
    assert found == {(Matter[matter], Level[level]) for matter, level in row["steps"]}
