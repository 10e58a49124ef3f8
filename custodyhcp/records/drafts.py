"""Typing that is not recorded yet: sealed, saved as one types, given back after a crash.

A draft is kept under what it is for (``assessment`` of this detention), so that its author finds
it again, or a colleague who takes over. It is dropped in the moment it has become an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger.values import SavedDraft

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk


@dataclass(frozen=True, slots=True)
class Draft:
    """``fields`` are a form's values by name; ``cursor`` is the field and the place in it."""

    fields: Mapping[str, Any]
    cursor: tuple[str, int]
    saved_at: datetime
    author: str


def key_for(what: str, detention: str) -> str:
    return f"{what}:{detention}"


def save(
    desk: Desk,
    what: str,
    detention: str,
    person: str,
    fields: Mapping[str, Any],
    cursor: tuple[str, int],
) -> datetime:
    """Keep what has been typed so far in place of what was kept before. Gives when."""
    body = {"fields": dict(fields), "cursor": [cursor[0], cursor[1]]}
    return desk.save_draft(key_for(what, detention), body, person=person)


def restore(desk: Desk, what: str, detention: str) -> Draft | None:
    """What was typed and never recorded: one's own, else the newest of a colleague's. None where
    there is none, or these keys cannot open it."""
    found = [
        _read(saved)
        for saved in desk.drafts()
        if saved.key == key_for(what, detention) and saved.body is not None
        if saved.person is not None  # only then did somebody type it who holds the key
    ]
    return max(
        found, key=lambda draft: (draft.author == desk.session.staff, draft.saved_at), default=None
    )


def _read(saved: SavedDraft) -> Draft:
    body = saved.body or {}
    name, place = body["cursor"]
    return Draft(body["fields"], (name, place), saved.saved_at, saved.author)


def others(desk: Desk, detention: str) -> tuple[tuple[str, Draft], ...]:
    """What colleagues are typing about the same person, newest first: what it is for, and it. Only
    those that these keys open."""
    me = desk.session.staff
    found = [
        (saved.key.removesuffix(f":{detention}"), _read(saved))
        for saved in desk.drafts()
        if saved.key.endswith(f":{detention}") and saved.author != me
        if saved.body is not None and saved.person is not None
    ]
    return tuple(sorted(found, key=lambda one: one[1].saved_at, reverse=True))


def drop_taken(desk: Desk, what: str, detention: str, taken: Draft) -> None:
    """Take away a colleague's draft that was taken over, unless they have typed on since."""
    for saved in desk.drafts():
        same = (saved.key, saved.author) == (key_for(what, detention), taken.author)
        if same and saved.saved_at <= taken.saved_at:
            drop(desk, what, detention, taken.author)


def drop(desk: Desk, what: str, detention: str, author: str | None = None) -> None:
    """Take away one's own, or that of the colleague it was taken over from."""
    desk.drop_draft(key_for(what, detention), author=author)


def waiting(desk: Desk) -> tuple[str, ...]:
    """The detentions for which something was typed and never recorded, by their ids."""
    return tuple(saved.key.partition(":")[2] for saved in desk.drafts())
