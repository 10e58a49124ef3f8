"""The command that pictures every screen: the pictures are there, whole, and of something."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from custodyhcp import screens
from custodyhcp.demonstration.screens_there_are import SCREENS
from custodyhcp.ui import theme


@pytest.mark.parametrize("only", ["no-keyring", "sign-in", "briefings-empty", "people-leaving"])
def test_pictures_are_of_the_right_size_and_of_something(
    qapp: QApplication, tmp_path: Path, only: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screens.main(tmp_path, only=only) == 0
    names = [screen.name for screen in SCREENS if screen.name.startswith(only)]
    assert len(list(tmp_path.iterdir())) == len(names) * len(theme.ThemeName) * len(screens.SIZES)
    said = capsys.readouterr().out
    for name in names:
        assert f"{name}: well" in said
        for colours in theme.ThemeName:
            for wide, tall in screens.SIZES:
                image = QImage(str(tmp_path / f"{name}-{colours.value}-{wide}x{tall}.png"))
                assert (image.width(), image.height()) == (wide, tall)
                assert _colours(image) > 4


def test_what_is_asked_for_and_is_not_there_is_no_success(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert screens.main(tmp_path, only="no such screen") == 1


def test_a_screen_that_goes_on_from_another_stands_right_after_it() -> None:
    names = [screen.name for screen in SCREENS]
    assert len(set(names)) == len(names)
    for place, screen in enumerate(SCREENS):
        if screen.after:
            before = SCREENS[place - 1]
            assert before.name == screen.after
            assert (before.begins, before.who) == (screen.begins, screen.who)


def test_what_leads_to_a_screen_is_played_too() -> None:
    found = [screen.name for screen in screens.wanted(SCREENS, "people-leaving")]
    assert found == ["people-person", "people-leaving"]


def _colours(image: QImage) -> int:
    seen = range(0, image.width(), 8), range(0, image.height(), 8)
    return len({image.pixel(x, y) for x in seen[0] for y in seen[1]})
