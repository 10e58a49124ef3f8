"""Allergies in one of the four states, each substance with its reaction, severity and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.medicines_written import allergy_problems
from custodyhcp.ui.kit import Button, Choice, Field, Pick, Row
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.medicine_forms import MedicineForm, chosen, options


class AllergyForm(MedicineForm):
    """The four states; each substance with its reaction, severity and source."""

    MOST = 8

    def __init__(self) -> None:
        super().__init__("Record the allergies", "medicines.allergy")
        states = {state: state.label for state in AllergyState}
        self.state = Choice("Allergies", states, name="medicines.allergy.state")
        self._made = 0
        self.rows: list[tuple[QWidget, Field, Field, Pick, Pick]] = []
        self._list = QWidget()
        self._list.setProperty("ground", "none")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self.more = Button("Add another substance", self._more, name="medicines.allergy.more")
        self._more_row = Row(self.more)
        self.lay_out(self.state, self._list, self._more_row)
        self.state.chosen.connect(self._look)
        self._look()

    def _look(self, *_args: object) -> None:
        known = self.state.value() is AllergyState.KNOWN
        if known and not self.rows:
            self._add()
        self._list.setVisible(known)
        self._more_row.setVisible(known and len(self.rows) < self.MOST)

    def _more(self) -> None:
        self._add()
        self.rows[-1][1].focus_first()
        self._look()

    def _add(self) -> None:
        self._made += 1
        name = f"medicines.allergy.{self._made}"
        agent = Field("Substance", name=f"{name}.agent")
        reaction = Field("What happened", name=f"{name}.reaction")
        severity = Pick("How severe", options("severity"), name=f"{name}.severity")
        source = Pick("Who or what says so", options("allergy_source"), name=f"{name}.source")
        holder = QWidget()
        holder.setProperty("ground", "none")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for place, part in enumerate((agent, reaction, severity, source)):
            grid.addWidget(part, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        self.rows.append((holder, agent, reaction, severity, source))
        self._rows.addWidget(holder)
        for field in (agent, reaction, severity, source):
            field.changed.connect(self.changed)

    def value(self) -> Allergies:
        state = self.state.value() or AllergyState.NOT_RECORDED
        if state is not AllergyState.KNOWN:
            return Allergies(state)
        items = (
            Allergy(agent.text(), reaction.text(), chosen(severity), chosen(source))
            for _, agent, reaction, severity, source in self.rows
        )
        return Allergies(state, tuple(item for item in items if item.agent))

    def set_value(self, allergies: Allergies) -> None:
        for row in self.rows:
            row[0].hide()
            row[0].deleteLater()
        self.rows, self._made = [], 0
        self.state.set_value(allergies.state)
        for item in allergies.items:
            self._add()
            _, agent, reaction, severity, source = self.rows[-1]
            agent.set_text(item.agent)
            reaction.set_text(item.reaction)
            severity.set_value(item.severity or None)
            source.set_value(item.source or None)
        self._look()

    def problems(self) -> list[Shown]:
        if self.state.value() is None:
            return [(self.state, "Choose one of the four.")]
        found = []
        for _, agent, _, _, source in self.rows:
            if self.state.value() is AllergyState.KNOWN and agent.text() and not chosen(source):
                found.append((source, "Say who or what says so."))
        told = [p for p in allergy_problems(self.value()) if p.field != "source"]
        first = self.rows[0][1] if self.rows else None
        return [*found, *((first or self.state, problem.words) for problem in told)]

    def places(self) -> Mapping[str, Labelled | Group]:
        return {}

    # which substances there are, for what keeps the typing
    def keep_typing(self) -> Any:
        return len(self.rows)

    def typing_back(self, kept: Any) -> None:
        while isinstance(kept, int) and len(self.rows) < min(kept, self.MOST):
            self._add()
