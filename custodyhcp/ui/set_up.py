"""The guided set-up of a new suite: where, who administers it, who can bring it back.

Rules kept here: nothing is made before the last answer; each recovery code is shown once, and the
next only when the end of this one has been typed back; nothing typed is lost by going back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from custodyhcp.ui.kit.blocks import Callout, Problem
from custodyhcp.ui.kit.field import Field
from custodyhcp.ui.kit.page import Page
from custodyhcp.ui.passphrase import PassphraseField
from custodyhcp.ui.recovery_codes import CodesPages

if TYPE_CHECKING:
    from custodyhcp.errors import KnownError
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.staff.founding import Founded, Founding
    from custodyhcp.ui.door import Door
    from custodyhcp.ui.work import Work

_STEPS = 4
_FEWEST_DIGITS = 3  # an extension inside the building; custody rings it when minutes count
_LENGTH_HINT = "At least 12 characters, or four words with spaces between. You may paste it."


class SetUpPage(QWidget):
    """``on_done(desk)`` once the suite is made and every recovery code was checked."""

    def __init__(self, door: Door, work: Work, on_done: Callable[[Desk], object]) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self._door, self._work, self._on_done = door, work, on_done
        self._stack = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.place = PlacePage(lambda: self._front(self.admin))
        self.admin = AdministratorPage(
            lambda: self._front(self.officers), lambda: self._front(self.place)
        )
        self.officers = OfficersPage(self._make, lambda: self._front(self.admin))
        for page in (self.place, self.admin, self.officers):
            self._stack.addWidget(page)
        work.do(door.can_found, failed=self.place.show_failure)

    def focus_start(self) -> None:
        page = self._stack.currentWidget()
        start = getattr(page, "focus_start", None)
        if start is not None:
            start()

    def _front(self, page: QWidget) -> None:
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        QTimer.singleShot(0, page, self.focus_start)

    def founding(self) -> Founding:
        """Everything that was answered."""
        from custodyhcp.staff.founding import Founding

        return Founding(
            organisation=self.place.organisation.text(),
            suite=self.place.suite.text(),
            phone=self.place.phone.text(),
            admin_name=self.admin.name.text(),
            admin_login=self.admin.login.text(),
            officers=self.officers.names(),
        )

    def _make(self) -> None:
        founding, passphrase = self.founding(), self.admin.passphrase.text()
        self.officers.busy(True)
        self._work.do(lambda: self._door.found(founding, passphrase), self._made, self._not_made)

    def _not_made(self, error: KnownError) -> None:
        self.officers.busy(False)
        self.officers.show_failure(error)

    def _made(self, founded: Founded) -> None:
        self.admin.forget_passphrase()
        codes = CodesPages(founded.shares, lambda: self._checked(founded.desk))
        self._front(codes)

    def _checked(self, desk: Desk) -> None:
        from custodyhcp.staff.recovering import record_checked

        self._work.do(lambda: record_checked(desk), lambda _none: self._on_done(desk))


class PlacePage(Page):
    """Step 1: the organisation, the suite and its healthcare phone."""

    def __init__(self, on_next: Callable[[], object]) -> None:
        super().__init__(
            "Set up a custody suite",
            subtitle=f"Step 1 of {_STEPS}. This makes a new, empty store on this computer.",
            width=620,
            centred=True,
            name="setup.place",
        )
        self._on_next = on_next
        self.organisation = Field(
            "Organisation", name="setup.organisation", hint="The healthcare provider"
        )
        self.suite = Field("Custody suite", name="setup.suite", hint="As people here call it")
        self.phone = Field(
            "Healthcare phone", name="setup.phone", chars=22,
            hint="The number custody staff ring to reach healthcare. It is on every briefing.",
        )  # fmt: skip
        self.add(self.organisation, self.suite, self.phone)
        self.primary("Continue", self._next, name="setup.place.next")

    def _next(self) -> None:
        found: list[Problem] = [
            (field, words)
            for field, words in (
                (self.organisation, "Enter the name of the organisation"),
                (self.suite, "Enter the name of the custody suite"),
                (self.phone, "Enter the healthcare phone number"),
            )
            if not field.text()
        ]
        phone = self.phone.text()
        if phone and sum(sign.isdecimal() for sign in phone) < _FEWEST_DIGITS:
            found.append((self.phone, "Enter a number that can be rung, such as 01632 960 155"))
        if not self.show_errors(found):
            self._on_next()


class AdministratorPage(Page):
    """Step 2: the first administrator, who adds everybody else and can open no record."""

    def __init__(self, on_next: Callable[[], object], on_back: Callable[[], object]) -> None:
        super().__init__(
            "The first administrator",
            subtitle=f"Step 2 of {_STEPS}. This is you, if you are the one setting it up.",
            width=620,
            centred=True,
            name="setup.administrator",
        )
        self._on_next = on_next
        self.name = Field("Full name", name="setup.admin.name")
        self.login = Field(
            "Sign-in name", name="setup.admin.login", chars=28,
            hint="What you type to sign in. Leave it empty to use your full name.",
        )  # fmt: skip
        self.passphrase = PassphraseField("Passphrase", name="setup.passphrase", hint=_LENGTH_HINT)
        self.again = PassphraseField("The same again", name="setup.again")
        self.add(
            Callout(
                "An administrator adds people and sees no patient",
                "Once a nurse, a sergeant and an information governance officer have signed in, "
                "no administrator's key opens anything about a patient.",
            ),
            self.name,
            self.login,
            self.passphrase,
            self.again,
        )
        self.primary("Continue", self._next, name="setup.admin.next")
        self.secondary("Back", on_back, name="setup.admin.back", escape=True)

    def _next(self) -> None:
        from custodyhcp.staff.rules import passphrase_fault

        found: list[Problem] = []
        if not self.name.text():
            found.append((self.name, "Enter the administrator's full name"))
        fault = passphrase_fault(self.passphrase.text())
        if fault is not None:
            found.append((self.passphrase, fault))
        elif self.passphrase.text() != self.again.text():
            found.append((self.again, "The two passphrases are not the same"))
        if not self.show_errors(found):
            self._on_next()

    def forget_passphrase(self) -> None:
        self.passphrase.set_text("")
        self.again.set_text("")


class OfficersPage(Page):
    """Step 3: three people who, two together, can bring the suite back."""

    def __init__(self, on_make: Callable[[], object], on_back: Callable[[], object]) -> None:
        super().__init__(
            "Three recovery officers",
            subtitle=f"Step 3 of {_STEPS}. Name three people who do not all work the same shift.",
            width=620,
            centred=True,
            name="setup.officers",
        )
        self._on_make = on_make
        self.add(
            Callout(
                "If this computer breaks, two codes out of four bring the suite back",
                "Each officer gets one code. The fourth is printed and kept in the safe. One code "
                "alone opens nothing. Two together with this computer's files open everything in "
                "them, patients' records too: choose officers who would never lend theirs.",
            )
        )
        self._fields = [
            Field(f"{which} recovery officer", name=f"setup.officer.{n}")
            for n, which in enumerate(("First", "Second", "Third"), 1)
        ]
        self.add(*self._fields)
        self._button = self.primary("Make the suite", self._make, name="setup.make")
        self.secondary("Back", on_back, name="setup.officers.back", escape=True)

    def names(self) -> tuple[str, str, str]:
        first, second, third = (field.text() for field in self._fields)
        return first, second, third

    def busy(self, on: bool) -> None:
        self._button.setEnabled(not on)
        self._button.setText("Making the suite…" if on else "Make the suite")

    def _make(self) -> None:
        if not self.show_errors(officers_problems(self._fields)):
            self._on_make()


def officers_problems(fields: Sequence[Field]) -> list[Problem]:
    """What is wrong with the names of three recovery officers."""
    found: list[Problem] = []
    seen: set[str] = set()
    for field in fields:
        name = " ".join(field.text().casefold().split())
        if not name:
            found.append((field, f"Enter the {field.label().lower()}'s name"))
        elif name in seen:
            found.append((field, "Enter somebody else: this name is given twice"))
        seen.add(name)
    return found
