"""An answer to custody that may become a line of the directions: seen first on the form, until
whoever writes them puts it where it belongs or leaves it out.

Rules kept here: it goes nowhere by itself, and where it goes is asked for; "conditions" are offered
only while the form shows them, so that no line is put where nobody sees it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from custodyhcp.records.item_table import item
from custodyhcp.ui.directions_form import DirectionsForm
from custodyhcp.ui.directions_items import Added
from custodyhcp.ui.kit import Button, ButtonRole, Card, Field, PlainLabel, Row

_ITEMS = ("communication", "food")


class PreparedLine(Card):
    """``PreparedLine(form, words)`` at the top of that form."""

    def __init__(self, form: DirectionsForm, words: str) -> None:
        super().__init__("Your answer to custody", tone="blue", name="prepared")
        self._form, self._words = form, words
        self.add(
            PlainLabel(words, "strong", name="prepared.words"),
            PlainLabel("Where does it belong? Nothing is told until you publish.", "second"),
        )
        self._conditions = self._place("On what conditions", "conditions")
        signs = self._place("Call healthcare if", "call_hcp")
        items = [self._place(item(key).label, key) for key in _ITEMS]
        leave = Button("Leave it out", self._done, role=ButtonRole.QUIET, name="prepared.leave")
        self.add(Row(self._conditions, signs, *items, leave))
        form.changed.connect(self._follow)
        self._follow()

    def show_first(self) -> None:
        """At the top of the form, where the eye is."""
        column = self._form.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self)
        self.show()

    def _place(self, label: str, key: str) -> Button:
        return Button(label, lambda: self._put(key), name=f"prepared.{key}")

    def _follow(self) -> None:
        self._conditions.setVisible(not self._form.conditions.isHidden())

    def _put(self, key: str) -> None:
        box = self._box(key)
        before = box.text()
        box.set_text("; ".join(part for part in (before, self._words) if part))
        box.edits()[0].setFocus()
        self._done()

    def _box(self, key: str) -> Field:
        form = self._form
        if key == "conditions":
            return form.conditions
        if key == "call_hcp":
            return form.call_hcp_other
        pick = form.items.pick
        wanted = {key, *form.items.picked()}
        pick.set_values(member for member in Added if member.value in wanted)
        card = form.items.card(key)
        card.show()
        return card.texts["words"]

    def _done(self) -> None:
        self.hide()
        self._form.items.changed.emit()
