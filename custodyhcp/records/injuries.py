"""Injuries as they were seen: where on the body, of what kind, how large, in simple words. Pure.

Rules kept here (domain clinical 3.4): "no injury seen" is a statement of its own with how far the
examination went; the kind is one of the right terms, whose definition is shown; depth only where
it was said to be safe to measure; the age is as the person states it; an opinion is labelled as
one; the cause has no place here (``injuries_cause``). What does not fit the definition is prompted
for, and never refused: whoever looked decides. HARD: these are code, not settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from custodyhcp.records import body, words
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json

MOST = 40  # injuries in one examination
LARGEST = 2_000  # millimetres
LONGEST_OPINION = 2_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of injury in the right term, with the definition to show."""

    key: str
    name: str
    definition: str


@cache
def kinds() -> Mapping[str, Kind]:
    told = load_json("records/injuries.json")["types"]
    return {k["key"]: Kind(k["key"], k["name"], k["definition"]) for k in told}


@cache
def listed(name: str) -> Mapping[str, str]:
    """The words to choose from for ``shape``, ``colour``, ``area`` and the like, by their keys."""
    found: Mapping[str, str] = load_json("records/injuries.json")["lists"][name]
    return found


@dataclass(frozen=True, slots=True)
class Landmark:
    """So many millimetres from a fixed point, which is named with the direction."""

    mm: float
    point: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One injury. ``x`` and ``y`` in the units of the view. What is empty was not recorded;
    ``unmeasured`` says that the size could not be taken."""

    view: str
    region: str
    x: float
    y: float
    kind: str = ""
    landmarks: tuple[Landmark, ...] = ()
    length_mm: float | None = None
    width_mm: float | None = None
    depth_mm: float | None = None
    depth_safe: bool = False
    unmeasured: bool = False
    shape: str = ""
    colours: tuple[str, ...] = ()
    orientation: str = ""
    edges: str = ""
    swelling: str = ""
    pain: str = ""
    tenderness: str = ""
    stiffness: str = ""
    bleeding: str = ""
    healing: str = ""
    photo: str = ""
    foreign: str = ""
    age_stated: str = ""
    care: str = ""
    photo_reference: str = ""
    opinion: str = ""

    @property
    def site(self) -> str:
        """``Left forearm, front (Anterior forearm)``."""
        place = next((r for r in body.regions() if r.id == self.region), None)
        return self.region if place is None else f"{place.plain} ({place.anatomical})"

    @property
    def size(self) -> str:
        """``30 × 20 mm``, with the depth where there is one; empty where it is not known."""
        if self.unmeasured:
            return "could not be measured"
        sides = [millimetres(mm) for mm in (self.length_mm, self.width_mm) if mm is not None]
        said = f"{' × '.join(sides)} mm" if sides else ""
        if self.depth_mm is not None:
            said = f"{said}, {millimetres(self.depth_mm)} mm deep".removeprefix(", ")
        return said


CHOSEN = (
    "shape",
    "orientation",
    "edges",
    "swelling",
    "pain",
    "tenderness",
    "stiffness",
    "bleeding",
    "healing",
    "photo",
)
TEXTS = ("foreign", "age_stated", "care", "photo_reference", "opinion")
TEXT_NAMES = {
    "foreign": "The foreign material",
    "age_stated": "The age as stated",
    "care": "The care given",
    "photo_reference": "The photograph's reference",
    "opinion": "The opinion",
}


@dataclass(frozen=True, slots=True)
class Examination:
    """One look at the body. ``examined`` and ``declined`` are areas; what is in neither was not
    looked at. ``reason`` only where this corrects an earlier one."""

    examined_at: datetime
    place: str
    examined: tuple[str, ...]
    declined: tuple[str, ...] = ()
    none_seen: bool = False
    marks: tuple[Mark, ...] = ()
    extent: str = ""
    handedness: str = ""
    present: str = ""
    reason: str = ""

    @property
    def how_far(self) -> str:
        """``Examined: arms, hands. Declined: back. Not examined: feet.``"""
        area = listed("area")
        rest = tuple(key for key in area if key not in (*self.examined, *self.declined))
        told = (("Examined", self.examined), ("Declined", self.declined), ("Not examined", rest))
        said = (f"{name}: {_some(area, keys)}." for name, keys in told if keys)
        return " ".join((*said, *([self.extent] if self.extent else [])))


def _some(area: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return ", ".join(area[key].lower() for key in area if key in keys)


def millimetres(mm: float) -> str:
    """``30`` or ``2.5``: never a trailing nought, never a decimal point at the start."""
    return f"{mm:.1f}".removesuffix(".0")


def read_mm(typed: str) -> float | None:
    """``12`` or ``12.5`` as millimetres; None for anything else."""
    whole, point, tenth = typed.strip().partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 4):
        return None
    if point and not (tenth.isascii() and tenth.isdigit() and len(tenth) == 1):
        return None
    return float(typed)


# --- what must be put right -----------------------------------------------------------------------


def cleaned(examination: Examination) -> Examination:
    """The same, with hidden characters left out."""
    return replace(
        examination,
        place=words.line(examination.place),
        extent=words.line(examination.extent),
        present=words.line(examination.present),
        reason=words.line(examination.reason),
        marks=tuple(_cleaned(mark) for mark in examination.marks),
    )


def _cleaned(mark: Mark) -> Mark:
    clean: dict[str, Any] = {name: words.paragraphs(getattr(mark, name)) for name in TEXTS}
    named = (Landmark(one.mm, words.line(one.point)) for one in mark.landmarks)
    return replace(mark, **clean, landmarks=tuple(named))


def problems(
    examination: Examination, now: datetime, *, correcting: bool = False
) -> tuple[Problem, ...]:
    """Everything to put right before it can be recorded. A mark's field is ``marks.1.kind``."""
    found: list[Problem] = []
    if examination.examined_at > now:
        found.append(Problem("examined_at", "The time of the examination is in the future."))
    if not examination.place:
        found.append(Problem("place", "Say where the person was examined."))
    if correcting and not examination.reason:
        found.append(Problem("reason", "Say why the earlier record is corrected."))
    found += _extent_problems(examination)
    for name, called in _LINES.items():
        found += words.too_long(name, getattr(examination, name), words.LONGEST_LINE, called)
    for number, mark in enumerate(examination.marks, start=1):
        found += mark_problems(mark, number)
    return tuple(found)


