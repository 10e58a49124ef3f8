"""Per-force profiles, and a list that only somebody's word takes a briefing off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, HEADER
from sharing_people import PLACE, directed, directions_at

from custodyhcp.records import assessing
from custodyhcp.sharing import pasting, publishing
from custodyhcp.sharing.briefing import compose
from custodyhcp.sharing.paste import Profile, TooLong, paste_blocks, profiles
from custodyhcp.sharing.plain import ascii_fold
from custodyhcp.vault.compartments import Compartment

WORDS = ["ring", "us", "at", "250", "mg", "every", "30", "min", "café"]
sentences = st.lists(st.sampled_from(WORDS), max_size=30)
made = st.builds(
    lambda food, talk, limit, width, ending: (
        replace(DIRECTIONS, food=" ".join(food), communication=" ".join(talk)),
        Profile("x", "x", width, limit, ending),
    ),
    sentences,
    sentences,
    st.integers(420, 4000),
    st.integers(40, 80),
    st.sampled_from(["\r\n", "\n"]),
)


@given(made)
@settings(max_examples=80, deadline=None)
def test_no_block_is_larger_and_no_instruction_is_ever_cut_in_two(given_: Any) -> None:
    directions, profile = given_
    briefing = compose(directions, HEADER)
    try:
        blocks = paste_blocks(briefing, profile)
    except TooLong:
        return
    flat = [" ".join(block.split()) for block in blocks]
    for number, block in enumerate(blocks, start=1):
        assert len(block) <= profile.limit
        assert block.isascii()
        assert block.endswith(profile.ending)
        assert profile.ending == "\r\n" or "\r" not in block
        assert max(map(len, block.split(profile.ending))) <= profile.width
        assert len(blocks) == 1 or f"({number} of {len(blocks)})" in block
    for line in briefing.lines[1:]:
        said = ascii_fold(f"{line.label.upper()}: {line.text}")
        assert sum(said in one for one in flat) == 1, said


def test_what_does_not_fit_whole_is_refused_in_words() -> None:
    briefing = compose(replace(DIRECTIONS, food="soft food " * 60), HEADER)
    with pytest.raises(TooLong) as refused:
        paste_blocks(briefing, profiles()["short"])
    assert "Food, drink" in refused.value.words


@pytest.mark.parametrize("key", list(profiles()))
def test_each_profile_takes_the_example(key: str) -> None:
    profile = profiles()[key]
    blocks = paste_blocks(compose(DIRECTIONS, HEADER), profile)
    assert all(len(block) <= profile.limit for block in blocks)
    assert (len(blocks) > 1) == (profile.limit < 1200)


def test_it_is_listed_until_somebody_says_so_and_again_with_each_version(suite: Any) -> None:
    ids = directed(suite.hcp)
    assert pasting.awaiting(suite.hcp) == ()
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    suite.clock.forward(minutes=20)
    (waiting,) = pasting.awaiting(suite.hcp)
    assert (waiting.published.entry, waiting.waited) == (first.entry, timedelta(minutes=20))

    entry = pasting.say_pasted(suite.sergeant, first, suite.clock())
    assert set(entry.bodies) == {Compartment.BRIEFING}
    assert pasting.awaiting(suite.hcp) == ()
    claim = pasting.claim_of(suite.hcp, first)
    assert claim is not None
    assert claim.staff == suite.sergeant.session.staff

    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, food="soft"))
    second = publishing.publish(suite.hcp, ids.detention, PLACE)
    assert [one.published.entry for one in pasting.awaiting(suite.hcp)] == [second.entry]
    for wrong, at in (
        (first, suite.clock()),
        (second, suite.clock() + timedelta(minutes=2)),
        (second, second.at - timedelta(minutes=2)),
    ):
        with pytest.raises(pasting.NotPasted):
            pasting.say_pasted(suite.hcp, wrong, at)
    assert len(pasting.awaiting(suite.hcp)) == 1


def test_the_suite_keeps_its_custody_system(suite: Any) -> None:
    assert pasting.profile_in_use(suite.hcp).key == "standard"
    pasting.use_profile(suite.hcp, profiles()["medium"])
    assert pasting.profile_in_use(suite.sergeant).key == "medium"
