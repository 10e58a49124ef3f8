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

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.capacity import capacity_problems
from custodyhcp.consent.codes import (
    Capacity,
    Ground,
    Relationship,
    Scope,
    ScrStatus,
)
from custodyhcp.consent.considering import (
    Considered,
    complete,
    consider,
    openable_grounds,
)
from custodyhcp.consent.outcome import Allowed, Stop, outcome_code
from custodyhcp.consent.wording import asked_together, notice_version, question
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.capacity_form import BestInterestsForm, CapacityForm
from custodyhcp.ui.consent_answers import CAPACITY, RELATIONSHIP, SAID, STATUS, VIEWED, Said
from custodyhcp.ui.consent_forms import ConsentForms
from custodyhcp.ui.consent_grounds import GroundForm
from custodyhcp.ui.consent_how import HowAsked
from custodyhcp.ui.consent_people import Competent, WhoAnswers
from custodyhcp.ui.consent_standing import AlsoAsked, Standing
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Choice, Field, Page, Row
from custodyhcp.ui.kit import Problem as Shown

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
        self._overriding = False
        self._lay_out()
        self._connect()
        self._ask(scope)

    # building

    def _lay_out(self) -> None:
        self.standing = Standing(self._withdraw, lambda: self.wants.emit(VIEWED[self.scope]))
        self.answer = Choice("Answer", SAID, name="consent.answer")
        self.limits = Field("Which limits", name="consent.limits", hint="In their own words")
        self.not_asked = Field("Why nobody asked", name="consent.not_asked")
        self.who = WhoAnswers()
        self.capacity = Choice(
            "They can understand, keep in mind, weigh and say it",
            CAPACITY,
            name="consent.capacity",
        )
        self.relationship = Choice("Your relationship", RELATIONSHIP, name="consent.relationship")
        self.again = parts.again_choice("Ask again in", "consent.again")
        self.status = Choice("What NCRS shows", STATUS, name="consent.status")
        self.how = HowAsked()
        self.grounds = GroundForm()
        self.allows = Callout("What this allows", name="consent.allows")
        self.forms = ConsentForms(self._record_capacity, self._record_interests)
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
        self.links = Row(self.more, self.no_record, self.override, gap=16)
        self.add(self.standing, self.answer, self.limits, self.not_asked, self.who, self.capacity)
        self.add(self.forms.capacity_place, self.relationship, self.status, self.how, self.again)
        self.add(self.links, self.grounds, self.forms.interests_place, self.allows)
        self._record_button = self.primary("Record", self.record, name="consent.record")
        self._next = self.secondary("Next question", self._next_question, name="consent.next")
        self.footer.addWidget(self.also)

    def _connect(self) -> None:
        for choice in (self.answer, self.capacity, self.relationship, self.again, self.status):
            choice.chosen.connect(lambda _member: self._react())
        for box in (self.limits, self.not_asked):
            box.changed.connect(self._react)
        for form in (self.who, self.grounds, self.how):
            form.changed.connect(self._react)

    # which question

    def _ask(self, scope: Scope) -> None:
        """Turn to another scope. Its answers start empty: each is a question of its own."""
        self.scope = scope
        asks = question(scope)
        self.set_title(asks.question, asks.hint)
        self._overriding = False
        self.answer.set_value(None)
        self.capacity.set_value(None)
        self.relationship.set_value(None)
        self.again.set_value(None)
        self.status.set_value(None)
        self.status.hide()
        self.how.hide()
        self.forms.turn_to(scope)
        self.clear_errors()
        self.relationship.setVisible(scope is Scope.VIEW_SCR)
        self._react()
        self.refresh()
        self.answer.focus_first()

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
        self.who.set_age(opened.age(now))
        self.standing.show_for(opened, self.scope, now)
        self.also.show_for(opened, self.scope, now)
        self.forms.show_for(opened, self.scope, now)
        self._react()

    # thinking

    def _asked(self) -> Asked | None:
        """The form as it stands; None until there is enough to put to the rule."""
        said, age, capacity = self.answer.value(), self.who.age(), self._capacity()
        if said is None or capacity is None or age is None:
            return None
        again = self.again.value()
        asked = Asked(
            scope=self.scope,
            answer=said.answer,
            capacity=capacity,
            age=age,
            relationship=self.relationship.value() or Relationship.NONE,
            scr_status=self.status.value() or ScrStatus.ASK,
            limits=self.limits.text() if said is Said.LIMITED else "",
            notice=notice_version(),
            not_asked_because=self.not_asked.text() if said is Said.NOT_ASKED else "",
            ask_again_at=None if again is None else again.after(self.ctx.now()),
        )
        asked = self.how.fill(self.who.fill(asked))
        return self.grounds.fill(asked) if self._overriding else asked

    def _not_competent(self) -> bool:
        age = self.who.age()
        return age is not None and age < 16 and self.who.competent.value() is Competent.NO

    def _capacity(self) -> Capacity | None:
        """A child found not competent for this decision cannot make it: no second question."""
        return Capacity.LACKS if self._not_competent() else self.capacity.value()

    def _react(self) -> None:
        """Show what the answers call for, and what they allow."""
        said = self.answer.value()
        self.limits.setVisible(said is Said.LIMITED)
        self.not_asked.setVisible(said is Said.NOT_ASKED and not self._overriding)
        self.capacity.setVisible(not self._not_competent())
        asked = self._asked()
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
            self.again.setVisible(self.again.value() is not None)
            return
        self._show_again(considered)
        waits_for_lr = outcome_code(considered.outcome) == Stop.NO_RELATIONSHIP.value
        title, words, tone = parts.box(self.scope, considered.outcome, self.ctx.now())
        if waits_for_lr and self.relationship.value() is None:
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

    def _show_again(self, considered: Considered) -> None:
        fields = {p.field for p in (*considered.problems, *considered.missing)}
        self.again.setVisible("ask_again_at" in fields or self.again.value() is not None)

    def _show_override(self) -> None:
        considered = self._considered
        offered = () if considered is None else openable_grounds(considered.situation)
        needs_form = self._capacity() is Capacity.LACKS and not self._not_competent()
        ground = self.grounds.ground.value() if self._overriding else None
        interests = ground is Ground.BEST_INTERESTS_EMERGENCY or (
            ground is Ground.COULD_NOT_ASK and self._capacity() is Capacity.LACKS
        )
        prior = bool(considered and considered.asked.prior_capacitous_refusal)
        self.override.setVisible(bool(offered) and not self._overriding)
        self.no_record.setVisible(self.scope is Scope.VIEW_SCR and self.status.isHidden())
        self.grounds.setVisible(self._overriding and bool(offered))
        if self._overriding:
            self.grounds.offer(offered, prior_refusal=prior)
        sharing = self.scope not in (Scope.VIEW_SCR, Scope.VIEW_GP) and needs_form
        self.forms.offer(
            capacity=needs_form or interests, interests=interests or sharing, prior_refusal=prior
        )

    def _open_override(self) -> None:
        """Reads the author's last reason first: the same words twice are no reason."""
        self._overriding = True
        desk = self.ctx.desk
        self.ctx.work.do(lambda: recording.last_reason(desk), self._override_opened)
        self._react()
        self.grounds.ground.focus_first()

    def _override_opened(self, last_reason: str) -> None:
        self._last_reason = last_reason
        self._react()

    def _open_status(self) -> None:
        self.status.show()
        self.no_record.hide()
        self.status.focus_first()

    def _open_how(self) -> None:
        self.how.show()
        self.more.hide()
        self.how.focus_first()

    # recording

    def record(self) -> None:
        """Record what was answered, as it stands."""
        if self._unanswered():
            return
        considered = self._considered
        if considered is None:
            return
        if self.show_errors(parts.shown(considered.to_put_right(), self._fields())):
            return
        desk, person, asked = self.ctx.desk, self._opened_person(), considered.asked
        self.ctx.work.do(
            lambda: recording.record(desk, person, self.detention, asked),
            self._recorded,
            self.show_failure,
        )

    def _unanswered(self) -> bool:
        needed: list[Shown] = []
        asked: tuple[tuple[Choice[Any], str], ...] = (
            (self.answer, "Choose what they answered."),
            (self.who.stated, "Say whether they are 16 or over."),
            (self.capacity, "Say whether they can decide this."),
        )
        for choice, words in asked:
            if choice.isVisible() and choice.value() is None:
                needed.append((choice, words))
        if self._needs_relationship():
            needed.append((self.relationship, "Choose your relationship."))
        if self.answer.value() is Said.LIMITED and not self.limits.text():
            return self.show_errors([*needed, (self.limits, "Say which limits they set.")])
        return self.show_errors(needed)

    def _needs_relationship(self) -> bool:
        said = self.answer.value()
        claimed = self._overriding and self.grounds.ground.value() is not None
        opens = said in (Said.YES, Said.LIMITED) or claimed
        return self.scope is Scope.VIEW_SCR and opens and self.relationship.value() is None

    def reason_typed(self) -> str:
        """The reason as it stands in its box."""
        return self.grounds.reason.text()

    def _fields(self) -> parts.Where:
        return {
            **self.grounds.fields(),
            **self.who.fields(),
            "capacity": self.capacity,
            "best_interests": self.forms.interests.first(),
            "ask_again_at": self.again,
            "not_asked_because": self.not_asked,
        }

    def _opened_person(self) -> str:
        return self._opened.person if self._opened else ""

    def _recorded(self, done: recording.Recorded) -> None:
        said = "Recorded." if done.permission else "Recorded: not allowed."
        self.ctx.nav.toast(said, question(self.scope).chip)
        self.recorded.emit()
        if done.permission is not None and self.scope in VIEWED:
            self.wants.emit(VIEWED[self.scope])
        elif done.permission is not None:
            self._next_question()
        else:
            self._ask(self.scope)

    def _withdraw(self, scopes: tuple[Scope, ...]) -> None:
        desk, person, age = self.ctx.desk, self._opened_person(), self.who.age()
        self.ctx.work.do(
            lambda: recording.withdraw(desk, person, self.detention, scopes, age=age or 18),
            self._withdrawn,
            self.show_failure,
        )

    def _withdrawn(self, _entries: tuple[str, ...]) -> None:
        self.ctx.nav.toast("Withdrawn.", "Nothing more may be looked at or sent.")
        self.recorded.emit()
        self.refresh()

    def _record_capacity(self, form: CapacityForm) -> None:
        assessment = form.value(self.ctx.now())
        found = capacity_problems(assessment, self.ctx.now())
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
