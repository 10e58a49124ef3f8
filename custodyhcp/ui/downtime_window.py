"""The reader for downtime: a window of its own that opens the pack and nothing else.

Rules kept here: it says in every state that this is a copy and of when; an old copy is red; it
holds no ledger, writes nothing, and ends with its window.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.sharing import downtime
from custodyhcp.sharing.downtime import Kept, told_age
from custodyhcp.ui.briefing_lines import BriefingLines
from custodyhcp.ui.kit import Callout, Card, EmptyState, Field, FocusRing, Page, PlainLabel
from custodyhcp.ui.passphrase import PassphraseField
from custodyhcp.ui.work import Work
from custodyhcp.vault.downtime_pack import Pack

Opened = tuple[datetime, tuple[Kept, ...]]


class DowntimePage(Page):
    """``DowntimePage(open_pack, work, now)``: sign-in name and passphrase, then the briefings."""

    def __init__(
        self,
        open_pack: Callable[[str, str], Pack],
        work: Work,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(
            "Briefings in downtime",
            subtitle="For when custodyhcp itself cannot be opened. Nothing is recorded here: write "
            "on paper, and enter it afterwards.",
            name="downtime",
        )
        self._open, self._work, self._now = open_pack, work, now
        self.login = Field("Your sign-in name", name="downtime.name")
        self.passphrase = PassphraseField("Passphrase", name="downtime.passphrase")
        self._asking = (self.login, self.passphrase)
        self.add(*self._asking)
        self.primary("Open the copy", self._submit, name="downtime.open")

    def _submit(self) -> None:
        problems: list[tuple[Field, str]] = [
            (field, words)
            for field, words in (
                (self.login, "Enter your sign-in name"),
                (self.passphrase, "Enter your passphrase"),
            )
            if not field.text()
        ]
        if self.show_errors(list(problems)):
            return
        login, passphrase = self.login.text(), self.passphrase.text()

        def read() -> Opened:
            pack = self._open(login, passphrase)
            return pack.at, downtime.read_content(pack.content)

        self._work.do(read, self._show, self._refused)

    def _refused(self, error: KnownError) -> None:
        self.passphrase.set_text("")
        self.show_failure(error)
        self.passphrase.focus_first()

    def _show(self, found: Opened) -> None:
        self.clear_errors()
        self.passphrase.set_text("")
        self.setFocus()
        for part in self._asking:
            part.hide()
        self._act_holder.hide()
        at, every = found
        title, words, tone = told_age(at, self._now())
        self.add(Callout(title, words, tone=tone, name="downtime.age"))
        if not every:
            self.add(EmptyState("No briefings", "Nobody in custody had a briefing then."))
        for kept in every:
            self.add(self._card(kept))

    def _card(self, kept: Kept) -> QWidget:
        card = Card(name=f"downtime.card.{kept.custody_ref}")
        header = kept.briefing.header
        cell = f"Cell {kept.cell} · " if kept.cell else ""
        lines = BriefingLines(label_width=130)
        lines.show_briefing(kept.briefing, headline="huge" if kept.not_fit_open else "big")
        card.add(PlainLabel(f"{cell}{header.name} · {kept.custody_ref}", "h2"))
        if kept.not_fit_open:
            card.set_tone("red")
            words = "NOT FIT was not closed when this copy was made."
            card.add(PlainLabel(words, "error"))
        unread = "" if kept.read else " Nobody had acknowledged it."
        given = f"{kept.briefing.version_words}. {kept.briefing.given_words}.{unread}"
        card.add(PlainLabel(given, "second"), lines)
        return card


class DowntimeWindow(QWidget):
    """The window round the page; its worker ends with it."""

    def __init__(self, open_pack: Callable[[str, str], Pack], now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setWindowTitle("custodyhcp: briefings in downtime")
        self.setProperty("ground", "page")
        self.work = Work()
        self.page = DowntimePage(open_pack, self.work, now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.resize(1000, 720)
        FocusRing(self)

    def stop(self) -> None:
        self.work.stop()
