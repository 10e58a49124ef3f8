"""Injuries as they are kept, the verbs that keep them, and what has been kept.

Rules kept here: one entry for an examination with its marks, sealed to the clinical compartment;
a correction is a new entry that supersedes with a reason, and both stay legible; the cause as
stated is an entry of its own with a forensic purpose, only after the dual role was explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, NewEntry, stamp, unstamp
from custodyhcp.ledger.values import Expect
from custodyhcp.records import injuries, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.injuries import Examination, Landmark, Mark, listed
from custodyhcp.records.people import read_detention
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

RECORDED, CAUSE = "injury.recorded", "injury.cause_stated"
LONGEST_CAUSE = 2_000


@dataclass(frozen=True, slots=True)
class Cause:
    """What somebody says the injury came from, in their words. ``mark`` counts from 1; 0 is all
    of them. ``dual_role``: they were told that what they say may be used as evidence."""

    mark: int
    said_by: str
    words: str
    dual_role: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A cause that was recorded, when and by whom."""

    entry: str
    at: datetime
    author: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Version:
    """An examination as one entry has it."""

    entry: str
    at: datetime
    author: str
    examination: Examination


@dataclass(frozen=True, slots=True)
class Recorded:
    """An examination: how it stands, what it replaced (oldest first), the causes stated."""

    root: str
    now: Version
    before: tuple[Version, ...] = ()
    causes: tuple[Stated, ...] = ()


class NotThere(KnownError):
    """What is to be corrected is not the newest of this stay."""

    def __init__(self) -> None:
        super().__init__(
            "This record of injuries was corrected by a colleague since you read it.",
            "Read it again, then correct what is still wrong.",
        )


# --- verbs ----------------------------------------------------------------------------------------


def record(desk: Desk, detention: str, examination: Examination) -> Entry:
    """Keep what was seen. Raises NotComplete where something is to be put right."""
    return _append(desk, detention, examination, None)


def correct(desk: Desk, detention: str, entry: str, examination: Examination) -> Entry:
    """In place of ``entry``, which stays legible. Raises NotThere where it is not the newest."""
    return _append(desk, detention, examination, entry)


def _append(desk: Desk, detention: str, examination: Examination, replaced: str | None) -> Entry:
    opened = read_detention(desk, detention)
    clean = injuries.cleaned(examination)
    insist(injuries.problems(clean, desk.now(), correcting=replaced is not None))
    expect = None
    if replaced is not None:
        if replaced not in (one.now.entry for one in fold(opened.entries)):
            raise NotThere
        expect = Expect(detention, opened.detention.last_seq)
    new = NewEntry(
        kind=RECORDED,
        parts={Compartment.CLINICAL: to_body(clean)},
        person=opened.detention.person,
        detention=detention,
        supersedes=replaced,
    )
    return desk.append(new, expect=expect)[0]


def state_cause(desk: Desk, detention: str, root: str, cause: Cause) -> Entry:
    """Keep what somebody says it came from, apart from what was seen."""
    opened = read_detention(desk, detention)
    found = next((one for one in fold(opened.entries) if one.root == root), None)
    if found is None:
        raise NotThere
    clean = replace(cause, words=words.paragraphs(cause.words))
    insist(cause_problems(clean, len(found.now.examination.marks)))
    body = {"purpose": "FORENSIC", "injury": root, **asdict(clean)}
    new = NewEntry(
        kind=CAUSE,
        parts={Compartment.CLINICAL: body},
        person=opened.detention.person,
        detention=detention,
    )
    return desk.append(new)[0]


def cause_problems(cause: Cause, marks: int) -> tuple[Problem, ...]:
    """What to put right before a cause can be kept."""
    found = []
    if not 0 <= cause.mark <= marks:
        found.append(Problem("mark", "Choose which injury it is about."))
    if cause.said_by not in listed("said_by"):
        found.append(Problem("said_by", "Say who states it."))
    if not cause.words:
        found.append(Problem("words", "Write what they say, in their words."))
    if not cause.dual_role:
        found.append(
            Problem("dual_role", "Explain first that this may be used as evidence, and say so.")
        )
    found += words.too_long("words", cause.words, LONGEST_CAUSE, "The cause as stated")
    return tuple(found)


