"""Import the custody list in four steps: the file, which column is which, what it would do, done.

Nothing is written before the third step is confirmed. Each step keeps what was chosen, so that
going back costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.records import custody_list as lists
from custodyhcp.records import importing, people
from custodyhcp.records.custody_list import Change, Planned, Preview, Table
from custodyhcp.records.finding import PeopleIndex
from custodyhcp.records.importing import Imported
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Callout,
    Cell,
    Flow,
    Page,
    Panel,
    Pick,
    PlainLabel,
    TableRow,
    Tag,
)
from custodyhcp.ui.kit import Column as Across
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit import Table as Lines
from custodyhcp.ui.people_lookup import lookup_of
from custodyhcp.ui.steps import ChooseFile, Steps, read_file

MOST_SHOWN = 300  # rows drawn in the preview; all are counted, and those with problems come first
_TONES = {
    Change.ADD: "green",
    Change.MOVE: "blue",
    Change.UNCHANGED: "grey",
    Change.REFUSED: "red",
}


class MapColumns(Page):
    """One drop-down a column; those whose headings are known are chosen already."""

    def __init__(
        self, table: Table, go_on: Callable[[Mapping[lists.Column, int]], object],
        back: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(
            "Which column is which?",
            subtitle=f"{len(table.rows):,} rows. Headings that are known are chosen already.",
            name="import.map_page",
        )
        self._go_on = go_on
        options: list[tuple[object, str]] = [
            (place, f"{heading or 'No heading'}   ({table.rows[0][place][:30]})")
            for place, heading in enumerate(table.headings)
        ]
        guessed = lists.guess(table.headings)
        self.picks: dict[lists.Column, Pick] = {}
        for column in lists.Column:
            needed = column in lists.NEEDED
            words = column.value if needed else f"{column.value} (if there is one)"
            pick = Pick(words, options, name=f"import.map.{column.name}")
            pick.set_value(guessed.get(column))
            self.picks[column] = pick
            self.add(pick)
        self.primary("Show what it would do", self._show, name="import.preview")
        self.secondary("Choose another file", back, name="import.back_to_file")

    def mapped(self) -> dict[lists.Column, int]:
        found = {column: pick.value() for column, pick in self.picks.items()}
        return {column: place for column, place in found.items() if isinstance(place, int)}

    def focus_start(self) -> None:
        missing = lists.missing(self.mapped())
        first = missing[0] if missing else lists.Column.CUSTODY_REF
        self.picks[first].focus_first()

    def _show(self) -> None:
        mapped = self.mapped()
        problems: list[Shown] = [
            (self.picks[column], f"Choose the column that holds: {column.value}.")
            for column in lists.missing(mapped)
        ]
        if not self.show_errors(problems):
            self._go_on(mapped)


class ShowPreview(Page):
    """Every row, and what confirming would do with it. Rows with something to say come first."""

    def __init__(
        self, preview: Preview, confirm: Callable[[], object], back: Callable[[], object]
    ) -> None:
        changes = preview.count(Change.ADD) + preview.count(Change.MOVE)
        super().__init__(
            "What this list would do",
            subtitle="Nothing has been written yet.",
            width=0,
            name="import.preview_page",
            fill=True,
        )
        self.add(_tags(preview))
        if not changes:
            self.add(Callout("Nothing would change", "Everyone in this list is here already."))
        shown = sorted(preview.plan, key=_first)[:MOST_SHOWN]
        self.table = Lines(
            (Across("Row", 64, 0), Across("", 190, 0), Across("Person", 280, 2),
             Across("Cell", 70, 0), Across("What to know", 360, 4)),
            name="import.rows", label="Rows of the list", one_click=False, least_height=40,
        )  # fmt: skip
        self.table.set_rows([_line(planned) for planned in shown])
        self.add(self.table)
        if len(preview.plan) > MOST_SHOWN:
            self.add(PlainLabel(f"{len(preview.plan) - MOST_SHOWN:,} more rows are alike.", "hint"))
        if changes:
            self.primary(confirm_words(preview), confirm, name="import.confirm")
        self.secondary("Change the columns", back, name="import.back_to_map")

    def focus_start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def confirm_words(preview: Preview) -> str:
    """The button's words name the act: ``Add 12 people``."""
    added, moved = preview.count(Change.ADD), preview.count(Change.MOVE)
    parts = [f"add {added} {'person' if added == 1 else 'people'}"] * bool(added)
    parts += [f"move {moved}"] * bool(moved)
    words = " and ".join(parts)
    return words[:1].upper() + words[1:]


