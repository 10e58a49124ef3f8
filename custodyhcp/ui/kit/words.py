"""Words on a screen: labels that can only be plain text, headings, tags and key hints.

Rule kept here: words from people are never markup. ``PlainLabel`` is the only label in the
kit, and its text format cannot be changed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


class PlainLabel(QLabel):
    """Plain text only, wrapping unless told not to. ``look`` names a rule in kit.qss:
    title, h2, h3, label, hint, second, small, strong, big, huge, overline, error, good, mono."""

    def __init__(
        self,
        words: str = "",
        look: str = "",
        *,
        wrap: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(words)
        if look:
            self.setProperty("look", look)
        if name:
            self.setObjectName(name)

    def setTextFormat(self, form: Qt.TextFormat) -> None:
        """Refused: a label with markup in it would let a name be an instruction."""
        raise TypeError("words from people are plain text")

    def set_look(self, look: str) -> None:
        self.setProperty("look", look)
        restyle(self)

    def heightForWidth(self, width: int) -> int:
        """In the font of the style rules: Qt asks this before it has looked at them, and a bold
        label would be given too little room for its last line."""
        self.ensurePolished()
        return super().heightForWidth(width)


class Tag(PlainLabel):
    """A short state in a coloured box. The words carry the meaning; the colour only helps.

    ``tone``: red, amber, blue, green, grey."""

    def __init__(self, words: str, tone: str = "grey", *, name: str = "") -> None:
        super().__init__(words, wrap=False, name=name)
        self.set_tone(tone)
        self.setSizePolicy(self.sizePolicy().Policy.Maximum, self.sizePolicy().Policy.Maximum)

    def setWordWrap(self, on: bool) -> None:
        """One that wraps takes the width there is: a narrower one would ask for too little height
        and take the rest from what stands below it."""
        super().setWordWrap(on)
        size = self.sizePolicy().Policy.Preferred if on else self.sizePolicy().Policy.Maximum
        self.setSizePolicy(size, size)

    def set_tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        restyle(self)


class KeyHint(PlainLabel):
    """The name of a key in a small box, such as ``Ctrl K`` or ``Enter``."""

    def __init__(self, key: str) -> None:
        super().__init__(key, "keyhint", wrap=False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(self.sizePolicy().Policy.Maximum, self.sizePolicy().Policy.Maximum)


class Rule(QFrame):
    """A thin line between blocks; decoration only."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kit", "rule")


def restyle(widget: QWidget) -> None:
    """Ask Qt to read the style rules again after a property they depend on has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
