"""Asks a rule from outside, so that somebody else can put their own table to it.

JSON cases come in one a line; one JSON answer goes out a line, in order. A case that cannot be
accepted answers ``{"error": words}`` and the rest go on. The rules are the functions the screens
use; docs/rules.md describes each.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from custodyhcp.asking import Rule
from custodyhcp.errors import KnownError

LONGEST_CASE = 1_000_000  # bytes: a case is a handful of fields; more is a mistake


def rules() -> Mapping[str, Rule]:
    """Every rule that can be asked, by name."""
    from custodyhcp.consent.rules_from_outside import RULES as consent_rules
    from custodyhcp.records.rules_from_outside import RULES as record_rules
    from custodyhcp.sharing.rules_from_outside import RULES as sharing_rules

    return {**consent_rules, **record_rules, **sharing_rules}


def show(out: TextIO) -> int:
    """Write each rule with its fields. Gives the exit code."""
    for rule in rules().values():
        print(f"{rule.name}: {rule.summary}", file=out)
        for name, words in rule.fields.items():
            print(f"    {name}: {words}", file=out)
    return 0


def ask(name: str, cases: Iterable[bytes], out: TextIO) -> int:
    """Answer each case in ``cases``. Exit code 0, or 2 where there is no such rule."""
    rule = rules().get(name)
    if rule is None:
        print(f"There is no rule '{name}'. There are: {', '.join(rules())}.", file=sys.stderr)
        return 2
    for line in cases:
        if line.strip():
            print(json.dumps(_answer(rule, line)), file=out, flush=True)
    return 0


def _answer(rule: Rule, line: bytes) -> Mapping[str, Any]:
    try:
        return rule.answer(_case(line))
    except KnownError as error:
        return {"error": str(error)}


def _case(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_CASE:
        raise KnownError("The case is too long to be one.")
    try:
        case = json.loads(
            line.decode("utf-8-sig"),  # some shells on Windows put a mark before the first line
            parse_constant=_refuse_constant,
            object_pairs_hook=_each_once,
        )
    except (ValueError, RecursionError) as error:
        raise KnownError("The case is not JSON that can be read.") from error
    if not isinstance(case, dict):
        raise KnownError("A case is a JSON object with named fields.")
    return case


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field that is given twice would be decided by whichever came last."""
    twice = sorted(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
    if twice:
        named = ", ".join(twice)[:200]
        raise KnownError(f"Given more than once: {named}. Give every field once.")
    return dict(pairs)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
