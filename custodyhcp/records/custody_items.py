"""The items of a briefing that stand in it only where somebody adds them, each with its type.

Rules kept here (domain clinical 1.2, 2.1, 6.2): what custody acts on is chosen from closed lists.
The condition that may be named is one of twelve, because it changes what 999 is told; infection is
told as precautions and has no name here; an injury is told as the care it needs and has no cause;
swallowed drugs are told as what to do. The words for each value are data
(``resources/sharing/items.json``). Nothing in this module can hold a note, a score or a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Risk(Enum):
    """Why a person is visited and roused every 30 minutes (Code C 9.3)."""

    ALCOHOL = "ALCOHOL"
    DRUGS = "DRUGS"
    HEAD_INJURY = "HEAD_INJURY"
    CONSCIOUSNESS = "CONSCIOUSNESS"


class FitInterview(Enum):
    """Annex G, as domain clinical 1.2 has it."""

    FIT = "FIT"
    FIT_WITH_SAFEGUARDS = "FIT_WITH_SAFEGUARDS"
    NOT_FIT_NOW = "NOT_FIT_NOW"
    NOT_FIT = "NOT_FIT"
    NOT_ASSESSED = "NOT_ASSESSED"


class Safeguard(Enum):
    ADULT = "ADULT"
    MOST_MINUTES = "MOST_MINUTES"
    BREAKS = "BREAKS"
    HCP_NEAR = "HCP_NEAR"
    MEDICINE_FIRST = "MEDICINE_FIRST"
    TIME_WINDOW = "TIME_WINDOW"
    COMMUNICATION_AID = "COMMUNICATION_AID"
    STOP_SIGNS = "STOP_SIGNS"


class First(Enum):
    """What must happen before an interview."""

    SOBER = "SOBER"
    TREATMENT = "TREATMENT"
    REST = "REST"


class Route(Enum):
    """Where somebody goes who will not be fit for interview in custody."""

    SPECIALIST = "SPECIALIST"
    MHA = "MHA"
    HOSPITAL = "HOSPITAL"


@dataclass(frozen=True, slots=True)
class Interview:
    """``until``: fit up to then. ``minutes`` and ``breaks``: of an interview, between breaks.
    ``words``: the time window or the stop signs. ``told``: who was told that nobody assessed it."""

    fit: FitInterview
    until: datetime | None = None
    safeguards: tuple[Safeguard, ...] = ()
    minutes: int | None = None
    breaks: int | None = None
    words: str = ""
    first: First | None = None
    expected: datetime | None = None
    reassess: datetime | None = None
    route: Route | None = None
    told: str = ""


class FitFor(Enum):
    """Fit to be charged, to travel, to be released."""

    FIT = "FIT"
    NOT_FIT_NOW = "NOT_FIT_NOW"
    NOT_ASSESSED = "NOT_ASSESSED"


class EmergencyLabel(Enum):
    """The only conditions that may be named: each changes the emergency response (item 12)."""

    EPILEPSY = "EPILEPSY"
    INSULIN_DIABETES = "INSULIN_DIABETES"
    ASTHMA_COPD = "ASTHMA_COPD"
    HEART_CONDITION = "HEART_CONDITION"
    SEVERE_ALLERGY = "SEVERE_ALLERGY"
    PREGNANCY = "PREGNANCY"
    SICKLE_CELL = "SICKLE_CELL"
    ADRENAL_INSUFFICIENCY = "ADRENAL_INSUFFICIENCY"
    BLOOD_THINNERS = "BLOOD_THINNERS"
    HEAD_INJURY = "HEAD_INJURY"
    SEIZURE_RISK_WITHDRAWAL = "SEIZURE_RISK_WITHDRAWAL"
    AIRWAY_TRACHEOSTOMY = "AIRWAY_TRACHEOSTOMY"


class Caution(Enum):
    """Restraint, search and transport (item 14). Those with a place say where."""

    PREGNANT = "PREGNANT"
    AVOID_PRONE = "AVOID_PRONE"
    BREATHING = "BREATHING"
    INJURY_SITE = "INJURY_SITE"
    NO_CUFFS_AT_SITE = "NO_CUFFS_AT_SITE"
    DEVICE = "DEVICE"

    @property
    def has_place(self) -> bool:
        return self in (Caution.INJURY_SITE, Caution.NO_CUFFS_AT_SITE, Caution.DEVICE)


class Precaution(Enum):
    """What is done beyond the standard precautions that everyone gets (item 15)."""

    SINGLE_CELL = "SINGLE_CELL"
    MASK = "MASK"
    CLEAN_UP = "CLEAN_UP"
    ISOLATE_PROPERTY = "ISOLATE_PROPERTY"


class CellNeed(Enum):
    MATTRESS = "MATTRESS"
    LOW_BED = "LOW_BED"
    AIDS = "AIDS"
    SANITARY = "SANITARY"
    TOILET = "TOILET"
    CPAP = "CPAP"


class InjuryNeed(Enum):
    DRESSING = "DRESSING"
    RECHECK = "RECHECK"


@dataclass(frozen=True, slots=True)
class InjuryCare:
    """The care an injury needs; there is no box for how it came about (Note 9G)."""

    needs: tuple[InjuryNeed, ...]
    where: str = ""
    at: datetime | None = None


class Swallowed(Enum):
    """What is done about drugs that may be inside the person (item 18)."""

    RING_999 = "RING_999"
    HOSPITAL = "HOSPITAL"


class Carrier(Enum):
    """Who carries the medicines on the way, as the escort record asks."""

    NONE_TRAVEL = "NONE_TRAVEL"
    ESCORT = "ESCORT"
    PERSON = "PERSON"
    NEITHER = "NEITHER"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Transfer and court (item 19). What is sensitive goes in the sealed letter, never here."""

    fit: FitFor
    medicines: Carrier
    sealed_letter: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Release (item 20): needs, referrals made, who was told, the language of the advice."""

    fit: FitFor
    needs: str = ""
    referrals: str = ""
    told: str = ""
    language: str = ""
