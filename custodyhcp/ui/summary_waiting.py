"""After a care summary was prepared: hand it over, then say whether it was sent.

The program cannot know that an email was sent, so it never says so by itself: until a person
answers, the summary stays here and on the list of what is not yet answered for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import sending
from custodyhcp.sharing.draft_files import drafts_of
from custodyhcp.sharing.sending import Ready, Sending
from custodyhcp.ui.briefing_page import write_file
from custodyhcp.ui.clipboard import lent
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Card,
    Facts,
    Field,
    Panel,
    PlainLabel,
    Row,
    save_file,
)


class SummaryWaiting(QWidget):
    """``SummaryWaiting(ctx, made, ready, on_failure, on_missing)``; ``answered`` when it is."""

    answered = Signal()
    disclosed = Signal()

    def __init__(
        self,
        ctx: Context,
        made: Sending,
        ready: Ready,
        on_failure: Callable[[KnownError], object],
        on_missing: Callable[[Field, str], object],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.ctx, self.made, self.ready = ctx, made, ready
        self._failed, self._missing = on_failure, on_missing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self._head(), self._hand_over(), self._copies(), self._answer()):
            column.addWidget(part)

    def _head(self) -> QWidget:
        at = dates.cui_short(self.made.at, self.ctx.now())
        words = (
            f"Reference {self.made.reference}, version {self.made.version}, prepared {at} for "
            f"{self.made.practice}. Open it in your mail program, send it, then come back and say "
            "so."
        )
        panel = Panel("Draft created: not sent yet", words, kind="confirmation")
        panel.setObjectName("summary.created")
        if self.made.overdue(self.ctx.now()):
            panel.add(PlainLabel("Nobody has answered for it for over a day.", "strong"))
        return panel

    def _hand_over(self) -> QWidget:
        card = Card("Hand it over")
        card.add(
            Row(
                Button("Open in mail program", self._open, name="summary.open"),
                Button("Save email draft", self._save_eml, name="summary.save_eml"),
                Button("Save PDF", self._save_pdf, name="summary.save_pdf"),
            ),
            PlainLabel("Each copy is recorded. The opened draft is removed when you answer.",
                       "hint"),
        )  # fmt: skip
        return card

    def _copies(self) -> QWidget:
        card = Card("If the draft does not open, write the email yourself")
        envelope = self.ready.envelope
        card.add(
            Facts([("To", envelope.to), ("Subject", envelope.subject)]),
            Row(
                Button("Copy address", lambda: self._copy(envelope.to, "Address"),
                       name="summary.copy_address"),
                Button("Copy subject", lambda: self._copy(envelope.subject, "Subject"),
                       name="summary.copy_subject"),
                Button("Copy body", lambda: self._copy(envelope.body, "Body"),
                       name="summary.copy_body"),
            ),
        )  # fmt: skip
        return card

    def _answer(self) -> QWidget:
        card = Card("Was it sent?")
        self.mailbox = Field(
            "Sent from which mailbox?",
            name="summary.mailbox",
            hint="The shared mailbox of the service, so that replies are seen.",
        )
        card.add(
            self.mailbox,
            Row(
                Button("I sent it", self._sent, role=ButtonRole.PRIMARY, name="summary.sent"),
                Button("Not sent", self._not_sent, name="summary.not_sent"),
            ),
        )
        return card

    def _copy(self, words: str, what: str) -> None:
        lent().copy(words)
        self.ctx.nav.toast(f"{what} copied.")

    def _open(self) -> None:
        ctx, made, ready = self.ctx, self.made, self.ready
        ctx.work.do(
            lambda: sending.save_draft_file(ctx.desk, made, ready, drafts_of(ctx.desk.ledger)),
            self._opened,
            self._failed,
        )

    def _opened(self, where: Path) -> None:
        self.disclosed.emit()
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(where))):
            self.ctx.nav.toast("Opened in your mail program. Send it, then answer here.")
        else:
            self._failed(
                KnownError(
                    "No mail program opened the draft.",
                    "Save the PDF and copy the address, subject and body instead.",
                )
            )

    def _save_eml(self) -> None:
        self._save(self.made.file_name, "Email draft (*.eml)", ".eml", sending.disclose_eml)

    def _save_pdf(self) -> None:
        name = self.ready.envelope.file_name
        self._save(name, "PDF (*.pdf)", ".pdf", sending.disclose_pdf)

    def _save(
        self, suggested: str, kinds: str, ending: str, disclose: Callable[..., bytes]
    ) -> None:
        save_file(
            self,
            suggested,
            lambda where: self._write(where.with_suffix(ending), disclose),
            title="Save the care summary",
            kinds=kinds,
            name="summary.save",
        )

    def _write(self, where: Path, disclose: Callable[..., bytes]) -> None:
        ctx, made, ready = self.ctx, self.made, self.ready
        ctx.work.do(
            lambda: write_file(where, disclose(ctx.desk, made, ready, "file")),
            self._saved,
            self._failed,
        )

    def _saved(self, _none: None) -> None:
        self.disclosed.emit()
        self.ctx.nav.toast("Saved. Delete the file when it has been sent.")

    def _sent(self) -> None:
        if not self.mailbox.text():
            self._missing(self.mailbox, "Say from which mailbox it was sent")
            return
        self._record(True)

    def _not_sent(self) -> None:
        self._record(False)

    def _record(self, sent: bool) -> None:
        ctx, made, mailbox = self.ctx, self.made, self.mailbox.text()
        ctx.work.do(
            lambda: sending.record_outcome(
                ctx.desk, made, sent=sent, mailbox=mailbox, drafts=drafts_of(ctx.desk.ledger)
            ),
            self._recorded,
            self._failed,
        )

    def _recorded(self, answer: tuple[Sending, bool]) -> None:
        made, gone = answer
        words = "Recorded as sent." if made.stage is sending.Stage.SENT else "Recorded as not sent."
        left = "" if gone else " Close the mail program: the draft file is still held open."
        self.ctx.nav.toast(words + left)
        self.answered.emit()
