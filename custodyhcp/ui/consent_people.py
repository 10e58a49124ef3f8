"""Who answers: shown only for somebody under 16, or of unknown age (domain consent 3.4)."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.children import ADULT_FROM
from custodyhcp.consent.codes import Proxy
from custodyhcp.ui.consent_parts import ADULT_STATED, CHILD_STATED, Where
from custodyhcp.ui.kit import Choice, Field, PlainLabel


class Stated(Enum):
    SIXTEEN_OR_OVER = "SIXTEEN_OR_OVER"
    UNDER_SIXTEEN = "UNDER_SIXTEEN"


class Competent(Enum):
    YES = "YES"
    NO = "NO"


class WhoAnswered(Enum):
    CHILD = "CHILD"
    PARENT = "PARENT"


class WhoAnswers(QWidget):
    """``fill(asked)`` adds age, competence and proxy; ``changed`` on every answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._age: int | None = None
        self._build()
        for choice in (self.stated, self.competent, self.answered):
            choice.chosen.connect(lambda _member: self._react())
        for box in (self.evidence, self.name, self.relationship, self.responsibility):
            box.changed.connect(self.changed)
        self._react()

    def _build(self) -> None:
        self.stated: Choice[Enum] = Choice(
            "Their date of birth is not known. What do they say, and look?",
            {Stated.SIXTEEN_OR_OVER: "16 or over", Stated.UNDER_SIXTEEN: "Under 16"},
            name="consent.stated",
        )
        self.competent: Choice[Enum] = Choice(
            "Are they competent for this decision (Gillick)?",
            {Competent.YES: "Yes, they understand it fully", Competent.NO: "No"},
            name="consent.competent",
        )
        self.evidence = Field("How you know", name="consent.competent.evidence")
        self.answered: Choice[Enum] = Choice(
            "Who gave the answer?",
            {
                WhoAnswered.CHILD: "The child",
                WhoAnswered.PARENT: "Holder of parental responsibility",
            },
            name="consent.answered",
        )
        self.name = Field("Their name", name="consent.proxy.name")
        self.relationship = Field("Relationship to the child", name="consent.proxy.relationship")
        self.responsibility = Field(
            "How you know that they hold parental responsibility", name="consent.proxy.evidence"
        )
        self.note = PlainLabel(
            "An appropriate adult or social worker cannot agree unless they hold it.", "hint"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.stated, self.competent, self.evidence, self.answered, self.note):
            column.addWidget(widget)
        for widget in (self.name, self.relationship, self.responsibility):
            column.addWidget(widget)

    def set_age(self, age: int | None) -> None:
        """Whole years, or None where nobody knows the date of birth."""
        self._age = age
        self._show()

    def age(self) -> int | None:
        """The age to decide by; None until it is known or stated."""
        if self._age is not None:
            return self._age
        match self.stated.value():
            case Stated.SIXTEEN_OR_OVER:
                return ADULT_STATED
            case Stated.UNDER_SIXTEEN:
                return CHILD_STATED
            case _:
                return None

    def _react(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        age = self.age()
        child = age is not None and age < ADULT_FROM
        not_competent = child and self.competent.value() is Competent.NO
        by_parent = not_competent and self.answered.value() is WhoAnswered.PARENT
        self.stated.setVisible(self._age is None)
        self.competent.setVisible(child)
        self.evidence.setVisible(child and self.competent.value() is not None)
        self.answered.setVisible(not_competent)
        self.note.setVisible(not_competent)
        for box in (self.name, self.relationship, self.responsibility):
            box.setVisible(by_parent)
        self.setVisible(self._age is None or child)

    def fill(self, asked: Asked) -> Asked:
        """``asked`` with what was answered here; for a known adult, unchanged."""
        asked = replace(asked, age_stated=self._age is None)
        if asked.age >= ADULT_FROM:
            return asked
        competent = self.competent.value()
        by_parent = competent is Competent.NO and self.answered.value() is WhoAnswered.PARENT
        return replace(
            asked,
            gillick=None if competent is None else competent is Competent.YES,
            gillick_evidence=self.evidence.text(),
            proxy=Proxy.PARENTAL_RESPONSIBILITY if by_parent else None,
            proxy_name=self.name.text() if by_parent else "",
            proxy_relationship=self.relationship.text() if by_parent else "",
            proxy_evidence=self.responsibility.text() if by_parent else "",
        )

    def fields(self) -> Where:
        return {
            "gillick_evidence": self.evidence,
            "proxy_name": self.name,
            "proxy_relationship": self.relationship,
            "proxy_evidence": self.responsibility,
        }
