"""After downtime: when it was, every sheet of paper, what each was entered as, and the count.

Rules kept here: what is missing stands first and in words; a sheet is chosen from the entries that
may stand for it and from no others; the list closes only by counting the sheets in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.ledger.entry import Header, unstamp
from custodyhcp.records import dates
from custodyhcp.sharing import reconciling
from custodyhcp.sharing.custody_side import KINDS, Stay, fold
from custodyhcp.sharing.reconciling import LONGEST_REASON, Downtime, Paper, Sheet
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Field,
    NowField,
    Page,
    Pick,
    PlainLabel,
    Problem,
    Row,
)
from custodyhcp.vault.compartments import Compartment

LONGEST_NAME, MOST_DIGITS = 80, 4
_ONLY = (Compartment.BRIEFING, Compartment.IDENTITY)
_KINDS = {
    "directions.given": "Directions given",
    "briefing.published": "Briefing published",
    "observations.recorded": "Observations recorded",
    "scale.recorded": "Scale recorded",
    "dose.recorded": "Dose recorded",
    "medicine.directed": "Medicine directed",
    "medicine.history": "Medicines taken, recorded",
    "assessment.recorded": "Assessment recorded",
    "note.recorded": "Entry written",
    "injury.recorded": "Injuries recorded",
    "briefing.spoken": "Told aloud",
    "briefing.acknowledged": "Acknowledged",
    "transfer.started": "Transfer started",
    "ambulance.recorded": "Ambulance recorded",
    "person.corrected": "Details put right",
    "detention.opened": "Arrival recorded",
    "detention.moved": "Cell changed",
    "detention.closed": "Leaving recorded",
    "hcp.requested": "Healthcare asked for",
    "hcp.answered": "Request answered",
    "inbound.recorded": "What healthcare was told",
    "query.asked": "Question asked",
    "query.answered": "Question answered",
    "consent.decided": "An answer recorded",
    "notice.given": "Privacy notice given",
    "allergies.recorded": "Allergies recorded",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """The last downtime, what may stand for each of its missing sheets, and who is known."""

    last: Downtime | None
    fits: dict[str, tuple[Header, ...]]
    stays: tuple[Stay, ...]


class DowntimeListPage(Page):
    """``DowntimeListPage(ctx)``, for healthcare and custody alike."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "After downtime",
            subtitle="Whatever was written on paper is entered late, where it belongs. This list "
            "stays open until nothing is missing.",
            name="downtime_list",
        )
        self.ctx = ctx
        self._inside: QWidget | None = None

    def refresh(self) -> None:
        desk = self.ctx.desk

        def read() -> _Found:
            every = reconciling.downtimes(desk)
            last = every[-1] if every else None
            fits = {} if last is None else {
                one.entry: reconciling.may_say(desk, one) for one in last.missing
            }  # fmt: skip
            stays = fold(desk.read(kinds=KINDS, only=_ONLY)).values()
            known = sorted(stays, key=lambda stay: (stay.closed, stay.cell, stay.custody_ref))
            return _Found(last, fits, tuple(known))

        self.ctx.work.do(read, self._show, self.show_failure)

    def _show(self, found: _Found) -> None:
        self.setFocus()
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        self._inside.setProperty("ground", "none")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        last = found.last
        parts = [self._begin()] if last is None or last.closed else self._list(last, found)
        if last is not None and last.closed:
            words = f"{_span(last)}: {len(last.counted)} sheets, all entered."
            parts = [Callout("The last list is closed", words, tone="green"), *parts]
            parts += [self._add(last, found.stays)]
        for part in parts:
            column.addWidget(part)
        self.add(self._inside)

    # when it was

    def _begin(self) -> QWidget:
        card = Card("When could nobody use custodyhcp?", name="downtime_list.begin")
        self.since = NowField("From", self.ctx.now, name="downtime_list.since", days=True)
        self.until = NowField("Until", self.ctx.now, name="downtime_list.until", days=True)
        act = Button("Begin the list", self._begun, name="downtime_list.begin.act")
        card.add(self.since, self.until, Row(act))
        return card

    def _begun(self) -> None:
        since, until = self.since.value(), self.until.value()
        problems: list[Problem] = []
        if since is None:
            problems.append((self.since, self.since.problem() or "Enter when it began"))
        if until is None:
            problems.append((self.until, self.until.problem() or "Enter when it was over"))
        if self.show_errors(problems) or since is None or until is None:
            return
        desk = self.ctx.desk
        self._do(lambda: reconciling.begin(desk, since, until), "The list is open.")

    # the sheets

    def _list(self, about: Downtime, found: _Found) -> list[QWidget]:
        missing = about.missing
        title = f"{len(missing)} of {len(about.counted)} sheets not entered yet"
        if not missing:
            title = "Nothing on the list is missing" if about.counted else "No sheet listed yet"
        tone = "amber" if missing or not about.counted else "green"
        parts: list[QWidget] = [
            Callout(title, f"{_span(about)}.", tone=tone, name="downtime_list.state")
        ]
        names = {stay.detention: _called(stay) for stay in found.stays}
        for sheet in (*missing, *(one for one in about.sheets if one not in missing)):
            who = names.get(sheet.detention, "")
            parts.append(self._sheet(about, sheet, who, found.fits.get(sheet.entry, ())))
        return [*parts, self._add(about, found.stays), self._close(about)]

    def _sheet(self, about: Downtime, sheet: Sheet, who: str, fits: tuple[Header, ...]) -> QWidget:
        card = Card(f"Sheet {sheet.number}: {sheet.paper.words}")
        at = dates.cui_short(sheet.written_at, self.ctx.now())
        card.add(PlainLabel(f"{who}. Written {at} by {sheet.by}.", "second"))
        name = f"downtime_list.sheet.{sheet.number}"
        if sheet.struck:
            member = self.ctx.desk.authority.members.get(sheet.struck_by)
            by = member.name if member is not None else "somebody"
            words = f"Struck by {by}, listed by mistake: {sheet.struck}"
            card.add(PlainLabel(words, "second", name=name))
            return card
        if sheet.entered:
            card.add(PlainLabel("Entered late, and found in the record.", "good", name=name))
        elif not fits:
            words = "Not in the record yet. Enter it where it belongs, then come back here."
            card.add(PlainLabel(words, "error", name=name))
        for header in fits:
            when = dates.cui_short(unstamp(header.at), self.ctx.now())
            said = f"This is it: {_KINDS.get(header.kind, header.kind)} {when}"
            act = partial(self._entered, about, sheet, header.id)
            card.add(Row(Button(said, act, name=f"{name}.{header.id}")))
        if not sheet.entered:
            card.add(self._mistake(about, sheet, name))
        return card

    def _mistake(self, about: Downtime, sheet: Sheet, name: str) -> QWidget:
        """A quiet button; pressed, it asks why."""
        part = QWidget()
        part.setProperty("ground", "none")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        reason = Field(
            "Why was it a mistake?",
            name=f"{name}.reason",
            hint="It stays on the list to be read, and is not counted.",
        )
        strike = Button(
            f"Strike sheet {sheet.number}",
            partial(self._struck, about, sheet, reason),
            role=ButtonRole.SECONDARY,
            name=f"{name}.strike.act",
        )
        asked = QWidget()
        asked.setProperty("ground", "none")
        inside = QVBoxLayout(asked)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(reason)
        inside.addWidget(Row(strike))
        asked.hide()

        def ask() -> None:
            asked.setVisible(asked.isHidden())
            if not asked.isHidden():
                reason.focus_first()

        words = "Listed by mistake"
        act = Button(words, ask, role=ButtonRole.LINK, name=f"{name}.strike")
        act.setAccessibleName(f"Sheet {sheet.number} was listed by mistake")
        column.addWidget(Row(act))
        column.addWidget(asked)
        return part

    def _struck(self, about: Downtime, sheet: Sheet, reason: Field) -> None:
        why = reason.text()
        if not why or len(why) > LONGEST_REASON:
            words = f"Say why it was a mistake, in at most {LONGEST_REASON} characters"
            self.show_errors([(reason, words)])
            return
        desk = self.ctx.desk
        done = f"Sheet {sheet.number} is struck."
        self._do(lambda: reconciling.strike(desk, about, sheet, why), done)

    def _entered(self, about: Downtime, sheet: Sheet, entry: str) -> None:
        desk = self.ctx.desk
        done = f"Sheet {sheet.number} is entered."
        self._do(lambda: reconciling.entered(desk, about, sheet, entry), done)

    def _add(self, about: Downtime, stays: tuple[Stay, ...]) -> QWidget:
        card = Card("Another sheet of paper", name="downtime_list.add")
        who = [(stay.detention, _called(stay)) for stay in stays]
        self.who = Pick("About whom?", list(who), name="downtime_list.who")
        words = {paper: paper.words for paper in Paper}
        self.paper = Choice("What is it?", words, name="downtime_list.paper")
        self.by = Field("Who wrote it?", name="downtime_list.by")
        self.at = NowField("When was it written?", self.ctx.now, name="downtime_list.at", days=True)
        act = Button(
            "Put it on the list", partial(self._added, about), name="downtime_list.add.act"
        )
        card.add(self.who, self.paper, self.by, self.at, Row(act))
        return card

    def _added(self, about: Downtime) -> None:
        who, paper, by, at = self.who.value(), self.paper.value(), self.by.text(), self.at.value()
        problems: list[Problem] = []
        if not isinstance(who, str):
            problems.append((self.who, "Choose whom the sheet is about"))
        if not isinstance(paper, Paper):
            problems.append((self.paper, "Choose what it is"))
        if not by or len(by) > LONGEST_NAME:
            problems.append((self.by, f"Enter who wrote it, in at most {LONGEST_NAME} characters"))
        if at is None:
            problems.append((self.at, self.at.problem() or "Enter when it was written"))
        if self.show_errors(problems) or at is None:
            return
        if not isinstance(who, str) or not isinstance(paper, Paper):
            return
        desk = self.ctx.desk
        self._do(lambda: reconciling.list_sheet(desk, about, who, paper, by, at), "Listed.")

    def _close(self, about: Downtime) -> QWidget:
        card = Card("Close the list", name="downtime_list.close")
        hint = "Count them. If nothing was written on paper, type 0."
        self.count = Field(
            "How many sheets are in your hand?", name="downtime_list.count", hint=hint, chars=6
        )
        act = Button("Close the list", partial(self._closed, about), name="downtime_list.close.act")
        card.add(self.count, Row(act))
        return card

    def _closed(self, about: Downtime) -> None:
        typed = self.count.text()
        right = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
        if self.show_errors([] if right else [(self.count, "Type how many, in digits")]):
            return
        desk = self.ctx.desk
        self._do(lambda: reconciling.close(desk, about, int(typed)), "The list is closed.")

    def _do(self, act: Callable[[], object], words: str) -> None:
        """What was typed stays whatever is refused; what was recorded is read again."""

        def done(_: object) -> None:
            self.show_errors([])
            self.ctx.nav.toast(words)
            self.refresh()

        self.ctx.work.do(act, done, self.show_failure)


def _span(about: Downtime) -> str:
    return f"{dates.cui_date_time(about.since)} to {dates.cui_date_time(about.until)}"


def _called(stay: Stay) -> str:
    cell = f"Cell {stay.cell}" if stay.cell else "No cell"
    name = f", {stay.name}" if stay.name else ""
    return f"{cell}{name}, {stay.custody_ref}{' (has left)' if stay.closed else ''}"
