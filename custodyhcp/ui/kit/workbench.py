"""Three columns about one person: sections at the left, the work, and what custody sees.

On a narrow window (large text, 200 %) the right column folds behind a button, and then the
sections become a row along the top, so that nothing ever needs sideways scrolling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from custodyhcp.ui.kit.buttons import Button, ButtonRole
from custodyhcp.ui.kit.flow import Flow

WIDE, MIDDLING = 1100, 820  # pixels: below WIDE the right column folds, below MIDDLING the left
LEFT, RIGHT = 176, 352


class Sections(QFrame):
    """The list of sections: (key, words). ``chosen(key)`` when one is pressed."""

    chosen = Signal(str)

    def __init__(self, sections: Sequence[tuple[str, str]], *, name: str = "section") -> None:
        super().__init__()
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
        for button in self._buttons.values():
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
    ) -> None:
        super().__init__()
        self.sections = Sections(sections)
        self.sections.chosen.connect(on_section)
        self._middle_holder = QVBoxLayout()
        self._middle_holder.setContentsMargins(0, 0, 0, 0)
        self._middle: QWidget | None = None
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
        self._columns.addWidget(self.sections)
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
        self._middle_holder.addWidget(page)
        self.sections.set_current(section)
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
            self.sections._lay_out(across=across)
            (self._top if across else self._columns).insertWidget(0, self.sections)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._right.setVisible(self._unfolded)
