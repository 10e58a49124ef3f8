"""That this computer's clock was moved, in words for the top of the screen."""

from __future__ import annotations

from datetime import timedelta

from custodyhcp.ledger.clock import Change, How
from custodyhcp.records import dates

CHECK = "Due times may be wrong: check it."


def words(change: Change) -> str:
    """What happened and what to do, in one or two sentences."""
    length, at = _length(change.by), dates.cui_time(change.at)
    if change.how is How.ZONE:
        return (
            f"This computer's time zone, or summer time, changed by {length} at {at}. Times here "
            "are UK time and stay right."
        )
    if change.how is How.START:
        return f"At {at} this computer's clock was {length} behind what was last recorded. {CHECK}"
    way = "forward" if change.by > timedelta(0) else "back"
    return f"This computer's clock was moved {way} by {length} at {at}. {CHECK}"


def _length(by: timedelta) -> str:
    minutes = max(1, round(abs(by).total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} minute{'s' * (minutes != 1)}"
    return dates.duration(timedelta(minutes=minutes))
