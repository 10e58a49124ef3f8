"""The consent rules that can be asked from outside (docs/rules.md).

A case must have every field, and no other: a missing or a misspelt field answered by a guess would
be worse than no answer. The few that say so may be left out, and are then false. Words are exact,
in capitals; true and false are JSON's own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar, assert_never

from custodyhcp.asking import Rule
from custodyhcp.consent import disclosure, gp, scr
from custodyhcp.consent.capacity import Ability
from custodyhcp.consent.capacity_from_outside import CapacityCase, answered
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    Proxy,
    Relationship,
    Scope,
    ScrStatus,
    Surgery,
)
from custodyhcp.consent.outcome import Allowed, Outcome, outcome_code, outcome_name
from custodyhcp.consent.statutes import statute_list
from custodyhcp.consent.wording import help_given, impairments
from custodyhcp.errors import KnownError

OLDEST = 130
_OPTIONAL = "may be left out"
Case = Mapping[str, Any]
Word = TypeVar("Word", bound=Enum)


class CaseNotAccepted(KnownError):
    """The case is not one that can be decided."""


def _words(kind: type[Enum], nullable: bool = False) -> str:
    words = "|".join(member.value for member in kind)
    return f"null|{words}" if nullable else words


SCR_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "scr_status": _words(ScrStatus),
        "relationship": _words(Relationship),
        "capacity": _words(Capacity),
        "answer": _words(Answer),
        "ground": _words(Ground, nullable=True),
        "age": f"whole years, 0 to {OLDEST}",
        "gillick": "null|true|false: competent for this decision; null where not assessed",
        "proxy": _words(Proxy, nullable=True),
        "prior_capacitous_refusal": "true|false",
        "life_threatening": "true|false",
        "senior_advice": "true|false",
        "evidence_complete": "true|false: every record the ground or proxy needs is there",
        "for_investigation": f"true|false: investigators ask for it; {_OPTIONAL}",
        "proxy_refused": f"true|false: an attorney or deputy has said no; {_OPTIONAL}",
    }
)
GP_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "patient": _words(Answer),
        "surgery": _words(Surgery),
        "capacity": _words(Capacity),
        "ground": _words(Ground, nullable=True),
    }
)
DISCLOSURE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "basis": _words(disclosure.DisclosureBasis),
        "to": _words(disclosure.Recipient),
        "purpose": _words(disclosure.Purpose),
        "content": _words(disclosure.Content),
        "answer": _words(Answer),
        "capacity": _words(Capacity),
        "age": f"whole years, 0 to {OLDEST}",
        "competent": "null|true|false: a child, for this decision; null where not assessed",
        "statute": f"null|{'|'.join(statute_list())}",
        "profession": _words(disclosure.Profession),
        "complete": "true|false: the record that the basis needs is there",
        "day": "the day, as 2026-11-23",
    }
)
CAPACITY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "decision": _words(Scope),
        "information_given": "true|false",
        "help": f"a list of {'|'.join(help_given())}; [] where none was given or thought of",
        "understand": _words(Ability),
        "retain": _words(Ability),
        "weigh": _words(Ability),
        "communicate": _words(Ability),
        "evidence_complete": "true|false: words beside each answer, and how the cause is known",
        "impairment": f"null where none was found, or {'|'.join(impairments())}",
        "causal_link": "null where not asked, true, false, or UNSURE",
        "reassess_at_given": "true|false: a time still to come, within the day",
        "age": f"whole years, 0 to {OLDEST}",
    }
)


def _exactly(case: Case, fields: Mapping[str, str]) -> None:
    needed = {name for name, words in fields.items() if not words.endswith(_OPTIONAL)}
    missing = sorted(needed - set(case))
    if missing:
        raise CaseNotAccepted(f"The case has no {', '.join(missing)}.", "Give every field.")
    unknown = sorted(str(name) for name in set(case) - set(fields))
    if unknown:
        raise CaseNotAccepted(
            f"Unknown field: {', '.join(unknown)[:200]}.", f"The fields are {', '.join(fields)}."
        )


def _word(case: Case, name: str, kind: type[Word]) -> Word:
    given = case[name]
    for member in kind:
        if isinstance(given, str) and member.value == given:
            return member
    raise CaseNotAccepted(f"{name} must be one of {_words(kind)}.", f"It is {_shown(given)}.")


def _word_or_null(case: Case, name: str, kind: type[Word]) -> Word | None:
    return None if case[name] is None else _word(case, name, kind)


def _flag(case: Case, name: str) -> bool:
    given = case[name]
    if not isinstance(given, bool):
        raise CaseNotAccepted(f"{name} must be true or false.", f"It is {_shown(given)}.")
    return given


def _flag_or_false(case: Case, name: str) -> bool:
    return name in case and _flag(case, name)


def _age(case: Case) -> int:
    given = case["age"]
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= OLDEST:
        raise CaseNotAccepted(
            f"age must be whole years from 0 to {OLDEST}.", f"It is {_shown(given)}."
        )
    return given


def _shown(given: object) -> str:
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) > 10**30:
        return "a number out of range"
    return repr(given)[:80]


def _answered(outcome: Outcome) -> dict[str, Any]:
    words = "" if isinstance(outcome, Allowed) else outcome.instead
    return {"outcome": outcome_name(outcome), "code": outcome_code(outcome), "instead": words}


def _scr(case: Case) -> Mapping[str, Any]:
    _exactly(case, SCR_FIELDS)
    outcome = scr.decide(
        scr.Situation(
            scr_status=_word(case, "scr_status", ScrStatus),
            relationship=_word(case, "relationship", Relationship),
            capacity=_word(case, "capacity", Capacity),
            answer=_word(case, "answer", Answer),
            ground=_word_or_null(case, "ground", Ground),
            age=_age(case),
            gillick=None if case["gillick"] is None else _flag(case, "gillick"),
            proxy=_word_or_null(case, "proxy", Proxy),
            prior_capacitous_refusal=_flag(case, "prior_capacitous_refusal"),
            life_threatening=_flag(case, "life_threatening"),
            senior_advice=_flag(case, "senior_advice"),
            evidence_complete=_flag(case, "evidence_complete"),
            for_investigation=_flag_or_false(case, "for_investigation"),
            proxy_refused=_flag_or_false(case, "proxy_refused"),
        )
    )
    alerts = outcome.alerts if isinstance(outcome, Allowed) else ()
    return {**_answered(outcome), "alerts": [list(alert.pair) for alert in alerts]}


def _gp(case: Case) -> Mapping[str, Any]:
    _exactly(case, GP_FIELDS)
    return _answered(
        gp.decide(
            gp.Situation(
                patient=_word(case, "patient", Answer),
                surgery=_word(case, "surgery", Surgery),
                capacity=_word(case, "capacity", Capacity),
                ground=_word_or_null(case, "ground", Ground),
            )
        )
    )


def _capacity(case: Case) -> Mapping[str, Any]:
    _exactly(case, CAPACITY_FIELDS)
    return answered(
        CapacityCase(
            decision=_word(case, "decision", Scope),
            information_given=_flag(case, "information_given"),
            help=_codes(case, "help", help_given()),
            limbs=(
                _word(case, "understand", Ability),
                _word(case, "retain", Ability),
                _word(case, "weigh", Ability),
                _word(case, "communicate", Ability),
            ),
            evidence_complete=_flag(case, "evidence_complete"),
            impairment=_code_or_null(case, "impairment", impairments()),
            causal_link=_causal_link(case),
            reassess_at_given=_flag(case, "reassess_at_given"),
            age=_age(case),
        )
    )


def _disclosure(case: Case) -> Mapping[str, Any]:
    _exactly(case, DISCLOSURE_FIELDS)
    answer = disclosure.decide(
        disclosure.Case(
            basis=_word(case, "basis", disclosure.DisclosureBasis),
            to=_word(case, "to", disclosure.Recipient),
            purpose=_word(case, "purpose", disclosure.Purpose),
            content=_word(case, "content", disclosure.Content),
            answer=_word(case, "answer", Answer),
            capacity=_word(case, "capacity", Capacity),
            age=_age(case),
            competent=None if case["competent"] is None else _flag(case, "competent"),
            statute=_code_or_null(case, "statute", statute_list()),
            profession=_word(case, "profession", disclosure.Profession),
            complete=_flag(case, "complete"),
            day=_day(case),
        )
    )
    match answer:
        case disclosure.May():
            said = ("ALLOW", answer.basis.value, "", answer.must)
        case disclosure.MayNot():
            said = ("BLOCK", answer.why.value, answer.instead, "")
        case _:
            assert_never(answer)
    return dict(zip(("outcome", "code", "instead", "must"), said, strict=True))


def _day(case: Case) -> date:
    given = case["day"]
    try:
        if isinstance(given, str) and len(given) == 10:
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise CaseNotAccepted("day must be a date, as 2026-11-23.", f"It is {_shown(given)}.")


def _codes(case: Case, name: str, known: Collection[str]) -> tuple[str, ...]:
    given = case[name]
    if not isinstance(given, list) or not all(isinstance(c, str) and c in known for c in given):
        raise CaseNotAccepted(
            f"{name} must be a list of {'|'.join(known)}.", f"It is {_shown(given)}."
        )
    return tuple(dict.fromkeys(given))


def _code_or_null(case: Case, name: str, known: Collection[str]) -> str | None:
    given = case[name]
    if given is None or (isinstance(given, str) and given in known):
        return given
    raise CaseNotAccepted(
        f"{name} must be null or one of {'|'.join(known)}.", f"It is {_shown(given)}."
    )


def _causal_link(case: Case) -> Ability | None:
    given = case["causal_link"]
    if given is None:
        return None
    if given == Ability.UNSURE.value:
        return Ability.UNSURE
    return Ability.YES if _flag(case, "causal_link") else Ability.NO


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "scr": Rule(
            "scr",
            "Whether the Summary Care Record may be looked at, on what basis, the national alerts"
            " that raises, and what to do instead.",
            SCR_FIELDS,
            _scr,
        ),
        "gp": Rule(
            "gp",
            "Whether the GP record may be looked at (two keys, no override), and what instead.",
            GP_FIELDS,
            _gp,
        ),
        "disclosure": Rule(
            "disclosure",
            "Whether something may be told to somebody on that basis, what has to be kept to, and"
            " what to do instead.",
            DISCLOSURE_FIELDS,
            _disclosure,
        ),
        "capacity": Rule(
            "capacity",
            "What follows from a capacity assessment, what is missing from it, whether they must"
            " be assessed again, and what to do now.",
            CAPACITY_FIELDS,
            _capacity,
        ),
    }
)
