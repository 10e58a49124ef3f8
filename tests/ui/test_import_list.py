"""The custody list and the practice file through their screens: nothing written unconfirmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from custodyhcp.records import importing, people
from custodyhcp.ui.kit import Table, Tag

LIST = (
    "Custody reference,Name,Date of birth,Sex,Cell,Arrival time\r\n"
    'NG/26/4398,"SMITH, John Simon (Mr)",03/01/1986,M,14,23/11/2026 01:05\r\n'
    'NG/26/4402,"ÖZTÜRK, Emre (Mr)",04/02/1999,M,03,23/11/2026 01:35\r\n'
    'NG/26/4403,"=HYPERLINK(1), Bad",04/02/1999,M,03,tomorrow\r\n'
)


def read(frame: Any, place: str, path: Path, qtbot: Any, name: str = "import") -> None:
    frame.go(place)
    frame.settled()
    box = frame.page().findChild(QLineEdit, f"{name}.path")
    box.clear()
    qtbot.keyClicks(box, str(path))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    frame.settled()


def press(frame: Any, name: str) -> None:
    found = [b for b in frame.findChildren(QPushButton, name) if b.isVisible()]
    found[-1].click()
    frame.settled()


def test_a_known_list_goes_straight_to_its_preview_and_is_written_when_confirmed(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    frame = at_work(suite.hcp)
    read(frame, "custody-list", path, qtbot)
    rows = frame.page().findChild(Table, "import.rows").rows()
    assert "begins with '='" in rows[0].cells[4].text
    assert "'tomorrow' cannot be read" in rows[0].cells[4].text
    assert people.detentions(suite.hcp) == ()
    tags = {tag.text() for tag in frame.page().findChildren(Tag)}
    assert {"2 to add", "1 cannot be read"} <= tags
    button = frame.page().findChild(QPushButton, "import.confirm")
    assert button.text() == "Add 2 people"
    qtbot.keyClick(frame.page().findChild(Table, "import.rows"), Qt.Key.Key_Return)
    frame.settled()
    assert len(people.detentions(suite.hcp)) == 2
    press(frame, "import.done")
    assert len(frame.findChild(Table, "board.table").rows()) == 2


def test_the_same_file_again_offers_nothing_to_confirm(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    frame = at_work(suite.hcp)
    read(frame, "custody-list", path, qtbot)
    press(frame, "import.confirm")
    frame.home()
    size = suite.hcp.health().size
    read(frame, "custody-list", path, qtbot)
    page = frame.page()
    assert page.findChild(QPushButton, "import.confirm") is None
    assert suite.hcp.health().size == size


def test_other_headings_are_mapped_by_hand_and_missing_ones_named(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST.replace("Cell", "Where").replace("Sex", "Kind"), encoding="utf-8")
    frame = at_work(suite.hcp)
    read(frame, "custody-list", path, qtbot)
    page = frame.page().step()
    press(frame, "import.preview")
    assert "Sex" in page.problems.accessibleName()
    assert "Cell" in page.problems.accessibleName()
    for name, place in (("SEX", 4), ("CELL", 5)):
        page.findChild(QComboBox, f"import.map.{name}").setCurrentIndex(place)
    press(frame, "import.preview")
    press(frame, "import.confirm")
    assert {stay.cell for stay in people.detentions(suite.hcp)} == {"14", "03"}


def test_a_file_that_is_not_one_is_refused_in_words(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    frame = at_work(suite.hcp)
    sheet = tmp_path / "list.xlsx"
    sheet.write_bytes(b"PK\x03\x04")
    read(frame, "custody-list", sheet, qtbot)
    assert "not CSV" in frame.page().step().problems.accessibleName()
    read(frame, "custody-list", tmp_path / "missing.csv", qtbot)
    assert "cannot be read" in frame.page().step().problems.accessibleName()
    assert frame.page().findChild(QLineEdit, "import.path").text().endswith("missing.csv")


def test_the_practice_file_is_shown_before_it_is_kept(
    suite: Any, at_work: Callable[..., Any], qtbot: Any, tmp_path: Path
) -> None:
    cells = [""] * 27
    cells[0], cells[1], cells[9], cells[12], cells[25] = "A10001", "MILL", "TS1 1AA", "A", "4"
    path = tmp_path / "epraccur.csv"
    path.write_text(",".join(f'"{cell}"' for cell in cells) + "\r\n", encoding="utf-8")
    frame = at_work(suite.hcp)
    read(frame, "practice-file", path, qtbot, "practices")
    assert importing.practices(suite.hcp) == ()
    press(frame, "practices.keep")
    (kept,) = importing.practices(suite.hcp)
    assert kept.name == "MILL"
    press(frame, "practices.done")
    assert frame.page().objectName() == "board"
