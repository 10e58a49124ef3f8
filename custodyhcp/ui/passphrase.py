"""A box for a passphrase: hidden, with a button that shows it, and a word about Caps Lock.

Rules kept here: what was typed comes out exactly, with its spaces; pasting is allowed; the box
keeps no history and offers no completion.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from custodyhcp.ui.kit.buttons import Button
from custodyhcp.ui.kit.field import Field
from custodyhcp.ui.kit.words import PlainLabel

_HIDDEN_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhNoPredictiveText
)


class PassphraseField(Field):
    """``text()`` is exactly what was typed. The button is named NAME.show."""

    def __init__(self, label: str, *, name: str, hint: str = "") -> None:
        super().__init__(label, name=name, hint=hint, secret=True)
        self._line = self.box
        if not isinstance(self._line, QLineEdit):
            raise TypeError("a passphrase is one line")
        self._line.setInputMethodHints(_HIDDEN_HINTS)
        self._line.installEventFilter(self)
        self._show = Button("Show", self._turn, name=f"{name}.show")
        self._show.setAccessibleName(f"Show {label.lower()}")
        self._show.setCheckable(True)
        self._show.setMinimumWidth(76)
        last = self._column.itemAt(self._column.count() - 1)
        row = last.layout() if last is not None else None
        if isinstance(row, QHBoxLayout):
            row.addWidget(self._show)
        self._caps = PlainLabel("Caps Lock is on", "strong", name=f"{name}.caps")
        self._caps.hide()
        self._column.addWidget(self._caps)

    def text(self) -> str:
        return self._line.text() if isinstance(self._line, QLineEdit) else ""

    def hide_again(self) -> None:
        """Back to dots, as before anybody else looks at the screen."""
        if self._show.isChecked():
            self._show.click()

    def _turn(self) -> None:
        shown = self._show.isChecked()
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        if isinstance(self._line, QLineEdit):
            self._line.setEchoMode(mode)
        self._show.setText("Hide" if shown else "Show")
        what = self.label().lower()
        self._show.setAccessibleName(f"{'Hide' if shown else 'Show'} {what}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A capital without Shift, or a small letter with it, means that Caps Lock is on."""
        if watched is self._line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                self._notice(event)
        elif watched is self._line and event.type() == QEvent.Type.FocusOut:
            self._caps.hide()
        return super().eventFilter(watched, event)

    def _notice(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.hide()
            return
        letter = event.text()
        if len(letter) != 1 or letter.lower() == letter.upper():
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._caps.setVisible(letter.isupper() != shifted)
