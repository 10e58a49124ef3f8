"""Injuries: what was recorded, and the form for an examination of the body.

What is typed is kept as it is typed and brought back; nothing is cleared by an error. A print or a
file is a disclosure and is recorded before it leaves; the cause as stated is in neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import dates, injuries_written, people
from custodyhcp.records.drafts import Draft
from custodyhcp.records.injuries_written import Recorded, fold
from custodyhcp.records.people import Opened
from custodyhcp.sharing import register
from custodyhcp.sharing.injuries_pdf import About, injuries_pdf
from custodyhcp.ui.briefing_page import write_file
from custodyhcp.ui.context import Context
from custodyhcp.ui.injuries_form import InjuriesForm
from custodyhcp.ui.injuries_shown import CausePart, RecordedCard, name_of
from custodyhcp.ui.kit import Button, Callout, InTurns, Page, PlainLabel, Row, Rule, save_file
from custodyhcp.ui.typing_kept import TypingKept, put_back


class InjuriesPage(Page):
    """``recorded`` is emitted once an entry is on the disk."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        said = "For healthcare only. Say what is seen, in the right terms; not how it came about."
        super().__init__("Injuries", subtitle=said, name="injuries")
        self.ctx, self._stay = ctx, opened.detention
        self._seen: tuple[Recorded, ...] = ()
        self._restored = Callout("", "", tone="amber", name="injuries.restored")
        self._restored.hide()
        self._shown = QWidget()
        self._shown.setProperty("ground", "none")
        self._turns = InTurns(self)
        self._cards = QVBoxLayout(self._shown)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(16)
        self._more = Row(Button("Record another examination", self._begin, name="injuries.another"))
        self._holder = QWidget()
        self._holder.setProperty("ground", "none")
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.form = InjuriesForm(ctx)
        self._heading = PlainLabel("Examination", "h2")
        self._rule = Rule()
        for part in (self._rule, self._heading, self.form):
            column.addWidget(part)
        self.add(self._restored, self._shown, self._more, self._holder)
        self.button = self.primary("Record what was seen", self.record, name="injuries.record")
        self._give_up = self.secondary("Stop correcting", self._stop, name="injuries.stop")
        self._kept = TypingKept(self._holder, ctx, self._stay.id, lambda: self._stay.person)
        self._kept.turn_to("injuries")
        self.form.changed.connect(self._kept.touched)
        self._show(fold(opened.entries))
        self._kept.restore(self._bring_back)

    # what stands

    def refresh(self) -> None:
        desk, stay = self.ctx.desk, self._stay.id
        self.ctx.work.do(
            lambda: fold(people.read_detention(desk, stay).entries), self._show, self.show_failure
        )

    def _show(self, seen: tuple[Recorded, ...]) -> None:
        """The cards anew where something is new; an open cause keeps what is typed in it."""
        first = not self._cards.count()
        if seen != self._seen:
            self._seen = seen
            while (item := self._cards.takeAt(0)) is not None:
                widget = item.widget()
                if isinstance(widget, RecordedCard):
                    widget.save_now()
                    widget.hide()
                    widget.deleteLater()
            newest_first = enumerate(reversed(seen), start=1)
            self._turns.start_on(partial(self._add_card, *one) for one in newest_first)
        if first:
            self._open_form(not seen)
        self._shown.setVisible(bool(seen))

    def _add_card(self, number: int, one: Recorded) -> None:
        card = RecordedCard(self.ctx, one, number, self._stay.id, self._stay.person)
        card.wants.connect(lambda what: self._wanted(what, one))
        card.stated.connect(lambda part: self._state(part, one))
        self._cards.addWidget(card)

    def _open_form(self, on: bool) -> None:
        self._holder.setVisible(on)
        self.button.setVisible(on)
        self._rule.setVisible(bool(self._seen))
        self._more.setVisible(not on)
        correcting = bool(self.form.correcting)
        self._give_up.setVisible(on and correcting)
        self._heading.setText("Correction" if correcting else "Examination")
        words = "Record the correction" if correcting else "Record what was seen"
        self.button.setText(words)

    def focus_start(self) -> None:
        if self._holder.isVisible() and not self._seen:
            self.form.focus_start()
        else:
            super().focus_start()

    # typing

    def save_now(self) -> None:
        self._kept.save_now()
        for card in self.findChildren(RecordedCard):
            card.save_now()

    def _bring_back(self, draft: Draft) -> None:
        put_back(self._holder, draft.fields)
        when = dates.cui_short(draft.saved_at, self.ctx.now())
        self._restored.set("What you typed has been brought back", f"Not recorded since {when}.")
        self._restored.show()
        self._open_form(True)

    def _begin(self) -> None:
        self._open_form(True)
        self._to_form()

    def _to_form(self) -> None:
        def go() -> None:
            self.form.focus_start()
            self.scroller.ensureWidgetVisible(self._heading, 0, 24)

        QTimer.singleShot(0, self, go)

    def _stop(self) -> None:
        self.form.clear()
        self._kept.forget()
        self.clear_errors()
        self._open_form(False)

    # recording

    def record(self) -> None:
        if not self._holder.isVisible():
            return
        if self.show_errors(self.form.problems()):
            return
        seen, correcting = self.form.examination(), self.form.correcting
        desk, stay = self.ctx.desk, self._stay.id
        self.button.setEnabled(False)  # a second Enter is not a second examination

        def write() -> Entry:
            if correcting:
                return injuries_written.correct(desk, stay, correcting, seen)
            return injuries_written.record(desk, stay, seen)

        self.ctx.work.do(write, self._recorded, self._not_recorded)

    def _recorded(self, _entry: Entry) -> None:
        self.button.setEnabled(True)
        self._kept.forget()
        self._restored.hide()
        self.form.clear()
        self.clear_errors()
        self.ctx.nav.toast("Recorded.")
        self._open_form(False)
        self.scroller.verticalScrollBar().setValue(0)
        self.recorded.emit()
        self.refresh()

    def _not_recorded(self, error: KnownError) -> None:
        self.button.setEnabled(True)
        self._kept.touched()
        self._kept.save_now()
        self.show_failure(error)

    def _wanted(self, what: str, one: Recorded) -> None:
        if what == "correct":
            now = one.now
            at = dates.cui_short(now.at, self.ctx.now())
            self.form.begin_correction(
                now, f"what {name_of(self.ctx, now.author)} recorded {at}. It stays legible."
            )
            self._open_form(True)
            self._to_form()
        elif what == "print":
            self._make(one, self._preview)
        else:
            self._ask_where(one)

    def _state(self, part: CausePart, one: Recorded) -> None:
        if self.show_errors(part.problems()):
            return
        desk, stay, cause = self.ctx.desk, self._stay.id, part.value()
        self.ctx.work.do(
            lambda: injuries_written.state_cause(desk, stay, one.root, cause),
            lambda _entry: self._stated(part),
            self.show_failure,
        )

    def _stated(self, part: CausePart) -> None:
        part.done()
        self.ctx.nav.toast("Recorded, held apart.")
        self.recorded.emit()
        self.refresh()

    # on paper

    def _pdf(self, one: Recorded) -> bytes:
        stay, now = self._stay, self.ctx.now()
        born = f"Born {dates.cui_date(stay.who.dob)} · Custody ref {stay.custody_ref}"
        about = About(stay.who.name, born, self.ctx.suite)
        return injuries_pdf(one.now, one.before, about, lambda who: name_of(self.ctx, who), now)

    def _make(self, one: Recorded, then: Callable[[bytes], object]) -> None:
        self.ctx.work.do(lambda: self._pdf(one), then, self.show_failure)

    def _disclose(self, what: register.What, to: str, pdf: bytes) -> int:
        stay = self._stay
        return register.record(self.ctx.desk, what, to, pdf, person=stay.person, detention=stay.id)

    def _ask_where(self, one: Recorded) -> None:
        save_file(
            self,
            "injuries.pdf",
            lambda where: self._write(one, where.with_suffix(".pdf")),
            title="Save the injuries",
            kinds="PDF (*.pdf)",
            name="injuries.file",
        )

    def _write(self, one: Recorded, where: Path) -> None:
        def write() -> int:
            pdf = self._pdf(one)
            copy = self._disclose(register.What.INJURIES_PDF, "file", pdf)
            write_file(where, pdf)
            return copy

        self.ctx.work.do(
            write,
            lambda copy: self.ctx.nav.toast(f"Saved (copy {copy}). It is part of the record."),
            self.show_failure,
        )

    def _preview(self, pdf: bytes) -> None:
        from custodyhcp.ui.printing import PrintPage

        page = PrintPage(self.ctx, "Print injuries", pdf, lambda name: self._to_printer(pdf, name))
        self.ctx.nav.open(page)

    def _to_printer(self, pdf: bytes, printer: str) -> None:
        self.ctx.work.do(
            lambda: self._disclose(register.What.INJURIES_PRINT, f"printer {printer}", pdf),
            lambda copy: self._printed(pdf, printer, copy),
            self.show_failure,
        )

    def _printed(self, pdf: bytes, printer: str, copy: int) -> None:
        from custodyhcp.ui.printing import print_pdf

        self.ctx.nav.back()
        try:
            print_pdf(pdf, printer, f"Injuries, copy {copy}")
        except KnownError as error:
            self.show_failure(error)
            return
        self.ctx.nav.toast(f"Sent to {printer} (copy {copy}). Print at 100 %.")
