"""Verbs by which a health professional records observations and scales, and the series they make.

Rules kept here: everything is checked again at the press, whatever a screen let through; the score
is worked out here and never taken from a screen; only the clinical compartment gets any of it; a
set that was written late says so. What is read back is what was kept, with the score of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from custodyhcp.ledger import legible
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import dates, observations, rousing, scoring
from custodyhcp.records.arrivals import insist
from custodyhcp.records.detention import Detention
from custodyhcp.records.identity import years
from custodyhcp.records.observations import Observations
from custodyhcp.records.people import read_detention
from custodyhcp.records.rousing import Trend
from custodyhcp.records.scales import news2
from custodyhcp.records.scoring import Gone
from custodyhcp.records.words import Problem
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

OBSERVATIONS, SCALE = "observations.recorded", "scale.recorded"


def record_observations(desk: Desk, detention: str, taken: Observations) -> Entry:
    """Write one set, whole or partial. Raises ``NotComplete``; an unusual number that is not among
    ``confirmed`` is asked about so."""
    stay = read_detention(desk, detention).detention
    now, clean = desk.now(), observations.cleaned(taken)
    insist(observations.problems(clean, now))
    insist(
        tuple(
            Problem(unsure.field, f"Check this: {unsure.words}")
            for unsure in observations.to_check(clean)
        )
    )
    scored = observations.score(clean, age_of(stay, clean.taken_at))
    late = observations.retrospective(clean.taken_at, now)
    body = observations.to_body(clean, scored, late=late)
    return desk.append(_clinical(OBSERVATIONS, stay, body))[0]


def record_scale(desk: Desk, detention: str, gone: Gone) -> Entry:
    """Write one scale, every item answered. Raises ``NotComplete``."""
    stay = read_detention(desk, detention).detention
    now, clean = desk.now(), scoring.cleaned(gone)
    insist(scoring.problems(clean, now))
    late = observations.retrospective(clean.done_at, now)
    return desk.append(_clinical(SCALE, stay, scoring.to_body(clean, late=late)))[0]


def age_of(stay: Detention, at: datetime) -> int | None:
    """Whole years, or None where the date of birth is not known."""
    dob = stay.who.dob
    return None if dob is None else years(dob, dates.today(at))


def _clinical(kind: str, stay: Detention, body: dict[str, object]) -> NewEntry:
    return NewEntry(kind, {Compartment.CLINICAL: body}, person=stay.person, detention=stay.id)


# what was recorded, as series over time


@dataclass(frozen=True, slots=True)
class Observed:
    """One set as kept. ``total`` and ``band`` are NEWS2's, None and empty where there is none;
    ``points`` by parameter."""

    entry: str
    written_at: datetime
    author: str
    taken: Observations
    retrospective: bool
    total: int | None
    band: str
    points: dict[str, int]


@dataclass(frozen=True, slots=True)
class Scaled:
    """One scale as kept."""

    entry: str
    written_at: datetime
    author: str
    gone: Gone
    retrospective: bool
    total: int | None
    band: str
    band_source: str
    profile: str


@dataclass(frozen=True, slots=True)
class Series:
    """Everything measured in a stay, in the order it was taken."""

    observed: tuple[Observed, ...] = ()
    scaled: tuple[Scaled, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.observed and not self.scaled

    @property
    def rousing(self) -> Trend:
        """What the rousing checks of this stay say."""
        return rousing.trend([o.taken.rousing for o in self.observed if o.taken.rousing])

    @property
    def last_news2(self) -> Observed | None:
        return next((o for o in reversed(self.observed) if o.total is not None), None)


def fold(entries: Iterable[Entry]) -> Series:
    """The series that ``entries`` of one stay tell of. What keys did not open is absent."""
    observed: list[Observed] = []
    scaled: list[Scaled] = []
    for entry in entries:
        body = entry.body(Compartment.CLINICAL) if entry.believed else {}
        if body and entry.header.kind == OBSERVATIONS:
            observed.append(_observed(entry))
        elif body and entry.header.kind == SCALE:
            scaled.append(_scaled(entry))
    return Series(
        tuple(sorted(observed, key=lambda one: (one.taken.taken_at, one.written_at))),
        tuple(sorted(scaled, key=lambda one: (one.gone.done_at, one.written_at))),
    )


def _observed(entry: Entry) -> Observed:
    body = entry.body(Compartment.CLINICAL)
    score, taken = body.get("news2", {}), observations.from_body(body)
    points = score.get("points") or _points(taken, score)
    return Observed(
        entry=entry.header.id,
        written_at=entry.at,
        author=entry.header.author,
        taken=taken,
        retrospective=bool(body.get("retrospective")),
        total=score.get("total"),
        band=score.get("band", ""),
        points=dict(points),
    )


def _points(taken: Observations, score: Mapping[str, object]) -> Mapping[str, int]:
    """Each parameter's points in a set without a total; none where NEWS2 is not for the person."""
    if "not_for" in score:
        return {}
    return {line.key: line.points for line in news2.parts(taken.vitals)}


