"""What was asked and answered, and whether it still counts: this detention, then the earlier ones.

What stands under an earlier detention was asked then. It is never carried over, and the page says
so above it; the rules give no permission from it either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from custodyhcp import staff
from custodyhcp.consent.codes import Capacity
from custodyhcp.consent.fold import KINDS
from custodyhcp.consent.history import Kind, Row, Stands, StayHistory, history
from custodyhcp.consent.wording import question, words
from custodyhcp.ledger.one_person import about
from custodyhcp.records import dates, people
from custodyhcp.records.detention import Detention, fold
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Cell, Column, EmptyState, Page, PlainLabel, Table, TableRow
from custodyhcp.ui.looking import limit_words

NEVER_CARRIED_OVER = (
    "What was asked then. None of it is carried over: in this detention everything is asked anew."
)


@dataclass(frozen=True, slots=True)
class Found:
    """``stays``: each detention in the history as it was; ``names``: staff id to name."""

    histories: tuple[StayHistory, ...]
    stays: Mapping[str, Detention]
    names: Mapping[str, str]


def read(ctx: Context, detention: str) -> Found:
    """Off the screen's thread."""
    desk = ctx.desk
    entries = about(desk, people.person_of(desk, detention), kinds=KINDS)
    told = history(entries, detention, desk.now())
    stays = {
        one.detention: fold(desk.read(detention=one.detention, kinds=people.STAY_KINDS))
        for one in told
    }
    authors = {row.author for one in told for row in one.rows}
    names = {one: member.name for one in authors if (member := staff.member(desk, one))}
    return Found(told, stays, names)


class ConsentHistoryPage(Page):
    """``wants(section)`` leads back to ``consent``."""

    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "Consent so far",
            subtitle="Every answer stays, with its time. The newest to a question is the one that"
            " counts.",
            width=0,
            name="consent_history",
        )
        self.ctx, self.detention = ctx, detention
        self._inside: list[QWidget] = []

    def refresh(self) -> None:
        ctx, detention = self.ctx, self.detention
        ctx.work.do(lambda: read(ctx, detention), self._show, self.show_failure)

    def _show(self, found: Found) -> None:
        for old in self._inside:
            old.hide()
            old.deleteLater()
        here = [one for one in found.histories if one.detention == self.detention]
        earlier = [one for one in found.histories if one.detention != self.detention]
        self._inside = [PlainLabel("This detention", "h2")]
        self._inside += [self._table(one, found, 0) for one in here] or [self._nothing()]
        if earlier:
            self._inside.append(PlainLabel("Earlier detentions", "h2"))
            warned = Callout(
                "Never carried over", NEVER_CARRIED_OVER, tone="amber", name="history.earlier"
            )
            self._inside.append(warned)
        for number, one in enumerate(earlier, start=1):
            self._inside.append(PlainLabel(_stay_words(found.stays[one.detention]), "h3"))
            self._inside.append(self._table(one, found, number))
        self.add(*self._inside)
        self.focus_start()

    def focus_start(self) -> None:
        table = next((one for one in self._inside if isinstance(one, Table)), None)
        if table is not None:
            table.setFocus()

    def _nothing(self) -> QWidget:
        return EmptyState(
            "Nothing has been asked in this detention yet",
            "Each answer will stand here with its time, who asked, and whether it still counts.",
            "Go to Consent",
            lambda: self.wants.emit("consent"),
            name="history.ask",
        )

    def _table(self, one: StayHistory, found: Found, number: int) -> QWidget:
        earlier = number > 0
        table = Table(
            (
                Column("When", 124, 0),
                Column("Question", 140, 2),
                Column("What was said or found", 190, 4),
                Column("Whether it counts", 160, 3),
                Column("By", 100, 1),
            ),
            name=f"history.table.{number}",
            label="Consent in an earlier detention" if earlier else "Consent in this detention",
            one_click=False,
            least_height=40,
        )
        now = self.ctx.now()
        table.set_rows([_row(row, found, now, earlier=earlier) for row in one.rows])
        table.fit_height()
        return table


