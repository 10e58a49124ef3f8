from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sharing_people import PLACE, booked, directed, directions_at

from custodyhcp.ledger import Moved
from custodyhcp.ledger.entry import NewEntry, stamp
from custodyhcp.records import assessing, people
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing import not_fit, publishing, register
from custodyhcp.sharing.custody_side import Told, most_urgent_first
from custodyhcp.vault.compartments import Compartment


def gone(suite: Any, made: publishing.Published) -> None:
    now = suite.clock()
    not_fit.start_transfer(suite.sergeant, made, at=now, how="ambulance", called_at=now)


HOSPITAL = {"fitness": FitToDetain.NOT_FIT_HOSPITAL_999, "call_hcp_if": ()}


def test_what_is_published_is_what_the_directions_in_force_say(suite: Any) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    assert made.version == 1
    assert made.briefing.header.name == "KOWALCZYK, Łukasz (Mr)"
    assert made.briefing.header.given_by == "Robin Hale (NMC 99Z9991A)"
    (seen,) = publishing.briefings(suite.sergeant)
    assert seen.current is not None
    assert seen.current.briefing == made.briefing
    assert seen.cell == "07"
    assert seen.current.unread


def test_there_is_nothing_to_publish_before_directions(suite: Any) -> None:
    ids = booked(suite.hcp)
    with pytest.raises(publishing.NothingToPublish):
        publishing.publish(suite.hcp, ids.detention, PLACE)


def test_a_second_version_replaces_the_first_everywhere(suite: Any) -> None:
    ids = directed(suite.hcp)
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(minutes=30)
    second = publishing.publish(suite.hcp2, ids.detention, PLACE)
    assert (second.version, second.briefing.header.replaces) == (2, 1)
    stay = publishing.stay(suite.sergeant, ids.detention)
    assert stay.superseded(first.entry)
    assert not stay.superseded(second.entry)
    assert stay.current is not None
    assert stay.current.entry == second.entry
    with pytest.raises(publishing.NotNow, match="Version 2"):
        publishing.acknowledge(
            suite.sergeant, first, told_by="R Hale", told_at=suite.clock(), read_back=True
        )


def test_an_acknowledgement_names_who_told_whom_and_reads_back(suite: Any) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE, Told("PS 4127", suite.clock(), True))
    suite.clock.forward(minutes=4)
    told_at = suite.clock() - timedelta(minutes=2)
    publishing.acknowledge(
        suite.sergeant, made, told_by=" Robin\nHale ", told_at=told_at, read_back=True
    )
    current = publishing.stay(suite.hcp, ids.detention).current
    assert current is not None
    assert not current.unread
    assert current.told is not None
    assert current.told.to == "PS 4127"
    (read,) = current.acknowledged
    assert (read.name, read.rank_number, read.told_by) == ("Dale Mercer", "PS 4127", "Robin Hale")
    assert (read.told_at, read.read_back) == (told_at, True)


@pytest.mark.parametrize("wrong", [{"told_by": "  "}, {"told_at": timedelta(minutes=1)}])
def test_an_acknowledgement_that_cannot_be_is_refused(suite: Any, wrong: dict[str, Any]) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    said = {"told_by": "Robin Hale", "told_at": timedelta(0), "read_back": True} | wrong
    said["told_at"] = suite.clock() + said["told_at"]
    with pytest.raises(publishing.NotNow):
        publishing.acknowledge(suite.sergeant, made, **said)
    stay = publishing.stay(suite.sergeant, ids.detention)
    assert stay.current is not None
    assert stay.current.unread


def test_not_fit_stays_open_until_the_transfer_has_started(suite: Any) -> None:
    ids = directed(suite.hcp, **HOSPITAL)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    publishing.acknowledge(
        suite.sergeant, made, told_by="Robin Hale", told_at=suite.clock(), read_back=True
    )
    before = publishing.stay(suite.sergeant, ids.detention).current
    assert before is not None
    assert before.not_fit_open
    gone(suite, made)
    after = publishing.stay(suite.sergeant, ids.detention).current
    assert after is not None
    assert not after.not_fit_open
    assert after.transfer is not None
    assert after.transfer.how == "ambulance"
    with pytest.raises(publishing.NotNow, match="already"):
        gone(suite, made)


