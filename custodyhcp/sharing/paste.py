"""The briefing as plain text for a custody record (domain clinical 6.5, outputs 7.1).

Rules kept here: ASCII only, CRLF, at most 80 characters to a line and ``limit`` to a block, no tab,
no line that could start a spreadsheet formula. A long briefing is split between lines, never inside
one, and each block says which of how many it is; nothing is cut off.
"""

from __future__ import annotations

from custodyhcp.sharing.briefing import CARE_ONLY, MARKING, MAY_BE_READ, Briefing
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.plain import ascii_fold, wrapped

WIDTH = 80
LIMIT = 1500
_ENDING = "\r\n"


def paste_blocks(briefing: Briefing, limit: int = LIMIT) -> tuple[str, ...]:
    """One block where it fits, otherwise several, each at most ``limit`` characters."""
    head = _head(briefing)
    groups = [_lines(line) for line in briefing.lines]
    tail = [
        line
        for words in (MAY_BE_READ, CARE_ONLY, MARKING)
        for line in wrapped(ascii_fold(words), WIDTH)
    ]
    whole = _joined([*head, *(line for group in groups for line in group), *tail])
    return (whole,) if len(whole) <= limit else _split(head, [*groups, tail], limit)


def _head(briefing: Briefing) -> list[str]:
    h = briefing.header
    cell = f"  Cell {ascii_fold(h.cell)}" if h.cell else ""
    first = f"HEALTH BRIEFING {briefing.version_words}  Ref {ascii_fold(h.custody_ref)}{cell}"
    return [*wrapped(ascii_fold(first), WIDTH), *wrapped(ascii_fold(briefing.given_words), WIDTH)]


def _lines(line: Line) -> list[str]:
    if line.key == "fitness":
        return wrapped(ascii_fold(f"FITNESS TO DETAIN: {line.text}"), WIDTH)
    return wrapped(ascii_fold(f"{line.label.upper()}: {line.text}"), WIDTH)


def _joined(lines: list[str]) -> str:
    return _ENDING.join(lines) + _ENDING


def _split(head: list[str], groups: list[list[str]], limit: int) -> tuple[str, ...]:
    room = limit - len(_joined(head)) - len("(99 of 99)" + _ENDING)
    pages: list[list[str]] = [[]]
    for group in groups:
        for piece in _pieces(group, room):
            if pages[-1] and len(_joined([*pages[-1], *piece])) > room:
                pages.append([])
            pages[-1].extend(piece)
    return tuple(
        _joined([*head, f"({n} of {len(pages)})", *page]) for n, page in enumerate(pages, start=1)
    )


def _pieces(group: list[str], room: int) -> list[list[str]]:
    """``group`` whole where it fits in a block of its own, otherwise line by line."""
    return [group] if len(_joined(group)) <= room else [[line] for line in group]
