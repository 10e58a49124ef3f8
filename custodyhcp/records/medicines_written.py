"""Medicines as they are kept, the verbs that keep them, and what has been kept.

Rules kept here: what the person takes, what is directed and each dose are entries of their own,
sealed to the clinical compartment; a change is a new entry that supersedes; custody learns of a
medicine only by the directions, and of one that healthcare holds never the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, NewEntry, stamp, unstamp
from custodyhcp.ledger.values import Expect
from custodyhcp.records import assessment, doses, medicines, standing, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.assessment import Allergies, AllergyState
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.doses import Dose, Outcome, Slot
from custodyhcp.records.medicines import Directed, Line, Taken
from custodyhcp.records.people import Opened, read_detention
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

TAKEN, DIRECTED, GIVEN = "medicine.history", "medicine.directed", "dose.recorded"
ALLERGIES = "allergies.recorded"
KINDS = (TAKEN, DIRECTED, GIVEN)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry's id, its author and its time, with what it says."""

    entry: str
    at: datetime
    author: str
    taken: Taken


@dataclass(frozen=True, slots=True)
class Medicines:
    """What stands: by the entry that first told of each."""

    taken: Mapping[str, Kept] = field(default_factory=dict)
    directed: Mapping[str, Directed] = field(default_factory=dict)
    newest: Mapping[str, str] = field(default_factory=dict)  # of each directed, its last entry
    doses: tuple[Dose, ...] = ()


class NotDirected(KnownError):
    """The dose is of a medicine that is not directed here, or was stopped."""

    def __init__(self) -> None:
        super().__init__(
            "This medicine is not directed any more, or was changed by a colleague.",
            "Read the chart again, then record the dose.",
        )


class AllergiesChanged(KnownError):
    """A colleague said something else of the allergies since they were read."""

    def __init__(self) -> None:
        super().__init__(
            "A colleague changed the allergies since you read them.",
            "Read them again; what you typed is still there.",
        )


class AlreadySettled(KnownError):
    """Somebody has recorded this dose already: giving it twice must not happen."""

    def __init__(self) -> None:
        super().__init__(
            "This dose has been recorded already.", "Read the chart again before anything is given."
        )


# --- verbs ----------------------------------------------------------------------------------------


def record_taken(desk: Desk, detention: str, taken: Taken, replaces: str | None = None) -> Entry:
    """Keep what the person takes, in place of what ``replaces`` said of the same medicine."""
    opened = read_detention(desk, detention)
    clean = medicines.cleaned_taken(taken)
    insist(medicines.taken_problems(clean, desk.now()))
    return _append(desk, opened, TAKEN, taken_body(clean), replaces)


def direct(desk: Desk, detention: str, directed: Directed, replaces: str | None = None) -> Entry:
    """Direct a medicine; ``replaces`` the first entry of one that is changed or stopped."""
    opened = read_detention(desk, detention)
    clean = medicines.cleaned_directed(directed)
    insist(medicines.directed_problems(clean, desk.now()))
    before = None
    if replaces is not None:
        before = fold(opened.entries).newest.get(replaces)
        if before is None:
            raise NotDirected
    return _append(desk, opened, DIRECTED, directed_body(clean), before)


def record_dose(desk: Desk, detention: str, dose: Dose) -> Entry:
    """Keep what became of a dose; ``dose.directed`` is empty for what the directions have
    healthcare give without a name, and then ``dose.medicine`` is the name as given. Raises
    AlreadySettled where it was recorded meanwhile."""
    opened = read_detention(desk, detention)
    kept = fold(opened.entries)
    slot = _slot(opened, kept, dose)
    clean = replace(
        dose,
        medicine=slot.medicine.line.words if dose.directed else words.line(dose.medicine),
        name=words.line(dose.name),
        witness=words.line(dose.witness),
        reason_words=words.line(dose.reason_words),
    )
    insist(doses.problems(clean, desk.now(), slot.medicine.drug_class))
    if slot.settled:
        raise AlreadySettled
    return _append(desk, opened, GIVEN, dose_body(clean), None)


def _slot(opened: Opened, kept: Medicines, dose: Dose) -> Slot:
    """The time that the dose is of; one not settled, where there are several without a name."""
    if dose.directed:
        directed = kept.directed.get(dose.directed)
        if directed is None or directed.stopped:
            raise NotDirected
        slots = doses.chart({dose.directed: directed}, kept.doses)
    else:
        slots = doses.unnamed(opened.detention.directions, kept.directed, kept.doses)
    there = [one for one in slots if one.due_at == dose.due_at]
    if not there:
        raise NotDirected
    same = [
        one
        for one in there
        if not dose.directed and one.medicine.line.name == words.line(dose.medicine)
    ]
    return min(same or there, key=lambda one: one.settled)


def record_allergies(
    desk: Desk, detention: str, allergies: Allergies, instead_of: Allergies | None = None
) -> Entry:
    """Say anew what the person is allergic to, in one of the four states. Raises AllergiesChanged
    where what stands is not ``instead_of``, which was on the screen."""
    opened = read_detention(desk, detention)
    if instead_of is not None and opened.detention.allergies != instead_of:
        raise AllergiesChanged
    clean = assessment.cleaned_allergies(allergies)
    insist(allergy_problems(clean))
    return _append(desk, opened, ALLERGIES, assessment.allergies_body(clean), None)


