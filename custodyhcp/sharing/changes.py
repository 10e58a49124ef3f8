"""What a version changed of the one before: lines added, removed, changed. Pure.

Rules kept here: every line of both versions is accounted for, by its key; each change is said in a
word, never by colour alone; the time at which something was found not to be so, and the number of
the entry, are no change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from custodyhcp.sharing.briefing import Briefing
from custodyhcp.sharing.custody_side import Published, Stay
from custodyhcp.sharing.document import Line

_NEVER = {"record", "observe_change"}
_AT = re.compile(r" at \d\d:\d\d$")


class Kind(Enum):
    """The word that stands beside the line."""

    ADDED = "NEW"
    CHANGED = "CHANGED"
    REMOVED = "NO LONGER"


@dataclass(frozen=True, slots=True)
class Change:
    """``line`` as it reads now, or read before it was removed; ``before`` where it changed."""

    kind: Kind
    line: Line
    before: str = ""

    @property
    def words(self) -> str:
        """``Observe CHANGED: Level 3 (was: Level 2)``."""
        was = f" (was: {self.before})" if self.before else ""
        return f"{self.line.label} {self.kind.value}: {self.line.text}{was}"

    @property
    def mark(self) -> str:
        """``CHANGED, was: Level 3``."""
        return f"{self.kind.value}, was: {self.before}" if self.before else self.kind.value


def changes(before: Briefing | None, now: Briefing) -> tuple[Change, ...]:
    """In the order of the lines now, those removed last; empty for a first version."""
    if before is None:
        return ()
    old = {line.key: line for line in before.lines if line.key not in _NEVER}
    found = []
    for line in now.lines:
        was = old.pop(line.key, None)
        if line.key in _NEVER:
            continue
        if was is None:
            found.append(Change(Kind.ADDED, line))
        elif _said(was) != _said(line):
            found.append(Change(Kind.CHANGED, line, was.text))
    return (*found, *(Change(Kind.REMOVED, line) for line in old.values()))


def by_key(found: tuple[Change, ...]) -> dict[str, Change]:
    """Those of lines that are still there."""
    return {change.line.key: change for change in found if change.kind is not Kind.REMOVED}


def removed(found: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(change for change in found if change.kind is Kind.REMOVED)


def before_of(stay: Stay, version: Published) -> Briefing | None:
    """The version that this one replaced; None for a first."""
    place = next((n for n, one in enumerate(stay.versions) if one.entry == version.entry), 0)
    return stay.versions[place - 1].briefing if place else None


def superseded_words(by: int) -> str:
    """The stamp on every rendering of a version that another replaced."""
    return f"SUPERSEDED by v{by}: do not use"


def _said(line: Line) -> tuple[str, str]:
    return line.label, _AT.sub("", line.text)


def marked(before: Briefing | None, now: Briefing) -> Briefing:
    """``now`` as paper and paste carry it: a word after the label of each line that is new or
    changed, and the lines that no longer hold at the end, named so."""
    found = changes(before, now)
    words = {change.line.key: change.kind.value for change in found}
    gone = [
        Line(f"removed_{place}", Kind.REMOVED.value, f"{one.line.label}: {one.line.text}")
        for place, one in enumerate(removed(found), start=1)
    ]
    return replace(now, lines=(*(_marked(line, words) for line in now.lines), *gone))


def _marked(line: Line, words: dict[str, str]) -> Line:
    word = words.get(line.key)
    if word is None:
        return line
    if line.key == "fitness":
        return replace(line, text=f"{line.text} [{word}]")
    return replace(line, label=f"{line.label} [{word}]")
