"""What the person asked to be left out of a care summary, left out. Pure.

Rules kept here (domain outputs 2.4): a part that was left out says so, so that an empty heading
never reads as "none", and allergies that were left out read as not available, never as none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from custodyhcp.consent.codes import LeaveOut
from custodyhcp.records.assessment import AllergyState
from custodyhcp.sharing.summary import Medicines, Summary

SAID = "Left out: the person asked for that."


def leaving_out(summary: Summary, parts: Iterable[LeaveOut]) -> Summary:
    """The same summary without these parts; leaving out twice changes nothing more."""
    for part in parts:
        summary = _without(summary, part)
    return summary


def _without(summary: Summary, part: LeaveOut) -> Summary:
    match part:
        case LeaveOut.REASON:
            return replace(summary, reason=SAID)
        case LeaveOut.CLINICAL_SUMMARY:
            return replace(summary, narrative=SAID)
        case LeaveOut.DIAGNOSES:
            return replace(summary, impression=SAID)
        case LeaveOut.FINDINGS:
            return replace(summary, findings=SAID)
        case LeaveOut.PROCEDURES:
            return replace(summary, procedures=SAID)
        case LeaveOut.MEDICINES:
            return replace(summary, medicines=Medicines(said_to_take=(SAID,)))
        case LeaveOut.ALLERGIES:
            return replace(summary, allergy_state=AllergyState.UNAVAILABLE, allergies=())
        case LeaveOut.RISKS:
            return replace(summary, risks=SAID)
        case LeaveOut.DISCHARGE:
            return replace(summary, discharge=SAID)
        case LeaveOut.ADVICE:
            return replace(summary, advice=SAID)
        case _:
            assert_never(part)
