"""A set of observations, typed fast: figures, Tab or Enter, and nothing filled in beforehand.

Each parameter's NEWS2 points appear beside it as it is typed; the total when all seven are there.
What was refused is said once for all of it, with why. SpO2 scale 1 is used unless somebody says 2
and the reason.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from custodyhcp.records import observations
from custodyhcp.records.observations import NotTaken, Observations, Pupils, Why
from custodyhcp.records.scales import news2
from custodyhcp.records.scales.measure import Measure
from custodyhcp.records.scales.news2 import Consciousness, NotFor, Vitals
from custodyhcp.records.scales.scale import NotAValue, Result
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Choice, Field, MultiChoice, NowField, PlainLabel
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.scales_result import ScoreCard, custody_words

NOW = "24-hour clock. N is now."
_NO_TIME = datetime(1900, 1, 1, tzinfo=UTC)  # while none is given


class Breathing(Enum):
    AIR = "Air"
    OXYGEN = "Oxygen"


class Special(Enum):
    SCALE_2 = "SpO2 scale 2"
    PREGNANT = "Pregnant, or gave birth recently"


class Absent(Enum):
    """What can be said not to have been taken."""

    RESPIRATION_RATE = "respiration_rate"
    SPO2 = "spo2"
    SYSTOLIC_BP = "systolic_bp"
    PULSE = "pulse"
    CONSCIOUSNESS = "consciousness"
    TEMPERATURE = "temperature"
    GLUCOSE = "glucose"


_SHORT = {
    "systolic_bp": "Systolic BP",
    "diastolic_bp": "Diastolic BP",
    "pain": "Pain, 0 to 10",
    "spo2": "Oxygen saturation",
}
_FIRST = ("respiration_rate", "spo2", "systolic_bp", "diastolic_bp")
_SECOND = ("pulse", "temperature", "glucose", "pain")
_PUPILS = ("pupil_left", "pupil_right")


class NumberBox(QWidget):
    """A measure's box with its points under it. ``value()`` raises ``NotAValue``."""

    def __init__(self, measure: Measure, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.measure = measure
        words = _SHORT.get(measure.key, measure.name)
        self.field = Field(words, name=name, units=measure.units, chars=4)
        self.field.box.setMinimumWidth(70)
        self.points = PlainLabel("", "small", wrap=False, name=f"{name}.points")
        self.points.setMinimumHeight(18)
        if measure.key in _PUPILS:
            self.points.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.points)

    def value(self) -> Decimal | None:
        typed = self.field.text().replace(",", ".")
        return self.measure.read(typed) if typed else None

    def show_points(self, points: int | None) -> None:
        said = "" if points is None else f"{points} point{'s' if points != 1 else ''}"
        self.points.setText(said)


