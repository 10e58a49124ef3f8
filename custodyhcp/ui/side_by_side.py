"""Two records beside each other: what agrees, what differs, and three answers.

Nothing is decided by the program and nothing is chosen beforehand; ``answered`` carries what a
person chose. "Not now" is an answer too: the pair stays among the possible duplicates.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from custodyhcp.records.finding import Hit, PeopleIndex
from custodyhcp.records.identity import Identity
from custodyhcp.records.joining import Compared, side_by_side
from custodyhcp.ui.kit import Button, Card, PlainLabel, Row, Tag


class Same(Enum):
    """What was said about two records that are alike."""

    SAME = "Same person"
    DIFFERENT = "Different people"
    NOT_NOW = "Not now"


class SideBySide(Card):
    """``titles`` stand above the two columns. ``answered(Same)``; buttons are NAME.SAME and so on.

    ``words`` may name the answers otherwise; an answer that is not in it is not offered."""

    answered = Signal(object)

    def __init__(
        self,
        titles: tuple[str, str],
        lines: Sequence[Compared],
        *,
        name: str,
        words: dict[Same, str] | None = None,
    ) -> None:
        super().__init__(name=name)
        self.setAccessibleName(spoken(titles, lines))
        self.add(_Table(titles, lines))
        offered = words if words is not None else {same: same.value for same in Same}
        self.buttons = {
            same: Button(said, partial(self.answered.emit, same), name=f"{name}.{same.name}")
            for same, said in offered.items()
        }
        self.add(Row(*self.buttons.values()))


class _Table(QWidget):
    def __init__(self, titles: tuple[str, str], lines: Sequence[Compared]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 120)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        for column, title in enumerate(titles, start=1):
            grid.addWidget(PlainLabel(title, "label"), 0, column)
        for row, line in enumerate(lines, start=1):
            grid.addWidget(PlainLabel(line.what, "second"), row, 0)
            for column, said in enumerate((line.one, line.other), start=1):
                look = "strong" if line.agrees is False else ""
                said = said or "Not recorded"
                grid.addWidget(
                    PlainLabel(said, look if said != "Not recorded" else "second"), row, column
                )
            grid.addWidget(_verdict(line), row, 3)


def _verdict(line: Compared) -> QWidget:
    if line.agrees is None:
        return PlainLabel("", wrap=False)
    return Tag("agrees", "green") if line.agrees else Tag("differs", "amber")


def spoken(titles: tuple[str, str], lines: Sequence[Compared]) -> str:
    """As a screen reader says the two records."""
    said = (
        f"{line.what}: {line.one or 'not recorded'} and {line.other or 'not recorded'}, "
        f"{'agrees' if line.agrees else 'differs' if line.agrees is False else 'cannot be told'}"
        for line in lines
    )
    return f"{titles[0]} beside {titles[1]}. {'. '.join(said)}"


def compared(
    index: PeopleIndex, one: Identity, nhs: str, other: Hit, *, numbers: bool
) -> tuple[Compared, ...]:
    """Somebody beside one who was found. ``numbers``: this reader may see NHS numbers."""
    both = (nhs or None, index.number_of(other.person) or None) if numbers else None
    return side_by_side(one, other.who, both)
