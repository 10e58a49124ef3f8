"""One added item of a briefing as a card: its parts, its basis, and what is still missing.

A card holds no rule. Its parts are kept by name, so that a draft brings them back; ``made`` turns
them into the fields of ``Answers`` that hold this item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from PySide6.QtCore import Signal

from custodyhcp.records import dates
from custodyhcp.records.directions import Basis
from custodyhcp.records.item_table import Item
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.directions_words import BASIS
from custodyhcp.ui.kit import Card, Choice, Field, MultiChoice, PlainLabel
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

P = TypeVar("P", Choice[Any], MultiChoice[Any], Field)


class ItemCard(Card):
    """``changed`` after every change. Subclasses add parts and say what they make."""

    changed = Signal()

    def __init__(self, ctx: Context, row: Item) -> None:
        super().__init__(name=f"assessment.item.{row.key}")
        self._ctx, self.row = ctx, row
        self.choices: dict[str, Choice[Any]] = {}
        self.several: dict[str, MultiChoice[Any]] = {}
        self.texts: dict[str, Field] = {}
        self._times: dict[str, Field] = {}
        self._order: list[Choice[Any] | MultiChoice[Any] | Field] = []
        self.add(PlainLabel(row.label, "h3"))
        self.add(PlainLabel(f"For: {row.decision[:1].lower()}{row.decision[1:]}.", "hint"))
        self.build()
        self._basis()
        self.show_what_applies()

    # parts

    def build(self) -> None:
        raise NotImplementedError

    def _basis(self) -> None:
        possible = {basis: words for basis, words in BASIS.items() if basis in self.row.bases}
        if self.row.needs_basis:
            self.one("basis", "Why custody may be told", possible)
            return
        words = next(iter(possible.values()))
        self.add(PlainLabel(f"Why custody may be told: {words[:1].lower()}{words[1:]}.", "second"))

    def _name(self, part: str) -> str:
        return f"assessment.{self.row.key}.{part}"

    def one(self, part: str, label: str, options: Mapping[Any, str]) -> Choice[Any]:
        made = Choice(label, options, name=self._name(part))
        made.chosen.connect(self._told)
        self.choices[part] = made
        return self._put_in(made)

    def some(self, part: str, label: str, kind: type[Enum]) -> MultiChoice[Any]:
        made = MultiChoice(label, self._words(kind), name=self._name(part))
        made.changed.connect(self._told)
        self.several[part] = made
        return self._put_in(made)

    def text(self, part: str, label: str, hint: str = "", *, name: str = "") -> Field:
        made = Field(label, name=name or self._name(part), hint=hint)
        return self._field(part, made)

    def number(self, part: str, label: str) -> Field:
        made = Field(label, name=self._name(part), units="minutes", chars=3)
        return self._field(part, made)

    def time(self, part: str, label: str) -> Field:
        hint = "24-hour clock, such as 04:30"
        made = self._field(part, Field(label, name=self._name(part), chars=5, hint=hint))
        self._times[part] = made
        return made

    def _field(self, part: str, made: Field) -> Field:
        made.changed.connect(self._told)
        self.texts[part] = made
        return self._put_in(made)

    def _put_in(self, made: P) -> P:
        self._order.append(made)
        self.add(made)
        return made

    def _words(self, kind: type[Enum]) -> dict[Enum, str]:
        words = {member: self.row.words(member) for member in kind}
        return {member: f"{said[:1].upper()}{said[1:]}" for member, said in words.items()}

    def _told(self, *_args: object) -> None:
        self.show_what_applies()
        self.changed.emit()

    def show_what_applies(self) -> None:
        """Show the parts that the answers so far ask for."""

    # values

    def made(self) -> Mapping[str, Any] | None:
        """The fields of ``Answers`` that hold this item; None while it says nothing yet."""
        raise NotImplementedError

    def put(self, answers: Any) -> None:
        """Fill the card from ``Answers``."""
        raise NotImplementedError

    def basis(self) -> Basis | None:
        if not self.row.needs_basis:
            return next(iter(self.row.bases))
        chosen: Basis | None = self.choices["basis"].value()
        return chosen

    def put_basis(self, basis: Basis) -> None:
        if self.row.needs_basis:
            self.choices["basis"].set_value(basis)

    def said(self, part: str) -> str:
        field = self.texts[part]
        return "" if field.isHidden() else field.text()

    def minutes_of(self, part: str) -> int | None:
        typed = self.said(part)
        return int(typed) if typed.isascii() and typed.isdigit() else None

    def at(self, part: str) -> datetime | None:
        clock = dates.read_clock(self.said(part))
        return None if clock is None else dates.next_at(clock, self._ctx.now())

    def put_time(self, part: str, at: datetime | None) -> None:
        now = self._ctx.now()
        ahead = at is not None and now < at < now + timedelta(days=1)
        self.texts[part].set_text(f"{dates.local(at):%H:%M}" if at is not None and ahead else "")

    def problems(self) -> tuple[Problem, ...]:
        """What is not answered yet, or is not a time."""
        key, label = self.row.key, self.row.label
        found = []
        for part, field in self._times.items():
            if self.said(part) and dates.read_clock(self.said(part)) is None:
                found.append(Problem(key, f"{label}: write “{field.label()}” as 04:30."))
        if self.made() is None:
            found.append(Problem(key, f"{label}: say it, or take the item off again."))
        elif self.basis() is None:
            found.append(Problem(key, f"{label}: say why custody may be told."))
        return tuple(found)

    def first(self) -> Group | Labelled:
        """The part that a problem of this item is shown at."""
        if self.made() is not None and self.basis() is None:
            return self.choices["basis"]
        return next((part for part in self._order if not part.isHidden()), self._order[0])

    # as a draft

    def fields(self) -> dict[str, Any]:
        kept: dict[str, Any] = {part: field.text() for part, field in self.texts.items()}
        for part, choice in self.choices.items():
            member = choice.value()
            kept[part] = None if member is None else member.name
        for part, several in self.several.items():
            kept[part] = [member.name for member in several.values()]
        return kept

    def set_fields(self, kept: Mapping[str, Any]) -> None:
        for part, field in self.texts.items():
            field.set_text(str(kept.get(part) or ""))
        for part, choice in self.choices.items():
            choice.set_value(_named(choice.options(), kept.get(part)))
        for part, several in self.several.items():
            names = set(kept.get(part) or ())
            several.set_values(member for member in several.options() if member.name in names)
        self.show_what_applies()


def _named(options: tuple[Any, ...], name: object) -> Any:
    return next((member for member in options if member.name == name), None)


Make = Callable[[Context, Item], ItemCard]
