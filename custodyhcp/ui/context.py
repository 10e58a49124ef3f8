"""What every page is handed: the desk of whoever is signed in, the worker, and the way about.

A page never reaches for a global; everything it may touch is here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from custodyhcp.ui.work import Work
from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from custodyhcp.ledger.desk import Desk
    from custodyhcp.sharing.outstanding import Outstanding


@dataclass(frozen=True, slots=True)
class Member:
    """Who is signed in. ``title`` is how they are called on screens: ``J Smith RN``."""

    staff: str
    name: str
    role: Role
    title: str = ""

    @property
    def called(self) -> str:
        return self.title or self.name


class Nav(Protocol):
    """The way about. The frame is the only one."""

    def home(self) -> None:
        """To the first screen of this role."""

    def open(self, page: QWidget) -> None:
        """Put ``page`` in front; Esc or ``back`` returns to the one behind it."""

    def go(self, place: str, **about: str) -> None:
        """To a place by its name (ui/places.py), such as ``go("person", detention=...)``."""

    def back(self) -> None:
        """To the page before, or home."""

    def toast(self, words: str, then: str = "", on: Callable[[], object] | None = None) -> None:
        """Say what was done, with what to do next."""

    def announce(self, words: str, *, urgent: bool = False) -> None:
        """Have a screen reader say it."""

    def lock(self) -> None:
        """End this process, and with it every key; a fresh one asks for the passphrase."""

    def set_late(self, cells: tuple[str, ...]) -> None:
        """The cells where healthcare is late, for the top bar."""

    def set_due(self, found: Outstanding) -> None:
        """What is due in the suite, as it was just read: the top bar counts it."""


@dataclass(slots=True)
class Context:
    """One signed-in person at one window. ``suite`` is the custody suite's name; ``phone`` is the
    healthcare number that briefings carry."""

    desk: Desk
    work: Work
    nav: Nav
    member: Member
    suite: str
    organisation: str = ""
    phone: str = ""
    demonstration: bool = False  # the suite is for invented people only
    lookup: QObject | None = None  # the index of people, once somebody searches

    def now(self) -> datetime:
        """The clock, aware, UTC: the desk's, so that tests and the demonstration can set it."""
        return self.desk.now()