_LINES = {
    "place": "Where it was",
    "extent": "More on how far",
    "present": "Who else was there",
    "reason": "Why it is corrected",
}


def _extent_problems(examination: Examination) -> list[Problem]:
    found: list[Problem] = []
    areas = listed("area")
    unknown = [a for a in (*examination.examined, *examination.declined) if a not in areas]
    if unknown:
        found.append(Problem("examined", "Choose the areas from the list."))
    if not examination.examined:
        found.append(Problem("examined", "Say what was examined, or nothing can be said of it."))
    both = [areas[a] for a in examination.examined if a in examination.declined and a in areas]
    if both:
        found.append(Problem("declined", f"{both[0]} cannot be both examined and declined."))
    if examination.none_seen and examination.marks:
        found.append(Problem("seen", "An injury is marked: take it away, or choose 'Injury seen'."))
    if not examination.none_seen and not examination.marks:
        found.append(Problem("seen", "Mark each injury on the body, or say that none was seen."))
    if len(examination.marks) > MOST:
        found.append(Problem("seen", f"Record {MOST} injuries at most, then begin another."))
    return found


def mark_problems(mark: Mark, number: int) -> tuple[Problem, ...]:
    """What to put right about one injury."""
    key = f"marks.{number}"
    found: list[Problem] = []
    place = next((r for r in body.regions() if r.id == mark.region), None)
    if place is None or place.view != mark.view or not place.holds(mark.x, mark.y):
        found.append(Problem(f"{key}.place", f"Injury {number}: place it on the body again."))
    if mark.kind not in kinds():
        found.append(Problem(f"{key}.kind", f"Injury {number}: choose what type it is."))
    found += _size_problems(mark, number)
    for name in CHOSEN:
        if getattr(mark, name) and getattr(mark, name) not in listed(name):
            found.append(Problem(f"{key}.{name}", f"Injury {number}: choose from the list."))
    if any(colour not in listed("colour") for colour in mark.colours):
        found.append(Problem(f"{key}.colour", f"Injury {number}: choose from the list."))
    for name in TEXTS:
        most = LONGEST_OPINION if name == "opinion" else words.LONGEST_LINE
        found += words.too_long(f"{key}.{name}", getattr(mark, name), most, TEXT_NAMES[name])
    return tuple(found)


