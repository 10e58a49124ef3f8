"""What stands already: the newest answer to this question, and the other questions as chips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.wording import asked_together, question
from custodyhcp.records import dates
from custodyhcp.ui.consent_parts import Opened, standing, until_words
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Flow,
    PlainLabel,
    Row,
    restyle,
)


class Standing(QWidget):
    """The permission in force, if any, with *Withdraw* (which opens ``withdrawal_panel``); or when
    to ask again; else nothing."""

    def __init__(self, withdraw: Callable[[], object], view: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.callout = Callout("", name="consent.standing")
        self.view = Button("Look, and record it", view, name="consent.view")
        self.withdraw = Button("They withdraw…", withdraw, name="consent.withdraw")
        self._acts = Row(self.view, self.withdraw)
        self.callout.body.addWidget(self._acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.callout)
        self.hide()

    def show_for(self, opened: Opened, scope: Scope, now: datetime) -> None:
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


def _said_yes(opened: Opened, scope: Scope) -> bool:
    """Key 1 of the GP record can be taken back while key 2 is still wanting."""
    decided = opened.state.latest(scope)
    return decided is not None and decided.asked.answer.value == "YES"


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
