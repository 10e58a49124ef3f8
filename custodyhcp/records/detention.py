"""One person's stay, folded from its entries. Pure.

An entry is never changed, so what is true now is worked out by reading them in order: a later
assessment or set of directions replaces an earlier one, a cell is the last one moved to. Parts
that the reader's keys did not open are simply absent, and say so (``opened_clinical``). What
consent and sharing wrote is folded by those rooms; here only that it happened is kept, for the
timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Body, Entry, unstamp
from custodyhcp.records import assessment as assessing
from custodyhcp.records import directing, notes, standing
from custodyhcp.records.assessment import (
    NO_ALLERGIES,
    Allergies,
    AllergyState,
    Assessment,
)
from custodyhcp.records.directions import Directions
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.nhs_number import NhsStatus, SeenOn, Verified
from custodyhcp.vault.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Given:
    """Directions in force: the entry that gave them, when, by whom."""

    entry: str
    at: datetime
    author: str
    directions: Directions


@dataclass(frozen=True, slots=True)
class Recorded:
    """A signed assessment."""

    entry: str
    at: datetime
    author: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class View:
    """A look at the SCR or the GP record: what was looked at and what was relied on."""

    entry: str
    at: datetime
    author: str
    source: str  # "SCR" or "GP"
    opened_at: datetime
    looked_at: tuple[str, ...]
    relied_on: tuple[tuple[str, str], ...]
    scr_date: str = ""
    items_withheld: bool = False
    permission: str = ""  # the entry in which it was allowed


@dataclass(frozen=True, slots=True)
class Detention:
    """Who it is, where, and what healthcare has recorded so far."""

    id: str
    person: str
    custody_ref: str
    cell: str
    arrived_at: datetime | None
    who: Identity
    source: str = "HAND"
    requested_at: datetime | None = None
    reason_for_call: str = ""
    nhs_number: str | None = None
    nhs_status: NhsStatus = NhsStatus.NOT_PRESENT
    nhs_verified: Verified | None = None
    allergies: Allergies = NO_ALLERGIES
    assessments: tuple[Recorded, ...] = ()
    given: tuple[Given, ...] = ()
    views: tuple[View, ...] = ()
    closed_at: datetime | None = None
    destination: str = ""
    opened_clinical: bool = False
    last_seq: int = -1

    @property
    def here(self) -> bool:
        return self.closed_at is None

    @property
    def directions(self) -> Directions | None:
        """The directions in force, or None before the first."""
        return self.given[-1].directions if self.given else None

    def age(self, on: date) -> str:
        return self.who.age(on)

    def under_18(self, on: date) -> bool:
        """An unknown date of birth counts as 18 or over here; the screen flags it."""
        return bool(self.who.under_18(on))


_Step = Callable[[Detention, Entry], Detention]
EMPTY = Detention("", "", "", "", None, Identity("", ""))


def fold(entries: Iterable[Entry]) -> Detention:
    """The stay that ``entries`` tell of, in order of their sequence; all of one detention, with
    those of its person. Kinds of other rooms pass by."""
    folded = EMPTY
    detention, person, opened, last_seq = "", "", False, -1
    for entry in entries:
        header = entry.header
        fill = _STEPS.get(header.kind)
        if fill is not None and entry.believed:
            folded = fill(folded, entry)
        # the first of the stay that says so: a later entry cannot make it somebody else's, nor
        # what was written under another id of the same person
        if not detention and header.detention:
            detention, person = header.detention, header.person or ""
        person = person or header.person or ""
        opened = opened or bool(entry.body(Compartment.CLINICAL))
        last_seq = max(last_seq, header.seq)
    return replace(folded, id=detention, person=person, opened_clinical=opened, last_seq=last_seq)


def identity_from(body: Body) -> Identity:
    """Who a ``person.added`` or ``person.corrected`` names. Absent parts read as not known."""
    return Identity(
        family=body.get("family", ""),
        given=body.get("given", ""),
        title=body.get("title", ""),
        preferred=body.get("preferred", ""),
        dob=date.fromisoformat(body["dob"]) if body.get("dob") else None,
        sex=Sex(body.get("sex") or Sex.NOT_KNOWN.value),
        aliases=tuple(body.get("aliases", ())),
        confirmed=bool(body.get("identity_confirmed", True)),
        no_fixed_abode=bool(body.get("no_fixed_abode", False)),
        language=body.get("language") or "",
        interpreter=body.get("interpreter"),
    )


def identity_body(who: Identity) -> dict[str, Any]:
    return {
        "family": who.family,
        "given": who.given,
        "title": who.title,
        "preferred": who.preferred,
        "dob": None if who.dob is None else who.dob.isoformat(),
        "sex": who.sex.value,
        "aliases": list(who.aliases),
        "identity_confirmed": who.confirmed,
        "no_fixed_abode": who.no_fixed_abode,
        "language": who.language,
        "interpreter": who.interpreter,
    }


def _person(before: Detention, entry: Entry) -> Detention:
    identity, clinical = entry.body(Compartment.IDENTITY), entry.body(Compartment.CLINICAL)
    after = replace(before, who=identity_from(identity)) if identity else before
    if not clinical:
        return after
    status = NhsStatus(clinical.get("nhs_status") or NhsStatus.NOT_PRESENT.value)
    number, known = clinical.get("nhs_number"), before.nhs_number
    if entry.header.kind == "person.added" and known:  # under another id of the same person
        if not number:
            return after
        status = status if number == known else NhsStatus.CONFLICT
    verified = _verified(clinical) if status is NhsStatus.VERIFIED else None
    return replace(after, nhs_number=number, nhs_status=status, nhs_verified=verified)


def _verified(body: Body) -> Verified | None:
    if not body.get("verified_at"):
        return None
    return Verified(body["verified_by"], unstamp(body["verified_at"]), SeenOn[body["verified_on"]])


def _opened(before: Detention, entry: Entry) -> Detention:
    body = entry.body(Compartment.IDENTITY)
    if not body:
        return before
    return replace(
        before,
        custody_ref=body["custody_ref"],
        cell=body["cell"],
        arrived_at=unstamp(body["arrived_at"]),
        source=body.get("source", "HAND"),
        requested_at=unstamp(body["requested_at"]) if body.get("requested_at") else None,
        reason_for_call=body.get("reason_for_call") or "",
    )


def _moved(before: Detention, entry: Entry) -> Detention:
    return replace(before, cell=entry.body(Compartment.IDENTITY).get("cell", before.cell))


def _closed(before: Detention, entry: Entry) -> Detention:
    body = entry.body(Compartment.IDENTITY)
    at = unstamp(body["at"]) if body.get("at") else entry.at
    return replace(before, closed_at=at, destination=body.get("destination", ""))


def _assessed(before: Detention, entry: Entry) -> Detention:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return before
    recorded = Recorded(entry.header.id, entry.at, entry.header.author, assessing.from_body(body))
    told = recorded.assessment.allergies
    unsaid = told.state is AllergyState.NOT_RECORDED
    return replace(
        before,
        assessments=(*before.assessments, recorded),
        allergies=before.allergies if unsaid else _with_more(told, before.allergies),
    )


def _noted(before: Detention, entry: Entry) -> Detention:
    """An assessment written by a template is one of the assessments; other notes pass by."""
    if not entry.body(Compartment.CLINICAL):
        return before
    one = notes.written(entry)
    if not notes.is_assessment(one.note):
        return before
    recorded = Recorded(one.entry, one.at, one.author, notes.as_assessment(one.note))
    return replace(before, assessments=(*before.assessments, recorded))


def _with_more(told: Allergies, before: Allergies) -> Allergies:
    """An assessment says no severity and no source: what was known of the same stays."""
    known = {(item.agent.casefold(), item.reaction): item for item in before.items}
    items = (
        item
        if item.severity or item.source
        else known.get((item.agent.casefold(), item.reaction), item)
        for item in told.items
    )
    return Allergies(told.state, tuple(items))


def _allergies(before: Detention, entry: Entry) -> Detention:
    body = entry.body(Compartment.CLINICAL)
    return replace(before, allergies=assessing.allergies_from(body)) if body else before


def _of_before(before: Detention, entry: Entry) -> Detention:
    """An allergy told in an earlier stay is today's only once somebody has said that it is."""
    body = entry.body(Compartment.CLINICAL)
    if body.get("kind") != "ALLERGY" or body.get("answer") != "STILL":
        return before
    said, known = str(body["words"]), before.allergies
    if said == AllergyState.NONE_KNOWN.label:
        none = Allergies(AllergyState.NONE_KNOWN)
        return before if known.items else replace(before, allergies=none)
    if any(item.words == said for item in known.items):
        return before
    items = sorted(
        (*known.items, assessing.confirmed_allergy(body)), key=lambda item: item.agent.casefold()
    )
    return replace(before, allergies=Allergies(AllergyState.KNOWN, tuple(items)))


