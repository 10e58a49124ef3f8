"""What is due for one person, and in the suite: the one place where it is worked out. Pure.

Rules kept here: the board's next task is the first of this list, so board and list cannot
disagree; what was done is due no more, because the list is folded from what was recorded; whoever
has gone to hospital has nothing due here but what somebody left unfinished or must answer for.
Nobody's typing and no letter is ever left out because the person is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from custodyhcp.consent import fold as consent
from custodyhcp.consent.codes import Scope
from custodyhcp.consent.notice import try_again_at
from custodyhcp.ledger.entry import Entry, stamp
from custodyhcp.records import doses, escalating, medicines_written, observing, requests
from custodyhcp.records.briefing_state import (
    BRIEFING_KINDS,
    BriefingState,
    Missing,
    briefing_state,
    waits_for_hospital,
)
from custodyhcp.records.detention import Detention
from custodyhcp.records.directions import GivenBy
from custodyhcp.records.observing import Observed
from custodyhcp.records.people import STAY_KINDS
from custodyhcp.records.what_is_due import NOT_FIT, Due, Escalation, Task, in_order
from custodyhcp.resources import load_json
from custodyhcp.vault.compartments import Compartment

PASTED = "briefing.pasted"
PASTE_LISTED = timedelta(hours=24)  # after they left: then it is for the custody record's own staff
QUERY_KINDS = ("query.asked", "query.answered")
KINDS = (
    *requests.REQUEST_KINDS,
    *medicines_written.KINDS,
    observing.OBSERVATIONS,
    escalating.ESCALATED,
    *BRIEFING_KINDS,
    *QUERY_KINDS,
    PASTED,
)
_SCOPES = {
    Scope.VIEW_SCR: "looking at the SCR",
    Scope.VIEW_GP: "looking at the GP record",
    Scope.SHARE_CUSTODY: "telling custody more",
    Scope.SEND_GP: "sending to the GP",
    Scope.SHARE_OTHER_CARE: "sharing with care teams",
    Scope.CONTACT_FAMILY: "speaking to family",
    Scope.AA_PRESENT: "an appropriate adult being present",
    Scope.EXAMINATION: "examination",
    Scope.TREATMENT: "treatment",
    Scope.FORENSIC_EXAM: "forensic examination",
    Scope.FORENSIC_SAMPLE: "a forensic sample",
}


def of_stay(
    stay: Detention, entries: Sequence[Entry], now: datetime, more: Iterable[Due] = ()
) -> tuple[Due, ...]:
    """Everything due for this person, most urgent first. ``more`` is what other rooms found that
    is waiting for them (unfinished typing, letters)."""
    briefing = briefing_state(entries)
    found = [*more]
    if stay.here and not gone_to_hospital(stay, briefing):
        found += _in_custody(stay, entries, briefing)
    if listed_for_paste(stay.closed_at, now):
        found += _paste(entries, briefing)
    known = escalating.fold(entries)
    return in_order([_filled(due, stay, known) for due in found], now)


def everything(
    lists: Iterable[Sequence[Due]], more: Iterable[Due], now: datetime
) -> tuple[Due, ...]:
    """The suite's list: what is due for each person, and ``more`` that is nobody's here."""
    return in_order([*(due for one in lists for due in one), *more], now)


def is_not_fit(stay: Detention, briefing: BriefingState | None) -> bool:
    said = stay.directions
    return said.fitness.not_fit if said else briefing is not None and briefing.not_fit


def gone_to_hospital(stay: Detention, briefing: BriefingState | None) -> bool:
    """NOT FIT, the transfer has started, and custody has been told all that closes it."""
    started = briefing is not None and briefing.transfer_at is not None
    waits = waits_for_hospital(stay.directions, briefing)
    return started and is_not_fit(stay, briefing) and not waits


def _filled(due: Due, stay: Detention, known: Mapping[str, tuple[Escalation, ...]]) -> Due:
    named = replace(due, detention=stay.id, person=stay.person, cell=stay.cell, name=stay.who.name)
    return replace(named, escalated=known.get(named.key, ()))


def _in_custody(
    stay: Detention, entries: Sequence[Entry], briefing: BriefingState | None
) -> Iterator[Due]:
    timed = [
        *_reviews(stay),
        *_medicines(stay, entries),
        *_requests(entries),
        *_asked_again(stay, entries),
    ]
    yield from timed
    yield from _observations(entries)
    if waits_for_hospital(stay.directions, briefing):
        yield _hospital(stay, briefing)
    yield from _queries(entries)
    unseen = not timed and not stay.given and not stay.assessments
    if unseen and stay.requested_at is not None:
        # the notice is a part of it; nobody said how soon, so the routine target counts
        by = stay.requested_at + requests.target(requests.Priority.ROUTINE)
        yield Due(Task.FIRST_ASSESSMENT, by, stay.requested_at, about=stamp(stay.requested_at))
    else:
        yield from _notices(entries)
    if briefing is not None and briefing.read_at is None:
        said = NOT_FIT if briefing.not_fit else f"version {briefing.version}"
        yield Due(Task.BRIEFING, since=briefing.published_at, about=briefing.entry, detail=said)


def listed_for_paste(left_at: datetime | None, now: datetime) -> bool:
    """While they are here, and for a day after they left."""
    return left_at is None or now - left_at < PASTE_LISTED


def _paste(entries: Sequence[Entry], briefing: BriefingState | None) -> Iterator[Due]:
    """The version in force, until somebody says that it is in the custody record."""
    if briefing is None:
        return
    said = {
        str(entry.body(Compartment.BRIEFING).get("briefing"))
        for entry in entries
        if entry.header.kind == PASTED and entry.believed
    }
    if briefing.entry not in said:
        version = f"version {briefing.version}"
        yield Due(Task.PASTE, since=briefing.published_at, about=briefing.entry, detail=version)


def _hospital(stay: Detention, briefing: BriefingState | None) -> Due:
    """What NOT FIT still waits for is said where more than the transfer is missing."""
    since = stay.given[-1].at if stay.given else None
    if briefing is None:
        return Due(Task.HOSPITAL_TRANSFER, since=since)
    if since is not None and briefing.not_fit:
        since = max(since, briefing.published_at)  # counted as custody's own screens count it
    missing = [one.value for one in briefing.missing if one is not Missing.GONE]
    said = f"waits for: {', '.join(missing)}" if missing else ""
    begun = briefing.not_fit_open and Missing.GONE not in briefing.missing
    return Due(
        Task.HOSPITAL_TRANSFER, since=since, about=briefing.entry, detail=said, under_way=begun
    )


def _queries(entries: Sequence[Entry]) -> Iterator[Due]:
    """What custody asked and nobody answered."""
    answered = {
        str(entry.body(Compartment.BRIEFING).get("query"))
        for entry in entries
        if entry.header.kind == "query.answered" and entry.believed
    }
    for entry in entries:
        body = entry.body(Compartment.BRIEFING)
        asked = entry.header.kind == "query.asked" and entry.believed and body
        if asked and entry.header.id not in answered:
            yield Due(Task.QUERY, since=entry.at, about=entry.header.id, detail=str(body["text"]))


def _reviews(stay: Detention) -> Iterator[Due]:
    at = stay.directions.next_review if stay.directions is not None else None
    if at is not None:
        yield Due(Task.REVIEW, at, about=stay.given[-1].entry)


def _medicines(stay: Detention, entries: Sequence[Entry]) -> Iterator[Due]:
    """Each time at which healthcare must give something, with its name where one is directed."""
    kept = medicines_written.fold(entries)
    slots = [
        slot
        for slot in doses.chart(kept.directed, kept.doses)
        if slot.medicine.given_by is GivenBy.HCP and not slot.settled
    ]
    seen: dict[datetime, int] = {}
    for at in doses.due_for_healthcare(stay.directions, kept.directed, kept.doses):
        place = seen[at] = seen.get(at, 0) + 1
        slot = next((one for one in slots if one.when == at), None)
        if slot is not None:
            slots.remove(slot)
        line = slot.medicine.line if slot is not None else None
        said = f"{line.name.lower()} {line.dose}".strip() if line is not None else ""
        yield Due(Task.MEDICINE, at, about=f"{stamp(at)}/{place}", detail=said)


def _requests(entries: Sequence[Entry]) -> Iterator[Due]:
    for one in requests.fold(entries):
        if one.open:
            asking = one.asking
            said = f"{asking.priority.value.lower()}, {asking.by.value.lower()}"
            yield Due(Task.REQUEST, one.due, asking.asked_at, about=one.entry, detail=said)


def _asked_again(stay: Detention, entries: Sequence[Entry]) -> Iterator[Due]:
    for again in consent_of(stay, entries).ask_again():
        said = _SCOPES.get(again.scope, "")
        yield Due(
            Task.ASK_AGAIN, again.due, about=f"{again.scope.value}/{again.entry}", detail=said
        )


def consent_of(stay: Detention, entries: Iterable[Entry]) -> consent.ConsentState:
    """What was asked and answered, as far as this reader's keys open it."""
    opened = (e for e in entries if e.header.kind in STAY_KINDS or e.body(Compartment.CLINICAL))
    return consent.fold(opened, stay.id)


def _notices(entries: Sequence[Entry]) -> Iterator[Due]:
    at = try_again_at(entries)
    if at is not None:
        yield Due(Task.NOTICE, at, about=stamp(at))


def _observations(entries: Sequence[Entry]) -> Iterator[Due]:
    """From the last whole set: by when its score asks for the next."""
    last = observing.fold(entries).last_news2
    wait = None if last is None else again_after(last)
    if last is not None and wait is not None:
        yield Due(Task.OBSERVATIONS, last.taken.taken_at + wait, about=last.entry, detail="NEWS2")


@cache
def _again() -> Mapping[str, int | None]:
    found: Mapping[str, int | None] = load_json("records/escalation.json")["observations_again"]
    return found


def again_after(last: Observed) -> timedelta | None:
    """How long after ``last`` the next set is due, from the suite's table; None for no time."""
    if not last.total:
        return None
    minutes = _again().get(last.band)
    return None if minutes is None else timedelta(minutes=minutes)
