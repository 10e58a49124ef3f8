"""A few pages one after another, the first of which chooses a file.

Going back costs nothing: what was chosen on a step stays until the step is left for good.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ui.kit import Button, Field, Page, Row, open_file


def read_file(path: Path, largest: int) -> bytes:
    """The bytes of a file somebody chose, in words where it cannot be read."""
    try:
        if path.stat().st_size > largest:
            raise KnownError(
                f"This file is larger than {largest // (1024 * 1024)} MB: it is not the right one.",
                "Choose another file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise KnownError(
            f"The file '{path.name}' cannot be read.", "Check that it is there, and not open."
        ) from error


class ChooseFile(Page):
    """A file by its path or by looking for it. ``go_on(path)`` is called with a path typed."""

    def __init__(
        self, title: str, subtitle: str, go_on: Callable[[Path], object],
        cancel: Callable[[], object], *, name: str,
    ) -> None:  # fmt: skip
        super().__init__(title, subtitle=subtitle, name=f"{name}.choose_page")
        self._go_on, self._name = go_on, name
        self.path = Field("File", name=f"{name}.path", hint="Type its place, or look for it")
        self.path.entered.connect(self._read)
        look = Button("Look for it", self._look, name=f"{name}.choose")
        self.add(self.path, Row(look))
        self.primary("Read the file", self._read, name=f"{name}.read")
        self.secondary("Cancel", cancel, name=f"{name}.cancel")

    def focus_start(self) -> None:
        self.path.focus_first()

    def _look(self) -> None:
        open_file(
            self, self._found, title="Choose the file", kinds="CSV (*.csv *.txt);;All files (*)",
            name=f"{self._name}.dialog",
        )  # fmt: skip

    def _found(self, path: Path) -> None:
        self.path.set_text(str(path))
        self._read()

    def _read(self) -> None:
        typed = self.path.text().strip("\"'")
        if self.show_errors([] if typed else [(self.path, "Choose a file first.")]):
            return
        self._go_on(Path(typed).expanduser())


class Steps(QWidget):
    """One step in front at a time."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        whole.addWidget(self._stack)

    def step(self) -> Page:
        """The step in front."""
        page = self._stack.currentWidget()
        if not isinstance(page, Page):
            raise TypeError("a step is a page")
        return page

    def focus_start(self) -> None:
        start = getattr(self.step(), "focus_start", None)
        if start is not None:
            start()

    def _put(self, page: Page) -> None:
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.focus_start()

    def _back_to(self, page: Page) -> None:
        """Back to an earlier step; those after it go."""
        for place in reversed(range(self._stack.count())):
            later = self._stack.widget(place)
            if later is page or later is None:
                break
            self._stack.removeWidget(later)
            later.deleteLater()
        self._stack.setCurrentWidget(page)
        self.focus_start()

    def _refused(self, error: KnownError) -> None:
        self.step().show_failure(error)
