"""How many seeded leaks the checker stops, what it misses, and how often it cries wolf."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_people import PLACE, booked, directed

from custodyhcp import rules
from custodyhcp.sharing import publishing
from custodyhcp.sharing.leak_words import read
from custodyhcp.sharing.leaks import hits, list_version, notice, prompts
from custodyhcp.sharing.leaks_kept import ReasonNeeded, other_names
from custodyhcp.vault.compartments import Compartment

TABLE: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "tables" / "leaks.json").read_text("utf-8")
)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def missed() -> list[str]:
    return [text for text in TABLE["leaks"] if not hits(text, TABLE["names"])]


def test_it_stops_what_the_documents_say_it_stops(capsys: pytest.CaptureFixture[str]) -> None:
    leaks, through = len(TABLE["leaks"]), missed()
    stopped = leaks - len(through)
    with capsys.disabled():
        print(f"\nleaks stopped: {stopped} of {leaks}; missed: {', '.join(through)}")
    assert leaks >= 200
    assert stopped / leaks >= 0.9
    assert f"Of the {leaks} leaks" in DOCS.read_text("utf-8")
    assert f"it stops {stopped}" in DOCS.read_text("utf-8")


def test_every_leak_of_the_domain_is_stopped() -> None:
    assert not set(missed()) & set(TABLE["leaks"][:10])


@pytest.mark.parametrize("text", TABLE["innocent"])
def test_it_leaves_a_minimum_line_alone(text: str) -> None:
    assert not hits(text, TABLE["names"])


def test_a_hit_stands_where_the_words_stand_and_says_what_to_write() -> None:
    text = "own tablets: Bíktarvy daily"
    (hit,) = hits(text)
    assert text[hit.start : hit.end] == "Bíktarvy"
    assert hit.kind == "MEDICINE"
    assert "when it is due" in hit.say_instead
    apart = "says h.i.v at intake"
    (hit,) = hits(apart)
    assert apart[hit.start : hit.end] == "h.i.v"
    assert "what staff must do" in hit.say_instead


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_letter_by_letter(text: str) -> None:
    whole = read(text)
    assert len(whole.text) == len(whole.places)
    assert all(0 <= hit.start <= hit.end <= len(text) for hit in hits(text))
    assert all(text[hit.start : hit.end] for hit in hits(text) if hit.kind != "LENGTH")


def test_the_list_has_a_version_and_an_owner_and_calls_itself_a_prompt() -> None:
    version, owner = list_version()
    assert version >= 2
    assert "Governance" in owner
    assert "prompt, not proof" in notice()


def test_it_answers_from_outside_by_the_same_function() -> None:
    out = io.StringIO()
    cases = [
        json.dumps({"text": "on Biktarvy"}).encode(),
        json.dumps({"text": "two sips of water"}).encode(),
        json.dumps({"text": "away from Obi", "names": ["OBI, Grace"]}).encode(),
        b'{"text": 4}',
    ]
    assert rules.ask("leak", cases, out) == 0
    first, second, third, fourth = map(json.loads, out.getvalue().splitlines())
    (hit,) = hits("on Biktarvy")
    assert first["hits"] == [{"kind": "MEDICINE", "span": [3, 11], "say_instead": hit.say_instead}]
    assert second == {"hits": []}
    assert third["hits"][0]["kind"] == "NAME"
    assert "error" in fourth


# --- on publishing -------------------------------------------------------------------------------


def test_it_takes_a_reason_and_oversight_is_told_the_kind_and_never_the_words(suite: Any) -> None:
    ids = directed(suite.hcp, food="apart from others, HIV")
    with pytest.raises(ReasonNeeded, match="more than custody needs"):
        publishing.publish(suite.hcp, ids.detention, PLACE)
    with pytest.raises(ReasonNeeded, match="says such words itself"):
        publishing.publish(suite.hcp, ids.detention, PLACE, None, "because of the HIV")
    assert publishing.stay(suite.hcp, ids.detention).current is None
    publishing.publish(suite.hcp, ids.detention, PLACE, None, "they asked us to say so")
    (entry,) = suite.ig.read(kinds={"briefing.published"})
    told = entry.body(Compartment.OVERSIGHT)
    assert told == {
        "kept_because": "they asked us to say so",
        "kept": ["INFECTION"],
        "word_list": list_version()[0],
    }


def test_somebody_elses_name_is_pointed_out_and_their_own_is_not(suite: Any) -> None:
    booked(suite.hcp, "NG/26/1", "Okonkwo")
    ids = directed(suite.hcp, food="not beside Okonkwo, as Robin said")
    names = other_names(suite.hcp, ids.detention)
    assert {"okonkwo", "robin", "hale"} <= set(names)
    assert "kowalczyk" not in names
    directions = directed_directions(suite, ids.detention)
    assert {prompt.found for prompt in prompts(directions, names)} == {"Okonkwo", "Robin"}


def directed_directions(suite: Any, detention: str) -> Any:
    from custodyhcp.records import people

    return people.read_detention(suite.hcp, detention).detention.directions
