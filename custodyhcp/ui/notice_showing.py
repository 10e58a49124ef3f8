"""The privacy notice in front of the person: one block at a time, in large type, nothing else.

It is turned towards them, or read aloud from. Right, Space or Enter goes on, Left goes back, Esc
leaves. Nothing about anybody is on it, nor in the bar above it while it is in front.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.notice import Notice, Service, filled
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Card, Page, PlainLabel, Tag

_ON = (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Backspace)


class NoticeShowing(Page):
    """``NoticeShowing(ctx, told, service, done)``: ``done()`` is called after the last block."""

    turned_to_person = True

    def __init__(
        self, ctx: Context, told: Notice, service: Service, done: Callable[[], object]
    ) -> None:
        super().__init__(told.title, name="notice.showing", width=1240)
        self.ctx, self._done, self._turned = ctx, done, 0
        self.parts = filled(told, service)
        mark = told.mark(dates.today(ctx.now()))
        if mark:
            self.header.addWidget(Tag(mark, "amber", name="notice.showing.mark"))
        self._place = PlainLabel("", "second", name="notice.showing.place")
        self._heading = PlainLabel("", "huge", name="notice.showing.heading")
        self._card = Card(name="notice.showing.block")
        self._card.body.setContentsMargins(32, 28, 32, 32)
        self._card.body.setSpacing(20)
        self._lines = QWidget()
        self._lines.setProperty("ground", "none")
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        most = max(len(part.text.splitlines()) for part in self.parts)
        self.sentences = [PlainLabel("", "large", name=f"notice.line.{n}") for n in range(most)]
        for sentence in self.sentences:
            self._column.addWidget(sentence)
        self._card.add(self._heading, self._lines)
        self.add(self._place, self._card)
        if told.right_to_left:
            self._card.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._next = self.primary("Next", self.go_on, name="notice.showing.next")
        self._back = self.secondary("Back", self.go_back, name="notice.showing.back")
        stop = self.secondary("Stop", ctx.nav.back, name="notice.showing.stop")
        for button in (self._next, self._back, stop):
            button.installEventFilter(self)  # or the arrows would go from button to button
        self._show()

    @property
    def place(self) -> int:
        """The number of the block in front, 0 up."""
        return self._turned

    def focus_start(self) -> None:
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        if self._turned + 1 == len(self.parts):
            self._done()
            self.ctx.nav.back()
            return
        self._turned += 1
        self._show()

    def go_back(self) -> None:
        self._turned = max(0, self._turned - 1)
        self._show()

    def _show(self) -> None:
        part, last = self.parts[self._turned], len(self.parts)
        self._place.setText(f"{self._turned + 1} / {last}")
        self._heading.setText(part.heading)
        said = part.text.splitlines()
        for place, sentence in enumerate(self.sentences):
            sentence.setText(said[place] if place < len(said) else "")
            sentence.setVisible(place < len(said))
        self._next.setText("Finish" if self._turned + 1 == last else "Next")
        self._back.setEnabled(self._turned > 0)
        self._card.setAccessibleName(f"{part.heading}. {' '.join(said)}")
        self.scroller.verticalScrollBar().setValue(0)
        self.ctx.nav.announce(f"{part.heading}. {' '.join(said)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            arrow = event.key() in (*_ON, *_BACK) and event.key() != Qt.Key.Key_Space
            if arrow and self.handle_key(event):
                return True
        return super().eventFilter(watched, event)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Arrows and the space bar turn the blocks, wherever the focus is."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            return super().handle_key(event)
        if event.key() in _ON:
            self.go_on()
            return True
        if event.key() in _BACK:
            self.go_back()
            return True
        return super().handle_key(event)
