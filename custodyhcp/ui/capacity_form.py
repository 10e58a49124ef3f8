"""The capacity assessment, in the order of the law (domain consent 3.1).

Rules kept here
* The order is physical: a step is not on the screen until those before it are answered, and the
  line under the last one says what comes next. ``capacity.steps_open`` decides, not this form.
* The form decides nothing: what follows from the answers is worked out by ``consent.capacity`` and
  shown as they are given. There is nothing to choose that says "lacks capacity".
* Whatever was typed stays in its box while its step is off the screen, and is not recorded then.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent import wording
from custodyhcp.consent.capacity import (
    NOT_NEEDED,
    OTHER,
    Ability,
    CapacityAssessment,
    Limb,
    Step,
    as_asked,
    capacity_problems,
    conclude,
    instead_of,
    not_incapacity,
    steps_open,
)
from custodyhcp.consent.codes import Capacity, Scope
from custodyhcp.consent.problem import Problem
from custodyhcp.records import dates
from custodyhcp.ui.consent_parts import Where, again_choice, coded
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
    Capacity.HAS: ("They can decide this", "green"),
    Capacity.LACKS: ("They lack capacity for this decision, now", "amber"),
    Capacity.UNDETERMINED: ("It cannot be told yet", "amber"),
}
_NEXT = {
    Step.HELP: "Next: the help you gave them.",
    Step.ABILITIES: "Next: can they understand it, keep it in mind, weigh it, and say it?",
    Step.CAUSE: "Next: is that why they cannot decide?",
}
_AFTER_ABILITIES = "Answer all four, each with what you saw or heard."
_NOT_A_TIME = "Give a time on the 24-hour clock, such as 04:30."


class Form(QWidget):
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


class _StepBox(QWidget):
    """One step: its number and name, and its questions."""

    def __init__(self, title: str, *widgets: QWidget) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, "h3"))
        for widget in widgets:
            column.addWidget(widget)


class _Limb(QWidget):
    """One ability: yes, no or unsure, and under it what shows it."""

    def __init__(self, ability: str, words: str, form: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.answer = Choice(words, _ABLE, name=f"{form}.{ability}")
        self.evidence = Field("What you saw or heard", name=f"{form}.{ability}.evidence", lines=2)
        self.evidence.edits()[0].setAccessibleName(f"{words} What you saw or heard")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        column.addWidget(self.answer)
        column.addWidget(self.evidence)

    def value(self) -> Limb:
        return Limb(self.answer.value(), self.evidence.text())


class CapacityForm(Form):
    """``value(now)`` is the assessment as it stands; ``record`` is emitted by its button."""

    record = Signal()

    def __init__(self, scope: Scope, name: str = "capacity") -> None:
        super().__init__(name)
        self.scope = scope
        self._help = coded("Help", wording.help_given())
        self._questions(name)
        self._cause(name)
        self._again(name)
        self._build(name)
        self._name_fields()
        self._connect()
        self._react()
        self.listen()

    def _questions(self, name: str) -> None:
        self.information = Field(
            "What you told them",
            name=f"{name}.information",
            lines=2,
            hint="Why, who will see it, and what happens if yes, if no, and if nothing is done",
        )
        said = wording.help_given()
        self.help = MultiChoice(
            "Help you gave", {m: said[c] for c, m in self._help.items()}, name=f"{name}.help"
        )
        self.help_not_needed = Field("Why none was needed", name=f"{name}.help_not_needed")
        self.limbs = {
            ability: _Limb(ability, f"Can they {words[0].lower()}{words[1:]}?", name)
            for ability, words in wording.abilities().items()
        }

    def _cause(self, name: str) -> None:
        causes: list[tuple[object, str]] = [*wording.impairments().items()]
        self.impairment = Pick(
            "Is there an impairment or disturbance of the mind or brain?",
            [*causes, ("", "None found")],
            name=f"{name}.impairment",
        )
        self.impairment_words = Field("What it is", name=f"{name}.impairment_words")
        self.causal = Choice("Is that why they cannot decide?", _ABLE, name=f"{name}.causal")
        self.causal_evidence = Field("How you know", name=f"{name}.causal_evidence", lines=2)

    def _again(self, name: str) -> None:
        self.again = again_choice("Assess again in", f"{name}.again")
        self.again_at = Field(
            "Or at", name=f"{name}.again_at", chars=6, hint="24-hour clock, such as 04:30"
        )

    def _build(self, name: str) -> None:
        self.put(PlainLabel(f"Capacity for: {wording.question(self.scope).name}", "h2"))
        self.put(
            PlainLabel(
                "Presume that they can decide, and help them to. This decision only, and now. An"
                " unwise choice is not a sign that they lack capacity.",
                "hint",
            )
        )
        self.steps = {
            Step.INFORMATION: _StepBox("1  What they were told", self.information),
            Step.HELP: _StepBox("2  Help to decide", self.help, self.help_not_needed),
            Step.ABILITIES: _StepBox("3  Can they decide?", *self.limbs.values()),
            Step.IMPAIRMENT: _StepBox(
                "4  Only now: a cause in the mind or brain", self.impairment, self.impairment_words
            ),
            Step.CAUSE: _StepBox("5  The link", self.causal, self.causal_evidence),
            Step.AGAIN: _StepBox("When to assess again", self.again, self.again_at),
        }
        self.means = Callout("", name=f"{name}.means")
        self.next = PlainLabel("", "hint", name=f"{name}.next")
        self.present = Field("Who else was present, if anybody", name=f"{name}.present")
        self.button = Button("Record capacity assessment", self.record.emit, name=f"{name}.record")
        again = self.steps[Step.AGAIN]
        self.put(*(box for box in self.steps.values() if box is not again))
        self.put(self.next, self.means, again, self.present, Row(self.button))

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
            "again_at": self.again_at,
            "present": self.present,
        }
        for ability, limb in self.limbs.items():
            self.where[ability] = limb.answer
            self.where[f"{ability}.evidence"] = limb.evidence

    def _connect(self) -> None:
        for limb in self.limbs.values():
            limb.answer.chosen.connect(lambda _member: self._react())
            limb.evidence.changed.connect(self._react)
        for box in (self.information, self.help_not_needed, self.impairment):
            box.changed.connect(self._react)
        self.causal.chosen.connect(lambda _member: self._react())
        self.help.changed.connect(lambda _members: self._react())
        self.again.chosen.connect(lambda _member: self.again_at.set_text(""))
        self.again_at.changed.connect(self._typed_a_time)

    def _typed_a_time(self) -> None:
        """A time that is typed takes the place of one that was chosen."""
        if self.again_at.text():
            self.again.set_value(None)

    def _react(self) -> None:
        """Ask on only what the answers so far call for, and say what they amount to."""
        so_far = self._so_far(None)
        steps = steps_open(so_far)
        for step, box in self.steps.items():
            box.setVisible(step in steps)
        self.help_not_needed.setVisible(self._help[NOT_NEEDED] in self.help.values())
        self.impairment_words.setVisible(so_far.impairment == OTHER)
        self._show_link(so_far, Step.IMPAIRMENT in steps)
        self._show_next(so_far, steps)
        self._show_conclusion(so_far, steps)

    def _show_link(self, so_far: CapacityAssessment, asked: bool) -> None:
        """Where no cause was found there is no link to ask about, only how that is known."""
        none_found = asked and self.impairment.value() == ""
        self.causal.setVisible(not none_found)
        self.steps[Step.CAUSE].setVisible(asked and (so_far.impairment is not None or none_found))

    def _show_next(self, so_far: CapacityAssessment, steps: tuple[Step, ...]) -> None:
        waiting = Step.ABILITIES in steps and not all(
            limb.finished for limb in so_far.limbs().values()
        )
        later = next((s for s in (Step.HELP, Step.ABILITIES) if s not in steps), None)
        if later is None and Step.IMPAIRMENT in steps and self.impairment.value() is None:
            later = Step.CAUSE
        words = _AFTER_ABILITIES if waiting else "" if later is None else _NEXT[later]
        self.next.setText(words)
        self.next.setVisible(bool(words))

    def _show_conclusion(self, so_far: CapacityAssessment, steps: tuple[Step, ...]) -> None:
        finished = all(limb.finished for limb in so_far.limbs().values())
        concluded = conclude(so_far) if finished and Step.ABILITIES in steps else None
        self.means.setVisible(concluded is not None)
        self.present.setVisible(concluded is not None)
        self.button.setEnabled(True)
        if concluded is None:
            return
        title, tone = _CONCLUDED[concluded]
        if not_incapacity(so_far):
            title, tone = "This is not incapacity", "amber"
        self.means.set(title, instead_of(so_far), tone)

    def problems(self, now: datetime) -> tuple[Problem, ...]:
        """What is to be put right on the steps that are on the screen, from the top."""
        found = capacity_problems(self.value(now), now)
        if self.again_at.text() and self._typed(now) is None:
            found = (
                *(problem for problem in found if problem.field != "reassess_at"),
                Problem("again_at", _NOT_A_TIME),
            )
        seen = self.where
        return tuple(p for p in found if p.field not in seen or seen[p.field].isVisibleTo(self))

    def value(self, now: datetime) -> CapacityAssessment:
        return as_asked(self._so_far(now))

    def _typed(self, now: datetime) -> datetime | None:
        clock = dates.read_clock(self.again_at.text())
        return None if clock is None else dates.next_at(clock, now)

    def _again_time(self, now: datetime | None) -> datetime | None:
        if now is None:
            return None
        if self.again_at.text():
            return self._typed(now)
        chosen = self.again.value()
        return None if chosen is None else chosen.after(now)

    def _so_far(self, now: datetime | None) -> CapacityAssessment:
        cause = self.impairment.value()
        limbs = {ability: limb.value() for ability, limb in self.limbs.items()}
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
            causal_link=Ability.NO if cause == "" else self.causal.value(),
            causal_evidence=self.causal_evidence.text(),
            reassess_at=self._again_time(now),
            present=self.present.text(),
        )
