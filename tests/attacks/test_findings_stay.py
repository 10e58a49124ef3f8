"""Injuries, their causes and medicines stay with healthcare: nobody else's keys open a word of
them, and nothing that custody is handed holds one."""

from __future__ import annotations

import io
from typing import Any

import pypdf
from test_canaries import Canaries
from whole_story import Story

from custodyhcp.records import injuries_written, medicines_written
from custodyhcp.sharing.injuries_pdf import About, injuries_pdf

KINDS = (
    injuries_written.RECORDED,
    injuries_written.CAUSE,
    medicines_written.ALLERGIES,
    *medicines_written.KINDS,
)


def test_no_word_of_an_injury_or_a_medicine_is_opened_by_anybody_else_or_handed_out(
    suite: Any,
) -> None:
    word = Canaries()
    story = Story(suite, word)
    story.run()
    told = str([entry.bodies for entry in suite.hcp.read(kinds=KINDS)])
    ours = {box: canary for box, canary in word.given.items() if canary in told}
    assert {"injury_cause", "injury_opinion", "landmark", "directed", "prescriber"} <= set(ours)
    assert len(ours) > 30
    for desk in (suite.sergeant, suite.ig, suite.admin):
        opened = str([entry.bodies for entry in desk.read()])
        assert not [box for box, canary in ours.items() if canary in opened]
    handed = "\n".join(map(_words, story.left))
    assert not [box for box, canary in ours.items() if canary in handed]
    # and the cause is in no print of the injury
    entries = suite.hcp.read(detention=story.detention)
    (seen,) = injuries_written.fold(entries)
    about = About("SMITH, John", "Born 03-Jan-1986", "Harrow Lane")
    pdf = injuries_pdf(seen.now, seen.before, about, lambda _: "R Hale", suite.clock())
    said = "".join(_words(pdf).split())
    assert word.given["injury_opinion"] in said and word.given["landmark"] in said
    assert seen.causes and word.given["injury_cause"] not in said


def _words(content: bytes) -> str:
    if not content.startswith(b"%PDF"):
        return content.decode("utf-8", "replace")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
