"""The items of a briefing: the worked ones and the pairs of the domain, each type, each rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from sharing_examples import DIRECTIONS, HEADER, NOW
from sharing_people import PLACE, directed, directions_at

from custodyhcp.records import assessing, custody_items, directing
from custodyhcp.records.answers import Answers, as_if_answered
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    EmergencyLabel,
    FitFor,
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Release,
    Risk,
    Route,
    Safeguard,
    Swallowed,
    Transfer,
)
from custodyhcp.records.directing_items import free_text, words_in_all
from custodyhcp.records.directions import ITEMS, Basis, Directions, FitToDetain, Observation, Visits
from custodyhcp.records.item_table import item, items
from custodyhcp.records.offers import Offer, offers, taken
from custodyhcp.resources import load_json
from custodyhcp.sharing import publishing
from custodyhcp.sharing.briefing import Briefing, compose, from_body, to_body
from custodyhcp.sharing.consented import tellable
from custodyhcp.sharing.document import Emphasis
from custodyhcp.sharing.leaks import prompts
from custodyhcp.sharing.paste import paste_blocks
from custodyhcp.sharing.pdf import briefing_pdf, pages

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "tables" / "briefings.json").read_text("utf-8")
)["cases"]


def made(case: Mapping[str, Any]) -> Briefing:
    given = directing.settled(directing.from_body(case["directions"]), under_18=False)
    return compose(given, replace(HEADER, replaces=None, version=1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_it_says_what_the_domain_says(case: Mapping[str, Any]) -> None:
    briefing = made(case)
    said = {line.key: line.text for line in briefing.lines}
    assert {key: said.get(key) for key in case["lines"]} == case["lines"]
    whole = "\n".join(line.text for line in briefing.lines[:-1]).casefold()
    assert not [word for word in case["never"] if word.casefold() in whole]
    assert all(line.reason and line.basis for line in briefing.lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_it_may_be_given_and_reads_back(case: Mapping[str, Any]) -> None:
    given = directing.settled(directing.from_body(case["directions"]), under_18=False)
    assert not directing.problems(given, under_18=False, now=NOW, agreed=True)
    kept = json.loads(json.dumps(directing.to_body(given)))
    assert directing.from_body(kept) == given
    briefing = made(case)
    assert from_body(json.loads(json.dumps(to_body(briefing)))) == briefing


def test_the_whole_of_it_is_on_one_page() -> None:
    assert pages(briefing_pdf(made(CASES[-1]))) == 1


def test_an_entry_kept_before_there_were_items_has_none() -> None:
    old = directing.to_body(DIRECTIONS)
    del old["observation"]["less_because"]
    read = directing.from_body(old)
    assert read == DIRECTIONS
    body = to_body(compose(read, HEADER))
    del body["visits"]
    assert from_body(body).visits is None


# --- the table ------------------------------------------------------------------------------------


def test_there_are_twenty_three_items_each_with_its_purpose_and_basis() -> None:
    assert {row.number for row in items().values()} == set(range(1, 24))
    assert all(row.decision and row.shown and row.bases for row in items().values())
    assert set(ITEMS) <= set(items())


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("observe", [Risk]),
        ("interview", [FitInterview, Safeguard, custody_items.First, Route]),
        ("charge", [FitFor]),
        ("labels", [EmergencyLabel]),
        ("cautions", [Caution]),
        ("precautions", [custody_items.Precaution]),
        ("cell_needs", [custody_items.CellNeed]),
        ("injury_care", [InjuryNeed]),
        ("swallowed", [Swallowed]),
        ("transfer", [FitFor, Carrier]),
        ("release", [FitFor]),
    ],
)
def test_every_value_has_words_and_no_words_are_left_over(
    key: str, kinds: list[type[Enum]]
) -> None:
    assert {member.name for kind in kinds for member in kind} == set(item(key).values)


# --- what must be put right ----------------------------------------------------------------------

SOON = NOW + timedelta(hours=2)


def fields(directions: Directions, **told: Any) -> set[str]:
    given = directing.settled(directions, under_18=False)
    found = directing.problems(given, under_18=False, now=NOW, **{"agreed": True, **told})
    return {problem.field for problem in found}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"interview": Interview(FitInterview.FIT)}, "interview"),
        ({"interview": Interview(FitInterview.FIT, until=NOW)}, "interview"),
        ({"interview": Interview(FitInterview.FIT_WITH_SAFEGUARDS)}, "interview"),
        (
            {
                "interview": Interview(
                    FitInterview.FIT_WITH_SAFEGUARDS, safeguards=(Safeguard.BREAKS,)
                )
            },
            "interview",
        ),
        (
            {
                "interview": Interview(
                    FitInterview.FIT_WITH_SAFEGUARDS, safeguards=(Safeguard.STOP_SIGNS,)
                )
            },
            "interview",
        ),
        ({"interview": Interview(FitInterview.NOT_FIT_NOW, expected=SOON)}, "interview"),
        ({"interview": Interview(FitInterview.NOT_FIT)}, "interview"),
        ({"interview": Interview(FitInterview.NOT_ASSESSED)}, "interview"),
        ({"cautions": (Caution.NO_CUFFS_AT_SITE,)}, "cautions"),
        ({"caution_place": "left wrist"}, "cautions"),
        ({"injury_care": InjuryCare(())}, "injury_care"),
        ({"injury_care": InjuryCare((InjuryNeed.RECHECK,))}, "injury_care"),
        ({"release": Release(FitFor.FIT, needs="word " * 21)}, "release"),
        (
            {"transfer": Transfer(FitFor.FIT, Carrier.ESCORT, sealed_letter=True, words="x" * 300)},
            "transfer",
        ),
        ({"observation": replace(DIRECTIONS.observation, until=NOW)}, "until"),
        ({"observation": replace(DIRECTIONS.observation, less_because="a " * 13)}, "less_because"),
    ],
)
def test_an_item_that_custody_could_not_act_on_is_refused(
    changed: dict[str, Any], wrong: str
) -> None:
    assert fields(replace(DIRECTIONS, **changed)) == {wrong}


def test_drugs_inside_go_with_constant_observation_and_hospital() -> None:
    assert fields(replace(DIRECTIONS, swallowed=Swallowed.RING_999)) == {"level", "fitness"}
    constant = replace(
        DIRECTIONS,
        swallowed=Swallowed.RING_999,
        fitness=FitToDetain.NOT_FIT_HOSPITAL_999,
        observation=Observation(3, 15, True, "drugs"),
    )
    assert fields(constant) == set()


@pytest.mark.parametrize("risk", Risk)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("minutes", [1, 15, 30, 31, 60])
@pytest.mark.parametrize("rouse", [True, False])
def test_less_than_visit_and_rouse_every_30_minutes_needs_its_reason(
    risk: Risk, level: int, minutes: int, rouse: bool
) -> None:
    seen = Observation(level, minutes, rouse, "reason", None, "")
    given = replace(DIRECTIONS, risks=(risk,), observation=seen)
    assert ("less_because" in fields(given)) is (minutes > 30 or not rouse)
    why = replace(given, observation=replace(seen, less_because="seen awake and well for hours"))
    assert "less_because" not in fields(why)


@pytest.mark.parametrize("before", [Visits(3, 30, True), Visits(2, 15, True), Visits(1, 60, True)])
@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("rouse", [True, False])
def test_less_than_custody_was_last_told_needs_its_reason(
    before: Visits, level: int, minutes: int, rouse: bool
) -> None:
    given = replace(DIRECTIONS, observation=Observation(level, minutes, rouse, "reason"))
    less = level < before.level or (level == before.level and minutes > before.minutes)
    assert ("less_because" in fields(given, published=before)) is (less or not rouse)


def test_120_words_of_free_text_and_no_more() -> None:
    quiet = replace(DIRECTIONS, conditions="word " * 20, medicines=())
    room = 120 - words_in_all(quiet)
    texts = ["word " * 20] * (room // 20) + ["word " * (room % 20)]
    names = ("needs", "referrals", "told", "language")
    full = replace(quiet, release=Release(FitFor.FIT, **dict(zip(names, texts, strict=False))))
    assert words_in_all(full) == 120
    assert fields(full) == set()
    over = replace(full, food=full.food + " more")
    assert fields(over) == {"briefing"}


def test_every_box_of_words_is_counted_and_looked_at() -> None:
    full = directing.from_body(CASES[-1]["directions"])
    said = " ".join(free_text(full).values())
    for words in ("left wrist", "left knee", "sits upright", "somebody at home", "own surgery"):
        assert words in said
    assert "stop if breathless" in said


# --- the basis of each line ----------------------------------------------------------------------


def test_without_consent_and_without_necessity_a_line_cannot_be_added() -> None:
    agreed = replace(
        DIRECTIONS, bases=(("food", Basis.CONSENT),), search_preference="asks for a woman"
    )
    assert fields(agreed, agreed=True) == set()
    assert fields(agreed, agreed=False) == {"food", "search_preference"}
    needed = replace(agreed, bases=(), search_preference="")
    assert fields(needed, agreed=False) == set()


def test_a_search_preference_rests_on_nothing_but_agreement() -> None:
    forced = replace(
        DIRECTIONS,
        search_preference="asks for a woman",
        bases=(("search_preference", Basis.STATUTE),),
    )
    given = directing.settled(forced, under_18=False)
    assert given.basis_of("search_preference") is Basis.CONSENT
    line = compose(given, HEADER).line("search_preference")
    assert line is not None
    assert line.basis == "they agreed"


def test_each_line_rests_on_its_own_basis_and_goes_with_it() -> None:
    given = replace(
        directing.from_body(CASES[-1]["directions"]),
        food="soft food",
        bases=(("labels", Basis.CONSENT), ("food", Basis.STATUTE)),
    )
    bases = {line.key: line.basis for line in compose(given, HEADER).lines}
    assert bases["labels"] == "they agreed"
    assert bases["food"] == "required by law"
    assert bases["cautions"] == "duty of care"
    left = tellable(given, agreed=False)
    assert left == replace(given, labels=())
    assert tellable(given, agreed=True) == given


@pytest.mark.parametrize("key", ITEMS)
def test_any_item_that_rests_on_agreement_is_left_out_without_it(key: str) -> None:
    given = replace(
        directing.from_body(CASES[-1]["directions"]),
        food="soft food",
        allergy="nuts: lips swell, no nuts",
        communication="short sentences",
        search_preference="asks for a woman",
        medicines=DIRECTIONS.medicines,
        bases=((key, Basis.CONSENT),),
    )
    assert key in given.told()
    assert key not in tellable(given, agreed=False).told()


# --- a change is shown --------------------------------------------------------------------------


def test_a_lower_level_stands_out_as_a_change_with_why(suite: Any) -> None:
    three = Observation(3, 30, True, "self-harm risk")
    ids = directed(suite.hcp, observation=three)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    two = Observation(2, 30, True, "recent alcohol")
    with pytest.raises(NotComplete, match="less than before"):
        assessing.give_directions(
            suite.hcp, ids.detention, directions_at(suite.hcp, observation=two)
        )
    why = replace(two, less_because="calm, plan for tonight agreed")
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, observation=why))
    # signed again before it is published: it is still less than custody was told
    again = replace(why, less_because="")
    with pytest.raises(NotComplete, match="less than before"):
        assessing.give_directions(
            suite.hcp, ids.detention, directions_at(suite.hcp, observation=again)
        )
    second = publishing.publish(suite.hcp, ids.detention, PLACE).briefing
    line = second.line("observe_change")
    assert line is not None
    assert line.text == (
        "Level 3 to 2: calm, plan for tonight agreed. "
        "Was level 3, constant, checks every 30 min, with rousing"
    )
    assert line.emphasis is Emphasis.CARE
    assert "CHANGED: Level 3 to 2" in paste_blocks(second)[0]
    third = publishing.publish(suite.hcp, ids.detention, PLACE).briefing
    assert third.header.was == third.visits == Visits(2, 30, True)


def test_a_closer_watch_is_shown_as_a_change_without_alarm() -> None:
    was = Visits(1, 60, rouse=False)
    line = compose(DIRECTIONS, replace(HEADER, was=was)).line("observe_change")
    assert line is not None
    assert line.text.startswith("Level 1 to 2, closer than before. Was level 1, every 60 min")
    assert line.emphasis is Emphasis.STRONG


# --- what is offered ------------------------------------------------------------------------------


@pytest.mark.parametrize("offer", offers(), ids=lambda offer: offer.id)
def test_an_offer_says_what_to_do_and_leaks_nothing(offer: Offer) -> None:
    said = taken(offer, Answers())
    assert not prompts(as_if_answered(said))
    assert taken(offer, said) == said
    assert said.fitness is said.level is said.rouse is said.self_harm is None
    assert said.bases == ()
    assert len(offer.words) == len(offer.changes)


def test_there_is_an_offer_for_every_pair_of_the_domain() -> None:
    pairs = {case["name"] for case in CASES if case["kind"] == "pair"}
    assert {row["instead_of"] for row in load_json("sharing/offers.json")["offers"]} == pairs
