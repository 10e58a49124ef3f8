"""Coming on shift: every current briefing read once, one signature for all, an entry for each.

Rules kept here: nothing is ticked beforehand; one that is not ticked stops the signature; one that
a newer version replaced meanwhile stops it too, and the list is read anew.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from PySide6.QtWidgets import QGridLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import publishing, receiving
from custodyhcp.sharing.custody_side import Stay, most_urgent_first
from custodyhcp.ui.briefing_lines import TONES, HeadlineBlock, current_of
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Card,
    Choice,
    EmptyState,
    Field,
    MultiChoice,
    NowField,
    Page,
    PlainLabel,
    Problem,
    Row,
)

_FIRST = ("conditions", "swallowed", "observe", "observe_change", "call_999", "labels", "review")
TWO_ABOVE = 1000  # pixels of width


class Tick(Enum):
    READ = "READ"


class ReadBack(Enum):
    YES = "YES"
    NO = "NO"


class ShiftPage(Page):
    """``ShiftPage(ctx)``: reads what is current when it is opened."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Take over the shift",
            subtitle="Read what each person needs. Then sign once for all of them.",
            name="sergeant.shift_page",
            width=0,
        )
        self.ctx = ctx
        self._stays: list[Stay] = []
        self._ticks: list[MultiChoice[Tick]] = []
        self._filled = False
        self._none = EmptyState(
            "Nothing to take over", "You have acknowledged every briefing that is current."
        )
        self._none.hide()
        self.told_by = Field(
            "Who handed over to you?", name="shift.told_by", hint="Name or number of the sergeant."
        )
        self.told_at = NowField("When?", ctx.now, name="shift.told_at")
        self.read_back = Choice(
            "Did you go through it aloud?",
            {ReadBack.YES: "Yes", ReadBack.NO: "No"},
            name="shift.read_back",
        )
        self.add(self._none)

    def refresh(self) -> None:
        """Once: what is being ticked is not taken away again."""
        if self._filled:
            return
        desk, staff = self.ctx.desk, self.ctx.member.staff
        self.ctx.work.do(
            lambda: receiving.to_take_over(publishing.briefings(desk), staff),
            self._show,
            self.show_failure,
        )

    def _show(self, stays: list[Stay]) -> None:
        self._filled = True
        now = self.ctx.now()
        self._stays = most_urgent_first(stays, now)
        self._none.setVisible(not self._stays)
        if not self._stays:
            self.secondary("Back", self.ctx.nav.back, name="shift.back")
            return
        holder = QWidget()
        holder.setProperty("ground", "none")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        columns = 2 if self.width() >= TWO_ABOVE else 1
        for place, stay in enumerate(self._stays):
            grid.addWidget(self._card(stay, now), place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.add(holder)
        acts = Row(
            self.primary("Sign for all", self._submit, name="shift.submit"),
            self.secondary("Back", self.ctx.nav.back, name="shift.back"),
        )
        self.add(self.told_by, self.told_at, self.read_back, acts)
        self.show_numbers()

    def _card(self, stay: Stay, now: datetime) -> Card:
        current = current_of(stay)
        loud = stay.not_fit_open
        card = Card(
            tone="red" if loud else TONES[current.briefing.headline.emphasis],
            name=f"shift.card.{stay.custody_ref}",
        )
        read = current.acknowledged[-1] if current.acknowledged else None
        state = "unread" if read is None else f"read by {read.rank_number or read.name}"
        at = dates.cui_short(current.at, now)
        card.add(
            PlainLabel(f"Cell {stay.cell or '–'} · {stay.name}", "strong"),
            HeadlineBlock(current.briefing.headline, name="shift.headline"),
        )
        for key in _FIRST:
            line = current.briefing.line(key)
            if line is not None:
                card.add(PlainLabel(f"{line.label}: {line.text}"))
        card.add(PlainLabel(f"v{current.version} given {at}, {state}", "small"))
        tick = MultiChoice(
            f"Cell {stay.cell or '–'}",
            {Tick.READ: "I have read this"},
            name=f"shift.read.{stay.custody_ref}",
        )
        self._ticks.append(tick)
        card.body.addStretch(1)
        card.add(tick)
        return card

    def _submit(self) -> None:
        at, back = self.told_at.value(), self.read_back.value()
        problems: list[Problem] = [
            (tick, f"Read the briefing for cell {stay.cell or '–'}")
            for tick, stay in zip(self._ticks, self._stays, strict=True)
            if not tick.values()
        ]
        if not self.told_by.text():
            problems.append((self.told_by, "Enter who handed over to you"))
        if at is None:
            problems.append((self.told_at, self.told_at.problem() or "Enter when"))
        if back is None:
            problems.append((self.read_back, "Say whether you went through it aloud"))
        if self.show_errors(problems) or at is None:
            return
        desk, told_by = self.ctx.desk, self.told_by.text()
        taken = [current_of(stay) for stay in self._stays]
        self.ctx.work.do(
            lambda: receiving.take_over(
                desk, taken, told_by=told_by, told_at=at, read_back=back is ReadBack.YES
            ),
            self._done,
            self.show_failure,
        )

    def _done(self, entries: tuple[object, ...]) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast(f"{len(entries)} briefings acknowledged. The shift is yours.")