def _struck(before: Detention, entry: Entry) -> Detention:
    """Where known allergies were struck, an older "none known" does not come back by itself: it
    was said before, and somebody asks again."""
    body, known = entry.body(Compartment.CLINICAL), before.allergies
    was_known = body.get(standing.STRUCK_ALLERGIES) == AllergyState.KNOWN.value
    if not was_known or known.state is not AllergyState.NONE_KNOWN:
        return before
    return replace(before, allergies=NO_ALLERGIES)


def _directed(before: Detention, entry: Entry) -> Detention:
    body = entry.body(Compartment.CLINICAL)
    if not body:
        return before
    given = Given(entry.header.id, entry.at, entry.header.author, directing.from_body(body))
    return replace(before, given=(*before.given, given))


def _viewed(source: str) -> _Step:
    def fill(before: Detention, entry: Entry) -> Detention:
        body = entry.body(Compartment.CLINICAL)
        if not body:
            return before
        view = View(
            entry=entry.header.id,
            at=entry.at,
            author=entry.header.author,
            source=source,
            opened_at=unstamp(body["opened_at"]),
            looked_at=tuple(body["looked_at"]),
            relied_on=tuple((item["heading"], item["text"]) for item in body["relied_on"]),
            scr_date=body.get("scr_date") or "",
            items_withheld=bool(body.get("items_withheld")),
            permission=str(body.get("permission") or ""),
        )
        return replace(before, views=(*before.views, view))

    return fill


