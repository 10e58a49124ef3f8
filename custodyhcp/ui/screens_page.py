"""The administrator sets what custody's screens may show: the wall view, the inspector's number."""

from __future__ import annotations

from enum import Enum

from custodyhcp.sharing import screens_set
from custodyhcp.sharing.screens_set import ScreensSet
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Choice, Field, Page, Problem


class Wall(Enum):
    OFF = "OFF"
    ON = "ON"


class ScreensPage(Page):
    """``ScreensPage(ctx)``."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Custody screens", name="admin.screens")
        self.ctx = ctx
        self._filled = False
        self.wall = Choice(
            "May a sergeant open the wall view?",
            {Wall.OFF: "No", Wall.ON: "Yes"},
            name="screens.wall",
            hint="Cells and what to do, in large letters, for a second screen. It names nobody.",
        )
        self.inspector = Field(
            "Inspector's telephone number",
            name="screens.inspector",
            hint="Shown when something has waited so long that the inspector must know.",
        )
        self.add(self.wall, self.inspector)
        self.primary("Save", self._save, name="screens.save")
        self.secondary("Back", ctx.nav.back, name="screens.back")

    def refresh(self) -> None:
        if not self._filled:
            desk = self.ctx.desk
            self.ctx.work.do(lambda: screens_set.screens_set(desk), self._show, self.show_failure)

    def _show(self, made: ScreensSet) -> None:
        """As it is set now; what is typed meanwhile stays."""
        self._filled = True
        if self.wall.value() is None:
            self.wall.set_value(Wall.ON if made.wall else Wall.OFF)
        if not self.inspector.text():
            self.inspector.set_text(made.inspector)

    def _save(self) -> None:
        phone, wall = self.inspector.text(), self.wall.value()
        problems: list[Problem] = []
        if wall is None:
            problems.append((self.wall, "Say whether the wall view may be opened"))
        if len(phone) > screens_set.LONGEST_PHONE:
            words = f"Enter the number in up to {screens_set.LONGEST_PHONE} characters"
            problems.append((self.inspector, words))
        if self.show_errors(problems):
            return
        desk, made = self.ctx.desk, ScreensSet(wall is Wall.ON, phone)
        self.ctx.work.do(lambda: screens_set.set_screens(desk, made), self._done, self.show_failure)

    def _done(self, _entry: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Custody screens saved.")
