"""The care summary for a person's GP practice: which sections, in what order, in what words.

Rules kept here (domain outputs 2.1 to 2.4):

- "Actions for GP practice" comes first; where there are none it says so.
- Every heading of the mandatory set is always present. An empty one carries an explicit negative,
  so that silence never means "none".
- Allergies have four states, and "not asked" is never shown as "none".
- An impression in custody is labelled as not a confirmed diagnosis.
- The NHS number is shown 3-3-4 with words for its status.

The headings are those that PRSB and ITK specifications name; their text is not copied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import assert_never

from custodyhcp.records.assessment import AllergyState
from custodyhcp.records.dates import cui_date, cui_date_time
from custodyhcp.sharing.plain import one_line, paragraphs

MARKING = "Confidential: personal data"
TITLE = "Custody healthcare summary for GP"
NO_ACTION = "No action requested: for information."


class ActionStatus(Enum):
    REQUESTED = "REQUESTED"
    PLANNED = "PLANNED"
    COMPLETED = "COMPLETED"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done: what, by whom, by when, and whether it is asked for or done."""

    what: str
    who: str
    when: str = ""
    status: ActionStatus = ActionStatus.REQUESTED


@dataclass(frozen=True, slots=True)
class Patient:
    """Who the summary is about. ``nhs_number`` is ten digits or None."""

    family: str
    given: str
    title: str = ""
    preferred: str = ""
    dob: date | None = None
    sex: str = ""
    nhs_number: str | None = None
    nhs_status: str = "not verified"
    address: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """``code`` is the ODS code; an empty ``name`` reads as no known practice."""

    name: str = ""
    code: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    organisation: str = ""
    phone: str = ""
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class Clinician:
    name: str
    role: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Medicines:
    """Medicine lines in words, kept apart by how they are known."""

    said_to_take: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a care summary says. Texts may hold several paragraphs."""

    reference: str
    version: int
    patient: Patient
    practice: Practice
    service: Service
    clinician: Clinician
    seen_at: datetime
    prepared_at: datetime
    consent: str
    actions: tuple[Action, ...] = ()
    reason: str = ""
    narrative: str = ""
    impression: str = ""
    findings: str = ""
    procedures: str = ""
    medicines: Medicines = Medicines()
    allergy_state: AllergyState = AllergyState.NOT_RECORDED
    allergies: tuple[str, ...] = ()
    risks: str = ""
    discharge: str = ""
    advice: str = ""
    copies: tuple[str, ...] = ()
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; ``negative`` says that the lines only state an absence."""

    heading: str
    lines: tuple[str, ...]
    negative: bool = False


def nhs_number_shown(digits: str | None) -> str:
    """``943 476 5919`` with no-break spaces, or words where there is none."""
    if not digits or len(digits) != 10:
        return "not known"
    return f"{digits[:3]}\u00a0{digits[3:6]}\u00a0{digits[6:]}"


def patient_name(patient: Patient) -> str:
    """``SMITH, John Simon (Mr)``."""
    given = one_line(patient.given)
    name = one_line(patient.family).upper() + (f", {given}" if given else "")
    title = one_line(patient.title).rstrip(".")
    return f"{name} ({title})" if title else name


def sections(summary: Summary) -> tuple[Section, ...]:
    """Every section in reading order; the mandatory ones always, the others where said."""
    s = summary
    return tuple(
        section
        for section in (
            _actions(s.actions),
            _section("Reason for healthcare contact", s.reason, "Not recorded."),
            _section("Clinical summary", s.narrative, "No clinical summary was written."),
            _diagnoses(s.impression),
            _optional("Examination findings", s.findings),
            _section("Procedures", s.procedures, "None carried out."),
            _medicines(s.medicines),
            _allergies(s.allergy_state, s.allergies),
            _optional("Risks and safety alerts", s.risks),
            _section("Discharge details", s.discharge, "Still in custody when this was written."),
            _optional("Information and advice given", s.advice),
            _section("Consent to share", s.consent, "Not recorded."),
            _practice(s.practice),
            _contact(s.service),
            _completed_by(s),
            _copies(s),
        )
        if section is not None
    )


def _section(heading: str, text: str, negative: str) -> Section:
    lines = paragraphs(text)
    return Section(heading, lines or (negative,), not lines)


def _optional(heading: str, text: str) -> Section | None:
    lines = paragraphs(text)
    return Section(heading, lines) if lines else None


