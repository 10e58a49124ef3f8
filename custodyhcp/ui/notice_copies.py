"""Paper from the notice page: the notice itself, and the person's own copy of what they decided.

The notice names nobody, so a copy of it discloses nothing. The other does: its record is on the
disk before it is written or printed, and it is made from what stands at that moment.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from custodyhcp.consent.notice import Notice, Service
from custodyhcp.consent.recording import state_of
from custodyhcp.errors import KnownError
from custodyhcp.records import people
from custodyhcp.sharing import consent_copy, register
from custodyhcp.sharing.consent_copy import Copy
from custodyhcp.sharing.notice_pdf import notice_pdf
from custodyhcp.ui.briefing_page import write_file
from custodyhcp.ui.kit import Button, Card, PlainLabel, Row, save_file

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from custodyhcp.ledger.desk import Desk
    from custodyhcp.ui.context import Context

Done = Callable[[], object]


class CopyCard(Card):
    """Their own copy: what it is, and the two ways to make one."""

    def __init__(self, on_print: Done, on_save: Done) -> None:
        super().__init__("A copy for them to keep", name="notice.copy")
        self._words = PlainLabel("", "second", name="notice.copy.words")
        self._acts = Row(
            Button("Print their copy", on_print, name="notice.copy.print"),
            Button("Save their copy", on_save, name="notice.copy.save"),
        )
        self.add(self._words, self._acts)
        self.show_for(True)

    def show_for(self, empty: bool) -> None:
        """Nothing asked: nothing to copy yet."""
        self._acts.setVisible(not empty)
        self._words.setText(
            "Once something has been asked, this makes one page of what they said."
            if empty
            else "One page: what they were asked, what they said, who may see what. Nothing "
            "clinical is on it. Each copy is recorded. Mind who may read it in their property."
        )


class Copies:
    """``Copies(ctx, failed)``: previews, prints and saves."""

    def __init__(self, ctx: Context, failed: Callable[[Exception], object]) -> None:
        self.ctx, self._failed = ctx, failed

    # the notice

    def print_notice(self, told: Notice, service: Service) -> None:
        at = self.ctx.now()
        self.ctx.work.do(lambda: notice_pdf(told, service, at), self._preview_notice, self._failed)

    def _preview_notice(self, pdf: bytes) -> None:
        self._preview("Print the privacy notice", pdf, lambda name: self._to(pdf, name, ""))

    def save_notice(self, over: QWidget, told: Notice, service: Service) -> None:
        at = self.ctx.now()
        save_file(
            over,
            f"privacy-notice-{told.code}.pdf",
            lambda where: self.ctx.work.do(
                lambda: write_file(where.with_suffix(".pdf"), notice_pdf(told, service, at)),
                lambda _none: self.ctx.nav.toast("Saved."),
                self._failed,
            ),
            title="Save the privacy notice",
            kinds="PDF (*.pdf)",
            name="notice.file",
        )

    # their own copy

    def print_copy(
        self, person: str, detention: str, told: Notice, service: Service, done: Done
    ) -> None:
        desk = self.ctx.desk

        def preview() -> bytes:
            number = register.copy_number(desk, detention)
            return consent_copy.copy_pdf(_copy(desk, person, detention, told, service), number)

        def leave(printer: str) -> None:
            self.ctx.work.do(
                lambda: _disclosed(desk, person, detention, told, service, f"printer {printer}"),
                lambda made: self._copy_to(made, printer, done),
                self._failed,
            )

        self.ctx.work.do(
            preview, lambda pdf: self._preview("Print their copy", pdf, leave), self._failed
        )

    def _copy_to(self, made: tuple[bytes, int], printer: str, done: Done) -> None:
        pdf, number = made
        self._to(pdf, printer, f", copy {number}")
        done()

    def save_copy(
        self,
        over: QWidget,
        person: str,
        detention: str,
        told: Notice,
        service: Service,
        done: Done,
    ) -> None:
        desk = self.ctx.desk

        def write(where: Path) -> int:
            pdf, number = _disclosed(desk, person, detention, told, service, "file")
            write_file(where.with_suffix(".pdf"), pdf)
            return number

        def saved(number: int) -> None:
            self.ctx.nav.toast(f"Saved (copy {number}). Give it to them, then delete the file.")
            done()

        save_file(
            over,
            consent_copy.FILE_NAME,
            lambda where: self.ctx.work.do(lambda: write(where), saved, self._failed),
            title="Save their copy",
            kinds="PDF (*.pdf)",
            name="notice.copy.file",
        )

    # printers

    def _preview(self, title: str, pdf: bytes, on_print: Callable[[str], object]) -> None:
        from custodyhcp.ui.printing import PrintPage

        self.ctx.nav.open(PrintPage(self.ctx, title, pdf, on_print))

    def _to(self, pdf: bytes, printer: str, which: str) -> None:
        from custodyhcp.ui.printing import print_pdf

        try:
            print_pdf(pdf, printer, "Custody healthcare")
        except KnownError as error:
            self.ctx.nav.back()
            self._failed(error)
            return
        self.ctx.nav.back()
        self.ctx.nav.toast(f"Sent to {printer}{which}.")


def _copy(desk: Desk, person: str, detention: str, told: Notice, service: Service) -> Copy:
    name = people.read_detention(desk, detention).detention.who.name
    return Copy(name, told, service, state_of(desk, person, detention), desk.now())


def _disclosed(
    desk: Desk, person: str, detention: str, told: Notice, service: Service, to: str
) -> tuple[bytes, int]:
    copy = _copy(desk, person, detention, told, service)
    return consent_copy.disclose(desk, copy, to, person=person)