def allergy_problems(allergies: Allergies) -> tuple[Problem, ...]:
    """What to put right before they can be recorded."""
    found = list(assessment.allergy_problems(allergies))
    for item in allergies.items:
        if item.severity and item.severity not in medicines.listed("severity"):
            found.append(Problem("severity", "Choose the severity from the list."))
        if item.source not in medicines.listed("allergy_source"):
            found.append(Problem("source", "Say who or what says so."))
    return tuple(found)


def _append(
    desk: Desk, opened: Opened, kind: str, body: Mapping[str, Any], supersedes: str | None
) -> Entry:
    new = NewEntry(
        kind=kind,
        parts={Compartment.CLINICAL: body},
        person=opened.detention.person,
        detention=opened.detention.id,
        supersedes=supersedes,
    )
    return desk.append(new, expect=Expect(opened.detention.id, opened.detention.last_seq))[0]


# --- as they are kept -----------------------------------------------------------------------------


def _stamped(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def _unstamped(text: str | None) -> datetime | None:
    return None if text is None else unstamp(text)


def taken_body(taken: Taken) -> dict[str, Any]:
    return asdict(taken) | {"last_at": _stamped(taken.last_at), "purpose": "THERAPEUTIC"}


def taken_from(body: Mapping[str, Any]) -> Taken:
    told = {key: value for key, value in body.items() if key != "purpose"}
    return Taken(**told | {"line": Line(**body["line"]), "last_at": _unstamped(body["last_at"])})


_TIMES = ("consulted_at", "satisfied_at", "last_at")


def directed_body(directed: Directed) -> dict[str, Any]:
    by = directed.given_by
    times = {name: _stamped(getattr(directed, name)) for name in _TIMES}
    told = {"given_by": None if by is None else by.value, "due": [stamp(at) for at in directed.due]}
    return asdict(directed) | times | told | {"purpose": "THERAPEUTIC"}


def directed_from(body: Mapping[str, Any]) -> Directed:
    told = {key: value for key, value in body.items() if key != "purpose"}
    told |= {name: _unstamped(body[name]) for name in _TIMES}
    by = body["given_by"]
    told["line"] = Line(**body["line"])
    told["given_by"] = None if by is None else GivenBy(by)
    told["due"] = tuple(unstamp(at) for at in body["due"])
    return Directed(**told)


def dose_body(dose: Dose) -> dict[str, Any]:
    return asdict(dose) | {
        "due_at": stamp(dose.due_at),
        "at": stamp(dose.at),
        "next_at": _stamped(dose.next_at),
        "outcome": dose.outcome.value,
        "by": dose.by.value,
        "purpose": "THERAPEUTIC",
    }


def dose_from(body: Mapping[str, Any]) -> Dose:
    told = {key: value for key, value in body.items() if key != "purpose"}
    return Dose(
        **told
        | {
            "due_at": unstamp(body["due_at"]),
            "at": unstamp(body["at"]),
            "next_at": _unstamped(body["next_at"]),
            "outcome": Outcome(body["outcome"]),
            "by": GivenBy(body["by"]),
        }
    )


# --- what has been kept ---------------------------------------------------------------------------


def fold(entries: Iterable[Entry]) -> Medicines:
    """What stands of one stay's medicines, from its entries in order."""
    taken: dict[str, Kept] = {}
    directed: dict[str, Directed] = {}
    first_of: dict[str, str] = {}  # any entry of a directed medicine, to its first
    newest: dict[str, str] = {}
    given: list[Dose] = []
    for entry in entries:
        body, header = entry.body(Compartment.CLINICAL), entry.header
        if header.kind not in KINDS or not entry.believed or not body:
            continue
        if header.kind == GIVEN:
            given.append(dose_from(body))
        elif header.kind == TAKEN:
            taken.pop(header.supersedes or "", None)
            taken[header.id] = Kept(header.id, entry.at, header.author, taken_from(body))
        else:
            first = first_of.get(header.supersedes or "", header.id)
            first_of[header.id] = first
            directed[first], newest[first] = directed_from(body), header.id
    return Medicines(taken, directed, newest, tuple(given))


def allergies_asked(entries: Iterable[Entry]) -> Entry | None:
    """The entry by which the allergies stand as they do: the last that says anything of them."""
    found = None
    for entry in entries:
        body = entry.body(Compartment.CLINICAL)
        if body.get(standing.STRUCK_ALLERGIES) == AllergyState.KNOWN.value and found is not None:
            said = found.body(Compartment.CLINICAL)["allergies_state"]
            found = None if said == AllergyState.NONE_KNOWN.value else found
        if entry.header.kind not in (ALLERGIES, "assessment.recorded") or not entry.believed:
            continue
        if body and body["allergies_state"] != AllergyState.NOT_RECORDED.value:
            found = entry
        elif body and entry.header.kind == ALLERGIES:
            found = None
    return found


def _can_be_read(entry: Entry) -> object:
    return [one.taken.line.words for one in fold([entry]).taken.values()]


legible.register(KINDS, Compartment.CLINICAL, _can_be_read)
