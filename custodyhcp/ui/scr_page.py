"""Record a look at the Summary Care Record: it is looked at in NCRS, and written down here.

Without a permission in force there is nothing to fill in, only the way to Consent. The permission
is read again when the page opens and once more when the look is recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from custodyhcp.consent.codes import IN_NCRS, Scope
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.wording import words
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import dates, viewing
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.kit import Callout, EmptyState, Page, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.view_form import ViewForm

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context


class ScrPage(Page):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``consent``."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "Look at the Summary Care Record",
            subtitle="Open it in NCRS with your own smartcard. Here, record that you looked.",
            name="scrview",
        )
        self.ctx, self.detention = ctx, detention
        self._permission: Permission | None = None
        self.basis = Callout("", name="scrview.permission")
        self.form = ViewForm(ctx.now, "scrview", IN_NCRS, "NCRS")
        self.earlier = PlainLabel("", "second", name="scrview.earlier")
        self.empty = EmptyState(
            "No permission in force",
            "Ask the person, and record the answer, under Consent. Then the form is here.",
            "Go to Consent",
            lambda: self.wants.emit("consent"),
            name="scrview.consent",
        )
        self.add(self.empty, self.basis, self.form)
        self.button = self.primary("Record what I looked at", self.record, name="scrview.record")
        self.footer.addWidget(self.earlier)
        self._show(None, self.ctx.now())

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: parts.read(desk, detention), self._read, self.show_failure)

    def _read(self, opened: parts.Opened) -> None:
        now = self.ctx.now()
        began = self._permission is None
        self._show(opened.state.permission(Scope.VIEW_SCR, now), now)
        self.earlier.setText(earlier(opened, "SCR", now))
        if began and self._permission is not None:
            QTimer.singleShot(0, self, self.focus_start)

    def _show(self, permission: Permission | None, now: datetime) -> None:
        self._permission = permission
        for widget in (self.basis, self.form, self.button):
            widget.setVisible(permission is not None)
        self.empty.setVisible(permission is None)
        if permission is not None:
            tone = "amber" if permission.code.is_override else "green"
            said = f"In force {parts.until_words(permission, now)}."
            self.basis.set(words(permission.code), said, tone)

    def record(self) -> None:
        findings, permission = self.form.findings(), self._permission
        if permission is None:
            return
        if self.show_errors(view_problems(self.form, self.ctx.now())) or findings is None:
            return
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: viewing.record_scr_view(desk, permission, findings),
            self._recorded,
            self.show_failure,
        )

    def _recorded(self, _entry: Entry) -> None:
        self.ctx.nav.toast("Recorded.", "Now the assessment.")
        self.form.clear()
        self.recorded.emit()
        self.refresh()


def view_problems(form: ViewForm, now: datetime) -> list[Shown]:
    """What is wrong with a view form, beside its fields."""
    findings = form.findings()
    if findings is None:
        said = form.opened_at.problem() or "Give the time at which you opened it: N for now."
        return [(form.opened_at, said)]
    where = form.fields()
    return [(where.get(p.field), p.words) for p in viewing.problems(findings, now)]


def earlier(opened: parts.Opened, source: str, now: datetime) -> str:
    """The looks already made, in one line."""
    looks = [view for view in opened.detention.views if view.source == source]
    if not looks:
        return ""
    times = ", ".join(dates.cui_short(view.opened_at, now) for view in looks)
    return f"Looked at in this detention: {times}."
