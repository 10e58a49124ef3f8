"""The capacity assessment and the best-interests form, in the order of the law.

The forms decide nothing: what follows from the answers is worked out by ``consent.capacity`` and
shown as they are given. The cause is asked only where one of the four abilities is a no.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent import wording
from custodyhcp.consent.best_interests import BestInterests, best_interests_problems
from custodyhcp.consent.capacity import (
    NOT_NEEDED,
    OTHER,
    Ability,
    CapacityAssessment,
    Limb,
    cannot,
    conclude,
    reassessment_needed,
)
from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.problem import Problem
from custodyhcp.ui.consent_parts import Where, again_choice, coded, in_lines
from custodyhcp.ui.kit import (
    Button,
    Callout,
    Choice,
    Field,
    MultiChoice,
    Pick,
    PlainLabel,
    Row,
)
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_ABLE = {Ability.YES: "Yes", Ability.NO: "No", Ability.UNSURE: "Unsure"}
_CONCLUDED = {
    Capacity.HAS: ("They can decide this", "Ask them, and record their answer.", "green"),
    Capacity.LACKS: ("They lack capacity for this decision, now", "", "amber"),
    Capacity.UNDETERMINED: ("It cannot be told yet", "Wait, and assess again.", "amber"),
}
_NO_CAUSE = (
    "An inability that no impairment causes is not incapacity: think of language, fear or pressure."
)


class YesNo(Enum):
    YES = "YES"
    NO = "NO"


class _Form(QWidget):
    """A column of questions. ``changed`` on every answer; ``where`` finds a problem's field."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(name)
        self.where: dict[str, Labelled | Group] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def put(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self.column.addWidget(widget)

    def fields(self) -> Where:
        return dict(self.where)

    def listen(self) -> None:
        """Tell of every change, typed or chosen; call it once the form is built."""
        for box in (*self.findChildren(Field), *self.findChildren(Pick)):
            box.changed.connect(self.changed)
        for choice in self.findChildren(Choice):
            choice.chosen.connect(lambda _member: self.changed.emit())
        for several in self.findChildren(MultiChoice):
            several.changed.connect(lambda _members: self.changed.emit())


class _LimbRow(QWidget):
    """One ability: yes, no or unsure, and beside it what shows it."""

    def __init__(self, ability: str, words: str, form: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.answer = Choice(words, _ABLE, name=f"{form}.{ability}")
        self.evidence = Field("What you saw or heard", name=f"{form}.{ability}.evidence")
        self.answer.setFixedWidth(330)
        row = Row(self.answer, self.evidence, gap=16, fill=True)
        for part in (self.answer, self.evidence):
            row.body.setAlignment(part, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)

    def value(self) -> Limb:
        return Limb(self.answer.value(), self.evidence.text())


class CapacityForm(_Form):
    """``value(now)`` is the assessment as it stands; ``record`` is emitted by its button."""

    record = Signal()

    def __init__(self, scope: Scope, name: str = "capacity") -> None:
        super().__init__(name)
        self.scope = scope
        self._help = coded("Help", wording.help_given())
        self._build(name)
        self._connect()
        self._react()
        self.listen()

    def _build(self, name: str) -> None:
        self.put(PlainLabel(f"Capacity for: {wording.question(self.scope).name}", "h3"))
        self.put(PlainLabel("Presume that they can decide, and help them to.", "hint"))
        self.information = Field(
            "What you told them",
            name=f"{name}.information",
            lines=2,
            hint="Why, who will see it, and what happens if yes or no",
        )
        said = wording.help_given()
        self.help = MultiChoice(
            "Help you gave", {m: said[c] for c, m in self._help.items()}, name=f"{name}.help"
        )
        self.help_not_needed = Field("Why none was needed", name=f"{name}.help_not_needed")
        self.limbs = {
            ability: _LimbRow(ability, f"Can they {words[0].lower()}{words[1:]}?", name)
            for ability, words in wording.abilities().items()
        }
        causes: list[tuple[object, str]] = [*wording.impairments().items()]
        self.impairment = Pick(
            "Is there an impairment or disturbance of the mind or brain?",
            [*causes, ("", "None found")],
            name=f"{name}.impairment",
        )
        self.impairment_words = Field("What it is", name=f"{name}.impairment_words")
        self.causal = Choice("Is that why they cannot decide?", _ABLE, name=f"{name}.causal")
        self.causal_evidence = Field("How you know", name=f"{name}.causal_evidence")
        self.again = again_choice("Assess again in", f"{name}.again")
        self.present = Field("Who else was present", name=f"{name}.present")
        self.means = Callout("", name=f"{name}.means")
        self.button = Button("Record capacity assessment", self.record.emit, name=f"{name}.record")
        self.put(self.information, self.help, self.help_not_needed, *self.limbs.values())
        self.put(self.impairment, self.impairment_words, self.causal, self.causal_evidence)
        self.put(self.means, self.again, self.present, Row(self.button))
        self._name_fields()

    def _name_fields(self) -> None:
        self.where = {
            "information": self.information,
            "help": self.help,
            "help_not_needed": self.help_not_needed,
            "impairment": self.impairment,
            "impairment_words": self.impairment_words,
            "causal_link": self.causal,
            "causal_evidence": self.causal_evidence,
            "reassess_at": self.again,
        }
        for ability, limb in self.limbs.items():
            self.where[ability] = limb.answer
            self.where[f"{ability}.evidence"] = limb.evidence

    def _connect(self) -> None:
        for limb in self.limbs.values():
            limb.answer.chosen.connect(lambda _member: self._react())
        self.causal.chosen.connect(lambda _member: self._react())
        self.again.chosen.connect(lambda _member: self._react())
        self.help.changed.connect(lambda _members: self._react())
        self.impairment.changed.connect(self._react)

    def _react(self) -> None:
        """Ask on only what the answers so far call for, and say what they amount to."""
        so_far = self._so_far(None)
        fails = cannot(so_far)
        caused = fails and so_far.impairment is not None
        self.help_not_needed.setVisible(self._help[NOT_NEEDED] in self.help.values())
        self.impairment.setVisible(fails)
        self.impairment_words.setVisible(caused and so_far.impairment == OTHER)
        self.causal.setVisible(caused)
        self.causal_evidence.setVisible(fails and self.impairment.value() is not None)
        self._show_conclusion(so_far, fails)
        self.again.setVisible(reassessment_needed(so_far))

    def _show_conclusion(self, so_far: CapacityAssessment, fails: bool) -> None:
        concluded = conclude(so_far)
        self.means.setVisible(concluded is not None)
        if concluded is None:
            return
        title, then, tone = _CONCLUDED[concluded]
        if concluded is Capacity.HAS and fails:
            title, then, tone = "This is not incapacity", _NO_CAUSE, "amber"
        self.means.set(title, then, tone)

    def value(self, now: datetime) -> CapacityAssessment:
        return self._so_far(now)

    def _so_far(self, now: datetime | None) -> CapacityAssessment:
        cause = self.impairment.value()
        again = self.again.value()
        limbs = {ability: limb.value() for ability, limb in self.limbs.items()}
        none_found = cause == ""
        return CapacityAssessment(
            scope=self.scope,
            information=self.information.text(),
            help=tuple(member.value for member in self.help.values()),
            help_not_needed=self.help_not_needed.text(),
            understand=limbs["understand"],
            retain=limbs["retain"],
            weigh=limbs["weigh"],
            communicate=limbs["communicate"],
            impairment=str(cause) if cause else None,
            impairment_words=self.impairment_words.text(),
            causal_link=Ability.NO if none_found else self.causal.value(),
            causal_evidence=self.causal_evidence.text(),
            reassess_at=again.after(now) if again is not None and now is not None else None,
            present=self.present.text(),
        )


class BestInterestsForm(_Form):
    """The checklist of section 4. ``prior_refusal_known`` adds the question about it."""

    record = Signal()

    def __init__(self, scope: Scope, name: str = "interests") -> None:
        super().__init__(name)
        self.scope, self._name = scope, name
        said = {field: words for field, (_, words) in wording.best_interests_questions().items()}
        self._ticks = coded("Tick", ("not_on_appearance", "not_to_bring_death", "believes"))
        self._attorneys = coded("Attorney", wording.attorney_answers())
        self.put(PlainLabel(f"Best interests: {wording.question(scope).name}", "h3"))
        self.put(PlainLabel(wording.not_consulted(), "hint"))
        self._questions(said)
        self.button = Button("Record best interests", self.record.emit, name=f"{name}.record")
        self.put(Row(self.button))
        self.listen()

    def _questions(self, said: dict[str, str]) -> None:
        for field, words in said.items():
            if field in self._ticks:
                continue
            if field == "can_wait":
                waits = {YesNo.NO: "No, it cannot wait", YesNo.YES: "Yes, it can"}
                self.can_wait = Choice(words, waits, name=f"{self._name}.can_wait")
                self._add(field, self.can_wait)
            elif field == "attorney":
                answers = wording.attorney_answers()
                self.attorney = Choice(
                    words,
                    {m: answers[c] for c, m in self._attorneys.items()},
                    name=f"{self._name}.attorney",
                )
                self._add(field, self.attorney)
            else:
                self._add(field, Field(words, name=f"{self._name}.{field}"))
        ticks = {member: in_lines(said[field]) for field, member in self._ticks.items()}
        self.confirm = MultiChoice("Confirm each", ticks, name=f"{self._name}.confirm")
        self.put(self.confirm)
        for field in self._ticks:
            self.where[field] = self.confirm
        self.set_prior_refusal(False)

    def _add(self, field: str, widget: Labelled | Group) -> None:
        self.where[field] = widget
        self.put(widget)

    def set_prior_refusal(self, known: bool) -> None:
        self._prior_refusal = known
        self.where["prior_refusal"].setVisible(known)

    def first(self) -> Labelled | Group:
        return next(iter(self.where.values()))

    def problems(self) -> tuple[Problem, ...]:
        return best_interests_problems(self.value(), prior_refusal_known=self._prior_refusal)

    def value(self) -> BestInterests:
        texts = {
            field: widget.text()
            for field, widget in self.where.items()
            if isinstance(widget, Field)
        }
        ticked = {member.value for member in self.confirm.values()}
        waits, attorney = self.can_wait.value(), self.attorney.value()
        return BestInterests(
            scope=self.scope,
            can_wait=None if waits is None else waits is YesNo.YES,
            attorney=None if attorney is None else str(attorney.value),
            not_on_appearance="not_on_appearance" in ticked,
            not_to_bring_death="not_to_bring_death" in ticked,
            believes="believes" in ticked,
            **texts,
        )
