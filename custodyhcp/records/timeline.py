"""A stay as a list of what happened, newest first, in words. Pure.

Every entry the reader can open has a line; one whose kind is not known here still has a line with
its kind, so that nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent import notice
from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry, unstamp
from custodyhcp.records import assessment as assessments
from custodyhcp.records import (
    dates,
    directing,
    earlier,
    escalating,
    handover,
    inbound,
    injuries_written,
    medicines_written,
    notes,
    observing,
    requests,
    standing,
)
from custodyhcp.records.board import doing_words
from custodyhcp.records.standing import History
from custodyhcp.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Happening:
    """``what`` in a few words, ``detail`` in more; ``author`` is a staff id. ``opens``: it can be
    read whole, with its history. ``late``: it was written later than it happened.
    ``automatic``: the program did it, on whoever's screen was open."""

    entry: str
    at: datetime
    author: str
    what: str
    detail: str = ""
    opens: bool = False
    struck: bool = False
    amended: bool = False
    late: bool = False
    automatic: bool = False


_Words = Callable[[Entry], tuple[str, str]]
AUTOMATIC = frozenset({"briefing.escalated"})  # the program did it; nobody chose to
HELD_APART = frozenset({notes.FORENSIC, "injury.cause_stated"})


def timeline(entries: Iterable[Entry]) -> tuple[Happening, ...]:
    """What happened, newest first, each as it stands after its amendments; what was struck is
    still there and says so. ``entries`` are those just as they were written."""
    every = tuple(entries)
    touched = standing.histories(every)
    newest_first = sorted(every, key=lambda entry: (entry.at, entry.header.seq), reverse=True)
    return tuple(_happening(entry, touched.get(entry.header.id)) for entry in newest_first)


def _happening(entry: Entry, told: History | None) -> Happening:
    what, detail = said(told.now if told else entry) if entry.believed else ("", "")
    if not entry.believed:
        what, detail = entry.header.kind, "Not believed: its author may not write this."
    if entry.crooked:
        detail = "It cannot be read: this program did not write it. Tell Information Governance."
    body = entry.body(Compartment.CLINICAL)
    return Happening(
        entry.header.id,
        entry.at,
        entry.header.author,
        what,
        detail,
        opens=entry.believed and bool(body) and entry.header.kind in standing.MAY_BE_STRUCK,
        struck=told is not None and told.struck is not None,
        amended=told is not None and told.amended,
        late=bool(body.get("retrospective")),
        automatic=entry.header.kind in AUTOMATIC,
    )


def said(entry: Entry) -> tuple[str, str]:
    """An entry in a few words and in more, as its kind tells it."""
    say = _WORDS.get(entry.header.kind)
    return say(entry) if say else (entry.header.kind.replace(".", " "), "")


def _clinical(entry: Entry, key: str) -> str:
    return str(entry.body(Compartment.CLINICAL).get(key) or "")


def _arrived(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.IDENTITY)
    if not body:
        return "Arrived", ""
    at = dates.cui_date_time(unstamp(body["arrived_at"]))
    asked = body.get("reason_for_call") or ""
    return "Arrived", f"{at}, cell {body['cell'] or 'not given'}. {asked}".strip()


def _moved(entry: Entry) -> tuple[str, str]:
    return "Moved", f"to cell {entry.body(Compartment.IDENTITY).get('cell', '')}"


def _left(entry: Entry) -> tuple[str, str]:
    return "Left custody", str(entry.body(Compartment.IDENTITY).get("destination", ""))