class ObservationsForm(QWidget):
    """``changed`` after every key. ``age`` is in whole years, None where it is not known."""

    changed = Signal()

    def __init__(self, ctx: Context, age: int | None) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._age = age
        self.taken_at = NowField("Taken at", ctx.now, name="observations.at", hint=NOW)
        self.numbers = {
            key: NumberBox(observations.measures()[key], f"observations.{key}")
            for key in (*_FIRST, *_SECOND, *_PUPILS)
        }
        self._build_choices()
        self._build_rest()
        self._lay_out()
        self._connect()
        self._show()

    def _build_choices(self) -> None:
        self.breathing = Choice(
            "Breathing", {each: each.value for each in Breathing}, name="observations.breathing"
        )
        levels = {
            each: f"{each.value}:  {each.words.removeprefix('Responds ').capitalize()}"
            for each in Consciousness
        }
        self.level = Choice("Consciousness", levels, name="observations.consciousness")
        self.level_points = PlainLabel("", "small", wrap=False, name="observations.level.points")
        self.special = MultiChoice(
            "Only if it applies", {each: each.value for each in Special},
            name="observations.special", hint=f"Scale 2: {news2.scale_2_words().lower()}",
        )  # fmt: skip
        reactions = {each: each.words for each in Pupils}
        self.pupils = Choice("Pupils to light", reactions, name="observations.pupils")
        names = observations.names()
        self.absent = MultiChoice(
            "Refused, or not possible", {each: names[each.value] for each in Absent},
            name="observations.absent",
        )  # fmt: skip
        reasons = {each: each.words for each in Why}
        self.absent_why = Choice("These were", reasons, name="observations.absent_why")

    def _build_rest(self) -> None:
        self.oxygen_words = Field(
            "How, and how much oxygen", name="observations.oxygen_words",
            hint="Such as nasal cannula, 2 l/min",
        )  # fmt: skip
        self.scale_2_reason = Field(
            "Who decided on scale 2, and why", name="observations.scale_2_reason"
        )
        self.absent_words = Field("Why, in a few words", name="observations.absent_words")
        self.notes = Field("Note", name="observations.notes", lines=2)
        self.score_card = ScoreCard(news2.about(), name="observations.score")
        self.scale_1 = PlainLabel("SpO2 scale 1 is used.", "hint")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (
            self.taken_at,
            self._grid(_FIRST),
            self.breathing,
            self.oxygen_words,
            self._grid(_SECOND),
            self.level,
            self.level_points,
            self.score_card,
            self.special,
            self.scale_2_reason,
            self._grid(_PUPILS),
            self.pupils,
            self.absent,
            self.absent_why,
            self.absent_words,
            self.notes,
        ):
            column.addWidget(part)

    def _grid(self, keys: tuple[str, ...]) -> QWidget:
        holder = QWidget()
        holder.setProperty("ground", "none")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for place in range(4):
            grid.setColumnStretch(place, 1)
            if place < len(keys):
                grid.addWidget(self.numbers[keys[place]], 0, place)
        return holder

    def _connect(self) -> None:
        fields = (self.oxygen_words, self.scale_2_reason, self.absent_words, self.notes)
        for field in (*fields, *(box.field for box in self.numbers.values())):
            field.changed.connect(self._touched)
        for choice in (self.breathing, self.level, self.pupils, self.absent_why):
            choice.chosen.connect(self._touched)
        for several in (self.special, self.absent):
            several.changed.connect(self._touched)
        self.taken_at.changed.connect(self.changed)

    def focus_start(self) -> None:
        self.taken_at.focus_first()

    # what was typed

    def observations(self) -> tuple[Observations, list[Problem]]:
        """As typed so far, and a problem for each box that holds no number."""
        given: dict[str, Decimal] = {}
        found: list[Problem] = []
        for key, box in self.numbers.items():
            try:
                value = box.value()
            except NotAValue as error:
                found.append(Problem(key, error.words))
                continue
            if value is not None:
                given[key] = value
        return self._made(given), found

    def _made(self, given: dict[str, Decimal]) -> Observations:
        second = Special.SCALE_2 in self.special.values()
        breathing = self.breathing.value()
        return Observations(
            taken_at=self.taken_at.value() or _NO_TIME,
            vitals=Vitals(
                respiration_rate=_whole(given, "respiration_rate"),
                spo2=_whole(given, "spo2"),
                spo2_scale=2 if second else 1,
                supplemental_oxygen=None if breathing is None else breathing is Breathing.OXYGEN,
                systolic_bp=_whole(given, "systolic_bp"),
                pulse=_whole(given, "pulse"),
                consciousness=self.level.value(),
                temperature=given.get("temperature"),
            ),
            scale_2_reason=self.scale_2_reason.text() if second else "",
            oxygen_words=self.oxygen_words.text() if breathing is Breathing.OXYGEN else "",
            also={key: value for key, value in given.items() if key not in news2.measures()},
            pupils=self.pupils.value(),
            pregnant=Special.PREGNANT in self.special.values(),
            not_taken=self._not_taken(),
            notes=self.notes.text(),
        )

    def _not_taken(self) -> dict[str, NotTaken]:
        why = self.absent_why.value()
        if why is None:
            return {}
        return {
            each.value: NotTaken(why, self.absent_words.text()) for each in self.absent.values()
        }

    def problems(self, now: datetime) -> list[Problem]:
        """Everything to put right before it can be recorded."""
        taken, found = self.observations()
        if self.taken_at.value() is None:
            words = self.taken_at.problem() or "Say when they were taken. N is now."
            found.append(Problem("taken_at", words))
        if self.absent.values() and self.absent_why.value() is None:
            found.append(Problem("absent_why", "Say whether they were refused or not possible."))
        said = {problem.field for problem in found}
        unread = bool(said & set(self.numbers))
        rest = observations.problems(observations.cleaned(taken), now)
        return found + [p for p in rest if p.field not in said and (p.field or not unread)]

    def shown(self, problem: Problem) -> Shown:
        """The problem beside the box it is about."""
        places: dict[str, Labelled | Group] = {
            "taken_at": self.taken_at,
            "scale_2_reason": self.scale_2_reason,
            "spo2_scale": self.special,
            "oxygen_words": self.oxygen_words,
            "not_taken": self.absent,
            "not_taken_why": self.absent_words,
            "absent_why": self.absent_why,
            "notes": self.notes,
            **{key: box.field for key, box in self.numbers.items()},
        }
        return places.get(problem.field), problem.words

    # what is shown

    def _touched(self, *_args: object) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        taken, wrong = self.observations()
        second = taken.vitals.spo2_scale == 2
        self.oxygen_words.setVisible(bool(taken.vitals.supplemental_oxygen))
        self.scale_2_reason.setVisible(second)
        absent = bool(self.absent.values())
        self.absent_why.setVisible(absent)
        self.absent_words.setVisible(absent)
        scored = observations.score(taken, self._age)
        parts = () if isinstance(scored, NotFor) else news2.parts(taken.vitals)
        points = {line.key: line.points for line in parts}
        for key, box in self.numbers.items():
            box.show_points(points.get(key))
        self._show_level(points.get("consciousness"))
        self._show_score(scored, self._none_read(wrong))

    def _show_level(self, points: int | None) -> None:
        self.level_points.setText("" if points is None else f"{points} points")
        self.level_points.setVisible(points is not None)

    def _none_read(self, wrong: list[Problem]) -> str:
        return " ".join(problem.words for problem in wrong[:1])

    def _show_score(self, scored: object, wrong: str) -> None:
        card = self.score_card
        if isinstance(scored, NotFor):
            card.show_not_for(scored)
        elif wrong:
            card.show_words("NEWS2: no total yet", wrong)
        elif isinstance(scored, Result):
            title, words, tone = custody_words(scored)
            card.show_score(scored, advice=(title, words), tone=tone)
        else:
            card.show_score(scored)  # type: ignore[arg-type]  # the last of the three


def _whole(given: dict[str, Decimal], key: str) -> int | None:
    return int(given[key]) if key in given else None
