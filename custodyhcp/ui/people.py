"""The administrator's home: who works here, where they stand, and what the suite still lacks.

Sees no patient at all: everything here comes from the OPEN entries about staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.staff.inviting import OPENS
from custodyhcp.staff.people import Person, Staffing, members, staffing
from custodyhcp.staff.recovering import codes_checked
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Cell, Column, Page, Table, TableRow
from custodyhcp.ui.staff_pages import AddStaffPage, StaffPage
from custodyhcp.ui.staff_words import JOBS, Job, number_of, standing_of, when_words
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.compartments import Compartment

COLUMNS = (
    Column("Name", 220, 4),
    Column("Works here as", 250, 4),
    Column("Signs in as", 170, 2),
    Column("Status", 210, 3),
    Column("Last signed in", 180, 2),
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one reading of the ledger found."""

    people: tuple[Person, ...]
    staffing: tuple[Staffing, ...]
    codes_checked: bool


class PeoplePage(Page):
    """Everybody, those who left last. Enter opens the one that is marked."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("People", width=0, name="admin.people", fill=True)
        self.ctx = ctx
        self._people: dict[str, Person] = {}
        self.header.addWidget(Button("Custody screens", self._screens, name="admin.screens.open"))
        self.header.addWidget(Button("Recovery codes", self._codes, name="admin.codes"))
        self.header.addWidget(
            Button(
                "Add a person", self._add, role=ButtonRole.PRIMARY, name="admin.add", key="Ctrl+N"
            )
        )
        self._worries = Callout("", tone="amber", name="admin.worries")
        self._worries.hide()
        self.table = Table(COLUMNS, name="admin.table")
        self.table.opened.connect(self._open)
        self.body.addWidget(self._worries)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: _Seen(members(desk), staffing(desk), codes_checked(desk.ledger)),
            self._show,
            self.show_failure,
        )

    def focus_start(self) -> None:
        self.table.setFocus()

    def _show(self, seen: _Seen) -> None:
        self._people = {one.member.staff: one for one in seen.people}
        now = self.ctx.now()
        self.table.set_rows([_row(one, now) for one in seen.people])
        worries = _worries(seen)
        self._worries.setVisible(bool(worries))
        if worries:
            self._worries.set("Before this suite can be relied on", "\n".join(worries))

    def _screens(self) -> None:
        from custodyhcp.ui.screens_page import ScreensPage

        self.ctx.nav.open(ScreensPage(self.ctx))

    def _add(self) -> None:
        self.ctx.nav.open(AddStaffPage(self.ctx))

    def _codes(self) -> None:
        from custodyhcp.ui.new_codes import NewCodesPage

        self.ctx.nav.open(NewCodesPage(self.ctx))

    def _open(self, key: object) -> None:
        person = self._people.get(str(key))
        if person is not None:
            self.ctx.nav.open(StaffPage(self.ctx, person))


def _row(person: Person, now: datetime) -> TableRow:
    member = person.member
    words, tone = standing_of(person)
    return TableRow(
        key=member.staff,
        cells=(
            Cell(member.name, "strong" if member.standing is not Standing.LEFT else "second"),
            Cell(JOBS[Job(member.role)], after=number_of(person)),
            Cell(member.login),
            Cell(tags=((words, tone),)),
            Cell(when_words(person.last_signed_in, now), "second"),
        ),
        tone="soon" if member.standing is Standing.INVITED else "",
    )


def _worries(seen: _Seen) -> list[str]:
    found = [_worry_about(one, seen.people) for one in seen.staffing]
    if not seen.codes_checked:
        found.append("The recovery codes were not all checked. Make new ones under Recovery codes.")
    return [words for words in found if words]


def _worry_about(one: Staffing, people: Sequence[Person]) -> str:
    if one.compartment in (Compartment.IDENTITY, Compartment.BRIEFING):
        return ""
    opens = OPENS[one.compartment]
    if not one.holders:
        waits = [
            p.member.name for p in people if p.recoverable and one.compartment in p.waiting_for
        ]
        if not waits:
            return f"Nobody can open {opens} yet."
        return (
            f"Nobody can open {opens}. Open {waits[0]}'s line to bring the key back with two codes."
        )
    found = []
    if len(one.holders) == 1:
        then = "take two recovery codes to undo" if one.recoverable else "lock them for good"
        found.append(
            f"Only {one.holders[0]} can open {opens}. "
            f"Add somebody else, or a forgotten passphrase would {then}."
        )
    if not one.recoverable:
        found.append(
            f"The recovery codes cannot bring back {opens} yet. They can as soon as "
            "somebody who opens them has signed in again."
        )
    return "\n".join(found)
