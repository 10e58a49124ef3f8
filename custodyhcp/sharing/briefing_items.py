"""The lines of a briefing that stand in it only where somebody added them (domain clinical 6.2).

Rules kept here: the only source is ``Directions``; the words of a closed value come from the item
table; every line carries what it is for and on what it is told. Infection precautions are said of
everybody, so that "standard" says nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import assert_never

from custodyhcp.records.custody_items import (
    Caution,
    FitFor,
    FitInterview,
    InjuryCare,
    Interview,
    Release,
    Safeguard,
    Transfer,
)
from custodyhcp.records.dates import cui_short
from custodyhcp.records.directions import Basis, Directions
from custodyhcp.records.item_table import item
from custodyhcp.sharing.document import Emphasis, Line
from custodyhcp.sharing.plain import one_line

PRECAUTIONS = "Standard precautions for everyone."
DUTY = "duty of care"
_KEYS = {"precautions": "infection"}  # the line that is always there, by the name it has


def basis_words(basis: Basis) -> str:
    match basis:
        case Basis.CONSENT:
            return "they agreed"
        case Basis.CUSTODY_SAFETY_NECESSITY:
            return DUTY
        case Basis.STATUTE:
            return "required by law"
        case _:
            assert_never(basis)


def item_line(key: str, directions: Directions, now: datetime) -> Iterator[Line]:
    """The line of this item, where it has been added. ``now``: when the briefing is given."""
    words = one_line(_SAYS[key](directions, now))
    if not words:
        return
    row = item(key)
    added = key in directions.told()
    basis = basis_words(directions.basis_of(key)) if added else DUTY
    emphasis = _emphasis(key, directions)
    yield Line(_KEYS.get(key, key), row.label, words, row.shown, basis, emphasis)


def _emphasis(key: str, directions: Directions) -> Emphasis:
    if key == "swallowed":
        return Emphasis.STOP
    if key == "labels":
        return Emphasis.STRONG
    stops = (FitInterview.NOT_FIT, FitInterview.NOT_FIT_NOW)
    if key == "interview" and directions.interview and directions.interview.fit in stops:
        return Emphasis.CARE
    if key == "charge" and directions.charge is FitFor.NOT_FIT_NOW:
        return Emphasis.CARE
    return Emphasis.NORMAL


def _all(key: str, values: Iterable[Enum]) -> str:
    return ", ".join(item(key).words(value) for value in values)


def _interview(directions: Directions, now: datetime) -> str:
    told = directions.interview
    if told is None:
        return ""
    words = item("interview").words(told.fit)
    match told.fit:
        case FitInterview.FIT:
            return words + (f" until {cui_short(told.until, now)}" if told.until else "")
        case FitInterview.FIT_WITH_SAFEGUARDS:
            return f"{words}: {_safeguards(told)}"
        case FitInterview.NOT_FIT_NOW:
            return f"{words}. {_not_now(told, now)}"
        case FitInterview.NOT_FIT:
            return f"{words}: {_all('interview', [told.route] if told.route else [])}"
        case FitInterview.NOT_ASSESSED:
            return f"{words}; told: {one_line(told.told)}"
        case _:
            assert_never(told.fit)


def _safeguards(told: Interview) -> str:
    row = item("interview")
    said = [
        row.words(safeguard).format(minutes=told.minutes, breaks=told.breaks)
        for safeguard in Safeguard
        if safeguard in told.safeguards
    ]
    return ", ".join([*said, *([one_line(told.words)] if one_line(told.words) else [])])


def _not_now(told: Interview, now: datetime) -> str:
    said = [f"First {item('interview').words(told.first)}"] if told.first else []
    if told.expected is not None:
        said.append(f"likely fit by {cui_short(told.expected, now)}")
    if told.reassess is not None:
        said.append(f"assess again {cui_short(told.reassess, now)}")
    return ", ".join(said)


def _charge(directions: Directions, _now: datetime) -> str:
    return item("charge").words(directions.charge) if directions.charge else ""


def _cautions(directions: Directions, _now: datetime) -> str:
    row, place = item("cautions"), one_line(directions.caution_place)
    said = [
        f"{row.words(caution)} {place}".strip() if caution.has_place else row.words(caution)
        for caution in Caution
        if caution in directions.cautions
    ]
    return ", ".join(said)


def _precautions(directions: Directions, _now: datetime) -> str:
    more = _all("precautions", directions.precautions)
    return f"{PRECAUTIONS} {more[:1].upper()}{more[1:]}." if more else PRECAUTIONS


def _injury(directions: Directions, now: datetime) -> str:
    care = directions.injury_care
    return "" if care is None else _care(care, now)


def _care(care: InjuryCare, now: datetime) -> str:
    said = [one_line(care.where)] if one_line(care.where) else []
    said += [item("injury_care").words(need) for need in care.needs]
    at = f" at {cui_short(care.at, now)}" if care.at is not None else ""
    return ", ".join(said) + at


def _swallowed(directions: Directions, _now: datetime) -> str:
    return item("swallowed").words(directions.swallowed) if directions.swallowed else ""


def _transfer(directions: Directions, _now: datetime) -> str:
    return "" if directions.transfer is None else _travel(directions.transfer)


def _travel(transfer: Transfer) -> str:
    row = item("transfer")
    sealed = "sealed health letter goes too" if transfer.sealed_letter else "no sealed letter"
    said = [f"travel: {row.words(transfer.fit)}", row.words(transfer.medicines), sealed]
    return "; ".join([*said, *([one_line(transfer.words)] if one_line(transfer.words) else [])])


def _release(directions: Directions, _now: datetime) -> str:
    return "" if directions.release is None else _leaving(directions.release)


def _leaving(release: Release) -> str:
    said = [item("release").words(release.fit)]
    for label, text in (
        ("needs", release.needs),
        ("referred", release.referrals),
        ("told", release.told),
        ("advice given in", release.language),
    ):
        if one_line(text):
            said.append(f"{label}: {one_line(text)}")
    return "; ".join(said)


_SAYS: Mapping[str, Callable[[Directions, datetime], str]] = {
    "interview": _interview,
    "charge": _charge,
    "communication": lambda directions, _now: directions.communication,
    "allergy": lambda directions, _now: directions.allergy,
    "food": lambda directions, _now: directions.food,
    "labels": lambda directions, _now: _all("labels", directions.labels),
    "cautions": _cautions,
    "search_preference": lambda directions, _now: directions.search_preference,
    "precautions": _precautions,
    "cell_needs": lambda directions, _now: _all("cell_needs", directions.cell_needs),
    "injury_care": _injury,
    "swallowed": _swallowed,
    "transfer": _transfer,
    "release": _release,
}
