"""A suite with years behind it: five hundred people, twenty of them here, one with 400 entries.

One person goes through every verb (``whole_story``); what that wrote is then written again, hour
after hour, until there are 400 entries. The others are written many to a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from whole_story import Story

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry, stamp, unstamp
from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.sharing import publishing

GONE, HERE, ENTRIES = 480, 20, 400
STEPS = (
    "books_in", "moves", "opens_the_record", "asks_for_healthcare", "comes", "tells_healthcare",
    "observes", "scores", "assesses", "is_injured", "states_a_cause", "takes", "is_directed",
    "is_asleep", "is_given", "is_allergic", "is_told", "agrees", "looks", "is_unable",
    "is_weighed", "is_overridden", "looks_again", "is_registered", "rings_the_surgery",
    "agrees_to_gp", "looks_at_the_gp_record", "publishes", "acknowledges", "agrees_to_send",
    "prepares_the_summary",
)  # fmt: skip
_WORDS = "Alert and orientated, no tremor, no sweating, walking steadily, drinks most evenings"
_LONG = ("findings", "impression", "plan", "observation_notes", "relied", "override_reason")
_ONCE = ("person.", "detention.", "join", "disclosure", "letter", "draft")  # said once of a stay


def _word(box: str) -> str:
    said = box.replace("_", " ")
    return f"{said}. {_WORDS}. " * 3 if box in _LONG else said[:20]


def _named(number: int) -> Identity:
    born = date(1950, 1, 3) + timedelta(days=37 * number)
    return Identity(f"Family{number}", f"Given{number % 90}", dob=born, sex=Sex.MALE)


def _directions(now: datetime, review: timedelta) -> Directions:
    return Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(2, 30, True, "Alcohol"),
        call_hcp_if=("Shaking or sweating", "Confused or hard to wake"),
        call_999_if=("Fit", "Cannot be woken"),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=now + review,
        review_if_missed="Phone healthcare on the suite number",
    )


def _later(value: Any, by: timedelta) -> Any:
    """Every time in a body moved on, so that a chart has a point for each."""
    if isinstance(value, Mapping):
        return {key: _later(one, by) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_later(one, by) for one in value]
    if isinstance(value, str) and len(value) == 24 and value[10:11] == "T" and value[-1] == "Z":
        return stamp(unstamp(value).astimezone(UTC) + by)
    return value


def _again(entry: Entry, by: timedelta) -> NewEntry:
    header = entry.header
    bodies = {compartment: _later(body, by) for compartment, body in entry.bodies.items()}
    return NewEntry(header.kind, bodies, header.person, header.detention)


def _left(desk: Desk, like: Entry) -> Iterator[NewEntry]:
    """Those who were here before: half of them with a decision for oversight."""
    for number in range(GONE):
        arrival = Arrival(_named(number), f"NG/25/{number:04}", "4", desk.now())
        ids, entries = people.booking(desk, arrival, "CSV")
        yield from entries
        if number % 2:
            yield NewEntry(like.header.kind, like.bodies, ids.person, ids.detention)
        yield people.leaving(ids, desk.now(), "Home")


def _here(suite: Any, place: publishing.Place) -> None:
    seen = Assessment("Asked by custody", _WORDS, "Alcohol, no withdrawal now", "Review")
    for number in range(HERE - 1):
        who = _named(GONE + number)
        arrival = Arrival(who, f"NG/26/{number:04}", str(number + 2), suite.clock())
        stay = people.book_in(suite.hcp, arrival).detention
        told = _directions(suite.clock(), timedelta(minutes=30 * (number + 1)))
        assessing.sign(suite.hcp, stay, seen, told)
        publishing.publish(suite.hcp, stay, place)


def _one_in_full(suite: Any) -> tuple[Story, list[Entry]]:
    """What can be written about one person who is still here, once."""
    story = Story(suite, _word)
    for step in STEPS:
        getattr(story, step)()
        suite.clock.forward(minutes=1)
    return story, suite.hcp.read(detention=story.detention)


def _grown(suite: Any, like: list[Entry], count: int) -> None:
    """That person's entries again and again, an hour later each time."""
    turn = [e for e in like if not e.header.kind.startswith(_ONCE) and not e.header.supersedes]
    number = 0
    while count > 0:
        number += 1
        suite.clock.forward(hours=1)
        batch = [_again(entry, timedelta(hours=number)) for entry in turn][:count]
        suite.hcp.append(*batch)
        count -= len(batch)


def fill(suite: Any) -> str:
    """Fills the suite; the detention with ``ENTRIES`` entries."""
    story, written = _one_in_full(suite)
    overridden = [e for e in written if e.header.kind == "consent.decided"][1]
    suite.hcp.append(*_left(suite.hcp, overridden))
    _grown(suite, written, ENTRIES - len(written))
    _here(suite, story.place)
    return story.detention
