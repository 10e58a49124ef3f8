"""Add one person by hand. Somebody of the same name and date of birth is asked about first."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt

from custodyhcp.ledger.desk import Desk
from custodyhcp.records import dates, people
from custodyhcp.records.arrivals import Arrival, NotComplete, cleaned, problems
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.nhs_number import NhsNumber, NhsStatus, read
from custodyhcp.records.people import BookedIn
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Choice,
    DateField,
    Field,
    NowField,
    Page,
    Panel,
    Row,
)
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled


class Confirmed(Enum):
    YES = "YES"
    NO = "NO"


class Birth(Enum):
    KNOWN = "KNOWN"
    NOT_KNOWN = "NOT_KNOWN"


class AddPersonPage(Page):
    """A form of one column; what was typed stays whatever is refused."""

    def __init__(self, ctx: Context) -> None:
        super().__init__("Add a person", subtitle="Somebody who is in custody now.", name="add")
        self._ctx = ctx
        self._anyway = False
        self._build_form()
        self.primary("Add to the board", self._save, name="add.save")
        self.secondary("Cancel", ctx.nav.back, name="add.cancel")

    def _build_form(self) -> None:
        self.family = Field("Family name", name="add.family", chars=36)
        self.given = Field("Given names", name="add.given", chars=36)
        self.title = Field("Title", name="add.title", chars=8, example="Mr, Ms, Dr")
        self.dob = DateField("Date of birth", name="add.dob")
        self.birth = Choice(
            "Is the date of birth known?",
            {Birth.KNOWN: "Known", Birth.NOT_KNOWN: "Not known"},
            name="add.birth",
            value=Birth.KNOWN,
        )
        self.birth.chosen.connect(self._birth_chosen)
        self.sex = Choice("Gender", {sex: sex.words for sex in Sex}, name="add.sex")
        self.confirmed = Choice(
            "Is the identity confirmed?",
            {Confirmed.YES: "Yes", Confirmed.NO: "No, as stated"},
            name="add.confirmed",
        )
        self.nhs = Field(
            "NHS number",
            name="add.nhs",
            chars=14,
            hint="10 digits, if it is known. It is kept from everyone but healthcare.",
        )
        self.ref = Field("Custody reference", name="add.ref", chars=20)
        self.cell = Field("Cell", name="add.cell", chars=6)
        self.arrived = NowField("Arrived", self._ctx.now, name="add.arrived")
        self.reason = Field(
            "Why healthcare is asked for", name="add.reason", hint="Leave empty if it is not."
        )
        self._alike = Panel("")
        self._alike.hide()
        for field, wide in ((self.ref, 220), (self.family, 380), (self.given, 380)):
            field.box.setMinimumWidth(wide)
        places = Row(self.ref, self.cell, gap=16)
        self.add(self._alike, places, self.arrived, self.family, self.given, self.title)
        self.add(self.birth, self.dob, self.sex, self.confirmed, self.nhs, self.reason)

    def focus_start(self) -> None:
        self.ref.focus_first()

    def _birth_chosen(self, birth: Birth) -> None:
        self.dob.setVisible(birth is Birth.KNOWN)

    # saving

    def _save(self) -> None:
        arrival = self._arrival()
        found = self._shown(problems(cleaned(arrival), self._ctx.now()))
        if self.show_errors(found + self._unanswered()):
            return
        desk, anyway = self._ctx.desk, self._anyway
        self._ctx.work.do(
            lambda: _book(desk, arrival, anyway=anyway), self._answered, self._refused
        )

    def _unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        clock = dates.read_clock(self.arrived.text())
        if clock is None:
            found.append((self.arrived, "Give the time of arrival, such as 02:15."))
        if self.birth.value() is Birth.KNOWN and self.dob.value() is None:
            said = self.dob.problem() or "Give the date of birth, or choose 'Not known'."
            found.append((self.dob, said))
        if self.sex.value() is None:
            found.append((self.sex, "Choose a gender; 'Not Known' is an answer."))
        if self.confirmed.value() is None:
            found.append((self.confirmed, "Say whether the identity is confirmed."))
        return found

    def _arrival(self) -> Arrival:
        """As typed; ``_unanswered`` says whether the time and the choices are there."""
        clock = dates.read_clock(self.arrived.text())
        known = self.birth.value() is Birth.KNOWN
        now = self._ctx.now()
        return Arrival(
            who=Identity(
                family=self.family.text(),
                given=self.given.text(),
                title=self.title.text(),
                dob=self.dob.value() if known else None,
                sex=self.sex.value() or Sex.NOT_KNOWN,
                confirmed=self.confirmed.value() is Confirmed.YES,
            ),
            custody_ref=self.ref.text(),
            cell=self.cell.text(),
            arrived_at=now if clock is None else dates.last_at(clock, now),
            nhs=self.nhs.text(),
            nhs_status=NhsStatus.NOT_TRACED,
            requested_at=now if self.reason.text() else None,
            reason_for_call=self.reason.text(),
        )

    def _shown(self, found: tuple[Problem, ...]) -> list[Shown]:
        fields: dict[str, Labelled | Group] = {
            "family": self.family,
            "given": self.given,
            "title": self.title,
            "dob": self.dob,
            "nhs": self.nhs,
            "custody_ref": self.ref,
            "cell": self.cell,
            "arrived_at": self.arrived,
            "reason": self.reason,
        }
        return [(fields.get(problem.field), problem.words) for problem in found]

    def _refused(self, error: Exception) -> None:
        if isinstance(error, NotComplete):
            self.show_errors(self._shown(error.problems))
        else:
            self.show_failure(error)

    def _answered(self, answer: BookedIn | tuple[str, ...]) -> None:
        if isinstance(answer, tuple):
            self._ask(answer)
            return
        nav = self._ctx.nav
        nav.back()
        open_now = answer.detention
        nav.toast("Added to the board.", "Open", lambda: nav.go("person", detention=open_now))

    def _ask(self, alike: tuple[str, ...]) -> None:
        """Somebody alike is here: warned of, never blocked."""
        panel = Panel("Is this somebody already here?", "\n".join(alike))
        anyway = Button("Add anyway", self._add_anyway, role=ButtonRole.LIGHT, name="add.anyway")
        leave = Button("Do not add", panel.hide, role=ButtonRole.LIGHT, name="add.not_anyway")
        panel.add(Row(anyway, leave))
        self.body.replaceWidget(self._alike, panel)
        self._alike.deleteLater()
        self._alike = panel
        panel.show()
        self.scroller.verticalScrollBar().setValue(0)
        anyway.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_anyway(self) -> None:
        self._anyway = True
        self._save()


def _book(desk: Desk, arrival: Arrival, *, anyway: bool) -> BookedIn | tuple[str, ...]:
    """Book in, or say who is so alike that it should be asked about."""
    found = () if anyway else alike(people.detentions(desk), cleaned(arrival))
    return found or people.book_in(desk, arrival)


def alike(stays: tuple[Detention, ...], arrival: Arrival) -> tuple[str, ...]:
    """A sentence for each person here who may be the same one."""
    number = read(arrival.nhs)
    said = []
    for stay in stays:
        if not stay.here:
            continue
        where = f"{stay.who.name}, cell {stay.cell or 'not given'}, {stay.custody_ref}"
        if stay.custody_ref.casefold() == arrival.custody_ref.casefold():
            said.append(f"Same custody reference: {where}.")
        elif isinstance(number, NhsNumber) and stay.nhs_number == number.digits:
            said.append(f"Same NHS number: {where}.")
        elif _same(stay.who, arrival.who):
            said.append(f"Same name and date of birth: {where}.")
    return tuple(said)


def _same(one: Identity, other: Identity) -> bool:
    return (one.family.casefold(), one.given.casefold(), one.dob) == (
        other.family.casefold(),
        other.given.casefold(),
        other.dob,
    )
