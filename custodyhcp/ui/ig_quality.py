"""Quality figures, drawn small: who refuses, how long until they are asked, why nobody asked, what
is looked at without permission, and which reasons were none.

Rules kept here: nobody is named, staff or held, and no id is shown; a rate of few is "too few to
say" and a small count is "fewer than 5"; that hardly anybody refuses is a warning, not praise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.wording import words
from custodyhcp.oversight import alerts, quality
from custodyhcp.oversight.quality import Answers, Figures, Waits
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import BarRow, Bars, Callout, Card, EmptyState, Page, PlainLabel

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

TOO_FEW = "Too few to say"
SHOWN = 10  # reasons for keeping words, before the rest is only counted
_WIDE, _MIDDLING = 860, 520  # pixels: below these fewer cards stand side by side


def look(desk: Desk) -> Figures:
    """Off the screen's thread."""
    entries = desk.read(kinds=quality.KINDS)
    return quality.figures(entries, alerts.read(desk).values(), desk.now())


class Figure(Card):
    """One number, what it is of, and what it means."""

    def __init__(self, label: str, name: str) -> None:
        super().__init__(name=name)
        self._number = PlainLabel("–", "huge", name=f"{name}.number")
        self._words = PlainLabel("", "second", name=f"{name}.words")
        self.add(PlainLabel(label, "label"), self._number, self._words)
        self.body.addStretch(1)

    def set(self, number: str, words: str, tone: str = "") -> None:
        self._number.setText(number)
        self._number.set_look("huge" if any(map(str.isdigit, number)) else "big")
        self._words.setText(words)
        self.set_tone(tone)


class Tiles(QWidget):
    """Cards side by side, ``most`` at a time where there is room, else fewer."""

    def __init__(self, cards: Sequence[QWidget], most: int) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._cards, self._most, self._across = cards, most, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place(most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        across = self._most if wide >= _WIDE else min(2, self._most) if wide >= _MIDDLING else 1
        if across != self._across:
            QTimer.singleShot(0, self, lambda: self._place(across))  # not while it is worked out

    def _place(self, across: int) -> None:
        self._across = across
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(place, across))
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < across else 0)


class QualityPage(Page):
    """``QualityPage(ctx)``: the last eight weeks."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Quality",
            subtitle="The last eight weeks. Counted without names.",
            name="ig.quality",
            width=1100,
        )
        self.ctx = ctx
        self._warning = Callout("", tone="amber", name="ig.quality.warning")
        self._warning.hide()
        self._empty = EmptyState(
            "Nothing to count yet",
            "Figures appear here once people have been asked and records looked at.",
        )
        self._empty.hide()
        self._lay_out()
        self.add(self._warning, self._empty, self._numbers, self._charts, self._kept, self._basis)

    def _lay_out(self) -> None:
        self._overrides = Figure("Looked at without permission", "ig.quality.overrides")
        self._refusals = Figure("Refused, of all asked", "ig.quality.refusals")
        self._wait = Figure("Arrival to first question", "ig.quality.wait")
        self._close = Figure("Time to close an alert", "ig.quality.close")
        self.scopes, self.waits = Bars("ig.quality.scopes"), Bars("ig.quality.waits")
        self.not_asked = Bars("ig.quality.not_asked")
        self.reasons = Bars("ig.quality.reasons")
        self.weeks = Bars("ig.quality.weeks")
        self.scopes.set_key("asked", "refused")
        self.weeks.set_key("looks", "without permission")
        self._numbers = Tiles((self._overrides, self._refusals, self._wait, self._close), 4)
        self._charts = Tiles(
            (
                _card("Refusals, by what was asked", self.scopes),
                _card("From arrival until somebody first asked", self.waits),
                _card("Looked at, week by week", self.weeks),
                _stacked(
                    _card("Why nobody asked", self.not_asked),
                    _card("Reasons to override, turned away", self.reasons),
                ),
            ),
            2,
        )
        self._kept = Card("Told to custody although the leak check pointed at it")
        self._kept.add(PlainLabel("", "body", name="ig.quality.kept"))
        self._kept.hide()
        set_by = quality.limits()
        self._basis = PlainLabel(
            f"A rate is given from {set_by.least_asked} on, a count from {set_by.least_counted} "
            f"on; a warning below {set_by.near_zero} refusals in 100. {set_by.basis}",
            "small",
            name="ig.quality.basis",
        )

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk), self._show, self.show_failure)

    def focus_start(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent) -> bool:
        """There is nothing to press here, so the arrows and Page keys move down the figures."""
        bar = self.scroller.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: 60,
            Qt.Key.Key_Up: -60,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_Home: -bar.maximum(),
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            return super().handle_key(event)
        bar.setValue(bar.value() + by)
        return True

    def _show(self, found: Figures) -> None:
        self._empty.setVisible(found.is_empty)
        for part in (self._numbers, self._charts, self._basis):
            part.setVisible(not found.is_empty)
        self._show_warning(found)
        self._show_kept(found)
        self._show_numbers(found)
        self.scopes.set_rows([_scope_row(s, one) for s, one in found.answers.items()])
        self.waits.set_rows(_wait_rows(found.waits))
        self.not_asked.set_rows(
            _counted((words(why), number) for why, number in found.not_asked.items())
        )
        self.reasons.set_rows(
            _counted(
                (quality.fault_words(fault), number)
                for fault, number in found.reasons_refused.items()
            )
        )
        self.weeks.set_rows(
            [
                BarRow(
                    f"from {dates.cui_date(dates.local(week.start).date())[:6]}",
                    f"{_many(week.views, 'look')}, {_many(week.overrides, 'override')}",
                    max(week.views, week.overrides),
                    week.overrides,
                )
                for week in found.weeks
            ]
        )

    def _show_warning(self, found: Figures) -> None:
        few = [quality.scope_words(scope) for scope in found.hardly_refused]
        self._warning.setVisible(bool(few))
        self._warning.set(
            f"Hardly anybody refuses: {', '.join(few)}",
            "That is not good news: it can mean that people are not really being asked. Sit in on "
            "a few consent conversations, or go through them with the lead health professional.",
        )

    def _show_kept(self, found: Figures) -> None:
        """The kinds of hit and the reasons, newest first: not the words, and nobody's name."""
        now = self.ctx.now()
        lines = [
            f"{dates.cui_short(one.at, now)}  {_kinds(one.kinds)}“{one.because}”"
            for one in found.kept_words[:SHOWN]
        ]
        left = len(found.kept_words) - SHOWN
        more = [f"and {left} more, in the export"] if left > 0 else []
        label = self._kept.findChild(PlainLabel, "ig.quality.kept")
        if isinstance(label, PlainLabel):
            label.setText("\n".join([*lines, *more]))
        self._kept.setVisible(bool(lines))

    def _show_numbers(self, found: Figures) -> None:
        least = quality.limits().least_asked
        rate = found.overrides_of_100_views if found.views >= least else None
        self._overrides.set(
            _rate(rate), f"{_many(found.overrides, 'override')}, {_many(found.views, 'look')}"
        )
        every = found.all_answers
        self._refusals.set(
            _rate(every.refusals_of_100),
            f"{every.asked} asked"
            if every.too_few
            else f"{every.refused} refused of {every.asked} asked",
            "amber" if every.hardly_anybody_refuses else "",
        )
        self._wait.set(*_middle(found.waits.middle, found.waits.number, "people asked", least))
        self._close.set(*_middle(found.median_to_close, found.closed, "alerts closed", 1))


