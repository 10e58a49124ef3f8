"""What everybody on the way can see of a care summary: subject, file name, body, PDF title.

Rules kept here (domain outputs 1.3, 8 R2): the templates hold nothing clinical and no identifier
but initials and the month; before anything leaves, the finished words are searched for the
person's name parts, date of birth, NHS number, postcode, telephone and custody number, and a find
blocks. Words of the fixed templates are not finds: they are the same for everybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import assert_never

from custodyhcp.errors import KnownError
from custodyhcp.records.dates import MONTHS
from custodyhcp.sharing.leaks import nhs_numbers_in
from custodyhcp.sharing.plain import ascii_fold, one_line

MAX_FILE_NAME = 64
_SHORTEST_NAME = 3


class Purpose(Enum):
    ACTION = "ACTION"
    INFORMATION = "INFORMATION"
    CORRECTION = "CORRECTION"


@dataclass(frozen=True, slots=True)
class Envelope:
    """``secure`` says that ``[secure]`` stands first in the subject."""

    to: str
    subject: str
    body: str
    file_name: str
    pdf_title: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What must not be seen from outside. Empty values are not searched for."""

    names: tuple[str, ...] = ()
    dob: date | None = None
    nhs_number: str = ""
    postcode: str = ""
    phone: str = ""
    custody_ref: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """``where`` is a field of the envelope; ``what`` is the kind of identifier, never its value."""

    where: str
    what: str


class IdentifierFound(KnownError):
    """The envelope would show who the person is. Nothing was made."""


@dataclass(frozen=True, slots=True)
class Covering:
    """What the covering email says of the sender and of the document."""

    reference: str
    version: int
    initials: str
    seen_on: date
    service: str
    role: str
    phone: str
    mailbox: str
    actions: int
    pages: int
    pdf_sha256: str
    app_version: str
    replaces: int | None = None


def _purpose(covering: Covering) -> Purpose:
    if covering.replaces is not None:
        return Purpose.CORRECTION
    return Purpose.ACTION if covering.actions else Purpose.INFORMATION


def subject_line(covering: Covering, secure: bool) -> str:
    """``[secure] `` only where asked for: for nhs.net it would put a portal in the way."""
    purpose = _purpose(covering)
    match purpose:
        case Purpose.ACTION:
            tail = "action requested"
        case Purpose.INFORMATION:
            tail = "for information"
        case Purpose.CORRECTION:
            tail = f"correction v{covering.version} replaces v{covering.replaces}"
        case _:
            assert_never(purpose)
    start = "[secure] " if secure else ""
    return f"{start}Custody healthcare summary for GP - ref {covering.reference} - {tail}"


def file_name(reference: str, version: int) -> str:
    """ASCII letters, digits and ``-_.`` only, at most 64 characters."""
    safe = re.sub(r"[^A-Za-z0-9\-]", "-", reference)
    return f"custody-healthcare-summary_{safe[:28]}_v{version}.pdf"


def pdf_title(reference: str, version: int) -> str:
    return f"Custody healthcare summary, ref {reference}, version {version}"


def initials(given: str, family: str) -> str:
    """One letter for each name, for example ``LK``."""
    return "".join(ascii_fold(name)[:1].upper() for name in (given, family) if name.strip())


def body_text(covering: Covering) -> str:
    """The covering words: who it is from, what is attached and asked, what to do if misdirected."""
    c = covering
    asked = (
        f"{c.actions} action{'s' if c.actions != 1 else ''} for the practice on page 1."
        if c.actions
        else "No action requested: for information."
    )
    sheets = f"{c.pages} page{'s' if c.pages != 1 else ''}"
    sender = ", ".join(one_line(part) for part in (c.role, c.service) if part.strip())
    reach = " or ".join(one_line(part) for part in (c.phone, c.mailbox) if part.strip())
    return "\n".join(
        (
            f"From: {sender}.",
            "",
            f"A confidential summary for a registered patient of your practice is attached"
            f" ({sheets}, version {c.version}).",
            f"Patient initials {c.initials or 'not given'}, seen {MONTHS[c.seen_on.month - 1]}"
            f" {c.seen_on.year}.",
            asked,
            "",
            f"Questions: {reach or 'reply to this mailbox'}.",
            "If this has come to you by mistake: delete it, reply to this mailbox, and do not"
            " forward it.",
            "",
            f"Reference {c.reference}. PDF SHA-256 starts {c.pdf_sha256[:12]}."
            f" custodyhcp {c.app_version}.",
            "",
        )
    )


def envelope_for(to: str, secure: bool, covering: Covering) -> Envelope:
    return Envelope(
        to=to,
        subject=subject_line(covering, secure),
        body=body_text(covering),
        file_name=file_name(covering.reference, covering.version),
        pdf_title=pdf_title(covering.reference, covering.version),
        secure=secure,
    )


_UNFOLDED = re.compile(r"\[u\+[0-9a-f]+\]")


def _folded(text: str) -> str:
    """Lower case ASCII; a letter with no ASCII form becomes a space."""
    plain = ascii_fold(unicodedata.normalize("NFKC", text).casefold()).casefold()
    return _UNFOLDED.sub(" ", plain)


