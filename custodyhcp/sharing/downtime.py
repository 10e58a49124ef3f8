"""The current briefings as a sealed file beside the store, and what is read back from it.

Rules kept here: what goes in is what a sergeant's own screen shows, read from the two boxes that a
sergeant's keys open, so nothing clinical can be in it; it is written beside and renamed, so that
there is always a whole one; it says when it was written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import canonical
from custodyhcp.records import dates
from custodyhcp.resources import load_json
from custodyhcp.sharing.briefing import Briefing, from_body, to_body
from custodyhcp.sharing.custody_side import KINDS, Stay, fold, most_urgent_first
from custodyhcp.sharing.paste import Profile, paste_blocks
from custodyhcp.sharing.plain import ascii_fold
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.downtime_pack import seal_pack

FILE_NAME = "downtime.pack"
_SCREEN = Profile("screen", "A screen", 80, 1_000_000, "\n")
_ONLY = (Compartment.BRIEFING, Compartment.IDENTITY)


class PackNotWritten(KnownError):
    """The copy for downtime is older than it should be."""

    def __init__(self) -> None:
        super().__init__(
            "The copy of the briefings for downtime could not be saved on this computer.",
            "Print the briefings that matter now, and tell IT that the disk refuses files.",
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One briefing as it stood: where the person was, and whether anybody had acknowledged it."""

    custody_ref: str
    cell: str
    read: bool
    not_fit_open: bool
    briefing: Briefing


@cache
def every_minutes() -> int:
    return int(load_json("sharing/downtime.json")["every_minutes"])


@cache
def old_after_minutes() -> int:
    """A pack older than this is shown as old."""
    return int(load_json("sharing/downtime.json")["old_after_minutes"])


def content_of(stays: Iterable[Stay], now: datetime) -> bytes:
    """What is sealed, most urgent first. Pure: the same stays give the same bytes."""
    rows: list[dict[str, Any]] = []
    for stay in most_urgent_first(stays, now):
        current = stay.current
        if current is not None:
            rows.append(
                {
                    "custody_ref": stay.custody_ref,
                    "cell": stay.cell,
                    "read": not current.unread,
                    "not_fit_open": stay.not_fit_open,
                    "document": to_body(current.briefing),
                }
            )
    return canonical({"format": 1, "briefings": rows})


def read_content(content: bytes) -> tuple[Kept, ...]:
    """Raises ``KnownError`` for a format that this program does not know."""
    found = json.loads(content)
    if found.get("format") != 1:
        raise KnownError("This copy was made by a newer program.", "Use the newer program.")
    return tuple(
        Kept(
            str(row["custody_ref"]),
            str(row["cell"]),
            bool(row["read"]),
            bool(row["not_fit_open"]),
            from_body(row["document"]),
        )
        for row in found["briefings"]
    )


def told_age(at: datetime, now: datetime) -> tuple[str, str, str]:
    """Title, words and tone of what stands above every briefing of a pack written ``at``."""
    age, when = now - at, dates.cui_date_time(at)
    if age < timedelta(0):
        words = f"It says {when}, which is later than this computer's clock. Check the clock."
        return "A copy, for downtime", words, "red"
    words = f"As it stood {when}, {dates.duration(age)} ago. Anything newer is on paper only."
    if age > timedelta(minutes=old_after_minutes()):
        return "An old copy", f"{words} Ring healthcare before you rely on it.", "red"
    return "A copy, for downtime", words, "amber"


def as_text(at: datetime, every: Iterable[Kept], now: datetime) -> str:
    """The whole pack for a screen without windows: ASCII, each briefing as custody records take
    it. Pure."""
    title, words, _ = told_age(at, now)
    parts = [f"{title.upper()}. {words}"]
    for kept in every:
        more = [] if kept.read else ["NOBODY HAD ACKNOWLEDGED IT."]
        more += ["NOT FIT WAS NOT CLOSED."] if kept.not_fit_open else []
        block = "".join(paste_blocks(kept.briefing, _SCREEN)).rstrip()
        parts.append("\n".join([ascii_fold(kept.briefing.header.name), *more, block]))
    if len(parts) == 1:
        parts.append("Nobody in custody had a briefing then.")
    return "\n\n".join(parts) + "\n"


def sealed_now(desk: Desk) -> bytes:
    """The file as it would be written now, for everybody who may read briefings."""
    stays = fold(desk.read(kinds=KINDS, only=_ONLY)).values()
    content = content_of(stays, desk.now())
    to = desk.authority.holders(Compartment.BRIEFING)
    return seal_pack(desk.ledger.device, to, content, desk.now())


def write(desk: Desk) -> Path | None:
    """Writes the pack beside the store; None for a store on a server. Raises PackNotWritten."""
    try:
        folder = desk.ledger.folder
    except ValueError:
        return None
    path, beside = folder / FILE_NAME, folder / f"{FILE_NAME}.new"
    made = sealed_now(desk)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise PackNotWritten from error
    return path
