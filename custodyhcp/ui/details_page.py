"""Who this is and where: corrections, another cell, and leaving custody.

Each is an entry of its own; what was said before stays in the record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Qt, Signal

from custodyhcp.errors import KnownError
from custodyhcp.records import arrivals, dates, nhs_number, people, words
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.nhs_number import NhsStatus, SeenOn
from custodyhcp.records.people import Opened
from custodyhcp.records.words import Problem
from custodyhcp.ui.add_person import read_aliases
from custodyhcp.ui.context import Context
from custodyhcp.ui.identity_fields import NeedsFields
from custodyhcp.ui.joined_records import JoinedRecords
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Choice,
    DateField,
    Field,
    Page,
    Panel,
    Row,
    Rule,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled


class Confirmed(Enum):
    YES = "YES"
    NO = "NO"


class Verified(Enum):
    """How far the NHS number is known to be theirs."""

    NOT_TRACED = "NOT_TRACED"
    SCR = "SCR"
    PDS = "PDS"


class Gone(Enum):
    HOME = "Released"
    COURT = "Court"
    PRISON = "Prison"
    HOSPITAL = "Hospital"
    OTHER = "Somewhere else"


class DetailsPage(Page):
    """``recorded`` is emitted after each entry, so that the banner is drawn again."""

    recorded = Signal()

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__("Details and leaving", name="details")
        self._ctx, self._stay = ctx, opened.detention
        self._who()
        self._where()
        self._leaving()
        self.joined = JoinedRecords(ctx, self, "details")
        self.joined.parted.connect(self.recorded)
        self.add(self.joined)
        self.joined.refresh(self._stay.person)
        self._fill_in()

    def _who(self) -> None:
        self.family = Field("Family name", name="details.family", chars=36)
        self.given = Field("Given names", name="details.given", chars=36)
        self.title = Field("Title", name="details.title", chars=8)
        self.preferred = Field("Preferred name", name="details.preferred", chars=36)
        self.aliases = Field(
            "Also known as", name="details.aliases", hint="Other names, each after a comma"
        )
        self.needs = NeedsFields("details")
        for field in (self.family, self.given, self.preferred):
            field.box.setMinimumWidth(380)
        self.dob = DateField("Date of birth", name="details.dob", hint="Leave empty if not known")
        self.sex = Choice("Gender", {sex: sex.words for sex in Sex}, name="details.sex")
        self.confirmed = Choice(
            "Is the identity confirmed?",
            {Confirmed.YES: "Yes", Confirmed.NO: "No, as stated"},
            name="details.confirmed",
        )
        self.nhs = Field("NHS number", name="details.nhs", chars=14)
        self.verified = Choice(
            "Was the number confirmed on the national record?",
            {
                Verified.NOT_TRACED: "No",
                Verified.SCR: "Yes, with the name on the SCR",
                Verified.PDS: "Yes, traced on PDS",
            },
            name="details.verified",
        )
        self.add(self.family, self.given, self.title, self.preferred, self.aliases)
        self.add(self.dob, self.sex, self.needs, self.confirmed, self.nhs, self.verified)
        self.add(Row(Button("Save corrections", self._correct, name="details.correct")))

    def _where(self) -> None:
        self.cell = Field("Cell", name="details.cell", chars=6)
        self.add(Rule(), self.cell)
        self.add(Row(Button("Move to this cell", self._move, name="details.move")))

    def _leaving(self) -> None:
        self.gone = Choice("Gone to", {gone: gone.value for gone in Gone}, name="details.gone")
        self.gone_to = Field("Which, or where", name="details.gone_to")
        self.left_at = Field(
            "Left at", name="details.left_at", chars=5, hint="24-hour clock; empty means now"
        )
        self.add(Rule(), self.gone, self.gone_to, self.left_at)
        self.add(Row(Button("Has left custody", self._ask, name="details.leave")))
        self._asking: Panel | None = None

    def _fill_in(self) -> None:
        stay, who = self._stay, self._stay.who
        self.family.set_text(who.family)
        self.given.set_text(who.given)
        self.title.set_text(who.title)
        self.preferred.set_text(who.preferred)
        self.aliases.set_text(", ".join(who.aliases))
        self.needs.show_who(who)
        self.dob.set_value(who.dob)
        self.sex.set_value(who.sex)
        self.confirmed.set_value(Confirmed.YES if who.confirmed else Confirmed.NO)
        self._shown_number = nhs_number.show(stay.nhs_number) if stay.nhs_number else ""
        self.nhs.set_text(self._shown_number)
        self.verified.set_value(_how(stay))
        seen = stay.nhs_verified
        if seen is not None:
            member = self._ctx.desk.authority.members.get(seen.by)
            by = f" by {member.name}" if member is not None else ""
            at = dates.cui_date_time(seen.at)
            self.verified.set_hint(f"Seen on {seen.on.value}{by}, {at}")
        self.cell.set_text(stay.cell)

    def focus_start(self) -> None:
        self.family.focus_first()

    # acting

    def _correct(self) -> None:
        who = self._typed()
        found = [
            *self._placed(arrivals.identity_problems(who, self._ctx.now())),
            *self._placed(self._nhs_problems()),
        ]
        if self.dob.problem():
            found.append((self.dob, self.dob.problem()))
        if self.show_errors(found):
            return
        desk, stay, nhs = self._ctx.desk, self._stay.id, self.nhs.text()
        chosen = self.verified.value()
        yes = chosen in (Verified.SCR, Verified.PDS)
        status = NhsStatus.VERIFIED if yes and nhs else NhsStatus.NOT_TRACED
        fresh = yes and (chosen is not _how(self._stay) or nhs != self._shown_number)
        on = SeenOn[chosen.name] if fresh and chosen is not None else None
        self._do(lambda: people.correct_person(desk, stay, who, nhs, status, on), "Corrected.")

    def _nhs_problems(self) -> tuple[Problem, ...]:
        demonstration = self._ctx.desk.authority.demonstration
        return arrivals.nhs_problems(self.nhs.text(), demonstration=demonstration)

    def _typed(self) -> Identity:
        return arrivals.cleaned_identity(
            Identity(
                family=self.family.text(),
                given=self.given.text(),
                title=self.title.text(),
                preferred=self.preferred.text(),
                dob=self.dob.value(),
                sex=self.sex.value() or Sex.NOT_KNOWN,
                aliases=read_aliases(self.aliases.text()),
                confirmed=self.confirmed.value() is Confirmed.YES,
                **self.needs.values(),
            )
        )

    def _move(self) -> None:
        desk, stay, cell = self._ctx.desk, self._stay.id, self.cell.text()
        self._do(lambda: people.move_cell(desk, stay, cell), f"Moved to cell {cell}.")

    def _ask(self) -> None:
        """It cannot be undone, so the page says first what it will do."""
        typed = self.left_at.text()
        found: list[Shown] = []
        if self.gone.value() is None:
            found.append((self.gone, "Choose where the person has gone."))
        if typed and dates.read_clock(typed) is None:
            found.append((self.left_at, "Write the time as 04:30."))
        self._stop_asking()
        if self.show_errors(found):
            return
        at = dates.cui_date_time(self._at())
        self._asking = Panel(
            f"{self._stay.who.name} left custody at {at}?",
            f"Gone to: {self._destination()}. Every permission for this stay ends. This cannot be "
            "undone; if they come back, they are added again.",
        )
        yes = Button(
            "Yes, they have left", self._leave, role=ButtonRole.LIGHT, name="details.leave_confirm"
        )
        no = Button("No", self._stop_asking, role=ButtonRole.LIGHT, name="details.leave_cancel")
        self._asking.add(Row(yes, no))
        self.add(self._asking)
        self._asking.show()
        no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.hide()
            self._asking.deleteLater()
            self._asking = None

    def _at(self) -> datetime:
        clock, now = dates.read_clock(self.left_at.text()), self._ctx.now()
        return now if clock is None else dates.last_at(clock, now)

    def _destination(self) -> str:
        chosen = self.gone.value()
        return words.line(f"{chosen.value if chosen else ''} {self.gone_to.text()}")

    def _leave(self) -> None:
        desk, stay, at, where = self._ctx.desk, self._stay.id, self._at(), self._destination()
        self._stop_asking()
        self._ctx.work.do(
            lambda: people.close_detention(desk, stay, at, where), self._left, self._refused
        )

    def _left(self, _entry: object) -> None:
        self._ctx.nav.home()
        self._ctx.nav.toast("They have left custody. Every permission for this stay has ended.")

    def _do(self, act: Callable[[], object], said: str) -> None:
        def done(_entry: object) -> None:
            self.clear_errors()
            self._ctx.nav.toast(said)
            self.recorded.emit()

        self._ctx.work.do(act, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, NotComplete):
            self.show_errors(self._placed(error.problems))
        else:
            self.show_failure(error)

    def _placed(self, found: tuple[Problem, ...]) -> list[Shown]:
        places: dict[str, Labelled | Group] = {
            "family": self.family,
            "given": self.given,
            "title": self.title,
            "preferred": self.preferred,
            "aliases": self.aliases,
            "language": self.needs.language,
            "dob": self.dob,
            "nhs": self.nhs,
            "cell": self.cell,
            "destination": self.gone_to,
            "left_at": self.left_at,
        }
        return [(places.get(problem.field), problem.words) for problem in found]


def _how(stay: Detention) -> Verified:
    """What was said of the number before; one that was verified without saying where counts as
    seen on the SCR."""
    if stay.nhs_status is not NhsStatus.VERIFIED:
        return Verified.NOT_TRACED
    return Verified.SCR if stay.nhs_verified is None else Verified[stay.nhs_verified.on.name]
