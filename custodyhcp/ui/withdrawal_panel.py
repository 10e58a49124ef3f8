"""They take a permission back: what cannot be recalled, each other question, then at once.

Rules kept here (domain consent 3.6)
* What was looked at, told or sent under it already is shown before anything is recorded, with times
  and recipients, and that it cannot be recalled.
* Each other permission in force is its own yes or no, and none is answered beforehand.
* Afterwards the panel says what became of what had been prepared, and what is still to be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.codes import Answer, Kind, Scope, kind
from custodyhcp.consent.fold import ConsentState
from custodyhcp.consent.recording import state_of
from custodyhcp.consent.wording import question
from custodyhcp.errors import KnownError
from custodyhcp.records import dates, people
from custodyhcp.records.identity import years
from custodyhcp.sharing import withdrawing
from custodyhcp.sharing.draft_files import drafts_of
from custodyhcp.sharing.shared_already import Shared, shared_already, under
from custodyhcp.sharing.withdrawing import Withdrawn
from custodyhcp.ui.consent_parts import Opened
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Facts,
    PlainLabel,
    Row,
)

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context

MOST = 12  # rows drawn; the rest are counted, and stand in the timeline
ADULT = 18


class Too(Enum):
    """Whether that goes for another permission as well."""

    YES = "YES"
    NO = "NO"


@dataclass(frozen=True, slots=True)
class Before:
    """What the panel shows before it is recorded."""

    state: ConsentState
    shared: tuple[Shared, ...]
    age: int


def read(ctx: Context, detention: str) -> Before:
    """Off the screen's thread: the stay as it is now."""
    opened = people.read_detention(ctx.desk, detention)
    stay = opened.detention
    dob = stay.who.dob
    return Before(
        state_of(ctx.desk, stay.person, detention),
        shared_already(opened.entries),
        ADULT if dob is None else years(dob, dates.today(ctx.now())),
    )


