"""What somebody takes, and a medicine directed in custody: the words of a dose, and who may give
it. Pure.

Rules kept here (PACE Code C 9.9 to 9.12; domain clinical 1.4 and 3.3, outputs 4.4): Schedule 2 and
3 only by a health professional; 4 and 5 by custody only where both were satisfied, with name and
time; a health professional was consulted before anything brought in is used; opioid substitution
needs the last dose confirmed and the missed days counted; units in full, no trailing nought. No
dose is worked out or suggested. The table is data, that it is kept to is code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from custodyhcp.records import words
from custodyhcp.records.assessment import Allergies
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json

MOST_TIMES = 12


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("records/medicines.json")
    return found


def listed(name: str) -> Mapping[str, str]:
    """The words to choose from for ``unit``, ``route`` and the like, by their keys."""
    found: Mapping[str, str] = _table()["lists"][name]
    return found


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of 1.4: who may give it, and whether both must be satisfied for custody to."""

    key: str
    name: str
    given_by: tuple[GivenBy, ...]
    both_satisfied: bool
    examples: tuple[str, ...]


@cache
def classes() -> Mapping[str, DrugClass]:
    return {
        one["key"]: DrugClass(
            one["key"],
            one["name"],
            tuple(GivenBy(who) for who in one["given_by"]),
            one["both_satisfied"],
            tuple(one["examples"]),
        )
        for one in _table()["classes"]
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A medicine and its dose. ``amount`` as written (``0.5``); the rest by key, or empty."""

    name: str
    brand: str = ""
    strength: str = ""
    form: str = ""
    amount: str = ""
    unit: str = ""
    route: str = ""
    frequency: str = ""

    @property
    def dose(self) -> str:
        """``40 mL``; empty where none was recorded."""
        return f"{amount_words(self.amount)} {listed('unit')[self.unit]}" if self.amount else ""

    @property
    def what(self) -> str:
        """The part of the line between the name and the dose."""
        parts = (self.brand.upper(), self.strength, listed("form").get(self.form, ""))
        return " — ".join(part for part in parts if part)

    @property
    def how(self) -> str:
        """The part of the line after the dose."""
        parts = (listed("route").get(self.route, ""), listed("frequency").get(self.frequency, ""))
        return " — ".join(part for part in parts if part)

    @property
    def words(self) -> str:
        """In the order of CUI: name — BRAND — strength — form — DOSE dose — route — frequency."""
        parts = (
            self.name.lower(),
            self.what,
            f"DOSE {self.dose}" if self.dose else "",
            self.how,
        )
        return " — ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the person takes, where it is known from, and when they last had it. ``last_at`` is the
    moment, where one is known; ``last_said_by`` who says so."""

    line: Line
    source: str
    confirmed_by: str = ""
    last_at: datetime | None = None
    last_words: str = ""
    last_said_by: str = ""
    with_them: str = ""
    long_acting: bool = False


@dataclass(frozen=True, slots=True)
class Directed:
    """A medicine to be given in custody, and what the rules ask to be recorded with it."""

    line: Line
    drug_class: str
    given_by: GivenBy | None
    due: tuple[datetime, ...]
    brought_in: bool | None = None
    consulted: str = ""
    consulted_at: datetime | None = None
    both_satisfied: bool = False
    officer: str = ""
    satisfied_at: datetime | None = None
    last_at: datetime | None = None
    last_confirmed_by: str = ""
    missed_days: int | None = None
    prescriber: str = ""
    keep_why: str = ""
    instructions: str = ""
    stopped: str = ""  # why it is given no longer


# --- the words of a dose --------------------------------------------------------------------------

_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,6})(\.[0-9]{0,3}[1-9])?")


def amount_problem(amount: str) -> str:
    """Why an amount may not stand as written; empty where it may."""
    if re.fullmatch(r"\.[0-9]+", amount):
        return f"Write a nought before the point: 0{amount}."
    if re.fullmatch(r"[0-9]+\.[0-9]*0", amount) or amount.endswith("."):
        return "Leave out the noughts and the point at the end, which can be misread."
    if not _AMOUNT.fullmatch(amount) or amount == "0":
        return "Write the amount as a number, such as 40 or 2.5."
    return ""


def amount_words(amount: str) -> str:
    """With a comma at 1,000, otherwise as written."""
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}"