def _kinds(kinds: Sequence[str]) -> str:
    said = ", ".join(kind.replace("_", " ").lower() for kind in kinds)
    return f"{said}: " if said else ""


def _card(title: str, bars: Bars) -> Card:
    card = Card(title)
    card.add(bars)
    card.body.addStretch(1)
    return card


def _stacked(*cards: QWidget) -> QWidget:
    holder = QWidget()
    holder.setProperty("ground", "none")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    return holder


def _middle(middle: timedelta | None, number: int, what: str, least: int) -> tuple[str, str]:
    """The median and what it is of; of too few, only how few."""
    if middle is None or number < least:
        return (TOO_FEW if number else "–"), f"{number} {what}"
    return dates.duration(middle), f"Half of the {number} {what} took no longer"


def _scope_row(scope: Scope, one: Answers) -> BarRow:
    rate, label = one.refusals_of_100, quality.scope_words(scope)
    if rate is None:
        return BarRow(label, f"{one.asked} asked: too few to say", one.asked)
    said = f"{_rate(rate)} ({one.refused} of {one.asked})"
    said += ": hardly anybody refuses" if one.hardly_anybody_refuses else ""
    return BarRow(label, said, one.asked, one.refused)


def _wait_rows(waits: Waits) -> list[BarRow]:
    edges = [dates.duration(timedelta(minutes=edge)) for edge in quality.limits().waits]
    labels = [
        f"up to {edges[0]}",
        *(f"{low} to {high}" for low, high in pairwise(edges)),
        f"over {edges[-1]}",
    ]
    return [_count_row(label, number) for label, number in zip(labels, waits.counts, strict=True)]


def _counted(counts: Iterable[tuple[str, int]]) -> list[BarRow]:
    """Those that there are, most first; one line where there are none."""
    found = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
    rows = [_count_row(label, number) for label, number in found]
    return rows or [BarRow("None in eight weeks", "none", 0)]


def _count_row(label: str, number: int) -> BarRow:
    """A small count is said to be small, and not drawn."""
    least = quality.limits().least_counted
    if 0 < number < least:
        return BarRow(label, f"fewer than {least}", 0)
    return BarRow(label, str(number) if number else "none", number)


def _rate(rate: float | None) -> str:
    """``22 in 100``, with one more figure below ten."""
    if rate is None:
        return TOO_FEW
    return f"{rate:.0f} in 100" if rate >= 10 else f"{rate:.1f} in 100"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
