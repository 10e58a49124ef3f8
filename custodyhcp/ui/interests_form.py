"""The best-interests checklist of section 4 (domain consent 3.2, 3.3).

Rules kept here. Custody staff and investigators are not among those who can be chosen. What stops
it (it can wait; an attorney, a deputy or an advance decision says no) is said as soon as it is
answered. The form decides nothing: ``consent.best_interests`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from textwrap import fill

from PySide6.QtCore import Signal

from custodyhcp.consent import wording
from custodyhcp.consent.best_interests import (
    NOBODY,
    REFUSES,
    BestInterests,
    asks_emergency,
    best_interests_problems,
)
from custodyhcp.consent.codes import Scope
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.problem import Problem
from custodyhcp.ui.capacity_form import Form
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.kit import Button, Callout, Choice, Field, MultiChoice, PlainLabel, Row
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_LINE = 50  # characters of an option on one line, in the width of the consent page
_TICKS = ("not_on_appearance", "not_to_bring_death", "believes")
_POWERS = ("attorney", "deputy", "advance_decision")


class YesNo(Enum):
    YES = "YES"
    NO = "NO"


class BestInterestsForm(Form):
    """``set_prior_refusal`` adds the question about a known refusal; ``set_wears_off`` the
    emergency test, where drink or drugs are why they cannot decide."""

    record = Signal()

    def __init__(self, scope: Scope, name: str = "interests") -> None:
        super().__init__(name)
        self.scope, self._name = scope, name
        self._prior_refusal = self._wears_off = False
        self._said = {f: words for f, (_, words) in wording.best_interests_questions().items()}
        self.put(PlainLabel(f"Best interests: {wording.question(scope).name}", "h2"))
        self.put(PlainLabel(wording.not_consulted(), "hint"))
        self._codes: dict[str, dict[str, Enum]] = {}
        for field in self._said:
            if field not in _TICKS:
                self._add(field, self._made(field))
        self._confirmations()
        self.stop = Callout("", tone="amber", name=f"{name}.stop")
        self.button = Button("Record best interests", self.record.emit, name=f"{name}.record")
        self.put(self.stop, Row(self.button))
        self.changed.connect(self._react)
        self._react()
        self.listen()

    def _made(self, field: str) -> Labelled | Group:
        """The question for a field of the table; words where nothing else is named here."""
        makers: dict[str, Callable[[], Labelled | Group]] = {
            "can_wait": self._can_wait,
            "consultees": lambda: self._several(field, wording.consultees()),
            "emergency": lambda: self._several(field, wording.best_interests_emergency()),
            "attorney": lambda: self._one(field, wording.attorney_answers()),
            "deputy": lambda: self._one(field, wording.attorney_answers()),
            "advance_decision": lambda: self._one(field, wording.advance_answers()),
            "consultee_names": lambda: self._words(field, lines=1),
        }
        return makers.get(field, lambda: self._words(field, lines=2))()

    def _can_wait(self) -> Group:
        waits = {YesNo.NO: "No, it cannot wait", YesNo.YES: "Yes, it can"}
        self.can_wait = Choice(self._said["can_wait"], waits, name=f"{self._name}.can_wait")
        return self.can_wait

    def _words(self, field: str, lines: int) -> Field:
        return Field(self._said[field], name=f"{self._name}.{field}", lines=lines)

    def _members(self, field: str, words: Mapping[str, str]) -> dict[Enum, str]:
        self._codes[field] = coded(field.title().replace("_", ""), words)
        return {member: fill(words[code], _LINE) for code, member in self._codes[field].items()}

    def _one(self, field: str, words: Mapping[str, str]) -> Choice[Enum]:
        options = self._members(field, words)
        return Choice(self._said[field], options, name=f"{self._name}.{field}")

    def _several(self, field: str, words: Mapping[str, str]) -> MultiChoice[Enum]:
        options = self._members(field, words)
        return MultiChoice(self._said[field], options, name=f"{self._name}.{field}")

    def _confirmations(self) -> None:
        self._codes["confirm"] = coded("Tick", _TICKS)
        ticks = {m: fill(self._said[field], _LINE) for field, m in self._codes["confirm"].items()}
        self.confirm = MultiChoice("Confirm each", ticks, name=f"{self._name}.confirm")
        self.put(self.confirm)
        for field in _TICKS:
            self.where[field] = self.confirm

    def _add(self, field: str, widget: Labelled | Group) -> None:
        self.where[field] = widget
        self.put(widget)

    def set_prior_refusal(self, known: bool) -> None:
        if known is not self._prior_refusal:
            self._prior_refusal = known
            self._react()

    def set_wears_off(self, on: bool) -> None:
        if on is not self._wears_off:
            self._wears_off = on
            self._react()

    def first(self) -> Labelled | Group:
        return next(iter(self.where.values()))

    def _react(self) -> None:
        """Only the questions that are called for; and what stops it, as soon as it is answered."""
        asked = set(self._chosen("consultees")) - {NOBODY}
        self.where["consultee_names"].setVisible(bool(asked))
        self.where["prior_refusal"].setVisible(self._prior_refusal)
        self.where["emergency"].setVisible(asks_emergency(self.scope, self._wears_off))
        stopped = self._stopped_by()
        self.stop.setVisible(stopped is not None)
        if stopped is not None:
            self.stop.set("Stop: this cannot go on", stopped.words, "amber")

    def _stopped_by(self) -> Problem | None:
        """The first answer that ends it, whatever else is still to be filled in."""
        form = self.value()
        ends = {field for field in _POWERS if getattr(form, field) == REFUSES}
        if form.can_wait:
            ends.add("can_wait")
        return next((problem for problem in self.problems() if problem.field in ends), None)

    def problems(self) -> tuple[Problem, ...]:
        return best_interests_problems(
            self.value(), prior_refusal_known=self._prior_refusal, wears_off=self._wears_off
        )

    def _chosen(self, field: str) -> tuple[str, ...]:
        group = self.where[field]
        if isinstance(group, MultiChoice):
            return tuple(str(member.value) for member in group.values())
        member = group.value() if isinstance(group, Choice) else None
        return () if member is None else (str(member.value),)

    def value(self) -> BestInterests:
        texts = {
            field: widget.text()
            for field, widget in self.where.items()
            if isinstance(widget, Field)
        }
        if not set(self._chosen("consultees")) - {NOBODY}:
            texts["consultee_names"] = ""
        ticked = {str(member.value) for member in self.confirm.values()}
        met = set(self._chosen("emergency"))
        waits = self.can_wait.value()
        return replace(
            BestInterests(self.scope, **texts),  # type: ignore[arg-type]  # the boxes are of words
            can_wait=None if waits is None else waits is YesNo.YES,
            consultees=self._chosen("consultees"),
            emergency=EmergencyTest(
                **{part: part in met for part in wording.best_interests_emergency()}
            ),
            not_on_appearance="not_on_appearance" in ticked,
            not_to_bring_death="not_to_bring_death" in ticked,
            believes="believes" in ticked,
            attorney=next(iter(self._chosen("attorney")), None),
            deputy=next(iter(self._chosen("deputy")), None),
            advance_decision=next(iter(self._chosen("advance_decision")), None),
        )

    def fields(self) -> dict[str, Labelled | Group]:
        parts = {f"emergency.{part}": self.where["emergency"] for part in self._codes["emergency"]}
        return {**self.where, **parts}
