"""The choices on the form of directions, and the words for each. Lists that a clinical safety
officer may change are data: ``resources/records/signs.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache

from custodyhcp import resources
from custodyhcp.records.directions import (
    AppropriateAdult,
    Basis,
    FitToDetain,
    SelfHarm,
)

Level = Enum("Level", [("1", 1), ("2", 2), ("3", 3), ("4", 4)])


class Rouse(Enum):
    YES = "YES"
    NO = "NO"


class Review(Enum):
    """When healthcare sees the person again, as a press; ``AT`` is by the clock."""

    IN_30_MIN = 30
    IN_1_HR = 60
    IN_2_HRS = 120
    IN_4_HRS = 240
    IN_6_HRS = 360
    NONE = 0


FITNESS = {
    FitToDetain.FIT: "Fit",
    FitToDetain.FIT_WITH_CONDITIONS: "Fit, with conditions",
    FitToDetain.NOT_FIT_HOSPITAL_999: "NOT FIT: hospital now, 999",
    FitToDetain.NOT_FIT_HOSPITAL_TRANSPORT: "NOT FIT: hospital, by transport",
    FitToDetain.NOT_FIT_OTHER: "NOT FIT: other",
}
SELF_HARM = {
    SelfHarm.NONE_IDENTIFIED: "None identified",
    SelfHarm.RAISED: "Raised",
    SelfHarm.HIGH: "High",
}
ADULT = {
    AppropriateAdult.NOT_RECOMMENDED: "Not recommended",
    AppropriateAdult.RECOMMENDED: "Recommended",
    AppropriateAdult.AUTOMATIC_UNDER_18: "Automatic, under 18",
}
REVIEW = {
    Review.IN_30_MIN: "30 min",
    Review.IN_1_HR: "1 hr",
    Review.IN_2_HRS: "2 hrs",
    Review.IN_4_HRS: "4 hrs",
    Review.IN_6_HRS: "6 hrs",
    Review.NONE: "None needed",
}
BASIS = {
    Basis.CUSTODY_SAFETY_NECESSITY: "Needed to keep them or others safe",
    Basis.CONSENT: "They agreed",
    Basis.STATUTE: "The law requires it",
}


@cache
def said(name: str) -> type[Enum]:
    """The words of a list in resources/records/signs.json as an Enum, so that choices are by
    object; a member's value is its words."""
    words: list[str] = resources.load_json("records/signs.json")[name]
    members = [(_identifier(text), text) for text in words]
    made: type[Enum] = Enum(name, members)  # type: ignore[misc]
    return made


def _identifier(words: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in words.upper()).split())


def options(name: str) -> dict[Enum, str]:
    return {member: str(member.value) for member in said(name)}


LISTS = {
    "call_hcp": "call_hcp_if",
    "call_999": "call_999_if",
    "controls": "self_harm_controls",
}
KINDS: Mapping[str, type[Enum]] = {
    "fitness": FitToDetain,
    "level": Level,
    "rouse": Rouse,
    "why": said("observation_reasons"),
    "review": Review,
    "missed": said("review_if_missed"),
    "self_harm": SelfHarm,
    "adult": AppropriateAdult,
    "basis": Basis,
}
