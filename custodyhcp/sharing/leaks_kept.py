"""Words that the leak check pointed out and that a health professional keeps all the same.

Rules kept here (domain clinical 6.4): such words are kept only with a reason; oversight reads the
kinds of hit, the reason and the version of the word list, and never the words; so a reason that
itself says such words is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.records.directions import Directions
from custodyhcp.records.people import here_now
from custodyhcp.sharing.leaks import Prompt, hits, list_version, prompts
from custodyhcp.sharing.plain import one_line


class ReasonNeeded(KnownError):
    """Nothing was published: words were pointed out, and there is no reason for keeping them."""


def other_names(desk: Desk, detention: str) -> tuple[str, ...]:
    """Everybody else's name that this suite knows: those in custody now, and the staff. A name
    that the person shares with somebody else is not somebody else's."""
    here = here_now(desk)
    own = {part for stay in here if stay.id == detention for part in _parts(stay.who.name)}
    people = [stay.who.name for stay in here if stay.id != detention]
    staff = [member.name for member in desk.authority.members.values()]
    parts = {part for name in (*people, *staff) for part in _parts(name)}
    return tuple(sorted(parts - own))


def _parts(name: str) -> list[str]:
    return [part for part in name.replace(",", " ").casefold().split() if len(part) > 2]


def kept(
    directions: Directions, because: str, names: Iterable[str] = ()
) -> dict[str, object] | None:
    """What oversight is told; None where nothing was pointed out and nothing was said. Raises
    ``ReasonNeeded``."""
    reason, known = one_line(because), tuple(names)
    found = prompts(directions, known)
    if found and not reason:
        raise ReasonNeeded(
            f"{_count(found)} that may say more than custody needs.",
            "Say it in other words in the directions, or give the reason why custody needs it.",
        )
    if any(hit.kind != "LENGTH" for hit in hits(reason, known)):
        raise ReasonNeeded(
            "The reason says such words itself, and oversight is not told them.",
            "Give the reason without the words.",
        )
    if not reason:
        return None
    version, _ = list_version()
    kinds = sorted({prompt.kind for prompt in found})
    return {"kept_because": reason, "kept": kinds, "word_list": version}


def _count(found: Sequence[Prompt]) -> str:
    return "There is one thing" if len(found) == 1 else f"There are {len(found)} things"
