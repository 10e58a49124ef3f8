"""A care summary that was prepared and then taken back: withdrawn; do not send.

Nothing can be handed over from here. It asks for the truth about it: that it was not sent, or that
it had gone before they took their permission back, and then when and from which mailbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import sending
from custodyhcp.sharing.draft_files import drafts_of
from custodyhcp.sharing.sending import Sending
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Field,
    NowField,
    PlainLabel,
    Problem,
    Row,
)


class Gone(Enum):
    NOT_SENT = "NOT_SENT"
    BEFORE = "BEFORE"


class SummaryWithdrawn(QWidget):
    """``SummaryWithdrawn(ctx, made, left_behind, on_failure, show_errors)``; ``answered`` once."""

    answered = Signal()

    def __init__(
        self,
        ctx: Context,
        made: Sending,
        left_behind: Iterable[str],
        on_failure: Callable[[KnownError], object],
        show_errors: Callable[[list[Problem]], bool],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.ctx, self.made = ctx, made
        self._failed, self._show_errors = on_failure, show_errors
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._head())
        held = ", ".join(left_behind)
        if held:
            words = f"{held}: a program holds it. Close it there without sending, then come back."
            column.addWidget(
                Callout("A draft could not be removed", words, tone="red", name="summary.held")
            )
        column.addWidget(self._ask())

    def _head(self) -> QWidget:
        now, made = self.ctx.now(), self.made
        at = "" if made.withdrawn_at is None else dates.cui_short(made.withdrawn_at, now)
        words = (
            f"They took their permission back at {at}. Reference {made.reference}, version"
            f" {made.version}, prepared {dates.cui_short(made.at, now)} for {made.practice}. Its"
            " draft has been taken out of the folder; delete any copy that was saved elsewhere."
        )
        return Callout("Withdrawn; do not send", words, tone="red", name="summary.withdrawn")

    def _ask(self) -> QWidget:
        card = Card("What became of it?")
        self.gone: Choice[Gone] = Choice(
            "Had it been sent by then?",
            {
                Gone.NOT_SENT: "No, it was not sent",
                Gone.BEFORE: "Yes, before they took it back",
            },
            name="summary.gone",
        )
        self.at = NowField("When was it sent?", self.ctx.now, name="summary.gone.at")
        self.mailbox = Field("Sent from which mailbox?", name="summary.gone.mailbox")
        self.gone.chosen.connect(lambda _gone: self._react())
        act = Button(
            "Record what became of it",
            self._record,
            role=ButtonRole.PRIMARY,
            name="summary.gone.record",
        )
        hint = PlainLabel("If it was sent after they took it back, tell Information Governance.",
                          "hint")  # fmt: skip
        card.add(self.gone, self.at, self.mailbox, hint, Row(act))
        self._react()
        return card

    def _react(self) -> None:
        before = self.gone.value() is Gone.BEFORE
        self.at.setVisible(before)
        self.mailbox.setVisible(before)

    def _problems(self) -> list[Problem]:
        if self.gone.value() is None:
            return [(self.gone, "Say whether it had been sent")]
        found: list[Problem] = []
        if self.gone.value() is Gone.BEFORE:
            if self.at.value() is None:
                found.append((self.at, self.at.problem() or "Say when it was sent"))
            if not self.mailbox.text():
                found.append((self.mailbox, "Say from which mailbox it was sent"))
        return found

    def _record(self) -> None:
        if self._show_errors(self._problems()):
            return
        ctx, made, at, mailbox = self.ctx, self.made, self.at.value(), self.mailbox.text()
        drafts = drafts_of(ctx.desk.ledger)
        if self.gone.value() is Gone.BEFORE and at is not None:
            sent_at = at
            ctx.work.do(
                lambda: sending.sent_before_withdrawal(
                    ctx.desk, made, at=sent_at, mailbox=mailbox, drafts=drafts
                ),
                self._recorded,
                self._failed,
            )
            return
        ctx.work.do(
            lambda: sending.record_outcome(ctx.desk, made, sent=False, mailbox="", drafts=drafts),
            self._recorded,
            self._failed,
        )

    def _recorded(self, _answer: object) -> None:
        self.ctx.nav.toast("Recorded.")
        self.answered.emit()
