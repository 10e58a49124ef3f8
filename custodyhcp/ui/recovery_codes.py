"""Showing four recovery codes, one at a time, each once.

Rules kept here: a code is on the screen until its end was typed back, then gone; it is never put on
the clipboard or into a file of this program's own choosing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QTimer
from PySide6.QtGui import QFont, QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from custodyhcp.ui.kit.blocks import Callout, Card, Row
from custodyhcp.ui.kit.buttons import Button
from custodyhcp.ui.kit.field import Field
from custodyhcp.ui.kit.files import save_file
from custodyhcp.ui.kit.page import Page
from custodyhcp.ui.kit.words import PlainLabel

if TYPE_CHECKING:
    from custodyhcp.vault.recovery import Share


class CodesPages(QWidget):
    """``on_done()`` when the end of each code was typed back."""

    def __init__(self, shares: Sequence[Share], on_done: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self._shares, self._on_done = list(shares), on_done
        self._shown = 0
        self._finished = False
        self._stack = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._next()

    def focus_start(self) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, CodePage):
            page.last.focus_first()

    def may_leave(self) -> bool:
        """Codes that were not written down would be lost: Esc does not lead away from them."""
        return self._finished

    def _next(self) -> None:
        """The page before this one goes, and its code with it."""
        before = self._stack.currentWidget()
        if self._shown == len(self._shares):
            self._finished = True
            self._on_done()
            return
        share = self._shares[self._shown]
        self._shown += 1
        page = CodePage(share, self._shown, len(self._shares), self._next)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if before is not None:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        QTimer.singleShot(0, self, self.focus_start)


class CodePage(Page):
    """One code: shown large, printed or saved, and its end typed back."""

    def __init__(self, share: Share, place: int, of: int, on_next: Callable[[], object]) -> None:
        super().__init__(
            f"Recovery code {place} of {of}",
            subtitle="It is shown now and never again. Hand it over, then go on to the next.",
            width=680,
            centred=True,
            name="setup.codes",
        )
        self._share, self._on_next = share, on_next
        printed = place == of
        whose = "Keep this one in the safe" if printed else f"For {share.holder}"
        card = Card(whose)
        first, second = _two_lines(share.code)
        code = PlainLabel(f"{first}\n{second}", "code", name="setup.code")
        code.setAccessibleName("Recovery code " + share.code.replace("-", ", "))
        card.add(
            code,
            Row(
                Button("Print", self._print, name="setup.code.print"),
                Button("Save as a file", self._save, name="setup.code.save"),
            ),
        )
        self.saved = Callout("", tone="green", name="setup.code.saved")
        self.saved.hide()
        words = (
            "Print it, put it in an envelope and lock it in the safe."
            if printed
            else f"Print it, or let {share.holder} write it down. Nobody else should see it."
        )
        self.last = Field(
            "Type the last five characters back", name="setup.code.last", chars=12,
            hint="To be sure that it was printed or written down whole",
        )  # fmt: skip
        self.add(card, self.saved, Callout("What to do with it", words), self.last)
        self.primary("I am done" if printed else "Next code", self._check, name="setup.code.next")

    def _check(self) -> None:
        typed = self.last.text().upper().replace(" ", "").replace("-", "")
        wanted = self._share.code.rsplit("-", 1)[-1]
        if typed != wanted:
            words = (
                "Type the last five characters of the code"
                if not typed
                else "These are not the last five characters. Check what was written down"
            )
            self.show_errors([(self.last, words)])
            return
        self.clear_errors()
        self._on_next()

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
        printer.setDocName("Recovery code")
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("setup.code.printer")
        dialog.setModal(False)
        dialog.accepted.connect(lambda: self._document().print_(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _document(self) -> QTextDocument:
        document = QTextDocument()
        document.setDefaultFont(QFont("DejaVu Sans Mono", 13))
        document.setPlainText(sheet_of(self._share))
        return document

    def _save(self) -> None:
        save_file(
            self, "recovery-code.txt", self._write, title="Save the code on a memory stick",
            kinds="Text (*.txt)", name="setup.code.file",
        )  # fmt: skip

    def _write(self, path: Path) -> None:
        try:
            write_private(path, sheet_of(self._share))
        except OSError:
            self.show_errors(
                [(None, "The file could not be written there. Choose another place, or print it.")]
            )
            return
        self.saved.set("Saved.", "Take the file off this computer: a code kept here is no help.")
        self.saved.show()


def sheet_of(share: Share) -> str:
    """What is printed or saved: the code, whose it is, and what it is for. Nothing else."""
    first, second = _two_lines(share.code)
    return (
        "RECOVERY CODE\n\n"
        f"{share.holder}\n\n    {first}\n    {second}\n\n"
        "Two of the four codes bring the suite back if its computer is lost or broken,\n"
        "and its records if nobody is left who can open them.\n"
        "Keep this where only you can reach it. It opens nothing by itself.\n"
    )


def write_private(path: Path, text: str) -> None:
    """A file that only its owner may read. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\r\n") as file:
        file.write(text)


def _two_lines(code: str) -> tuple[str, str]:
    groups = code.split("-")
    return "-".join(groups[:4]) + "-", "-".join(groups[4:])
