from __future__ import annotations

import hashlib
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oversight_examples import NURSE, START, Story

from custodyhcp.oversight import draw
from custodyhcp.oversight.codes import Layer, WhyAll
from custodyhcp.oversight.draw import Parameters, PoorNonce
from custodyhcp.oversight.frame import Event, Frame, Period, frame

WEEK = Period(START, START + timedelta(days=7))
TEN = Parameters(percent=10, minimum=5)
NOTE = "custodyhcp/demo\n100\nAAAA\n\nsigned\n"


def _frame(story: Story) -> dict[str, Event]:
    return {e.id: e for e in frame(story.entries, WEEK, len(story.entries)).events}


def test_overrides_stand_in_the_full_layer_and_plain_decisions_outside() -> None:
    story = Story()
    story.opened()
    override = story.decided(code="COURT_ORDER", alerts=[[2, 3]])
    unheard_of = story.decided(code="SOMETHING_NEW")
    refused = story.decided("BLOCK", "NO_RELATIONSHIP")
    claimed = story.decided(relationship="SELF_CLAIMED", alerts=[[1, 6]])
    found = _frame(story)
    assert found[override.header.id].layer is Layer.ALL
    assert found[unheard_of.header.id].layer is Layer.ALL
    assert found[refused.header.id].layer is Layer.OUTSIDE
    assert found[claimed.header.id].layer is Layer.RANDOM


def test_a_plain_view_is_drawn_from_and_an_odd_one_is_always_checked() -> None:
    story = Story()
    story.opened()
    asked = story.decided()
    plain = story.viewed(asked)
    bare = story.viewed(None)
    other_kind = story.viewed(asked, kind="gp.viewed")
    story.decided("BLOCK", "WITHDRAWN")
    after = story.viewed(asked)
    story.closed()
    outside = story.viewed(asked)
    story.opened("stay-2", ref="")
    no_ref = story.viewed(story.decided(stay="stay-2"), stay="stay-2")
    found = _frame(story)
    assert found[plain.header.id].layer is Layer.RANDOM
    assert WhyAll.VIEW_WITHOUT_DECISION in found[bare.header.id].why
    assert WhyAll.VIEW_WITHOUT_DECISION in found[other_kind.header.id].why
    assert found[after.header.id].why == (WhyAll.VIEW_AFTER_REFUSAL,)
    assert WhyAll.VIEW_OUTSIDE_DETENTION in found[outside.header.id].why
    assert found[no_ref.header.id].why == (WhyAll.NO_CUSTODY_REFERENCE,)


def test_a_view_under_an_override_counts_as_one() -> None:
    story = Story()
    story.opened()
    view = story.viewed(story.decided(code="BI_EMERGENCY", alerts=[[2, 5]]))
    assert _frame(story)[view.header.id].why == (WhyAll.OVERRIDE,)


def test_the_frame_ends_with_the_period_and_with_the_checkpoint() -> None:
    story = Story()
    story.opened()
    first = story.viewed(story.decided())
    second = story.viewed(story.decided())
    short = Period(START, second.at)
    assert [e.id for e in frame(story.entries, short, 99).events][-2:-1] == [first.header.id]
    assert second.header.id not in {e.id for e in frame(story.entries, WEEK, 4).events}


def test_the_frame_says_nothing_about_anybody() -> None:
    story = Story()
    story.opened()
    story.viewed(story.decided(code="BI_EMERGENCY", alerts=[[2, 5]]))
    text = frame(story.entries, WEEK, 99).to_bytes()
    for word in (b"CANARY", b"CR-1001", NURSE.encode(), b"EMERGENCY"):
        assert word not in text


def _many(views: int) -> Frame:
    numbers = random.Random(views)  # noqa: S311
    return Frame(
        WEEK,
        tuple(
            Event(
                seq, f"{numbers.getrandbits(128):032x}", "scr.viewed", Layer.RANDOM, (), NURSE,
                START, "stay",
            )
            for seq in range(views)
        ),
    )  # fmt: skip


