"""Writing an entry about a person, and the page of forensic entries, which are held apart.

What is typed is kept, sealed, and given back after a crash. Somebody else who is typing about the
same person is named; their typing is taken over only when that is pressed, and that it was, and
what it said then, is recorded. Two who write at once make two entries: neither replaces the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import (
    dates,
    drafts,
    notes,
    noting,
    phrases,
    templates_published,
)
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.drafts import Draft
from custodyhcp.records.notes import Begun
from custodyhcp.records.people import Opened
from custodyhcp.records.signature import signature_of
from custodyhcp.records.templates import Template
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, Callout, Card, Field, Page, PlainLabel, Row
from custodyhcp.ui.typing_kept import TypingKept, clear, put_back
from custodyhcp.ui.writing_form import WritingForm
from custodyhcp.ui.writing_parts import CarryCard

AGAIN = 20_000  # milliseconds after which it is looked again who else is typing
ENTRY, FORENSIC = "entry", "forensic"


def name_of(ctx: Context, staff: str) -> str:
    member = ctx.desk.authority.members.get(staff)
    return member.name if member is not None else "a colleague"


@dataclass(frozen=True, slots=True)
class _Read:
    """What the form needs to know, read off the screen's thread."""

    templates: Mapping[str, Template]
    phrases: Mapping[str, str]
    others: tuple[tuple[str, Draft], ...]


