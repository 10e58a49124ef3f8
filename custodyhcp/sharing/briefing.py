"""The minimum briefing for custody staff, made only from directions (domain clinical 6).

Rules kept here:

- The only sources are ``Directions`` and ``Header``. Notes, scores, findings and the NHS number are
  not reachable from this module, so changing them cannot change a briefing (promise P6). A test
  reads this file's imports.
- Fitness comes first. Every line carries why custody needs it and the basis for telling it.
- A medicine that healthcare holds is never named, whatever was typed.
- What is safe to leave unsaid is left out; what custody must always know (fitness, observation,
  both call-if lists, next review, appropriate adult, self-harm, infection precautions, where the
  record is) is always said, with an explicit negative.

Not here: whether the words chosen are the least that will do (``leaks``), and layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from custodyhcp.records.custody_items import Risk
from custodyhcp.records.dates import cui_date_time, cui_short, cui_time
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
    Visits,
)
from custodyhcp.records.item_table import item
from custodyhcp.sharing.briefing_items import DUTY, basis_words, item_line
from custodyhcp.sharing.document import Emphasis, Line
from custodyhcp.sharing.plain import one_line

MARKING = "OFFICIAL-SENSITIVE"
MAY_BE_READ = "May be read by solicitor and appropriate adult."
CARE_ONLY = (
    "For care in custody only: not to be entered as a warning marker unless healthcare agrees."
)


@dataclass(frozen=True, slots=True)
class Header:
    """Which advice this is, and whom to ask. ``phone`` is how custody reaches healthcare now."""

    custody_ref: str
    cell: str
    name: str
    version: int
    given_at: datetime
    given_by: str
    assessed_at: datetime
    phone: str = ""
    suite: str = ""
    replaces: int | None = None
    replaces_at: datetime | None = None
    record_entry: str = ""
    was: Visits | None = None  # what custody was told by the version that this one replaces


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing, exactly as it is read: ``lines`` in reading order, fitness first."""

    header: Header
    fitness: FitToDetain
    lines: tuple[Line, ...]
    next_review: datetime | None
    visits: Visits | None = None  # None: kept before this was kept

    @property
    def headline(self) -> Line:
        return self.lines[0]

    @property
    def not_fit(self) -> bool:
        return self.fitness.not_fit

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    @property
    def version_words(self) -> str:
        """``v2, replaces v1 given 14:05``."""
        words = f"v{self.header.version}"
        if self.header.replaces is None:
            return words
        words += f", replaces v{self.header.replaces}"
        at = self.header.replaces_at
        return words if at is None else f"{words} given {cui_short(at, self.header.given_at)}"

    @property
    def given_words(self) -> str:
        """``Given 23-Nov-2026 15:40 by J Smith RN, phone 55``."""
        by = one_line(self.header.given_by)
        phone = f", phone {one_line(self.header.phone)}" if self.header.phone else ""
        return f"Given {cui_date_time(self.header.given_at)} by {by}{phone}"


def compose(directions: Directions, header: Header) -> Briefing:
    """The briefing that these directions make, under this header."""
    now = header.given_at

    def added(*keys: str) -> Iterator[Line]:
        return (line for key in keys for line in item_line(key, directions, now))

    lines = (
        _fitness(directions),
        *_conditions(directions),
        *added("swallowed"),
        _observe(directions, now),
        *_changed(directions, header.was),
        _signs("call_hcp", directions),
        _signs("call_999", directions),
        *added("labels"),
        _review(directions, header),
        *added("interview", "charge"),
        _appropriate_adult(directions),
        *added("communication"),
        *(_medicine(directions, m, n, now) for n, m in _numbered(directions.medicines)),
        *added("allergy", "food"),
        _self_harm(directions, now),
        *added("cautions", "search_preference", "precautions", "cell_needs", "injury_care"),
        *added("transfer", "release"),
        _record(header),
    )
    visits = directions.observation.visits
    return Briefing(header, directions.fitness, lines, directions.next_review, visits)


def headline_words(fitness: FitToDetain) -> str:
    match fitness:
        case FitToDetain.FIT:
            return "FIT TO DETAIN"
        case FitToDetain.FIT_WITH_CONDITIONS:
            return "FIT, WITH CONDITIONS"
        case FitToDetain.NOT_FIT_HOSPITAL_999:
            return "NOT FIT: HOSPITAL NOW, RING 999"
        case FitToDetain.NOT_FIT_HOSPITAL_TRANSPORT:
            return "NOT FIT: HOSPITAL NOW, BY TRANSPORT"
        case FitToDetain.NOT_FIT_OTHER:
            return "NOT FIT TO DETAIN"
        case _:
            assert_never(fitness)


