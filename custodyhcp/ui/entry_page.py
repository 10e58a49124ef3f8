"""One entry, whole: what it says, who signed it, both times, and everything that was done to it.

It is amended or struck from here: a new entry each, with a reason. What it said before stays
legible, with every word that was taken out or put in marked.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import amending, dates, notes, people, reading, standing, timeline
from custodyhcp.records.people import Opened
from custodyhcp.records.signature import signature_of
from custodyhcp.records.standing import History, Version
from custodyhcp.ui.amend_form import AMENDABLE_HERE, AmendForm
from custodyhcp.ui.context import Context
from custodyhcp.ui.difference_view import DifferenceView
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Facts,
    Field,
    Page,
    PlainLabel,
    Row,
    Tag,
)
from custodyhcp.ui.writing_page import name_of

LONG = 6_000  # letters


class EntryPage(Page):
    """``recorded`` once it was amended or struck; ``closed`` to go back to the list."""

    recorded = Signal()
    closed = Signal()

    def __init__(
        self, ctx: Context, opened: Opened, entry: str, *, only_read: bool = False
    ) -> None:
        super().__init__("Entry", name="entry_read")
        self.ctx, self._stay, self._entry = ctx, opened.detention, entry
        self._only_read = only_read
        self._form: AmendForm | None = None
        self._show(opened)

    def refresh(self) -> None:
        """Nothing: the page shows one entry as it was read, until something is done to it."""

    # reading

    def _show(self, opened: Opened) -> None:
        told = standing.history(opened.written, self._entry)
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        while (item := self.header.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if told is None:
            self.add(Callout("This entry is not there", "Read the record again.", tone="amber"))
            return
        self._told = told
        self.set_title(timeline.said(told.now)[0])
        self._tags(told)
        if told.struck is not None:
            struck = told.struck
            at = dates.cui_short(struck.at, self.ctx.now())
            self.add(
                Callout(
                    f"Struck out {at} by {name_of(self.ctx, struck.author)}: it counts no longer",
                    struck.reason,
                    tone="red",
                    name="entry_read.struck",
                )
            )
        self.add(self._signed(told), *self._words(told.now), *self._begun(told.now))
        for number, (before, after) in enumerate(
            zip(told.versions, told.versions[1:], strict=False), start=1
        ):
            self.add(self._amendment(number, before, after))
        self._acts_for(told)

    def _tags(self, told: History) -> None:
        if told.struck is not None:
            self.header.addWidget(Tag("Struck out", "red"))
        if told.amended:
            self.header.addWidget(Tag("Amended", "blue"))
        if reading.around(told.now).retrospective:
            self.header.addWidget(Tag("Written later than it happened", "amber"))
        if told.root.header.kind in timeline.HELD_APART:
            self.header.addWidget(Tag("Forensic: held apart", "grey"))

    def _signed(self, told: History) -> QWidget:
        entry, about = told.root, reading.around(told.now)
        body = told.versions[0].body
        signed = signature_of(self.ctx.desk, entry.header.author, body)
        rows = [
            ("Signed", signed.words),
            ("Happened", about.happened),
            ("Written", dates.cui_date_time(entry.at)),
            ("Where", ": ".join(filter(None, (self.ctx.suite, about.place)))),
            ("For", about.purpose),
            ("Template", about.template),
        ]
        evidence = body.get("evidence")
        if evidence:
            kept = notes.from_body(body).evidence
            rows += reading.evidence_rows(kept) if kept is not None else ()
        card = Card(name="entry_read.signed")
        card.add(Facts([row for row in rows if row[1]], label_width=120))
        return card

    def _words(self, entry: Entry) -> list[QWidget]:
        card = Card(name="entry_read.words")
        carried, headed = reading.carried(entry), reading.heading_of(entry)
        look, under = "struck" if self._told.struck else "", ""
        for label, text in reading.rows(entry):
            if headed.get(label, under) != under:
                under = headed[label]
                card.add(PlainLabel(under, "overline"))
            card.add(PlainLabel(label, "label"), _text(label, text, look))
            if label in carried:
                said = reading.carried_words(carried[label], partial(name_of, self.ctx))
                card.add(PlainLabel(said, "small", name="entry_read.carried"))
        return [card]

    def _begun(self, entry: Entry) -> list[QWidget]:
        """What a colleague had typed first, and what became of it."""
        if entry.header.kind not in (notes.NOTE, notes.FORENSIC):
            return []
        note = notes.written(entry).note
        if note.begun is None:
            return []
        now = {part.label: part.text for part in note.parts}
        at = dates.cui_date_time(note.begun.at)
        card = Card(name="entry_read.begun")
        card.add(PlainLabel(f"Begun by {name_of(self.ctx, note.begun.author)}, {at}", "h3"))
        theirs = dict(note.begun.parts)
        for label in dict.fromkeys((*theirs, *now)):
            card.add(*self._change(label, theirs.get(label, ""), now.get(label, ""), "begun"))
        return [card]

    def _amendment(self, number: int, before: Version, after: Version) -> QWidget:
        card = Card(name=f"entry_read.amendment.{number}")
        at = dates.cui_short(after.at, self.ctx.now())
        card.add(PlainLabel(f"Amended {at} by {name_of(self.ctx, after.author)}", "h3"))
        card.add(PlainLabel(f"Why: {after.reason}"))
        old = dict(reading.rows(_as(self._told, before)))
        new = dict(reading.rows(_as(self._told, after)))
        for label in dict.fromkeys((*old, *new)):
            card.add(*self._change(label, old.get(label, ""), new.get(label, ""), str(number)))
        for label, was, now in reading.changed_around(
            _as(self._told, before), _as(self._told, after)
        ):
            card.add(*self._change(label, was, now, str(number)))
        return card

    def _change(self, label: str, before: str, after: str, where: str) -> list[QWidget]:
        if before == after:
            return []
        view = DifferenceView(before, after, name=f"entry_read.change.{where}", label=label)
        return [PlainLabel(label, "label"), view]

    # acts

    def _acts_for(self, told: History) -> None:
        if not self._only_read and told.struck is None:
            may = told.root.header.kind in AMENDABLE_HERE
            acts = [
                *([Button("Amend it", self._amend, name="entry_read.amend")] if may else []),
                Button("Strike it out", self._ask_strike, name="entry_read.strike"),
            ]
            self.add(Row(*acts))
            if not may:
                said = "To put it right, strike it out and record it again."
                self.add(PlainLabel(said, "hint"))
        self._place = Card(name="entry_read.act")
        self._place.body.setSpacing(16)
        self._place.hide()
        self.add(self._place)
        back = Button("Back", self.closed.emit, role=ButtonRole.QUIET, name="entry_read.back")
        self.add(Row(back))

    def _ask_strike(self) -> None:
        self._empty_place()
        self._reason = Field(
            "Why it is struck out", name="entry_read.reason", lines=2,
            hint="It stays legible, struck out, with your name, the time and this reason",
        )  # fmt: skip
        do = Button(
            "Strike it out", self._strike, role=ButtonRole.WARNING, name="entry_read.strike.do"
        )
        self._place.add(self._reason, Row(do))
        self._place.show()
        self._reason.focus_first()

    def _amend(self) -> None:
        self._empty_place()
        self._form = AmendForm(self.ctx, self._told, partial(name_of, self.ctx))
        self._reason = Field("Why it is amended", name="entry_read.reason", lines=2)
        do = Button("Sign the amendment", self._sign, name="entry_read.amend.do")
        self._place.add(PlainLabel("Amend it", "h2"), self._form, self._reason, Row(do))
        self._place.show()
        self._form.focus_first()

    def _empty_place(self) -> None:
        self._form = None
        while (item := self._place.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _strike(self) -> None:
        reason = self._reason.text()
        found = amending.reason_problems(reason)
        if self.show_errors([(self._reason, problem.words) for problem in found]):
            return
        desk, stay, entry = self.ctx.desk, self._stay.id, self._entry
        self.ctx.work.do(
            lambda: amending.strike(desk, stay, entry, reason),
            lambda _entry: self._done("Struck out. It stays legible."),
            self.show_failure,
        )

    def _sign(self) -> None:
        if self._form is None:
            return
        reason = self._reason.text()
        found = [(self._reason, problem.words) for problem in amending.reason_problems(reason)]
        if self.show_errors(found):
            return
        says = self._form.value()
        desk, stay, entry = self.ctx.desk, self._stay.id, self._entry
        self.ctx.work.do(
            lambda: amending.amend(desk, stay, entry, says, reason),
            lambda _entry: self._done("The amendment is signed."),
            self._refused,
        )

    def _refused(self, error: KnownError) -> None:
        self.show_failure(error)

    def _done(self, said: str) -> None:
        self.clear_errors()
        self.ctx.nav.toast(said)
        desk, stay = self.ctx.desk, self._stay.id
        self.ctx.work.do(lambda: people.read_detention(desk, stay), self._shown_again)
        self.recorded.emit()

    def _shown_again(self, opened: Opened) -> None:
        self._show(opened)
        self.setFocus()
        self.scroller.verticalScrollBar().setValue(0)


def _text(label: str, text: str, look: str) -> QWidget:
    """A label; words too many for one in a box that scrolls, and may only be read."""
    if len(text) <= LONG:
        return PlainLabel(text, look)
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setProperty("kit", "difference")
    box.setAccessibleName(label)
    box.setFixedHeight(360)
    return box


def _as(told: History, version: Version) -> Entry:
    """The entry as one version has it."""
    return History(told.root, (version,)).now