class WritingPage(Page):
    """``recorded`` once an entry is on the disk. ``wants(section)`` leads to another section."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, opened: Opened, *, forensic: bool = False) -> None:
        self.what = FORENSIC if forensic else ENTRY
        title = "Forensic entry" if forensic else "Write an entry"
        said = "For healthcare only. The boxes prompt; they never say what was found."
        if forensic:
            said = "Evidence, not care. Held apart from everything else that is written."
        super().__init__(title, subtitle=said, name=self.what)
        self.ctx, self._stay = ctx, opened.detention
        self._taken: Draft | None = None
        self._shown: list[tuple[str, str, datetime]] = []  # who else is typing, as it is shown
        self.form = WritingForm(ctx.now, partial(name_of, ctx), forensic=forensic)
        self._restored = Callout("", "", tone="amber", name=f"{self.what}.restored")
        self._restored.hide()
        self._told = Callout("", "", tone="blue", name=f"{self.what}.told")
        self._told.hide()
        self._others = QWidget()
        self._others.setProperty("ground", "none")
        self._others_column = QVBoxLayout(self._others)
        self._others_column.setContentsMargins(0, 0, 0, 0)
        self._others.hide()
        self.carry = CarryCard(opened, partial(name_of, ctx), name=f"{self.what}.carry")
        self.phrases = _PhrasesCard(self._keep_phrases, name=f"{self.what}.phrases")
        self.add(self._restored, self._told, self._others, self.form, self.carry, self.phrases)
        signed = signature_of(ctx.desk, ctx.member.staff).words
        self.sign_button = self.primary("Sign the entry", self.sign, name=f"{self.what}.sign")
        self._carry_button = self.secondary(
            "Carry words forward", self._open_carry, name=f"{self.what}.carry.open"
        )
        self._carry_button.setVisible(self.carry.any and not forensic)
        self.secondary("My phrases", self._open_phrases, name=f"{self.what}.phrases.open")
        self.secondary("Templates", lambda: ctx.nav.go("templates"), name=f"{self.what}.templates")
        self.footer.addWidget(PlainLabel(f"It will be signed: {signed}.", "small"))
        keys = "Ctrl+; puts in the time. A phrase of yours comes out in full at the next space."
        self.footer.addWidget(PlainLabel(keys, "small"))
        self._keeping(opened)

    def _keeping(self, opened: Opened) -> None:
        ctx, stay = self.ctx, self._stay
        self._kept = TypingKept(self.form, ctx, stay.id, lambda: stay.person)
        self._kept.turn_to(self.what)
        self.form.changed.connect(self._kept.touched)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(AGAIN)
        self._look.timeout.connect(self._look_again)
        self._tell_first_author(opened)
        self._kept.restore(self._bring_back)
        self._look_again()

    # what there is

    def _look_again(self) -> None:
        desk, stay = self.ctx.desk, self._stay.id

        def read() -> _Read:
            known = {name: one.template for name, one in templates_published.in_use(desk).items()}
            return _Read(known, phrases.of(desk), drafts.others(desk, stay))

        self.ctx.work.do(read, self._show_read)

    def _show_read(self, found: _Read) -> None:
        self.form.use(found.templates)
        self.form.boxes.quick.set_phrases(found.phrases)
        self.phrases.show_kept(found.phrases)
        self._look.start()
        told = [(what, draft.author, draft.saved_at) for what, draft in found.others]
        if told == self._shown:  # a button that has the focus is not taken away
            return
        self._shown = told
        while (item := self._others_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [one for one in found.others if self._taken is None or one[1] != self._taken]
        for number, (what, draft) in enumerate(shown, start=1):
            self._others_column.addWidget(self._other(number, what, draft))
        self._others.setVisible(bool(shown))

    def _other(self, number: int, what: str, draft: Draft) -> QWidget:
        who, when = name_of(self.ctx, draft.author), dates.cui_short(draft.saved_at, self.ctx.now())
        card = Callout(
            f"{who} is writing about this person too",
            f"Last kept {when}. Both will be kept, as two entries.",
            tone="blue",
            name=f"{self.what}.other.{number}",
        )
        if what == self.what:
            take = Button(
                f"Take over from {who}",
                partial(self._take_over, draft),
                name=f"{self.what}.take.{number}",
            )
            card.body.addWidget(Row(take))
        return card

    def _tell_first_author(self, opened: Opened) -> None:
        """That a colleague went on with what this person had begun."""
        me = self.ctx.member.staff
        found = [
            entry
            for entry in opened.entries
            if entry.header.kind == noting.TAKEN_OVER and entry.believed
            if noting.taken_from(entry) == (self.what, me)
        ]
        if found:
            who, when = name_of(self.ctx, found[-1].header.author), found[-1].at
            said = dates.cui_short(when, self.ctx.now())
            words = "The entry names you as who began it, and keeps what you had typed."
            self._told.set(f"{who} took over what you were typing, {said}", words)
            self._told.show()

    # taking over

    def _take_over(self, draft: Draft) -> None:
        desk, stay, what = self.ctx.desk, self._stay.id, self.what
        self.ctx.work.do(
            lambda: noting.take_over(desk, stay, what, draft.author, draft.fields),
            lambda _entry: self._took_over(draft),
            self.show_failure,
        )

    def _took_over(self, draft: Draft) -> None:
        mine = {part.key: part for part in self.form.boxes.parts() if part.text}
        put_back(self.form, draft.fields)
        theirs = tuple((p.label, p.text) for p in self.form.boxes.parts() if p.text)
        self.form.boxes.begun = Begun(draft.author, draft.saved_at, theirs)
        for key, part in mine.items():  # nothing of one's own is lost: it stands below theirs
            box = self.form.boxes.box(key)
            if box is not None and part.text not in box.field.text():
                box.field.set_text(f"{box.field.text()}\n{part.text}".strip())
        self._taken = draft
        who = name_of(self.ctx, draft.author)
        self._restored.set(
            f"You took over from {who}", "The entry will say who began it, and what they had typed."
        )
        self._restored.show()
        self._kept.touched()
        self._shown = []
        self._look_again()
        self.form.focus_first()
        self.recorded.emit()

    def _bring_back(self, draft: Draft) -> None:
        put_back(self.form, draft.fields)
        when = dates.cui_short(draft.saved_at, self.ctx.now())
        self._restored.set("What you typed has been brought back", f"Not recorded since {when}.")
        self._restored.show()

    # acts

    def focus_start(self) -> None:
        self.form.focus_first()

    def save_now(self) -> None:
        self._kept.save_now()

    def _open_carry(self) -> None:
        self.carry.open_for(self.form.boxes.boxes())

    def _open_phrases(self) -> None:
        self.phrases.show()
        self.phrases.box.focus_first()

    def _keep_phrases(self, typed: str) -> None:
        desk = self.ctx.desk

        def keep() -> Mapping[str, str]:
            phrases.keep(desk, typed)
            return phrases.of(desk)

        self.ctx.work.do(keep, self._kept_phrases, self._phrases_refused)

    def _kept_phrases(self, known: Mapping[str, str]) -> None:
        self.form.boxes.quick.set_phrases(known)
        self.phrases.hide()
        self.ctx.nav.toast("Your phrases are kept.")

    def _phrases_refused(self, error: KnownError) -> None:
        self.phrases.box.set_error(error.words)

    def sign(self) -> None:
        note, scope = self.form.note(), self.form.scope.value()
        now, template = self.ctx.now(), self.form.boxes.template
        found = notes.problems(notes.cleaned(note), now, template)
        shown = [self.form.shown(problem) for problem in found]
        if self.show_errors([*self.form.unanswered(), *shown]):  # all of it at once
            return
        desk, stay, what, taken = self.ctx.desk, self._stay.id, self.what, self._taken
        self._kept.save_now()
        self.sign_button.setEnabled(False)

        def write() -> Entry:
            if scope is not None:
                made = noting.record_forensic(desk, stay, note, scope)
            else:
                made = noting.record_note(desk, stay, note)
            drafts.drop(desk, what, stay)
            if taken is not None:
                drafts.drop_taken(desk, what, stay, taken)
            return made

        self.ctx.work.do(write, self._signed, self._refused)

    def _signed(self, _entry: Entry) -> None:
        self._taken = None
        self.sign_button.setEnabled(True)
        clear(self.form)
        self.form.boxes.clear()
        self.form.template.hide()
        self._kept.forget()  # last: emptying a box is no typing
        self._restored.hide()
        self.clear_errors()
        self.ctx.nav.toast("Signed.")
        self.scroller.verticalScrollBar().setValue(0)
        self.form.focus_first()
        self.recorded.emit()

    def _refused(self, error: KnownError) -> None:
        """Nothing was written, and everything typed is still here."""
        self.sign_button.setEnabled(True)
        self._kept.touched()
        self._kept.save_now()
        if isinstance(error, NotComplete):
            self.show_errors([self.form.shown(problem) for problem in error.problems])
        else:
            self.show_failure(error)


class _PhrasesCard(Card):
    """The writer's own phrases, one a line."""

    def __init__(self, keep: Callable[[str], object], *, name: str) -> None:
        super().__init__("My phrases", name=name)
        self._keep = keep
        self.box = Field(
            "One a line",
            name=f"{name}.box",
            lines=6,
            hint="A semicolon and an abbreviation, then what it stands for: ;abc = words of yours",
        )
        self.add(self.box, Row(Button("Keep them", self._press, name=f"{name}.keep")))
        self.hide()

    def show_kept(self, known: Mapping[str, str]) -> None:
        """As they are kept, unless they are being changed."""
        if not self.isVisible():
            self.box.set_text(phrases.written(known))

    def _press(self) -> None:
        self.box.set_error("")
        self._keep(self.box.text())
