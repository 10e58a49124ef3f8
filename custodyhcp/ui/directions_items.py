"""The items that are added to a briefing only where custody must know them.

The everyday briefing needs none of them, so none is to be seen until it is asked for: a press of
its name opens its card, a second press takes it off again. What was typed in a card that was taken
off is kept until the page is left, and is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records.answers import Answers
from custodyhcp.records.directions import ITEMS, Basis
from custodyhcp.records.item_table import item
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.directions_words import BASIS
from custodyhcp.ui.item_card import ItemCard
from custodyhcp.ui.item_cards import CARDS
from custodyhcp.ui.kit import Choice, MultiChoice
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.medicine_rows import MedicineRows

Added = Enum("Added", [(key.upper(), key) for key in CARDS])  # type: ignore[misc]

_ONCE_BOXES = ("communication", "allergy", "food")  # of drafts kept before there were items


class ItemsPart(QWidget):
    """``changed`` after every change. Cards are made when they are first asked for."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._cards: dict[str, ItemCard] = {}
        self.setProperty("ground", "none")
        self.medicines = MedicineRows(ctx)
        self.medicines_basis = Choice(
            "Why custody may be told of the medicines", BASIS, name="assessment.medicines.basis"
        )
        self.pick = MultiChoice(
            "Add an item, where custody must know it",
            {member: item(member.value).label for member in Added},
            name="assessment.items",
            hint="Each one opens below. Press it again to take it off.",
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        for part in (self.medicines, self.medicines_basis, self.pick):
            self._column.addWidget(part)
        self.pick.changed.connect(self._told)
        self.medicines.changed.connect(self._told)
        self.medicines_basis.chosen.connect(self._told)
        self._show_picked()

    def card(self, key: str) -> ItemCard:
        """The card of that item, made now where it was not yet."""
        if key not in self._cards:
            made = CARDS[key](self._ctx, item(key))
            made.changed.connect(self.changed)
            self._cards[key] = made
            after = [other for other in CARDS if other in self._cards].index(key)
            self._column.insertWidget(3 + after, made)
        return self._cards[key]

    def picked(self) -> tuple[str, ...]:
        return tuple(str(member.value) for member in self.pick.values())

    def _told(self, *_args: object) -> None:
        self._show_picked()
        self.changed.emit()

    def _show_picked(self) -> None:
        picked = self.picked()
        for key in picked:
            self.card(key)
        for key, card in self._cards.items():
            card.setVisible(key in picked)
        self.medicines_basis.setVisible(bool(self.medicines.fields()))

    # values

    def answers(self) -> dict[str, Any]:
        """The fields of ``Answers`` that the items hold, and the basis of each."""
        made: dict[str, Any] = {"medicines": self.medicines.medicines()}
        bases: list[tuple[str, Basis]] = []
        for key in self.picked():
            card = self.card(key)
            made |= card.made() or {}
            basis = card.basis()
            if basis is not None and card.made() is not None:
                bases.append((key, basis))
        basis = self.medicines_basis.value()
        if made["medicines"] and basis is not None:
            bases.append(("medicines", basis))
        return {**made, "bases": tuple(bases)}

    def problems(self) -> tuple[Problem, ...]:
        found = [problem for key in self.picked() for problem in self.card(key).problems()]
        if self.medicines.fields() and self.medicines_basis.value() is None:
            found.append(Problem("medicines", "Say why custody may be told of the medicines."))
        return (*found, *self.medicines.problems())

    def set_answers(self, answers: Answers) -> None:
        """Fill the cards with items already given; a card that is not needed is not opened."""
        self.medicines.set_medicines(answers.medicines)
        bases = dict(answers.bases)
        if answers.medicines:
            self.medicines_basis.set_value(bases.get("medicines", answers.basis))
        told = [key for key in CARDS if any(getattr(answers, field) for field in ITEMS[key])]
        self.pick.set_values(member for member in Added if member.value in told)
        for key in told:
            self.card(key).put(answers)
            self.card(key).put_basis(bases.get(key, answers.basis))
        self._show_picked()

    def add(self, answers: Answers, fields: Iterable[str]) -> None:
        """Open the items that hold these fields, filled from ``answers``; their basis is asked."""
        changed = set(fields)
        more = {key for key in CARDS if changed & set(ITEMS[key])}
        wanted = more | set(self.picked())
        self.pick.set_values(member for member in Added if member.value in wanted)
        for key in more:
            self.card(key).put(answers)
        self._show_picked()

    def shown(self, key: str) -> Group | Labelled | None:
        """Where a problem of that item is shown."""
        if key == "medicines":
            return self.medicines_basis if not self.medicines_basis.isHidden() else None
        return self.card(key).first() if key in self.picked() else self.pick

    # as a draft

    def fields(self) -> dict[str, Any]:
        basis = self.medicines_basis.value()
        return {
            "medicines": self.medicines.fields(),
            "medicines_basis": None if basis is None else basis.name,
            "items": {key: self.card(key).fields() for key in self.picked()},
        }

    def set_fields(self, kept: Mapping[str, Any]) -> None:
        self.medicines.set_fields(kept.get("medicines") or ())
        self.medicines_basis.set_value(Basis.__members__.get(str(kept.get("medicines_basis"))))
        before = {key: {"words": kept[key]} for key in _ONCE_BOXES if kept.get(key)}
        items: Mapping[str, Any] = kept.get("items") or before
        self.pick.set_values(member for member in Added if member.value in items)
        for key in self.picked():
            self.card(key).set_fields(items[key])
        self._show_picked()
