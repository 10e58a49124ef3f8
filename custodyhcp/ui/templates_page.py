"""Templates of entries: what is in use, and for a clinical lead the words of each, to be changed.

A template is written one box a line, so that it can be read and typed without a mouse, and is shown
as it will look before it is published. Nothing about a person may stand in one: it lies open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, templates, templates_published
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.templates import Prompt, Template, headings
from custodyhcp.records.templates_published import Published
from custodyhcp.staff.clinical_lead import leads
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    Callout,
    Card,
    Field,
    Page,
    Pick,
    PlainLabel,
    Row,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.writing_boxes import WritingBoxes
from custodyhcp.ui.writing_page import name_of

_BAR = " | "


@dataclass(frozen=True, slots=True)
class _Read:
    in_use: Mapping[str, Published]
    lead: bool


class TemplatesPage(Page):
    """Everybody may read them; a clinical lead may publish."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Templates of entries",
            subtitle="They prompt and structure. They never fill in what was found.",
            name="templates",
        )
        self.ctx = ctx
        self._in_use: Mapping[str, Published] = {}
        self._lead = False
        self.which = Pick("Template", [], name="templates.which")
        self._about = PlainLabel("", "small", name="templates.about")
        self._note = Callout(
            "Only a clinical lead changes them",
            "An administrator names the clinical lead under People.",
            name="templates.not_lead",
        )
        self.title = Field("Name", name="templates.title")
        self.source = Field(
            "What it rests on",
            name="templates.source",
            hint="A guideline with its year, or a policy",
        )
        hint = "One box a line: HEADING | what the box is called | what to think of | needed"
        self.lines = Field("Boxes", name="templates.lines", lines=10, hint=hint)
        self._codes = PlainLabel(f"Headings: {', '.join(headings())}", "small")
        self._editor = QWidget()
        self._editor.setProperty("ground", "none")
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        open_words = PlainLabel(
            "Write nothing about any person here: a template can be read by everybody who works "
            "here, and stays.",
            "hint",
        )
        for part in (open_words, self.title, self.source, self.lines, self._codes):
            column.addWidget(part)
        self.preview = WritingBoxes(
            ctx.now, lambda staff: name_of(ctx, staff), name="templates.box"
        )
        self._card = Card("How it will look", name="templates.preview")
        self._card.add(self.preview)
        self._card.hide()
        self.add(self.which, self._about, self._note, self._editor, self._card)
        self._show_button = Button("Show how it will look", self._preview, name="templates.show")
        self.add(Row(self._show_button))
        self.publish_button = self.primary("Publish it", self._publish, name="templates.publish")
        self.secondary("Back", ctx.nav.back, name="templates.back")
        self.which.changed.connect(self._chosen)
        for field in (self.title, self.source, self.lines):
            field.changed.connect(self._changed)
        self._allow(False)
        self.refresh()

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: _Read(templates_published.in_use(desk), desk.session.staff in leads(desk)),
            self._show,
            self.show_failure,
        )

    def _show(self, found: _Read) -> None:
        self._in_use, self._lead = found.in_use, found.lead
        self.which.set_options([(k, one.template.title) for k, one in found.in_use.items()])
        self._allow(self.which.value() is not None)

    def _allow(self, chosen: bool) -> None:
        self._note.setVisible(not self._lead)
        self._editor.setVisible(chosen and self._lead)
        self._show_button.setVisible(chosen and self._lead)
        self.publish_button.setVisible(chosen and self._lead)
        self.publish_button.setEnabled(False)  # not before it was shown

    def _chosen(self) -> None:
        known = self._in_use.get(str(self.which.value()))
        self._allow(known is not None)
        if known is None:
            return
        one = known.template
        by = f", published by {name_of(self.ctx, known.author)}" if known.author else ""
        at = f" on {dates.cui_date_time(known.at)}" if known.at else ""
        day = dates.cui_date(date.fromisoformat(one.checked))
        self._about.setText(f"{one.named}{by}{at}. {one.source}. Read over {day}.")
        self.title.set_text(one.title)
        self.source.set_text(one.source)
        self.lines.set_text("\n".join(_line(part) for part in one.parts))
        self._look(one)

    def _look(self, template: Template) -> None:
        self.preview.clear()
        self.preview.show_template(template)
        self._card.show()

    def _changed(self) -> None:
        self.publish_button.setEnabled(False)

    def _made(self) -> Template | list[Shown]:
        known = self._in_use[str(self.which.value())].template
        parts: list[Prompt] = []
        for line in filter(str.strip, self.lines.text().splitlines()):
            read = _prompt(line, known, len(parts))
            if read is None:
                return [(self.lines, f"Write 'HEADING | box' for: {line[:60]}")]
            parts.append(read)
        made = Template(
            known.id,
            known.version + 1,
            self.title.text(),
            known.types,
            self.source.text(),
            known.checked,
            tuple(parts),
        )
        found = templates.problems(made, known)
        return [(self._place(one.field), one.words) for one in found] or made

    def _place(self, field: str) -> Field:
        return {"title": self.title, "source": self.source}.get(field, self.lines)

    def _preview(self) -> None:
        made = self._made()
        if isinstance(made, list):
            self.show_errors(made)
            return
        self.clear_errors()
        self._look(made)
        self.publish_button.setEnabled(True)
        self.publish_button.setFocus()

    def _publish(self) -> None:
        made = self._made()
        if isinstance(made, list):
            self.show_errors(made)
            return
        desk = self.ctx.desk
        self.publish_button.setEnabled(False)
        self.ctx.work.do(
            lambda: templates_published.publish(desk, made),
            lambda _entry: self._published(made),
            self._refused,
        )

    def _published(self, made: Template) -> None:
        self.ctx.nav.toast(f"{made.named}, is in use.")
        self.refresh()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, NotComplete):
            self.show_errors([(self._place(one.field), one.words) for one in error.problems])
        else:
            self.show_failure(error)


def _line(part: Prompt) -> str:
    told = [part.heading, part.label, part.hint, "needed" if part.needed else ""]
    while not told[-1]:
        told.pop()
    return _BAR.join(told)


def _prompt(line: str, known: Template, number: int) -> Prompt | None:
    """One line read back; a box of the same label keeps its name, so that entries can be laid side
    by side."""
    told = [part.strip() for part in line.split("|")]
    if len(told) < 2 or len(told) > 4 or not told[1]:
        return None
    told += [""] * (4 - len(told))
    same = next((one for one in known.parts if one.label == told[1]), None)
    key = same.key if same else f"box{number + 1}v{known.version + 1}"
    lines = same.lines if same else 2
    needed = told[3].casefold() == "needed"
    return Prompt(key, told[0].upper(), told[1], told[2], lines, needed)
