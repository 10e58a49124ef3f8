"""Requests for healthcare against the suite's targets: how many were late, and which, by how much.

Counts, times and custody references: no name and no clinical word. For health professionals, and
for IG, who reads the same figures.
"""

from __future__ import annotations

from datetime import timedelta

from custodyhcp.records import attending, dates, requests
from custodyhcp.records.attending import Attending, Kept
from custodyhcp.records.requests import Outcome, Priority
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Cell, Column, EmptyState, Facts, Page, PlainLabel, Table, TableRow
from custodyhcp.vault.compartments import Role

DAYS = 28
BASIS = (
    "The targets are the suite's own table, not verified here. What was asked for on arrival has no"
    " urgency, so it is held to the routine target, until the first assessment was recorded."
)
COLUMNS = (
    Column("Asked", 150, 1),
    Column("How soon", 150, 2),
    Column("Custody reference", 170, 2),
    Column("Waited", 110, 1),
    Column("Late by", 110, 1),
    Column("What came of it", 190, 3),
)


class LateRequestsPage(Page):
    """``refresh()`` reads the last four weeks again."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Late requests",
            subtitle=f"Requests for healthcare in the last {DAYS} days, against the suite's"
            " targets.",
            width=1000,
            name="late_requests",
        )
        self._ctx = ctx
        self._late: list[Attending] = []
        self.facts = Facts([], label_width=150)
        self.facts.setObjectName("late_requests.counts")
        self.facts.setAccessibleName("How many were late")
        self.none = EmptyState(
            "Nobody has waited too long",
            f"No request of the last {DAYS} days was late, and none is late now.",
            name="late_requests.none",
        )
        self.table = Table(
            COLUMNS,
            name="late_requests.table",
            label="Requests that were late",
            least_height=44,
            one_click=False,
        )
        self.table.opened.connect(self._open)
        self.basis = PlainLabel(BASIS, "hint", name="late_requests.basis")
        self.add(self.facts, self.none, self.table, self.basis)
        self.none.hide()
        self.table.hide()
        if ctx.member.role is Role.HCP:
            self.secondary("Back", ctx.nav.back, name="late_requests.back")

    def refresh(self) -> None:
        desk = self._ctx.desk
        since = self._ctx.now() - timedelta(days=DAYS)
        self._ctx.work.do(lambda: attending.read(desk, since), self._show, self.show_failure)

    def focus_start(self) -> None:
        self.table.setFocus()

    def _show(self, found: tuple[Attending, ...]) -> None:
        late = [one for one in found if one.late_by]
        counts = attending.kept(found)
        self.facts.set_rows([(_soon(priority), _count(one)) for priority, one in counts.items()])
        self.table.set_rows([self._row(place, one) for place, one in enumerate(late)])
        self.table.fit_height()
        self.table.setVisible(bool(late))
        self.none.setVisible(not late)
        self._late = late

    def _row(self, place: int, one: Attending) -> TableRow:
        now = self._ctx.now()
        on_arrival = "on arrival" if one.first else ""
        return TableRow(
            place,
            (
                Cell(dates.cui_short(one.asked_at, now), "strong", after=on_arrival),
                Cell(one.priority.value),
                Cell(one.custody_ref or "not recorded"),
                Cell(_minutes(one.minutes)),
                Cell(_minutes(one.late_by), "strong"),
                Cell(_came_of_it(one), tags=(("LATE NOW", "red"),) if one.open else ()),
            ),
        )

    def _open(self, place: object) -> None:
        """A health professional goes on to the person, where it is answered."""
        if self._ctx.member.role is Role.HCP and isinstance(place, int):
            one = self._late[place]
            if one.open:
                self._ctx.nav.go("person", detention=one.detention, section="requests")


def _soon(priority: Priority) -> str:
    return f"{priority.value}, {_minutes(int(requests.target(priority).total_seconds() // 60))}"


def _count(one: Kept) -> str:
    if not one.asked:
        return "None asked for"
    asked = f"{one.asked} request" if one.asked == 1 else f"{one.asked} requests"
    late = f"{one.late} late" if one.late else "none late"
    return f"{asked}, {late}, longest wait {_minutes(one.longest)}"


def _minutes(minutes: int) -> str:
    return f"{minutes} min" if minutes < 120 else dates.duration(timedelta(minutes=minutes))


def _came_of_it(one: Attending) -> str:
    if one.open:
        return "Could not attend yet" if one.outcome is Outcome.UNABLE else "Waiting"
    if one.first and one.outcome is Outcome.UNABLE:
        return "Left before anybody was recorded as attending"
    if one.outcome in (None, Outcome.UNABLE):
        return "Left before anybody attended"
    return str(one.outcome.value)
