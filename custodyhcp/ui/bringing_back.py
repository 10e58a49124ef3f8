"""Two recovery codes bring somebody the keys that no colleague is there to pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custodyhcp.staff.people import Person
from custodyhcp.staff.recovering import bring_back
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Page
from custodyhcp.ui.recovery import TwoCodes
from custodyhcp.ui.staff_words import opens_words
from custodyhcp.vault.authority import Standing

if TYPE_CHECKING:
    from custodyhcp.errors import KnownError
    from custodyhcp.vault.compartments import Compartment


class BringBackPage(Page):
    """The two codes, typed by the two who hold them. They go with the page."""

    def __init__(self, ctx: Context, person: Person) -> None:
        name = person.member.name
        super().__init__(
            f"Bring keys back for {name}",
            subtitle=f"They cannot open {opens_words(person.waiting_for)}.",
            width=680,
            name="admin.bring_back_page",
        )
        self.ctx, self._person = ctx, person
        self.codes = TwoCodes("admin.bring_back")
        self.add(
            Callout(
                "Two of the four codes are needed, each typed by whoever holds it",
                f"The keys go to {name} and to nobody else. Whose codes were used is recorded, and "
                "your information governance officer sees it.",
            ),
            self.codes.first,
            self.codes.second,
        )
        self._button = self.primary(
            "Bring the keys back", self._submit, name="admin.bring_back.submit"
        )
        self.secondary("Cancel", ctx.nav.back, name="admin.bring_back.cancel")

    def _submit(self) -> None:
        if self.show_errors(self.codes.problems()):
            return
        desk, staff, typed = self.ctx.desk, self._person.member.staff, self.codes.typed()
        self._busy(True)
        self.ctx.work.do(lambda: bring_back(desk, staff, typed), self._done, self._failed)

    def _busy(self, on: bool) -> None:
        self._button.setEnabled(not on)

    def _done(self, brought: tuple[Compartment, ...]) -> None:
        for field in (self.codes.first, self.codes.second):
            field.set_text("")
        name, opens = self._person.member.name, opens_words(brought)
        when = "first" if self._person.member.standing is Standing.INVITED else "next"
        self.ctx.nav.back()
        self.ctx.nav.toast(f"From their {when} sign-in on, {name} can open {opens}.")

    def _failed(self, error: KnownError) -> None:
        self._busy(False)
        self.show_failure(error)
