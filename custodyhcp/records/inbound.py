"""What healthcare was told before seeing somebody, and what it was not told.

Rules kept here (domain clinical 3.1, 7 row 8): each item is written with what was said, or as "not
provided", so that a silence can be seen; it is all clinical; an item nobody has asked about yet is
neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.people import person_of
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

RECORDED = "inbound.recorded"


class About(Enum):
    """What is asked for, in order."""

    ARREST = "Circumstances of the arrest"
    FORCE = "Force used, restraint, sprays or Taser"
    OFFICERS = "Officers' concerns"
    FAMILY = "Family's concerns"
    PROPERTY = "Property that tells of health"
    RISK_ASSESSMENT = "Risk assessment, seen whole"
    MARKERS = "Warning markers"


@dataclass(frozen=True, slots=True)
class Inbound:
    """``said`` holds what was told; an item with no words in it was not provided. ``source`` is
    who told."""

    said: Mapping[About, str] = field(default_factory=dict)
    source: str = ""

    def missing(self) -> tuple[About, ...]:
        """What nobody has asked about yet."""
        return tuple(about for about in About if about not in self.said)


@dataclass(frozen=True, slots=True)
class Told:
    """The last that was recorded, by whom and when."""

    inbound: Inbound
    at: datetime
    author: str


def problems(inbound: Inbound) -> tuple[Problem, ...]:
    """What to put right: every item is answered, with words or as not provided."""
    found = [
        Problem(about.name, f"{about.value}: write it, or choose 'Not provided'.")
        for about in inbound.missing()
    ]
    for about, said in inbound.said.items():
        found += words.too_long(about.name, said, words.LONGEST_TEXT, about.value)
    if any(inbound.said.values()) and not inbound.source:
        found.append(Problem("source", "Say who told you."))
    found += words.too_long("source", inbound.source, words.LONGEST_LINE, "Who told you")
    return tuple(found)


def record(desk: Desk, detention: str, inbound: Inbound) -> Entry:
    """Write the whole list; a later one stands in its place. Raises ``NotComplete``."""
    clean = Inbound(
        {about: words.paragraphs(said) for about, said in inbound.said.items()},
        words.line(inbound.source),
    )
    insist(problems(clean))
    body = {
        "source": clean.source,
        "said": {about.name: said for about, said in clean.said.items() if said},
        "not_provided": [about.name for about, said in clean.said.items() if not said],
    }
    parts = {Compartment.CLINICAL: body}
    person = person_of(desk, detention)
    return desk.append(NewEntry(RECORDED, parts, person=person, detention=detention))[0]


def fold(entries: Iterable[Entry]) -> Told | None:
    """The last that this reader's keys open, or None."""
    last: Told | None = None
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if entry.header.kind == RECORDED and entry.believed and body:
            said = {About[name]: str(text) for name, text in body["said"].items()}
            said |= {About[name]: "" for name in body["not_provided"]}
            last = Told(Inbound(said, str(body["source"])), entry.at, entry.header.author)
    return last


legible.register(RECORDED, Compartment.CLINICAL, lambda entry: fold([entry]))
