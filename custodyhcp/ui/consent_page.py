"""Ask, and record the answer: one scope at a time, in plain words, with what it allows beside it.

Rules kept here
* Nothing is ticked beforehand. An everyday yes is four keys: 1, 1, 1, Enter.
* What the answers allow is worked out by ``consent.considering`` as they are given, by the same
  path that the record takes; the page decides nothing.
* Where it is not allowed, what to do instead is on the screen, in place of a dead end.
* Looking without permission is not on the way: it is opened on purpose, and names its alert.
* What was typed stays, whatever is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from custodyhcp.consent import recording
from custodyhcp.consent.codes import (
    Capacity,
    Ground,
    Method,
    Scope,
)
from custodyhcp.consent.considering import (
    Considered,
    complete,
    consider,
    openable_grounds,
)
from custodyhcp.consent.outcome import Allowed, Stop, outcome_code
from custodyhcp.consent.wording import asked_together, question
from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.records.drafts import Draft
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.capacity_form import CapacityForm
from custodyhcp.ui.consent_answers import VIEWED
from custodyhcp.ui.consent_forms import ConsentForms
from custodyhcp.ui.consent_questions import Questions
from custodyhcp.ui.consent_standing import AlsoAsked, Standing
from custodyhcp.ui.interests_form import BestInterestsForm
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Page
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back
from custodyhcp.ui.withdrawal_panel import WithdrawalPanel

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context


class ConsentPage(Page):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``scr`` or ``gp``."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str, scope: Scope = Scope.VIEW_SCR) -> None:
        super().__init__("Consent", name="consent")
        self.ctx, self.detention, self.scope = ctx, detention, scope
        self._opened: parts.Opened | None = None
        self._last_reason = ""
        self._considered: Considered | None = None
        self._filling = False
        self._looked_for = False  # whether unrecorded typing for this scope has been looked for
        self._kept = TypingKept(self, ctx, detention, self._opened_person)
        self._lay_out()
        self.form.listen(self._changed)
        self._ask(scope)

    # building

    def _lay_out(self) -> None:
        self.restored = Callout("", tone="amber", name="consent.restored")
        self.standing = Standing(self._withdraw, lambda: self.wants.emit(VIEWED[self.scope]))
        self.withdrawal = WithdrawalPanel(self.ctx, self.detention)
        self.withdrawal.withdrawn.connect(self._withdrawn)
        self.withdrawal.failed.connect(self.show_failure)
        self.withdrawal.cancelled.connect(lambda: self.standing.withdraw.setFocus())
        self.withdrawal.wants.connect(self.wants)
        self.form = Questions()
        self.allows = Callout("What this allows", name="consent.allows")
        self.forms = ConsentForms(self._record_capacity, self._record_interests, self._changed)
        self.override = Button(
            "Look without permission…",
            self._open_override,
            role=ButtonRole.LINK,
            name="consent.override.open",
        )
        self.no_record = Button(
            "NCRS shows an opt-out, or no record",
            self._open_status,
            role=ButtonRole.LINK,
            name="consent.status.open",
        )
        self.more = Button(
            "How it was asked, interpreter",
            self._open_how,
            role=ButtonRole.LINK,
            name="consent.how.open",
        )
        self.also = AlsoAsked(self._ask)
        self.links = parts.in_a_flow(self.more, self.no_record, self.override)
        form = self.form
        self.add(self.restored, self.standing, self.withdrawal)
        self.add(form.answer, form.limits, form.not_asked, form.who)
        self.add(form.capacity, self.forms.capacity_place, form.relationship, form.status)
        self.add(form.how, form.again, self.links, form.grounds, self.forms.interests_place)
        self.add(self.allows)
        self._record_button = self.primary("Record", self.record, name="consent.record")
        self._next = self.secondary("Next question", self._next_question, name="consent.next")
        self.footer.addWidget(self.also)

    # which question

    def _ask(self, scope: Scope) -> None:
        """Turn to a scope. Its answers start empty: each is a question of its own, and what was
        typed for the last one and not recorded is kept."""
        self._kept.turn_to(f"consent-{scope.value}")
        self._filling = True
        self.scope = scope
        self._looked_for = False
        asks = question(scope)
        self.set_title(asks.question, asks.hint)
        clear(self)
        self.form.start_afresh(scope)
        self.forms.turn_to(scope)
        self.restored.hide()
        self.more.show()
        self.clear_errors()
        self._filling = False
        self._react()
        self.refresh()
        self.form.answer.focus_first()

    def _changed(self) -> None:
        """Somebody answered or typed something."""
        if not self._filling:
            self._react()
            self._kept.touched()

    def save_now(self) -> None:
        self._kept.save_now()

    def _bring_back(self, draft: Draft) -> None:
        """What was typed for this question and never recorded."""
        kept, when = draft.fields, dates.cui_short(draft.saved_at, self.ctx.now())
        self._filling = True
        self.form.overriding = "consent.ground" in kept
        self.form.status.setVisible("consent.status" in kept)
        put_back(self, kept)
        self.form.how.setVisible(self.form.how.method.value() is not Method.VERBAL)
        self._filling = False
        self.restored.set("What you typed has been brought back", f"Not recorded since {when}.")
        self.restored.show()
        self._react()

    def _next_question(self) -> None:
        if self._opened is None:
            return
        order = (Scope.VIEW_SCR, *asked_together())
        later = [*order[order.index(self.scope) + 1 :], *order] if self.scope in order else order
        unasked = [s for s in later if self._opened.state.latest(s) is None and s != self.scope]
        self._ask(next(iter(unasked), later[0]))

    # reading

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: parts.read(desk, detention), self._read, self.show_failure)

    def _read(self, opened: parts.Opened) -> None:
        self._opened = opened
        now = self.ctx.now()
        self.form.who.set_age(opened.age(now))
        self.standing.show_for(opened, self.scope, now)
        self.also.show_for(opened, self.scope, now)
        self.forms.show_for(opened, self.scope, now)
        self._react()
        if not self._looked_for:
            self._looked_for = True
            self._kept.restore(self._bring_back)

    # thinking

    def _react(self) -> None:
        """Show what the answers call for, and what they allow."""
        self.form.show_what_follows()
        asked = self.form.asked(self.scope, self.ctx.now())
        self._considered = None
        if asked is not None and self._opened is not None:
            self._considered = consider(
                asked, self._opened.state, self.ctx.now(), self._last_reason
            )
        self._show_allows()
        self._show_override()
        self.show_numbers()

    def _show_allows(self) -> None:
        considered = self._considered
        if considered is None:
            self.allows.set("What this allows", "Answer the questions above first.", "grey")
            self._record_button.setText("Record")
            self.form.show_again(False)
            return
        fields = {p.field for p in (*considered.problems, *considered.missing)}
        self.form.show_again("ask_again_at" in fields)
        waits_for_lr = outcome_code(considered.outcome) == Stop.NO_RELATIONSHIP.value
        title, words, tone = parts.box(self.scope, considered.outcome, self.ctx.now())
        if waits_for_lr and self.form.relationship.value() is None:
            title, words, tone = "What this allows", "Now your relationship.", "grey"
        elif outcome_code(considered.outcome) == Stop.EVIDENCE_INCOMPLETE.value:
            title, words = "Not yet. Still needed", self._still_needed(considered)
        self.allows.set(title, words, tone)
        opens = isinstance(considered.outcome, Allowed)
        self._record_button.setText("Record and continue" if opens else "Record this answer")

    def _still_needed(self, considered: Considered) -> str:
        """What is missing, a line each, and the alert that it raises once it is there."""
        lines = [f"–  {problem.words}" for problem in considered.missing]
        then = complete(considered)
        if then is not None:
            lines.append(parts.alert_words(then))
        return "\n".join(lines)

    def _show_override(self) -> None:
        considered = self._considered
        offered = () if considered is None else openable_grounds(considered.situation)
        needs_form = self._lacks() and not self.form.child_not_competent()
        ground = self.form.ground()
        interests = ground is Ground.BEST_INTERESTS_EMERGENCY or (
            ground is Ground.COULD_NOT_ASK and self._lacks()
        )
        prior = bool(considered and considered.asked.prior_capacitous_refusal)
        self.override.setVisible(bool(offered) and not self.form.overriding)
        self.no_record.setVisible(self.scope is Scope.VIEW_SCR and self.form.status.isHidden())
        self.form.grounds.setVisible(self.form.overriding and bool(offered))
        if self.form.overriding:
            self.form.grounds.offer(offered, prior_refusal=prior)
        sharing = self.scope not in (Scope.VIEW_SCR, Scope.VIEW_GP) and needs_form
        self.forms.offer(
            capacity=needs_form or interests, interests=interests or sharing, prior_refusal=prior
        )

    def _lacks(self) -> bool:
        return self.form.can_decide() is Capacity.LACKS

    def _open_override(self) -> None:
        """Reads the author's last reason first: the same words twice are no reason."""
        self.form.overriding = True
        desk = self.ctx.desk
        self.ctx.work.do(lambda: recording.last_reason(desk), self._override_opened)
        self._react()
        self.form.grounds.ground.focus_first()

    def _override_opened(self, last_reason: str) -> None:
        self._last_reason = last_reason
        self._react()

    def _open_status(self) -> None:
        self.form.status.show()
        self.no_record.hide()
        self.form.status.focus_first()

    def _open_how(self) -> None:
        self.form.how.show()
        self.more.hide()
        self.form.how.focus_first()

    # recording

    def record(self) -> None:
        """Record what was answered, as it stands."""
        considered = self._considered
        if self.show_errors(self.form.unanswered(self.scope)) or considered is None:
            return
        where = {**self.form.fields(), "best_interests": self.forms.interests.first()}
        if self.show_errors(parts.shown(considered.to_put_right(), where)):
            return
        self._record_button.setEnabled(False)  # a second Enter is not a second answer
        desk, person, asked = self.ctx.desk, self._opened_person(), considered.asked
        self.ctx.work.do(
            lambda: recording.record(desk, person, self.detention, asked),
            self._recorded,
            self._not_recorded,
        )

    def _not_recorded(self, error: KnownError) -> None:
        self._record_button.setEnabled(True)
        self.show_failure(error)

    def _opened_person(self) -> str:
        return self._opened.person if self._opened else ""

    def _recorded(self, done: recording.Recorded) -> None:
        self._record_button.setEnabled(True)
        self._kept.forget()
        said = "Recorded." if done.permission else "Recorded: not allowed."
        self.ctx.nav.toast(said, question(self.scope).chip)
        self.recorded.emit()
        if done.permission is not None and self.scope in VIEWED:
            self.wants.emit(VIEWED[self.scope])
        elif done.permission is not None:
            self._next_question()
        else:
            self._ask(self.scope)

    def _withdraw(self) -> None:
        if self._opened is not None:
            self.withdrawal.open_for(self._opened, self.scope)

    def _withdrawn(self, _done: object) -> None:
        self.clear_errors()
        self.ctx.nav.toast("Withdrawn.", "Nothing more may be looked at or sent.")
        self.recorded.emit()
        self.refresh()

    def _record_capacity(self, form: CapacityForm) -> None:
        assessment = form.value(self.ctx.now())
        found = form.problems(self.ctx.now())
        if self.show_errors(parts.shown(found, form.fields())):
            return
        desk, person = self.ctx.desk, self._opened_person()
        self.ctx.work.do(
            lambda: recording.record_capacity(desk, person, self.detention, assessment),
            self._form_recorded,
            self.show_failure,
        )

    def _record_interests(self, form: BestInterestsForm) -> None:
        value, desk, person = form.value(), self.ctx.desk, self._opened_person()
        found = form.problems()
        if self.show_errors(parts.shown(found, form.fields())):
            return
        self.ctx.work.do(
            lambda: recording.record_best_interests(desk, person, self.detention, value),
            self._form_recorded,
            self.show_failure,
        )

    def _form_recorded(self, _entry: str) -> None:
        self.clear_errors()
        self.ctx.nav.toast("Recorded.")
        self.recorded.emit()
        self.refresh()
