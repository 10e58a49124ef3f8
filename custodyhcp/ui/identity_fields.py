"""What is asked about how somebody lives and is spoken with: no fixed abode, language, interpreter.

The same three on the page that adds a person and on the one that corrects them; nothing is chosen
beforehand, and "not asked" stays until somebody asks.
"""

from __future__ import annotations

from enum import Enum
from typing import TypedDict

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records.identity import Identity
from custodyhcp.ui.kit import Choice, Field


class Abode(Enum):
    FIXED = "Has an address"
    NONE = "No fixed abode"


class Interpreter(Enum):
    NEEDED = "Needed"
    NOT_NEEDED = "Not needed"


class Needs(TypedDict):
    """The fields of ``Identity`` that are asked for here."""

    no_fixed_abode: bool
    language: str
    interpreter: bool | None


class NeedsFields(QWidget):
    """``NeedsFields("add")``; its controls are named add.abode, add.language, add.interpreter."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.abode = Choice(
            "Where they live", {one: one.value for one in Abode}, name=f"{name}.abode"
        )
        self.language = Field(
            "Language they speak best",
            name=f"{name}.language",
            chars=24,
            hint="Leave empty if English",
        )
        self.interpreter = Choice(
            "Interpreter", {one: one.value for one in Interpreter}, name=f"{name}.interpreter"
        )
        for part in (self.abode, self.language, self.interpreter):
            column.addWidget(part)

    def show_who(self, who: Identity) -> None:
        self.abode.set_value(Abode.NONE if who.no_fixed_abode else None)
        self.language.set_text(who.language)
        asked = {True: Interpreter.NEEDED, False: Interpreter.NOT_NEEDED}
        self.interpreter.set_value(None if who.interpreter is None else asked[who.interpreter])

    def values(self) -> Needs:
        chosen = self.interpreter.value()
        return Needs(
            no_fixed_abode=self.abode.value() is Abode.NONE,
            language=self.language.text(),
            interpreter=None if chosen is None else chosen is Interpreter.NEEDED,
        )
