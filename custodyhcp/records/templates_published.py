"""Templates that a clinical lead published, and which are in use now.

Rules kept here: only whoever is clinical lead at that moment publishes; the newest version is used
from then on; nothing that was written with an older one changes. A template lies open, so nothing
about a person may stand in one: the page says so where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import dates, templates, words
from custodyhcp.records.arrivals import insist
from custodyhcp.records.templates import Template
from custodyhcp.staff.clinical_lead import CLINICAL_LEAD, leads
from custodyhcp.staff.clinical_lead import fold as fold_leads
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

PUBLISHED = "template.published"


@dataclass(frozen=True, slots=True)
class Published:
    """A template in use; ``at`` and ``author`` where somebody here published it."""

    template: Template
    at: datetime | None = None
    author: str = ""


class NotClinicalLead(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "Only a clinical lead publishes templates.",
            "An administrator names the clinical lead under People.",
        )


def publish(desk: Desk, template: Template) -> Entry:
    """Put it in use from now on. Raises ``NotClinicalLead``, ``NotComplete``."""
    if desk.session.staff not in leads(desk):
        raise NotClinicalLead
    known = in_use(desk).get(template.id)
    clean = cleaned(template, dates.today(desk.now()).isoformat())
    insist(templates.problems(clean, known.template if known else None))
    return desk.append(NewEntry(PUBLISHED, {Compartment.OPEN: templates.to_body(clean)}))[0]


def cleaned(template: Template, checked: str) -> Template:
    """Without hidden characters, and with the day on which it was read over."""
    parts = tuple(
        replace(part, label=words.line(part.label), hint=words.line(part.hint))
        for part in template.parts
    )
    return replace(
        template,
        title=words.line(template.title),
        source=words.line(template.source),
        checked=checked,
        parts=parts,
    )


def in_use(desk: Desk) -> Mapping[str, Published]:
    """Every template by id, each in the version that is used now."""
    return fold(desk.read(kinds=(PUBLISHED, CLINICAL_LEAD)))


def fold(entries: Iterable[Entry]) -> Mapping[str, Published]:
    """The shipped ones, and over them what was published by whoever was clinical lead then."""
    found = {name: Published(one) for name, one in templates.shipped().items()}
    before: list[Entry] = []
    for entry in entries:
        if entry.header.kind == CLINICAL_LEAD:
            before.append(entry)
        elif entry.header.kind == PUBLISHED and entry.header.author in fold_leads(before):
            _take(found, entry)
    return found


def _take(found: dict[str, Published], entry: Entry) -> None:
    if not entry.believed:
        return
    try:
        template = templates.from_body(entry.body(Compartment.OPEN))
    except (KeyError, ValueError, TypeError, AttributeError):
        return  # not written as one: what is in use stays
    known = found.get(template.id)
    if not templates.problems(template, known.template if known else None):
        found[template.id] = Published(template, entry.at, entry.header.author)