def in_full(text: str) -> str:
    """The first abbreviation in ``text`` that must be written in full, with what to write; empty
    where there is none."""
    known: Mapping[str, str] = _table()["abbreviations"]
    for word in re.findall(r"[^\W\d_]+", text):
        if word.casefold() in known:
            return f"Write '{known[word.casefold()]}' for '{word}'."
    return ""


# --- what must be put right -----------------------------------------------------------------------


def line_problems(line: Line) -> list[Problem]:
    """About the medicine and its dose."""
    found = []
    if not line.name:
        found.append(Problem("name", "Give the name of the medicine."))
    if bool(line.amount) != bool(line.unit):
        found.append(Problem("amount", "Give the dose as a number and its unit."))
    elif line.amount and amount_problem(line.amount):
        found.append(Problem("amount", amount_problem(line.amount)))
    for name in ("name", "brand", "strength"):
        text = getattr(line, name)
        found += words.too_long(name, text, words.LONGEST_LINE, f"The {name}")
        if name == "strength" and in_full(text):
            found.append(Problem(name, in_full(text)))
    for name in ("unit", "form", "route", "frequency"):
        if getattr(line, name) and getattr(line, name) not in listed(name):
            found.append(Problem(name, "Choose from the list."))
    return found


def taken_problems(taken: Taken, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before it can be recorded as what they take."""
    found = line_problems(taken.line)
    if taken.source not in listed("source"):
        found.append(Problem("source", "Say where this is known from."))
    elif taken.source not in ("PERSON", "PACKET") and not taken.confirmed_by:
        found.append(Problem("confirmed_by", "Say who confirmed it."))
    if taken.with_them not in listed("with_them"):
        found.append(Problem("with_them", "Say whether they have it with them."))
    known = taken.last_at is not None or bool(taken.last_words)
    if known and taken.last_said_by not in listed("said_by"):
        found.append(Problem("last_said_by", "Say who says when the last dose was."))
    if taken.last_at is not None and taken.last_at > now:
        found.append(Problem("last_at", "The last dose is in the future."))
    for name in ("confirmed_by", "last_words"):
        found += words.too_long(name, getattr(taken, name), words.LONGEST_LINE, "This line")
    return tuple(found)


def named_in(name: str, names: tuple[str, ...] | list[str]) -> bool:
    """Whether any of ``names`` stands in ``name`` as words of its own."""
    return any(f" {_spoken(one)} " in f" {_spoken(name)} " for one in names)


def _spoken(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def is_substitution(name: str) -> bool:
    return named_in(name, _table()["substitution"])


def listed_classes(name: str) -> tuple[DrugClass, ...]:
    """The classes whose examples name this medicine; empty where none does."""
    return tuple(one for one in classes().values() if named_in(name, one.examples))


def may_give(drug_class: str) -> tuple[GivenBy, ...]:
    """Who may give a medicine of that class; nobody before it is chosen."""
    known = classes().get(drug_class)
    return known.given_by if known else ()


def directed_problems(directed: Directed, now: datetime) -> tuple[Problem, ...]:
    """Everything to put right before the medicine is directed."""
    found = line_problems(directed.line)
    if not directed.line.amount and not found:
        found.append(Problem("amount", "Give the dose as the prescriber wrote it."))
    found += _class_problems(directed)
    found += _consult_problems(directed, now)
    if is_substitution(directed.line.name):
        found += _substitution_problems(directed, now)
    if not directed.due:
        found.append(Problem("due", "Give at least one time at which it is due."))
    if len(directed.due) > MOST_TIMES or len(set(directed.due)) != len(directed.due):
        found.append(Problem("due", f"Give each time once, and {MOST_TIMES} at most."))
    if directed.drug_class == "EMERGENCY" and not directed.keep_why:
        found.append(Problem("keep_why", "Say why they may or may not keep it in the cell."))
    for name in ("consulted", "officer", "last_confirmed_by", "prescriber", "keep_why"):
        found += words.too_long(name, getattr(directed, name), words.LONGEST_LINE, "This line")
    for name in ("instructions", "stopped"):
        found += words.too_long(name, getattr(directed, name), words.LONGEST_LINE, "This line")
    if in_full(directed.instructions):
        found.append(Problem("instructions", in_full(directed.instructions)))
    return tuple(found)


_MOST_IN_24_H = {
    "ONCE": 1, "TWICE": 2, "THREE": 3, "FOUR": 4, "MORNING": 1, "NIGHT": 1, "WEEKLY": 1,
    "MONTHLY": 1, "ONCE_NOW": 1,
}  # fmt: skip


def more_often(line: Line, times: int) -> str:
    """To be looked at, never a refusal: ``times`` within one day are more than the frequency
    written says. Empty where they are not, or it names no number."""
    most = _MOST_IN_24_H.get(line.frequency, times)
    if times <= most:
        return ""
    said = listed("frequency")[line.frequency]
    return f"It is written as {said}, and this makes {times} within a day. Check that it is right."


def _class_problems(directed: Directed) -> list[Problem]:
    known = classes().get(directed.drug_class)
    if known is None:
        return [Problem("drug_class", "Choose the class of the medicine.")]
    found = []
    listing = listed_classes(directed.line.name)
    if listing and known not in listing:
        names = " or ".join(one.name for one in listing)
        found.append(Problem("drug_class", f"This medicine is listed as: {names}."))
    if directed.given_by is None:
        found.append(Problem("given_by", "Say who gives it."))
    elif directed.given_by not in known.given_by:
        found.append(Problem("given_by", f"{known.name}: only a health professional gives it."))
    elif directed.given_by is GivenBy.CUSTODY and known.both_satisfied:
        found += _satisfied_problems(directed)
    return found


def _satisfied_problems(directed: Directed) -> list[Problem]:
    found = []
    if not directed.both_satisfied:
        said = "You and the custody officer must both be satisfied that there is no risk of harm."
        found.append(Problem("both_satisfied", said))
    if not directed.officer:
        found.append(Problem("officer", "Name the custody officer who is satisfied."))
    if directed.satisfied_at is None:
        found.append(Problem("satisfied_at", "Say when you both were satisfied."))
    return found


def _consult_problems(directed: Directed, now: datetime) -> list[Problem]:
    found = []
    if directed.brought_in is None:
        found.append(Problem("brought_in", "Say whether it was brought in with the person."))
    if directed.brought_in or directed.given_by is GivenBy.CUSTODY:
        if not directed.consulted:
            said = "Say which health professional was consulted before it is used."
            found.append(Problem("consulted", said))
        if directed.consulted_at is None:
            found.append(Problem("consulted_at", "Say when they were consulted."))
    for name in ("consulted_at", "satisfied_at", "last_at"):
        at = getattr(directed, name)
        if at is not None and at > now:
            found.append(Problem(name, "This time is in the future."))
    return found


def _substitution_problems(directed: Directed, now: datetime) -> list[Problem]:
    found = []
    if directed.last_at is None:
        found.append(Problem("last_at", "Say when the last dose was, as it was confirmed."))
    if not directed.last_confirmed_by:
        found.append(Problem("last_confirmed_by", "Say who confirmed the last dose."))
    if directed.missed_days is None or directed.missed_days < 0:
        found.append(Problem("missed_days", "Say how many days in a row were missed; 0 for none."))
    elif directed.missed_days >= _table()["missed_days_limit"] and not directed.prescriber:
        said = f"{_table()['missed_days_words']} Name the prescriber and what they decided."
        found.append(Problem("prescriber", said))
    return found


def against_allergy(name: str, allergies: Allergies) -> str:
    """A prompt where a recorded allergy shares a word with the medicine; empty otherwise."""
    spoken = set(re.findall(r"[^\W\d_]{4,}", name.casefold()))
    for item in allergies.items:
        if spoken & set(re.findall(r"[^\W\d_]{4,}", item.agent.casefold())):
            return f"Allergy recorded: {item.words}. Check before this is given."
    return ""


# --- cleaned, and as it is kept -------------------------------------------------------------------


def cleaned_line(line: Line) -> Line:
    names = ("name", "brand", "strength", "amount")
    texts: dict[str, Any] = {name: words.line(getattr(line, name)) for name in names}
    return replace(line, **texts)


def cleaned_taken(taken: Taken) -> Taken:
    return replace(
        taken,
        line=cleaned_line(taken.line),
        confirmed_by=words.line(taken.confirmed_by),
        last_words=words.line(taken.last_words),
    )


_DIRECTED_TEXTS = (
    "consulted",
    "officer",
    "last_confirmed_by",
    "prescriber",
    "keep_why",
    "instructions",
    "stopped",
)


def cleaned_directed(directed: Directed) -> Directed:
    texts: dict[str, Any] = {n: words.line(getattr(directed, n)) for n in _DIRECTED_TEXTS}
    return replace(
        directed, line=cleaned_line(directed.line), due=tuple(sorted(directed.due)), **texts
    )
