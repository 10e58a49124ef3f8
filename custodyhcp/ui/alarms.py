"""The line under the bar on every page of healthcare and custody: what nobody has acted on yet.

Rules kept here: NOT FIT stands there from the start until it is closed, and for custody a briefing
that nobody has read; anything else from the moment at which the suite's table takes it to whoever
is signed in. The worst stands first: NOT FIT, then what waits longest. Each step is recorded as it
is shown. It names cells, never people: it stands above pages about one person.
While somebody in custody is looking at the screen it is neither shown nor read out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import escalating, publishing
from custodyhcp.sharing.custody_side import Stay
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
    waited: timedelta


def alarms(stays: Sequence[Stay], level: Level, now: datetime) -> tuple[Alarm, ...]:
    """What must be in front of whoever is told at ``level``: NOT FIT, then what waits longest."""
    found = []
    for stay in stays:
        steps = escalating.steps(stay, now)
        for one in escalating.waiting(stay):
            of_it = [step for step in steps if (step.matter, step.about) == (one.matter, one.about)]
            if _from_the_start(one.matter, level) or any(step.level is level for step in of_it):
                found.append(_alarm(stay, one.matter, of_it, stay.elapsed(one.since, now)))
    return tuple(sorted(found, key=_worst_first))


def _from_the_start(matter: Matter, level: Level) -> bool:
    """NOT FIT for everybody; custody's own briefings that nobody has read, for custody."""
    return matter is Matter.NOT_FIT or (level is Level.SERGEANT and matter in _UNREAD)


_UNREAD = (Matter.LEVEL_CHANGED, Matter.UNREAD)


def _worst_first(one: Alarm) -> tuple[bool, timedelta, str]:
    return one.matter is not Matter.NOT_FIT, -one.waited, one.cell.rjust(8)


def _alarm(stay: Stay, matter: Matter, steps: Sequence[Step], waited: timedelta) -> Alarm:
    words = f"Cell {stay.cell or '–'}: {matter.words}, {dates.spoken(waited)}"
    inspector = any(step.level is Level.INSPECTOR for step in steps)
    return Alarm(stay.cell, matter, words, inspector, waited)


def _named(found: Sequence[Alarm], level: Level) -> list[Alarm]:
    """Those that the line has room for, worst first: custody's own unread briefings are among
    them, whatever else is later."""
    first = found if level is Level.HCP else sorted(found, key=_own_first)
    return sorted(first[:LONGEST], key=_worst_first)


def _own_first(one: Alarm) -> tuple[bool, bool, timedelta]:
    return one.matter is not Matter.NOT_FIT, one.matter not in _UNREAD, -one.waited


def line_of(found: Sequence[Alarm], phone: str, level: Level = Level.HCP) -> str:
    """The words of the line; empty where nothing waits."""
    said = [one.words for one in _named(found, level)]
    if len(found) > LONGEST:
        said[-1] += f", and {len(found) - LONGEST} more"
    if any(one.inspector for one in found):
        said.append(
            f"Tell the inspector: ring {unbroken(phone)}" if phone else "Tell the inspector"
        )
    return ". ".join(said) + "." if said else ""


class AlarmLine(QFrame):
    """``AlarmLine(ctx, parent)``: looks every few seconds for as long as it is shown."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._level = Level.HCP if ctx.member.role is Role.HCP else Level.SERGEANT
        self._reader = publishing.Reader()
        self._seen: datetime | None = None
        self._busy = self._turned = False
        self._said = ""
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
        return line_of(alarms(stays, self._level, now), phone, self._level)

    def _show(self, words: str) -> None:
        self._again()
        self.words.setText(words)
        self.setAccessibleName(words)
        self._bring()

    def turn(self, to_person: bool) -> None:
        """Whether somebody in custody is looking at the screen: then it waits."""
        self._turned = to_person
        self._bring()

    def _bring(self) -> None:
        words = self.words.text()
        self.setVisible(bool(words) and not self._turned)
        if words and words != self._said and not self._turned:
            announce(self, words, urgent=True)
        self._said = self._said if self._turned else words

    def _failed(self, _error: object) -> None:
        """Shown as what it is: nothing is known, so nothing is said to be well."""
        self._again()
        self.words.setText("What waits in custody could not be read. Ask the sergeant.")
        self.setVisible(not self._turned)

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
