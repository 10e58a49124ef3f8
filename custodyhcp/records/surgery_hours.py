"""Whether surgeries are open at a moment, from ``resources/records/surgery_hours.json``. Pure."""

from __future__ import annotations

from datetime import datetime, time

from custodyhcp import resources
from custodyhcp.records import dates


def out_of_hours(now: datetime) -> bool:
    """Whether surgeries are closed at ``now``, by UK clock time. Public holidays are not known."""
    here = dates.local(now)
    hours = resources.load_json("records/surgery_hours.json")["open"].get(str(here.weekday()))
    if hours is None:
        return True
    opens, closes = (time.fromisoformat(part) for part in hours)
    return not opens <= here.time() < closes


def closed_words(now: datetime) -> str:
    """What to say of key 2 while surgeries are closed; empty while they are open."""
    if not out_of_hours(now):
        return ""
    said: str = resources.load_json("records/surgery_hours.json")["closed_words"]
    return said