def _headline_emphasis(fitness: FitToDetain) -> Emphasis:
    match fitness:
        case FitToDetain.FIT:
            return Emphasis.GOOD
        case FitToDetain.FIT_WITH_CONDITIONS:
            return Emphasis.CARE
        case (
            FitToDetain.NOT_FIT_HOSPITAL_999
            | FitToDetain.NOT_FIT_HOSPITAL_TRANSPORT
            | FitToDetain.NOT_FIT_OTHER
        ):
            return Emphasis.STOP
        case _:
            assert_never(fitness)


def _fitness(directions: Directions) -> Line:
    words = headline_words(directions.fitness)
    return _line("fitness", "Fitness", words, _headline_emphasis(directions.fitness))


def _conditions(directions: Directions) -> Iterator[Line]:
    words = one_line(directions.conditions)
    if not words:
        return
    if directions.fitness.not_fit:
        yield Line("conditions", "Do now", words, "cannot wait", DUTY, Emphasis.STRONG)
    else:
        yield _line("conditions", "Conditions", words, Emphasis.STRONG)


def observation_words(observation: Observation) -> str:
    """The direction as it can be carried out: level, how, how often, and whether to rouse."""
    every = f"every {observation.minutes} min"
    match observation.level:
        case 3:
            check = "physical check AND ROUSE" if observation.rouse else "physical check"
            return f"Level 3, constant (in sight or watched on CCTV), {check} {every}"
        case 4:
            rouse = f", ROUSE {every}" if observation.rouse else ""
            return f"Level 4, stay within arm's reach all the time{rouse}"
        case _:
            visit = "visit AND ROUSE" if observation.rouse else "visit, no need to rouse,"
            return f"Level {observation.level}, {visit} {every}"


def _observe(directions: Directions, now: datetime) -> Line:
    seen = directions.observation
    words = observation_words(seen)
    if seen.until is not None:
        words += f" until {cui_short(seen.until, now)}"
    reason = _watched_because(directions.risks, seen.reason)
    return _line("observe", "Observe", words + (f" ({reason})" if reason else ""), Emphasis.STRONG)


def _watched_because(risks: tuple[Risk, ...], reason: str) -> str:
    """The risks that were ticked, then the reason in somebody's words, each said once."""
    said = [item("observe").words(risk) for risk in risks]
    typed = one_line(reason)
    return ", ".join([*said, *([typed] if typed and typed not in said else [])])


def visits_words(visits: Visits) -> str:
    rouse = "with rousing" if visits.rouse else "without rousing"
    if visits.level == 4:
        how = f"rousing every {visits.minutes} min" if visits.rouse else rouse
        return f"level 4, within arm's reach, {how}"
    check = "constant, checks every" if visits.level == 3 else "every"
    return f"level {visits.level}, {check} {visits.minutes} min, {rouse}"


def _changed(directions: Directions, was: Visits | None) -> Iterator[Line]:
    """What is less than custody was last told stands out, with why; so does less than usual."""
    seen = directions.observation
    why = one_line(seen.less_because)
    if was is not None and was != seen.visits:
        less = seen.visits.less_than(was)
        level = f"Level {was.level} to {seen.level}" if was.level != seen.level else "Visits"
        because = f": {why or one_line(seen.reason) or 'no reason given'}" if less else ""
        words = f"{level}{'' if less else ', closer than before'}{because}. Was {visits_words(was)}"
        yield _line("observe_change", "Changed", words, Emphasis.CARE if less else Emphasis.STRONG)
    elif why:
        yield _line("observe_change", "Less than usual", why)


def _line(key: str, label: str, text: str, emphasis: Emphasis = Emphasis.NORMAL) -> Line:
    """A line that custody is always told, with what the table says it is for."""
    return Line(key, label, text, item(key).shown, DUTY, emphasis)


def _signs(key: str, directions: Directions) -> Line:
    """Whoever goes to hospital has no signs to ring healthcare for, only a time until they go."""
    signs = {"call_hcp": directions.call_hcp_if, "call_999": directions.call_999_if}[key]
    words = [one_line(sign) for sign in signs]
    said = ", ".join(word for word in words if word)
    label = {"call_hcp": "Call us if", "call_999": "Call 999 if"}[key]
    none = "no special signs given: if in doubt, ring"
    if key == "call_hcp" and directions.fitness.not_fit:
        none = "in doubt, until they have gone"
    return _line(key, label, said or none)


def _review(directions: Directions, header: Header) -> Line:
    if directions.next_review is None:
        words = "none here: they are to go" if directions.fitness.not_fit else "none needed"
    else:
        words = cui_short(directions.next_review, header.given_at)
        missed = one_line(directions.review_if_missed)
        words += f". If missed: {missed}" if missed else _ring(header.phone)
    return _line("review", "Next review", words, Emphasis.STRONG)


def _ring(phone: str) -> str:
    number = one_line(phone)
    return f". If missed, ring {number}" if number else ". If missed, ring healthcare"


