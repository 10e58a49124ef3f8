"""Looking without permission: the ground, all that it needs, and the alert that it raises.

Only grounds that the rule could allow for the answer given are offered, so that best interests is
never beside a refusal. Nothing is chosen beforehand; the emergency test is answered part by part.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent import wording
from custodyhcp.consent.asked import Asked, Weighing
from custodyhcp.consent.codes import Ground, ReasonUnable
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.wording import words
from custodyhcp.ui.consent_parts import Where, coded, in_lines
from custodyhcp.ui.kit import Choice, Field, MultiChoice, Pick, PlainLabel
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_MEDICAL = (Ground.BEST_INTERESTS_EMERGENCY, Ground.COULD_NOT_ASK)
_LEGAL = (Ground.PUBLIC_INTEREST, Ground.STATUTE, Ground.COURT_ORDER)


class Threat(Enum):
    YES = "YES"
    NO = "NO"


class GroundForm(QWidget):
    """``fill(asked)`` adds what was answered here; ``changed`` on every answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._prior_refusal = False
        self._tests = coded("EmergencyPart", wording.emergency_test())
        self._build()
        self._connect()
        self._react()

    def _build(self) -> None:
        self.ground = Choice("Ground", {g: words(g) for g in Ground}, name="consent.ground")
        said = wording.emergency_test()
        tests = {member: in_lines(said[code]) for code, member in self._tests.items()}
        self.emergency = MultiChoice(
            "Emergency test: all three must be so", tests, name="consent.emergency"
        )
        reasons: list[tuple[object, str]] = [(r, words(r)) for r in ReasonUnable]
        self.unable = Pick("Why they could not be asked", reasons, name="consent.unable")
        statutes: list[tuple[object, str]] = [*wording.statutes().items()]
        self.statute = Pick("Which statute requires it", statutes, name="consent.statute")
        self.order = Field("Court order: reference", name="consent.order", chars=24)
        self.order_scope = Field("What the order covers", name="consent.order_scope")
        self.weighing = {
            name: Field(asks, name=f"consent.weighing.{name}")
            for name, asks in wording.weighing_questions().items()
        }
        self.not_police = PlainLabel(
            "Not for a request by the police: stop, and send that to information governance.",
            "hint",
        )
        self.adviser = Field("Adviser you spoke to, and their role", name="consent.adviser")
        self.threat = Choice(
            "They are known to have said no when they could decide. Is life threatened now?",
            {Threat.YES: "Yes", Threat.NO: "No"},
            name="consent.threat",
        )
        self.senior = Field("Senior colleague who advised", name="consent.senior")
        self.reason = Field(
            "Reason",
            name="consent.reason",
            lines=3,
            hint="What you saw, and what you need to know. Somebody else will read this.",
        )
        self._column()

    def _column(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(PlainLabel("Look without permission", "h2"))
        for widget in (
            self.ground,
            self.not_police,
            self.unable,
            self.statute,
            self.order,
            self.order_scope,
            *self.weighing.values(),
            self.emergency,
            self.threat,
            self.senior,
            self.adviser,
            self.reason,
        ):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.ground.chosen.connect(lambda _ground: self._react())
        self.threat.chosen.connect(lambda _threat: self._react())
        self.emergency.changed.connect(lambda _parts: self._react())
        for box in (self.unable, self.statute, self.order, self.order_scope, self.adviser):
            box.changed.connect(self.changed)
        for box in (*self.weighing.values(), self.senior, self.reason):
            box.changed.connect(self.changed)

    def offer(self, grounds: Collection[Ground], *, prior_refusal: bool) -> None:
        """Show these grounds only; one that was chosen and is no longer offered is un-chosen."""
        self._prior_refusal = prior_refusal
        self.ground.only(grounds)
        self._show_for(self.ground.value())

    def _react(self) -> None:
        self._show_for(self.ground.value())
        self.changed.emit()

    def _show_for(self, ground: Ground | None) -> None:
        """Only what this ground needs."""
        faced = ground is Ground.BEST_INTERESTS_EMERGENCY and self._prior_refusal
        self.emergency.setVisible(ground in _MEDICAL)
        self.unable.setVisible(ground is Ground.COULD_NOT_ASK)
        self.statute.setVisible(ground is Ground.STATUTE)
        self.order.setVisible(ground is Ground.COURT_ORDER)
        self.order_scope.setVisible(ground is Ground.COURT_ORDER)
        for box in self.weighing.values():
            box.setVisible(ground is Ground.PUBLIC_INTEREST)
        self.adviser.setVisible(ground in _LEGAL)
        self.not_police.setVisible(ground in _LEGAL)
        self.threat.setVisible(faced)
        self.senior.setVisible(faced and self.threat.value() is Threat.YES)
        self.reason.setVisible(ground is not None)

    def fill(self, asked: Asked) -> Asked:
        """``asked`` with the ground and its evidence; unchanged while no ground is chosen."""
        ground = self.ground.value()
        if ground is None:
            return asked
        met = {member.value for member in self.emergency.values()}
        unable, statute = self.unable.value(), self.statute.value()
        return replace(
            asked,
            ground=ground,
            reason=self.reason.text(),
            reason_unable=unable if isinstance(unable, ReasonUnable) else None,
            emergency=EmergencyTest(**{part: part in met for part in self._tests}),
            weighing=Weighing(**{name: box.text() for name, box in self.weighing.items()}),
            adviser=self.adviser.text(),
            statute=statute if isinstance(statute, str) else "",
            order_reference=self.order.text(),
            order_scope=self.order_scope.text(),
            life_threatening=self.threat.value() is Threat.YES,
            senior_adviser=self.senior.text(),
        )

    def fields(self) -> Where:
        """Where each problem of the evidence rule is put right."""
        where: dict[str, Labelled | Group] = {
            "reason": self.reason,
            "reason_unable": self.unable,
            "statute": self.statute,
            "order_reference": self.order,
            "order_scope": self.order_scope,
            "adviser": self.adviser,
            "senior_adviser": self.senior,
        }
        where |= {f"emergency.{part}": self.emergency for part in self._tests}
        where |= {f"weighing.{name}": box for name, box in self.weighing.items()}
        return where
