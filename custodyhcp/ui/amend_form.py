"""The boxes of an entry as it stands, to be amended: words, the time it happened, and where.

An assessment and every written entry are amended here; what has a form of its own (injuries) is
corrected there, and the rest is struck out and recorded again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import assessment as assessments
from custodyhcp.records import dates, notes
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.notes import Note, Part
from custodyhcp.records.standing import History
from custodyhcp.ui.context import Context
from custodyhcp.ui.writing_boxes import WritingBoxes
from custodyhcp.ui.writing_parts import PlacePart, WhenField
from custodyhcp.vault.compartments import Compartment

AMENDABLE_HERE = frozenset({"assessment.recorded", notes.NOTE, notes.FORENSIC})
_ASSESSMENT = (
    ("reason", "REASON", "In a few words"),
    ("findings", "EXAMINATION", "Findings"),
    ("impression", "SUMMARY", "Working impression"),
    ("plan", "PLAN", "Plan"),
)


class AmendForm(QWidget):
    """``value()`` is what the entry is to say."""

    def __init__(self, ctx: Context, told: History, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        body = told.now.body(Compartment.CLINICAL)
        self._note: Note | None = None
        self._assessment: Assessment | None = None
        self.boxes = WritingBoxes(ctx.now, name_of, name="entry_read.box")
        self.when = WhenField(ctx.now, name="entry_read.when")
        self.place = PlacePart(name="entry_read")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self.when, self.place, self.boxes):
            column.addWidget(part)
        if told.root.header.kind == "assessment.recorded":
            self._begin_assessment(assessments.from_body(body))
        else:
            self._begin_note(notes.from_body(body))

    def _begin_assessment(self, told: Assessment) -> None:
        self._assessment = told
        self.when.hide()
        self.place.hide()
        self.boxes.show_parts(
            Part(key, heading, label, getattr(told, key)) for key, heading, label in _ASSESSMENT
        )

    def _begin_note(self, told: Note) -> None:
        self._note = told
        self.boxes.show_parts(told.parts)
        self.place.set_value(told.place, told.place_words)
        if told.happened_at is not None:
            self.when.set_text(dates.cui_date_time(told.happened_at))

    def value(self) -> Assessment | Note:
        parts = self.boxes.parts()
        if self._assessment is not None:
            said = {part.key: part.text for part in parts}
            return replace(
                self._assessment,
                reason=said["reason"],
                findings=said["findings"],
                impression=said["impression"],
                plan=said["plan"],
            )
        if self._note is None:
            raise LookupError("nothing is being amended")
        return replace(
            self._note,
            parts=parts,
            happened_at=self._when(self._note),
            place=self.place.code(),
            place_words=self.place.said(),
        )

    def _when(self, note: Note) -> datetime | None:
        """As typed; where it still says the same minute, the moment that was recorded."""
        typed = self.when.value()
        kept = note.happened_at
        if typed is None or kept is None:
            return kept
        same = dates.cui_date_time(typed) == dates.cui_date_time(kept)
        return kept if same else typed

    def focus_first(self) -> None:
        boxes = self.boxes.boxes()
        if boxes:
            boxes[0].field.focus_first()
