"""What left the room, to whom, and the fingerprint of it: every disclosure is an entry.

The entry is for oversight only and holds no word of what was disclosed. The copy number counts the
disclosures of this detention, from headers that anybody may count.
"""

from __future__ import annotations

from enum import Enum
from hashlib import sha256

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.vault.compartments import Compartment

KIND = "disclosure.made"


class What(Enum):
    BRIEFING_PDF = "briefing_pdf"
    BRIEFING_PRINT = "briefing_print"
    PASTE = "paste"
    DPER_PASTE = "dper_paste"
    DPER_PRINT = "dper_print"
    SUMMARY_EML = "summary_eml"
    SUMMARY_PDF = "summary_pdf"
    INJURIES_PDF = "injuries_pdf"
    INJURIES_PRINT = "injuries_print"
    OBSERVATIONS_PDF = "observations_pdf"
    OBSERVATIONS_PRINT = "observations_print"
    EXPORT = "export"
    CONSENT_COPY = "consent_copy"
    HANDOVER_PDF = "handover_pdf"
    HANDOVER_PRINT = "handover_print"
    SEALED_LETTER = "sealed_letter"


def copy_number(desk: Desk, detention: str) -> int:
    """The number that the next copy disclosed from this detention will have, from 1."""
    return len(desk.read(detention=detention, kinds={KIND})) + 1


def disclosure(
    what: What, to: str, content: bytes, *, copy: int, person: str | None, detention: str | None
) -> NewEntry:
    """The entry that says ``content`` went ``to`` somebody."""
    body = {"what": what.value, "to": to, "copy": copy, "sha256": sha256(content).hexdigest()}
    return NewEntry(KIND, {Compartment.OVERSIGHT: body}, person=person, detention=detention)


def record(desk: Desk, what: What, to: str, content: bytes, *, person: str, detention: str) -> int:
    """Appends the disclosure and gives its copy number. Call it before the copy is handed over."""
    copy = copy_number(desk, detention)
    desk.append(disclosure(what, to, content, copy=copy, person=person, detention=detention))
    return copy
