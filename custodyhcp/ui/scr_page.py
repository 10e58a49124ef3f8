"""Record a look at the Summary Care Record: it is looked at in NCRS, and written down here.

Without a permission in force there is nothing to fill in, only the way to Consent. The permission
is read again when the page opens and once more when the look is recorded. An opt-out, no record and
a record that may not be shown are told in the same words (domain consent 1.5, 2.1, HARD).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from custodyhcp.consent.codes import IN_NCRS, Scope
from custodyhcp.consent.outcome import NotAvailable
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.wording import words
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import viewing
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.kit import Callout, EmptyState
from custodyhcp.ui.looking import LookingPage

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.records.viewing import Findings
    from custodyhcp.ui.context import Context


class ScrPage(LookingPage):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``consent``."""

    scope, source, system = Scope.VIEW_SCR, "SCR", "NCRS"

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            ctx,
            detention,
            IN_NCRS,
            title="Look at the Summary Care Record",
            subtitle="Open it in NCRS with your own smartcard. Here, record that you looked.",
            name="scrview",
            form_name="scrview",
        )
        self.basis = Callout("", name="scrview.permission")
        self.none = Callout("", tone="grey", name="scrview.not_available")
        self.empty = EmptyState(
            "No permission in force",
            "Ask the person, and record the answer, under Consent. Then the form is here.",
            "Go to Consent",
            lambda: self.wants.emit("consent"),
            name="scrview.consent",
        )
        self.add(self.none, self.empty, self.restored, self.basis, self.limits, self.form)
        self.none.hide()
        self.show_permission(None, ctx.now())

    def verb(self, desk: Desk, permission: Permission, findings: Findings) -> Entry:
        return viewing.record_scr_view(desk, permission, findings)

    def read(self, opened: parts.Opened) -> None:
        began = self._permission is None
        self.look_at(opened)
        outcome = opened.state.outcome(Scope.VIEW_SCR, self.ctx.now())
        self.none.setVisible(isinstance(outcome, NotAvailable))
        if isinstance(outcome, NotAvailable):
            self.none.set("No record is available", outcome.instead)
        if began and self._permission is not None:
            QTimer.singleShot(0, self, self.focus_start)

    def show_permission(self, permission: Permission | None, now: datetime) -> None:
        super().show_permission(permission, now)
        self.basis.setVisible(permission is not None)
        self.empty.setVisible(permission is None)
        if permission is not None:
            tone = "amber" if permission.code.is_override else "green"
            said = f"In force {parts.until_words(permission, now)}."
            self.basis.set(words(permission.code), said, tone)
