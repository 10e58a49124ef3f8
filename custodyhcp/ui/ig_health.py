"""Whether the ledger is whole, and who was lately given the key to what."""

from __future__ import annotations

from custodyhcp.ledger.values import Verdict
from custodyhcp.oversight import watching
from custodyhcp.oversight.watching import LedgerState
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Callout,
    Card,
    Cell,
    Column,
    Facts,
    Page,
    PlainLabel,
    Table,
    TableRow,
)

MOST_SHOWN = 50


class HealthPage(Page):
    """``HealthPage(ctx)``."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Ledger health",
            subtitle="Everything that happens is an entry. No entry is ever changed or removed.",
            name="ig.health",
            width=960,
        )
        self.ctx = ctx
        self._problems = Callout("", tone="red", name="ig.health.problems")
        self._problems.hide()
        self._whole = PlainLabel("", "big", name="ig.health.state")
        self._facts = Facts(label_width=170)
        card = Card()
        card.add(self._whole, self._facts)
        self._given = Table(
            [
                Column("When", 150, 1),
                Column("Who", 160, 2),
                Column("What they were given", 220, 2),
                Column("By", 160, 2),
            ],
            name="ig.health.granted",
            label="Keys given and people invited",
            least_height=40,
        )
        self.add(self._problems, card)
        self._verify = self.primary("Verify now", self.verify, name="ig.health.verify")
        self._granted = Card("Keys given and people invited, newest first")
        self._granted.add(
            PlainLabel(
                "Somebody you do not know here, or did not expect, is a matter for your Caldicott "
                "Guardian today.",
                "second",
            ),
            self._given,
        )
        self.layout_below(self._granted)

    def layout_below(self, card: Card) -> None:
        """Under the page's act, so that Verify now is seen without scrolling."""
        column = self._act_holder.parentWidget().layout()
        column.insertWidget(column.indexOf(self._act_holder) + 1, card)  # type: ignore[union-attr]

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: watching.ledger_state(desk), self._show, self.show_failure)

    def verify(self) -> None:
        """Recomputes it all off the screen's thread; the button waits until it is answered."""
        desk = self.ctx.desk
        self._verify.setEnabled(False)
        self._whole.setText("Verifying every entry…")
        self.ctx.work.do(lambda: watching.verify_now(desk), self._verified, self._failed)

    def _verified(self, verdict: Verdict) -> None:
        self._verify.setEnabled(True)
        urgent = not verdict.whole
        self.ctx.nav.announce(verdict.words, urgent=urgent)
        if verdict.whole:
            self.ctx.nav.toast("Every entry is whole.", f"{verdict.checked:,} were verified.")
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._verify.setEnabled(True)
        self.show_failure(error)
        self.refresh()

    def _show(self, state: LedgerState) -> None:
        health, now = state.health, self.ctx.now()
        self._problems.setVisible(bool(health.problems))
        if health.problems:
            words = " ".join(health.problems)
            self._problems.set("Tell your Caldicott Guardian and IT now", words)
        self._whole.setText(_in_words(state))
        self._whole.set_look("error" if health.problems else "good")
        verified = health.verified_at
        self._facts.set_rows(
            [
                ("Entries", f"{health.size:,}"),
                ("Last checkpoint", state.short_code or "None yet"),
                (
                    "Last verified",
                    f"{dates.cui_date_time(verified)} ({dates.ago(verified, now)})"
                    if verified
                    else "Not since this program started",
                ),
                ("Kept by", "This workstation's keyring, and every bundle and briefing on paper"),
            ]
        )
        self._given.set_rows(
            [
                TableRow(
                    key=place,
                    cells=(
                        Cell(dates.cui_short(one.at, now)),
                        Cell(one.who, "strong"),
                        Cell(one.what),
                        Cell(one.by, "second"),
                    ),
                )
                for place, one in enumerate(state.granted[:MOST_SHOWN])
            ]
        )
        self._given.fit_height()


def _in_words(state: LedgerState) -> str:
    health = state.health
    if health.problems:
        return "The ledger is not whole"
    return "The ledger is whole" if health.verified_at else "Not verified since the start"