def _tags(preview: Preview) -> QWidget:
    holder = QWidget()
    holder.setProperty("ground", "none")
    flow = Flow(holder)
    words = {
        Change.ADD: "to add",
        Change.MOVE: "to move",
        Change.UNCHANGED: "unchanged",
        Change.REFUSED: "cannot be read",
    }
    for change, said in words.items():
        if preview.count(change):
            name = f"import.count.{change.name}"
            flow.addWidget(Tag(f"{preview.count(change):,} {said}", _TONES[change], name=name))
    return holder


def _first(planned: Planned) -> tuple[bool, bool, int]:
    return planned.change is not Change.REFUSED, not planned.words, planned.row.number


def _line(planned: Planned) -> TableRow:
    listed = planned.row.listed
    return TableRow(
        planned.row.number,
        (
            Cell(str(planned.row.number), "second"),
            Cell(tags=((planned.change.value, _TONES[planned.change]),)),
            Cell(listed.identity.name, "strong", listed.custody_ref)
            if listed
            else Cell(planned.row.shown, "second"),
            Cell(listed.cell if listed else ""),
            Cell(planned.words),
        ),
        find=listed.identity.name if listed else "",
    )


class ShowResult(Page):
    def __init__(
        self, done: Imported, home: Callable[[], object], doubles: Callable[[], object]
    ) -> None:
        super().__init__("Custody list", name="import.result_page")
        people_words = "person" if done.added == 1 else "people"
        words = f"{done.added} {people_words} added, {done.moved} moved, {done.unchanged} unchanged"
        panel = Panel("The list has been imported", words + ".", kind="confirmation")
        self.add(panel)
        if done.refused:
            self.add(
                Callout(
                    f"{done.refused} rows could not be read and were left out",
                    "Put them right in the list and import it again, or add them by hand.",
                    tone="amber",
                )
            )
        self._home = self.primary("Go to the board", home, name="import.done")
        self._doubles = self.secondary("Possible duplicates", doubles, name="import.doubles")
        self._doubles.hide()

    def show_doubles(self, number: int) -> None:
        """Some of those added may be known already: offered, never in the way."""
        self._doubles.setText(f"Possible duplicates: {number}")
        self._doubles.setVisible(bool(number))

    def focus_start(self) -> None:
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)


class CustodyListPage(Steps):
    """The four steps, one in front at a time."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Import the custody list")
        self._ctx = ctx
        self._table: Table | None = None
        self._preview: Preview | None = None
        self._choose = ChooseFile(
            "Import the custody list",
            "The list of who is in custody, as the force exports it (CSV). You see what it would "
            "do before anything is written.",
            self._read,
            ctx.nav.back,
            name="import",
        )
        self._put(self._choose)

    def _read(self, path: Path) -> None:
        self._ctx.work.do(
            lambda: lists.read_table(read_file(path, lists.LARGEST_FILE)),
            self._was_read,
            self._refused,
        )

    def _was_read(self, table: Table) -> None:
        self._table = table
        page = MapColumns(table, self._plan, lambda: self._back_to(self._choose))
        self._put(page)
        if not lists.missing(page.mapped()):
            self._plan(page.mapped())

    def _plan(self, mapped: Mapping[lists.Column, int]) -> None:
        desk, table = self._ctx.desk, self._table
        if table is None:
            return
        self._ctx.work.do(
            lambda: lists.preview(table, mapped, desk.now(), people.known(desk)),
            self._planned,
            self._refused,
        )

    def _planned(self, preview: Preview) -> None:
        self._preview = preview
        mapping = self.step()
        self._put(ShowPreview(preview, self._confirm, lambda: self._back_to(mapping)))

    def _confirm(self) -> None:
        desk, preview = self._ctx.desk, self._preview
        if preview is not None:
            self._ctx.work.do(
                lambda: importing.import_custody_list(desk, preview), self._done, self._refused
            )

    def _done(self, done: Imported) -> None:
        nav = self._ctx.nav
        page = ShowResult(done, nav.home, lambda: nav.go("doubles"))
        self._put(page)
        self._result = page
        lookup_of(self._ctx).when_whole(self._count_doubles)

    def _count_doubles(self, index: PeopleIndex) -> None:
        self._result.show_doubles(len(index.doubles()))
