"""The sergeant's screen: one card a detainee, most urgent first, and nothing but briefings.

Rules kept here: the first line is the largest on the card; NOT FIT is a whole red card that stays
in front until the start of the transfer has been recorded; an unread briefing carries its own
yellow button. There is no way from here to anything clinical, because a sergeant holds no key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import publishing
from custodyhcp.sharing.custody_side import Published, Stay, most_urgent_first, review_late
from custodyhcp.sharing.document import Line
from custodyhcp.ui.briefing_lines import TONES, current_of, look_of, name_label
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, ButtonRole, Card, EmptyState, Flow, Page, PlainLabel, Tag

EVERY_SECONDS = 20
_GAP = 16
LOUD_AFTER = timedelta(minutes=15)
_ON_A_CARD = (
    "conditions",
    "observe",
    "call_hcp",
    "call_999",
    "review",
    "medicine_1",
    "medicine_2",
    "medicine_3",
    "allergy",
    "self_harm",
)
_QUIET_SELF_HARM = "none identified"


def card_lines(published: Published) -> list[Line]:
    """The lines a card carries; the whole briefing is one press away."""
    found = (published.briefing.line(key) for key in _ON_A_CARD)
    return [
        line
        for line in found
        if line is not None
        and not (line.key == "self_harm" and line.text.startswith(_QUIET_SELF_HARM))
    ]


class BriefingCard(Card):
    """One detainee. ``on_open(stay)``, ``on_acknowledge(stay)``, ``on_transfer(stay)``."""

    def __init__(
        self,
        stay: Stay,
        now: datetime,
        on_open: Callable[[Stay], object],
        on_acknowledge: Callable[[Stay], object],
        on_transfer: Callable[[Stay], object],
    ) -> None:
        current = current_of(stay)
        super().__init__(name=f"sergeant.card.{stay.custody_ref}")
        self.stay, self._now = stay, now
        self._on_open = on_open
        self.loud = stay.not_fit_open
        self.set_tone("red" if self.loud else TONES[current.briefing.headline.emphasis])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self._spoken(current))
        self.body.setSpacing(6)
        self._head(current)
        self._rows(current)
        self._state(current)
        self._acts(current, on_acknowledge, on_transfer)

    def _spoken(self, current: Published) -> str:
        unread = "unread, " if current.unread else ""
        return f"Cell {self.stay.cell}, {self.stay.name}: {unread}{current.briefing.headline.text}"

    def _head(self, current: Published) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name_label(self.stay.name), 1)
        if current.unread:
            waited = dates.ago(current.at, self._now).removesuffix(" ago")
            row.addWidget(Tag(f"unread {waited}", "amber"), 0, Qt.AlignmentFlag.AlignTop)
        cell = PlainLabel(self.stay.cell or "–", "huge" if self.loud else "big", wrap=False)
        cell.setAccessibleName(f"Cell {self.stay.cell}")
        row.addWidget(cell, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        words = current.briefing.headline.text
        look = "huge" if self.loud else "big"
        self.body.addWidget(PlainLabel(words, look, name="card.headline"))

    def _rows(self, current: Published) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, 92)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, line in enumerate(card_lines(current)):
            words, look = self._said(line, current)
            label = PlainLabel(line.label, "second")
            label.setFixedWidth(92)
            grid.addWidget(label, place, 0, top)
            grid.addWidget(PlainLabel(words, look), place, 1, top)
        self.body.addLayout(grid)

    def _said(self, line: Line, current: Published) -> tuple[str, str]:
        """The review by the clock and by the minute; what to do if missed once it is late."""
        due = current.briefing.next_review
        if line.key != "review" or due is None:
            return line.text, look_of(line)
        if review_late(current, self._now):
            words = f"{dates.relative(due, self._now)}. {line.text}"
            return words, "strong" if self.loud else "error"
        return f"{dates.cui_short(due, self._now)}, {dates.relative(due, self._now)}", "strong"

    def _state(self, current: Published) -> None:
        if self.loud:
            waited = dates.duration(self._now - current.at)
            self.body.addSpacing(4)
            self.body.addWidget(
                PlainLabel(f"Transfer not started: {waited}", "big", name="card.transfer")
            )
            if self._now - current.at >= LOUD_AFTER:
                self.body.addWidget(PlainLabel("Tell the inspector now.", "strong"))
        elif current.transfer is not None:
            at = dates.cui_short(current.transfer.at, self._now)
            self.body.addWidget(PlainLabel(f"Transfer started {at}: {current.transfer.how}"))

    def _read_words(self, current: Published) -> str:
        read = current.acknowledged[-1]
        back = "read back" if read.read_back else "not read back"
        who = read.rank_number or read.name
        return f"v{current.version} read {dates.cui_short(read.at, self._now)} by {who}, {back}"

    def _acts(
        self,
        current: Published,
        on_acknowledge: Callable[[Stay], object],
        on_transfer: Callable[[Stay], object],
    ) -> None:
        ref, stay = self.stay.custody_ref, self.stay
        holder = QWidget()
        holder.setProperty("ground", "none")
        flow = Flow(holder, gap=8)
        if current.unread:
            words = f"Acknowledge v{current.version}"
            act = Button(words, lambda: on_acknowledge(stay), role=ButtonRole.ATTENTION,
                         name=f"sergeant.acknowledge.{ref}")  # fmt: skip
            act.setAccessibleDescription(f"Cell {stay.cell}, {stay.name}")
            flow.addWidget(act)
        if self.loud:
            act = Button("Transfer started", lambda: on_transfer(stay),
                         name=f"sergeant.transfer.{ref}")  # fmt: skip
            flow.addWidget(act)
        whole = Button(
            "All of it",
            lambda: self._on_open(stay),
            role=ButtonRole.QUIET,
            name=f"sergeant.open.{ref}",
        )
        whole.setAccessibleDescription(f"Cell {stay.cell}, {stay.name}")
        if current.unread or self.loud:
            flow.addWidget(whole)
            self.body.addWidget(holder)
            if not current.unread:
                self.body.addWidget(PlainLabel(self._read_words(current), "small"))
            return
        row = QHBoxLayout()
        row.addWidget(PlainLabel(self._read_words(current), "small"), 1)
        row.addWidget(whole)
        self.body.addLayout(row)
        holder.deleteLater()

    def height_at(self, width: int) -> int:
        """How tall the card is when it is that wide."""
        return max(self.body.totalHeightForWidth(width), self.body.totalMinimumSize().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the whole briefing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open(self.stay)
            return
        super().keyPressEvent(event)


class _Stack(QWidget):
    """One column of cards."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(_GAP)


