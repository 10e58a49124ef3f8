"""What has been looked at, told or sent under a permission already, and cannot be recalled. Pure.

One row for each thing, from the entries of one detention: what it was, when, to whom, by whom. It
is shown to the person's nurse when they take a permission back (domain consent 3.6), so it leaves
nothing out: a draft that was made but not sent yet is in it too, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from custodyhcp.consent.codes import Scope
from custodyhcp.ledger.entry import Entry, unstamp
from custodyhcp.sharing.briefing import from_body
from custodyhcp.sharing.consented import lines_on_consent
from custodyhcp.sharing.register import What
from custodyhcp.vault.compartments import Compartment


class How(Enum):
    """``LOOKED`` was read here; the others left the room."""

    LOOKED = "LOOKED"
    TOLD = "TOLD"
    READ = "READ"
    COPIED = "COPIED"
    PREPARED = "PREPARED"
    HANDED_OVER = "HANDED_OVER"
    SENT = "SENT"


@dataclass(frozen=True, slots=True)
class Shared:
    """``what`` and ``to`` are words for a person; ``by`` is a staff id."""

    scope: Scope
    how: How
    at: datetime
    what: str
    to: str
    by: str
    entry: str


KINDS = frozenset(
    {
        "scr.viewed",
        "gp.viewed",
        "briefing.published",
        "briefing.acknowledged",
        "disclosure.made",
        "summary.prepared",
        "summary.draft_opened",
        "summary.outcome",
        "sealed_letter.made",
    }
)
_COPIES = {
    What.BRIEFING_PDF.value: "PDF of the briefing",
    What.BRIEFING_PRINT.value: "Print of the briefing",
    What.PASTE.value: "Text of the briefing copied",
    What.SUMMARY_EML.value: "Email draft of the GP summary",
    What.SUMMARY_PDF.value: "PDF of the GP summary",
}


@dataclass(slots=True)
class _Known:
    """What earlier entries said that later ones only point to."""

    briefings: dict[str, str]  # entry of a briefing with lines on consent -> what they tell
    summaries: dict[str, Mapping[str, Any]]  # entry -> its body


def shared_already(entries: Iterable[Entry]) -> tuple[Shared, ...]:
    """Oldest first, of every scope. ``entries`` of one detention, in order; others pass by."""
    known = _Known({}, {})
    rows = (_row(entry, known) for entry in entries if entry.header.kind in KINDS)
    return tuple(row for row in rows if row is not None)


def under(rows: Iterable[Shared], scope: Scope) -> tuple[Shared, ...]:
    return tuple(row for row in rows if row.scope is scope)


def _row(entry: Entry, known: _Known) -> Shared | None:
    if not entry.believed:
        return None
    say = _SAY.get(entry.header.kind)
    said = None if say is None else say(entry, known)
    if said is None:
        return None
    scope, how, what, to, at = said
    return Shared(scope, how, at or entry.at, what, to, entry.header.author, entry.header.id)


_Said = tuple[Scope, How, str, str, datetime | None] | None


def _looked(scope: Scope, name: str) -> Callable[[Entry, _Known], _Said]:
    def say(entry: Entry, _known: _Known) -> _Said:
        body = entry.body(Compartment.CLINICAL)
        if not body:
            return None
        headings = ", ".join(dict.fromkeys(item["heading"] for item in body["relied_on"]))
        relied = f": {headings}" if headings else ", nothing relied on"
        return scope, How.LOOKED, f"{name} looked at{relied}", "", unstamp(body["opened_at"])

    return say


def _told(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.BRIEFING)
    lines = lines_on_consent(from_body(body["document"])) if body else ()
    if not lines:
        return None
    told = ", ".join(line.label for line in lines)
    known.briefings[entry.header.id] = f"briefing v{body['version']}"
    words = f"Briefing v{body['version']}: {told}"
    return Scope.SHARE_CUSTODY, How.TOLD, words, "custody", None


def _read(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.BRIEFING)
    named = known.briefings.get(str(body.get("briefing")))
    if named is None:
        return None
    who = f"{body.get('rank_number', '')} {body.get('name', '')}".strip()
    return Scope.SHARE_CUSTODY, How.READ, f"Read the {named}", who, None


def _copied(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.CLINICAL)
    named = known.briefings.get(str(body.get("briefing")))
    if named is None:
        return None
    what = f"{_COPIES.get(str(body['what']), 'Copy')}, copy {body['copy']}"
    return Scope.SHARE_CUSTODY, How.COPIED, what, str(body["to"]), None


def _prepared(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return None
    known.summaries[entry.header.id] = body
    what = f"GP summary {body['ref']} v{body['version']} prepared as a draft"
    return Scope.SEND_GP, How.PREPARED, what, f"{body['practice']}, {body['address']}", None


def _handed_over(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return None
    to = str(body.get("to") or known.summaries.get(str(body["summary"]), {}).get("address", ""))
    what = f"{_COPIES.get(str(body['what']), 'Copy')}, copy {body['copy']}"
    return Scope.SEND_GP, How.HANDED_OVER, what, to, None


def _outcome(entry: Entry, known: _Known) -> _Said:
    body = entry.body(Compartment.CLINICAL)
    if not body or not body["sent"]:
        return None
    made = known.summaries.get(str(body["summary"]), {})
    to = ", ".join(str(made[key]) for key in ("practice", "address") if made.get(key))
    what = f"GP summary {made.get('ref', '')} v{made.get('version', '')} sent"
    return Scope.SEND_GP, How.SENT, what, to, unstamp(body["at"]) if body.get("at") else None


def _lettered(entry: Entry, _known: _Known) -> _Said:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return None
    what = f"Sealed letter v{body['version']}, copy {body['copy']}"
    to = f"healthcare at {body['place']}, {body['by_way_of']}"
    return Scope.SHARE_OTHER_CARE, How.HANDED_OVER, what, to, None


_SAY: Mapping[str, Callable[[Entry, _Known], _Said]] = {
    "scr.viewed": _looked(Scope.VIEW_SCR, "SCR"),
    "gp.viewed": _looked(Scope.VIEW_GP, "GP record"),
    "briefing.published": _told,
    "briefing.acknowledged": _read,
    "disclosure.made": _copied,
    "summary.prepared": _prepared,
    "summary.draft_opened": _handed_over,
    "summary.outcome": _outcome,
    "sealed_letter.made": _lettered,
}
