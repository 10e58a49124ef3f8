"""The sealed letter: to whom, on what it rests, and what goes in, item by item.

Rules kept here: nothing is ticked to begin with; there are no words of its own in the letter; what
is about to leave is looked at as the very pages; each copy is recorded before it leaves. What was
ticked and typed stays whatever is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.disclosure import DisclosureBasis
from custodyhcp.errors import KnownError
from custodyhcp.records import banner, dates
from custodyhcp.records.drafts import Draft
from custodyhcp.sharing import sealing, sending
from custodyhcp.sharing.sealed_letter import LONGEST_PLACE
from custodyhcp.sharing.sealing import LONGEST_REASON, Found, LetterCopy, Without
from custodyhcp.ui.briefing_copies import write_file
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Callout,
    Card,
    Choice,
    Field,
    Page,
    PatientBanner,
    PlainLabel,
    Problem,
    save_file,
)
from custodyhcp.ui.sealed_letter_items import LetterItems
from custodyhcp.ui.typing_kept import TypingKept, put_back


class SealedLetterPage(Page):
    """``SealedLetterPage(ctx, detention)``; ``recorded`` after a copy left."""

    recorded = Signal()

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "Sealed letter",
            subtitle="For healthcare where they are going. Custody and the escort carry it closed. "
            "Only what you tick goes in.",
            name="letter",
        )
        self.ctx, self.detention = ctx, detention
        self._person = ""
        self._items = LetterItems(())
        self._items.hide()
        self._asks_why = True
        self._inside: QWidget | None = None
        self.place = Field(
            "Healthcare at which place?",
            name="letter.place",
            hint="The court, prison or hospital, in words. It stands on the envelope.",
            chars=48,
        )
        self.basis = Choice(
            "On what does it rest?", sealing.WITHOUT_PERMISSION, name="letter.basis"
        )
        self.reason = Field(
            "Why, in words",
            name="letter.reason",
            hint="Kept in the record. It does not stand in the letter.",
            lines=3,
        )
        for mine in (self.place, self.basis, self.reason):
            mine.setParent(self)
            mine.hide()
        self._kept = TypingKept(self, ctx, detention, lambda: self._person)
        self._kept.turn_to("sealed_letter")
        self.place.changed.connect(self._kept.touched)
        self.reason.changed.connect(self._kept.touched)
        self.basis.chosen.connect(lambda _one: self._kept.touched())
        self.primary("See it, then print", self._see, name="letter.see")
        self.secondary("Save the PDF", self._save, name="letter.save")
        self.secondary("Back", ctx.nav.back, name="letter.back")

    def refresh(self) -> None:
        """Reads what may be chosen; what was typed and ticked stays where it still is there."""
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: sealing.read(desk, detention), self._show, self.show_failure)

    def save_now(self) -> None:
        self._kept.save_now()

    def _show(self, found: Found) -> None:
        first = self._inside is None
        ticked = self._items.chosen()
        if self._inside is not None:
            self.setFocus()
            for mine in (self.place, self.basis, self.reason):
                mine.setParent(self)
                mine.hide()
            self._inside.hide()
            self._inside.deleteLater()
        self._person = found.opened.detention.person
        self._inside = self._drawn(found, ticked)
        self.add(self._inside)
        if first:
            self._kept.restore(self._bring_back)
            self.focus_start()

    def _bring_back(self, draft: Draft) -> None:
        put_back(self, draft.fields)

    def _drawn(self, found: Found, ticked: Collection[str]) -> QWidget:
        from custodyhcp.ui.person_page import facts

        holder = QWidget()
        holder.setProperty("ground", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        today = dates.today(self.ctx.now())
        column.addWidget(PatientBanner(facts(banner.banner(found.opened.detention, today))))
        if found.made:
            last = found.made[-1]
            at = dates.cui_short(last.at, self.ctx.now())
            words = f"Version {last.version} left {at}, for healthcare at {last.place}."
            column.addWidget(PlainLabel(words, "second", name="letter.before"))
        where = Card("To whom")
        where.add(self.place)
        self.place.show()
        column.addWidget(where)
        column.addWidget(self._rests_on(found))
        self._items = LetterItems(found.items, ticked)
        self._items.changed.connect(self._kept.touched)
        column.addWidget(self._items)
        return holder

    def _rests_on(self, found: Found) -> QWidget:
        permission = found.permission
        self._asks_why = permission is None
        if permission is not None:
            limits = permission.limits.words.strip()
            words = "It is asked again in the moment that a copy leaves."
            if limits:
                words = f"They set limits: {limits}. {words}"
            return Callout(
                "They agreed to sharing with other care teams",
                words,
                tone="amber" if limits else "green",
                name="letter.permission",
            )
        card = Card("There is no permission in force to share with other care teams")
        card.add(
            PlainLabel(
                "Ask first, and record the answer under Consent. Without it, a letter goes only "
                "on one of these, and only if the rules allow it.",
                "second",
            ),
            self.basis,
            self.reason,
        )
        self.basis.show()
        self.reason.show()
        return card

    # a copy

    def _make(self, then: Callable[[LetterCopy], object]) -> None:
        place, chosen = self.place.text(), self._items.chosen()
        basis, reason = self.basis.value(), self.reason.text()
        if self.show_errors(self._problems(place, chosen)):
            return
        without = None
        if self._asks_why and isinstance(basis, DisclosureBasis):
            without = Without(basis, reason)
        ctx, detention = self.ctx, self.detention

        def made() -> LetterCopy:
            return sealing.next_copy(
                ctx.desk,
                detention,
                place,
                chosen,
                reference=sending.new_reference(ctx.desk.now(), secrets.randbelow),
                suite=ctx.suite,
                phone=ctx.phone,
                without=without,
            )

        self._kept.save_now()
        ctx.work.do(made, then, self._refused)

    def _problems(self, place: str, chosen: tuple[str, ...]) -> list[Problem]:
        found: list[Problem] = []
        if not place or len(place) > LONGEST_PLACE:
            words = f"Say where it is to be opened, in at most {LONGEST_PLACE} characters"
            found.append((self.place, words))
        if self._asks_why:
            if self.basis.value() is None:
                found.append((self.basis, "Choose on what it rests, or ask them under Consent"))
            reason = self.reason.text()
            if not reason or len(reason) > LONGEST_REASON:
                words = f"Say why, in at most {LONGEST_REASON} characters"
                found.append((self.reason, words))
        if not chosen:
            found.append((None, "Tick at least one thing that goes in"))
        return found

    def _refused(self, error: BaseException) -> None:
        self.refresh()
        self.show_failure(error)

    def _see(self) -> None:
        self._make(self._preview)

    def _preview(self, copy: LetterCopy) -> None:
        from custodyhcp.ui.printing import PrintPage

        title = f"Print the sealed letter, copy {copy.number}"
        page = PrintPage(self.ctx, title, copy.pdf, lambda name: self._to_printer(copy, name))
        self.ctx.nav.open(page)

    def _to_printer(self, copy: LetterCopy, printer: str) -> None:
        desk = self.ctx.desk

        def refused(error: KnownError) -> None:
            self.ctx.nav.back()
            self._refused(error)

        self.ctx.work.do(
            lambda: sealing.hand_over(desk, copy, f"printer {printer}"),
            lambda _entry: self._printed(copy, printer),
            refused,
        )

    def _printed(self, copy: LetterCopy, printer: str) -> None:
        from custodyhcp.ui.printing import print_pdf

        self.ctx.nav.back()
        try:
            print_pdf(copy.pdf, printer, f"Sealed letter, copy {copy.number}")
        except KnownError as error:
            self.show_failure(error)
            return
        self._left(f"Sent to {printer} (copy {copy.number}). Seal it before custody has it.")

    def _save(self) -> None:
        self._make(self._ask_where)

    def _ask_where(self, copy: LetterCopy) -> None:
        save_file(
            self,
            "sealed-letter.pdf",
            lambda where: self._write(copy, where.with_suffix(".pdf")),
            title="Save the sealed letter",
            kinds="PDF (*.pdf)",
            name="letter.file",
        )

    def _write(self, copy: LetterCopy, where: Path) -> None:
        desk = self.ctx.desk

        def write() -> None:
            sealing.hand_over(desk, copy, "file")
            write_file(where, copy.pdf)

        self.ctx.work.do(
            write,
            lambda _: self._left(f"Saved (copy {copy.number}). It is part of the record."),
            self._refused,
        )

    def _left(self, words: str) -> None:
        self._kept.forget()
        self.clear_errors()
        self.ctx.nav.toast(words)
        self.recorded.emit()
        self.refresh()
