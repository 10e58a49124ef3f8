"""The sergeant's screen: one card a detainee, most urgent first, and nothing but briefings.

Rules kept here: the first line is the largest on the card; NOT FIT is a whole red card that stays
in front, whatever is filtered, until it is closed; an unread briefing carries its own yellow
button; whoever comes on shift is asked to take over what is current. There is no way from here to
anything clinical, because a sergeant holds no key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from custodyhcp.sharing import publishing
from custodyhcp.sharing.custody_side import Stay, most_urgent_first, review_late
from custodyhcp.sharing.receiving import to_take_over
from custodyhcp.sharing.screens_set import ScreensSet, screens_set
from custodyhcp.ui.briefing_card import BriefingCard, CardActs, card_lines
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, Callout, EmptyState, Flow, Page, PlainLabel, Row, Tag

__all__ = ["EVERY_SECONDS", "BriefingCard", "BriefingsPage", "card_lines"]

EVERY_SECONDS = 20
_GAP = 16


class Shown(Enum):
    """Which cards; NOT FIT is among them always."""

    ALL = "All"
    UNREAD = "Unread"
    LATE = "Review late"
    ASKED = "Asked"


def is_among(stay: Stay, shown: Shown, cell: str, now: datetime) -> bool:
    """Whether a card stays in front with this filter."""
    current = stay.current
    if current is None or stay.not_fit_open:
        return current is not None
    if cell and stay.cell.casefold().lstrip("0") != cell.casefold().lstrip("0"):
        return False
    if shown is Shown.UNREAD:
        return current.unread
    if shown is Shown.LATE:
        return review_late(current, now)
    return bool(stay.open_queries) if shown is Shown.ASKED else True


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading found."""

    stays: list[Stay]
    screens: ScreensSet


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
        self._all: list[Stay] = []
        self._stays: list[Stay] = []
        self._cards: list[BriefingCard] = []
        self._shown: tuple[object, ...] | None = None
        self._screens = ScreensSet()
        self._large = False
        self._wall: QWidget | None = None
        self._unread = Tag("", "amber", name="sergeant.unread")
        self._not_fit = Tag("", "red", name="sergeant.not_fit")
        for tag in (self._not_fit, self._unread):
            self.header.addWidget(tag)
            tag.hide()
        self.large = Button("Large type", self._enlarge, name="sergeant.large")
        self.large.setCheckable(True)
        self.wall = Button("Wall view", self._show_wall, name="sergeant.wall")
        self.wall.hide()
        check = Button("Check a paper", self._check_paper, name="sergeant.check_paper")
        self.header.addWidget(check)
        self.header.addWidget(self.large)
        self.header.addWidget(self.wall)
        self.shift = Callout("", tone="amber", name="sergeant.shift")
        self.take_over = Button("Take over the shift", self._take_over, name="sergeant.take_over")
        self._shift_row = Row(self.shift, self.take_over, gap=12)
        self._shift_row.hide()
        self._filters = self._build_filters()
        self._none = PlainLabel("", "second", name="sergeant.filtered")
        self._none.hide()
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
        self.add(self._shift_row, self._filters, self._none, self._empty, self._holder)
        self._filters.hide()
        self._columns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self.refresh)

    def _build_filters(self) -> QWidget:
        """One line of buttons and a box: a cell, and which cards."""
        holder = QWidget()
        holder.setProperty("ground", "none")
        flow = Flow(holder, gap=8)
        self.only = QButtonGroup(holder)
        for place, shown in enumerate(Shown):
            button = Button(shown.value, name=f"sergeant.only.{shown.name}")
            button.setCheckable(True)
            button.setChecked(shown is Shown.ALL)
            button.setAccessibleName(f"Show: {shown.value}")
            self.only.addButton(button, place)
            flow.addWidget(button)
        self.only.idClicked.connect(self._choose)
        self._choose(0, filtering=False)
        self.cell = QLineEdit()
        self.cell.setObjectName("sergeant.cell")
        self.cell.setAccessibleName("Show one cell")
        self.cell.setPlaceholderText("Cell")
        self.cell.setMaxLength(12)
        self.cell.setFixedSize(96, 42)
        self.cell.textChanged.connect(lambda _text: self._filter())
        flow.addWidget(self.cell)
        return holder

    def _choose(self, chosen: int, *, filtering: bool = True) -> None:
        """A tick says which, not the colour."""
        for place, shown in enumerate(Shown):
            on = place == chosen
            self.only.button(place).setText(f"✓ {shown.value}" if on else shown.value)
            self.only.button(place).setAccessibleName(f"Show: {shown.value}")
        if filtering:
            self._filter()

    def _chosen(self) -> Shown:
        return list(Shown)[max(0, self.only.checkedId())]

    def refresh(self) -> None:
        desk, reader, now = self.ctx.desk, self._reader, self.ctx.now()
        self.ctx.work.do(
            lambda: _Read(most_urgent_first(reader.read(desk), now), screens_set(desk)),
            self._read,
        )

    def _read(self, found: _Read) -> None:
        self._screens = found.screens
        self._all = found.stays
        self.wall.setVisible(found.screens.wall)
        if self._wall is not None and not found.screens.wall:
            self._wall.close()
        self._ask_to_take_over()
        self._filters.setVisible(bool(found.stays))
        self._filter()

    def _ask_to_take_over(self) -> None:
        """Those that a colleague has acknowledged and this sergeant has not."""
        theirs = [stay for stay in self._all if stay.current and not stay.current.unread]
        new = to_take_over(theirs, self.ctx.member.staff)
        self._shift_row.setVisible(bool(new))
        if new:
            briefings = "1 briefing is" if len(new) == 1 else f"{len(new)} briefings are"
            words = "A colleague acknowledged them. Read each once, then sign for all."
            self.shift.set(f"Coming on shift? {briefings} new to you", words)

    def _filter(self) -> None:
        now, cell, only = self.ctx.now(), self.cell.text().strip(), self._chosen()
        among = [stay for stay in self._all if is_among(stay, only, cell, now)]
        hidden = len(self._all) - len(among)
        self._none.setText(f"{hidden} not shown. NOT FIT is always shown.")
        self._none.setVisible(bool(hidden))
        self._show(among)

    def _check_paper(self) -> None:
        self.ctx.nav.go("check-paper")

    def _enlarge(self) -> None:
        self._large = self.large.isChecked()
        self.large.setText("✓ Large type" if self._large else "Large type")
        self._filter()

    def _show_wall(self) -> None:
        from custodyhcp.ui.wall import WallWindow

        wall = self._wall if isinstance(self._wall, WallWindow) else WallWindow(self)
        self._wall = wall
        wall.show_on_second_screen()
        self._tell_wall()

    def _tell_wall(self) -> None:
        from custodyhcp.ui.wall import WallWindow

        if isinstance(self._wall, WallWindow) and self._wall.isVisible():
            self._wall.show_stays(self._all, self.ctx.now(), self._screens.inspector)

    def _take_over(self) -> None:
        from custodyhcp.ui.shift_page import ShiftPage

        self.ctx.nav.open(ShiftPage(self.ctx))

    def save_now(self) -> None:
        """The wall goes with the sign-in."""
        if self._wall is not None:
            self._wall.close()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def _show(self, stays: list[Stay]) -> None:
        now = self.ctx.now()
        minute = now.replace(second=0, microsecond=0)
        self._tell_wall()
        if self._shown == (stays, minute, self._large, self._screens):
            return
        self._shown = (stays, minute, self._large, self._screens)
        bar = self.scroller.verticalScrollBar()
        scrolled = bar.value()
        focus = self._focused()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stays = stays
        self._empty.setVisible(not self._all)
        self._holder.setVisible(bool(stays))
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [
            BriefingCard(
                stay, now, self._acts_of(), inspector=self._screens.inspector, large=self._large
            )
            for stay in stays
        ]
        self._count()
        self._place()
        self._refocus(focus)
        QTimer.singleShot(0, self, lambda: bar.setValue(scrolled))

    def _acts_of(self) -> CardActs:
        return CardActs(self.open_whole, self.acknowledge, self.transfer, self.ambulance, self.ask)

    def _count(self) -> None:
        currents = [stay.current for stay in self._all if stay.current is not None]
        loud = sum(stay.not_fit_open for stay in self._all)
        unread = sum(current.unread for current in currents)
        self._not_fit.setText(f"{loud} NOT FIT, not closed")
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
        if self._large:
            return 2 if wide >= 1060 else 1
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
            shortest = heights.index(min(heights))  # a second NOT FIT stands beside the first
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

    def ambulance(self, stay: Stay) -> None:
        from custodyhcp.ui.acknowledge_page import AmbulancePage

        self.ctx.nav.open(AmbulancePage(self.ctx, stay))

    def ask(self, stay: Stay) -> None:
        from custodyhcp.ui.asking_page import AskPage

        self.ctx.nav.open(AskPage(self.ctx, stay))
