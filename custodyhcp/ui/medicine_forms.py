"""Forms about medicines: the line of one, what the person takes, one that is directed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from custodyhcp.records import dates, medicines
from custodyhcp.records.assessment import Allergies
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.medicines import Directed, Line, Taken, classes, listed
from custodyhcp.records.words import Problem
from custodyhcp.ui.consent_parts import coded
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Field,
    MultiChoice,
    NowField,
    Pick,
    PlainLabel,
    Row,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

Now = Callable[[], datetime]
JUST_PAST = timedelta(hours=1)  # a time of day up to so long ago means today
_BY = {GivenBy.HCP: "A health professional", GivenBy.CUSTODY: "Custody hands it over"}


class YesNo(Enum):
    YES = "YES"
    NO = "NO"


_YES_NO = {YesNo.YES: "Yes", YesNo.NO: "No"}


def options(name: str) -> list[tuple[object, str]]:
    return list(listed(name).items())


def chosen(pick: Pick) -> str:
    return str(pick.value() or "")


class LineFields(QWidget):
    """The medicine and its dose; ``preview`` is the line as it will stand."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.name = Field("Medicine", name=f"{name}.name", hint="Its generic name, in full")
        self.brand = Field("Brand", name=f"{name}.brand")
        self.strength = Field("Strength", name=f"{name}.strength", example="1 mg in 1 mL")
        self.form = Pick("Form", options("form"), name=f"{name}.form")
        self.amount = Field("Dose", name=f"{name}.amount", chars=7)
        self.unit = Pick("Unit", options("unit"), name=f"{name}.unit")
        self.route = Pick("Route", options("route"), name=f"{name}.route")
        self.often = Pick("How often", options("frequency"), name=f"{name}.frequency")
        self._preview = PlainLabel("", "strong", name=f"{name}.preview")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        rows: tuple[tuple[Labelled, ...], ...] = (
            (self.brand, self.strength, self.form),
            (self.amount, self.unit, self.route),
            (self.often,),
        )
        grid.addWidget(self.name, 0, 0, 1, 3)
        for down, row in enumerate(rows, start=1):
            for across, field in enumerate(row):
                grid.addWidget(field, down, across, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._preview, len(rows) + 1, 0, 1, 3)
        for across in range(3):
            grid.setColumnStretch(across, 1)
        for field in (self.name, self.brand, self.strength, self.amount):
            field.changed.connect(self._told)
        for pick in (self.form, self.unit, self.route, self.often):
            pick.changed.connect(self._told)
        self._told()

    def _told(self) -> None:
        line = self.value()
        whole = bool(line.amount and line.unit) and not medicines.amount_problem(line.amount)
        shown = line if whole else Line(line.name, line.brand, line.strength, line.form)
        self._preview.setText(shown.words)
        self._preview.setVisible(bool(line.name))
        self.changed.emit()

    def value(self) -> Line:
        return Line(
            self.name.text(),
            self.brand.text(),
            self.strength.text(),
            chosen(self.form),
            self.amount.text(),
            chosen(self.unit),
            chosen(self.route),
            chosen(self.often),
        )

    def set_value(self, line: Line) -> None:
        for field, text in (
            (self.name, line.name),
            (self.brand, line.brand),
            (self.strength, line.strength),
            (self.amount, line.amount),
        ):
            field.set_text(text)
        picked = ((self.form, line.form), (self.unit, line.unit), (self.route, line.route))
        for pick, key in (*picked, (self.often, line.frequency)):
            pick.set_value(key or None)

    def places(self) -> Mapping[str, Labelled | Group]:
        return {
            "name": self.name,
            "brand": self.brand,
            "strength": self.strength,
            "form": self.form,
            "amount": self.amount,
            "unit": self.unit,
            "route": self.route,
            "frequency": self.often,
        }


class MedicineForm(Card):
    """A column of parts with an act and a way out. ``done`` is pressed to record."""

    changed = Signal()
    wanted = Signal()
    given_up = Signal()

    def __init__(self, act: str, name: str) -> None:
        super().__init__(name=name)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(14)
        self.act = Button(act, self.wanted.emit, role=ButtonRole.PRIMARY, name=f"{name}.record")
        self._out = Button("Close", self.given_up.emit, name=f"{name}.close")

    def lay_out(self, *parts: QWidget) -> None:
        for part in (*parts, Row(self.act, self._out)):
            self.body.addWidget(part)

    def times(self) -> Mapping[str, NowField]:
        """The boxes for a time, by name."""
        return {one.edits()[0].objectName(): one for one in self.findChildren(NowField)}

    def clear_times(self) -> None:
        """No time of one medicine may stand in the form of the next."""
        for one in self.times().values():
            one.set_value(None)

    # what typing_kept keeps besides the boxes for words

    def keep_typing(self) -> Any:
        return {name: one.text() for name, one in self.times().items() if one.text()}

    def typing_back(self, kept: Any) -> None:
        for name, one in self.times().items():
            one.set_text(str(kept.get(name) or ""))

    def shown(self, problems: tuple[Problem, ...]) -> list[Shown]:
        places = self.places()
        return [(places.get(problem.field), problem.words) for problem in problems]

    def places(self) -> Mapping[str, Labelled | Group]:
        raise NotImplementedError


