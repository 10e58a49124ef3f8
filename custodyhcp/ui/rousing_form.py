"""The rousing check (4 Rs) as three questions and a reminder, with what the checks so far say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import observations, rousing
from custodyhcp.records.observations import Observations
from custodyhcp.records.rousing import Commands, Remember, Response, Rousing, Woken
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Choice, Field, MultiChoice, NowField
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.observations_form import NOW

_NO_TIME = datetime(1900, 1, 1, tzinfo=UTC)  # while none is given


class RousingForm(QWidget):
    """``changed`` after every answer; ``set_before`` gives the checks already made, in order."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._before: tuple[Rousing, ...] = ()
        self.done_at = NowField("Roused at", ctx.now, name="rousing.at", hint=NOW)
        self.woken = Choice(
            "Rousability", {each: each.words for each in Woken}, name="rousing.woken",
            hint="Go into the cell. Call the name; shake gently.",
        )  # fmt: skip
        self.response = Choice(
            "Response to questions", {each: each.words for each in Response},
            name="rousing.response",
            hint="What is your name? Where do you live? Where do you think you are?",
        )  # fmt: skip
        self.commands = Choice(
            "Response to commands", {each: each.words for each in Commands},
            name="rousing.commands", hint="Open your eyes. Lift one arm, now the other.",
        )  # fmt: skip
        self.remember = MultiChoice(
            "Remember: considered", {each: each.words for each in Remember},
            name="rousing.remember",
            hint="Somebody drowsy who smells of alcohol may have one of these as well.",
        )  # fmt: skip
        self.notes = Field("Note", name="rousing.notes", lines=2)
        self.trend = Callout("", tone="red", name="rousing.trend")
        self.trend.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self.done_at, self.woken, self.response, self.commands, self.trend,
                     self.remember, self.notes):  # fmt: skip
            column.addWidget(part)
        for choice in (self.woken, self.response, self.commands):
            choice.chosen.connect(self._answered)
        self.remember.changed.connect(self._answered)
        self.notes.changed.connect(self.changed)
        self.done_at.changed.connect(self.changed)

    def set_before(self, checks: Sequence[Rousing]) -> None:
        self._before = tuple(checks)

    def focus_start(self) -> None:
        self.done_at.focus_first()

    def rousing(self) -> Rousing:
        """As answered so far; somebody who was not woken answered nothing."""
        asleep = self.woken.value() is Woken.NOT_WOKEN
        return Rousing(
            self.woken.value(),
            None if asleep else self.response.value(),
            None if asleep else self.commands.value(),
            self.remember.values(),
        )

    def observations(self) -> tuple[Observations, list[Problem]]:
        at = self.done_at.value() or _NO_TIME
        return Observations(at, rousing=self.rousing(), notes=self.notes.text()), []

    def problems(self, now: datetime) -> list[Problem]:
        taken, found = self.observations()
        if self.done_at.value() is None:
            words = self.done_at.problem() or "Say when they were roused. N is now."
            found.append(Problem("taken_at", words))
        return [*found, *observations.problems(observations.cleaned(taken), now)]

    def shown(self, problem: Problem) -> Shown:
        places: dict[str, Labelled | Group] = {
            "taken_at": self.done_at,
            "woken": self.woken,
            "response": self.response,
            "commands": self.commands,
            "notes": self.notes,
        }
        return places.get(problem.field), problem.words

    def _answered(self, *_args: object) -> None:
        asleep = self.woken.value() is Woken.NOT_WOKEN
        self.response.setVisible(not asleep)
        self.commands.setVisible(not asleep)
        check = self.rousing()
        said = rousing.trend([*self._before, check]) if not rousing.problems(check) else None
        self.trend.setVisible(said is not None and bool(said.words))
        if said is not None:
            title = "Call for help" if said.call else "Worse than before"
            self.trend.set(title, said.words, "red" if said.call else "amber")
        self.changed.emit()
