"""The emergency test (domain consent 1.9.5). National guidance defines none, so this product does:
all three must be so, and each is answered by itself."""

from __future__ import annotations

from dataclasses import dataclass

from custodyhcp.consent.problem import Problem
from custodyhcp.consent.wording import emergency_test


@dataclass(frozen=True, slots=True)
class EmergencyTest:
    cannot_decide_now: bool = False
    waiting_is_unsafe: bool = False
    likely_to_change: bool = False

    @property
    def met(self) -> bool:
        return self.cannot_decide_now and self.waiting_is_unsafe and self.likely_to_change


def emergency_problems(test: EmergencyTest) -> tuple[Problem, ...]:
    """One problem for each part that is not so."""
    parts = {
        "cannot_decide_now": test.cannot_decide_now,
        "waiting_is_unsafe": test.waiting_is_unsafe,
        "likely_to_change": test.likely_to_change,
    }
    said = emergency_test()
    return tuple(
        Problem(f"emergency.{name}", f"Emergency test, not met yet: {said[name]}.")
        for name, met in parts.items()
        if not met
    )
