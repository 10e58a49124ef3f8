"""What custody was told and nobody acts on is taken further: healthcare, sergeant, inspector.

Rules kept here (domain clinical 7 rows 1 to 3): what is due is worked out from how the briefings
stand and the time alone, so a restart, a sleep or a second screen changes nothing; each step is
recorded once in the whole suite, whoever's screen showed it first (its command is made from its
key), with when it was due; a clock that was put back is noticed and recorded, and takes no time
away from anybody who waits. Recording a step settles nothing: what is open stays in front.
The minutes are the suite's own table. Controls H-NOT-FIT and H-REVIEW.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, assert_never

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry, stamp
from custodyhcp.resources import load_json
from custodyhcp.sharing.custody_side import CLOCK_PUT_BACK, ESCALATED, Stay
from custodyhcp.vault.compartments import Compartment


class Matter(Enum):
    """What is not acted on, in the order in which it is told."""

    NOT_FIT = "NOT_FIT"
    LEVEL_CHANGED = "LEVEL_CHANGED"
    UNREAD = "UNREAD"
    REVIEW = "REVIEW"
    QUERY = "QUERY"

    @property
    def words(self) -> str:
        match self:
            case Matter.NOT_FIT:
                return "NOT FIT, not closed"
            case Matter.LEVEL_CHANGED:
                return "observation level changed, not acknowledged"
            case Matter.UNREAD:
                return "briefing not acknowledged"
            case Matter.REVIEW:
                return "healthcare review late"
            case Matter.QUERY:
                return "custody's question not answered"
            case _:
                assert_never(self)


class Level(Enum):
    """Who is told, in that order."""

    HCP = "HCP"
    SERGEANT = "SERGEANT"
    INSPECTOR = "INSPECTOR"


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that waits: ``about`` is the entry it rests on, ``since`` where its minutes begin
    on the stay's own count."""

    matter: Matter
    about: str
    since: timedelta


@dataclass(frozen=True, slots=True)
class Step:
    """One step that has been reached. ``waited`` is how long the matter has waited."""

    detention: str
    person: str
    matter: Matter
    level: Level
    about: str
    due_at: datetime
    waited: timedelta

    @property
    def key(self) -> str:
        return f"{self.matter.value}:{self.level.value}:{self.about}"


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("records/escalation.json")
    return found


def after(matter: Matter, level: Level) -> timedelta | None:
    """How long that matter may wait before it is taken there; None where it is never."""
    minutes = _table()["briefing_minutes"][matter.value].get(level.value)
    return None if minutes is None else timedelta(minutes=int(minutes))


def poll_seconds() -> int:
    """How often a screen looks."""
    return int(_table()["poll_seconds"])


def waiting(stay: Stay) -> tuple[Open, ...]:
    """All that waits for somebody to act, in the order in which it is told."""
    return tuple(_waiting(stay)) if stay.shown else ()


def _waiting(stay: Stay) -> Iterator[Open]:
    current, not_fit = stay.current, stay.not_fit
    if current is None:
        return
    if not_fit is not None:
        yield Open(Matter.NOT_FIT, not_fit.entry, not_fit.since)
    if current.unread and current is not not_fit:
        matter = Matter.LEVEL_CHANGED if level_changed(stay) else Matter.UNREAD
        yield Open(matter, current.entry, current.since)
    review = current.briefing.next_review
    if review is not None and current is not not_fit and not stay.closed:
        yield Open(Matter.REVIEW, current.entry, current.since + (review - current.at))
    for query in stay.open_queries:
        yield Open(Matter.QUERY, query.entry, query.since)


def level_changed(stay: Stay) -> bool:
    """Whether the current version, which nobody acknowledged, has custody observe otherwise than
    the last version that somebody did."""
    current = stay.current
    if current is None or not current.unread:
        return False
    read = [one for one in stay.versions if one.acknowledged]
    if read and read[-1].briefing.visits and current.briefing.visits:
        return read[-1].briefing.visits != current.briefing.visits
    said = read[-1].briefing.line("observe") if read else None
    now = current.briefing.line("observe")
    return said is not None and now is not None and said.text != now.text


