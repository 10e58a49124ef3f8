"""Exports: choose a period, save a bundle that proves itself, and see it verified at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from custodyhcp.oversight import checks as checks_room
from custodyhcp.oversight import exporting, saving, verifier, watching
from custodyhcp.oversight.checks import Check, Step
from custodyhcp.oversight.exporting import Exported
from custodyhcp.oversight.frame import Period
from custodyhcp.oversight.verifier import Verdict
from custodyhcp.oversight.watching import ExportMade
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.ig_columns import Columns
from custodyhcp.ui.ig_period import PeriodFields
from custodyhcp.ui.ig_period import words as period_words
from custodyhcp.ui.kit import (
    Button,
    Callout,
    Card,
    Choice,
    Facts,
    Field,
    Page,
    Pick,
    PlainLabel,
    Problem,
    Row,
    save_file,
)

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

DAYS = 28
_HOLDS = (
    "Who did what and when, under ids that name no patient; the grounds of decisions as code "
    "words; the spot check; proofs that nothing is missing; and a program that checks them. "
    "Nothing clinical, and no name of anybody in custody."
)
_DRAWN = frozenset({Step.DRAWN, Step.SENT, Step.CLOSED})


class Reasons(Enum):
    LEFT_OUT = "LEFT_OUT"
    INCLUDED = "INCLUDED"


@dataclass(frozen=True, slots=True)
class Before:
    """What there is to choose from, and what was exported before."""

    checks: Mapping[str, Check]
    exports: tuple[ExportMade, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    made: Exported
    path: Path
    verdict: Verdict


def look(desk: Desk) -> Before:
    drawn = {one.id: one for one in checks_room.read(desk).values() if one.step in _DRAWN}
    return Before(drawn, watching.ledger_state(desk).exports)


def make(desk: Desk, period: Period, check: str | None, reasons: bool, path: Path) -> Saved:
    """The bundle, saved and verified from the disk. Raises a known error before it is made where
    the place cannot be written to."""
    if not path.parent.is_dir():
        raise saving.CannotSave(
            f"There is no folder {path.parent.name or path.parent}.", "Choose another place."
        )
    made = exporting.export(desk, period, check=check, reasons=reasons)
    saving.write(path, made.content)
    return Saved(made, path, verifier.verify(path))


class ExportPage(Page):
    """``ExportPage(ctx)``."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Exports", subtitle="A bundle that proves itself.", name="ig.export", width=0
        )
        self.ctx = ctx
        self.period = PeriodFields(ctx.now(), days=DAYS, name="ig.export")
        self._check_holder = Row()
        self.check = Pick("Spot check to put in", [], name="ig.export.check")
        self.reasons = Choice(
            "The reasons that were written",
            {Reasons.LEFT_OUT: "Leave them out", Reasons.INCLUDED: "Put them in"},
            name="ig.export.reasons",
            hint="They are free text and may hold clinical words. Put them in only if they are "
            "asked for.",
            value=Reasons.LEFT_OUT,
        )
        self.path = Field("Where to save it", name="ig.export.path")
        stamp = dates.today(ctx.now()).isoformat()
        self.path.set_text(str(Path.home() / f"custody-audit_{stamp}.zip"))
        self._done = Card(name="ig.export.done")
        self._done_words = PlainLabel("", "h2", name="ig.export.verdict")
        self._done_facts = Facts(label_width=100)
        self._done.add(self._done_words, self._done_facts)
        self._done.hide()
        self._before = Card("Made before")
        self._before_facts = Facts(label_width=140)
        self._before.add(self._before_facts)
        self._before.hide()
        choose = Button("Choose a place", self._choose, name="ig.export.choose")
        self._lay_out(choose)
        self.primary("Make and save the bundle", self.save, name="ig.export.save")

    def _lay_out(self, choose: Button) -> None:
        """What to export at the left, what it is and was at the right."""
        asks: tuple[QWidget, ...] = (
            self.period,
            self._check_holder,
            self.reasons,
            self.path,
            Row(choose),
        )
        tells: tuple[QWidget, ...] = (self._done, Callout("What it holds", _HOLDS), self._before)
        self.add(Columns(asks, tells, shares=(11, 10)))

    def refresh(self) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk), self._show)

    def focus_start(self) -> None:
        self.period.first.focus_first()

    def save(self) -> None:
        now = self.ctx.now()
        problems: list[Problem] = self.period.problems(now)
        if not self.path.text():
            problems.append((self.path, "Say where to save it."))
        period = self.period.period(now)
        if self.show_errors(problems) or period is None:
            return
        desk, check = self.ctx.desk, self.check.value()
        number = check.id if isinstance(check, Check) else None
        reasons = self.reasons.value() is Reasons.INCLUDED
        path = Path(self.path.text()).expanduser()
        self.ctx.work.do(
            lambda: make(desk, period, number, reasons, path), self._saved, self.show_failure
        )

    def _saved(self, saved: Saved) -> None:
        good = saved.verdict.ok
        self._done.set_tone("green" if good else "red")
        verdict = "Saved, and verified from the disk" if good else saved.verdict.words[0]
        self._done_words.setText(verdict)
        self._done_facts.set_rows(
            [
                ("File", str(saved.path)),
                ("Entries", f"{saved.made.entries:,} of {saved.made.size:,}"),
                ("Checkpoint", _code(saved.made)),
                ("Root key", " ".join(_groups(saved.verdict.root))),
                ("To check it", f"custodyhcp verify {saved.path.name}"),
            ]
        )
        self._done.show()
        self.scroller.verticalScrollBar().setValue(0)
        self.ctx.nav.toast("The bundle is saved. Send the root key by another way.")
        self.refresh()

    def _show(self, before: Before) -> None:
        held = self.check.value()
        newest = list(before.checks.values())[::-1]
        options: list[tuple[object, str]] = [
            (one, f"{one.ref}, {period_words(one.period)}") for one in newest
        ]
        fresh = Pick("Spot check to put in", [*options, (None, "None")], name="ig.export.check")
        fresh.set_value(held if held in newest else newest[0] if newest else None)
        self._check_holder.body.replaceWidget(self.check, fresh)
        if self._check_holder.body.indexOf(fresh) < 0:
            self._check_holder.body.insertWidget(0, fresh)
        self.check.hide()
        self.check.deleteLater()
        self.check = fresh
        self._check_holder.setVisible(bool(newest))
        self._before.setVisible(bool(before.exports))
        self._before_facts.set_rows(
            [
                (
                    dates.cui_date_time(one.at),
                    f"{one.by}: {dates.cui_date_time(one.start)} to {dates.cui_date_time(one.end)}",
                )
                for one in before.exports[:5]
            ]
        )

    def _choose(self) -> None:
        save_file(
            self,
            Path(self.path.text()).name or "custody-audit.zip",
            lambda path: self.path.set_text(str(path)),
            title="Save the bundle",
            kinds="Bundles (*.zip)",
            name="ig.export.dialog",
        )


def _code(made: Exported) -> str:
    _, size, root = made.short_code.rsplit(" ", 2)
    return f"{size} · {' '.join(root[at : at + 4] for at in range(0, len(root), 4))}"


def _groups(root: str) -> list[str]:
    return [root[at : at + 8] for at in range(0, len(root), 8)]
