"""Find a person: anybody the suite has known, here now or not, as fast as somebody types.

Several people on one screen, so no patient banner. Enter or Down goes to the list; Enter there
opens the person: their record where they are here, else who they are and when they were here. That
somebody searched is written once, when they open one or leave, without the words.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from custodyhcp.records import dates, sought
from custodyhcp.records.finding import SHOWN, Hit, Hits
from custodyhcp.records.identity import NOT_KNOWN
from custodyhcp.records.looking_up import record_search
from custodyhcp.records.sought import Sought
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    Cell,
    Column,
    Field,
    Page,
    PlainLabel,
    Table,
    TableRow,
    announce,
)
from custodyhcp.ui.people_lookup import lookup_of

COLUMNS = (
    Column("Person", 320, 5),
    Column("Born", 190, 1),
    Column("Last custody reference", 220, 2),
    Column("In custody", 190, 2),
)

_TRY = "Try part of the name, the date of birth, or another spelling."


class FindPage(Page):
    """``words`` are what to begin with."""

    def __init__(self, ctx: Context, words: str = "") -> None:
        super().__init__(
            "Find a person",
            subtitle="Everybody this suite has known, here now or not.",
            width=0,
            name="find",
            fill=True,
        )
        self._ctx, self._lookup = ctx, lookup_of(ctx)
        self._hits, self._sought, self._told = Hits(), Sought(), False
        self.header.addWidget(Button("Possible duplicates", self._doubles, name="find.doubles"))
        self.box = Field(
            "Name, date of birth, custody reference or NHS number",
            name="find.box",
            chars=48,
            hint="In any order, in part, or as it sounds: mary obrien · 03/01/86 · NG/26/4411",
            text=words,
        )
        self.box.box.setMaxLength(sought.LONGEST)  # type: ignore[union-attr]
        self.box.box.setMinimumWidth(420)
        self.box.box.installEventFilter(self)
        self.box.changed.connect(self._look)
        self.box.entered.connect(self._to_list)
        self.status = PlainLabel("", "second", name="find.status")
        self.table = Table(COLUMNS, name="find.table", label="People found", least_height=44)
        self.table.opened.connect(self._open)
        self.add(self.box, self.status, self.table)
        self._nobody = QWidget()  # holds the height where there is no list
        self._nobody.setProperty("ground", "none")
        self.body.setStretch(2, 1)
        self.body.addWidget(self._nobody, 1)
        self._lookup.changed.connect(self._look)

    def refresh(self) -> None:
        self._lookup.freshen()
        self._look()

    def focus_start(self) -> None:
        self.box.focus_first()

    def find_people(self, words: str) -> None:
        """The find box of the bar works here too."""
        self.box.set_text(words)

    def find_first(self) -> None:
        self._to_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if down and event.type() == QEvent.Type.KeyPress and self.table.rows():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _to_list(self) -> None:
        """One alone is opened; of several the first is marked."""
        if len(self.table.rows()) == 1:
            # after this Enter, which would press the first act of the page that comes
            QTimer.singleShot(0, self, partial(self._open, self.table.rows()[0].key))
        elif self.table.rows():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # looking

    def _look(self) -> None:
        self._sought = sought.read(self.box.text())
        self._hits = self._lookup.index.find(self._sought)
        self._told = self._told and bool(self._sought)
        today = dates.today(self._ctx.now())
        self.table.set_rows([_row(hit, dates.cui_date(hit.who.dob) if hit.who.dob else NOT_KNOWN,
                                  hit.who.age(today)) for hit in self._hits.first])  # fmt: skip
        self.table.setVisible(bool(self._hits.first))
        self._nobody.setVisible(not self._hits.first)
        words = self._status()
        if words != self.status.text():
            self.status.setText(words)
            if self._sought:
                announce(self, words)

    def _status(self) -> str:
        if self._lookup.problem:
            return f"Not everybody could be read. {self._lookup.problem}"
        number, reading = self._hits.number, "" if self._lookup.whole else self._so_far()
        if not self._sought:
            return reading or f"{len(self._lookup.index):,} people are known here."
        if not number and reading:
            return f"{reading} Nobody found yet."
        if not number:
            return f"Nobody is found. {_TRY}"
        more = f", the first {SHOWN} shown: type more" if number > SHOWN else ""
        return f"{reading} {number:,} found{more}.".strip()

    def _so_far(self) -> str:
        return f"Reading: {len(self._lookup.index):,} people so far."

    # going on

    def _open(self, key: object) -> None:
        hit = next((one for one in self._hits.first if one.person == key), None)
        if hit is None:
            return
        self._tell(hit.person)
        if hit.here:
            self._ctx.nav.go("person", detention=hit.detention)
        else:
            self._ctx.nav.go("known-person", person=hit.person)

    def _doubles(self) -> None:
        self._ctx.nav.go("doubles")

    def _tell(self, person: str | None = None) -> None:
        desk, what, found = self._ctx.desk, self._sought, self._hits.number
        if what and not self._told:
            self._told = True
            self._ctx.work.do(lambda: record_search(desk, what, found, person))

    def save_now(self) -> None:
        """Leaving: a search that opened nobody was a search too."""
        self._tell()


def _row(hit: Hit, born: str, age: str) -> TableRow:
    also = f"also known as {', '.join(hit.who.aliases)}" if hit.who.aliases else ""
    after = " · ".join(filter(None, (also, hit.why)))
    arrived = "" if hit.arrived_at is None else dates.cui_date(dates.local(hit.arrived_at).date())
    where = f"Here now · cell {hit.cell}" if hit.cell else "Here now"
    here = Cell(tags=((where, "blue"),)) if hit.here else Cell("Not here", "second")
    return TableRow(
        hit.person,
        (
            Cell(hit.who.name, "strong", after),
            Cell(born, "", f"({age})" if hit.who.dob else ""),
            Cell(hit.custody_ref, "", arrived),
            here,
        ),
        find=hit.who.name,
    )
