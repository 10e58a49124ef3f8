"""Quality figures, drawn small: what is looked at without permission, who refuses, how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from custodyhcp.oversight import alerts, quality, watching
from custodyhcp.oversight.frame import DECIDED, VIEWED
from custodyhcp.oversight.quality import Figures
from custodyhcp.records import dates
from custodyhcp.ui import theme
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Card, EmptyState, Page, PlainLabel

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk


@dataclass(frozen=True, slots=True)
class Seen:
    figures: Figures
    names: Mapping[str, str]


def look(desk: Desk) -> Seen:
    entries = desk.read(kinds={DECIDED, *VIEWED})
    found = quality.figures(entries, alerts.read(desk).values(), desk.now())
    return Seen(found, watching.names(desk))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of ``whole`` units, ``part`` of them marked."""

    label: str
    whole: int
    part: int


class Bars(QWidget):
    """Level bars, a row each, with the numbers written beside them: colour is never alone."""

    ROW, LABEL, NUMBERS = 30, 130, 150

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._bars: Sequence[Bar] = ()
        self._words = ("", "")

    def set_bars(self, bars: Sequence[Bar], whole: str, part: str) -> None:
        """``whole`` and ``part`` are the words after the numbers: look, override."""
        self._bars, self._words = bars, (whole, part)
        spoken = [f"{bar.label}: {self._numbers(bar)}" for bar in bars]
        self.setAccessibleName("; ".join(spoken))
        self.setMinimumHeight(self.ROW * len(bars) + 4)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, self.ROW * len(self._bars) + 4)

    def _numbers(self, bar: Bar) -> str:
        whole, part = self._words
        return f"{_many(bar.whole, whole)}, {_many(bar.part, part)}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.whole for bar in self._bars), default=0) or 1
        room = max(60, self.width() - self.LABEL - self.NUMBERS - 24)
        for place, bar in enumerate(self._bars):
            self._draw(painter, bar, place * self.ROW, room, most)
        painter.end()

    def _draw(self, painter: QPainter, bar: Bar, top: int, room: int, most: int) -> None:
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        font = QFont(self.font())
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        label = painter.fontMetrics().elidedText(
            bar.label, Qt.TextElideMode.ElideRight, self.LABEL - 8
        )
        painter.drawText(QRect(0, top, self.LABEL, self.ROW), middle, label)
        painter.setPen(Qt.PenStyle.NoPen)
        full, marked = room * bar.whole // most, room * bar.part // most
        painter.setBrush(theme.colour("chosen_edge"))
        if bar.whole:
            painter.drawRect(self.LABEL, top + 8, max(full, 2), self.ROW - 16)
        painter.setBrush(theme.colour("soon"))
        if bar.part:
            painter.drawRect(self.LABEL, top + 8, max(marked, 3), self.ROW - 16)
        painter.setPen(theme.colour("text_2"))
        numbers = QRect(self.LABEL + full + 12, top, self.NUMBERS + room - full, self.ROW)
        painter.drawText(numbers, middle, self._numbers(bar))


class Figure(Card):
    """One number, what it is of, and what it means."""

    def __init__(self, label: str, name: str) -> None:
        super().__init__(name=name)
        self._number = PlainLabel("–", "huge", name=f"{name}.number")
        self._words = PlainLabel("", "second")
        self.add(PlainLabel(label, "label"), self._number, self._words)
        self.body.addStretch(1)

    def set(self, number: str, words: str, tone: str = "") -> None:
        self._number.setText(number)
        self._words.setText(words)
        self.set_tone(tone)


class QualityPage(Page):
    """``QualityPage(ctx)``: the last eight weeks."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Quality", subtitle="The last eight weeks.", name="ig.quality", width=1100)
        self.ctx = ctx
        self._warning = Callout(
            "Hardly anybody refuses",
            "That can mean that people are not really being asked. Sit in on a few consent "
            "conversations, or read them with the lead health professional.",
            tone="amber",
            name="ig.quality.warning",
        )
        self._warning.hide()
        self._empty = EmptyState(
            "Nothing to count yet",
            "Figures appear here once records have been looked at and people asked.",
        )
        self._overrides = Figure("Without permission", "ig.quality.overrides")
        self._refusals = Figure("Refusals", "ig.quality.refusals")
        self._close = Figure("Time to close an alert", "ig.quality.close")
        self._grid = QWidget()
        self._grid.setProperty("ground", "none")
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        for place, figure in enumerate((self._overrides, self._refusals, self._close)):
            grid.addWidget(figure, 0, place)
            grid.setColumnStretch(place, 1)
        self.weeks = Bars("ig.quality.weeks")
        self.people = Bars("ig.quality.people")
        self._by_week = Card("Looked at, week by week")
        self._by_week.add(self.weeks)
        self._by_person = Card("Looked at, by health professional")
        self._by_person.add(self.people)
        self.add(self._warning, self._empty, self._grid, self._by_week, self._by_person)
        self._empty.hide()

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk), self._show, self.show_failure)

    def focus_start(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, seen: Seen) -> None:
        found = seen.figures
        some = bool(found.views or found.asked or found.overrides)
        self._empty.setVisible(not some)
        for part in (self._grid, self._by_week, self._by_person):
            part.setVisible(some)
        self._warning.setVisible(found.hardly_anybody_refuses)
        self._overrides.set(
            _rate(found.overrides_of_100_views),
            f"{_many(found.overrides, 'override')}, {_many(found.views, 'look')}",
        )
        self._refusals.set(
            _rate(found.refusals_of_100_asked),
            f"{found.refused} refused of {found.asked} who were asked",
            "amber" if found.hardly_anybody_refuses else "",
        )
        wait = found.median_to_close
        self._close.set(
            dates.duration(wait) if wait is not None else "–",
            f"Half of the {found.closed} closed took no longer" if found.closed else "None closed",
        )
        weeks = [
            Bar(f"from {dates.cui_date(dates.local(w.start).date())[:6]}", w.views, w.overrides)
            for w in found.weeks
        ]
        self.weeks.set_bars(weeks, "look", "override")
        self.people.set_bars(_by_person(seen), "look", "override")


def _rate(rate: float | None) -> str:
    """``22 in 100``, with one more figure below ten."""
    if rate is None:
        return "–"
    return f"{rate:.0f} in 100" if rate >= 10 else f"{rate:.1f} in 100"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _by_person(seen: Seen) -> list[Bar]:
    found = seen.figures
    staff = sorted(found.views_by, key=lambda one: -found.views_by[one])
    others = [one for one in found.overrides_by if one not in found.views_by]
    return [
        Bar(
            seen.names.get(one, "Not known"),
            found.views_by.get(one, 0),
            found.overrides_by.get(one, 0),
        )
        for one in (*staff, *others)
    ]
