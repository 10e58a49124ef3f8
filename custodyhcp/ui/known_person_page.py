"""Somebody the suite has known who is not here now: who they are and when they were here.

Nothing clinical stands here. An earlier detention is opened with a purpose, which is recorded; or
the person is booked in again, and what was recorded before comes with them to be confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from custodyhcp.records import dates, joining, nhs_number
from custodyhcp.records.detention import Detention
from custodyhcp.records.finding import Hit, PeopleIndex
from custodyhcp.records.identity import NOT_KNOWN
from custodyhcp.ui.context import Context
from custodyhcp.ui.joined_records import JoinedRecords
from custodyhcp.ui.kit import Button, ButtonRole, Cell, Column, Facts, Page, Table, TableRow
from custodyhcp.ui.people_lookup import lookup_of

COLUMNS = (
    Column("Custody reference", 180, 2),
    Column("Arrived", 170, 1),
    Column("Left", 170, 1),
    Column("Gone to", 180, 3),
)


@dataclass(frozen=True, slots=True)
class _Read:
    stays: tuple[Detention, ...]


class KnownPersonPage(Page):
    """``person``: any id of theirs."""

    def __init__(self, ctx: Context, person: str) -> None:
        super().__init__("Not in custody now", width=900, name="known")
        self._ctx, self._person = ctx, person
        self._stays: tuple[Detention, ...] = ()
        self._facts = Facts(label_width=150)
        self.table = Table(COLUMNS, name="known.table", label="Earlier detentions", least_height=44)
        self.table.opened.connect(self._open)
        self.add(self._facts)
        self._heading = self.heading("Earlier detentions")
        self.add(self.table)
        self._joined = JoinedRecords(ctx, self, "known")
        self._joined.parted.connect(self.refresh)
        self.add(self._joined)
        self._arrived = self.heading("Back in custody")
        start = Button(
            "Start a new detention", self._back_in, role=ButtonRole.PRIMARY, name="known.back_in"
        )  # on purpose: Enter elsewhere on the page never starts one
        self._again = self._act(start)
        self.secondary("Back", ctx.nav.back, name="known.back")

    def refresh(self) -> None:
        desk, person = self._ctx.desk, self._person
        self._ctx.work.do(
            lambda: _Read(joining.stays_of(desk, person)), self._show, self.show_failure
        )
        lookup_of(self._ctx).when_whole(self._who)
        self._joined.refresh(person)

    def focus_start(self) -> None:
        """On the list: a new detention is started on purpose only."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, read: _Read) -> None:
        self._stays = read.stays
        self.table.set_rows([_row(stay) for stay in read.stays])
        self.table.fit_height()

    def _who(self, index: PeopleIndex) -> None:
        hit = index.hit(self._person)
        if hit is None:
            return
        self.set_title(hit.who.name, "Not in custody now" if not hit.here else "In custody now")
        self._again.setVisible(not hit.here)
        self._arrived.setVisible(not hit.here)
        self._facts.set_rows(self._lines(hit, index.number_of(hit.person)))

    def _lines(self, hit: Hit, number: str) -> list[tuple[str, str]]:
        who, today = hit.who, dates.today(self._ctx.now())
        born = f"{dates.cui_date(who.dob)} ({who.age(today)})" if who.dob else NOT_KNOWN
        lines = [("Born", born), ("Gender", who.sex.words)]
        lines.append(("NHS No.", nhs_number.show(number) if number else "Not recorded"))
        if who.preferred:
            lines.append(("Preferred name", who.preferred))
        if who.aliases:
            lines.append(("Also known as", ", ".join(who.aliases)))
        return lines

    # going on

    def _open(self, detention: object) -> None:
        self._ctx.nav.go("earlier-stay", detention=str(detention))

    def _back_in(self) -> None:
        self._ctx.nav.go("add-person", person=self._person)


def _row(stay: Detention) -> TableRow:
    return TableRow(
        stay.id,
        (
            Cell(stay.custody_ref, "strong"),
            Cell(dates.cui_date_time(stay.arrived_at)),
            Cell("" if stay.here else dates.cui_date_time(stay.closed_at), tags=_here(stay)),
            Cell(stay.destination),
        ),
    )


def _here(stay: Detention) -> tuple[tuple[str, str], ...]:
    return (("here now", "blue"),) if stay.here else ()
