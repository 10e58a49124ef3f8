"""After downtime: every sheet of paper is listed, entered late, and the list closed by a count.

Rules kept here: a sheet is entered only by naming the entry that now says what it says, about the
same stay, of a kind that fits, recorded after the sheet was written; the list cannot be closed
while a sheet is missing, or while the sheets in hand are not as many as are listed; a sheet found
later opens it again. No word of what stands on the paper goes in here: custody reads this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, Header, NewEntry, stamp, unstamp
from custodyhcp.sharing.plain import one_line
from custodyhcp.vault.compartments import Compartment

BEGUN = "downtime.begun"
LISTED = "downtime.paper_listed"
ENTERED = "downtime.paper_entered"
STRUCK = "downtime.paper_struck"
RECONCILED = "downtime.reconciled"
KINDS = (BEGUN, LISTED, ENTERED, STRUCK, RECONCILED)
LONGEST_REASON = 200


class Paper(Enum):
    """What a sheet is, and so which entries can say what it says."""

    DIRECTIONS = "DIRECTIONS"
    OBSERVATIONS = "OBSERVATIONS"
    MEDICINE = "MEDICINE"
    NOTE = "NOTE"
    TOLD = "TOLD"
    HOSPITAL = "HOSPITAL"
    OTHER = "OTHER"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Paper.DIRECTIONS: "Briefing or directions",
    Paper.OBSERVATIONS: "Observations",
    Paper.MEDICINE: "Medicine given or directed",
    Paper.NOTE: "Assessment or note",
    Paper.TOLD: "Told aloud, or acknowledged",
    Paper.HOSPITAL: "Ambulance or transfer",
    Paper.OTHER: "Something else",
}
_FITS: Mapping[Paper, frozenset[str]] = MappingProxyType(
    {
        Paper.DIRECTIONS: frozenset({"directions.given", "briefing.published"}),
        Paper.OBSERVATIONS: frozenset({"observations.recorded", "scale.recorded"}),
        Paper.MEDICINE: frozenset({"dose.recorded", "medicine.directed", "medicine.history"}),
        Paper.NOTE: frozenset({"assessment.recorded", "note.recorded", "injury.recorded"}),
        Paper.TOLD: frozenset({"briefing.spoken", "briefing.acknowledged"}),
        Paper.HOSPITAL: frozenset({"transfer.started", "ambulance.recorded"}),
    }
)
_OTHERS = """
    person.corrected detention.opened detention.moved detention.closed hcp.requested hcp.answered
    inbound.recorded query.asked query.answered consent.decided notice.given allergies.recorded"""
ENTERED_AS: Mapping[Paper, frozenset[str]] = MappingProxyType(
    {**_FITS, Paper.OTHER: frozenset(_OTHERS.split()).union(*_FITS.values())}
)


class NotReconciled(KnownError):
    """The step does not fit how the list stands. Nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper. ``entered``: the id of the entry that now says it; "" while missing.
    ``struck``: why it does not belong on the list, and by whom (a staff id); "" while it does."""

    entry: str
    number: int
    detention: str
    person: str
    paper: Paper
    by: str
    written_at: datetime
    entered: str = ""
    struck: str = ""
    struck_by: str = ""


@dataclass(frozen=True, slots=True)
class Downtime:
    """One stretch without the program, and its sheets in the order they were listed."""

    entry: str
    since: datetime
    until: datetime
    sheets: tuple[Sheet, ...] = ()
    closed: bool = False

    @property
    def missing(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.counted if not sheet.entered)

    @property
    def counted(self) -> tuple[Sheet, ...]:
        """Those that belong on the list."""
        return tuple(sheet for sheet in self.sheets if not sheet.struck)


def fold(entries: Iterable[Entry]) -> tuple[Downtime, ...]:
    """Every downtime, oldest first. Pure. A close that came while a sheet was missing, or with
    another count, counts for nothing; a sheet listed after it opens the list again."""
    found: dict[str, Downtime] = {}
    for entry in entries:
        body = entry.body(Compartment.BRIEFING)
        if not entry.believed or not body:
            continue
        if entry.header.kind == BEGUN:
            made = Downtime(entry.header.id, unstamp(body["since"]), unstamp(body["until"]))
            found[entry.header.id] = made
        elif (known := found.get(str(body.get("downtime", "")))) is not None:
            found[known.entry] = _step(known, entry)
    return tuple(found.values())


def _step(known: Downtime, entry: Entry) -> Downtime:
    body = entry.body(Compartment.BRIEFING)
    match entry.header.kind:
        case "downtime.paper_listed":
            sheet = Sheet(
                entry.header.id,
                len(known.sheets) + 1,
                entry.header.detention or "",
                entry.header.person or "",
                Paper(body["paper"]),
                str(body["by"]),
                unstamp(body["written_at"]),
            )
            return replace(known, sheets=(*known.sheets, sheet), closed=False)
        case "downtime.paper_entered":
            sheets = tuple(
                replace(one, entered=str(body["as"]))
                if one.entry == body["sheet"] and not one.entered and not one.struck
                else one
                for one in known.sheets
            )
            return replace(known, sheets=sheets)
        case "downtime.paper_struck":
            by = entry.header.author
            sheets = tuple(
                replace(one, struck=str(body["reason"]), struck_by=by)
                if one.entry == body["sheet"] and not one.entered and not one.struck
                else one
                for one in known.sheets
            )
            return replace(known, sheets=sheets)
        case "downtime.reconciled":
            whole = not known.missing and int(body["sheets"]) == len(known.counted)
            return replace(known, closed=known.closed or whole)
        case _:
            return known


def downtimes(desk: Desk) -> tuple[Downtime, ...]:
    return fold(desk.read(kinds=KINDS))


def begin(desk: Desk, since: datetime, until: datetime) -> Entry:
    """Records that the program could not be used from then to then. Raises NotReconciled."""
    if until > desk.now():
        raise NotReconciled("The end of the downtime is in the future.", "Enter a time up to now.")
    if since >= until:
        raise NotReconciled("The downtime ends before it begins.", "Check both times.")
    body = {"since": stamp(since), "until": stamp(until)}
    return desk.append(NewEntry(BEGUN, {Compartment.BRIEFING: body}))[0]


def list_sheet(
    desk: Desk, about: Downtime, detention: str, paper: Paper, by: str, written_at: datetime
) -> Entry:
    """Puts a sheet of paper on the list. ``by``: who wrote it. Raises NotReconciled."""
    if not one_line(by):
        raise NotReconciled("Say who wrote the sheet.", "Enter the name that stands on it.")
    if written_at > desk.now():
        raise NotReconciled("The sheet was written in the future.", "Check the time on it.")
    opened = desk.read(detention=detention, kinds={"detention.opened"}, only=())
    if not opened:
        raise NotReconciled("Nobody with that stay is known here.", "Add the person first.")
    body = {
        "downtime": about.entry,
        "paper": paper.value,
        "by": one_line(by),
        "written_at": stamp(written_at),
    }
    entry = NewEntry(
        LISTED,
        {Compartment.BRIEFING: body},
        person=opened[0].header.person,
        detention=detention,
    )
    return desk.append(entry)[0]


def may_say(desk: Desk, sheet: Sheet) -> tuple[Header, ...]:
    """The entries that may be what this sheet says, newest first: of its stay, of a kind that
    fits, recorded after it was written, and not named for another sheet."""
    named = {one.entered for stretch in downtimes(desk) for one in stretch.sheets}
    found = desk.read(detention=sheet.detention, kinds=ENTERED_AS[sheet.paper], only=())
    fits = [
        entry.header
        for entry in found
        if entry.believed and entry.at >= sheet.written_at and entry.header.id not in named
    ]
    return tuple(reversed(fits))


def entered(desk: Desk, about: Downtime, sheet: Sheet, entry: str) -> Entry:
    """Records which late entry says what stands on the sheet. Raises NotReconciled."""
    if sheet.entered:
        raise NotReconciled("That sheet has already been entered.")
    if sheet.struck:
        raise NotReconciled("That sheet was struck from the list.", "List it again if it is real.")
    chosen = next((one for one in may_say(desk, sheet) if one.id == entry), None)
    if chosen is None:
        raise NotReconciled(
            "That entry does not stand for this sheet.",
            "Choose one about the same person, of that kind, recorded after it was written.",
        )
    body = {"downtime": about.entry, "sheet": sheet.entry, "as": entry, "late": True}
    new = NewEntry(
        ENTERED, {Compartment.BRIEFING: body}, person=sheet.person, detention=sheet.detention
    )
    return desk.append(new)[0]


def strike(desk: Desk, about: Downtime, sheet: Sheet, reason: str) -> Entry:
    """Records that a sheet was listed by mistake, and why. It stays legible and is not counted; it
    can be listed again. Raises NotReconciled."""
    stretch = next((one for one in downtimes(desk) if one.entry == about.entry), about)
    known = next((one for one in stretch.sheets if one.entry == sheet.entry), sheet)
    if known.entered or known.struck:
        raise NotReconciled("That sheet has been entered or struck since.", "Read the list again.")
    why = one_line(reason)
    if not why or len(why) > LONGEST_REASON:
        raise NotReconciled("Say why it was a mistake.", f"At most {LONGEST_REASON} characters.")
    body = {"downtime": about.entry, "sheet": sheet.entry, "reason": why}
    new = NewEntry(
        STRUCK, {Compartment.BRIEFING: body}, person=sheet.person, detention=sheet.detention
    )
    return desk.append(new)[0]


def close(desk: Desk, about: Downtime, in_hand: int) -> Entry:
    """Closes the list. ``in_hand``: how many sheets somebody counted. Raises NotReconciled, which
    names what is missing."""
    known = next((one for one in downtimes(desk) if one.entry == about.entry), None)
    if known is None or known.closed:
        raise NotReconciled("That list is closed already.")
    if known.missing:
        numbers = ", ".join(str(sheet.number) for sheet in known.missing)
        raise NotReconciled(f"Not entered yet: sheet {numbers}.", "Enter each, then close.")
    if in_hand != len(known.counted):
        raise NotReconciled(
            f"{in_hand} sheets in hand, and {len(known.counted)} listed.",
            "Find the sheet that is missing, or list the one that is not on the list.",
        )
    body = {"downtime": about.entry, "sheets": in_hand}
    return desk.append(NewEntry(RECONCILED, {Compartment.BRIEFING: body}))[0]
