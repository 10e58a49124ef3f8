"""Forensic entries, and only they: written, listed and opened here and nowhere else.

They are no part of the GP summary, the briefing, what an earlier detention tells, or the timeline's
words; the timeline says that there is one and no more.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from custodyhcp.records import dates, notes, standing, timeline
from custodyhcp.records.people import Opened
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Cell, Column, Table, TableRow
from custodyhcp.ui.writing_page import WritingPage, name_of


class ForensicPage(WritingPage):
    """``opens(id)`` when one is to be read."""

    opens = Signal(str)

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(ctx, opened, forensic=True)
        said = "It needs a forensic consent of its own, asked under Consent, and for an intimate "
        said += "sample the authority of an inspector or above."
        self.body.insertWidget(0, Callout("Held apart", said, tone="blue", name="forensic.apart"))
        self._rows(opened)

    def _rows(self, opened: Opened) -> None:
        found = [one for one in timeline.timeline(opened.written) if one.what == "Forensic entry"]
        by_id = {entry.header.id: entry for entry in opened.written}
        if not found:
            return
        table = Table(
            (Column("When", 130, 0), Column("What", 220, 1), Column("By", 160, 0)),
            name="forensic.table",
            label="Forensic entries",
            one_click=False,
            least_height=40,
        )
        now = self.ctx.now()
        touched = standing.histories(opened.written)
        rows = []
        for one in found:
            told = touched.get(one.entry)
            note = notes.written(told.now if told else by_id[one.entry]).note
            told_of = ((one.struck, ("Struck out", "red")), (one.amended, ("Amended", "blue")))
            tags = tuple(tag for so, tag in told_of if so)
            rows.append(
                TableRow(
                    one.entry,
                    (
                        Cell(dates.cui_short(one.at, now), "second"),
                        Cell(_what(note), "strong", tags=tags),
                        Cell(name_of(self.ctx, one.author), "second"),
                    ),
                )
            )
        table.set_rows(rows)
        table.opened.connect(self.opens)
        table.setFixedHeight(table.minimumHeight() + 48 * (len(rows) + 1))
        self.body.insertWidget(1, table)


def _what(note: notes.Note) -> str:
    scope = note.evidence.scope if note.evidence else ""
    return "Forensic sample" if scope == "FORENSIC_SAMPLE" else "Forensic examination"
