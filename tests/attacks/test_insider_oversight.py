"""A dishonest nurse, with a program of her own, keeps a look out of the officer's sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from suite_story import live
from test_bundle import both

from custodyhcp.ledger.entry import Body, Entry, NewEntry
from custodyhcp.oversight import alerts, checks, exporting, frame, quality, watching
from custodyhcp.oversight.codes import Layer
from custodyhcp.vault.compartments import Compartment

CLINICAL, OVERSIGHT = Compartment.CLINICAL, Compartment.OVERSIGHT
ALLOWED = {"scope": "VIEW_SCR", "outcome": "ALLOW", "code": "BI_EMERGENCY"}


def hidden(suite: Any, kind: str, body: Body | None, stay: str) -> Entry:
    parts: dict[Compartment, Body] = {CLINICAL: ALLOWED}
    if body is not None:
        parts[OVERSIGHT] = body
    (entry,) = suite.hcp.append(NewEntry(kind, parts, "p", stay))
    return entry  # type: ignore[no-any-return]


def unreadable(suite: Any, kind: str, stay: str, head: bytes = b"") -> str:
    """An oversight part that no key opens, or (``head``) of a key that there never was."""
    made = suite.hcp._prepare(NewEntry(kind, {CLINICAL: ALLOWED, OVERSIGHT: ALLOWED}, "p", stay))
    sealed = made.parts[1]
    rubbish = (head or sealed[:3]) + bytes(len(sealed) - 3)
    session = suite.hcp.session
    suite.ledger.write(
        [replace(made, parts=(made.parts[0], rubbish))], session.sign, session.verify_key
    )
    return str(made.id)


def layers(suite: Any) -> dict[str, Layer]:
    now = suite.clock()
    whole = frame.Period(now - timedelta(days=30), now + timedelta(days=1))
    found = checks.frame_now(suite.ig, whole, suite.ig.health().size)
    return {event.id: event.layer for event in found.events}


@pytest.mark.parametrize("head", [b"", b"\x02\x00\x63", b"\x07\x00\x01"])
def test_what_the_officer_cannot_read_is_looked_into(suite: Any, head: bytes) -> None:
    days = live(suite)
    stay = str(days.views[0].header.detention)
    for kind in ("consent.decided", "scr.viewed"):
        entry = unreadable(suite, kind, stay, head)
        assert layers(suite)[entry] is Layer.ALL
        if kind == "consent.decided":
            assert entry in alerts.read(suite.ig)
    suite.clock.forward(minutes=1)
    made = exporting.export(suite.ig, frame.Period(days.start.start, suite.clock()))
    assert both(made.content)[0] == 0


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {**ALLOWED, "alerts": [[2]]},
        {**ALLOWED, "alerts": 5},
        {**ALLOWED, "alerts": [["x", None]]},
        {**ALLOWED, "alerts": [[2, 5]], "code": ["a"], "scope": {"b": 1}},
        {"scope": [], "outcome": {}, "code": [], "alerts": [[2, 5]]},
    ],
)
def test_a_decision_told_crookedly_stops_nothing_and_hides_nothing(
    suite: Any, body: Body | None
) -> None:
    days = live(suite)
    entry = hidden(suite, "consent.decided", body, str(days.views[0].header.detention))
    found = alerts.read(suite.ig)
    assert {override.header.id for override in days.overrides} <= set(found)
    assert entry.header.id in found
    assert layers(suite)[entry.header.id] is Layer.ALL
    quality.figures(suite.ig.read(kinds=frame.EVENTS), found.values(), suite.clock())
    suite.clock.forward(minutes=1)
    exporting.export(suite.ig, frame.Period(days.start.start, suite.clock()))


def test_what_a_sergeant_forges_does_not_stop_the_officers_screens(suite: Any) -> None:
    days = live(suite)
    stay = days.views[0].header.detention
    for kind in ("export.made", "alert.reviewed", "detention.opened", "detention.closed"):
        suite.sergeant.append(NewEntry(kind, {Compartment.OPEN: {}, OVERSIGHT: {}}, "p", stay))
    before = watching.stays(suite.ig)
    assert before[str(stay)].custody_ref
    assert before[str(stay)].left is None
    assert watching.ledger_state(suite.ig).exports == ()
