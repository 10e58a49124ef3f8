"""What stands already: the newest answer to this question, and what it leaves to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Answer, Scope
from custodyhcp.consent.outcome import Allowed
from custodyhcp.consent.wording import question
from custodyhcp.records import dates
from custodyhcp.ui.consent_parts import Opened, key_one_stop, standing, until_words
from custodyhcp.ui.kit import Button, Callout, Row

CAME_OF_AGE = (
    "They have turned 16 since: what a parent said, or a finding of competence, counts no longer."
    " Ask them."
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
        if decided is not None and decided.asked.treatment:
            lines.insert(0, f"Asked about: {decided.asked.treatment.rstrip('.')}.")
        if permission is not None:
            lines.insert(0, f"In force {until_words(permission, now)}.")
        if due is not None:
            lines.insert(
                0, f"Ask again {dates.cui_short(due.due, now)}, {dates.relative(due.due, now)}."
            )
        if came_of_age(opened, scope, now):
            lines.insert(0, CAME_OF_AGE)
        outcome = opened.state.outcome(scope, now)
        if outcome is not None and not isinstance(outcome, Allowed):
            lines.append(f"\n{outcome.instead}")
        self.callout.set(title, " ".join(lines).replace(" \n", "\n"), tone)
        self.view.setVisible(permission is not None and scope in (Scope.VIEW_SCR, Scope.VIEW_GP))
        self.withdraw.setVisible(permission is not None or _said_yes(opened, scope))
        self._acts.setVisible(not self.withdraw.isHidden() or not self.view.isHidden())


def _said_yes(opened: Opened, scope: Scope) -> bool:
    """Key 1 of the GP record can be taken back while key 2 is still wanting."""
    decided = opened.state.latest(scope)
    return decided is not None and decided.asked.answer.value == "YES"


def came_of_age(opened: Opened, scope: Scope, now: datetime) -> bool:
    """Whether the newest answer was given for a child who has turned 16 since."""
    decided, age = opened.state.latest(scope), opened.age(now)
    if decided is None or age is None or decided.asked.age_in_doubt:
        return False
    own_no = decided.asked.proxy is None and decided.asked.answer is not Answer.YES
    return decided.asked.age < ADULT_FROM <= age and not own_no


def settled(opened: Opened, scope: Scope, now: datetime) -> bool:
    """Whether there is an answer that stands: a yes in force, a no, or their own key to the GP
    record. It is asked again only on purpose."""
    decided = opened.state.latest(scope)
    if decided is None or came_of_age(opened, scope, now):
        return False
    if decided.asked.answer in (Answer.NO, Answer.WITHDRAWN):
        return True
    return opened.state.permission(scope, now) is not None or (
        scope is Scope.VIEW_GP and key_one_stop(opened) is None
    )
