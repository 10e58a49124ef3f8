"""The list of paper after downtime: never closed early, opened again by a sheet found later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sharing_people import PLACE, directed, directions_at

from custodyhcp.records import assessing, people
from custodyhcp.sharing import publishing, reconciling
from custodyhcp.sharing.reconciling import KINDS, Downtime, NotReconciled, Paper
from custodyhcp.vault.compartments import Compartment


def begun(suite: Any) -> tuple[Downtime, datetime]:
    suite.clock.forward(hours=2)
    now = suite.clock()
    reconciling.begin(suite.sergeant, now - timedelta(hours=1), now)
    (about,) = reconciling.downtimes(suite.hcp)
    return about, now - timedelta(minutes=30)


def again(suite: Any) -> Downtime:
    (about,) = reconciling.downtimes(suite.sergeant)
    return about


def test_a_sheet_is_missing_until_the_late_entry_is_named(suite: Any) -> None:
    ids = directed(suite.hcp)
    about, written = begun(suite)
    reconciling.list_sheet(
        suite.hcp, about, ids.detention, Paper.DIRECTIONS, "Dr Imran Voss", written
    )
    (sheet,) = again(suite).missing
    assert (sheet.number, sheet.by, sheet.written_at) == (1, "Dr Imran Voss", written)
    assert reconciling.may_say(suite.hcp, sheet) == ()  # what was before it does not count
    with pytest.raises(NotReconciled, match="Not entered yet: sheet 1"):
        reconciling.close(suite.hcp, again(suite), 1)

    given = assessing.give_directions(
        suite.hcp, ids.detention, directions_at(suite.hcp, food="soft food")
    )
    assert given is not None
    (header,) = reconciling.may_say(suite.sergeant, sheet)
    assert header.kind == "directions.given"
    with pytest.raises(NotReconciled):
        reconciling.entered(suite.sergeant, again(suite), sheet, about.entry)
    reconciling.entered(suite.sergeant, again(suite), sheet, header.id)
    assert again(suite).missing == ()
    for wrong in (0, 2):
        with pytest.raises(NotReconciled, match="1 listed"):
            reconciling.close(suite.sergeant, again(suite), wrong)
    reconciling.close(suite.sergeant, again(suite), 1)
    assert again(suite).closed


def test_one_entry_stands_for_one_sheet_and_a_sheet_found_later_opens_the_list(
    suite: Any,
) -> None:
    ids = directed(suite.hcp)
    about, written = begun(suite)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    args = (ids.detention, Paper.DIRECTIONS, "PS 4127", written)
    reconciling.list_sheet(suite.sergeant, about, *args)
    (first,) = again(suite).missing
    (only,) = reconciling.may_say(suite.sergeant, first)
    reconciling.entered(suite.sergeant, again(suite), first, only.id)
    reconciling.close(suite.sergeant, again(suite), 1)
    reconciling.list_sheet(suite.hcp, about, *args)
    assert not again(suite).closed
    (second,) = again(suite).missing
    assert reconciling.may_say(suite.hcp, second) == ()
    with pytest.raises(NotReconciled):
        reconciling.entered(suite.hcp, again(suite), second, only.id)


def test_a_close_that_came_too_early_counts_for_nothing(suite: Any) -> None:
    """Whoever writes one by other means than these verbs closes nothing."""
    from custodyhcp.ledger.entry import NewEntry

    ids = directed(suite.hcp)
    about, written = begun(suite)
    reconciling.list_sheet(suite.hcp, about, ids.detention, Paper.NOTE, "R Hale", written)
    body = {"downtime": about.entry, "sheets": 1}
    suite.hcp.append(NewEntry(reconciling.RECONCILED, {Compartment.BRIEFING: body}))
    assert not again(suite).closed


def test_custody_reads_the_list_and_no_word_of_the_paper(suite: Any) -> None:
    ids = directed(suite.hcp)
    about, written = begun(suite)
    reconciling.list_sheet(suite.hcp, about, ids.detention, Paper.MEDICINE, "R Hale", written)
    for entry in suite.hcp.read(kinds=KINDS):
        assert set(entry.bodies) == {Compartment.BRIEFING}
    listed = suite.sergeant.read(kinds={reconciling.LISTED})[0].body(Compartment.BRIEFING)
    assert set(listed) == {"downtime", "paper", "by", "written_at"}


def test_times_that_cannot_be_are_refused(suite: Any) -> None:
    now = suite.clock()
    hour = timedelta(hours=1)
    for since, until in ((now, now), (now - hour, now + hour), (now, now - hour)):
        with pytest.raises(NotReconciled):
            reconciling.begin(suite.hcp, since, until)
    ids = directed(suite.hcp)
    about, _ = begun(suite)
    late = suite.clock() + hour
    for by, at, stay in (("", now, ids.detention), ("x", late, ids.detention), ("x", now, "none")):
        with pytest.raises(NotReconciled):
            reconciling.list_sheet(suite.hcp, about, stay, Paper.NOTE, by, at)


def test_a_sheet_listed_by_mistake_is_struck_stays_legible_and_the_list_can_close(
    suite: Any,
) -> None:
    ids = directed(suite.hcp)
    about, written = begun(suite)
    reconciling.list_sheet(suite.hcp, about, ids.detention, Paper.OTHER, "R Hale", written)
    (sheet,) = again(suite).missing
    for reason in ("  ", "x" * (reconciling.LONGEST_REASON + 1)):
        with pytest.raises(NotReconciled, match="Say why"):
            reconciling.strike(suite.sergeant, again(suite), sheet, reason)
    reconciling.strike(suite.sergeant, again(suite), sheet, "The same sheet twice")
    (known,) = again(suite).sheets
    assert (known.struck, known.by) == ("The same sheet twice", "R Hale")
    assert again(suite).missing == again(suite).counted == ()
    with pytest.raises(NotReconciled):
        reconciling.strike(suite.hcp, again(suite), known, "again")
    with pytest.raises(NotReconciled, match="struck"):
        reconciling.entered(suite.hcp, again(suite), known, about.entry)
    with pytest.raises(NotReconciled, match="0 listed"):
        reconciling.close(suite.sergeant, again(suite), 1)
    reconciling.close(suite.sergeant, again(suite), 0)
    assert again(suite).closed


def test_what_was_entered_is_not_struck_and_another_kind_takes_any_that_may_stand(
    suite: Any,
) -> None:
    ids = directed(suite.hcp)
    about, written = begun(suite)
    reconciling.list_sheet(suite.hcp, about, ids.detention, Paper.OTHER, "R Hale", written)
    (sheet,) = again(suite).missing
    people.move_cell(suite.hcp, ids.detention, "12")
    (header,) = reconciling.may_say(suite.sergeant, sheet)
    assert header.kind == "detention.moved"
    reconciling.entered(suite.sergeant, again(suite), sheet, header.id)
    with pytest.raises(NotReconciled):
        reconciling.strike(suite.hcp, again(suite), sheet, "no")
    assert again(suite).sheets[0].entered
