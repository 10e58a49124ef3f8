"""What a passphrase, a sign-in name and a newcomer's particulars must be. Pure rules.

A passphrase is judged by length alone: twelve characters, or four words. Rules about digits and
signs make people write passphrases down. Pasting is allowed everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, assert_never

from custodyhcp import resources
from custodyhcp.errors import KnownError
from custodyhcp.vault.compartments import Role

LONGEST_NAME = 120


class ProfessionalBody(Enum):
    NMC = "NMC"
    HCPC = "HCPC"
    GMC = "GMC"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody an administrator wants to add."""

    name: str
    role: Role
    login: str = ""  # the sign-in name; made from the name where empty
    professional_body: ProfessionalBody | None = None
    registration: str = ""
    rank_number: str = ""


class WrongParticulars(KnownError):
    """``fields`` maps each wrong field of ``Newcomer`` to what to do about it, in plain words."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = dict(fields)


class WeakPassphrase(KnownError):
    pass


@cache
def _settings() -> Mapping[str, Any]:
    found: Mapping[str, Any] = resources.load_json("staff/sign_in.json")
    return found


@cache
def registers() -> Mapping[ProfessionalBody, Mapping[str, str]]:
    """Each register's name, the shape of its numbers and an example."""
    found = resources.load_json("staff/professional_bodies.json")["bodies"]
    return {ProfessionalBody(body["code"]): body for body in found}


def tidy(text: str) -> str:
    """One line, single spaces, composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sign_in_name(typed: str) -> str:
    """The one form of a sign-in name: "Sam Hart" and "sam.hart" are the same."""
    return ".".join(unicodedata.normalize("NFKC", typed).casefold().replace(".", " ").split())


def passphrase_fault(passphrase: str) -> str | None:
    """What is wrong with it, in plain words; None when it will do."""
    rule = _settings()["passphrase"]
    if len(passphrase) > rule["longest"]:
        return f"Use at most {rule['longest']} characters."
    if not passphrase.strip():
        return "Choose a passphrase."
    if len(set(passphrase)) < 4:
        return "Use a passphrase that is not the same few characters over and over."
    if len(passphrase) >= rule["characters"] or len(passphrase.split()) >= rule["words"]:
        return None
    return (
        f"Use at least {rule['characters']} characters, or {rule['words']} words with spaces "
        f"between them. This has {len(passphrase)} characters."
    )


def must_be_strong(passphrase: str) -> None:
    fault = passphrase_fault(passphrase)
    if fault is not None:
        raise WeakPassphrase(fault)


def tidied(newcomer: Newcomer) -> Newcomer:
    """The same with spaces and capitals put right and the sign-in name filled in.

    Raises ``WrongParticulars`` naming every field that is wrong.
    """
    made = Newcomer(
        name=tidy(newcomer.name),
        role=newcomer.role,
        login=sign_in_name(newcomer.login or newcomer.name),
        professional_body=newcomer.professional_body,
        registration="".join(newcomer.registration.upper().split()),
        rank_number=tidy(newcomer.rank_number),
    )
    faults = particulars_faults(made)
    if faults:
        raise WrongParticulars(faults)
    return made


def particulars_faults(newcomer: Newcomer) -> dict[str, str]:
    """Field name to plain words, for each field that is wrong; empty when all will do."""
    faults = _name_faults(newcomer)
    match newcomer.role:
        case Role.HCP:
            faults |= _registration_faults(newcomer)
        case Role.SERGEANT:
            if not newcomer.rank_number:
                faults["rank_number"] = "Enter the rank and collar number, such as PS 4127."
        case Role.IG | Role.ADMIN:
            pass
        case Role.DEVICE:
            faults["role"] = "Choose what this person does here."
        case _:
            assert_never(newcomer.role)
    return faults


def _name_faults(newcomer: Newcomer) -> dict[str, str]:
    if not newcomer.name:
        return {"name": "Enter the person's full name."}
    if len(newcomer.name) > LONGEST_NAME:
        return {"name": f"Use at most {LONGEST_NAME} characters for the name."}
    if not newcomer.name.isprintable():
        return {"name": "The name has a character in it that cannot be shown. Type it again."}
    if not sign_in_name(newcomer.login or newcomer.name):
        return {"login": "Enter a sign-in name."}
    return {}


def _registration_faults(newcomer: Newcomer) -> dict[str, str]:
    body = newcomer.professional_body
    if body is None:
        return {"professional_body": "Choose the professional body this person is registered with."}
    register = registers()[body]
    if re.fullmatch(register["shape"], newcomer.registration, re.ASCII):
        return {}
    return {
        "registration": f"Enter the {body.value} registration number, such as "
        f"{register['example']}."
    }


def wait_after(refusals: int, last: datetime | None, now: datetime) -> timedelta:
    """How long must pass before the next try is looked at: nothing for the first few refusals in
    a row, then 5 seconds, doubling up to 5 minutes, counted from the last refusal."""
    settings = _settings()
    over = refusals - settings["refusals_before_waiting"]
    if last is None or over < 0:
        return timedelta(0)
    longest = settings["longest_wait_seconds"]
    seconds = min(longest, settings["first_wait_seconds"] * 2 ** min(over, 20))
    waited = now - last
    if waited < timedelta(0):  # the clock was put back: nobody is locked out for a day
        return timedelta(0)
    return max(timedelta(0), timedelta(seconds=seconds) - waited)
