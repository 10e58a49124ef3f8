"""The two keys of the GP record, each a card with its state, its evidence and its form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Scope,
    Surgery,
    SurgeryEvidence,
)
from custodyhcp.consent.surgery import SurgeryAnswer
from custodyhcp.consent.wording import notice_version, question, words
from custodyhcp.records import dates
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.consent_people import Competent, WhoAnswers
from custodyhcp.ui.kit import (
    Button,
    Card,
    Choice,
    DateField,
    Field,
    MultiChoice,
    NowField,
    PlainLabel,
    Row,
    Tag,
)
from custodyhcp.ui.kit import Problem as Shown

_ANSWERS = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.UNABLE: "Could not answer",
    Answer.WITHDRAWN: "Withdrawn",
}
_CAPACITY = {
    Capacity.HAS: "Yes, no reason to doubt",
    Capacity.LACKS: "No",
    Capacity.UNDETERMINED: "Cannot tell yet",
}


class _Key(Card):
    """A title, a tag with the state, and words about it."""

    record = Signal()

    def __init__(self, title: str, name: str) -> None:
        super().__init__(name=name)
        self.tag = Tag("", "grey", name=f"{name}.state")
        head = Row(PlainLabel(title, "h2", wrap=False), self.tag)
        self.words = PlainLabel("", "second", name=f"{name}.words")
        self.change = Button("Change", self.unfold, name=f"{name}.change")
        self._form = QWidget()
        self._form.setProperty("ground", "none")
        self._column = QVBoxLayout(self._form)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.add(head, self.words, Row(self.change), self._form)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)

    def ask(self, *widgets: QWidget) -> None:
        """Put questions into the form of this key."""
        for widget in widgets:
            self._column.addWidget(widget)

    def fold(self, on: bool) -> None:
        """A key that is there shows only that; *Change* opens its form again."""
        self.change.setVisible(on)
        self._form.setVisible(not on)

    def unfold(self) -> None:
        self.fold(False)

    def show_state(self, state: str, tone: str, said: str) -> None:
        self.tag.setText(state)
        self.tag.set_tone(tone)
        self.set_tone(tone)
        self.words.setText(said)
        self.fold(tone == "green")


class KeyOne(_Key):
    """The person's answer. Asked in words they know; the same rules as for the SCR."""

    def __init__(self) -> None:
        super().__init__("Key 1: the person", "gp.key1")
        asks = question(Scope.VIEW_GP)
        self.answer = Choice(asks.question, _ANSWERS, name="gp.key1")
        self.capacity = Choice(
            "They can understand, keep in mind, weigh and say it",
            _CAPACITY,
            name="gp.key1.capacity",
        )
        self.again = parts.again_choice("Ask again in", "gp.key1.again")
        self.who = WhoAnswers()
        self.button = Button("Record their answer", self.record.emit, name="gp.key1.record")
        self.ask(self.answer, self.who, self.capacity, self.again, Row(self.button))
        self.answer.chosen.connect(lambda _answer: self._react())
        self.capacity.chosen.connect(lambda _capacity: self._react())
        self.who.changed.connect(self._react)
        self._react()

    def _react(self) -> None:
        taken_back = self.answer.value() is Answer.WITHDRAWN
        self.capacity.setVisible(not taken_back and not self._not_competent())
        waits = self.capacity.value() is Capacity.UNDETERMINED and not taken_back
        self.again.setVisible(waits)

    def _not_competent(self) -> bool:
        age = self.who.age()
        return age is not None and age < 16 and self.who.competent.value() is Competent.NO

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.answer.value() is None:
            found.append((self.answer, "Choose what they answered."))
        if self.who.age() is None:
            found.append((self.who.stated, "Say whether they are 16 or over."))
        if not self.capacity.isHidden() and self.capacity.value() is None:
            found.append((self.capacity, "Say whether they can decide this."))
        return found

    def asked(self, now: datetime) -> Asked | None:
        answer, age = self.answer.value(), self.who.age()
        if answer is None or age is None:
            return None
        again = self.again.value()
        lacks = Capacity.LACKS if self._not_competent() else self.capacity.value()
        return self.who.fill(
            Asked(
                scope=Scope.VIEW_GP,
                answer=answer,
                capacity=lacks or Capacity.HAS,
                age=age,
                notice=notice_version(),
                ask_again_at=None if again is None else again.after(now),
            )
        )

    def fields(self) -> parts.Where:
        return {**self.who.fields(), "ask_again_at": self.again}

    def clear(self) -> None:
        self.answer.set_value(None)
        self.capacity.set_value(None)
        self.again.set_value(None)
        self._react()


