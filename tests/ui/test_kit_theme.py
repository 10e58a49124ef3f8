"""Every pair of colours that is put one on the other can be read, in every theme."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from custodyhcp import resources
from custodyhcp.ui import theme


@pytest.mark.parametrize("name", theme.ThemeName)
@pytest.mark.parametrize(("words", "ground", "least"), theme.PAIRS)
def test_pair_can_be_read(name: theme.ThemeName, words: str, ground: str, least: float) -> None:
    tokens = theme.THEMES[name]
    found = theme.contrast(getattr(tokens, words), getattr(tokens, ground))
    assert found >= least, f"{words} on {ground}: {found:.2f}"


def test_contrast_is_the_published_measure() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    # figures of the NHS palette in the domain notes
    assert theme.contrast("#212b32", "#f0f4f5") == pytest.approx(13.0, abs=0.1)
    assert theme.contrast("#005eb8", "#ffffff") == pytest.approx(6.4, abs=0.1)
    assert theme.contrast("#d5281b", "#f0f4f5") == pytest.approx(4.57, abs=0.02)


def test_every_theme_fills_the_whole_template() -> None:
    for tokens in theme.THEMES.values():
        assert "$" not in theme.style_sheet(tokens)


def test_no_colour_stands_in_the_template_itself() -> None:
    text = resources.path("themes/kit.qss").read_text(encoding="utf-8")
    assert "#" not in text


def test_every_token_is_a_colour() -> None:
    for tokens in theme.THEMES.values():
        for field in fields(tokens):
            value = getattr(tokens, field.name)
            assert len(value) == 7 and value.startswith("#"), field.name
            int(value[1:], 16)


def test_inter_is_loaded_from_our_own_files(qapp: QApplication) -> None:
    assert theme.load_fonts()
    assert "Inter" in QFontDatabase.families()
    size = sum(f.stat().st_size for f in resources.path("fonts").glob("*.otf"))
    assert size < 3_000_000
    assert "SIL OPEN FONT LICENSE" in resources.path("fonts/OFL.txt").read_text()


def test_theme_is_remembered_and_a_damaged_file_is_light(tmp_path: Path) -> None:
    settings = tmp_path / "custodyhcp" / "settings.json"
    assert theme.remembered(settings) is theme.ThemeName.LIGHT
    theme.remember(settings, theme.ThemeName.CONTRAST)
    assert theme.remembered(settings) is theme.ThemeName.CONTRAST
    for damaged in ("", "[]", '{"theme": 3}', '{"theme": "neon"}', "\x00"):
        settings.write_text(damaged)
        assert theme.remembered(settings) is theme.ThemeName.LIGHT
