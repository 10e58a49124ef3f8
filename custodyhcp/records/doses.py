"""Doses: what was given of what was due, with reasons; the chart; what is still due. Pure.

Rules kept here (domain clinical 1.4, 3.3 and 7.14): each dose that is not given, or given late, has
its reason from a list; an interview is never one; a Schedule 2 or 3 medicine is given by a health
professional only. What was put off is due again at the time said, and stays late until it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, assert_never

from custodyhcp.records import dates, medicines, words
from custodyhcp.records.directions import Directions, GivenBy
from custodyhcp.records.medicines import Directed, Line
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json


class Outcome(Enum):
    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    ASLEEP = "ASLEEP"
    WITHHELD = "WITHHELD"
    DELAYED = "DELAYED"

    @property
    def words(self) -> str:
        return str(_told()[self.value]["name"])

    @property
    def reasons(self) -> Mapping[str, str]:
        """The reasons that may be given for it, by key."""
        found: Mapping[str, str] = _told()[self.value]["reasons"]
        return found

    @property
    def settles(self) -> bool:
        """Whether nothing is due any more; otherwise it is due again at the time said."""
        match self:
            case Outcome.GIVEN | Outcome.REFUSED | Outcome.WITHHELD:
                return True
            case Outcome.ASLEEP | Outcome.DELAYED:
                return False
            case _:
                assert_never(self)


@cache
def _told() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("records/medicines.json")["outcomes"]
    return found


@cache
def _late_after() -> timedelta:
    return timedelta(minutes=load_json("records/medicines.json")["reason_after_minutes"])


@dataclass(frozen=True, slots=True)
class Dose:
    """``medicine`` in its words; ``directed`` the entry that directed it. ``at`` is when it was
    given or offered; ``by`` who, ``name`` where that is not the author."""

    medicine: str
    directed: str
    due_at: datetime
    outcome: Outcome
    at: datetime
    by: GivenBy
    name: str = ""
    witness: str = ""
    reason: str = ""
    reason_words: str = ""
    next_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Given so long after its time that the reason has to be said."""
        return self.outcome is Outcome.GIVEN and self.at - self.due_at >= _late_after()

    @property
    def why(self) -> str:
        listed = self.outcome.reasons.get(self.reason, "")
        return ": ".join(part for part in (listed, self.reason_words) if part)


def problems(dose: Dose, now: datetime, drug_class: str) -> tuple[Problem, ...]:
    """Everything to put right before it is recorded. ``drug_class`` as it was directed; empty for
    what the directions have healthcare give without a name."""
    found: list[Problem] = []
    if not dose.medicine:
        found.append(Problem("medicine", "Say which medicine it is."))
    if dose.at > now:
        found.append(Problem("at", "The time is in the future."))
    may = medicines.may_give(drug_class) if drug_class else (GivenBy.HCP,)
    if dose.by not in may:
        found.append(Problem("by", "Only a health professional gives this class of medicine."))
    if dose.by is GivenBy.CUSTODY and not dose.name:
        found.append(Problem("name", "Name who in the custody team handed it over."))
    found += _reason_problems(dose)
    if not dose.outcome.settles and (dose.next_at is None or dose.next_at <= dose.at):
        found.append(Problem("next_at", "Say when it will be offered again."))
    if dose.outcome.settles and dose.next_at is not None:
        found.append(Problem("next_at", "It is settled: nothing is due again."))
    typed = ("name", "witness", "reason_words", *(() if dose.directed else ("medicine",)))
    for name in typed:
        found += words.too_long(name, getattr(dose, name), words.LONGEST_LINE, "This line")
    return tuple(found)


def _reason_problems(dose: Dose) -> list[Problem]:
    never: Sequence[str] = load_json("records/medicines.json")["never_a_reason"]
    if any(word in dose.reason_words.casefold() for word in never):
        said = "An interview is never a reason to hold back, delay or time a medicine."
        return [Problem("reason_words", said)]
    if dose.reason and dose.reason not in dose.outcome.reasons:
        return [Problem("reason", "Choose the reason from the list.")]
    if (dose.late or dose.outcome is not Outcome.GIVEN) and not dose.reason:
        said = "It is given late: say why." if dose.late else "Say why it was not given."
        return [Problem("reason", said)]
    if dose.reason == "OTHER" and not dose.reason_words:
        return [Problem("reason_words", "Say what the other reason is.")]
    return []


