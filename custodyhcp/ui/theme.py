"""The look, as named tokens. Every colour on a screen is a token; every style rule is in the one
template, ``resources/themes/kit.qss``.

Rules kept here
* Light follows the NHS design system's colours. Dark and high contrast are our own sets with the
  same names, so a page never asks which theme is on.
* ``PAIRS`` lists every pair of tokens that is put one on the other, with the contrast it must
  reach (WCAG 2.2: 4.5 for text, 3 for the edges of controls). A test computes every pair in every
  theme, so a colour cannot be changed to something that cannot be read.
* The theme somebody chose is kept in a settings file that holds nothing about anybody.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from custodyhcp import resources

FAMILY = "Inter"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")

# Spacing, in logical pixels. Nothing on a screen uses another distance.
GAP_XS, GAP_S, GAP_M, GAP_L, GAP_XL = 4, 8, 16, 24, 32
TARGET = 40  # the least height of anything that is pressed


class ThemeName(Enum):
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "high-contrast"

    @property
    def words(self) -> str:
        return {"light": "Light", "dark": "Dark", "high-contrast": "High contrast"}[self.value]


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Names say what a colour is for, never what it looks like."""

    # surfaces and words on them
    page: str  # behind everything
    surface: str  # cards, tables, inputs, banner
    raised: str  # hover, table header
    text: str
    text_2: str  # secondary words
    link: str
    line: str  # decoration only: rules between rows
    control: str  # edges of inputs and choices
    # the bar at the top
    bar: str
    bar_alt: str  # the custody sergeant's
    bar_other: str  # oversight and administration
    bar_text: str
    bar_field: str
    bar_edge: str
    # focus: a ring of ``focus`` with ``focus_edge`` next to it
    focus: str
    focus_edge: str
    # acts
    primary: str
    primary_text: str
    primary_hover: str
    primary_edge: str
    secondary: str  # words and edge of a secondary button
    warning: str
    warning_text: str
    warning_hover: str
    warning_edge: str
    # a chosen option
    chosen: str
    chosen_text: str
    chosen_edge: str
    # words that something is wrong, and the ground of a late row
    error: str
    late: str
    soon: str  # the amber edge of a row that is due soon, and the acknowledge button
    soon_text: str
    tick: str  # the ground of a ticked box; the tick is dark blue in every theme
    good: str  # the heading of a briefing that says FIT
    # tags, by tone: ground and words
    red: str
    red_text: str
    amber: str
    amber_text: str
    blue: str
    blue_text: str
    green: str
    green_text: str
    grey: str
    grey_text: str
    # NOT FIT: a whole row or card
    notfit: str
    notfit_text: str
    notfit_text_2: str
    notfit_edge: str
    # the interruption page and its button
    interrupt: str
    interrupt_text: str


LIGHT = Tokens(
    page="#f0f4f5",
    surface="#ffffff",
    raised="#e8eef1",
    text="#212b32",
    text_2="#4c6272",
    link="#005eb8",
    line="#d8dde0",
    control="#4c6272",
    bar="#005eb8",
    bar_alt="#003087",
    bar_other="#330072",
    bar_text="#ffffff",
    bar_field="#004b93",
    bar_edge="#9cc3ea",
    focus="#ffeb3b",
    focus_edge="#212b32",
    primary="#007f3b",
    primary_text="#ffffff",
    primary_hover="#00662f",
    primary_edge="#00401e",
    secondary="#005eb8",
    warning="#d5281b",
    warning_text="#ffffff",
    warning_hover="#aa2016",
    warning_edge="#6b140e",
    chosen="#e3eefa",
    chosen_text="#003087",
    chosen_edge="#005eb8",
    error="#c4230f",
    late="#fdf0ee",
    soon="#ffb81c",
    soon_text="#212b32",
    tick="#ffffff",
    good="#00401e",
    red="#d5281b",
    red_text="#ffffff",
    amber="#ffe7a3",
    amber_text="#4a3500",
    blue="#cfe2f7",
    blue_text="#003087",
    green="#cce5d8",
    green_text="#00401e",
    grey="#e1e7ea",
    grey_text="#3b4a55",
    notfit="#d5281b",
    notfit_text="#ffffff",
    notfit_text_2="#ffffff",
    notfit_edge="#6b140e",
    interrupt="#005eb8",
    interrupt_text="#ffffff",
)

