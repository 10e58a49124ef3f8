"""The rousing check of PACE Code C Annex H, the 4 Rs, as a clinical observation. Pure.

Rules kept here (domain clinical 1.3 and 7 row 6): rousability, response to questions, response to
commands, and what else to remember; failing any means help is called for; so does being harder to
rouse at two checks in a row than at one before. Somebody who was not woken is asked nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from custodyhcp.records.scales.scale import load
from custodyhcp.records.words import Problem


class Woken(Enum):
    """Went into the cell, called the name, shook gently."""

    TO_NAME = "woken_to_name"
    TO_SHAKE = "woken_to_shake"
    NOT_WOKEN = "not_woken"

    @property
    def words(self) -> str:
        return _WOKEN[self]


class Response(Enum):
    """What is your name? Where do you live? Where do you think you are?"""

    APPROPRIATE = "appropriate"
    INAPPROPRIATE = "inappropriate"
    NONE = "none"

    @property
    def words(self) -> str:
        return {"appropriate": "Answers make sense", "inappropriate": "Answers do not make sense",
                "none": "No answer"}[self.value]  # fmt: skip


class Commands(Enum):
    """Open your eyes. Lift one arm, now the other."""

    OBEYS_ALL = "obeys_all"
    PARTIAL = "partial"
    NONE = "none"

    @property
    def words(self) -> str:
        return {"obeys_all": "Does all of it", "partial": "Does part of it",
                "none": "Does none of it"}[self.value]  # fmt: skip


class Remember(Enum):
    """What a drowsy person who smells of alcohol may have as well."""

    DIABETES = "diabetes"
    EPILEPSY = "epilepsy"
    HEAD_INJURY = "head_injury"
    INTOXICATION = "intoxication"
    STROKE = "stroke"
    OTHER_ILLNESS = "other_illness"

    @property
    def words(self) -> str:
        return _REMEMBER[self]


_WOKEN = {
    Woken.TO_NAME: "Woke to name",
    Woken.TO_SHAKE: "Woke to a gentle shake",
    Woken.NOT_WOKEN: "Not woken",
}
_REMEMBER = {
    Remember.DIABETES: "Diabetes",
    Remember.EPILEPSY: "Epilepsy",
    Remember.HEAD_INJURY: "Head injury",
    Remember.INTOXICATION: "Drugs or overdose",
    Remember.STROKE: "Stroke",
    Remember.OTHER_ILLNESS: "Another illness",
}


@dataclass(frozen=True, slots=True)
class Rousing:
    """One check. ``response`` and ``commands`` are None where nobody was there to answer."""

    woken: Woken | None = None
    response: Response | None = None
    commands: Commands | None = None
    considered: tuple[Remember, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any criterion is failed."""
        return (
            self.woken is Woken.NOT_WOKEN
            or self.response in (Response.INAPPROPRIATE, Response.NONE)
            or self.commands in (Commands.PARTIAL, Commands.NONE)
        )

    @property
    def hardness(self) -> tuple[int, int, int]:
        """Larger is harder to rouse; rousability weighs first."""
        if self.woken is Woken.NOT_WOKEN:
            return (2, 2, 2)
        return (
            _place(Woken, self.woken),
            _place(Response, self.response),
            _place(Commands, self.commands),
        )

    @property
    def words(self) -> str:
        said = [part.words for part in (self.woken, self.response, self.commands) if part]
        if self.considered:
            said.append("considered " + ", ".join(c.words.lower() for c in self.considered))
        return "; ".join(said)


def _place(kind: type[Enum], member: Enum | None) -> int:
    return 0 if member is None else list(kind).index(member)


def problems(rousing: Rousing) -> tuple[Problem, ...]:
    """What is still to be answered."""
    found = []
    if rousing.woken is None:
        found.append(Problem("woken", "Say whether they could be woken."))
    elif rousing.woken is not Woken.NOT_WOKEN:
        if rousing.response is None:
            found.append(Problem("response", "Say how they answered the questions."))
        if rousing.commands is None:
            found.append(Problem("commands", "Say how they did what they were asked."))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Trend:
    """``call`` where help is to be called for now; ``words`` empty where nothing is worse."""

    call: bool = False
    words: str = ""


def trend(checks: Sequence[Rousing]) -> Trend:
    """What the checks, in the order they were made, say at the last of them."""
    if not checks:
        return Trend()
    said: Mapping[str, str] = load("observations.json")["rousing"]
    if len(checks) > 2:
        easiest = min(check.hardness for check in checks[:-2])
        if all(check.hardness > easiest for check in checks[-2:]):
            return Trend(True, said["harder"])
    if checks[-1].failed:
        return Trend(True, said["fails"])
    if len(checks) > 1 and checks[-1].hardness > checks[-2].hardness:
        return Trend(False, said["worse"])
    return Trend()


def to_body(rousing: Rousing) -> dict[str, Any]:
    return {
        "woken": None if rousing.woken is None else rousing.woken.value,
        "response": None if rousing.response is None else rousing.response.value,
        "commands": None if rousing.commands is None else rousing.commands.value,
        "considered": [each.value for each in rousing.considered],
    }


def from_body(body: Mapping[str, Any]) -> Rousing:
    return Rousing(
        Woken(body["woken"]) if body.get("woken") else None,
        Response(body["response"]) if body.get("response") else None,
        Commands(body["commands"]) if body.get("commands") else None,
        tuple(Remember(each) for each in body.get("considered", ())),
    )
