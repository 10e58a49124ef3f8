"""Five hundred people in the suite's history, four hundred entries about one who is here: no list
and no page takes the screens' thread a tenth of a second, and none opens an entry on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from watchdog import MOST, Watchdog, nothing_opened_here, slowness, watching

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "attacks"))

from tests import busy_suite

VISITS = 2
Act = Callable[[], object]


class Visitor:
    """Opens pages of one frame and notes the best of the longest turns of each."""

    def __init__(self, frame: Any, dog: Watchdog) -> None:
        self.frame, self.dog = frame, dog
        self.best: dict[str, float] = {}

    def settle(self) -> None:
        """Everything asked for has been answered and drawn."""
        for _ in range(3):
            self.frame.settled()
            QTest.qWait(12)

    def visit(self, name: str, act: Act) -> None:
        self.settle()
        self.dog.begin()
        act()
        self.settle()
        self.dog.turn()
        taken = self.dog.longest / slowness()
        self.best[name] = min(self.best.get(name, 9.0), taken)

    def too_long(self) -> dict[str, float]:
        return {name: taken for name, taken in self.best.items() if taken > MOST}


def visit_person(visitor: Visitor, stay: str) -> None:
    from custodyhcp.ui.person_page import SECTIONS

    frame = visitor.frame
    visitor.visit("person", lambda: frame.go("person", detention=stay))
    page = frame.page()
    for section in SECTIONS:
        again = "consent" if section == "timeline" else "timeline"
        page.show_section(again)
        visitor.visit(section, lambda section=section: page.show_section(section))
    visitor.visit("person read again", frame.refresh)
    visitor.visit("back to the board", frame.back)


def visit_lists(visitor: Visitor) -> None:
    from custodyhcp.ui.places import PLACES

    frame = visitor.frame
    visitor.visit("board read again", frame.refresh)
    visitor.visit("board narrowed", lambda: QTest.keyClicks(frame.bar.finder, "fam"))
    frame.bar.finder.clear()
    visitor.visit("find", lambda: frame.go("find", words="family"))
    visitor.visit("find typed", lambda: QTest.keyClicks(QApplication.focusWidget(), "12"))
    frame.back()
    for place in ("doubles", "unanswered", "add-person", "due"):
        if place in PLACES:
            visitor.visit(place, lambda place=place: frame.go(place))
            frame.back()


def visit_sections(visitor: Visitor, who: str) -> None:
    page = visitor.frame.page()
    visitor.visit(f"{who}: read again", visitor.frame.refresh)
    buttons = page.findChildren(QAbstractButton)
    for name in [b.objectName() for b in buttons if "section" in b.objectName()]:
        visitor.visit(name, page.findChild(QAbstractButton, name).click)


def test_no_list_and_no_page_keeps_the_keys_waiting(
    suite: Any, at_work: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stay, long = busy_suite.fill(suite), {}
    with watching() as dog, nothing_opened_here(monkeypatch) as opened:
        visitor = Visitor(at_work(suite.hcp), dog)
        for _ in range(VISITS):
            visit_lists(visitor)
            visit_person(visitor, stay)
        long |= visitor.too_long()
        for who in ("sergeant", "ig"):
            visitor = Visitor(at_work(getattr(suite, who)), dog)
            for _ in range(VISITS):
                visit_sections(visitor, who)
            long |= visitor.too_long()
    assert not long
    assert not opened
