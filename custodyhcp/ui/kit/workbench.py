"""Three columns about one person: sections at the left, the work, and what custody sees.

On a narrow window (large text, 200 %) the right column folds behind a button, and then the
sections become a row along the top, so that nothing ever needs sideways scrolling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from custodyhcp.ui.kit.buttons import Button, ButtonRole
from custodyhcp.ui.kit.flow import Flow
from custodyhcp.ui.kit.later import InTurns
from custodyhcp.ui.kit.words import PlainLabel

WIDE, MIDDLING = 1100, 820  # pixels: below WIDE the right column folds, below MIDDLING the left
LEFT, RIGHT = 176, 352


class Sections(QFrame):
    """The list of sections: (key, words). ``chosen(key)`` when one is pressed. ``headings``: key of
    the first section of a group to the words above it, where there are many."""

    chosen = Signal(str)

    def __init__(
        self,
        sections: Sequence[tuple[str, str]],
        *,
        name: str = "section",
        headings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._headings = {
            key: PlainLabel(words, "overline") for key, words in (headings or {}).items()
        }
        for heading in self._headings.values():
            heading.setContentsMargins(20, 10, 8, 2)
        self.setProperty("kit", "sections")
        self.setAccessibleName("Sections")
        self._buttons: dict[str, QPushButton] = {}
        for key, words in sections:
            button = Button(words, partial(self.chosen.emit, key))
            button.setProperty("role", "section")
            button.setObjectName(f"{name}.{key}")
            button.setCheckable(True)
            self._buttons[key] = button
        self._lay_out(across=False)

    def button(self, key: str) -> QPushButton:
        return self._buttons[key]

    def set_current(self, key: str) -> None:
        for other, button in self._buttons.items():
            button.setChecked(other == key)

    def _lay_out(self, *, across: bool) -> None:
        old = self.layout()
        if old is not None:
            while old.takeAt(0) is not None:  # or the buttons would go with the layout
                pass
            QWidget().setLayout(old)
        lay: Flow | QVBoxLayout
        if across:
            lay = Flow(self, gap=0)
        else:
            lay = QVBoxLayout(self)
            lay.setSpacing(0)
            lay.setContentsMargins(0, 12, 0, 12)
        for key, button in self._buttons.items():
            heading = self._headings.get(key)
            if heading is not None and not across:
                lay.addWidget(heading)
            if heading is not None:
                heading.setVisible(not across)
            lay.addWidget(button)
        if isinstance(lay, QVBoxLayout):
            lay.addStretch(1)
            self.setFixedWidth(LEFT)
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)


class Workbench(QWidget):
    """``Workbench(banner, sections, panel)``; put the section's page in with ``set_middle``."""

    def __init__(
        self,
        banner: QWidget,
        sections: Sequence[tuple[str, str]],
        panel: QWidget,
        on_section: Callable[[str], object],
        *,
        panel_name: str = "What custody sees",
        headings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.sections = Sections(sections, headings=headings)
        self._left = QScrollArea()  # where there are more sections than fit
        self._left.setWidgetResizable(True)
        self._left.setFrameShape(QFrame.Shape.NoFrame)
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setWidget(self.sections)
        self._left.setFixedWidth(LEFT)
        self.sections.chosen.connect(on_section)
        self._middle_holder = QVBoxLayout()
        self._middle_holder.setContentsMargins(0, 0, 0, 0)
        self._middle: QWidget | None = None
        self._turns = InTurns(self)
        self._right = QScrollArea()
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QFrame.Shape.NoFrame)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame = QFrame()
        frame.setProperty("kit", "panel")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.addWidget(panel)
        self._right.setWidget(frame)
        self._fold = Button(panel_name, self._toggle, role=ButtonRole.QUIET, name="panel.fold")
        self._fold.hide()
        self._unfolded = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(banner)
        self._top = QVBoxLayout()
        whole.addLayout(self._top)
        whole.addWidget(self._fold)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self._columns.addWidget(self._left)
        self._columns.addLayout(self._middle_holder, 1)
        self._columns.addWidget(self._right)
        whole.addLayout(self._columns, 1)
        self._sections_across = False

    def middle(self) -> QWidget | None:
        return self._middle

    def set_middle(self, page: QWidget, section: str) -> None:
        """Show ``page`` and mark ``section``; the page before it is deleted."""
        if self._middle is not None and self._middle is not page:
            self._middle.hide()
            self._middle.deleteLater()
        self._middle = page
        page.hide()
        self._middle_holder.addWidget(page)
        self.sections.set_current(section)
        self._left.ensureWidgetVisible(self.sections.button(section), 0, 48)
        self._turns.start_on((lambda: None, lambda: self._show(page)))

    def _show(self, page: QWidget) -> None:
        """In a turn of its own: to make a page and to lay it out each take their time."""
        if page is not self._middle:
            return
        page.show()
        start = getattr(page, "focus_start", None)
        if start is not None:
            QTimer.singleShot(0, page, start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        self._fold.setVisible(wide < WIDE)
        self._right.setVisible(wide >= WIDE or self._unfolded)
        self._right.setFixedWidth(RIGHT if wide < 1700 else 440)
        across = wide < MIDDLING
        if across != self._sections_across:
            self._sections_across = across
            if across:
                self._left.takeWidget()
            self.sections._lay_out(across=across)
            if across:
                self._top.insertWidget(0, self.sections)
                self.sections.show()
            else:
                self._left.setWidget(self.sections)
            self._left.setVisible(not across)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._right.setVisible(self._unfolded)
