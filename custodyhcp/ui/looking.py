"""What a look at the SCR and a look at the GP record have in common: one page part for both.

Rules kept here: there is a form only while a permission is in force; its limits are shown, and what
they exclude is not offered; the look is written by a verb that asks the ledger once more, in that
very moment; where it is refused, what was typed stays, here and sealed on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from custodyhcp.consent.codes import LookedAt, Scope
from custodyhcp.consent.limits import NO_LIMITS, Limits
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.wording import words
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import dates, viewing
from custodyhcp.records.drafts import Draft
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.kit import Callout, Page, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.typing_kept import TypingKept, put_back
from custodyhcp.ui.view_form import ViewForm

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.records.viewing import Findings
    from custodyhcp.ui.context import Context

Verb = Callable[["Desk", Permission, "Findings"], Entry]


class LookingPage(Page):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to another section.

    A page of this kind sets ``scope``, ``source``, ``system`` and ``verb``, adds ``restored``,
    ``limits`` and ``form`` where it wants them, and calls ``look_at(opened)`` after each read."""

    recorded = Signal()
    wants = Signal(str)
    scope: Scope
    source: str  # "SCR" or "GP", as a view names it
    system: str  # what is opened to look: it stands in "… opened at"

    def __init__(
        self,
        ctx: Context,
        detention: str,
        looked: Iterable[LookedAt],
        *,
        title: str,
        subtitle: str,
        name: str,
        form_name: str,
    ) -> None:
        super().__init__(title, subtitle=subtitle, name=name)
        self.ctx, self.detention = ctx, detention
        self._opened: parts.Opened | None = None
        self._permission: Permission | None = None
        self._looked_for = False  # whether unrecorded typing has been looked for
        self._filling = False
        self.restored = Callout("", tone="amber", name=f"{name}.restored")
        self.limits = Callout("", tone="amber", name=f"{name}.limits")
        self.form = ViewForm(ctx.now, form_name, looked, self.system)
        self.earlier = PlainLabel("", "second", name=f"{name}.earlier")
        self.footer.addWidget(self.earlier)
        self.button = self.primary("Record what I looked at", self.record, name=f"{name}.record")
        self._kept = TypingKept(self, ctx, detention, self._person)
        self._kept.turn_to(name)
        self.form.changed.connect(self.touched)
        self.restored.hide()
        self.limits.hide()

    def verb(self, desk: Desk, permission: Permission, findings: Findings) -> Entry:
        """The verb that writes this look."""
        raise NotImplementedError

    # reading

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: parts.read(desk, detention), self.read, self.show_failure)

    def read(self, opened: parts.Opened) -> None:
        """What was read, shown. A page with more to show does that first."""
        self.look_at(opened)

    def look_at(self, opened: parts.Opened) -> None:
        now = self.ctx.now()
        self._opened = opened
        self.show_permission(opened.state.permission(self.scope, now), now)
        self.earlier.setText(earlier(opened, self.source, now))
        if not self._looked_for:
            self._looked_for = True
            self._kept.restore(self._bring_back)

    def show_permission(self, permission: Permission | None, now: datetime) -> None:
        """The form while there is a permission. What was typed when it ended stays in sight."""
        self._permission = permission
        visible = permission is not None or self._typed()
        self.form.setVisible(visible)
        self.button.setVisible(permission is not None)
        limits = NO_LIMITS if permission is None else permission.limits
        self.form.limit(limits)
        self.limits.set("They set limits", limit_words(limits))
        self.limits.setVisible(limits.any)

    def _typed(self) -> bool:
        return self.form.isVisibleTo(self) and self.form.filled()

    def _person(self) -> str:
        return self._opened.person if self._opened else ""

    # typing

    def touched(self) -> None:
        """Somebody typed or chose something."""
        if not self._filling:
            self._kept.touched()

    def save_now(self) -> None:
        self._kept.save_now()

    def _bring_back(self, draft: Draft) -> None:
        when = dates.cui_short(draft.saved_at, self.ctx.now())
        self._filling = True
        put_back(self, draft.fields)
        self._filling = False
        words_said = f"Not recorded since {when}."
        if self._permission is None:
            words_said += " There is no permission in force now, so it cannot be recorded."
        self.restored.set("What you typed has been brought back", words_said)
        self.restored.show()
        self.form.setVisible(self._permission is not None or self.form.filled())

    # recording

    def record(self) -> None:
        findings, permission = self.form.findings(), self._permission
        if permission is None:
            return
        if self.show_errors(self._problems(permission)) or findings is None:
            return
        self.button.setEnabled(False)  # a second Enter is not a second look
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: self.verb(desk, permission, findings), self._recorded, self._not_recorded
        )

    def _problems(self, permission: Permission) -> list[Shown]:
        found = view_problems(self.form, self.ctx.now())
        findings = self.form.findings()
        if findings is not None:
            where = self.form.fields()
            further = viewing.beyond(findings, permission.limits)
            found += [(where.get(problem.field), problem.words) for problem in further]
        return found

    def _recorded(self, _entry: Entry) -> None:
        self.button.setEnabled(True)
        self._kept.forget()
        self.restored.hide()
        self.ctx.nav.toast("Recorded.", "Now the assessment.")
        self.form.clear()
        self.recorded.emit()
        self.refresh()

    def _not_recorded(self, error: KnownError) -> None:
        """The typing stays in front of them; it is sealed as well, in case they leave."""
        self.button.setEnabled(True)
        self._kept.touched()
        self._kept.save_now()
        self.show_failure(error)


def view_problems(form: ViewForm, now: datetime) -> list[Shown]:
    """What is wrong with a view form, beside its fields."""
    findings = form.findings()
    if findings is None:
        said = form.opened_at.problem() or "Give the time at which you opened it: N for now."
        return [(form.opened_at, said)]
    where = form.fields()
    return [(where.get(p.field), p.words) for p in viewing.problems(findings, now)]


def limit_words(limits: Limits) -> str:
    """Every limit in words: those the program keeps to, and those that only a person can."""
    said = [limits.words.strip()]
    if limits.only:
        said.append("Only to be looked at: " + ", ".join(words(one) for one in limits.only) + ".")
    if limits.headings_not:
        said.append("Not to be used: " + ", ".join(limits.headings_not) + ".")
    if limits.leave_out:
        said.append("Left out of what is sent: " + ", ".join(map(words, limits.leave_out)) + ".")
    return "\n".join(filter(None, said))


def earlier(opened: parts.Opened, source: str, now: datetime) -> str:
    """The looks already made, in one line."""
    looks = [view for view in opened.detention.views if view.source == source]
    if not looks:
        return ""
    times = ", ".join(dates.cui_short(view.opened_at, now) for view in looks)
    return f"Looked at in this detention: {times}."
