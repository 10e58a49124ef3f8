"""Forensic entries, and only they: written, listed and opened here and nowhere else.

They are no part of the GP summary, the briefing, what an earlier detention tells, or the timeline's
words; the timeline says that there is one and no more.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.fold import fold
from custodyhcp.ledger.desk import Desk
from custodyhcp.records import dates, notes, noting, standing, timeline
from custodyhcp.records.people import Opened
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Cell, Column, Table, TableRow
from custodyhcp.ui.writing_page import WritingPage, name_of

_NEEDS = (
    "An entry here needs a forensic consent of its own, asked under Consent, and for an intimate "
    "sample the authority of an inspector or above. It is held apart from the rest of the record."
)


def permission_now(desk: Desk, detention: str, scope: Scope) -> bool:
    state = fold(desk.read(detention=detention), detention)
    return state.closed_at is None and state.permission(scope, desk.now()) is not None


class ForensicPage(WritingPage):
    """``opens(id)`` when one is to be read."""

    opens = Signal(str)

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(ctx, opened, forensic=True)
        self._apart = Callout("Held apart", _NEEDS, tone="blue", name="forensic.apart")
        self.body.insertWidget(0, self._apart)
        self._rows(opened)
        desk, stay = ctx.desk, opened.detention.id
        ctx.work.do(
            lambda: tuple(
                scope for scope in noting.FORENSIC_SCOPES if permission_now(desk, stay, scope)
            ),
            self._show_consent,
        )

    def _show_consent(self, scopes: tuple[Scope, ...]) -> None:
        names = {Scope.FORENSIC_EXAM: "an examination", Scope.FORENSIC_SAMPLE: "a sample"}
        if scopes:
            agreed = " and ".join(names[scope] for scope in scopes)
            self._apart.set(f"Forensic consent is in force for {agreed}", _NEEDS, "green")
        else:
            self._apart.set("No forensic consent is in force", _NEEDS, "amber")

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
        table.opened.connect(lambda key: self.opens.emit(str(key)))
        table.setFixedHeight(table.minimumHeight() + 48 * (len(rows) + 1))
        self.body.insertWidget(1, table)


def _what(note: notes.Note) -> str:
    scope = note.evidence.scope if note.evidence else ""
    return "Forensic sample" if scope == "FORENSIC_SAMPLE" else "Forensic examination"
