"""What a version changed, on paper and in the paste block; a replaced one is stamped or refused."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sharing_examples import DIRECTIONS, HEADER
from sharing_people import PLACE, directed, directions_at

from custodyhcp.records import assessing
from custodyhcp.records.directions import FitToDetain, Observation
from custodyhcp.sharing import papers, publishing, register
from custodyhcp.sharing.briefing import compose
from custodyhcp.sharing.changes import Kind, changes, marked
from custodyhcp.sharing.paste import paste_blocks

LATER = replace(HEADER, version=2, replaces=1)


def test_added_changed_and_removed_are_said_in_words() -> None:
    first = compose(replace(DIRECTIONS, food="no nuts", communication=""), HEADER)
    said = replace(DIRECTIONS, food="", communication="speak slowly", fitness=FitToDetain.FIT)
    second = compose(replace(said, conditions=""), LATER)
    found = {(one.kind, one.line.key) for one in changes(first, second)}
    assert {(Kind.ADDED, "communication"), (Kind.REMOVED, "food")} <= found
    assert (Kind.CHANGED, "fitness") in found
    block = "".join(paste_blocks(marked(first, second)))
    assert "TALKING [NEW]: speak slowly" in block
    assert "NO LONGER: Food, drink: no nuts" in block
    assert "FITNESS TO DETAIN: FIT TO DETAIN [CHANGED]" in block


def test_a_first_version_and_the_same_again_change_nothing() -> None:
    first = compose(DIRECTIONS, HEADER)
    assert changes(None, first) == ()
    assert changes(first, compose(DIRECTIONS, LATER)) == ()
    assert marked(None, first) == first


@given(st.sampled_from([1, 2, 3, 4]), st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_line_of_both_versions_is_accounted_for(level: int, food: str, talk: str) -> None:
    first = compose(DIRECTIONS, HEADER)
    watched = Observation(level, 30, rouse=True, until=None, reason="")
    told = replace(DIRECTIONS, food=food, communication=talk, observation=watched)
    second = compose(told, LATER)
    found = changes(first, second)
    old, new = ({line.key: line.text for line in one.lines} for one in (first, second))
    for change in found:
        if change.kind is Kind.ADDED:
            assert change.line.key not in old
        elif change.kind is Kind.REMOVED:
            assert change.line.key not in new
        else:
            assert old[change.line.key] != new[change.line.key]
    touched = {change.line.key for change in found}
    for key in old.keys() | new.keys():
        if key not in touched and key not in ("record", "observe_change"):
            assert old[key] == new[key]


def test_paper_carries_the_changes_and_the_stamp_and_a_stale_paste_is_refused(suite: Any) -> None:
    ids = directed(suite.hcp, food="no nuts", communication="", medicines=())
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    looked_at = papers.next_copy(suite.hcp, first)
    told = directions_at(suite.hcp, food="", communication="speak slowly", medicines=())
    assessing.give_directions(suite.hcp, ids.detention, told)
    second = publishing.publish(suite.hcp, ids.detention, PLACE)
    with pytest.raises(publishing.NotNow, match="Version 2"):
        papers.hand_over(suite.hcp, looked_at, register.What.BRIEFING_PDF, "file")
    with pytest.raises(publishing.NotNow, match="Version 2"):
        publishing.hand_on(suite.hcp, first, register.What.PASTE, "record", b"x")
    new = _text(papers.next_copy(suite.hcp, second).pdf)
    assert "Talking [NEW]" in new
    assert "NO LONGER" in new
    assert "Food, drink: no nuts" in new
    old = papers.next_copy(suite.hcp, first)
    assert "SUPERSEDED" in _text(old.pdf)
    papers.hand_over(suite.hcp, old, register.What.BRIEFING_PDF, "file")


def _text(pdf: bytes) -> str:
    said = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(said.split())
