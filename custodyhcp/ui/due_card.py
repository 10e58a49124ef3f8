"""What is due for one person, in a few lines above their timeline."""

from __future__ import annotations

from custodyhcp.records.people import Opened
from custodyhcp.records.what_is_due import Due, Urgency, urgency
from custodyhcp.sharing.outstanding import of_person
from custodyhcp.ui.context import Context
from custodyhcp.ui.due_words import further_words, in_one_line
from custodyhcp.ui.kit import Card, PlainLabel

SHOWN = 4  # lines; how many more is said below them


class DueCard(Card):
    """Reads itself once made; hidden where nothing is due."""

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(name="timeline.due")
        self._ctx = ctx
        self.body.setSpacing(4)
        self.body.setContentsMargins(16, 10, 16, 10)
        self._lines = [PlainLabel("", name=f"timeline.due.{place}") for place in range(SHOWN)]
        self._more = PlainLabel("", "hint", name="timeline.due.more")
        self.add(*self._lines, self._more)
        self.hide()
        desk = ctx.desk
        ctx.work.do(lambda: of_person(desk, opened, desk.now()), self._show)

    def _show(self, found: tuple[Due, ...]) -> None:
        now = self._ctx.now()
        self.setVisible(bool(found))
        if not found:
            return
        pressing = urgency(found[0], now) in (Urgency.NOT_FIT, Urgency.NOT_FIT_UNREAD, Urgency.LATE)
        self.set_tone("red" if pressing else "")
        for place, label in enumerate(self._lines):
            label.setVisible(place < len(found))
            if place < len(found):
                due = found[place]
                words = in_one_line(due, now)
                escalated = further_words(due, now)
                label.setText(f"{words} · {escalated}" if escalated else words)
                label.set_look(_look(due, self._ctx))
        left = len(found) - SHOWN
        self._more.setText(f"{left} more: see Due (Ctrl+D).")
        self._more.setVisible(left > 0)
        said = "; ".join(in_one_line(due, now) for due in found)
        self.setAccessibleName(f"Due: {said}")


def _look(due: Due, ctx: Context) -> str:
    late = urgency(due, ctx.now()) in (Urgency.NOT_FIT, Urgency.NOT_FIT_UNREAD, Urgency.LATE)
    return "error" if late else "strong"
