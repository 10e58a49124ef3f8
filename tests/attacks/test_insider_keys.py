"""A member who holds a key spoils, or takes, what others were given."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from sharing_people import directed

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import people
from custodyhcp.vault.authority import CODES_RENEWED, GRANTED, INVITED, RENEWED
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.signing import SigningKey
from custodyhcp.vault.wire import to_text


def test_a_holder_does_not_write_over_what_a_colleague_was_given(suite: Any) -> None:
    ids, nurse = directed(suite.hcp), suite.hcp.session
    body = {
        "staff": nurse.staff,
        "compartment": "identity",
        "generation": 1,
        "sealed_sha256": sha256(b"rubbish").hexdigest(),
        "seal_key": to_text(nurse.seal_key),
    }
    suite.sergeant.append(NewEntry(GRANTED, {Compartment.OPEN: body}))
    suite.reopen()
    assert people.read_detention(suite.hcp, ids.detention).detention.who.family == "Kowalczyk"


@pytest.mark.parametrize("who", ["sergeant", "ig", "hcp"])
def test_nobody_but_an_administrator_changes_who_is_who(suite: Any, who: str) -> None:
    desk, key = getattr(suite, who), to_text(SigningKey.fresh().public)
    before = dict(suite.ledger.authority.members), suite.ledger.authority.recovery
    newcomer = {"staff": "x", "name": "X", "role": "HCP", "sign_key": key, "seal_key": key}
    desk.append(NewEntry(INVITED, {Compartment.OPEN: newcomer}))
    again = {**newcomer, "staff": suite.hcp2.session.staff}
    desk.append(NewEntry(INVITED, {Compartment.OPEN: again}))
    desk.append(NewEntry(CODES_RENEWED, {Compartment.OPEN: {"officers": [], "seal_key": key}}))
    after = suite.ledger.authority
    assert (dict(after.members), after.recovery) == before


@pytest.mark.parametrize("who", ["sergeant", "ig", "admin"])
def test_nobody_grants_themselves_the_clinical_key(suite: Any, who: str) -> None:
    desk = getattr(suite, who)
    body = {
        "staff": desk.session.staff,
        "compartment": "clinical",
        "generation": 1,
        "sealed_sha256": "00",
        "seal_key": to_text(desk.session.seal_key),
    }
    desk.append(NewEntry(GRANTED, {Compartment.OPEN: body}))
    public = {"compartment": "clinical", "generation": 2, "public": "AAAA"}
    desk.append(NewEntry(RENEWED, {Compartment.OPEN: public}))
    authority = suite.ledger.authority
    assert not authority.has(desk.session.staff, Compartment.CLINICAL, 1)
    assert authority.generation(Compartment.CLINICAL) == 1