class KeyTwo(_Key):
    """The surgery's answer, and how it is evidenced."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__("Key 2: the surgery", "gp.key2")
        self._now = now
        self._covered = parts.coded("Covered", ("suite",))["suite"]
        self._build()
        self.surgery.chosen.connect(lambda _surgery: self._react())
        self.evidence.chosen.connect(lambda _evidence: self._react())
        self._react()

    def _build(self) -> None:
        self.surgery = Choice(
            "What has the surgery said?", {s: words(s) for s in Surgery}, name="gp.key2"
        )
        self.evidence = Choice(
            "How do you know?",
            {evidence: words(evidence) for evidence in SurgeryEvidence},
            name="gp.key2.evidence",
        )
        self.who = Field("Who agreed, and their role", name="gp.key2.who")
        self.ods = Field("Surgery's ODS code", name="gp.key2.ods", chars=10)
        self.reference = Field("Reference", name="gp.key2.reference")
        self.limits = Field("Limits they set", name="gp.key2.limits", hint="Leave empty if none")
        self.when = NowField("When they answered", self._now, name="gp.key2.when")
        self.until = DateField("Agreed until", name="gp.key2.until")
        self.covered = MultiChoice(
            "", {self._covered: "The agreement covers this suite"}, name="gp.key2.covered"
        )
        self.button = Button("Record the surgery's answer", self.record.emit, name="gp.key2.record")
        self.ask(self.surgery, self.evidence, self.who, self.ods, self.reference)
        self.ask(self.covered, self.until, self.limits, self.when, Row(self.button))

    def _react(self) -> None:
        """Only what this answer, and this evidence, need."""
        agreed = self.surgery.value() is Surgery.AGREED
        how = self.evidence.value()
        standing = how is SurgeryEvidence.STANDING_AGREEMENT
        self.evidence.setVisible(agreed)
        self.ods.setVisible(agreed)
        self.limits.setVisible(agreed)
        self.who.setVisible(agreed and how is SurgeryEvidence.VERBAL)
        self.reference.setVisible(agreed and (standing or how is SurgeryEvidence.WRITTEN))
        self.until.setVisible(agreed and standing)
        self.covered.setVisible(agreed and standing)
        self.when.setVisible(self.surgery.value() is not None)

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.surgery.value() is None:
            found.append((self.surgery, "Choose what the surgery said."))
        elif self.when.value() is None:
            said = self.when.problem() or "Give the time at which they answered: N for now."
            found.append((self.when, said))
        if self.until.problem():
            found.append((self.until, self.until.problem()))
        return found

    def answer(self) -> SurgeryAnswer | None:
        surgery, when = self.surgery.value(), self.when.value()
        if surgery is None or when is None:
            return None
        if surgery is not Surgery.AGREED:
            return SurgeryAnswer(surgery, when)
        last_day = self.until.value()
        return SurgeryAnswer(
            surgery=surgery,
            when=when,
            evidence=self.evidence.value(),
            who=self.who.text(),
            ods=self.ods.text(),
            reference=self.reference.text(),
            limits=self.limits.text(),
            until=None
            if last_day is None
            else datetime.combine(last_day, time(23, 59, 59), tzinfo=dates.UK),
            suite_covered=self._covered in self.covered.values(),
        )

    def fields(self) -> parts.Where:
        return {
            "ods": self.ods,
            "evidence": self.evidence,
            "who": self.who,
            "reference": self.reference,
            "until": self.until,
            "suite_covered": self.covered,
            "when": self.when,
        }

    def clear(self) -> None:
        self.surgery.set_value(None)
        self._react()
