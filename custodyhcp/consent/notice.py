"""The privacy notice: what a person is told before they are asked (domain consent 6.4). Pure.

Rules kept here: each language is a data file with a version, a reviewer and the date its review is
due; until a reviewer is named it says of itself that it is a draft; a file with a block missing is
never shown; a language that is not there means an interpreter, never a machine's translation.

``fold`` and ``last_given`` read the entries ``notice.given`` [CLINICAL]; ``noticing`` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from custodyhcp import resources
from custodyhcp.consent.problem import Problem
from custodyhcp.consent.written import from_body
from custodyhcp.ledger.entry import Entry
from custodyhcp.vault.compartments import Compartment

GIVEN = "notice.given"
LONGEST_SPOKEN = 60  # characters: the name of a language
_FIRST = ("en", "en-easy", "cy")  # the order in which they are offered; others follow


class Block(Enum):
    """What every notice must say, in the order in which it is read (6.4)."""

    WHO_WE_ARE = "WHO_WE_ARE"
    WHO_SEES = "WHO_SEES"
    OTHER_RECORDS = "OTHER_RECORDS"
    POLICE = "POLICE"
    SAFETY = "SAFETY"
    OTHERS_READ = "OTHERS_READ"
    LAW = "LAW"
    FORENSIC = "FORENSIC"
    GP_LETTER = "GP_LETTER"
    CHOICE = "CHOICE"
    TOO_ILL = "TOO_ILL"
    KEPT = "KEPT"
    COMPLAIN = "COMPLAIN"


class Review(Enum):
    DRAFT = "DRAFT"
    OVERDUE = "OVERDUE"
    REVIEWED = "REVIEWED"


class BadNotice(ValueError):
    """A language's file that may not be shown; the words say why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One block as it is read: ``text`` in lines, a sentence or a paragraph each."""

    block: Block
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One language. ``copy``: the words of the person's own copy (``sharing.consent_copy``)."""

    code: str
    name: str
    direction: str
    version: str
    title: str
    parts: tuple[Part, ...]
    marks: Mapping[str, str]
    copy: Mapping[str, Any]
    reviewer: str
    reviewed: date | None
    review_due: date

    @property
    def right_to_left(self) -> bool:
        return self.direction == "rtl"

    @property
    def spoken_code(self) -> str:
        """The language alone, for a document's own tag: ``en`` of ``en-easy``."""
        return self.code.partition("-")[0]

    def review(self, today: date) -> Review:
        if not self.reviewer or self.reviewed is None:
            return Review.DRAFT
        return Review.OVERDUE if self.review_due < today else Review.REVIEWED

    def mark(self, today: date) -> str:
        """What it says of itself in its own language; empty once reviewed and in date."""
        match self.review(today):
            case Review.DRAFT:
                return self.marks["draft"]
            case Review.OVERDUE:
                return self.marks["overdue"]
            case Review.REVIEWED:
                return ""

    def overdue(self, today: date) -> bool:
        """Whether the date its review was due has gone by, reviewed before or not."""
        return self.review_due < today


@dataclass(frozen=True, slots=True)
class Service:
    """Whom to ask for, as the notice says it. ``phone`` may be empty."""

    name: str
    phone: str = ""

    @property
    def words(self) -> str:
        return f"{self.name}, {self.phone}" if self.phone.strip() else self.name


@cache
def _facts() -> Mapping[str, Any]:
    table: Mapping[str, Any] = resources.load_json("consent/notice_facts.json")
    return table


def interpreter_first() -> tuple[str, str]:
    """What to do where there is no notice in somebody's language: title, words."""
    said = _facts()["interpreter"]
    return said["title"], said["words"]


def result_words(result: Result) -> str:
    said: str = _facts()["results"][result.value]
    return said


def how_said(how: How) -> str:
    """As it is told afterwards: ``read aloud``."""
    said: str = _facts()["how_said"][how.value]
    return said


def how_words(how: How) -> str:
    """As it is offered on the form: ``I read it aloud``."""
    said: str = _facts()["how"][how.value]
    return said


def languages() -> tuple[Notice, ...]:
    """Every language there is a whole notice in, English first."""
    return tuple(_all().values())


def notice(code: str) -> Notice:
    """Raises KeyError for a language there is none in."""
    return _all()[code]


def version(code: str = "en") -> str:
    """What is kept of which words somebody was told: ``v1 en-easy``."""
    return f"{notice(code).version} {code}"


@cache
def _all() -> Mapping[str, Notice]:
    folder = resources.path("consent/notices")
    read = [read_notice(json.loads(p.read_text("utf-8"))) for p in sorted(folder.glob("*.json"))]
    found = {one.code: one for one in read}
    order = [*_FIRST, *(code for code in found if code not in _FIRST)]
    return {code: found[code] for code in order if code in found}


