"""The care summary for the GP: write it, check it, hand it over, answer for it.

Rules kept here: there is no form without a permission in force to send; what is about to leave is
checked on a screen of its own, with the person's identity and the practice side by side; the
program says "draft created", never "sent".
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.codes import Scope
from custodyhcp.consent.limits import NO_LIMITS, Limits
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.recording import state_of
from custodyhcp.errors import KnownError
from custodyhcp.records import dates, drafts, importing, people
from custodyhcp.records.learned import Fact, taken_back
from custodyhcp.records.practices import Practice as Listed
from custodyhcp.sharing import composing, sending, withdrawing
from custodyhcp.sharing.draft_files import TakenBack, drafts_of
from custodyhcp.sharing.left_out import leaving_out
from custodyhcp.sharing.recipient import classify
from custodyhcp.sharing.sending import Ready, Sending
from custodyhcp.sharing.summary import Clinician, Practice, Service, sections
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Callout,
    Card,
    EmptyState,
    Facts,
    Field,
    Page,
    PlainLabel,
    Row,
)
from custodyhcp.ui.looking import limit_words
from custodyhcp.ui.summary_form import SummaryForm
from custodyhcp.ui.summary_waiting import SummaryWaiting
from custodyhcp.ui.summary_withdrawn import SummaryWithdrawn

DRAFT = "summary"


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page needs, read at once."""

    opened: people.Opened
    permission: Permission | None
    limits: Limits
    taken_back: tuple[Fact, ...]
    left_behind: tuple[str, ...]  # draft files that may no longer be sent and are still there
    past: tuple[Sending, ...]
    practices: tuple[Listed, ...]
    typed: Mapping[str, Any] | None

    @property
    def waiting(self) -> Sending | None:
        return next((made for made in reversed(self.past) if not made.answered), None)


def read(ctx: Context, detention: str) -> Found:
    """Off the screen's thread."""
    desk = ctx.desk
    opened = people.read_detention(desk, detention)
    person = opened.detention.person
    state = state_of(desk, person, detention)
    permission = state.permission(Scope.SEND_GP, desk.now())
    became = withdrawing.take_drafts_back(desk, detention, drafts_of(desk.ledger))
    kept = drafts.restore(desk, DRAFT, detention)
    return Found(
        opened,
        permission,
        NO_LIMITS if permission is None else permission.limits,
        taken_back(opened.detention.views, state),
        tuple(name for name, one in became.items() if one is not TakenBack.GONE),
        tuple(sending.sendings(desk, detention)),
        importing.practices(desk),
        kept.fields if kept else None,
    )


