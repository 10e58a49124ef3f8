"""The privacy notice on paper, in large type (16 point), for the person to keep.

Rules kept here: it holds nothing about anybody in custody, so a copy of it discloses nothing; while
no reviewer is named, or the review is overdue, every copy says so at the top.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from custodyhcp.consent.notice import Notice, Service, filled
from custodyhcp.records.dates import today
from custodyhcp.sharing.pdf import render
from custodyhcp.sharing.plain import one_line, paragraphs


def notice_pdf(told: Notice, service: Service, at: datetime) -> bytes:
    """``told`` as PDF/A-2a and PDF/UA-1, tagged in its own language."""
    return render("notice.typ", _data(told, service, today(at)), at)


def _data(told: Notice, service: Service, day: date) -> dict[str, Any]:
    parts = filled(told, Service(one_line(service.name), one_line(service.phone)))
    return {
        "lang": told.spoken_code,
        "rtl": told.right_to_left,
        "title": told.title,
        "mark": told.mark(day),
        "foot": f"{told.name} \u00b7 {told.version} \u00b7 {one_line(service.name)}",
        "parts": [{"heading": p.heading, "lines": list(paragraphs(p.text))} for p in parts],
    }
