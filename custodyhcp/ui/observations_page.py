"""Observations and scales of one person: the chart first, and a form for each kind one key away.

What is typed is kept, sealed, until it is recorded. An unusual number is asked about once, without
a window in the way. Enter goes from box to box here; only the button records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, observations, observing, people
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.banner import banner
from custodyhcp.records.drafts import Draft
from custodyhcp.records.observations import Observations
from custodyhcp.records.observing import Series, age_of
from custodyhcp.records.people import Opened
from custodyhcp.records.rousing import Rousing
from custodyhcp.records.scoring import Gone, Scale
from custodyhcp.records.words import Problem
from custodyhcp.sharing import register
from custodyhcp.ui.chart_view import Heading, chart_pdf
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, Callout, Choice, NowField, Page, save_file
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.observations_chart import ChartPanel
from custodyhcp.ui.observations_form import ObservationsForm
from custodyhcp.ui.rousing_form import RousingForm
from custodyhcp.ui.scales_form import ScaleForm
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back


class Part(Enum):
    """What is in front."""

    CHART = "Chart"
    OBSERVE = "Observe"
    ROUSE = "Rousing"
    CIWA_AR = "CIWA-Ar"
    COWS = "COWS"
    GCS = "GCS"
    AUDIT_C = "AUDIT-C"
    FOUR_AT = "4AT"


class _Parts(Choice[Part]):
    """All on one line: their number keys work where one has the focus, and are not drawn."""

    def __init__(self) -> None:
        words = {part: part.value for part in Part}
        super().__init__("", words, name="observations.part", value=Part.CHART)
        self.setAccessibleName("What to show or record")

    def show_numbers(self, on: bool) -> None:
        for button in self.buttons():
            button.numbered = False  # type: ignore[attr-defined]


_SCALES: Mapping[Part, Scale] = {
    Part.CIWA_AR: Scale.CIWA_AR,
    Part.COWS: Scale.COWS,
    Part.GCS: Scale.GCS,
    Part.AUDIT_C: Scale.AUDIT_C,
    Part.FOUR_AT: Scale.FOUR_AT,
}
Form = ObservationsForm | RousingForm | ScaleForm


class ObservationsPage(Page):
    """``recorded`` is emitted once an entry is on the disk."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__("Observations", name="observations")
        self._ctx, self._stay = ctx, opened.detention
        self._series = Series()
        self._forms: dict[Part, Form] = {}
        self._kept: dict[Part, TypingKept] = {}
        self.part = _Parts()
        self.restored = Callout("", tone="amber", name="observations.restored")
        self.panel = ChartPanel(ctx)
        self.sure = Callout("", tone="amber", name="observations.sure")
        self._sure_button = Button(
            "They are right: record", self._record_sure, name="observations.right"
        )
        self.sure.body.addWidget(self._sure_button, 0, Qt.AlignmentFlag.AlignLeft)
        for hidden in (self.restored, self.sure):
            hidden.hide()
        self.add(self.part, self.restored, self.panel)
        self._below = self.body.count()
        self.add(self.sure)
        self._record = self.primary("Record", self._press_record, name="observations.record")
        self._record.hide()
        self.part.chosen.connect(self.show_part)
        self.panel.wants_print.connect(self._print)
        self.panel.wants_pdf.connect(self._save_pdf)
        self._read(opened)

    def refresh(self) -> None:
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(
            lambda: people.read_detention(desk, stay), self._read_again, self.show_failure
        )

    def _read_again(self, opened: Opened) -> None:
        self._read(opened)
        self._from_the_top()

    def _read(self, opened: Opened) -> None:
        self._stay = opened.detention
        self._series = observing.fold(opened.entries)
        self.panel.show_series(self._series)
        rousing = self._forms.get(Part.ROUSE)
        if isinstance(rousing, RousingForm):
            rousing.set_before(self._checks())

    def _checks(self) -> list[Rousing]:
        return [one.taken.rousing for one in self._series.observed if one.taken.rousing]

    # what is in front

    def shown_part(self) -> Part:
        return self.part.value() or Part.CHART

    def form(self) -> Form | None:
        """The form in front, None while the chart is."""
        return self._forms.get(self.shown_part())

    def show_part(self, part: Part) -> None:
        """Bring the chart or a form to the front; what another holds stays in it."""
        self.clear_errors()
        self.part.set_value(part)
        if part is not Part.CHART and part not in self._forms:
            self._make(part)
        for each, form in self._forms.items():
            form.setVisible(each is part)
        self.panel.setVisible(part is Part.CHART)
        self.restored.hide()
        self.sure.hide()
        self._record.setVisible(part is not Part.CHART)
        self._record.setText(f"Record {'' if part in _SCALES else 'the '}{_called(part)}")
        self.scroller.verticalScrollBar().setValue(0)
        shown = self.form()
        if shown is not None:
            QTimer.singleShot(0, shown, shown.focus_start)

    def _make(self, part: Part) -> None:
        form = self._new_form(part)
        self._forms[part] = form
        self.body.insertWidget(self._below, form)
        kept = TypingKept(form, self._ctx, self._stay.id, lambda: self._stay.person)
        kept.turn_to(f"observations.{part.name.lower()}")
        self._kept[part] = kept
        form.changed.connect(kept.touched)
        form.changed.connect(self.sure.hide)
        kept.restore(lambda draft: self._restore(part, draft))

    def _new_form(self, part: Part) -> Form:
        if part in _SCALES:
            return ScaleForm(self._ctx, _SCALES[part])
        if part is Part.ROUSE:
            form = RousingForm(self._ctx)
            form.set_before(self._checks())
            return form
        return ObservationsForm(self._ctx, age_of(self._stay, self._ctx.now()))

    def _restore(self, part: Part, draft: Draft) -> None:
        put_back(self._forms[part], draft.fields)
        when = dates.cui_short(draft.saved_at, self._ctx.now())
        words = f"Typed at {when} and never recorded. Say again when it was done."
        self.restored.set("What you typed has been brought back", words)
        self.restored.setVisible(part is self.shown_part())

    def focus_start(self) -> None:
        form = self.form()
        if form is not None:
            form.focus_start()
            return
        self.part.focus_first()
        self._from_the_top()

    def _from_the_top(self) -> None:
        """After the page has followed the focus, and the chart has its height."""
        bar = self.scroller.verticalScrollBar()
        if self.form() is None:
            QTimer.singleShot(0, bar, lambda: QTimer.singleShot(0, bar, lambda: bar.setValue(0)))

    # keys

    def handle_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain == Qt.KeyboardModifier.NoModifier and not event.isAutoRepeat():
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and isinstance(QApplication.focusWidget(), QLineEdit):
                return self.focusNextPrevChild(True)
            if event.key() == Qt.Key.Key_0:
                return self._answer(0)
        return super().handle_key(event)

    def _go_on_from(self, group: Group) -> None:
        """To whatever comes next, box or choice; choosing what to show goes there by itself."""
        if group is not self.part:
            self.focusNextPrevChild(True)

    # recording

    def save_now(self) -> None:
        for kept in self._kept.values():
            kept.save_now()

    def _press_record(self) -> None:
        self._write(sure=False)

    def _record_sure(self) -> None:
        self._write(sure=True)

    def _write(self, *, sure: bool) -> None:
        form, part = self.form(), self.shown_part()
        if form is None:
            return
        found = form.problems(self._ctx.now())
        if self.show_errors([form.shown(problem) for problem in found]):
            self.sure.hide()
            return
        if isinstance(form, ScaleForm):
            gone = form.gone()
            if isinstance(gone, Gone):
                self._do(part, lambda: observing.record_scale(self._ctx.desk, self._stay.id, gone))
            return
        taken, _ = form.observations()
        unsure = observations.to_check(taken)
        if unsure and not sure:
            self._ask_about(unsure)
            return
        checked = replace(taken, confirmed=tuple(problem.field for problem in unsure))
        self._do(part, lambda: self._record_taken(checked))

    def _record_taken(self, taken: Observations) -> object:
        return observing.record_observations(self._ctx.desk, self._stay.id, taken)

    def _ask_about(self, unsure: tuple[Problem, ...]) -> None:
        self.sure.set("Check this: is it right?", " ".join(problem.words for problem in unsure))
        self.sure.show()
        self._sure_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, part: Part, write: Callable[[], object]) -> None:
        self._record.setEnabled(False)
        self._ctx.work.do(write, lambda _: self._was_recorded(part), self._refused)

    def _was_recorded(self, part: Part) -> None:
        self._record.setEnabled(True)
        form = self._forms[part]
        clear(form)
        for at in form.findChildren(NowField):
            at.set_text("")
        self._kept[part].forget()
        self._forms.pop(part).hide()
        self._kept.pop(part)
        form.deleteLater()
        self._ctx.nav.toast(f"Recorded: {_called(part)}.")
        self.recorded.emit()
        self.show_part(Part.CHART)
        self.refresh()
        self.part.focus_first()

    def _refused(self, error: KnownError) -> None:
        """Nothing was written, and everything typed is still here."""
        self._record.setEnabled(True)
        form = self.form()
        if isinstance(error, NotComplete) and form is not None:
            self.show_errors([form.shown(problem) for problem in error.problems])
        else:
            self.show_failure(error)

    # paper

    def _heading(self) -> Heading:
        now = self._ctx.now()
        who = banner(self._stay, dates.today(now), ())
        about = f"Born {who.born} ({who.age}) · {who.place}" if who.age else who.place
        return Heading(who.name, about, now, self._ctx.member.called)

    def _pdf(self) -> bytes:
        """Made off the screen's thread."""
        if self.panel.whole is None:
            raise KnownError("There is nothing to print yet.", "Record observations first.")
        return chart_pdf(self.panel.whole, self.panel.lines, self._heading())

    def _print(self) -> None:
        self._ctx.work.do(self._pdf, self._preview, self.show_failure)

    def _preview(self, pdf: bytes) -> None:
        from custodyhcp.ui.printing import PrintPage

        self._ctx.nav.open(
            PrintPage(self._ctx, "Print the chart", pdf, lambda name: self._to_printer(pdf, name))
        )

    def _to_printer(self, pdf: bytes, printer: str) -> None:
        what = register.What.OBSERVATIONS_PRINT
        self._ctx.work.do(
            lambda: self._register(what, f"printer {printer}", pdf),
            lambda copy: self._printed(pdf, printer, copy),
            self.show_failure,
        )

    def _printed(self, pdf: bytes, printer: str, copy: int) -> None:
        from custodyhcp.ui.printing import print_pdf

        self._ctx.nav.back()
        try:
            print_pdf(pdf, printer, f"Observations, copy {copy}")
        except KnownError as error:
            self.show_failure(error)
            return
        self._ctx.nav.toast(f"Sent to {printer} (copy {copy}).")

    def _save_pdf(self) -> None:
        save_file(
            self, "observations.pdf", self._write_pdf, title="Save the chart",
            kinds="PDF (*.pdf)", name="observations.save",
        )  # fmt: skip

    def _write_pdf(self, where: Path) -> None:
        from custodyhcp.ui.briefing_page import write_file

        path = where.with_suffix(".pdf")

        def write() -> int:
            pdf = self._pdf()
            copy = self._register(register.What.OBSERVATIONS_PDF, "file", pdf)
            write_file(path, pdf)
            return copy

        self._ctx.work.do(write, self._saved, self.show_failure)

    def _saved(self, copy: int) -> None:
        self._ctx.nav.toast(f"Saved (copy {copy}). Keep it no longer than care needs it.")
        self.recorded.emit()

    def _register(self, what: register.What, to: str, pdf: bytes) -> int:
        """It is written down before it leaves. Gives the copy number."""
        stay = self._stay
        return register.record(self._ctx.desk, what, to, pdf, person=stay.person, detention=stay.id)


def _called(part: Part) -> str:
    """As it stands in a sentence."""
    if part is Part.OBSERVE:
        return "observations"
    return "rousing check" if part is Part.ROUSE else part.value
