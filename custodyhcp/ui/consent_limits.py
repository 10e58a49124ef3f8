"""The limits of a yes: in their own words always, and ticked where the program can keep to them."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent import wording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import IN_NCRS, LeaveOut, LookedAt, Scope
from custodyhcp.consent.limits import Limits
from custodyhcp.consent.wording import words
from custodyhcp.ui.consent_parts import Where, coded
from custodyhcp.ui.kit import Button, ButtonRole, Field, MultiChoice, Row
from custodyhcp.ui.kit import Problem as Shown

_SENT = (Scope.SEND_GP, Scope.SHARE_OTHER_CARE)


class LimitsForm(QWidget):
    """``fill(asked)`` adds the limits; ``changed`` on every answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._scope = Scope.VIEW_SCR
        self._headings = coded("Withheld", wording.scr_headings())
        self.words = Field(
            "Which limits", name="consent.limits", hint="In their own words", lines=4
        )
        self.only: MultiChoice[LookedAt] = MultiChoice(
            "Only these may be looked at",
            {one: words(one) for one in IN_NCRS},
            name="consent.limits.only",
            hint="Tick nothing where it is not limited to some",
        )
        self.headings_not: MultiChoice[Enum] = MultiChoice(
            "Nothing under these headings",
            {member: heading for heading, member in self._headings.items()},
            name="consent.limits.headings",
        )
        self.all_headings = Button(
            "Show every heading",
            self._show_all,
            role=ButtonRole.LINK,
            name="consent.limits.all_headings",
        )
        self.leave_out: MultiChoice[LeaveOut] = MultiChoice(
            "Leave these out of what is sent",
            {part: words(part) for part in LeaveOut},
            name="consent.limits.leave_out",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.words, self.only, self.headings_not):
            column.addWidget(widget)
        column.addWidget(Row(self.all_headings))
        column.addWidget(self.leave_out)
        self.words.changed.connect(self.changed)
        for several in (self.only, self.headings_not, self.leave_out):
            several.changed.connect(lambda _chosen: self.changed.emit())
        self.turn_to(Scope.VIEW_SCR)

    def turn_to(self, scope: Scope) -> None:
        """What can be kept to for this question."""
        self._scope = scope
        looks = scope is Scope.VIEW_SCR
        first = wording.scr_headings_first()
        self.only.setVisible(looks)
        self.headings_not.setVisible(looks)
        self.all_headings.setVisible(looks)
        self.headings_not.only([self._headings[heading] for heading in first])
        self.leave_out.setVisible(scope in _SENT)

    def _show_all(self) -> None:
        self.headings_not.only(self._headings.values())
        self.all_headings.hide()

    def show_what_is_ticked(self) -> None:
        """After something was put back: a ticked heading is never hidden."""
        first = {self._headings[heading] for heading in wording.scr_headings_first()}
        if self._scope is Scope.VIEW_SCR and set(self.headings_not.values()) - first:
            self._show_all()

    def limits(self) -> Limits:
        return Limits(
            words=self.words.text(),
            only=self.only.values(),
            headings_not=tuple(str(member.value) for member in self.headings_not.values()),
            leave_out=self.leave_out.values(),
        )

    def fill(self, asked: Asked) -> Asked:
        return replace(asked, limits=self.words.text(), limited=self.limits())

    def unanswered(self) -> list[Shown]:
        if self.words.text():
            return []
        return [(self.words, "Say which limits they set.")]

    def fields(self) -> Where:
        return {
            "limits": self.words,
            "limited": self.words,
            "limited.words": self.words,
            "limited.only": self.only,
            "limited.headings_not": self.headings_not,
            "limited.leave_out": self.leave_out,
        }
