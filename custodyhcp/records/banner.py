"""What a patient banner says of one person: values only, no looks. Pure.

Rules kept here (CUI Patient Banner v4; domain outputs 4.1): the order is name, born, gender, NHS
number; labels without a colon; the allergy label is exactly one of four, and is left out for
those whose role does not open the clinical record; somebody under 18, an identity that is not
confirmed and another person of the same family name are each flagged in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from custodyhcp.records import dates, nhs_number
from custodyhcp.records.assessment import AllergyState
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import NOT_KNOWN
from custodyhcp.records.nhs_number import NhsStatus


@dataclass(frozen=True, slots=True)
class Banner:
    """Each field as it is shown. ``nhs`` and the allergy fields are None where the reader's role
    does not open the clinical record."""

    name: str
    preferred: str
    born: str
    age: str
    gender: str
    nhs: str | None
    nhs_status: str
    allergy_state: AllergyState | None
    allergies: str
    place: str
    flags: tuple[str, ...]


def banner(detention: Detention, on: date, others: Iterable[Detention] = ()) -> Banner:
    """The banner on the day ``on``; ``others`` are the rest of those in custody."""
    who, clinical = detention.who, detention.opened_clinical
    return Banner(
        name=who.name,
        preferred=who.preferred,
        born=NOT_KNOWN if who.dob is None else dates.cui_date(who.dob),
        age="" if who.dob is None else who.age(on),
        gender=who.sex.words,
        nhs=_nhs(detention) if clinical else None,
        nhs_status=detention.nhs_status.words if clinical and detention.nhs_number else "",
        allergy_state=detention.allergies.state if clinical else None,
        allergies=detention.allergies.words if clinical else "",
        place=" · ".join(filter(None, (_cell(detention), detention.custody_ref))),
        flags=flags(detention, on, others),
    )


def _nhs(detention: Detention) -> str:
    if not detention.nhs_number:
        return NhsStatus.NOT_PRESENT.words.capitalize()
    return nhs_number.show(detention.nhs_number)


def _cell(detention: Detention) -> str:
    return f"Cell {detention.cell}" if detention.cell else "No cell"


def flags(detention: Detention, on: date, others: Iterable[Detention] = ()) -> tuple[str, ...]:
    """What must not be overlooked about who this is."""
    said = []
    if detention.who.under_18(on):
        said.append("Under 18: appropriate adult")
    if detention.who.dob is None:
        said.append("Age not known")
    if not detention.who.confirmed:
        said.append("Identity not confirmed")
    if detention.who.interpreter:
        said.append(f"Interpreter needed{_into(detention.who.language)}")
    elif detention.who.language:
        said.append(f"Speaks {detention.who.language}")
    if detention.who.no_fixed_abode:
        said.append("No fixed abode")
    cells = sorted(other.cell or "no cell" for other in others if _alike(detention, other))
    if cells:
        said.append(f"Same family name in cell {', '.join(cells)}")
    return tuple(said)


def _into(language: str) -> str:
    return f": {language}" if language else ""


def _alike(one: Detention, other: Detention) -> bool:
    mine, theirs = one.who.family.casefold(), other.who.family.casefold()
    return bool(mine) and other.id != one.id and other.here and mine == theirs
