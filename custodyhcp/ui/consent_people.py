"""Whose answer it is, and how old they are taken to be (domain consent 3.4).

Rules kept here
* Nothing is asked of a known adult who can decide. Under 16: competence for this decision first;
  only a child found not competent may be answered for, and by somebody who holds parental
  responsibility. An adult who lacks capacity may be answered for by an attorney or a deputy.
* The appropriate adult is not among those who can be chosen, and the screen says so.
* Where the date of birth is unknown the age is stated, with what it rests on; where it is unknown
  or disputed and they may be a child, nobody answers for them and competence is asked about.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.children import ADULT_FROM, ATTORNEY_FROM, IN_DOUBT
from custodyhcp.consent.codes import Capacity, Proxy
from custodyhcp.consent.proxies import said
from custodyhcp.ui.consent_parts import ADULT_STATED, CHILD_STATED, Where
from custodyhcp.ui.consent_proxies import ProxyQuestions
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Choice, Field, PlainLabel


class Stated(Enum):
    SIXTEEN_OR_OVER = "SIXTEEN_OR_OVER"
    MAY_BE_UNDER = "MAY_BE_UNDER"
    UNDER_SIXTEEN = "UNDER_SIXTEEN"


class Competent(Enum):
    YES = "YES"
    NO = "NO"


class WhoAnswered(Enum):
    CHILD = "CHILD"
    PARENT = "PARENT"


class OnBehalf(Enum):
    """Who answered for an adult who lacks capacity."""

    NOBODY = "NOBODY"
    LPA_HEALTH = "LPA_HEALTH"
    DEPUTY = "DEPUTY"


_POWERS = {OnBehalf.LPA_HEALTH: Proxy.LPA_HEALTH, OnBehalf.DEPUTY: Proxy.DEPUTY}
_PRESUMED = "16 or 17: presumed able to decide, as an adult is. Nobody else can agree for them."
_DOUBT = (
    "Only what would be open both to a child and to an adult is open. Nobody can answer for them"
    " until their age is known: ask custody how they are finding out."
)


class WhoAnswers(QWidget):
    """``fill(asked)`` adds age, competence and proxy; ``changed`` on every answer. ``power`` is
    the part about somebody who answers for them: its place is below the question of capacity."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._age: int | None = None
        self._disputed = False
        self._capacity: Capacity | None = None
        self._ages()
        self._young()
        self._adults()
        self._lay_out()
        self._connect()
        self._react()

    # building

    def _ages(self) -> None:
        self.stated: Choice[Enum] = Choice(
            "Their date of birth is not known. How old do they say they are, and look?",
            {
                Stated.SIXTEEN_OR_OVER: "16 or over, no doubt",
                Stated.MAY_BE_UNDER: "May be under 16",
                Stated.UNDER_SIXTEEN: "Under 16",
            },
            name="consent.stated",
        )
        self.age_evidence = Field(
            "What that rests on",
            name="consent.stated.evidence",
            lines=2,
            hint="What they say, what you see, what custody has found",
        )
        self.presumed = PlainLabel(_PRESUMED, "hint", name="consent.presumed")
        self.dispute = Button(
            "The date of birth is disputed",
            self._open_dispute,
            role=ButtonRole.LINK,
            name="consent.dispute",
        )
        self.doubt = Callout("Their age is in doubt", _DOUBT, tone="amber", name="consent.doubt")
        self.settle = Button(
            "The date of birth is right after all",
            self._settle,
            role=ButtonRole.LINK,
            name="consent.dispute.settle",
        )

    def _young(self) -> None:
        self.competent: Choice[Enum] = Choice(
            "Are they competent for this decision (Gillick)?",
            {Competent.YES: "Yes, they understand it fully", Competent.NO: "No"},
            name="consent.competent",
        )
        self.evidence = Field(
            "How you know",
            name="consent.competent.evidence",
            lines=2,
            hint="What they said of why, who will see it, and what a yes or a no leads to",
        )
        self.answered: Choice[Enum] = Choice(
            "Who gave the answer?",
            {
                WhoAnswered.CHILD: "The child",
                WhoAnswered.PARENT: "Holder of parental responsibility",
            },
            name="consent.answered",
        )
        self.note = PlainLabel(said("note"), "hint", name="consent.answered.note")

    def _adults(self) -> None:
        self.behalf: Choice[Enum] = Choice(
            "Did anybody answer for them who has the power to?",
            {
                OnBehalf.NOBODY: "Nobody",
                OnBehalf.LPA_HEALTH: "Attorney, health and welfare",
                OnBehalf.DEPUTY: "Court-appointed deputy",
            },
            name="consent.behalf",
            hint=said("adult_note"),
        )
        self.proxy = ProxyQuestions()
        self.power = QWidget()
        self.power.setProperty("ground", "none")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (
            self.stated, self.dispute, self.doubt, self.age_evidence, self.settle, self.presumed,
            self.competent, self.evidence, self.answered, self.note,
        ):  # fmt: skip
            column.addWidget(widget)
        power = QVBoxLayout(self.power)
        power.setContentsMargins(0, 0, 0, 0)
        power.setSpacing(16)
        power.addWidget(self.behalf)
        power.addWidget(self.proxy)

    def _connect(self) -> None:
        for choice in (self.stated, self.competent, self.answered, self.behalf):
            choice.chosen.connect(lambda _member: self._react())
        for box in (self.evidence, self.age_evidence):
            box.changed.connect(self.changed)
        self.proxy.changed.connect(self.changed)

    # what is known

    def set_age(self, age: int | None) -> None:
        """Whole years, or None where nobody knows the date of birth."""
        self._age = age
        self._show()

    def set_capacity(self, capacity: Capacity | None) -> None:
        """What was answered about capacity: only lacking it lets somebody else answer."""
        if capacity is not self._capacity:
            self._capacity = capacity
            self._show()

    def in_doubt(self) -> bool:
        """Unknown or disputed, and they may be a child."""
        unknown = self._age is None and self.stated.value() is Stated.MAY_BE_UNDER
        return self._disputed or unknown

    def age(self) -> int | None:
        """The age to decide by; None until it is known or stated."""
        if self.in_doubt():
            return IN_DOUBT
        if self._age is not None:
            return self._age
        match self.stated.value():
            case Stated.SIXTEEN_OR_OVER:
                return ADULT_STATED
            case Stated.UNDER_SIXTEEN:
                return CHILD_STATED
            case _:
                return None

    def child_not_competent(self) -> bool:
        return self._child() and self.competent.value() is Competent.NO

    def _child(self) -> bool:
        age = self.age()
        return age is not None and age < ADULT_FROM

    def _open_dispute(self) -> None:
        self._disputed = True
        self._react()
        self.age_evidence.focus_first()

    def _settle(self) -> None:
        self._disputed = False
        self._react()
        self.dispute.setFocus()

    def restore(self, *, disputed: bool) -> None:
        """As it was when the typing was kept: a known age with words about it was disputed."""
        self._disputed = disputed and self._age is not None
        self._show()

    # what is asked

    def _react(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        age, child, doubt = self.age(), self._child(), self.in_doubt()
        known = self._age is not None
        self.stated.setVisible(not known)
        self.dispute.setVisible(known and not self._disputed and self._near_the_line())
        self.doubt.setVisible(doubt)
        self.settle.setVisible(self._disputed)
        self.age_evidence.setVisible(self._disputed or (not known and age is not None))
        self.presumed.setVisible(age is not None and known and 16 <= age < 18)
        self.competent.setVisible(child)
        self.evidence.setVisible(child and self.competent.value() is not None)
        self.answered.setVisible(self.child_not_competent() and not doubt)
        self.note.setVisible(self.child_not_competent() and not doubt)
        self._show_proxy(age)
        seen = (self.stated, self.dispute, self.doubt, self.presumed, self.competent)
        _stand(self, any(not widget.isHidden() for widget in seen))
        _stand(self.power, not self.behalf.isHidden() or not self.proxy.isHidden())

    def _near_the_line(self) -> bool:
        """A dispute about 40 or 60 changes nothing here, so it is not in the way."""
        return self._age is not None and self._age < 25

    def _show_proxy(self, age: int | None) -> None:
        adult = age is not None and age >= ADULT_FROM
        self.behalf.setVisible(adult and self._capacity is Capacity.LACKS)
        offered = [one for one in OnBehalf if one is not OnBehalf.LPA_HEALTH]
        if age is not None and (age >= ATTORNEY_FROM or self._age is None):
            offered = [*OnBehalf]
        self.behalf.only(offered)
        self.proxy.show_for(self.who())

    def who(self) -> Proxy | None:
        """Who answered for them, as far as the answers on the screen go; None for themself."""
        if self.in_doubt():
            return None
        if self.child_not_competent():
            by_parent = self.answered.value() is WhoAnswered.PARENT
            return Proxy.PARENTAL_RESPONSIBILITY if by_parent else None
        if self._child() or self._capacity is not Capacity.LACKS:
            return None
        chosen = self.behalf.value()
        return _POWERS.get(chosen) if isinstance(chosen, OnBehalf) else None

    # what is recorded

    def fill(self, asked: Asked) -> Asked:
        """``asked`` with what was answered here; for a known adult who can decide, unchanged."""
        stated = self._age is None or self._disputed
        asked = replace(
            asked,
            age_stated=self._age is None,
            age_in_doubt=self.in_doubt(),
            age_evidence=self.age_evidence.text() if stated else "",
        )
        if self._child():
            competent = self.competent.value()
            asked = replace(
                asked,
                gillick=None if competent is None else competent is Competent.YES,
                gillick_evidence=self.evidence.text(),
            )
        return self.proxy.fill(asked, self.who())

    def fields(self) -> Where:
        return {
            "gillick": self.competent,
            "gillick_evidence": self.evidence,
            "age_evidence": self.age_evidence,
            **self.proxy.fields(),
        }


def _stand(part: QWidget, seen: bool) -> None:
    """Before it is in a page it is only ever hidden: shown, it would be a window."""
    if part.parentWidget() is not None or not seen:
        part.setVisible(seen)
