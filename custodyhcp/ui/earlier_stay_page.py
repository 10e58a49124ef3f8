"""A detention that is over: opened for a purpose, which is recorded, and only to be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import banner, dates, people, words
from custodyhcp.records.earlier import LONGEST_PURPOSE, Purpose, open_earlier
from custodyhcp.records.people import Opened
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Choice, Field, Page, PatientBanner


class EarlierStayPage(QWidget):
    """First the question, then the record. Nothing is read before the purpose is given."""

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__()
        self._ctx, self._detention = ctx, detention
        self.setObjectName("earlier_stay")
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._ask = _Ask(ctx, self._open)
        self._whole.addWidget(self._ask)
        self.setWindowTitle(self._ask.windowTitle())

    def focus_start(self) -> None:
        self._ask.focus_start()

    def _open(self, purpose: Purpose, said: str) -> None:
        desk, stay = self._ctx.desk, self._detention

        def read() -> Opened:
            open_earlier(desk, stay, purpose, said)
            return people.read_detention(desk, stay)

        self._ctx.work.do(read, self._show, self._ask.show_failure)

    def _show(self, opened: Opened) -> None:
        from custodyhcp.ui.person_page import facts
        from custodyhcp.ui.timeline_page import TimelinePage

        stay = opened.detention
        self._ask.hide()
        self._whole.addWidget(
            PatientBanner(facts(banner.banner(stay, dates.today(self._ctx.now()))))
        )
        page = TimelinePage(self._ctx, opened)
        left = "not over yet" if stay.here else f"left {dates.cui_date_time(stay.closed_at)}"
        arrived = dates.cui_date_time(stay.arrived_at)
        page.set_title(f"Detention {stay.custody_ref}", f"Arrived {arrived}, {left}. Only to read.")
        page.secondary("Back", self._ctx.nav.back, name="earlier_stay.back")
        self._whole.addWidget(page, 1)
        self._opened, self._timeline = opened, page
        page.opens.connect(self._show_entry)
        page.show()
        self.setWindowTitle(f"Detention {stay.custody_ref}")
        page.focus_start()

    def _show_entry(self, entry: str) -> None:
        """One entry whole, only to be read; what is held apart is not opened from a later stay."""
        from custodyhcp.records.timeline import HELD_APART
        from custodyhcp.ui.entry_page import EntryPage

        kinds = {one.header.id: one.header.kind for one in self._opened.written}
        if kinds.get(entry) in HELD_APART:
            self._ctx.nav.toast("A forensic entry is read in its own detention only.")
            return
        page = EntryPage(self._ctx, self._opened, entry, only_read=True)
        page.closed.connect(lambda: self._back_from(page))
        self._timeline.hide()
        self._whole.addWidget(page, 1)
        page.show()
        page.focus_start()

    def _back_from(self, page: QWidget) -> None:
        page.hide()
        page.deleteLater()
        self._timeline.show()
        self._timeline.focus_start()


class _Ask(Page):
    def __init__(self, ctx: Context, go_on: Callable[[Purpose, str], object]) -> None:
        super().__init__(
            "Why are you opening this detention?",
            subtitle="It is over. That you opened it, and what for, is recorded for Information "
            "Governance.",
            name="earlier_stay.ask",
        )
        self._go_on = go_on
        self.purpose = Choice(
            "Purpose", {one: one.words for one in Purpose}, name="earlier_stay.purpose"
        )
        self.purpose.chosen.connect(self._chosen)
        self.said = Field(
            "What for",
            name="earlier_stay.said",
            hint="No names and nothing clinical: Information Governance reads this.",
        )
        self.said.hide()
        self.add(self.purpose, self.said)
        self.primary("Open it", self._open, name="earlier_stay.open")
        self.secondary("Back", ctx.nav.back, name="earlier_stay.not")

    def _chosen(self, purpose: Purpose) -> None:
        self.said.setVisible(purpose is Purpose.OTHER)

    def _open(self) -> None:
        purpose, said = self.purpose.value(), words.line(self.said.text())
        if purpose is None:
            self.show_errors([(self.purpose, "Choose what it is for.")])
        elif purpose is Purpose.OTHER and not said:
            self.show_errors([(self.said, "Say what it is for.")])
        elif len(said) > LONGEST_PURPOSE:
            problem = words.too_long("said", said, LONGEST_PURPOSE, "What it is for")
            self.show_errors([(self.said, problem[0].words)])
        else:
            self._go_on(purpose, said)
