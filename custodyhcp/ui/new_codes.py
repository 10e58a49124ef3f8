"""Making new recovery codes, when an officer leaves or a code may have been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custodyhcp.staff.recovering import OnlyTheseCodesOpen, new_codes, record_checked
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Field, Page
from custodyhcp.ui.recovery_codes import CodesPages
from custodyhcp.ui.set_up import officers_problems
from custodyhcp.ui.staff_pages import QuestionCard

if TYPE_CHECKING:
    from custodyhcp.vault.recovery import Share


class NewCodesPage(Page):
    """The three officers' names, then four codes, each shown once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Make new recovery codes",
            subtitle="Four new codes, each shown once. The present ones stop working at once.",
            width=660,
            name="admin.new_codes",
        )
        self.ctx = ctx
        named = (*ctx.desk.authority.officers, "", "", "")
        self._fields = [
            Field(f"{which} recovery officer", name=f"admin.officer.{place}", text=named[place - 1])
            for place, which in enumerate(("First", "Second", "Third"), 1)
        ]
        self.add(
            Callout(
                "Have the officers beside you",
                "Each takes one code with them. The fourth is printed for the safe. The new codes "
                "bring records back once the people who open them have signed in again.",
            ),
            *self._fields,
        )
        self._ask = QuestionCard(lambda asking: self._button.setVisible(not asking))
        self.add(self._ask)
        self._button = self.primary("Make new codes", self._make, name="admin.codes.make")
        self.secondary("Cancel", ctx.nav.back, name="admin.codes.cancel")

    def _make(self, *, even_if_lost: bool = False) -> None:
        if self.show_errors(officers_problems(self._fields)):
            return
        first, second, third = (field.text() for field in self._fields)
        desk = self.ctx.desk
        self._button.setEnabled(False)
        self.ctx.work.do(
            lambda: new_codes(desk, (first, second, third), even_if_lost=even_if_lost),
            self._made,
            self._not_made,
        )

    def _not_made(self, error: BaseException) -> None:
        self._button.setEnabled(True)
        if isinstance(error, OnlyTheseCodesOpen):
            self._ask.ask(
                error.words,
                f"{error.then} If you go on now, nobody can ever open them again.",
                "Go on all the same",
                lambda: self._make(even_if_lost=True),
                name="admin.codes.anyway",
            )
            return
        self.show_failure(error)

    def _made(self, shares: tuple[Share, ...]) -> None:
        self.ctx.nav.back()
        self.ctx.nav.open(CodesPages(shares, self._checked))

    def _checked(self) -> None:
        desk, nav = self.ctx.desk, self.ctx.nav
        nav.back()
        self.ctx.work.do(lambda: record_checked(desk), lambda _none: nav.home())
        nav.toast("New recovery codes are in force.", "Destroy the old ones.")
