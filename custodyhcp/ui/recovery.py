"""This computer lost its key: two recovery codes bring it back. Nothing is ever deleted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from custodyhcp.ui.kit.blocks import Callout, Problem
from custodyhcp.ui.kit.field import Field
from custodyhcp.ui.kit.page import Page

if TYPE_CHECKING:
    from custodyhcp.errors import KnownError
    from custodyhcp.ui.door import Door
    from custodyhcp.ui.work import Work


class TwoCodes:
    """The boxes for two recovery codes, and what is wrong with what was typed in them."""

    def __init__(self, name: str) -> None:
        hint = "Seven groups of five. Capitals, spaces and hyphens do not matter."
        self.first = Field("One recovery code", name=f"{name}.first", hint=hint)
        self.second = Field("Another recovery code", name=f"{name}.second", hint=hint)

    def typed(self) -> tuple[str, str]:
        return self.first.text(), self.second.text()

    def problems(self) -> list[Problem]:
        """A box that is empty, or a code with a mistyped group, by its number."""
        from custodyhcp.vault.codes import Mistyped
        from custodyhcp.vault.recovery import check_one

        found: list[Problem] = []
        for field in (self.first, self.second):
            if not field.text():
                found.append((field, "Enter the code"))
                continue
            try:
                check_one(field.text())
            except Mistyped as error:
                found.append((field, f"{error.words} {error.then}"))
        return found


class RecoveryPage(Page):
    """``on_recovered()`` once the key is in this computer's keyring again."""

    def __init__(self, door: Door, work: Work, on_recovered: Callable[[], object]) -> None:
        super().__init__(
            "Bring this suite back",
            subtitle="The records are here, sealed. This computer does not hold the key to them.",
            width=680,
            centred=True,
            name="recovery",
        )
        self._door, self._work, self._on_recovered = door, work, on_recovered
        self._codes = TwoCodes("recovery")
        self.first, self.second = self._codes.first, self._codes.second
        self.add(
            Callout(
                "Two of the four codes are needed",
                "Three recovery officers hold one each, and the fourth is in the safe. "
                "Afterwards everybody signs in with their own passphrase as before.",
            ),
            self.first,
            self.second,
        )
        self._button = self.primary("Bring the suite back", self._submit, name="recovery.submit")

    def _submit(self) -> None:
        if self.show_errors(self._codes.problems()):
            return
        first, second = self._codes.typed()
        self._busy(True)
        self._work.do(lambda: self._door.recover(first, second), self._done, self._failed)

    def _busy(self, on: bool) -> None:
        self._button.setEnabled(not on)
        self._button.setText("Checking the codes…" if on else "Bring the suite back")

    def _done(self, _none: object) -> None:
        self._busy(False)
        self._on_recovered()

    def _failed(self, error: KnownError) -> None:
        self._busy(False)
        self.show_failure(error)


class NoKeyPage(Page):
    """The keyring is missing or locked: what to do, and a way to try again."""

    def __init__(self, error: KnownError, on_again: Callable[[], object]) -> None:
        super().__init__(error.words, width=680, centred=True, name="keyring")
        self.add(
            Callout("What to do", error.then, tone="amber"),
            Callout(
                "Nothing is lost",
                "The records lie on this computer, sealed, as they were. Nothing is ever kept "
                "here without its seal.",
            ),
        )
        self.primary("Try again", on_again, name="keyring.again")

    def focus_start(self) -> None:
        self.setFocus()
