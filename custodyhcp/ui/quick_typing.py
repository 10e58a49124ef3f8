"""Keys that spare typing in a box of several lines: the time now, and the writer's own phrases.

``Ctrl+;`` puts in the time of day. A phrase's abbreviation (``;nad``) becomes its words at the next
space, Enter or Tab, so that it stands in full before anything is signed; Ctrl+Z takes it back.
Nothing else is ever put in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from custodyhcp.records import dates, phrases

_ENDS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SEMICOLON = (Qt.Key.Key_Semicolon, Qt.Key.Key_Colon)


class QuickTyping(QObject):
    """``watch(box)`` each box; ``set_phrases`` when they are known."""

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._phrases: Mapping[str, str] = {}

    def set_phrases(self, known: Mapping[str, str]) -> None:
        self._phrases = known

    def watch(self, box: QPlainTextEdit) -> None:
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QPlainTextEdit):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        control = Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & control and event.key() in _SEMICOLON:
            watched.insertPlainText(f"{dates.local(self._now()):%H:%M}")
            return True
        if event.key() in _ENDS and not event.modifiers() & control:
            self._expand(watched)
        return False

    def _expand(self, box: QPlainTextEdit) -> None:
        cursor = box.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = phrases.expanded(before, self._phrases)
        if found is None or cursor.hasSelection():
            return
        letters, words = found
        left, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(left, keep, letters)
        cursor.insertText(words)
        box.setTextCursor(cursor)
