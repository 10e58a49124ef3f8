"""The questions of the consent page, and the form that their answers make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Capacity, Ground, Method, Relationship, Scope, ScrStatus
from custodyhcp.consent.wording import notice_version
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.consent_answers import CAPACITY, RELATIONSHIP, SAID, STATUS, Said
from custodyhcp.ui.consent_grounds import GroundForm
from custodyhcp.ui.consent_how import HowAsked
from custodyhcp.ui.consent_people import Competent, WhoAnswers
from custodyhcp.ui.kit import Choice, Field
from custodyhcp.ui.kit import Problem as Shown


class Questions:
    """Every question, in no layout of its own. ``overriding`` is whether the ground form is open:
    a ground that is not on the screen is never part of what is recorded."""

    def __init__(self) -> None:
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
        self.overriding = False

    def listen(self, changed: Callable[[], object]) -> None:
        """Call ``changed`` whenever somebody answers or types."""
        choices: tuple[Choice[Any], ...] = (
            self.answer,
            self.capacity,
            self.relationship,
            self.again,
            self.status,
        )
        for choice in choices:
            choice.chosen.connect(lambda _member: changed())
        for box in (self.limits, self.not_asked):
            box.changed.connect(changed)
        for form in (self.who, self.grounds, self.how):
            form.changed.connect(changed)

    def start_afresh(self, scope: Scope) -> None:
        """For another question, its boxes emptied: what is folded away is folded again."""
        self.overriding = False
        self.how.method.set_value(Method.VERBAL)
        self.status.hide()
        self.how.hide()
        self.relationship.setVisible(scope is Scope.VIEW_SCR)

    def child_not_competent(self) -> bool:
        age = self.who.age()
        child = age is not None and age < ADULT_FROM
        return child and self.who.competent.value() is Competent.NO

    def can_decide(self) -> Capacity | None:
        """A child found not competent for this decision cannot make it: no second question."""
        return Capacity.LACKS if self.child_not_competent() else self.capacity.value()

    def ground(self) -> Ground | None:
        return self.grounds.ground.value() if self.overriding else None

    def show_what_follows(self) -> None:
        """Only the boxes that the answers call for."""
        said = self.answer.value()
        self.limits.setVisible(said is Said.LIMITED)
        self.not_asked.setVisible(said is Said.NOT_ASKED and self.ground() is None)
        self.capacity.setVisible(not self.child_not_competent())

    def show_again(self, wanted: bool) -> None:
        self.again.setVisible(wanted or self.again.value() is not None)

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
            limits=self.limits.text() if said is Said.LIMITED else "",
            notice=notice_version(),
            not_asked_because=self.not_asked.text() if said is Said.NOT_ASKED else "",
            ask_again_at=None if again is None else again.after(now),
        )
        asked = self.how.fill(self.who.fill(asked))
        return self.grounds.fill(asked) if self.overriding else asked

    def unanswered(self, scope: Scope) -> list[Shown]:
        """The questions on the screen that have to be answered first, from the top."""
        needed: tuple[tuple[Choice[Any], str], ...] = (
            (self.answer, "Choose what they answered."),
            (self.who.stated, "Say whether they are 16 or over."),
            (self.capacity, "Say whether they can decide this."),
        )
        found: list[Shown] = [
            (choice, words)
            for choice, words in needed
            if choice.isVisible() and choice.value() is None
        ]
        if self._needs_relationship(scope):
            found.append((self.relationship, "Choose your relationship."))
        if self.answer.value() is Said.LIMITED and not self.limits.text():
            found.append((self.limits, "Say which limits they set."))
        return found

    def _needs_relationship(self, scope: Scope) -> bool:
        said = self.answer.value()
        opens = said in (Said.YES, Said.LIMITED) or self.ground() is not None
        return scope is Scope.VIEW_SCR and opens and self.relationship.value() is None

    def fields(self) -> parts.Where:
        """Where each problem is put right."""
        return {
            **self.grounds.fields(),
            **self.who.fields(),
            "capacity": self.capacity,
            "ask_again_at": self.again,
            "not_asked_because": self.not_asked,
        }
