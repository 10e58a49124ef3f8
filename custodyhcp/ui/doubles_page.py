"""People who may be written down twice, side by side, and numbers to put right.

Nobody is blocked by anything here, and nothing is joined by itself. Several people on one screen,
so no patient banner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.ledger.entry import Entry
from custodyhcp.records import joining
from custodyhcp.records.finding import Hit, PeopleIndex
from custodyhcp.records.joining import reason_problems
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, EmptyState, Field, Page
from custodyhcp.ui.people_lookup import lookup_of
from custodyhcp.ui.side_by_side import Same, SideBySide, compared
from custodyhcp.vault.compartments import Compartment

AT_ONCE = 8  # pairs drawn; the rest come when these are answered


class DoublesPage(Page):
    """Each pair with its three answers. The reason is asked once, above, for any that is joined."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Possible duplicates",
            subtitle="Alike by NHS number, or by name and date of birth. Nothing is joined unless "
            "you say so, and a join can be undone.",
            width=900,
            name="doubles",
        )
        self._ctx = ctx
        self._not_now: set[frozenset[str]] = set()
        self._pairs: list[QWidget] = []
        self._none = EmptyState(
            "Nobody seems to be here twice",
            "When two people have the same NHS number, or a name and date of birth that agree, "
            "they stand here side by side.",
        )
        self.reason = Field(
            "How do you know they are one person?",
            name="doubles.reason",
            hint="Needed before two records are joined, such as: same tattoo, he says so himself",
        )
        self.reason.hide()
        self._numbers = Callout("", tone="amber", name="doubles.numbers")
        self._numbers.hide()
        self.add(self._none, self.reason)
        self._none.hide()
        self.footer.addWidget(self._numbers)
        self.secondary("Back", ctx.nav.back, name="doubles.back")

    def refresh(self) -> None:
        lookup_of(self._ctx).when_whole(self._show)

    def _show(self, index: PeopleIndex) -> None:
        pairs = [p for p in index.doubles() if _key(p) not in self._not_now]
        for old in self._pairs:
            old.hide()
            old.deleteLater()
        self._pairs = [self._card(n, pair, index) for n, pair in enumerate(pairs[:AT_ONCE])]
        for card in self._pairs:
            self.body.addWidget(card)
            card.show()
        self.reason.setVisible(bool(pairs))
        self._none.setVisible(not pairs)
        if self._ctx.desk.session.holds(Compartment.CLINICAL):
            self._report(index)

    def _card(self, number: int, pair: tuple[Hit, Hit], index: PeopleIndex) -> SideBySide:
        one, other = pair
        sees = self._ctx.desk.session.holds(Compartment.CLINICAL)
        lines = compared(index, one.who, index.number_of(one.person), other, numbers=sees)
        card = SideBySide((_title(one), _title(other)), lines, name=f"doubles.{number}")
        card.answered.connect(partial(self._answered, pair))
        return card

    def _report(self, index: PeopleIndex) -> None:
        """Numbers on two records, and people here without one (ISB 0149 requirements 12, 13)."""
        shared, without = index.numbers_on_two(), index.without_number()
        said = [
            f"One NHS number on {len(hits)} records: {', '.join(_title(h) for h in hits)}."
            for hits in shared
        ]
        if without:
            said.append(f"Here without an NHS number: {', '.join(_title(h) for h in without)}.")
        self._numbers.setVisible(bool(said))
        self._numbers.set("NHS numbers to look into", "\n".join(said))

    def _answered(self, pair: tuple[Hit, Hit], answer: Same) -> None:
        desk, one, other = self._ctx.desk, pair[0].person, pair[1].person
        if answer is Same.NOT_NOW:
            self._not_now.add(_key(pair))
            self.refresh()
            return
        if answer is Same.DIFFERENT:
            self._do(lambda: joining.tell_apart(desk, one, other), "Two people. Not asked again.")
            return
        reason = self.reason.text()
        if self.show_errors([(self.reason, p.words) for p in reason_problems(reason)]):
            return
        self._do(lambda: joining.join(desk, one, other, reason), "The two records are joined.")

    def _do(self, act: Callable[[], Entry], said: str) -> None:
        def done(_entry: object) -> None:
            self.clear_errors()
            self.reason.set_text("")
            self._ctx.nav.toast(said)
            self.refresh()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

        self._ctx.work.do(act, done, self.show_failure)


def _key(pair: tuple[Hit, Hit]) -> frozenset[str]:
    return frozenset(hit.person for hit in pair)


def _title(hit: Hit) -> str:
    where = f"here now, cell {hit.cell}" if hit.cell else "here now"
    return f"{hit.custody_ref or 'Never in custody'} ({where if hit.here else 'not here'})"
