"""What healthcare asks custody to do: the only thing a briefing is made from.

Rules kept here: an observation cannot be directed without minutes and a rousing answer (PACE
Code C 9.14, domain clinical 1.1); lists that custody acts on are closed where the domain closes
them. Nothing in this module can hold a diagnosis, a score or a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class FitToDetain(Enum):
    FIT = "FIT"
    FIT_WITH_CONDITIONS = "FIT_WITH_CONDITIONS"
    NOT_FIT_HOSPITAL_999 = "NOT_FIT_HOSPITAL_999"
    NOT_FIT_HOSPITAL_TRANSPORT = "NOT_FIT_HOSPITAL_TRANSPORT"
    NOT_FIT_OTHER = "NOT_FIT_OTHER"

    @property
    def not_fit(self) -> bool:
        return self not in (FitToDetain.FIT, FitToDetain.FIT_WITH_CONDITIONS)


class SelfHarm(Enum):
    NONE_IDENTIFIED = "NONE_IDENTIFIED"
    RAISED = "RAISED"
    HIGH = "HIGH"


class AppropriateAdult(Enum):
    NOT_RECOMMENDED = "NOT_RECOMMENDED"
    RECOMMENDED = "RECOMMENDED"
    AUTOMATIC_UNDER_18 = "AUTOMATIC_UNDER_18"


class GivenBy(Enum):
    HCP = "HCP"
    CUSTODY = "CUSTODY"


class Basis(Enum):
    """Why a line may be told to custody staff (domain clinical 6.1, consent 8.3)."""

    CONSENT = "CONSENT"
    CUSTODY_SAFETY_NECESSITY = "CUSTODY_SAFETY_NECESSITY"
    STATUTE = "STATUTE"


@dataclass(frozen=True, slots=True)
class Observation:
    """Level 1 to 4, visits every ``minutes``, whether each visit rouses, and why in plain words."""

    level: int
    minutes: int
    rouse: bool
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MedicineDirection:
    """``label`` is empty where healthcare holds the medicine: then its name is never told."""

    given_by: GivenBy
    due: datetime | None
    label: str = ""
    instructions: str = ""
    keep_in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Directions:
    """One full set of directions; a later set replaces it whole."""

    fitness: FitToDetain
    observation: Observation
    call_hcp_if: tuple[str, ...]
    call_999_if: tuple[str, ...]
    self_harm: SelfHarm
    appropriate_adult: AppropriateAdult
    next_review: datetime | None
    conditions: str = ""
    self_harm_controls: str = ""
    appropriate_adult_reason: str = ""
    review_if_missed: str = ""
    medicines: tuple[MedicineDirection, ...] = ()
    allergy: str = ""
    communication: str = ""
    food: str = ""
    basis: Basis = Basis.CUSTODY_SAFETY_NECESSITY
