"""Where the person is registered: shown, and recorded anew. The surgery that agrees must be it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import dates, practices
from custodyhcp.records.practices import Practice
from custodyhcp.records.registered import Registered, SaidBy
from custodyhcp.ui.consent_parts import Where
from custodyhcp.ui.kit import Button, Card, Choice, Field, PlainLabel, Row
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.practice_choice import PracticeChoice


class SurgeryPicked(QWidget):
    """A practice from the national list; where there is no list on this computer, its code typed.

    ``ods()`` is empty until there is one."""

    chosen = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.choice = PracticeChoice(name, label)
        self.code = Field(
            f"{label}: its ODS code",
            name=f"{name}.ods",
            chars=10,
            hint="A letter and five digits. There is no list of practices on this computer.",
        )
        self.choice.chosen.connect(self.chosen)
        self.code.changed.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)
        column.addWidget(self.code)
        self.set_practices(())

    def set_practices(self, listed: Sequence[Practice]) -> None:
        self.choice.set_practices(listed)
        self.choice.setVisible(bool(listed))
        self.code.setVisible(not listed)

    def ods(self) -> str:
        chosen = self.choice.value()
        if not self.choice.isVisibleTo(self):
            return self.code.text().upper()
        return "" if chosen is None else chosen.code

    def practice(self) -> Practice | None:
        return self.choice.value()

    def field(self) -> Field:
        return self.choice.field if self.choice.isVisibleTo(self) else self.code

    def problem(self) -> str:
        """What to put right, or nothing."""
        if not self.ods():
            return "Choose the practice."
        if not practices.is_code(self.ods()):
            return "A practice's code is a letter and five digits, like A81001."
        return ""

    def clear(self) -> None:
        self.choice.set_value("")
        self.choice.field.set_text("")
        self.code.set_text("")


class RegisteredAt(Card):
    """The practice that is recorded, or the form to record it."""

    record = Signal()

    def __init__(self) -> None:
        super().__init__("Where they are registered", name="gp.registered")
        self.words = PlainLabel("", name="gp.registered.words")
        self.change = Button("Record another practice", self.unfold, name="gp.registered.change")
        self.pick = SurgeryPicked("gp.registered", "Their GP practice")
        self.said_by = Choice(
            "How do you know?", {one: one.words for one in SaidBy}, name="gp.registered.said_by"
        )
        self.button = Button("Record practice", self.record.emit, name="gp.registered.record")
        self._form = QWidget()
        self._form.setProperty("ground", "none")
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.pick, self.said_by, Row(self.button)):
            column.addWidget(part)
        self.add(self.words, Row(self.change), self._form)
        self.fold(False)

    def fold(self, on: bool) -> None:
        self.change.setVisible(on)
        self._form.setVisible(not on)

    def unfold(self) -> None:
        self.fold(False)
        self.pick.field().focus_first()

    def show_registered(self, found: Registered | None, names: str, now: datetime) -> None:
        """``names`` is who recorded it."""
        if found is None:
            self.words.setText(
                "Not recorded yet. Ask them, or look in NCRS: the surgery that agrees must be the"
                " one they are registered with now."
            )
        else:
            called = f"{found.name} ({found.ods})" if found.name else found.ods
            at = dates.cui_short(found.at, now)
            self.words.setText(f"{called}. {found.said_by.words}, {at}, recorded by {names}.")
        if not self._typed():
            self.fold(found is not None)

    def _typed(self) -> bool:
        return bool(self.pick.ods()) or self.said_by.value() is not None

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.pick.problem():
            found.append((self.pick.field(), self.pick.problem()))
        if self.said_by.value() is None:
            found.append((self.said_by, "Say how you know where they are registered."))
        return found

    def fields(self) -> Where:
        return {"ods": self.pick.field()}

    def clear(self) -> None:
        self.pick.clear()
        self.said_by.set_value(None)
