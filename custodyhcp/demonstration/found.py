"""An injury, a few medicines and a review of the invented people, for those pages to have something
to show.

Minutes are before the moment at which the demonstration opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from custodyhcp.records import amending, body, injuries_written, medicines_written, notes, noting
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.injuries import Examination, Landmark, Mark
from custodyhcp.records.medicines import Directed, Line, Taken
from custodyhcp.records.notes import Note, Part, Purpose, Type
from custodyhcp.records.people import read_detention
from custodyhcp.records.templates import shipped

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

Act = Callable[["Desk", str], object]
_INSULIN = Line(
    "Insulin aspart", form="PEN", amount="6", unit="UNIT", route="SUBCUTANEOUS", frequency="THREE"
)


def _hand(desk: Desk, stay: str) -> None:
    place = body.region("hands_palm.thumb_side.right")
    cut = Mark(
        place.view,
        place.id,
        *place.inside,
        kind="INCISED",
        landmarks=(
            Landmark(25, "above the crease of the wrist"),
            Landmark(12, "from the outer edge of the thumb's base"),
        ),
        length_mm=22,
        width_mm=1.5,
        shape="LINE",
        colours=("RED",),
        orientation="OBLIQUE",
        edges="CLEAN",
        swelling="NO",
        pain="MILD",
        bleeding="CLOTTED",
        healing="NONE",
        age_stated="about nine o'clock",
        care="cleaned, three adhesive strips, dry dressing",
        photo="DECLINED",
    )
    seen = Examination(
        desk.now(),
        "Medical room",
        ("HEAD", "NECK", "ARMS", "HANDS"),
        ("CHEST", "ABDOMEN", "BACK"),
        marks=(cut,),
        handedness="RIGHT",
    )
    injuries_written.record(desk, stay, seen)


def _takes_insulin(desk: Desk, stay: str) -> None:
    taken = Taken(
        _INSULIN,
        "SCR",
        "Jo Smith, in the SCR",
        last_words="18:00, with food",
        last_said_by="PERSON",
        with_them="WITH",
    )
    medicines_written.record_taken(desk, stay, taken)


def _is_to_have_insulin(desk: Desk, stay: str) -> None:
    now = desk.now().replace(second=0, microsecond=0)
    directed = Directed(
        _INSULIN,
        "NOT_CONTROLLED",
        GivenBy.HCP,
        (now + timedelta(minutes=358),),
        brought_in=True,
        consulted="Jo Smith",
        consulted_at=now,
        instructions="with food, after the glucose was measured",
    )
    medicines_written.direct(desk, stay, directed)


def _review(found: str) -> Note:
    known = shipped()["review"]
    said = {
        "reason": "Withdrawal, as planned",
        "change": "Custody woke him to his name each time. Two cups of water.",
        "examination": found,
        "plan": "CIWA-Ar again in an hour.",
    }
    parts = tuple(
        Part(one.key, one.heading, one.label, said[one.key])
        for one in known.parts
        if one.key in said
    )
    kind, care = Type.REVIEW, Purpose.THERAPEUTIC
    return Note(kind, care, known.id, known.version, parts, place="CELL")


def _reviews(desk: Desk, stay: str) -> None:
    noting.record_note(desk, stay, _review("Fine shake of the right hand."))


def _puts_it_right(desk: Desk, stay: str) -> None:
    (one,) = notes.fold(read_detention(desk, stay).entries)
    says = replace(_review("Fine shake of both hands."), happened_at=one.note.happened_at)
    amending.amend(desk, stay, one.entry, says, "I looked at the left hand as well")


FOUND: Mapping[str, tuple[tuple[int, Act], ...]] = {
    "NG/26/4406": ((168, _hand),),
    "NG/26/4390": ((192, _takes_insulin), (190, _is_to_have_insulin)),
    "NG/26/4398": ((96, _reviews), (91, _puts_it_right)),
}
