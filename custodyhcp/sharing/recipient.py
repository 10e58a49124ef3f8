"""May a care summary be sent to this email address, and how (domain outputs 1.2, 8 R1).

Rules kept here:

- One plain address only, in ASCII, as it is written in a mailbox: no display name, no quotes, no
  list, no control characters, no spaces. Anything else is INVALID, with words saying what to mend.
- The domain is matched on whole labels, in lower case, against a dated table; the longest match
  wins; whatever is not in the table needs ``[secure]``.
- An internationalised domain (``xn--``) is BLOCKED: it can be drawn to look like another.
- A domain that the information governance lead has added is SECURE, except a retired one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import cache

from custodyhcp.resources import load_json


class RecipientClass(Enum):
    SECURE = "SECURE"
    NEEDS_SECURE = "NEEDS_SECURE"
    BLOCKED = "BLOCKED"
    INVALID = "INVALID"

    @property
    def may_send(self) -> bool:
        return self in (RecipientClass.SECURE, RecipientClass.NEEDS_SECURE)


@dataclass(frozen=True, slots=True)
class Recipient:
    """``address`` is the one to use (domain in lower case), or empty where it is INVALID."""

    klass: RecipientClass
    why: str
    address: str = ""


class _Match(Enum):
    EXACT = "exact"  # this host only
    UNDER = "under"  # any host below it, not itself
    FAMILY = "family"  # itself and any host below it


@dataclass(frozen=True, slots=True)
class _Row:
    match: _Match
    labels: tuple[str, ...]
    klass: RecipientClass
    why: str

    def fits(self, labels: tuple[str, ...]) -> bool:
        same = labels == self.labels
        under = len(labels) > len(self.labels) and labels[-len(self.labels) :] == self.labels
        match self.match:
            case _Match.EXACT:
                return same
            case _Match.UNDER:
                return under
            case _Match.FAMILY:
                return same or under


@dataclass(frozen=True, slots=True)
class DomainTable:
    """The dated table of domains; ``rows`` are ordered longest domain first."""

    checked: str
    source: str
    rows: tuple[_Row, ...]
    default_why: str


@cache
def shipped_table() -> DomainTable:
    raw = load_json("sharing/recipient_domains.json")
    rows = (
        _Row(
            _Match(r["match"]),
            tuple(r["domain"].split(".")),
            RecipientClass(r["class"]),
            str(r["why"]),
        )
        for r in raw["rows"]
    )
    ordered = tuple(sorted(rows, key=lambda row: -len(row.labels)))
    return DomainTable(str(raw["checked"]), str(raw["source"]), ordered, raw["default"]["why"])


_LOCAL = re.compile(r"[A-Za-z0-9_'+&][A-Za-z0-9_'+&\-]*(?:\.[A-Za-z0-9_'+&\-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?")
_MAX_ADDRESS, _MAX_LOCAL, _MAX_LABEL = 254, 64, 63  # RFC 5321 4.5.3.1, RFC 1035 2.3.4


def classify(address: str, added_by_ig: Collection[str] = ()) -> Recipient:
    """What may be done with ``address``. ``added_by_ig``: exact domains approved locally."""
    problem = _problem(address)
    if problem:
        return Recipient(RecipientClass.INVALID, problem)
    local, _, domain = address.partition("@")
    domain = domain.lower()
    whole = f"{local}@{domain}"
    labels = tuple(domain.split("."))
    if any(label.startswith("xn--") for label in labels):
        why = "This domain is written in letters that can imitate another (xn--). Ask the practice."
        return Recipient(RecipientClass.BLOCKED, why, whole)
    row = next((row for row in shipped_table().rows if row.fits(labels)), None)
    if row is not None and row.klass is RecipientClass.BLOCKED:
        return Recipient(RecipientClass.BLOCKED, row.why, whole)
    if domain in {added.lower() for added in added_by_ig}:
        why = "Your information governance lead has approved this domain. [secure] is not needed."
        return Recipient(RecipientClass.SECURE, why, whole)
    if row is None:
        why = shipped_table().default_why
        if "nhs" in domain:
            why = f"Look again: {domain} is not nhs.net. {why}"
        return Recipient(RecipientClass.NEEDS_SECURE, why, whole)
    return Recipient(row.klass, row.why, whole)


def _problem(address: str) -> str:
    """What is wrong with the address in words, or nothing."""
    if not address:
        return "Enter an email address."
    if any(ord(c) < 32 or ord(c) == 127 for c in address):
        return "The address contains a line break or a control character. Type it again."
    if not address.isascii():
        return "The address contains letters that are not plain English letters. Type it again."
    if " " in address:
        return "Remove the spaces from the address."
    if len(address) > _MAX_ADDRESS:
        return f"The address is too long: {_MAX_ADDRESS} characters at most."
    if any(c in address for c in ",;"):
        return "Enter one address only."
    if any(c in address for c in '<>"()[]:\\'):
        return "Enter the address alone, without name, quotes or brackets."
    if address.count("@") != 1:
        return "Enter one address, with one @ sign."
    local, _, domain = address.partition("@")
    return _local_problem(local) or _domain_problem(domain.lower())


def _local_problem(local: str) -> str:
    if not local:
        return "There is nothing before the @ sign."
    if len(local) > _MAX_LOCAL:
        return f"The part before the @ sign is too long: {_MAX_LOCAL} characters at most."
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return "The part before the @ sign has a full stop in the wrong place."
    if not _LOCAL.fullmatch(local):
        return "The part before the @ sign contains a character that mailboxes here do not use."
    return ""


def _domain_problem(domain: str) -> str:
    if not domain:
        return "There is nothing after the @ sign."
    if domain.endswith("."):
        return "Remove the full stop at the end of the address."
    labels = domain.split(".")
    if any(not label for label in labels):
        return "The part after the @ sign has a full stop in the wrong place."
    if len(labels) < 2:
        return "The part after the @ sign is not complete, for example nhs.net."
    if any(len(label) > _MAX_LABEL or not _LABEL.fullmatch(label) for label in labels):
        return "The part after the @ sign is not a domain name."
    if not re.fullmatch(r"[a-z]{2,}|xn--[a-z0-9\-]+", labels[-1]):
        return "The part after the @ sign is not a domain name."
    return ""
