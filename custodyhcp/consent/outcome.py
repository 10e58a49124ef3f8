"""What a consent rule answers. A refusal is a value, not an exception: it is recorded as well.

Whatever is not allowed carries a code and ``instead``: what the health professional can do now, in
plain words (``resources/consent/instead.json``). A dead end is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from custodyhcp import resources
from custodyhcp.consent.alerts import Alert
from custodyhcp.consent.permission import Permission


class Stop(Enum):
    """Why not, in one word for the record."""

    # nothing to look at
    OPTED_OUT = "OPTED_OUT"
    NOT_TRACED = "NOT_TRACED"
    # wait
    CAPACITY_UNDETERMINED = "CAPACITY_UNDETERMINED"
    # the person's answer
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    NOT_ASKED = "NOT_ASKED"
    COULD_NOT_ANSWER = "COULD_NOT_ANSWER"
    LACKS_CAPACITY = "LACKS_CAPACITY"
    # who may answer
    COMPETENCE_NOT_ASSESSED = "COMPETENCE_NOT_ASSESSED"
    NEEDS_PARENTAL_RESPONSIBILITY = "NEEDS_PARENTAL_RESPONSIBILITY"
    PROXY_REFUSED = "PROXY_REFUSED"
    PROXY_NOT_VALID = "PROXY_NOT_VALID"
    ASK_THE_CHILD = "ASK_THE_CHILD"
    # the ground claimed
    CAPACITY_NOT_LACKING = "CAPACITY_NOT_LACKING"
    NOT_RECORDED_AS_UNABLE = "NOT_RECORDED_AS_UNABLE"
    WAS_ASKED = "WAS_ASKED"
    PRIOR_REFUSAL = "PRIOR_REFUSAL"
    EVIDENCE_INCOMPLETE = "EVIDENCE_INCOMPLETE"
    FOR_INVESTIGATION = "FOR_INVESTIGATION"
    # the viewer
    NO_RELATIONSHIP = "NO_RELATIONSHIP"
    # the GP record only
    NO_OVERRIDE = "NO_OVERRIDE"
    HAND_TO_IG = "HAND_TO_IG"
    SURGERY_REFUSED = "SURGERY_REFUSED"
    SURGERY_NO_ANSWER = "SURGERY_NO_ANSWER"
    SURGERY_CLOSED = "SURGERY_CLOSED"
    SURGERY_EXPIRED = "SURGERY_EXPIRED"
    OTHER_SURGERY = "OTHER_SURGERY"
    DISSENT_ON_FILE = "DISSENT_ON_FILE"
    # forensic only
    NEEDS_PARENT_OR_GUARDIAN = "NEEDS_PARENT_OR_GUARDIAN"
    PARENT_REFUSED = "PARENT_REFUSED"


@dataclass(frozen=True, slots=True)
class Allowed:
    permission: Permission
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    code: Stop
    instead: str


@dataclass(frozen=True, slots=True)
class Deferred:
    code: Stop
    instead: str


@dataclass(frozen=True, slots=True)
class NotAvailable:
    code: Stop
    instead: str


Outcome = Allowed | Blocked | Deferred | NotAvailable


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = resources.load_json("consent/instead.json")["words"]
    return words


def instead(rule: str, stop: Stop) -> str:
    """What to do instead, in the table ``scr``, ``gp``, ``sharing``, ``care`` or ``forensic``."""
    return _words()[rule][stop.value]


def outcome_name(outcome: Outcome) -> str:
    """ALLOW, BLOCK, DEFER or NOT_AVAILABLE: the word kept in the ledger and given outside."""
    match outcome:
        case Allowed():
            return "ALLOW"
        case Blocked():
            return "BLOCK"
        case Deferred():
            return "DEFER"
        case NotAvailable():
            return "NOT_AVAILABLE"


def outcome_code(outcome: Outcome) -> str:
    return outcome.permission.code.value if isinstance(outcome, Allowed) else outcome.code.value
