"""A signed-in insider with a program of their own writes what their role never writes.

The signature is theirs and holds, and anybody can seal to any compartment: so it is the reading
that must not believe it. Each test is an entry that was believed once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sharing_people import PLACE, directed
from suite_story import DICE, live
from test_bundle import both

from custodyhcp.ledger.entry import Body, NewEntry, stamp
from custodyhcp.ledger.ledger import MayNotWrite
from custodyhcp.oversight import alerts, checks, exporting, frame
from custodyhcp.oversight.codes import Finding, State, WhyAll
from custodyhcp.records import people
from custodyhcp.records.board import board
from custodyhcp.records.directions import FitToDetain
from custodyhcp.records.timeline import timeline
from custodyhcp.sharing import publishing
from custodyhcp.staff.signing_in import Refused, WaitFirst, sign_in
from custodyhcp.vault.compartments import Compartment, Role

CLINICAL, BRIEFING, OVERSIGHT = Compartment.CLINICAL, Compartment.BRIEFING, Compartment.OVERSIGHT


def told(suite: Any, kind: str, detention: str) -> dict[Compartment, Body]:
    """What the nurse wrote, for the forger to change."""
    return dict(suite.hcp.read(detention=detention, kinds={kind})[-1].bodies)


@pytest.mark.parametrize("who", ["sergeant", "ig", "admin"])
def test_directions_that_no_nurse_gave_change_nothing(suite: Any, who: str) -> None:
    ids = directed(suite.hcp)
    before = people.read_detention(suite.hcp, ids.detention).detention
    body = dict(told(suite, "directions.given", ids.detention)[CLINICAL])
    body["fitness"] = FitToDetain.NOT_FIT_HOSPITAL_999.value
    forged = NewEntry("directions.given", {CLINICAL: body}, ids.person, ids.detention)
    getattr(suite, who).append(forged)
    after = people.read_detention(suite.hcp, ids.detention)
    assert after.detention.directions == before.directions
    (row,) = board(suite.hcp, suite.clock())
    assert "NOT FIT" not in row.doing
    assert "may not" in timeline(after.entries)[0].detail


def test_a_briefing_that_no_nurse_published_is_not_read(suite: Any) -> None:
    ids = directed(suite.hcp)
    real = publishing.publish(suite.hcp, ids.detention, PLACE)
    body = told(suite, "briefing.published", ids.detention)[BRIEFING]
    suite.sergeant.append(
        NewEntry("briefing.published", {BRIEFING: body}, ids.person, ids.detention)
    )
    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    assert current.entry == real.entry


def test_a_sergeant_lets_nobody_leave(suite: Any) -> None:
    ids = directed(suite.hcp)
    body = {"at": stamp(suite.clock()), "destination": "home"}
    forged = NewEntry("detention.closed", {Compartment.IDENTITY: body}, ids.person, ids.detention)
    suite.sergeant.append(forged)
    assert len(board(suite.hcp, suite.clock())) == 1
    assert people.read_detention(suite.hcp, ids.detention).detention.here


def test_an_ig_officer_acknowledges_no_briefing(suite: Any) -> None:
    ids = directed(suite.hcp)
    real = publishing.publish(suite.hcp, ids.detention, PLACE)
    body = {
        "briefing": real.entry,
        "name": "Dale Mercer",
        "rank_number": "PS 4127",
        "told_by": "R Hale",
        "told_at": stamp(suite.clock()),
        "read_back": True,
    }
    suite.ig.append(NewEntry("briefing.acknowledged", {BRIEFING: body}, ids.person, ids.detention))
    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    assert current.unread


@pytest.mark.parametrize("who", ["hcp", "hcp2", "sergeant", "admin"])
def test_a_colleague_closes_no_alert(suite: Any, who: str) -> None:
    live(suite)
    alert = next(iter(alerts.read(suite.ig).values()))
    body = {
        "alert": alert.id,
        "state": State.CLOSED.value,
        "finding": Finding.JUSTIFIED.value,
        "note": "nothing to see here, honestly",
        "escalated": [],
        "patient_told": "",
    }
    getattr(suite, who).append(NewEntry("alert.reviewed", {OVERSIGHT: body}))
    assert alerts.read(suite.ig)[alert.id].state is State.NEW


@pytest.mark.parametrize("who", ["hcp", "sergeant", "admin"])
def test_only_an_officer_says_the_words_of_a_spot_check(suite: Any, who: str) -> None:
    """Whoever else logs the words can try them at home until the draw misses them."""
    days = live(suite)
    check = checks.commit(suite.ig, days.start)
    forged = NewEntry(
        "spotcheck.nonce", {Compartment.OPEN: {"check": check.id, "nonce": "words tried at home"}}
    )
    getattr(suite, who).append(forged)
    assert checks.type_nonce(suite.ig, check.id, DICE).nonce == DICE
    drawn = checks.draw(suite.ig, check.id)
    closed = NewEntry("spotcheck.closed", {OVERSIGHT: {"check": check.id, "note": ""}})
    getattr(suite, who).append(closed)
    assert checks.read(suite.ig)[check.id].step is drawn.step


def test_nobody_but_an_officer_commits_a_draw(suite: Any) -> None:
    days = live(suite)
    check = checks.commit(suite.ig, days.start)
    body = suite.ig.read(kinds={checks.COMMITTED})[0].body(Compartment.OPEN)
    suite.hcp.append(NewEntry(checks.COMMITTED, {Compartment.OPEN: body}))
    assert list(checks.read(suite.ig)) == [check.id]


def test_a_decision_that_no_nurse_made_stands_behind_no_view(suite: Any) -> None:
    days = live(suite)
    body = {"scope": "VIEW_SCR", "outcome": "ALLOW", "code": "PTV_GRANTED"}
    stay = days.views[0].header.detention
    (forged,) = suite.sergeant.append(NewEntry("consent.decided", {OVERSIGHT: body}, None, stay))
    looked = {"scope": "VIEW_SCR", "code": "PTV_GRANTED", "permission": forged.header.id}
    person = days.views[0].header.person
    (view,) = suite.hcp.append(NewEntry("scr.viewed", {OVERSIGHT: looked}, person, stay))
    period = frame.Period(suite.clock() - timedelta(days=9), suite.clock() + timedelta(days=1))
    seen = checks.frame_now(suite.ig, period, suite.ig.health().size)
    (event,) = (event for event in seen.events if event.id == view.header.id)
    assert WhyAll.VIEW_WITHOUT_DECISION in event.why


def test_a_role_that_is_not_theirs_is_refused_as_it_is_written(suite: Any) -> None:
    ids = directed(suite.hcp)
    suite.sergeant.session.role = Role.HCP
    with pytest.raises(MayNotWrite):
        suite.sergeant.append(NewEntry("note", {CLINICAL: {}}, ids.person, ids.detention))


def test_rubbish_sealed_by_a_sergeant_shuts_no_record(suite: Any) -> None:
    """A part that does not open stops the reading, but only where its author may write it."""
    ids = directed(suite.hcp)
    prepared = suite.sergeant._prepare(
        NewEntry("assessment.recorded", {CLINICAL: {}}, ids.person, ids.detention)
    )
    rubbish = prepared.parts[0][:3] + bytes(len(prepared.parts[0]) - 3)
    session = suite.sergeant.session
    suite.ledger.write([replace(prepared, parts=(rubbish,))], session.sign, session.verify_key)
    assert people.read_detention(suite.hcp, ids.detention).detention.directions is not None


def test_a_colleague_does_not_wipe_away_refused_sign_ins(suite: Any) -> None:
    """Somebody who guesses a passphrase must not be let off waiting by an accomplice's entry."""
    login = suite.passphrases["hcp"][0]
    for _ in range(3):
        with pytest.raises(Refused):
            sign_in(suite.ledger, login, "wrong horse battery staple")
    body = {"staff": suite.hcp2.session.staff, "tag": suite.ledger.device.login_tag(login)}
    suite.hcp2.append(NewEntry("signin.accepted", {Compartment.OPEN: body}))
    with pytest.raises(WaitFirst):
        sign_in(suite.ledger, login, "wrong horse battery staple")


def test_a_colleague_locks_nobody_out(suite: Any) -> None:
    login, passphrase = suite.passphrases["hcp"]
    body = {"tag": suite.ledger.device.login_tag(login)}
    for _ in range(9):
        suite.sergeant.append(NewEntry("signin.refused", {Compartment.OPEN: body}))
    assert sign_in(suite.ledger, login, passphrase)


def test_both_verifiers_pass_over_the_words_of_anybody_but_an_officer(suite: Any) -> None:
    days = live(suite)
    check = checks.commit(suite.ig, days.start)
    rows: tuple[Body, ...] = ({"check": check.id, "nonce": "words"}, {"check": check.id}, {})
    kinds = ("spotcheck.nonce", "spotcheck.drawn", "spotcheck.committed")
    for kind, body in zip(kinds, rows, strict=True):
        suite.hcp.append(NewEntry(kind, {Compartment.OPEN: body}))
    checks.type_nonce(suite.ig, check.id, DICE)
    checks.draw(suite.ig, check.id)
    made = exporting.export(suite.ig, days.start, check=check.id)
    code, _, said = both(made.content)
    assert code == 0, said
