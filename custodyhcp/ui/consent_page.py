"""Ask, and record the answer: every question to one person, each its own, with what it allows.

Rules kept here
* Nothing is ticked beforehand. An everyday yes is four keys: 1, 1, 1, Enter; a no is no more.
* How every question stands is beside the one that is asked, in three kinds that never mix.
* What the answers allow is worked out by ``consent.considering`` as they are given, by the same
  path that the record takes; the page decides nothing.
* Where it is not allowed, what to do instead is on the screen, in place of a dead end. After a no
  the question is folded away: it is asked again only on purpose.
* Looking without permission is not on the way: it is opened on purpose, and names its alert.
* What was typed stays, whatever is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Capacity, Ground, Kind, Scope, kind
from custodyhcp.consent.considering import (
    Considered,
    complete,
    consider,
)
from custodyhcp.consent.outcome import Allowed, Stop, outcome_code
from custodyhcp.consent.sharing import IN_BEST_INTERESTS
from custodyhcp.consent.sitting import carried
from custodyhcp.consent.wording import asked_together, question
from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.records.drafts import Draft
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.consent_answers import VIEWED
from custodyhcp.ui.consent_form_records import FormRecords
from custodyhcp.ui.consent_forms import ConsentForms
from custodyhcp.ui.consent_questions import Questions
from custodyhcp.ui.consent_scopes import Beside, Scopes, kind_title, kind_words, short
from custodyhcp.ui.consent_standing import Standing, settled
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Page
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back
from custodyhcp.ui.withdrawal_panel import WithdrawalPanel, drafts_after_a_no

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context


class ConsentPage(Page):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``scr``, ``gp`` or
    ``notice``."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str, scope: Scope = Scope.VIEW_SCR) -> None:
        super().__init__("Consent", name="consent", width=1000)
        self.ctx, self.detention, self.scope = ctx, detention, scope
        self._opened: parts.Opened | None = None
        self._last_reason = ""
        self._considered: Considered | None = None
        self._filling = False
        self._looked_for = False  # whether unrecorded typing for this scope has been looked for
        self._then_next = False  # whether to go on to the next question once it is recorded
        self._asking_again = False  # although the question is settled
        self._kept = TypingKept(self, ctx, detention, self._opened_person)
        self._lay_out()
        self.form.listen(self._changed)
        self._ask(scope)

    # building

    def _lay_out(self) -> None:
        self.form = Questions(self.ctx.now)
        self.kind = Callout("", name="consent.kind")
        self.restored = Callout("", tone="amber", name="consent.restored")
        self.standing = Standing(self._withdraw, lambda: self.wants.emit(VIEWED[self.scope]))
        self._withdrawing()
        self.allows = Callout("What this allows", name="consent.allows")
        records = FormRecords(
            self, self.ctx, self.detention, self._opened_person, self._form_recorded
        )
        self.forms = ConsentForms(records.capacity, records.interests, self._changed)
        self._links()
        self._record_button = self.primary("Record", self.record, name="consent.record")
        self._next = self.secondary("Next question", self._go_on, name="consent.next")
        self.scopes = Scopes(self._ask)
        form = self.form
        self._questions = parts.stacked(
            form.changed, form.forensic_place, form.answer, form.treatment, form.limits_place,
            form.why_not, form.not_asked, form.who, form.capacity, self.forms.capacity_place,
            form.who.power, form.relationship, form.status, form.again, form.grounds_place,
            self.forms.interests_place, form.how.form, self.allows,
        )  # fmt: skip
        right = parts.stacked(
            self.kind, self.restored, self.standing, self.ask_again, self._questions,
            self.acts(), form.how,
        )  # fmt: skip
        right.layout().addStretch(1)  # type: ignore[union-attr]
        form.how.beside(self.no_record, self.override)
        self.add(Beside(self.scopes, right))
        form.how.wants_notice.connect(lambda: self.wants.emit("notice"))

    def _withdrawing(self) -> None:
        self.withdrawal = WithdrawalPanel(self.ctx, self.detention)
        self.withdrawal.withdrawn.connect(self._withdrawn)
        self.withdrawal.failed.connect(self.show_failure)
        self.withdrawal.cancelled.connect(lambda: self.standing.withdraw.setFocus())
        self.withdrawal.wants.connect(self.wants)
        self.standing.layout().addWidget(self.withdrawal)  # type: ignore[union-attr]

    def _links(self) -> None:
        link = ButtonRole.LINK
        self.override = Button(
            "Look without permission…", self._open_override, role=link, name="consent.override.open"
        )
        self.no_record = Button(
            "NCRS shows an opt-out, or no record",
            self._open_status,
            role=link,
            name="consent.status.open",
        )
        self.ask_again = Button(
            "Something has changed: ask again", self._unfold, role=link, name="consent.ask_again"
        )

    # which question

    def _ask(self, scope: Scope) -> None:
        """Turn to a scope. Its answers start empty: each is a question of its own, and what was
        typed for the last one and not recorded is kept."""
        self._kept.turn_to(f"consent-{scope.value}")
        self._filling = True
        self.scope = scope
        self._looked_for = False
        self._asking_again = False
        asks, of = question(scope), kind(scope)
        self.set_title(asks.question, asks.hint)
        tone = "amber" if of is Kind.FORENSIC else "blue"
        self.kind.set(kind_title(of), kind_words(of), tone)
        self.kind.setVisible(of is not Kind.CONFIDENTIALITY)
        self.scopes.set_current(scope)
        clear(self)
        self.form.start_afresh(scope)
        self.forms.turn_to(scope)
        self.restored.hide()
        self.clear_errors()
        self._carry()
        self._filling = False
        self._react()
        self._fold()
        self.refresh()
        self._focus_question()

    def _carry(self) -> None:
        """What was said of how it was asked, earlier in this sitting."""
        if self._opened is not None:
            state, told = self._opened.state, self._opened.told
            me, now = self.ctx.desk.session.staff, self.ctx.now()
            self.form.how.carry(carried(state.decisions, told, me, now))

    def _fold(self) -> None:
        """A question that is settled is folded away, behind what stands."""
        opened, now = self._opened, self.ctx.now()
        closed = opened is not None and settled(opened, self.scope, now)
        folded = closed and not self._asking_again
        had_focus = self._questions.isAncestorOf(self.focusWidget() or self)
        self.ask_again.setVisible(folded)
        self._questions.setVisible(not folded)
        self._record_button.setVisible(not folded)
        self.form.how.setVisible(not folded)
        if folded and (had_focus or self._record_button.hasFocus()):
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        self._asking_again = True
        self._fold()
        self._react()
        self._focus_question()

    def _focus_question(self) -> None:
        if self._questions.isHidden():
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.answer.focus_first()

    def focus_start(self) -> None:
        self._focus_question()

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
        self.form.who.restore(disputed="consent.stated.evidence" in kept)
        self.form.status.setVisible("consent.status" in kept)
        self.forms.make_for(kept)
        self.form.make_all()
        put_back(self, kept)
        self.form.limits.show_what_is_ticked()
        self._filling = False
        self.restored.set("What you typed has been brought back", f"Not recorded since {when}.")
        self.restored.show()
        self._asking_again = True
        self._fold()
        self._react()

    def _next_question(self) -> None:
        if self._opened is None:
            return
        order = (Scope.VIEW_SCR, *asked_together())
        later = [*order[order.index(self.scope) + 1 :], *order] if self.scope in order else order
        unasked = [s for s in later if self._opened.state.latest(s) is None and s != self.scope]
        self._ask(next(iter(unasked), later[0]))

    def _go_on(self) -> None:
        """To the next question; what is answered here is recorded first."""
        if self._considered is not None and not self._questions.isHidden():
            self._then_next = True
            self.record()
        else:
            self._next_question()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter records and goes on; the rest is as on every page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._go_on()
            return True
        return super().handle_key(event)

    # reading

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: parts.read(desk, detention), self._read, self.show_failure)

    def _read(self, opened: parts.Opened) -> None:
        self._opened = opened
        now = self.ctx.now()
        self.form.who.set_age(opened.age(now))
        self.standing.show_for(opened, self.scope, now)
        self.scopes.show_for(opened, self.scope, now)
        self.forms.show_for(opened, self.scope, now)
        self._filling = True
        self._carry()
        self._filling = False
        self._fold()
        self._react()
        if not self._looked_for:
            self._looked_for = True
            self._kept.restore(self._bring_back)

    # thinking

    def _react(self) -> None:
        """Show what the answers call for, and what they allow."""
        if self._opened is not None:  # a birthday may have begun while the page was open
            self.form.who.set_age(self._opened.age(self.ctx.now()))
        self.form.show_what_follows()
        asked = self.form.asked(self.scope, self.ctx.now())
        self._considered = None
        if asked is not None and self._opened is not None:
            born = self._opened.detention.who.dob
            self._considered = consider(
                asked, self._opened.state, self.ctx.now(), self._last_reason, born
            )
        self._show_allows()
        self._show_override()
        self.show_numbers()

    def _show_allows(self) -> None:
        considered = self._considered
        if considered is None:
            self.allows.set("What this allows", "Answer the questions above first.", "grey")
            self._record_button.setText("Record")
            self._next.setText("Next question")
            self.form.show_asked_for(set())
            return
        fields = {p.field for p in (*considered.problems, *considered.missing)}
        self.form.show_asked_for(fields)
        waits_for_lr = outcome_code(considered.outcome) == Stop.NO_RELATIONSHIP.value
        title, words, tone = parts.box(self.scope, considered.outcome, self.ctx.now())
        if waits_for_lr and self.form.relationship.value() is None:
            title, words, tone = "What this allows", "Now your relationship.", "grey"
        elif outcome_code(considered.outcome) == Stop.EVIDENCE_INCOMPLETE.value:
            title, words = "Not yet. Still needed", self._still_needed(considered)
        self.allows.set(title, words, tone)
        opens = isinstance(considered.outcome, Allowed)
        self._record_button.setText("Record and continue" if opens else "Record this answer")
        self._next.setText("Record, next question  (Ctrl Enter)")

    def _still_needed(self, considered: Considered) -> str:
        """What is missing, a line each, and the alert that it raises once it is there."""
        lines = [f"–  {problem.words}" for problem in considered.missing]
        then = complete(considered)
        if then is not None:
            lines.append(parts.alert_words(then))
        return "\n".join(lines)

    def _show_override(self) -> None:
        considered = self._considered
        offered = () if considered is None else parts.offered(considered.situation)
        needs_form = self._lacks() and not self.form.child_not_competent()
        ground = self.form.ground()
        interests = ground in _BEST_INTERESTS or (ground is Ground.COULD_NOT_ASK and self._lacks())
        prior = bool(considered and considered.asked.prior_capacitous_refusal)
        self.override.setVisible(bool(offered) and not self.form.overriding)
        self.no_record.setVisible(self.scope is Scope.VIEW_SCR and self.form.status.isHidden())
        self.form.grounds_place.want(self.form.overriding and bool(offered))
        if self.form.overriding:
            self.form.grounds.offer(offered, prior_refusal=prior)
        sharing = self.scope in IN_BEST_INTERESTS and needs_form
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

    # recording

    def record(self) -> None:
        """Record what was answered, as it stands."""
        considered = self._considered
        found = [*self.form.unanswered(self.scope), *parts.too_long(self._questions)]
        if self.show_errors(found) or considered is None:
            self._then_next = False
            return
        where = {**self.form.fields(), **self.forms.first()}
        if self.show_errors(parts.shown(considered.to_put_right(), where)):
            self._then_next = False
            return
        self._record_button.setEnabled(False)  # a second Enter is not a second answer
        desk, person, asked = self.ctx.desk, self._opened_person(), considered.asked
        self.ctx.work.do(
            lambda: recording.record(desk, person, self.detention, asked),
            self._recorded,
            self._not_recorded,
        )

    def _not_recorded(self, error: KnownError) -> None:
        self._then_next = False
        self._record_button.setEnabled(True)
        problems = getattr(error, "problems", ())
        if any(problem.field == "age" for problem in problems):
            self.refresh()  # somebody has put the date of birth on record meanwhile
        where = {**self.form.fields(), **self.forms.first()}
        if not self.show_errors(parts.shown(problems, where)):
            self.show_failure(error)

    def _opened_person(self) -> str:
        return self._opened.person if self._opened else ""

    def _recorded(self, done: recording.Recorded) -> None:
        self._record_button.setEnabled(True)
        self._kept.forget()
        said = "Recorded." if done.permission else "Recorded: not allowed."
        then_next, self._then_next = self._then_next, False
        self.ctx.nav.toast(said, short(self.scope))
        if done.permission is None:
            drafts_after_a_no(self.ctx, self.detention, self.scope)
        self.recorded.emit()
        if done.permission is not None and self.scope in VIEWED and not then_next:
            self.wants.emit(VIEWED[self.scope])
        elif done.permission is not None or then_next:
            self._next_question()
        else:
            self._ask(self.scope)

    def _withdraw(self) -> None:
        if self._opened is not None:
            self.withdrawal.open_for(self._opened, self.scope)

    def _withdrawn(self, _done: object) -> None:
        self.clear_errors()
        self.ctx.nav.toast("Withdrawn.")
        self.recorded.emit()
        self.refresh()

    def _form_recorded(self, _entry: str) -> None:
        self.clear_errors()
        self.ctx.nav.toast("Recorded.")
        self.recorded.emit()
        self.refresh()


_BEST_INTERESTS = (Ground.BEST_INTERESTS_EMERGENCY, Ground.BEST_INTERESTS_NON_EMERGENCY)
