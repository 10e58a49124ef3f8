"""A key of the GP record: a card with its state, its evidence and its form. Key 1, the person."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Scope,
)
from custodyhcp.consent.wording import notice_version, question
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.consent_people import WhoAnswers
from custodyhcp.ui.kit import (
    Button,
    Card,
    Choice,
    PlainLabel,
    Row,
    Tag,
)
from custodyhcp.ui.kit import Problem as Shown

_ANSWERS = {
    Answer.YES: "Yes",
    Answer.NO: "No",
    Answer.UNABLE: "Could not answer",
}
_CAPACITY = {
    Capacity.HAS: "Yes, no reason to doubt",
    Capacity.LACKS: "No",
    Capacity.UNDETERMINED: "Cannot tell yet",
}


class Key(Card):
    """A title, a tag with the state, and words about it."""

    record = Signal()

    def __init__(self, title: str, name: str) -> None:
        super().__init__(name=name)
        self.tag = Tag("", "grey", name=f"{name}.state")
        head = Row(PlainLabel(title, "h2", wrap=False), self.tag)
        self.words = PlainLabel("", "second", name=f"{name}.words")
        self.change = Button("Change", self.unfold, name=f"{name}.change")
        self.acts = Row(self.change)
        self._form = QWidget()
        self._form.setProperty("ground", "none")
        self._column = QVBoxLayout(self._form)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.add(head, self.words, self.acts, self._form)
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


class KeyOne(Key):
    """The person's answer. Asked in words they know; the same rules as for the SCR. A yes is taken
    back by ``withdraws``, which leads to what cannot be recalled."""

    withdraws = Signal()

    def __init__(self) -> None:
        super().__init__("Key 1: the person", "gp.key1")
        self.withdraw = Button("They withdraw…", self.withdraws.emit, name="gp.key1.withdraw")
        self.acts.body.insertWidget(1, self.withdraw)
        self.withdraw.hide()
        asks = question(Scope.VIEW_GP)
        self.answer = Choice(asks.question, _ANSWERS, name="gp.key1")
        self.capacity = Choice(
            "Can they understand it, keep it in mind, weigh it and say what they want?",
            _CAPACITY,
            name="gp.key1.capacity",
        )
        self.again = parts.again_choice("Ask again in", "gp.key1.again")
        self.who = WhoAnswers()
        self.button = Button("Record their answer", self.record.emit, name="gp.key1.record")
        self.ask(self.answer, self.who, self.capacity, self.who.power, self.again, Row(self.button))
        self.answer.chosen.connect(lambda _answer: self._react())
        self.capacity.chosen.connect(lambda _capacity: self._react())
        self.who.changed.connect(self._react)
        self._react()

    def _react(self) -> None:
        self.capacity.setVisible(not self._not_competent())
        self.who.set_capacity(self.capacity.value())
        self.again.setVisible(self.capacity.value() is Capacity.UNDETERMINED)

    def _not_competent(self) -> bool:
        return self.who.child_not_competent()

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.answer.value() is None:
            found.append((self.answer, "Choose what they answered."))
        if self.who.age() is None:
            found.append((self.who.stated, "Say how old they are."))
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
