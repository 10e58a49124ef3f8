"""The form of a care summary: what is asked of the practice, what happened, and where it goes.

Typing is kept, sealed, a second after the last key and five at most; nothing typed is cleared.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records.learned import Fact
from custodyhcp.sharing import sending
from custodyhcp.sharing.composing import Written, still_said
from custodyhcp.sharing.recipient import Recipient, RecipientClass, classify
from custodyhcp.ui.kit import Callout, Choice, Field, MultiChoice, PlainLabel, Problem
from custodyhcp.ui.practice_choice import PracticeChoice

PAUSE_MS, LONGEST_MS = 1000, 5000
_CLASS_WORDS = {
    RecipientClass.SECURE: ("Secure", "green"),
    RecipientClass.NEEDS_SECURE: ("Needs [secure] in front of the subject", "amber"),
    RecipientClass.BLOCKED: ("Cannot be used", "red"),
    RecipientClass.INVALID: ("Not an address yet", "grey"),
}


class ReadBack(Enum):
    DONE = "DONE"


class OnNhsmail(Enum):
    YES = "YES"
    NO = "NO"


class TheirWord(Enum):
    """They said it themself, so that it does not rest on the look that was taken back."""

    THEMSELF = "THEMSELF"


class SummaryForm(QWidget):
    """``written()``, ``practice.value()``, ``addressed()``. ``typed`` is emitted when it is time
    to keep what was typed."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._build_words()
        self._build_address()
        self._build_learned()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._keep)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.timeout.connect(self._keep)
        for field in self._words.values():
            field.changed.connect(self._changed)
        self.practice.chosen.connect(self._changed)
        for field in (self.address, self.again):
            field.changed.connect(self._address_changed)
        self.read_back.changed.connect(lambda _v: self._show_again())
        self._address_changed()

    def _build_words(self) -> None:
        def box(label: str, name: str, hint: str = "", lines: int = 2) -> Field:
            return Field(label, name=f"summary.{name}", hint=hint, lines=lines)

        self._words = {
            "actions": box(
                "Actions for GP practice",
                "actions",
                "One a line, with by when after a semicolon. Empty means for information only.",
                3,
            ),
            "reason": box("Reason for healthcare contact", "reason", "Not the alleged offence."),
            "narrative": box(
                "Clinical summary",
                "narrative",
                "From your assessment. Cut it down to what the practice needs.",
                4,
            ),
            "impression": box("Impression", "impression"),
            "taking": box("Medicines they say they take", "taking", "One a line."),
            "given": box("Medicines given in custody", "given", "One a line, with times."),
            "advice": box("Information and advice given", "advice"),
            "discharge": box("Discharge details", "discharge", "When and where to, if agreed."),
            "home_address": box(
                "Home address", "home_address", "With commas. Leave it out if they ask you to.", 1
            ),
        }

    def _build_address(self) -> None:
        self.practice = PracticeChoice()
        self.address = Field(
            "Practice's email address",
            name="summary.address",
            hint="The national list has none: ask the practice by telephone.",
        )
        self.again = Field("Type the address again", name="summary.address_again")
        self.read_back = MultiChoice(
            "",
            {ReadBack.DONE: "I read it back to the practice by telephone instead"},
            name="summary.read_back",
        )
        self.klass = Callout("", "", name="summary.class")
        self.on_nhsmail = Choice(
            "Will it be sent from an NHSmail account?",
            {OnNhsmail.YES: "Yes", OnNhsmail.NO: "No"},
            name="summary.on_nhsmail",
            hint="[secure] only protects mail that starts from NHSmail.",
        )

    def _build_learned(self) -> None:
        self._taken_back: tuple[Fact, ...] = ()
        self.learned = Callout("", tone="amber", name="summary.learned")
        self.their_word = MultiChoice(
            "",
            {TheirWord.THEMSELF: "They told me this themself, or I found it myself"},
            name="summary.their_word",
        )
        self.learned.hide()
        self.their_word.hide()

    def show_taken_back(self, facts: tuple[Fact, ...]) -> None:
        """What was learned from a look that they have taken back since: not offered any more."""
        self._taken_back = facts
        said = "\n".join(f"{fact.source}, {fact.heading}: {fact.text}" for fact in facts)
        words = f"Leave it out, unless you know it from them. The practice has it already.\n{said}"
        self.learned.set("They took back the look from which this was learned", words)
        self.learned.setVisible(bool(facts))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(PlainLabel("Where it goes", "h2"))
        for part in (self.practice, self.address, self.again, self.read_back, self.klass,
                     self.on_nhsmail):  # fmt: skip
            column.addWidget(part)
        column.addWidget(PlainLabel("What it says", "h2"))
        column.addWidget(self.learned)
        column.addWidget(self.their_word)
        for field in self._words.values():
            column.addWidget(field)

    def written(self) -> Written:
        return Written(**{name: field.text() for name, field in self._words.items()})

    def fill(self, written: Written) -> None:
        for name, text in written.to_body().items():
            self._words[name].set_text(text)
        self._pause.stop()
        self._longest.stop()

    def to_body(self) -> dict[str, Any]:
        """All that has been typed, for the draft."""
        practice = self.practice.value()
        return {
            **self.written().to_body(),
            "practice": practice.code if practice else "",
            "address": self.address.text(),
            "address_again": self.again.text(),
        }

    def restore(self, body: Mapping[str, Any]) -> None:
        self.practice.set_value(str(body.get("practice", "")))
        self.address.set_text(str(body.get("address", "")))
        self.again.set_text(str(body.get("address_again", "")))
        self.fill(Written.from_body(body))

    def recipient(self) -> Recipient:
        return classify(self.address.text())

    def problems(self) -> list[Problem]:
        """What is missing, from the top."""
        found: list[Problem] = []
        if self.practice.value() is None:
            found.append((self.practice.field, "Choose the GP practice"))
        recipient = self.recipient()
        if not recipient.klass.may_send:
            found.append((self.address, recipient.why))
        elif not self.read_back.values() and self.again.text() != self.address.text():
            found.append((self.again, "The two addresses are not the same"))
        if recipient.klass is RecipientClass.NEEDS_SECURE:
            if self.on_nhsmail.value() is None:
                found.append((self.on_nhsmail, "Say whether it is sent from NHSmail"))
            elif self.on_nhsmail.value() is OnNhsmail.NO:
                words = "Use the practice's nhs.net address, or send from NHSmail"
                found.append((self.on_nhsmail, words))
        if not self._words["narrative"].text():
            found.append((self._words["narrative"], "Write the clinical summary"))
        return [*found, *self._learned_problems()]

    def _learned_problems(self) -> list[Problem]:
        """Each box that says what was learned from such a look, unless it is their own word."""
        still = still_said(self.written(), self._taken_back)
        self.their_word.setVisible(bool(still))
        if self.their_word.values():
            return []
        return [
            (self._words[name], f"This was learned from the {facts[0].source}, which they took back"
             ": leave it out, or tick above that you know it from them")
            for name, facts in still.items()
        ]  # fmt: skip

    def addressed(self) -> sending.Addressed:
        """The address through the gate. Raises CannotSend."""
        return sending.addressed(
            self.address.text(),
            self.again.text(),
            read_back=bool(self.read_back.values()),
            sender_on_nhsmail=self.on_nhsmail.value() is not OnNhsmail.NO,
        )

    def _address_changed(self) -> None:
        recipient = self.recipient()
        words, tone = _CLASS_WORDS[recipient.klass]
        self.klass.setVisible(bool(self.address.text()))
        self.klass.set(words, recipient.why, tone)
        self.on_nhsmail.setVisible(recipient.klass is RecipientClass.NEEDS_SECURE)
        self._changed()

    def _show_again(self) -> None:
        self.again.setVisible(not self.read_back.values())

    def _changed(self) -> None:
        if hasattr(self, "_pause"):
            self._pause.start(PAUSE_MS)
            if not self._longest.isActive():
                self._longest.start(LONGEST_MS)

    def _keep(self) -> None:
        self._pause.stop()
        self._longest.stop()
        self.typed.emit()

    def stop(self) -> None:
        """Nothing more is kept after this."""
        self._pause.stop()
        self._longest.stop()