def _third_party(frame_txt: bytes, seed_txt: bytes, percent: int, minimum: int) -> list[str]:
    """What docs/formats/spot-check.md tells a stranger to do."""
    seed = hashlib.sha256(seed_txt).hexdigest()
    rows = [line.split() for line in frame_txt.decode().splitlines()]
    pool = [row[1] for row in rows if row[3] == "RANDOM"]
    pool.sort(key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).hexdigest())
    keep = set(pool[: max(minimum, (len(pool) * percent + 99) // 100)])
    return [row[1] for row in rows if row[3] == "ALL" or row[1] in keep]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 300), st.integers(1, 100), st.integers(0, 20), st.text(min_size=1))
def test_anybody_can_draw_again_and_gets_the_same(
    views: int, percent: int, minimum: int, nonce: str
) -> None:
    whole, by = _many(views), Parameters(percent, minimum)
    if nonce.encode("utf-8", "ignore").decode() != nonce:
        return
    lines = draw.seed_lines(NOTE, nonce, "entry-1", whole.digest, by)
    ours = draw.sample(whole, draw.seed(lines), by)
    assert [e.id for e in ours] == _third_party(whole.to_bytes(), lines, percent, minimum)
    assert len(ours) == min(views, max(minimum, -(-views * percent // 100)))


def test_the_worked_example_of_the_format() -> None:
    lines = draw.seed_lines(NOTE, "4 2 6 6 1 3 5 2 1 4", "entry-1", "00" * 32, TEN)
    assert lines.decode().splitlines()[0] == "custodyhcp spot check draw v1"
    assert draw.seed(lines) == hashlib.sha256(lines).hexdigest()


def test_each_thing_that_goes_in_changes_the_seed() -> None:
    asked = (NOTE, "dice dice dice", "entry-1", "00" * 32, TEN)
    seeds = {draw.seed(draw.seed_lines(*asked))}
    for at, other in enumerate((NOTE + " ", "dice", "entry-2", "01" * 32, Parameters(11, 5))):
        changed = [*asked]
        changed[at] = other
        seeds.add(draw.seed(draw.seed_lines(*changed)))  # type: ignore[arg-type]
    assert len(seeds) == 6


def test_somebody_who_adds_entries_until_a_guessed_draw_misses_theirs_gains_nothing() -> None:
    """An insider tries 40 frames, each with harmless entries added, and keeps the one that misses
    their view under the nonce they guess. The officer's real words come afterwards."""
    trials, caught = 2000, 0
    numbers = random.Random(7)  # noqa: S311
    by = Parameters(percent=10, minimum=0)
    for _ in range(trials):
        base = _many(50).events
        theirs = base[numbers.randrange(50)]
        chosen = None
        for tries in range(40):
            extra = Event(
                99, f"{numbers.getrandbits(128):032x}", "scr.viewed", Layer.RANDOM, (), NURSE,
                START, "stay",
            )  # fmt: skip
            chosen = Frame(WEEK, (*base, extra))
            lines = draw.seed_lines(NOTE, "a guess at the dice", f"e{tries}", chosen.digest, by)
            if theirs not in draw.sample(chosen, draw.seed(lines), by):
                break
        assert chosen is not None
        real = draw.seed_lines(NOTE, f"{numbers.random()}", "entry-9", chosen.digest, by)
        caught += theirs in draw.sample(chosen, draw.seed(real), by)
    expected = 6 / 51
    assert abs(caught / trials - expected) < 0.03


@pytest.mark.parametrize("words", ["", "dice", "66666 66666", "1" * 400, "ab" * 10])
def test_words_that_nobody_threw_are_refused(words: str) -> None:
    with pytest.raises(PoorNonce):
        draw.tidy_nonce(words)


def test_words_are_logged_with_one_space_between() -> None:
    assert draw.tidy_nonce("  kettle  lamp\tgoose\nriver ") == "kettle lamp goose river"
