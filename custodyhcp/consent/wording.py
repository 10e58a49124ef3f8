"""The words that people read, from ``resources/consent/``: data, versioned, with their source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from typing import Any

from custodyhcp import resources
from custodyhcp.consent.codes import Scope
from custodyhcp.consent.statutes import for_looking


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = resources.load_json(f"consent/{name}.json")
    return table


def words(member: Enum) -> str:
    """How screens say this member of one of the enums in ``consent.codes``."""
    said: str = _table("words")["words"][type(member).__name__][member.value]
    return said


@dataclass(frozen=True, slots=True)
class Question:
    """How one scope is asked: to the person, in words they know, and what a yes allows."""

    scope: Scope
    name: str
    chip: str
    question: str
    hint: str
    allows: str


def question(scope: Scope) -> Question:
    """Raises KeyError for the two forensic scopes: they are asked on a form of their own (3.7)."""
    row = _table("questions")["scopes"][scope.value]
    return Question(scope, row["name"], row["chip"], row["question"], row["hint"], row["allows"])


def asked_together() -> tuple[Scope, ...]:
    """The scopes shown beside the record question as also asked."""
    return tuple(Scope(name) for name in _table("questions")["asked_together"])


def notice_version() -> str:
    version: str = _table("questions")["notice"]
    return version


def abilities() -> Mapping[str, str]:
    return _table("capacity")["abilities"]  # type: ignore[no-any-return]


def help_given() -> Mapping[str, str]:
    return _table("capacity")["help"]  # type: ignore[no-any-return]


def impairments() -> Mapping[str, str]:
    return {code: row["words"] for code, row in _table("capacity")["impairments"].items()}


def impairment_is_temporary(code: str) -> bool:
    """Whether it is one that may pass: then a time to assess again is compulsory (3.1 H)."""
    return bool(_table("capacity")["impairments"][code]["temporary"])


def impairment_wears_off(code: str) -> bool:
    """Whether it is drink or drugs: then the rule is to wait and ask again (3.3)."""
    return bool(_table("capacity")["impairments"].get(code, {}).get("wears_off"))


def reassess_within() -> timedelta:
    return timedelta(hours=_table("capacity")["reassess_within_hours"])


def capacity_words() -> Mapping[str, str]:
    """What to do now, by what was concluded."""
    return _table("capacity")["then"]  # type: ignore[no-any-return]


def best_interests_questions() -> Mapping[str, tuple[str, str]]:
    """Field -> (section of the Act, words), in the order of section 4."""
    rows = _table("best_interests")["questions"]
    return {name: (row["section"], row["words"]) for name, row in rows.items()}


def attorney_answers() -> Mapping[str, str]:
    return _table("best_interests")["attorney"]  # type: ignore[no-any-return]


def advance_answers() -> Mapping[str, str]:
    return _table("best_interests")["advance_decision"]  # type: ignore[no-any-return]


def consultees() -> Mapping[str, str]:
    """Who may be asked about somebody (s4(7)). Custody staff are not in the list."""
    return _table("best_interests")["consultees"]  # type: ignore[no-any-return]


@cache
def custody_words() -> re.Pattern[str]:
    """Finds a rank or a role that gives custody staff or an investigator away. Short ranks count
    only in capitals before a name or a number: "PC 1234", "DS Hale"."""
    table = _table("best_interests")
    roles = "|".join(re.escape(word) for word in table["custody_words"])
    ranks = "|".join(re.escape(word) for word in table["custody_ranks"])
    return re.compile(rf"(?i:\b(?:{roles})s?\b)|\b(?:{ranks})\b\.?\s*(?=[A-Z0-9])")


def best_interests_emergency() -> Mapping[str, str]:
    return _table("best_interests")["emergency"]  # type: ignore[no-any-return]


def best_interests_words() -> Mapping[str, str]:
    return _table("best_interests")["words"]  # type: ignore[no-any-return]


def not_consulted() -> str:
    said: str = _table("best_interests")["not_consulted"]
    return said


def emergency_test() -> Mapping[str, str]:
    return _table("emergency")["test"]  # type: ignore[no-any-return]


def weighing_questions() -> Mapping[str, str]:
    return _table("weighing")["questions"]  # type: ignore[no-any-return]


def statutes() -> Mapping[str, str]:
    """The statutes that may be relied on for a look, whatever the day (``consent.statutes``)."""
    return {code: one.words for code, one in for_looking(None).items()}


def scr_headings() -> tuple[str, ...]:
    return tuple(_table("scr_headings")["headings"])


def scr_headings_first() -> tuple[str, ...]:
    """The few that are relied on most, to be offered without opening the list."""
    return tuple(_table("scr_headings")["first"])


@cache
def canned_phrases() -> tuple[str, ...]:
    """Longest first, so that a phrase is taken out before the words within it."""
    return tuple(sorted(_table("canned")["phrases"], key=len, reverse=True))
