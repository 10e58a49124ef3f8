"""A demonstration knows that it is one: no number that could be a patient's enters it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from custodyhcp import staff
from custodyhcp.demonstration import people as cast
from custodyhcp.demonstration.building import build
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival, NotComplete
from custodyhcp.records.identity import Identity
from custodyhcp.records.nhs_number import Issuer, check_digit, issuer_of
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.throwaway import MemoryKeyring

OPENING = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WHO = Identity("Invented", "Ada")
TEST = "9434765919"


def numbers(starts: range) -> list[str]:
    """A valid number for each beginning, worked out here so that none is written down."""
    nine = (f"{start}{start}{start}"[:9] for start in starts)
    return [f"{digits}{check}" for digits in nine if (check := check_digit(digits)) is not None]


REAL = [*numbers(range(400, 500, 9)), *numbers(range(600, 800, 17))]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A health professional's desk in a suite built as the demonstration is."""
    folder, ring = tmp_path_factory.mktemp("suite") / "store", MemoryKeyring()
    ledger = build(folder, OPENING, backend=ring, kdf=KdfParams(64, 1, 1), stories=())
    yield staff.sign_in(ledger, cast.HCP.login, cast.HCP.passphrase)
    ledger.close()


def founded(desk: Any) -> dict[str, Any]:
    (entry,) = desk.read(kinds={"deployment.founded"})
    assert isinstance(entry, Entry)
    return dict(entry.body(Compartment.OPEN))


def test_the_founding_says_whether_it_is_a_demonstration(demonstration: Any, suite: Any) -> None:
    assert demonstration.authority.demonstration
    assert founded(demonstration)["demonstration"] is True
    assert not suite.hcp.authority.demonstration
    assert "demonstration" not in founded(suite.hcp)


def test_a_demonstration_refuses_what_could_be_somebody_s_number(demonstration: Any) -> None:
    desk, now = demonstration, demonstration.now()
    assert {issuer_of(number) for number in REAL} == {Issuer.ENGLAND_AND_WALES}
    stay = people.book_in(desk, Arrival(WHO, "R1", "4", now, nhs=TEST)).detention
    for number in REAL:
        for act in (
            lambda n=number: people.book_in(desk, Arrival(WHO, "R2", "5", now, nhs=n)),
            lambda n=number: people.add_person(desk, WHO, n),
            lambda n=number: people.correct_person(desk, stay, WHO, n),
        ):
            with pytest.raises(NotComplete, match="could be a real patient's"):
                act()
    assert people.read_detention(desk, stay).detention.nhs_number == TEST


def test_a_real_suite_takes_any_valid_number(suite: Any) -> None:
    now = suite.clock()
    for place, number in enumerate([*REAL[:3], TEST]):
        made = people.book_in(suite.hcp, Arrival(WHO, f"R{place}", "4", now, nhs=number))
        assert people.read_detention(suite.hcp, made.detention).detention.nhs_number == number