TEMPLATE_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        "secure custody healthcare summary for gp ref action actions requested information"
        " correction replaces from a confidential registered patient of your practice is attached"
        " page pages version initials not given seen on the no questions or reply to this mailbox"
        " if has come you by mistake delete it and do not forward reference pdf sha starts"
        " custodyhcp jan feb mar apr may jun jul aug sep oct nov dec ch v",
    )
)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text)


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """Each part of each name of three letters or more, and each name run together."""
    found: set[str] = set()
    for name in names:
        folded = _folded(name)
        parts = _words(folded.replace("'", ""))
        found.update(part for part in (*parts, *_words(folded)) if len(part) >= _SHORTEST_NAME)
        joined = "".join(parts)
        if len(joined) >= _SHORTEST_NAME:
            found.add(joined)
    return frozenset(found)


_LONG_ENOUGH_TO_RUN_ON = 6


def _has_name(text: str, own: frozenset[str], names: tuple[str, ...]) -> bool:
    raw = _folded(text)
    said = _words(raw)
    words = [w for w in (*_words(raw.replace("'", "")), *said) if w not in own]
    run_on = "".join(w for w in said if len(w) == 1 or w not in own)
    joins = _joins(said, own)
    for part in name_parts(names):
        if part in words or part in joins:
            return True
        if len(part) > _SHORTEST_NAME and any(part in w for w in words):
            return True
        if len(part) >= _LONG_ENOUGH_TO_RUN_ON and part in run_on:
            return True
    return any(name.strip() and not _words(_folded(name)) and name in text for name in names)


def _joins(said: list[str], own: frozenset[str]) -> frozenset[str]:
    """Neighbouring words run together, for short names written apart: ``a n n`` or ``o dea``."""
    reach = range(2, _LONG_ENOUGH_TO_RUN_ON)
    runs = (said[at : at + size] for size in reach for at in range(len(said) - size + 1))
    return frozenset("".join(run) for run in runs if not own.issuperset(run))


def dob_forms(dob: date) -> Iterator[re.Pattern[str]]:
    """The ways a date of birth is written: 03-01-1995, 3/1/95, 1995-01-03, 030195, 3 Jan 1995 …"""
    day, month, year = f"0?{dob.day}", f"0?{dob.month}", f"(?:{dob.year}|{dob.year % 100:02d})"
    name = f"{MONTHS[dob.month - 1].lower()}[a-z]*"
    gap = r"[\s\-/.,_]*"
    sep = r"[\s\-/.,_]+"
    edge, end = r"(?<![0-9])", r"(?![0-9])"
    yield re.compile(f"{edge}{day}{sep}{month}{sep}{year}{end}")
    yield re.compile(f"{edge}{month}{sep}{day}{sep}{year}{end}")
    yield re.compile(f"{edge}{dob.year}{sep}{month}{sep}{day}{end}")
    yield re.compile(f"{edge}{day}(?:st|nd|rd|th)?{gap}{name}{gap}{year}{end}")
    yield re.compile(f"{name}{gap}{day}(?:st|nd|rd|th)?{gap}{year}{end}")
    dd, mm, yyyy = f"{dob.day:02d}", f"{dob.month:02d}", f"{dob.year:04d}"
    for run in (dd + mm + yyyy, yyyy + mm + dd, dd + mm + yyyy[2:], yyyy[2:] + mm + dd):
        yield re.compile(f"(?<![0-9a-f]){run}(?![0-9a-f])")


def _squeezed(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", _folded(text))


_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9])CH-[0-9]{4}-[0-9]{6}(?![0-9])"
)  # ours: ten digits, but not a person's


def _kinds(text: str, own: frozenset[str], who: Identifiers) -> Iterator[str]:
    plain, squeezed = _folded(text), _squeezed(text)
    digits_spaced = re.sub(r"(?<=[0-9])[^0-9a-z\n]+(?=[0-9])", "", plain)
    if _has_name(text, own, who.names):
        yield "name"
    if who.dob is not None and any(form.search(plain) for form in dob_forms(who.dob)):
        yield "date of birth"
    number = re.sub(r"[^0-9]", "", _folded(who.nhs_number))
    others = nhs_numbers_in(_REFERENCE.sub(" ", text))
    if (len(number) >= 9 and number in digits_spaced) or others:
        yield "NHS number"
    postcode = _squeezed(who.postcode)
    if len(postcode) >= 5 and postcode in squeezed:
        yield "postcode"
    phone = re.sub(r"[^0-9]", "", _folded(who.phone))
    phone = phone.removeprefix("0044").removeprefix("44").lstrip("0")
    if len(phone) >= 6 and phone in digits_spaced:
        yield "telephone number"
    custody = _squeezed(who.custody_ref)
    if len(custody) >= 3 and custody in squeezed:
        yield "custody number"


def finds(
    envelope: Envelope, who: Identifiers, sender_words: Iterable[str] = ()
) -> tuple[Find, ...]:
    """Every place where the envelope shows who the person is. ``sender_words``: the service's own
    name, role and mailbox, which are the same for every patient."""
    own = TEMPLATE_WORDS | {word for words in sender_words for word in _words(_folded(words))}
    return tuple(
        Find(field.name, kind)
        for field in fields(envelope)
        if field.name not in ("to", "secure")
        for kind in _kinds(str(getattr(envelope, field.name)), own, who)
    )


def refuse_identifiers(
    envelope: Envelope, who: Identifiers, sender_words: Iterable[str] = ()
) -> None:
    """Raises ``IdentifierFound`` where the envelope shows who the person is. Never only warns."""
    found = finds(envelope, who, sender_words)
    if found:
        places = {"subject": "subject", "body": "body", "file_name": "file name"}
        where = places.get(found[0].where, "PDF title")
        raise IdentifierFound(
            f"The {where} would show the person's {found[0].what}.",
            "Take it out: people on the way can read it.",
        )
