"""The alerts that wait for somebody else's eyes, the one due first at the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from custodyhcp.oversight import alerts as room
from custodyhcp.oversight import watching
from custodyhcp.oversight.alerts import Alert
from custodyhcp.oversight.codes import State, why_words, words_for
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Cell,
    Column,
    EmptyState,
    Page,
    Table,
    TableRow,
    Tag,
)

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

TONES = {State.NEW: "amber", State.UNDER_INVESTIGATION: "blue", State.CLOSED: "grey"}


@dataclass(frozen=True, slots=True)
class Waiting:
    alerts: Mapping[str, Alert]
    names: Mapping[str, str]


def look(desk: Desk) -> Waiting:
    return Waiting(room.read(desk), watching.names(desk))


def national_words(alert: Alert) -> str:
    """``2/5 Access Alert: Access made in an emergency``, one after the other."""
    return "; ".join(
        f"{one.pair[0]}/{one.pair[1]} {one.type_display}: {one.reason_display}"
        for one in alert.national
    )


def row_of(alert: Alert, names: Mapping[str, str], now: datetime) -> TableRow:
    pairs = ", ".join(f"{one.pair[0]}/{one.pair[1]}" for one in alert.national)
    closed = alert.state is State.CLOSED
    due = Cell("Closed", "second") if closed else Cell(_due(alert, now), _due_look(alert, now))
    found = words_for(alert.finding) if alert.finding else ""
    return TableRow(
        key=alert.id,
        cells=(
            due,
            Cell(why_words(alert.why), "strong", after=f"Alert {pairs}" if pairs else ""),
            Cell(names.get(alert.author, "Not known")),
            Cell(dates.cui_short(alert.at, now)),
            Cell(after=found, tags=[(words_for(alert.state), TONES[alert.state])]),
        ),
        tone="late" if alert.late(now) else "",
        find=names.get(alert.author, ""),
    )


def _due(alert: Alert, now: datetime) -> str:
    return dates.relative(alert.due, now)


def _due_look(alert: Alert, now: datetime) -> str:
    return "error" if alert.late(now) else ""


class AlertsPage(Page):
    """``AlertsPage(ctx)``. Enter opens the row that is chosen."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Alerts to review",
            subtitle="Every look without permission, and every self-claimed relationship. "
            "Each is due within seven days.",
            name="ig.alerts",
            width=0,
            fill=True,
        )
        self.ctx = ctx
        self._seen: Waiting | None = None
        self._closed_too = False
        self._count = Tag("", "amber", name="ig.queue.count")
        self._late = Tag("", "red", name="ig.queue.late")
        self._toggle = Button(
            "Show closed", self._switch, role=ButtonRole.QUIET, name="ig.queue.closed"
        )
        for part in (self._late, self._count):
            part.hide()
            self.header.addWidget(part)
        self.header.addWidget(self._toggle)
        self.table = Table(
            [
                Column("Due", 100, 2),
                Column("Why", 150, 7),
                Column("Who", 100, 3),
                Column("When", 100, 3),
                Column("State", 120, 3),
            ],
            name="ig.queue",
            label="Alerts to review",
        )
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            "Nothing to review",
            "When a health professional looks at a record without permission, or claims a "
            "relationship themselves, it waits here for somebody else to look at.",
        )
        self.add(self._empty)
        self.body.addWidget(self.table, 1)
        self._empty.hide()
        self.primary("Review", self.open_current, name="ig.review.open")

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk), self._show)

    def focus_start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_current(self) -> None:
        """The row that is chosen, in a page of its own."""
        key = self.table.current_key()
        if key is not None:
            self._open(key)

    def _switch(self) -> None:
        self._closed_too = not self._closed_too
        self._toggle.setText("Hide closed" if self._closed_too else "Show closed")
        if self._seen is not None:
            self._show(self._seen)

    def _show(self, seen: Waiting) -> None:
        self._seen = seen
        now = self.ctx.now()
        waiting = room.queue(seen.alerts.values())
        closed = [one for one in seen.alerts.values() if one.state is State.CLOSED]
        shown = [*waiting, *reversed(closed)] if self._closed_too else waiting
        self.table.set_rows([row_of(one, seen.names, now) for one in shown])
        late = sum(one.late(now) for one in waiting)
        self._count.setText(f"{len(waiting)} waiting")
        self._count.setVisible(bool(waiting))
        self._late.setText(f"{late} late")
        self._late.setVisible(bool(late))
        self._toggle.setVisible(bool(closed))
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        if self._primary is not None:
            self._primary.setVisible(bool(shown))

    def _open(self, key: object) -> None:
        from custodyhcp.ui.ig_review import ReviewPage

        if self._seen is not None and isinstance(key, str):
            self.ctx.nav.open(ReviewPage(self.ctx, self._seen.alerts[key]))
