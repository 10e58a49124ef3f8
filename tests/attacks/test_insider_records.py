"""What an amendment, a strike or a join could be made to say of somebody."""

from __future__ import annotations

from typing import Any

import pytest
from sharing_people import directed

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import amending, medicines_written, people
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.board import board
from custodyhcp.vault.compartments import Compartment

CLINICAL = Compartment.CLINICAL
NONE_KNOWN = Allergies(AllergyState.NONE_KNOWN)
PENICILLIN = Allergies(AllergyState.KNOWN, (Allergy("Penicillin", "anaphylaxis", "SEVERE", "SCR"),))


def allergies(suite: Any, detention: str) -> Allergies:
    return people.read_detention(suite.hcp, detention).detention.allergies


def test_a_strike_never_makes_a_known_allergy_none_known(suite: Any) -> None:
    """Asked and none known; the SCR knows better; that entry is struck."""
    ids = directed(suite.hcp)
    medicines_written.record_allergies(suite.hcp, ids.detention, NONE_KNOWN)
    known = medicines_written.record_allergies(suite.hcp, ids.detention, PENICILLIN)
    strike = amending.strike(suite.hcp2, ids.detention, known.header.id, "Wrong person")
    assert allergies(suite, ids.detention).state is AllergyState.NOT_RECORDED
    entries = people.read_detention(suite.hcp, ids.detention).entries
    assert medicines_written.allergies_asked(entries) is None
    amending.strike(suite.hcp, ids.detention, strike.header.id, "It was the right person")
    assert allergies(suite, ids.detention) == PENICILLIN
    medicines_written.record_allergies(suite.hcp, ids.detention, NONE_KNOWN)
    assert allergies(suite, ids.detention) == NONE_KNOWN


@pytest.mark.parametrize("who", ["sergeant", "ig", "admin"])
@pytest.mark.parametrize("kind", ["entry.struck", "entry.amended"])
def test_nobody_but_healthcare_strikes_or_amends(suite: Any, who: str, kind: str) -> None:
    ids = directed(suite.hcp)
    known = medicines_written.record_allergies(suite.hcp, ids.detention, PENICILLIN)
    none = {"allergies_state": "NONE_KNOWN", "allergies": []}
    body = {"target": known.header.id, "kind": known.header.kind, "reason": "x", "body": none}
    forged = NewEntry(kind, {CLINICAL: body}, ids.person, ids.detention)
    getattr(suite, who).append(forged)
    assert allergies(suite, ids.detention) == PENICILLIN


@pytest.mark.parametrize(
    "kind", ["consent.decided", "scr.viewed", "capacity.assessed", "directions.given"]
)
def test_what_was_decided_is_neither_struck_nor_amended(suite: Any, kind: str) -> None:
    """A program of their own forges what the verb refuses."""
    ids = directed(suite.hcp)
    told = suite.hcp.append(NewEntry(kind, {CLINICAL: {"x": 1}}, ids.person, ids.detention))[0]
    before = people.read_detention(suite.hcp, ids.detention)
    for forged in ("entry.struck", "entry.amended"):
        body = {"target": told.header.id, "reason": "x", "body": {"asked": {}}}
        suite.hcp.append(NewEntry(forged, {CLINICAL: body}, ids.person, ids.detention))
    after = people.read_detention(suite.hcp, ids.detention).entries
    assert told.header.id in {entry.header.id for entry in after}
    same = {entry.header.id: entry for entry in before.entries}
    assert all(same[one.header.id] == one for one in after if one.header.id in same)


def test_strikes_in_a_ring_take_nothing_away(suite: Any) -> None:
    """Two strikes that each name the other, and one that names itself, of a later and an earlier
    place: only what was written before can be struck."""
    ids = directed(suite.hcp)
    known = medicines_written.record_allergies(suite.hcp, ids.detention, PENICILLIN)
    first = {"target": "01a0a0a0-0000-7000-8000-000000000000", "reason": "x"}
    made = suite.hcp.append(NewEntry("entry.struck", {CLINICAL: first}, ids.person, ids.detention))
    second = {"target": made[0].header.id, "reason": "x"}
    suite.hcp.append(NewEntry("entry.struck", {CLINICAL: second}, ids.person, ids.detention))
    assert allergies(suite, ids.detention) == PENICILLIN
    other = directed(suite.hcp, "NG/26/9999")
    elsewhere = {"target": known.header.id, "reason": "x"}
    for person in (ids.person, other.person):  # from another stay
        suite.hcp.append(NewEntry("entry.struck", {CLINICAL: elsewhere}, person, other.detention))
    assert allergies(suite, ids.detention) == PENICILLIN
    assert len(board(suite.hcp, suite.clock())) == 2
