"""The pages behind the administrator's list: adding somebody, the one-time code, one person.

A code is on the screen once and goes with its page. What cannot be undone is asked about first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from custodyhcp.staff.clinical_lead import leads, name_lead
from custodyhcp.staff.inviting import Invitation, LastHolder, invite, invite_again, mark_left
from custodyhcp.staff.people import Person
from custodyhcp.staff.rules import Newcomer, ProfessionalBody, WrongParticulars, registers
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Facts,
    Field,
    Page,
    PlainLabel,
    Problem,
    Row,
)
from custodyhcp.ui.staff_words import (
    JOBS,
    WHAT_IT_OPENS,
    Job,
    number_of,
    opens_words,
    standing_of,
    when_words,
)
from custodyhcp.vault.authority import Standing
from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from custodyhcp.errors import KnownError


_IF_YOU_GO_ON = {
    True: "If you go on now, only two recovery codes can bring the key back.",
    False: "If you go on now, nobody can ever open them again.",
}


class AddStaffPage(Page):
    """Adding somebody: role first, then only what that role needs."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Add a person",
            subtitle="They get a one-time code for their first sign-in and choose their own "
            "passphrase.",
            width=800,
            name="admin.add_person",
        )
        self.ctx = ctx
        self.job = Choice("What do they do here?", JOBS, name="admin.role")
        self._opens = PlainLabel("", "hint", name="admin.role.opens")
        self._opens.hide()
        self.name = Field("Full name", name="admin.name")
        self.login = Field(
            "Sign-in name", name="admin.login", chars=28,
            hint="Leave it empty to use the full name",
        )  # fmt: skip
        self.register = Choice(
            "Registered as",
            {body: str(about["short"]) for body, about in registers().items()},
            name="admin.body",
        )
        self.registration = Field("Registration number", name="admin.registration", chars=14)
        self.rank_number = Field(
            "Rank and collar number", name="admin.rank_number", chars=18, hint="Such as PS 4127"
        )
        self.job.chosen.connect(self._chosen)
        self.register.chosen.connect(self._body_chosen)
        self.add(
            self.job,
            self._opens,
            self.name,
            self.login,
            self.register,
            self.registration,
            self.rank_number,
        )
        self._button = self.primary("Add them and show the code", self._save, name="admin.save")
        self.secondary("Cancel", ctx.nav.back, name="admin.cancel")
        self._show_what_is_needed(None)

    def _chosen(self, job: Job) -> None:
        self._show_what_is_needed(job)
        self.show_numbers()

    def _show_what_is_needed(self, job: Job | None) -> None:
        self._opens.setText("" if job is None else WHAT_IT_OPENS[job])
        self._opens.setVisible(job is not None)
        self.register.setVisible(job is Job.HCP)
        self.registration.setVisible(job is Job.HCP)
        self.rank_number.setVisible(job is Job.SERGEANT)

    def _body_chosen(self, body: ProfessionalBody) -> None:
        self.registration.set_hint(f"Such as {registers()[body]['example']}")

    def newcomer(self) -> Newcomer:
        """What was filled in, only as far as the role asks for it."""
        job = self.job.value()
        hcp, sergeant = job is Job.HCP, job is Job.SERGEANT
        return Newcomer(
            name=self.name.text(),
            role=Role.DEVICE if job is None else job.value,
            login=self.login.text(),
            professional_body=self.register.value() if hcp else None,
            registration=self.registration.text() if hcp else "",
            rank_number=self.rank_number.text() if sergeant else "",
        )

    def _save(self) -> None:
        if self.job.value() is None:
            self.show_errors([(self.job, "Choose what this person does here")])
            return
        newcomer = self.newcomer()
        self._busy(True)
        self.ctx.work.do(lambda: invite(self.ctx.desk, newcomer), self._added, self._failed)

    def _busy(self, on: bool) -> None:
        self._button.setEnabled(not on)

    def _added(self, invitation: Invitation) -> None:
        self._busy(False)
        self.ctx.nav.back()
        self.ctx.nav.open(OneTimeCodePage(self.ctx, invitation))

    def _failed(self, error: KnownError) -> None:
        self._busy(False)
        if not isinstance(error, WrongParticulars):
            self.show_failure(error)
            return
        fields: dict[str, Field | Choice[Job] | Choice[ProfessionalBody]] = {
            "name": self.name,
            "login": self.login,
            "professional_body": self.register,
            "registration": self.registration,
            "rank_number": self.rank_number,
            "role": self.job,
        }
        found: Sequence[Problem] = [
            (fields[key], words.rstrip(".")) for key, words in error.fields.items()
        ]
        self.show_errors(found)


