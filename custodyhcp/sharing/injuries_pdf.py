"""Injuries on paper: numbers on the body, a legend, each outline at its true size, and a bar to
measure the paper with.

Rules kept here (domain clinical 3.4): the cause as stated has no way into this document; opinions
are labelled as such; what is larger than the page is drawn smaller and says by how much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from custodyhcp.records import body, injuries
from custodyhcp.records.dates import cui_date_time
from custodyhcp.records.injuries import Examination, Mark
from custodyhcp.records.injuries_written import Version
from custodyhcp.sharing.pdf import render
from custodyhcp.sharing.plain import one_line

MARKING = "CONFIDENTIAL: HEALTH RECORD, FOR HEALTHCARE ONLY"
BAR = 50  # millimetres
WIDEST, TALLEST = 130.0, 90.0  # millimetres of paper for one outline
_VIEW_WIDE, _VIEW_TALL = 54.0, 100.0


@dataclass(frozen=True, slots=True)
class About:
    """Who it is, for the head of the paper."""

    name: str
    who: str  # date of birth and custody reference, in one line
    suite: str


def injuries_pdf(
    now: Version,
    before: tuple[Version, ...],
    about: About,
    called: Callable[[str], str],
    at: datetime,
) -> bytes:
    """The examination as it stands, dated ``at``; ``called(staff)`` names an author."""
    seen = now.examination
    data = {
        "title": "Injuries as seen",
        "marking": MARKING,
        "found": "If found, return to the custody suite.",
        "name": one_line(about.name),
        "who": one_line(f"{about.who} · {about.suite}"),
        "lines": _lines(seen),
        "views": _views(seen),
        "marks": [_mark(mark, number) for number, mark in enumerate(seen.marks, start=1)],
        "bar": BAR,
        "before": [_corrected(one, after, called) for one, after in pairwise((*before, now))],
        "signed": one_line(f"Recorded by {called(now.author)}, {cui_date_time(now.at)}."),
    }
    return render("injuries.typ", data, at)


def _corrected(one: Version, after: Version, called: Callable[[str], str]) -> str:
    why = one_line(after.examination.reason)
    return f"Replaces what {called(one.author)} recorded {cui_date_time(one.at)}, because: {why}"


def _lines(seen: Examination) -> list[tuple[str, str]]:
    hand = injuries.listed("handedness").get(seen.handedness, "")
    rows = [
        ("Examined", f"{cui_date_time(seen.examined_at)}, {one_line(seen.place)}"),
        ("How far", one_line(seen.how_far)),
        ("Present", one_line(seen.present)),
        ("Handedness", hand),
        ("Result", "No injury seen in what was examined" if seen.none_seen else ""),
    ]
    return [(name, text) for name, text in rows if text]


def _views(seen: Examination) -> list[dict[str, Any]]:
    """The drawings that carry a mark, with where on the paper each number stands."""
    found = []
    for view in body.views():
        marks = [(n, m) for n, m in enumerate(seen.marks, start=1) if m.view == view.id]
        if not marks:
            continue
        scale = min(_VIEW_WIDE / view.width, _VIEW_TALL / view.height)
        found.append(
            {
                "name": view.name,
                "svg": body.svg(view.id),
                "wide": view.width * scale,
                "tall": view.height * scale,
                "alt": f"{view.name}: " + "; ".join(f"{n} {m.site}" for n, m in marks),
                "marks": [{"number": n, "x": m.x * scale, "y": m.y * scale} for n, m in marks],
            }
        )
    return found


def _mark(mark: Mark, number: int) -> dict[str, Any]:
    length, width = mark.length_mm or 0.0, mark.width_mm or (1.0 if mark.length_mm else 0.0)
    by = shrunk_by(length, width)
    return {
        "number": number,
        "rows": [(name, one_line(text)) for name, text in injuries.described(mark)],
        "length": length / by,
        "width": width / by,
        "round": mark.shape in ("ROUND", "OVAL"),
        "scale_words": _scale_words(mark, by),
    }


def shrunk_by(length: float, width: float) -> int:
    """1 where it fits on the paper at its true size, else the whole number that makes it fit."""
    by = 1
    while length / by > WIDEST or width / by > TALLEST:
        by += 1
    return by


def _scale_words(mark: Mark, by: int) -> str:
    size = mark.size.partition(", ")[0]
    shape = "" if mark.width_mm is not None else " (the width was not recorded)"
    if by == 1:
        return f"Outline at true size, {size}{shape}. Its form is not the injury's."
    return f"Outline at 1:{by} of its size, {size}{shape}: too large for the paper."
