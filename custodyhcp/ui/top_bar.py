"""The bar at the top of every page: where, finding, what is late, the time, who is signed in.

A demonstration says so here, in words, in every theme and at every width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from custodyhcp.records.what_is_due import pressing_words
from custodyhcp.ui import theme
from custodyhcp.ui.kit import Button, KeyHint, PlainLabel
from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context

WIDE, NARROW = 1180, 900  # pixels: the bar drops what matters least below these
DEMONSTRATION, FOR_WHOM = "DEMONSTRATION", ": invented people only"

_AFTER_SUITE = {
    Role.HCP: "",
    Role.SERGEANT: " · Briefings",
    Role.IG: " · Oversight",
    Role.ADMIN: " · People and keys",
    Role.DEVICE: "",
}


class _Find(QLineEdit):
    """The find box. Esc leaves it and gives the words up."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


class TopBar(QFrame):
    """A part is hidden before it has its place, never shown: without one it would be a window of
    its own, and the real one would lose the keys to it."""

    def __init__(self, ctx: Context, on_theme: Callable[[theme.ThemeName], object]) -> None:
        super().__init__()
        self.setProperty("kit", "bar")
        self.setProperty("role", ctx.member.role.value)
        self.setFixedHeight(49)
        self.setMinimumWidth(1)  # it drops what matters least before it asks for room
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        suite = ctx.suite + _AFTER_SUITE[ctx.member.role]
        self._narrow_hides: list[QWidget] = [
            PlainLabel(suite, "suite", wrap=False, name="bar.suite")
        ]
        row.addWidget(self._narrow_hides[0])
        self.demonstration = PlainLabel("", wrap=False, name="bar.demonstration")
        self.demonstration.setProperty("tone", "demonstration")
        self.demonstration.setAccessibleName(DEMONSTRATION + FOR_WHOM)
        if not ctx.demonstration:
            self.demonstration.hide()
        row.addWidget(self.demonstration, 0, Qt.AlignmentFlag.AlignVCenter)
        self._turned, self._any_late = False, False
        self._searches = ctx.member.role is Role.HCP
        self.finder = _Find()
        self._build_find(row, shown=self._searches)
        row.addStretch(1)
        self.due = Button("Due", name="bar.due")
        self.due.setToolTip("What is due in the suite (Ctrl+D)")
        if not self._searches:
            self.due.hide()
        self.late = Button("", name="bar.late")
        self.late.setProperty("tone", "red")
        self.late.hide()
        self.where = PlainLabel("● On this workstation only", wrap=False, name="bar.where")
        self.clock = PlainLabel("", wrap=False, name="bar.clock")
        self.who = Button(f"{ctx.member.called} ▾", name="bar.who")
        self.who.setAccessibleName(f"Signed in as {ctx.member.called}. Menu")
        self.who.setMenu(_menu(self.who, on_theme, ctx))
        self.lock = Button("Lock", name="bar.lock")
        lock_key = KeyHint("Ctrl L")
        self._narrow_hides.append(lock_key)
        for part in (self.due, self.late, self.where, self.clock, self.who, self.lock, lock_key):
            row.addWidget(part)

    def _build_find(self, row: QHBoxLayout, *, shown: bool) -> None:
        self.finder.setObjectName("bar.find")
        self.finder.setAccessibleName("Find a person, cell or reference")
        self.finder.setPlaceholderText("Find a person, cell or reference")
        self.finder.setMinimumWidth(120)
        self.finder.setMaximumWidth(320)
        hint = self._find_key = KeyHint("Ctrl K")
        if not shown:
            self.finder.hide()
            hint.hide()
        row.addWidget(self.finder, 3)
        row.addWidget(hint)

    def set_late(self, cells: tuple[str, ...]) -> None:
        self._any_late = bool(cells)
        """``cells``: one for each thing that is late or not fit."""
        self.late.setText(f"{pressing_words(len(cells))}: {', '.join(dict.fromkeys(cells))}")
        self.late.setVisible(self._any_late and not self._turned)

    def turn(self, to_person: bool) -> None:
        """While the person in custody is looking, nothing of anybody else: no cell that is late,
        no number of what is due, nothing to find people with."""
        self._turned = to_person
        self.late.setVisible(self._any_late and not to_person)
        for part in (self.due, self.finder):
            part.setVisible(self._searches and not to_person)
        self.fit(self.width())

    def fit(self, wide: int) -> None:
        """What matters least goes first where the window is narrow or the text is large."""
        real = self.demonstration.isHidden()
        self.where.setVisible(wide >= WIDE and real)
        self.demonstration.setText(DEMONSTRATION + (FOR_WHOM if wide >= NARROW else ""))
        for part in self._narrow_hides:
            part.setVisible(wide >= NARROW)
        self._find_key.setVisible(wide >= NARROW and self._searches and not self._turned)


def _menu(parent: QWidget, on_theme: Callable[[theme.ThemeName], object], ctx: Context) -> QMenu:
    menu = QMenu(parent)
    if ctx.member.role in (Role.HCP, Role.SERGEANT):
        check = QAction("Check a paper", menu)
        check.setObjectName("bar.check_paper")
        check.triggered.connect(lambda: ctx.nav.go("check-paper"))
        menu.addAction(check)
        paper = QAction("After downtime", menu)
        paper.setObjectName("bar.after_downtime")
        paper.triggered.connect(lambda: ctx.nav.go("after-downtime"))
        menu.addAction(paper)
        menu.addSeparator()
    group = QActionGroup(menu)
    for name in theme.ThemeName:
        action = QAction(f"{name.words} colours", menu)
        action.setObjectName(f"theme.{name.name}")
        action.setCheckable(True)
        action.setChecked(name is theme.current_name())
        action.triggered.connect(lambda _on=False, n=name: on_theme(n))
        group.addAction(action)
        menu.addAction(action)
    return menu