class OneTimeCodePage(Page):
    """The code, once. It goes when the page goes."""

    def __init__(self, ctx: Context, invitation: Invitation) -> None:
        super().__init__(
            f"One-time code for {invitation.name}",
            subtitle="It is shown now and never again. It works once.",
            width=660,
            name="admin.code_page",
        )
        self.ctx = ctx
        card = Card()
        card.add(
            PlainLabel("Sign-in name", "second"),
            PlainLabel(invitation.login, "big", name="admin.code.login"),
            PlainLabel("One-time code", "second"),
            PlainLabel(invitation.code, "code", name="admin.code"),
        )
        self.add(
            card,
            Callout(
                "Hand it over in person",
                "Let them write it down. They press “I have a one-time code” on the sign-in "
                "screen, type both, and choose a passphrase that nobody else knows.",
            ),
        )
        self.primary("I have handed it over", self._done, name="admin.code.done")

    def focus_start(self) -> None:
        self.setFocus()

    def _done(self) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Added.", "They can sign in with the code now.")


class StaffPage(Page):
    """One member of staff: their particulars, a new code, marking them as left."""

    def __init__(self, ctx: Context, person: Person) -> None:
        member = person.member
        super().__init__(member.name, width=660, name="admin.person")
        self.ctx, self._person = ctx, person
        self._acts_here: list[Button] = []
        now = ctx.now()
        facts = [
            ("Works here as", JOBS[Job(member.role)]),
            ("Number", number_of(person) or "None"),
            ("Signs in as", member.login),
            ("Status", standing_of(person)[0]),
            ("Last sign-in", when_words(person.last_signed_in, now)),
            ("Rules accepted", person.use_version or "Not yet"),
        ]
        card = Card()
        card.add(Facts(facts, label_width=150))
        self.add(card)
        self._ask = QuestionCard(self._asking)
        self.add(self._ask)
        if person.recoverable:
            self._offer_codes()
        if member.role is Role.HCP and member.standing is not Standing.LEFT:
            self._offer_lead()
        if member.standing is not Standing.LEFT and member.staff != ctx.member.staff:
            self._acts_here.append(
                self.secondary("Give a new one-time code", self._again, name="admin.again")
            )
            self._acts_here.append(
                self.secondary(
                    "Mark as left", self._leave, name="admin.left", role=ButtonRole.WARNING
                )
            )
        self._acts_here.append(self.secondary("Back", ctx.nav.back, name="admin.person.back"))

    def focus_start(self) -> None:
        self.setFocus()

    def _offer_lead(self) -> None:
        """A tick: clinical lead, who may publish templates of entries."""
        self._lead = QCheckBox("Clinical lead: may publish templates of entries")
        self._lead.setObjectName("admin.clinical_lead")
        self._lead.setAccessibleName(self._lead.text())
        self._lead.setMinimumHeight(44)
        self._lead.setEnabled(False)
        self.add(self._lead)
        desk, staff = self.ctx.desk, self._person.member.staff
        self.ctx.work.do(lambda: staff in leads(desk), self._show_lead, self.show_failure)

    def _show_lead(self, on: bool) -> None:
        self._lead.setChecked(on)
        self._lead.setEnabled(True)
        self._lead.clicked.connect(self._name_lead)

    def _name_lead(self, on: bool) -> None:
        desk, staff = self.ctx.desk, self._person.member.staff
        name = self._person.member.name
        said = f"{name} is clinical lead." if on else f"{name} is clinical lead no longer."
        self.ctx.work.do(
            lambda: name_lead(desk, staff, on),
            lambda _entry: self.ctx.nav.toast(said),
            self.show_failure,
        )

    def _offer_codes(self) -> None:
        name, missing = self._person.member.name, opens_words(self._person.waiting_for)
        self.add(
            Callout(
                f"{name} cannot open {missing} yet",
                "A colleague who can passes the keys on by signing in. Where there is none, two "
                "recovery codes bring them back.",
                tone="amber",
                name="admin.waits",
            )
        )
        self._acts_here.append(
            self.secondary(
                "Bring keys back with two recovery codes", self._bring_back, name="admin.bring_back"
            )
        )

    def _bring_back(self) -> None:
        from custodyhcp.ui.bringing_back import BringBackPage

        self.ctx.nav.back()
        self.ctx.nav.open(BringBackPage(self.ctx, self._person))

    def _asking(self, on: bool) -> None:
        """While a question stands there, only its own answers can be pressed."""
        for act in self._acts_here:
            act.setVisible(not on)

    def _again(self) -> None:
        self._ask.ask(
            "Give a new one-time code?",
            f"{self._person.member.name}'s present passphrase stops working at once.",
            "Give a new code",
            lambda: self._do_again(even_if_last=False),
            name="admin.again.yes",
        )

    def _do_again(self, *, even_if_last: bool) -> None:
        desk, staff = self.ctx.desk, self._person.member.staff
        self.ctx.work.do(
            lambda: invite_again(desk, staff, even_if_last=even_if_last),
            self._code,
            lambda error: self._refused(error, lambda: self._do_again(even_if_last=True)),
        )

    def _code(self, invitation: Invitation) -> None:
        self.ctx.nav.back()
        self.ctx.nav.open(OneTimeCodePage(self.ctx, invitation))

    def _leave(self) -> None:
        self._ask.ask(
            f"Mark {self._person.member.name} as left?",
            "They can no longer sign in, and their keys are destroyed. What they recorded stays.",
            "Mark as left",
            lambda: self._do_leave(even_if_last=False),
            name="admin.left.yes",
        )

    def _do_leave(self, *, even_if_last: bool) -> None:
        desk, staff = self.ctx.desk, self._person.member.staff
        self.ctx.work.do(
            lambda: mark_left(desk, staff, even_if_last=even_if_last),
            self._gone,
            lambda error: self._refused(error, lambda: self._do_leave(even_if_last=True)),
        )

    def _gone(self, _none: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast(f"{self._person.member.name} has left.", "Their keys are destroyed.")

    def _refused(self, error: KnownError, anyway: Callable[[], object]) -> None:
        if isinstance(error, LastHolder):
            self._ask.ask(
                error.words,
                f"{error.then} {_IF_YOU_GO_ON[error.recoverable]}",
                "Go on all the same",
                anyway,
                name="admin.anyway",
            )
            return
        self.show_failure(error)


class QuestionCard(Card):
    """Asks before something that cannot be undone, on the page itself; hidden until asked."""

    def __init__(self, on_asking: Callable[[bool], object]) -> None:
        super().__init__(tone="amber", name="admin.question")
        self._on_asking = on_asking
        self._parts: list[QWidget] = []
        self.hide()

    def ask(self, title: str, words: str, act: str, on: Callable[[], object], *, name: str) -> None:
        """Shows the question with a warning button ``name`` and a way out (``admin.no``)."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        yes = Button(act, lambda: self._answer(on), role=ButtonRole.WARNING, name=name)
        no = Button("No, go back", self._end, name="admin.no")
        parts: list[QWidget] = [PlainLabel(title, "h2"), PlainLabel(words), Row(yes, no)]
        self._parts = parts
        self.add(*parts)
        self.show()
        no.setFocus()
        self._on_asking(True)

    def _end(self) -> None:
        self.hide()
        self._on_asking(False)

    def _answer(self, on: Callable[[], object]) -> None:
        self._end()
        on()
