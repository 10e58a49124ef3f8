"""What still counts of a record whose entries are never changed: amended, struck, or as written.

Rules kept here: an amendment or a strike is an entry of its own, with a reason; what it is about
stays as it was, byte for byte, and legible. ``counting`` is applied before any room works out what
is so: an amended entry says what its last amendment says, under its own author, time and id; a
struck one says nothing. A strike or an amendment may itself be struck. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry
from custodyhcp.vault.compartments import Compartment

AMENDED, STRUCK = "entry.amended", "entry.struck"
STRUCK_ALLERGIES = "allergies_struck"  # in a strike as it counts: which state it took away
KINDS = (AMENDED, STRUCK)
MAY_BE_AMENDED = frozenset(
    {
        "assessment.recorded",
        "note.recorded",
        "forensic.recorded",
        "observations.recorded",
        "scale.recorded",
        "injury.recorded",
        "dose.recorded",
        "medicine.history",
        "allergies.recorded",
    }
)
MAY_BE_STRUCK = MAY_BE_AMENDED | {"injury.cause_stated", *KINDS}


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said from one moment on. ``reason`` is why it was amended; empty for the
    first."""

    entry: str
    at: datetime
    author: str
    body: Body
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Struck:
    """Who struck it out, when and why."""

    entry: str
    at: datetime
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """One entry with everything that was done to it; ``versions`` oldest first, never empty."""

    root: Entry
    versions: tuple[Version, ...]
    struck: Struck | None = None

    @property
    def now(self) -> Entry:
        """The entry as it stands, under its own header."""
        return _saying(self.root, self.versions[-1].body)

    @property
    def amended(self) -> bool:
        return len(self.versions) > 1


def counting(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries as they count, in the same order: for every fold. What strikes and amends stays
    among them, and says nothing to a fold."""
    every = tuple(entries)
    if not any(entry.header.kind in KINDS for entry in every):
        return every
    known = {entry.header.id: entry for entry in every}
    struck = _struck(every, known)
    said: dict[str, Body] = {}
    for entry in every:
        if entry.header.kind == AMENDED and entry.header.id not in struck:
            target = _target(entry, known, MAY_BE_AMENDED)
            if target is not None:
                said[target.header.id] = entry.body(Compartment.CLINICAL)["body"]
    telling = {one.entry: known[target] for target, one in struck.items()}
    return tuple(
        _saying(entry, said[entry.header.id])
        if entry.header.id in said
        else _what_it_struck(entry, telling.get(entry.header.id), said)
        for entry in every
        if entry.header.id not in struck or entry.header.kind in KINDS
    )


def _what_it_struck(entry: Entry, target: Entry | None, said: Mapping[str, Body]) -> Entry:
    """A strike in force carries on what stood in it as the allergies: what was known once is not
    forgotten by the strike alone."""
    if target is None:
        return entry
    told = said.get(target.header.id) or target.body(Compartment.CLINICAL)
    state = told.get("allergies_state")
    body = entry.body(Compartment.CLINICAL)
    return entry if state is None else _saying(entry, {**body, STRUCK_ALLERGIES: state})


def history(entries: Iterable[Entry], entry_id: str) -> History | None:
    """One entry of ``entries`` (as written, none left out) and what was done to it."""
    every = tuple(entries)
    known = {entry.header.id: entry for entry in every}
    root = known.get(entry_id)
    return None if root is None else _history(every, known, _struck(every, known), root)


def histories(entries: Iterable[Entry]) -> Mapping[str, History]:
    """Of every entry that was amended or struck, by its id."""
    every = tuple(entries)
    known = {entry.header.id: entry for entry in every}
    struck = _struck(every, known)
    touched = {
        str(one.body(Compartment.CLINICAL).get("target"))
        for one in every
        if one.header.kind in KINDS and one.believed
    }
    found = (_history(every, known, struck, known[one]) for one in touched if one in known)
    return {one.root.header.id: one for one in found if one.amended or one.struck}


def _history(
    every: tuple[Entry, ...], known: Mapping[str, Entry], struck: Mapping[str, Struck], root: Entry
) -> History:
    header = root.header
    versions = [Version(header.id, root.at, header.author, root.body(Compartment.CLINICAL))]
    for entry in every:
        if entry.header.kind != AMENDED or entry.header.id in struck:
            continue
        if _target(entry, known, MAY_BE_AMENDED) is root:
            said = entry.body(Compartment.CLINICAL)
            made = (entry.header.id, entry.at, entry.header.author, said["body"])
            versions.append(Version(*made, reason=str(said.get("reason", ""))))
    return History(root, tuple(versions), struck.get(header.id))


def _struck(every: tuple[Entry, ...], known: Mapping[str, Entry]) -> dict[str, Struck]:
    """What is struck, by id. Read from the last back, so that a strike that was struck itself
    does nothing; of several strikes of one entry the first says who and why."""
    found: dict[str, Struck] = {}
    for entry in sorted(every, key=lambda one: one.header.seq, reverse=True):
        if entry.header.kind != STRUCK or entry.header.id in found:
            continue
        target = _target(entry, known, MAY_BE_STRUCK)
        if target is not None:
            why = str(entry.body(Compartment.CLINICAL).get("reason", ""))
            by = entry.header.author
            found[target.header.id] = Struck(entry.header.id, entry.at, by, why)
    return found


def _target(entry: Entry, known: Mapping[str, Entry], may: frozenset[str]) -> Entry | None:
    """What it is about, where it may be: written before it, in the same stay, of such a kind."""
    body = entry.body(Compartment.CLINICAL)
    target = known.get(str(body.get("target")))
    if not entry.believed or target is None or not target.believed:
        return None
    ours, theirs = entry.header, target.header
    same = (ours.detention, ours.person) == (theirs.detention, theirs.person)
    if not same or theirs.kind not in may or theirs.seq >= ours.seq:
        return None
    return target if ours.kind == STRUCK or _says(target, body.get("body")) else None


def _says(target: Entry, body: object) -> bool:
    """Whether an amendment is something that such an entry can say."""
    return isinstance(body, dict) and legible.legible(_saying(target, body))


def _saying(entry: Entry, body: Body) -> Entry:
    return replace(entry, bodies={**entry.bodies, Compartment.CLINICAL: body})