class WithdrawalPanel(QWidget):
    """``open_for(opened, scope)`` shows it; ``withdrawn(Withdrawn)`` once it is on the disk."""

    withdrawn = Signal(object)
    cancelled = Signal()
    failed = Signal(object)
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.ctx, self.detention = ctx, detention
        self._person, self._scope = "", Scope.VIEW_SCR
        self._before: Before | None = None
        self._too: dict[Scope, Choice[Too]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.card = Card("They take their permission back", tone="amber", name="withdrawal")
        self.after = Callout("", tone="green", name="withdrawal.done")
        self._lay_out()
        column.addWidget(self.card)
        column.addWidget(self.after)
        self.card.hide()
        self.after.hide()

    def _lay_out(self) -> None:
        self.what = PlainLabel("", "strong", name="withdrawal.what")
        self.none = PlainLabel("", name="withdrawal.nothing")
        self.gone = Facts([], label_width=120)
        self.gone.setObjectName("withdrawal.gone")
        self.more = PlainLabel("", "hint")
        self.others = QWidget()
        self.others.setProperty("ground", "none")
        self._others = QVBoxLayout(self.others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setSpacing(12)
        self.button = Button(
            "Record withdrawal", self._record, role=ButtonRole.WARNING, name="withdrawal.record"
        )
        self.cancel = Button("Cancel", self._cancel, name="withdrawal.cancel")
        self.card.add(self.what, self.none, self.gone, self.more, self.others)
        self.card.add(Row(self.button, self.cancel, gap=12))
        self.publish = Button(
            "Go to the briefing", lambda: self.wants.emit("briefing"), name="withdrawal.briefing"
        )
        self._publish_row = Row(self.publish)
        self.after.body.addWidget(self._publish_row)

    # before

    def open_for(self, opened: Opened, scope: Scope) -> None:
        """Reads what cannot be recalled, then shows the panel with the focus in it."""
        self._person, self._scope = opened.person, scope
        self.after.hide()
        ctx, detention = self.ctx, self.detention
        ctx.work.do(lambda: read(ctx, detention), self._show, self.failed.emit)

    def _show(self, before: Before) -> None:
        self._before = before
        now = self.ctx.now()
        name = question(self._scope).name
        self.what.setText(f"{name}: {_STOPS[kind(self._scope)]}, from now.")
        rows = under(before.shared, self._scope)
        self.none.setText(
            "This has been done already. It stays on the record and cannot be recalled:"
            if rows
            else _NOTHING_YET[kind(self._scope)]
        )
        self.gone.set_rows([_fact(row, now) for row in rows[-MOST:]])
        self.gone.setVisible(bool(rows))
        left = len(rows) - MOST
        self.more.setText(f"And {left} earlier: see the timeline." if left > 0 else "")
        self.more.setVisible(left > 0)
        self._ask_about_the_others(before, now)
        self.button.setEnabled(True)
        self.card.show()
        first = next(iter(self._too.values()), None)
        QTimer.singleShot(0, self, first.focus_first if first else self.button.setFocus)

    def _ask_about_the_others(self, before: Before, now: datetime) -> None:
        for choice in self._too.values():
            choice.hide()
            choice.deleteLater()
        self._too = {}
        for scope in others_in_force(before.state, self._scope, now):
            count = len(under(before.shared, scope))
            done = f"Done under it already: {count}." if count else ""
            choice = Choice(
                f"Do they take this back as well? {question(scope).name}",
                {Too.YES: "Yes, this too", Too.NO: "No, keep it"},
                name=f"withdrawal.too.{scope.value}",
                hint=done,
            )
            self._too[scope] = choice
            self._others.addWidget(choice)
        self.others.setVisible(bool(self._too))
        self._put_in_order()

    def _put_in_order(self) -> None:
        """Made last, the questions would be the last that Tab comes to: they are before Record."""
        before: QWidget = self.button.previousInFocusChain() or self.card
        for choice in self._too.values():
            for button in choice.buttons():
                QWidget.setTabOrder(before, button)
                before = button
        QWidget.setTabOrder(before, self.button)
        QWidget.setTabOrder(self.button, self.cancel)

    # recording

    def unanswered(self) -> list[Scope]:
        return [scope for scope, choice in self._too.items() if choice.value() is None]

    def _record(self) -> None:
        """The one they named is taken back whatever else is answered; a question that was not
        answered is asked, not assumed."""
        missing = self.unanswered()
        for scope in missing:
            self._too[scope].set_error("Ask them, and choose yes or no.")
        if missing:
            self._too[missing[0]].focus_first()
            return
        before = self._before
        if before is None:
            return
        self.button.setEnabled(False)  # a second press is not a second withdrawal
        too = (scope for scope, choice in self._too.items() if choice.value() is Too.YES)
        ctx, person, scopes = self.ctx, self._person, (self._scope, *too)
        ctx.work.do(
            lambda: withdrawing.withdraw(
                ctx.desk,
                person,
                self.detention,
                scopes,
                age=before.age,
                drafts=drafts_of(ctx.desk.ledger),
            ),
            self._recorded,
            self._not_recorded,
        )

    def _not_recorded(self, error: KnownError) -> None:
        self.button.setEnabled(True)
        self.failed.emit(error)

    def _recorded(self, done: Withdrawn) -> None:
        self.card.hide()
        title, words, tone = done_words(done)
        self.after.set(title, words, tone)
        self._publish_row.setVisible(done.briefing_version is not None)
        self.after.show()
        self.withdrawn.emit(done)
        if done.briefing_version is not None:
            QTimer.singleShot(0, self, self.publish.setFocus)

    def _cancel(self) -> None:
        self.card.hide()
        self.cancelled.emit()


def others_in_force(state: ConsentState, scope: Scope, now: datetime) -> tuple[Scope, ...]:
    """What else they said yes to, so that each can be asked about by itself."""
    return tuple(
        other
        for other in Scope
        if other is not scope
        and (state.permission(other, now) is not None or _said_yes(state, other))
        and _has_words(other)
    )


def _said_yes(state: ConsentState, scope: Scope) -> bool:
    """Key 1 of the GP record can be taken back while key 2 is still wanting."""
    newest = state.latest(scope)
    return newest is not None and newest.asked.answer is Answer.YES


def _has_words(scope: Scope) -> bool:
    try:
        return bool(question(scope).name)
    except KeyError:
        return False


def _fact(row: Shared, now: datetime) -> tuple[str, str]:
    to = f", to {row.to}" if row.to else ""
    return dates.cui_short(row.at, now), f"{row.what}{to}"


_STOPS = {
    Kind.CONFIDENTIALITY: "nothing more may be looked at, told or sent",
    Kind.TREATMENT: "stop as soon as it is safe, and do no more of it",
    Kind.FORENSIC: "stop, and take nothing more for evidence",
}
_NOTHING_YET = {
    Kind.CONFIDENTIALITY: "Nothing has been looked at, told or sent under it.",
    Kind.TREATMENT: "What was done already stays on the record.",
    Kind.FORENSIC: "What was taken already stays on the record. Tell the officer in the case.",
}


def done_words(done: Withdrawn) -> tuple[str, str, str]:
    """What was done at once, and what is still to be done: title, words, tone."""
    named = [scope for scope in done.scopes if _has_words(scope)]
    by_kind = {of: [question(s).name for s in named if kind(s) is of] for of in Kind}
    said = [f"{', '.join(names)}: {_STOPS[of]}." for of, names in by_kind.items() if names]
    tone = "green"
    if done.removed:
        said.append(f"Removed from the drafts folder: {_files(done.removed)}.")
    if done.spoilt:
        tone = "amber"
        said.append(
            f"A mail program holds {_files(done.spoilt)}; it now says “withdrawn; do not send”. "
            "Close it there without sending."
        )
    if done.still_there:
        tone = "amber"
        said.append(
            f"{_files(done.still_there)} could not be removed: a program holds it. Close it without"
            " sending, and tell whoever has it open."
        )
    if done.briefing_version is not None:
        tone = "amber"
        said.append(
            f"Version {done.briefing_version} of the briefing, which custody has, still tells what "
            "they had agreed to. Publish a new version now: it leaves that out."
        )
    return "Withdrawn", "\n".join(said), tone


def _files(names: Sequence[str]) -> str:
    return ", ".join(names)


def drafts_after_a_no(ctx: Context, detention: str, scope: Scope) -> None:
    """A no to the letter makes what was prepared before it unusable too: its draft goes at once."""
    if scope is Scope.SEND_GP:
        drafts = drafts_of(ctx.desk.ledger)
        ctx.work.do(lambda: withdrawing.take_drafts_back(ctx.desk, detention, drafts))
