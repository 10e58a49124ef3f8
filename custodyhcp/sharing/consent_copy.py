"""The person's own copy: what they were asked, what they said, and who may see what.

Rules kept here: always one page; no clinical fact and no NHS number is on it (a limit somebody set
may name an illness, so it is told to them and not printed); it says what they answered, never on
what ground somebody looked without asking; the three kinds of consent stand apart (domain 3.7);
printing or saving it is a disclosure, recorded before the copy leaves, with its number on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from custodyhcp.consent.asked import decision_of
from custodyhcp.consent.codes import Answer, Decision, Scope
from custodyhcp.consent.fold import ConsentState, Decided
from custodyhcp.consent.notice import Notice, Service
from custodyhcp.ledger.desk import Desk
from custodyhcp.records.dates import cui_date_time, today
from custodyhcp.sharing import register
from custodyhcp.sharing.pdf import pages, render
from custodyhcp.sharing.plain import one_line

FILE_NAME = "what-you-decided.pdf"
_GROUPS = {
    "RECORDS": (
        Scope.VIEW_SCR,
        Scope.VIEW_GP,
        Scope.SHARE_CUSTODY,
        Scope.SEND_GP,
        Scope.SHARE_OTHER_CARE,
        Scope.CONTACT_FAMILY,
        Scope.AA_PRESENT,
    ),
    "CARE": (Scope.EXAMINATION, Scope.TREATMENT),
    "POLICE": (Scope.FORENSIC_EXAM, Scope.FORENSIC_SAMPLE),
}
_SIZES = ((13.0, 9.0), (12.0, 7.5), (11.0, 6.0), (10.0, 5.0), (9.0, 4.0), (8.0, 3.0))  # points


@dataclass(frozen=True, slots=True)
class Copy:
    """What goes on the page: of whom, in which language, and what stands now."""

    name: str
    told: Notice
    service: Service
    state: ConsentState
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One scope that came up. ``may_see`` is empty unless somebody may see something."""

    question: str
    answer: str
    by: str = ""
    may_see: str = ""


def lines(state: ConsentState, words: Mapping[str, Any], now: datetime) -> dict[str, list[Line]]:
    """What was asked in this detention, by kind (``RECORDS``, ``CARE``, ``POLICE``)."""
    return {
        group: [
            _line(decided, state, words, now)
            for scope in scopes
            if (decided := state.latest(scope)) is not None
        ]
        for group, scopes in _GROUPS.items()
    }


def _line(decided: Decided, state: ConsentState, words: Mapping[str, Any], now: datetime) -> Line:
    asked, scope = decided.asked, decided.scope
    open_now = state.permission(scope, now) is not None and asked.answer is Answer.YES
    answered = asked.answer in (Answer.YES, Answer.NO)
    return Line(
        question=words["scopes"][scope.value],
        answer=words["answers"][_answer(decided)],
        by=words["answers"]["PROXY"] if asked.proxy is not None and answered else "",
        may_see=words["may_see"].get(scope.value, "") if open_now else "",
    )


def _answer(decided: Decided) -> str:
    """The words' own name for what was answered."""
    asked = decided.asked
    match asked.answer:
        case Answer.YES:
            limited = decision_of(asked) is Decision.GRANTED_LIMITED
            return "LIMITS" if limited else "YES"
        case Answer.NO:
            return "NO"
        case Answer.WITHDRAWN:
            return "WITHDRAWN"
        case Answer.UNABLE:
            return "UNABLE"
        case Answer.NOT_ASKED:
            return "NOT_ASKED"


def is_empty(state: ConsentState) -> bool:
    """Whether nothing has been asked yet, so that there is nothing to copy."""
    return not state.decisions


def copy_pdf(copy: Copy, number: int) -> bytes:
    """One A4 page; smaller type before a second page, never fewer words."""
    made = b""
    for size, pad in _SIZES:
        made = render("consent_copy.typ", _data(copy, number, size, pad), copy.at)
        if pages(made) == 1:
            break
    return made


def _data(copy: Copy, number: int, size: float, pad: float) -> dict[str, Any]:
    told, words = copy.told, copy.told.copy
    service = Service(one_line(copy.service.name), one_line(copy.service.phone))
    return {
        "lang": told.spoken_code,
        "rtl": told.right_to_left,
        "title": words["title"],
        "mark": told.mark(today(copy.at)),
        "intro": words["intro"],
        "for_word": words["for"],
        "date_word": words["date"],
        "name": one_line(copy.name),
        "date": cui_date_time(copy.at),
        "asked": words["asked"],
        "said": words["said"],
        "groups": list(_groups(copy)),
        "always": list(words["always"]),
        "reach": words["reach"].replace("{service}", service.words),
        "found": words["found"],
        "copy": words["copy"].replace("{copy}", str(number)),
        "size": size,
        "pad": pad,
    }


def _groups(copy: Copy) -> Iterable[dict[str, Any]]:
    words = copy.told.copy
    for group, rows in lines(copy.state, words, copy.at).items():
        if rows:
            yield {
                "title": words["groups"][group],
                "rows": [
                    {"question": r.question, "answer": r.answer, "by": r.by, "may_see": r.may_see}
                    for r in rows
                ],
            }


def disclose(desk: Desk, copy: Copy, to: str, *, person: str) -> tuple[bytes, int]:
    """Makes the copy with its number on it and records that it leaves; the page and its number."""
    detention = copy.state.detention
    number = register.copy_number(desk, detention)
    pdf = copy_pdf(copy, number)
    what = register.What.CONSENT_COPY
    about: dict[str, Any] = {"person": person, "detention": detention}
    desk.append(register.disclosure(what, to, pdf, copy=number, **about))
    return pdf, number
