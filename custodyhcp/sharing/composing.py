"""From what a health professional wrote to the care summary that says it. Pure.

What is offered to begin with comes from the last assessment; nothing goes that was not on the form
when it was checked. The consent words say on what the sending rests. What was learned from a look
whose permission was taken back is not offered, and a known allergy that is known only from there is
left out: whoever holds that record has it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, assert_never

from custodyhcp.consent.codes import Basis
from custodyhcp.consent.permission import Permission
from custodyhcp.records import address as addresses
from custodyhcp.records import dates
from custodyhcp.records.assessment import AllergyState
from custodyhcp.records.detention import Detention
from custodyhcp.records.learned import Fact, said_in, without
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


def offered(stay: Detention, taken_back: Iterable[Fact] = ()) -> Written:
    """What the form begins with: the last assessment's own words, to be cut down, without the
    lines that say what was learned from a look that was taken back."""
    if not stay.assessments:
        return Written()
    last, facts = stay.assessments[-1].assessment, tuple(taken_back)
    return Written(
        reason=without(last.reason, facts),
        narrative=without("\n".join(filter(None, (last.findings, last.plan))), facts),
        impression=without(last.impression, facts),
    )


def still_said(written: Written, taken_back: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """Box to what stands in it that was learned from a look that was taken back."""
    facts = tuple(taken_back)
    found = {name: said_in(text, facts) for name, text in written.to_body().items()}
    return {name: said for name, said in found.items() if said}


def allergies_told(
    stay: Detention, taken_back: Iterable[Fact]
) -> tuple[AllergyState, tuple[str, ...]]:
    """The state and each known allergy. Never "none known" because some were left out."""
    facts = tuple(taken_back)
    kept = tuple(i.words for i in stay.allergies.items if not said_in(i.agent, facts)
                 and not any(_plain(i.agent) in _plain(fact.text) for fact in facts))  # fmt: skip
    if stay.allergies.items and not kept:
        return AllergyState.NOT_RECORDED, ()
    return stay.allergies.state, kept


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


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
    taken_back: Iterable[Fact] = (),
) -> Summary:
    """The whole summary. An action may carry its time after a semicolon."""
    allergy_state, allergies = allergies_told(stay, taken_back)
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
        allergy_state=allergy_state,
        allergies=allergies,
        discharge=written.discharge,
        advice=written.advice,
    )