def _size_problems(mark: Mark, number: int) -> list[Problem]:
    key, said = f"marks.{number}", f"Injury {number}"
    sizes = (mark.length_mm, mark.width_mm, mark.depth_mm, *(one.mm for one in mark.landmarks))
    found = []
    if any(mm is not None and not 0 < mm <= LARGEST for mm in sizes):
        words_of = f"{said}: sizes are in millimetres, more than 0 and at most {LARGEST}."
        found.append(Problem(f"{key}.length", words_of))
    if mark.length_mm is None and not mark.unmeasured:
        found.append(
            Problem(f"{key}.length", f"{said}: give the length, or say it could not be measured.")
        )
    if mark.unmeasured and (mark.length_mm, mark.width_mm) != (None, None):
        found.append(Problem(f"{key}.length", f"{said}: it was measured, or it was not."))
    if mark.depth_mm is not None and not mark.depth_safe:
        found.append(
            Problem(f"{key}.depth", f"{said}: depth only where it was safe to measure it. Say so.")
        )
    for one in mark.landmarks:
        if not one.point:
            found.append(Problem(f"{key}.landmark", f"{said}: say from where the distance is."))
        found += words.too_long(f"{key}.landmark", one.point, words.LONGEST_LINE, "A landmark")
    return found


# --- what may be worth a second look --------------------------------------------------------------


def prompts(mark: Mark) -> tuple[str, ...]:
    """What does not fit the definition of the type that was chosen, and words that are opinion.
    Nothing is refused for it."""
    told = load_json("records/injuries.json")
    prompted = (p for p in told["prompts"] if p["type"] == mark.kind)
    found = [p["words"] for p in prompted if _holds(p["when"], mark)]
    said = " ".join((mark.foreign, mark.age_stated, mark.care)).casefold()
    if any(word in said for word in told["opinion_words"]):
        found.append("That reads as an opinion, or as a cause: each has a place of its own.")
    if len(mark.landmarks) < 2:
        found.append("Two landmarks fix the place: give the distance from two points.")
    return tuple(found)


def _holds(when: str, mark: Mark) -> bool:
    length, depth = mark.length_mm, mark.depth_mm
    compared = length is not None and depth is not None
    return {
        "deeper_than_long": compared and (depth or 0) > (length or 0),
        "longer_than_deep": compared and (length or 0) > (depth or 0),
        "clean_edges": mark.edges == "CLEAN",
        "irregular_edges": mark.edges in ("IRREGULAR", "BRIDGED"),
        "has_depth": depth is not None,
        "bleeding": mark.bleeding in ("OOZING", "ACTIVE"),
    }[when]


def described(mark: Mark) -> tuple[tuple[str, str], ...]:
    """Everything recorded of one injury as (name, words), in the order of 3.4. No cause."""
    kind = kinds().get(mark.kind)
    landmarks = "; ".join(f"{millimetres(one.mm)} mm {one.point}" for one in mark.landmarks)
    colours = ", ".join(listed("colour")[key].lower() for key in mark.colours)
    rows = [
        ("Type", kind.name if kind else ""),
        ("Site", mark.site),
        ("Landmarks", landmarks),
        ("Size", mark.size),
        ("Shape", _word("shape", mark.shape)),
        ("Colour", colours),
        ("Direction", _word("orientation", mark.orientation)),
        ("Edges", _word("edges", mark.edges)),
        ("Swelling", _word("swelling", mark.swelling)),
        ("Pain, as stated", _word("pain", mark.pain)),
        ("Tenderness", _word("tenderness", mark.tenderness)),
        ("Stiffness", _word("stiffness", mark.stiffness)),
        ("Bleeding", _word("bleeding", mark.bleeding)),
        ("Foreign material", mark.foreign),
        ("Healing", _word("healing", mark.healing)),
        ("Age, as the person states it", mark.age_stated),
        ("Care given", mark.care),
        ("Photograph", " ".join((_word("photo", mark.photo), mark.photo_reference)).strip()),
        ("Opinion, not a finding", mark.opinion),
    ]
    return tuple((name, text) for name, text in rows if text)


def _word(name: str, key: str) -> str:
    return listed(name)[key].lower() if key else ""
