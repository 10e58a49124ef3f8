"""Import the national list of GP practices, so that a practice can be chosen without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from custodyhcp.records import importing, practices
from custodyhcp.records.practices import PracticeList
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Facts, Page, Panel
from custodyhcp.ui.steps import ChooseFile, Steps, read_file


class ShowPractices(Page):
    """What the file holds, before it is kept."""

    def __init__(
        self, found: PracticeList, keep: Callable[[], object], back: Callable[[], object]
    ) -> None:
        super().__init__("What this file holds", name="practices.show_page")
        usable = sum(practice.usable for practice in found.practices)
        self.add(
            Facts(
                [
                    ("Rows", f"{found.rows:,}"),
                    ("Practices", f"{len(found.practices):,}"),
                    ("Open GP practices", f"{usable:,}"),
                    (
                        "With a warning",
                        f"{len(found.practices) - usable:,} closed, dormant, or "
                        "not an ordinary GP practice: they can be found, and say so",
                    ),
                ],
                label_width=160,
            )
        )
        if found.problems:
            left = Callout("Rows left out", "\n".join(found.problems), tone="amber")
            self.add(left)
        self._keep = self.primary("Keep this list", keep, name="practices.keep")
        self.secondary("Choose another file", back, name="practices.back")

    def focus_start(self) -> None:
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)


class ShowKept(Page):
    def __init__(self, number: int, changed: bool, home: Callable[[], object]) -> None:
        super().__init__("GP practices", name="practices.kept_page")
        title = "The list has been kept" if changed else "This is the list that is kept already"
        words = f"{number:,} practices can be found by name, postcode or code, without a network."
        self.add(Panel(title, words, kind="confirmation"))
        self._home = self.primary("Go to the board", home, name="practices.done")

    def focus_start(self) -> None:
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)


class PracticeFilePage(Steps):
    """Three steps: the file, what it holds, kept."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("GP practices")
        self._ctx = ctx
        self._found: PracticeList | None = None
        self._choose = ChooseFile(
            "GP practices",
            "The national practice file that the NHS publishes, named epraccur.csv. Importing it "
            "again replaces the list; the same file changes nothing.",
            self._read,
            ctx.nav.back,
            name="practices",
        )
        self._put(self._choose)

    def _read(self, path: Path) -> None:
        self._ctx.work.do(
            lambda: practices.read_practices(read_file(path, practices.LARGEST_FILE)),
            self._was_read,
            self._refused,
        )

    def _was_read(self, found: PracticeList) -> None:
        self._found = found
        self._put(ShowPractices(found, self._keep, lambda: self._back_to(self._choose)))

    def _keep(self) -> None:
        desk, found = self._ctx.desk, self._found
        if found is not None:
            self._ctx.work.do(
                lambda: importing.import_practices(desk, found), self._kept, self._refused
            )

    def _kept(self, changed: bool) -> None:
        number = len(self._found.practices) if self._found else 0
        self._put(ShowKept(number, changed, self._ctx.nav.home))