# --- as it is kept --------------------------------------------------------------------------------


def to_body(examination: Examination) -> dict[str, Any]:
    """As it is kept in ``injury.recorded``, sealed to the clinical compartment."""
    body = asdict(examination)
    body["examined_at"] = stamp(examination.examined_at)
    body["examined"], body["declined"] = list(examination.examined), list(examination.declined)
    body["marks"] = [mark_body(mark) for mark in examination.marks]
    return body | {"purpose": "THERAPEUTIC"}


def mark_body(mark: Mark) -> dict[str, Any]:
    """One injury as plain values, for an entry or a draft."""
    return asdict(mark) | {
        "landmarks": [{"mm": one.mm, "point": one.point} for one in mark.landmarks],
        "colours": list(mark.colours),
    }


def from_body(body: Mapping[str, Any]) -> Examination:
    told = {key: value for key, value in body.items() if key != "purpose"}
    return Examination(
        **told
        | {
            "examined_at": unstamp(body["examined_at"]),
            "examined": tuple(body["examined"]),
            "declined": tuple(body["declined"]),
            "marks": tuple(mark_from(mark) for mark in body["marks"]),
        }
    )


def mark_from(body: Mapping[str, Any]) -> Mark:
    """What ``mark_body`` made."""
    landmarks = tuple(Landmark(one["mm"], one["point"]) for one in body["landmarks"])
    return Mark(**dict(body) | {"landmarks": landmarks, "colours": tuple(body["colours"])})


# --- what has been kept ---------------------------------------------------------------------------


def fold(entries: Iterable[Entry]) -> tuple[Recorded, ...]:
    """The examinations of a stay, oldest first, each as it stands now. A correction that names
    nothing that stands here is an examination of its own."""
    found: dict[str, Recorded] = {}
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if not entry.believed or not body:
            continue
        if entry.header.kind == RECORDED:
            _examined(found, entry, body)
        elif entry.header.kind == CAUSE and body["injury"] in found:
            one = found[body["injury"]]
            cause = Cause(body["mark"], body["said_by"], body["words"], body["dual_role"])
            stated = Stated(entry.header.id, entry.at, entry.header.author, cause)
            found[one.root] = replace(one, causes=(*one.causes, stated))
    return tuple(found.values())


def _examined(found: dict[str, Recorded], entry: Entry, body: Mapping[str, Any]) -> None:
    version = Version(entry.header.id, entry.at, entry.header.author, from_body(body))
    before = next((r for r in found.values() if r.now.entry == entry.header.supersedes), None)
    if before is None:
        found[version.entry] = Recorded(version.entry, version)
        return
    found[before.root] = replace(before, now=version, before=(*before.before, before.now))


def in_a_line(examination: Examination) -> str:
    """For a timeline: what and where, or that none was seen and how far was looked."""
    if examination.none_seen:
        return f"No injury seen. {examination.how_far}"
    said = (
        f"{number} {injuries.kinds()[mark.kind].name}, {mark.site}, {mark.size}".rstrip(", ")
        for number, mark in enumerate(examination.marks, start=1)
    )
    return "; ".join(said) + f". {examination.how_far}"


def _can_be_read(entry: Entry) -> object:
    body = entry.body(Compartment.CLINICAL)
    if entry.header.kind == RECORDED:
        return in_a_line(from_body(body))
    cause = Cause(body["mark"], body["said_by"], body["words"], body["dual_role"])
    return f"{body['injury']}"[:1], f"{cause.words}", hash(body["injury"])


legible.register((RECORDED, CAUSE), Compartment.CLINICAL, _can_be_read)
