"""GP summaries that nobody has answered for: the list that is handed from shift to shift.

The program cannot know that an email was sent. A summary stays here until a person says "sent" or
"not sent"; after a day it is late. Several people on one screen, so no patient banner.
"""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.records import dates, people
from custodyhcp.sharing import sending
from custodyhcp.sharing.sending import Sending, Stage
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Cell, Column, EmptyState, Page, Table, TableRow


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: who it is about, and where the summary stands."""

    name: str
    cell: str
    made: Sending


def read(ctx: Context) -> list[Listed]:
    """Off the screen's thread: oldest first."""
    waiting = sending.unanswered(ctx.desk)
    found = []
    for made in waiting:
        stay = people.read_detention(ctx.desk, made.detention).detention
        found.append(Listed(stay.who.name, stay.cell, made))
    return found


class UnansweredPage(Page):
    """Enter opens the person at their GP summary, where it is answered for."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "GP summaries to answer for",
            subtitle="Each was prepared to be sent. Open it and say whether it was.",
            name="unanswered",
            width=1000,
        )
        self.ctx = ctx
        columns = [
            Column("Person", 260, 3),
            Column("Practice", 220, 3),
            Column("Prepared", 200, 2),
            Column("State", 150, 1),
        ]
        self.table = Table(columns, name="unanswered.table", label="GP summaries to answer for")
        self.table.opened.connect(self._open)
        self._none = EmptyState(
            "Nothing to answer for",
            "When a GP summary has been prepared, it stands here until somebody says that it was "
            "sent, or was not.",
        )
        self.add(self._none, self.table)
        self.table.hide()

    def refresh(self) -> None:
        ctx = self.ctx
        ctx.work.do(lambda: read(ctx), self._show, self.show_failure)

    def _show(self, found: list[Listed]) -> None:
        self._none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.table.set_rows([self._row(one) for one in found])
        self.table.fit_height()
        if found:
            self.table.setFocus()

    def _row(self, one: Listed) -> TableRow:
        now, made = self.ctx.now(), one.made
        late = made.overdue(now)
        opened = made.stage is Stage.DRAFT_OPENED
        tags = [("late", "red")] if late else []
        said = "draft opened" if opened else "prepared"
        if made.unusable:
            said, tags = "", [("withdrawn; do not send", "red")]
        state = Cell(said, tags=tags)
        when = f"{dates.cui_short(made.at, now)}, {dates.ago(made.at, now)}"
        where = f"Cell {one.cell}" if one.cell else ""
        return TableRow(
            made.detention,
            (
                Cell(one.name, "strong", where),
                Cell(made.practice, after=f"{made.reference} v{made.version}"),
                Cell(when),
                state,
            ),
            "late" if late else "",
        )

    def _open(self, detention: object) -> None:
        self.ctx.nav.go("person", detention=str(detention), section="summary")
