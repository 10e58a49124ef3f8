"""Looking without permission: the ground, all that it needs, and the alert that it raises.

Only grounds that the rule could allow for the answer given are offered, so that best interests is
never beside a refusal. Nothing is chosen beforehand; the emergency test is answered part by part.
A request from investigators is no ground: it is turned to information governance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp import resources
from custodyhcp.consent import wording
from custodyhcp.consent.asked import Asked, Weighing
from custodyhcp.consent.bounds import open_for
from custodyhcp.consent.codes import Ground, Purpose, ReasonUnable
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.wording import words
from custodyhcp.ui.consent_parts import Where, coded, in_lines
from custodyhcp.ui.kit import Choice, Field, MultiChoice, Pick, PlainLabel
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

_TESTED = (Ground.BEST_INTERESTS_EMERGENCY, Ground.COULD_NOT_ASK)
_BEST_INTERESTS = (Ground.BEST_INTERESTS_EMERGENCY, Ground.BEST_INTERESTS_NON_EMERGENCY)
_WAITS = (Ground.BEST_INTERESTS_NON_EMERGENCY, Ground.COULD_NOT_ASK)
_LEGAL = (Ground.PUBLIC_INTEREST, Ground.STATUTE, Ground.COURT_ORDER)


class Threat(Enum):
    YES = "YES"
    NO = "NO"


class OpenFor(Enum):
    """How long a look without permission may stay open, in minutes."""

    HALF = 30
    ONE = 60
    TWO = 120
    FOUR = 240
    EIGHT = 480

    @property
    def words(self) -> str:
        return f"{self.value} min" if self.value < 60 else f"{self.value // 60} h"

    @property
    def lasts(self) -> timedelta:
        return timedelta(minutes=self.value)

    def after(self, now: datetime) -> datetime:
        return now + self.lasts


class GroundForm(QWidget):
    """``fill(asked)`` adds what was answered here; ``changed`` on every answer."""

    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._now = now
        self._prior_refusal = False
        self._tests = coded("EmergencyPart", wording.emergency_test())
        self._medical()
        self._legal()
        self._always()
        self._column()
        self._connect()
        self._react()

    def _medical(self) -> None:
        self.ground = Choice("Ground", {g: words(g) for g in Ground}, name="consent.ground")
        said = wording.emergency_test()
        tests = {member: in_lines(said[code]) for code, member in self._tests.items()}
        self.emergency = MultiChoice(
            "Emergency test: all three must be so", tests, name="consent.emergency"
        )
        reasons: list[tuple[object, str]] = [(r, words(r)) for r in ReasonUnable]
        self.unable = Pick("Why they could not be asked", reasons, name="consent.unable")
        self.cannot_wait = Field(
            "Why it could not wait",
            name="consent.cannot_wait",
            hint="What would happen to them before they can be asked, or can decide",
            lines=2,
        )
        self.threat = Choice(
            "They are known to have said no when they could decide. Is life threatened now?",
            {Threat.YES: "Yes", Threat.NO: "No"},
            name="consent.threat",
        )
        self.senior = Field("Senior colleague who advised", name="consent.senior")

    def _legal(self) -> None:
        self.purpose: Choice[Purpose] = Choice(
            "What you need it for",
            {purpose: words(purpose) for purpose in Purpose},
            name="consent.purpose",
        )
        self.not_police = PlainLabel(
            "Not for a request by the police: stop, and send that to information governance.",
            "hint",
        )
        self.statute = Pick("Which statute requires it", _statutes(), name="consent.statute")
        self.statute_is = PlainLabel("", "hint", name="consent.statute.what")
        self.order = Field("Court order: reference", name="consent.order", chars=24)
        self.order_scope = Field("What the order covers", name="consent.order_scope", lines=2)
        self.weighing = {
            name: Field(asks, name=f"consent.weighing.{name}")
            for name, asks in wording.weighing_questions().items()
        }
        self.adviser = Field("Adviser you spoke to, and their role", name="consent.adviser")

    def _always(self) -> None:
        self.open_for = Choice(
            "How long you need it open",
            {hours: hours.words for hours in OpenFor},
            name="consent.open_for",
            hint="It closes by itself then",
        )
        self.reason = Field(
            "Reason",
            name="consent.reason",
            lines=3,
            hint="What you saw, and what you need to know. Somebody else will read this.",
        )

    def _column(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(PlainLabel("Look without permission", "h2"))
        shown: tuple[QWidget, ...] = (
            self.ground,
            self.purpose,
            self.not_police,
            self.unable,
            self.statute,
            self.statute_is,
            self.order,
            self.order_scope,
            *self.weighing.values(),
            self.emergency,
            self.cannot_wait,
            self.threat,
            self.senior,
            self.adviser,
            self.open_for,
            self.reason,
        )
        for widget in shown:
            column.addWidget(widget)

    def _connect(self) -> None:
        self.ground.chosen.connect(lambda _ground: self._react())
        self.purpose.chosen.connect(lambda _purpose: self._react())
        self.threat.chosen.connect(lambda _threat: self._react())
        self.open_for.chosen.connect(lambda _hours: self._react())
        self.emergency.changed.connect(lambda _parts: self._react())
        self.statute.changed.connect(self._react)
        for box in (self.unable, self.order, self.order_scope, self.adviser, self.cannot_wait):
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
        faced = ground in _BEST_INTERESTS and self._prior_refusal
        legal = ground in _LEGAL and self.purpose.value() is not Purpose.INVESTIGATION
        asked_for_police = ground in _LEGAL and not legal
        self.emergency.setVisible(ground in _TESTED)
        self.cannot_wait.setVisible(ground in _WAITS)
        self.unable.setVisible(ground is Ground.COULD_NOT_ASK)
        self.purpose.setVisible(ground in _LEGAL)
        self.not_police.setVisible(asked_for_police)
        self.statute.setVisible(legal and ground is Ground.STATUTE)
        self.statute_is.setText(_what(self.statute.value()))
        self.statute_is.setVisible(legal and ground is Ground.STATUTE)
        self.order.setVisible(legal and ground is Ground.COURT_ORDER)
        self.order_scope.setVisible(legal and ground is Ground.COURT_ORDER)
        for box in self.weighing.values():
            box.setVisible(legal and ground is Ground.PUBLIC_INTEREST)
        self.adviser.setVisible(legal)
        self.threat.setVisible(faced)
        self.senior.setVisible(faced and self.threat.value() is Threat.YES)
        self._offer_ends(ground)
        self.open_for.setVisible(ground is not None and not asked_for_police)
        self.reason.setVisible(ground is not None and not asked_for_police)

    def _offer_ends(self, ground: Ground | None) -> None:
        """Only ends that this ground allows, and what is so if none is chosen."""
        if ground is None:
            return
        longest = open_for(ground)
        self.open_for.only([end for end in OpenFor if end.lasts <= longest])
        hours = longest.total_seconds() / 3600
        self.open_for.set_hint(f"It closes by itself then; at the latest after {hours:g} h")

    def fill(self, asked: Asked) -> Asked:
        """``asked`` with the ground and its evidence; unchanged while no ground is chosen."""
        ground, hours = self.ground.value(), self.open_for.value()
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
            purpose=self.purpose.value() if ground in _LEGAL else None,
            cannot_wait=self.cannot_wait.text() if ground in _WAITS else "",
            open_until=None if hours is None else hours.after(self._now()),
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
            "ground": self.ground,
            "purpose": self.purpose,
            "cannot_wait": self.cannot_wait,
            "open_until": self.open_for,
            "reason": self.reason,
            "reason_unable": self.unable,
            "statute": self.statute,
            "order_reference": self.order,
            "order_scope": self.order_scope,
            "adviser": self.adviser,
            "senior_adviser": self.senior,
            "life_threatening": self.threat,
        }
        where |= {f"emergency.{part}": self.emergency for part in self._tests}
        where |= {f"weighing.{name}": box for name, box in self.weighing.items()}
        return where


def _statutes() -> list[tuple[object, str]]:
    return [*wording.statutes().items()]


def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.load_json("consent/statutes.json")
    return table


def _what(code: object) -> str:
    """What that statute is, as the list has it, and when the list was last checked."""
    checked = date.fromisoformat(_table()["checked"])
    dated = f"The list was last checked on {checked:%d-%b-%Y}."
    row = _table()["statutes"].get(code)
    if row is None:
        return f"{dated} What is not in it is not relied on here: ask information governance."
    return " ".join(part for part in (row.get("what", ""), dated) if part)
