"""From what a health professional wrote to the care summary that says it. Pure.

What is offered to begin with comes from the last assessment; nothing goes that was not on the form
when it was checked. The consent words say on what the sending rests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, assert_never

from custodyhcp.consent.codes import Basis
from custodyhcp.consent.permission import Permission
from custodyhcp.records import address as addresses
from custodyhcp.records import dates
from custodyhcp.records.detention import Detention
from custodyhcp.sharing.plain import one_line, paragraphs
from custodyhcp.sharing.summary import (
    Action,
    Clinician,
    Medicines,
    Patient,
    Practice,
    Service,
    Summary,
)


@dataclass(frozen=True, slots=True)
class Written:
    """The words of the form. ``actions``, ``taking`` and ``given`` hold one item a line."""

    actions: str = ""
    reason: str = ""
    narrative: str = ""
    impression: str = ""
    taking: str = ""
    given: str = ""
    advice: str = ""
    discharge: str = ""
    home_address: str = ""

    def to_body(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Written:
        return cls(**{f.name: str(body.get(f.name, "")) for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class Issue:
    """Which summary this is."""

    reference: str
    version: int
    replaces: int | None
    at: datetime


def offered(stay: Detention) -> Written:
    """What the form begins with: the last assessment's own words, to be cut down."""
    if not stay.assessments:
        return Written()
    last = stay.assessments[-1].assessment
    return Written(
        reason=last.reason,
        narrative="\n".join(filter(None, (last.findings, last.plan))),
        impression=last.impression,
    )


def consent_words(permission: Permission, limits: str = "") -> str:
    """On what the sending rests, with any limits the person set."""
    at = permission.start
    when = f" on {dates.cui_date_time(at)}" if at is not None else ""
    code = permission.code
    match code:
        case Basis.CONSENT | Basis.PTV_GRANTED:
            words = f"The person agreed{when} to this summary being sent to their practice."
        case Basis.CONSENT_PROXY | Basis.PTV_PROXY:
            words = f"Somebody entitled to decide for them agreed{when} to this being sent."
        case (
            Basis.BEST_INTERESTS | Basis.BI_EMERGENCY | Basis.BI_NON_EMERGENCY | Basis.COULD_NOT_ASK
        ):
            words = f"Sent in their best interests, decided{when}: they could not decide."
        case Basis.PUBLIC_INTEREST | Basis.STATUTE | Basis.COURT_ORDER:
            words = f"Sent on a basis recorded{when}: {code.value.replace('_', ' ').lower()}."
        case _:
            assert_never(code)
    return f"{words} Limits they set: {one_line(limits)}." if one_line(limits) else words


def patient_of(stay: Detention, home_address: str) -> Patient:
    who = stay.who
    parts = (part.strip() for part in one_line(home_address).split(","))
    address = tuple(addresses.read_postcode(part).words or part for part in parts if part)
    return Patient(
        family=who.family,
        given=who.given,
        title=who.title,
        preferred=who.preferred,
        dob=who.dob,
        sex=who.sex.words,
        nhs_number=stay.nhs_number,
        nhs_status=stay.nhs_status.words,
        address=address,
    )


def _action(line: str) -> Action:
    what, _, when = line.partition(";")
    return Action(what.strip(), "GP practice", when.strip())


def composed(
    written: Written,
    stay: Detention,
    practice: Practice,
    service: Service,
    clinician: Clinician,
    consent: str,
    issue: Issue,
) -> Summary:
    """The whole summary. An action may carry its time after a semicolon."""
    last = stay.assessments[-1] if stay.assessments else None
    seen = (last.assessment.seen_at or last.at) if last else issue.at
    return Summary(
        reference=issue.reference,
        version=issue.version,
        replaces=issue.replaces,
        patient=patient_of(stay, written.home_address),
        practice=practice,
        service=service,
        clinician=clinician,
        seen_at=seen,
        prepared_at=issue.at,
        consent=consent,
        actions=tuple(map(_action, paragraphs(written.actions))),
        reason=written.reason,
        narrative=written.narrative,
        impression=written.impression,
        medicines=Medicines(
            said_to_take=paragraphs(written.taking), given=paragraphs(written.given)
        ),
        allergy_state=stay.allergies.state,
        allergies=tuple(item.words for item in stay.allergies.items),
        discharge=written.discharge,
        advice=written.advice,
    )
