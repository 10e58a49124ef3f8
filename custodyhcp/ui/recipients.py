"""Whom something late may be taken to, as choices on a screen: the suite's table, in its order."""

from __future__ import annotations

from enum import Enum

from custodyhcp.records import escalating


class To(Enum):
    """The keys of ``resources/records/escalation.json``; a test compares the two."""

    COLLEAGUE = "COLLEAGUE"
    SENIOR = "SENIOR"
    DOCTOR = "DOCTOR"
    SERGEANT = "SERGEANT"
    INSPECTOR = "INSPECTOR"
    AMBULANCE = "AMBULANCE"


def recipients() -> dict[To, str]:
    """Each choice in words."""
    return {To(key): words for key, words in escalating.recipients().items()}
