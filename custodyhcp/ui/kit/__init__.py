"""The parts every screen is made of. A page in fifteen lines:

    from custodyhcp.ui.context import Context
    from custodyhcp.ui.kit import Choice, Field, Page, Problem

    class AskPage(Page):
        def __init__(self, ctx: Context, detention: str) -> None:
            super().__init__("May we look?", subtitle="Say why, and who will look.", name="ask")
            self.ctx, self.detention = ctx, detention
            self.answer = Choice("Answer", {Answer.YES: "Yes", Answer.NO: "No"}, name="ask.answer")
            self.reason = Field("Reason", name="ask.reason", lines=3, hint="In their own words")
            self.add(self.answer, self.reason)
            self.primary("Record and continue", self.record, name="ask.record")   # Enter

        def record(self) -> None:
            problems: list[Problem] = []
            if self.answer.value() is None:
                problems.append((self.answer, "Choose what they answered"))
            if self.show_errors(problems):
                return
            answer, reason = self.answer.value(), self.reason.text()
            self.ctx.work.do(lambda: ask(self.ctx.desk, self.detention, answer, reason),
                             self._recorded, self.show_failure)

        def _recorded(self, permission: Permission) -> None:
            self.ctx.nav.toast("Recorded.")
            self.refresh()

What is here
  Page            title, scrolling ``body`` (``add``, ``heading``), ``primary``/``secondary`` acts,
                  ``header`` (right of the title), ``show_errors``, ``show_failure``, ``refresh``
  Choice          one of several members of an Enum, all visible; ``value()``, ``set_value``,
                  ``only(members)``, signal ``chosen(member)``; buttons are named NAME.MEMBER
  MultiChoice     some of several; ``values()``, ``set_values``, signal ``changed(tuple)``
  Field           a box of words; ``text()``, ``set_text``, ``lines=``, ``units=``, ``chars=``,
                  ``secret=``; signals ``changed`` (autosave), ``entered`` (Enter)
  DateField, NowField, Pick   three boxes; a time with N for now; a drop-down for over five options
  Button, ButtonRole          PRIMARY, SECONDARY, WARNING, ATTENTION, LINK, QUIET, LIGHT
  Card(tone=), Callout, Panel, Facts, Row, EmptyState, ErrorSummary, Rule
  PlainLabel(words, look), Tag(words, tone), KeyHint
  PatientBanner(BannerFacts), Allergies;  Toast, announce;  save_file, open_file;  Flow layout
  Later(make, ready)          a form that is made when it is first wanted

  Table(columns, name=)       rows of Cell(text, look, after, tags) in TableRow(key, cells, tone);
                  ``set_rows``, signal ``opened(key)`` on Enter or click; wraps, never cuts
  Workbench(banner, sections, panel, on_section)   three columns about one person; ``set_middle``

Tones are red, amber, blue, green, grey. Looks of a label: title, h2, h3, label, hint, second,
small, strong, big, huge, overline, error, good, mono. Colours, for a delegate that paints:
``theme.colour("late")``. Never set a style sheet in a page: add a rule to resources/themes/kit.qss.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custodyhcp.ui.kit.banner import Allergies, BannerFacts, PatientBanner
    from custodyhcp.ui.kit.bars import BarRow, Bars
    from custodyhcp.ui.kit.blocks import (
        Callout,
        Card,
        EmptyState,
        ErrorSummary,
        Facts,
        Panel,
        Problem,
        Row,
    )
    from custodyhcp.ui.kit.buttons import Button, ButtonRole
    from custodyhcp.ui.kit.choice import Choice, Group, MultiChoice
    from custodyhcp.ui.kit.field import DateField, Field, Labelled, NowField, Pick
    from custodyhcp.ui.kit.files import open_file, save_file
    from custodyhcp.ui.kit.flow import Flow
    from custodyhcp.ui.kit.focus import FocusRing
    from custodyhcp.ui.kit.later import InTurns, Later
    from custodyhcp.ui.kit.page import Page
    from custodyhcp.ui.kit.table import Cell, Column, Table, TableRow
    from custodyhcp.ui.kit.toast import Toast, announce
    from custodyhcp.ui.kit.words import KeyHint, PlainLabel, Rule, Tag, restyle
    from custodyhcp.ui.kit.workbench import Sections, Workbench

# Each part is imported when it is first asked for: the sign-in window needs only a few of them.
_PARTS = {
    "bars": ("BarRow", "Bars"),
    "banner": ("Allergies", "BannerFacts", "PatientBanner"),
    "blocks": ("Callout", "Card", "EmptyState", "ErrorSummary", "Facts", "Panel", "Problem", "Row"),
    "buttons": ("Button", "ButtonRole"),
    "choice": ("Choice", "Group", "MultiChoice"),
    "field": ("DateField", "Field", "Labelled", "NowField", "Pick"),
    "files": ("open_file", "save_file"),
    "flow": ("Flow",),
    "later": ("InTurns", "Later"),
    "focus": ("FocusRing",),
    "page": ("Page",),
    "table": ("Cell", "Column", "Table", "TableRow"),
    "toast": ("Toast", "announce"),
    "words": ("KeyHint", "PlainLabel", "Rule", "Tag", "restyle"),
    "workbench": ("Sections", "Workbench"),
}
_WHERE = {name: part for part, names in _PARTS.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


__all__ = [
    "Allergies",
    "BannerFacts",
    "BarRow",
    "Bars",
    "Button",
    "ButtonRole",
    "Callout",
    "Card",
    "Cell",
    "Choice",
    "Column",
    "DateField",
    "EmptyState",
    "ErrorSummary",
    "Facts",
    "Field",
    "Flow",
    "FocusRing",
    "Group",
    "InTurns",
    "KeyHint",
    "Labelled",
    "Later",
    "MultiChoice",
    "NowField",
    "Page",
    "Panel",
    "PatientBanner",
    "Pick",
    "PlainLabel",
    "Problem",
    "Row",
    "Rule",
    "Sections",
    "Table",
    "TableRow",
    "Tag",
    "Toast",
    "Workbench",
    "announce",
    "open_file",
    "restyle",
    "save_file",
]
