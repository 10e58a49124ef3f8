"""The briefing as plain text for a custody record (domain clinical 6.5, outputs 7.1).

Rules kept here: ASCII only; line ends, width and size as the force's own profile says; no tab, no
line that could start a spreadsheet formula. A long briefing is split between instructions, never
inside one, and each block says which of how many it is; nothing is cut off. What does not fit whole
in a block is refused, with what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from custodyhcp.errors import KnownError
from custodyhcp.resources import load_json
from custodyhcp.sharing.briefing import CARE_ONLY, MARKING, MAY_BE_READ, Briefing
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.plain import ascii_fold, wrapped

_ENDINGS = {"CRLF": "\r\n", "LF": "\n"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a custody system takes: ``width`` of a line and ``limit`` of a block in characters,
    line ends included; ``ending`` is one of CRLF and LF."""

    key: str
    name: str
    width: int
    limit: int
    ending: str


class TooLong(KnownError):
    """One instruction is longer than a whole block of that profile."""

    def __init__(self, label: str, profile: Profile) -> None:
        super().__init__(
            f"“{label}” does not fit whole in a box of {profile.limit} characters.",
            "Choose a custody system that takes more, or say it in fewer words.",
        )


@cache
def profiles() -> Mapping[str, Profile]:
    """By key, in the order they are offered; the first is used where nobody chose."""
    rows = load_json("sharing/paste_profiles.json")["profiles"]
    made = {
        row["key"]: Profile(
            row["key"], row["name"], row["width"], row["limit"], _ENDINGS[row["newline"]]
        )
        for row in rows
    }
    return MappingProxyType(made)


@cache
def clear_after() -> int:
    """Seconds until the clipboard is cleared."""
    return int(load_json("sharing/paste_profiles.json")["clear_after_seconds"])


STANDARD = next(iter(profiles().values()))
WIDTH, LIMIT = STANDARD.width, STANDARD.limit


def paste_blocks(briefing: Briefing, profile: Profile = STANDARD) -> tuple[str, ...]:
    """One block where it fits, otherwise several, each at most the profile's limit. Raises
    ``TooLong``."""
    head = _head(briefing, profile.width)
    groups = [(line.label, _lines(line, profile.width)) for line in briefing.lines]
    tail = [
        line
        for words in (MAY_BE_READ, CARE_ONLY, MARKING)
        for line in wrapped(ascii_fold(words), profile.width)
    ]
    whole = _joined([*head, *(line for _, group in groups for line in group), *tail], profile)
    if len(whole) <= profile.limit:
        return (whole,)
    return _split(head, [*groups, ("The last lines", tail)], profile)


def _head(briefing: Briefing, width: int) -> list[str]:
    h = briefing.header
    cell = f"  Cell {ascii_fold(h.cell)}" if h.cell else ""
    first = f"HEALTH BRIEFING {briefing.version_words}  Ref {ascii_fold(h.custody_ref)}{cell}"
    return [*wrapped(ascii_fold(first), width), *wrapped(ascii_fold(briefing.given_words), width)]


def _lines(line: Line, width: int) -> list[str]:
    if line.key == "fitness":
        return wrapped(ascii_fold(f"FITNESS TO DETAIN: {line.text}"), width)
    return wrapped(ascii_fold(f"{line.label.upper()}: {line.text}"), width)


def _joined(lines: list[str], profile: Profile) -> str:
    return profile.ending.join(lines) + profile.ending


def _split(
    head: list[str], groups: list[tuple[str, list[str]]], profile: Profile
) -> tuple[str, ...]:
    room = profile.limit - len(_joined(head, profile)) - len("(99 of 99)" + profile.ending)
    pages: list[list[str]] = [[]]
    for label, group in groups:
        if len(_joined(group, profile)) > room:
            raise TooLong(label, profile)
        if pages[-1] and len(_joined([*pages[-1], *group], profile)) > room:
            pages.append([])
        pages[-1].extend(group)
    return tuple(
        _joined([*head, f"({n} of {len(pages)})", *page], profile)
        for n, page in enumerate(pages, start=1)
    )