def test_each_not_fit_version_needs_its_own_transfer(suite: Any) -> None:
    ids = directed(suite.hcp, **HOSPITAL)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    gone(suite, made)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    current = publishing.stay(suite.sergeant, ids.detention).current
    assert current is not None
    assert current.not_fit_open


def test_somebody_fit_has_no_transfer(suite: Any) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    with pytest.raises(publishing.NotNow, match="fit to detain"):
        gone(suite, made)


def test_most_urgent_first(suite: Any) -> None:
    wanted = {
        "A": {"fitness": FitToDetain.FIT, "conditions": ""},
        "B": {},
        "C": {},
        "D": HOSPITAL,
    }
    made = {
        ref: publishing.publish(suite.hcp, directed(suite.hcp, ref, **said).detention, PLACE)
        for ref, said in wanted.items()
    }
    for ref in ("A", "B", "D"):
        publishing.acknowledge(
            suite.sergeant, made[ref], told_by="R Hale", told_at=suite.clock(), read_back=True
        )
    reader = publishing.Reader()
    stays = most_urgent_first(reader.read(suite.sergeant), suite.clock())
    assert [stay.custody_ref for stay in stays] == ["D", "C", "B", "A"]
    gone(suite, made["D"])
    again = most_urgent_first(reader.read(suite.sergeant), suite.clock())
    assert next(stay.custody_ref for stay in again) == "C"


def test_a_closed_stay_leaves_the_screen_but_not_an_open_not_fit(suite: Any) -> None:
    fit, ill = directed(suite.hcp, "FIT"), directed(suite.hcp, "ILL", **HOSPITAL)
    for ids in (fit, ill):
        publishing.publish(suite.hcp, ids.detention, PLACE)
    people.close_detention(suite.hcp, fit.detention, suite.clock(), "home")
    # this workstation refuses to close it; another, which had not heard, may have
    closed = {"at": stamp(suite.clock()), "destination": "hospital"}
    suite.hcp.append(
        NewEntry(
            "detention.closed",
            {Compartment.IDENTITY: closed},
            person=ill.person,
            detention=ill.detention,
        )
    )
    shown = most_urgent_first(publishing.briefings(suite.sergeant), suite.clock())
    assert [stay.custody_ref for stay in shown] == ["ILL"]


def test_somebody_moved_is_shown_where_they_are(suite: Any) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    people.move_cell(suite.hcp, ids.detention, "12")
    assert publishing.stay(suite.sergeant, ids.detention).cell == "12"


def test_nobody_publishes_over_what_they_have_not_seen(suite: Any, monkeypatch: Any) -> None:
    ids = directed(suite.hcp)
    read = people.read_detention

    def read_then_overtaken(desk: Any, detention: str) -> people.Opened:
        opened = read(desk, detention)
        assessing.give_directions(suite.hcp2, detention, directions_at(suite.hcp2, food="none"))
        return opened

    monkeypatch.setattr(publishing, "read_detention", read_then_overtaken)
    with pytest.raises(Moved):
        publishing.publish(suite.hcp, ids.detention, PLACE)
    assert publishing.stay(suite.sergeant, ids.detention).current is None


def test_an_ig_officer_sees_no_briefing(suite: Any) -> None:
    publishing.publish(suite.hcp, directed(suite.hcp).detention, PLACE)
    assert publishing.briefings(suite.ig) == []


def test_a_disclosure_is_numbered_and_only_oversight_can_read_it(suite: Any) -> None:
    ids = directed(suite.hcp)
    said = {"person": ids.person, "detention": ids.detention}
    pdf, paste = register.What.BRIEFING_PDF, register.What.PASTE
    assert register.record(suite.hcp, pdf, "file", b"%PDF", **said) == 1
    assert register.record(suite.sergeant, paste, "custody record", b"text", **said) == 2
    seen = suite.ig.read(kinds={register.KIND})
    assert [entry.body(Compartment.OVERSIGHT)["copy"] for entry in seen] == [1, 2]
    assert seen[0].body(Compartment.OVERSIGHT)["what"] == "briefing_pdf"
    assert len(seen[0].body(Compartment.OVERSIGHT)["sha256"]) == 64
    assert not suite.hcp.read(kinds={register.KIND})[0].bodies
