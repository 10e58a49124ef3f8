"""Medicines: allergies, the chart of what is due and was given, what the person takes.

Nothing here reaches custody: what they must do about a medicine is in the directions, and one
that healthcare holds has no name there. What is typed is kept and brought back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, doses, earlier, medicines, medicines_written, people
from custodyhcp.records.assessment import AllergyState
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.doses import Slot
from custodyhcp.records.drafts import Draft
from custodyhcp.records.medicines import Taken, listed
from custodyhcp.records.medicines_written import Kept, Medicines
from custodyhcp.records.people import Opened
from custodyhcp.records.what_is_due import is_late, is_soon
from custodyhcp.ui.allergy_form import AllergyForm
from custodyhcp.ui.context import Context
from custodyhcp.ui.dose_form import HELD, DoseForm
from custodyhcp.ui.injuries_shown import name_of
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Cell,
    Column,
    Field,
    Page,
    PlainLabel,
    Row,
    Table,
    TableRow,
)
from custodyhcp.ui.medicine_forms import DirectedForm, MedicineForm, TakenForm
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back


class MedicinesPage(Page):
    """``recorded`` is emitted once an entry is on the disk."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        said = "For healthcare only. Custody learns of a medicine by the directions alone."
        super().__init__("Medicines", subtitle=said, name="medicines")
        self.ctx, self._opened = ctx, opened
        self._kept_medicines = Medicines()
        self._slots: Mapping[int, Slot] = {}
        self._changing: str | None = None
        self._allergies_seen = opened.detention.allergies
        self._forms: list[MedicineForm] = []
        self._dose: DoseForm | None = None
        self._direct: DirectedForm | None = None
        self._taken: TakenForm | None = None
        self._restored = Callout("", "", tone="amber", name="medicines.restored")
        self._restored.hide()
        self.add(self._restored)
        self._build_allergies()
        self._build_chart()
        self._build_taken()
        stay = opened.detention
        self._typing = TypingKept(self, ctx, stay.id, lambda: stay.person)
        self._typing.turn_to("medicines")
        self._stand(self.allergies, below=self.allergies)
        self._show(opened)
        self._typing.restore(self._bring_back)

    # building: a form is made when it is first opened

    def _stand(self, form: MedicineForm, *, below: QWidget) -> None:
        """Closed, in its place, and what is typed in it kept."""
        if form is not below:
            self.body.insertWidget(self.body.indexOf(below) + 1, form)
        form.hide()
        self._forms.append(form)
        form.given_up.connect(lambda: self._close(form))
        for field in (*form.findChildren(Field), *form.times().values()):
            field.changed.connect(self._typing.touched)
        form.changed.connect(self._typing.touched)

    @property
    def dose(self) -> DoseForm:
        if self._dose is None:
            self._dose = DoseForm(self.ctx.now)
            self._dose.wanted.connect(self._record_dose)
            self._stand(self._dose, below=self._chart)
        return self._dose

    @property
    def direct(self) -> DirectedForm:
        if self._direct is None:
            self._direct = DirectedForm(self.ctx.now, lambda: self._opened.detention.allergies)
            self._direct.wanted.connect(self._record_direct)
            self._stand(self._direct, below=self._to_direct)
        return self._direct

    @property
    def taken(self) -> TakenForm:
        if self._taken is None:
            self._taken = TakenForm(self.ctx.now)
            self._taken.wanted.connect(self._record_taken)
            self._stand(self._taken, below=self._to_taken)
        return self._taken

    def _build_allergies(self) -> None:
        self.heading("Allergies")
        self._state = PlainLabel("", "strong", name="medicines.allergy_state")
        self._agents = Table(
            (Column("Drug / substance", 260, 2), Column("Past reactions", 200, 2),
             Column("Severity, source", 180, 1)),
            name="medicines.allergies", label="Allergies", least_height=40,
        )  # fmt: skip
        self._change_allergies = Button(
            "Change the allergies", self._open_allergies, name="medicines.allergies.change"
        )
        self.allergies = AllergyForm()
        self.allergies.wanted.connect(self._record_allergies)
        self._asked = PlainLabel("", "hint", name="medicines.allergy_asked")
        self.add(
            self._state, self._asked, self._agents, Row(self._change_allergies), self.allergies
        )

    def _build_chart(self) -> None:
        self.heading("Due and given")
        self._none = PlainLabel("No medicine is directed here.", "second", name="medicines.none")
        self._chart = Table(
            (
                Column("Due", 128, 0),
                Column("Medicine", 220, 3),
                Column("Dose", 176, 2),
                Column("What became of it", 190, 2),
            ),
            name="medicines.chart",
            label="Doses by time. Enter records what became of one",
            least_height=48,
        )
        self._chart.opened.connect(self._open_dose)
        act = Button("Direct a medicine", self._open_direct, name="medicines.direct.open")
        self._to_direct = Row(act)
        self._stopping = QWidget()
        self._stopping.setProperty("ground", "none")
        self._stops = QVBoxLayout(self._stopping)
        self._stops.setContentsMargins(0, 0, 0, 0)
        self._stops.setSpacing(8)
        self.add(self._none, self._chart, self._stopping, self._to_direct)

    def _build_taken(self) -> None:
        self.heading("What the person takes")
        self._list = QWidget()
        self._list.setProperty("ground", "none")
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        act = Button("Add what they take", self._open_taken, name="medicines.taken.open")
        self._to_taken = Row(act)
        self.add(self._list, self._to_taken)

    def focus_start(self) -> None:
        """The chart, where anything is due."""
        if self._slots:
            self._chart.setFocus()
        else:
            super().focus_start()

    # what stands

    def refresh(self) -> None:
        desk, stay = self.ctx.desk, self._opened.detention.id
        self.ctx.work.do(lambda: people.read_detention(desk, stay), self._show, self.show_failure)

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        self._kept_medicines = medicines_written.fold(opened.entries)
        self._show_allergies()
        self._show_chart()
        self._show_directed()
        self._show_taken()

    def _show_allergies(self) -> None:
        told = self._opened.detention.allergies
        words = {
            AllergyState.NONE_KNOWN: "No known adverse drug reaction risks",
            AllergyState.NOT_RECORDED: "Risk status unknown: nobody has asked yet",
        }
        self._state.setText(words.get(told.state, told.state.label))
        asked = medicines_written.allergies_asked(self._opened.entries)
        by = ""
        if asked is not None:
            at = dates.cui_date_time(asked.at)
            by = f"Recorded {at} by {name_of(self.ctx, asked.header.author)}."
        self._asked.setText(by)
        self._asked.setVisible(bool(by))
        rows = []
        for item in told.items:
            severity = listed("severity").get(item.severity)
            said = (severity, listed("allergy_source").get(item.source))
            rows.append(
                TableRow(
                    item.agent,
                    (
                        Cell(item.agent, "strong"),
                        Cell(item.reaction or "not known"),
                        Cell(" · ".join(one for one in said if one), "second"),
                    ),
                )
            )
        unknown = told.state is AllergyState.NOT_RECORDED
        self._change_allergies.setText("Record allergies" if unknown else "Change the allergies")
        self._agents.set_rows(rows)
        self._agents.setVisible(bool(rows))
        if rows:
            self._agents.fit_height()

    def _show_chart(self) -> None:
        kept, now = self._kept_medicines, self.ctx.now()
        held = doses.unnamed(self._opened.detention.directions, kept.directed, kept.doses)
        slots = sorted((*doses.chart(kept.directed, kept.doses), *held), key=lambda one: one.when)
        self._slots = dict(enumerate(slots))
        self._chart.set_rows([self._row(key, slot, now) for key, slot in self._slots.items()])
        self._chart.setVisible(bool(slots))
        self._none.setVisible(not slots)
        if slots:
            self._chart.fit_height()

    def _row(self, key: int, slot: Slot, now: datetime) -> TableRow:
        open_late = not slot.settled and is_late(slot.when, now)
        soon = not slot.settled and is_soon(slot.when, now)
        by = (
            "Healthcare gives it"
            if slot.medicine.given_by is GivenBy.HCP
            else "Custody hands it over"
        )
        when = dates.cui_short(slot.when, now)
        relative = "" if slot.settled else dates.relative(slot.when, now)
        line = slot.medicine.line
        return TableRow(
            key,
            (
                Cell(when, "strong", relative),
                Cell(
                    line.name.lower() or HELD, "strong", " · ".join(filter(None, (line.what, by)))
                ),
                Cell(f"DOSE {line.dose}" if line.dose else "", "strong", line.how),
                _became(slot, now),
            ),
            "late" if open_late else "soon" if soon else "",
        )

    def _show_directed(self) -> None:
        _empty(self._stops)
        going = {e: d for e, d in self._kept_medicines.directed.items() if not d.stopped}
        for number, (entry, directed) in enumerate(going.items(), start=1):
            words = directed.line.words
            self._stops.addWidget(_Stop(number, words, partial(self._stop, entry)))
        self._stopping.setVisible(bool(going))

    def _show_taken(self) -> None:
        _empty(self._cards)
        kept = self._kept_medicines.taken
        here = {one.taken.line.words.casefold() for one in kept.values()}
        told = earlier.still_so(self._opened.entries, earlier.Kind.MEDICINE)
        before = [item for item in told if item.told.words.casefold() not in here]
        if not kept and not before:
            words = "Nobody has recorded what the person takes."
            self._cards.addWidget(PlainLabel(words, "second", name="medicines.taken.none"))
        for number, one in enumerate(kept.values(), start=1):
            self._cards.addWidget(self._card(number, one))
        for number, item in enumerate(before, start=1):
            self._cards.addWidget(self._from_before(number, item))

    def _from_before(self, number: int, item: earlier.Item) -> Card:
        """What was told in an earlier detention, and said in this one to be still so."""
        card = Card(name=f"medicines.taken.before.{number}")
        card.add(PlainLabel(item.told.words, "strong"))
        told, said = dates.cui_date_time(item.told.at), dates.cui_date_time(item.answered_at)
        by = name_of(self.ctx, item.answered_by)
        words = f"From an earlier detention, told {told} · still so {said}, {by}"
        card.add(PlainLabel(words, "second"))
        return card

    def _card(self, number: int, one: Kept) -> Card:
        card = Card(name=f"medicines.taken.card.{number}")
        card.add(PlainLabel(one.taken.line.words, "strong"))
        card.add(PlainLabel(_taken_words(one.taken), "second"))
        change = Button(
            "Change", lambda: self._change(one), role=ButtonRole.LINK,
            name=f"medicines.taken.change.{number}",
        )  # fmt: skip
        change.setAccessibleName(f"Change {one.taken.line.name}")
        card.add(Row(change))
        return card

    # opening and closing forms

    def _open(self, form: MedicineForm) -> None:
        for other in tuple(self._forms):
            other.setVisible(other is form)

        def go() -> None:
            self.scroller.ensureWidgetVisible(form, 0, 24)

        QTimer.singleShot(0, self, go)

    def _close(self, form: MedicineForm) -> None:
        clear(form)
        form.clear_times()
        form.hide()
        self._changing = None
        self.clear_errors()
        self._typing.forget()
        if any(field.text() for one in self._forms for field in one.findChildren(Field)):
            self._typing.touched()  # what stands in another form is still to be recorded

    def _open_allergies(self) -> None:
        if self.allergies.state.value() is None:
            told = self._opened.detention.allergies
            if told.state is not AllergyState.NOT_RECORDED:
                self.allergies.set_value(told)
        self._allergies_seen = self._opened.detention.allergies
        self._open(self.allergies)
        self.allergies.state.focus_first()

    def _open_direct(self) -> None:
        self.direct.look()
        self._open(self.direct)
        self.direct.line.name.focus_first()

    def _open_taken(self) -> None:
        self._open(self.taken)
        self.taken.line.name.focus_first()

    def _change(self, one: Kept) -> None:
        self._changing = one.entry
        self.taken.set_value(one.taken)
        self._open_taken()

    def _open_dose(self, key: object) -> None:
        slot = self._slots.get(key) if isinstance(key, int) else None
        if slot is None or slot.settled or slot.medicine.stopped:
            return
        clear(self.dose)
        self.dose.clear_times()
        told = self._opened.detention.allergies
        self._open(self.dose)
        against = medicines.against_allergy(slot.medicine.line.name, told)
        given = [dose for one in self._slots.values() for dose in one.doses]
        self.dose.show_slot(slot, against, given)

    def save_now(self) -> None:
        self._typing.save_now()

    def _bring_back(self, draft: Draft) -> None:
        shown: tuple[MedicineForm, ...] = (self.allergies, self.direct, self.taken)
        self.dose.hide()  # made, for what was typed in it
        put_back(self, draft.fields)
        when = dates.cui_short(draft.saved_at, self.ctx.now())
        self._restored.set("What you typed has been brought back", f"Not recorded since {when}.")
        self._restored.show()
        for form in shown:
            form.setVisible(any(field.text() for field in form.findChildren(Field)))
        self.direct.look()

    # recording

    def _record_allergies(self) -> None:
        if self.show_errors(self.allergies.problems()):
            return
        told, desk, stay = self.allergies.value(), self.ctx.desk, self._opened.detention.id
        before = self._allergies_seen
        self._do(
            self.allergies, lambda: medicines_written.record_allergies(desk, stay, told, before)
        )

    def _record_dose(self) -> None:
        dose = self.dose.dose()
        if self.show_errors(self.dose.problems()) or dose is None:
            return
        desk, stay = self.ctx.desk, self._opened.detention.id
        self._do(self.dose, lambda: medicines_written.record_dose(desk, stay, dose))

    def _record_direct(self) -> None:
        if self.show_errors(self.direct.problems()):
            return
        told, desk, stay = self.direct.value(), self.ctx.desk, self._opened.detention.id
        self._do(self.direct, lambda: medicines_written.direct(desk, stay, told))

    def _record_taken(self) -> None:
        if self.show_errors(self.taken.problems()):
            return
        told, replaces = self.taken.value(), self._changing
        desk, stay = self.ctx.desk, self._opened.detention.id
        self._do(self.taken, lambda: medicines_written.record_taken(desk, stay, told, replaces))

    def _stop(self, entry: str, why: str) -> None:
        desk, stay = self.ctx.desk, self._opened.detention.id
        stopped = replace(self._kept_medicines.directed[entry], stopped=why)
        self.ctx.work.do(
            lambda: medicines_written.direct(desk, stay, stopped, entry),
            lambda _entry: self._done("Stopped."),
            self.show_failure,
        )

    def _do(self, form: MedicineForm, write: Callable[[], Any]) -> None:
        form.act.setEnabled(False)  # a second press is not a second dose

        def recorded(_entry: object) -> None:
            form.act.setEnabled(True)
            self._close(form)
            self._done("Recorded.")

        def failed(error: KnownError) -> None:
            form.act.setEnabled(True)
            self._typing.touched()
            self.show_failure(error)
            self.refresh()

        self.ctx.work.do(write, recorded, failed)

    def _done(self, words: str) -> None:
        self._restored.hide()
        self.ctx.nav.toast(words)
        self.recorded.emit()
        self.refresh()


