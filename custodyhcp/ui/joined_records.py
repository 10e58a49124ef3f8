"""Records that were joined to a person's: each join can be undone here, with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import joining
from custodyhcp.records.finding import PeopleIndex
from custodyhcp.records.joining import reason_problems
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, Field, Page, PlainLabel
from custodyhcp.ui.people_lookup import lookup_of


class JoinedRecords(QWidget):
    """Hidden where nothing is joined. ``parted`` once two records are two people again; what is to
    be put right is shown on ``page``. Buttons are NAME.part.0 and so on, the reason NAME.reason."""

    parted = Signal()

    def __init__(self, ctx: Context, page: Page, name: str) -> None:
        super().__init__(page)
        self.setProperty("ground", "none")
        self._ctx, self._page, self._name = ctx, page, name
        self._person = ""
        self.heading = PlainLabel("Joined records", "h3")
        self.reason = Field("How do you know they are two people?", name=f"{name}.reason")
        self._buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.reason)
        self.hide()

    def refresh(self, person: str) -> None:
        """Looks for what is joined to ``person``, any id of theirs."""
        self._person = person
        lookup_of(self._ctx).when_whole(self.show_for)

    def show_for(self, index: PeopleIndex) -> None:
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        pairs = joining.pairs(index.joined_to(self._person))
        self._buttons = [
            Button(
                f"Part from the record of {index.identity_of(other).name}",
                partial(self._part, one, other),
                name=f"{self._name}.part.{number}",
            )
            for number, (one, other) in enumerate(pairs)
        ]
        column = self.layout()
        for button in self._buttons:
            column.addWidget(button)  # type: ignore[union-attr]
        self.setVisible(bool(pairs))

    def _part(self, one: str, other: str) -> None:
        reason = self.reason.text()
        if self._page.show_errors([(self.reason, p.words) for p in reason_problems(reason)]):
            return
        desk = self._ctx.desk
        self._ctx.work.do(
            lambda: joining.unjoin(desk, one, other, reason), self._done, self._page.show_failure
        )

    def _done(self, _entry: object) -> None:
        self.reason.set_text("")
        self._page.clear_errors()
        self._ctx.nav.toast("The two records are two people again.")
        self.parted.emit()
        self.refresh(self._person)
