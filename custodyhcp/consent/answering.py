"""Whose answer counts, and whether it opens anything: the same for every rule that asks somebody.

Rules kept here. A withdrawal is at once, whoever said it and however they are (3.6). A person's own
yes counts with capacity. A proxy's yes counts with its evidence, and never against a refusal that
the person is known to have given when they could decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from custodyhcp.consent.children import Decider, own_answer, who_decides
from custodyhcp.consent.codes import Answer, Basis, Capacity, Proxy
from custodyhcp.consent.outcome import Stop


@dataclass(frozen=True, slots=True)
class Answered:
    """``refusal_stands``: known from when they could decide, and not set aside (S17)."""

    answer: Answer
    capacity: Capacity
    age: int
    gillick: bool | None
    proxy: Proxy | None
    evidence_complete: bool
    refusal_stands: bool


def on_answer(answered: Answered, own: Basis, by_proxy: Basis) -> Basis | Stop:
    """``own`` where the person said a yes that counts, ``by_proxy`` where somebody did for them;
    otherwise why not."""
    if answered.answer is Answer.WITHDRAWN:
        return Stop.WITHDRAWN
    decider = who_decides(
        answered.age, answered.gillick, answered.proxy, answered.answer, answered.capacity
    )
    match decider:
        case Stop():
            return decider
        case Decider.PERSON:
            return own_answer(answered.answer, answered.capacity) or own
        case Decider.PROXY:
            return _by_proxy(answered, by_proxy)
        case _:
            assert_never(decider)


def _by_proxy(answered: Answered, basis: Basis) -> Basis | Stop:
    """S14. A refusal made when able to decide outlives the ability (3.4, as S17)."""
    if answered.refusal_stands:
        return Stop.PRIOR_REFUSAL
    return basis if answered.evidence_complete else Stop.EVIDENCE_INCOMPLETE