def _action_line(action: Action) -> str:
    match action.status:
        case ActionStatus.REQUESTED:
            status = "Requested"
        case ActionStatus.PLANNED:
            status = "Planned"
        case ActionStatus.COMPLETED:
            status = "Completed"
        case _:
            assert_never(action.status)
    who, when = one_line(action.who), one_line(action.when)
    said = [status, *([f"by {who}"] if who else []), *([when] if when else [])]
    return f"{one_line(action.what)} ({', '.join(said)})"


def _actions(actions: tuple[Action, ...]) -> Section:
    lines = tuple(_action_line(action) for action in actions)
    return Section("Actions for GP practice", lines or (NO_ACTION,), not lines)


def _diagnoses(impression: str) -> Section:
    lines = paragraphs(impression)
    if not lines:
        return Section("Diagnoses", ("No diagnosis was made in custody.",), True)
    return Section("Diagnoses", ("Impression in custody, not a confirmed diagnosis:", *lines))


def _listed(label: str, items: Iterable[str], negative: str) -> tuple[str, ...]:
    said = [one_line(item) for item in items if item.strip()]
    return tuple(f"{label}: {item}" for item in said) if said else (f"{label}: {negative}",)


def _medicines(m: Medicines) -> Section:
    lines = (
        *_listed("Said to be taking", m.said_to_take, "none said"),
        *_listed("Confirmed", m.confirmed, "nothing confirmed by another source"),
        *_listed("Given in custody", m.given, "none given"),
        *_listed("Omitted or delayed", m.omitted, "none"),
        *_listed("Changes", m.changes, "none made"),
    )
    nothing = not any((m.said_to_take, m.confirmed, m.given, m.omitted, m.changes))
    return Section("Medications and medical devices", lines, nothing)


def _allergies(state: AllergyState, known: tuple[str, ...]) -> Section:
    heading = "Allergies and adverse reactions"
    match state:
        case AllergyState.KNOWN:
            said = tuple(one_line(item) for item in known if item.strip())
            return Section(heading, ("Known allergies:", *(said or ("details not recorded",))))
        case AllergyState.NONE_KNOWN:
            return Section(heading, ("No known allergies. The person was asked.",), True)
        case AllergyState.NOT_RECORDED:
            return Section(heading, ("Allergies not recorded: nobody has asked.",), True)
        case AllergyState.UNAVAILABLE:
            words = "Allergies unavailable: the person could not be asked."
            return Section(heading, (words,), True)
        case _:
            assert_never(state)


def _practice(practice: Practice) -> Section:
    if not practice.name.strip():
        return Section("GP practice", ("No known GP practice",), True)
    code = f" ({one_line(practice.code)})" if practice.code else ""
    lines = (one_line(practice.name) + code, one_line(practice.address), one_line(practice.phone))
    return Section("GP practice", tuple(line for line in lines if line))


def _contact(service: Service) -> Section:
    lines = (service.name, service.organisation, service.phone, service.mailbox)
    said = tuple(one_line(line) for line in lines if line.strip())
    return Section("Contact for further information", said or ("Not recorded.",), not said)


def _completed_by(s: Summary) -> Section:
    c = s.clinician
    said = ", ".join(one_line(part) for part in (c.name, c.role, c.registration) if part.strip())
    lines = (
        said or "Not recorded.",
        f"Seen {cui_date_time(s.seen_at)}. Completed {cui_date_time(s.prepared_at)}.",
    )
    return Section("Person completing record", lines, not said)


def _copies(s: Summary) -> Section:
    name = one_line(s.practice.name)
    to = [f"{name}, GP practice"] if name else []
    to += [one_line(copy) for copy in s.copies if copy.strip()]
    return Section("Distribution list", tuple(to) or ("No copies.",), not to)


def version_words(summary: Summary) -> str:
    if summary.replaces is None:
        return f"Version {summary.version}"
    return f"Version {summary.version}, replaces version {summary.replaces}"


def identity_block(patient: Patient) -> tuple[tuple[str, str], ...]:
    """Label and value pairs in banner order; a label without a value says so in words."""
    born = cui_date(patient.dob) if patient.dob else "not known"
    number = nhs_number_shown(patient.nhs_number)
    if patient.nhs_number:
        number = f"{number} ({one_line(patient.nhs_status)})"
    return (
        ("", patient_name(patient)),
        ("Born", born),
        ("Sex", one_line(patient.sex) or "not known"),
        ("NHS No.", number),
    )


def address_lines(patient: Patient) -> tuple[str, ...]:
    said = tuple(one_line(line) for line in patient.address if line.strip())
    return said or ("No address given",)
