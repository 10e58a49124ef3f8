"""What is due, in the words of a line: the list, a person's page and the handover share them."""

from __future__ import annotations

from datetime import datetime

from custodyhcp.records import dates, escalating
from custodyhcp.records.what_is_due import Due, Task, Urgency, is_late, told, urgency
from custodyhcp.ui.kit import Cell

TONES = {
    Urgency.NOT_FIT: "red",
    Urgency.NOT_FIT_UNREAD: "red",
    Urgency.LATE: "late",
    Urgency.DUE: "soon",
}


def tone_of(due: Due, now: datetime) -> str:
    """The tone of its row."""
    return TONES.get(urgency(due, now), "")


def what_cell(due: Due, now: datetime) -> Cell:
    """What it is, with what more is known of it below."""
    words = told(due, now).task
    detail = "" if due.task is Task.DRAFT else due.detail
    return Cell(words, "strong", detail)


def when_cell(due: Due, now: datetime) -> Cell:
    """When, and how that stands to now: the minutes stand out once it is late."""
    said = told(due, now)
    if is_late(due.at, now):
        return Cell(said.relative, "error", f"due {said.clock}")
    if urgency(due, now) is Urgency.NOT_FIT:
        return Cell(f"waiting {said.relative}", "error")
    if said.clock:
        return Cell(said.clock, "", said.relative)
    waiting = due.task is Task.BRIEFING
    return Cell(f"waiting {said.relative}" if waiting else said.relative)


def further_words(due: Due, now: datetime) -> str:
    """``Escalated 03:20 to Doctor on call, Dr Okafor``; the last one, and how many before it."""
    if not due.escalated:
        return ""
    last = due.escalated[-1]
    more = f" ({len(due.escalated)} times)" if len(due.escalated) > 1 else ""
    return f"Escalated {dates.cui_short(last.at, now)} to {last.to_words}{more}"


def further_cell(due: Due, now: datetime) -> Cell:
    """Whom it was taken to, or that it is time to."""
    words = further_words(due, now)
    if words:
        return Cell(words, "", due.escalated[-1].said)
    if escalating.to_escalate(due, now):
        return Cell(tags=(("escalate now", "red"),))
    return Cell()


def in_one_line(due: Due, now: datetime) -> str:
    """``Review, due 02:54, 18 min LATE``."""
    said = told(due, now)
    if due.task is Task.DRAFT:
        return f"{said.task}, {said.relative}"
    words = f"{said.task}: {due.detail}" if due.detail else said.task
    clock = f"due {said.clock}" if said.clock else ""
    return ", ".join(part for part in (words, clock, said.relative) if part)
