"""The screens before anybody is signed in: sign-in, first sign-in, acceptable use.

Rules kept here: typing is accepted at once, while the store is still being opened behind the
screen; pasting a passphrase is allowed; nothing typed is cleared but the passphrase that was
refused; a passphrase never leaves this module but to the door.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from custodyhcp.ui.kit.blocks import Callout, Card, ErrorSummary, Problem
from custodyhcp.ui.kit.buttons import Button, ButtonRole
from custodyhcp.ui.kit.field import Field
from custodyhcp.ui.kit.page import Page
from custodyhcp.ui.kit.words import PlainLabel
from custodyhcp.ui.passphrase import PassphraseField

if TYPE_CHECKING:
    from custodyhcp.staff.acceptable_use import AcceptableUse
    from custodyhcp.ui.door import Demonstration


LOCKED_WORDS = {
    "idle": "Locked: nobody used it for 5 minutes. What was typed is kept.",
    "hand": "Locked by whoever was signed in. What they typed is kept.",
}


class SignInPage(QWidget):
    """``on_submit(login, passphrase)``. ``demonstration`` people are shown with theirs."""

    def __init__(
        self,
        on_submit: Callable[[str, str], object],
        on_code: Callable[[str], object],
        demonstration: Sequence[Demonstration] = (),
    ) -> None:
        super().__init__()
        self._on_submit = on_submit
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.problems = ErrorSummary()
        self._suite = PlainLabel("Custody healthcare", "overline", name="signin.suite")
        self.login = Field("Your sign-in name", name="signin.name")
        self.passphrase = PassphraseField("Passphrase", name="signin.passphrase")
        self.submit = Button(
            "Sign in", self._submit, role=ButtonRole.PRIMARY, name="signin.submit", key="Enter"
        )
        code = Button(
            "I have a one-time code", lambda: on_code(self.login.text()),
            role=ButtonRole.LINK, name="signin.code",
        )  # fmt: skip
        self._state = PlainLabel("", "hint", name="signin.state")
        self._locked = PlainLabel("", "second", name="signin.locked")
        self._late = Callout("", tone="red", name="signin.late")
        self._clock = Callout("", tone="amber", name="signin.clock")
        for part in (self._state, self._locked, self._late, self._clock):
            part.hide()
        for field in (self.login, self.passphrase):
            field.entered.connect(self._submit)
        self._lay_out(code, demonstration)

    def _lay_out(self, code: Button, demonstration: Sequence[Demonstration]) -> None:
        card = Card()
        card.setFixedWidth(480)
        card.body.setContentsMargins(32, 28, 32, 28)
        card.body.setSpacing(16)
        card.add(self._suite, PlainLabel("Sign in", "title"), self._locked)
        card.add(self._late, self._clock, self.problems)
        card.add(self.login, self.passphrase, self.submit, self._state, code)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addStretch(2)
        column.addLayout(_centred(card))
        if demonstration:
            column.addLayout(_centred(self._shown(demonstration)))
        column.addStretch(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _shown(self, people: Sequence[Demonstration]) -> Callout:
        block = Callout(
            "Demonstration",
            "Everybody in this suite is invented. Press a name to fill in its passphrase.",
            tone="amber",
            name="signin.demonstration",
        )
        block.setFixedWidth(480)
        for person in people:
            row = QHBoxLayout()
            fill = Button(person.who, partial(self._fill, person), role=ButtonRole.QUIET)
            fill.setObjectName(f"signin.demo.{person.login}")
            row.addWidget(fill)
            row.addStretch(1)
            row.addWidget(
                PlainLabel(f"{person.login}  ·  {person.passphrase}", "small", wrap=False)
            )
            block.body.addLayout(row)
        return block

    def _fill(self, person: Demonstration) -> None:
        self.login.set_text(person.login)
        self.passphrase.set_text(person.passphrase)
        self.submit.setFocus()

    def _submit(self) -> None:
        problems: list[Problem] = []
        if not self.login.text():
            problems.append((self.login, "Enter your sign-in name"))
        if not self.passphrase.text():
            problems.append((self.passphrase, "Enter your passphrase"))
        self._clear()
        if problems:
            self.problems.show_problems(problems)
            return
        self.passphrase.hide_again()
        self._on_submit(self.login.text(), self.passphrase.text())

    def _clear(self) -> None:
        self.login.set_error("")
        self.passphrase.set_error("")
        self.problems.clear()

    def set_suite(self, name: str) -> None:
        self._suite.setText(name)

    def set_locked(self, why: str) -> None:
        """Why the window before this one ended: ``idle``, ``hand``, or empty for neither."""
        self._locked.setText(LOCKED_WORDS.get(why, ""))
        self._locked.setVisible(why in LOCKED_WORDS)

    def set_late(self, number: int) -> None:
        """How many things in the suite are late: the number alone, for anybody may read it."""
        from custodyhcp.records.what_is_due import pressing_words

        self._late.set(pressing_words(number), "A health professional signs in to see what.")
        self._late.setVisible(bool(number))

    def say_clock(self, words: str) -> None:
        """That this computer's clock was moved."""
        self._clock.set("Check the time", words)
        self._clock.show()

    def set_busy(self, words: str) -> None:
        """Say what is being waited for; an empty string: nothing."""
        self._state.setText(words)
        self._state.setVisible(bool(words))
        self.submit.setEnabled(not words)

    def refuse(self, words: str, then: str) -> None:
        """What was wrong; the passphrase is taken away, the name stays."""
        self.set_busy("")
        self._clear()
        self.problems.show_problems([(None, f"{words} {then}".strip())])
        self.passphrase.set_text("")
        self.passphrase.focus_first()

    def focus_start(self) -> None:
        (self.passphrase if self.login.text() else self.login).focus_first()


