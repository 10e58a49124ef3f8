"""What the sign-in window asks of the rest of the program. ``app.py`` gives the real one.

Kept apart so that the first window imports nothing heavy: no key, no store, until it is painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from custodyhcp.ledger.clock import Change
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.staff.acceptable_use import AcceptableUse
    from custodyhcp.staff.founding import Founded, Founding


class Found(Enum):
    """What lies in the store's folder."""

    NOTHING = "NOTHING"  # set-up begins
    SUITE = "SUITE"  # sign-in
    KEY_MISSING = "KEY_MISSING"  # this computer lost its key: recovery codes


@dataclass(frozen=True, slots=True)
class Suite:
    organisation: str
    suite: str
    phone: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be seen without anybody's key: whether the clock was moved since the last glance,
    how many things in the suite are late, and how long to be silent between two sounds."""

    change: Change | None = None
    late: int = 0
    again: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A sign-in that the demonstration shows on its first screen."""

    who: str
    login: str
    passphrase: str


class Door(Protocol):
    """Every method is slow and is called off the screen's thread; errors are ``KnownError``."""

    def look(self) -> Found: ...
    def suite(self) -> Suite: ...
    def sign_in(self, login: str, passphrase: str) -> Desk: ...
    def enrol(self, login: str, code: str, passphrase: str) -> Desk: ...
    def use_due(self, desk: Desk) -> AcceptableUse | None: ...
    def accept_use(self, desk: Desk, version: str) -> None: ...
    def can_found(self) -> None: ...
    def found(self, founding: Founding, passphrase: str) -> Founded: ...
    def recover(self, first: str, second: str) -> None: ...
    def lock(self, desk: Desk) -> None: ...
    def glance(self) -> Glance: ...
    def clock_lately(self) -> Change | None: ...
    def keep_due(self, times: Iterable[datetime]) -> None: ...
    def close(self) -> None: ...
