"""The words of consent, each meaning one thing (domain consent 8.3).

Every list here is closed: a rule that meets a word it does not know fails to type-check. The words
that people read beside them are data, in ``resources/consent/``.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never


class Scope(Enum):
    """What is being asked for. Each has its own question and its own answer (HARD, 3.7)."""

    VIEW_SCR = "VIEW_SCR"
    VIEW_GP = "VIEW_GP"
    SHARE_CUSTODY = "SHARE_CUSTODY"
    SEND_GP = "SEND_GP"
    SHARE_OTHER_CARE = "SHARE_OTHER_CARE"
    FORENSIC_EXAM = "FORENSIC_EXAM"
    FORENSIC_SAMPLE = "FORENSIC_SAMPLE"
    EXAMINATION = "EXAMINATION"
    TREATMENT = "TREATMENT"
    CONTACT_FAMILY = "CONTACT_FAMILY"
    AA_PRESENT = "AA_PRESENT"


class Kind(Enum):
    """The three consents that are never mixed (HARD, 3.7). None is a basis in data protection law.

    CONFIDENTIALITY to look at, share or let somebody hear; TREATMENT to be examined or treated;
    FORENSIC for evidence.
    """

    CONFIDENTIALITY = "CONFIDENTIALITY"
    TREATMENT = "TREATMENT"
    FORENSIC = "FORENSIC"


def kind(scope: Scope) -> Kind:
    """Which of the three consents a scope asks for."""
    match scope:
        case Scope.FORENSIC_EXAM | Scope.FORENSIC_SAMPLE:
            return Kind.FORENSIC
        case Scope.EXAMINATION | Scope.TREATMENT:
            return Kind.TREATMENT
        case (
            Scope.VIEW_SCR
            | Scope.VIEW_GP
            | Scope.SHARE_CUSTODY
            | Scope.SEND_GP
            | Scope.SHARE_OTHER_CARE
            | Scope.CONTACT_FAMILY
            | Scope.AA_PRESENT
        ):
            return Kind.CONFIDENTIALITY
        case _:
            assert_never(scope)


class Decision(Enum):
    ASKED_PENDING = "ASKED_PENDING"
    GRANTED = "GRANTED"
    GRANTED_LIMITED = "GRANTED_LIMITED"
    REFUSED = "REFUSED"
    UNABLE = "UNABLE"
    NOT_ASKED = "NOT_ASKED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"


class Method(Enum):
    VERBAL = "VERBAL"
    WRITTEN = "WRITTEN"
    INTERPRETER = "INTERPRETER"
    NON_VERBAL = "NON_VERBAL"
    PROXY_PR = "PROXY_PR"
    PROXY_LPA = "PROXY_LPA"
    PROXY_DEPUTY = "PROXY_DEPUTY"


class ScrStatus(Enum):
    """What the national service says of this person's SCR (1.5). YES is old, and means ASK."""

    ASK = "ASK"
    NO = "NO"
    YES = "YES"
    NOT_TRACED = "NOT_TRACED"


class Relationship(Enum):
    """The legitimate relationship (1.1): of the care team, claimed by the viewer, or none yet."""

    WORKGROUP = "WORKGROUP"
    SELF_CLAIMED = "SELF_CLAIMED"
    NONE = "NONE"


class Capacity(Enum):
    HAS = "HAS"
    LACKS = "LACKS"
    UNDETERMINED = "UNDETERMINED"


class Answer(Enum):
    YES = "YES"
    NO = "NO"
    UNABLE = "UNABLE"
    NOT_ASKED = "NOT_ASKED"
    WITHDRAWN = "WITHDRAWN"


class Ground(Enum):
    """What is relied on where there is no permission. ``COULD_NOT_ASK`` is never "refused"."""

    BEST_INTERESTS_EMERGENCY = "BEST_INTERESTS_EMERGENCY"
    BEST_INTERESTS_NON_EMERGENCY = "BEST_INTERESTS_NON_EMERGENCY"
    COULD_NOT_ASK = "COULD_NOT_ASK"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    STATUTE = "STATUTE"
    COURT_ORDER = "COURT_ORDER"


class Proxy(Enum):
    """Who may answer for another. An appropriate adult as such is not among them (3.4).

    A holder of parental responsibility for a child under 16; an attorney for health and welfare, or
    a deputy of the Court of Protection, for somebody of 16 or over who lacks capacity.
    """

    PARENTAL_RESPONSIBILITY = "PARENTAL_RESPONSIBILITY"
    LPA_HEALTH = "LPA_HEALTH"
    DEPUTY = "DEPUTY"


class Basis(Enum):
    """On what an allowed look or sharing rests (``accessBasis`` and ``disclosureBasis``, 8.3)."""

    PTV_GRANTED = "PTV_GRANTED"
    PTV_PROXY = "PTV_PROXY"
    BI_EMERGENCY = "BI_EMERGENCY"
    BI_NON_EMERGENCY = "BI_NON_EMERGENCY"
    COULD_NOT_ASK = "COULD_NOT_ASK"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    STATUTE = "STATUTE"
    COURT_ORDER = "COURT_ORDER"
    CONSENT = "CONSENT"
    CONSENT_PROXY = "CONSENT_PROXY"
    BEST_INTERESTS = "BEST_INTERESTS"

    @property
    def is_override(self) -> bool:
        """Looked without permission: always reviewed by somebody else (6.2)."""
        return self in _OVERRIDES