_STEPS: Mapping[str, _Step] = {
    "person.added": _person,
    "person.corrected": _person,
    "detention.opened": _opened,
    "detention.moved": _moved,
    "detention.closed": _closed,
    "earlier.confirmed": _of_before,
    "assessment.recorded": _assessed,
    notes.NOTE: _noted,
    "allergies.recorded": _allergies,
    standing.STRUCK: _struck,
    "directions.given": _directed,
    "scr.viewed": _viewed("SCR"),
    "gp.viewed": _viewed("GP"),
}


_TEXTS = ("custody_ref", "cell", "source", "reason_for_call", "destination")
_NAMES = ("family", "given", "title", "preferred", "language")


def _can_be_read(entry: Entry) -> object:
    told = _STEPS[entry.header.kind](EMPTY, entry)
    texts = [getattr(told, name) for name in _TEXTS]
    texts += [*(getattr(told.who, name) for name in _NAMES), *told.who.aliases]
    for view in told.views:
        texts += [*view.looked_at, *(text for pair in view.relied_on for text in pair)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("words are text")
    return told


for _compartment in (Compartment.IDENTITY, Compartment.CLINICAL):
    legible.register(_STEPS, _compartment, _can_be_read)
legible.register(notes.FORENSIC, Compartment.CLINICAL, notes.written)
