"""What earlier detentions of a person tell on arrival: each item with its date and standing.

Rules kept here: nothing of an earlier stay is in today's record until somebody has asked; each item
is confirmed, ended or left by one answer, an entry of its own that names the entry it comes from;
what is confirmed says where it comes from and when; what was said to be no longer so is never
offered as if it still were. Other rooms add what they know through ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.ledger.one_person import about
from custodyhcp.records import assessment as assessments
from custodyhcp.records import directing, medicines_written, notes, standing, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState
from custodyhcp.records.directions import SelfHarm
from custodyhcp.records.people import person_of
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

CONFIRMED = "earlier.confirmed"
LONGEST_TOLD = 2_000  # characters of an assessment; the entry itself holds them all
LONGEST_PURPOSE = words.LONGEST_LINE


class Purpose(Enum):
    """Why a detention that is over is opened."""

    CARE_NOW = "CARE_NOW"
    CARE_ELSEWHERE = "CARE_ELSEWHERE"
    THEIR_REQUEST = "THEIR_REQUEST"
    REVIEW = "REVIEW"
    OTHER = "OTHER"

    @property
    def words(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.CARE_NOW: "To care for them now",
    Purpose.CARE_ELSEWHERE: "Asked by a service that cares for them",
    Purpose.THEIR_REQUEST: "They asked for it",
    Purpose.REVIEW: "To review my own or our care",
    Purpose.OTHER: "Something else",
}


class Kind(Enum):
    """What an item is about, in the order in which it is shown."""

    ALLERGY = "Allergy"
    CONDITION = "Long-term condition"
    MEDICINE = "Medicine"
    RISK = "Risk"
    ASSESSMENT = "Last assessment"


class Answer(Enum):
    """What the person, or another source, says of it today."""

    STILL = "STILL"
    NO_LONGER = "NO_LONGER"
    NOT_ASKED = "NOT_ASKED"

    @property
    def words(self) -> str:
        return _ANSWERS[self]


_ANSWERS = {
    Answer.STILL: "Still so",
    Answer.NO_LONGER: "No longer",
    Answer.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an entry of an earlier stay says. ``at`` is when it was recorded."""

    kind: Kind
    words: str
    entry: str
    detention: str
    at: datetime
    author: str

    @property
    def key(self) -> str:
        """The same for the same words of one kind, whichever stay says them."""
        plain = " ".join(self.words.casefold().split())
        return sha256(f"{self.kind.name}\n{plain}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Item:
    """What was told, and what has been answered about it in this stay; None: not yet."""

    told: Told
    answer: Answer | None = None
    answered_at: datetime | None = None
    answered_by: str = ""

    @property
    def standing(self) -> str:
        return self.answer.words if self.answer else "Not re-confirmed yet"

    @property
    def carried(self) -> bool:
        """Whether it is part of today's record."""
        return self.answer is Answer.STILL


Reader = Callable[[Entry], Iterable[tuple[Kind, str]]]


def _assessed(entry: Entry) -> Iterator[tuple[Kind, str]]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return
    signed = assessments.from_body(body)
    yield from _allergic(signed.allergies)
    parts = (signed.impression, signed.plan)
    said = " · ".join(" ".join(part.split()) for part in parts if part)
    if said:
        yield Kind.ASSESSMENT, said


def _allergic(told: Allergies) -> Iterator[tuple[Kind, str]]:
    if told.state is AllergyState.KNOWN:
        for item in told.items:
            yield Kind.ALLERGY, item.words
    elif told.state is AllergyState.NONE_KNOWN:
        yield Kind.ALLERGY, "No known allergies"


def _allergies(entry: Entry) -> Iterator[tuple[Kind, str]]:
    body = entry.body(Compartment.CLINICAL)
    if body:
        yield from _allergic(assessments.allergies_from(body))


def _took(entry: Entry) -> Iterator[tuple[Kind, str]]:
    body = entry.body(Compartment.CLINICAL)
    if body:
        yield Kind.MEDICINE, medicines_written.taken_from(body).line.words


def _noted(entry: Entry) -> Iterator[tuple[Kind, str]]:
    """An assessment written for their care; never anything forensic, which is another kind."""
    if not entry.body(Compartment.CLINICAL):
        return
    note = notes.written(entry).note
    said = " · ".join(" ".join(note.under(code).split()) for code in ("SUMMARY", "PLAN"))
    said = said.strip(" ·")
    if notes.is_assessment(note) and said:
        yield Kind.ASSESSMENT, said if len(said) <= LONGEST_TOLD else f"{said[:LONGEST_TOLD]}…"


def _relied(entry: Entry) -> Iterator[tuple[Kind, str]]:
    """What was relied on from a shared record, under the heading it stood there."""
    for item in entry.body(Compartment.CLINICAL).get("relied_on", ()):
        heading = str(item.get("heading", "")).casefold()
        kind = next((k for word, k in _HEADINGS.items() if word in heading), Kind.CONDITION)
        yield kind, f"{item.get('heading', '')}: {item.get('text', '')}".strip(": ")


_HEADINGS: Mapping[str, Kind] = {
    "allerg": Kind.ALLERGY,
    "adverse": Kind.ALLERGY,
    "medic": Kind.MEDICINE,
    "drug": Kind.MEDICINE,
    "risk": Kind.RISK,
    "alert": Kind.RISK,
}


def _directed(entry: Entry) -> Iterator[tuple[Kind, str]]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return
    given = directing.from_body(body)
    if given.self_harm is not SelfHarm.NONE_IDENTIFIED:
        yield Kind.RISK, f"Self-harm risk {given.self_harm.value.lower()}"
    for medicine in given.medicines:
        if medicine.label:
            yield Kind.MEDICINE, medicine.label


READERS: dict[str, Reader] = {
    "assessment.recorded": _assessed,
    notes.NOTE: _noted,
    medicines_written.ALLERGIES: _allergies,
    medicines_written.TAKEN: _took,
    "directions.given": _directed,
    "scr.viewed": _relied,
    "gp.viewed": _relied,
}


def register(kind: str, reader: Reader) -> None:
    """Have entries of ``kind`` tell what an arrival should know of earlier stays."""
    READERS[kind] = reader


def items(entries: Iterable[Entry], detention: str) -> tuple[Item, ...]:
    """What the other stays in ``entries`` tell, newest of each first, with what this stay has
    answered. Pure; all of one person, in order."""
    told: dict[str, Told] = {}
    answers: dict[str, Item] = {}
    ended: set[str] = set()
    for entry in standing.counting(entries):
        if not entry.believed or entry.header.detention is None:
            continue
        own = entry.header.detention == detention
        if entry.header.kind == CONFIRMED:
            _take_answer(entry, told, answers if own else None, ended)
        elif not own and entry.header.kind in READERS:
            for one in _all_of(entry):
                told[one.key] = one
                ended.discard(one.key)
    shown = (answers.get(key) or Item(one) for key, one in told.items() if key not in ended)
    order = list(Kind)
    return tuple(sorted(_latest(shown), key=lambda item: order.index(item.told.kind)))


def _all_of(entry: Entry) -> Iterator[Told]:
    header = entry.header
    for kind, said in READERS[header.kind](entry):
        yield Told(kind, said, header.id, header.detention or "", entry.at, header.author)


def _latest(found: Iterable[Item]) -> Iterator[Item]:
    """Of assessments only the last."""
    kept = list(found)
    last = max((i.told.at for i in kept if i.told.kind is Kind.ASSESSMENT), default=None)
    return (i for i in kept if i.told.kind is not Kind.ASSESSMENT or i.told.at == last)


def _take_answer(
    entry: Entry, told: Mapping[str, Told], answers: dict[str, Item] | None, ended: set[str]
) -> None:
    body = entry.body(Compartment.CLINICAL)
    one = told.get(str(body.get("key", "")))
    if one is None:
        return
    answer = Answer(body["answer"])
    if answers is not None:
        answers[one.key] = Item(one, answer, entry.at, entry.header.author)
    elif answer is Answer.NO_LONGER:  # in another stay: it is not offered again
        ended.add(one.key)


def still_so(entries: Iterable[Entry], kind: Kind) -> tuple[Item, ...]:
    """What was said in this stay to be still so. Pure; the entries of one stay, as they count. The
    author of what was told is not in them."""
    latest: dict[str, Item] = {}
    for entry in entries:
        body = entry.body(Compartment.CLINICAL) if entry.believed else {}
        if entry.header.kind == CONFIRMED and body.get("kind") == kind.name:
            told = Told(kind, str(body["words"]), str(body["source"]),
                        str(body["source_detention"]), told_at(body), "")  # fmt: skip
            answer = Answer(body["answer"])
            latest[str(body["key"])] = Item(told, answer, entry.at, entry.header.author)
    return tuple(item for item in latest.values() if item.carried)


def told_at(body: Mapping[str, Any]) -> datetime:
    """When what a confirmation names was first recorded."""
    return datetime.fromisoformat(str(body["source_at"]))


def read_items(desk: Desk, detention: str) -> tuple[Item, ...]:
    """What this person's earlier detentions tell, as far as this reader's keys open it."""
    return items(_read(desk, person_of(desk, detention)), detention)


def _read(desk: Desk, person: str) -> tuple[Entry, ...]:
    return tuple(about(desk, person, kinds=(*READERS, CONFIRMED, *standing.KINDS)))


def to_ask(found: Iterable[Item]) -> tuple[str, ...]:
    """Allergies told before that nobody has asked about in this stay, in words."""
    return tuple(
        item.told.words
        for item in found
        if item.told.kind is Kind.ALLERGY
        and item.answer in (None, Answer.NOT_ASKED)
        and item.told.words != AllergyState.NONE_KNOWN.label
    )


class NotTold(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "No earlier detention of this person says that.", "Read the list again, and answer."
        )


def confirm(desk: Desk, detention: str, key: str, answer: Answer) -> Entry:
    """Write what is said of one item today. It names the entry it was told by. Raises
    ``NotTold``."""
    person = person_of(desk, detention)
    entries = _read(desk, person)
    found = next((i for i in items(entries, detention) if i.told.key == key), None)
    if found is None:
        raise NotTold
    told = found.told
    body: dict[str, Any] = {
        "key": told.key,
        "answer": answer.value,
        "kind": told.kind.name,
        "words": told.words,
        "source": told.entry,
        "source_detention": told.detention,
        "source_at": told.at.isoformat(),
    }
    recorded = _as_recorded(entries, told)
    if recorded is not None:
        body["allergy"] = asdict(recorded)
    parts = {Compartment.CLINICAL: body}
    return desk.append(NewEntry(CONFIRMED, parts, person=person, detention=detention))[0]


def _as_recorded(entries: Iterable[Entry], told: Told) -> Allergy | None:
    """The allergy of these words in the entry that told of it: substance, reaction and the rest
    apart."""
    if told.kind is not Kind.ALLERGY:
        return None
    source = (one for one in standing.counting(entries) if one.header.id == told.entry)
    bodies = (entry.body(Compartment.CLINICAL) for entry in source)
    known = (Allergy(**item) for body in bodies for item in body.get("allergies", ()))
    return next((item for item in known if item.words == told.words), None)


def open_earlier(desk: Desk, detention: str, purpose: Purpose, said: str = "") -> Entry:
    """Write that a detention that is over is opened, and what for. Raises ``NotComplete``."""
    text = words.line(said)
    problems = list(words.too_long("said", text, LONGEST_PURPOSE, "What it is for"))
    if purpose is Purpose.OTHER and not text:
        problems.append(Problem("said", "Say what it is for."))
    insist(tuple(problems))
    body = {"purpose": text or purpose.words, "code": purpose.value}
    entry = NewEntry(
        "record.opened",
        {Compartment.OVERSIGHT: body},
        person=person_of(desk, detention),
        detention=detention,
    )
    return desk.append(entry)[0]


def _can_be_read(entry: Entry) -> object:
    body = entry.body(Compartment.CLINICAL)
    named = f"{body['key']}{body['words']}{body['source']}{body['source_detention']}"
    return Answer(body["answer"]), Kind[body["kind"]], told_at(body), named, _allergy_named(body)


def _allergy_named(body: Mapping[str, Any]) -> str:
    one = assessments.confirmed_allergy(body)
    if one.words != body["words"]:
        raise ValueError("the allergy and its words differ")
    return f"{one.agent.casefold()}{one.reaction.casefold()}{one.severity}{one.source}"


legible.register(CONFIRMED, Compartment.CLINICAL, _can_be_read)