def _appropriate_adult(directions: Directions) -> Line:
    match directions.appropriate_adult:
        case AppropriateAdult.NOT_RECOMMENDED:
            words = "not recommended by healthcare"
        case AppropriateAdult.RECOMMENDED:
            words = "recommended"
        case AppropriateAdult.AUTOMATIC_UNDER_18:
            words = "required, under 18"
        case _:
            assert_never(directions.appropriate_adult)
    why = one_line(directions.appropriate_adult_reason)
    return _line("appropriate_adult", "Appropriate adult", f"{words}: {why}" if why else words)


def _numbered(
    medicines: tuple[MedicineDirection, ...],
) -> Iterator[tuple[int, MedicineDirection]]:
    return enumerate(medicines, start=1)


def _medicine(
    directions: Directions, medicine: MedicineDirection, number: int, now: datetime
) -> Line:
    match medicine.given_by:
        case GivenBy.HCP:
            words, who = "Healthcare holds and gives it", ""
        case GivenBy.CUSTODY:
            words, who = one_line(medicine.label) or "Medicine held by custody", "custody gives"
        case _:
            assert_never(medicine.given_by)
    due = "as needed" if medicine.due is None else f"due {cui_short(medicine.due, now)}"
    extra = one_line(medicine.instructions)
    parts = [part for part in (words, due, who, extra) if part]
    if medicine.keep_in_cell:
        parts.append("keep in cell")
    label = "Medicine" if number == 1 else f"Medicine {number}"
    basis = basis_words(directions.basis_of("medicines"))
    return Line(f"medicine_{number}", label, ", ".join(parts), item("medicines").shown, basis)


def _self_harm(directions: Directions, now: datetime) -> Line:
    match directions.self_harm:
        case SelfHarm.NONE_IDENTIFIED:
            words, emphasis = f"none identified at {cui_time(now)}", Emphasis.NORMAL
        case SelfHarm.RAISED:
            words, emphasis = "RAISED", Emphasis.STRONG
        case SelfHarm.HIGH:
            words, emphasis = "HIGH", Emphasis.CARE
        case _:
            assert_never(directions.self_harm)
    controls = one_line(directions.self_harm_controls)
    return _line("self_harm", "Self-harm", f"{words}: {controls}" if controls else words, emphasis)


def _record(header: Header) -> Line:
    entry = one_line(header.record_entry)
    words = f"held by healthcare, entry {entry}" if entry else "held by healthcare"
    return _line("record", "Full record", words)


def to_body(briefing: Briefing) -> dict[str, Any]:
    """The briefing as JSON-able data, kept in ``briefing.published``."""
    h = briefing.header
    return {
        **({"visits": _visits_body(briefing.visits)} if briefing.visits else {}),
        "format": 1,
        "header": {
            "custody_ref": h.custody_ref,
            "cell": h.cell,
            "name": h.name,
            "version": h.version,
            "given_at": h.given_at.isoformat(),
            "given_by": h.given_by,
            "assessed_at": h.assessed_at.isoformat(),
            "phone": h.phone,
            "suite": h.suite,
            "replaces": h.replaces,
            "replaces_at": h.replaces_at.isoformat() if h.replaces_at else None,
            "record_entry": h.record_entry,
            **({"was": _visits_body(h.was)} if h.was else {}),
        },
        "fitness": briefing.fitness.value,
        "next_review": briefing.next_review.isoformat() if briefing.next_review else None,
        "lines": [line.to_body() for line in briefing.lines],
    }


def _visits_body(visits: Visits) -> dict[str, Any]:
    return {"level": visits.level, "minutes": visits.minutes, "rouse": visits.rouse}


def visits_from(body: Mapping[str, Any] | None) -> Visits | None:
    """What a briefing told custody about visits; None where it was kept before this was."""
    if body is None:
        return None
    return Visits(int(body["level"]), int(body["minutes"]), bool(body["rouse"]))


def _time(text: Any) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


def from_body(body: Mapping[str, Any]) -> Briefing:
    """The briefing that ``to_body`` kept. Raises ValueError on a format it does not know."""
    if body.get("format") != 1:
        raise ValueError("unknown briefing format")
    h = body["header"]
    header = Header(
        custody_ref=str(h["custody_ref"]),
        cell=str(h["cell"]),
        name=str(h["name"]),
        version=int(h["version"]),
        given_at=datetime.fromisoformat(h["given_at"]),
        given_by=str(h["given_by"]),
        assessed_at=datetime.fromisoformat(h["assessed_at"]),
        phone=str(h["phone"]),
        suite=str(h["suite"]),
        replaces=None if h["replaces"] is None else int(h["replaces"]),
        replaces_at=_time(h["replaces_at"]),
        record_entry=str(h["record_entry"]),
        was=visits_from(h.get("was")),
    )
    lines = tuple(Line.from_body(line) for line in body["lines"])
    fitness, visits = FitToDetain(body["fitness"]), visits_from(body.get("visits"))
    return Briefing(header, fitness, lines, _time(body["next_review"]), visits)