DARK = Tokens(
    page="#0f1a21",
    surface="#1b2a36",
    raised="#263948",
    text="#f3f6f8",
    text_2="#afc0cc",
    link="#8fc4ff",
    line="#33485a",
    control="#8ba0b0",
    bar="#002b70",
    bar_alt="#00205c",
    bar_other="#2b0a5e",
    bar_text="#ffffff",
    bar_field="#001f52",
    bar_edge="#7fa6dc",
    focus="#ffeb3b",
    focus_edge="#0b1216",
    primary="#08843f",
    primary_text="#ffffff",
    primary_hover="#0a7a3f",
    primary_edge="#04532a",
    secondary="#8fc4ff",
    warning="#d5281b",
    warning_text="#ffffff",
    warning_hover="#b82217",
    warning_edge="#7d170f",
    chosen="#123f70",
    chosen_text="#ffffff",
    chosen_edge="#8fc4ff",
    error="#ff9c92",
    late="#3a2428",
    soon="#ffb81c",
    soon_text="#212b32",
    tick="#ffffff",
    good="#7fdcaa",
    red="#d5281b",
    red_text="#ffffff",
    amber="#ffc43d",
    amber_text="#2b2000",
    blue="#1d4f86",
    blue_text="#ffffff",
    green="#1d5c3b",
    green_text="#ffffff",
    grey="#3a4f5f",
    grey_text="#ffffff",
    notfit="#7d1710",
    notfit_text="#ffffff",
    notfit_text_2="#ffd9d4",
    notfit_edge="#ff6a5c",
    interrupt="#003f7d",
    interrupt_text="#ffffff",
)

CONTRAST = Tokens(
    page="#000000",
    surface="#000000",
    raised="#1c1c1c",
    text="#ffffff",
    text_2="#e6e6e6",
    link="#9fd4ff",
    line="#8a8a8a",
    control="#ffffff",
    bar="#000000",
    bar_alt="#000000",
    bar_other="#000000",
    bar_text="#ffffff",
    bar_field="#000000",
    bar_edge="#ffffff",
    focus="#ffeb3b",
    focus_edge="#000000",
    primary="#00ff7f",
    primary_text="#000000",
    primary_hover="#8dffc3",
    primary_edge="#ffffff",
    secondary="#9fd4ff",
    warning="#ff8a80",
    warning_text="#000000",
    warning_hover="#ffb3ad",
    warning_edge="#ffffff",
    chosen="#ffffff",
    chosen_text="#000000",
    chosen_edge="#9fd4ff",
    error="#ff9d94",
    late="#2b0000",
    soon="#ffd54a",
    soon_text="#212b32",
    tick="#ffffff",
    good="#00ff7f",
    red="#ff8a80",
    red_text="#000000",
    amber="#ffd54a",
    amber_text="#000000",
    blue="#9fd4ff",
    blue_text="#000000",
    green="#00ff7f",
    green_text="#000000",
    grey="#e6e6e6",
    grey_text="#000000",
    notfit="#5c0000",
    notfit_text="#ffffff",
    notfit_text_2="#ffffff",
    notfit_edge="#ff8a80",
    interrupt="#00305c",
    interrupt_text="#ffffff",
)

THEMES = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.CONTRAST: CONTRAST}

TEXT, CONTROL = 4.5, 3.0

