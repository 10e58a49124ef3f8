"""One person: who it is along the top, sections at the left, the work, what custody sees.

Nobody else is on this screen. Opening it is written once, for oversight. A section's page is made
when it is chosen, as ``SomePage(ctx, detention)`` or with what was read (``Opened``); one that has
a signal ``recorded`` has everything read again when it emits, and one that has
``directions_changed`` is followed by the panel at the right; ``wants(section)`` leads to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from custodyhcp.consent.fold import DECIDED
from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.records import dates, earlier, people
from custodyhcp.records.assessment import AllergyState
from custodyhcp.records.banner import Banner, banner
from custodyhcp.records.detention import Detention
from custodyhcp.records.directions import Directions
from custodyhcp.records.people import Opened
from custodyhcp.ui.briefing_panel import BriefingPanel
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Allergies,
    BannerFacts,
    Callout,
    Page,
    PatientBanner,
    PlainLabel,
    Workbench,
)
from custodyhcp.ui.prepared_line import PreparedLine

Make = Callable[[Context, Opened], QWidget]
PURPOSE = "direct care"


def _timeline(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.timeline_page import TimelinePage

    return TimelinePage(ctx, opened)


def _consent(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.consent_page import ConsentPage

    return ConsentPage(ctx, opened.detention.id)


def _consent_history(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.consent_history import ConsentHistoryPage

    return ConsentHistoryPage(ctx, opened.detention.id)


def _notice(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.notice_page import NoticePage

    return NoticePage(ctx, opened.detention.id)


def _scr(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.scr_page import ScrPage

    return ScrPage(ctx, opened.detention.id)


def _gp(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.gp_page import GpPage

    return GpPage(ctx, opened.detention.id)


def _assessment(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.assessment_page import AssessmentPage

    return AssessmentPage(ctx, opened)


def _injuries(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.injuries_page import InjuriesPage

    return InjuriesPage(ctx, opened)


def _observations(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.observations_page import ObservationsPage

    return ObservationsPage(ctx, opened)


def _medicines(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.medicines_page import MedicinesPage

    return MedicinesPage(ctx, opened)


def _briefing(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.briefing_page import BriefingPage

    return BriefingPage(ctx, opened.detention.id)


def _summary(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.summary_page import SummaryPage

    return SummaryPage(ctx, opened.detention.id)


def _details(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.details_page import DetailsPage

    return DetailsPage(ctx, opened)


def _earlier(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.earlier_page import EarlierPage

    return EarlierPage(ctx, opened)


def _inbound(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.inbound_page import InboundPage

    return InboundPage(ctx, opened)


def _requests(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.requests_page import RequestsPage

    return RequestsPage(ctx, opened)


def _write(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.writing_page import WritingPage

    return WritingPage(ctx, opened)


def _forensic(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.forensic_page import ForensicPage

    return ForensicPage(ctx, opened)


def _transfer(ctx: Context, opened: Opened) -> QWidget:
    from custodyhcp.ui.dper_page import TransferPage

    return TransferPage(ctx, opened.detention.id)


@dataclass(frozen=True, slots=True)
class Section:
    """``heading`` above the first of a group."""

    words: str
    make: Make
    heading: str = ""


SECTIONS: Mapping[str, Section] = {
    "timeline": Section("Timeline", _timeline),
    "requests": Section("Requests", _requests, "On arrival"),
    "inbound": Section("Arrival information", _inbound),
    "earlier": Section("Earlier detentions", _earlier),
    "notice": Section("Privacy notice", _notice),
    "consent": Section("Consent", _consent, "Permission"),
    "consent_history": Section("Consent so far", _consent_history),
    "scr": Section("View SCR", _scr),
    "gp": Section("GP record", _gp),
    "assessment": Section("Assessment", _assessment, "Record"),
    "write": Section("Write an entry", _write),
    "observations": Section("Observations", _observations),
    "injuries": Section("Injuries", _injuries),
    "medicines": Section("Medicines", _medicines),
    "forensic": Section("Forensic", _forensic),
    "briefing": Section("Briefing", _briefing, "Tell others"),
    "transfer": Section("Transfer", _transfer),
    "summary": Section("GP summary", _summary),
    "details": Section("Details, leaving", _details),
}


def first_section(opened: Opened) -> str:
    """Where to begin: somebody whom nobody has asked or seen yet is asked first."""
    begun = any(entry.header.kind == DECIDED for entry in opened.entries)
    return "timeline" if begun or opened.detention.assessments else "consent"


@dataclass(frozen=True, slots=True)
class _Found:
    """The stay, who else is here, and the allergies of earlier stays that nobody asked about."""

    opened: Opened
    others: tuple[Detention, ...]
    to_ask: tuple[str, ...]


def _found(desk: Desk, stay: str) -> _Found:
    to_ask = earlier.to_ask(earlier.read_items(desk, stay))
    return _Found(people.read_detention(desk, stay), people.here_now(desk), to_ask)


class PersonPage(QWidget):
    """``section`` is the one to begin with, where it is not left to ``first_section``;
    ``show_section(key)`` goes to another."""

    def __init__(self, ctx: Context, detention: str, section: str = "") -> None:
        super().__init__()
        self._ctx, self._detention = ctx, detention
        self._section = section if section in SECTIONS else ""
        self._opened: Opened | None = None
        self._others: tuple[Detention, ...] = ()
        self._to_ask: tuple[str, ...] = ()
        self._bench: Workbench | None = None
        self._recorded_opening = False
        self.setObjectName("person")
        self.setWindowTitle("Person")
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._opening = PlainLabel("Opening…", "second", name="person.opening")
        self._opening.setContentsMargins(24, 24, 24, 24)
        self._whole.addWidget(self._opening)
        self._whole.addStretch(1)

    def page(self) -> QWidget | None:
        """The section's page that is in the middle."""
        return None if self._bench is None else self._bench.middle()

    def refresh(self) -> None:
        """Read the person again; what is being typed in the middle stays."""
        desk, stay, first = self._ctx.desk, self._detention, not self._recorded_opening
        self._recorded_opening = True

        def read() -> _Found:
            if first:
                people.record_opened(desk, stay, PURPOSE)
            return _found(desk, stay)

        self._ctx.work.do(read, self._read, self._failed)

    def _read(self, found: _Found) -> None:
        self._opened, self._others, self._to_ask = found.opened, found.others, found.to_ask
        if self._bench is None:
            self._build()
            self.show_section(self._section or first_section(found.opened))
        else:
            self._banner.show_facts(self._facts())
            self._panel.refresh()

    def _failed(self, error: KnownError) -> None:
        self._opening.setText(f"{error.words} {error.then}")
        self._opening.set_look("error")

    def _build(self) -> None:
        self._opening.hide()
        self._banner = PatientBanner(self._facts())
        self._panel = BriefingPanel(self._ctx, self._detention)
        self._unfinished = Callout("", tone="amber", name="person.unfinished")
        self._unfinished.hide()
        right = QWidget()
        right.setProperty("ground", "none")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._unfinished)
        column.addWidget(self._panel, 1)
        named = [(key, section.words) for key, section in SECTIONS.items()]
        headings = {key: one.heading for key, one in SECTIONS.items() if one.heading}
        self._bench = Workbench(self._banner, named, right, self.show_section, headings=headings)
        for key in SECTIONS:
            button = self._bench.findChild(QPushButton, f"section.{key}")
            if isinstance(button, QPushButton):
                button.setObjectName(f"person.section.{key}")
        while self._whole.count():
            self._whole.takeAt(0)
        self._whole.addWidget(self._bench)
        self._panel.refresh()

    # sections

    def show_section(self, key: str) -> None:
        """Put that section in the middle; the one before saves what was typed."""
        if self._bench is None or self._opened is None or key not in SECTIONS:
            self._section = key if key in SECTIONS else self._section
            return
        self.save_now()
        self._section = key
        with Page.born_in(self._bench):
            page = SECTIONS[key].make(self._ctx, self._opened)
        self._follow(page)
        self._bench.set_middle(page, key)
        self.setWindowTitle(f"{SECTIONS[key].words}")
        refresh = getattr(page, "refresh", None)
        if refresh is not None:
            refresh()
        start = getattr(page, "focus_start", None)
        if start is not None:
            QTimer.singleShot(0, page, start)

    def show_entry(self, entry: str) -> None:
        """One entry, whole, with what was done to it; back to where it was opened from."""
        if self._bench is None or self._opened is None:
            return
        from custodyhcp.ui.entry_page import EntryPage

        self.save_now()
        with Page.born_in(self._bench):
            page = EntryPage(self._ctx, self._opened, entry)
        self._follow(page)
        page.closed.connect(lambda: self.show_section(self._section))
        self._bench.set_middle(page, self._section)
        QTimer.singleShot(0, page, page.focus_start)

    def _follow(self, page: QWidget) -> None:
        self._panel.preview(None)
        self._unfinished.hide()
        recorded = getattr(page, "recorded", None)
        if recorded is not None:
            recorded.connect(self._was_recorded)
        opens = getattr(page, "opens", None)
        if opens is not None:
            opens.connect(self.show_entry)
        wants = getattr(page, "wants", None)
        if wants is not None:
            wants.connect(self.show_section)
        prepared = getattr(page, "prepared", None)
        if prepared is not None:
            prepared.connect(self._prepare)
        changed = getattr(page, "directions_changed", None)
        if changed is not None:
            changed.connect(self._directions_changed)

    def _prepare(self, words: str) -> None:
        """An answer to custody as a line of the directions, once the kept typing is back; whoever
        writes them keeps it or not."""
        self.show_section("assessment")
        page = self.page()

        def put(_none: object) -> None:
            form = getattr(page, "form", None)
            if form is None or self.page() is not page:
                return
            PreparedLine(form, words).show_first()
            self._ctx.nav.toast("Your answer stands at the top. Nothing is told until you publish.")

        self._ctx.work.do(lambda: None, put)

    def _directions_changed(self, made: object) -> None:
        """What custody would read; where questions are open, what it reads now, and that it is
        not yet what is being typed."""
        whole = isinstance(made, Directions)
        self._panel.preview(made if isinstance(made, Directions) else None)
        self._unfinished.setVisible(not whole)
        if isinstance(made, tuple):
            left = f"{len(made)} question{'s' if len(made) != 1 else ''} still to answer"
            said = "Below is what custody has now, if anything. " + " ".join(
                problem.words for problem in made[:3]
            )
            self._unfinished.set(f"Your changes: {left}", said)

    def _was_recorded(self) -> None:
        """Read everything again; from a signed assessment go on, unless they have left it."""
        desk, stay, signed = self._ctx.desk, self._detention, self.sender()
        self._ctx.work.do(
            lambda: _found(desk, stay),
            lambda found: self._read_afresh(found, signed),
            self._failed,
        )

    def _read_afresh(self, found: _Found, signed: QObject | None) -> None:
        self._read(found)
        page = self.page()
        if page is signed and isinstance(page, Page) and page.objectName() == "assessment":
            self.show_section("briefing" if self._given() else "timeline")

    def _given(self) -> bool:
        return self._opened is not None and bool(self._opened.detention.given)

    def save_now(self) -> None:
        page = self.page()
        put_away = getattr(page, "save_now", None)
        if put_away is not None:
            put_away()

    def may_leave(self) -> bool:
        asked = getattr(self.page(), "may_leave", None)
        return True if asked is None else bool(asked())

    # who

    def _facts(self) -> BannerFacts:
        if self._opened is None:
            return BannerFacts("", "", "", "")
        now = self._ctx.now()
        shown = facts(banner(self._opened.detention, dates.today(now), self._others))
        if not self._to_ask:
            return shown
        said = f"Allergies told before, ask again: {', '.join(self._to_ask)}"
        return replace(shown, flags=(*shown.flags, (said, "amber")))


_ALLERGIES = {
    AllergyState.KNOWN: Allergies.KNOWN,
    AllergyState.NONE_KNOWN: Allergies.NONE_KNOWN,
    AllergyState.NOT_RECORDED: Allergies.NOT_RECORDED,
    AllergyState.UNAVAILABLE: Allergies.UNAVAILABLE,
}


def facts(values: Banner) -> BannerFacts:
    """The banner's values as the kit draws them."""
    born = f"{values.born} ({values.age})" if values.age else values.born
    state = values.allergy_state
    return BannerFacts(
        name=values.name,
        born=born,
        gender=values.gender,
        nhs_number=values.nhs or "",
        nhs_status=values.nhs_status,
        preferred=values.preferred,
        allergies=Allergies.NOT_SHOWN if state is None else _ALLERGIES[state],
        allergy_words=values.allergies,
        custody=values.place,
        flags=tuple((flag, _tone(flag)) for flag in values.flags),
    )


def _tone(flag: str) -> str:
    return "blue" if flag.startswith("Under 18") else "amber"
