"""Everything the suite has outstanding, read in one go: the board's lines and the list of what is
due come from the same reading.

Rules kept here: what the person's stay asks for, what somebody left half typed, letters that
nobody has answered for and handovers that nobody has accepted stand in one list; what is about
somebody who has left stays until it is answered, a briefing that is not in the custody record for a
day. It is worked out from what was recorded, so a restart or a lost network changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import unstamp
from custodyhcp.ledger.writers import may_write
from custodyhcp.records import escalating, handover
from custodyhcp.records.board import BoardReader, BoardRow
from custodyhcp.records.due import everything, listed_for_paste, of_stay
from custodyhcp.records.handover import Handover
from custodyhcp.records.people import STAY_KINDS, Opened, read_detention
from custodyhcp.records.what_is_due import Due, Task, Urgency, is_pressing, urgency
from custodyhcp.sharing import sending
from custodyhcp.sharing.sending import OVERDUE_AFTER, Sending

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.ledger.values import SavedDraft

_DRAFTS = {  # what typing is for: in words, and the section where it is taken up again
    "assessment": ("assessment", "assessment"),
    "summary": ("GP summary", "summary"),
    "medicines": ("medicines", "medicines"),
    "injuries": ("injuries", "injuries"),
    "injury": ("cause of an injury", "injuries"),
    "observations": ("observations", "observations"),
    "observations.rouse": ("rousing check", "observations"),
    "observations.ciwa_ar": ("CIWA-Ar", "observations"),
    "observations.cows": ("COWS", "observations"),
    "observations.gcs": ("GCS", "observations"),
    "observations.audit_c": ("AUDIT-C", "observations"),
    "observations.four_at": ("4AT", "observations"),
    "consent": ("consent", "consent"),
    "inbound": ("arrival information", "inbound"),
    "request": ("request", "requests"),
    "scr": ("SCR look", "scr"),
    "gp": ("GP record look", "gp"),
    "escalation": ("escalation", "timeline"),
    "handover": ("handover note", "timeline"),
}


@dataclass(frozen=True, slots=True)
class Outstanding:
    """``rows`` as the board shows them and ``due`` as the list does, both most urgent first;
    ``handovers`` those that wait to be accepted."""

    at: datetime
    rows: tuple[BoardRow, ...] = ()
    due: tuple[Due, ...] = ()
    handovers: tuple[Handover, ...] = ()

    @property
    def late(self) -> int:
        """How many things are past their time, or NOT FIT with no transfer begun."""
        return sum(is_pressing(one, self.at) for one in self.due)

    @property
    def times(self) -> tuple[datetime, ...]:
        """When each thing was or will be due: times and nothing else."""
        whole = (one.at or (one.since if urgency(one, self.at) is Urgency.NOT_FIT else None)
                 for one in self.due)  # fmt: skip
        return tuple(sorted(at for at in whole if at is not None))

    @property
    def late_cells(self) -> tuple[str, ...]:
        """Where each of those is, one for one."""
        pressing = (one for one in self.due if is_pressing(one, self.at))
        return tuple(one.cell or ("no cell" if one.person else "the suite") for one in pressing)

    @property
    def unfinished(self) -> int:
        """How much typing was never recorded: not one of the things to be done."""
        return sum(one.task is Task.DRAFT for one in self.due)


class SuiteReader:
    """Reads it again and again from one desk; the board's part opens only what is new."""

    def __init__(self) -> None:
        self._board = BoardReader()
        self._left: dict[str, datetime] = {}
        self._after = -1

    def read(self, desk: Desk, now: datetime) -> Outstanding:
        """As of ``now``."""
        more = _waiting(desk)
        for stay in self._left_lately(desk, now):
            more.setdefault(stay, [])
        rows = self._board.read(desk, now, more)
        here = {row.detention for row in rows}
        gone = [_of_gone(desk, stay, now, more[stay]) for stay in more if stay not in here]
        handed = handover.waiting(handover.read(desk))
        lists = [*(row.due for row in rows), *gone]
        whole = everything(lists, _handovers(desk, handed), now)
        return Outstanding(now, tuple(rows), whole, handed)

    def _left_lately(self, desk: Desk, now: datetime) -> tuple[str, ...]:
        """Whose briefing may still have to go into the custody record."""
        for header in desk.headers(kinds=(STAY_KINDS[2],), after=self._after):
            self._after = header.seq
            if header.detention is not None and may_write(header.kind, header.role):
                self._left[header.detention] = unstamp(header.at)
        self._left = {one: at for one, at in self._left.items() if listed_for_paste(at, now)}
        return tuple(self._left)


def of_person(desk: Desk, opened: Opened, now: datetime) -> tuple[Due, ...]:
    """The same list for one person, most urgent first."""
    stay = opened.detention
    return of_stay(stay, opened.entries, now, _waiting(desk, stay.id).get(stay.id, ()))


def _of_gone(desk: Desk, stay: str, now: datetime, more: Sequence[Due]) -> tuple[Due, ...]:
    opened = read_detention(desk, stay)
    return of_stay(opened.detention, opened.entries, now, more)


def _waiting(desk: Desk, stay: str | None = None) -> dict[str, list[Due]]:
    """Letters and unfinished typing, by the stay they are about."""
    found: dict[str, list[Due]] = {}
    for made in sending.sendings(desk, stay):
        if not made.answered:
            found.setdefault(made.detention, []).append(_letter(made))
    for saved in desk.drafts():
        about = saved.key.rpartition(":")[2]
        if saved.body is not None and saved.person is not None and stay in (None, about):
            found.setdefault(about, []).append(_draft(desk, saved))
    return found


def _letter(made: Sending) -> Due:
    said = "withdrawn; do not send" if made.unusable else f"{made.reference} v{made.version}"
    return Due(Task.LETTER, made.at + OVERDUE_AFTER, made.at, about=made.entry, detail=said)


def _draft(desk: Desk, saved: SavedDraft) -> Due:
    what = saved.key.rpartition(":")[0]
    words, section = _DRAFTS.get(what) or _DRAFTS.get(what.replace(".", "-").partition("-")[0], (
        what.replace("_", " ").replace("-", " "), "timeline"))  # fmt: skip
    own = saved.author == desk.session.staff
    return Due(
        Task.DRAFT,
        since=saved.saved_at,
        about=f"{what}/{saved.author}",
        detail=words,
        section=section,
        left_by="" if own else name_of(desk, saved.author),
    )


def _handovers(desk: Desk, handed: Iterable[Handover]) -> tuple[Due, ...]:
    known = escalating.fold(desk.read(kinds=(escalating.ESCALATED,))) if handed else {}
    made = [handover.due_of(one, name_of(desk, one.author)) for one in handed]
    return tuple(
        Due(one.task, one.at, one.since, one.about, one.detail, escalated=known.get(one.key, ()))
        for one in made
    )


def name_of(desk: Desk, staff: str) -> str:
    """Whoever that id is, by name."""
    member = desk.authority.members.get(staff)
    return member.name if member is not None else "this workstation"


__all__ = ["Outstanding", "SuiteReader", "of_person"]
