"""Where on the body: a list that is typed in and walked with keys, beside the drawing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from custodyhcp.records import body
from custodyhcp.ui.body_map import BodyMap, Spot
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.kit import Cell, Choice, Column, Field, PlainLabel, Table, TableRow

_LIST = 300  # pixels


class BodyChooser(QWidget):
    """``placed(view, region, x, y)`` for a new mark; ``moved`` and ``picked`` as the map has."""

    placed = Signal(str, str, float, float)
    moved = Signal(int, float, float)
    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._all: tuple[tuple[str, Spot], ...] = ()
        self._current = 0
        views = coded("View", [view.id for view in body.views()])
        names = {views[view.id]: view.name for view in body.views()}
        first = views[body.views()[0].id]
        self._views = Choice("Drawing", names, name="injuries.view", value=first)
        self.seek = Field(
            "Find a place",
            name="injuries.find",
            hint="Type parts of its name, such as 'left fore'. Enter marks the first in the list.",
        )
        self.places = Table(
            (Column("Place", 168, 4), Column("Drawing", 110, 0)),
            name="injuries.places",
            label="Places on the body. Enter marks one",
            least_height=40,
        )
        self.map = BodyMap(name="injuries.map")
        self._lay_out()
        self._views.chosen.connect(self._view_chosen)
        self.seek.changed.connect(self._search)
        self.seek.entered.connect(self._first)
        self.places.opened.connect(self._place)
        selected = self.places.selectionModel()
        selected.currentRowChanged.connect(lambda *_: self._light())
        self.map.placed.connect(self._placed)
        self.map.moved.connect(self.moved)
        self.map.picked.connect(self.picked)
        self._search()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.seek)
        left.addWidget(self.places, 1)
        left.addWidget(
            PlainLabel("On the drawing: click a place, or move a mark with the arrow keys.", "hint")
        )
        holder = QWidget()
        holder.setProperty("ground", "none")
        holder.setFixedWidth(_LIST)
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(holder)
        across.addWidget(self.map, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._views)
        column.addLayout(across)

    def show_marks(self, spots: Sequence[tuple[str, Spot]], current: int) -> None:
        """All the marks, each with its view; the drawing turns to the current one."""
        self._current = current
        view = next((view for view, spot in spots if spot.number == current), None)
        if view is not None and view != self.map.view().id:
            self._turn_to(view)
        here = [spot for on, spot in spots if on == self.map.view().id]
        self._all = tuple(spots)
        self.map.set_spots(here, current)

    def _turn_to(self, view: str) -> None:
        member = next(m for m in self._views.options() if m.value == view)
        self._views.set_value(member)
        self.map.set_view(body.view(view))
        if not self.seek.text():
            self._search()

    def _view_chosen(self, member: object) -> None:
        view = str(getattr(member, "value", ""))
        self.map.set_view(body.view(view))
        self.map.set_spots([s for on, s in self._all if on == view], self._current)
        self._search()

    def _search(self) -> None:
        """What is typed looks in every drawing; with nothing typed the list is this drawing's."""
        typed = self.seek.text()
        found = body.find(typed)
        if not typed:
            found = tuple(r for r in found if r.view == self.map.view().id)
        rows = [
            TableRow(r.id, (Cell(r.plain), Cell(body.view(r.view).name, "second"))) for r in found
        ]
        self.places.set_rows(rows)
        self._light()

    def _light(self) -> None:
        """Only while somebody looks for a place: otherwise it would look like a mark."""
        looking = bool(self.seek.text()) or self.places.hasFocus()
        key = self.places.current_key() if looking else None
        self.map.light(key if isinstance(key, str) else "")

    def _first(self) -> None:
        rows = self.places.rows()
        if self.seek.text() and rows:
            self._place(rows[0].key)

    def _place(self, key: object) -> None:
        region = body.region(str(key))
        self.seek.set_text("")
        self.placed.emit(region.view, region.id, *region.inside)

    def _placed(self, region: str, x: float, y: float) -> None:
        self.placed.emit(self.map.view().id, region, x, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses a place here; it never presses the page's own button. Down goes from the
        box into the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        if event.key() == Qt.Key.Key_Down and self.seek.box.hasFocus():
            self.places.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
