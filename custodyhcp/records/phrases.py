"""Each writer's own quick phrases: an abbreviation after a semicolon, and what it stands for.

Rules kept here: there are none but those the writer made; a phrase stands in the box in full before
anything is signed; they are sealed to healthcare, because people write clinical words into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

KEPT = "phrases.kept"
MOST, LONGEST = 200, 2_000
_NAME = re.compile(r"[a-z0-9]{1,12}")


def read(typed: str) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """``;abc = what it stands for``, one a line, as a table; and what is to be put right."""
    found: dict[str, str] = {}
    problems = []
    for line in filter(None, (words.line(one) for one in typed.splitlines())):
        name, equals, text = line.partition("=")
        name, text = name.strip().removeprefix(";").casefold(), text.strip()
        if not equals or not text or not _NAME.fullmatch(name):
            said = f"Write each as ';abc = what it stands for'. This is not: {line[:40]}"
            problems.append(Problem("phrases", said))
            continue
        if name in found:
            problems.append(Problem("phrases", f"';{name}' stands there twice."))
        problems += words.too_long("phrases", text, LONGEST, f"';{name}'")
        found[name] = text
    if len(found) > MOST:
        problems.append(Problem("phrases", f"Keep {MOST} phrases or fewer."))
    return found, tuple(problems)


def written(phrases: Mapping[str, str]) -> str:
    """As ``read`` reads it."""
    return "\n".join(f";{name} = {text}" for name, text in sorted(phrases.items()))


def keep(desk: Desk, typed: str) -> Entry:
    """In place of those that this person kept before. Raises ``NotComplete``."""
    found, problems = read(typed)
    insist(problems)
    return desk.append(NewEntry(KEPT, {Compartment.CLINICAL: {"phrases": dict(found)}}))[0]


def of(desk: Desk) -> Mapping[str, str]:
    """Those of whoever is signed in."""
    return fold(desk.read(kinds=(KEPT,)), desk.session.staff)


def fold(entries: Iterable[Entry], staff: str) -> Mapping[str, str]:
    """The last that ``staff`` kept."""
    mine = [e for e in entries if e.header.author == staff and e.header.kind == KEPT and e.believed]
    told = mine[-1].body(Compartment.CLINICAL).get("phrases", {}) if mine else {}
    return {str(name): str(text) for name, text in told.items()}


def expanded(before: str, phrases: Mapping[str, str]) -> tuple[int, str] | None:
    """What the abbreviation at the end of ``before`` stands for, and how many letters it takes the
    place of; None where there is none that the writer made."""
    found = re.search(r"(?:^|\s);([a-zA-Z0-9]{1,12})$", before)
    if not found or found[1].casefold() not in phrases:
        return None
    return len(found[1]) + 1, phrases[found[1].casefold()]
