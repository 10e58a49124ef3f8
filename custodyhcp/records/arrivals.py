"""Somebody brought into custody: what is asked, cleaned and checked. Pure.

Rules kept here: a custody reference and some part of a name are needed; a date of birth may be
unknown but not impossible; an NHS number is kept only if it is valid, and never as verified unless
somebody says they saw it confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import stamp
from custodyhcp.records import dates, nhs_number, words
from custodyhcp.records.custody_list import CLOCK_TOLERANCE
from custodyhcp.records.identity import Identity, Sex, birth_problem
from custodyhcp.records.names import plain
from custodyhcp.records.nhs_number import Issuer, NhsNumber, NhsStatus, NotANumber, Verified
from custodyhcp.records.words import Problem

LONGEST_REFERENCE = 40
LONGEST_CELL = 12
MOST_ALIASES = 20


class NotComplete(KnownError):
    """Something has to be put right first; ``problems`` say what, field by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.words for problem in problems))
        self.problems = problems


def insist(problems: tuple[Problem, ...]) -> None:
    """Raise ``NotComplete`` if there is any problem."""
    if problems:
        raise NotComplete(problems)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person and where they are. ``nhs`` is as typed; empty where it is not known."""

    who: Identity
    custody_ref: str
    cell: str
    arrived_at: datetime
    nhs: str = ""
    nhs_status: NhsStatus = NhsStatus.NOT_TRACED
    requested_at: datetime | None = None
    reason_for_call: str = ""


def cleaned_identity(who: Identity) -> Identity:
    """Names on one line each, hidden characters left out, empty aliases dropped."""
    return replace(
        who,
        family=words.line(who.family),
        given=words.line(who.given),
        title=words.line(who.title).strip("()").rstrip("."),
        preferred=words.line(who.preferred),
        aliases=tuple(filter(None, map(words.line, who.aliases))),
        language=words.line(who.language),
    )


def cleaned(arrival: Arrival) -> Arrival:
    return replace(
        arrival,
        who=cleaned_identity(arrival.who),
        custody_ref=words.line(arrival.custody_ref),
        cell=words.line(arrival.cell),
        nhs=words.line(arrival.nhs),
        reason_for_call=words.line(arrival.reason_for_call),
    )


def enriched(known: Identity, typed: Identity) -> Identity:
    """Who is known, with what was typed now and not known before: another spelling is kept as
    another name, and nothing that was known is replaced."""
    said = typed.name.partition(" (")[0]
    names = {plain(name) for name in (known.name.partition(" (")[0], *known.aliases)}
    other = f"{typed.given} {typed.family}".strip()
    fresh = other and plain(said) not in names and plain(other) not in names
    return replace(
        known,
        preferred=known.preferred or typed.preferred,
        dob=known.dob or typed.dob,
        sex=typed.sex if known.sex is Sex.NOT_KNOWN else known.sex,
        aliases=(*dict.fromkeys((*known.aliases, *typed.aliases, *((other,) if fresh else ()))),),
        no_fixed_abode=known.no_fixed_abode or typed.no_fixed_abode,
        language=known.language or typed.language,
        interpreter=known.interpreter if typed.interpreter is None else typed.interpreter,
    )


def identity_problems(who: Identity, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right about who it is."""
    found: list[Problem] = []
    if not who.family and not who.given:
        found.append(Problem("family", "Give a family name, or write 'Not known'."))
    for field, name in (("family", "The family name"), ("given", "The given names")):
        found += words.too_long(field, getattr(who, field), words.LONGEST_NAME, name)
    found += words.too_long("title", who.title, 20, "The title")
    found += words.too_long("preferred", who.preferred, words.LONGEST_NAME, "The preferred name")
    found += words.too_long("language", who.language, words.LONGEST_NAME, "The language")
    if len(who.aliases) > MOST_ALIASES:
        found.append(Problem("aliases", f"Write {MOST_ALIASES} other names or fewer."))
    for alias in who.aliases:
        found += words.too_long("aliases", alias, words.LONGEST_NAME, "An alias")
    wrong = "" if who.dob is None else birth_problem(who.dob, dates.today(now))
    return (*found, *([Problem("dob", wrong)] if wrong else []))


def problems(
    arrival: Arrival, now: datetime, *, demonstration: bool = False
) -> tuple[Problem, ...]:
    """Everything to put right before this person can be added, in a demonstration or not."""
    found = list(identity_problems(arrival.who, now))
    found += nhs_problems(arrival.nhs, demonstration=demonstration)
    if not arrival.custody_ref:
        found.append(Problem("custody_ref", "Give the custody reference."))
    found += words.too_long(
        "custody_ref", arrival.custody_ref, LONGEST_REFERENCE, "The custody reference"
    )
    found += words.too_long("cell", arrival.cell, LONGEST_CELL, "The cell")
    found += words.too_long("reason", arrival.reason_for_call, words.LONGEST_LINE, "The reason")
    if arrival.arrived_at > now + CLOCK_TOLERANCE:
        found.append(Problem("arrived_at", "The arrival is in the future."))
    return tuple(found)


def nhs_problems(typed: str, *, demonstration: bool = False) -> tuple[Problem, ...]:
    """A problem where something was typed that is not a valid NHS number; in a demonstration,
    where it could be somebody's."""
    read = nhs_number.read(typed) if typed else None
    if demonstration and isinstance(read, NhsNumber) and read.issuer is not Issuer.TEST:
        return (Problem("nhs", COULD_BE_SOMEBODY_S),)
    return (Problem("nhs", read.why),) if isinstance(read, NotANumber) else ()


COULD_BE_SOMEBODY_S = (
    "This is a demonstration, and that number could be a real patient's. Use a test number: one"
    " that begins with 9, such as 943 476 5919."
)


def nhs_body(
    typed: str, status: NhsStatus, verified: Verified | None = None
) -> dict[str, str | None]:
    """The clinical part of a person: the ten digits, or null and "not present"; and who saw it
    confirmed, where and when."""
    read = nhs_number.read(typed) if typed else None
    if read is None or isinstance(read, NotANumber):
        return {"nhs_number": None, "nhs_status": NhsStatus.NOT_PRESENT.value}
    body: dict[str, str | None] = {"nhs_number": read.digits, "nhs_status": status.value}
    if verified is not None and status is NhsStatus.VERIFIED:
        seen = {"verified_by": verified.by, "verified_at": stamp(verified.at)}
        body |= {**seen, "verified_on": verified.on.name}
    return body
