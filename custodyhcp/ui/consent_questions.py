"""The questions of the consent page, and the form that their answers make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Capacity,
    Ground,
    Kind,
    ReasonNotAsked,
    Relationship,
    Scope,
    ScrStatus,
    kind,
)
from custodyhcp.consent.wording import words
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.consent_answers import CAPACITY, RELATIONSHIP, SAID, STATUS, Said
from custodyhcp.ui.consent_forensic import ForensicForm
from custodyhcp.ui.consent_grounds import GroundForm
from custodyhcp.ui.consent_how import HowAsked
from custodyhcp.ui.consent_limits import LimitsForm
from custodyhcp.ui.consent_people import WhoAnswers
from custodyhcp.ui.kit import Choice, Field, Later
from custodyhcp.ui.kit import Problem as Shown


class Questions:
    """Every question, in no layout of its own. ``overriding`` is whether the ground form is open:
    a ground that is not on the screen is never part of what is recorded."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.scope = Scope.VIEW_SCR
        self.answer = Choice("Answer", SAID, name="consent.answer")
        self._tell: Callable[[], object] = lambda: None
        self.limits_place = Later(LimitsForm, self._ready)
        self.grounds_place = Later(lambda: GroundForm(now), self._ready)
        self.forensic_place = Later(lambda: ForensicForm(now), self._ready)
        self.why_not: Choice[ReasonNotAsked] = Choice(
            "Why nobody asked",
            {reason: words(reason) for reason in ReasonNotAsked},
            name="consent.not_asked.reason",
        )
        self.not_asked = Field("In words", name="consent.not_asked")
        self.changed = Field(
            "What has changed since they said no",
            name="consent.changed",
            hint="They are asked again only if something has; never to wear them down",
        )
        self.treatment = Field("Which treatment", name="consent.treatment")
        self.who = WhoAnswers()
        self.capacity = Choice(
            "Can they understand it, keep it in mind, weigh it and say what they want?",
            CAPACITY,
            name="consent.capacity",
        )
        self.relationship = Choice("Your relationship", RELATIONSHIP, name="consent.relationship")
        self.again = parts.again_choice("Ask again in", "consent.again")
        self.status = Choice("What NCRS shows", STATUS, name="consent.status")
        self.how = HowAsked(now)
        self.overriding = False

    # most questions need none of these three: each is made when it is first wanted

    @property
    def limits(self) -> LimitsForm:
        return self.limits_place.made()

    @property
    def grounds(self) -> GroundForm:
        return self.grounds_place.made()

    @property
    def forensic(self) -> ForensicForm:
        return self.forensic_place.made()

    def _ready(self, form: LimitsForm | GroundForm | ForensicForm) -> None:
        if not isinstance(form, GroundForm):
            form.turn_to(self.scope)
        form.changed.connect(lambda: self._tell())

    def make_all(self) -> None:
        """For what was typed to be put back, whichever it is in."""
        for place in (self.limits_place, self.grounds_place, self.forensic_place):
            place.made()

    def listen(self, changed: Callable[[], object]) -> None:
        """Call ``changed`` whenever somebody answers or types."""
        choices: tuple[Choice[Any], ...] = (
            self.answer,
            self.why_not,
            self.capacity,
            self.relationship,
            self.again,
            self.status,
        )
        for choice in choices:
            choice.chosen.connect(lambda _member: changed())
        for box in (self.not_asked, self.changed, self.treatment):
            box.changed.connect(changed)
        for form in (self.who, self.how):
            form.changed.connect(changed)
        self._tell = changed

    def start_afresh(self, scope: Scope) -> None:
        """For another question, its boxes emptied: what is folded away is folded again."""
        self.scope = scope
        self.overriding = False
        self.status.hide()
        self.changed.hide()
        self.treatment.set_label(
            "Which examination" if scope is Scope.EXAMINATION else "Which treatment"
        )
        self.how.start_afresh()
        for place in (self.limits_place, self.forensic_place):
            if place.form is not None:
                place.form.turn_to(scope)
        self.relationship.setVisible(scope is Scope.VIEW_SCR)

    def child_not_competent(self) -> bool:
        return self.who.child_not_competent()

    def can_decide(self) -> Capacity | None:
        """A child found not competent for this decision cannot make it: no second question."""
        return Capacity.LACKS if self.child_not_competent() else self.capacity.value()

    def ground(self) -> Ground | None:
        return self.grounds.ground.value() if self.overriding else None

    def is_forensic(self) -> bool:
        return kind(self.scope) is Kind.FORENSIC

    def is_care(self) -> bool:
        """Whether it asks to examine or treat them: then what is asked about has to be named."""
        return kind(self.scope) is Kind.TREATMENT

    def show_what_follows(self) -> None:
        """Only the boxes that the answers call for."""
        said = self.answer.value()
        not_asked = said is Said.NOT_ASKED and self.ground() is None
        self.limits_place.want(said is Said.LIMITED)
        self.why_not.setVisible(not_asked)
        self.not_asked.setVisible(not_asked and self.why_not.value() is ReasonNotAsked.OTHER)
        self.treatment.setVisible(self.is_care() and said not in (None, Said.NOT_ASKED))
        self.capacity.setVisible(not self.child_not_competent())
        self.who.set_capacity(self.capacity.value())
        self.forensic_place.want(self.is_forensic())
        if self.is_forensic():
            self.forensic.show_for(said, self.who.age())

    def show_asked_for(self, fields: set[str]) -> None:
        """What the rule asks for, by the names of its fields; what is in a box stays."""
        self.again.setVisible("ask_again_at" in fields or self.again.value() is not None)
        self.changed.setVisible("changed" in fields or bool(self.changed.text()))

    def asked(self, scope: Scope, now: datetime) -> Asked | None:
        """The form as it stands; None until there is enough to put to the rule."""
        said, age, capacity = self.answer.value(), self.who.age(), self.can_decide()
        if said is None or capacity is None or age is None:
            return None
        again = self.again.value()
        asked = Asked(
            scope=scope,
            answer=said.answer,
            capacity=capacity,
            age=age,
            relationship=self.relationship.value() or Relationship.NONE,
            scr_status=self.status.value() or ScrStatus.ASK,
            ask_again_at=None if again is None else again.after(now),
            changed=self.changed.text(),
            treatment=self.treatment.text() if self.is_care() else "",
        )
        asked = self.how.fill(self.who.fill(asked))
        if said is Said.LIMITED:
            asked = self.limits.fill(asked)
        if said is Said.NOT_ASKED:
            asked = self._not_asked(asked)
        if self.is_forensic():
            asked = self.forensic.fill(asked)
        return self.grounds.fill(asked) if self.overriding else asked

    def _not_asked(self, asked: Asked) -> Asked:
        reason = self.why_not.value()
        other = reason is None or reason is ReasonNotAsked.OTHER
        because = self.not_asked.text() if other or reason is None else words(reason)
        return replace(asked, not_asked_reason=reason, not_asked_because=because)

    def unanswered(self, scope: Scope) -> list[Shown]:
        """The questions on the screen that have to be answered first, from the top."""
        needed: tuple[tuple[Choice[Any], str], ...] = (
            (self.answer, "Choose what they answered."),
            (self.why_not, "Choose why nobody asked."),
            (self.who.stated, "Say how old they are."),
            (self.capacity, "Say whether they can decide this."),
        )
        found: list[Shown] = [
            (choice, said)
            for choice, said in needed
            if choice.isVisible() and choice.value() is None
        ]
        said_yes = self.answer.value() in (Said.YES, Said.LIMITED)
        if self.is_care() and said_yes and not self.treatment.text():
            found.append((self.treatment, f"Say {self.treatment.label().lower()} they agree to."))
        if self._needs_relationship(scope):
            found.append((self.relationship, "Choose your relationship."))
        if self.answer.value() is Said.LIMITED:
            found += self.limits.unanswered()
        if self.is_forensic():
            found += self.forensic.unanswered()
        return found + self.how.unanswered()

    def _needs_relationship(self, scope: Scope) -> bool:
        said = self.answer.value()
        opens = said in (Said.YES, Said.LIMITED) or self.ground() is not None
        return scope is Scope.VIEW_SCR and opens and self.relationship.value() is None

    def fields(self) -> parts.Where:
        """Where each problem is put right."""
        wanted = (self.grounds_place.form, self.limits_place.form, self.forensic_place.form)
        made = [form.fields() for form in wanted if form is not None]
        return {
            **{name: part for fields in made for name, part in fields.items()},
            **self.who.fields(),
            **self.how.fields(),
            "capacity": self.capacity,
            "relationship": self.relationship,
            "ask_again_at": self.again,
            "changed": self.changed,
            "treatment": self.treatment,
            "not_asked_reason": self.why_not,
            "not_asked_because": self.not_asked,
        }
