"""A permission is a value, and only the rules can make one.

Whoever opens a record or shares it must hold a ``Permission``: a verb that takes one cannot be
called by somebody who has none. ``Permission(...)`` by hand raises ``TypeError``, and so does a
changed copy (``dataclasses.replace``). It is read back from the ledger by asking the rule again
(``consent.fold``), so an altered entry cannot conjure one up either.

A permission is for one scope and one detention, and ends with that detention at the latest: a new
detention means asking again (domain consent 8.1).
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from datetime import datetime

from custodyhcp.consent.codes import Basis, Kind, Scope, kind
from custodyhcp.consent.limits import NO_LIMITS, Limits

_WARRANT = object()


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when the rule is asked, which the rule itself does not judge.

    ``entry`` is the id of the ``consent.decided`` entry, once there is one; ``evidence`` the ids of
    the entries relied on. ``until`` is an earlier end than the detention's, if there is one.
    """

    detention: str
    at: datetime | None
    until: datetime | None = None
    entry: str | None = None
    evidence: tuple[str, ...] = ()
    limits: Limits = NO_LIMITS


FROM_OUTSIDE = Occasion(detention="", at=None)


@dataclass(frozen=True, slots=True)
class Permission:
    """Leave to do one thing, for one detention, from a time and until a time.

    ``until`` of None means until the detention ends or the person withdraws. ``entry`` is the
    ledger entry in which it was decided: None while it is only being considered on a form.
    ``limits``: what the person limited it to, which whoever looks or sends must keep to and show.
    """

    scope: Scope
    code: Basis
    detention: str
    start: datetime | None
    until: datetime | None
    evidence: tuple[str, ...]
    entry: str | None
    warrant: InitVar[object]
    limits: Limits = NO_LIMITS

    def __post_init__(self, warrant: object) -> None:
        if warrant is not _WARRANT:
            raise TypeError("Only a consent rule can make a Permission.")

    @property
    def kind(self) -> Kind:
        """Which of the three consents this is: none stands in for another (3.7)."""
        return kind(self.scope)

    def in_force(self, at: datetime) -> bool:
        """Whether ``at`` falls within it. Withdrawal is known by the fold, not by the value."""
        begun = self.start is None or self.start <= at
        return begun and (self.until is None or at < self.until)


def grant(scope: Scope, code: Basis, on: Occasion) -> Permission:
    """For the rules of this room only; a test lists who calls it."""
    return Permission(
        scope=scope,
        code=code,
        detention=on.detention,
        start=on.at,
        until=on.until,
        evidence=on.evidence,
        entry=on.entry,
        warrant=_WARRANT,
        limits=on.limits,
    )
