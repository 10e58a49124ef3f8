"""Two versions of a text in one: what was taken out and what was put in, word by word.

The marks are in the words themselves (``[-out-]``, ``[+in+]``), struck through or underlined as
well: no colour is a sign here. Words from people are put in as plain text.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from custodyhcp.records.difference import Change, marked, words

MARGIN = 12  # pixels above and below
MOST_LINES = 14  # of a long difference; then it scrolls


class DifferenceView(QPlainTextEdit):
    """Only to be read; Tab goes on."""

    def __init__(self, before: str, after: str, *, name: str, label: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setProperty("kit", "difference")
        self.setObjectName(name)
        self.document().setDocumentMargin(6)
        self.setAccessibleName(f"{label}: {marked(before, after)[:2_000]}")
        cursor = self.textCursor()
        for piece in words(before, after):
            cursor.insertText(piece.marked, _format(piece.change))
        self.moveCursor(cursor.MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As tall as its words, up to a limit."""
        super().resizeEvent(event)
        lines = 0
        block = self.document().firstBlock()
        while block.isValid() and lines < MOST_LINES:
            layout = block.layout()
            lines += max(1, layout.lineCount())
            block = block.next()
        height = self.fontMetrics().lineSpacing() * min(lines, MOST_LINES) + 2 * MARGIN
        if height != self.height():
            self.setFixedHeight(height)


def _format(change: Change) -> QTextCharFormat:
    form = QTextCharFormat()
    if change is Change.OUT:
        form.setFontStrikeOut(True)
    elif change is Change.IN:
        form.setFontUnderline(True)
        form.setFontWeight(600)
    return form
