"""What has happened in this stay, newest first, who recorded it, and in what words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from custodyhcp.records import dates
from custodyhcp.records.people import Opened
from custodyhcp.records.timeline import Happening, timeline
from custodyhcp.ui.context import Context
from custodyhcp.ui.due_card import DueCard
from custodyhcp.ui.kit import Cell, Column, EmptyState, Page, Table, TableRow
from custodyhcp.ui.kit.words import PlainLabel

MOST = 900  # letters of one happening drawn in its row; Enter opens the rest
WHOLE = 400  # happenings drawn; older ones are counted


class TimelinePage(Page):
    """A table that keys can walk; the words of an assessment stand whole in its row. ``opens(id)``
    when a line is opened that can be read whole, with its history."""

    opens = Signal(str)

    def __init__(self, ctx: Context, opened: Opened) -> None:
        said = "Enter opens what was written, whole, with all that was done to it."
        super().__init__("Timeline", subtitle=said, width=0, name="timeline", fill=True)
        self._ctx = ctx
        self.add(DueCard(ctx, opened))
        happenings = timeline(opened.written)
        if not happenings:
            words = "Everything recorded about this person will stand here."
            self.add(EmptyState("Nothing has been recorded yet", words))
            return
        self._table = Table(
            (
                Column("When", 124, 0),
                Column("What", 168, 2),
                Column("", 260, 6),
                Column("By", 110, 1),
            ),
            name="timeline.table",
            label="What has happened",
            one_click=False,
            least_height=40,
        )
        self._table.set_rows([self._row(happening) for happening in happenings[:WHOLE]])
        self._whole = {one.entry for one in happenings if one.opens}
        self._table.opened.connect(self._open)
        self.add(self._table)
        if len(happenings) > WHOLE:
            self.add(PlainLabel(f"{len(happenings) - WHOLE} earlier ones are not shown.", "hint"))

    def focus_start(self) -> None:
        table: QWidget | None = getattr(self, "_table", None)
        if table is not None:
            table.setFocus()

    def _open(self, entry: str) -> None:
        if entry in self._whole:
            self.opens.emit(entry)

    def _row(self, happening: Happening) -> TableRow:
        now = self._ctx.now()
        return TableRow(
            happening.entry,
            (
                Cell(dates.cui_short(happening.at, now), "second"),
                Cell(happening.what, "strong", struck=happening.struck),
                Cell(_cut(happening.detail), tags=_tags(happening), struck=happening.struck),
                Cell(_by(self._ctx, happening), "second"),
            ),
        )


def _cut(detail: str) -> str:
    if len(detail) <= MOST:
        return detail
    return f"{detail[:MOST]}… ({len(detail):,} characters: Enter opens the whole)"


def _tags(happening: Happening) -> tuple[tuple[str, str], ...]:
    told = (
        (happening.struck, "Struck out", "red"),
        (happening.amended, "Amended", "blue"),
        (happening.late, "Written later", "amber"),
    )
    return tuple((words, tone) for so, words, tone in told if so)


def _by(ctx: Context, happening: Happening) -> str:
    """Who did it; what the program did by itself was nobody, whoever's screen it was on."""
    return "automatic" if happening.automatic else _name_of(ctx, happening.author)


def _name_of(ctx: Context, staff: str) -> str:
    member = ctx.desk.authority.members.get(staff)
    return member.name if member is not None else "this workstation"
