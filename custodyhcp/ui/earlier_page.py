"""What earlier detentions told about this person, each thing to be asked about again.

One key an item: still so, no longer, or not asked. Until then it stands here as "not re-confirmed
yet", with its date and where it comes from, and nowhere else. A whole earlier detention is opened
from the list below, with a purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal

from custodyhcp.records import dates, earlier, joining
from custodyhcp.records.detention import Detention
from custodyhcp.records.earlier import Answer, Item, Kind, Purpose
from custodyhcp.records.people import Opened
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Cell,
    Choice,
    Column,
    EmptyState,
    Page,
    PlainLabel,
    Table,
    TableRow,
    announce,
)

COLUMNS = (
    Column("Custody reference", 150, 2),
    Column("Arrived", 160, 1),
    Column("Left", 160, 1),
    Column("Gone to", 120, 3),
)
_HEADINGS = {
    Kind.ALLERGY: "Allergies",
    Kind.CONDITION: "Long-term conditions",
    Kind.MEDICINE: "Medicines",
    Kind.RISK: "Risks",
    Kind.ASSESSMENT: "Last assessment",
}


@dataclass(frozen=True, slots=True)
class _Found:
    items: tuple[Item, ...]
    stays: tuple[Detention, ...]


class EarlierPage(Page):
    """``recorded`` after each answer: the banner shows a confirmed allergy."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__(
            "Earlier detentions",
            subtitle="None of this is in today's record until you have asked.",
            name="earlier",
        )
        self._ctx, self._stay = ctx, opened.detention
        self._read = False
        self._questions: dict[str, tuple[Choice[Answer], str]] = {}

    def refresh(self) -> None:
        if self._read:
            return
        self._read = True
        desk, stay = self._ctx.desk, self._stay

        def read() -> _Found:
            stays = joining.stays_of(desk, stay.person)
            before = tuple(one for one in stays if one.id != stay.id)
            if before:
                earlier.open_earlier(desk, stay.id, Purpose.CARE_NOW)
            return _Found(earlier.read_items(desk, stay.id), before)

        self._ctx.work.do(read, self._show, self.show_failure)

    def _show(self, found: _Found) -> None:
        if not found.stays:
            words = "When somebody comes back, what was recorded before stands here to be asked."
            self.add(EmptyState("This is their first detention here", words))
            return
        refs = {stay.id: stay.custody_ref for stay in found.stays}
        for kind, heading in _HEADINGS.items():
            of_kind = [item for item in found.items if item.told.kind is kind]
            if of_kind:
                self.heading(heading)
                self._add_items(of_kind, refs)
        if not found.items:
            self.add(PlainLabel("Nothing clinical was recorded in them.", "second"))
        self._list(found.stays)
        QTimer.singleShot(0, self, self.focus_start)  # when what was added can be seen

    def _add_items(self, items: Sequence[Item], refs: dict[str, str]) -> None:
        for item in items:
            if item.told.kind is Kind.ASSESSMENT:
                self.add(
                    PlainLabel(item.told.words), PlainLabel(self._source(item, refs), "second")
                )
            else:
                self.add(self._question(item, refs))

    def _question(self, item: Item, refs: dict[str, str]) -> Choice[Answer]:
        choice = Choice(
            item.told.words,
            {answer: answer.words for answer in Answer},
            name=f"earlier.{item.told.key}",
            hint=f"{self._source(item, refs)} · {self._stands(item)}",
            value=item.answer,
        )
        self._questions[item.told.key] = (choice, self._source(item, refs))
        choice.chosen.connect(partial(self._answered, item))
        return choice

    def _source(self, item: Item, refs: dict[str, str]) -> str:
        told = item.told
        when = dates.cui_date_time(told.at)
        member = self._ctx.desk.authority.members.get(told.author)
        by = f" by {member.name}" if member is not None else ""
        return f"Recorded {when} in {refs.get(told.detention, 'another stay')}{by}"

    def _stands(self, item: Item) -> str:
        if item.answered_at is None:
            return item.standing
        return f"{item.standing}, {dates.cui_short(item.answered_at, self._ctx.now())}"

    def _list(self, stays: Sequence[Detention]) -> None:
        self.heading("Open a whole detention")
        table = Table(COLUMNS, name="earlier.table", label="Earlier detentions", least_height=44)
        table.opened.connect(self._open)
        self.add(table)
        table.set_rows([_row(stay) for stay in stays])
        table.fit_height()

    # acting

    def _answered(self, item: Item, answer: Answer) -> None:
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(
            lambda: earlier.confirm(desk, stay, item.told.key, answer),
            partial(self._recorded, item, answer),
            self.show_failure,
        )

    def _recorded(self, item: Item, answer: Answer, _entry: object) -> None:
        choice, source = self._questions[item.told.key]
        choice.set_hint(f"{source} · {answer.words}, {dates.cui_time(self._ctx.now())}")
        announce(self, f"Recorded: {item.told.words}, {answer.words.lower()}")
        self.recorded.emit()

    def _open(self, detention: object) -> None:
        self._ctx.nav.go("earlier-stay", detention=str(detention))


def _row(stay: Detention) -> TableRow:
    left = "still open" if stay.here else dates.cui_date_time(stay.closed_at)
    return TableRow(
        stay.id,
        (
            Cell(stay.custody_ref, "strong"),
            Cell(dates.cui_date_time(stay.arrived_at)),
            Cell(left),
            Cell(stay.destination),
        ),
    )