def _assessed(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Assessment", ""
    signed = assessments.from_body(body)
    parts = (
        ("Reason", " · ".join((*(c.words for c in signed.reason_codes), signed.reason))),
        ("Findings", signed.findings),
        ("Working impression", signed.impression),
        ("Plan", signed.plan),
        (signed.allergies.state.label, signed.allergies.words),
    )
    return "Assessment", " · ".join(f"{name}: {text.strip(' ·')}" for name, text in parts if text)


def _noted(entry: Entry) -> tuple[str, str]:
    if not entry.body(Compartment.CLINICAL):
        return "Entry", ""
    note = notes.written(entry).note
    return note.type.words, " · ".join(f"{part.label}: {part.text}" for part in note.parts)


def _changed(what: str) -> _Words:
    """Of what is held apart only that it was changed, not why."""

    def say(entry: Entry) -> tuple[str, str]:
        body = entry.body(Compartment.CLINICAL)
        apart = body.get("kind") in HELD_APART
        return what, "An entry held apart" if apart else str(body.get("reason", ""))

    return say


def _of_before(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    said = {"STILL": "still so", "NO_LONGER": "no longer", "NOT_ASKED": "not asked"}
    if not body:
        return "From an earlier detention", ""
    answer, told = said.get(str(body["answer"]), ""), dates.cui_date_time(earlier.told_at(body))
    return "From an earlier detention", f"{body['words']}: {answer} · told {told}"


def _asked_for(entry: Entry) -> tuple[str, str]:
    found = requests.fold([entry])
    if not found:
        return "Healthcare asked for", ""
    asked = found[0].asking
    why = (*(code.words for code in asked.codes), asked.why)
    said = (asked.by.value, asked.priority.value, " · ".join(filter(None, why)))
    at = dates.cui_date_time(asked.asked_at)
    return "Healthcare asked for", " · ".join((at, *filter(None, said)))


def _came_of_it(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.IDENTITY)
    if not body:
        return "Request answered", ""
    what = requests.Outcome[body["outcome"]].value
    said = filter(None, (dates.cui_date_time(unstamp(body["at"])), _clinical(entry, "reason")))
    return f"Request: {what.lower()}", " · ".join(said)


def _told_before(entry: Entry) -> tuple[str, str]:
    told = inbound.fold([entry])
    if told is None:
        return "Arrival information", ""
    said = (f"{a.value}: {text or 'not provided'}" for a, text in told.inbound.said.items())
    return "Arrival information", " · ".join(said)


def _directed(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    return "Directions", doing_words(directing.from_body(body)) if body else ""


def _injured(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    what = "Injuries corrected" if entry.header.supersedes else "Injuries"
    return what, injuries_written.in_a_line(injuries_written.from_body(body)) if body else ""


def _takes(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    return "Takes", medicines_written.taken_from(body).line.words if body else ""


def _medicine(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Medicine directed", ""
    told = medicines_written.directed_from(body)
    if told.stopped:
        return "Medicine stopped", f"{told.line.words}. {told.stopped}"
    times = ", ".join(dates.cui_date_time(at) for at in told.due)
    return "Medicine directed", f"{told.line.words}. Due {times}"


def _dose(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Dose", ""
    dose = medicines_written.dose_from(body)
    due = f"due {dates.cui_date_time(dose.due_at)}"
    parts = (dose.medicine, due, f"at {dates.cui_time(dose.at)}", dose.name, dose.why)
    return f"Dose: {dose.outcome.words.lower()}", ", ".join(part for part in parts if part)


def _allergies(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return "Allergies", ""
    told = assessments.allergies_from(body)
    return told.state.label, told.words


def _decided(entry: Entry) -> tuple[str, str]:
    scope = _SCOPES.get(_clinical(entry, "scope"), _clinical(entry, "scope"))
    outcome = _OUTCOMES.get(_clinical(entry, "outcome"), "")
    code = _clinical(entry, "code")
    why = _CODES.get(code, code.replace("_", " ").lower())
    return f"Consent: {scope}", f"{outcome}: {why}" if outcome else ""


def _viewed(source: str) -> _Words:
    def say(entry: Entry) -> tuple[str, str]:
        body = entry.body(Compartment.CLINICAL)
        relied = [f"{item['heading']}: {item['text']}" for item in body.get("relied_on", ())]
        return f"{source} looked at", " · ".join(relied) or "Nothing was relied on."

    return say


def _published(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    words = "NOT FIT" if body.get("not_fit") else ""
    return f"Briefing v{body.get('version', '')} published", words


def _spoken(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    back = "read back" if body.get("read_back") else "not read back"
    said = f"to {body.get('to')} at {_clock(body, 'at')}, {back}" if body else ""
    return f"Briefing v{body.get('version', '')} told aloud", said


def _transfer(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    parts = (_clock(body, "at"), str(body.get("how", "")), _called(body))
    return "Hospital transfer started", ", ".join(part for part in parts if part)


def _ambulance(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    over = _clock(body, "handed_over_at")
    crew = f"crew {body['crew']}" if body.get("crew") else ""
    parts = (_called(body), crew, f"took over {over}" if over else "")
    return "Ambulance", ", ".join(part for part in parts if part)


def _called(body: Body) -> str:
    at = _clock(body, "called_at")
    return f"ambulance called {at}" if at else ""


def _clock(body: Body, key: str) -> str:
    return dates.cui_time(unstamp(str(body[key]))) if body.get(key) else ""


def _not_sent(entry: Entry) -> tuple[str, str]:
    told = entry.body(Compartment.BRIEFING)
    why = _clinical(entry, "reason")
    said = (f"{told.get('by')}: {why}", f"Custody: {told.get('do')}") if told else ()
    return "A doctor's reason not to transfer", " · ".join(said)


def _taken_further(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    to = {"HCP": "healthcare", "SERGEANT": "the sergeant", "INSPECTOR": "the inspector"}
    waited = body.get("waited_minutes")
    said = f"shown to {to.get(str(body.get('level')), '')} after {waited} min" if body else ""
    what = str(body.get("matter", "")).replace("_", " ").lower()
    return f"Nobody has acted: {what}".rstrip(": "), said


def _queried(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    what = "Custody asks" if entry.header.kind == "query.asked" else "Healthcare answered"
    return what, f"{body.get('by')}: {body.get('text')}" if body else ""


def _read(entry: Entry) -> tuple[str, str]:
    body = entry.body(Compartment.BRIEFING)
    who = f"{body.get('rank_number', '')} {body.get('name', '')}".strip()
    back = "read back" if body.get("read_back") else "not read back"
    return "Briefing read", f"by {who}, {back}" if who else ""


def _noticed(entry: Entry) -> tuple[str, str]:
    told = notice.last_tried([entry])
    if told is None:
        return "Privacy notice", ""
    given, how = told.given, ", ".join(notice.how_said(one) for one in told.given.how)
    said = f"{notice.result_words(given.result)}{': ' if how else ''}{how}"
    return "Privacy notice", " · ".join(part for part in (said, given.spoken) if part)


_SCOPES = {
    "VIEW_SCR": "look at the SCR",
    "VIEW_GP": "look at the GP record",
    "SHARE_CUSTODY": "tell custody more",
    "SEND_GP": "send to the GP",
    "SHARE_OTHER_CARE": "share with care teams",
    "CONTACT_FAMILY": "speak to family",
    "AA_PRESENT": "appropriate adult present",
    "EXAMINATION": "examination",
    "TREATMENT": "treatment",
    "FORENSIC_EXAM": "forensic examination",
    "FORENSIC_SAMPLE": "forensic sample",
}
_OUTCOMES = {
    "ALLOW": "Allowed",
    "BLOCK": "Not allowed",
    "DEFER": "To be asked again",
    "NOT_AVAILABLE": "Not available",
}
_CODES = {
    "PTV_GRANTED": "asked and agreed",
    "PTV_PROXY": "agreed by who may answer for them",
    "CONSENT": "asked and agreed",
    "CONSENT_PROXY": "agreed by who may answer for them",
    "BEST_INTERESTS": "best interests",
    "BI_EMERGENCY": "best interests, emergency",
    "BI_NON_EMERGENCY": "best interests",
    "COULD_NOT_ASK": "could not be asked",
    "OPTED_OUT": "no record is available",
    "NOT_TRACED": "no record is available",
}
_PLAIN: Mapping[str, str] = {
    "person.added": "Added to the list",
    "person.corrected": "Name or details corrected",
    "person.joined": "Two records joined: one person",
    "person.unjoined": "Two records parted again",
    "person.told_apart": "Somebody alike told apart",
    "record.opened": "Record opened",
    "capacity.assessed": "Capacity assessed",
    "best_interests.recorded": "Best interests recorded",
    "gp.surgery_answered": "GP surgery answered",
    "gp.practice_recorded": "Registered GP practice recorded",
    "briefing.received": "Briefing opened on custody's screen",
    "briefing.clock_put_back": "The workstation's clock was put back",
    "briefing.pasted": "Briefing pasted into the custody record",
    "downtime.paper_listed": "A sheet of paper from downtime listed",
    "downtime.paper_entered": "A sheet of paper from downtime entered late",
    "downtime.paper_struck": "A sheet of paper from downtime struck from the list",
    "summary.prepared": "GP summary prepared",
    "summary.draft_opened": "GP summary draft opened",
    "summary.outcome": "GP summary outcome recorded",
    "sealed_letter.made": "Sealed letter for healthcare handed over",
    notes.FORENSIC: "Forensic entry",
    "draft.taken_over": "Unfinished typing taken over",
    "injury.cause_stated": "Cause of an injury as stated: held apart, under Injuries",
    "disclosure.made": "Something left: see the disclosure register",
}


def _plain(words: str) -> _Words:
    return lambda _entry: (words, "")


_WORDS: Mapping[str, _Words] = {
    **{kind: _plain(words) for kind, words in _PLAIN.items()},
    "detention.opened": _arrived,
    "detention.moved": _moved,
    "detention.closed": _left,
    "earlier.confirmed": _of_before,
    escalating.ESCALATED: escalating.happened,
    handover.PERSON: handover.happened,
    "hcp.requested": _asked_for,
    "hcp.answered": _came_of_it,
    "inbound.recorded": _told_before,
    "assessment.recorded": _assessed,
    notes.NOTE: _noted,
    standing.AMENDED: _changed("Entry amended"),
    standing.STRUCK: _changed("Entry struck"),
    "directions.given": _directed,
    observing.OBSERVATIONS: observing.happened,
    observing.SCALE: observing.happened,
    "injury.recorded": _injured,
    "medicine.history": _takes,
    "medicine.directed": _medicine,
    "dose.recorded": _dose,
    "allergies.recorded": _allergies,
    "consent.decided": _decided,
    "notice.given": _noticed,
    "scr.viewed": _viewed("SCR"),
    "gp.viewed": _viewed("GP record"),
    "briefing.published": _published,
    "briefing.acknowledged": _read,
    "briefing.spoken": _spoken,
    "transfer.started": _transfer,
    "ambulance.recorded": _ambulance,
    "transfer.decided_otherwise": _not_sent,
    "briefing.escalated": _taken_further,
    "query.asked": _queried,
    "query.answered": _queried,
}

SILENT = frozenset(  # about the suite, a round or oversight, and no one stay: on nobody's timeline
    [
        "alert.reviewed",
        "export.made",
        "spotcheck.committed",
        "spotcheck.nonce",
        "spotcheck.drawn",
        "spotcheck.sent",
        "spotcheck.replied",
        "spotcheck.closed",
        "recovery.checked",
        "staff.clinical_lead",
        "custody.screens_set",
        "custody.paste_profile",
        "custody_list.imported",
        "practices.imported",
        "person.searched",
        "consent.reason_refused",
        "phrases.kept",
        "template.published",
        "handover.given",
        "handover.accepted",
        "downtime.begun",
        "downtime.reconciled",
        "signin.refused",
        "ledger.restored",
        "keyslots.mended",
        "clock.changed",
    ]
)


def has_words(kind: str) -> bool:
    """Whether a timeline says in words what an entry of this kind tells."""
    return kind in _WORDS


for _kind, _say in _WORDS.items():
    legible.register(_kind, Compartment.CLINICAL, _say)