class TakenForm(MedicineForm):
    """What the person takes."""

    def __init__(self, now: Now) -> None:
        super().__init__("Record what they take", "medicines.taken")
        self._now = now
        name = "medicines.taken"
        self.line = LineFields(name)
        self.source = Pick("Known from", options("source"), name=f"{name}.source")
        self.confirmed = Field("Who confirmed it", name=f"{name}.confirmed")
        self.last = Field(
            "Last dose", name=f"{name}.last", hint="As it was said, such as 'yesterday at 08:00'"
        )
        self.said_by = Pick("Who says so", options("said_by"), name=f"{name}.said_by")
        self._with = coded("WithThem", listed("with_them"))
        words = {member: listed("with_them")[key] for key, member in self._with.items()}
        self.with_them = Choice("Have they got it?", words, name=f"{name}.with")
        self.depot = Choice("Long-acting or depot?", _YES_NO, name=f"{name}.depot")
        self.lay_out(
            self.line,
            Row(self.source, self.confirmed, gap=16, fill=True),
            Row(self.said_by, self.last, gap=16, fill=True),
            self.with_them,
            self.depot,
        )

    def value(self) -> Taken:
        got = self.with_them.value()
        return Taken(
            self.line.value(),
            chosen(self.source),
            self.confirmed.text(),
            None,
            self.last.text(),
            chosen(self.said_by),
            "" if got is None else str(got.value),
            self.depot.value() is YesNo.YES,
        )

    def problems(self) -> list[Shown]:
        return self.shown(medicines.taken_problems(self.value(), self._now()))

    def places(self) -> Mapping[str, Labelled | Group]:
        return {
            **self.line.places(),
            "source": self.source,
            "confirmed_by": self.confirmed,
            "last_words": self.last,
            "last_said_by": self.said_by,
            "with_them": self.with_them,
        }

    def set_value(self, taken: Taken) -> None:
        self.line.set_value(taken.line)
        self.source.set_value(taken.source or None)
        self.confirmed.set_text(taken.confirmed_by)
        self.last.set_text(taken.last_words)
        self.said_by.set_value(taken.last_said_by or None)
        self.with_them.set_value(self._with.get(taken.with_them))
        self.depot.set_value(YesNo.YES if taken.long_acting else None)


class _Both(Enum):
    SATISFIED = "SATISFIED"


