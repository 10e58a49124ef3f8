"""Parts of the form for an entry: when it happened, where, and carrying words forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import dates, notes
from custodyhcp.records.notes import Carried, Where
from custodyhcp.records.people import Opened
from custodyhcp.ui.kit import Button, Card, Choice, Field, Pick, PlainLabel, Row
from custodyhcp.ui.writing_boxes import Box

LONGEST_SHOWN = 60  # letters of carried words in the list


class WhenField(Field):
    """A time of day, or a day and a time; empty is the moment of signing."""

    def __init__(self, now: Callable[[], datetime], *, name: str) -> None:
        hint = "Empty for now. Else a time such as 02:15, or a day and a time: 22-Nov-2026 02:15"
        super().__init__("When it happened", name=name, hint=hint, chars=24)
        self._now = now

    def value(self) -> datetime | None:
        """The moment meant, or None where the box is empty or says no time."""
        typed = self.text()
        clock = dates.read_clock(typed)
        if clock is not None:
            return dates.last_at(clock, self._now())
        return dates.read_date_time(typed) if typed else None

    def problem(self) -> str:
        if not self.text() or self.value() is not None:
            return ""
        return "Write the time as 02:15, or with the day as 22-Nov-2026 02:15."


class PlacePart(QWidget):
    """Where it took place; elsewhere in words."""

    changed = Signal()

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.where = Choice("Where", {one: one.words for one in Where}, name=f"{name}.where")
        self.words = Field("Where else", name=f"{name}.where_words")
        self.words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.where)
        column.addWidget(self.words)
        self.where.chosen.connect(self._chosen)
        self.words.changed.connect(self.changed)

    def _chosen(self, where: Where) -> None:
        self.words.setVisible(where is Where.ELSEWHERE)
        self.changed.emit()

    def code(self) -> str:
        where = self.where.value()
        return "" if where is None else where.value

    def said(self) -> str:
        return self.words.text() if self.where.value() is Where.ELSEWHERE else ""

    def set_value(self, code: str, words: str) -> None:
        where = Where.__members__.get(code)
        self.where.set_value(where)
        self.words.set_text(words)
        self.words.setVisible(where is Where.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class _Offer:
    """Words of an earlier entry that may be carried, with the heading they stand under."""

    heading: str
    text: str
    carried: Carried


class CarryCard(Card):
    """Words of an earlier entry of this stay, put into a box by deliberate choice: nothing of a
    forensic entry, of what was struck, or of another stay."""

    def __init__(self, opened: Opened, name_of: Callable[[str], str], *, name: str) -> None:
        super().__init__("Carry words forward", name=name)
        self._offers = _offers(opened)
        listed = [(offer, _words(offer, name_of)) for offer in self._offers]
        self._which = Pick("From", [*listed], name=f"{name}.from")
        self._boxes: tuple[Box, ...] = ()
        self._where = Pick("Into", [], name=f"{name}.into")
        self._said = PlainLabel("", "error", name=f"{name}.said")
        self._said.hide()
        said = "They are marked as carried, with their time and author, wherever they are read."
        self.add(PlainLabel(said, "hint"), self._which, self._where, self._said)
        self.button = Button("Carry them", self._carry, name=f"{name}.carry")
        self.add(Row(self.button, Button("Close", self.hide, name=f"{name}.close")))
        self.hide()

    @property
    def any(self) -> bool:
        return bool(self._offers)

    def open_for(self, boxes: tuple[Box, ...]) -> None:
        self._boxes = boxes
        self._where.set_options([(box, box.prompt.label) for box in boxes])
        self._said.hide()
        self.show()
        self._which.focus_first()

    def _carry(self) -> None:
        offer, box = self._which.value(), self._where.value()
        if not isinstance(offer, _Offer) or not isinstance(box, Box):
            self._say("Choose what to carry, and into which box.")
        elif box.carried is not None:
            self._say("That box holds carried words already.")
        else:
            box.carry(offer.text, offer.carried)
            self.hide()
            box.field.focus_first()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()


def _offers(opened: Opened) -> tuple[_Offer, ...]:
    """Newest first."""
    found = []
    for one in reversed(notes.fold(opened.entries)):
        carried = Carried(one.entry, one.at, one.author)
        found += [_Offer(part.heading, part.text, carried) for part in one.note.parts]
    for signed in reversed(opened.detention.assessments):
        if any(offer.carried.entry == signed.entry for offer in found):
            continue
        told, carried = signed.assessment, Carried(signed.entry, signed.at, signed.author)
        texts = (
            ("REASON", told.reason),
            ("EXAMINATION", told.findings),
            ("SUMMARY", told.impression),
            ("PLAN", told.plan),
        )
        found += [_Offer(heading, text, carried) for heading, text in texts if text]
    return tuple(found)


def _words(offer: _Offer, name_of: Callable[[str], str]) -> str:
    short = " ".join(offer.text.split())
    cut = short if len(short) <= LONGEST_SHOWN else f"{short[:LONGEST_SHOWN]}…"
    by = name_of(offer.carried.author)
    return f"{dates.cui_date_time(offer.carried.at)}, {by}: {cut}"