class BriefingsPage(Page):
    """``BriefingsPage(ctx)``: the cards, read again every 20 seconds and after every act."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Briefings", name="sergeant", width=0)
        self.ctx = ctx
        self._reader = publishing.Reader()
        self._stays: list[Stay] = []
        self._cards: list[BriefingCard] = []
        self._shown: tuple[list[Stay], datetime] | None = None
        self._unread = Tag("", "amber", name="sergeant.unread")
        self._not_fit = Tag("", "red", name="sergeant.not_fit")
        for tag in (self._not_fit, self._unread):
            self.header.addWidget(tag)
            tag.hide()
        self._empty = EmptyState(
            "No briefings",
            "When a nurse or doctor publishes a briefing, its card appears here, the most urgent "
            "first. Until then nobody in custody has one.",
        )
        self._holder = QWidget()
        self._holder.setProperty("ground", "none")
        self._across = QHBoxLayout(self._holder)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(_GAP)
        self._stacks: list[_Stack] = []
        self.add(self._empty, self._holder)
        self._columns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        desk, reader, now = self.ctx.desk, self._reader, self.ctx.now()
        self.ctx.work.do(lambda: most_urgent_first(reader.read(desk), now), self._show)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def _show(self, stays: list[Stay]) -> None:
        now = self.ctx.now()
        minute = now.replace(second=0, microsecond=0)
        if self._shown == (stays, minute):
            return
        self._shown = (stays, minute)
        bar = self.scroller.verticalScrollBar()
        scrolled = bar.value()
        focus = self._focused()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stays = stays
        self._empty.setVisible(not stays)
        self._holder.setVisible(bool(stays))
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [
            BriefingCard(stay, now, self.open_whole, self.acknowledge, self.transfer)
            for stay in stays
        ]
        self._count()
        self._place()
        self._refocus(focus)
        QTimer.singleShot(0, self, lambda: bar.setValue(scrolled))

    def _count(self) -> None:
        currents = [stay.current for stay in self._stays if stay.current is not None]
        loud = sum(stay.not_fit_open for stay in self._stays)
        unread = sum(current.unread for current in currents)
        self._not_fit.setText(f"{loud} NOT FIT, transfer not started")
        self._not_fit.setVisible(bool(loud))
        self._unread.setText(f"{unread} unread")
        self._unread.setVisible(bool(unread))

    def _focused(self) -> str:
        widget = QApplication.focusWidget()
        inside = widget is not None and self.isAncestorOf(widget)
        return widget.objectName() if widget is not None and inside else ""

    def _refocus(self, name: str) -> None:
        """Among the new cards only: a widget about to be deleted must never have the focus."""
        if not name or not self.isVisible():
            return
        for card in self._cards:
            found = card if card.objectName() == name else card.findChild(QWidget, name)
            if isinstance(found, QWidget):
                found.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def focus_start(self) -> None:
        """The first thing to do: the most urgent card's own button, or the card."""
        for card in self._cards:
            buttons = card.findChildren(Button)
            (buttons[0] if buttons else card).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns_for(event.size()) != self._columns:
            self._place_again()

    def _place_again(self) -> None:
        """The same cards in other columns; the focus and the place on the page stay."""
        bar = self.scroller.verticalScrollBar()
        scrolled, focus = bar.value(), self._focused()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()
        self._refocus(focus)
        QTimer.singleShot(0, self, lambda: bar.setValue(scrolled))

    def _columns_for(self, size: QSize) -> int:
        wide = size.width()
        return 4 if wide >= 1700 else 3 if wide >= 1060 else 2 if wide >= 720 else 1

    def _place(self) -> None:
        """Down the columns, each card to the shortest so far, so that the urgent are at the top.
        A column that begins with NOT FIT is wider."""
        self._columns = self._columns_for(self.size())
        old, self._stacks = self._stacks, []
        loud = any(card.loud for card in self._cards) and self._columns > 1
        for place in range(self._columns):
            self._stack(5 if loud and place == 0 else 4)
        heights = [0] * self._columns
        for card in self._cards:
            shortest = 0 if card.loud and loud else heights.index(min(heights))
            self._stacks[shortest].body.addWidget(card)
            heights[shortest] += card.height_at(self._width_of(shortest, loud)) + _GAP
        for stack in self._stacks:
            stack.body.addStretch(1)
        for stack in old:
            self._across.removeWidget(stack)
            stack.hide()
            stack.deleteLater()
        for before, after in zip(self._cards, self._cards[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def _stack(self, stretch: int) -> None:
        stack = _Stack()
        self._across.addWidget(stack, stretch)
        self._stacks.append(stack)

    def _width_of(self, column: int, loud: bool) -> int:
        room = self.width() - 60 - _GAP * (self._columns - 1)
        shares = 4 * self._columns + (1 if loud else 0)
        return room * (5 if loud and column == 0 else 4) // shares

    def open_whole(self, stay: Stay) -> None:
        from custodyhcp.ui.acknowledge_page import WholeBriefingPage

        self.ctx.nav.open(WholeBriefingPage(self.ctx, stay))

    def acknowledge(self, stay: Stay) -> None:
        from custodyhcp.ui.acknowledge_page import AcknowledgePage

        self.ctx.nav.open(AcknowledgePage(self.ctx, stay))

    def transfer(self, stay: Stay) -> None:
        from custodyhcp.ui.acknowledge_page import TransferPage

        self.ctx.nav.open(TransferPage(self.ctx, stay))
