"""Forensic consent: a form of its own, because it is for the investigation and not for care.

Rules kept here. That the health professional now acts for the police as well, and cannot promise to
keep what is found private, is explained first and ticked by itself. What a sample needs besides the
person's answer is asked here. Nothing here opens a health record (HARD, domain consent 3.7, 4.6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Sample, Scope
from custodyhcp.consent.evidence_forensic import ranks
from custodyhcp.consent.forensic import (
    ADULT,
    NO_AUTHORITY,
    NOBODY,
    Authority,
    Forensic,
    ParentOrGuardian,
)
from custodyhcp.consent.wording import words
from custodyhcp.ui.consent_answers import Said
from custodyhcp.ui.consent_parts import Where, in_lines
from custodyhcp.ui.kit import Choice, Field, MultiChoice, NowField, Pick, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_AGREES = (Said.YES, Said.LIMITED)


class Explained(Enum):
    DUAL_ROLE = "DUAL_ROLE"
    MAY_BE_EVIDENCE = "MAY_BE_EVIDENCE"


class YesNo(Enum):
    YES = "YES"
    NO = "NO"


class Spoken(Enum):
    ORAL = "ORAL"
    WRITTEN = "WRITTEN"


class Confirmed(Enum):
    IN_WRITING = "IN_WRITING"


class ForensicForm(QWidget):
    """``fill(asked)`` adds what was answered here; ``changed`` on every answer."""

    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._scope = Scope.FORENSIC_EXAM
        self._for_person()
        self._for_others(now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.explained, self.sample, self.signed, self._authority, *self._officer):
            column.addWidget(widget)
        for widget in (self._parent, *self._parents):
            column.addWidget(widget)
        self._connect()
        self.hide()

    def _for_person(self) -> None:
        dual = "I am working for the police as well now, and what I find here cannot be private"
        used = "What is found may be used in evidence"
        self.explained: MultiChoice[Explained] = MultiChoice(
            "Said to them first, and understood",
            {
                Explained.DUAL_ROLE: in_lines(dual),
                Explained.MAY_BE_EVIDENCE: in_lines(used),
            },
            name="consent.forensic.explained",
        )
        self.sample: Choice[Sample] = Choice(
            "Which kind of sample",
            {sample: words(sample) for sample in Sample},
            name="consent.forensic.sample",
        )
        self.signed: Choice[YesNo] = Choice(
            "Have they signed for it?",
            {YesNo.YES: "Yes", YesNo.NO: "No"},
            name="consent.forensic.signed",
        )

    def _for_others(self, now: Callable[[], datetime]) -> None:
        self._authority = PlainLabel("Police authority for an intimate sample", "h3")
        self.officer = Field("Officer who authorised it", name="consent.forensic.officer")
        high_enough: list[tuple[object, str]] = [*ranks().items()]
        self.rank = Pick("Their rank", high_enough, name="consent.forensic.rank")
        self.at = NowField("Authorised at", now, name="consent.forensic.at", hint="N for now")
        self.spoken: Choice[Spoken] = Choice(
            "How it was given",
            {Spoken.WRITTEN: "In writing", Spoken.ORAL: "Spoken"},
            name="consent.forensic.spoken",
        )
        self.confirmed: MultiChoice[Confirmed] = MultiChoice(
            "Since then",
            {Confirmed.IN_WRITING: "Confirmed in writing"},
            name="consent.forensic.confirmed",
        )
        self._officer = (self.officer, self.rank, self.at, self.spoken, self.confirmed)
        self._parent = PlainLabel("Parent or guardian", "h3")
        self.name = Field("Their name", name="consent.forensic.parent")
        self.relationship = Field("Who they are", name="consent.forensic.relationship")
        self.parent_answer: Choice[YesNo] = Choice(
            "Do they agree?",
            {YesNo.YES: "Yes", YesNo.NO: "No"},
            name="consent.forensic.parent.answer",
        )
        self._parents = (self.name, self.relationship, self.parent_answer)

    def _connect(self) -> None:
        for choice in (self.sample, self.signed, self.spoken, self.parent_answer):
            choice.chosen.connect(lambda _member: self.changed.emit())
        for several in (self.explained, self.confirmed):
            several.changed.connect(lambda _members: self.changed.emit())
        for box in (self.officer, self.rank, self.at, self.name, self.relationship):
            box.changed.connect(self.changed)

    def turn_to(self, scope: Scope) -> None:
        self._scope = scope
        self.setVisible(self._is_forensic())
        self.at.set_text("")

    def _is_forensic(self) -> bool:
        return self._scope in (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE)

    def show_for(self, said: Said | None, age: int | None) -> None:
        """Only what a yes of that person, of that age, needs: a no needs nothing more."""
        self.setVisible(self._is_forensic())
        agrees = said in _AGREES
        sample = self._scope is Scope.FORENSIC_SAMPLE
        intimate = agrees and sample and self.sample.value() is Sample.INTIMATE
        spoken = self.spoken.value() is Spoken.ORAL
        self.sample.setVisible(sample)
        self.signed.setVisible(agrees)
        for widget in (self._authority, *self._officer):
            widget.setVisible(intimate)
        self.confirmed.setVisible(intimate and spoken)
        young = age is not None and age < ADULT and said in (*_AGREES, Said.UNABLE)
        for part in (self._parent, *self._parents):
            part.setVisible(young)

    def forensic(self) -> Forensic:
        """As it stands."""
        ticked = self.explained.values()
        sample = self._scope is Scope.FORENSIC_SAMPLE
        return Forensic(
            dual_role=Explained.DUAL_ROLE in ticked,
            may_be_evidence=Explained.MAY_BE_EVIDENCE in ticked,
            sample=self.sample.value() if sample else None,
            in_writing=self.signed.value() is YesNo.YES,
            authority=self._authorised(),
            parent=self._parent_said(),
        )

    def _authorised(self) -> Authority:
        if self.officer.isHidden():
            return NO_AUTHORITY
        rank, spoken = self.rank.value(), self.spoken.value()
        return Authority(
            officer=self.officer.text(),
            rank=rank if isinstance(rank, str) else None,
            at=self.at.value(),
            oral=None if spoken is None else spoken is Spoken.ORAL,
            confirmed_in_writing=bool(self.confirmed.values()),
        )

    def _parent_said(self) -> ParentOrGuardian:
        if self.parent_answer.isHidden():
            return NOBODY
        answers = {YesNo.YES: Answer.YES, YesNo.NO: Answer.NO}
        said = self.parent_answer.value()
        return ParentOrGuardian(
            self.name.text(), self.relationship.text(), answers[said] if said else None
        )

    def fill(self, asked: Asked) -> Asked:
        return replace(asked, forensic=self.forensic())

    def unanswered(self) -> list[Shown]:
        if not self.at.isHidden() and self.at.problem():
            return [(self.at, self.at.problem())]
        return []

    def fields(self) -> Where:
        where: dict[str, Labelled | Group] = {
            "dual_role": self.explained,
            "may_be_evidence": self.explained,
            "sample": self.sample,
            "in_writing": self.signed,
            "authority.officer": self.officer,
            "authority.rank": self.rank,
            "authority.at": self.at,
            "authority.oral": self.spoken,
            "authority.confirmed_in_writing": self.confirmed,
            "parent.name": self.name,
            "parent.relationship": self.relationship,
            "parent.answer": self.parent_answer,
            "parent": self.parent_answer,
        }
        return where | {f"forensic.{name}": box for name, box in where.items()}
