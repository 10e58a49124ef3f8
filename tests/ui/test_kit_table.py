"""A list that puts itself in another order never opens the row that slid under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from custodyhcp.ui.kit import Cell, Column, Table, TableRow
from custodyhcp.ui.kit.table import STILL, _lines

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def rows(*names: str) -> list[TableRow]:
    return [TableRow(name, (Cell(name),)) for name in names]


def click(table: Table, place: int) -> None:
    where = table.visualRect(table.model().index(place, 0)).center()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )


@pytest.fixture
def people(qtbot: QtBot) -> tuple[Table, list[object]]:
    """A list that has stood still, and what it has opened."""
    table = Table((Column("Person", 200, 1),), name="people", restless=True)
    qtbot.addWidget(table)
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.set_rows(rows("O'BRIEN", "KOWALCZYK"))
    table.show()
    qtbot.wait(STILL + 50)
    return table, opened


def test_a_row_that_slid_under_the_pointer_is_not_opened(
    people: tuple[Table, list[object]], qtbot: QtBot
) -> None:
    table, opened = people
    table.set_rows(rows("KOWALCZYK", "O'BRIEN"))  # as a refresh of the board would
    click(table, 0)
    assert opened == []
    qtbot.wait(STILL + 50)
    click(table, 0)
    assert opened == ["KOWALCZYK"]


def test_a_refresh_that_moves_nothing_is_no_hindrance(
    people: tuple[Table, list[object]],
) -> None:
    table, opened = people
    table.set_rows(rows("O'BRIEN", "KOWALCZYK"))
    click(table, 1)
    assert opened == ["KOWALCZYK"]


def test_several_lines_below_a_cell_stay_lines() -> None:
    def said(cell: Cell, width: int) -> list[str]:
        return [" ".join(piece.words for _, piece in line) for line in _lines(cell, width, False)]

    limits = Cell("Agreed", after="Limits:\nNot to the police\nNot used: Diagnoses")
    assert said(limits, 400) == ["Agreed", "Limits:", "Not to the police", "Not used: Diagnoses"]
    assert said(Cell("Agreed", after="until 05:00"), 400) == ["Agreed until 05:00"]
    assert "Limits: Not to the police" in limits.spoken()
    narrow = said(limits, 70)
    assert " ".join(narrow) == "Agreed Limits: Not to the police Not used: Diagnoses"
