"""What stands already: the newest answer to this question, and the other questions as chips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.wording import asked_together, question
from custodyhcp.records import dates
from custodyhcp.ui.consent_parts import Opened, coded, standing, until_words
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Flow,
    MultiChoice,
    PlainLabel,
    Row,
    restyle,
)

Withdraw = Callable[[tuple[Scope, ...]], object]


class Standing(QWidget):
    """The permission in force, if any, with *Withdraw*; or when to ask again; else nothing."""

    def __init__(self, withdraw: Withdraw, view: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._on_withdraw = withdraw
        self._scope = Scope.VIEW_SCR
        self._scopes = coded("WithdrawToo", (scope.value for scope in Scope))
        self.callout = Callout("", name="consent.standing")
        self.view = Button("Look, and record it", view, name="consent.view")
        self.withdraw = Button("They withdraw…", self._open, name="consent.withdraw")
        self._acts = Row(self.view, self.withdraw)
        self.callout.body.addWidget(self._acts)
        self._confirm = self._confirmation()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.callout)
        column.addWidget(self._confirm)
        self.hide()

    def _confirmation(self) -> Card:
        card = Card("They take their permission back", tone="amber", name="consent.withdrawing")
        self._gone = PlainLabel("")
        asked = {self._scopes[s.value]: question(s).chip for s in Scope if _has_question(s)}
        self._too = MultiChoice("Does that go for these as well? Ask.", asked, name="consent.too")
        card.add(self._gone, self._too)
        record = Button(
            "Record withdrawal",
            self._record,
            role=ButtonRole.WARNING,
            name="consent.withdraw.record",
        )
        cancel = Button("Cancel", card.hide, name="consent.withdraw.cancel")
        card.add(Row(record, cancel, gap=12))
        card.hide()
        return card

    def show_for(self, opened: Opened, scope: Scope, now: datetime) -> None:
        self._scope = scope
        self._confirm.hide()
        decided, permission = opened.state.latest(scope), opened.state.permission(scope, now)
        due = next((a for a in opened.state.ask_again() if a.scope is scope), None)
        self.setVisible(decided is not None or due is not None)
        said, tone = standing(opened, scope, now)
        title = f"{question(scope).name}: {said}"
        lines = [] if decided is None else [f"Recorded by {opened.names.get(decided.author, '')}."]
        if permission is not None:
            lines.insert(0, f"In force {until_words(permission, now)}.")
        if due is not None:
            lines.insert(
                0, f"Ask again {dates.cui_short(due.due, now)}, {dates.relative(due.due, now)}."
            )
        self.callout.set(title, " ".join(lines), tone)
        self.view.setVisible(permission is not None and scope in (Scope.VIEW_SCR, Scope.VIEW_GP))
        self.withdraw.setVisible(permission is not None or _said_yes(opened, scope))
        self._acts.setVisible(not self.withdraw.isHidden() or not self.view.isHidden())
        self._prepare(opened, scope, now)

    def _prepare(self, opened: Opened, scope: Scope, now: datetime) -> None:
        """What else they may mean, and what has happened already and cannot be undone."""
        others = [
            s for s in Scope if s is not scope and opened.state.permission(s, now) is not None
        ]
        self._too.set_values(())
        for value, member in self._scopes.items():
            if _has_question(Scope(value)):
                self._too.button(member).setVisible(Scope(value) in others)
        self._too.setVisible(bool(others))
        looked = [dates.cui_short(view.at, now) for view in opened.detention.views]
        gone = f"Looked at already: {', '.join(looked)}. " if looked else ""
        self._gone.setText(
            f"{gone}What was seen or sent before stays on the record; nothing more may be."
        )

    def _open(self) -> None:
        self._confirm.show()

    def _record(self) -> None:
        too = (Scope(member.value) for member in self._too.values())
        self._on_withdraw((self._scope, *too))


def _said_yes(opened: Opened, scope: Scope) -> bool:
    """Key 1 of the GP record can be taken back while key 2 is still wanting."""
    decided = opened.state.latest(scope)
    return decided is not None and decided.asked.answer.value == "YES"


def _has_question(scope: Scope) -> bool:
    return scope not in (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE)


class AlsoAsked(QWidget):
    """A chip for each question that is asked together; pressing one turns to it."""

    def __init__(self, turn: Callable[[Scope], object]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel("Also asked", "h3"))
        holder = QWidget()
        holder.setProperty("ground", "none")
        flow = Flow(holder)
        column.addWidget(holder)
        self._chips: dict[Scope, Button] = {}
        for scope in (Scope.VIEW_SCR, Scope.VIEW_GP, *asked_together()):
            chip = Button(
                question(scope).chip,
                partial(turn, scope),
                role=ButtonRole.QUIET,
                name=f"consent.scope.{scope.value}",
            )
            chip.setProperty("kit", "chip")
            flow.addWidget(chip)
            self._chips[scope] = chip

    def show_for(self, opened: Opened, scope: Scope, now: datetime) -> None:
        for other, chip in self._chips.items():
            said, tone = standing(opened, other, now)
            chip.setText(f"{question(other).chip}: {said}")
            chip.setProperty("tone", tone)
            chip.setVisible(other is not scope)
            restyle(chip)