_OVERRIDES = frozenset(
    {
        Basis.BI_EMERGENCY,
        Basis.BI_NON_EMERGENCY,
        Basis.COULD_NOT_ASK,
        Basis.PUBLIC_INTEREST,
        Basis.STATUTE,
        Basis.COURT_ORDER,
    }
)


class Purpose(Enum):
    """What a look on a legal ground is for. Only the first can open anything (8.1)."""

    CARE_OR_SAFETY = "CARE_OR_SAFETY"
    INVESTIGATION = "INVESTIGATION"


class ReasonNotAsked(Enum):
    """Why a question was not put to somebody; beside it stand words. A list of this product."""

    NOT_NEEDED_NOW = "NOT_NEEDED_NOW"
    NOT_FIT_TO_BE_ASKED = "NOT_FIT_TO_BE_ASKED"
    NO_INTERPRETER = "NO_INTERPRETER"
    NO_PRIVACY = "NO_PRIVACY"
    WOULD_NOT_TALK = "WOULD_NOT_TALK"
    LEFT_FIRST = "LEFT_FIRST"
    OTHER = "OTHER"


class Door(Enum):
    """Whether the door was shut while they were asked (a recurring finding of inspectors, 7)."""

    SHUT = "SHUT"
    OPEN = "OPEN"


class InterpreterMode(Enum):
    FACE_TO_FACE = "FACE_TO_FACE"
    PHONE = "PHONE"
    VIDEO = "VIDEO"
    BSL = "BSL"


class Format(Enum):
    """How the information was given before the question (6.4)."""

    SPOKEN = "SPOKEN"
    READ_ALOUD = "READ_ALOUD"
    PRINTED = "PRINTED"
    SCREEN = "SCREEN"
    EASY_READ = "EASY_READ"
    BSL = "BSL"


class LeaveOut(Enum):
    """A part of the care summary that somebody asked to be left out, which senders keep to."""

    REASON = "REASON"
    CLINICAL_SUMMARY = "CLINICAL_SUMMARY"
    DIAGNOSES = "DIAGNOSES"
    FINDINGS = "FINDINGS"
    PROCEDURES = "PROCEDURES"
    MEDICINES = "MEDICINES"
    ALLERGIES = "ALLERGIES"
    RISKS = "RISKS"
    DISCHARGE = "DISCHARGE"
    ADVICE = "ADVICE"


class Sample(Enum):
    """Of a forensic sample: an intimate one needs authority and consent in writing (PACE s62)."""

    INTIMATE = "INTIMATE"
    NON_INTIMATE = "NON_INTIMATE"


class Surgery(Enum):
    """The second key to the GP record: what the surgery has said (2.3)."""

    AGREED = "AGREED"
    REFUSED = "REFUSED"
    NO_ANSWER = "NO_ANSWER"
    CLOSED = "CLOSED"
    EXPIRED = "EXPIRED"
    OTHER_SURGERY = "OTHER_SURGERY"
    DISSENT_ON_FILE = "DISSENT_ON_FILE"


class SurgeryEvidence(Enum):
    """How the surgery's agreement is evidenced (2.3)."""

    SHARE_IN_ACCEPTED = "SHARE_IN_ACCEPTED"
    ALLOWED_LIST = "ALLOWED_LIST"
    VERBAL = "VERBAL"
    WRITTEN = "WRITTEN"
    STANDING_AGREEMENT = "STANDING_AGREEMENT"


class ReasonUnable(Enum):
    UNCONSCIOUS = "UNCONSCIOUS"
    NOT_ROUSABLE = "NOT_ROUSABLE"
    ACUTE_CONFUSION = "ACUTE_CONFUSION"
    INTOXICATED_SEVERE = "INTOXICATED_SEVERE"
    POST_ICTAL = "POST_ICTAL"
    ACUTE_PSYCHOSIS = "ACUTE_PSYCHOSIS"
    LANGUAGE_NO_INTERPRETER_IN_TIME = "LANGUAGE_NO_INTERPRETER_IN_TIME"
    TRANSFERRED_HOSPITAL = "TRANSFERRED_HOSPITAL"
    OTHER = "OTHER"


class LookedAt(Enum):
    """What a view names (1.6): the national viewer joins several; the GP record is its own."""

    SCR = "SCR"
    ADDITIONAL_INFORMATION = "ADDITIONAL_INFORMATION"
    CP_IS = "CP_IS"
    FGM_IS = "FGM_IS"
    REASONABLE_ADJUSTMENT = "REASONABLE_ADJUSTMENT"
    NRL = "NRL"
    GP_RECORD = "GP_RECORD"


IN_NCRS = (
    LookedAt.SCR,
    LookedAt.ADDITIONAL_INFORMATION,
    LookedAt.CP_IS,
    LookedAt.FGM_IS,
    LookedAt.REASONABLE_ADJUSTMENT,
    LookedAt.NRL,
)