# --- the chart ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which one medicine is due, and what was recorded of it, the last at the end.
    ``due_at`` is the time first directed, ``when`` the time it is due now."""

    directed: str
    medicine: Directed
    due_at: datetime
    doses: tuple[Dose, ...] = ()

    @property
    def settled(self) -> bool:
        return bool(self.doses) and self.doses[-1].outcome.settles

    @property
    def when(self) -> datetime:
        last = self.doses[-1] if self.doses else None
        return last.next_at if last is not None and last.next_at is not None else self.due_at


def chart(directed: Mapping[str, Directed], doses: Iterable[Dose]) -> tuple[Slot, ...]:
    """Every time of every medicine, in order of time. What was stopped keeps only the times of
    which something was recorded."""
    given = tuple(doses)
    slots = []
    for entry, medicine in directed.items():
        for due in medicine.due:
            told = tuple(d for d in given if d.directed == entry and _same(d.due_at, due))
            if told or not medicine.stopped:
                slots.append(Slot(entry, medicine, due, told))
    return tuple(sorted(slots, key=lambda slot: (slot.when, slot.medicine.line.name)))


def once_more(slot: Slot, kept: Iterable[Dose], at: datetime) -> str:
    """What to look at before another dose is given at ``at``: on that day, by the UK clock, it was
    given as often as its frequency says. Empty where it was not."""
    given = [
        dose
        for dose in kept
        if slot.directed
        and dose.directed == slot.directed
        and dose.outcome is Outcome.GIVEN
        and dates.today(dose.at) == dates.today(at)
    ]
    return medicines.more_often(slot.medicine.line, len(given) + 1)


def unnamed(
    directions: Directions | None, directed: Mapping[str, Directed], doses: Iterable[Dose]
) -> tuple[Slot, ...]:
    """What the directions have healthcare give at a time for which no medicine is directed here:
    a slot without a name, with what was recorded of it. ``directed`` is empty in each."""
    given = [dose for dose in doses if not dose.directed]
    due = [m.due for m in directions.medicines if _held(m.given_by, m.due)] if directions else []
    found = []
    for place, at in enumerate(due):
        if at is None:
            continue
        named = sum(_same(at, one) for one in _directed_times(directed))
        before = sum(one is not None and _same(one, at) for one in due[:place]) - named
        if before < 0:
            continue
        names = list(dict.fromkeys(d.medicine for d in given if _same(d.due_at, at)))
        name = names[before] if before < len(names) else ""
        told = tuple(d for d in given if name and d.medicine == name and _same(d.due_at, at))
        found.append(Slot("", Directed(Line(name), "", GivenBy.HCP, (at,)), at, told))
    return tuple(found)


def _directed_times(directed: Mapping[str, Directed]) -> Iterable[datetime]:
    going = (one for one in directed.values() if one.given_by is GivenBy.HCP and not one.stopped)
    return (at for one in going for at in one.due)


def _same(one: datetime, other: datetime) -> bool:
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def due_for_healthcare(
    directions: Directions | None, directed: Mapping[str, Directed], doses: Iterable[Dose]
) -> tuple[datetime, ...]:
    """The times at which healthcare must still give something: those of the directions that
    custody has, which name no medicine, and those of the medicines directed here.

    A direction without a name is done when as many medicines are settled for its time as there
    are directions for that time; put off, it is due when the dose is."""
    given = tuple(doses)
    slots = chart(directed, given)
    due = [s.when for s in slots if s.medicine.given_by is GivenBy.HCP and not s.settled]
    held = [m.due for m in directions.medicines if _held(m.given_by, m.due)] if directions else []
    for place, at in enumerate(held):
        if at is None:
            continue
        before = sum(one is not None and _same(one, at) for one in held[:place])
        told = _told_at(given, at)
        if before >= len(told):
            due.append(at)
        elif not told[before].outcome.settles:
            due.append(told[before].next_at or at)
    return tuple(sorted(due))


def _held(given_by: GivenBy, due: datetime | None) -> bool:
    return given_by is GivenBy.HCP and due is not None


def _told_at(doses: Iterable[Dose], at: datetime) -> list[Dose]:
    """The last dose of each medicine that was due then, settled ones first."""
    last: dict[str, Dose] = {}
    for dose in doses:
        if _same(dose.due_at, at):
            last[dose.directed or dose.medicine.casefold()] = dose
    return sorted(last.values(), key=lambda dose: not dose.outcome.settles)
