"""What a forensic examination or sample needs besides an answer (PACE 1984 s62 and s65).

This is evidence, not care: it is asked apart from everything else and opens no health record
(domain consent 3.4, 3.7, 4.6; clinical, of intimate samples).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.codes import Answer, Sample


@dataclass(frozen=True, slots=True)
class Authority:
    """The officer who authorised an intimate sample (s62). ``oral`` None: not said."""

    officer: str = ""
    rank: str | None = None  # a code of resources/consent/forensic.json
    at: datetime | None = None
    oral: bool | None = None
    confirmed_in_writing: bool = False


@dataclass(frozen=True, slots=True)
class ParentOrGuardian:
    """Whose consent is needed as well under 18, and alone under 14 (s65)."""

    name: str = ""
    relationship: str = ""
    answer: Answer | None = None


NO_AUTHORITY = Authority()
NOBODY = ParentOrGuardian()


@dataclass(frozen=True, slots=True)
class Forensic:
    """``dual_role``: it was explained that this is for the police, not for care, and cannot be
    confidential. ``may_be_evidence``: that what is found may be used in evidence. ``in_writing``:
    the consent itself is signed."""

    dual_role: bool = False
    may_be_evidence: bool = False
    sample: Sample | None = None
    in_writing: bool = False
    authority: Authority = NO_AUTHORITY
    parent: ParentOrGuardian = NOBODY


NOT_FORENSIC = Forensic()
