"""What may go into a sealed letter: a tick beside each thing in whole words, none to begin with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from custodyhcp.sharing.sealed_letter import Item, grouped
from custodyhcp.ui.kit import Card, PlainLabel

TOUCH = 40  # pixels, each way


class _Tick(QWidget):
    """One thing. The words wrap; a press on them is a press on the box."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.box = QCheckBox()
        self.box.setObjectName(f"letter.{item.name}")
        self.box.setAccessibleName(item.words)
        self.box.setAccessibleDescription(item.group.value)
        self.box.setMinimumSize(TOUCH, TOUCH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        words = PlainLabel(item.words)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setContentsMargins(0, 11, 0, 8)
        row.addWidget(words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.box.click()


class LetterItems(Card):
    """``chosen()`` are the names of what is ticked; kept and brought back with the typing."""

    changed = Signal()

    def __init__(self, items: tuple[Item, ...], ticked: Collection[str] = ()) -> None:
        super().__init__("What goes in", name="letter.items")
        self._ticks: dict[str, _Tick] = {}
        self.body.setSpacing(2)
        for group, some in grouped(items):
            self.body.addSpacing(8)
            self.add(PlainLabel(group.value, "strong"))
            for item in some:
                tick = self._ticks[item.name] = _Tick(item)
                tick.box.setChecked(item.name in ticked)
                tick.box.clicked.connect(lambda _on=False: self.changed.emit())
                self.add(tick)

    def chosen(self) -> tuple[str, ...]:
        return tuple(name for name, tick in self._ticks.items() if tick.box.isChecked())

    def keep_typing(self) -> Any:
        return list(self.chosen())

    def typing_back(self, kept: Any) -> None:
        for name, tick in self._ticks.items():
            tick.box.setChecked(isinstance(kept, list) and name in kept)
