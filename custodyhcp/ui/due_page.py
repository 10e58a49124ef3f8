"""Everything that is due in the suite, most urgent first: the list behind the board.

Enter opens the person where it is done; Ctrl+E takes what is marked further; the shift is handed
over from here. Several people on one screen, so no patient banner.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from custodyhcp.errors import KnownError
from custodyhcp.records import escalating
from custodyhcp.records.what_is_due import Due, Task, is_pressing, is_soon, pressing_words
from custodyhcp.sharing.outstanding import Outstanding, SuiteReader
from custodyhcp.ui.context import Context
from custodyhcp.ui.due_words import further_cell, tone_of, what_cell, when_cell
from custodyhcp.ui.kit import (
    Button,
    Cell,
    Column,
    EmptyState,
    KeyHint,
    Page,
    PlainLabel,
    Table,
    TableRow,
    Tag,
)

EVERY = 30_000  # milliseconds between readings
COLUMNS = (
    Column("Cell", 66, 0),
    Column("Person", 226, 3),
    Column("What", 270, 4),
    Column("Due", 170, 1),
    Column("Escalated", 260, 4),
)


class DuePage(Page):
    """``refresh()`` reads what is new; what is marked stays marked."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Due", width=0, name="due", fill=True)
        self._ctx, self._reader = ctx, SuiteReader()
        self._found: Outstanding | None = None
        self._reading = False
        self._late = Tag("", "red", name="due.late")
        self._soon = Tag("", "amber", name="due.soon")
        self._unfinished = Tag("", "grey", name="due.unfinished")
        self._over = Tag("", "blue", name="due.handover")
        self.further = Button("Escalate", self._further, name="due.escalate")
        self.hand_over = Button("Hand over the shift", self._hand_over, name="due.hand_over")
        for part in (self._late, self._soon, self._unfinished, self._over):
            part.hide()
            self.header.addWidget(part)
        for button in (self.further, KeyHint("Ctrl E"), self.hand_over):
            self.header.addWidget(button)
        self.table = Table(
            COLUMNS, name="due.table", label="What is due", least_height=44, one_click=False
        )
        self.table.opened.connect(self._open)
        self.table.hide()
        self._none = EmptyState(
            "Nothing is due",
            "Reviews, medicines, observations, requests, questions to ask again, unread briefings, "
            "unfinished typing, letters and handovers stand here, the most urgent first.",
        )
        self._none.hide()
        self._wait = PlainLabel("Reading…", "second", name="due.reading")
        self.body.addWidget(self._wait)
        self.body.addWidget(self._none)
        self.body.addWidget(self.table, 1)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self._further)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.refresh)

    # reading

    def refresh(self) -> None:
        if self._reading:
            return
        self._reading = True
        desk, reader = self._ctx.desk, self._reader
        self._ctx.work.do(lambda: reader.read(desk, desk.now()), self._read, self._failed)

    def _read(self, found: Outstanding) -> None:
        self._again()
        first = self._found is None
        self._found = found
        self.clear_errors()
        self._show(found)
        self._ctx.nav.set_due(found)
        if first and self.isVisible():
            self.focus_start()

    def _failed(self, error: KnownError) -> None:
        self._again()
        self.show_failure(error)

    def _again(self) -> None:
        self._reading = False
        self._timer.start()

    # showing

    def _show(self, found: Outstanding) -> None:
        now, late = found.at, found.late
        soon = sum(is_soon(due.at, now) for due in found.due)
        waits = len(found.handovers)
        self._tag(self._late, late, pressing_words(late))
        self._tag(self._soon, soon, f"{soon} due within 30 min")
        self._tag(self._unfinished, found.unfinished, f"{found.unfinished} unfinished")
        self._tag(self._over, waits, "handover not accepted")
        kept = self.table.current_key()
        self.table.set_rows([self._row(due) for due in found.due])
        self._wait.hide()
        self.table.setVisible(bool(found.due))
        self._none.setVisible(not found.due)
        self.further.setEnabled(any(escalating.may_escalate(due, now) for due in found.due))
        self._mark(kept)

    def _tag(self, tag: Tag, number: int, words: str) -> None:
        tag.setText(words)
        tag.setVisible(bool(number))

    def _mark(self, key: object) -> None:
        keys = [row.key for row in self.table.rows()]
        if keys:
            place = keys.index(key) if key in keys else 0
            self.table.setCurrentIndex(self.table.model().index(place, 0))

    def _row(self, due: Due) -> TableRow:
        now = self._ctx.now()
        name = due.name or "The suite"
        return TableRow(
            due.key,
            (
                Cell(due.cell or "–", "big"),
                Cell(name, "strong" if due.name else "second"),
                what_cell(due, now),
                when_cell(due, now),
                further_cell(due, now),
            ),
            tone=tone_of(due, now),
            find=due.name,
        )

    def focus_start(self) -> None:
        start = self.table if self.table.isVisible() else self.hand_over
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    # acting

    def _marked(self) -> Due | None:
        """The one that is marked, else the first that is late."""
        if self._found is None:
            return None
        key, now = self.table.current_key(), self._ctx.now()
        marked = next((due for due in self._found.due if due.key == key), None)
        return marked or next((due for due in self._found.due if is_pressing(due, now)), None)

    def _open(self, key: object) -> None:
        due = next((d for d in (self._found.due if self._found else ()) if d.key == key), None)
        if due is None:
            return
        if due.task is Task.HANDOVER:
            self._ctx.nav.go("handover", handover=due.about)
        else:
            self._ctx.nav.go("person", detention=due.detention, section=due.where)

    def _further(self) -> None:
        due = self._marked()
        if due is None:
            return
        if not escalating.may_escalate(due, self._ctx.now()):
            self.show_errors(
                [(None, "This is not late. Mark something that is, then escalate it.")]
            )
            return
        from custodyhcp.ui.escalate_page import EscalatePage

        self._ctx.nav.open(EscalatePage(self._ctx, due))

    def _hand_over(self) -> None:
        self._ctx.nav.go("hand-over")
