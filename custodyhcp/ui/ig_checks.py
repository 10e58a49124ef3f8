"""The spot checks there are, and a new one in three steps: commit, dice or words, draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from custodyhcp.oversight import checks as room
from custodyhcp.oversight import watching
from custodyhcp.oversight.checks import Check, Step
from custodyhcp.oversight.codes import spot_check_table
from custodyhcp.oversight.draw import Parameters
from custodyhcp.oversight.frame import Period
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.ig_period import PeriodFields
from custodyhcp.ui.ig_period import words as period_words
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Card,
    Cell,
    Column,
    EmptyState,
    Facts,
    Field,
    Page,
    PlainLabel,
    Problem,
    Row,
    Table,
    TableRow,
)

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

NEXT = {
    Step.COMMITTED: ("Throw the dice", "amber"),
    Step.TYPED: ("Draw", "amber"),
    Step.DRAWN: ("Send the list", "amber"),
    Step.SENT: ("Record replies", "blue"),
    Step.CLOSED: ("Closed", "grey"),
}
_WHAT_DICE = (
    "Throw ten dice and type what they show, or type four words that come to mind. Nobody could "
    "have known them before, so nobody could have steered the draw. They are logged, and cannot be "
    "changed."
)
_WHAT_DRAW = (
    "Every override is always in the sample. Of the rest, the checkpoint, your words and the list "
    "decide. Anybody can draw again and gets the same."
)


@dataclass(frozen=True, slots=True)
class Known:
    checks: Mapping[str, Check]
    names: Mapping[str, str]


def look(desk: Desk) -> Known:
    return Known(room.read(desk), watching.names(desk))


def row_of(check: Check, names: Mapping[str, str], now: datetime) -> TableRow:
    words, tone = NEXT[check.step]
    answered = f"{len(check.answers)} of {len(check.sample)}" if check.sample else "–"
    return TableRow(
        key=check.id,
        cells=(
            Cell(check.ref, "strong", after="drawn again" if check.again_of else ""),
            Cell(period_words(check.period)),
            Cell(dates.cui_short(check.at, now), after=names.get(check.by, "")),
            Cell(answered),
            Cell(tags=[(words, tone)]),
        ),
    )


class ChecksPage(Page):
    """``ChecksPage(ctx)``: newest first."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Spot checks",
            subtitle="A sample of looks, set against the force's own custody list.",
            name="ig.checks",
            width=0,
            fill=True,
        )
        self.ctx = ctx
        self._known: Known | None = None
        self.table = Table(
            [
                Column("Check", 96, 2),
                Column("Period", 140, 5),
                Column("Made", 110, 4),
                Column("Answered", 96, 1),
                Column("Next", 120, 2),
            ],
            name="ig.spot.list",
            label="Spot checks",
        )
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            "No spot check yet",
            "Draw one each week: three short steps, then a list for the force that names nothing "
            "but custody references and times.",
        )
        self.add(self._empty)
        self.body.addWidget(self.table, 1)
        self._empty.hide()
        self.primary("New spot check", self.begin, name="ig.spot.new")

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk), self._show)

    def focus_start(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        self.ctx.nav.open(DrawPage(self.ctx))

    def _show(self, known: Known) -> None:
        self._known = known
        newest = list(known.checks.values())[::-1]
        now = self.ctx.now()
        self.table.set_rows([row_of(check, known.names, now) for check in newest])
        self.table.setVisible(bool(newest))
        self._empty.setVisible(not newest)

    def _open(self, key: object) -> None:
        if self._known is None or not isinstance(key, str):
            return
        self.ctx.nav.open(page_of(self.ctx, self._known.checks[key]))


def page_of(ctx: Context, check: Check) -> Page:
    """The page on which this check goes on."""
    if check.step in (Step.COMMITTED, Step.TYPED):
        return DrawPage(ctx, check)
    from custodyhcp.ui.ig_check import CheckPage

    return CheckPage(ctx, check)


class DrawPage(Page):
    """``DrawPage(ctx, check)``: the three steps, in order, on one page."""

    def __init__(self, ctx: Context, check: Check | None = None) -> None:
        super().__init__(
            "New spot check",
            subtitle="Three steps, so that neither you nor anybody else can steer the draw.",
            name="ig.spot",
        )
        self.ctx, self.check = ctx, check
        self._again_of: str | None = None
        self._build_commit()
        self._build_nonce()
        self._build_draw()
        self.add(self._commit_card, self._nonce_card, self._draw_card)
        self._show_step()

    def _build_commit(self) -> None:
        table = spot_check_table()
        self.period = PeriodFields(self.ctx.now(), days=table["every_days"], name="ig.spot")
        self.percent = Field(
            "How many of the rest", name="ig.spot.percent", chars=4, units="in a hundred",
            text=str(table["percent"]),
        )  # fmt: skip
        self.minimum = Field(
            "And at least", name="ig.spot.minimum", chars=4, units="events",
            text=str(table["minimum"]),
        )  # fmt: skip
        self.why = Field(
            "Why it is drawn again", name="ig.spot.again_why",
            hint="It stays on record beside the first draw.",
        )  # fmt: skip
        self.why.hide()
        self._commit_button = self._step_button("Commit", self.commit, "ig.spot.commit")
        self._commit_card = Card("1  Commit the list", name="ig.spot.step1")
        self._commit_form = [
            self.period,
            Row(self.percent, self.minimum, gap=32),
            self.why,
            Row(self._commit_button),
        ]
        self._committed = Facts(label_width=150)
        self._commit_card.add(*self._commit_form, self._committed)

    def _build_nonce(self) -> None:
        self.nonce = Field(
            "Your dice or words", name="ig.spot.nonce", example="4 2 6 6 1 3 5 2 1 4", chars=48
        )
        self.nonce.box.setMinimumWidth(420)
        self.nonce.entered.connect(self.draw)
        self._nonce_card = Card("2  Throw your dice", name="ig.spot.step2")
        self._nonce_words = PlainLabel("", "mono", name="ig.spot.logged")
        self._nonce_card.add(PlainLabel(_WHAT_DICE, "second"), self.nonce, self._nonce_words)

    def _build_draw(self) -> None:
        self._draw_button = self._step_button("Log and draw", self.draw, "ig.spot.draw")
        self._draw_card = Card("3  Draw", name="ig.spot.step3")
        self._draw_card.add(PlainLabel(_WHAT_DRAW, "second"), Row(self._draw_button))

    @staticmethod
    def _step_button(words: str, on: object, name: str) -> Button:
        return Button(words, on, role=ButtonRole.PRIMARY, name=name, key="Enter")  # type: ignore[arg-type]

    def focus_start(self) -> None:
        if self.check is None:
            self.period.first.focus_first()
        elif self.check.step is Step.COMMITTED:
            self.nonce.focus_first()
        else:
            self._draw_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # the steps

    def commit(self) -> None:
        now = self.ctx.now()
        problems = self.period.problems(now)
        percent = self._number(self.percent, 1, 100, problems)
        minimum = self._number(self.minimum, 0, 1000, problems)
        period = self.period.period(now)
        if self.show_errors(problems) or period is None:
            return
        by, again, why = Parameters(percent, minimum), self._again_of, self.why.text()
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: _commit(desk, period, by, again, why), self._stepped, self._not_committed
        )

    def draw(self) -> None:
        """Logs the words where that is still to be done, then draws."""
        check, words, desk = self.check, self.nonce.text(), self.ctx.desk
        if check is None:
            return
        missing: list[Problem] = []
        if check.step is Step.COMMITTED and not words:
            missing.append((self.nonce, "Throw the dice, or type four words, first."))
        if self.show_errors(missing):
            return
        self.ctx.work.do(lambda: _draw(desk, check, words), self._drawn, self._not_drawn)

    def _drawn(self, check: Check) -> None:
        from custodyhcp.ui.ig_check import CheckPage

        self.ctx.nav.back()
        self.ctx.nav.open(CheckPage(self.ctx, check))
        self.ctx.nav.toast(f"{len(check.sample)} drawn. Save the list for the force next.")

    def _not_drawn(self, error: Exception) -> None:
        """The words may have been logged all the same: read where the check stands."""
        self.show_failure(error)
        check, desk = self.check, self.ctx.desk
        if check is not None:
            self.ctx.work.do(lambda: room.read(desk)[check.id], self._reread)

    def _reread(self, check: Check) -> None:
        self.check = check
        self._show_step()

    def _stepped(self, check: Check) -> None:
        self.check = check
        self.clear_errors()
        self._show_step()
        self.focus_start()

    def _not_committed(self, error: Exception) -> None:
        """A period that has a draw already may be drawn again, with a reason."""
        earlier = getattr(error, "earlier", None)
        if isinstance(earlier, str):
            self._again_of = earlier
            self.why.show()
        self.show_failure(error)

    @staticmethod
    def _number(field: Field, least: int, most: int, problems: list[Problem]) -> int:
        text = field.text()
        if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most:
            return int(text)
        problems.append((field, f"Type a whole number from {least} to {most:,}."))
        return least

    def _show_step(self) -> None:
        check = self.check
        typed = check is not None and check.step is Step.TYPED
        for part in self._commit_form:
            part.setVisible(check is None)
        self.why.setVisible(check is None and self._again_of is not None)
        self._committed.setVisible(check is not None)
        self._nonce_card.setEnabled(check is not None)
        self._draw_card.setEnabled(check is not None)
        self.nonce.setVisible(not typed)
        self._nonce_words.setVisible(typed)
        self._primary = self._commit_button if check is None else self._draw_button
        if check is None:
            return
        self.set_title(f"Spot check {check.ref}", "Committed. Nothing recorded from now on counts.")
        self._nonce_words.setText(check.nonce)
        self._draw_button.setText("Draw" if typed else "Log and draw")
        self._committed.set_rows(committed_rows(check))


def committed_rows(check: Check) -> list[tuple[str, str]]:
    """What was committed, for the page and for whoever reads along."""
    counts = check.counts
    return [
        ("Period", period_words(check.period)),
        ("Always checked", f"{counts['ALL']} (overrides, and whatever does not fit)"),
        ("Drawn from", f"{counts['RANDOM']} others: {check.parameters.percent} in a hundred, "
         f"and at least {check.parameters.minimum}"),
        ("Checkpoint", watching.short_code(check.note)),
    ]  # fmt: skip


def _commit(desk: Desk, period: Period, by: Parameters, again_of: str | None, why: str) -> Check:
    return room.commit(desk, period, by, again_of=again_of, again_why=why)


def _draw(desk: Desk, check: Check, words: str) -> Check:
    if check.step is Step.COMMITTED:
        check = room.type_nonce(desk, check.id, words)
    return room.draw(desk, check.id)
