"""One handover as it was signed over: read it, accept it, print it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, handover, people
from custodyhcp.records.handover import Handover, Item, Sheet
from custodyhcp.sharing import handover_pdf
from custodyhcp.sharing.handover_pdf import Paper, Whom, counted, state_words
from custodyhcp.sharing.outstanding import name_of
from custodyhcp.sharing.register import What
from custodyhcp.ui.briefing_page import write_file
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Card, Page, PlainLabel, save_file


class HandoverPage(Page):
    """``handover`` is its id. Enter accepts, where it may be."""

    def __init__(self, ctx: Context, handover_id: str) -> None:
        super().__init__("Handover", name="handover")
        self._ctx, self._id = ctx, handover_id
        self._paper: Paper | None = None
        self._cards: list[QWidget] = []
        self._state = Callout("", name="handover.state")
        self._state.hide()
        self.add(self._state)
        self._accept = self.primary(
            "I accept this handover", self._accepting, name="handover.accept"
        )
        self._accept.hide()
        self.secondary("Print", self._print, name="handover.print")
        self.secondary("Save PDF", self._save, name="handover.save")
        self.secondary("Back", ctx.nav.back, name="handover.back")

    def refresh(self) -> None:
        ctx, which = self._ctx, self._id
        self._ctx.work.do(lambda: read(ctx, which), self._show, self.show_failure)

    def _show(self, paper: Paper) -> None:
        self._paper, made, now = paper, paper.handover, self._ctx.now()
        given = f"Signed over by {paper.given_by}, {dates.cui_short(made.at, now)}."
        self.set_title("Handover", f"{counted(made)}. {given}")
        own = made.author == self._ctx.desk.session.staff
        if made.accepted_at is not None:
            at = dates.cui_short(made.accepted_at, now)
            self._state.set("Accepted", f"By {paper.accepted_by}, {at}.", "green")
        elif own:
            words = "It stays due until the colleague who takes over has signed in and accepted it."
            self._state.set("Not accepted yet", words, "amber")
        else:
            words = "Read it through. Accepting it makes what is outstanding yours."
            self._state.set("Not accepted yet", words, "amber")
        self._state.show()
        self._accept.setVisible(not own and not made.accepted)
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [self._card(one, paper) for one in paper.sheets]
        if not self._cards:
            self._cards = [PlainLabel("Nothing was outstanding for anybody.", "second")]
        self.add(*self._cards)

    def _card(self, sheet: Sheet, paper: Paper) -> Card:
        known = paper.people.get(sheet.detention)
        name = known.words if known else "Name not known"
        card = Card(name=f"handover.sheet.{known.cell if known else sheet.detention}")
        card.body.setSpacing(4)
        card.add(PlainLabel(name, "h3"))
        for item in sheet.items:
            card.add(PlainLabel(item_words(item, paper.handover), "error" if item.pressing else ""))
            for told in item.escalated:
                card.add(PlainLabel(f"Escalated {told}", "second"))
        if sheet.note:
            card.add(PlainLabel(f"Note: {sheet.note}", "strong"))
        return card

    # accepting

    def _accepting(self) -> None:
        desk, which = self._ctx.desk, self._id
        self._ctx.work.do(lambda: handover.accept(desk, which), self._accepted, self.show_failure)

    def _accepted(self, _made: Handover) -> None:
        self.clear_errors()
        self._ctx.nav.toast("Accepted. What is outstanding is yours now.")
        self.refresh()

    # on paper

    def _pdf(self, ctx: Context) -> bytes:
        return handover_pdf.handover_pdf(read(ctx, self._id), ctx.now())

    def _print(self) -> None:
        ctx = self._ctx
        ctx.work.do(lambda: self._pdf(ctx), self._preview, self.show_failure)

    def _preview(self, pdf: bytes) -> None:
        from custodyhcp.ui.printing import PrintPage

        page = PrintPage(self._ctx, "Print handover", pdf, lambda name: self._to_printer(pdf, name))
        self._ctx.nav.open(page)

    def _to_printer(self, pdf: bytes, printer: str) -> None:
        desk = self._ctx.desk
        self._ctx.work.do(
            lambda: handover_pdf.disclose(desk, What.HANDOVER_PRINT, f"printer {printer}", pdf),
            lambda copy: self._printed(pdf, printer, copy),
            self.show_failure,
        )

    def _printed(self, pdf: bytes, printer: str, copy: int) -> None:
        from custodyhcp.ui.printing import print_pdf

        self._ctx.nav.back()
        try:
            print_pdf(pdf, printer, f"Handover, copy {copy}")
        except KnownError as error:
            self.show_failure(error)
            return
        self._ctx.nav.toast(f"Sent to {printer} (copy {copy}).")

    def _save(self) -> None:
        save_file(
            self,
            "handover.pdf",
            lambda where: self._write(where.with_suffix(".pdf")),
            title="Save the handover",
            kinds="PDF (*.pdf)",
            name="handover.file",
        )

    def _write(self, where: Path) -> None:
        ctx = self._ctx

        def write() -> int:
            pdf = self._pdf(ctx)
            copy = handover_pdf.disclose(ctx.desk, What.HANDOVER_PDF, "file", pdf)
            write_file(where, pdf)
            return copy

        ctx.work.do(
            write,
            lambda copy: ctx.nav.toast(f"Saved (copy {copy}). Delete the file after use."),
            self.show_failure,
        )


def item_words(item: Item, made: Handover) -> str:
    """``Review, due 02:54, 18 min LATE``: as it stood when it was handed over."""
    words = f"{item.task}: {item.detail}" if item.detail else item.task
    at = "" if item.at is None else f"due {dates.cui_short(item.at, made.at)}"
    state = "" if item.at is not None and not item.late else state_words(item, made.at)
    return ", ".join(part for part in (words, at, state) if part)


def read(ctx: Context, which: str) -> Paper:
    """Off the screen's thread: the handover, its sheets and who they are about."""
    found = {one.id: one for one in handover.read(ctx.desk)}.get(which)
    if found is None:
        raise KnownError("This handover was never given.", "Read the list again.")
    sheets = handover.read_sheets(ctx.desk, found)
    known = {}
    for sheet in sheets:
        stay = people.read_detention(ctx.desk, sheet.detention).detention
        known[sheet.detention] = Whom(stay.cell, stay.who.name, stay.custody_ref)
    by = name_of(ctx.desk, found.accepted_by) if found.accepted else ""
    return Paper(found, sheets, known, ctx.suite, name_of(ctx.desk, found.author), by)