# (words or edge, ground, least contrast)
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((words, ground, TEXT) for words in ("text", "text_2", "link", "error", "good")
      for ground in ("page", "surface")),
    *((words, "raised", TEXT) for words in ("text", "text_2", "link")),
    *((words, "late", TEXT) for words in ("text", "text_2", "error")),
    *((tone + "_text", tone, TEXT) for tone in ("red", "amber", "blue", "green", "grey")),
    ("bar_text", "bar", TEXT),
    ("bar_text", "bar_alt", TEXT),
    ("bar_text", "bar_other", TEXT),
    ("bar_edge", "bar_alt", CONTROL),
    ("bar_edge", "bar_other", CONTROL),
    ("bar_text", "bar_field", TEXT),
    ("bar_edge", "bar", CONTROL),
    ("bar_edge", "bar_field", CONTROL),
    ("primary_text", "primary", TEXT),
    ("primary_text", "primary_hover", TEXT),
    ("warning_text", "warning", TEXT),
    ("warning_text", "warning_hover", TEXT),
    ("secondary", "page", TEXT),
    ("secondary", "surface", TEXT),
    ("secondary", "raised", TEXT),
    ("chosen_text", "chosen", TEXT),
    ("chosen_edge", "page", CONTROL),
    ("chosen_edge", "surface", CONTROL),
    ("control", "page", CONTROL),
    ("control", "surface", CONTROL),
    ("primary", "page", CONTROL),
    ("primary", "surface", CONTROL),
    ("soon_text", "soon", TEXT),
    ("focus_edge", "focus", CONTROL),
    ("notfit_text", "notfit", TEXT),
    ("notfit_text_2", "notfit", TEXT),
    ("interrupt_text", "interrupt", TEXT),
)  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2, definition of relative luminance)."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def _template() -> Template:
    return Template(resources.path("themes/kit.qss").read_text(encoding="utf-8"))


def style_sheet(tokens: Tokens) -> str:
    """The template with every token put in. A token it does not know is a ``KeyError``."""
    icons = resources.path("icons").as_posix()
    return _template().substitute(asdict(tokens), icons=icons)


@cache
def load_fonts() -> bool:
    """Inter from ``resources/fonts``; where it cannot be read the system's own font serves."""
    found = [
        QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{FAMILY}-{weight}.otf")))
        for weight in WEIGHTS
    ]
    return all(number >= 0 for number in found)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, tokens.page),
        (QPalette.ColorRole.WindowText, tokens.text),
        (QPalette.ColorRole.Base, tokens.surface),
        (QPalette.ColorRole.AlternateBase, tokens.raised),
        (QPalette.ColorRole.Text, tokens.text),
        (QPalette.ColorRole.PlaceholderText, tokens.text_2),
        (QPalette.ColorRole.Button, tokens.surface),
        (QPalette.ColorRole.ButtonText, tokens.text),
        (QPalette.ColorRole.ToolTipBase, tokens.surface),
        (QPalette.ColorRole.ToolTipText, tokens.text),
        (QPalette.ColorRole.Highlight, tokens.link),
        (QPalette.ColorRole.HighlightedText, tokens.surface),
        (QPalette.ColorRole.Link, tokens.link),
    ):
        palette.setColor(role, QColor(colour))
    return palette


_current: ThemeName = ThemeName.LIGHT


def current() -> Tokens:
    """The tokens in force, for a delegate that paints."""
    return THEMES[_current]


def current_name() -> ThemeName:
    return _current


def colour(token: str) -> QColor:
    """A token of the theme in force as a ``QColor``; an unknown name is an ``AttributeError``."""
    return QColor(getattr(current(), token))


def apply(app: QApplication, name: ThemeName) -> None:
    """Dress the whole application; safe to call while windows are open."""
    global _current
    _current = name
    load_fonts()
    font = QFont(FAMILY)
    font.setPixelSize(15)
    app.setFont(font)
    app.setPalette(_palette(THEMES[name]))
    app.setStyleSheet(style_sheet(THEMES[name]))


def remembered(settings: Path) -> ThemeName:
    """The theme last chosen, or light where the file is missing or says something else."""
    try:
        return ThemeName(json.loads(settings.read_text(encoding="utf-8"))["theme"])
    except (OSError, ValueError, KeyError, TypeError):
        return ThemeName.LIGHT


def remember(settings: Path, name: ThemeName) -> None:
    """Keep the choice of colours; what else was chosen stays."""
    _keep(settings, "theme", name.value)


def sounds(settings: Path) -> bool:
    """Whether this workstation sounds when something is late: yes, unless it was turned off."""
    return _kept(settings).get("sounds") is not False


def remember_sounds(settings: Path, on: bool) -> None:
    """Keep that choice; what else was chosen stays."""
    _keep(settings, "sounds", on)


def _kept(settings: Path) -> dict[str, object]:
    try:
        found = json.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(settings: Path, what: str, said: object) -> None:
    settings.parent.mkdir(parents=True, exist_ok=True)
    whole = {**_kept(settings), what: said}
    settings.write_text(json.dumps(whole) + "\n", encoding="utf-8")
