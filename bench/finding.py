"""Finding somebody among a hundred thousand, as a key is pressed, against reading every name."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from bench.measuring import Result, alternately, timed
from custodyhcp.ledger.entry import Entry, Header
from custodyhcp.records import sought
from custodyhcp.records.finding import PeopleIndex
from custodyhcp.vault.compartments import Compartment

PEOPLE = 100_000
TIMES = 5
REACH = 3.0
_PARTS = ("ka", "mo", "ri", "son", "ber", "tan", "lin", "wo", "de", "shi", "ja", "ne", "fer", "gus",
          "pat", "el", "ham", "ton", "ley", "dar", "ov", "ic", "ski", "man")  # fmt: skip
TYPED = ("k", "ka", "kam", "kamo", "kamori son", "o'brien", "03/01/1975", "ng/22/00412", "m 1975")


def _entry(seq: int, kind: str, person: str, stay: str | None, body: Mapping[str, object]) -> Entry:
    header = Header(f"e{seq}", seq, "2026-11-23T03:00:00.000Z", kind, "nurse", "HCP", "d", person,
                    stay, None, "c", ("IDENTITY",))  # fmt: skip
    return Entry(header, {Compartment.IDENTITY: body})


def _names(chance: random.Random) -> tuple[list[str], list[str]]:
    def made(number: int, most: int) -> list[str]:
        return ["".join(chance.choices(_PARTS, k=chance.randint(2, most))).title()
                for _ in range(number)]  # fmt: skip

    return made(40_000, 4), made(3_000, 3)


def _index() -> tuple[PeopleIndex, list[str]]:
    chance = random.Random(7)  # noqa: S311 - the same people in every run
    families, givens = _names(chance)
    index, lines = PeopleIndex(), []
    for number in range(PEOPLE):
        family, given = chance.choice(families), chance.choice(givens)
        born = date(1950, 1, 1) + timedelta(days=chance.randint(0, 20_000))
        ref, person = f"NG/{20 + number % 7}/{number:05}", f"p{number:06}"
        who = {"family": family, "given": given, "dob": born.isoformat()}
        arrived = f"20{10 + number % 16}-01-01T00:00:00.000Z"
        stay = {"custody_ref": ref, "cell": "1", "arrived_at": arrived}
        index.take(
            (
                _entry(2 * number, "person.added", person, None, who),
                _entry(2 * number + 1, "detention.opened", person, f"s{number}", stay),
            )
        )
        lines.append(f"{family}, {given} {born:%d/%m/%Y} {ref}".casefold())
    index.find(sought.read("begin"))
    return index, lines


def measure() -> list[Result]:
    """The longest of some searches, each against a plain ``in`` over as many lines of text."""
    index, lines = _index()

    def ours(typed: str) -> float:
        return timed(lambda: index.find(sought.read(typed)))

    def theirs(typed: str) -> float:
        return timed(lambda: [line for line in lines if typed in line])

    timings = [alternately(partial(ours, typed), partial(theirs, typed), TIMES) for typed in TYPED]
    slowest = max(timings, key=lambda pair: pair[0])
    against = f"a plain scan of {PEOPLE:,} lines of names for the same letters"
    return [Result("find a person, the slowest search", against, REACH, *slowest)]
