"""A briefing on paper: its check code, the copy number that will stand on it, and whether a paper
in somebody's hand still counts.

Rules kept here: the copy that is recorded, the copy that was looked at and the copy that comes out
are the same bytes; a replaced version is stamped; a paper is checked against the tree as it is
signed now, and what the code does not fit is never called a briefing of this suite.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.sharing import check_code, publishing, register
from custodyhcp.sharing.changes import before_of, marked
from custodyhcp.sharing.check_code import CheckCode
from custodyhcp.sharing.custody_side import PUBLISHED, Published, Stay
from custodyhcp.sharing.pdf import OnPaper, Replaced, briefing_pdf


class AnotherCopy(KnownError):
    """A copy left in between, so the number on this one would be wrong. Nothing is handed over."""

    def __init__(self) -> None:
        super().__init__(
            "Another copy was made while you looked at this one, and has its number.",
            "Go back and start again: the next copy gets its own number.",
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """One numbered copy, not recorded yet. ``pdf`` is what is shown and what comes out."""

    published: Published
    number: int
    pdf: bytes
    stamped: bool = False


def code_of(desk: Desk, published: Published) -> CheckCode:
    """The code of that version. Signs the tree as it is now. Raises ``LedgerAltered``."""
    entries = desk.read(detention=published.detention, kinds={PUBLISHED}, only=())
    seq = next(one.header.seq for one in entries if one.header.id == published.entry)
    return CheckCode.of(seq + 1, desk.vouched_root(seq + 1), published.version)


def replaced_by(stay: Stay, published: Published) -> Replaced | None:
    """What to stamp on that version; None while it is the current one."""
    current = stay.current
    if current is None or current.entry == published.entry:
        return None
    return Replaced(current.version, current.at)


def next_copy(desk: Desk, published: Published) -> Copy:
    """The next copy of that version, numbered, stamped where a newer one replaced it."""
    number = register.copy_number(desk, published.detention)
    code = code_of(desk, published)
    stay = publishing.stay(desk, published.detention)
    stamp = replaced_by(stay, published)
    told = marked(before_of(stay, published), published.briefing)
    return Copy(
        published, number, briefing_pdf(told, OnPaper(code, number, stamp)), stamp is not None
    )


def hand_over(desk: Desk, copy: Copy, what: register.What, to: str) -> None:
    """Records that this copy is about to leave. Raises ``AnotherCopy``, or ``publishing.NotNow``
    where a line of it rests on an agreement that is no longer in force."""
    if register.copy_number(desk, copy.published.detention) != copy.number:
        raise AnotherCopy
    if not copy.stamped:
        publishing.still_current(desk, copy.published)
    if publishing.hand_on(desk, copy.published, what, to, copy.pdf) != copy.number:
        raise AnotherCopy


class Standing(Enum):
    CURRENT = "CURRENT"
    REPLACED = "REPLACED"
    OVER = "OVER"  # the person has left custody
    UNKNOWN = "UNKNOWN"  # no briefing of this suite has that code


@dataclass(frozen=True, slots=True)
class Checked:
    """What a paper turned out to be. ``stay`` and ``version`` are None where it is unknown."""

    standing: Standing
    stay: Stay | None = None
    version: Published | None = None


def check(desk: Desk, typed: str) -> Checked:
    """Whether the paper with that code is what custody should act on. Raises ``Mistyped``."""
    code = check_code.read(typed)
    found = desk.read(kinds={PUBLISHED}, after=code.size - 2, before=code.size, only=())
    if not found or not found[0].believed:
        return Checked(Standing.UNKNOWN)
    header = found[0].header
    if not code.fits(desk.vouched_root(code.size)) or header.detention is None:
        return Checked(Standing.UNKNOWN)
    stay = publishing.stay(desk, header.detention)
    version = next((one for one in stay.versions if one.entry == header.id), None)
    if version is None or code.version not in (None, version.version):
        return Checked(Standing.UNKNOWN)
    if replaced_by(stay, version) is not None:
        return Checked(Standing.REPLACED, stay, version)
    return Checked(Standing.OVER if stay.closed else Standing.CURRENT, stay, version)
