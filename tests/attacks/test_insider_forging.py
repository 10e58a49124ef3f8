"""Somebody who holds the workstation's own secret, and so signs checkpoints, forges entries.

The tree and the checkpoint then agree, and only the authors' signatures can tell.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sharing_people import directed
from test_tamper import Scene, _with_header

from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.merkle import Frontier
from custodyhcp.ledger.note import Checkpoint, origin_of, sign_checkpoint
from custodyhcp.ledger.values import Stored
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.device import DeviceSecrets
from custodyhcp.vault.signing import SigningKey


@pytest.fixture
def scene(suite: Any) -> Iterator[Scene]:
    yield Scene(suite)
    if "ledger" in suite.__dict__:
        suite.ledger.abandon()


def sign_anew(scene: Scene, rows: list[Stored]) -> None:
    """The checkpoint that this workstation would have signed over these entries."""
    suite, tree = scene.suite, Frontier()
    secrets = DeviceSecrets(scene.device.store_id, suite.ring)
    device = secrets.load()
    for stored in rows:
        tree.append(stored.leaf())
    made = Checkpoint(origin_of(device.store_id), tree.size, tree.root())
    secrets.checkpoint = sign_checkpoint(made, device.verify_key, device.sign)


def problems_soon(suite: Any) -> str:
    suite.reopen()
    ends = time.monotonic() + 10
    while not suite.ledger.checked and time.monotonic() < ends:
        time.sleep(0.02)
    return "\n".join(suite.ledger.health().problems)


def test_an_entry_in_a_nurses_name_is_named_soon_after_the_start(scene: Scene) -> None:
    suite = scene.suite
    kept: list[Stored] = []
    nurse, forger = suite.hcp.session, SigningKey.fresh()

    def in_her_name(rows: list[Stored]) -> list[Stored]:
        last = rows[-1]
        seq = len(rows)
        forged = _with_header(
            last, seq=seq, command="forged", author=nurse.staff, role=nurse.role.value
        )
        signature = forger.sign(b"custodyhcp entry v1\n" + forged.preimage())
        kept[:] = [*rows, Stored(seq, forged.header, forged.parts, signature)]
        return kept

    scene.forge(in_her_name)
    sign_anew(scene, kept)
    assert f"Entry {len(kept) - 1}" in problems_soon(suite)


def test_a_kind_that_its_author_may_not_write_is_named_soon_after_the_start(suite: Any) -> None:
    ids = directed(suite.hcp)
    body = {Compartment.CLINICAL: {"fitness": "FIT"}}
    (forged,) = suite.sergeant.append(NewEntry("directions.given", body, ids.person, ids.detention))
    found = problems_soon(suite)
    assert f"Entry {forged.header.seq}" in found
    assert "directions.given" in found


def test_a_whole_ledger_has_no_problems(suite: Any) -> None:
    directed(suite.hcp)
    assert problems_soon(suite) == ""


def test_a_look_under_a_clock_put_back_is_named(suite: Any) -> None:
    """A look that says it was made years ago belongs to no period that anybody will check."""
    now, nurse = suite.clock(), suite.hcp
    suite.clock.set(now - timedelta(days=4000))
    body = {Compartment.OVERSIGHT: {"scope": "VIEW_SCR"}}
    (entry,) = nurse.append(NewEntry("scr.viewed", body, "p", "d"))
    suite.clock.set(now)
    suite.hcp.append(NewEntry("note", {Compartment.CLINICAL: {}}))
    found = problems_soon(suite)
    assert "the clock had been put back" in found
    assert str(entry.header.seq) in found