class EnrolPage(Page):
    """First sign-in: the one-time code, and a passphrase of one's own, twice."""

    def __init__(
        self,
        login: str,
        code: str,
        on_submit: Callable[[str, str, str], object],
        on_back: Callable[[], object],
    ) -> None:
        super().__init__(
            "Choose your passphrase",
            subtitle="Four or more words that you will remember and nobody would guess. "
            "Only you know it; nobody can look it up.",
            width=560,
            centred=True,
            name="enrol",
        )
        self._on_submit = on_submit
        self.login = Field("Your sign-in name", name="enrol.name", text=login)
        self.code = Field(
            "One-time code", name="enrol.code", text=code,
            hint="Your administrator gave it to you. It works once.",
        )  # fmt: skip
        self.first = PassphraseField(
            "New passphrase", name="enrol.passphrase",
            hint="At least 12 characters, or four words with spaces between. You may paste it.",
        )  # fmt: skip
        self.second = PassphraseField("The same again", name="enrol.again")
        self.add(self.login, self.code, self.first, self.second)
        self.primary("Set my passphrase", self._submit, name="enrol.submit")
        self.secondary("Back", on_back, name="enrol.back", escape=True)

    def focus_start(self) -> None:
        """The first box that is still empty."""
        boxes = (self.login, self.code, self.first)
        next((box for box in boxes if not box.text()), self.first).focus_first()

    def _submit(self) -> None:
        from custodyhcp.staff.rules import passphrase_fault

        problems: list[Problem] = []
        if not self.login.text():
            problems.append((self.login, "Enter your sign-in name"))
        if not self.code.text():
            problems.append((self.code, "Enter your one-time code"))
        fault = passphrase_fault(self.first.text())
        if fault is not None:
            problems.append((self.first, fault))
        elif self.first.text() != self.second.text():
            problems.append((self.second, "The two passphrases are not the same"))
        if not self.show_errors(problems):
            self._on_submit(self.login.text(), self.code.text(), self.first.text())


class AcceptUsePage(Page):
    """The acceptable use, whole, before anything opens."""

    def __init__(
        self, use: AcceptableUse, on_accept: Callable[[], object], on_leave: Callable[[], object]
    ) -> None:
        super().__init__(
            use.title,
            subtitle=f"The rules for using this. Version {use.version}.",
            width=680,
            centred=True,
            name="use",
        )
        card = Card()
        card.body.setContentsMargins(24, 20, 24, 24)
        card.body.setSpacing(12)
        for place, line in enumerate(use.lines, 1):
            number = PlainLabel(str(place), "strong", wrap=False)
            number.setFixedWidth(20)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(PlainLabel(line), 1)
            card.body.addLayout(row)
        self.add(card)
        self.primary("I accept and will keep to this", on_accept, name="use.accept")
        self.secondary("Do not accept: sign out", on_leave, name="use.leave")


def _centred(widget: QWidget) -> QHBoxLayout:
    """Stretches at both sides: unlike an alignment, they let the widget grow with its words."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row
