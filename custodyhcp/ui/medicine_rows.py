"""Medicines that custody must handle, a block each. What healthcare holds has no name here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.records.directions import GivenBy, MedicineDirection
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, ButtonRole, Card, Choice, Field, PlainLabel, Row

MOST = 6
_BY = {GivenBy.HCP: "Healthcare holds and gives it", GivenBy.CUSTODY: "Custody hands it over"}


class Keep(Enum):
    YES = "YES"
    NO = "NO"


class MedicineBlock(Card):
    """One medicine. ``changed`` after every change, ``removed`` when it is taken away."""

    changed = Signal()
    removed = Signal()

    def __init__(self, ctx: Context, number: int) -> None:
        super().__init__(name=f"assessment.medicine.{number}")
        self._ctx = ctx
        name = f"assessment.medicine.{number}"
        self.by = Choice("Who gives it", _BY, name=f"{name}.by")
        self.label = Field("Name on the label", name=f"{name}.label", chars=36)
        self.due = Field("Due at", name=f"{name}.due", chars=5, hint="24-hour clock")
        self.instructions = Field("How", name=f"{name}.how", hint="Such as 'with food'")
        self.keep = Choice(
            "May keep it in the cell?",
            {Keep.YES: "Yes", Keep.NO: "No"},
            name=f"{name}.keep",
            value=Keep.NO,
        )
        remove = Button(
            "Remove this medicine", self.removed.emit, role=ButtonRole.LINK, name=f"{name}.remove"
        )
        self.add(self.by, self.label, self.due, self.instructions, self.keep, Row(remove))
        for choice in (self.by, self.keep):
            choice.chosen.connect(self._told)
        for field in (self.label, self.due, self.instructions):
            field.changed.connect(self._told)
        self._show_what_applies()

    def _told(self, *_args: object) -> None:
        self._show_what_applies()
        self.changed.emit()

    def _show_what_applies(self) -> None:
        custody = self.by.value() is GivenBy.CUSTODY
        self.label.setVisible(custody)
        self.keep.setVisible(custody)

    def medicine(self) -> MedicineDirection | None:
        """None until somebody is chosen to give it."""
        by = self.by.value()
        if by is None:
            return None
        clock = dates.read_clock(self.due.text())
        custody = by is GivenBy.CUSTODY
        return MedicineDirection(
            given_by=by,
            due=None if clock is None else dates.next_at(clock, self._ctx.now()),
            label=self.label.text() if custody else "",
            instructions=self.instructions.text(),
            keep_in_cell=custody and self.keep.value() is Keep.YES,
        )

    def problems(self) -> tuple[Problem, ...]:
        found = []
        if self.by.value() is None:
            found.append(Problem("medicines", "Say who gives the medicine, or remove it."))
        if self.due.text() and dates.read_clock(self.due.text()) is None:
            found.append(Problem("medicines", "Write the time the medicine is due as 04:30."))
        return tuple(found)

    def set_medicine(self, medicine: MedicineDirection) -> None:
        due = medicine.due
        self.by.set_value(medicine.given_by)
        self.label.set_text(medicine.label)
        self.due.set_text("" if due is None else f"{dates.local(due):%H:%M}")
        self.instructions.set_text(medicine.instructions)
        self.keep.set_value(Keep.YES if medicine.keep_in_cell else Keep.NO)
        self._show_what_applies()

    def fields(self) -> dict[str, Any]:
        by, keep = self.by.value(), self.keep.value()
        return {
            "by": None if by is None else by.name,
            "label": self.label.text(),
            "due": self.due.text(),
            "how": self.instructions.text(),
            "keep": None if keep is None else keep.name,
        }

    def set_fields(self, kept: Mapping[str, Any]) -> None:
        self.by.set_value(_member(GivenBy, kept.get("by")))
        self.label.set_text(str(kept.get("label") or ""))
        self.due.set_text(str(kept.get("due") or ""))
        self.instructions.set_text(str(kept.get("how") or ""))
        self.keep.set_value(_member(Keep, kept.get("keep")))
        self._show_what_applies()


def _member(kind: type[Any], name: object) -> Any:
    return kind.__members__.get(str(name))


class MedicineRows(QWidget):
    """Blocks, and a button for one more."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx, self._made = ctx, 0
        self._blocks: list[MedicineBlock] = []
        self.setProperty("ground", "none")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(PlainLabel("Medicines that custody must handle", "label"))
        self._more = Button("Add a medicine", self._add, name="assessment.medicine.add")
        self._column.addWidget(Row(self._more))

    def _add(self) -> None:
        self._append().by.focus_first()
        self.changed.emit()

    def _append(self) -> MedicineBlock:
        self._made += 1
        block = MedicineBlock(self._ctx, self._made)
        block.changed.connect(self.changed)
        block.removed.connect(lambda: self._remove(block))
        self._blocks.append(block)
        self._column.insertWidget(self._column.count() - 1, block)
        self._more.setVisible(len(self._blocks) < MOST)
        return block

    def _remove(self, block: MedicineBlock) -> None:
        self._blocks.remove(block)
        block.hide()
        block.deleteLater()
        self._more.show()
        self._more.setFocus()
        self.changed.emit()

    def _clear(self) -> None:
        for block in self._blocks:
            block.hide()
            block.deleteLater()
        self._blocks = []
        self._more.show()

    def medicines(self) -> tuple[MedicineDirection, ...]:
        found = (block.medicine() for block in self._blocks)
        return tuple(medicine for medicine in found if medicine is not None)

    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for block in self._blocks for problem in block.problems())

    def set_medicines(self, medicines: Sequence[MedicineDirection]) -> None:
        self._clear()
        for medicine in medicines[:MOST]:
            self._append().set_medicine(medicine)

    def fields(self) -> list[dict[str, Any]]:
        return [block.fields() for block in self._blocks]

    def set_fields(self, kept: Sequence[Mapping[str, Any]]) -> None:
        self._clear()
        for fields in kept[:MOST]:
            self._append().set_fields(fields)
