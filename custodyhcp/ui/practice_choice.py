"""Choosing the person's GP practice from the national list: by name, postcode or code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from custodyhcp.records.practices import Practice, search
from custodyhcp.ui.kit import Button, Callout, Cell, Column, Field, PlainLabel, Row, Table, TableRow

MOST = 6


class PracticeChoice(QWidget):
    """A box that searches as it is typed in, and the practice that was chosen.

    ``chosen`` is emitted when one is chosen or given up; ``value()`` is it, or None. ``name``
    begins the names of its parts."""

    chosen = Signal()

    def __init__(self, name: str = "summary", label: str = "GP practice") -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(f"{name}.choice")
        self._practices: Sequence[Practice] = ()
        self._found: tuple[Practice, ...] = ()
        self._value: Practice | None = None
        self.field = Field(
            label,
            name=f"{name}.practice",
            hint="Type its name, postcode or code, then choose it.",
        )
        self.field.changed.connect(self._search)
        self.field.entered.connect(self._first)
        columns = [Column("Practice", 260, 3), Column("Where", 220, 3), Column("Code", 80, 0)]
        self._table = Table(columns, name=f"{name}.practices", label="Practices found")
        self._table.opened.connect(self._pick)
        self._none = PlainLabel("", "second", name=f"{name}.practice.none")
        self._card = Callout("", "", tone="green", name=f"{name}.practice.chosen")
        self._warning = Callout("", "", tone="amber", name=f"{name}.practice.warning")
        again = Button("Change practice", self._give_up, name=f"{name}.practice.change")
        self._again = Row(again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.field, self._none, self._table, self._card, self._warning, self._again):
            column.addWidget(part)
        self._show()

    def set_practices(self, practices: Sequence[Practice]) -> None:
        self._practices = practices
        self._show()

    def value(self) -> Practice | None:
        return self._value

    def set_value(self, code: str) -> None:
        """The practice with this code, if the list has it."""
        self._value = next((p for p in self._practices if p.code == code), None)
        self._show()

    def keep_typing(self) -> str:
        """The code of the one chosen, for typing that is kept."""
        return self._value.code if self._value is not None else ""

    def typing_back(self, kept: object) -> None:
        self.set_value(str(kept))
        self.chosen.emit()

    def focus_first(self) -> None:
        self.field.focus_first()

    def _search(self) -> None:
        self._found = search(self._practices, self.field.text(), MOST)
        self._show()

    def _first(self) -> None:
        """Enter in the box chooses where only one is left, else goes down to the list."""
        if len(self._found) == 1:
            self._pick(self._found[0].code)
        elif self._found:
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the box chooses here; it never presses the page's own button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def _pick(self, code: object) -> None:
        self._value = next((p for p in self._found if p.code == code), None)
        self._show()
        self.chosen.emit()

    def _give_up(self) -> None:
        self._value = None
        self._show()
        self.field.focus_first()
        box = self.field.box
        if isinstance(box, QLineEdit):
            box.selectAll()
        self.chosen.emit()

    def _show(self) -> None:
        choosing = self._value is None
        typed = len(self.field.text()) >= 2
        self.field.setVisible(choosing)
        self._table.setVisible(choosing and bool(self._found))
        self._again.setVisible(not choosing)
        self._card.setVisible(not choosing)
        self._warning.setVisible(self._value is not None and bool(self._value.warning))
        self._none.setVisible(choosing and typed and not self._found)
        self._none.setText(
            "No practice has all of these words. Try fewer, or the postcode."
            if self._practices
            else "There is no list of practices on this computer yet. Import it from the board."
        )
        if self._value is not None:
            p = self._value
            where = ", ".join(part for part in (p.address, p.postcode) if part)
            self._card.set(f"{p.name} ({p.code})", "\n".join(filter(None, (where, p.phone))))
            self._warning.set("Look again", p.warning)
        self._table.set_rows([_row(p) for p in self._found])
        self._table.fit_height()


def _row(p: Practice) -> TableRow:
    state = "" if p.usable else p.warning.split(".")[0]
    return TableRow(
        p.code,
        (Cell(p.name, after=state), Cell(f"{p.address}, {p.postcode}"), Cell(p.code)),
    )
