"""A permission is a value that only the rules can make (P5)."""

from __future__ import annotations

import copy
import dataclasses
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custodyhcp import resources
from custodyhcp.consent import scr
from custodyhcp.consent.alerts import Alert
from custodyhcp.consent.codes import Answer, Basis, Capacity, Relationship, Scope, ScrStatus
from custodyhcp.consent.outcome import Allowed, Stop, instead
from custodyhcp.consent.permission import Occasion, Permission

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ROOM = Path(scr.__file__).parent
AGREED = scr.Situation(
    ScrStatus.ASK,
    Relationship.WORKGROUP,
    Capacity.HAS,
    Answer.YES,
    None,
    34,
    None,
    None,
    False,
    False,
    False,
    True,
)


def _permission(until: datetime | None = None) -> Permission:
    outcome = scr.decide(AGREED, Occasion("d", NOW, until, "e"))
    assert isinstance(outcome, Allowed)
    return outcome.permission


def test_nobody_else_can_make_one() -> None:
    with pytest.raises(TypeError):
        Permission(Scope.VIEW_SCR, Basis.PTV_GRANTED, "d", NOW, None, (), None, object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(_permission(), scope=Scope.VIEW_GP)
    with pytest.raises(dataclasses.FrozenInstanceError):
        _permission().scope = Scope.VIEW_GP  # type: ignore[misc]
    assert copy.copy(_permission()) == _permission()


def test_only_the_rules_of_this_room_grant() -> None:
    callers = {
        path.name
        for path in ROOM.parent.rglob("*.py")
        if re.search(
            r"\bgrant\(Scope|\bgrant\(situation|permission import .*\bgrant\b", path.read_text()
        )
    }
    assert callers == {"scr.py", "gp.py", "sharing.py", "forensic.py"}


def test_it_holds_between_its_times() -> None:
    hour = timedelta(hours=1)
    assert _permission().in_force(NOW + 1000 * hour)
    assert not _permission().in_force(NOW - hour)
    assert _permission(until=NOW + hour).in_force(NOW)
    assert not _permission(until=NOW + hour).in_force(NOW + hour)


def test_the_nine_national_pairs_and_no_other() -> None:
    pairs = {alert.pair for alert in Alert}
    assert pairs == {(1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (2, 1), (2, 2), (2, 3), (2, 5)}
    for rejected in ((1, 5), (2, 4), (2, 6)):
        with pytest.raises(ValueError, match="not a valid"):
            Alert(rejected)


def test_every_stop_a_rule_gives_has_words_and_no_words_are_left_over() -> None:
    table = resources.load_json("consent/instead.json")["words"]
    for rule, words in table.items():
        for code, said in words.items():
            assert instead(rule, Stop(code)) == said
            assert said.endswith(".") and len(said) > 30
    answers = (ROOM / "children.py").read_text() + (ROOM / "answering.py").read_text()
    own = answers[answers.index("def own_answer") : answers.index("Whose answer counts")]
    asked = {"scr": answers, "gp": answers, "sharing": answers, "forensic": own}
    for rule in asked:
        source = (ROOM / f"{rule}.py").read_text() + asked[rule]
        given = set(re.findall(r"Stop\.([A-Z_]+)", source))
        assert given <= set(table[rule]), given - set(table[rule])
        assert set(table[rule]) <= given, set(table[rule]) - given