class _Stop(QWidget):
    """A medicine that is given, with a box to say why it is given no longer."""

    def __init__(self, number: int, words: str, on: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._on = on
        name = f"medicines.stop.{number}"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._ask = Button(
            f"Stop {words.partition(' ')[0]}", self._open, role=ButtonRole.LINK, name=name
        )
        self._ask.setAccessibleDescription(words)
        self.why = Field("Why it is given no longer", name=f"{name}.why")
        self._act = Row(Button("Stop it", self._stop, name=f"{name}.record"))
        for part in (Row(self._ask), self.why, self._act):
            column.addWidget(part)
        self.why.hide()
        self._act.hide()

    def _open(self) -> None:
        self.why.show()
        self._act.show()
        self.why.focus_first()

    def _stop(self) -> None:
        if not self.why.text():
            self.why.set_error("Say why.")
            return
        self._on(self.why.text())


def _became(slot: Slot, now: datetime) -> Cell:
    if not slot.doses:
        return Cell("Due" if slot.due_at >= now else "Not recorded yet", "second")
    last = slot.doses[-1]
    words = dates.cui_short(last.at, now) + (f", {last.why.lower()}" if last.why else "")
    became = "Given late" if last.late else last.outcome.words.partition(",")[0]
    return Cell(became, "strong", words)


def _taken_words(taken: Taken) -> str:
    last = taken.last_words or (dates.cui_date_time(taken.last_at) if taken.last_at else "")
    who = listed("said_by").get(taken.last_said_by, "").lower()
    parts = (
        f"From: {listed('source').get(taken.source, '')}",
        f"confirmed by {taken.confirmed_by}" if taken.confirmed_by else "",
        f"last dose {last}, says {who}" if last else "last dose not known",
        listed("with_them").get(taken.with_them, "").lower(),
        "long-acting or depot" if taken.long_acting else "",
    )
    return " · ".join(part for part in parts if part)


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
