"""The answers as the buttons of the consent page have them, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from custodyhcp.consent.codes import Answer, Capacity, Relationship, Scope, ScrStatus

STATUS = {
    ScrStatus.ASK: "There is a record",
    ScrStatus.NO: "Opted out at the GP",
    ScrStatus.NOT_TRACED: "No record found",
}
RELATIONSHIP = {
    Relationship.WORKGROUP: "Healthcare team here",
    Relationship.SELF_CLAIMED: "I claim it myself, to treat them (self-claimed): an alert",
}
VIEWED = {Scope.VIEW_SCR: "scr", Scope.VIEW_GP: "gp"}
CAPACITY = {
    Capacity.HAS: "Yes, no reason to doubt",
    Capacity.LACKS: "No: assess capacity",
    Capacity.UNDETERMINED: "Cannot tell yet: wait",
}


class Said(Enum):
    """What they answered, as the buttons have it."""

    YES = "YES"
    LIMITED = "LIMITED"
    NO = "NO"
    UNABLE = "UNABLE"
    NOT_ASKED = "NOT_ASKED"

    @property
    def answer(self) -> Answer:
        return Answer.YES if self is Said.LIMITED else Answer(self.value)


SAID: Mapping[Said, str] = {
    Said.YES: "Yes",
    Said.LIMITED: "Yes, with limits",
    Said.NO: "No",
    Said.UNABLE: "Could not answer",
    Said.NOT_ASKED: "Not asked",
}
