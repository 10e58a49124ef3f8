"""The line under the bar on every page of healthcare and custody: what nobody has acted on yet.

Rules kept here: NOT FIT stands there from the start until it is closed; anything else from the
moment at which the suite's table takes it to whoever is signed in; each step is recorded as it is
shown. It names cells, never people: it stands above pages about one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import escalating, publishing
from custodyhcp.sharing.custody_side import Stay, most_urgent_first
from custodyhcp.sharing.escalating import Level, Matter, Step
from custodyhcp.sharing.screens_set import screens_set
from custodyhcp.ui.briefing_card import unbroken
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import PlainLabel, announce
from custodyhcp.vault.compartments import Role

LONGEST = 3  # matters named on the line; the rest are counted


@dataclass(frozen=True, slots=True)
class Alarm:
    """One matter on the line."""

    cell: str
    matter: Matter
    words: str
    inspector: bool


def alarms(stays: Sequence[Stay], level: Level, now: datetime) -> tuple[Alarm, ...]:
    """What must be in front of whoever is told at ``level``, most urgent first."""
    found = []
    for stay in most_urgent_first(stays, now):
        steps = escalating.steps(stay, now)
        for one in escalating.waiting(stay):
            of_it = [step for step in steps if (step.matter, step.about) == (one.matter, one.about)]
            if one.matter is Matter.NOT_FIT or any(step.level is level for step in of_it):
                found.append(_alarm(stay, one.matter, of_it, stay.elapsed(one.since, now)))
    return tuple(found)


def _alarm(stay: Stay, matter: Matter, steps: Sequence[Step], waited: timedelta) -> Alarm:
    words = f"Cell {stay.cell or '–'}: {matter.words}, {dates.duration(waited)}"
    return Alarm(stay.cell, matter, words, any(step.level is Level.INSPECTOR for step in steps))


def line_of(found: Sequence[Alarm], phone: str) -> str:
    """The words of the line; empty where nothing waits."""
    said = [one.words for one in found[:LONGEST]]
    if len(found) > LONGEST:
        said.append(f"and {len(found) - LONGEST} more")
    if any(one.inspector for one in found):
        said.append(
            f"Tell the inspector: ring {unbroken(phone)}" if phone else "Tell the inspector"
        )
    return ".  ".join(said) + "." if said else ""


class AlarmLine(QFrame):
    """``AlarmLine(ctx, parent)``: looks every few seconds for as long as it is shown."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._level = Level.HCP if ctx.member.role is Role.HCP else Level.SERGEANT
        self._reader = publishing.Reader()
        self._seen: datetime | None = None
        self._busy = False
        self.setProperty("kit", "notice")
        self.setProperty("tone", "red")
        self.setObjectName("alarm")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 16, 6)
        self.words = PlainLabel("", "strong", name="alarm.words")
        row.addWidget(self.words, 1)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(escalating.poll_seconds() * 1000)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Read what is new, record the steps that are due, and say what waits."""
        if self._busy or not self.window().isVisible():
            return
        self._busy = True
        self.ctx.work.do(self._looked, self._show, self._failed)

    def _looked(self) -> str:
        desk, now = self.ctx.desk, self.ctx.now()
        stays = self._reader.read(desk)
        escalating.tell_due(desk, stays, self._seen)
        self._seen = now
        phone = screens_set(desk).inspector
        return line_of(alarms(stays, self._level, now), phone)

    def _show(self, words: str) -> None:
        self._again()
        new = words and words != self.words.text()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if new:
            announce(self, words, urgent=True)

    def _failed(self, _error: object) -> None:
        """Shown as what it is: nothing is known, so nothing is said to be well."""
        self._again()
        self.words.setText("What waits in custody could not be read. Ask the sergeant.")
        self.show()

    def _again(self) -> None:
        self._busy = False
        if self.window().isVisible():
            self._timer.start()


def alarm_line(ctx: Context, frame: QWidget) -> AlarmLine | None:
    """Under the bar of healthcare and custody; nobody else has briefings to read."""
    if ctx.member.role not in (Role.HCP, Role.SERGEANT):
        return None
    line = AlarmLine(ctx, frame)
    layout = frame.layout()
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(1, line)
    QTimer.singleShot(0, line, line.look)
    return line
