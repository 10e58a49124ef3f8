"""The ready answers for the escort record, on paper, and handing them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.ledger.desk import Desk
from custodyhcp.records.dates import cui_date_time
from custodyhcp.records.detention import Detention
from custodyhcp.sharing import register
from custodyhcp.sharing.briefing import MARKING
from custodyhcp.sharing.dper import Answer, Said, answers
from custodyhcp.sharing.papers import AnotherCopy
from custodyhcp.sharing.pdf import render
from custodyhcp.sharing.plain import one_line

TITLE = "Health answers for the escort record"
TO = "person escort record"


@dataclass(frozen=True, slots=True)
class AnswersCopy:
    """One numbered copy, not recorded yet."""

    number: int
    pdf: bytes


def dper_pdf(given: Sequence[Answer], stay: Detention, copy: int, by: str, at: datetime) -> bytes:
    """The answers on A4 (PDF/UA-1), dated ``at``, with the copy's number on each page."""
    data = {
        "title": TITLE,
        "marking": MARKING,
        "found": "If found, return to the custody suite.",
        "copy": f"Copy {copy}",
        "name": one_line(stay.who.name),
        "who": one_line(f"Custody ref {stay.custody_ref}"),
        "about": f"From healthcare's directions, {cui_date_time(at)}, by {one_line(by)}. "
        "What says Ask was answered by nobody.",
        "rows": [
            {
                "key": answer.question.key,
                "asks": answer.question.asks,
                "words": answer.words,
                "from": ", ".join(answer.sources),
                "answered": answer.said is not Said.ASK,
            }
            for answer in given
        ],
    }
    return render("dper.typ", data, at)


def next_copy(desk: Desk, stay: Detention, phone: str, by: str) -> AnswersCopy | None:
    """The copy that would be printed now; None where there are no directions."""
    if stay.directions is None:
        return None
    number, at = register.copy_number(desk, stay.id), desk.now()
    given = answers(stay.directions, phone, at)
    return AnswersCopy(number, dper_pdf(given, stay, number, by, at))


def hand_over(desk: Desk, stay: Detention, copy: AnswersCopy, printer: str) -> None:
    """Records that this copy is about to be printed. Raises ``AnotherCopy``."""
    ids = {"person": stay.person, "detention": stay.id}
    if register.copy_number(desk, stay.id) != copy.number:
        raise AnotherCopy
    to = f"{TO}, printer {printer}"
    if register.record(desk, register.What.DPER_PRINT, to, copy.pdf, **ids) != copy.number:
        raise AnotherCopy
