"""What earlier detentions told of allergies, against what is about to be signed today.

Rules kept here: "No known allergies" is never signed over an allergy told before that nobody has
asked about in this stay, nor over one that was said today to be still so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from custodyhcp.records import earlier
from custodyhcp.records.assessment import Allergies, AllergyState
from custodyhcp.records.earlier import Answer, Item, Kind
from custodyhcp.records.words import Problem

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

FIELD = "earlier"  # of a problem that is put right under Earlier detentions


def problems(desk: Desk, detention: str, allergies: Allergies) -> tuple[Problem, ...]:
    """What stands against signing ``allergies`` in this stay."""
    if allergies.state is not AllergyState.NONE_KNOWN:
        return ()
    return against_none(earlier.read_items(desk, detention))


def against_none(found: Iterable[Item]) -> tuple[Problem, ...]:
    """What stands against "No known allergies", of all that earlier stays told. Pure."""
    told = [item for item in found if item.told.kind is Kind.ALLERGY and _names_one(item)]
    unasked = [item.told.words for item in told if item.answer is None]
    still = [item.told.words for item in told if item.answer is Answer.STILL]
    problems = []
    if unasked:
        problems.append(
            Problem(
                FIELD,
                f"Told before: allergic to {', '.join(unasked)}. Ask, and answer it under Earlier"
                " detentions, before signing 'No known allergies'. What you typed is kept.",
            )
        )
    if still:
        problems.append(
            Problem(
                FIELD,
                f"Said today to be still so: allergic to {', '.join(still)}. Choose 'Known"
                " allergies', or answer it anew under Earlier detentions.",
            )
        )
    return tuple(problems)


def _names_one(item: Item) -> bool:
    return item.told.words != AllergyState.NONE_KNOWN.label