def read_notice(data: Mapping[str, Any]) -> Notice:
    """The notice in a language's file. Raises BadNotice where it may not be shown."""
    try:
        made = _made(data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadNotice(f"a notice lacks something: {error}") from error
    if tuple(part.block for part in made.parts) != tuple(Block):
        raise BadNotice(f"the notice {made.code} does not have every block once, in order")
    if any(not words.strip() for p in made.parts for words in (p.heading, p.text)):
        raise BadNotice(f"the notice {made.code} has an empty block")
    if made.direction not in ("ltr", "rtl"):
        raise BadNotice(f"the notice {made.code} has no direction")
    return made


def _made(data: Mapping[str, Any]) -> Notice:
    reviewed = data["reviewed"]
    return Notice(
        code=str(data["code"]),
        name=str(data["name"]),
        direction=str(data["direction"]),
        version=str(data["version"]),
        title=str(data["title"]),
        parts=tuple(_part(row) for row in data["blocks"]),
        marks={key: str(data["marks"][key]) for key in ("draft", "overdue")},
        copy=dict(data["copy"]),
        reviewer=str(data["reviewer"] or "").strip(),
        reviewed=None if reviewed is None else date.fromisoformat(reviewed),
        review_due=date.fromisoformat(data["review_due"]),
    )


def _part(row: Mapping[str, Any]) -> Part:
    return Part(Block(row["code"]), str(row["heading"]), str(row["text"]))


def filled(told: Notice, service: Service) -> tuple[Part, ...]:
    """The blocks with the facts of this service in them (how long kept, whom to ask)."""
    facts = {name: str(row["value"]) for name, row in _facts()["facts"].items()}
    known = {**facts, "service": service.words}
    return tuple(Part(p.block, p.heading, _with(p.text, known)) for p in told.parts)


def _with(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace("{" + name + "}", value)
    return text


# --- what was done with it ------------------------------------------------------------------------


class How(Enum):
    """In which form it was given; more than one may be."""

    SHOWN = "SHOWN"
    READ_ALOUD = "READ_ALOUD"
    PRINTED = "PRINTED"
    INTERPRETED = "INTERPRETED"


class Result(Enum):
    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    TOO_UNWELL = "TOO_UNWELL"
    NO_INTERPRETER = "NO_INTERPRETER"


WAITS = frozenset({Result.TOO_UNWELL, Result.NO_INTERPRETER})  # must be tried again


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """``spoken``: the language an interpreter speaks. ``again_at``: when to try again."""

    version: str
    language: str
    result: Result
    how: tuple[How, ...] = ()
    spoken: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One ``notice.given`` as it stands in the ledger."""

    entry: str
    seq: int
    at: datetime
    author: str
    given: NoticeGiven


def given_problems(given: NoticeGiven, now: datetime) -> tuple[Problem, ...]:
    """What to put right before it can be recorded."""
    return (*_how_problems(given), *_again_problems(given, now))


def _how_problems(given: NoticeGiven) -> Iterable[Problem]:
    speaks = How.INTERPRETED in given.how or given.result is Result.NO_INTERPRETER
    if given.result is Result.GIVEN and not given.how:
        yield Problem("how", "Say how the notice was given.")
    if speaks and not given.spoken.strip():
        yield Problem("spoken", "Say which language they speak.")
    if len(given.spoken) > LONGEST_SPOKEN:
        words = f"The language is {len(given.spoken):,} characters long"
        yield Problem("spoken", f"{words}: make it {LONGEST_SPOKEN} or fewer.")


def _again_problems(given: NoticeGiven, now: datetime) -> Iterable[Problem]:
    if given.result in WAITS and given.again_at is None:
        yield Problem("again_at", "Set a time to try again.")
    if given.again_at is not None and given.again_at <= now:
        yield Problem("again_at", "Set a time to try again that is still to come.")


def fold(entries: Iterable[Entry]) -> tuple[Told, ...]:
    """Every time the notice was given or tried, oldest first, of the entries that count; one that
    does not say what such an entry says tells nothing."""
    found = (e for e in entries if e.header.kind == GIVEN and e.believed)
    read = (_told(e) for e in found if Compartment.CLINICAL in e.bodies)
    return tuple(sorted((t for t in read if t is not None), key=lambda told: told.seq))


def _told(entry: Entry) -> Told | None:
    try:
        given = from_body(NoticeGiven, entry.body(Compartment.CLINICAL))
    except (ValueError, TypeError):
        return None
    return Told(entry.header.id, entry.header.seq, entry.at, entry.header.author, given)


def last_given(entries: Iterable[Entry]) -> Told | None:
    """The last time it was really given (not refused, not put off): what consent rests on."""
    return next((t for t in reversed(fold(entries)) if t.given.result is Result.GIVEN), None)


def last_tried(entries: Iterable[Entry]) -> Told | None:
    """The newest, whatever came of it."""
    return next(reversed(fold(entries)), None)


def try_again_at(entries: Iterable[Entry]) -> datetime | None:
    """When the notice is due to be tried again; None once given, or where nobody set a time."""
    told = last_tried(entries)
    return told.given.again_at if told else None
