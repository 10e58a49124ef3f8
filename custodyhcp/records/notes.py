"""Written entries: assessment, review, advice, contact, referral, handover, note, forensic. Pure.

Rules kept here (domain clinical 5.1 and 5.2; consent 3.7 and 4.6): each has a purpose, a place and
two times, when it happened and when it was written; what stands in it is by heading; what was
carried from an earlier entry says from which; what a colleague had begun says who. A forensic entry
has a kind of its own, so that nothing that reads the others can read it. HARD: code, not settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from custodyhcp.ledger.entry import Entry, stamp, unstamp
from custodyhcp.records import words
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.templates import Template, headings
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json
from custodyhcp.vault.compartments import Compartment

NOTE, FORENSIC = "note.recorded", "forensic.recorded"


class Type(Enum):
    """What kind of entry it is."""

    ASSESSMENT = "ASSESSMENT"
    REVIEW = "REVIEW"
    ADVICE = "ADVICE"
    CONTACT = "CONTACT"
    REFERRAL = "REFERRAL"
    HANDOVER = "HANDOVER"
    NOTE = "NOTE"
    FORENSIC = "FORENSIC"

    @property
    def words(self) -> str:
        return _TYPES[self]


_TYPES = {
    Type.ASSESSMENT: "Assessment",
    Type.REVIEW: "Review",
    Type.ADVICE: "Advice",
    Type.CONTACT: "Contact",
    Type.REFERRAL: "Referral",
    Type.HANDOVER: "Handover",
    Type.NOTE: "Note",
    Type.FORENSIC: "Forensic entry",
}


class Purpose(Enum):
    """What it is written for. The three are never mixed."""

    THERAPEUTIC = "THERAPEUTIC"
    CUSTODY_SAFETY = "CUSTODY_SAFETY"
    FORENSIC = "FORENSIC"

    @property
    def words(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.THERAPEUTIC: "Their care",
    Purpose.CUSTODY_SAFETY: "Safety in custody",
    Purpose.FORENSIC: "Evidence",
}


@cache
def _limits() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("records/entries.json")
    return found


def places() -> Mapping[str, str]:
    """Where it took place, by code."""
    found: Mapping[str, str] = _limits()["places"]
    return found


class Where(Enum):
    """Where it took place; the codes of ``places``."""

    MEDICAL_ROOM = "MEDICAL_ROOM"
    CELL = "CELL"
    REMOTE = "REMOTE"
    ELSEWHERE = "ELSEWHERE"

    @property
    def words(self) -> str:
        return places()[self.value]


def longest() -> int:
    """Characters that one box may hold, and the whole entry."""
    return int(_limits()["longest_part"])


@dataclass(frozen=True, slots=True)
class Carried:
    """Where words were carried from: an entry of this stay, when it was written, by whom."""

    entry: str
    at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Part:
    """What was written in one box."""

    key: str
    heading: str
    label: str
    text: str
    carried: Carried | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """What a colleague had typed when it was taken over: theirs, label by label."""

    author: str
    at: datetime
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what a forensic entry rests: which consent, and for an intimate sample which officer
    authorised it (PACE 1984 s.62)."""

    dual_role: bool
    scope: str = ""
    permission: str = ""  # the entry in which it was allowed
    sample: str = ""
    officer: str = ""
    rank: str = ""
    authorised_at: datetime | None = None
    oral: bool | None = None
    confirmed_in_writing: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One written entry. ``happened_at`` is when it took place, not when it was typed; None reads
    as the moment of signing. ``template`` and ``version`` name what prompted for it."""

    type: Type
    purpose: Purpose
    template: str
    version: int
    parts: tuple[Part, ...]
    happened_at: datetime | None = None
    place: str = ""
    place_words: str = ""
    begun: Begun | None = None
    evidence: Evidence | None = None

    def under(self, *codes: str) -> str:
        """Everything written under these headings."""
        return "\n".join(part.text for part in self.parts if part.heading in codes)


def cleaned(note: Note) -> Note:
    """Without hidden characters and empty boxes."""
    parts = (replace(part, text=words.paragraphs(part.text)) for part in note.parts)
    return replace(
        note,
        parts=tuple(part for part in parts if part.text),
        place_words=words.line(note.place_words),
    )


def problems(note: Note, now: datetime, template: Template | None) -> tuple[Problem, ...]:
    """Everything to put right before it can be signed; empty when it may be. ``template`` is the
    one that it names, as far as it is known."""
    found: list[Problem] = []
    if not note.parts:
        found.append(Problem("parts", "Write something before you sign."))
    if (note.type is Type.FORENSIC) is not (note.purpose is Purpose.FORENSIC):
        said = "Evidence is written under Forensic, and nothing else is."
        found.append(Problem("purpose", said))
    if note.happened_at is not None and note.happened_at > now:
        found.append(Problem("happened_at", "The time it happened is in the future."))
    if note.place not in places():
        found.append(Problem("place", "Say where it took place."))
    elif note.place == "ELSEWHERE" and not note.place_words:
        found.append(Problem("place_words", "Say where else."))
    found += words.too_long("place_words", note.place_words, words.LONGEST_LINE, "The place")
    found += _part_problems(note, template)
    return tuple(found)


def _part_problems(note: Note, template: Template | None) -> list[Problem]:
    found: list[Problem] = []
    written = {part.key for part in note.parts}
    for prompt in template.parts if template is not None and note.parts else ():
        if prompt.needed and prompt.key not in written:
            found.append(Problem(prompt.key, f"Fill in '{prompt.label}'."))
    for part in note.parts:
        found += words.too_long(part.key, part.text, longest(), f"'{part.label}'")
        if part.heading not in headings():
            found.append(Problem(part.key, f"'{part.label}' has no heading."))
    whole = sum(len(part.text) for part in note.parts)
    if whole > longest() and not found:
        said = f"The entry is {whole:,} characters long: make it {longest():,} or fewer."
        found.append(Problem("parts", f"{said} Write what is over in an entry of its own."))
    return found


# --- as it is kept --------------------------------------------------------------------------------


def to_body(note: Note, at: datetime) -> dict[str, Any]:
    """As it is kept, sealed to the clinical compartment. ``at`` is when it is signed."""
    body: dict[str, Any] = {
        "type": note.type.value,
        "purpose": note.purpose.value,
        "template": note.template,
        "template_version": note.version,
        "happened_at": stamp(note.happened_at or at),
        "place": note.place,
        "place_words": note.place_words,
        "parts": [_part_body(part) for part in note.parts],
    }
    if note.begun is not None:
        body["begun"] = begun_body(note.begun)
    if note.evidence is not None:
        body["evidence"] = _evidence_body(note.evidence)
    return body


def _part_body(part: Part) -> dict[str, Any]:
    told = {"key": part.key, "heading": part.heading, "label": part.label, "text": part.text}
    return told if part.carried is None else told | {"carried": carried_body(part.carried)}


def carried_body(carried: Carried) -> dict[str, str]:
    return {"entry": carried.entry, "at": stamp(carried.at), "author": carried.author}


def carried_from(body: Mapping[str, Any] | None) -> Carried | None:
    return None if not body else Carried(body["entry"], unstamp(body["at"]), body["author"])


def _evidence_body(told: Evidence) -> dict[str, Any]:
    return {
        "dual_role": told.dual_role,
        "scope": told.scope,
        "permission": told.permission,
        "sample": told.sample,
        "officer": told.officer,
        "rank": told.rank,
        "authorised_at": None if told.authorised_at is None else stamp(told.authorised_at),
        "oral": told.oral,
        "confirmed_in_writing": told.confirmed_in_writing,
    }


def from_body(body: Mapping[str, Any]) -> Note:
    begun, evidence = body.get("begun"), body.get("evidence")
    return Note(
        type=Type(body["type"]),
        purpose=Purpose(body["purpose"]),
        template=body["template"],
        version=body["template_version"],
        parts=tuple(_part_from(part) for part in body["parts"]),
        happened_at=unstamp(body["happened_at"]),
        place=body["place"],
        place_words=body["place_words"],
        begun=None if begun is None else begun_from(begun),
        evidence=None if evidence is None else _evidence_from(evidence),
    )


def begun_body(begun: Begun) -> dict[str, Any]:
    pairs = [list(pair) for pair in begun.parts]
    return {"author": begun.author, "at": stamp(begun.at), "parts": pairs}


def begun_from(body: Mapping[str, Any]) -> Begun:
    pairs = tuple((str(label), str(text)) for label, text in body["parts"])
    return Begun(body["author"], unstamp(body["at"]), pairs)


def _part_from(body: Mapping[str, Any]) -> Part:
    told = (body["key"], body["heading"], body["label"], body["text"])
    return Part(*told, carried=carried_from(body.get("carried")))


def _evidence_from(body: Mapping[str, Any]) -> Evidence:
    at = body["authorised_at"]
    return Evidence(**dict(body) | {"authorised_at": None if at is None else unstamp(at)})


def is_assessment(note: Note) -> bool:
    """Whether it counts as an assessment of the person, for their care."""
    return note.type is Type.ASSESSMENT and note.purpose is Purpose.THERAPEUTIC


def as_assessment(note: Note) -> Assessment:
    """The words of an assessment by template, where rooms ask for one assessment's words. What it
    says of allergies is nothing: they have a state of their own."""
    found = ("PRESENTING", "SUBSTANCE", "SAFETY", "EXAMINATION", "SCALES")
    return Assessment(
        reason=note.under("REASON"),
        findings=note.under(*found),
        impression=note.under("SUMMARY"),
        plan=note.under("TREATMENT", "PLAN"),
        seen_at=note.happened_at,
    )


# --- what has been kept ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it stands: its entry, when it was written and by whom."""

    entry: str
    at: datetime
    author: str
    note: Note
    retrospective: bool = False


def fold(entries: Iterable[Entry]) -> tuple[Written, ...]:
    """The written entries of a stay that count (``standing.counting``), forensic ones not."""
    return _of_kind(entries, NOTE)


def forensic(entries: Iterable[Entry]) -> tuple[Written, ...]:
    """The forensic ones, and no other."""
    return _of_kind(entries, FORENSIC)


def _of_kind(entries: Iterable[Entry], kind: str) -> tuple[Written, ...]:
    return tuple(
        written(entry)
        for entry in entries
        if entry.header.kind == kind and entry.believed and entry.body(Compartment.CLINICAL)
    )


def written(entry: Entry) -> Written:
    """One such entry."""
    body, header = entry.body(Compartment.CLINICAL), entry.header
    late = bool(body.get("retrospective"))
    return Written(header.id, entry.at, header.author, from_body(body), late)
