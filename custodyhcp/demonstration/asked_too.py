"""What else was asked of the twelve, beside the SCR: answers to be counted. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from custodyhcp.consent.codes import Answer, ReasonNotAsked, Scope

Said = tuple[Scope, Answer | ReasonNotAsked]
YES, NO = Answer.YES, Answer.NO
LATER = ReasonNotAsked.NOT_NEEDED_NOW
_EXAMINED: Said = (Scope.EXAMINATION, YES)
_TREATED: Said = (Scope.TREATMENT, YES)

ASKED_TOO: Mapping[str, tuple[Said, ...]] = MappingProxyType(
    {
        "NG/26/4398": (_EXAMINED, _TREATED, (Scope.CONTACT_FAMILY, NO)),
        "NG/26/4402": (_EXAMINED, (Scope.CONTACT_FAMILY, YES), (Scope.SEND_GP, LATER)),
        "NG/26/4407": (_EXAMINED, _TREATED, (Scope.CONTACT_FAMILY, NO), (Scope.SEND_GP, NO)),
        "NG/26/4390": (_EXAMINED, _TREATED),
        "NG/26/4406": (_EXAMINED, (Scope.TREATMENT, NO), (Scope.SEND_GP, NO)),
        "NG/26/4383": (_EXAMINED, (Scope.CONTACT_FAMILY, LATER), (Scope.SEND_GP, LATER)),
        "NG/26/4404": (_EXAMINED, (Scope.CONTACT_FAMILY, YES), (Scope.SEND_GP, LATER)),
        "NG/26/4410": (_EXAMINED, _TREATED, (Scope.CONTACT_FAMILY, LATER)),
    }
)