def steps(stay: Stay, now: datetime) -> tuple[Step, ...]:
    """Every step that what waits has reached by ``now``, shown already or not."""
    found = []
    for one in waiting(stay):
        waited = stay.elapsed(one.since, now)
        for level in Level:
            wait = after(one.matter, level)
            if wait is not None and waited >= wait:
                found.append(_step(stay, one, level, now - (waited - wait), waited))
    return tuple(found)


def _step(stay: Stay, one: Open, level: Level, due_at: datetime, waited: timedelta) -> Step:
    person = stay.current.person if stay.current else ""
    return Step(stay.detention, person, one.matter, level, one.about, due_at, waited)


def steps_due(stay: Stay, now: datetime) -> tuple[Step, ...]:
    """The steps reached and not recorded yet."""
    told = {one.key for one in stay.escalated}
    return tuple(step for step in steps(stay, now) if step.key not in told)


def reached(stay: Stay, now: datetime, level: Level) -> tuple[Step, ...]:
    """What has come as far as ``level`` for this stay."""
    return tuple(step for step in steps(stay, now) if step.level is level)


# --- recording ------------------------------------------------------------------------------------


def command_of(key: str) -> str:
    """The same for every screen that would record this, so that the ledger keeps one."""
    return sha256(f"custodyhcp escalation\n{key}".encode()).hexdigest()


def was_put_back(stay: Stay, now: datetime) -> bool:
    """Whether the clock reads earlier than this stay's last entry, by more than a moment."""
    allowed = timedelta(seconds=int(_table()["clock_put_back_seconds"]))
    return stay.anchor is not None and now < stay.anchor - allowed


def tell_due(desk: Desk, stays: Iterable[Stay], seen: datetime | None = None) -> tuple[Step, ...]:
    """Records each step that is due and was not recorded. Gives those recorded now.

    ``seen``: what the clock said when this screen last looked; where the clock was put back since,
    the time up to then counts.
    """
    now, told = desk.now(), []
    for stay in stays:
        if not waiting(stay):
            continue
        if was_put_back(stay, now) or (seen is not None and seen - now > _moment()):
            _put_back(desk, stay, now, seen)
            continue  # counted on from there the next time that somebody looks
        for step in steps_due(stay, now):
            desk.append(_entry(step))
            told.append(step)
    return tuple(told)


def _moment() -> timedelta:
    return timedelta(seconds=int(_table()["clock_put_back_seconds"]))


def _put_back(desk: Desk, stay: Stay, now: datetime, seen: datetime | None) -> None:
    latest = max(one for one in (stay.anchor, seen, now) if one is not None)
    body = {"was": stamp(latest), "now": stamp(now)}
    person = stay.current.person if stay.current else None
    new = NewEntry(
        CLOCK_PUT_BACK,
        {Compartment.BRIEFING: body},
        person=person or None,
        detention=stay.detention,
        command=command_of(f"{CLOCK_PUT_BACK}:{stay.detention}:{stay.last_seq}"),
    )
    desk.append(new)


def _entry(step: Step) -> NewEntry:
    body = {
        "key": step.key,
        "matter": step.matter.value,
        "level": step.level.value,
        "about": step.about,
        "due_at": stamp(step.due_at),
        "waited_minutes": int(step.waited.total_seconds() // 60),
    }
    return NewEntry(
        ESCALATED,
        {Compartment.BRIEFING: body},
        person=step.person or None,
        detention=step.detention,
        command=command_of(step.key),
    )


def inspector_lines(stays: Sequence[Stay], now: datetime) -> tuple[tuple[Stay, Step], ...]:
    """What the inspector must be rung about now."""
    return tuple((stay, step) for stay in stays for step in reached(stay, now, Level.INSPECTOR))
