"""Where each briefing stands: which version is current, who has read it, what is still open.

Rules kept here (domain clinical 6.2 item 23, 7.1): a briefing is read only when somebody has
acknowledged that very version; NOT FIT stays open until the start of the hospital transfer has been
recorded against that very version; a newer version makes the older one superseded. Everything here
is worked out from parts that a sergeant's keys open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing.briefing import Briefing, from_body
from custodyhcp.vault.compartments import Compartment

PUBLISHED = "briefing.published"
ACKNOWLEDGED = "briefing.acknowledged"
TRANSFER = "transfer.started"
KINDS = (
    PUBLISHED,
    ACKNOWLEDGED,
    TRANSFER,
    "detention.opened",
    "detention.moved",
    "detention.closed",
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told aloud, before anything was acknowledged on screen."""

    to: str
    at: datetime
    read_back: bool


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who read it (name, rank and number), who told them, when, and whether they read it back."""

    at: datetime
    name: str
    rank_number: str
    told_by: str
    told_at: datetime
    read_back: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Published:
    """One version of one briefing, and what has been done about it."""

    entry: str
    detention: str
    person: str
    author: str
    at: datetime
    briefing: Briefing
    told: Told | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()
    transfer: Transfer | None = None

    @property
    def version(self) -> int:
        return self.briefing.header.version

    @property
    def unread(self) -> bool:
        return not self.acknowledged

    @property
    def not_fit_open(self) -> bool:
        """NOT FIT, and nobody has recorded that the transfer has started."""
        return self.briefing.not_fit and self.transfer is None


@dataclass(frozen=True, slots=True)
class Stay:
    """All versions for one detention, oldest first, with where the person is now."""

    detention: str
    cell: str = ""
    custody_ref: str = ""
    closed: bool = False
    last_seq: int = -1
    versions: tuple[Published, ...] = ()

    @property
    def current(self) -> Published | None:
        return self.versions[-1] if self.versions else None

    def superseded(self, entry: str) -> bool:
        current = self.current
        return current is not None and current.entry != entry

    @property
    def shown(self) -> bool:
        """Whether custody still needs it: here, or NOT FIT with no transfer recorded."""
        current = self.current
        return current is not None and (not self.closed or current.not_fit_open)

    @property
    def name(self) -> str:
        return self.current.briefing.header.name if self.current else ""


def fold(entries: Iterable[Entry], before: Mapping[str, Stay] | None = None) -> dict[str, Stay]:
    """Each detention's stay, by its id, from entries in order of sequence, on from ``before``."""
    stays: dict[str, Stay] = dict(before or {})
    for entry in entries:
        detention = entry.header.detention
        if detention is None or entry.header.kind not in KINDS:
            continue
        stay = stays.get(detention, Stay(detention))
        after = _step(stay, entry) if entry.believed else stay
        stays[detention] = replace(after, last_seq=entry.header.seq)
    return stays


def _step(stay: Stay, entry: Entry) -> Stay:
    identity = entry.body(Compartment.IDENTITY)
    match entry.header.kind:
        case "detention.opened" | "detention.moved":
            cell = str(identity.get("cell", stay.cell))
            ref = str(identity.get("custody_ref", stay.custody_ref))
            return replace(stay, cell=cell, custody_ref=ref)
        case "detention.closed":
            return replace(stay, closed=True)
        case _:
            return _briefing_step(stay, entry)


def _briefing_step(stay: Stay, entry: Entry) -> Stay:
    body = entry.body(Compartment.BRIEFING)
    if not body:
        return stay
    if entry.header.kind == PUBLISHED:
        return replace(stay, versions=(*stay.versions, _published(stay.detention, entry)))
    changed = tuple(
        _marked(version, entry) if version.entry == body.get("briefing") else version
        for version in stay.versions
    )
    return replace(stay, versions=changed)


def _published(detention: str, entry: Entry) -> Published:
    body = entry.body(Compartment.BRIEFING)
    told = body.get("told_aloud")
    return Published(
        entry=entry.header.id,
        detention=detention,
        person=entry.header.person or "",
        author=entry.header.author,
        at=entry.at,
        briefing=from_body(body["document"]),
        told=Told(told["to"], unstamp(told["at"]), bool(told["read_back"])) if told else None,
    )


def _marked(version: Published, entry: Entry) -> Published:
    body = entry.body(Compartment.BRIEFING)
    if entry.header.kind == TRANSFER:
        return replace(version, transfer=Transfer(unstamp(body["at"]), str(body["how"])))
    acknowledgement = Acknowledgement(
        at=entry.at,
        name=str(body["name"]),
        rank_number=str(body["rank_number"]),
        told_by=str(body["told_by"]),
        told_at=unstamp(body["told_at"]),
        read_back=bool(body["read_back"]),
    )
    return replace(version, acknowledged=(*version.acknowledged, acknowledgement))


def review_late(published: Published, now: datetime) -> bool:
    due = published.briefing.next_review
    return due is not None and due < now


def most_urgent_first(stays: Iterable[Stay], now: datetime) -> list[Stay]:
    """Those custody still needs: NOT FIT open, then unread, then late, then by fitness, by cell."""

    def urgency(stay: Stay) -> tuple[bool, bool, bool, int, str]:
        current = stay.current
        if current is None:
            return (True, True, True, 9, stay.cell)
        return (
            not current.not_fit_open,
            not current.unread,
            not review_late(current, now),
            _fitness_rank(current.briefing.fitness),
            stay.cell,
        )

    return sorted((stay for stay in stays if stay.shown), key=urgency)


def _fitness_rank(fitness: FitToDetain) -> int:
    if fitness.not_fit:
        return 0
    return 1 if fitness is FitToDetain.FIT_WITH_CONDITIONS else 2
