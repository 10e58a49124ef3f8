"""The board: everyone in custody, one line each, whom to see first at the top. Home of the HCP.

Enter opens the line that is marked; typing narrows the list (Ctrl+K, or letters on the list).
It reads itself again twice a minute, and tells the top bar which cells are late while a page about
one person stands in front.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records.board import BoardRow, counts, matches
from custodyhcp.records.identity import NOT_KNOWN
from custodyhcp.records.what_is_due import Task, Urgency, pressing_words
from custodyhcp.sharing.outstanding import Outstanding, SuiteReader
from custodyhcp.ui import ahead
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Cell,
    Column,
    EmptyState,
    ErrorSummary,
    Flow,
    PlainLabel,
    Table,
    TableRow,
    Tag,
)
from custodyhcp.ui.people_lookup import lookup_of

EVERY = 30_000  # milliseconds between readings
ROW = 44  # pixels: twenty lines in 1080, twelve in 768
COLUMNS = (
    Column("Cell", 66, 0),
    Column("Person", 316, 6),
    Column("Next for healthcare", 276, 3),
    Column("Custody is doing", 212, 2),
    Column("Asked and agreed", 218, 3),
    Column("Briefing", 180, 2),
)
NARROW = 1000  # pixels of width (large text, 200 %): then what does not fit moves below the name
NARROW_COLUMNS = (
    Column("Cell", 60, 0),
    Column("Person", 190, 1),
    Column("Next, and what custody is doing", 230, 2),
)
_TONES = {
    Urgency.NOT_FIT: "red",
    Urgency.NOT_FIT_UNREAD: "red",
    Urgency.LATE: "late",
    Urgency.DUE: "soon",
}


class BoardPage(QWidget):
    """Home. ``refresh()`` reads what is new; ``find_people`` narrows what is shown."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._reader = SuiteReader()
        self._rows: Sequence[BoardRow] = ()
        self._late: tuple[str, ...] = ()
        self._typed = ""
        self._reading = False
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("board")
        self.setWindowTitle("In custody")
        self.setMinimumWidth(560)  # below NARROW it lays itself out again
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.refresh)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 14, 24, 16)
        self._column.setSpacing(12)
        self._problem = ErrorSummary()
        self._column.addWidget(self._problem)
        self._column.addLayout(self._head())
        self._wide = self._table(COLUMNS, "board.table")
        self._small = self._table(NARROW_COLUMNS, "board.table_narrow")
        self.table = self._wide
        self._nobody = EmptyState(
            "Nobody is in custody yet",
            "Everyone in the suite will have a line here, with whom to see first at the top. "
            "Import the custody list that the force exports, or add a person by hand.",
            "Import the custody list",
            self._import,
            name="board.first_import",
        )
        self._none_found = EmptyState(
            "Nobody in custody is found",
            "Clear the words in the box at the top, or look among everybody this suite has known.",
            "Find among everybody",
            self._find_everybody,
            name="board.find_everybody",
        )
        self._stack = QStackedWidget()
        for part in (QWidget(), self._wide, self._small, self._nobody, self._none_found):
            self._stack.addWidget(part)
        self._column.addWidget(self._stack, 1)

    def _table(self, columns: Sequence[Column], name: str) -> Table:
        table = Table(
            columns, name=name, label="People in custody", least_height=ROW, restless=True
        )
        table.opened.connect(self._open)
        return table

    def _head(self) -> QHBoxLayout:
        self._top = QHBoxLayout()
        self._top.setSpacing(12)
        self._title = PlainLabel("In custody", "title", wrap=False, name="page.title")
        self._count = PlainLabel("", "big", wrap=False, name="board.count")
        self._chips = QWidget()
        self._chips.setProperty("ground", "none")
        self._chips.setLayout(Flow(gap=8))
        self._practices = Button(
            "GP practices",
            lambda: self._ctx.nav.go("practice-file"),
            role=ButtonRole.QUIET,
            name="board.practices",
        )
        self._letters = Button(
            "",
            lambda: self._ctx.nav.go("unanswered"),
            role=ButtonRole.ATTENTION,
            name="board.letters",
        )
        self._letters.hide()
        found = Button(
            "Find a person", self._find_everybody, role=ButtonRole.QUIET, name="board.find"
        )
        listed = Button("Import custody list", self._import, name="board.import")
        added = Button(
            "Add a person",
            lambda: self._ctx.nav.go("add-person"),
            role=ButtonRole.PRIMARY,
            name="board.add",
        )
        self._top.addWidget(self._title)
        self._top.addWidget(self._count)
        self._top.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._top.addStretch(0)
        for button in (self._letters, found, self._practices, listed, added):
            self._top.addWidget(button)
        return self._top

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width() < NARROW)

    def _fit(self, narrow: bool) -> None:
        """On a narrow window the chips go below and three columns hold everything."""
        table = self._small if narrow else self._wide
        if table is self.table:
            return
        held = self.table.hasFocus()
        self.table = table
        self._practices.setVisible(not narrow)
        if narrow:
            self._top.removeWidget(self._chips)
            self._column.insertWidget(2, self._chips)
        else:
            self._column.removeWidget(self._chips)
            self._top.insertWidget(2, self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._show()
        if held:
            self.focus_start()

    # reading

    def refresh(self) -> None:
        """Read what is new since last time; one reading at a time."""
        if self._reading:
            return
        self._reading = True
        desk, reader = self._ctx.desk, self._reader
        self._ctx.work.do(lambda: reader.read(desk, desk.now()), self._read, self._failed)

    def _read(self, found: Outstanding) -> None:
        self._again()
        self._problem.clear()
        first = self._stack.currentIndex() == 0
        self._rows, self._late = found.rows, found.late_cells
        self._show()
        self._show_letters(sum(due.task is Task.LETTER for due in found.due))
        self._ctx.nav.set_due(found)
        if first:
            lookup_of(self._ctx).freshen()  # everybody else, so that they are found at once
            ahead.prepare(self)
        if first and self.isVisible():
            self.focus_start()

    def _show_letters(self, count: int) -> None:
        """GP summaries that nobody has answered for: handed from shift to shift."""
        self._letters.setText(f"GP letters to answer for: {count}")
        self._letters.setVisible(bool(count))

    def _again(self) -> None:
        """Half a minute after each reading comes the next."""
        self._reading = False
        self._timer.start()

    def _failed(self, error: KnownError) -> None:
        self._again()
        self._problem.show_problems([(None, f"{error.words} {error.then}".strip())])

    # showing

    def _show(self) -> None:
        shown = [row for row in self._rows if matches(row, self._typed)]
        narrow = self.table is self._small
        line = narrow_row if narrow else table_row
        self.table.set_rows([line(row) for row in shown])
        empty = self._none_found if self._rows else self._nobody
        self._stack.setCurrentWidget(self.table if shown else empty)
        everybody = str(len(self._rows)) if self._rows else ""
        narrowed = len(shown) < len(self._rows)
        self._count.setText(f"{len(shown)} of {everybody} shown" if narrowed else everybody)
        self._show_chips()
        self._tell_late()

    def _show_chips(self) -> None:
        flow = self._chips.layout()
        while flow is not None and (item := flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, tone, name in chips(self._rows, len(self._late)):
            tag = Tag(words, tone, name=f"board.chip.{name}")
            self._chips.layout().addWidget(tag)  # type: ignore[union-attr]
            tag.show()

    def _tell_late(self) -> None:
        cells = () if self.isVisible() else self._late
        self._ctx.nav.set_late(cells)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_late()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_late()

    def focus_start(self) -> None:
        """The list has the focus, so that Enter and the arrows work at once."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # acting

    def _open(self, detention: object) -> None:
        self._ctx.nav.go("person", detention=str(detention))

    def _import(self) -> None:
        self._ctx.nav.go("custody-list")

    def find_people(self, words: str) -> None:
        """Show those lines in which every word typed begins a word."""
        self._typed = words
        self._show()

    def find_first(self) -> None:
        """Open the first that is found; where there is none, look among everybody."""
        if self.table.rows():
            self._open(self.table.rows()[0].key)
        else:
            self._find_everybody()

    def _find_everybody(self) -> None:
        """Here now or not: a screen of its own, begun with the words typed."""
        self._ctx.nav.go("find", words=self._typed)


def chips(rows: Sequence[BoardRow], late: int) -> list[tuple[str, str, str]]:
    """(words, tone, name) for each state that somebody is in; ``late`` as the whole list counts."""
    found = counts(rows)
    plural = "s" if found.unread != 1 else ""
    all_of = (
        (late, pressing_words(late), "red", "late"),
        (found.due, f"{found.due} due within 30 min", "amber", "due"),
        (found.unread, f"{found.unread} briefing{plural} unread", "blue", "unread"),
    )
    return [(words, tone, name) for number, words, tone, name in all_of if number]


def table_row(row: BoardRow) -> TableRow:
    """One line in the table's own words."""
    return TableRow(
        row.detention,
        (
            Cell(row.cell or "–", "big"),
            _person(row),
            _next(row),
            Cell(row.doing, "strong" if row.urgency is Urgency.NOT_FIT else ""),
            Cell("" if row.asked else "not asked yet", "second", tags=_asked(row)),
            _briefing(row),
        ),
        tone=_TONES.get(row.urgency, ""),
        find=row.name,
    )


def narrow_row(row: BoardRow) -> TableRow:
    """The same in three columns: what custody is doing and what was agreed come below."""
    told = _next(row)
    after = " · ".join(filter(None, (told.after, row.doing)))
    tags = (*_asked(row), (f"briefing {row.briefing}", row.briefing_tone or "grey"))
    cells = (Cell(row.cell or "–", "big"), _person(row), Cell(told.text, told.look, after, tags))
    return TableRow(row.detention, cells, tone=_TONES.get(row.urgency, ""), find=row.name)


def _person(row: BoardRow) -> Cell:
    age = "" if row.under_18 else row.age.replace(NOT_KNOWN, "age not known")
    after = (age, row.custody_ref, *row.flags)
    tags = ((f"{row.age} · AA", "blue"),) if row.under_18 else ()
    return Cell(row.name, "strong", " · ".join(filter(None, after)), tags)


def _next(row: BoardRow) -> Cell:
    told = row.next
    if row.late:
        return Cell(f"{told.task} {told.relative}", "error", f"due {told.clock}")
    if row.urgency is Urgency.NOT_FIT:
        return Cell(told.task, "strong", told.relative)
    if not told.clock:
        return Cell(told.task, "second" if not told.relative else "", told.relative)
    return Cell(f"{told.task} {told.clock}", "", told.relative)


def _asked(row: BoardRow) -> tuple[tuple[str, str], ...]:
    return tuple((chip.words, chip.tone) for chip in row.asked)


def _briefing(row: BoardRow) -> Cell:
    if row.briefing_tone:
        return Cell(tags=((row.briefing, row.briefing_tone),))
    return Cell(row.briefing, "second" if row.briefing == "none" else "")
