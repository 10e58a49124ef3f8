"""Handing a published briefing on: printed, as a PDF, as text for the custody record.

Rules kept here: nothing leaves before it is recorded; the pages that are looked at are the pages
that come out, with their copy number on them; the words shown are the words copied, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import papers, pasting, register
from custodyhcp.sharing.custody_side import Published
from custodyhcp.ui.context import Context
from custodyhcp.ui.custody_record import CustodyRecordCard, InRecord
from custodyhcp.ui.kit import Button, ButtonRole, Card, PlainLabel, Row, save_file


class BriefingCopies(QWidget):
    """``BriefingCopies(ctx, current, earlier, on_failure)``; ``recorded`` after anything left."""

    recorded = Signal()

    def __init__(
        self,
        ctx: Context,
        current: Published,
        earlier: tuple[Published, ...],
        on_failure: Callable[[KnownError], object],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.ctx, self.current, self._failed = ctx, current, on_failure
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._column.addWidget(
            Row(
                Button("Print", lambda: self._print(current), name="briefing.print"),
                Button("Save PDF", self._save_pdf, name="briefing.save_pdf"),
            )
        )
        self._before = earlier[-1].briefing if earlier else None
        self._record: CustodyRecordCard | None = None
        if earlier:
            self._column.addWidget(self._earlier(earlier))
        self._read()

    # text for the custody record

    def _read(self) -> None:
        desk, current, before = self.ctx.desk, self.current, self._before

        def read() -> InRecord:
            others = tuple(
                one for one in pasting.awaiting(desk) if one.published.entry != current.entry
            )
            claim = pasting.claim_of(desk, current)
            return InRecord(pasting.profile_in_use(desk), claim, others, before)

        self.ctx.work.do(read, self._show_record, self._failed)

    def _show_record(self, found: InRecord) -> None:
        if self._record is not None:
            self._record.hide()
            self._record.deleteLater()
        self._record = CustodyRecordCard(self.ctx, self.current, found, self._failed)
        self._record.changed.connect(self._changed)
        self._column.insertWidget(1, self._record)

    def _changed(self) -> None:
        self._read()
        self.recorded.emit()

    # PDF and paper

    def _save_pdf(self) -> None:
        save_file(
            self,
            f"health-briefing_v{self.current.version}.pdf",
            self._write_pdf,
            title="Save the briefing",
            kinds="PDF (*.pdf)",
            name="briefing.save",
        )

    def _write_pdf(self, where: Path) -> None:
        desk, current, path = self.ctx.desk, self.current, where.with_suffix(".pdf")

        def write() -> int:
            copy = papers.next_copy(desk, current)
            papers.hand_over(desk, copy, register.What.BRIEFING_PDF, "file")
            write_file(path, copy.pdf)
            return copy.number

        self.ctx.work.do(write, self._saved, self._failed)

    def _saved(self, copy: int) -> None:
        self.ctx.nav.toast(f"Saved (copy {copy}). Keep it no longer than custody needs it.")
        self.recorded.emit()

    def _print(self, version: Published) -> None:
        desk = self.ctx.desk
        self.ctx.work.do(lambda: papers.next_copy(desk, version), self._preview, self._failed)

    def _preview(self, copy: papers.Copy) -> None:
        from custodyhcp.ui.printing import PrintPage

        title = f"Print version {copy.published.version}, copy {copy.number}"
        page = PrintPage(self.ctx, title, copy.pdf, lambda name: self._to_printer(page, copy, name))
        self.ctx.nav.open(page)

    def _to_printer(self, page: QWidget, copy: papers.Copy, printer: str) -> None:
        desk, show = self.ctx.desk, getattr(page, "show_failure", self._failed)
        self.ctx.work.do(
            lambda: papers.hand_over(
                desk, copy, register.What.BRIEFING_PRINT, f"printer {printer}"
            ),
            lambda _: self._printed(copy, printer),
            show,
        )

    def _printed(self, copy: papers.Copy, printer: str) -> None:
        from custodyhcp.ui.printing import print_pdf

        try:
            print_pdf(copy.pdf, printer, f"Health briefing, copy {copy.number}")
        except KnownError as error:
            self.ctx.nav.back()
            self._failed(error)
            return
        self.ctx.nav.back()
        self.ctx.nav.toast(f"Sent to {printer} (copy {copy.number}).")

    # what was before

    def _earlier(self, earlier: tuple[Published, ...]) -> Card:
        card = Card("Earlier versions")
        card.add(PlainLabel("Printed for the file only: each is stamped SUPERSEDED.", "hint"))
        for one in reversed(earlier):
            words = f"v{one.version}, given {dates.cui_short(one.at, self.ctx.now())}"
            act = Button(
                f"Print v{one.version}",
                partial(self._print, one),
                role=ButtonRole.QUIET,
                name=f"briefing.print.{one.version}",
            )
            card.add(Row(PlainLabel(words, wrap=False), act))
        return card


def write_file(where: Path, content: bytes) -> None:
    """Writes ``content``. Raises KnownError where the place does not take it."""
    try:
        where.write_bytes(content)
    except OSError as error:
        raise KnownError(
            "The file could not be saved there.", "Choose another place and try again."
        ) from error
