"""The national alerts (domain consent 1.3, from the SCR API's ``AuditEvent`` and its validator).

There are nine legal pairs of type and reason. The three that the national validator rejects
(1+5, 2+4, 2+6) have no member here, so they cannot be formed.
"""

from __future__ import annotations

from enum import Enum

SELF_CLAIMED_TYPE = 1
ACCESS_TYPE = 2


class Alert(Enum):
    """(type, reason), as the national code systems SCR-AlertType and SCR-AlertReason have them."""

    SELF_CLAIMED_PUBLIC_INTEREST = (1, 1)
    SELF_CLAIMED_STATUTE = (1, 2)
    SELF_CLAIMED_COURT_ORDER = (1, 3)
    SELF_CLAIMED_EMERGENCY = (1, 4)
    SELF_CLAIMED_OTHER = (1, 6)
    ACCESS_PUBLIC_INTEREST = (2, 1)
    ACCESS_STATUTE = (2, 2)
    ACCESS_COURT_ORDER = (2, 3)
    ACCESS_EMERGENCY = (2, 5)

    @property
    def pair(self) -> tuple[int, int]:
        return self.value

    @property
    def type_display(self) -> str:
        return _TYPES[self.value[0]]

    @property
    def reason_display(self) -> str:
        return _REASONS[self.value[1]]


_TYPES = {SELF_CLAIMED_TYPE: "Create LR (Self Claimed)", ACCESS_TYPE: "Access Alert"}
_REASONS = {
    1: "Access made in the public interest",
    2: "Access required by statute",
    3: "Access required by Court Order",
    4: "Self-Claim Emergency Access",
    5: "Access made in an emergency",
    6: "Other",
}


def in_order(*alerts: Alert) -> tuple[Alert, ...]:
    """By type, then reason: one order, so that two lists of the same alerts are equal."""
    return tuple(sorted(alerts, key=lambda alert: alert.value))
