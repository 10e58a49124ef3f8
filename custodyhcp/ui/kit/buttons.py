"""Buttons by what they do. One primary to a screen; warning only for what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from custodyhcp.ui.kit.words import restyle


class ButtonRole(Enum):
    PRIMARY = "primary"  # the one act of the screen
    SECONDARY = "secondary"
    WARNING = "warning"  # cannot be undone
    ATTENTION = "attention"  # must not be missed: acknowledge
    LINK = "link"
    QUIET = "quiet"
    LIGHT = "light"  # on an interruption panel


class Button(QPushButton):
    """``Button("Record", save, role=ButtonRole.PRIMARY, name="consent.record", key="Enter")``.

    ``on`` is called without arguments. ``key`` is written on the button and, where it is a key
    sequence other than Enter, works as a shortcut too."""

    def __init__(
        self,
        words: str,
        on: Callable[[], object] | None = None,
        *,
        role: ButtonRole = ButtonRole.SECONDARY,
        name: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self.setText(words)
        self.setProperty("role", role.value)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if name:
            self.setObjectName(name)
        if key and key != "Enter":
            self.setShortcut(key)
        if on is not None:
            act = on
            self.clicked.connect(lambda _checked=False: act())

    def setText(self, words: str) -> None:
        """Set the words; an ampersand is shown as one. The accessible name is the words."""
        self._words = words
        shown = words.replace("&", "&&")
        super().setText(f"{shown}   {self._key}" if self._key else shown)
        self.setAccessibleName(words)
        if self._key and self._key != "Enter":
            self.setShortcut(self._key)  # setText clears it

    def words(self) -> str:
        return self._words

    def set_role(self, role: ButtonRole) -> None:
        self.setProperty("role", role.value)
        restyle(self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