def _scaled(entry: Entry) -> Scaled:
    body = entry.body(Compartment.CLINICAL)
    return Scaled(
        entry=entry.header.id,
        written_at=entry.at,
        author=entry.header.author,
        gone=scoring.from_body(body),
        retrospective=bool(body.get("retrospective")),
        total=body.get("total"),
        band=body.get("band") or "",
        band_source=body.get("band_source") or "",
        profile=body.get("profile", ""),
    )


# in words, for the timeline and the table


def observed_words(one: Observed) -> str:
    """Everything that was found, in one line."""
    taken = one.taken
    known = observations.measures()
    parts = [f"{known[k].name} {known[k].words(v)}" for k, v in observations.values(taken).items()]
    if taken.vitals.supplemental_oxygen is not None:
        how = f" ({taken.oxygen_words})" if taken.oxygen_words else ""
        parts.append(("Oxygen" if taken.vitals.supplemental_oxygen else "Air") + how)
    if taken.vitals.consciousness is not None:
        parts.append(taken.vitals.consciousness.words)
    if taken.pupils is not None:
        parts.append(f"Pupils: {taken.pupils.words.lower()}")
    if taken.rousing is not None:
        parts.append(f"Rousing: {taken.rousing.words}")
    parts += missing_words(taken)
    if one.total is not None:
        parts.append(f"NEWS2 {one.total}, {one.band}")
    if taken.notes:
        parts.append(taken.notes)
    return " · ".join(parts) + (" · Written later" if one.retrospective else "")


def missing_words(taken: Observations) -> list[str]:
    """``Pulse refused: would not hold still``, one for each that was not taken."""
    called = observations.names()
    return [
        f"{called.get(key, key)} {missing.why.words.lower()}: {missing.words}"
        for key, missing in taken.not_taken.items()
    ]


def scaled_words(one: Scaled) -> str:
    """``CIWA-Ar 8, moderate (band set A)``; a Glasgow total with its profile, or that alone."""
    title = scoring.about(one.gone.scale).title
    said = title if one.total is None else f"{title} {one.total}, {one.band} ({one.band_source})"
    parts = [said, one.profile, one.gone.reason, one.gone.notes]
    return " · ".join(part for part in parts if part) + (
        " · Written later" if one.retrospective else ""
    )


def happened(entry: Entry) -> tuple[str, str]:
    """Such an entry in a few words and in more."""
    if not entry.body(Compartment.CLINICAL):
        return ("Observations" if entry.header.kind == OBSERVATIONS else "Scale"), ""
    if entry.header.kind == OBSERVATIONS:
        one = _observed(entry)
        at = dates.cui_time(one.taken.taken_at)
        return "Observations", f"Taken {at}. {observed_words(one)}"
    scale = _scaled(entry)
    at = dates.cui_time(scale.gone.done_at)
    return scoring.about(scale.gone.scale).title, f"Done {at}. {scaled_words(scale)}"


legible.register(OBSERVATIONS, Compartment.CLINICAL, _observed)
legible.register(SCALE, Compartment.CLINICAL, _scaled)
