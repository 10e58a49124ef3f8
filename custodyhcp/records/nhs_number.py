"""Reads an NHS number that somebody typed. Pure.

Rules kept here (ISB 0149; domain outputs 3.3): ten ASCII digits, with or without spaces or
dashes; the check digit by modulus 11; numbers of other nations and ranges never issued are told
apart in words. A number that passes is *valid*; only the national service can say *verified*, so
nothing here does. Full-width and other digits are refused, because they would not be found again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

LENGTH = 10
_DIGITS = re.compile(r"[0-9][0-9 \-]*", re.ASCII)
_NATIONAL_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]?", re.ASCII)


class Issuer(Enum):
    """Whose range a number lies in, by its first three digits."""

    ENGLAND_AND_WALES = "ENGLAND_AND_WALES"
    TEST = "TEST"
    SCOTLAND = "SCOTLAND"
    NORTHERN_IRELAND = "NORTHERN_IRELAND"
    NOT_ISSUED = "NOT_ISSUED"


class NhsStatus(Enum):
    """How far a number is known to be this person's (national status codes, first digit pair)."""

    VERIFIED = "01"
    NOT_TRACED = "02"
    TRACE_REQUIRED = "03"
    NO_MATCH = "04"
    CONFLICT = "05"
    NOT_PRESENT = "07"

    @property
    def words(self) -> str:
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    NhsStatus.VERIFIED: "confirmed on the national record",
    NhsStatus.NOT_TRACED: "not verified",
    NhsStatus.TRACE_REQUIRED: "not verified",
    NhsStatus.NO_MATCH: "no single match found",
    NhsStatus.CONFLICT: "does not agree with the name and date of birth",
    NhsStatus.NOT_PRESENT: "not recorded",
}


class SeenOn(Enum):
    """Where somebody saw the number confirmed with the name: only these can (outputs 3.3)."""

    SCR = "the Summary Care Record"
    PDS = "the Personal Demographics Service"


@dataclass(frozen=True, slots=True)
class Verified:
    """Who saw it confirmed (a staff id), when and where. Until then a number is only valid."""

    by: str
    at: datetime
    on: SeenOn


@dataclass(frozen=True, slots=True)
class NhsNumber:
    """``digits`` are ten ASCII digits whose check digit is right, in a range that is issued."""

    digits: str
    issuer: Issuer

    @property
    def display(self) -> str:
        """As every screen and page shows it: 3-3-4."""
        return show(self.digits)

    @property
    def warning(self) -> str:
        """Words for a number that must not be a real patient's, or nothing."""
        if self.issuer is Issuer.TEST:
            return "This is a test number: no real patient has it."
        return ""


@dataclass(frozen=True, slots=True)
class NotANumber:
    """Why it was refused, in words that say what to do."""

    why: str


def show(digits: str) -> str:
    """``9434765919`` as ``943 476 5919``."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def check_digit(first_nine: str) -> int | None:
    """The tenth digit by modulus 11; None where no number may be issued."""
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(first_nine))
    check = (11 - total % 11) % 11
    return None if check == LENGTH else check


def read(text: str) -> NhsNumber | NotANumber:
    """The number that ``text`` holds, or why it holds none. Nothing is guessed or repaired."""
    typed = text.strip()
    if not typed:
        return NotANumber("Enter an NHS number, ten digits such as 999 123 4567.")
    if _NATIONAL_INSURANCE.fullmatch(typed.upper().replace(" ", "")):
        return NotANumber("This looks like a National Insurance number, not an NHS number.")
    if not _DIGITS.fullmatch(typed):
        return NotANumber("It contains letters or symbols: an NHS number is ten digits, 0 to 9.")
    digits = typed.replace(" ", "").replace("-", "")
    if len(digits) != LENGTH:
        size = "short" if len(digits) < LENGTH else "long"
        return NotANumber(f"It is too {size}: an NHS number has 10 digits, this has {len(digits)}.")
    return _issued(digits)


def _issued(digits: str) -> NhsNumber | NotANumber:
    if check_digit(digits[:9]) != int(digits[9]):
        return NotANumber("The check digit is wrong: one of the digits has been mistyped.")
    issuer = issuer_of(digits)
    if issuer in (Issuer.ENGLAND_AND_WALES, Issuer.TEST):
        return NhsNumber(digits, issuer)
    return NotANumber(_OTHER_WORDS[issuer])


_OTHER_WORDS = {
    Issuer.SCOTLAND: "This looks like a Scottish CHI number: write it in the notes, not here.",
    Issuer.NORTHERN_IRELAND: (
        "This looks like a Northern Ireland Health and Care number: "
        "write it in the notes, not here."
    ),
    Issuer.NOT_ISSUED: "No NHS number in England or Wales begins like this: check the digits.",
}


def issuer_of(digits: str) -> Issuer:
    """The range of ten digits. Scottish numbers begin with a day and a month of birth."""
    start = int(digits[:3])
    if 400 <= start <= 499 or 600 <= start <= 799:
        return Issuer.ENGLAND_AND_WALES
    if start >= 900:
        return Issuer.TEST
    if 10 <= start <= 311:
        return Issuer.SCOTLAND
    if 320 <= start <= 399:
        return Issuer.NORTHERN_IRELAND
    return Issuer.NOT_ISSUED