def _stay_words(stay: Detention) -> str:
    came = dates.cui_date_time(stay.arrived_at) if stay.arrived_at else "arrival not known"
    left = f" to {dates.cui_date_time(stay.closed_at)}" if stay.closed_at else ", not closed"
    return f"{stay.custody_ref or 'No reference'}, {came}{left}"


def _row(row: Row, found: Found, now: datetime, *, earlier: bool) -> TableRow:
    stands, tone = _stands(row, earlier=earlier)
    return TableRow(
        row.entry,
        (
            Cell(dates.cui_short(row.at, now), "second"),
            Cell(question(row.scope).name, "strong"),
            Cell(_said(row), after=_limits(row)),
            Cell(
                "" if tone else stands,
                after=_ended(row, now),
                tags=[(stands, tone)] if tone else (),
            ),
            Cell(found.names.get(row.author, "a colleague"), "second"),
        ),
    )


_DECISIONS = {
    "GRANTED": "Agreed",
    "GRANTED_LIMITED": "Agreed, with limits",
    "REFUSED": "Said no",
    "UNABLE": "Could not answer",
    "NOT_ASKED": "Not asked",
    "WITHDRAWN": "Took it back",
    "ASKED_PENDING": "Asked, no answer yet",
}
_CAPACITY = {
    Capacity.HAS: "has capacity",
    Capacity.LACKS: "lacks capacity",
    Capacity.UNDETERMINED: "cannot be determined yet",
}
_OUTCOMES = {"DEFER": "to be asked again", "NOT_AVAILABLE": "no record"}
_NOTHING = {
    Kind.ANSWER: "Permits nothing",
    Kind.CAPACITY: "A finding: permits nothing by itself",
    Kind.BEST_INTERESTS: "Permits nothing by itself",
    Kind.SURGERY: "Counts beside their own answer",
}


def _said(row: Row) -> str:
    match row.kind:
        case Kind.ANSWER:
            decided = row.decision.value if row.decision else ""
            said = _DECISIONS.get(decided, decided.replace("_", " ").lower())
            over = _OUTCOMES.get(row.outcome, "")
            agreed = decided in ("GRANTED", "GRANTED_LIMITED", "REFUSED", "WITHDRAWN")
            return said if not over or agreed else f"{said}: {over}"
        case Kind.CAPACITY:
            found = _CAPACITY[row.capacity] if row.capacity else "not concluded"
            return f"Capacity assessed: {found}"
        case Kind.BEST_INTERESTS:
            return "Best interests recorded"
        case Kind.SURGERY:
            said = words(row.surgery) if row.surgery else ""
            return f"Surgery answered: {said}"
        case _:
            assert_never(row.kind)


def _limits(row: Row) -> str:
    """A line each: the treatment, the limits, then what was noted."""
    limits = limit_words(row.limits).splitlines() if row.limits.any else []
    head = "Limits:" if len(limits) > 1 else "Limits: "
    said = [head, *limits] if len(limits) > 1 else [f"{head}{limit}" for limit in limits]
    return "\n".join(part for part in (row.treatment, *said, row.note) if part)


def _ended(row: Row, now: datetime) -> str:
    """When it ended, or will."""
    if row.until is None:
        return ""
    at = dates.cui_short(row.until, now)
    return f"until {at}" if row.stands is not Stands.TAKEN_BACK else f"at {at}"


def _stands(row: Row, *, earlier: bool) -> tuple[str, str]:
    """Whether it counts, in words, and the tone where it is shown as a tag."""
    match row.stands:
        case Stands.IN_FORCE:
            return "In force", "green"
        case Stands.TAKEN_BACK:
            return "Taken back", "amber"
        case Stands.ANSWERED_ANEW:
            return "Answered anew", ""
        case Stands.STAY_OVER:
            return "Ended with that detention" if earlier else "Ended with this detention", ""
        case Stands.NOT_NOW:
            return "Not in force now", "amber"
        case Stands.NOTHING_TO_STAND:
            return _NOTHING[row.kind], ""
        case _:
            assert_never(row.stands)
