"""What healthcare was told before seeing somebody: each item with words, or as not provided."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, inbound, words
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.inbound import About, Inbound
from custodyhcp.records.people import Opened
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Choice, Field, Page, Rule
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.typing_kept import TypingKept, put_back

WHAT = "inbound"


class Provided(Enum):
    TOLD = "Told"
    NOT = "Not provided"


class _Item(QWidget):
    """Told or not; the box only where something was told."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        name = f"inbound.{about.name}"
        self.told = Choice(about.value, {one: one.value for one in Provided}, name=name)
        self.said = Field("", name=f"{name}.said", lines=2)
        self.said.box.setAccessibleName(f"{about.value}: what was said")
        self.said.hide()
        self.told.chosen.connect(self._chosen)
        column.addWidget(self.told)
        column.addWidget(self.said)

    def _chosen(self, told: Provided) -> None:
        self.said.setVisible(told is Provided.TOLD)
        if told is Provided.TOLD:
            self.said.focus_first()

    def show_said(self, said: str) -> None:
        told = Provided.TOLD if said else Provided.NOT
        self.told.set_value(told)
        self.said.set_text(said)
        self.said.setVisible(bool(said))

    def value(self) -> str | None:
        """None while nobody has said; what is typed stays when "not provided" is chosen."""
        told = self.told.value()
        if told is None or (told is Provided.TOLD and not self.said.text()):
            return None
        return words.paragraphs(self.said.text()) if told is Provided.TOLD else ""


class InboundPage(Page):
    """``recorded`` after it is written."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(
            "Arrival information",
            subtitle="What healthcare was told about this person, and what it was not told. "
            "Only healthcare reads it.",
            name="inbound",
        )
        self._ctx, self._stay = ctx, opened.detention
        self.items = {about: _Item(about) for about in About}
        self.add(*self.items.values())
        self.source = Field(
            "Who told you", name="inbound.source", hint="Name, rank and number: PS 4127 Mercer"
        )
        self.add(Rule(), self.source)
        self.primary("Record", self._record, name="inbound.record")
        told = inbound.fold(opened.entries)
        if told is not None:
            self._show(told, ctx)
        self._kept = TypingKept(self, ctx, self._stay.id, lambda: self._stay.person)
        self._kept.turn_to(WHAT)
        for item in self.items.values():
            item.told.chosen.connect(self._touched)
            item.said.changed.connect(self._touched)
        self.source.changed.connect(self._touched)
        self._kept.restore(lambda draft: put_back(self, draft.fields))

    def _show(self, told: inbound.Told, ctx: Context) -> None:
        for about, said in told.inbound.said.items():
            self.items[about].show_said(said)
        self.source.set_text(told.inbound.source)
        member = ctx.desk.authority.members.get(told.author)
        by = f" by {member.name}" if member is not None else ""
        when = dates.cui_short(told.at, ctx.now())
        self.set_title("Arrival information", f"Last recorded {when}{by}. A new one replaces it.")

    def _touched(self, *_what: object) -> None:
        self._kept.touched()

    def save_now(self) -> None:
        self._kept.save_now()

    def _typed(self) -> Inbound:
        values = {about: item.value() for about, item in self.items.items()}
        said = {about: value for about, value in values.items() if value is not None}
        return Inbound(said, words.line(self.source.text()))

    def _record(self) -> None:
        typed = self._typed()
        if self.show_errors(self._placed(inbound.problems(typed))):
            return
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(lambda: inbound.record(desk, stay, typed), self._recorded, self._refused)

    def _recorded(self, _entry: object) -> None:
        self.clear_errors()
        self._kept.forget()
        self._ctx.nav.toast("Recorded.")
        self.recorded.emit()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, NotComplete):
            self.show_errors(self._placed(error.problems))
        else:
            self.show_failure(error)

    def _placed(self, found: tuple[Problem, ...]) -> list[Shown]:
        fields = {about.name: item.told for about, item in self.items.items()}
        return [(fields.get(problem.field, self.source), problem.words) for problem in found]
