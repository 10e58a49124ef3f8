"""What healthcare asks custody to do: the only thing a briefing is made from.

Rules kept here: an observation cannot be directed without minutes and a rousing answer (PACE
Code C 9.14, domain clinical 1.1); lists that custody acts on are closed where the domain closes
them. Nothing in this module can hold a diagnosis, a score or a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from custodyhcp.records.custody_items import (
    Caution,
    CellNeed,
    EmergencyLabel,
    FitFor,
    InjuryCare,
    Interview,
    Precaution,
    Release,
    Risk,
    Swallowed,
    Transfer,
)


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
class Visits:
    """How closely somebody is watched: what one direction is compared with the last by."""

    level: int
    minutes: int
    rouse: bool

    def less_than(self, before: Visits) -> bool:
        """A lower level, rousing stopped, or the same level less often."""
        stopped = before.rouse and not self.rouse
        longer = self.level == before.level and self.minutes > before.minutes
        return self.level < before.level or stopped or longer


@dataclass(frozen=True, slots=True)
class Observation:
    """Level 1 to 4, visits every ``minutes``, whether each visit rouses, and why in plain words."""

    level: int
    minutes: int
    rouse: bool
    reason: str
    until: datetime | None = None
    less_because: str = ""  # why it is less than it was, or less than the risks ask

    @property
    def visits(self) -> Visits:
        return Visits(self.level, self.minutes, self.rouse)


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
    risks: tuple[Risk, ...] = ()
    interview: Interview | None = None
    charge: FitFor | None = None
    labels: tuple[EmergencyLabel, ...] = ()
    cautions: tuple[Caution, ...] = ()
    caution_place: str = ""
    search_preference: str = ""
    precautions: tuple[Precaution, ...] = ()
    cell_needs: tuple[CellNeed, ...] = ()
    injury_care: InjuryCare | None = None
    swallowed: Swallowed | None = None
    transfer: Transfer | None = None
    release: Release | None = None
    bases: tuple[tuple[str, Basis], ...] = ()  # by item, where it is not ``basis``

    def basis_of(self, item: str) -> Basis:
        """On what the line of this item (a key of ``ITEMS``) may be told."""
        return dict(self.bases).get(item, self.basis)

    def told(self) -> tuple[str, ...]:
        """The keys of the items that have been added, in the order of ``ITEMS``."""
        return tuple(item for item, fields in ITEMS.items() if any(map(self._says, fields)))

    def _says(self, field: str) -> bool:
        return getattr(self, field) not in ("", (), None)


# Every item that is told only where it was added, with the fields that hold it. Those on which
# the others depend (fitness, observation, signs, review, adult, self-harm) are always told.
ITEMS = {
    "interview": ("interview",),
    "charge": ("charge",),
    "communication": ("communication",),
    "medicines": ("medicines",),
    "allergy": ("allergy",),
    "food": ("food",),
    "labels": ("labels",),
    "cautions": ("cautions", "caution_place"),
    "search_preference": ("search_preference",),
    "precautions": ("precautions",),
    "cell_needs": ("cell_needs",),
    "injury_care": ("injury_care",),
    "swallowed": ("swallowed",),
    "transfer": ("transfer",),
    "release": ("release",),
}
