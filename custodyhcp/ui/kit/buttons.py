"""Buttons by what they do. One primary to a screen; warning only for what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from custodyhcp.ui.kit.words import PlainLabel, restyle


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
        self._hint = PlainLabel(key, "keyhint", wrap=False, parent=self) if key else None
        if self._hint is not None:
            self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setProperty("keyed", True)
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
        super().setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        if self._key and self._key != "Enter":
            self.setShortcut(self._key)  # setText clears it

    def words(self) -> str:
        return self._words

    def set_role(self, role: ButtonRole) -> None:
        self.setProperty("role", role.value)
        restyle(self)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return size if self._hint is None else size + QSize(self._hint.sizeHint().width() + 10, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key hint stands at the right end."""
        super().resizeEvent(event)
        if self._hint is not None:
            self._hint.adjustSize()
            x = self.width() - self._hint.width() - 14
            self._hint.move(x, (self.height() - self._hint.height()) // 2 - 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
