"""Whether the ledger is whole, and who was lately given the key to what."""

from __future__ import annotations

from PySide6.QtCore import Qt

from custodyhcp.ledger.values import Verdict
from custodyhcp.oversight import watching
from custodyhcp.oversight.watching import LedgerState
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Cell,
    Column,
    Facts,
    Page,
    PlainLabel,
    Row,
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
        self._verifying = False
        self._problems = Callout("", tone="red", name="ig.health.problems")
        self._problems.hide()
        self._whole = PlainLabel("", "big", name="ig.health.state")
        self._facts = Facts(label_width=170)
        card = Card()
        self._verify = Button(
            "Verify now", self.verify, role=ButtonRole.PRIMARY, name="ig.health.verify", key="Enter"
        )
        self._primary = self._verify
        card.add(self._whole, self._facts)
        card.body.addSpacing(8)
        card.add(Row(self._verify))
        self._given = Table(
            [
                Column("When", 110, 2),
                Column("Who", 110, 3),
                Column("What they were given", 150, 4),
                Column("By", 110, 3),
            ],
            name="ig.health.granted",
            label="Keys given and people invited",
            least_height=40,
        )
        self.add(self._problems, card)
        self._granted = Card("Keys given and people invited, newest first")
        self._granted.add(
            PlainLabel(
                "Somebody you do not know here, or did not expect, is a matter for your Caldicott "
                "Guardian today.",
                "second",
            ),
            self._given,
        )
        self.add(self._granted)

    def focus_start(self) -> None:
        self._verify.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: watching.ledger_state(desk), self._show, self.show_failure)

    def verify(self) -> None:
        """Recomputes it all off the screen's thread; pressed again meanwhile, nothing happens."""
        if self._verifying:
            return
        desk = self.ctx.desk
        self._verifying = True
        self._whole.setText("Verifying every entry…")
        self.ctx.work.do(lambda: watching.verify_now(desk), self._verified, self._failed)

    def _verified(self, verdict: Verdict) -> None:
        self._verifying = False
        urgent = not verdict.whole
        self.ctx.nav.announce(verdict.words, urgent=urgent)
        if verdict.whole:
            self.ctx.nav.toast(f"Every entry is whole: {verdict.checked:,} were verified.")
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._verifying = False
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
                ("Kept by", "This workstation's keyring, and every exported bundle"),
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
                        Cell("Their own sign-in" if one.by == one.who else one.by, "second"),
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
