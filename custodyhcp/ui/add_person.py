"""Add one person by hand. Somebody of the same name and date of birth is asked about first."""

from __future__ import annotations

import re
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.records import dates, joining, people
from custodyhcp.records.arrivals import Arrival, NotComplete, cleaned, problems
from custodyhcp.records.finding import Hit, PeopleIndex, reference
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.nhs_number import NhsNumber, NhsStatus, read
from custodyhcp.records.sought import Sought
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.identity_fields import NeedsFields
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
from custodyhcp.ui.people_lookup import lookup_of
from custodyhcp.ui.side_by_side import Same, SideBySide, compared

MOST_ALIKE = 3  # drawn beside what was typed


class Confirmed(Enum):
    YES = "YES"
    NO = "NO"


class Birth(Enum):
    KNOWN = "KNOWN"
    NOT_KNOWN = "NOT_KNOWN"


class AddPersonPage(Page):
    """A form of one column; what was typed stays whatever is refused. ``person``: somebody known,
    who is back; then only the stay is asked about."""

    def __init__(self, ctx: Context, person: str = "") -> None:
        super().__init__("Add a person", subtitle="Somebody who is in custody now.", name="add")
        self._ctx, self._person = ctx, person
        self._known: Hit | None = None
        self._settled = False
        self._apart: list[str] = []  # alike, and told apart
        self._alike: list[QWidget] = []
        self._build_form()
        self.primary("Add to the board", self._save, name="add.save")
        self.secondary("Cancel", ctx.nav.back, name="add.cancel")
        if person:
            for part in self._who():
                part.hide()
            lookup_of(ctx).when_whole(self._show_known)

    def _build_form(self) -> None:
        self.family = Field("Family name", name="add.family", chars=36)
        self.given = Field("Given names", name="add.given", chars=36)
        self.title = Field("Title", name="add.title", chars=8, example="Mr, Ms, Dr")
        self.preferred = Field(
            "Prefers to be called", name="add.preferred", chars=36, hint="Leave empty if the same"
        )
        self.aliases = Field(
            "Also known as", name="add.aliases", hint="Other names, each after a comma"
        )
        self.dob = DateField("Date of birth", name="add.dob")
        self.needs = NeedsFields("add")
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
        for field, wide in ((self.ref, 220), (self.family, 380), (self.given, 380)):
            field.box.setMinimumWidth(wide)
        places = Row(self.ref, self.cell, gap=16)
        self.add(places, self.arrived, *self._who(), self.reason)

    def _who(self) -> tuple[QWidget, ...]:
        names = (self.family, self.given, self.title, self.preferred, self.aliases)
        return (*names, self.birth, self.dob, self.sex, self.confirmed, self.nhs, self.needs)

    def focus_start(self) -> None:
        self.ref.focus_first()

    def _birth_chosen(self, birth: Birth) -> None:
        self.dob.setVisible(birth is Birth.KNOWN)

    def _show_known(self, index: PeopleIndex) -> None:
        """They are known: nobody types them again."""
        self._known = index.hit(self._person)
        if self._known is not None:
            self.set_title("Back in custody", self._known.who.name)

    # saving

    def _save(self) -> None:
        arrival = self._arrival()
        demonstration = self._ctx.desk.authority.demonstration
        wrong = problems(cleaned(arrival), self._ctx.now(), demonstration=demonstration)
        found = self._shown(wrong)
        if self.show_errors(found + self._unanswered()):
            return
        if self._person:
            self._open_stay(self._person)
        elif self._settled:
            self._book()
        else:
            lookup_of(self._ctx).when_whole(self._compare)

    def _compare(self, index: PeopleIndex) -> None:
        """Whoever may be the same is shown beside what was typed; nobody is blocked by it."""
        arrival = cleaned(self._arrival())
        number = read(arrival.nhs)
        nhs = number.digits if isinstance(number, NhsNumber) else ""
        alike = index.perhaps(arrival.who, nhs)
        same_ref = index.find(Sought(parts=(reference(arrival.custody_ref),))).first
        exact = [h for h in same_ref if reference(h.custody_ref) == reference(arrival.custody_ref)]
        hits = tuple(dict.fromkeys((*exact, *alike)))[:MOST_ALIKE]
        if hits:
            self._ask(index, arrival, nhs, hits)
        else:
            self._book()

    def _book(self) -> None:
        desk, arrival, apart = self._ctx.desk, self._arrival(), tuple(self._apart)

        def book() -> str:
            made = people.book_in(desk, arrival)
            for other in apart:
                joining.tell_apart(desk, made.person, other)
            return made.detention

        self._ctx.work.do(book, self._added, self._refused)

    def _open_stay(self, person: str) -> None:
        desk, arrival = self._ctx.desk, self._arrival()
        self._ctx.work.do(
            lambda: people.open_detention(desk, person, arrival), self._added, self._refused
        )

    def _unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        clock = dates.read_clock(self.arrived.text())
        if clock is None:
            found.append((self.arrived, "Give the time of arrival, such as 02:15."))
        if self._person:
            return found
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
            who=self._known.who
            if self._known
            else Identity(
                family=self.family.text(),
                given=self.given.text(),
                title=self.title.text(),
                dob=self.dob.value() if known else None,
                sex=self.sex.value() or Sex.NOT_KNOWN,
                preferred=self.preferred.text(),
                aliases=read_aliases(self.aliases.text()),
                confirmed=self.confirmed.value() is Confirmed.YES,
                **self.needs.values(),
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
            "preferred": self.preferred,
            "aliases": self.aliases,
            "language": self.needs.language,
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

    def _added(self, detention: str) -> None:
        nav = self._ctx.nav
        nav.back()
        nav.toast("Added to the board.", "Open", lambda: nav.go("person", detention=detention))

    def _ask(self, index: PeopleIndex, arrival: Arrival, nhs: str, hits: tuple[Hit, ...]) -> None:
        for old in self._alike:
            old.hide()
            old.deleteLater()
        panel = Panel(
            "Is this somebody you know?",
            "Nothing has been written yet. If you cannot tell now, add them as somebody new: two "
            "records can be joined, and parted again, later.",
        )
        anyway = Button(
            "Not now: add as somebody new", self._book, role=ButtonRole.LIGHT, name="add.anyway"
        )
        panel.add(Row(anyway))
        self._alike = [panel]
        for number, hit in enumerate(hits):
            lines = compared(index, arrival.who, nhs, hit, numbers=True)
            card = SideBySide(
                ("As you typed it", _title(hit)),
                lines,
                name=f"add.alike.{number}",
                words=_words(hit),
            )
            card.answered.connect(partial(self._told, number, hit))
            self._alike.append(card)
        for place, part in enumerate(self._alike):
            self.body.insertWidget(place, part)
            part.show()
        self.scroller.verticalScrollBar().setValue(0)
        anyway.setFocus(Qt.FocusReason.OtherFocusReason)

    def _told(self, number: int, hit: Hit, answer: Same) -> None:
        if answer is Same.DIFFERENT:
            self._not_them(number, hit)
        elif hit.here:
            self._ctx.nav.back()
            self._ctx.nav.go("person", detention=hit.detention)
        else:
            self._open_stay(hit.person)

    def _not_them(self, number: int, hit: Hit) -> None:
        """Told apart when the person is added; after the last one they are."""
        self._apart.append(hit.person)
        cards = [card for card in self._alike if isinstance(card, SideBySide)]
        cards[number].hide()
        left = [card for card in cards if not card.isHidden()]
        if left:
            left[0].buttons[Same.SAME].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._add_anyway()

    def _add_anyway(self) -> None:
        self._settled = True
        self._save()


def _title(hit: Hit) -> str:
    if hit.here:
        return f"{hit.custody_ref}, here now" + (f" in cell {hit.cell}" if hit.cell else "")
    return f"{hit.custody_ref}, not here now"


def _words(hit: Hit) -> dict[Same, str]:
    same = "Same person: open their record" if hit.here else "Same person: back in custody"
    return {Same.SAME: same, Same.DIFFERENT: "Different people"}


def read_aliases(typed: str) -> tuple[str, ...]:
    """Names after commas or semicolons, each once."""
    found = (name.strip() for name in re.split("[,;]", typed))
    return tuple(dict.fromkeys(filter(None, found)))
