"""What was asked, of whom, and what was answered: one form, and what the ledger keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Decision,
    Ground,
    Method,
    Proxy,
    Purpose,
    ReasonNotAsked,
    ReasonUnable,
    Relationship,
    Scope,
    ScrStatus,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.forensic import NOT_FORENSIC, Forensic
from custodyhcp.consent.how import NOTHING_SAID, How
from custodyhcp.consent.limits import NO_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Weighing:
    """The public-interest weighing (4.5), each part in words."""

    harm_to_patient: str = ""
    harm_to_others: str = ""
    benefit: str = ""
    views: str = ""
    minimum: str = ""
    harm_to_trust: str = ""
    nature: str = ""


@dataclass(frozen=True, slots=True)
class ProxyAuthority:
    """What was seen of an attorney's or deputy's power: which document, whether it is registered,
    and whether it covers this decision. ``None``: not answered."""

    document: str = ""
    registered: bool | None = None
    covers: str = ""


NOT_WEIGHED = Weighing()
NO_DOCUMENT = ProxyAuthority()
NOT_TESTED = EmergencyTest()


@dataclass(frozen=True, slots=True)
class Asked:
    """One scope, asked once. ``age`` in whole years on the day; ``age_stated`` where nobody knows
    the date of birth and it rests on what was said and seen.

    ``answer`` is the proxy's where ``proxy`` is given. ``ask_again_at`` is when they will be asked
    or assessed again. Text is empty where it does not apply; ``method`` None where nobody said.

    ``limits`` is what they said in words; ``limited`` the same in codes, where there are any.
    ``cannot_wait``: why it could not wait until they can decide. ``open_until``: when a look
    without permission ends. ``changed``: what has changed since they last said no. ``affected``:
    drink, drugs or illness weighed on them although they could decide, so they are asked again.
    ``age_in_doubt``: unknown or disputed, and they may be a child. ``age_evidence``: what an age
    that is stated, or the doubt, rests on. ``treatment``: which examination or treatment they were
    asked about; empty for any other question, and in what was written before it was asked.
    """

    scope: Scope
    answer: Answer
    capacity: Capacity
    age: int
    age_stated: bool = False
    relationship: Relationship = Relationship.NONE
    scr_status: ScrStatus = ScrStatus.ASK
    limits: str = ""
    method: Method | None = None
    interpreter: str = ""
    notice: str = ""
    not_asked_because: str = ""
    ask_again_at: datetime | None = None
    gillick: bool | None = None
    gillick_evidence: str = ""
    proxy: Proxy | None = None
    proxy_name: str = ""
    proxy_relationship: str = ""
    proxy_evidence: str = ""
    ground: Ground | None = None
    reason: str = ""
    reason_unable: ReasonUnable | None = None
    emergency: EmergencyTest = NOT_TESTED
    weighing: Weighing = NOT_WEIGHED
    adviser: str = ""
    statute: str = ""
    order_reference: str = ""
    order_scope: str = ""
    prior_capacitous_refusal: bool = False
    life_threatening: bool = False
    senior_adviser: str = ""
    how: How = NOTHING_SAID
    limited: Limits = NO_LIMITS
    not_asked_reason: ReasonNotAsked | None = None
    proxy_authority: ProxyAuthority = NO_DOCUMENT
    forensic: Forensic = NOT_FORENSIC
    purpose: Purpose | None = None
    cannot_wait: str = ""
    open_until: datetime | None = None
    changed: str = ""
    affected: bool = False
    age_in_doubt: bool = False
    age_evidence: str = ""
    treatment: str = ""


def limits_of(asked: Asked) -> Limits:
    """Their limits in one value: the words of either field, and the codes."""
    words = asked.limits.strip() or asked.limited.words
    return replace(asked.limited, words=words)


def decision_of(asked: Asked) -> Decision:
    """The word of the national-style list (8.3) for this answer."""
    match asked.answer:
        case Answer.YES:
            return Decision.GRANTED_LIMITED if limits_of(asked).any else Decision.GRANTED
        case Answer.NO:
            return Decision.REFUSED
        case Answer.UNABLE:
            return Decision.UNABLE
        case Answer.NOT_ASKED:
            return Decision.NOT_ASKED
        case Answer.WITHDRAWN:
            return Decision.WITHDRAWN