class DirectedForm(MedicineForm):
    """A medicine to be given here. What the class does not allow is not on the form."""

    def __init__(self, now: Now, allergies: Callable[[], Allergies]) -> None:
        super().__init__("Direct this medicine", "medicines.direct")
        self._now, self._allergies = now, allergies
        name = "medicines.direct"
        self.line = LineFields(name)
        kinds: list[tuple[object, str]] = [(one.key, one.name) for one in classes().values()]
        self.kind = Pick("Class", kinds, name=f"{name}.class")
        self.by = Choice("Who gives it", _BY, name=f"{name}.by")
        self.rule = Callout("", "", tone="blue", name=f"{name}.rule")
        self.brought = Choice("Brought in with the person?", _YES_NO, name=f"{name}.brought")
        self.consulted = Field("Health professional consulted first", name=f"{name}.consulted")
        self.consulted_at = NowField("Consulted at", now, name=f"{name}.consulted_at")
        self.both = MultiChoice(
            "Both satisfied",
            {_Both.SATISFIED: "We both are satisfied that there is no risk of harm"},
            name=f"{name}.both",
        )
        self.officer = Field("Custody officer, name and number", name=f"{name}.officer")
        self.satisfied_at = NowField("Satisfied at", now, name=f"{name}.satisfied_at")
        self.last_at = Field(
            "Last dose, date and time", name=f"{name}.last", hint="Such as 22-Nov-2026 08:10"
        )
        self.confirmed = Field("Who confirmed the last dose", name=f"{name}.confirmed")
        self.missed = Field("Days missed in a row", name=f"{name}.missed", chars=3)
        self.prescriber = Field("Prescriber, and what they decided", name=f"{name}.prescriber")
        self.keep = Field("May it stay with them, and why", name=f"{name}.keep")
        self.due = Field(
            "Times due", name=f"{name}.due", hint="24-hour clock, with commas: 08:00, 20:00"
        )
        self.how = Field("How", name=f"{name}.how", example="with food")
        self.often = Callout("More often than written", "", tone="amber", name=f"{name}.often")
        self.prompt = Callout("Allergy", "", tone="red", name=f"{name}.allergy")
        self.lay_out(
            self.prompt,
            self.line,
            self.kind,
            self.rule,
            self.by,
            self.brought,
            self.consulted,
            self.consulted_at,
            self.both,
            self.officer,
            self.satisfied_at,
            self.last_at,
            self.confirmed,
            self.missed,
            self.prescriber,
            self.keep,
            self.due,
            self.often,
            self.how,
        )
        for part in (self.line, self.kind, self.missed, self.due):
            part.changed.connect(self.look)
        for choice in (self.by, self.brought):
            choice.chosen.connect(self.look)
        self.look()

    def look(self, *_args: object) -> None:
        """Only what this class asks for is on the form."""
        known = classes().get(chosen(self.kind))
        may = medicines.may_give(chosen(self.kind))
        self.by.only(may or (GivenBy.HCP,))
        self.by.setVisible(known is not None)
        only_us = known is not None and may == (GivenBy.HCP,)
        self.rule.set("Only a health professional gives it", "Custody is not told its name.")
        self.rule.setVisible(only_us)
        custody = self.by.value() is GivenBy.CUSTODY
        first = custody or self.brought.value() is YesNo.YES
        self.consulted.setVisible(first)
        self.consulted_at.setVisible(first)
        for part in (self.both, self.officer, self.satisfied_at):
            part.setVisible(custody and known is not None and known.both_satisfied)
        name = self.line.name.text()
        for field in (self.last_at, self.confirmed, self.missed, self.prescriber):
            field.setVisible(medicines.is_substitution(name))
        self.keep.setVisible(known is not None and known.key == "EMERGENCY")
        said = medicines.against_allergy(name, self._allergies())
        self.prompt.set("Allergy", said)
        self.prompt.setVisible(bool(said))
        often = medicines.more_often(self.line.value(), len(set(self._times()) - {None}))
        self.often.set("More often than written", often)
        self.often.setVisible(bool(often))

    def value(self) -> Directed:
        brought, missed = self.brought.value(), self.missed.text()
        return Directed(
            line=self.line.value(),
            drug_class=chosen(self.kind),
            given_by=self.by.value(),
            due=tuple(at for at in self._times() if at is not None),
            brought_in=None if brought is None else brought is YesNo.YES,
            consulted=self._seen(self.consulted),
            consulted_at=None if self.consulted_at.isHidden() else self.consulted_at.value(),
            both_satisfied=bool(self.both.values()) and not self.both.isHidden(),
            officer=self._seen(self.officer),
            satisfied_at=None if self.satisfied_at.isHidden() else self.satisfied_at.value(),
            last_at=dates.read_date_time(self._seen(self.last_at)),
            last_confirmed_by=self._seen(self.confirmed),
            missed_days=int(missed) if missed.isascii() and missed.isdigit() else None,
            prescriber=self._seen(self.prescriber),
            keep_why=self._seen(self.keep),
            instructions=self.how.text(),
        )

    @staticmethod
    def _seen(field: Field) -> str:
        return "" if field.isHidden() else field.text()

    def _times(self) -> list[datetime | None]:
        """A time up to an hour ago is today's; any other is the next."""
        clocks = [dates.read_clock(part) for part in self.due.text().split(",") if part.strip()]
        since = self._now() - JUST_PAST
        return [None if clock is None else dates.next_at(clock, since) for clock in clocks]

    def problems(self) -> list[Shown]:
        found: list[Shown] = []
        if None in self._times():
            found.append((self.due, "Write each time as 08:00, with commas between."))
        told = self.shown(medicines.directed_problems(self.value(), self._now()))
        return found + [one for one in told if not (found and one[0] is self.due)]

    def places(self) -> Mapping[str, Labelled | Group]:
        return {
            **self.line.places(),
            "drug_class": self.kind,
            "given_by": self.by,
            "brought_in": self.brought,
            "consulted": self.consulted,
            "consulted_at": self.consulted_at,
            "both_satisfied": self.both,
            "officer": self.officer,
            "satisfied_at": self.satisfied_at,
            "last_at": self.last_at,
            "last_confirmed_by": self.confirmed,
            "missed_days": self.missed,
            "prescriber": self.prescriber,
            "keep_why": self.keep,
            "due": self.due,
            "instructions": self.how,
        }
