"""One item of a scale as a row of buttons. A number key is the points, not the place in the row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import Qt

from custodyhcp.records.scales.scale import Item
from custodyhcp.ui.kit import Choice

_FIGURES_FROM = 7  # options: more than six are figures only, with what they mean above


class Points(Enum):
    """What an item may be worth; NT where a Glasgow component cannot be tested."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4
    P5 = 5
    P6 = 6
    P7 = 7
    NT = "NT"


def points_of(number: int) -> Points:
    return next(each for each in Points if each.value == number)


class ItemChoice(Choice[Points]):
    """``answer()`` is the points, ``"NT"``, or None while nobody has answered."""

    def __init__(self, item: Item, number: int, *, name: str, testable: bool = True) -> None:
        figures = len(item.options) >= _FIGURES_FROM
        hint = [item.how] if item.how else []
        if figures:
            hint.append(_anchors(item))
        options: dict[Points, str] = {
            points_of(each.points): str(each.points) if figures else f"{each.points}:  {each.words}"
            for each in item.options
        }
        if not testable:
            options[Points.NT] = "NT:  Not testable"
        super().__init__(f"{number}. {item.name}", options, name=name, hint=" ".join(hint))
        self.key = item.key
        self._name_them(item, options)

    def _name_them(self, item: Item, options: Mapping[Points, str]) -> None:
        said = {points_of(each.points): each.words for each in item.options}
        for member in options:
            button = self.button(member)
            button.setAccessibleName(f"{member.value} {said.get(member, 'not testable')}".strip())

    def answer(self) -> int | str | None:
        chosen = self.value()
        return None if chosen is None else chosen.value

    def press_number(self, number: int) -> bool:
        """Answer with the option worth ``number`` points. False where there is none."""
        for member in self.options():
            if member.value == number:
                button = self.button(member)
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.click()
                return True
        return False

    def show_numbers(self, on: bool) -> None:
        """The points stand on the buttons already, and are the keys."""
        for button in self.buttons():
            button.numbered = False  # type: ignore[attr-defined]


def _anchors(item: Item) -> str:
    """``0 none · 1 mild · 4 moderate``: what the figures mean, where the scale says."""
    return " · ".join(
        f"{option.points} {option.words[:1].lower()}{option.words[1:]}"
        for option in item.options
        if option.words
    )
