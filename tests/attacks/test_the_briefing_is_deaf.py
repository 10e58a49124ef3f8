"""P6 over a whole record: whatever else is written, a briefing says what its directions say."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pypdf
from whole_story import NHS_NUMBER, Story

from custodyhcp.ledger.entry import Entry
from custodyhcp.records import assessing, people
from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    CellNeed,
    EmergencyLabel,
    First,
    FitFor,
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Precaution,
    Release,
    Risk,
    Transfer,
)
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.sharing import publishing
from custodyhcp.sharing.briefing import Briefing, to_body
from custodyhcp.sharing.paste import paste_blocks
from custodyhcp.sharing.pdf import briefing_pdf

CANARY = "ZQDEAFQZ"


def every_item(now: datetime) -> Directions:
    soon, late = now + timedelta(hours=2), now + timedelta(hours=4)
    return Directions(
        fitness=FitToDetain.FIT_WITH_CONDITIONS,
        observation=Observation(3, 30, True, "withdrawal risk", late),
        call_hcp_if=("shaking",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.RAISED,
        appropriate_adult=AppropriateAdult.RECOMMENDED,
        next_review=soon,
        conditions="cell with a camera",
        self_harm_controls="no cords",
        appropriate_adult_reason="loses the thread",
        review_if_missed="ring healthcare",
        allergy="latex: rash, nitrile gloves",
        communication="short sentences",
        food="meals now and 18:00",
        risks=(Risk.ALCOHOL,),
        interview=Interview(
            FitInterview.NOT_FIT_NOW, first=First.SOBER, expected=soon, reassess=late
        ),
        charge=FitFor.NOT_FIT_NOW,
        labels=(EmergencyLabel.ASTHMA_COPD,),
        cautions=(Caution.AVOID_PRONE,),
        precautions=(Precaution.SINGLE_CELL,),
        cell_needs=(CellNeed.LOW_BED,),
        injury_care=InjuryCare((InjuryNeed.DRESSING,), "left knee"),
        transfer=Transfer(FitFor.FIT, Carrier.ESCORT, sealed_letter=True),
        release=Release(FitFor.FIT, "somebody at home"),
    )


class Told(Story):
    """The story, with directions that hold none of its words."""

    def directions(self) -> Directions:
        return every_item(self.begun)

    def is_not_fit(self) -> None:
        """Not in this story: it would be other directions."""


def outputs(briefing: Briefing, at: datetime) -> tuple[str, tuple[str, ...], str]:
    """What the screen draws, what is pasted and what the paper says, with one time on all."""
    header = replace(briefing.header, given_at=at, assessed_at=at, record_entry="E-1")
    lines = tuple(line for line in briefing.lines if line.key != "record")
    same = replace(briefing, header=header, lines=lines)
    pdf = pypdf.PdfReader(io.BytesIO(briefing_pdf(same)))
    screen = str(to_body(same)["lines"])
    return screen, paste_blocks(same), "\n".join(page.extract_text() for page in pdf.pages)


def test_no_clinical_entry_of_any_kind_changes_a_byte_of_it(suite: Any) -> None:
    count = iter(range(10_000))
    story = Told(suite, lambda box: f"{CANARY} {box} {next(count)}")
    story.books_in_plainly()
    assessing.give_directions(suite.hcp, story.detention, story.directions())

    def said() -> tuple[str, tuple[str, ...], str]:
        opened = people.read_detention(suite.hcp, story.detention)
        place = publishing.Place("Northgate custody", "01632 960055")
        return outputs(publishing.next_briefing(suite.hcp, opened, place), story.begun)

    first = said()
    for step in clinical(story):
        step()
        suite.clock.forward(minutes=1)
    assert said() == first
    assert CANARY not in str(first)
    assert NHS_NUMBER not in str(first)
    written: list[Entry] = suite.hcp.read(detention=story.detention)
    kinds = {entry.header.kind for entry in written}
    assert len(kinds) >= 12, kinds
    assert CANARY in str([entry.bodies for entry in written])


def clinical(story: Story) -> list[Any]:
    return [
        story.observes,
        story.scores,
        story.types,
        story.assesses,
        story.is_injured,
        story.is_examined_again,
        story.states_a_cause,
        story.takes,
        story.is_directed,
        story.is_asleep,
        story.is_given,
        story.is_stopped,
        story.is_allergic,
        *story.writes_entries(),
        story.is_told,
        story.agrees,
        story.looks,
        story.is_unable,
        story.is_weighed,
        story.is_overridden,
        story.looks_again,
    ]
