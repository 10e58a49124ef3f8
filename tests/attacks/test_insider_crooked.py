"""A member with a program of their own seals nonsense under a kind that they may write.

One such entry shut the record of the person, and the board, for everybody: a withdrawal could not
even be written. Now it says nothing, is named where it stands, and the rest is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from sharing_people import PLACE, directed
from test_canaries import Canaries
from whole_story import Story

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Scope
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.ledger.writers import WRITERS
from custodyhcp.oversight import alerts
from custodyhcp.records import (
    earlier,
    escalating,
    handover,
    inbound,
    injuries_written,
    medicines_written,
    observing,
    people,
    requests,
    standing,
    timeline,
)
from custodyhcp.records.board import board
from custodyhcp.sharing import publishing, sending
from custodyhcp.vault.compartments import Compartment

PARTS = (Compartment.CLINICAL, Compartment.BRIEFING, Compartment.IDENTITY, Compartment.OVERSIGHT)
NONSENSE: tuple[Mapping[str, Any], ...] = (
    {},
    {"x": 1},
    {"target": 5, "body": {"a": 1}, "handover": [], "key": {}},
    {"asked": [], "at": 5, "summary": 3, "document": "x", "key": 1, "answer": "Q", "items": 7},
)


def readings(suite: Any, ids: people.BookedIn) -> Iterator[Callable[[], object]]:
    """What the screens of that person, both boards and the lists are made from."""
    hcp, sergeant = suite.hcp, suite.sergeant
    opened = people.read_detention(hcp, ids.detention)
    for fold in (medicines_written, observing, injuries_written, inbound, escalating):
        yield lambda fold=fold: fold.fold(opened.entries)  # type: ignore[attr-defined, misc]
    yield lambda: timeline.timeline(opened.written)
    yield lambda: standing.histories(opened.written)
    yield lambda: handover.fold(opened.entries)
    yield lambda: (board(hcp, suite.clock()), board(sergeant, suite.clock()))
    yield lambda: people.detentions(hcp)
    yield lambda: earlier.read_items(hcp, ids.detention)
    yield lambda: requests.read(hcp, ids.detention)
    yield lambda: publishing.stay(sergeant, ids.detention)
    yield lambda: sending.sendings(hcp)
    yield lambda: alerts.read(suite.ig)
    yield lambda: recording.state_of(hcp, ids.person, ids.detention)
    args = (hcp, ids.person, ids.detention, [Scope.VIEW_SCR])
    yield lambda: recording.withdraw(*args, age=31)


def everything_is_still_read(suite: Any, ids: people.BookedIn) -> None:
    for reading in readings(suite, ids):
        reading()
    assert ids.detention in {row.id for row in people.here_now(suite.hcp)}


def writes(desk: Any) -> list[str]:
    role = desk.session.role.value
    return sorted(kind for kind, roles in WRITERS.items() if role in roles)


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_nonsense_under_every_kind_shuts_nothing(suite: Any, number: int) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    for desk in (suite.hcp, suite.sergeant):
        for kind in writes(desk):
            if kind != "detention.closed":
                parts = dict.fromkeys(PARTS, NONSENSE[number])
                desk.append(NewEntry(kind, parts, ids.person, ids.detention))
    everything_is_still_read(suite, ids)


def test_what_was_written_with_one_word_of_it_bent_shuts_nothing(suite: Any) -> None:
    """Each kind of the whole story anew, each of its fields in turn made something else."""
    story = Story(suite, Canaries())
    for step in story.steps():
        if step == story.closes:
            break
        step()
        suite.clock.forward(minutes=1)
    ids = people.BookedIn(story.person, story.detention)
    seen: set[str] = set()
    told = [entry for entry in suite.hcp.read() if entry.header.detention == ids.detention]
    for entry in told:
        if entry.header.kind not in seen and entry.header.kind in writes(suite.hcp):
            seen.add(entry.header.kind)
            for bent in bent_ones(entry):
                suite.hcp.append(bent)
    assert len(seen) > 25
    everything_is_still_read(suite, ids)


def bent_ones(entry: Entry) -> Iterator[NewEntry]:
    for compartment, body in entry.bodies.items():
        for number, name in enumerate(body):
            if name in ("injury", "handover"):
                continue
            bent = json.loads(json.dumps(body)) | {name: (None, 5, "x", [], {}, [1])[number % 6]}
            parts = {**entry.bodies, compartment: bent}
            header = entry.header
            yield NewEntry(header.kind, parts, header.person, header.detention)