class SummaryPage(Page):
    """``SummaryPage(ctx, detention)``; ``recorded`` is emitted after anything was written."""

    recorded = Signal()

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__("GP summary", name="summary")
        self.ctx, self.detention = ctx, detention
        self._found: Found | None = None
        self._form: SummaryForm | None = None
        self._inside: QWidget | None = None
        self._ready: Ready | None = None
        self._made: Sending | None = None

    def refresh(self) -> None:
        """Reads again; a form in front with typing in it stays."""
        ctx, detention = self.ctx, self.detention
        ctx.work.do(lambda: read(ctx, detention), self._show, self.show_failure)

    def _show(self, found: Found) -> None:
        first = self._found is None
        self._found = found
        waiting = found.waiting
        if waiting is not None and waiting.unusable:
            self._put(self._withdrawn(waiting, found))
        elif waiting is not None:
            self._make_ready_again(waiting)
        elif found.permission is None:
            self._put(self._ask_first(found))
        elif first or self._form is None:
            self._put(self._writing(found))

    def _put(self, inside: QWidget) -> None:
        """Show this and nothing else; a form that was in front is kept for coming back to."""
        old = self._inside
        if old is not None and old is not inside:
            old.hide()
            if self._form is None or not old.isAncestorOf(self._form):
                old.deleteLater()
        self._inside = inside
        self.body.addWidget(inside)
        inside.show()
        self.clear_errors()
        self.scroller.verticalScrollBar().setValue(0)
        self.show_numbers()

    # not yet allowed

    def _ask_first(self, found: Found) -> QWidget:
        self._drop_form()
        self._primary = None
        return EmptyState(
            "Ask first",
            "A summary goes to the GP only with the person's permission to send it. Ask, record "
            "the answer under Consent, and the form opens here." + _past_words(found, self.ctx),
            "Go to Consent",
            lambda: self.ctx.nav.go("person", detention=self.detention, section="consent"),
            name="summary.ask",
        )

    # writing

    def _writing(self, found: Found) -> QWidget:
        self._form = form = SummaryForm()
        form.practice.set_practices(found.practices)
        if found.typed is not None:
            form.restore(found.typed)
        else:
            form.fill(composing.offered(found.opened.detention, found.taken_back))
        form.typed.connect(self.save_now)
        holder, column = _column()
        if found.limits.any:
            said = limit_words(found.limits)
            column.addWidget(Callout("They set limits", said, tone="amber", name="summary.limits"))
        form.show_taken_back(found.taken_back)
        past = _past_words(found, self.ctx)
        if past:
            column.addWidget(PlainLabel(past.strip(), "second"))
        column.addWidget(form)
        column.addWidget(Row(self.primary("Check it", self._check, name="summary.check")))
        self._check_button = self._primary
        return holder

    def save_now(self) -> None:
        """Keep what has been typed, sealed."""
        form, found = self._form, self._found
        if form is None or found is None:
            return
        form.stop()
        ctx, detention, person = self.ctx, self.detention, found.opened.detention.person
        fields = form.to_body()
        ctx.work.do(lambda: drafts.save(ctx.desk, DRAFT, detention, person, fields, ("", 0)))

    def _check(self) -> None:
        form, found = self._form, self._found
        if form is None or found is None or self.show_errors(form.problems()):
            return
        chosen, permission = form.practice.value(), found.permission
        if chosen is None or permission is None:
            return
        self.save_now()
        ctx, written, to = self.ctx, form.written(), form.addressed()
        self.ctx.work.do(
            lambda: make_ready(ctx, found, written, chosen, to, permission),
            self._checked,
            self.show_failure,
        )

    def _withdrawn(self, made: Sending, found: Found) -> QWidget:
        self._drop_form()
        self._primary = None
        page = SummaryWithdrawn(self.ctx, made, found.left_behind, self._failed, self.show_errors)
        page.answered.connect(self._answered)
        return page

    def _checked(self, ready: Ready) -> None:
        self._ready = ready
        self._put(self._checking(ready))

    # checking: what is about to leave

    def _checking(self, ready: Ready) -> QWidget:
        holder, column = _column()
        summary, envelope = ready.summary, ready.envelope
        who = self._banner_words(ready)
        column.addWidget(
            Callout("Is this the right person and the right practice?", who, tone="amber")
        )
        card = Card("What leaves")
        card.add(
            Facts(
                [
                    ("To", envelope.to),
                    ("How", ready.addressed.recipient.why),
                    ("Subject", envelope.subject),
                    ("Attached", f"{envelope.file_name}, version {summary.version}"),
                    ("Rests on", summary.consent),
                ]
            )
        )
        column.addWidget(card)
        says = Card("What it says")
        says.add(Facts([(s.heading, "\n".join(s.lines)) for s in sections(summary)],
                       label_width=170))  # fmt: skip
        column.addWidget(says)
        column.addWidget(
            Row(
                self.primary("Confirm and create draft", self._create, name="summary.create"),
                self.secondary("Change something", self._change, name="summary.change"),
            )
        )
        return holder

    def _banner_words(self, ready: Ready) -> str:
        found, practice = self._found, ready.summary.practice
        stay = found.opened.detention if found else None
        name = stay.who.name if stay else ""
        born = dates.cui_date(stay.who.dob) if stay else ""
        code = f" ({practice.code})" if practice.code else ""
        # Isolated, so that a name written from the right leaves the rest in its order.
        return f"\u200e\u2068{name}\u2069, born {born}\n{practice.name}{code}, {practice.address}"

    def _change(self) -> None:
        if self._form is None:
            return
        holder = self._form.parentWidget()
        if holder is not None:
            self._put(holder)
            self._primary = self._check_button

    def _create(self) -> None:
        found, ready = self._found, self._ready
        if found is None or ready is None or found.permission is None:
            return
        ctx, permission, stay = self.ctx, found.permission, found.opened.detention

        def create() -> Sending:
            made = sending.prepare_summary(
                ctx.desk, permission, ready, person=stay.person, detention=stay.id
            )
            drafts.drop(ctx.desk, DRAFT, stay.id)
            return made

        ctx.work.do(create, self._created, self.show_failure)

    def _created(self, made: Sending) -> None:
        self._drop_form()
        if self._ready is not None:
            self._put(self._waiting(made, self._ready))
        self.ctx.nav.announce("Draft created: not sent yet.")
        self.recorded.emit()

    def _drop_form(self) -> None:
        if self._form is not None:
            self._form.stop()
            holder = self._form.parentWidget()
            self._form = None
            if holder is not None and holder is not self._inside:
                holder.deleteLater()

    # waiting for an answer

    def _make_ready_again(self, made: Sending) -> None:
        ctx, found = self.ctx, self._found
        if found is None:
            return
        ref = found.opened.detention.custody_ref

        def again() -> Ready:
            summary = sending.summary_of(ctx.desk, made)
            to = sending.Addressed(classify(made.address), sending.Confirmed.READ_BACK, True)
            return sending.make_ready(summary, to, ref)

        self._made = made
        ctx.work.do(again, self._ready_again, self.show_failure)

    def _ready_again(self, ready: Ready) -> None:
        if self._made is not None:
            self._put(self._waiting(self._made, ready))

    def _waiting(self, made: Sending, ready: Ready) -> QWidget:
        self._drop_form()
        self._primary = None
        waiting = SummaryWaiting(self.ctx, made, ready, self._failed, self._missing)
        waiting.answered.connect(self._answered)
        waiting.disclosed.connect(self.recorded)
        return waiting

    def _failed(self, error: KnownError) -> None:
        self.show_failure(error)

    def _missing(self, field: Field, words: str) -> None:
        self.show_errors([(field, words)])

    def _answered(self) -> None:
        self._found = None
        self._ready = None
        self.refresh()
        self.recorded.emit()


