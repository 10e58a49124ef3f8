"""Transfer: the escort record's health questions with ready answers, to be copied or printed.

Rules kept here: what no direction answers says "ask", and has nothing to copy; nothing is sent from
here, and each copy is recorded before it leaves; what is sensitive says where it is, and no more.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import people
from custodyhcp.records.people import Opened
from custodyhcp.sharing import dper, dper_pdf, publishing, register
from custodyhcp.sharing.dper import Answer, Said
from custodyhcp.ui.clipboard import SECONDS, lent
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, ButtonRole, Card, EmptyState, Page, PlainLabel

SENSITIVE = "sensitive-medication"
_TOP = Qt.AlignmentFlag.AlignTop


class TransferPage(Page):
    """``TransferPage(ctx, detention)``; ``recorded`` after anything left."""

    recorded = Signal()

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "Transfer",
            subtitle="Ready answers for the health part of the escort record (dPER), from the "
            "directions in force. Nothing is sent from here.",
            name="transfer",
        )
        self.ctx, self.detention = ctx, detention
        self._inside: QWidget | None = None
        self._opened: Opened | None = None

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(
            lambda: people.read_detention(desk, detention), self._show, self.show_failure
        )

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self._drawn(opened)
        self.add(self._inside)

    def _drawn(self, opened: Opened) -> QWidget:
        directions = opened.detention.directions
        if directions is None:
            return EmptyState(
                "No directions yet",
                "The answers come from the directions that you sign with an assessment. Until "
                "then every question is one to ask.",
                "Prepare the sealed letter",
                self._letter,
                name="transfer.letter",
            )
        holder = QWidget()
        holder.setProperty("ground", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        act = Button("Print the answers", self._print_answers, name="transfer.print")
        column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        given = dper.answers(directions, self.ctx.phone, self.ctx.now())
        for step, some in groupby(given, key=lambda answer: answer.question.step):
            column.addWidget(self._one_step(step, tuple(some)))
        return holder

    def _one_step(self, step: str, given: tuple[Answer, ...]) -> Card:
        card = Card(step)
        inside = QWidget()
        inside.setProperty("ground", "none")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        grid.setColumnMinimumWidth(2, 76)
        for place, answer in enumerate(given):
            grid.addWidget(PlainLabel(answer.question.asks, "second"), place, 0, _TOP)
            grid.addWidget(self._said(answer), place, 1, _TOP)
            if answer.said is not Said.ASK:
                copy = Button(
                    "Copy",
                    partial(self._copy_answer, answer),
                    role=ButtonRole.QUIET,
                    name=f"transfer.copy.{answer.question.key}",
                )
                copy.setAccessibleName(f"Copy the answer to: {answer.question.asks}")
                grid.addWidget(copy, place, 2, _TOP)
        card.add(inside)
        return card

    def _said(self, answer: Answer) -> QWidget:
        holder = QWidget()
        holder.setProperty("ground", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        look = "second" if answer.said is Said.ASK else "strong"
        words = answer.words if answer.said is not Said.ASK else f"{answer.details} Ask.".strip()
        column.addWidget(PlainLabel(words, look, name=f"transfer.{answer.question.key}"))
        if answer.question.key == SENSITIVE:
            words = "Prepare the sealed letter"
            link = Button(words, self._letter, role=ButtonRole.LINK, name="transfer.letter")
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if answer.sources:
            column.addWidget(PlainLabel(f"From: {', '.join(answer.sources)}", "small"))
        return holder

    def _letter(self) -> None:
        from custodyhcp.ui.sealed_letter_page import SealedLetterPage

        page = SealedLetterPage(self.ctx, self.detention)
        page.recorded.connect(self.recorded)
        self.ctx.nav.open(page)

    def _copy_answer(self, answer: Answer) -> None:
        words, desk, opened = dper.pasted(answer), self.ctx.desk, self._opened
        if opened is None:
            return
        stay = opened.detention
        to = f"{dper_pdf.TO}, {answer.question.key}"
        self.ctx.work.do(
            lambda: register.record(
                desk, register.What.DPER_PASTE, to, words.encode("ascii"),
                person=stay.person, detention=stay.id,
            ),
            lambda copy: self._copied(words, copy),
            self.show_failure,
        )  # fmt: skip

    def _copied(self, words: str, copy: int) -> None:
        lent().copy(words)
        self.ctx.nav.toast(f"Copied (copy {copy}). It is cleared in {SECONDS} seconds.")

    def _print_answers(self) -> None:
        desk, opened, phone = self.ctx.desk, self._opened, self.ctx.phone
        if opened is None:
            return
        self.ctx.work.do(
            lambda: dper_pdf.next_copy(desk, opened.detention, phone, publishing.signature(desk)),
            self._preview,
            self.show_failure,
        )

    def _preview(self, copy: dper_pdf.AnswersCopy | None) -> None:
        from custodyhcp.ui.printing import PrintPage

        if copy is None:
            return
        title = f"Print the answers, copy {copy.number}"
        page = PrintPage(self.ctx, title, copy.pdf, lambda name: self._to_printer(page, copy, name))
        self.ctx.nav.open(page)

    def _to_printer(self, page: Page, copy: dper_pdf.AnswersCopy, printer: str) -> None:
        desk, opened = self.ctx.desk, self._opened
        if opened is None:
            return
        self.ctx.work.do(
            lambda: dper_pdf.hand_over(desk, opened.detention, copy, printer),
            lambda _: self._printed(copy, printer),
            page.show_failure,
        )

    def _printed(self, copy: dper_pdf.AnswersCopy, printer: str) -> None:
        from custodyhcp.ui.printing import print_pdf

        try:
            print_pdf(copy.pdf, printer, f"Escort record answers, copy {copy.number}")
        except KnownError as error:
            self.ctx.nav.back()
            self.show_failure(error)
            return
        self.ctx.nav.back()
        self.ctx.nav.toast(f"Sent to {printer} (copy {copy.number}).")
        self.recorded.emit()
