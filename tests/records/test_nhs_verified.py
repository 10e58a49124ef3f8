"""Who saw an NHS number confirmed, where and when: kept while it is that number, healthcare's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import Identity
from custodyhcp.records.nhs_number import NhsStatus, SeenOn

NUMBER, OTHER = "943 476 5919", "943 476 5870"
WHO = Identity("O’Brien", "Mary", dob=date(1986, 1, 3), language="Irish", interpreter=False)


def now(suite: Any, stay: str) -> Detention:
    return people.read_detention(suite.hcp, stay).detention


def test_who_when_and_where_stay_until_the_number_changes(suite: Any) -> None:
    stay = people.book_in(suite.hcp, Arrival(WHO, "R1", "4", suite.clock(), nhs=NUMBER)).detention
    assert now(suite, stay).nhs_verified is None
    yes = NhsStatus.VERIFIED
    people.correct_person(suite.hcp, stay, WHO, NUMBER, yes, SeenOn.PDS)
    first = now(suite, stay).nhs_verified
    assert first is not None
    assert (first.by, first.at, first.on) == (
        suite.hcp.session.staff,
        suite.clock(),
        SeenOn.PDS,
    )
    suite.clock.forward(hours=1)
    renamed = replace(WHO, family="OBrien")
    people.correct_person(suite.hcp2, stay, renamed, NUMBER, yes)  # only the name
    assert now(suite, stay).nhs_verified == first
    people.correct_person(suite.hcp2, stay, renamed, OTHER)
    assert now(suite, stay).nhs_verified is None


def test_custody_is_told_neither_number_nor_who_saw_it(suite: Any) -> None:
    stay = people.book_in(suite.hcp, Arrival(WHO, "R1", "4", suite.clock(), nhs=NUMBER)).detention
    people.correct_person(suite.hcp, stay, WHO, NUMBER, NhsStatus.VERIFIED, SeenOn.SCR)
    seen = people.read_detention(suite.sergeant, stay)
    assert (seen.detention.nhs_number, seen.detention.nhs_verified) == (None, None)
    assert "9434765919" not in str([entry.bodies for entry in seen.entries])
    assert (seen.detention.who.language, seen.detention.who.interpreter) == ("Irish", False)