def make_ready(
    ctx: Context,
    found: Found,
    written: composing.Written,
    chosen: Listed,
    to: sending.Addressed,
    permission: Permission,
) -> Ready:
    """Composes the document and everything round it, off the screen's thread."""
    member = ctx.desk.authority.members.get(ctx.desk.session.staff)
    register = f"{member.professional_body} {member.registration}".strip() if member else ""
    reference, version, replaces = sending.next_version(
        found.past, lambda: sending.new_reference(ctx.now(), secrets.randbelow)
    )
    where = ", ".join(part for part in (chosen.address, chosen.postcode) if part)
    summary = composing.composed(
        written,
        found.opened.detention,
        Practice(chosen.name, chosen.code, where, chosen.phone),
        Service(f"{ctx.suite} healthcare", ctx.organisation, ctx.phone),
        Clinician(ctx.member.name, "Custody health professional", register),
        composing.consent_words(permission, found.limits.words),
        composing.Issue(reference, version, replaces, ctx.now()),
        found.taken_back,
    )
    summary = leaving_out(summary, found.limits.leave_out)
    return sending.make_ready(summary, to, found.opened.detention.custody_ref)


def _past_words(found: Found, ctx: Context) -> str:
    sent = [made for made in found.past if made.stage is sending.Stage.SENT]
    if not sent:
        return ""
    last = sent[-1]
    at = dates.cui_short(last.claimed_at or last.at, ctx.now())
    return f" Version {last.version} was sent at {at}; another replaces it."


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    holder.setProperty("ground", "none")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    return holder, column
