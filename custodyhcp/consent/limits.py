"""The limits of a yes: said in words always, and in codes where the program can keep to them.

Rules kept here. ``only`` of an empty tuple means that what may be looked at is not limited.
Whoever opens or sends asks ``looks`` and ``leaves_out``: a limit in codes is never silently passed
over. A limit in words alone is for the reader, and every view and sender must show it.
"""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.consent.codes import LeaveOut, LookedAt


@dataclass(frozen=True, slots=True)
class Limits:
    """``words`` as the person put it. ``only``: all that may be looked at. ``headings_not``: SCR
    headings (1.6) that may not be relied on. ``leave_out``: parts not to be sent."""

    words: str = ""
    only: tuple[LookedAt, ...] = ()
    headings_not: tuple[str, ...] = ()
    leave_out: tuple[LeaveOut, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.words.strip() or self.only or self.headings_not or self.leave_out)

    def looks(self, looked_at: LookedAt) -> bool:
        """Whether it may be looked at."""
        return not self.only or looked_at in self.only

    def heading(self, heading: str) -> bool:
        """Whether what stands under this heading may be relied on."""
        return heading.casefold() not in {one.casefold() for one in self.headings_not}

    def leaves_out(self, part: LeaveOut) -> bool:
        return part in self.leave_out


NO_LIMITS = Limits()
